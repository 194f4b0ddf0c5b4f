// Package risk assesses registers with criteria, seals what comes of it in
// records that anyone can verify and compute again, and compares one
// assessment with the next.
//
// # The register, ismskit.register/v1
//
// A register is YAML or JSON with format, id, title and risks. A risk has an id
// (letters, digits, ., _ and -, at most 64) and, all optional: title,
// description, approach (event or asset), cia (confidentiality, integrity,
// availability), owner, scope, assets, threat, source, event, category, parent,
// vulnerabilities, issues, requirements, controls, identified (a date), and
//
//   - ratings, a map from stage (inherent, current, residual) to inputs of the
//     criteria: a level by its id or its value, a range as [low, high], or a
//     value of the input's type;
//   - inputs, which hold at every stage; an input stands in one place only;
//   - rationale, a text for each input, or for each input of a stage;
//   - claimed, a level, a band and a stage that somebody else computed. It is
//     recomputed, never believed.
//
// What is left out is not known. A risk without ratings is assessed at the
// current stage, where everything is missing.
//
// Large registers are streamed: as NDJSON, one risk a line, after an optional
// first line with format and id; or as CSV, see StreamCSV. Lines have at most
// 1 MiB.
//
// # The record, ismskit.assessment/v1
//
// A record is one JSON object, one member a line:
//
//   - format, and digest: "sha256:" and the SHA-256 of the line
//     "ismskit.assessment/v1\n" and the bytes of the seal;
//   - seal: the time asOf, the digest of the criteria ("ismskit.criteria/v1\n"
//     and the document's bytes), the dialect, the id of the register, and a root
//     and a count each for the register and the outcomes;
//   - builtWith: versions that computed the record; they stand outside the
//     digest;
//   - criteria: the document, verbatim; risks: by id, in canonical form, empty
//     if they exceed MaxMaterialBytes;
//   - outcomes: by risk id and stage, each with the level of risk as an exact
//     decimal, band, decision, deciding rule with authority, validFor,
//     reviewEvery, conditions and because, the values used and where they came
//     from, the values of the order keys, missing inputs and ranges to narrow
//     (the most informative first), what is possible, a failure's code, and the
//     claim;
//   - rankings: for each stage the risks in order of treatment, equal ones in
//     one group;
//   - checksum: the SHA-256 of "ismskit.assessment/v1+checksum\n" and of
//     everything before it.
//
// The roots are those of Merkle trees as of RFC 6962, over the canonical JSON
// of each risk by id, and of each outcome by risk id and stage. So AssessStream
// gives the same digest in bounded memory as Assess, whatever the order of its
// input, and Record.Prove shows one outcome without the others
// (ismskit.proof/v1).
//
// Equal criteria bytes, risks and asOf give equal bytes on every machine, in
// every time zone and with any number of processors. A record is read strictly:
// an unknown member or a byte that is not where it belongs is an error.
//
// # Portfolio
//
// Assessment.Portfolio counts the risks of a stage by band and by decision: all
// of them, those of each owner and those of each scope item. It sums what the
// criteria give a unit, exactly, never ranks; it applies the limits of the
// criteria to each unit; and it compares risks with the ones that they refine.
// A risk without a band, or not rated at the stage, is counted as undetermined,
// and a limit that depends on it is undetermined. A risk without an owner or
// scope item stands in a unit of its own, whose id is empty. Nothing of this is
// part of a record.
//
// # Comparison
//
// Compare evaluates each risk that both assessments have four times: old and
// new inputs under old and new criteria. A change of level, band or decision is
// caused by the inputs if they alone bring it about, by the criteria if they
// alone do, by either, or by the interaction of both. The exact Shapley shares
// of each changed input, and of the criteria, in the change of the band's rank
// sum to that change. "Criteria" includes the time of evaluation, for criteria
// that look at it.
//
// Levels of two documents are the same where their ids are. Where a level or an
// input has no counterpart, and no default says what it meant before, inputs
// and criteria cannot be told apart: the comparison says so and why, and
// guesses nothing.
package risk

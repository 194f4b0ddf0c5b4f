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
// # The treatment plan, ismskit.plan/v1
//
// A plan is YAML or JSON, read as strictly as a register. Keys marked * are
// needed.
//
//	format*      ismskit.plan/v1
//	id*          id
//	version, title            text
//	assessment*  digest of the assessment that the plan treats
//	changed      time     when the plan was last changed
//	document     id       of the documented information that holds it
//	options      list     of the organisation, beside modify, retain, avoid and share:
//	                      id*, title, controls (true if an item needs one, as for modify and share)
//	material     list     names of the fields whose change makes an approval stale
//	holders      list     who holds an authority of the criteria:
//	                      person*, authority*, from, until (exclusive)
//	controls     list     measures that modify risk
//	items        list     what is done
//	approvals    list     of items, and acceptances of risks
//
// A control:
//
//	id*          id
//	title        text
//	catalogue    id       that it comes from; the organisation's own have none
//	owner        id
//	status       word     not_implemented, planned, partial or implemented
//	since, due   time     when it was, or will be, implemented
//	evidence     list     of texts
//	cost         map      amount* (a decimal, not below 0) and currency* (three capital letters)
//	effects      list     one for an input:
//	                      input* (a rating of the criteria), steps* (whole levels, 1 to
//	                      MaxSteps), effectiveness (0 to 1)
//
// An item, one decision about one risk:
//
//	id*          id
//	risk*        id       of the assessment
//	option*      id
//	controls     list     of ids, each once
//	rationale    text     why this option
//	responsible  id
//	resources    list     of texts
//	cost         map      as of a control, for all controls of the item
//	start, due   time     due is not before start
//	revised      map      due* (after the first one) and by* (who approved it)
//	status       word     planned, started, done or cancelled (which counts as no item)
//	done         time     needed if the item is done, and only then
//	expected     map      ratings after treatment that differ from what its controls give
//	actual       map      ratings that were found after it
//	deviation    text     why they are not what was expected
//	creates      list     of ids of risks that the treatment brings about or raises
//
// Limits are MaxPlanBytes and those that follow it. A text must not have
// control or format characters, not even escaped. Plan.Bytes gives the
// canonical form of a plan, Plan.Digest the SHA-256 of the line
// "ismskit.plan/v1\n" and of these bytes.
//
// # Residual risk
//
// Plan.Bind checks a plan against its assessment and computes the level of each
// risk after treatment, by the same criteria and as of the same time. Nobody
// types it. An effect lowers its rating by steps times effectiveness, rounded
// down to whole levels for each control by itself; without a stated
// effectiveness, by none. Effects of several controls add up and never go below
// the lowest level; both ends of a range move; a rating that is not known stays
// so. A control counts once for a risk.
//
//   - The current ratings are those that the register states. Where it states
//     only inherent ones, these are lowered by the controls that the risk lists
//     and that are implemented.
//   - A residual rating is the first of these that there is: what an item
//     expects; the current rating lowered by the controls of the risk's items,
//     if one of them that is not counted in the current rating has an effect on
//     the input; what the register states; the current rating.
//
// Two items of one risk that expect different values for an input are an error.
// Treatment.Residual explains a rating, Findings what does not fit together,
// Demands what is still to be done, Options what other controls would do, Fail
// and Failures which risks rise if controls fail.
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

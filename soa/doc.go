// Package soa makes and checks statements of applicability (ISO/IEC 27001,
// 6.1.3 c and d): which controls an organisation needs, why, how far they have
// come, and why it does without the others. Package soa/annexa holds the
// catalogues of Annex A.
//
// # The catalogue, ismskit.catalogue/v1
//
// A catalogue is YAML or JSON with format, id (letters, digits, ., _ and -, at
// most 64, as all ids are), controls and, optional:
//
//   - title, version and reference, which say what it is and where it is from;
//   - source: own (the organisation's own design), annex_a or other;
//   - groups, each with an id and, optional, title and parent, another group.
//
// A control has an id and, optional, title, description, group, parent (the
// control that it enhances), withdrawn (true for one that is kept for reference
// only), and attributes, a map from a name, which is an id, to a list of
// values.
//
//	format: ismskit.catalogue/v1
//	id: acme-controls
//	source: own
//	groups: [{id: plant, title: Plant}]
//	controls:
//	  - id: ACME-1
//	    title: Two keys for the furnace
//	    group: plant
//	    description: The furnace starts only if two people turn their keys.
//	    attributes: {control_type: [preventive]}
//
// A control is known by its id alone, so an id must not occur in two
// catalogues that are used together, see Lint.
//
// # The statement, ismskit.soa/v1
//
// A statement is YAML or JSON with format, id, entries and, optional:
//
//   - version (none for a draft), title, previous (the version that this one
//     replaces) and document (the id of the documented information);
//   - catalogues, each with id and, optional, digest: what the statement goes
//     through;
//   - plans, each with id and, optional, version, digest and assessment (the
//     digest of the assessment that the plan treats);
//   - approval, with by and at.
//
// An entry has a control and, optional:
//
//   - catalogue, which the statement must name; none for an own control that
//     is in no catalogue, which may have a title;
//   - necessary: true or false; left out while nobody has decided;
//   - reasons: risk, legal, contractual, business; risks and requirements, the
//     ids that they are linked to;
//   - justification, of the inclusion or of the exclusion;
//   - description, how the organisation does it;
//   - status: implemented, partial, planned or not_implemented; due; owner;
//     evidence;
//   - external, who provides the control if somebody else does. Such a control
//     is necessary, not excluded.
//
// The sample is that of the package's example:
//
//	format: ismskit.soa/v1
//	id: acme-soa
//	version: "1"
//	catalogues: [{id: acme-controls}]
//	approval: {by: coo, at: 2026-03-04}
//	document: D-13
//	entries:
//	  - control: ACME-1
//	    catalogue: acme-controls
//	    necessary: true
//	    reasons: [risk]
//	    risks
//	    justification: One person alone has started it by mistake twice.
//	    status: implemented
//	    evidence: [inspection-2026-01]
//
// Bytes gives both documents in canonical JSON (RFC 8785): members sorted by
// name, what is not stated left out, times in UTC. The digest is SHA-256 of the
// format, a newline and these bytes. Lists keep their order, but reasons, which
// come in the order above.
//
// # Making one
//
// Derive makes a statement from treatment plans, risks and requirements, and
// takes over what the previous one says beside them. Check says what is
// missing, contradictory or not as good practice has it. Diff compares two
// statements, Coverage counts, and Migrate brings one from one edition of a
// catalogue to the next by a Crosswalk.
//
// Nothing is decided silently: what no input makes necessary and nobody has
// excluded is undecided, and a finding.
package soa

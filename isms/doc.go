// Package isms reads an information security management system (ISO/IEC 27001,
// clauses 4 to 10) as an organisation writes it down: context, parties, scope,
// processes, leadership, policies, roles, opportunities and actions,
// assessments, controls, objectives, changes, resources, competence, awareness,
// communication, documents, what others provide, measures, audits, reviews,
// nonconformities, improvements. [Parse] reads one document, [Load] a folder of
// them, [System.Check] tells what in them cannot be right, [System.SimilarIndex]
// proposes nonconformities that may be similar. Whether a system conforms to
// anything is not said here. Package measure computes results of measures again,
// package starter writes the documents to begin with.
//
// What follows is the specification of the format ismskit.isms/v1; FORMAT.md,
// which [FormatDoc] writes, lists every type and field.
//
// # Documents
//
// A document is YAML or JSON, read strictly as package source describes. Its
// root is a map with the key format, ismskit.isms/v1, and any of the sections:
//
//	format: ismskit.isms/v1
//	id: meridian
//	edition: 2022-amd1
//	reviewInterval: 370d
//	persons:
//	  - {id: ana, topManagement: true, active: true}
//	documents:
//	  - id: D-1
//	    title: Scope of the system
//	    covers: [scope]
//	    status: approved
//	    approvedBy: anna
//	    approvedAt: 2026-01-15
//	    previous: ~
//	scope:
//	  statement: Booking of walks, from the web page to the guide
//	  included: [booking]
//	  document: D-1
//
// A key that a type does not have, a value of another type and a word that is
// none of the allowed ones are errors with their place, and with the nearest
// valid one.
//
// # What is not known
//
// What is left out is unknown: nobody said anything about it. That is not the
// same as none. A text says that there is nothing as "", a list as [], and a
// time, duration, number, digest, reference or object as ~ (null); a reference
// also as "". A bool is true or false, and a word is one of the listed ones,
// which need no quotes even where they look like numbers. In Go, an [Opt] has
// these three states; a word that is "" is unknown.
//
// # Values
//
// A text has at most 10,000 bytes. An id has 1 to 64 letters, digits, dots,
// underscores and hyphens and begins with a letter or digit. A time is a date,
// which is its midnight in UTC, or a time as of RFC 3339. A duration is whole
// numbers of days, hours, minutes and seconds, the larger first: 365d, 1d12h. A
// decimal is exact, with at most 40 characters where it is written without an
// exponent. A digest is sha256: and 64 hexadecimal digits.
//
// Lists of objects are sets: their order means nothing, and of objects without
// an id equal ones count once. Lists of anything else are as they are written.
//
// # Ids and references
//
// An id names one thing of one type in the whole system, in all documents, and
// risks of registers as well. References are ids; FORMAT.md says of which
// types. That they name something is no matter of parsing, since a part of a
// system is a document, too; Check reports those that do not, and tells whether
// what they name cannot be there or may stand in a list that is not stated.
//
// # Several documents
//
// [Merge] and [Load] join documents into one system, whatever the order of the
// files. Any section, and any object that the root holds, may be spread over
// files; entries that several files hold count once. Two different statements
// about the same thing are an error that names both places. Registers of risks
// (ismskit.register/v1), records of assessments (ismskit.assessment/v1) and
// criteria (ismskit.criteria/v1) are documents of their own, which the system
// holds and refers to.
//
// # Canonical form, digest, snapshot
//
// [System.Bytes] writes the canonical form: JSON with the keys in the order of
// FORMAT.md, lists of objects by id or else by their canonical form, times in
// UTC, decimals without an exponent, control and format characters escaped,
// what is unknown left out. The digest is SHA-256 over "ismskit.isms/v1\n" and
// these bytes.
//
// A snapshot, ismskit.snapshot/v1, is one JSON object, one member a line:
// format; digest, SHA-256 over "ismskit.snapshot/v1\n" and the seal; seal, the
// time asOf and the parts, each with format, name and digest; texts, each
// part's document, empty where all of them exceed MaxMaterialBytes; checksum,
// SHA-256 over "ismskit.snapshot/v1+checksum\n" and everything before it.
//
// # History
//
// Assessments, audits, reviews and evaluations are only added. Another entry
// corrects one, by its key corrects; previous names the one before in time.
// [CheckSuccession] compares two states of a system. Documents and policies have
// one entry for each version, and previous leads to the version before.
//
// # Limits
//
// A document has at most 64 MiB and 2,000,000 values and keys; a section of
// things with ids 100,000 entries, any other list 10,000; a folder 10,000 files.
package isms

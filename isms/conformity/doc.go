// Package conformity holds a management system against rules: those of
// ISO/IEC 27001, which come with it, and those of an organisation or a vendor,
// which are files of the same format and of the same rank.
//
// Rules are data. [Standard] has the standard's in our own words, by clause;
// [ParseRules] reads further ones; [Compile] takes them all, and [Rules.Check]
// gives a [Report]: a verdict for each rule and each subject, with what is
// missing, the place in the file and the value seen. [Profile] is an edition of
// the standard, and [Diff] tells what two of them ask for differently.
//
// CORRECTIONS.md tells where the standard's rules come from.
//
// # Rules, ismskit.rules/v1
//
// A file of rules is YAML or JSON, read strictly as package source describes:
//
//	format: ismskit.rules/v1
//	id: meridian-house-rules
//	version: "1"
//	title: House rules of Meridian Tours
//	owner: organisation_own
//	rules:
//	  - id: H-01
//	    clause: H.1
//	    kind: shall
//	    forEach: document
//	    when: document.status == 'approved'
//	    expr: document.language in ['en', 'tr']
//	    meaning: Guides can read every approved document.
//	    advice: Translate the document, or withdraw it.
//
// The set has an id, a version, which may be anything, and a title; owner is
// standard, organisation_own or vendor, and organisation_own if it is left out.
// Each rule has
//
//   - id, which no other rule has, even in another set: an id of the standard's
//     is an error;
//   - clause: what it belongs to, such as 6.1.2 c1 as the edition of 2022
//     numbers it, or anything of one's own. Audit programmes go through the
//     clauses of own rules as well;
//   - kind: shall for what is demanded, strict for what is more than the
//     standard demands, lint for good practice. None weighs more than another;
//   - editions, optional: the profiles that have the rule, of 2013, 2022 and
//     2022-amd1; without it all have it;
//   - forEach: a type of the model, see [Subjects] and MODEL.md. The rule is
//     checked for each entity of it, which is a variable of that name; isms is
//     the system as a whole;
//   - when, optional: a condition without which the rule does not apply;
//   - expr: what must be true;
//   - meaning: what the rule asks for, and advice, optional, how to mend it.
//
// Both expressions are of the dialect rules/v1, see package rules and its
// DIALECT.md. They see asOf, the time of the check, isms, the criteria in force,
// the profile, and the functions of MODEL.md. A name that nothing has is an
// error at its place, with the nearest one.
//
// A file has at most [MaxBytes] and [MaxRules] rules; a title, a meaning or an
// advice at most [MaxTextBytes].
//
// The digest of a set is SHA-256 over "ismskit.rules/v1\n" and its bytes in
// canonical form, [RuleSet.Bytes]: JSON, rules by id, so that it depends on what
// the rules say and not on how the file is written.
//
// # Verdicts
//
//   - conform: the rule came to true.
//   - nonconform: it came to false. Witness is the way to the first entity for
//     which it did, Seen are the fields that were looked at.
//   - undetermined: it would depend on what is not given. Missing are the paths
//     of that. So it is, too, where the rule failed: Error is the code then.
//   - not_applicable: the condition came to false, or it is stated that there is
//     nothing of the type.
//
// Missing data never conforms. What is not given is not known, which is not the
// same as none, see package isms; a list that is not given has one undetermined
// verdict of its own, since nobody knows what is in it. To fill in what is not
// known turns undetermined into something, and nothing else: conform and
// nonconform stay what they are. An approved statement of applicability says all
// that it has to say, so that what it leaves out is stated to be nothing.
//
// A path is as in the documents: documents[D-1].approvedBy,
// risks[R-1].ratings.current.impact. Entries without an id have their number
// in the order of what they say, as [isms.Locate] finds them. What is at hand in
// no document is named by its digest or version: records[sha256:...],
// criteriaDocuments[acme@2], catalogues[id].
//
// A [Report] is a pure function of the system, the rules, the profile and asOf.
// The order of rules, entities, keys and files does not matter, and neither do
// processors, time zones and clocks. There is no score: nobody said how much a
// rule weighs.
//
// # Reports, ismskit.conformity/v1
//
// [Report.Bytes] writes a report as JSON: format; digest, SHA-256 over
// "ismskit.conformity/v1\n" and everything behind it; asOf, profile, ruleSets
// with their digests, counts by kind and verdict, warnings, and verdicts, one a
// line. What is empty is left out.
package conformity

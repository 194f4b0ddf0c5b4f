package starter

// A chapter is a document of a starter.
type chapter struct {
	name     string
	title    string
	about    []string
	sections []string // fields of the system
}

// chapters spread the system over documents, in the order of the clauses.
var chapters = []chapter{
	{"00-system.yaml", "The system as a whole", nil,
		[]string{"id", "edition", "asOf", "state", "organisation", "exclusions", "persons", "evaluations"}},
	{"04-context.yaml", "Clause 4: what surrounds the organisation, and what the system is about", nil,
		[]string{"context", "parties", "scope", "processes", "assets"}},
	{"05-leadership.yaml", "Clause 5: what top management does, policies and roles", nil,
		[]string{"leadership", "policies", "roles"}},
	{"06-planning.yaml", "Clause 6: risks, opportunities, objectives and changes", []string{
		"Risks, the criteria they are judged by, their treatment and the statement of",
		"applicability stand in documents of their own, beside these:",
		"  ismskit.criteria/v1   scales, bands, and who may accept what",
		"  ismskit.register/v1   the risks and their ratings",
		"  ismskit.plan/v1       what is done about them, and who approved it",
		"  ismskit.soa/v1        which controls are necessary, and why",
		"As long as they are not there, the report asks for them.",
	}, []string{"opportunities", "actions", "criteria", "criteriaHistory", "assessments", "controls", "objectives", "changes"}},
	{"07-support.yaml", "Clause 7: resources, competence, awareness, communication, documents", nil,
		[]string{"resources", "competences", "awareness", "communications", "documents"}},
	{"08-operation.yaml", "Clause 8: what others do for the organisation", nil,
		[]string{"externals"}},
	{"09-evaluation.yaml", "Clause 9: measures, audits and reviews", nil,
		[]string{"reviewInterval", "measures", "programmes", "audits", "reviews"}},
	{"10-improvement.yaml", "Clause 10: nonconformities and improvement", nil,
		[]string{"nonconformities", "improvements"}},
}

// howto stands at the top of the first document.
var howto = []string{
	"Lines with ## explain. Lines with # are questions: take the # away and put",
	"the answer in the place of the braces. Behind each stands what it means, and",
	"the clauses that ask for it.",
	"",
	"What is not answered is not known, and the report asks for it. To say that",
	"there is nothing is an answer, too: \"\" for a text, [] for a list, ~ for a",
	"date, a number, or something that is named by its id.",
	"",
	"Ids may be changed; each names one thing in all documents. Entries may be",
	"added in the same shape, and taken away.",
}

// words to each kind, below howto.
var words = map[Kind][]string{
	Person: {
		"One person does everything here. Where the standard wants a second one - to",
		"approve, to audit, to judge what was done - a field exception takes the",
		"reason, what makes up for it, and who agreed: somebody outside, perhaps.",
		"One document may hold all that has to be documented.",
	},
	Company: {
		"At least three persons are needed so that nobody audits or approves the own",
		"work: one of top management, one who runs the system, one who audits it.",
	},
	Group: {
		"The companies of the group are its units, each under its parent. What one",
		"company does for another is an interface of the scope, and provided from",
		"outside where the other one is not in the scope.",
	},
}

// entriesOf tells what stands in a starter besides the questions: the ids of
// things that every organisation of the kind has, by the path of their list. Two
// processes, since of a single one it is known that it interacts with no other.
func entriesOf(k Kind) map[string][]string {
	all := map[string][]string{
		"parties": {"party-1", "party-2"}, "processes": {"process-1", "process-2"}, "policies": {"policy-1"},
		"roles": {"security-officer", "auditor"}, "persons": {"person-1", "person-2", "person-3"},
		"objectives": {"objective-1"}, "documents": {"document-1", "document-2"}, "measures": {"measure-1", "measure-2"},
	}
	switch k {
	case Person:
		all["parties"], all["documents"] = []string{"party-1"}, []string{"document-1"}
		all["persons"] = []string{"person-1"}
	case Group:
		all["organisation.units"] = []string{"group", "company-1", "company-2"}
		all["persons"] = append(all["persons"], "person-4", "person-5")
		all["externals"] = []string{"external-1", "external-2"}
	}
	return all
}

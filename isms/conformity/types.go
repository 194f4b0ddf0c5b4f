package conformity

import "github.com/ismskit/ismskit/criteria/rules"

// A column declares fields of one kind in short: name, then meaning.
type column struct {
	kind     rules.Kind
	of       string
	list     bool
	nullable bool
}

var (
	text     = column{kind: rules.KindText}
	textNone = column{kind: rules.KindText, nullable: true}
	texts    = column{kind: rules.KindText, list: true}
	truth    = column{kind: rules.KindBool}
	integer  = column{kind: rules.KindInt}
	intNone  = column{kind: rules.KindInt, nullable: true}
	decimal  = column{kind: rules.KindNumber, nullable: true}
	moment   = column{kind: rules.KindTime}
	period   = column{kind: rules.KindDuration}
)

func one(typ string) column  { return column{kind: rules.KindObject, of: typ} }
func many(typ string) column { return column{kind: rules.KindObject, of: typ, list: true} }

func (c column) field(name, doc string) rules.Field {
	return rules.Field{Name: name, Kind: c.kind, Of: c.of, List: c.list, Nullable: c.nullable, Doc: doc}
}

// computedFields lists what types of package isms have besides the fields of
// their documents.
func computedFields() map[string][]rules.Field {
	return map[string][]rules.Field{
		"isms": {
			many("risk").field("risks", "the risks of all registers, by id"),
			many("plan").field("plans", "treatment plans, of each its current version"),
			many("statement").field("statements", "statements of applicability, of each its current version"),
		},
		"assessment": {
			text.field("criteriaDigest", "digest of the criteria that the record was made with"),
			moment.field("assessedAt", "time as of which the record was made"),
			many("result").field("results", "what the record says of each risk at each stage"),
			texts.field("order", "ids of the risks in order of treatment at the current stage, as recorded"),
		},
		"asset": {
			truth.field("atRisk", "whether a risk names it"),
		},
		"measureResult": {
			text.field("inputsDigestNow", "digest of the inputs as they stand"),
		},
		"measure": {
			text.field("methodDigestNow", "digest of the method as it stands"),
		},
		"scope": {
			text.field("digestNow", "digest of the scope as it stands, see Scope.Digest"),
		},
	}
}

// otherTypes lists the types that are not of package isms: those of criteria,
// registers, records, plans and statements, under the names of their formats.
func otherTypes() []rules.Type {
	return []rules.Type{
		{Name: "profile", Doc: "the edition of the standard that is checked", Fields: []rules.Field{
			text.field("id", "2013, 2022 or 2022-amd1"),
			text.field("catalogue", "id of the catalogue of controls that statements are compared with"),
			texts.field("clauses", "numbers of the edition's clauses"),
			texts.field("requirements", "these clauses, and those of the organisation's own rules"),
			texts.field("requiredDocuments", "ids of the items of documented information that are required"),
		}},
		{Name: "criteria", Doc: "the criteria document in force", Fields: []rules.Field{
			text.field("id", "of the document"),
			text.field("version", "of the document"),
			text.field("title", "what it is called"),
			text.field("digest", "of the document's bytes"),
			moment.field("effective", "from when it holds"),
			text.field("approvedBy", "who put it into force"),
			moment.field("approvedAt", "when that was decided"),
			textNone.field("supersedes", "version that it replaces; none: it is the first"),
			text.field("rationale", "why it was changed"),
			period.field("interval", "longest time from one assessment to the next: what the document says, or else the system"),
			texts.field("triggers", "ids of events that call for an assessment"),
			text.field("performWhen", "when risks are assessed, in words, as the system says"),
			decimal.field("minAgreement", "least agreement of several assessors: what the document says, or else the system"),
			many("acceptanceRule").field("acceptance", "rules of acceptance, in their order"),
			many("authority").field("authorities", "who may accept risks"),
			many("scale").field("scales", "scales of levels"),
			many("input").field("inputs", "what an assessor states about a risk"),
		}},
		{Name: "acceptanceRule", Doc: "a rule of acceptance of the criteria", Fields: []rules.Field{
			text.field("id", "of the rule"),
			text.field("outcome", "accept, accept_conditionally, escalate, treat or avoid"),
			textNone.field("authority", "who may decide so; none: anybody"),
			integer.field("authorityRank", "rank of that authority; 0 if anybody may decide"),
			period.field("validFor", "how long the decision holds; none: without end"),
			period.field("reviewEvery", "when the risk is looked at again; none: this is not said"),
			texts.field("conditions", "ids of what must be met"),
			text.field("because", "the reason, in the organisation's words"),
		}},
		{Name: "authority", Doc: "an authority of the criteria", Fields: []rules.Field{
			text.field("id", "of the authority"), text.field("title", "what it is called"), integer.field("rank", "a higher one decides about more"),
		}},
		{Name: "scale", Doc: "a scale of the criteria", Fields: []rules.Field{
			text.field("id", "of the scale"), text.field("kind", "likelihood, consequence, effectiveness or custom"),
			texts.field("levels", "ids of its levels, lowest first"),
		}},
		{Name: "input", Doc: "what an assessor states about a risk", Fields: []rules.Field{
			text.field("id", "of the input"), textNone.field("scale", "id of its scale; none: it is no rating"),
		}},
		{Name: "risk", Doc: "a risk of a register", Fields: []rules.Field{
			text.field("id", "of the risk"),
			text.field("register", "id of its register"),
			text.field("title", "what it is called"),
			text.field("description", "what could happen"),
			text.field("approach", "event or asset"),
			texts.field("cia", "what could be lost: confidentiality, integrity, availability"),
			text.field("owner", "who is accountable and has the authority to manage it"),
			texts.field("scope", "items of the scope that it lies in"),
			texts.field("assets", "ids of assets"),
			text.field("threat", "what could bring it about"),
			text.field("source", "where it comes from"),
			text.field("event", "what could happen"),
			text.field("category", "in the organisation's words"),
			textNone.field("parent", "the risk that this one refines; none: it refines none"),
			texts.field("vulnerabilities", "what makes it possible"),
			texts.field("issues", "ids of issues that it comes of"),
			texts.field("requirements", "ids of requirements that it concerns"),
			texts.field("controls", "ids of controls that the current ratings take into account"),
			moment.field("identified", "when it was found"),
			many("rating").field("ratings", "what is stated for each input of the criteria that is on a scale, at each stage"),
			texts.field("consequences", "inputs on scales of consequence that are rated at the current stage"),
			texts.field("likelihoods", "inputs on scales of likelihood that are rated at the current stage"),
			decimal.field("level", "the level of risk at the current stage; none: the criteria have none, or fail to compute it"),
			textNone.field("band", "id of the band at the current stage; none: the criteria fail to compute it"),
			intNone.field("bandRank", "rank of the band at the current stage, 0 for the lowest; none: the criteria fail to compute it"),
			one("outcome").field("evaluation", "what the criteria in force say of the current stage"),
			one("outcome").field("inherent", "what they say of the stage before any control"),
			one("outcome").field("residual", "what they say after the planned treatment: as the plan has it, or else the register"),
		}},
		{Name: "rating", Doc: "the rating of a risk at a stage", Fields: []rules.Field{
			text.field("stage", "inherent, current or residual"), text.field("input", "id of the input"),
			text.field("level", "id of the level; the lowest one of a range"), text.field("highest", "id of the level; the highest one of a range"),
			text.field("rationale", "why"),
		}},
		{Name: "outcome", Doc: "what the criteria say of a risk at a stage", Fields: outcomeFields()},
		{Name: "result", Doc: "what a record says of a risk at a stage", Fields: append(outcomeFields(),
			text.field("risk", "id of the risk"),
			intNone.field("rank", "place in the order of treatment, from 1; none: it has none"),
			texts.field("missing", "inputs that were missing"),
			many("used").field("inputs", "ratings that were used"),
			texts.field("offScale", "inputs of which a level was used that their scale in the record's criteria does not have"),
		)},
		{Name: "used", Doc: "a rating that a record used", Fields: []rules.Field{
			text.field("input", "id of the input"), texts.field("levels", "ids of the level, or of both ends of a range"),
		}},
		{Name: "plan", Doc: "a treatment plan", Fields: []rules.Field{
			text.field("id", "of the plan"), text.field("version", "of the plan"), text.field("title", "what it is called"),
			text.field("assessment", "digest of the assessment that it treats"),
			moment.field("changed", "when it was last changed"),
			text.field("document", "documented information that holds it"),
			text.field("digest", "of the plan as it stands"),
			many("item").field("items", "what is done"), many("approval").field("approvals", "approvals of items, and acceptances of risks"),
			many("planControl").field("controls", "controls that the plan uses"),
		}},
		{Name: "item", Doc: "an item of a treatment plan", Fields: []rules.Field{
			text.field("id", "of the item"), text.field("plan", "id of its plan"), text.field("risk", "id of the risk that it treats"),
			text.field("option", "modify, retain, avoid, share, or one of the organisation's own"),
			texts.field("controls", "ids of controls"), text.field("rationale", "why this option"),
			text.field("responsible", "who carries it out"), texts.field("resources", "what it takes"),
			moment.field("start", "when it begins"), moment.field("due", "until when"),
			moment.field("revisedDue", "a later date that was approved; none: there is none"),
			textNone.field("revisedBy", "who approved it; none: nobody did"),
			text.field("status", "planned, started, done or cancelled"), moment.field("done", "when it was done; none: it is not"),
			texts.field("expected", "ratings that are expected after treatment, as input=level"),
			texts.field("actual", "ratings that were found after treatment"),
			textNone.field("deviation", "why these differ; none: nobody says"),
			texts.field("creates", "ids of risks that it brings about or raises"),
		}},
		{Name: "planControl", Doc: "a control of a treatment plan", Fields: []rules.Field{
			text.field("id", "of the control"), text.field("title", "what it is called"), textNone.field("catalogue", "that it comes from; none: the organisation's own"),
			text.field("owner", "who answers for it"), text.field("status", "not_implemented, planned, partial or implemented"),
			moment.field("since", "when it was implemented; none: it is not"), moment.field("due", "when it will be"), texts.field("evidence", "what shows it"),
		}},
		{Name: "approval", Doc: "an approval of an item, or an acceptance of a risk", Fields: []rules.Field{
			text.field("id", "of the approval"), text.field("plan", "id of its plan"), text.field("kind", "item or acceptance"),
			textNone.field("risk", "id of the risk that is accepted, or that the item treats"), textNone.field("item", "id of the item; none: an acceptance"),
			textNone.field("stage", "current or residual; none: of an item"),
			text.field("requestedBy", "who asked"), moment.field("requestedAt", "when"), moment.field("reviewedAt", "when the review began; none: it has not"),
			textNone.field("decision", "approved or rejected; none: nothing is decided"),
			textNone.field("by", "who decided; none: nobody yet"), textNone.field("authority", "as what; none: nothing is stated"),
			integer.field("authorityRank", "rank of that authority in the criteria; 0 if it has none"),
			moment.field("at", "when; none: not yet"),
			textNone.field("rule", "of acceptance that it follows; none: of none"), text.field("justification", "why"),
			many("condition").field("conditions", "what must be met"), moment.field("expires", "when it ends, by its date or by the rule; none: it has no end"),
			textNone.field("state", "digest of what was approved; none: nothing was"),
			one("approvalException").field("exception", "where one person did what two should; none: nobody did"),
			text.field("standing", "what it is worth as of the check: active, stale, expired, ..."),
			texts.field("reasons", "codes of the reasons why it is not active, and of notes"),
		}},
		{Name: "condition", Doc: "a condition of an approval", Fields: []rules.Field{
			text.field("id", "of the condition"), text.field("text", "what must be met"), moment.field("due", "until when"), moment.field("met", "when it was; none: it is not"),
		}},
		{Name: "approvalException", Doc: "an exception that an approval records", Fields: []rules.Field{
			text.field("reason", "why there was no second person"), text.field("compensating", "what is done instead"), text.field("by", "who allowed it"),
		}},
		{Name: "statement", Doc: "a statement of applicability", Fields: []rules.Field{
			text.field("id", "of the statement"), textNone.field("version", "none: a draft"), text.field("title", "what it is called"),
			many("catalogueRef").field("catalogues", "catalogues that it goes through"), many("planRef").field("plans", "plans whose controls it states"),
			textNone.field("approvedBy", "who approved it; none: nobody"), moment.field("approvedAt", "when; none: it is not approved"),
			textNone.field("document", "documented information that holds it; none: in none"), textNone.field("previous", "version that it replaces; none: it is the first"),
			many("entry").field("entries", "what it says of each control"),
		}},
		{Name: "catalogueRef", Doc: "a catalogue that a statement names", Fields: []rules.Field{text.field("id", "of the catalogue"), text.field("digest", "as the statement says")}},
		{Name: "planRef", Doc: "a plan that a statement names", Fields: []rules.Field{
			text.field("id", "of the plan"), text.field("version", "of the plan"), text.field("digest", "as the statement says"), text.field("assessment", "digest of the assessment that the plan treats, as the statement says"),
		}},
		{Name: "entry", Doc: "what a statement of applicability says of a control; an approved one states nothing by what it leaves out", Fields: []rules.Field{
			text.field("statement", "id of the statement"), text.field("control", "id of the control"),
			textNone.field("catalogue", "that the control comes from; none: the organisation's own"), text.field("title", "of a control that is in no catalogue"),
			text.field("source", "own, annex_a or other"),
			truth.field("necessary", "whether the control is needed"),
			texts.field("reasons", "risk, legal, contractual, business"), texts.field("risks", "ids of risks that it modifies"),
			texts.field("requirements", "ids of requirements that it fulfils"), text.field("justification", "why it is needed, or is not"),
			text.field("description", "how the organisation does it"), textNone.field("status", "implemented, partial, planned or not_implemented"),
			textNone.field("external", "who provides it; none: nobody else"), moment.field("due", "when it will be implemented"),
			text.field("owner", "who answers for it"), texts.field("evidence", "that it is implemented"),
			truth.field("credited", "whether the current rating of a risk counts on the control"),
			truth.field("planned", "whether an item of a plan that is not cancelled uses the control"),
		}},
		{Name: "lintFinding", Doc: "what the analysis of criteria finds", Fields: []rules.Field{
			text.field("code", "L01 to L32"), text.field("severity", "error, warning or info"), text.field("path", "part of the document"),
			text.field("message", "in a sentence"), truth.field("accepted", "whether the document accepts it, with a reason"),
		}},
		{Name: "comparison", Doc: "how two assessments compare", Fields: []rules.Field{
			text.field("status", "identical: the same criteria; rebased: by both criteria, every change attributed; partly; not_comparable"),
		}},
	}
}

// outcomeFields are what every outcome has, computed now or recorded.
func outcomeFields() []rules.Field {
	return []rules.Field{
		text.field("stage", "inherent, current or residual"),
		decimal.field("level", "the level of risk; none: the criteria have none"),
		textNone.field("band", "id of the band; none: the criteria fail to compute it"),
		intNone.field("bandRank", "rank of the band, 0 for the lowest; none: the criteria fail to compute it"),
		textNone.field("outcome", "accept, accept_conditionally, escalate, treat or avoid; none: the criteria fail to compute it"),
		textNone.field("rule", "the rule of acceptance that decided; none: none did"),
		textNone.field("authority", "who may decide so; none: anybody"),
		integer.field("authorityRank", "rank of that authority; 0 if anybody may decide"),
		period.field("validFor", "how long the decision holds; none: without end"),
		period.field("reviewEvery", "when the risk is looked at again; none: this is not said"),
		texts.field("conditions", "ids of what must be met"),
	}
}

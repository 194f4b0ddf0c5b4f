package criteria_test

import (
	"math/big"
	"testing"
	"time"

	"github.com/ismskit/ismskit/criteria"
	"github.com/ismskit/ismskit/criteria/source"
	"github.com/stretchr/testify/require"
)

// matrix replaces the level of the sample by a table of three by three.
func matrix(cells string) []string {
	return []string{
		"level: likelihood * impact ", "band: matrix(likelihood, impact) ",
		", upTo: 2", "", ", upTo: 4", "",
		"level <= params.appetite", "band == band.low",
		`["-level", `, "[",
		"authorities:", "tables:\n  - id: matrix\n    axes: [likelihood, impact]\n    result: band\n    cells: " + cells + "\nauthorities:",
	}
}

const cells = "[[low, low, medium], [low, medium, high], [medium, high, high]]"

// with adds edits.
func with(edits []string, more ...string) []string {
	return append(append([]string(nil), edits...), more...)
}

func TestParseErrors(t *testing.T) {
	for _, v := range []variant{
		// The root.
		{name: "no format", edits: []string{"format: ismskit.criteria/v1\nid:", "¦id:"}, code: source.MissingKey, says: "format"},
		{name: "another format", edits: []string{"format: ismskit.criteria/v1", "format: ¦ismskit.criteria/v2"}, code: source.BadValue, path: "format", nearest: criteria.Format},
		{name: "format of another type", edits: []string{"format: ismskit.criteria/v1", "format: ¦1"}, code: source.WrongType, path: "format"},
		{name: "no id", edits: []string{"format:", "¦format:", "id: acme-risk-criteria\n", ""}, code: source.MissingKey, says: "id"},
		{name: "bad id", edits: []string{"id: acme-risk-criteria", "id: ¦acme risk"}, code: source.BadValue, path: "id", says: `"acme risk"`},
		{name: "no version", edits: []string{"format:", "¦format:", "version: \"3\"\n", ""}, code: source.MissingKey, says: "version"},
		{name: "version is a number", edits: []string{`version: "3"`, `version: ¦3`}, code: source.WrongType, path: "version", says: "quotes"},
		{name: "title is a list", edits: []string{"title: ACME risk criteria", "title: ¦[ACME]"}, code: source.WrongType, path: "title"},
		{name: "title is empty", edits: []string{"title: ACME risk criteria", "title: ¦~"}, code: source.WrongType, path: "title"},
		{name: "no such day", edits: []string{"effective: 2026-02-01", "effective: ¦2026-02-30"}, code: source.BadValue, path: "effective"},
		{name: "approved by nobody", edits: []string{"approval: {by: ciso, ", "approval: ¦{"}, code: source.MissingKey, path: "approval", says: "by"},
		{name: "approved at no time", edits: []string{"approval: {by: ciso, at: 2026-01-20T09:00:00Z}", "approval: ¦{by: ciso}"}, code: source.MissingKey, path: "approval", says: "at"},
		{name: "approval is a text", edits: []string{"approval: {by: ciso, at: 2026-01-20T09:00:00Z}", "approval: ¦ciso"}, code: source.WrongType, path: "approval"},
		{name: "unknown key", edits: []string{"rationale:", "¦rational:"}, code: source.UnknownKey, path: "rational", nearest: "rationale"},
		{name: "unknown key, nothing near", edits: []string{"rationale:", "¦weather:"}, code: source.UnknownKey, path: "weather"},
		{name: "duplicate key", edits: []string{"rationale:", "¦title:"}, code: source.DuplicateKey, path: "title"},

		// Scales.
		{name: "no scales", edits: []string{"format:", "¦format:", "scales:…inputs:", "inputs:"}, code: source.MissingKey, says: "scales", others: 4},
		{name: "scales are empty", edits: []string{"scales:…inputs:", "scales: ¦[]\ninputs:"}, code: source.BadValue, path: "scales", others: 4},
		{name: "scales are a map", edits: []string{"scales:…inputs:", "scales: ¦{}\ninputs:"}, code: source.WrongType, path: "scales", others: 4},
		{name: "scale without id", edits: []string{"  - id: likelihood\n    title: Likelihood within", "  - ¦title: Likelihood within"}, code: source.MissingKey, path: "scales[0]", others: 1},
		{name: "scale without levels", edits: []string{"- id: impact\n    levels: [{id: minor, value: 1}, {id: major, value: 2}, {id: severe, value: 3}]", "- ¦id: impact"}, code: source.MissingKey, path: "scales[1]"},
		{name: "misspelt key of a scale", edits: []string{"levels: [{id: minor", "¦levles: [{id: minor"}, code: source.UnknownKey, path: "scales[1].levles", nearest: "levels"},
		{name: "scale of no identifier", edits: []string{"- id: impact\n", "- id: ¦im-pact\n"}, code: criteria.CodeBadName, path: "scales[1].id", others: 3},
		{name: "scale of a reserved word", edits: []string{"- id: impact\n", "- id: ¦return\n"}, code: criteria.CodeBadName, path: "scales[1].id", others: 3},
		{name: "scale called params", edits: []string{"- id: impact\n", "- id: ¦params\n"}, code: criteria.CodeNameTaken, path: "scales[1].id", others: 3},
		{name: "scale called band", edits: []string{"- id: impact\n", "- id: ¦band\n"}, code: criteria.CodeNameTaken, path: "scales[1].id", others: 3},
		{name: "two scales of one id", edits: []string{"- id: impact\n", "- id: ¦likelihood\n"}, code: source.DuplicateID, path: "scales[1].id", others: 3},
		{name: "scale of no known kind", edits: []string{"- id: impact\n", "- id: impact\n    kind: ¦consequenz\n"}, code: source.BadValue, path: "scales[1].kind", nearest: "consequence"},
		{name: "levels are empty", edits: []string{"levels: [{id: minor, value: 1}, {id: major, value: 2}, {id: severe, value: 3}]", "levels: ¦[]"}, code: source.BadValue, path: "scales[1].levels"},
		{name: "level without id", edits: []string{"{id: minor, value: 1}", "¦{value: 1}"}, code: source.MissingKey, path: "scales[1].levels[0]"},
		{name: "level without value", edits: []string{"{id: minor, value: 1}", "¦{id: minor}"}, code: source.MissingKey, path: "scales[1].levels[0]"},
		{name: "level is a text", edits: []string{"{id: minor, value: 1}", "¦minor"}, code: source.WrongType, path: "scales[1].levels[0]"},
		{name: "two levels of one id", edits: []string{"{id: severe, value: 3}", "{id: ¦minor, value: 3}"}, code: source.DuplicateID, path: "scales[1].levels[2].id"},
		{name: "level of no identifier", edits: []string{"{id: severe, value: 3}", "{id: ¦3rd, value: 3}"}, code: criteria.CodeBadName, path: "scales[1].levels[2].id"},
		{name: "level of a reserved word", edits: []string{"{id: severe, value: 3}", `{id: ¦"null", value: 3}`}, code: criteria.CodeBadName, path: "scales[1].levels[2].id"},
		{name: "level with the value of the one before", edits: []string{"{id: severe, value: 3}", "{id: severe, value: ¦2}"}, code: criteria.CodeOrder, path: "scales[1].levels[2].value", says: "major"},
		{name: "level below the one before", edits: []string{"{id: severe, value: 3}", "{id: severe, value: ¦1.5}"}, code: criteria.CodeOrder, path: "scales[1].levels[2].value"},
		{name: "value is a text", edits: []string{"{id: severe, value: 3}", "{id: severe, value: ¦three}"}, code: source.WrongType, path: "scales[1].levels[2].value"},
		{name: "value is infinite", edits: []string{"{id: severe, value: 3}", "{id: severe, value: ¦.inf}"}, code: source.BadValue, path: "scales[1].levels[2].value", says: "finite"},
		{name: "value is no number", edits: []string{"{id: severe, value: 3}", "{id: severe, value: ¦.nan}"}, code: source.BadValue, path: "scales[1].levels[2].value", says: "finite"},
		{name: "value is beyond 64 bits", edits: []string{"{id: severe, value: 3}", "{id: severe, value: ¦9223372036854775808}"}, code: source.BadValue, path: "scales[1].levels[2].value", says: "64 bits"},
		{name: "value has too many digits", edits: []string{"{id: severe, value: 3}", "{id: severe, value: ¦3.0000000000000000000000000000000000000001}"}, code: source.Limit, path: "scales[1].levels[2].value"},
		{name: "range turned round", edits: []string{"range: [0.1, 0.7]", "range: ¦[0.7, 0.1]"}, code: criteria.CodeOrder, path: "scales[0].levels[1].range"},
		{name: "range of one number", edits: []string{"range: [0.1, 0.7]", "range: ¦[0.1]"}, code: source.WrongType, path: "scales[0].levels[1].range"},
		{name: "range of a text", edits: []string{"range: [0.1, 0.7]", "range: [0.1, ¦high]"}, code: source.WrongType, path: "scales[0].levels[1].range[1]"},

		// Inputs.
		{name: "no inputs", edits: []string{"format:", "¦format:", "inputs:…params:", "params:"}, code: source.MissingKey, says: "inputs", others: 1},
		{name: "inputs are empty", edits: []string{"inputs:…params:", "inputs: ¦[]\nparams:"}, code: source.BadValue, path: "inputs", others: 1},
		{name: "input without id", edits: []string{"{id: personal_data, type", "¦{type"}, code: source.MissingKey, path: "inputs[4]"},
		{name: "input without scale or type", edits: []string{"{id: personal_data, type: bool, default: false}", "¦{id: personal_data}"}, code: source.MissingKey, path: "inputs[4]", says: "scale or type"},
		{name: "input with scale and type", edits: []string{"{id: integrity, scale: impact}", "{id: integrity, scale: impact, type: ¦int}"}, code: source.BadValue, path: "inputs[2].type"},
		{name: "unknown scale", edits: []string{"{id: integrity, scale: impact}", "{id: integrity, scale: ¦impcat}"}, code: source.UnknownName, path: "inputs[2].scale", nearest: "impact"},
		{name: "unknown type", edits: []string{"type: bool", "type: ¦boolean"}, code: source.BadValue, path: "inputs[4].type"},
		{name: "misspelt type", edits: []string{"type: bool", "type: ¦boool"}, code: source.BadValue, path: "inputs[4].type", nearest: "bool"},
		{name: "type is a list", edits: []string{"type: bool", "type: ¦[bool]"}, code: source.WrongType, path: "inputs[4].type"},
		{name: "input of a reserved word", edits: []string{"{id: tags,", "{id: ¦in,"}, code: criteria.CodeBadName, path: "inputs[5].id"},
		{name: "input called level", edits: []string{"{id: tags,", "{id: ¦level,"}, code: criteria.CodeNameTaken, path: "inputs[5].id", says: "the level of risk"},
		{name: "input called asOf", edits: []string{"{id: tags,", "{id: ¦asOf,"}, code: criteria.CodeNameTaken, path: "inputs[5].id"},
		{name: "two inputs of one id", edits: []string{"{id: tags,", "{id: ¦integrity,"}, code: criteria.CodeNameTaken, path: "inputs[5].id", says: "an input"},
		{name: "default of another type", edits: []string{"default: false", "default: ¦no"}, code: source.WrongType, path: "inputs[4].default"},
		{name: "default is no level", edits: []string{"{id: integrity, scale: impact}", "{id: integrity, scale: impact, default: ¦sever}"}, code: criteria.CodeOffScale, path: "inputs[2].default", nearest: "severe"},
		{name: "default is the value of no level", edits: []string{"{id: integrity, scale: impact}", "{id: integrity, scale: impact, default: ¦4}"}, code: criteria.CodeOffScale, path: "inputs[2].default", says: "1, 2, 3"},
		{name: "default is a range turned round", edits: []string{"{id: integrity, scale: impact}", "{id: integrity, scale: impact, default: ¦[severe, minor]}"}, code: criteria.CodeOrder, path: "inputs[2].default"},
		{name: "default is a range of three", edits: []string{"{id: integrity, scale: impact}", "{id: integrity, scale: impact, default: ¦[minor, major, severe]}"}, code: source.WrongType, path: "inputs[2].default"},
		{name: "default is a bool for a rating", edits: []string{"{id: integrity, scale: impact}", "{id: integrity, scale: impact, default: ¦true}"}, code: source.WrongType, path: "inputs[2].default"},
		{name: "default is empty", edits: []string{"default: false", "default: ¦null"}, code: source.WrongType, path: "inputs[4].default"},
		{name: "default is a map", edits: []string{"default: false", "default: ¦{a: 1}"}, code: source.WrongType, path: "inputs[4].default"},
		{name: "default is a list of lists", edits: []string{"default: []", "default: [a, ¦[b]]"}, code: source.WrongType, path: "inputs[5].default[1]"},
		{name: "default is a list with nothing in it", edits: []string{"default: []", "default: [a, ¦~]"}, code: source.WrongType, path: "inputs[5].default[1]"},

		{name: "default off a long scale", edits: []string{"levels: [{id: minor, value: 1}, {id: major, value: 2}, {id: severe, value: 3}]", "levels: " + many(20, "{id: l%d, value: %d}"),
			"{id: integrity, scale: impact}", "{id: integrity, scale: impact, default: ¦30}"}, code: criteria.CodeOffScale, path: "inputs[2].default", says: "and 8 more"},

		// Parameters, derived values.
		{name: "params is a list", edits: []string{"params: {appetite: 2, tolerance: 4}", "params: ¦[2, 4]"}, code: source.WrongType, path: "params"},
		{name: "parameter is a list", edits: []string{"tolerance: 4", "tolerance: ¦[4]"}, code: source.WrongType, path: "params.tolerance"},
		{name: "parameter is empty", edits: []string{"tolerance: 4", "tolerance: ¦~"}, code: source.WrongType, path: "params.tolerance"},
		{name: "parameter is infinite", edits: []string{"tolerance: 4", "tolerance: ¦-.inf"}, code: source.BadValue, path: "params.tolerance"},
		{name: "parameter is too large for a double", edits: []string{"tolerance: 4", "tolerance: ¦99e307"}, code: criteria.CodeNonFinite, path: "params.tolerance"},
		{name: "parameter is beyond 64 bits", edits: []string{"tolerance: 4", "tolerance: ¦9223372036854775808"}, code: source.BadValue, path: "params.tolerance"},
		{name: "parameter of a reserved word", edits: []string{"tolerance: 4", "¦for: 4"}, code: criteria.CodeBadName, path: "params.for"},
		{name: "parameter twice", edits: []string{"tolerance: 4", "¦appetite: 4"}, code: source.DuplicateKey, path: "params.appetite"},
		{name: "derived value without id", edits: []string{"{id: impact, expr", "¦{expr"}, code: source.MissingKey, path: "derive[0]", others: 1},
		{name: "derived value without expression", edits: []string{`{id: impact, expr: "math.greatest(confidentiality, integrity, availability)"}`, "¦{id: impact}"}, code: source.MissingKey, path: "derive[0]"},
		{name: "derived value of an input's name", edits: []string{"{id: impact, expr", "{id: ¦likelihood, expr"}, code: criteria.CodeNameTaken, path: "derive[0].id", others: 1},
		{name: "expression is empty", edits: []string{`"math.greatest(confidentiality, integrity, availability)"`, `¦" "`}, code: source.BadValue, path: "derive[0].expr"},
		{name: "expression is a list", edits: []string{"level: likelihood * impact ", "level: ¦[likelihood] "}, code: source.WrongType, path: "level"},
		{name: "expression is null", edits: []string{"level: likelihood * impact ", "level: ¦null "}, code: source.WrongType, path: "level"},

		// Level and bands.
		{name: "no level and no band", edits: []string{"format:", "¦format:", "level: likelihood * impact  # the level of risk: a number\n", ""}, code: source.MissingKey, says: "level", others: 1},
		{name: "no bands", edits: []string{"format:", "¦format:", "bands:…authorities:", "authorities:"}, code: source.MissingKey, says: "bands"},
		{name: "bands are empty", edits: []string{"bands:…authorities:", "bands: ¦[]\nauthorities:"}, code: source.BadValue, path: "bands"},
		{name: "band without id", edits: []string{"{id: medium, title", "¦{title"}, code: source.MissingKey, path: "bands[1]"},
		{name: "band of no identifier", edits: []string{"{id: medium, title", "{id: ¦mid term, title"}, code: criteria.CodeBadName, path: "bands[1].id"},
		{name: "two bands of one id", edits: []string{"{id: medium, title", "{id: ¦low, title"}, code: source.DuplicateID, path: "bands[1].id"},
		{name: "band without upTo", edits: []string{"{id: medium, title: Medium, upTo: 4}", "¦{id: medium, title: Medium}"}, code: source.MissingKey, path: "bands[1]", says: "upTo"},
		{name: "last band with upTo", edits: []string{"title: High}", "title: High, upTo: ¦9}"}, code: source.BadValue, path: "bands[2].upTo"},
		{name: "upTo does not increase", edits: []string{"upTo: 4", "upTo: ¦2"}, code: criteria.CodeOrder, path: "bands[1].upTo"},
		{name: "upTo is a text", edits: []string{"upTo: 4", "upTo: ¦four"}, code: source.WrongType, path: "bands[1].upTo"},
		{name: "upTo is no number", edits: []string{"upTo: 4", "upTo: ¦.nan"}, code: source.BadValue, path: "bands[1].upTo"},
		{name: "misspelt upTo", edits: []string{"upTo: 4", "¦upto: 4"}, code: source.UnknownKey, path: "bands[1].upto", nearest: "upTo", others: 1},
		{name: "colour by its name", edits: []string{`"#4c9f70"`, `¦green`}, code: source.BadValue, path: "bands[0].color", says: "#rrggbb"},
		{name: "colour of three digits", edits: []string{`"#4c9f70"`, `¦"#4c9"`}, code: source.BadValue, path: "bands[0].color"},
		{name: "colour with a letter too far", edits: []string{`"#4c9f70"`, `¦"#4c9g70"`}, code: source.BadValue, path: "bands[0].color"},
		{name: "upTo where band decides", edits: with(matrix(cells), "title: Medium", "title: Medium, upTo: ¦4"), code: source.BadValue, path: "bands[1].upTo"},

		// Tables.
		{name: "table without id", edits: with(matrix(cells), "- id: matrix\n    axes", "- ¦axes"), code: source.MissingKey, path: "tables[0]"},
		{name: "table of an input's name", edits: with(matrix(cells), "- id: matrix", "- id: ¦tags"), code: criteria.CodeNameTaken, path: "tables[0].id"},
		{name: "table without axes", edits: with(matrix(cells), "- id: matrix\n    axes: [likelihood, impact]", "- ¦id: matrix"), code: source.MissingKey, path: "tables[0]"},
		{name: "table with no axis", edits: with(matrix(cells), "axes: [likelihood, impact]", "axes: ¦[]"), code: source.BadValue, path: "tables[0].axes"},
		{name: "unknown axis", edits: with(matrix(cells), "axes: [likelihood, impact]", "axes: [likelihood, ¦imapct]"), code: source.UnknownName, path: "tables[0].axes[1]", nearest: "impact"},
		{name: "table without result", edits: with(matrix(cells), "- id: matrix", "- ¦id: matrix", "    result: band\n", ""), code: source.MissingKey, path: "tables[0]"},
		{name: "result on no scale", edits: with(matrix(cells), "result: band", "result: ¦colour"), code: source.UnknownName, path: "tables[0].result"},
		{name: "result is a map", edits: with(matrix(cells), "result: band", "result: ¦{}"), code: source.WrongType, path: "tables[0].result"},
		{name: "table without cells", edits: with(matrix(cells), "- id: matrix", "- ¦id: matrix", "    cells: "+cells+"\n", ""), code: source.MissingKey, path: "tables[0]"},
		{name: "table with a row too few", edits: matrix("¦[[low, low, medium], [low, medium, high]]"), code: source.BadValue, path: "tables[0].cells", says: "scale likelihood has 3 levels"},
		{name: "table with a cell too many", edits: matrix("[[low, low, medium], ¦[low, medium, high, high], [medium, high, high]]"), code: source.BadValue, path: "tables[0].cells[1]", says: "scale impact has 3 levels"},
		{name: "row is a number", edits: matrix("[[low, low, medium], ¦1, [medium, high, high]]"), code: source.WrongType, path: "tables[0].cells[1]", says: "not an integer"},
		{name: "row is a text", edits: matrix("[[low, low, medium], ¦low, [medium, high, high]]"), code: source.WrongType, path: "tables[0].cells[1]"},
		{name: "cell is no band", edits: matrix("[[low, low, medium], [low, ¦meduim, high], [medium, high, high]]"), code: source.UnknownName, path: "tables[0].cells[1][1]", nearest: "medium"},
		{name: "cell is a list", edits: matrix("[[low, low, medium], [low, ¦[low], high], [medium, high, high]]"), code: source.WrongType, path: "tables[0].cells[1][1]"},
		{name: "cell of a scale is off it", edits: with(matrix("[[minor, minor, major], [1, ¦4, severe], [2, severe, 3]]"), "result: band", "result: impact"), code: criteria.CodeOffScale, path: "tables[0].cells[1][1]"},
		{name: "cell of a scale is a list", edits: with(matrix("[[minor, minor, major], [1, ¦[minor, major], severe], [2, severe, 3]]"), "result: band", "result: impact"), code: source.WrongType, path: "tables[0].cells[1][1]"},

		// Authorities, acceptance, order, accepted findings.
		{name: "authority without id", edits: []string{"{id: board, rank: 3}", "¦{rank: 3}"}, code: source.MissingKey, path: "authorities[2]"},
		{name: "authority without rank", edits: []string{"{id: board, rank: 3}", "¦{id: board}"}, code: source.MissingKey, path: "authorities[2]"},
		{name: "two authorities of one id", edits: []string{"{id: board, rank: 3}", "{id: ¦ciso, rank: 3}"}, code: source.DuplicateID, path: "authorities[2].id"},
		{name: "two authorities of one rank", edits: []string{"{id: board, rank: 3}", "{id: board, rank: ¦2}"}, code: source.DuplicateID, path: "authorities[2].rank", says: "ciso"},
		{name: "rank of nothing", edits: []string{"{id: board, rank: 3}", "{id: board, rank: ¦0}"}, code: source.BadValue, path: "authorities[2].rank"},
		{name: "no acceptance", edits: []string{"format:", "¦format:", "acceptance:…order:", "order:"}, code: source.MissingKey, says: "acceptance"},
		{name: "acceptance is empty", edits: []string{"acceptance:…order:", "acceptance: ¦[]\norder:"}, code: source.BadValue, path: "acceptance"},
		{name: "rule without id", edits: []string{"- id: otherwise\n    when", "- ¦when"}, code: source.MissingKey, path: "acceptance[2]"},
		{name: "two rules of one id", edits: []string{"- id: otherwise", "- id: ¦tolerated"}, code: source.DuplicateID, path: "acceptance[2].id"},
		{name: "rule without when", edits: []string{"- id: tolerated\n    when: band == band.medium && !personal_data", "- ¦id: tolerated"}, code: source.MissingKey, path: "acceptance[1]", says: "when"},
		{name: "rule without outcome", edits: []string{"- id: tolerated", "- ¦id: tolerated", "    outcome: accept_conditionally\n", ""}, code: source.MissingKey, path: "acceptance[1]", says: "outcome"},
		{name: "last rule is not total", edits: []string{`when: "true"`, "when: ¦level > 0"}, code: criteria.CodeNotTotal, path: "acceptance[2].when"},
		{name: "misspelt outcome", edits: []string{"outcome: accept_conditionally", "outcome: ¦accept_conditionaly"}, code: source.BadValue, path: "acceptance[1].outcome", nearest: "accept_conditionally"},
		{name: "outcome undetermined", edits: []string{"outcome: treat", "outcome: ¦undetermined"}, code: source.BadValue, path: "acceptance[2].outcome", says: "missing data"},
		{name: "outcome is a bool", edits: []string{"outcome: treat", "outcome: ¦true"}, code: source.WrongType, path: "acceptance[2].outcome"},
		{name: "unknown authority", edits: []string{"authority: ciso", "authority: ¦cisco"}, code: source.UnknownName, path: "acceptance[1].authority", nearest: "ciso"},
		{name: "validity without a unit", edits: []string{"validFor: 180d", "validFor: ¦180"}, code: source.WrongType, path: "acceptance[1].validFor"},
		{name: "review in months", edits: []string{"reviewEvery: 365d", "reviewEvery: ¦12mo"}, code: source.BadValue, path: "acceptance[0].reviewEvery"},
		{name: "conditions are a text", edits: []string{"conditions: [plan_item]", "conditions: ¦plan_item"}, code: source.WrongType, path: "acceptance[1].conditions"},
		{name: "condition is no id", edits: []string{"conditions: [plan_item]", "conditions: [¦plan item]"}, code: source.BadValue, path: "acceptance[1].conditions[0]"},
		{name: "condition is a number", edits: []string{"conditions: [plan_item]", "conditions: [plan_item, ¦1]"}, code: source.WrongType, path: "acceptance[1].conditions[1]"},
		{name: "order by an unknown name", edits: []string{`"-impact"`, `¦"-imapct"`}, code: source.UnknownName, path: "order[1]", nearest: "impact"},
		{name: "order by a list", edits: []string{`"-impact"`, `¦tags`}, code: source.UnknownName, path: "order[1]"},
		{name: "order by one name twice", edits: []string{`"-impact"`, `¦level`}, code: source.DuplicateID, path: "order[1]"},
		{name: "order by a number", edits: []string{`"-impact"`, `¦1`}, code: source.WrongType, path: "order[1]"},
		{name: "order by a level that is not there", edits: with(matrix(cells), `["-impact"`, `[¦"-level", "-impact"`), code: source.UnknownName, path: "order[0]"},
		{name: "accepted without code", edits: []string{"authorities:", "accepted: [¦{because: it is so}]\nauthorities:"}, code: source.MissingKey, path: "accepted[0]"},
		{name: "accepted without reason", edits: []string{"authorities:", "accepted: [¦{code: L01}]\nauthorities:"}, code: source.MissingKey, path: "accepted[0]"},
		{name: "accepted for an empty reason", edits: []string{"authorities:", "accepted: [{code: L01, because: ¦\" \"}]\nauthorities:"}, code: source.BadValue, path: "accepted[0].because"},
		{name: "accepted code 0", edits: []string{"authorities:", "accepted: [{code: ¦L00, because: x}]\nauthorities:"}, code: source.BadValue, path: "accepted[0].code"},
		{name: "accepted code beyond the last", edits: []string{"authorities:", "accepted: [{code: ¦L33, because: x}]\nauthorities:"}, code: source.BadValue, path: "accepted[0].code"},
		{name: "accepted code that is none", edits: []string{"authorities:", "accepted: [{code: ¦X01, because: x}]\nauthorities:"}, code: source.BadValue, path: "accepted[0].code"},
		{name: "assessing is a text", edits: []string{"authorities:", "assessing: ¦yearly\nauthorities:"}, code: source.WrongType, path: "assessing"},
		{name: "misspelt key of assessing", edits: []string{"authorities:", "assessing: {¦evry: 365d}\nauthorities:"}, code: source.UnknownKey, path: "assessing.evry", nearest: "every"},
		{name: "assessing every year", edits: []string{"authorities:", "assessing: {every: ¦1y}\nauthorities:"}, code: source.BadValue, path: "assessing.every"},
		{name: "event that is no id", edits: []string{"authorities:", "assessing: {on: [¦a change]}\nauthorities:"}, code: source.BadValue, path: "assessing.on[0]"},
		{name: "event twice", edits: []string{"authorities:", "assessing: {on: [change, ¦change]}\nauthorities:"}, code: source.DuplicateID, path: "assessing.on[1]"},
		{name: "agreement beyond 1", edits: []string{"authorities:", "assessing: {agreement: ¦1.01}\nauthorities:"}, code: source.BadValue, path: "assessing.agreement"},
		{name: "agreement below 0", edits: []string{"authorities:", "assessing: {agreement: ¦-0.1}\nauthorities:"}, code: source.BadValue, path: "assessing.agreement"},
		{name: "agreement is a text", edits: []string{"authorities:", "assessing: {agreement: ¦much}\nauthorities:"}, code: source.WrongType, path: "assessing.agreement"},
		{name: "accepted twice", edits: []string{"authorities:", "accepted: [{code: L01, because: x}, {code: ¦L01, because: y}]\nauthorities:"}, code: source.DuplicateID, path: "accepted[1].code"},
	} {
		t.Run(v.name, v.run)
	}
}

func TestParse(t *testing.T) {
	data := []byte(acmeText(t))
	d, err := criteria.Parse("acme.yaml", data)
	require.NoError(t, err)
	require.Equal(t, "acme.yaml", d.File())
	require.Equal(t, data, d.Bytes())
	require.Equal(t, source.Pos{Line: 1, Col: 1}, d.Node().Pos())
	require.Equal(t, "acme-risk-criteria", d.ID)
	require.Equal(t, "3", d.Version)
	require.Equal(t, "ACME risk criteria", d.Title)
	require.Equal(t, time.Date(2026, 2, 1, 0, 0, 0, 0, time.UTC), d.Effective)
	require.Equal(t, criteria.Approval{By: "ciso", At: time.Date(2026, 1, 20, 9, 0, 0, 0, time.UTC)}, d.Approval)
	require.Equal(t, "2", d.Supersedes)
	require.Equal(t, "Appetite lowered after the 2025 review.", d.Rationale)

	require.Len(t, d.Scales, 2)
	s := &d.Scales[0]
	require.True(t, s.Integer())
	require.Equal(t, 1, s.Index("likely"))
	require.Equal(t, -1, s.Index("unlikely"))
	require.Equal(t, "Almost certain", s.Levels[2].Title)
	require.Equal(t, "every year", s.Levels[2].Definition)
	require.Equal(t, big.NewRat(3, 1), s.Levels[2].Value)
	require.Equal(t, big.NewRat(7, 10), s.Levels[2].Low)
	require.Equal(t, big.NewRat(1, 1), s.Levels[2].High)
	require.Nil(t, d.Scales[1].Levels[0].Low)

	require.Len(t, d.Inputs, 6)
	for i := range d.Inputs {
		require.Equal(t, i, d.Inputs[i].Index())
	}
	require.Equal(t, &d.Scales[1], d.Inputs[3].Scale)
	require.False(t, d.Inputs[3].Default.Known())
	require.Equal(t, criteria.Bool, d.Inputs[4].Type)
	require.True(t, d.Inputs[4].Default.Known())
	require.Empty(t, d.Inputs[5].Default.Texts())

	require.Equal(t, "tolerance", d.Params[1].ID)
	require.Equal(t, int64(4), d.Params[1].Value.Int())
	require.Equal(t, "impact", d.Derive[0].ID)
	require.Equal(t, "likelihood * impact", d.Level.Text)
	require.True(t, d.Band.Empty())
	require.Equal(t, "#4c9f70", d.Bands[0].Color)
	require.Nil(t, d.Bands[2].UpTo)
	require.Equal(t, 3, d.Authorities[2].Rank)

	r := &d.Acceptance[1]
	require.Equal(t, criteria.AcceptConditionally, r.Outcome)
	require.Equal(t, "ciso", r.Authority)
	require.Equal(t, 180*24*time.Hour, r.ValidFor)
	require.Zero(t, r.ReviewEvery)
	require.Equal(t, []string{"plan_item"}, r.Conditions)
	require.Equal(t, 365*24*time.Hour, d.Acceptance[0].ReviewEvery)
	require.Equal(t, "level", d.Order[0].Name)
	require.True(t, d.Order[0].Descending)

	// The places of everything.
	require.Equal(t, 11, s.Node().Pos().Line)
	require.Equal(t, 14, s.Levels[0].Node().Pos().Line)
	require.Equal(t, "inputs[4]", d.Inputs[4].Node().Path())
	require.Equal(t, "level", d.Level.Node().Path())
	require.Equal(t, "bands[1]", d.Bands[1].Node().Path())
}

func TestParseTable(t *testing.T) {
	v := variant{edits: with(matrix(cells), "id: acme-risk-criteria", "¦id: acme-risk-criteria",
		"- id: impact\n    levels", "- id: impact\n    kind: consequence\n    unit: EUR\n    levels", "authorities:",
		"accepted: [{code: L32, because: known}]\nassessing: {every: 365d, on: [significant_change, incident], agreement: 0.8}\nauthorities:")}
	text, _, _ := v.text(t)
	d, err := criteria.Parse("acme.yaml", []byte(text))
	require.NoError(t, err)
	require.Equal(t, "consequence", d.Scales[1].Kind)
	require.Equal(t, "EUR", d.Scales[1].Unit)
	require.Len(t, d.Tables, 1)
	m := &d.Tables[0]
	require.Equal(t, []*criteria.Scale{&d.Scales[0], &d.Scales[1]}, m.Axes)
	require.Nil(t, m.Result)
	require.Equal(t, []int{0, 0, 1, 0, 1, 2, 1, 2, 2}, m.Cells, "the last axis varies fastest")
	require.Equal(t, "tables[0]", m.Node().Path())
	require.Equal(t, "tables[0].cells[1][2]", m.CellNode(5).Path())
	require.Equal(t, "L32", d.Accepted[0].Code)
	require.Equal(t, "accepted[0]", d.Accepted[0].Node().Path())
	require.Equal(t, criteria.Assessing{Every: 365 * 24 * time.Hour, On: []string{"significant_change", "incident"}, Agreement: big.NewRat(4, 5)}, d.Assessing)
}

// TestParseJSON reads the same document as JSON.
func TestParseJSON(t *testing.T) {
	d, err := criteria.Parse("c.json", []byte(`{"format": "ismskit.criteria/v1", "id": "j", "version": "1",
 "scales": [{"id": "s", "levels": [{"id": "a", "value": 1}, {"id": "b", "value": 2.5}]}],
 "inputs": [{"id": "x", "scale": "s"}], "level": "x * 2.0",
 "bands": [{"id": "low", "upTo": 3}, {"id": "high"}],
 "acceptance": [{"id": "all", "when": true, "outcome": "treat"}]}`))
	require.NoError(t, err)
	require.False(t, d.Scales[0].Integer())
	_, err = d.Compile()
	require.NoError(t, err)

	_, err = criteria.Parse("c.json", []byte("{\"format\": \"ismskit.criteria/v1\",\n \"idd\": 1}"))
	require.ErrorIs(t, err, source.UnknownKey)
	require.ErrorContains(t, err, "c.json:2:2: idd")
}

// TestParseAll reports every error of a document, in order of position.
func TestParseAll(t *testing.T) {
	v := variant{edits: []string{`"3"`, "3", "{id: severe, value: 3}", "{id: severe, value: 0}", "type: bool", "type: boole",
		`"#4c9f70"`, "green", "authority: ciso", "authority: ciso2", `when: "true"`, "when: \"¦false\""}}
	text, _, _ := v.text(t)
	err := wrong(text)
	var e *source.Error
	require.ErrorAs(t, err, &e)
	var paths []string
	for _, d := range e.Diagnostics {
		paths = append(paths, d.Path)
	}
	require.Equal(t, []string{"version", "scales[1].levels[2].value", "inputs[4].type", "bands[0].color",
		"acceptance[1].authority", "acceptance[2].when"}, paths)

	for _, text := range []string{"", "# nothing\n", "\xff", "[]", "text", "a: [", "{"} {
		_, err := criteria.Parse("x.yaml", []byte(text))
		require.ErrorAs(t, err, &e, text)
	}
	_, err = criteria.Parse("x.yaml", nil)
	require.ErrorIs(t, err, source.Empty)
}

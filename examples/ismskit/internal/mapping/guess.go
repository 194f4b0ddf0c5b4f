package mapping

import (
	"fmt"
	"slices"
	"strings"

	"github.com/ismskit/ismskit/criteria"
	"github.com/ismskit/ismskit/criteria/seal"
	"github.com/ismskit/ismskit/criteria/source"
	"github.com/ismskit/ismskit/examples/ismskit/internal/sheet"
	"github.com/ismskit/ismskit/risk"
)

// synonyms are headers that people write, by the target that they mean. The first
// target whose list has the header is proposed.
var synonyms = []struct {
	target string
	words  []string
}{
	{"id", []string{"id", "risk id", "riskid", "risk no", "risk no.", "risk number", "risk ref", "ref", "reference", "no", "no.", "nr", "nr.", "#", "risiko id", "risiko-id"}},
	{"title", []string{"title", "risk", "risk title", "risk name", "name", "risk description short", "titel", "risiko", "bezeichnung"}},
	{"description", []string{"description", "risk description", "details", "scenario", "risk scenario", "beschreibung"}},
	{"owner", []string{"owner", "risk owner", "responsible", "eigentümer", "risikoeigentümer", "verantwortlich"}},
	{"threat", []string{"threat", "threats", "bedrohung"}},
	{"category", []string{"category", "risk category", "type", "kategorie"}},
	{"assets", []string{"asset", "assets", "asset name"}},
	{"vulnerabilities", []string{"vulnerability", "vulnerabilities", "weakness", "schwachstelle", "schwachstellen"}},
	{"controls", []string{"control", "controls", "existing controls", "maßnahmen", "massnahmen"}},
	{"scope", []string{"scope", "department", "process", "geltungsbereich"}},
	{"identified", []string{"identified", "date identified", "date raised", "date", "datum"}},
	{"claimed.level", []string{"risk score", "score", "claimed score", "risk rating", "rating", "risikowert"}},
	{"claimed.band", []string{"risk level", "level", "claimed level", "claimed band", "risk class", "risikoklasse", "risikostufe"}},
	{"claimed.stage", []string{"claimed stage"}},
}

// stageWords are what headers call the stages.
var stageWords = []struct {
	word  string
	stage risk.Stage
}{{"inherent", risk.Inherent}, {"gross", risk.Inherent}, {"initial", risk.Inherent}, {"brutto", risk.Inherent}, {"residual", risk.Residual}, {"target", risk.Residual},
	{"net", risk.Residual}, {"netto", risk.Residual}, {"current", risk.Current}, {"aktuell", risk.Current}}

// Guess proposes a mapping for a book, in YAML: from its headers, and from what
// its cells hold. With criteria it knows the inputs and their levels. It is a
// proposal: what it is not sure of is a comment.
func Guess(book *sheet.Book, c *criteria.Criteria, id string, row int) ([]byte, error) {
	g := &guesser{criteria: c, taken: map[string]bool{}}
	g.line("# A proposal. Read it before you use it: nothing here was told by anybody.")
	g.line("format: " + Format)
	g.line("register: {id: " + id + "}")
	if row != 1 {
		g.line(fmt.Sprintf("header: %d", row))
	}
	if s := book.Sheets[0].Name; s != "" {
		g.line("sheets: [" + quote(s) + "]")
	}
	head, rows := header(&book.Sheets[0], row)
	if head == nil {
		return nil, failure(book.Sheets[0].Name, row, source.Empty, "there is no header in row %d", row)
	}
	targets := make([]string, len(head.Cells))
	for i, h := range head.Cells {
		targets[i] = g.target(h, values(rows, i))
	}
	if !g.taken["id"] {
		g.line("number: R-")
	}
	g.line("columns:")
	for i, h := range head.Cells {
		if h != "" {
			g.column(h, targets[i], values(rows, i))
		}
	}
	return []byte(g.b.String()), nil
}

type guesser struct {
	b        strings.Builder
	criteria *criteria.Criteria
	taken    map[string]bool
}

func (g *guesser) line(s string) { g.b.WriteString(s + "\n") }

func quote(s string) string { return string(seal.AppendString(nil, s)) }

// target proposes what a header means, "" if nothing is near.
func (g *guesser) target(header string, values []string) string {
	t := g.propose(header)
	if len(values) > 0 && (t == "claimed.level" || t == "claimed.band") {
		t = "claimed.band" // people call either of them level, score or rating
		if slices.ContainsFunc(values, isNumber) {
			t = "claimed.level"
		}
	}
	if t == "" || g.taken[t] {
		return ""
	}
	g.taken[t] = true
	return t
}

func (g *guesser) propose(header string) string {
	words := strings.FieldsFunc(strings.ToLower(header), func(r rune) bool { return strings.ContainsRune(" _-/()\n", r) })
	plain := strings.Join(words, " ")
	if _, ok := ParseTarget(strings.TrimSpace(header)); ok { // as ismskit export writes it
		return strings.TrimSpace(header)
	}
	for _, s := range synonyms {
		if slices.Contains(s.words, plain) && !g.isInput(plain) {
			return s.target
		}
	}
	stage := risk.Current
	for _, s := range stageWords {
		if i := slices.Index(words, s.word); i >= 0 {
			stage = s.stage
			words = slices.Delete(words, i, i+1)
			break
		}
	}
	in := g.input(words)
	switch {
	case in == nil:
		return ""
	case in.Type == criteria.Rating:
		return stage.String() + "." + in.ID
	}
	return "inputs." + in.ID
}

func (g *guesser) isInput(name string) bool {
	return g.criteria != nil && g.criteria.Input(name) != nil
}

// input finds the input that a header names: by its id or its title, or by an id
// that the header begins with.
func (g *guesser) input(words []string) *criteria.Input {
	if g.criteria == nil || len(words) == 0 {
		return nil
	}
	name := strings.Join(words, "_")
	inputs := g.criteria.Document().Inputs
	for i := range inputs {
		if name == strings.ToLower(inputs[i].ID) || strings.Join(words, " ") == strings.ToLower(inputs[i].Title) {
			return &inputs[i]
		}
	}
	for i := range inputs {
		id := strings.ToLower(inputs[i].ID)
		if strings.HasPrefix(name, id+"_") || source.Nearest(name, []string{id}) != "" {
			return &inputs[i]
		}
	}
	return nil
}

// maxValues bounds the values that are shown of a column.
const maxValues = 12

// values lists the different texts of a column, in order of the rows; at most one
// more than are shown.
func values(rows []sheet.Row, i int) []string {
	var all []string
	for _, r := range rows {
		if i < len(r.Cells) && r.Cells[i] != "" && !slices.Contains(all, r.Cells[i]) {
			if all = append(all, r.Cells[i]); len(all) > maxValues {
				return all
			}
		}
	}
	return all
}

func (g *guesser) column(header, target string, values []string) {
	shown := make([]string, 0, len(values))
	for _, v := range values {
		shown = append(shown, quote(source.Clip(v)))
	}
	holds := "nothing"
	if len(shown) > 0 {
		holds = strings.Join(shown[:min(len(shown), 5)], ", ")
		if len(shown) > 5 {
			holds += " and others"
		}
	}
	g.line("  # holds " + holds)
	if target == "" {
		g.line("  " + quote(header) + ": {ignore: true}")
		return
	}
	g.line("  " + quote(header) + ":")
	g.line("    to: " + target)
	t, _ := ParseTarget(target)
	if g.criteria != nil && target == "claimed.band" && len(values) <= maxValues {
		g.table(bandNames(g.criteria), values)
	}
	if as := g.conversion(t, values); as != "" {
		g.line("    as: " + as)
	}
	if g.criteria == nil || t.Kind != ToStatement {
		return
	}
	if in := g.criteria.Input(t.Input); in != nil && in.Type == criteria.Rating && len(values) <= maxValues {
		g.table(levelNames(in.Scale), values)
	}
}

// conversion proposes how cells are read: as the input's type asks, and numbers
// as they are written.
func (g *guesser) conversion(t Target, values []string) string {
	if t.Kind != ToStatement || g.criteria == nil || g.criteria.Input(t.Input) == nil {
		return ""
	}
	switch g.criteria.Input(t.Input).Type {
	case criteria.Bool:
		return "bool"
	case criteria.Strings:
		return "list"
	case criteria.Timestamp:
		return "date"
	case criteria.String, criteria.Duration:
		return "text"
	case criteria.Int, criteria.Double:
		switch {
		case all(values, func(s string) bool { return strings.HasSuffix(s, "%") }):
			return "percent"
		case all(values, func(s string) bool { return strings.ContainsAny(s, "€$£¥") }):
			return "money"
		}
		return "number"
	}
	return ""
}

func isNumber(s string) bool {
	m := Mapping{Decimal: "."}
	_, err := m.number(s)
	return err == nil
}

func all(values []string, is func(string) bool) bool {
	return len(values) > 0 && !slices.ContainsFunc(values, func(s string) bool { return !is(s) })
}

// A name is an id of the criteria, and what people may write for it.
type name struct {
	id    string
	words []string // folded
}

func levelNames(s *criteria.Scale) []name {
	names := make([]name, len(s.Levels))
	for i := range s.Levels {
		l := &s.Levels[i]
		names[i] = name{l.ID, []string{fold(l.ID), fold(l.Title), l.ValueText()}}
	}
	return names
}

func bandNames(c *criteria.Criteria) []name {
	bands := c.Document().Bands
	names := make([]name, len(bands))
	for i := range bands {
		names[i] = name{bands[i].ID, []string{fold(bands[i].ID), fold(bands[i].Title)}}
	}
	return names
}

// named finds the id that a text stands for, "" if none.
func named(names []name, text string) string {
	for _, n := range names {
		if slices.Contains(n.words, fold(text)) {
			return n.id
		}
	}
	return ""
}

// table proposes the table of a column's values: cells that are a level's id, its
// value or its title, or a band's.
func (g *guesser) table(names []name, values []string) {
	var table, unknown []string
	for _, v := range values {
		low, high, isRange := strings.Cut(v, "..")
		if isRange && named(names, low) != "" && named(names, high) != "" {
			table = append(table, quote(v)+": ["+named(names, low)+", "+named(names, high)+"]")
		} else if id := named(names, v); id != "" {
			table = append(table, quote(v)+": "+id)
		} else {
			unknown = append(unknown, v)
		}
	}
	if len(table) > 0 {
		g.line("    values:")
	}
	for _, line := range table {
		g.line("      " + line)
	}
	ids := make([]string, len(names))
	for i, n := range names {
		ids[i] = n.id
	}
	for _, v := range unknown {
		g.line("      # " + quote(source.Clip(v)) + ": one of " + strings.Join(ids, ", "))
	}
}

package ciso

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"github.com/ismskit/ismskit/criteria"
	"github.com/ismskit/ismskit/criteria/seal"
)

// Criteria writes the matrix as a criteria document in YAML: two scales, a table
// and bands. Notes say what was left out or decided. A library says nothing of
// acceptance, so nothing is accepted: the one rule is the organisation's to
// replace.
func (m *Matrix) Criteria(lib *Library, language string) (yaml []byte, notes []string) {
	w := &writer{language: language}
	title, description := w.pick(text{m.Name, m.Description}, m.texts)
	w.comment("Imported from the library " + lib.Name + ", matrix " + m.ID + ".")
	if lib.Copyright != "" {
		w.comment("Copyright: " + lib.Copyright)
	}
	if description != "" && description != title {
		w.comment(description)
	}
	w.comment("The library says nothing of acceptance: the rule below accepts nothing until the organisation writes its own.")
	w.line("format: " + criteria.Format)
	w.line("id: " + id(m.ID))
	w.line("version: " + quote(or(lib.Version, "1")))
	if title != "" {
		w.line("title: " + quote(title))
	}
	w.line("scales:")
	w.scale("probability", "likelihood", m.Probability)
	w.scale("impact", "consequence", m.Impact)
	w.line("inputs:")
	w.line("  - {id: probability, scale: probability}")
	w.line("  - {id: impact, scale: impact}")
	bands := w.names(m.Risk)
	w.line("tables:")
	w.line("  - id: matrix")
	w.line("    axes: [probability, impact]")
	w.line("    result: band")
	w.line("    cells:")
	used := make([]bool, len(m.Risk))
	for _, row := range m.Grid {
		cells := make([]string, len(row))
		for i, at := range row {
			cells[i] = bands[at]
			used[at] = true
		}
		w.line("      - [" + strings.Join(cells, ", ") + "]")
	}
	w.line("bands:")
	for i, l := range m.Risk {
		name, description := w.pick(l.text, l.texts)
		line := "  - {id: " + bands[i]
		line += optional("title", name) + optional("description", description) + optional("color", l.Color)
		w.line(line + "}")
		if !used[i] {
			w.notes = append(w.notes, fmt.Sprintf("no cell of the grid has the risk %q", name))
		}
	}
	w.line("band: matrix(probability, impact)")
	w.line("acceptance:")
	w.line(`  - {id: not_decided_yet, when: "true", outcome: treat, because: "Imported; the organisation has not said yet what it accepts."}`)
	w.line(`order: ["-band", "-impact", "-probability"]`)
	if language != "" && w.missing > 0 {
		w.notes = append(w.notes, fmt.Sprintf("%d texts are not translated into %s", w.missing, language))
	}
	return []byte(w.b.String()), w.notes
}

type writer struct {
	b        strings.Builder
	language string
	missing  int // texts without a translation
	notes    []string
}

func (w *writer) line(s string) { w.b.WriteString(s + "\n") }

func (w *writer) comment(s string) {
	for part := range strings.SplitSeq(s, "\n") {
		if part = strings.TrimSpace(part); part != "" {
			w.line("# " + part)
		}
	}
}

func (w *writer) pick(t text, texts map[string]text) (name, description string) {
	name, description = t.Name, t.Description
	if w.language == "" {
		return name, description
	}
	other, ok := texts[w.language]
	if !ok || other.Name == "" {
		w.missing++
	}
	return or(other.Name, name), or(other.Description, description)
}

func (w *writer) scale(name, kind string, levels []Level) {
	w.line("  - id: " + name)
	w.line("    kind: " + kind)
	w.line("    levels:")
	ids := w.names(levels)
	for i, l := range levels {
		title, definition := w.pick(l.text, l.texts)
		w.line("      - {id: " + ids[i] + ", value: " + strconv.Itoa(i+1) + optional("title", title) + optional("definition", definition) + "}")
	}
}

// names makes identifiers of the levels' own names, which do not hang on the
// language that is chosen.
func (w *writer) names(levels []Level) []string {
	seen := map[string]bool{}
	names := make([]string, len(levels))
	for i, l := range levels {
		base := identifier(l.Name)
		if base == "" {
			base = identifier(l.Abbreviation)
		}
		if base == "" {
			base = "level" + strconv.Itoa(i+1)
		}
		name := base
		for n := 2; seen[name]; n++ {
			name = base + "_" + strconv.Itoa(n)
		}
		seen[name] = true
		names[i] = name
	}
	return names
}

// reserved are words that no name may be, in expressions or in YAML.
const reserved = " true false null in as break const continue else for function if import let loop package namespace return var void while yes no on off y n "

// identifier makes a name for expressions of a text: letters without their marks,
// digits and underscores.
func identifier(s string) string {
	var b strings.Builder
	for _, r := range norm.NFKD.String(strings.ToLower(s)) {
		switch {
		case r < unicode.MaxASCII && (unicode.IsLetter(r) || unicode.IsDigit(r)):
			b.WriteRune(r)
		case unicode.Is(unicode.Mn, r):
		case !strings.HasSuffix(b.String(), "_"):
			b.WriteByte('_')
		}
	}
	name := strings.Trim(b.String(), "_")
	if len(name) > 60 {
		name = strings.Trim(name[:60], "_")
	}
	switch {
	case name == "":
		return ""
	case name[0] >= '0' && name[0] <= '9', strings.Contains(reserved, " "+name+" "):
		return "l_" + name
	}
	return name
}

// id makes an id of a text.
func id(s string) string {
	name := strings.Map(func(r rune) rune {
		if r < unicode.MaxASCII && (unicode.IsLetter(r) || unicode.IsDigit(r)) || strings.ContainsRune("._-", r) {
			return r
		}
		return '-'
	}, s)
	name = strings.Trim(name, "._-")
	return or(name[:min(len(name), 64)], "imported")
}

func quote(s string) string { return string(seal.AppendString(nil, s)) }

func optional(key, s string) string {
	if s == "" {
		return ""
	}
	return ", " + key + ": " + quote(s)
}

func or(s, otherwise string) string {
	if s == "" {
		return otherwise
	}
	return s
}

package ciso

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/ismskit/ismskit/criteria"
	"github.com/ismskit/ismskit/criteria/seal"
	"github.com/ismskit/ismskit/examples/ismskit/internal/texts"
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
	w.line("id: " + or(texts.ID(m.ID), "imported"))
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
	bands := w.ids(m.Risk)
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
	ids := w.ids(levels)
	for i, l := range levels {
		title, definition := w.pick(l.text, l.texts)
		w.line("      - {id: " + ids[i] + ", value: " + strconv.Itoa(i+1) + optional("title", title) + optional("definition", definition) + "}")
	}
}

// ids makes identifiers of the levels' own names, which do not hang on the
// language that is chosen.
func (w *writer) ids(levels []Level) []string {
	seen := map[string]bool{}
	all := make([]string, len(levels))
	for i, l := range levels {
		base := texts.Identifier(l.Name)
		if base == "" {
			base = texts.Identifier(l.Abbreviation)
		}
		if base == "" {
			base = "level" + strconv.Itoa(i+1)
		}
		name := base
		for n := 2; seen[name]; n++ {
			name = base + "_" + strconv.Itoa(n)
		}
		seen[name] = true
		all[i] = name
	}
	return all
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

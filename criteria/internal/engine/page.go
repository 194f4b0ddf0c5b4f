package engine

import (
	"fmt"
	"strings"
)

// Limit is one limit of a dialect, for its page.
type Limit struct {
	What string
	Most int
}

// FunctionTable describes functions as a table of Markdown.
func FunctionTable(list []Function) string {
	var b strings.Builder
	b.WriteString("| name | takes and gives | meaning |\n|---|---|---|\n")
	for _, f := range list {
		forms := make([]string, len(f.Overloads))
		for i, o := range f.Overloads {
			forms[i] = code(o.Signature)
		}
		fmt.Fprintf(&b, "| %s | %s | %s |\n", code(f.Name), strings.Join(forms, "<br>"), cell(f.Doc))
	}
	return b.String()
}

// MacroTable describes macros as a table of Markdown.
func MacroTable(list []Macro) string {
	var b strings.Builder
	b.WriteString("| form | meaning |\n|---|---|\n")
	for _, m := range list {
		fmt.Fprintf(&b, "| %s | %s |\n", code(m.Form), cell(m.Doc))
	}
	return b.String()
}

// LimitTable describes limits as a table of Markdown.
func LimitTable(list []Limit) string {
	var b strings.Builder
	b.WriteString("| limit | at most |\n|---|---|\n")
	for _, l := range list {
		fmt.Fprintf(&b, "| %s | %d |\n", l.What, l.Most)
	}
	return b.String()
}

// NameList lists names in a sentence of Markdown.
func NameList(names []string) string {
	out := make([]string, len(names))
	for i, n := range names {
		out[i] = code(n)
	}
	return strings.Join(out, ", ")
}

// cell keeps a text inside its cell of a Markdown table.
func cell(s string) string { return strings.ReplaceAll(s, "|", `\|`) }

func code(s string) string { return "`" + cell(s) + "`" }

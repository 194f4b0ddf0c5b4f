package isms

import (
	"fmt"
	"strings"
)

// FormatDoc returns the description of every type and field as Markdown, as
// FORMAT.md has it.
func FormatDoc() string {
	var b strings.Builder
	b.WriteString("# The types of " + Format + "\n\nEvery field may be left out, which says that it is unknown, but for the id.\n")
	for _, t := range Types() {
		fmt.Fprintf(&b, "\n## %s\n\n%s.", t.Name, capital(t.Doc))
		if t.Sealed {
			b.WriteString(" Entries are only added, never edited.")
		}
		b.WriteString("\n\n| field | value | meaning |\n|---|---|---|\n")
		for i := range t.Fields {
			x := &t.Fields[i]
			fmt.Fprintf(&b, "| %s | %s | %s%s |\n", x.Name, x.describe(), x.Doc, x.notes())
		}
	}
	return b.String()
}

func capital(s string) string { return strings.ToUpper(s[:1]) + s[1:] }

// describe tells what a field holds.
func (x *Field) describe() string {
	what := x.Kind.String()
	switch {
	case x.Type != nil:
		what = "[" + x.Type.Name + "](#" + strings.ToLower(x.Type.Name) + ")"
	case x.Words != nil:
		what = strings.Join(x.Words, ", ")
	case x.Kind == KindReference:
		what = "id of " + strings.Join(x.Targets, ", ")
	}
	switch {
	case x.List:
		return "list of " + what
	case x.Nullable:
		return what + ", or none"
	}
	return what
}

// notes tells what checks make of a field.
func (x *Field) notes() string {
	var notes []string
	if x.IDForm {
		notes = append(notes, "written as an id")
	}
	if x.Fact {
		notes = append(notes, "not after the time of a check")
	}
	if x.Holds {
		notes = append(notes, "a lasting duty")
	}
	if x.ActAt != "" {
		notes = append(notes, "acted at "+x.ActAt)
	}
	if x.Chain {
		notes = append(notes, "never leads back")
	}
	if notes == nil {
		return ""
	}
	return " (" + strings.Join(notes, "; ") + ")"
}

package soa

import (
	"fmt"
	"strings"
)

// Conflicts lists the new controls whose predecessors contradict each other.
func (m *Migration) Conflicts() []Migrated {
	var out []Migrated
	for _, c := range m.Controls {
		for _, f := range c.Flags {
			if f.Kind.Conflict() {
				out = append(out, c)
				break
			}
		}
	}
	return out
}

// Markdown returns a report for those who have to decide: what became of the
// old controls and where the new ones come from, in numbers; what has to be
// decided or looked at, with what was stated before; and the fate of every old
// control.
func (m *Migration) Markdown() string {
	var b strings.Builder
	fmt.Fprintf(&b, "# Migration of the statement of applicability %s\n\nFrom %s to %s.\n\n", cell(m.Statement.ID), cell(m.From), cell(m.To))
	m.numbers(&b)
	m.decisions(&b)
	m.table(&b)
	return b.String()
}

func (m *Migration) numbers(b *strings.Builder) {
	var olds, news [len(classNames)]int
	for _, f := range m.Fates {
		olds[f.Class]++
	}
	for _, c := range m.Controls {
		news[c.Class]++
	}
	undecided := 0
	for i := range m.Statement.Entries {
		if e := &m.Statement.Entries[i]; e.Catalogue == m.To && e.Necessary == Undecided {
			undecided++
		}
	}
	b.WriteString("| | old entries | new controls |\n|---|---|---|\n")
	for c := CarriedOver; c <= Kept; c++ {
		if olds[c]+news[c] > 0 {
			fmt.Fprintf(b, "| %s | %d | %d |\n", c, olds[c], news[c])
		}
	}
	fmt.Fprintf(b, "| all | %d | %d |\n\n", len(m.Fates), len(m.Controls))
	fmt.Fprintf(b, "%d of the new controls are undecided, %d have predecessors that contradict each other.\n\n", undecided, len(m.Conflicts()))
}

func (m *Migration) decisions(b *strings.Builder) {
	for k := NecessityConflict; k <= NothingBefore; k++ {
		first := true
		for _, c := range m.Controls {
			for _, f := range c.Flags {
				if f.Kind != k {
					continue
				}
				if first {
					fmt.Fprintf(b, "## %s\n\n%s\n\n| control | stated before | now |\n|---|---|---|\n", headings[k][0], headings[k][1])
					first = false
				}
				var before []string
				for _, s := range f.Stated {
					before = append(before, s.Control+": "+or(s.Value, "not stated"))
				}
				now := or(f.Taken, "open")
				if k == NothingBefore {
					now = Undecided.String()
				}
				fmt.Fprintf(b, "| %s | %s | %s |\n", cell(strings.TrimSpace(c.Control+" "+c.Title)), cell(strings.Join(before, "; ")), cell(now))
			}
		}
		if !first {
			b.WriteString("\n")
		}
	}
}

// headings are those of the parts of the report, with what is asked for.
var headings = [...][2]string{
	NecessityConflict: {"Included and excluded meet", "Decide whether the control is necessary. The texts of both sides are kept."},
	OpenPredecessor:   {"Open before", "Decide whether the control is necessary. Nobody had decided about one of its predecessors, or it had no entry."},
	StatusConflict:    {"Statuses differ", "The least advanced one was taken. Say what is missing, and until when."},
	OwnerConflict:     {"Owners differ", "Name one."},
	ProviderConflict:  {"Providers differ", "Say who does what. Where no provider is stated, the organisation does it itself."},
	DueConflict:       {"Due dates differ", "The last one was taken."},
	SplitCopy:         {"Copied from a split control", "Strike what belongs to the other successors only."},
	NothingBefore:     {"New controls", "Decide whether the control is necessary, and why."},
}

func (m *Migration) table(b *strings.Builder) {
	b.WriteString("## What became of every entry\n\n| old | became | new |\n|---|---|---|\n")
	for _, f := range m.Fates {
		fmt.Fprintf(b, "| %s | %s | %s |\n", cell(f.Control), f.Class, cell(or(strings.Join(f.To, ", "), "nothing: decide what to do")))
	}
}

func or(s, other string) string {
	if s == "" {
		return other
	}
	return s
}

// cell makes a text safe inside a table of Markdown.
func cell(s string) string {
	return strings.NewReplacer("|", `\|`, "\n", " ", "\r", " ", "<", "&lt;", "`", "'", "[", `\[`, "]", `\]`).Replace(s)
}

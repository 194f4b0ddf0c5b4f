package report

import (
	"fmt"
	"strings"
	"time"
	"unicode/utf8"
)

// CSV returns a row for each entry.
func (c *Calendar) CSV() []byte {
	t := newTable("date", "state", "kind", "what", "who", "note", "path", "position")
	for _, e := range c.Entries {
		t.row(stamp(e.Date), e.state(), string(e.Kind), e.What, e.whoText(), e.Note, e.Path, e.Position)
	}
	for _, e := range c.Undated {
		t.row("", e.state(), string(e.Kind), e.What, e.whoText(), e.Note, e.Path, e.Position)
	}
	return t.bytes()
}

func (e *Entry) state() string {
	switch {
	case e.Date.IsZero():
		return "undated"
	case e.Overdue:
		return "overdue"
	}
	return "due"
}

func (e *Entry) whoText() string { return or(names(e.Who), "nobody is named") }

// sums says what a calendar holds.
func (c *Calendar) sums() string {
	return fmt.Sprintf("%d overdue, %d due until %s, %d without a date.", len(c.Overdue()), len(c.Due()), day(c.Until), len(c.Undated))
}

// Markdown returns the calendar for readers: what is overdue, what falls due,
// and what has no date.
func (c *Calendar) Markdown() []byte {
	p := &page{}
	p.head("Calendar", c.Head, "Until: "+day(c.Until))
	p.para("%s", c.sums())
	for _, part := range c.parts() {
		if len(part.entries) == 0 {
			continue
		}
		p.part(part.title)
		rows := make([][]string, len(part.entries))
		for i, e := range part.entries {
			what := md(sentence(e.What))
			if e.Note != "" {
				what += " — " + md(e.Note)
			}
			rows[i] = []string{e.Kind.String(), what, md(e.whoText()), code(e.Path)}
			if !e.Date.IsZero() {
				rows[i] = append([]string{c.when(&e)}, rows[i]...)
			}
		}
		header := []string{"what kind", "what", "who", "where it stands"}
		if !part.entries[0].Date.IsZero() {
			header = append([]string{"date"}, header...)
		}
		p.rows(header, rows)
	}
	return p.bytes()
}

// when gives the date of an entry, and by how much it is late.
func (c *Calendar) when(e *Entry) string {
	s := day(e.Date)
	if e.Overdue {
		s += ", " + count(int(c.AsOf.Sub(e.Date)/(24*time.Hour)), "day", "days") + " late"
	}
	return s
}

type calendarPart struct {
	title   string
	entries []Entry
}

// parts divides a calendar by months.
func (c *Calendar) parts() []calendarPart {
	list := []calendarPart{{"Overdue", c.Overdue()}}
	for _, e := range c.Due() {
		title := e.Date.Format("January 2006")
		if n := len(list) - 1; n == 0 || list[n].title != title {
			list = append(list, calendarPart{title: title})
		}
		last := &list[len(list)-1]
		last.entries = append(last.entries, e)
	}
	return append(list, calendarPart{"Without a date", c.Undated})
}

// Text returns the calendar as plain text, a line for each entry.
func (c *Calendar) Text() []byte {
	var b strings.Builder
	fmt.Fprintf(&b, "%s: what falls due from %s until %s\n%s\n", plain(or(c.Organisation, or(c.System, "Management system"))), day(c.AsOf), day(c.Until), c.sums())
	kinds, whens := 0, 0
	for _, list := range [][]Entry{c.Entries, c.Undated} {
		for i := range list {
			kinds = max(kinds, utf8.RuneCountInString(list[i].Kind.String()))
			whens = max(whens, utf8.RuneCountInString(c.when(&list[i])))
		}
	}
	for _, part := range c.parts() {
		if len(part.entries) == 0 {
			continue
		}
		fmt.Fprintf(&b, "\n%s\n", part.title)
		for i := range part.entries {
			e := &part.entries[i]
			fmt.Fprintf(&b, "  %-*s  %-*s  %s", whens, c.when(e), kinds, e.Kind, plain(sentence(e.What)))
			if e.Note != "" {
				fmt.Fprintf(&b, " (%s)", plain(e.Note))
			}
			fmt.Fprintf(&b, ". Who: %s\n", plain(e.whoText()))
		}
	}
	return []byte(b.String())
}

// plain keeps a text on its line.
func plain(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case blank(r):
			return ' '
		case hidden(r):
			return '\uFFFD'
		}
		return r
	}, s)
}

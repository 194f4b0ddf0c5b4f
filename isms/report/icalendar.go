package report

import (
	"strings"
	"unicode/utf8"

	"github.com/ismskit/ismskit/criteria/seal"
)

// ICalendar returns the calendar as iCalendar (RFC 5545), in UTC. What has a
// date is an event of that day, an overdue one of the day on which it was due;
// what has none is a to-do without a date. The UID follows from the system's id,
// the kind and the path of an entry: a date that moves moves the event in the
// calendar that had it before, and nothing is entered twice. Give systems that
// share a calendar different ids. DTSTAMP is the time that the calendar is made
// as of.
func (c *Calendar) ICalendar() []byte {
	w := &icalendar{stamp: c.AsOf.UTC().Format("20060102T150405Z"), system: c.System, used: map[string]int{}}
	w.line("BEGIN", "VCALENDAR")
	w.line("VERSION", "2.0")
	w.line("PRODID", "-//ismskit//"+CalendarFormat+"//EN")
	w.line("CALSCALE", "GREGORIAN")
	w.text("X-WR-CALNAME", or(c.Organisation, or(c.System, "Management system"))+": information security")
	for i := range c.Entries {
		w.event(&c.Entries[i])
	}
	for i := range c.Undated {
		w.todo(&c.Undated[i])
	}
	w.line("END", "VCALENDAR")
	return []byte(w.b.String())
}

type icalendar struct {
	b      strings.Builder
	stamp  string
	system string
	used   map[string]int // how often a UID was asked for
}

// uid makes the UID of an entry. Of several entries of the same kind about the
// same path, each has its own.
func (w *icalendar) uid(e *Entry) string {
	key := w.system + "\n" + string(e.Kind) + "\n" + e.Path
	if w.used[key]++; w.used[key] > 1 {
		key += "\n" + itoa(w.used[key])
	}
	return strings.TrimPrefix(string(seal.Sum(CalendarFormat, []byte(key))), "sha256:") + "@ismskit"
}

func (w *icalendar) event(e *Entry) {
	w.line("BEGIN", "VEVENT")
	w.common(e)
	w.line("DTSTART;VALUE=DATE", e.Date.UTC().Format("20060102"))
	w.line("TRANSP", "TRANSPARENT") // a day on which something is due is no busy day
	w.line("END", "VEVENT")
}

func (w *icalendar) todo(e *Entry) {
	w.line("BEGIN", "VTODO")
	w.common(e)
	w.line("STATUS", "NEEDS-ACTION")
	w.line("END", "VTODO")
}

func (w *icalendar) common(e *Entry) {
	w.line("UID", w.uid(e))
	w.line("DTSTAMP", w.stamp)
	summary := sentence(e.Kind.String()) + ": " + e.What
	if e.Overdue {
		summary = "Overdue: " + summary
	}
	w.text("SUMMARY", summary)
	description := "Who: " + e.whoText()
	if e.Note != "" {
		description += "\n" + sentence(e.Note)
	}
	w.text("DESCRIPTION", description+"\n"+e.Path)
	w.text("CATEGORIES", string(e.Kind))
}

// text writes a property whose value is a text, RFC 5545 section 3.3.11.
func (w *icalendar) text(name, value string) {
	value = strings.ReplaceAll(strings.ReplaceAll(value, "\r\n", "\n"), "\r", "\n")
	value = strings.Map(func(r rune) rune {
		if r != '\n' && hidden(r) {
			return '\uFFFD'
		}
		return r
	}, value)
	w.line(name, strings.NewReplacer(`\`, `\\`, ";", `\;`, ",", `\,`, "\n", `\n`).Replace(value))
}

// maxOctets bounds a line without its end, RFC 5545 section 3.1.
const maxOctets = 75

// line writes a line, folded where it is too long, never inside a character.
func (w *icalendar) line(name, value string) {
	s := name + ":" + value
	for room := maxOctets; len(s) > room; room = maxOctets - 1 {
		n := room
		for !utf8.RuneStart(s[n]) {
			n--
		}
		w.b.WriteString(s[:n] + "\r\n ")
		s = s[n:]
	}
	w.b.WriteString(s + "\r\n")
}

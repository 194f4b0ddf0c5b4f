package report_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/ismskit/ismskit/isms/report"
	"github.com/stretchr/testify/require"
)

// component is a component of an iCalendar object, with its properties by name.
type component struct {
	name       string
	properties map[string]string
	inside     []*component
}

var property = regexp.MustCompile(`^[A-Z0-9-]+(;[A-Z0-9-]+=[^";:,]+)*:`)

// parseICalendar reads an iCalendar object by the letter of RFC 5545, section
// 3.1, and refuses what breaks it.
func parseICalendar(data string) (*component, error) {
	if !strings.HasSuffix(data, "\r\n") {
		return nil, fmt.Errorf("no CRLF at the end")
	}
	if !utf8.ValidString(data) {
		return nil, fmt.Errorf("no UTF-8")
	}
	var lines []string
	for _, l := range strings.Split(strings.TrimSuffix(data, "\r\n"), "\r\n") {
		switch {
		case strings.ContainsAny(l, "\r\n"):
			return nil, fmt.Errorf("a bare CR or LF in %q", l)
		case len(l) > 75:
			return nil, fmt.Errorf("%d octets in %q", len(l), l)
		case !utf8.ValidString(l):
			return nil, fmt.Errorf("a character is torn in %q", l)
		case strings.HasPrefix(l, " "):
			if len(lines) == 0 {
				return nil, fmt.Errorf("nothing to continue")
			}
			lines[len(lines)-1] += l[1:]
		default:
			lines = append(lines, l)
		}
	}
	root := &component{}
	stack := []*component{root}
	for _, l := range lines {
		head := property.FindString(l)
		if head == "" {
			return nil, fmt.Errorf("no property: %q", l)
		}
		name, value := strings.TrimSuffix(head, ":"), l[len(head):]
		for _, r := range value {
			if r < ' ' || r == 0x7f {
				return nil, fmt.Errorf("a control character in %q", l)
			}
		}
		top := stack[len(stack)-1]
		switch name {
		case "BEGIN":
			c := &component{name: value, properties: map[string]string{}}
			top.inside = append(top.inside, c)
			stack = append(stack, c)
		case "END":
			if top.name != value {
				return nil, fmt.Errorf("END:%s ends %s", value, top.name)
			}
			stack = stack[:len(stack)-1]
		default:
			if _, ok := top.properties[name]; ok {
				return nil, fmt.Errorf("%s twice", name)
			}
			top.properties[name] = value
		}
	}
	if len(stack) != 1 || len(root.inside) != 1 {
		return nil, fmt.Errorf("not one component")
	}
	return root.inside[0], nil
}

// unescape reads a text as of section 3.3.11.
func unescape(t testing.TB, s string) string {
	t.Helper()
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		switch s[i] {
		case '\\':
			i++
			require.Less(t, i, len(s), s)
			switch s[i] {
			case 'n', 'N':
				b.WriteByte('\n')
			case '\\', ';', ',':
				b.WriteByte(s[i])
			default:
				t.Fatalf("\\%c in %q", s[i], s)
			}
		case ';', ',':
			t.Fatalf("a bare %c in %q", s[i], s)
		default:
			b.WriteByte(s[i])
		}
	}
	return b.String()
}

// checkICalendar holds an iCalendar object against the RFC and the calendar.
func checkICalendar(t testing.TB, c *report.Calendar) {
	t.Helper()
	cal, err := parseICalendar(string(c.ICalendar()))
	require.NoError(t, err)
	require.Equal(t, "VCALENDAR", cal.name)
	require.Equal(t, "2.0", cal.properties["VERSION"])
	require.NotEmpty(t, cal.properties["PRODID"])
	require.Len(t, cal.inside, len(c.Entries)+len(c.Undated))
	uids := map[string]bool{}
	for i, x := range cal.inside {
		require.NotEmpty(t, x.properties["UID"])
		require.False(t, uids[x.properties["UID"]], "%s twice", x.properties["SUMMARY"])
		uids[x.properties["UID"]] = true
		stamp, err := time.Parse("20060102T150405Z", x.properties["DTSTAMP"])
		require.NoError(t, err)
		require.Equal(t, c.AsOf.Truncate(time.Second), stamp)
		summary := unescape(t, x.properties["SUMMARY"])
		unescape(t, x.properties["DESCRIPTION"])
		if i >= len(c.Entries) {
			require.Equal(t, "VTODO", x.name)
			require.NotContains(t, x.properties, "DTSTART;VALUE=DATE")
			continue
		}
		require.Equal(t, "VEVENT", x.name)
		day, err := time.Parse("20060102", x.properties["DTSTART;VALUE=DATE"])
		require.NoError(t, err)
		require.Equal(t, c.Entries[i].Date.Format(time.DateOnly), day.Format(time.DateOnly))
		require.Equal(t, c.Entries[i].Overdue, strings.HasPrefix(summary, "Overdue: "))
	}
}

func TestICalendar(t *testing.T) {
	c, err := report.NewCalendar(t.Context(), meridian(t), asOf, date("2027-06-30"))
	require.NoError(t, err)
	checkICalendar(t, c)
	cal, err := parseICalendar(string(c.ICalendar()))
	require.NoError(t, err)
	require.Equal(t, "Overdue: Action: ACT-2: Watch the load", unescape(t, cal.inside[0].properties["SUMMARY"]))
}

// TestICalendarUID shows that a thing keeps its UID when its date moves, that
// other systems have other UIDs, and that nothing else goes into it.
func TestICalendarUID(t *testing.T) {
	uid := func(text string, from string) string {
		c, err := report.NewCalendar(t.Context(), system(t, text), date(from), date("2027-12-31"))
		require.NoError(t, err)
		cal, err := parseICalendar(string(c.ICalendar()))
		require.NoError(t, err)
		for _, x := range cal.inside {
			if x.properties["CATEGORIES"] == "action" {
				return x.properties["UID"]
			}
		}
		t.Fatal("no action")
		return ""
	}
	const text = "format: ismskit.isms/v1\nid: one\nactions: [{id: A, status: planned, due: 2026-08-01, what: This}]\n"
	want := uid(text, "2026-07-01")
	require.Equal(t, want, uid(strings.ReplaceAll(text, "2026-08-01", "2027-01-01"), "2026-09-01"))
	require.Equal(t, want, uid(strings.ReplaceAll(text, "This", "That"), "2026-07-01"))
	require.NotEqual(t, want, uid(strings.ReplaceAll(text, "id: one", "id: two"), "2026-07-01"))
	require.NotEqual(t, want, uid(strings.ReplaceAll(text, "id: A", "id: B"), "2026-07-01"))
}

// TestICalendarTwice gives two entries about the same path different UIDs.
func TestICalendarTwice(t *testing.T) {
	e := report.Entry{Date: asOf, Kind: report.DueAction, What: "x", Path: "actions[A]"}
	checkICalendar(t, &report.Calendar{Head: report.Head{AsOf: asOf}, Until: asOf, Entries: []report.Entry{e, e, e}, Undated: []report.Entry{{Kind: e.Kind, Path: e.Path}}})
}

// TestICalendarFolding tries lengths around the bound, with characters of one
// to four octets.
func TestICalendarFolding(t *testing.T) {
	for _, r := range []string{"a", "é", "語", "🗓", ",", "\\"} {
		for n := 1; n < 160; n++ {
			title := strings.Repeat(r, n)
			c := &report.Calendar{Head: report.Head{AsOf: asOf}, Until: asOf, Entries: []report.Entry{{Date: asOf, Kind: report.DueAction, What: title, Path: "actions[A]"}}}
			cal, err := parseICalendar(string(c.ICalendar()))
			require.NoError(t, err, "%d of %s", n, r)
			require.Equal(t, "Action: "+title, unescape(t, cal.inside[0].properties["SUMMARY"]))
		}
	}
}

package report

import (
	"bytes"
	"encoding/json"
	"time"

	"github.com/ismskit/ismskit/criteria/seal"
	"github.com/ismskit/ismskit/isms"
)

// A Report is any report of this package.
type Report interface {
	// Format is the first member of the JSON, such as
	// ismskit.report.calendar/v1.
	Format() string
	// JSON returns the report as JSON, with a new line at the end.
	JSON() []byte
	// Markdown returns the report for readers.
	Markdown() []byte
	// CSV returns the report as one table.
	CSV() []byte
}

// Head says what a report is about. What the system does not state is empty.
type Head struct {
	Organisation string      `json:"organisation,omitempty"` // its name
	System       string      `json:"system,omitempty"`       // its id
	SystemDigest seal.Digest `json:"systemDigest"`           // of the system's document
	AsOf         time.Time   `json:"asOf"`
	Profile      string      `json:"profile,omitempty"` // id of the edition's profile
}

func headOf(sys *isms.System, asOf time.Time) Head {
	h := Head{System: sys.ID.Or(""), SystemDigest: sys.Digest(), AsOf: asOf.UTC().Round(0)}
	if o, ok := sys.Organisation.Get(); ok {
		h.Organisation = o.Name.Or("")
	}
	return h
}

// encode writes a report as JSON, its format first.
func encode(r Report, value any) []byte {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	// Reports are made of texts, numbers, times of four-digit years and lists:
	// none of these fails.
	if err := e.Encode(value); err != nil {
		panic("report: " + err.Error())
	}
	format, _ := json.Marshal(r.Format())
	var out bytes.Buffer
	if err := json.Indent(&out, append(append([]byte(`{"format":`), format...), append([]byte(","), b.Bytes()[1:]...)...), "", " "); err != nil {
		panic("report: " + err.Error())
	}
	return out.Bytes()
}

// day writes a time as a reader needs it.
func day(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	t = t.UTC()
	if t.Equal(t.Truncate(24 * time.Hour)) {
		return t.Format(time.DateOnly)
	}
	return t.Format("2006-01-02 15:04 UTC")
}

package cli

import (
	"encoding/json"
	"time"

	"github.com/ismskit/ismskit/risk"
)

// The JSON that commands print is fixed: see the schemas. What is not
// determined is null, and a list is there even if it is empty.

// printJSON prints a result as one line.
func (t *tool) printJSON(v any) error {
	e := json.NewEncoder(t.out)
	e.SetEscapeHTML(false)
	return e.Encode(v)
}

// nullable gives null for what is not determined.
func nullable(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}

// list gives an empty list for nil.
func list[T any](s []T) []T {
	if s == nil {
		return []T{}
	}
	return s
}

// timeText writes a point in time as records do.
func timeText(t time.Time) string { return t.UTC().Format(time.RFC3339Nano) }

type outcomeJSON struct {
	Risk     string       `json:"risk"`
	Stage    string       `json:"stage"`
	Rank     int          `json:"rank,omitempty"` // left out of streamed registers
	Level    *string      `json:"level"`
	Band     *string      `json:"band"`
	Decision string       `json:"decision"`
	Rule     *string      `json:"rule"`
	Missing  []string     `json:"missing"`
	Narrow   []string     `json:"narrow,omitempty"`
	Failure  *failureJSON `json:"failure,omitempty"`
	Claimed  *claimedJSON `json:"claimed,omitempty"`
}

type failureJSON struct {
	Code string `json:"code"`
	Path string `json:"path"`
}

type claimedJSON struct {
	Level   *string `json:"level"`
	Band    *string `json:"band"`
	Follows bool    `json:"follows"`
}

func newOutcomeJSON(o *risk.Outcome, rank int) outcomeJSON {
	j := outcomeJSON{
		Risk: o.Risk, Stage: o.Stage.String(), Rank: rank,
		Level: nullable(o.Level), Band: nullable(o.Band), Decision: o.Decision.String(), Rule: nullable(o.Rule),
		Missing: list(o.Missing), Narrow: o.Narrow, Failure: newFailureJSON(o.Failure),
	}
	if c := o.Claimed; c != nil {
		j.Claimed = &claimedJSON{nullable(c.Level), nullable(c.Band), c.Follows}
	}
	return j
}

func newFailureJSON(f *risk.Failure) *failureJSON {
	if f == nil {
		return nil
	}
	return &failureJSON{f.Code, f.Path}
}

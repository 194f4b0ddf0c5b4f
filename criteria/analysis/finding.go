package analysis

import (
	"math/big"

	"github.com/ismskit/ismskit/criteria/source"
)

// Severity tells how much a finding matters. The zero Severity is invalid.
type Severity uint8

// The severities.
const (
	Info    Severity = iota + 1 // a property worth knowing
	Warning                     // probably not what was meant
	Error                       // criteria that must not be used like this
)

var severityNames = [...]string{"", "info", "warning", "error"}

// String returns the name that reports use.
func (s Severity) String() string {
	if int(s) < len(severityNames) {
		return severityNames[s]
	}
	return ""
}

// MarshalText implements encoding.TextMarshaler.
func (s Severity) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// A Finding is one property of criteria that a check found.
type Finding struct {
	Code     string // L01 to L32, see Explain
	Severity Severity
	Path     string     // the part of the document, for instance tables[0]
	Pos      source.Pos // where it stands in the file
	Message  string     // one plain sentence
	Witness  []Witness  // the smallest cells that show it
	Count    int64      // how many cells, pairs, levels or rules show it
	Of       int64      // of how many, 0 if that means nothing
	Accepted string     // the reason given in the document why it is accepted, "" if it is not
}

// Share returns Count of Of as a fraction, nil if Of is 0.
func (f *Finding) Share() *big.Rat {
	if f.Of == 0 {
		return nil
	}
	return big.NewRat(f.Count, f.Of)
}

// A Witness is a cell, or a part of the document, that shows a finding.
type Witness struct {
	Cell    []Coordinate // in order of the document's inputs; empty where no cell is concerned
	Outcome string       // what the criteria say there: band, decision or failure
}

// A Coordinate is the level of one input, or the truth of a condition.
type Coordinate struct {
	Name  string // input's id, or a condition's text
	Value string // level's id, true or false
}

// A Report is what Lint found.
type Report struct {
	File       string // name of the criteria document
	Exhaustive bool   // every cell was tried
	Cells      int64  // cells of the domain; -1 if there are more than 2^62 or no finite number
	Tried      int64  // cells that were tried
	Repeated   int64  // cells that were evaluated a second time, to see whether they give the same (L02)
	Note       string // why not exhaustive, and how cells were chosen
	Seed       uint64 // seed of the sample, where one was drawn
	Findings   []Finding
}

// Worst returns the highest severity of the findings that are not accepted, 0
// if there are none.
func (r *Report) Worst() Severity {
	var w Severity
	for i := range r.Findings {
		if r.Findings[i].Accepted == "" {
			w = max(w, r.Findings[i].Severity)
		}
	}
	return w
}

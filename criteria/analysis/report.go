package analysis

import (
	"bufio"
	"fmt"
	"io"
	"math/big"
	"strconv"
	"strings"

	"github.com/ismskit/ismskit/criteria/seal"
	"github.com/ismskit/ismskit/criteria/source"
)

// String gives the report as WriteText writes it.
func (r *Report) String() string {
	var b strings.Builder
	_ = r.WriteText(&b) // a Builder takes everything
	return b.String()
}

// WriteText writes the findings as compilers do, one after the other, each
// with how much of all shows it, and with its witnesses:
//
//	criteria.yaml:40:5: error: L06: a higher impact lowers the band ...
//	    3 of 40, 7.5 %
//	    likelihood=rare, impact=minor: medium, treat
//
// What was accepted is shown with its reason, and a last line says of how many
// cells all this was said.
func (r *Report) WriteText(w io.Writer) error {
	b := bufio.NewWriter(w)
	for i := range r.Findings {
		f := &r.Findings[i]
		message := f.Severity.String() + ": " + f.Code + ": " + f.Message
		b.WriteString(source.Diagnostic{File: r.File, Pos: f.Pos, Message: message}.String())
		b.WriteByte('\n')
		if s := f.share(); s != "" {
			b.WriteString("    " + s + "\n")
		}
		for k := range f.Witness {
			b.WriteString("    " + clean(f.Witness[k].String()) + "\n")
		}
		if f.Accepted != "" {
			b.WriteString("    accepted: " + clean(f.Accepted) + "\n")
		}
	}
	b.WriteString(clean(r.summary()) + "\n")
	return b.Flush()
}

// clean makes text fit for a terminal.
func clean(s string) string { return source.Diagnostic{Message: s}.String() }

// share says how much of what there is shows the finding.
func (f *Finding) share() string {
	p := f.Share()
	if p == nil || f.Count == 0 {
		return ""
	}
	return fmt.Sprintf("%d of %d, %s", f.Count, f.Of, percent(p))
}

// percent rounds to a tenth, but never to nothing and never to everything.
func percent(p *big.Rat) string {
	s := new(big.Rat).Mul(p, big.NewRat(100, 1)).FloatString(1)
	switch {
	case s == "0.0" && p.Sign() > 0:
		return "under 0.1 %"
	case s == "100.0" && p.Cmp(big.NewRat(1, 1)) < 0:
		return "over 99.9 %"
	}
	return strings.TrimSuffix(s, ".0") + " %"
}

// String gives the witness in one line.
func (w Witness) String() string {
	parts := make([]string, len(w.Cell))
	for i, c := range w.Cell {
		parts[i] = c.Name + "=" + c.Value
	}
	switch {
	case len(parts) == 0:
		return w.Outcome
	case w.Outcome == "":
		return strings.Join(parts, ", ")
	}
	return strings.Join(parts, ", ") + ": " + w.Outcome
}

// summary says what was tried and what came of it.
func (r *Report) summary() string {
	var by [Error + 1]int64
	accepted := int64(0)
	for i := range r.Findings {
		if r.Findings[i].Accepted != "" {
			accepted++
		} else {
			by[r.Findings[i].Severity]++
		}
	}
	s := r.Note
	if r.Exhaustive {
		s = amount(r.Cells, "cell") + ", every one tried"
	}
	s += ": " + amount(by[Error], "error") + ", " + amount(by[Warning], "warning") + ", " + amount(by[Info], "remark")
	if accepted > 0 {
		s += ", " + amount(accepted, "accepted finding")
	}
	return s
}

// AppendJSON appends the report as JSON, the same bytes for the same report:
//
//	{"exhaustive":true,"cells":25,"findings":[{"code":"L06","severity":"error","path":"tables[0]",
//	"line":40,"col":5,"message":"...","witness":[{"cell":[{"name":"likelihood","value":"rare"}],
//	"outcome":"low, accept"}],"count":3,"of":40,"accepted":"..."}]}
//
// Of and accepted are left out where there are none. A report that is not
// exhaustive has tried, seed and note as well; its cells are -1 if they are too
// many to count.
func (r *Report) AppendJSON(b []byte) []byte {
	b = append(b, `{"exhaustive":`...)
	b = strconv.AppendBool(b, r.Exhaustive)
	b = append(b, `,"cells":`...)
	b = strconv.AppendInt(b, r.Cells, 10)
	if !r.Exhaustive {
		b = append(b, `,"tried":`...)
		b = strconv.AppendInt(b, r.Tried, 10)
		b = append(b, `,"seed":"`...) // beyond what a JSON number holds exactly
		b = strconv.AppendUint(b, r.Seed, 10)
		b = append(b, `","note":`...)
		b = seal.AppendString(b, r.Note)
	}
	b = append(b, `,"findings":[`...)
	for i := range r.Findings {
		if i > 0 {
			b = append(b, ',')
		}
		b = r.Findings[i].appendJSON(b)
	}
	return append(b, "]}"...)
}

// MarshalJSON implements json.Marshaler.
func (r *Report) MarshalJSON() ([]byte, error) { return r.AppendJSON(nil), nil }

func (f *Finding) appendJSON(b []byte) []byte {
	b = appendText(append(b, '{'), "code", f.Code)
	b = appendText(append(b, ','), "severity", f.Severity.String())
	b = appendText(append(b, ','), "path", f.Path)
	b = append(b, `,"line":`...)
	b = strconv.AppendInt(b, int64(f.Pos.Line), 10)
	b = append(b, `,"col":`...)
	b = strconv.AppendInt(b, int64(f.Pos.Col), 10)
	b = appendText(append(b, ','), "message", f.Message)
	b = append(b, `,"witness":[`...)
	for i := range f.Witness {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(b, `{"cell":[`...)
		for k, c := range f.Witness[i].Cell {
			if k > 0 {
				b = append(b, ',')
			}
			b = appendText(append(b, '{'), "name", c.Name)
			b = appendText(append(b, ','), "value", c.Value)
			b = append(b, '}')
		}
		b = appendText(append(b, "],"...), "outcome", f.Witness[i].Outcome)
		b = append(b, '}')
	}
	b = append(b, `],"count":`...)
	b = strconv.AppendInt(b, f.Count, 10)
	if f.Of != 0 {
		b = append(b, `,"of":`...)
		b = strconv.AppendInt(b, f.Of, 10)
	}
	if f.Accepted != "" {
		b = appendText(append(b, ','), "accepted", f.Accepted)
	}
	return append(b, '}')
}

func appendText(b []byte, key, s string) []byte {
	b = append(append(append(b, '"'), key...), `":`...)
	return seal.AppendString(b, s)
}

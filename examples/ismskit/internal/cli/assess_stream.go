package cli

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"github.com/ismskit/ismskit/criteria"
	"github.com/ismskit/ismskit/risk"
)

// assessStream assesses a register that is too large to be held. Outcomes are
// printed as they come; the digest, which needs all of them, stands at the end.
func (a *assessor) assessStream(ctx context.Context, c *criteria.Criteria, l *lines, at time.Time) error {
	sum := newSummary(c)
	opts := risk.StreamOptions{CollectErrors: true, Outcome: func(o *risk.Outcome) error {
		l.progress.add(1)
		sum.add(o)
		return nil
	}}
	if a.json {
		fmt.Fprintf(a.out, `{"asOf":%q,"outcomes":[`, timeText(at))
		e := json.NewEncoder(a.out)
		e.SetEscapeHTML(false)
		first := true
		opts.Outcome = func(o *risk.Outcome) error {
			l.progress.add(1)
			if !first {
				if err := a.out.WriteByte(','); err != nil {
					return err
				}
			}
			first = false
			return e.Encode(newOutcomeJSON(o, 0)) // a line each
		}
	}
	seal, err := risk.AssessStream(ctx, c, l.stream, at, opts)
	if err != nil {
		return err
	}
	l.progress.end()
	if a.json {
		_, err := fmt.Fprintf(a.out, "],\"digest\":%q}\n", seal.Digest())
		return err
	}
	if err := sum.print(a.tool); err != nil {
		return err
	}
	fmt.Fprintf(a.out, "\n%s, %s\n", counted(int(seal.Register.Count), "risk", "risks"), counted(int(seal.Outcomes.Count), "outcome", "outcomes"))
	if sum.false > 0 {
		fmt.Fprintf(a.out, "%s claims do not follow from the ratings; --json shows which\n", thousands(sum.false))
	}
	_, err = fmt.Fprintf(a.out, "digest %s\n", seal.Digest())
	return err
}

// A summary counts outcomes by stage, band and decision.
type summary struct {
	bands  map[string]int
	names  []string // of the bands, "?" first
	counts [3][][criteria.Avoid + 1]int64
	false  int64 // claims that do not follow
}

func newSummary(c *criteria.Criteria) *summary {
	s := &summary{bands: map[string]int{"": 0}, names: []string{"?"}}
	for i := range c.Document().Bands {
		id := c.Document().Bands[i].ID
		s.bands[id] = len(s.names)
		s.names = append(s.names, id)
	}
	for i := range s.counts {
		s.counts[i] = make([][criteria.Avoid + 1]int64, len(s.names))
	}
	return s
}

func (s *summary) add(o *risk.Outcome) {
	s.counts[o.Stage-1][s.bands[o.Band]][o.Decision]++
	if o.Claimed != nil && !o.Claimed.Follows {
		s.false++
	}
}

func (s *summary) print(t *tool) error {
	b := newTable("stage", "band", "decision", "outcomes")
	for _, stage := range risk.Stages() {
		for band, counts := range slices.Backward(s.counts[stage-1]) {
			for d := criteria.Undetermined; d <= criteria.Avoid; d++ {
				if counts[d] > 0 {
					row := plain(stage.String(), s.names[band], d.String(), thousands(counts[d]))
					row[2].paint = t.style.painter(d)
					b.add(row...)
				}
			}
		}
	}
	return b.print(t.out, t.style, t.width)
}

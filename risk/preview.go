package risk

import (
	"context"
	"slices"
	"time"

	"github.com/ismskit/ismskit/criteria"
	"github.com/ismskit/ismskit/criteria/analysis"
)

// A Preview tells what a change of criteria would do, before it is approved.
type Preview struct {
	Domain   *analysis.Preview // over every cell of the criteria
	Affected []Affected        // of the register, by risk id and stage
	Outcomes int               // how many were compared
}

// Affected is a risk of which the new criteria say something else. Old and New
// carry the reasons: rule, authority, because.
type Affected struct {
	Risk     string
	Stage    Stage
	Old, New *Outcome
	Changed  []Aspect
}

// Aspect is a part of an outcome that matters to whoever decides.
type Aspect uint8

// The aspects, in the order in which they are listed. The zero Aspect is
// invalid.
const (
	AspectBand Aspect = iota + 1
	AspectDecision
	AspectAuthority
	AspectValidity   // how long the decision holds
	AspectReview     // how often it is reviewed
	AspectConditions // what must be met
)

var aspectNames = [...]string{"", "band", "decision", "authority", "validity", "review", "conditions"}

// String returns the name that reports use.
func (a Aspect) String() string {
	if int(a) < len(aspectNames) {
		return aspectNames[a]
	}
	return ""
}

// MarshalText implements encoding.TextMarshaler.
func (a Aspect) MarshalText() ([]byte, error) { return []byte(a.String()), nil }

// PreviewChange evaluates a register under old and new criteria, as of one
// time, and compares the two over their whole domain. A register that does not
// fit one of them is an error with its positions, as Assess gives it.
func PreviewChange(ctx context.Context, old, new *criteria.Criteria, reg *Register, asOf time.Time) (*Preview, error) {
	domain, err := analysis.Compare(ctx, old, new)
	if err != nil {
		return nil, err
	}
	before, err := Assess(ctx, old, reg, asOf)
	if err != nil {
		return nil, err
	}
	after, err := Assess(ctx, new, reg, asOf)
	if err != nil {
		return nil, err
	}
	p := &Preview{Domain: domain, Outcomes: len(before.Outcomes)}
	for i := range before.Outcomes {
		x, y := &before.Outcomes[i], &after.Outcomes[i] // the same risks and stages: one register
		if changed := aspects(x, y); len(changed) > 0 {
			p.Affected = append(p.Affected, Affected{Risk: x.Risk, Stage: x.Stage, Old: x, New: y, Changed: changed})
		}
	}
	return p, nil
}

func aspects(x, y *Outcome) []Aspect {
	var out []Aspect
	for _, a := range []struct {
		aspect  Aspect
		differs bool
	}{
		{AspectBand, x.Band != y.Band},
		{AspectDecision, x.Decision != y.Decision},
		{AspectAuthority, x.Authority != y.Authority},
		{AspectValidity, x.ValidFor != y.ValidFor},
		{AspectReview, x.ReviewEvery != y.ReviewEvery},
		{AspectConditions, !slices.Equal(x.Conditions, y.Conditions)},
	} {
		if a.differs {
			out = append(out, a.aspect)
		}
	}
	return out
}

package page

import (
	"strconv"
	"strings"

	"github.com/ismskit/ismskit/risk"
)

// changes is what is different from the assessment before, and why.
type changes struct {
	Verdict    string
	Old        string // asOf
	OldDigest  string
	Criteria   bool // the criteria are others
	Changes    []change
	Offsets    []change
	Rerated    int
	Migrations []migration
	Inversions []inversion
	Totals     []share
}

type change struct {
	Risk, Stage string
	Title       string
	Gone        bool // there is no such risk any more
	Old, New    *verdict
	Cause       string
	Why         []string
	Shares      []share
	NoShares    string
}

// A share is what a factor has of a change of the band's rank.
type share struct{ Factor, Share string }

type migration struct {
	Stage    string
	From, To band
	Count    int
}

type inversion struct {
	Stage        string
	Pairs        int
	First, Later string // such as this one before that one
}

func newChanges(in *Input, n *names) *changes {
	c := in.Comparison
	x := &changes{
		Verdict: words(c.Verdict.String()), Old: day(c.Old.AsOf), OldDigest: string(c.Old.Digest()),
		Criteria: c.Old.Criteria != c.New.Criteria, Rerated: len(c.Rerated), Totals: n.shares(c.Totals),
	}
	for i := range c.Changes {
		x.Changes = append(x.Changes, n.change(in.Assessment, &c.Changes[i]))
	}
	for i := range c.Offsets {
		x.Offsets = append(x.Offsets, n.change(in.Assessment, &c.Offsets[i]))
	}
	for _, m := range c.Migrations {
		x.Migrations = append(x.Migrations, migration{m.Stage.String(), n.band(m.From), n.band(m.To), m.Count})
	}
	for _, v := range c.Inversions {
		if v.Pairs > 0 {
			x.Inversions = append(x.Inversions, inversion{v.Stage.String(), v.Pairs, v.First[0][0], v.First[0][1]})
		}
	}
	return x
}

func (n *names) change(a *risk.Assessment, c *risk.Change) change {
	x := change{
		Risk: c.Risk, Stage: c.Stage.String(), Old: n.verdict(c.Old), New: n.verdict(c.New),
		Cause: or(causes[c.Cause], "both, which cancel out"), Shares: n.shares(c.Shares), NoShares: c.NoShares,
	}
	if r := a.Risk(c.Risk); r != nil {
		x.Title = r.Title
	} else {
		x.Gone = true
	}
	if c.Old != nil && c.New != nil {
		for _, id := range c.Inputs {
			x.Why = append(x.Why, n.input(id)+": "+n.value(c.Old.Used(id))+" → "+n.value(c.New.Used(id)))
		}
	}
	if c.NotSeparable != "" {
		x.Why = append(x.Why, c.NotSeparable)
	}
	for _, set := range c.Minimal {
		if len(c.Minimal) > 1 || len(set) < len(c.Inputs) {
			x.Why = append(x.Why, "enough alone: "+strings.Join(n.factors(set), " and "))
		}
	}
	return x
}

// causes says why, in the words of a reader.
var causes = map[risk.Cause]string{
	risk.CauseInputs:      "the ratings",
	risk.CauseCriteria:    "the criteria",
	risk.CauseEither:      "ratings or criteria, each alone",
	risk.CauseInteraction: "ratings and criteria, only together",
	risk.CauseAdded:       "not rated before",
	risk.CauseRemoved:     "not rated any more",
	risk.CauseEngine:      "the record does not follow from its materials",
	risk.CauseUnknown:     "cannot be told apart",
}

func (n *names) factors(ids []string) []string {
	out := make([]string, len(ids))
	for i, id := range ids {
		out[i] = n.factor(id)
	}
	return out
}

func (n *names) factor(id string) string {
	if id == risk.CriteriaFactor {
		return "the criteria"
	}
	return n.input(id)
}

func (n *names) shares(all []risk.Share) []share {
	var out []share
	for _, s := range all {
		text := s.Share.RatString()
		if s.Share.Sign() > 0 {
			text = "+" + text
		}
		out = append(out, share{n.factor(s.Factor), strings.Replace(text, "-", "−", 1)})
	}
	return out
}

// ChangesBy counts the changes by their cause, for the headline.
func (c *changes) summary() string {
	if len(c.Changes) == 0 {
		return "nothing"
	}
	return strconv.Itoa(len(c.Changes))
}

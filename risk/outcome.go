package risk

import (
	"slices"
	"strings"
	"time"

	"github.com/ismskit/ismskit/criteria"
	"github.com/ismskit/ismskit/criteria/seal"
	"github.com/ismskit/ismskit/criteria/source"
)

// An Outcome is what the criteria say about one risk at one stage, in the
// form in which records hold it.
type Outcome struct {
	Risk     string
	Stage    Stage
	Level    string // exact decimal; "" if undetermined or if the criteria have no level
	Band     string // "" if undetermined
	Decision criteria.Decision
	Rule     string // the deciding rule; "" if undetermined

	Authority   string // who may decide so
	ValidFor    time.Duration
	ReviewEvery time.Duration
	Conditions  []string
	Because     string

	Values []Used   // inputs in order of the criteria, then derived values
	Order  []string // values of the order keys; "" if undetermined

	Missing  []string  // inputs that are needed and not stated, the most informative first
	Narrow   []string  // ranges that are too wide to decide, likewise
	Possible *Possible // set where something is undetermined for want of input
	Failure  *Failure  // set where the criteria could not be computed
	Claimed  *Claimed  // what somebody else computed, compared

	order []criteria.Value
}

// Used is a value that the assessment used.
type Used struct {
	Name  string
	Value string   // as criteria.Value.String gives it; "" if not known, and for lists and ranges
	List  []string // the items of a list(string), or the two ends of a range of ratings
	From  Origin
}

func used(name string, v criteria.Value, from Origin) Used {
	u := Used{Name: name, From: from}
	switch low, high := v.Levels(); {
	case v.Type() == criteria.Strings:
		if u.List = v.Texts(); u.List == nil {
			u.List = []string{}
		}
	case v.Type() == criteria.Rating && low != high:
		levels := v.Scale().Levels
		u.List = []string{levels[low].ID, levels[high].ID}
	default:
		u.Value = v.String()
	}
	return u
}

// String gives the value in one piece, "?" if it is not known.
func (u Used) String() string {
	switch {
	case u.From == FromNowhere:
		return "?"
	case u.List != nil:
		return "[" + strings.Join(u.List, ", ") + "]"
	}
	return u.Value
}

// Origin tells where a value came from.
type Origin uint8

// The origins. The zero Origin is invalid.
const (
	FromRating  Origin = iota + 1 // stated for this stage
	FromInputs                    // stated for every stage
	FromDefault                   // the criteria's default
	FromDerived                   // computed
	FromNowhere                   // not known
)

var originNames = [...]string{"", "rating", "inputs", "default", "derived", "missing"}

// String returns the name that records use.
func (o Origin) String() string {
	if int(o) < len(originNames) {
		return originNames[o]
	}
	return ""
}

// Possible is what a risk may come to once the questions are answered.
type Possible struct {
	Complete  bool // every combination was tried; otherwise what could not be excluded
	Bands     []string
	Decisions []criteria.Decision
	Rules     []string
	Failures  []string
	Low, High string // least and greatest level, "" if not known
}

// Failure is why the criteria could not be computed from the values.
type Failure struct {
	Code string // stable, see package criteria
	Path string // the expression that failed
}

// Claimed is a claim, and whether it follows from the ratings.
type Claimed struct {
	Level, Band string // as claimed; "" if not claimed
	Follows     bool
}

// describe turns an evaluation into an outcome.
func (a *assessor) describe(o *Outcome, r *Risk, stage Stage, out *criteria.Outcome, in *criteria.Inputs) {
	doc := a.criteria.Document()
	*o = Outcome{Risk: r.ID, Stage: stage, Level: out.Level.String(), Decision: out.Decision,
		Values: o.Values[:0], Order: o.Order[:0], order: o.order[:0]}
	if out.Band >= 0 {
		o.Band = doc.Bands[out.Band].ID
	}
	if out.Rule >= 0 {
		rule := &doc.Acceptance[out.Rule]
		o.Rule, o.Authority, o.Because, o.Conditions = rule.ID, rule.Authority, rule.Because, rule.Conditions
		o.ValidFor, o.ReviewEvery = rule.ValidFor, rule.ReviewEvery
	}
	for i := range doc.Inputs {
		o.Values = append(o.Values, used(doc.Inputs[i].ID, in.Effective(i), a.origin(r, stage, i, in)))
	}
	for i, v := range out.Derived {
		from := FromDerived
		if !v.Known() {
			from = FromNowhere
		}
		o.Values = append(o.Values, used(doc.Derive[i].ID, v, from))
	}
	for _, v := range out.Order {
		o.Order = append(o.Order, v.String())
		o.order = append(o.order, v)
	}
	if f := out.Failure; f != nil {
		o.Failure = &Failure{Code: f.Code, Path: f.Path}
	}
	if u := out.Uncertain; u != nil {
		o.uncertain(doc, u)
	}
	if r.claimStage() == stage {
		o.Claimed = compareClaim(r.Claimed, o, out)
	}
}

func (a *assessor) origin(r *Risk, stage Stage, i int, in *criteria.Inputs) Origin {
	if in.Value(i).Known() {
		id := a.criteria.Document().Inputs[i].ID
		for k := range r.Ratings[stage-1] {
			if r.Ratings[stage-1][k].Input == id {
				return FromRating
			}
		}
		return FromInputs
	}
	if in.Effective(i).Known() {
		return FromDefault
	}
	return FromNowhere
}

func (o *Outcome) uncertain(doc *criteria.Document, u *criteria.Uncertainty) {
	p := &Possible{Complete: u.Complete, Decisions: u.Decisions, Failures: u.Failures, Low: u.Low.String(), High: u.High.String()}
	for _, b := range u.Bands {
		p.Bands = append(p.Bands, doc.Bands[b].ID)
	}
	for _, r := range u.Rules {
		p.Rules = append(p.Rules, doc.Acceptance[r].ID)
	}
	o.Possible = p
	for _, q := range u.Questions {
		if id := doc.Inputs[q.Input].ID; q.Missing {
			o.Missing = append(o.Missing, id)
		} else {
			o.Narrow = append(o.Narrow, id)
		}
	}
}

func compareClaim(c *Claim, o *Outcome, out *criteria.Outcome) *Claimed {
	res := &Claimed{Band: c.Band, Follows: true}
	if c.Level != nil {
		res.Level = decimal(c.Level)
		l := out.Level.Rat()
		res.Follows = l != nil && l.Cmp(c.Level) == 0
	}
	if c.Band != "" && c.Band != o.Band {
		res.Follows = false
	}
	return res
}

// appendLeaf writes the outcome as it is sealed: keys in a fixed order, what
// is empty left out.
func (o *Outcome) appendLeaf(b []byte) []byte {
	w := object{b: append(b, '{')}
	w.text("risk", o.Risk)
	w.text("stage", o.Stage.String())
	w.text("level", o.Level)
	w.text("band", o.Band)
	w.text("decision", o.Decision.String())
	w.text("rule", o.Rule)
	w.text("authority", o.Authority)
	w.duration("validFor", o.ValidFor)
	w.duration("reviewEvery", o.ReviewEvery)
	w.texts("conditions", o.Conditions)
	w.text("because", o.Because)
	w.key("values")
	w.b = append(w.b, '[')
	for i := range o.Values {
		if i > 0 {
			w.b = append(w.b, ',')
		}
		w.b = o.Values[i].append(w.b)
	}
	w.b = append(w.b, ']')
	w.texts("order", o.Order)
	w.texts("missing", o.Missing)
	w.texts("narrow", o.Narrow)
	if o.Possible != nil {
		w.key("possible")
		w.b = o.Possible.append(w.b)
	}
	if f := o.Failure; f != nil {
		w.key("failure")
		inner := object{b: append(w.b, '{')}
		inner.text("code", f.Code)
		inner.text("path", f.Path)
		w.b = append(inner.b, '}')
	}
	if c := o.Claimed; c != nil {
		w.key("claimed")
		inner := object{b: append(w.b, '{')}
		inner.text("level", c.Level)
		inner.text("band", c.Band)
		inner.bool("follows", c.Follows)
		w.b = append(inner.b, '}')
	}
	return append(w.b, '}')
}

func (o *object) duration(k string, d time.Duration) {
	if d != 0 {
		o.text(k, source.FormatDuration(d))
	}
}

func (u *Used) append(b []byte) []byte {
	w := object{b: append(b, '{')}
	w.text("name", u.Name)
	switch {
	case u.List != nil:
		w.key("list")
		w.b = appendTexts(w.b, u.List)
	case u.From != FromNowhere:
		w.key("value")
		w.b = seal.AppendString(w.b, u.Value)
	}
	w.text("from", u.From.String())
	return append(w.b, '}')
}

func (p *Possible) append(b []byte) []byte {
	w := object{b: append(b, '{')}
	w.bool("complete", p.Complete)
	w.texts("bands", p.Bands)
	names := make([]string, len(p.Decisions))
	for i, d := range p.Decisions {
		names[i] = d.String()
	}
	w.texts("decisions", names)
	w.texts("rules", p.Rules)
	w.texts("failures", p.Failures)
	w.text("low", p.Low)
	w.text("high", p.High)
	return append(w.b, '}')
}

// clone makes an outcome independent of the memory it was described in.
func (o *Outcome) clone() Outcome {
	c := *o
	c.Values, c.Order, c.order = slices.Clone(o.Values), slices.Clone(o.Order), slices.Clone(o.order)
	return c
}

// Key names the outcome: the risk's id and the stage.
func (o *Outcome) Key() string { return o.Risk + "/" + o.Stage.String() }

// Used returns the value used under that name; its origin is FromNowhere if
// there is none.
func (o *Outcome) Used(name string) Used {
	for i := range o.Values {
		if o.Values[i].Name == name {
			return o.Values[i]
		}
	}
	return Used{Name: name, From: FromNowhere}
}

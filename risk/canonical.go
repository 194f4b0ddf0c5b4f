package risk

import (
	"cmp"
	"math/big"
	"slices"
	"strconv"
	"time"

	"github.com/ismskit/ismskit/criteria/seal"
)

// appendRisk writes a risk in its canonical form: keys in a fixed order,
// nothing that is not stated, statements and rationales sorted by input. The
// same risk gives the same bytes whether it came from YAML, JSON, NDJSON, CSV
// or from Go.
func appendRisk(b []byte, r *Risk) []byte {
	o := object{b: append(b, '{')}
	o.text("id", r.ID)
	o.text("title", r.Title)
	o.text("description", r.Description)
	o.text("approach", r.Approach)
	o.texts("cia", r.CIA)
	o.text("owner", r.Owner)
	o.texts("scope", r.Scope)
	o.texts("assets", r.Assets)
	o.text("threat", r.Threat)
	o.text("source", r.Source)
	o.text("event", r.Event)
	o.text("category", r.Category)
	o.text("parent", r.Parent)
	o.texts("vulnerabilities", r.Vulnerabilities)
	o.texts("issues", r.Issues)
	o.texts("requirements", r.Requirements)
	o.texts("controls", r.Controls)
	o.time("identified", r.Identified)
	if r.Ratings[0] != nil || r.Ratings[1] != nil || r.Ratings[2] != nil {
		o.key("ratings")
		o.b = appendRatings(o.b, r)
	}
	if len(r.Inputs) > 0 {
		o.key("inputs")
		o.b = appendStatements(o.b, r.Inputs)
	}
	if len(r.Rationale) > 0 {
		o.key("rationale")
		o.b = appendRationale(o.b, r.Rationale)
	}
	if c := r.Claimed; c != nil {
		o.key("claimed")
		o.b = appendClaim(o.b, c)
	}
	return append(o.b, '}')
}

func appendRatings(b []byte, r *Risk) []byte {
	o := object{b: append(b, '{')}
	for _, s := range Stages() {
		if list := r.Ratings[s-1]; list != nil {
			o.key(s.String())
			o.b = appendStatements(o.b, list)
		}
	}
	return append(o.b, '}')
}

func appendStatements(b []byte, list []Statement) []byte {
	if !slices.IsSortedFunc(list, compareStatements) {
		list = slices.Clone(list)
		slices.SortStableFunc(list, compareStatements)
	}
	o := object{b: append(b, '{')}
	for i := range list {
		o.key(list[i].Input)
		o.b = list[i].Value.AppendJSON(o.b)
	}
	return append(o.b, '}')
}

func compareStatements(a, b Statement) int { return cmp.Compare(a.Input, b.Input) }

func appendRationale(b []byte, list []Rationale) []byte {
	list = slices.Clone(list)
	slices.SortStableFunc(list, func(x, y Rationale) int {
		return cmp.Or(cmp.Compare(x.Stage, y.Stage), cmp.Compare(x.Input, y.Input))
	})
	o := object{b: append(b, '{')}
	for i := 0; i < len(list); {
		if list[i].Stage == 0 {
			o.key(list[i].Input)
			o.b = seal.AppendString(o.b, list[i].Text)
			i++
			continue
		}
		stage := list[i].Stage
		o.key(stage.String())
		inner := object{b: append(o.b, '{')}
		for ; i < len(list) && list[i].Stage == stage; i++ {
			inner.key(list[i].Input)
			inner.b = seal.AppendString(inner.b, list[i].Text)
		}
		o.b = append(inner.b, '}')
	}
	return append(o.b, '}')
}

func appendClaim(b []byte, c *Claim) []byte {
	o := object{b: append(b, '{')}
	if c.Stage != 0 {
		o.text("stage", c.Stage.String())
	}
	if c.Level != nil {
		o.key("level")
		o.b = append(o.b, decimal(c.Level)...)
	}
	o.text("band", c.Band)
	return append(o.b, '}')
}

// decimal writes a rational exactly: as a decimal where it is one.
func decimal(r *big.Rat) string {
	if r.IsInt() {
		return r.Num().String()
	}
	if n, exact := r.FloatPrec(); exact {
		return r.FloatString(n)
	}
	return r.RatString()
}

// object writes the members of a JSON object; what is empty is left out.
type object struct {
	b    []byte
	more bool
}

func (o *object) key(k string) {
	if o.more {
		o.b = append(o.b, ',')
	}
	o.more = true
	o.b = seal.AppendString(o.b, k)
	o.b = append(o.b, ':')
}

func (o *object) text(k, s string) {
	if s != "" {
		o.key(k)
		o.b = seal.AppendString(o.b, s)
	}
}

func (o *object) texts(k string, list []string) {
	if len(list) > 0 {
		o.key(k)
		o.b = appendTexts(o.b, list)
	}
}

func (o *object) bool(k string, v bool) {
	o.key(k)
	o.b = strconv.AppendBool(o.b, v)
}

func (o *object) int(k string, n int) {
	o.key(k)
	o.b = strconv.AppendInt(o.b, int64(n), 10)
}

func (o *object) time(k string, t time.Time) {
	if !t.IsZero() {
		o.text(k, t.UTC().Format(time.RFC3339Nano))
	}
}

func appendTexts(b []byte, list []string) []byte {
	b = append(b, '[')
	for i, s := range list {
		if i > 0 {
			b = append(b, ',')
		}
		b = seal.AppendString(b, s)
	}
	return append(b, ']')
}

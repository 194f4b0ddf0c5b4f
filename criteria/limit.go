package criteria

import (
	"github.com/ismskit/ismskit/criteria/internal/engine"
	"github.com/ismskit/ismskit/criteria/source"
)

// A Limit is what an organisation can bear of many risks together: those of
// one owner, of one scope item, or all of the register.
type Limit struct {
	ID        string
	Title     string
	Over      Over
	When      Expression // a bool; the limit is exceeded where it is true
	Outcome   Decision   // what follows: Escalate, Treat or Avoid
	Authority string     // who decides then; never "" for Escalate
	Because   string     // the reason, in the organisation's words

	node *source.Node
}

// Node returns the place in the document.
func (l *Limit) Node() *source.Node { return l.node }

// Over says whose risks a limit is about. A limit over owners holds for each
// of them on its own.
type Over uint8

// What limits are over. The zero Over is invalid.
const (
	OverScope Over = iota + 1 // the risks of each scope item
	OverOwner                 // the risks of each owner
	OverAll                   // all risks of the register
)

var overNames = [...]string{"", "scope", "owner", "all"}

// String returns the name that documents use.
func (o Over) String() string {
	if int(o) < len(overNames) {
		return overNames[o]
	}
	return ""
}

// A Quantity is an input or a derived value with a unit: a number that is
// meant to be summed over risks. The document's author answers for the unit;
// a rating, a level or a band never has one, since ranks have no sum.
type Quantity struct {
	Name string
	Unit string
	Type Type // Int or Double
}

func (t Type) number() bool { return t == Int || t == Double }

// Quantities lists what may be summed over risks: inputs, then derived values,
// in order of the document.
func (c *Criteria) Quantities() []Quantity { return c.quantities }

// variables of the limits: asOf, total, largest, the counts of the bands, and
// the sums.
const (
	limitTotal   = asOfVar + 1
	limitLargest = limitTotal + 1
	limitCounts  = limitLargest + 1
)

func (c *Criteria) limitSums() int { return limitCounts + len(c.doc.Bands) }

// limitNames declares what the limits may name. The values of one risk are
// known there only as what must not be named, with the reason.
func (c *Criteria) limitNames(consts []engine.NamedConst, r *source.Reporter) (*engine.Env, error) {
	count := engine.Aggregator{Name: "count", Takes: "a band"}
	for _, b := range c.doc.Bands {
		count.Members = append(count.Members, engine.Member{Argument: "band." + b.ID, Kind: engine.Int})
	}
	env, err := engine.NewEnv([]engine.Var{{Name: "asOf", Kind: engine.Timestamp}, {Name: "total", Kind: engine.Int},
		{Name: "largest", Kind: engine.Int, Scale: "band"}}, consts, nil, nil)
	if err != nil {
		return nil, err
	}
	return env.WithAggregators(count, c.sums(r))
}

func (c *Criteria) sums(r *source.Reporter) engine.Aggregator {
	const never = "; ordinal ranks are never summed, only numbers with a unit"
	sum := engine.Aggregator{Name: "sum", Takes: "a number with a unit"}
	add := func(name, unit string, kind engine.Kind, refused string) {
		if unit == "" && refused == "" {
			refused = name + " has no unit" + never
		}
		sum.Members = append(sum.Members, engine.Member{Argument: name, Kind: kind, Refused: refused})
		if refused == "" {
			c.quantities = append(c.quantities, Quantity{Name: name, Unit: unit, Type: typeOf(kind)})
		}
	}
	for i := range c.doc.Inputs {
		in := &c.doc.Inputs[i]
		switch {
		case in.Type == Rating:
			add(in.ID, "", 0, in.ID+" is a rating on the scale "+in.Scale.ID+never)
		case !in.Type.number():
			add(in.ID, "", 0, in.ID+" is a "+in.Type.String()+never)
		default:
			add(in.ID, in.Unit, kinds[in.Type], "")
		}
	}
	for i, p := range c.derive {
		d := &c.doc.Derive[i]
		kind, scale := engine.Int, "" // as compile declares what did not compile
		if p != nil {
			kind, scale = p.Kind(), p.Scale()
		}
		refused := ""
		switch {
		case scale != "":
			refused = d.ID + " is a rank on the scale " + scale + never
		case kind != engine.Int && kind != engine.Double:
			refused = d.ID + " is a " + kind.String() + never
		}
		if refused != "" && d.Unit != "" {
			r.Report(d.node.Get("unit"), CodeExprOrdinal, "%s has no unit: %s", d.ID, refused)
		}
		add(d.ID, d.Unit, kind, refused)
	}
	if !c.doc.Level.Empty() {
		add("level", "", 0, "level is the level of risk"+never)
	}
	add("band", "", 0, "band is the rank of the band"+never)
	return sum
}

func typeOf(k engine.Kind) Type {
	if k == engine.Int {
		return Int
	}
	return Double
}

// LimitReads is what the expression of a limit looks at.
type LimitReads struct {
	Bands      []int // bands whose risks it counts, lowest first
	Largest    bool  // the largest band
	Total      bool  // the number of risks
	Quantities []int // indexes of the Quantities that it sums
}

// LimitReads tells what limit i of the document looks at.
func (c *Criteria) LimitReads(i int) LimitReads {
	var out LimitReads
	if i < 0 || i >= len(c.limits) {
		return out
	}
	for _, v := range c.limits[i].Reads() {
		switch sums := c.limitSums(); {
		case v >= sums:
			out.Quantities = append(out.Quantities, v-sums)
		case v >= limitCounts:
			out.Bands = append(out.Bands, v-limitCounts)
		case v == limitLargest:
			out.Largest = true
		case v == limitTotal:
			out.Total = true
		}
	}
	return out
}

package criteria

import (
	"fmt"
	"math/big"
)

// Renumbered returns a copy of the document whose levels have other values,
// for the question how much of a result hangs on the numbers alone. The values
// of each scale must increase strictly; value gives the one of a level. The
// levels' type stays: a scale of whole numbers needs whole numbers.
//
// The copy can be compiled and evaluated. It is no document that anybody
// wrote: it has no bytes, and its digest names nothing.
func (d *Document) Renumbered(value func(s *Scale, level int) *big.Rat) (*Document, error) {
	c := *d
	c.data = nil
	c.Scales = make([]Scale, len(d.Scales))
	moved := make(map[*Scale]*Scale, len(d.Scales))
	for i := range d.Scales {
		s := d.Scales[i]
		s.Levels = append([]Level(nil), s.Levels...)
		for k := range s.Levels {
			l := &s.Levels[k]
			l.Value = value(&d.Scales[i], k)
			l.text = formatRat(l.Value)
			switch {
			case s.integer && (!l.Value.IsInt() || !l.Value.Num().IsInt64()):
				return nil, fmt.Errorf("criteria: level %s of scale %s cannot have the value %s: the scale counts in whole numbers", l.ID, s.ID, l.text)
			case k > 0 && l.Value.Cmp(s.Levels[k-1].Value) <= 0:
				return nil, fmt.Errorf("criteria: the values of scale %s do not increase at level %s", s.ID, l.ID)
			}
		}
		c.Scales[i] = s
		moved[&d.Scales[i]] = &c.Scales[i]
	}
	c.Inputs = append([]Input(nil), d.Inputs...)
	for i := range c.Inputs {
		in := &c.Inputs[i]
		in.Scale = moved[in.Scale]
		if old := in.Default.Scale(); old != nil {
			in.Default = moved[old].Range(in.Default.Levels())
		}
	}
	c.Tables = append([]Table(nil), d.Tables...)
	for i := range c.Tables {
		t := &c.Tables[i]
		axes := make([]*Scale, len(t.Axes))
		for k, a := range t.Axes {
			axes[k] = moved[a]
		}
		t.Axes, t.Result = axes, moved[t.Result]
	}
	return &c, nil
}

package criteria

import "github.com/ismskit/ismskit/criteria/internal/engine"

// DerivedReads lists the inputs that derived value i depends on, through the
// derived values above it too, in order of the document.
func (c *Criteria) DerivedReads(i int) []int { return c.inputsOf(c.derive[i]) }

// LevelReads lists the inputs that the level of risk depends on, through
// derived values too, in order of the document.
func (c *Criteria) LevelReads() []int { return c.inputsOf(c.level) }

// BandReads lists the inputs that the band depends on, through the level and
// derived values too, in order of the document.
func (c *Criteria) BandReads() []int {
	if c.band == nil {
		return c.inputsOf(c.level)
	}
	return c.inputsOf(c.band)
}

func (c *Criteria) inputsOf(p *engine.Program) []int {
	var set inputSet
	if p != nil {
		seen := make([]bool, c.bandVar+1)
		c.addReads(&set, seen, p)
	}
	var out []int
	for i := range c.doc.Inputs {
		if set.has(i) {
			out = append(out, i)
		}
	}
	return out
}

// addReads follows derived values and the level upwards, each once.
func (c *Criteria) addReads(set *inputSet, seen []bool, p *engine.Program) {
	for _, v := range p.Reads() {
		if v >= len(seen) || seen[v] {
			continue
		}
		seen[v] = true
		switch first := c.derivedVar(0); {
		case v < first:
			set.add(v - inputVar(0))
		case v == c.levelVar:
			c.addReads(set, seen, c.level)
		case v-first < len(c.derive):
			c.addReads(set, seen, c.derive[v-first])
		}
	}
}

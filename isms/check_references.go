package isms

import (
	"fmt"
	"strings"
	"time"

	"github.com/ismskit/ismskit/criteria/source"
)

// mostNearest bounds the ids for which a near one is looked for: each is
// compared with all others.
const mostNearest = source.MaxDiagnostics

// references reports ids that name nothing, and persons that cannot do or have
// done what a reference says.
func (c *checker) references() {
	tried := 0
	ids := map[string][]string{} // by targets
	for r := range c.sys.References() {
		found := false
		for _, t := range r.Targets {
			found = found || c.index.Has(t, r.ID)
		}
		if found {
			c.person(r)
			continue
		}
		f := Problem{Code: DanglingReference, Path: r.Path, Position: r.Position()}
		what := strings.Join(r.Targets, " or ")
		var missing []string
		for _, t := range r.Targets {
			if !c.index.Complete(t) {
				missing = append(missing, t)
			}
		}
		if f.Message = fmt.Sprintf("no %s has the id %q", what, source.Clip(r.ID)); missing != nil {
			f.Code = UnresolvedReference
			f.Message += fmt.Sprintf("; not every %s is stated", strings.Join(missing, ", "))
		}
		if tried < mostNearest {
			tried++
			if ids[what] == nil {
				for _, t := range r.Targets {
					ids[what] = append(ids[what], c.index.IDs(t)...)
				}
			}
			f.Nearest = source.Nearest(r.ID, ids[what])
		}
		c.problems = append(c.problems, f)
	}
}

// person reports a duty of somebody who left, and an act of somebody who was
// not there.
func (c *checker) person(r Reference) {
	p, ok := c.index.Entity(r.ID).(*Person)
	if !ok {
		return
	}
	joined, hasJoined := p.JoinedAt.Get()
	left, hasLeft := p.LeftAt.Get()
	switch gone := hasLeft && !left.After(c.asOf); {
	case r.holds && gone:
		c.add(HolderLeft, r.Path, r.Position(), fmt.Sprintf("%s left on %s", r.ID, day(left)))
	case r.holds && p.Active.Known() && !p.Active.Or(true):
		c.add(HolderLeft, r.Path, r.Position(), r.ID+" is not active")
	}
	if r.acted.IsZero() {
		return
	}
	if hasJoined && r.acted.Before(joined.UTC().Truncate(24*time.Hour)) {
		c.add(ActedAbsent, r.Path, r.Position(), fmt.Sprintf("%s acted on %s, but joined on %s", r.ID, day(r.acted), day(joined)))
	}
	if hasLeft && r.acted.After(left.UTC().Truncate(24*time.Hour).Add(24*time.Hour)) {
		c.add(ActedAbsent, r.Path, r.Position(), fmt.Sprintf("%s acted on %s, but left on %s", r.ID, day(r.acted), day(left)))
	}
}

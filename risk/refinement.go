package risk

import (
	"slices"
	"strings"

	"github.com/ismskit/ismskit/criteria"
)

// A Refinement is a risk that refines another one, its parent, where the two
// do not hold together: the parent's band must not be below that of any risk
// that refines it.
type Refinement struct {
	Parent, Child         string
	ParentBand, ChildBand string // "" if not known
	Problem               RefinementProblem
}

// RefinementProblem is what is wrong with a refinement.
type RefinementProblem uint8

// The problems. The zero RefinementProblem is invalid.
const (
	ParentBelowChild    RefinementProblem = iota + 1 // the parent's band is below the child's
	ParentUndetermined                               // it may be: one of the two bands is not known
	ParentNotInRegister                              // there is no such parent
)

var refinementProblemNames = [...]string{"", "parent_below_child", "undetermined", "no_such_parent"}

// String returns the problem in one word.
func (p RefinementProblem) String() string {
	if int(p) < len(refinementProblemNames) {
		return refinementProblemNames[p]
	}
	return ""
}

// refine compares each risk with its parent. Where a parent has a band for
// each of its children, it has one for the largest of them.
func (p *Portfolio) refine(doc *criteria.Document, holdings []*holding) {
	band := func(m *holding) string {
		if m.band < 0 {
			return ""
		}
		return doc.Bands[m.band].ID
	}
	for _, child := range holdings {
		if child.parent == "" || child.parent == child.id {
			continue
		}
		r := Refinement{Parent: child.parent, Child: child.id, ChildBand: band(child), Problem: ParentNotInRegister}
		i, found := slices.BinarySearchFunc(holdings, child.parent, func(m *holding, id string) int { return strings.Compare(m.id, id) })
		if found {
			parent := holdings[i]
			low, high := parent.possible, child.possible
			r.ParentBand = band(parent)
			switch {
			case low[len(low)-1] < high[0]:
				r.Problem = ParentBelowChild
			case low[0] < high[len(high)-1]:
				r.Problem = ParentUndetermined
			default:
				continue
			}
		}
		p.Refinements = append(p.Refinements, r)
	}
}

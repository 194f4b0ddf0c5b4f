package soa

import (
	"errors"
	"fmt"

	"github.com/ismskit/ismskit/criteria/source"
	"github.com/ismskit/ismskit/risk"
)

// Input is what a statement of applicability follows from, and what it is
// checked against. What is not given cannot make a control necessary.
type Input struct {
	ID      string // of the statement to derive; "" for that of Previous
	Version string // of the statement to derive; "" for a draft
	Title   string // of the statement to derive; "" for that of Previous

	Catalogues   []*Catalogue // in the order of the statement; each control id in one of them only
	Plans        []*risk.Plan
	Register     *risk.Register
	Requirements []Requirement
	Externals    []External
	Previous     *Statement // nil for the first
}

// A Requirement is something that the organisation must or wants to meet, with
// the controls that meet it.
type Requirement struct {
	ID       string
	Kind     RequirementKind
	Title    string
	Controls []string
}

// RequirementKind tells how a requirement binds.
type RequirementKind uint8

// The kinds. The zero RequirementKind is invalid.
const (
	Legal       RequirementKind = iota + 1
	Regulatory                  // counts as legal
	Contractual                 // agreed with somebody
	Business                    // the organisation's own wish
)

var requirementKindNames = [...]string{"", "legal", "regulatory", "contractual", "business"}

// String returns the name of the kind.
func (k RequirementKind) String() string {
	if int(k) < len(requirementKindNames) {
		return requirementKindNames[k]
	}
	return ""
}

// Reason returns the reason that such a requirement is for a control.
func (k RequirementKind) Reason() Reason {
	switch k {
	case Legal, Regulatory:
		return ReasonLegal
	case Contractual:
		return ReasonContractual
	case Business:
		return ReasonBusiness
	}
	return 0
}

// An External is somebody outside the organisation, or what they provide, with
// the controls that they operate for it.
type External struct {
	ID       string
	Controls []string
}

// ErrInput is the error of an input whose parts contradict each other.
var ErrInput = errors.New("soa: input does not fit together")

// basis is an input, looked up.
type basis struct {
	in           Input
	catalogues   map[string]*Catalogue
	home         map[string]*Catalogue // of each control of a catalogue
	risks        map[string]bool
	credits      map[string][]string // risks that count on each control
	requirements map[string]*Requirement
	externals    map[string][]string // providers of each control
	controls     map[string]*risk.Control
	planOf       map[string]string // the plan of each of controls
	items        map[string][]item // of each control
	errs         []error
}

// item is an item of a plan that is not cancelled.
type item struct {
	plan *risk.Plan
	*risk.PlanItem
}

func (b *basis) fail(format string, args ...any) {
	b.errs = append(b.errs, fmt.Errorf(format, args...))
}

// err returns what does not fit, if anything.
func (b *basis) err() error {
	if len(b.errs) == 0 {
		return nil
	}
	n := min(len(b.errs), source.MaxDiagnostics)
	return errors.Join(append([]error{ErrInput}, b.errs[:n]...)...)
}

func (in Input) basis() *basis {
	b := &basis{
		in:           in,
		catalogues:   map[string]*Catalogue{},
		home:         map[string]*Catalogue{},
		risks:        map[string]bool{},
		credits:      map[string][]string{},
		requirements: map[string]*Requirement{},
		externals:    map[string][]string{},
		controls:     map[string]*risk.Control{},
		planOf:       map[string]string{},
		items:        map[string][]item{},
	}
	for _, f := range Lint(in.Catalogues...) {
		b.fail("%s", f)
	}
	for _, c := range in.Catalogues {
		b.catalogues[c.ID] = c
		for i := range c.Controls {
			b.home[c.Controls[i].ID] = c
		}
	}
	if in.Register != nil {
		for _, r := range in.Register.Risks {
			b.risks[r.ID] = true
			for _, c := range r.Controls {
				b.credits[c] = append(b.credits[c], r.ID)
			}
		}
	}
	for i := range in.Requirements {
		r := &in.Requirements[i]
		if b.requirements[r.ID] != nil {
			b.fail("the requirement %s is given twice", source.Clip(r.ID))
		}
		if r.Kind.Reason() == 0 {
			b.fail("the requirement %s has no kind", source.Clip(r.ID))
		}
		b.requirements[r.ID] = r
	}
	seen := map[string]bool{}
	for _, x := range in.Externals {
		if seen[x.ID] {
			b.fail("the external %s is given twice", source.Clip(x.ID))
		}
		seen[x.ID] = true
		for _, c := range x.Controls {
			b.externals[c] = append(b.externals[c], x.ID)
		}
	}
	plans := map[string]bool{}
	for _, p := range in.Plans {
		if plans[p.ID] {
			b.fail("the plan %s is given twice", source.Clip(p.ID))
		}
		plans[p.ID] = true
		b.plan(p)
	}
	return b
}

// plan looks up the controls and items of a plan.
func (b *basis) plan(p *risk.Plan) {
	for i := range p.Controls {
		c := &p.Controls[i]
		if home := b.home[c.ID]; c.Catalogue != "" && (home == nil || home.ID != c.Catalogue) {
			if b.catalogues[c.Catalogue] == nil {
				b.fail("plan %s: the control %s is of the catalogue %s, which is not given", p.ID, c.ID, c.Catalogue)
			} else {
				b.fail("plan %s: the catalogue %s has no control %s", p.ID, c.Catalogue, c.ID)
			}
		}
		if first := b.controls[c.ID]; first != nil {
			b.merge(first, c, p)
			continue
		}
		k := *c
		b.controls[c.ID], b.planOf[c.ID] = &k, p.ID
	}
	for i := range p.Items {
		it := &p.Items[i]
		if it.Status == risk.ItemCancelled {
			continue
		}
		for _, c := range it.Controls {
			b.items[c] = append(b.items[c], item{p, it})
		}
	}
}

// merge adds what another plan says of a control. A control is one thing: what
// both state must be the same.
func (b *basis) merge(k, c *risk.Control, p *risk.Plan) {
	differ := func(what string, x, y string) {
		if x != "" && y != "" && x != y {
			b.fail("plans %s and %s: the control %s has the %s %s, and %s", b.planOf[c.ID], p.ID, c.ID, what, source.Clip(x), source.Clip(y))
		}
	}
	differ("status", k.Status.String(), c.Status.String())
	differ("owner", k.Owner, c.Owner)
	differ("title", k.Title, c.Title)
	if !k.Due.IsZero() && !c.Due.IsZero() && !k.Due.Equal(c.Due) {
		differ("due date", moment(k.Due), moment(c.Due))
	}
	k.Status = max(k.Status, c.Status)
	k.Owner = max(k.Owner, c.Owner)
	k.Title = max(k.Title, c.Title)
	if k.Due.IsZero() {
		k.Due = c.Due
	}
	k.Evidence = append(append([]string(nil), k.Evidence...), c.Evidence...)
}

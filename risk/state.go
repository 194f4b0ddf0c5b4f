package risk

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/ismskit/ismskit/criteria/seal"
	"github.com/ismskit/ismskit/criteria/source"
)

// StateFormat is the line with which the digested bytes of a state begin.
const StateFormat = "ismskit.state/v1"

// ErrSubject tells that a plan has nothing of the kind to approve: no such
// item or risk, or a stage at which no risk is accepted.
var ErrSubject = errors.New("risk: no such subject of an approval")

// A Subject is what an approval is about: an item of the plan, or a risk at a
// stage.
type Subject struct {
	Kind  ApprovalKind
	Item  string // for ApproveItem
	Risk  string // for AcceptRisk
	Stage Stage  // for AcceptRisk: Current or Residual
}

// Subject returns what the approval is about.
func (a *Approval) Subject() Subject {
	if a.Kind == ApproveItem {
		return Subject{Kind: ApproveItem, Item: a.Item}
	}
	return Subject{Kind: a.Kind, Risk: a.Risk, Stage: a.Stage}
}

// String names the subject.
func (s Subject) String() string {
	if s.Kind == ApproveItem {
		return "item " + source.Clip(s.Item)
	}
	return s.Stage.String() + " risk " + source.Clip(s.Risk)
}

// A State is what an approval approves: the material fields of its subject, in
// a form that is the same for the same facts. Its digest binds the approval to
// them.
//
// # The digested bytes
//
// The digest is SHA-256 over the line "ismskit.state/v1", a newline, and one
// JSON object in the canonical form of RFC 8785, with two members: approves,
// the subject as {"item", "kind"} or {"kind", "risk", "stage"}, and fields, the
// value of each field by its name. Values are texts, lists and objects, never
// numbers: what counts is a decimal text. Lists whose order means nothing
// (scope, assets, cia, resources, effects) are sorted, and hold each entry
// once. A field about which nothing is stated is "", [] or {}: it is part of
// the state as well.
//
// DescribeMaterial says what each field holds.
type State struct {
	Subject Subject
	Fields  []StateField // by name
}

// State returns the present state of what can be approved, over the material
// fields of the plan. The error is an ErrSubject.
func (t *Treatment) State(s Subject) (State, error) {
	if !t.has(s) {
		return State{}, fmt.Errorf("%w: %s", ErrSubject, s)
	}
	return t.state(s, t.plan.material()), nil
}

func (t *Treatment) has(s Subject) bool {
	switch s.Kind {
	case ApproveItem:
		return t.items[s.Item] != nil && s.Risk == "" && s.Stage == 0
	case AcceptRisk:
		return t.assessment.Risk(s.Risk) != nil && s.Item == "" && (s.Stage == Current || s.Stage == Residual)
	}
	return false
}

// facts is what a state is made of.
type facts struct {
	t     *Treatment
	risk  *Risk
	out   *Outcome // at the subject's stage; without values if it is not assessed
	items []*PlanItem
}

// facts gathers what the subject is about. The approval of an item is about
// the risk that the item leads to: that one stays the same while the plan is
// carried out, but the current one must not.
func (t *Treatment) facts(s Subject) facts {
	f := facts{t: t}
	stage, id := s.Stage, s.Risk
	if s.Kind == ApproveItem {
		it := t.items[s.Item]
		stage, id = Residual, it.Risk
		if it.Status != ItemCancelled {
			f.items = []*PlanItem{it}
		}
	} else {
		f.items = t.byRisk[id]
	}
	if f.risk = t.assessment.Risk(id); f.risk == nil {
		f.risk = &Risk{ID: id}
	}
	if f.out = t.Outcome(id, stage); f.out == nil {
		f.out = &Outcome{Risk: id, Stage: stage}
	}
	return f
}

// state computes the named fields as far as the subject has them.
func (t *Treatment) state(s Subject, names []string) State {
	f := t.facts(s)
	st := State{Subject: s}
	for i := range materialFields {
		if m := &materialFields[i]; slices.Contains(names, m.name) && s.hasField(m.name) {
			st.Fields = append(st.Fields, StateField{Name: m.name, Value: string(m.append(&f, nil))})
		}
	}
	return st
}

// hasField tells whether a subject has a field: the current risk is what it is
// whatever is planned.
func (s Subject) hasField(name string) bool {
	return s.Kind == ApproveItem || s.Stage == Residual || !strings.HasPrefix(name, "item.")
}

func (s Subject) fieldNames() []string {
	return slices.DeleteFunc(MaterialFields(), func(name string) bool { return !s.hasField(name) })
}

func sortFields(list []StateField) {
	slices.SortStableFunc(list, func(a, b StateField) int { return cmp.Compare(a.Name, b.Name) })
}

// Digest returns the digest that an approval of the state carries.
func (s State) Digest() seal.Digest { return seal.Sum(StateFormat, s.appendJSON(nil)) }

func (s State) appendJSON(b []byte) []byte {
	o := object{b: append(b, '{')}
	o.key("approves")
	in := object{b: append(o.b, '{')}
	in.text("item", s.Subject.Item)
	in.text("kind", s.Subject.Kind.String())
	in.text("risk", s.Subject.Risk)
	in.text("stage", s.Subject.Stage.String())
	o.b = append(in.b, '}')
	o.key("fields")
	o.b = appendFields(o.b, s.Fields)
	return append(o.b, '}')
}

// appendFields writes fields as an object, by name.
func appendFields(b []byte, list []StateField) []byte {
	if !slices.IsSortedFunc(list, func(a, b StateField) int { return cmp.Compare(a.Name, b.Name) }) {
		list = slices.Clone(list)
		sortFields(list)
	}
	o := object{b: append(b, '{')}
	for _, f := range list {
		o.key(f.Name)
		o.b = append(o.b, f.Value...)
	}
	return append(o.b, '}')
}

// Diff tells what is different in another, later state.
func (s State) Diff(later State) []FieldChange { return Diff(s, later) }

// Diff compares two states field by field, in order of the fields' names. A
// field that only one of them has is a change as well.
func Diff(old, new State) []FieldChange {
	var out []FieldChange
	a, b := slices.Clone(old.Fields), slices.Clone(new.Fields)
	sortFields(a)
	sortFields(b)
	for len(a) > 0 || len(b) > 0 {
		var c FieldChange
		switch {
		case len(b) == 0 || len(a) > 0 && a[0].Name < b[0].Name:
			c, a = FieldChange{a[0].Name, a[0].Value, ""}, a[1:]
		case len(a) == 0 || b[0].Name < a[0].Name:
			c, b = FieldChange{b[0].Name, "", b[0].Value}, b[1:]
		default:
			c, a, b = FieldChange{a[0].Name, a[0].Value, b[0].Value}, a[1:], b[1:]
		}
		if c.Old != c.New {
			out = append(out, c)
		}
	}
	return out
}

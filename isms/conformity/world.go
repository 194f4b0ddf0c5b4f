package conformity

import (
	"context"
	"sync"
	"time"

	"github.com/ismskit/ismskit/criteria/rules"
	"github.com/ismskit/ismskit/criteria/seal"
	"github.com/ismskit/ismskit/criteria/source"
	"github.com/ismskit/ismskit/isms"
)

// world is a management system as rules see it, as of a time. It is made once
// for a check, so that the indexes of its lists are made once, too, and does
// not change while rules run.
type world struct {
	ctx      context.Context
	sys      *isms.System
	asOf     time.Time
	profile  *Profile
	contents map[string]seal.Digest
	shapes   map[string]*shape

	subjects map[string][]*object // by type, in the order of the model
	gaps     map[string][]gap     // lists, by type, that are not given
	root     *object
	inForce  *inForce
	warnings []Warning

	records map[seal.Digest]*assessed

	named    *mentions // assets, by risks
	credited *mentions // controls, by the current ratings of risks
	planned  *mentions // controls, by items of plans

	occurrences func() *occurrences
	powers      func() *powers

	lints    sync.Map // *criteria.Criteria -> rules.Value
	measured sync.Map // *isms.Measure -> func() map[*isms.MeasureResult]measure.Outcome
}

// A gap is a list, or an object, that is not given, so that it is not known
// which entities of a type there are.
type gap struct {
	path string
	at   isms.Position
}

func newWorld(ctx context.Context, sys *isms.System, p *Profile, asOf time.Time, contents map[string]seal.Digest) (*world, error) {
	w := &world{ctx: ctx, sys: sys, asOf: asOf, profile: p, contents: contents, shapes: model().shapes,
		subjects: map[string][]*object{}, gaps: map[string][]gap{}}
	w.occurrences, w.powers = sync.OnceValue(w.groupOccurrences), sync.OnceValue(w.findPowers)
	w.inForce = w.criteriaInForce()
	w.readRecords()
	w.mentioned()
	w.root = w.entity(sys, "", "isms")
	for _, build := range []func() error{w.addRisks, w.addPlans, w.addStatements} {
		if err := build(); err != nil {
			return nil, err
		}
	}
	return w, ctx.Err()
}

// object makes an object of a type and makes it a subject.
func (w *world) object(typ, path, id string, node *source.Node) *object {
	o := w.part(typ, path, id, node)
	w.subjects[typ] = append(w.subjects[typ], o)
	return o
}

// part makes an object that is no subject.
func (w *world) part(typ, path, id string, node *source.Node) *object {
	s := w.shapes[typ]
	o := &object{shape: s, path: path, id: id, node: node, world: w, values: make([]rules.Value, len(s.Fields))}
	o.value = rules.Of(o)
	return o
}

// miss notes that nothing is known of a list or object in which entities of the
// types could be.
func (w *world) miss(path string, at isms.Position, types ...string) {
	for _, t := range types {
		w.gaps[t] = append(w.gaps[t], gap{path, at})
	}
}

func (w *world) warn(code WarningCode, path string, at isms.Position, message string) {
	w.warnings = append(w.warnings, Warning{Code: code, Path: path, Position: at, Message: message})
}

// profileObject gives the profile that is checked.
func (w *world) profileObject(own []*RuleSet) *object {
	o := w.part("profile", "profile", w.profile.ID, nil)
	o.set("id", rules.Text(w.profile.ID))
	o.set("catalogue", rules.Text(w.profile.Catalogue))
	o.set("clauses", textList(w.profile.Clauses))
	o.set("requirements", textList(w.profile.Requirements(own...)))
	o.set("requiredDocuments", textList(w.profile.required()))
	return o
}

package conformity

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/ismskit/ismskit/criteria/rules"
	"github.com/ismskit/ismskit/criteria/seal"
	"github.com/ismskit/ismskit/criteria/source"
	"github.com/ismskit/ismskit/isms"
)

// Errors of Check that lie in its arguments. Match them with errors.Is.
var (
	ErrTime    = errors.New("conformity: asOf is not a time from year 1 to year 9999")
	ErrProfile = errors.New("conformity: no profile is given, and the system states no edition")
)

// Options tell what a system is checked against.
type Options struct {
	AsOf    time.Time // needed
	Profile *Profile  // nil: that of the edition that the system states
	// Contents are the digests of documents' contents, by the ids of the
	// documents, as the caller has found them. What is not there is not known.
	Contents map[string]seal.Digest
	// Progress, if set, is told how many subjects were held against a rule, and
	// how many there are, counted for each rule. Several goroutines call it, also
	// at once.
	Progress func(done, of int)
}

// Check holds a system against the rules that a profile has. It uses all
// processors, and its result depends on none of them. The error is ErrTime,
// ErrProfile or that of the context: whatever is wrong with the system itself
// is a verdict or a warning. A nil system is one of which nothing is known. The
// system must not change meanwhile.
func (r *Rules) Check(ctx context.Context, sys *isms.System, opt Options) (*Report, error) {
	if sys == nil {
		sys = &isms.System{}
	}
	asOf := opt.AsOf.UTC().Round(0)
	if asOf.IsZero() || asOf.Year() < 1 || asOf.Year() > 9999 {
		return nil, ErrTime
	}
	p := opt.Profile
	if p == nil {
		if p = ProfileOf(string(sys.Edition)); p == nil {
			return nil, ErrProfile
		}
	}
	w, err := newWorld(ctx, sys, p, asOf, opt.Contents)
	if err != nil {
		return nil, err
	}
	c := &check{world: w, vars: []rules.Value{rules.Time(asOf), w.root.value, w.inForce.object.value, w.profileObject(r.sets).value}}
	rep := &Report{AsOf: asOf, Profile: p, Sets: r.Sets()}
	list, n := r.in(p), 0
	for _, x := range list {
		n += max(1, len(w.subjects[x.ForEach])+len(w.gaps[x.ForEach]))
	}
	c.verdicts = make([]Verdict, 0, n)
	for _, x := range list {
		c.plan(x, p.Clause(x.Clause))
	}
	rep.Verdicts = c.verdicts
	if err := c.run(opt.Progress); err != nil {
		return nil, err
	}
	rep.Warnings = append(profileWarnings(p, sys, asOf), w.sorted()...)
	return rep, nil
}

// in lists the rules that a profile has, in the order of its clauses.
func (r *Rules) in(p *Profile) []*compiled {
	list := slices.DeleteFunc(slices.Clone(r.rules), func(x *compiled) bool { return !x.In(p.ID) })
	slices.SortStableFunc(list, func(a, b *compiled) int { return CompareClauses(p.Clause(a.Clause), p.Clause(b.Clause)) })
	return list
}

func profileWarnings(p *Profile, sys *isms.System, asOf time.Time) []Warning {
	var list []Warning
	add := func(code WarningCode, format string, args ...any) {
		list = append(list, Warning{Code: code, Path: "edition", Position: sys.Where("edition"), Message: fmt.Sprintf(format, args...)})
	}
	switch next := p.Successor(); {
	case p.OutOfDate(asOf):
		add(ProfileEnded, "%s ended on %s", p.Title, p.ValidUntil.Format(time.DateOnly))
	case asOf.Before(p.ValidFrom):
		add(ProfileEarly, "%s was published on %s", p.Title, p.ValidFrom.Format(time.DateOnly))
	case next != nil && !asOf.Before(next.ValidFrom):
		add(ProfileSuperseded, "%s is superseded by %s since %s", p.Title, next.Title, next.ValidFrom.Format(time.DateOnly))
	}
	if sys.Edition != "" && sys.Edition != p.Edition {
		add(ProfileOther, "the system follows %s, and is checked against %s", sys.Edition, p.Edition)
	}
	return list
}

func (w *world) sorted() []Warning {
	slices.SortStableFunc(w.warnings, func(a, b Warning) int {
		return strings.Compare(a.Path+"\x00"+string(a.Code), b.Path+"\x00"+string(b.Code))
	})
	return w.warnings
}

// check is one run of rules over a world.
type check struct {
	world    *world
	vars     []rules.Value // of every rule, without its subject
	verdicts []Verdict
	tasks    []task
}

// A task is a rule for some of its subjects, and where their verdicts belong.
type task struct {
	rule     *compiled
	subjects []*object
	first    int
}

// perTask is how many subjects a goroutine takes at a time.
const perTask = 256

// plan lays out the verdicts of a rule: one for each subject, then one for each
// list of which it is not known whether it holds further ones.
func (c *check) plan(r *compiled, clause string) {
	add := func(s Subject, status isms.VerdictStatus) *Verdict {
		c.verdicts = append(c.verdicts, Verdict{Rule: r.Rule, Set: r.set, Clause: clause, Subject: s, Status: status})
		return &c.verdicts[len(c.verdicts)-1]
	}
	subjects, gaps := c.world.subjects[r.ForEach], c.world.gaps[r.ForEach]
	for len(subjects) > 0 {
		n := min(len(subjects), perTask)
		c.tasks = append(c.tasks, task{r, subjects[:n], len(c.verdicts)})
		for _, o := range subjects[:n] {
			add(Subject{r.ForEach, o.id, o.path}, "")
		}
		subjects = subjects[n:]
	}
	for _, g := range gaps {
		v := add(Subject{Type: r.ForEach, Path: g.path}, isms.VerdictUndetermined)
		v.Missing, v.Position = []string{g.path}, g.at
	}
	if len(c.world.subjects[r.ForEach]) == 0 && len(gaps) == 0 {
		add(Subject{Type: r.ForEach}, isms.VerdictNotApplicable).Position = c.world.sys.Position()
	}
}

func (c *check) run(progress func(done, of int)) error {
	of := 0
	for _, t := range c.tasks {
		of += len(t.subjects)
	}
	var next, done atomic.Int64
	var wg sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), len(c.tasks)) {
		wg.Go(func() {
			vars := append(slices.Clone(c.vars), rules.Value{})
			for {
				i := int(next.Add(1)) - 1
				if i >= len(c.tasks) {
					return
				}
				t := c.tasks[i]
				for j, o := range t.subjects {
					if c.world.ctx.Err() != nil {
						return
					}
					c.verdict(&c.verdicts[t.first+j], t.rule, o, vars)
				}
				if n := done.Add(int64(len(t.subjects))); progress != nil {
					progress(int(n), of)
				}
			}
		})
	}
	wg.Wait()
	return c.world.ctx.Err()
}

// verdict decides about one subject.
func (c *check) verdict(v *Verdict, r *compiled, o *object, vars []rules.Value) {
	n := len(c.vars)
	if r.ForEach != "isms" && r.ForEach != "criteria" {
		vars[n] = o.value
		n++
	}
	if r.when != nil {
		switch res := r.when.Eval(vars[:n]...); {
		case res.True():
		case res.False():
			v.Status, v.Position = isms.VerdictNotApplicable, o.where("")
			return
		default:
			c.undetermined(v, r, o, res)
			return
		}
	}
	switch res := r.expr.Eval(vars[:n]...); {
	case res.True():
		v.Status, v.Position = isms.VerdictConform, o.where("")
	case res.False():
		v.Status = isms.VerdictNonconform
		c.see(v, r, o, res.Witness())
	default:
		c.undetermined(v, r, o, res)
	}
}

func (c *check) undetermined(v *Verdict, r *compiled, o *object, res rules.Result) {
	v.Status = isms.VerdictUndetermined
	if f := res.Failure(); f != nil {
		v.Error = string(f.Code)
	}
	v.Missing, v.More = res.Missing()
	v.Position = o.where("")
	// Where one thing is missing, its place is where to write it.
	if len(v.Missing) == 1 {
		rest, ok := strings.CutPrefix(v.Missing[0], o.path)
		if key := strings.TrimPrefix(rest, "."); ok && !strings.ContainsAny(key, ".[") {
			v.Position = o.where(key)
		}
	}
	if v.Error != "" {
		c.see(v, r, o, nil)
	}
}

// maxSeen bounds the values that a verdict shows.
const maxSeen = 16

// see notes what there is to look at: the innermost witness, or the subject.
func (c *check) see(v *Verdict, r *compiled, o *object, witness []rules.Value) {
	for _, x := range witness {
		switch x.Kind() {
		case rules.KindObject:
			o = the(x)
			v.Witness = append(v.Witness, o.path)
		default:
			v.Witness = append(v.Witness, x.String())
		}
	}
	v.Position = o.where("")
	fields := r.reads[o.Type()]
	if len(fields) == 1 {
		v.Position = o.where(fields[0])
	}
	for _, name := range fields[:min(len(fields), maxSeen)] {
		if o.shape.Name == "isms" {
			continue // its fields are the lists of everything
		}
		v.Seen = append(v.Seen, Seen{Field: name, Value: shown(o.Field(name)), Position: o.where(name)})
	}
}

// maxShown bounds the entries of a list that are shown.
const maxShown = 8

// shown gives a value to a reader.
func shown(v rules.Value) string {
	if v.Kind() != rules.KindList {
		return source.Clip(v.String())
	}
	var b strings.Builder
	b.WriteByte('[')
	for i := range min(v.Len(), maxShown) {
		if i > 0 {
			b.WriteString(", ")
		}
		b.WriteString(source.Clip(v.At(i).String()))
	}
	if v.Len() > maxShown {
		fmt.Fprintf(&b, ", ... %d in all", v.Len())
	}
	b.WriteByte(']')
	return b.String()
}

package main

import (
	"context"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/ismskit/ismskit/criteria"
	"github.com/ismskit/ismskit/criteria/seal"
	"github.com/ismskit/ismskit/isms"
	"github.com/ismskit/ismskit/isms/conformity"
	"github.com/ismskit/ismskit/risk"
	"github.com/ismskit/ismskit/soa"
	"github.com/stretchr/testify/require"
)

// Who can notice a change, beside the rules by their ids.
const (
	byReading    = "reading"    // the document is refused
	byData       = "data"       // System.Check
	byWarning    = "warning"    // of a report
	byPlan       = "plan"       // Treatment.Findings
	byStatement  = "statement"  // Statement.Check
	bySuccession = "succession" // CheckSuccession, for whoever kept a snapshot
	byNobody     = ""
)

// A watcher looks for who notices a change of the company. It is for one
// goroutine.
type watcher struct {
	docs     map[string]map[string]any // as plain values; main is all documents of ismskit.isms/v1
	base     *isms.System
	contents map[string]seal.Digest
	rules    *conformity.Rules
	narrow   map[string]*narrowed // by document or section
	quiet    map[string]bool      // changes that no rule noticed at an entity
	before   map[string]isms.VerdictStatus
	treated  *risk.Assessment
	plan     []string
	state    []string
}

// newWatcher reads the company as it is.
func newWatcher(t testing.TB) *watcher {
	t.Helper()
	dir := os.DirFS(".")
	w := &watcher{docs: map[string]map[string]any{"main": {"format": isms.Format}}, before: map[string]isms.VerdictStatus{},
		quiet: map[string]bool{}}
	entries, err := os.ReadDir("isms")
	require.NoError(t, err)
	for _, e := range entries {
		if !e.IsDir() {
			for k, v := range parseTree(t, "isms/"+e.Name()) {
				w.docs["main"][k] = v
			}
		}
	}
	for _, name := range []string{"register", "plan", "statement", "criteria-2024", "criteria-2025"} {
		w.docs[name] = parseTree(t, "isms/risk/"+name+".yaml")
	}
	w.base, err = load(t.Context(), dir)
	require.NoError(t, err)
	w.contents, err = contentsOf(dir, w.base)
	require.NoError(t, err)
	w.rules, err = compile(dir)
	require.NoError(t, err)
	report, err := w.rules.Check(t.Context(), w.base, w.options())
	require.NoError(t, err)
	for i := range report.Verdicts {
		w.before[key(&report.Verdicts[i])] = report.Verdicts[i].Status
	}
	w.narrow = narrow(t, w)
	_, w.treated = years[1].assess(t)
	w.plan, w.state = planFindings(w.base, w.treated), statementFindings(w.base)
	return w
}

// fork gives a watcher for another goroutine.
func (w *watcher) fork() *watcher {
	x := *w
	x.docs = map[string]map[string]any{}
	x.quiet = map[string]bool{}
	for k, v := range w.docs {
		x.docs[k] = clone(v).(map[string]any)
	}
	return &x
}

func (w *watcher) options() conformity.Options {
	return conformity.Options{AsOf: asOf, Contents: w.contents}
}

func key(v *conformity.Verdict) string { return v.Rule.ID + " " + v.Subject.Path }

// notice tells who notices a change first: byNobody if nobody does.
func (w *watcher) notice(m *mutation) string {
	undo := m.apply(w.docs[m.doc])
	defer undo()
	sys, err := w.changed(m)
	if err != nil {
		return byReading
	}
	if len(sys.Check(asOf)) > 0 {
		return byData
	}
	if rule := w.first(m, sys); rule != byNobody {
		return rule
	}
	if m.doc != "main" || m.path[0] == "parties" || m.path[0] == "externals" {
		if who := w.otherFindings(sys); who != byNobody {
			return who
		}
	}
	if len(isms.CheckSuccession(w.base, sys)) > 0 {
		return bySuccession
	}
	return byNobody
}

// first asks the rules that can notice the change, those first that are quick
// to ask.
func (w *watcher) first(m *mutation, sys *isms.System) string {
	n := w.narrow[m.room()]
	if n == nil {
		return w.asks(w.rules, sys)
	}
	light := *sys
	light.Registers, light.Records, light.Plans, light.CriteriaDocuments, light.Statements = nil, nil, nil, nil, nil
	if w.quiet[m.row()] {
		return w.asks(n.all, sys) // most likely nobody notices: ask everybody at once
	}
	rule := w.asks(n.light, &light)
	if rule == byNobody {
		rule = w.asks(n.heavy, sys)
	}
	w.quiet[m.row()] = rule == byNobody
	return rule
}

// asks tells which rule says of a subject that it does not conform, or that
// something is missing, and did not say so before.
func (w *watcher) asks(rules *conformity.Rules, sys *isms.System) string {
	if rules == nil {
		return byNobody
	}
	report, err := rules.Check(context.Background(), sys, w.options())
	if err != nil {
		return byReading
	}
	for i := range report.Verdicts {
		v := &report.Verdicts[i]
		if bad(v.Status) && w.before[key(v)] != v.Status {
			return v.Rule.ID
		}
	}
	if len(report.Warnings) > 0 {
		return byWarning
	}
	return byNobody
}

func bad(s isms.VerdictStatus) bool {
	return s == isms.VerdictNonconform || s == isms.VerdictUndetermined
}

// otherFindings asks the checks of plans and statements.
func (w *watcher) otherFindings(sys *isms.System) string {
	if !slices.Equal(planFindings(sys, w.treated), w.plan) {
		return byPlan
	}
	if !slices.Equal(statementFindings(sys), w.state) {
		return byStatement
	}
	return byNobody
}

// changed reads the document that was changed, and takes everything else over.
func (w *watcher) changed(m *mutation) (*isms.System, error) {
	sys := *w.base
	doc := w.docs[m.doc]
	var err error
	switch m.doc {
	case "main":
		return w.section(m, &sys)
	case "register":
		sys.Registers, err = one(risk.ParseRegister, doc)
	case "plan":
		sys.Plans, err = one(risk.ParsePlan, doc)
	case "statement":
		sys.Statements, err = one(soa.ParseStatement, doc)
	default:
		var d *criteria.Document
		if d, err = criteria.Parse(m.doc, encode(doc)); err == nil {
			i := slices.Index([]string{"criteria-2024", "criteria-2025"}, m.doc)
			sys.CriteriaDocuments = slices.Clone(sys.CriteriaDocuments)
			sys.CriteriaDocuments[i] = d
		}
	}
	return &sys, err
}

func one[T any](parse func(string, []byte) (T, error), doc map[string]any) ([]T, error) {
	x, err := parse("changed", encode(doc))
	return []T{x}, err
}

// section reads the section that was changed alone: what the others say stays.
// Ids are looked at over all sections, so a changed id means reading everything.
func (w *watcher) section(m *mutation, sys *isms.System) (*isms.System, error) {
	name := m.path[0].(string)
	doc := w.docs["main"]
	ids := m.pattern == "id" || strings.HasSuffix(m.pattern, ".id")
	if !ids {
		doc = map[string]any{"format": isms.Format}
		if v, ok := w.docs["main"][name]; ok {
			doc[name] = v
		}
	}
	part, err := isms.Parse("changed", encode(doc))
	if err != nil {
		return nil, err
	}
	to, from := reflect.ValueOf(sys).Elem(), reflect.ValueOf(part).Elem()
	for i := range to.NumField() {
		key, _, _ := strings.Cut(to.Type().Field(i).Tag.Get("isms"), ",")
		if key != "" && key != "isms" && (ids || key == name) {
			to.Field(i).Set(from.Field(i))
		}
	}
	return sys, nil
}

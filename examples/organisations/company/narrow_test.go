package main

import (
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/ismskit/ismskit/isms"
	"github.com/ismskit/ismskit/isms/conformity"
	"github.com/stretchr/testify/require"
)

// narrowed are the rules that can notice a change in one place: those about an
// entity that stands there, and those whose text names it. TestNarrow shows
// that nobody else does.
type narrowed struct {
	light *conformity.Rules // that need no risks, plans and statements
	heavy *conformity.Rules // the others
	all   *conformity.Rules
}

// outside names, for the documents that are none of ismskit.isms/v1, what of
// them rules read. Criteria are read by too many.
var outside = map[string]string{
	"register":  `risks?|ratings?|atRisk|credited`,
	"plan":      `plans?|items?|approvals?|condition|approvalException|planControl|planned|residual`,
	"statement": `statements?|entry|entries|catalogueRef|planRef`,
}

// weighty are words of rules that need more than documents of ismskit.isms/v1.
var weighty = regexp.MustCompile(`\b(risks?|ratings?|atRisk|plans?|items?|approvals?|condition|approvalException|planControl|statements?|entry|entries|` +
	`catalogueRef|planRef|criteria|acceptanceRule|authority|scale|input|assessments?|canApprove|comparable)\b`)

// room is the document of the change, or the section of the main one.
func (m *mutation) room() string {
	if m.doc == "main" {
		return m.path[0].(string)
	}
	return m.doc
}

// narrow makes the rules of every room but those that everything depends on.
func narrow(t testing.TB, w *watcher) map[string]*narrowed {
	all := map[string]*narrowed{}
	for doc, words := range outside {
		all[doc] = rulesWith(t, words)
	}
	for _, f := range isms.TypeOf(w.base).Fields {
		if f.Type == nil || f.Name == "criteria" {
			continue
		}
		names := map[string]bool{f.Name: true}
		typesIn(f.Type, names)
		if names["person"] || names["role"] {
			names["canApprove"] = true
		}
		all[f.Name] = rulesWith(t, strings.Join(slices.Sorted(maps.Keys(names)), "|"))
	}
	return all
}

func typesIn(t *isms.Type, names map[string]bool) {
	if names[t.Name] {
		return
	}
	names[t.Name] = true
	for _, f := range t.Fields {
		if f.Type != nil {
			typesIn(f.Type, names)
		}
	}
}

// rulesWith takes the rules about one of the words, or whose text has one.
func rulesWith(t testing.TB, words string) *narrowed {
	has := regexp.MustCompile(`\b(` + words + `)\b`)
	take := func(heavy ...bool) *conformity.Rules {
		var sets []*conformity.RuleSet
		for _, set := range []*conformity.RuleSet{conformity.Standard(), ownRules(t)} {
			x := *set
			x.Rules = slices.DeleteFunc(slices.Clone(set.Rules), func(r conformity.Rule) bool {
				text := r.ForEach + " " + r.When + " " + r.Expr
				return !r.In("2022-amd1") || !has.MatchString(text) || !slices.Contains(heavy, weighty.MatchString(text))
			})
			if len(x.Rules) > 0 {
				sets = append(sets, &x)
			}
		}
		if sets == nil {
			return nil
		}
		rules, err := conformity.Compile(sets...)
		require.NoError(t, err)
		return rules
	}
	return &narrowed{light: take(false), heavy: take(true), all: take(false, true)}
}

// TestNarrow shows on a sample that asking fewer rules gives the same answer.
func TestNarrow(t *testing.T) {
	w := newWatcher(t)
	all := allMutations(w)
	step := 97
	if testing.Short() {
		step = 997
	}
	for _, m := range every(all, step) {
		undo := m.apply(w.docs[m.doc])
		if sys, err := w.changed(&m); err == nil && len(sys.Check(asOf)) == 0 {
			require.Equal(t, w.asks(w.rules, sys) == byNobody, w.first(&m, sys) == byNobody, m.row())
		}
		undo()
	}
}

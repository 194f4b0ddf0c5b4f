package conformity_test

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/ismskit/ismskit/isms"
	"github.com/ismskit/ismskit/isms/conformity"
	"github.com/ismskit/ismskit/soa/annexa"
	"github.com/stretchr/testify/require"
)

// houseOf gives the house for a profile: with the statement of its edition.
func houseOf(t testing.TB, profile string) *house {
	h := newHouse(t)
	if profile == "2013" {
		h.docs["statement"] = parsed(t, "statement.yaml", statement(annexa.Edition2013()))
	}
	return h
}

// profilesOf lists the profiles that have a rule, the oldest first.
func profilesOf(r *conformity.Rule) []string {
	var list []string
	for _, p := range conformity.Profiles() {
		if r.In(p.ID) {
			list = append(list, p.ID)
		}
	}
	return list
}

// of gives the verdicts of a rule that have a status.
func of(rep *conformity.Report, rule string, want isms.VerdictStatus) []conformity.Verdict {
	return slices.DeleteFunc(rep.Of(rule), func(v conformity.Verdict) bool { return v.Status != want })
}

// brief shows the verdicts of a rule that say more than that it conforms.
func brief(rep *conformity.Report, rule string) string {
	var b strings.Builder
	for _, v := range rep.Of(rule) {
		if v.Status == isms.VerdictNonconform || v.Status == isms.VerdictUndetermined {
			fmt.Fprintf(&b, "%s %s missing %v witness %v error %q seen %v\n", v.Subject.Path, v.Status, v.Missing, v.Witness, v.Error, v.Seen)
		}
	}
	return b.String()
}

// newlyMissing lists what is missing to verdicts of a rule and was not missing
// to any before.
func newlyMissing(before, after *conformity.Report, rule string) []string {
	was := map[string]bool{}
	for _, v := range before.Of(rule) {
		for _, m := range v.Missing {
			was[m] = true
		}
	}
	var list []string
	for _, v := range of(after, rule, isms.VerdictUndetermined) {
		for _, m := range v.Missing {
			if !was[m] {
				list = append(list, m)
			}
		}
	}
	slices.Sort(list)
	return slices.Compact(list)
}

// modelPath gives the path in the model of a path in a document.
func modelPath(file, path string) string {
	return map[string]string{"main": "", "register": "", "plan": "plans[meridian-plan].", "statement": "statements[meridian-soa].",
		"criteria": "criteriaDocuments[meridian-criteria@1]."}[file] + path
}

// A breakage is a line of breaks.txt.
type breakage struct {
	rule    string
	changes []string // with them something does not conform
	open    []string // with these instead it cannot be told
	missing []string // for want of these
}

func parseBreakage(t testing.TB, line string) breakage {
	line, want, stated := strings.Cut(strings.TrimSpace(line), " => ")
	parts := strings.Split(line, " | ")
	x := breakage{rule: parts[0]}
	for _, p := range parts[1:] {
		if s, ok := strings.CutPrefix(p, "? "); ok {
			x.open = append(x.open, s)
		} else {
			x.changes = append(x.changes, p)
		}
	}
	if x.open == nil {
		last, _, _ := strings.Cut(x.changes[len(x.changes)-1], " = ")
		x.open = append(slices.Clone(x.changes[:len(x.changes)-1]), last)
	}
	if x.missing = strings.Split(want, ", "); !stated {
		file, path, ok := strings.Cut(x.open[len(x.open)-1], ": ")
		require.True(t, ok, line)
		x.missing = []string{modelPath(file, path)}
	}
	return x
}

// trial is a rule that is tried on changed houses, in every profile that has it.
type trial struct {
	rule     string
	profiles []string
	rules    *conformity.Rules // it alone
	base     map[string]*conformity.Report
	record   string // digest of the house's record
}

func newTrial(t *testing.T, id string) *trial {
	set := conformity.Standard()
	rule := set.Rule(id)
	require.NotNil(t, rule)
	bases.Do(func() { bases.reports, bases.record = baseReports(t) })
	x := &trial{rule: id, profiles: profilesOf(rule), base: bases.reports, record: bases.record}
	if testing.Short() { // the verdicts are the same in all, but for rules that ask for the profile
		x.profiles = x.profiles[len(x.profiles)-1:]
	}
	set.Rules = []conformity.Rule{*rule}
	var err error
	x.rules, err = conformity.Compile(set)
	require.NoError(t, err)
	for _, p := range x.profiles {
		require.NotEmpty(t, of(x.base[p], id, isms.VerdictConform), "%s: nothing conforms:\n%s", p, brief(x.base[p], id))
		require.Empty(t, of(x.base[p], id, isms.VerdictNonconform), "%s", p)
	}
	return x
}

// bases are the reports on the house as it is, by profile, made once.
var bases struct {
	sync.Once
	reports map[string]*conformity.Report
	record  string
}

func baseReports(t *testing.T) (reports map[string]*conformity.Report, record string) {
	reports = map[string]*conformity.Report{}
	for _, p := range conformity.Profiles() {
		sys := houseOf(t, p.ID).system(t)
		reports[p.ID], record = check(t, sys, p.ID), string(sys.Records[0].Digest)
	}
	return reports, record
}

// house gives the house for the rule: with the statement of its edition.
func (x *trial) house(t *testing.T) *house { return houseOf(t, x.profiles[len(x.profiles)-1]) }

// broken requires that something does not conform in the house.
func (x *trial) broken(t *testing.T, h *house) {
	sys := h.system(t)
	for _, p := range x.profiles {
		rep := checkBy(t, x.rules, sys, p)
		require.NotEmpty(t, of(rep, x.rule, isms.VerdictNonconform), "%s: nothing breaks it:\n%s", p, brief(rep, x.rule))
	}
}

// open requires that something cannot be told in the house, for want of what is
// missing and nothing else.
func (x *trial) open(t *testing.T, h *house, missing []string) {
	sys := h.system(t)
	for _, p := range x.profiles {
		rep := checkBy(t, x.rules, sys, p)
		got := newlyMissing(x.base[p], rep, x.rule)
		for i, m := range got {
			got[i] = strings.ReplaceAll(m, x.record, "RECORD")
		}
		require.Equal(t, missing, got, "%s\n%s", p, brief(rep, x.rule))
	}
}

// TestEachRule shows that each rule of each edition can come to each verdict.
func TestEachRule(t *testing.T) {
	seen := map[string]bool{}
	for id := range forged {
		seen[id] = true
	}
	for line := range strings.Lines(string(read(t, "testdata/meridian/breaks.txt"))) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		b := parseBreakage(t, line)
		t.Run(b.rule, func(t *testing.T) {
			require.False(t, seen[b.rule], "the rule is there already")
			seen[b.rule] = true
			x := newTrial(t, b.rule)
			h := x.house(t)
			for _, c := range b.changes {
				h.patch(t, c)
			}
			x.broken(t, h)
			h = x.house(t)
			for _, c := range b.open {
				h.patch(t, c)
			}
			x.open(t, h, b.missing)
		})
	}
	for _, r := range conformity.Standard().Rules {
		require.True(t, seen[r.ID], "%s is not tried", r.ID)
	}
}

// TestHouse shows that nothing in the house breaks a rule of any edition.
func TestHouse(t *testing.T) {
	reports, _ := baseReports(t)
	require.Len(t, reports, 3)
	for _, rep := range reports {
		for _, v := range rep.Verdicts {
			require.NotEqual(t, isms.VerdictNonconform, v.Status, "%s %v", v.Rule.ID, v.Subject)
			require.Empty(t, v.Error, v.Rule.ID)
		}
	}
}

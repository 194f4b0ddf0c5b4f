package conformity_test

import (
	"strings"
	"testing"

	"github.com/ismskit/ismskit/isms"
	"github.com/ismskit/ismskit/isms/conformity"
	"github.com/ismskit/ismskit/soa/annexa"
	"github.com/stretchr/testify/require"
)

// sealedAside are rules about records, which nobody can break by changing a
// document: forged_test.go has them.
var sealedAside = []string{"R612-06", "R612-07", "R612-09", "R612-21"}

// houseOf gives the house for a rule: with the statement of its edition.
func houseOf(t testing.TB, profile string) *house {
	h := newHouse(t)
	if profile == "2013" {
		h.docs["statement"] = parsed(t, "statement.yaml", statement(annexa.Edition2013()))
	}
	return h
}

func profileFor(r *conformity.Rule) string {
	if len(r.Editions) > 0 {
		return r.Editions[len(r.Editions)-1]
	}
	return "2022-amd1"
}

// statuses tells whether some subject of the rule has the status, and what is
// missing if it is undetermined.
func statuses(rep *conformity.Report, rule string, want isms.VerdictStatus) (found bool, missing []string) {
	for _, v := range rep.Of(rule) {
		if v.Status == want {
			found = true
			missing = append(missing, v.Missing...)
		}
	}
	return found, missing
}

// modelPath gives the path in the model of a path in a document.
func modelPath(file, path string) string {
	return map[string]string{"main": "", "register": "", "plan": "plans[meridian-plan].", "statement": "statements[meridian-soa].",
		"criteria": "criteriaDocuments[meridian-criteria@1]."}[file] + path
}

// TestEachRule shows that each rule of each edition can come to each verdict.
func TestEachRule(t *testing.T) {
	seen := map[string]bool{}
	for _, id := range sealedAside {
		seen[id] = true
	}
	base := map[string]*conformity.Report{}
	for _, p := range []string{"2013", "2022-amd1"} {
		base[p] = check(t, houseOf(t, p).system(t), p)
		for _, v := range base[p].Verdicts {
			require.NotEqual(t, isms.VerdictNonconform, v.Status, "%s %v", v.Rule.ID, v.Subject)
			require.Empty(t, v.Error, v.Rule.ID)
		}
	}
	for line := range strings.Lines(string(read(t, "testdata/meridian/breaks.txt"))) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		parts := strings.Split(strings.TrimSpace(line), " | ")
		id, patches := parts[0], parts[1:]
		t.Run(id, func(t *testing.T) {
			require.False(t, seen[id], "the rule is there already")
			seen[id] = true
			rule := conformity.Standard().Rule(id)
			require.NotNil(t, rule)
			p := profileFor(rule)
			found, _ := statuses(base[p], id, isms.VerdictConform)
			require.True(t, found, "nothing conforms: %v", base[p].Of(id))

			open := patches[len(patches)-1]
			open, _, _ = strings.Cut(open, " = ")
			if s, ok := strings.CutPrefix(open, "? "); ok {
				open, patches = s, patches[:len(patches)-1]
			}
			h := houseOf(t, p)
			for _, x := range patches {
				h.patch(t, x)
			}
			rep := check(t, h.system(t), p)
			found, _ = statuses(rep, id, isms.VerdictNonconform)
			require.True(t, found, "nothing breaks it: %v", rep.Of(id))

			h = houseOf(t, p)
			for _, x := range patches[:len(patches)-1] {
				h.patch(t, x)
			}
			h.patch(t, open)
			rep = check(t, h.system(t), p)
			found, missing := statuses(rep, id, isms.VerdictUndetermined)
			require.True(t, found, "%v", rep.Of(id))
			file, path, _ := strings.Cut(open, ": ")
			path = modelPath(file, path)
			hit := false
			for _, m := range missing {
				hit = hit || strings.HasPrefix(m, path) || strings.HasPrefix(path, m)
			}
			require.True(t, hit, "%s is not among %v", path, missing)
		})
	}
	for _, r := range conformity.Standard().Rules {
		require.True(t, seen[r.ID], "%s is not tried", r.ID)
	}
}

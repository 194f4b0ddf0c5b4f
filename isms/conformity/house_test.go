package conformity_test

import (
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/ismskit/ismskit/criteria"
	"github.com/ismskit/ismskit/criteria/seal"
	"github.com/ismskit/ismskit/isms"
	"github.com/ismskit/ismskit/isms/conformity"
	"github.com/ismskit/ismskit/risk"
	"github.com/ismskit/ismskit/soa"
	"github.com/ismskit/ismskit/soa/annexa"
	"github.com/stretchr/testify/require"
)

func read(t testing.TB, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(name)
	require.NoError(t, err)
	return data
}

// asOf is when Meridian Tours is checked.
var asOf = day("2026-07-01")

// contents are the digests of documents' contents that were found.
var contents = map[string]seal.Digest{"D-1": "sha256:0000000000000000000000000000000000000000000000000000000000000003"}

// house is the documents of Meridian Tours as plain values: its own, criteria,
// register, the treatment plan, and the statement of applicability. The record
// of its assessment is made of the first ones of criteria and register.
type house struct {
	docs    map[string]map[string]any
	record  []byte
	records [][]byte // further ones
}

// newHouse gives the house in which every rule has something that conforms.
func newHouse(t testing.TB) *house {
	t.Helper()
	firstHouse.Do(func() { firstHouse.house = buildHouse(t) })
	h := &house{docs: map[string]map[string]any{}, record: firstHouse.record}
	for name, doc := range firstHouse.docs {
		h.docs[name] = copied(doc).(map[string]any)
	}
	return h
}

// firstHouse is made once; tests get copies.
var firstHouse struct {
	sync.Once
	*house
}

func buildHouse(t testing.TB) *house {
	t.Helper()
	h := &house{docs: map[string]map[string]any{}}
	for name, data := range map[string][]byte{"main": read(t, "../testdata/complete.yaml"), "criteria": read(t, "testdata/meridian/criteria.yaml"),
		"register": read(t, "testdata/meridian/register.yaml"), "plan": read(t, "testdata/meridian/plan.yaml"), "statement": statement(annexa.Edition2022())} {
		h.docs[name] = parsed(t, name+".yaml", data)
	}
	for line := range strings.Lines(string(read(t, "testdata/meridian/base.txt"))) {
		if line = strings.TrimSpace(line); !strings.HasPrefix(line, "#") {
			h.patch(t, line)
		}
	}
	h.seal(t)
	return h
}

// patch changes the house: file: path = value, or file: path to take it away;
// file: alone takes the document away, and file: = value adds one.
func (h *house) patch(t testing.TB, line string) {
	t.Helper()
	if text, ok := strings.CutPrefix(line, "second: = "); ok {
		h.docs["second"] = value(t, text).(map[string]any)
		return
	}
	if line == "record:" {
		h.record = nil
		return
	}
	if file, ok := strings.CutSuffix(line, ":"); ok {
		require.Contains(t, h.docs, file)
		delete(h.docs, file)
		return
	}
	file, rest, ok := strings.Cut(line, ": ")
	require.True(t, ok && h.docs[file] != nil, line)
	path, text, set := strings.Cut(rest, " = ")
	var v any
	if set {
		v = value(t, text)
	}
	require.NoError(t, change(h.docs[file], path, set, v), line)
}

// assess makes the record of the house's register by its criteria.
func (h *house) assess(t testing.TB) (*criteria.Document, *risk.Assessment) {
	t.Helper()
	doc, err := criteria.Parse("criteria.json", encoded(t, h.docs["criteria"]))
	require.NoError(t, err)
	c, err := doc.Compile()
	require.NoError(t, err)
	reg, err := risk.ParseRegister("register.json", encoded(t, h.docs["register"]))
	require.NoError(t, err)
	a, err := risk.Assess(t.Context(), c, reg, day("2026-02-05"))
	require.NoError(t, err)
	h.record = a.Record().Bytes()
	return doc, a
}

// seal assesses the register and puts digests where the documents ask for them.
func (h *house) seal(t testing.TB) {
	t.Helper()
	doc, a := h.assess(t)
	h.docs["main"]["assessments"].([]any)[0].(map[string]any)["record"] = "RECORD"
	digests := map[string]string{"DIGEST": a.Digest(), "RECORD": a.Digest(),
		"sha256:0000000000000000000000000000000000000000000000000000000000000001": string(criteria.Digest(doc.Bytes())),
		"METHOD": string(isms.DigestMethod("minutes / 60.0")), "INPUTS": string(seal.Sum("to be found", nil)),
		"SCOPE": string(seal.Sum("scope to be found", nil))}
	h.replace(digests)
	// The inputs' digest needs the inputs, the scope's the scope, that of an
	// approval's state the plan.
	s, err := isms.Parse("main.json", encoded(t, h.docs["main"]))
	require.NoError(t, err)
	if scope, ok := s.Scope.Get(); ok {
		h.replace(map[string]string{digests["SCOPE"]: string(scope.Digest())})
	}
	for _, m := range s.Measures.Or(nil) {
		for _, r := range m.Results.Or(nil) {
			h.replace(map[string]string{digests["INPUTS"]: string(isms.DigestInputs(r.Inputs.Or(nil)))})
		}
	}
	plan := maps.Clone(h.docs["plan"])
	delete(plan, "approvals")
	p, err := risk.ParsePlan("plan.json", encoded(t, plan))
	require.NoError(t, err)
	bound, err := p.Bind(a)
	require.NoError(t, err)
	for name, subject := range map[string]risk.Subject{"STATE-T-1": {Kind: risk.ApproveItem, Item: "T-1"}, "STATE-T-2": {Kind: risk.ApproveItem, Item: "T-2"},
		"STATE-R-1": {Kind: risk.AcceptRisk, Risk: "R-1", Stage: risk.Residual}} {
		state, err := bound.State(subject)
		require.NoError(t, err)
		h.replace(map[string]string{name: string(state.Digest())})
	}
}

// replace puts other texts in the place of texts.
func (h *house) replace(texts map[string]string) {
	var walk func(v any) any
	walk = func(v any) any {
		switch v := v.(type) {
		case string:
			if s, ok := texts[v]; ok {
				return s
			}
		case map[string]any:
			for k := range v {
				v[k] = walk(v[k])
			}
		case []any:
			for i := range v {
				v[i] = walk(v[i])
			}
		}
		return v
	}
	for _, d := range h.docs {
		walk(d)
	}
}

func (h *house) files(t testing.TB) []isms.File {
	t.Helper()
	var files []isms.File
	if h.record != nil {
		files = append(files, isms.File{Name: "record.json", Data: h.record})
	}
	for i, data := range h.records {
		files = append(files, isms.File{Name: fmt.Sprintf("record%d.json", i+1), Data: data})
	}
	for _, name := range slices.Sorted(maps.Keys(h.docs)) {
		files = append(files, isms.File{Name: name + ".json", Data: encoded(t, h.docs[name])})
	}
	return files
}

func (h *house) system(t testing.TB) *isms.System {
	t.Helper()
	s, err := isms.Merge(h.files(t))
	require.NoError(t, err)
	return s
}

// statement goes through a catalogue; three own controls are necessary.
func statement(c *soa.Catalogue) []byte {
	var b strings.Builder
	fmt.Fprintf(&b, "format: ismskit.soa/v1\nid: meridian-soa\nversion: \"1\"\ncatalogues: [{id: %s}]\n", c.ID)
	b.WriteString("plans: [{id: meridian-plan}]\napproval: {by: ana, at: 2026-02-20}\ndocument: D-1\nentries:\n" +
		"  - {control: C-1, title: Patching, necessary: true, reasons: [risk], risks: [R-1], justification: It is what the rating rests on, description: Monthly, status: implemented, evidence: [log]}\n" +
		"  - {control: C-2, title: Second server, necessary: true, reasons: [risk], risks: [R-1], justification: Carries the load, description: The same in another room, status: implemented, evidence: [test]}\n" +
		"  - {control: C-3, title: Light page, necessary: true, reasons: [risk], risks: [R-1], justification: Takes load away, description: No pictures, status: planned, due: 2026-09-01}\n")
	for _, k := range c.Controls {
		fmt.Fprintf(&b, "  - {control: %s, catalogue: %s, necessary: false, justification: Nothing that the firm does needs this}\n", k.ID, c.ID)
	}
	return []byte(b.String())
}

// standardRules are those of the standard, compiled once for all tests.
var standardRules = sync.OnceValues(func() (*conformity.Rules, error) { return conformity.Compile(conformity.Standard()) })

func check(t testing.TB, s *isms.System, profile string) *conformity.Report {
	t.Helper()
	rules, err := standardRules()
	require.NoError(t, err)
	return checkBy(t, rules, s, profile)
}

func checkBy(t testing.TB, rules *conformity.Rules, s *isms.System, profile string) *conformity.Report {
	t.Helper()
	rep, err := rules.Check(t.Context(), s, conformity.Options{AsOf: asOf, Profile: conformity.ProfileOf(profile), Contents: contents})
	require.NoError(t, err)
	return rep
}

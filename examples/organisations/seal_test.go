package organisations_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/ismskit/ismskit/criteria"
	"github.com/ismskit/ismskit/criteria/seal"
	"github.com/ismskit/ismskit/criteria/source"
	"github.com/ismskit/ismskit/examples/organisations"
	"github.com/ismskit/ismskit/isms"
	"github.com/ismskit/ismskit/risk"
	"github.com/ismskit/ismskit/soa/annexa"
	"github.com/stretchr/testify/require"
)

// TestSeals holds everything that is sealed against what it seals: the record
// of the assessment against criteria and register, and every digest in the
// documents against what it is of. With -update it puts them in.
func TestSeals(t *testing.T) {
	for _, name := range organisations.Names() {
		t.Run(name, func(t *testing.T) {
			for range 6 { // a digest may be of a document that has a digest in it
				changed := sealRecord(t, name)
				for _, s := range stamps(t, name) {
					changed = s.put(t) || changed
				}
				if !changed {
					return
				}
				require.True(t, *update, "run go test -update")
			}
			require.Fail(t, "the seals do not come to rest")
		})
	}
}

// sealRecord writes the record of the assessment if it is another one, and
// tells whether it was.
func sealRecord(t *testing.T, name string) bool {
	_, a := assess(t, name)
	file := filepath.Join(name, "isms/risk/record.json")
	if old, err := os.ReadFile(file); err == nil && bytes.Equal(old, a.Record().Bytes()) {
		return false
	}
	if *update {
		require.NoError(t, os.WriteFile(file, a.Record().Bytes(), 0o644))
	}
	return true
}

func assess(t *testing.T, name string) (*criteria.Document, *risk.Assessment) {
	t.Helper()
	sys := load(t, name)
	doc := sys.CriteriaDocuments[0]
	c, err := doc.Compile()
	require.NoError(t, err)
	at, ok := sys.Assessments.Or(nil)[0].At.Get()
	require.True(t, ok)
	a, err := risk.Assess(t.Context(), c, sys.Registers[0], at)
	require.NoError(t, err)
	return doc, a
}

func load(t *testing.T, name string) *isms.System {
	t.Helper()
	sys, err := organisations.Load(t.Context(), os.DirFS(name))
	require.NoError(t, err)
	return sys
}

// A stamp is a digest in a document: where it stands, and what it is of.
type stamp struct {
	folder string
	at     isms.Position
	want   seal.Digest
}

// put writes the digest if it is another one, and tells whether it was.
func (s stamp) put(t *testing.T) bool {
	file := filepath.Join(s.folder, "isms", s.at.File)
	data, err := os.ReadFile(file)
	require.NoError(t, err)
	lines := strings.SplitAfter(string(data), "\n")
	line, i := lines[s.at.Line-1], s.at.Col-1
	require.True(t, strings.HasPrefix(line[i:], "sha256:"), "%s: %s", s.at, line[i:])
	end := i + len(s.want)
	if line[i:end] == string(s.want) {
		return false
	}
	if *update {
		lines[s.at.Line-1] = line[:i] + string(s.want) + line[end:]
		require.NoError(t, os.WriteFile(file, []byte(strings.Join(lines, "")), 0o644))
	}
	return true
}

// stamps lists every digest of an organisation's documents, and what it should
// be.
func stamps(t *testing.T, name string) []stamp {
	sys := load(t, name)
	doc, a := assess(t, name)
	var list []stamp
	add := func(at isms.Position, want seal.Digest) { list = append(list, stamp{name, at, want}) }
	for _, h := range sys.History.Or(nil) {
		add(h.Where("digest"), criteria.Digest(doc.Bytes()))
	}
	scope, _ := sys.Scope.Get()
	for _, x := range sys.Assessments.Or(nil) {
		add(x.Where("record"), seal.Digest(a.Digest()))
		add(x.Where("scopeDigest"), scope.Digest())
	}
	for _, m := range sys.Measures.Or(nil) {
		method := isms.DigestMethod(m.Method.Or(""))
		add(m.Where("methodDigest"), method)
		for _, r := range m.Results.Or(nil) {
			add(r.Where("methodDigest"), method)
			if r.InputsDigest.State() == isms.StateValue {
				add(r.Where("inputsDigest"), isms.DigestInputs(r.Inputs.Or(nil)))
			}
		}
	}
	contents, err := organisations.Contents(os.DirFS(name), sys)
	require.NoError(t, err)
	for _, d := range sys.Documents.Or(nil) {
		if want, ok := contents[d.ID]; ok {
			add(d.Where("digest"), want)
		}
	}
	own, err := organisations.OwnRules(os.DirFS(name))
	require.NoError(t, err)
	before := *sys
	before.Evaluations = isms.Opt[[]*isms.Evaluation]{}
	for _, v := range sys.Evaluations.Or(nil) {
		add(v.Where("inputDigest"), before.Digest())
		for _, s := range v.RuleSets.Or(nil) {
			add(s.Where("digest"), own.Digest())
		}
	}
	plan, statement := sys.Plans[0], sys.Statements[0]
	at := func(n *source.Node) isms.Position {
		return isms.Position{File: n.File(), Line: n.Pos().Line, Col: n.Pos().Col}
	}
	ref := statement.Node().Get("plans").Items()[0]
	add(at(plan.Node().Get("assessment")), seal.Digest(a.Digest()))
	add(at(statement.Node().Get("catalogues").Items()[0].Get("digest")), annexa.Edition2022().Digest())
	add(at(ref.Get("digest")), plan.Digest())
	add(at(ref.Get("assessment")), seal.Digest(a.Digest()))
	if plan.Assessment != seal.Digest(a.Digest()) {
		return list // the states are those of another assessment
	}
	bound, err := plan.Bind(a)
	require.NoError(t, err)
	for i := range plan.Approvals {
		x := &plan.Approvals[i]
		state, err := bound.State(x.Subject())
		require.NoError(t, err)
		add(at(x.Node().Get("state")), state.Digest())
	}
	return list
}

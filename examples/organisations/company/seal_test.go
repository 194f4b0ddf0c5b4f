package main

import (
	"bytes"
	"os"
	"strings"
	"testing"

	"github.com/ismskit/ismskit/criteria"
	"github.com/ismskit/ismskit/criteria/seal"
	"github.com/ismskit/ismskit/criteria/source"
	"github.com/ismskit/ismskit/isms"
	"github.com/ismskit/ismskit/risk"
	"github.com/ismskit/ismskit/soa/annexa"
	"github.com/stretchr/testify/require"
)

// TestSeals holds everything that is sealed against what it seals: the records
// of both years against criteria and registers, and every digest in the
// documents against what it is of. With -update it puts them in.
func TestSeals(t *testing.T) {
	for range 6 { // a digest may be of a document that has a digest in it
		changed := false
		for _, y := range years {
			changed = y.seal(t) || changed
		}
		for _, s := range sealsOf(t) {
			changed = s.put(t) || changed
		}
		if !changed {
			return
		}
		require.True(t, *update, "run go test -update")
	}
	require.Fail(t, "the seals do not come to rest")
}

// A year is an assessment and what it was made of.
type year struct{ name, register, at string }

var years = []year{{"2024", "earlier/register-2024.yaml", "2024-09-20"}, {"2025", "isms/risk/register.yaml", "2025-09-22"}}

// seal writes the year's record if it is another one, and tells whether it was.
func (y year) seal(t *testing.T) bool {
	_, a := y.assess(t)
	name := "isms/risk/record-" + y.name + ".json"
	if old, err := os.ReadFile(name); err == nil && bytes.Equal(old, a.Record().Bytes()) {
		return false
	}
	if *update {
		require.NoError(t, os.WriteFile(name, a.Record().Bytes(), 0o644))
	}
	return true
}

func (y year) assess(t testing.TB) (*criteria.Document, *risk.Assessment) {
	t.Helper()
	doc, err := criteria.Parse("criteria-"+y.name, read(t, "isms/risk/criteria-"+y.name+".yaml"))
	require.NoError(t, err)
	c, err := doc.Compile()
	require.NoError(t, err)
	reg, err := risk.ParseRegister(y.register, read(t, y.register))
	require.NoError(t, err)
	a, err := risk.Assess(t.Context(), c, reg, day(y.at))
	require.NoError(t, err)
	return doc, a
}

// A stamp is a digest in a document: where it stands, and what it is of.
type stamp struct {
	at   isms.Position
	want seal.Digest
}

const digestLen = len("sha256:") + 64

// put writes the digest if it is another one, and tells whether it was.
func (s stamp) put(t *testing.T) bool {
	name := "isms/" + s.at.File
	lines := strings.SplitAfter(string(read(t, name)), "\n")
	line := lines[s.at.Line-1]
	i := s.at.Col - 1
	require.True(t, strings.HasPrefix(line[i:], "sha256:"), "%s: %s", s.at, line[i:])
	if line[i:i+digestLen] == string(s.want) {
		return false
	}
	if *update {
		lines[s.at.Line-1] = line[:i] + string(s.want) + line[i+digestLen:]
		require.NoError(t, os.WriteFile(name, []byte(strings.Join(lines, "")), 0o644))
	}
	return true
}

// sealsOf lists every digest of the documents, and what it should be.
func sealsOf(t *testing.T) []stamp {
	dir := os.DirFS(".")
	sys, err := load(t.Context(), dir)
	require.NoError(t, err)
	var list []stamp
	add := func(at isms.Position, want seal.Digest) { list = append(list, stamp{at, want}) }
	assessment := map[string]*risk.Assessment{}
	used := map[string]seal.Digest{}
	for _, y := range years {
		doc, a := y.assess(t)
		assessment["A-"+y.name], used[doc.Version] = a, criteria.Digest(doc.Bytes())
	}
	for _, h := range sys.History.Or(nil) {
		add(h.Where("digest"), used[h.Version.Or("")])
	}
	scope, _ := sys.Scope.Get()
	for _, x := range sys.Assessments.Or(nil) {
		add(x.Where("record"), seal.Digest(assessment[x.ID].Digest()))
		add(x.Where("scopeDigest"), scope.Digest())
	}
	for _, m := range sys.Measures.Or(nil) {
		method := isms.DigestMethod(m.Method.Or(""))
		add(m.Where("methodDigest"), method)
		for _, r := range m.Results.Or(nil) {
			add(r.Where("methodDigest"), method)
			add(r.Where("inputsDigest"), isms.DigestInputs(r.Inputs.Or(nil)))
		}
	}
	contents, err := contentsOf(dir, sys)
	require.NoError(t, err)
	for _, d := range sys.Documents.Or(nil) {
		if want, ok := contents[d.ID]; ok {
			add(d.Where("digest"), want)
		}
	}
	own := ownRules(t)
	for _, v := range sys.Evaluations.Or(nil) {
		for _, s := range v.RuleSets.Or(nil) {
			if s.Version.Or("") == own.Version { // the file of an earlier version is not kept here
				add(s.Where("digest"), own.Digest())
			}
		}
	}
	return append(list, planSeals(t, sys, assessment["A-2025"])...)
}

// planSeals lists the digests in the plan, and those in the statement that
// states it.
func planSeals(t *testing.T, sys *isms.System, a *risk.Assessment) []stamp {
	plan, statement := sys.Plans[0], sys.Statements[0]
	at := func(n *source.Node) isms.Position {
		return isms.Position{File: n.File(), Line: n.Pos().Line, Col: n.Pos().Col}
	}
	list := []stamp{{at(plan.Node().Get("assessment")), seal.Digest(a.Digest())}}
	ref := statement.Node().Get("plans").Items()[0]
	list = append(list,
		stamp{at(statement.Node().Get("catalogues").Items()[0].Get("digest")), annexa.Edition2022().Digest()},
		stamp{at(ref.Get("digest")), plan.Digest()},
		stamp{at(ref.Get("assessment")), seal.Digest(a.Digest())})
	if plan.Assessment != seal.Digest(a.Digest()) {
		return list // the states are those of another assessment
	}
	bound, err := plan.Bind(a)
	require.NoError(t, err)
	for i := range plan.Approvals {
		x := &plan.Approvals[i]
		state, err := bound.State(x.Subject())
		require.NoError(t, err)
		list = append(list, stamp{at(x.Node().Get("state")), state.Digest()})
	}
	return list
}

package isms_test

import (
	"context"
	"errors"
	"io/fs"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/ismskit/ismskit/criteria"
	"github.com/ismskit/ismskit/criteria/source"
	"github.com/ismskit/ismskit/isms"
	"github.com/ismskit/ismskit/risk"
	"github.com/stretchr/testify/require"
)

const (
	criteriaText = `format: ismskit.criteria/v1
id: c
version: "1"
scales: [{id: s, levels: [{id: low, value: 1}, {id: high, value: 2}]}]
inputs: [{id: s, scale: s}]
level: s
bands: [{id: small, upTo: 1}, {id: large}]
acceptance: [{id: all, when: "true", outcome: accept}]
order: ["-level"]
`
	registerText = `format: ismskit.register/v1
id: r
risks: [{id: R-1, identified: 2026-01-05, ratings: {current: {s: low}}}]
`
)

// record makes the record of an assessment of 1 February 2026.
func record(t testing.TB) *risk.Record {
	t.Helper()
	doc, err := criteria.Parse("c.yaml", []byte(criteriaText))
	require.NoError(t, err)
	c, err := doc.Compile()
	require.NoError(t, err)
	reg, err := risk.ParseRegister("r.yaml", []byte(registerText))
	require.NoError(t, err)
	a, err := risk.Assess(context.Background(), c, reg, time.Date(2026, 2, 1, 0, 0, 0, 0, time.UTC))
	require.NoError(t, err)
	return a.Record()
}

func file(name, text string) isms.File { return isms.File{Name: name, Data: []byte(text)} }

func merge(t testing.TB, files ...isms.File) *isms.System {
	t.Helper()
	s, err := isms.Merge(files)
	require.NoError(t, err)
	return s
}

func TestMerge(t *testing.T) {
	files := []isms.File{
		file("a.yaml", document("id: x\ncontext: {purpose: p, issues: [{id: I-2}]}\nroles: [{id: B}]\nleadership: [{kind: resources}]\n")),
		file("b.yaml", document("id: x\ncontext: {criticalAssetRank: 3, issues: [{id: I-1}]}\nroles: [{id: A}, {id: B}]\nleadership: [{kind: outcomes}, {kind: resources}]\n")),
		file("c.json", `{"format": "ismskit.isms/v1", "scope": {"statement": "s"}}`),
		file("criteria.yaml", criteriaText),
		file("register.yaml", registerText),
		file("same.yaml", registerText),
		{Name: "record.json", Data: record(t).Bytes()},
		{Name: "record-again.json", Data: record(t).Bytes()},
		file("same-criteria.yaml", criteriaText),
	}
	want := `{"format":"ismskit.isms/v1",
"id":"x",
"context":{"purpose":"p","criticalAssetRank":3,"issues":[{"id":"I-1"},{"id":"I-2"}]},
"scope":{"statement":"s"},
"leadership":[
{"kind":"outcomes"},
{"kind":"resources"}],
"roles":[
{"id":"A"},
{"id":"B"}]}
`
	for range 5 {
		files = append(files[1:], files[0]) // in every order of turning
		s := merge(t, files...)
		require.Equal(t, want, string(s.Bytes()))
		require.Len(t, s.Registers, 1)
		require.Len(t, s.CriteriaDocuments, 1)
		require.Len(t, s.Records, 1)
		require.Equal(t, isms.Position{File: "b.yaml", Line: 3, Col: 30}, isms.Locate(s, "context.criticalAssetRank"))
		require.Equal(t, isms.Position{File: "a.yaml", Line: 3, Col: 20}, isms.Locate(s, "context.purpose"))
		require.Equal(t, "b.yaml", isms.Locate(s, "context.issues[I-1].id").File)
		require.Equal(t, "a.yaml", isms.Locate(s, "context.issues[I-2].id").File)
		require.Equal(t, "b.yaml", isms.Locate(s, "leadership[0].kind").File)
	}
	require.Empty(t, merge(t).Registers)
}

func TestMergeRefuses(t *testing.T) {
	for name, test := range map[string]struct {
		files   []isms.File
		code    source.Code
		at      string
		path    string
		message string
	}{
		"no format":     {[]isms.File{file("a.yaml", "id: x\n")}, source.MissingKey, "a.yaml:1:1", "", "read are ismskit.isms/v1, ismskit.register/v1, ismskit.assessment/v1, ismskit.criteria/v1"},
		"other format":  {[]isms.File{file("a.yaml", "format: pdf\n")}, source.BadValue, "a.yaml:1:9", "format", "read are ismskit.isms/v1"},
		"near format":   {[]isms.File{file("a.yaml", "format: ismskit.registre/v1\n")}, source.BadValue, "a.yaml:1:9", "format", "registre"},
		"no document":   {[]isms.File{file("a.yaml", "")}, source.Empty, "a.yaml:1:1", "", ""},
		"format last":   {[]isms.File{file("a.yaml", "risks: []\nid: r\nformat: ismskit.register/v1\n")}, source.Empty, "a.yaml:1:8", "risks", "no risks"},
		"bad register":  {[]isms.File{file("a.yaml", "format: ismskit.register/v1\nid: r\n")}, source.MissingKey, "a.yaml:1:1", "", "risks"},
		"bad criteria":  {[]isms.File{file("a.yaml", "format: ismskit.criteria/v1\n")}, source.MissingKey, "a.yaml:1:1", "", "id"},
		"bad record":    {[]isms.File{file("a.json", `{"format":"ismskit.assessment/v1"}`)}, source.MissingKey, "a.json:1:1", "", "digest"},
		"bad part":      {[]isms.File{file("a.yaml", document("rolse: []\n"))}, source.UnknownKey, "a.yaml:2:1", "rolse", ""},
		"two values":    {[]isms.File{file("a.yaml", document("id: x\n")), file("b.yaml", document("id: y\n"))}, isms.Conflict, "b.yaml:2:5", "id", "a.yaml:2:5"},
		"two words":     {[]isms.File{file("a.yaml", document("edition: 2013\n")), file("b.yaml", document("edition: 2022\n"))}, isms.Conflict, "b.yaml:2:10", "edition", "a.yaml:2:10"},
		"inside":        {[]isms.File{file("a.yaml", document("scope: {included: [x]}\n")), file("b.yaml", document("scope: {included: [y]}\n"))}, isms.Conflict, "b.yaml:2:19", "scope.included", "a.yaml:2:19"},
		"none and some": {[]isms.File{file("a.yaml", document("scope: {}\n")), file("b.yaml", document("scope: ~\n"))}, isms.Conflict, "b.yaml:2:8", "scope", "a.yaml:2:8"},
		"empty list":    {[]isms.File{file("a.yaml", document("roles: []\n")), file("b.yaml", document("roles: [{id: A}]\n"))}, isms.Conflict, "b.yaml:2:8", "roles", "a.yaml:2:8"},
		"third file":    {[]isms.File{file("c.yaml", document("scope: {version: '2'}\n")), file("a.yaml", document("scope: {version: '1'}\n")), file("b.yaml", document("scope: {version: '1'}\n"))}, isms.Conflict, "c.yaml:2:18", "scope.version", "a.yaml:2:18"},
		"other content": {[]isms.File{file("b.yaml", document("roles: [{id: A}]\n")), file("a.yaml", document("roles: [{id: A, title: x}]\n"))}, source.DuplicateID, "b.yaml:2:14", "roles[0].id", `the role "A" is already at a.yaml:2:14`},
		"two kinds":     {[]isms.File{file("a.yaml", document("roles: [{id: A}]\n")), file("b.yaml", document("persons: [{id: A}]\n"))}, source.DuplicateID, "b.yaml:2:16", "persons[0].id", "a person here, and of a role at a.yaml:2:14"},
		"twice in one":  {[]isms.File{file("a.yaml", document("roles: [{id: A}, {id: A}]\n")), file("b.yaml", document("roles: [{id: A}]\n"))}, source.DuplicateID, "a.yaml:2:23", "roles[1].id", "a.yaml:2:14"},
		"risk and role": {[]isms.File{file("a.yaml", document("roles: [{id: R-1}]\n")), file("r.yaml", registerText)}, source.DuplicateID, "r.yaml:3:14", "risks[0].id", "of a risk here, and of a role at a.yaml:2:14"},
		"registers":     {[]isms.File{file("q.yaml", registerText), file("r.yaml", strings.Replace(registerText, "low", "high", 1))}, source.DuplicateID, "r.yaml:2:5", "id", "q.yaml:2:5"},
		"criteria":      {[]isms.File{file("q.yaml", criteriaText), file("r.yaml", criteriaText+"title: x\n")}, source.DuplicateID, "r.yaml:2:5", "id", "q.yaml:2:5"},
	} {
		t.Run(name, func(t *testing.T) {
			for range 2 {
				_, err := isms.Merge(test.files)
				d := first(t, err)
				require.Equal(t, test.code, d.Code, d.Message)
				require.Equal(t, test.at, isms.Position{File: d.File, Line: d.Pos.Line, Col: d.Pos.Col}.String())
				require.Equal(t, test.path, d.Path)
				require.Contains(t, d.Message, test.message)
				slices.Reverse(test.files)
			}
		})
	}
}

// TestMergeKeepsForeignErrors finds a record that was changed.
func TestMergeKeepsForeignErrors(t *testing.T) {
	changed := strings.Replace(string(record(t).Bytes()), `"band":"small"`, `"band":"large"`, 1)
	_, err := isms.Merge([]isms.File{file("record.json", changed), file("a.yaml", "format: x\n")})
	require.ErrorIs(t, err, risk.ErrTampered)
	require.ErrorIs(t, err, source.BadValue)
	require.ErrorContains(t, err, "record.json: ")
}

func TestSkip(t *testing.T) {
	files := []isms.File{file("a.yaml", document("id: x\n")), file("b.yaml", "format: other/v1\n"), file("c.yaml", "format: ismskit.rules/v1\nx: [\n")}
	s, err := isms.Merge(files, "other/v1", "ismskit.rules/v1")
	require.NoError(t, err)
	require.Equal(t, "x", s.ID.Or(""))
	_, err = isms.Merge(files, "other/v1")
	require.Error(t, err)
	require.Equal(t, []string{"ismskit.isms/v1", "ismskit.register/v1", "ismskit.assessment/v1", "ismskit.criteria/v1",
		"ismskit.plan/v1", "ismskit.soa/v1", "ismskit.catalogue/v1"}, isms.Formats())
}

func TestLoad(t *testing.T) {
	folder := fstest.MapFS{
		"isms.yaml":           {Data: []byte(document("id: x\n"))},
		"risks/register.yml":  {Data: []byte(registerText)},
		"risks/record.json":   {Data: record(t).Bytes()},
		"README.md":           {Data: []byte("not read")},
		".hidden.yaml":        {Data: []byte("not read")},
		".git/x.yaml":         {Data: []byte("not read")},
		"elsewhere/link.yaml": {Data: []byte("not read"), Mode: fs.ModeSymlink},
	}
	s, err := isms.Load(context.Background(), folder)
	require.NoError(t, err)
	require.Equal(t, "x", s.ID.Or(""))
	require.Len(t, s.Registers, 1)
	require.Len(t, s.Records, 1)
	require.Equal(t, "risks/register.yml", s.Registers[0].Node().File())

	stopped, stop := context.WithCancel(context.Background())
	stop()
	_, err = isms.Load(stopped, folder)
	require.ErrorIs(t, err, context.Canceled)

	folder["bad.yaml"] = &fstest.MapFile{Data: []byte("format: ismskit.isms/v1\nrolse: []\n")}
	_, err = isms.Load(context.Background(), folder)
	require.ErrorIs(t, err, source.UnknownKey)

	_, err = isms.Load(context.Background(), broken{})
	require.ErrorIs(t, err, errBroken)
	_, err = isms.Load(context.Background(), large{folder})
	require.ErrorIs(t, err, source.Limit)

	many := fstest.MapFS{}
	for i := range isms.MaxFiles + 1 {
		many[strings.Repeat("x", i%100+1)+string(rune('a'+i/100%26))+string(rune('a'+i/2600))+".yaml"] = &fstest.MapFile{Data: []byte("format: ismskit.isms/v1\n")}
	}
	require.Len(t, many, isms.MaxFiles+1)
	_, err = isms.Load(context.Background(), many)
	require.ErrorIs(t, err, source.Limit)
	for name := range many {
		delete(many, name)
		break
	}
	_, err = isms.Load(context.Background(), many)
	require.NoError(t, err)
}

var errBroken = errors.New("broken")

// broken is a folder that cannot be read.
type broken struct{}

func (broken) Open(string) (fs.File, error) { return nil, errBroken }

// large is a folder whose files say that they are too large.
type large struct{ fs.FS }

func (l large) ReadDir(name string) ([]fs.DirEntry, error) {
	list, err := fs.ReadDir(l.FS, name)
	for i := range list {
		list[i] = largeEntry{list[i]}
	}
	return list, err
}

type largeEntry struct{ fs.DirEntry }

func (e largeEntry) Info() (fs.FileInfo, error) {
	info, err := e.DirEntry.Info()
	return largeInfo{info}, err
}

type largeInfo struct{ fs.FileInfo }

func (largeInfo) Size() int64 { return risk.MaxRecordBytes + 1 }

func TestReadFiles(t *testing.T) {
	files, err := isms.ReadFiles(context.Background(), fstest.MapFS{
		"b.yaml": {Data: []byte("format: other/v1\n")}, "a/x.json": {Data: []byte(`{"format":"ismskit.isms/v1"}`)}, "c.txt": {},
	})
	require.NoError(t, err)
	require.Equal(t, []isms.File{{Name: "a/x.json", Data: []byte(`{"format":"ismskit.isms/v1"}`)}, {Name: "b.yaml", Data: []byte("format: other/v1\n")}}, files)
}

func TestFormatOf(t *testing.T) {
	for text, want := range map[string]string{
		"format: ismskit.rules/v1\nrules: [": "ismskit.rules/v1", // nothing more is read
		"id: x\nformat: ismskit.isms/v1\n":   "ismskit.isms/v1",
		`{"id":"x","format":"other/v1"}`:     "other/v1",
		"id: x\n":                            "",
		"format: {a: b}\n":                   "",
		"- a\n":                              "",
	} {
		got, err := isms.FormatOf(file("x.yaml", text))
		require.NoError(t, err, text)
		require.Equal(t, want, got, text)
	}
	_, err := isms.FormatOf(file("x.yaml", "a: [\n"))
	require.Equal(t, "x.yaml", first(t, err).File)
}

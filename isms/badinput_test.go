package isms_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/ismskit/ismskit/criteria/source"
	"github.com/ismskit/ismskit/isms"
	"github.com/stretchr/testify/require"
)

func TestParseRefuses(t *testing.T) {
	long := strings.Repeat("x", isms.MaxTextBytes+1)
	digits := strings.Repeat("9", isms.MaxDecimalLength-3) + "."
	for name, test := range map[string]struct {
		text    string
		code    source.Code
		line    int
		col     int
		path    string
		nearest string
		message string // a part of it
	}{
		"empty":                {"", source.Empty, 1, 1, "", "", ""},
		"a list":               {"- x\n", source.WrongType, 1, 1, "", "", "map"},
		"no format":            {"id: x\n", source.MissingKey, 1, 1, "", "", "format: ismskit.isms/v1"},
		"another format":       {"format: ismskit.isms/v2\n", source.BadValue, 1, 9, "format", "ismskit.isms/v1", ""},
		"format inside":        {document("scope: {format: x}\n"), source.UnknownKey, 2, 9, "scope.format", "", ""},
		"unknown section":      {document("polices: []\n"), source.UnknownKey, 2, 1, "polices", "policies", ""},
		"unknown key":          {document("documents:\n  - id: D\n    aprovedBy: x\n"), source.UnknownKey, 4, 5, "documents[0].aprovedBy", "approvedBy", "aprovedBy"},
		"snake case":           {document("documents: [{id: D, approved_by: x}]\n"), source.UnknownKey, 2, 21, "documents[0].approved_by", "approvedBy", ""},
		"key of another type":  {document("roles: [{id: R, policyVersion: x}]\n"), source.UnknownKey, 2, 17, "roles[0].policyVersion", "", ""},
		"duplicate key":        {document("documents: [{id: D, id: E}]\n"), source.DuplicateKey, 2, 21, "documents[0].id", "", ""},
		"missing id":           {document("documents: [{title: x}]\n"), source.MissingKey, 2, 13, "documents[0]", "", "id"},
		"bad id":               {document("documents: [{id: a b}]\n"), source.BadValue, 2, 18, "documents[0].id", "", ""},
		"bad id of system":     {document("id: a b\n"), source.BadValue, 2, 5, "id", "", ""},
		"number for text":      {document("documents: [{id: D, version: 3}]\n"), source.WrongType, 2, 30, "documents[0].version", "", "quotes"},
		"null for text":        {document("documents: [{id: D, title: ~}]\n"), source.WrongType, 2, 28, "documents[0].title", "", `write ""`},
		"null for list":        {document("documents: ~\n"), source.WrongType, 2, 12, "documents", "", "write []"},
		"null for texts":       {document("documents: [{id: D, covers: }]\n"), source.WrongType, 2, 29, "documents[0].covers", "", "write []"},
		"null for bool":        {document("parties: [{id: P, relevant: ~}]\n"), source.WrongType, 2, 29, "parties[0].relevant", "", "true or false"},
		"null for word":        {document("edition: ~\n"), source.WrongType, 2, 10, "edition", "", ""},
		"text for bool":        {document("parties: [{id: P, relevant: 'yes'}]\n"), source.WrongType, 2, 29, "parties[0].relevant", "", ""},
		"text for int":         {document("context: {criticalAssetRank: high}\n"), source.WrongType, 2, 30, "context.criticalAssetRank", "", ""},
		"text for number":      {document("improvements: [{id: I, before: many}]\n"), source.WrongType, 2, 32, "improvements[0].before", "", ""},
		"text for list":        {document("documents: [{id: D, covers: scope}]\n"), source.WrongType, 2, 29, "documents[0].covers", "", "list"},
		"map for list":         {document("documents: {id: D}\n"), source.WrongType, 2, 12, "documents", "", "list"},
		"list for map":         {document("scope: []\n"), source.WrongType, 2, 8, "scope", "", "map"},
		"text for entity":      {document("documents: [D]\n"), source.WrongType, 2, 13, "documents[0]", "", "map"},
		"entry of wrong type":  {document("documents: [{id: D, covers: [x, 1]}]\n"), source.WrongType, 2, 33, "documents[0].covers[1]", "", ""},
		"unknown word":         {document("documents: [{id: D, status: aproved}]\n"), source.BadValue, 2, 29, "documents[0].status", "approved", "draft, approved, withdrawn"},
		"unknown edition":      {document("edition: 2021\n"), source.BadValue, 2, 10, "edition", "2022", ""},
		"list for word":        {document("edition: [2022]\n"), source.WrongType, 2, 10, "edition", "", ""},
		"no date":              {document("documents: [{id: D, date: 2026-02-30}]\n"), source.BadValue, 2, 27, "documents[0].date", "", "point in time"},
		"number for date":      {document("documents: [{id: D, date: 2026}]\n"), source.WrongType, 2, 27, "documents[0].date", "", ""},
		"no duration":          {document("reviewInterval: 1y\n"), source.BadValue, 2, 17, "reviewInterval", "", ""},
		"no digest":            {document("documents: [{id: D, digest: sha256:12}]\n"), source.BadValue, 2, 29, "documents[0].digest", "", "64"},
		"bad reference":        {document("scope: {document: a b}\n"), source.BadValue, 2, 19, "scope.document", "", ""},
		"number for reference": {document("scope: {document: 1}\n"), source.WrongType, 2, 19, "scope.document", "", ""},
		"empty reference":      {document("scope: {issuesConsidered: ['']}\n"), source.BadValue, 2, 28, "scope.issuesConsidered[0]", "", "empty"},
		"null reference":       {document("scope: {issuesConsidered: [~]}\n"), source.WrongType, 2, 28, "scope.issuesConsidered[0]", "", ""},
		"long text":            {document("organisation: {name: " + long + "}\n"), source.Limit, 2, 22, "organisation.name", "", "10000"},
		"long number":          {document("improvements: [{id: I, before: " + digits + "123}]\n"), source.Limit, 2, 32, "improvements[0].before", "", ""},
		"large exponent":       {document("improvements: [{id: I, before: 1e300}]\n"), source.Limit, 2, 32, "improvements[0].before", "", ""},
		"many texts":           {document("organisation: {units: []}\ncontext: {intendedOutcomes: [" + strings.Repeat("x,", isms.MaxItems+1) + "]}\n"), source.Limit, 3, 29, "context.intendedOutcomes", "", "10001"},
		"many objects":         {document("exclusions: [" + strings.Repeat("{},", isms.MaxItems+1) + "]\n"), source.Limit, 2, 13, "exclusions", "", "10001"},
		"many entities":        {document("roles: [" + strings.Repeat("{},", isms.MaxEntities+1) + "]\n"), source.Limit, 2, 8, "roles", "", "100001"},
		"same id":              {document("roles: [{id: A}, {id: B}, {id: A}]\n"), source.DuplicateID, 2, 32, "roles[2].id", "", "a.yaml:2:14"},
		"same id, two parties": {document("parties: [{id: A, requirements: [{id: Q}]}, {id: B, requirements: [{id: Q}]}]\n"), source.DuplicateID, 2, 73, "parties[1].requirements[0].id", "", "a.yaml:2:39"},
		"id of two kinds":      {document("roles: [{id: A}]\ndocuments: [{id: A}]\n"), source.DuplicateID, 3, 18, "documents[0].id", "", "a document here, and of a role at a.yaml:2:14"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := isms.Parse("a.yaml", []byte(test.text))
			d := first(t, err)
			require.Equal(t, test.code, d.Code, d.Message)
			require.Equal(t, "a.yaml", d.File)
			require.Equal(t, source.Pos{Line: test.line, Col: test.col}, d.Pos)
			require.Equal(t, test.path, d.Path)
			require.Equal(t, test.nearest, d.Nearest)
			require.Contains(t, d.Message, test.message)
		})
	}
}

// TestLimitsAreInclusive reads documents just inside of the limits.
func TestLimitsAreInclusive(t *testing.T) {
	s := parse(t, document("organisation: {name: "+strings.Repeat("x", isms.MaxTextBytes)+"}\n"+
		"context: {intendedOutcomes: ["+strings.Repeat("x,", isms.MaxItems)+"]}\n"+
		"improvements: [{id: I, before: "+strings.Repeat("9", isms.MaxDecimalLength)+"}]\n"))
	require.Len(t, s.Context.Or(nil).IntendedOutcomes.Or(nil), isms.MaxItems)
	var b strings.Builder
	b.WriteString("roles: [")
	for i := range isms.MaxEntities {
		fmt.Fprintf(&b, "{id: R%d},", i)
	}
	require.Len(t, parse(t, document(b.String()+"]\n")).Roles.Or(nil), isms.MaxEntities)
}

// TestParseFindsEveryError reads a document with several mistakes.
func TestParseFindsEveryError(t *testing.T) {
	_, err := isms.Parse("a.yaml", []byte(document("edition: x\nrolse: []\ndocuments:\n  - {id: D, date: y}\n  - {status: z}\n")))
	var e *source.Error
	require.ErrorAs(t, err, &e)
	require.Len(t, e.Diagnostics, 5)
	require.Equal(t, "a.yaml:3:1: rolse: unknown key \"rolse\" (did you mean \"roles\"?)", e.Diagnostics[1].String())
}

// TestStates reads what is unknown, none and empty.
func TestStates(t *testing.T) {
	s := parse(t, document("edition: 2022\nscope: {document: ~, approvedBy: '', statement: '', included: [], approvedAt: ~}\nreviews: []\norganisation: ~\n"))
	require.Equal(t, isms.Edition2022, s.Edition)
	scope := s.Scope.Or(nil)
	require.True(t, scope.Document.IsNone())
	require.True(t, scope.ApprovedBy.IsNone())
	require.True(t, scope.ApprovedAt.IsNone())
	require.Equal(t, isms.StateValue, scope.Statement.State())
	require.Equal(t, isms.StateValue, scope.Included.State())
	require.Equal(t, isms.StateUnknown, scope.Version.State())
	require.True(t, s.Organisation.IsNone())
	require.True(t, s.Reviews.Known())
	require.False(t, s.Audits.Known())
	require.Empty(t, s.State)
	require.Equal(t, `{"format":"ismskit.isms/v1",
"organisation":null,
"edition":"2022",
"scope":{"statement":"","included":[],"document":null,"approvedBy":null,"approvedAt":null},
"reviews":[]}
`, string(s.Bytes()))
}

// TestEscapes keeps characters that a document may hold as escapes only.
func TestEscapes(t *testing.T) {
	const name = "a\u200bb\u0007\U000E0001c\t\"\n"
	s, err := isms.Parse("a.yaml", []byte(document(`organisation: {name: "a\u200Bb\u0007\U000E0001c\t\"\n"}`+"\n")))
	require.NoError(t, err)
	require.Equal(t, name, s.Organisation.Or(nil).Name.Or(""))
	require.Contains(t, string(s.Bytes()), `"a\u200bb\u0007\udb40\udc01c\t\"\n"`)
	again, err := isms.Parse("a.json", s.Bytes())
	require.NoError(t, err)
	require.Equal(t, name, again.Organisation.Or(nil).Name.Or(""))
}

// TestDocumentLimits reads documents just inside and outside of the limits on
// bytes and values.
func TestDocumentLimits(t *testing.T) {
	if testing.Short() {
		t.Skip("reads documents of 64 MiB and of 2,000,000 values")
	}
	text := `{"format":"ismskit.isms/v1"}`
	full := text + strings.Repeat(" ", isms.MaxBytes-len(text))
	_, err := isms.Parse("a.json", []byte(full))
	require.NoError(t, err)
	_, err = isms.Parse("a.json", []byte(full+" "))
	require.ErrorIs(t, err, source.Limit)

	// 199 results with 10,000 numbers each, and one that fills up what is left.
	values := func(extra string) []byte {
		var b strings.Builder
		b.WriteString(`{"format":"ismskit.isms/v1","measures":[{"id":"M","results":[`)
		for i := range 199 {
			if i > 0 {
				b.WriteByte(',')
			}
			fmt.Fprintf(&b, `{"inputs":[{"values":[%s0]}],"value":%d}`, strings.Repeat("0,", 9999), i)
		}
		return []byte(b.String() + extra + `]}]}`)
	}
	most := isms.MaxValues - count(t, values(""))
	require.Positive(t, most)
	fill := func(n int) string {
		return fmt.Sprintf(`,{"inputs":[{"values":[%s0]}],"value":0}`, strings.Repeat("0,", n-9))
	}
	require.Less(t, most, isms.MaxItems)
	_, err = isms.Parse("a.json", values(fill(most)))
	require.NoError(t, err)
	_, err = isms.Parse("a.json", values(fill(most+1)))
	require.ErrorIs(t, err, source.Limit)
}

// count counts the values and keys of a document.
func count(t *testing.T, data []byte) int {
	root, err := source.Parse("a.json", data, source.Limits{Bytes: isms.MaxBytes, Nodes: isms.MaxValues})
	require.NoError(t, err)
	n := 0
	var walk func(*source.Node)
	walk = func(x *source.Node) {
		n++
		for _, f := range x.Fields() {
			n++
			walk(f.Value)
		}
		for _, i := range x.Items() {
			walk(i)
		}
	}
	walk(root)
	return n
}

// TestMadeInGo writes a system that was made in Go: in any order and zone it is
// the same.
func TestMadeInGo(t *testing.T) {
	at := time.Date(2026, 2, 1, 9, 0, 0, 500, time.FixedZone("x", 2*3600))
	s := &isms.System{Documents: isms.Some([]*isms.Document{
		{ID: "B", Date: isms.Some(at)},
		{ID: "A", Previous: isms.None[string](), Access: isms.Some([]*isms.DocumentAccess{{Right: isms.Some("read")}, {Right: isms.Some("change")}, {Right: isms.Some("read")}})},
	})}
	require.Equal(t, `{"format":"ismskit.isms/v1",
"documents":[
{"id":"A","previous":null,"access":[{"right":"change"},{"right":"read"}]},
{"id":"B","date":"2026-02-01T07:00:00.0000005Z"}]}
`, string(s.Bytes()))
	same := parse(t, document("documents: [{id: A, access: [{right: read}, {right: change}], previous: ~}, {id: B, date: '2026-02-01T09:00:00.0000005+02:00'}]\n"))
	require.Equal(t, s.Digest(), same.Digest())
	require.Empty(t, s.Documents.Or(nil)[0].Where("date").String())
}

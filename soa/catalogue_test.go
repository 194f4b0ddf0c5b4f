package soa_test

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/ismskit/ismskit/criteria/seal"
	"github.com/ismskit/ismskit/criteria/source"
	"github.com/ismskit/ismskit/soa"
	"github.com/stretchr/testify/require"
)

func TestParseCatalogue(t *testing.T) {
	c := catalogue(t, tools)
	require.Equal(t, "tools", c.ID)
	require.Equal(t, soa.SourceOther, c.Source)
	require.Len(t, c.Controls, 5)
	k := c.Control("T-1")
	require.Equal(t, "Lock the door", k.Title)
	require.Equal(t, []string{"inside", "outside"}, k.Values("place"))
	require.Nil(t, k.Values("shape"))
	require.True(t, c.Control("T-4").Withdrawn)
	require.Equal(t, "T-1", c.Control("T-3").Parent)
	require.Nil(t, c.Control("T-9"))
	require.Equal(t, "g1", c.Group("g2").Parent)
	require.Nil(t, c.Group("g3"))
}

// The same catalogue has the same bytes and digest from YAML, from its own
// JSON and from Go.
func TestCatalogueBytes(t *testing.T) {
	c := catalogue(t, own)
	want := `{"controls":[{"description":"Two people turn their keys.","id":"ACME-1","title":"Two keys"}],"format":"ismskit.catalogue/v1","id":"acme","source":"own"}`
	require.Equal(t, want, string(c.Bytes()))
	require.Equal(t, seal.Sum("ismskit.catalogue/v1", []byte(want)), c.Digest())
	for _, text := range []string{tools, own} {
		c := catalogue(t, text)
		again, err := soa.ParseCatalogue("c.json", c.Bytes())
		require.NoError(t, err)
		require.Equal(t, string(c.Bytes()), string(again.Bytes()))
		made, err := soa.NewCatalogue(*c)
		require.NoError(t, err)
		require.Equal(t, c.Digest(), made.Digest())
		literal := soa.Catalogue{ID: c.ID, Title: c.Title, Source: c.Source, Groups: c.Groups, Controls: c.Controls}
		require.Equal(t, c.Digest(), literal.Digest())
		require.Equal(t, text == tools, literal.Control("T-2") != nil)
	}
}

// What a catalogue was made of may change afterwards.
func TestNewCatalogueCopies(t *testing.T) {
	in := soa.Catalogue{ID: "c", Groups: []soa.Group{{ID: "g"}}, Controls: []soa.Control{{ID: "K", Group: "g", Attributes: []soa.Attribute{{Name: "a", Values: []string{"x"}}}}}}
	c, err := soa.NewCatalogue(in)
	require.NoError(t, err)
	before := string(c.Bytes())
	in.Groups[0].ID, in.Controls[0].ID = "h", "L"
	in.Controls[0].Attributes[0].Values[0] = "y"
	require.Equal(t, before, string(c.Bytes()))
}

func TestBadCatalogues(t *testing.T) {
	for name, c := range map[string]struct{ text, want string }{
		"empty file":     {"", "c.yaml:1:1: the document is empty"},
		"other format":   {"format: ismskit.catalogue/v2\nid: x\n", `c.yaml:1:9: format: the format is "ismskit.catalogue/v2", wanted is ismskit.catalogue/v1 (did you mean "ismskit.catalogue/v1"?)`},
		"no id":          {"format: ismskit.catalogue/v1\ncontrols: [{id: A}]\n", "c.yaml:1:1: missing key id"},
		"bad id":         {"format: ismskit.catalogue/v1\nid: a b\ncontrols: [{id: A/1}]\n", "c.yaml:2:5: id: \"a b\" is no id: letters, digits, ., _ and -, beginning with a letter or digit, at most 64\nc.yaml:3:17: controls[0].id: \"A/1\" is no id: letters, digits, ., _ and -, beginning with a letter or digit, at most 64"},
		"unknown key":    {"format: ismskit.catalogue/v1\nid: x\ncontrols: [{id: A, titel: T}]\n", `c.yaml:3:20: controls[0].titel: unknown key "titel" (did you mean "title"?)`},
		"source":         {"format: ismskit.catalogue/v1\nid: x\nsource: owm\ncontrols: [{id: A}]\n", `c.yaml:3:9: source: "owm" is none of own, annex_a or other (did you mean "own"?)`},
		"no controls":    {"format: ismskit.catalogue/v1\nid: x\ncontrols: []\n", "c.yaml:3:11: controls: the catalogue has no controls"},
		"twice":          {"format: ismskit.catalogue/v1\nid: x\ngroups: [{id: g}, {id: g}]\ncontrols:\n  - {id: A}\n  - {id: A}\n", "c.yaml:3:24: groups[1].id: the group \"g\" is there already\nc.yaml:6:10: controls[1].id: the control \"A\" is there already"},
		"no group":       {"format: ismskit.catalogue/v1\nid: x\ncontrols:\n  - {id: A, group: g}\n", `c.yaml:4:20: controls[0].group: there is no group "g"`},
		"no parent":      {"format: ismskit.catalogue/v1\nid: x\ngroups: [{id: g, parent: h}]\ncontrols:\n  - {id: A, parent: B}\n", "c.yaml:3:26: groups[0].parent: there is no group \"h\"\nc.yaml:5:21: controls[0].parent: there is no control \"B\""},
		"circle":         {"format: ismskit.catalogue/v1\nid: x\ngroups: [{id: g, parent: h}, {id: h, parent: g}, {id: i, parent: g}]\ncontrols:\n  - {id: A, parent: A}\n", "c.yaml:3:26: groups[0].parent: the group \"g\" is part of itself\nc.yaml:3:46: groups[1].parent: the group \"h\" is part of itself\nc.yaml:5:21: controls[0].parent: the control \"A\" is part of itself"},
		"attribute":      {"format: ismskit.catalogue/v1\nid: x\ncontrols:\n  - {id: A, attributes: {a b: [x], c: [], d: [y, y], e: [\"\"]}}\n", "c.yaml:4:25: controls[0].attributes: the name of an attribute, \"a b\", is no id\nc.yaml:4:25: controls[0].attributes: the attribute \"c\" has 0 values, wanted are 1 to 1000\nc.yaml:4:25: controls[0].attributes: the attribute \"d\" has the value \"y\" twice, or an empty one\nc.yaml:4:25: controls[0].attributes: the attribute \"e\" has the value \"\" twice, or an empty one"},
		"attribute list": {"format: ismskit.catalogue/v1\nid: x\ncontrols:\n  - {id: A, attributes: [x], title: [], withdrawn: 1}\n", "c.yaml:4:25: controls[0].attributes: wanted is a map, not a list\nc.yaml:4:37: controls[0].title: wanted is a string, not a list\nc.yaml:4:52: controls[0].withdrawn: wanted is true or false, not an integer (1)"},
		"no list":        {"format: ismskit.catalogue/v1\nid: x\ncontrols: {id: A}\n", "c.yaml:3:11: controls: wanted is a list, not a map"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := soa.ParseCatalogue("c.yaml", []byte(c.text))
			require.Equal(t, c.want, problems(t, err))
		})
	}
	_, err := soa.ParseCatalogue("c.yaml", []byte("format: ismskit.catalogue/v1\nid: x\ncontrols: [{id: A, parent: A}]\n"))
	require.ErrorIs(t, err, soa.Cycle)
}

func TestCatalogueLimits(t *testing.T) {
	many := func(n int, f string) string {
		var b strings.Builder
		for i := range n {
			fmt.Fprintf(&b, f, i)
		}
		return b.String()
	}
	head := "format: ismskit.catalogue/v1\nid: x\n"
	for name, c := range map[string]struct {
		text func(n int) string
		most int
	}{
		"controls": {func(n int) string { return head + "controls:\n" + many(n, "  - {id: C%d}\n") }, soa.MaxControls},
		"groups":   {func(n int) string { return head + "controls: [{id: A}]\ngroups:\n" + many(n, "  - {id: C%d}\n") }, soa.MaxControls},
		"values": {func(n int) string {
			return head + "controls:\n  - id: A\n    attributes:\n      a:\n" + many(n, "        - v%d\n")
		}, soa.MaxItems},
		"attributes": {func(n int) string {
			return head + "controls:\n  - id: A\n    attributes:\n" + many(n, "      a%d: [x]\n")
		}, soa.MaxItems},
		"title":       {func(n int) string { return head + "controls: [{id: A, title: " + strings.Repeat("x", n) + "}]\n" }, soa.MaxTextBytes},
		"description": {func(n int) string { return head + "controls: [{id: A, description: " + strings.Repeat("x", n) + "}]\n" }, soa.MaxDescriptionBytes},
	} {
		t.Run(name, func(t *testing.T) {
			inside, err := soa.ParseCatalogue("c.yaml", []byte(c.text(c.most)))
			require.NoError(t, err)
			_, err = soa.NewCatalogue(*inside)
			require.NoError(t, err)
			_, err = soa.ParseCatalogue("c.yaml", []byte(c.text(c.most+1)))
			require.ErrorIs(t, err, source.Limit)
		})
	}
	_, err := soa.ParseCatalogue("c.yaml", make([]byte, soa.MaxBytes+1))
	require.ErrorIs(t, err, source.Limit)
}

func TestNewCatalogueRefuses(t *testing.T) {
	long := make([]soa.Attribute, soa.MaxItems+1)
	for i := range long {
		long[i] = soa.Attribute{Name: fmt.Sprint("a", i), Values: []string{"x"}}
	}
	for name, c := range map[string]struct {
		in   soa.Catalogue
		code source.Code
	}{
		"no id":       {soa.Catalogue{Controls: []soa.Control{{ID: "A"}}}, source.BadValue},
		"source":      {soa.Catalogue{ID: "x", Source: "mine", Controls: []soa.Control{{ID: "A"}}}, source.BadValue},
		"control id":  {soa.Catalogue{ID: "x", Controls: []soa.Control{{ID: ""}}}, source.BadValue},
		"nothing":     {soa.Catalogue{ID: "x"}, source.Empty},
		"twice":       {soa.Catalogue{ID: "x", Controls: []soa.Control{{ID: "A"}, {ID: "A"}}}, source.DuplicateID},
		"attribute":   {soa.Catalogue{ID: "x", Controls: []soa.Control{{ID: "A", Attributes: []soa.Attribute{{Name: "a", Values: []string{"v"}}, {Name: "a", Values: []string{"v"}}}}}}, source.DuplicateID},
		"attributes":  {soa.Catalogue{ID: "x", Controls: []soa.Control{{ID: "A", Attributes: long}}}, source.Limit},
		"title":       {soa.Catalogue{ID: "x", Controls: []soa.Control{{ID: "A", Title: strings.Repeat("x", soa.MaxTextBytes+1)}}}, source.Limit},
		"many":        {soa.Catalogue{ID: "x", Controls: make([]soa.Control, soa.MaxControls+1)}, source.Limit},
		"many groups": {soa.Catalogue{ID: "x", Controls: []soa.Control{{ID: "A"}}, Groups: make([]soa.Group, soa.MaxControls+1)}, source.Limit},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := soa.NewCatalogue(c.in)
			require.ErrorIs(t, err, soa.ErrCatalogue)
			require.ErrorIs(t, err, c.code)
		})
	}
}

func TestLintTogether(t *testing.T) {
	a, b := catalogue(t, tools), catalogue(t, own)
	require.Empty(t, soa.Lint(a, b))
	require.Empty(t, soa.Lint())
	twin := catalogue(t, "format: ismskit.catalogue/v1\nid: twin\ncontrols:\n  - {id: X}\n  - {id: T-2}\n")
	require.Equal(t, []string{"duplicate_id T-2 controls[1].id"}, codes(soa.Lint(a, b, twin)))
	require.Equal(t, `catalogue.yaml:5:10: controls[1].id: the catalogue tools has a control "T-2", too`, soa.Lint(a, twin)[0].String())
	require.Equal(t, []string{"duplicate_id id"}, codes(soa.Lint(a, a)))
	require.Equal(t, `id: the catalogue "x" is given twice`, soa.Lint(&soa.Catalogue{ID: "x", Controls: []soa.Control{{ID: "A"}}}, &soa.Catalogue{ID: "x"})[0].String())
}

func TestFrozenCatalogue(t *testing.T) {
	data, err := os.ReadFile("testdata/frozen/tools-1.json")
	require.NoError(t, err)
	c, err := soa.ParseCatalogue("tools-1.json", data)
	require.NoError(t, err)
	require.Equal(t, string(data), string(c.Bytes()))
	require.Equal(t, seal.Digest("sha256:cf6628b2472698a3ba07c45bd407d05ca2202212edb164d5d1f98f62a10f17b2"), c.Digest())
	require.Equal(t, string(data), string(catalogue(t, tools).Bytes()))
}

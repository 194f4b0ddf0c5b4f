package soa_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/ismskit/ismskit/criteria/source"
	"github.com/ismskit/ismskit/soa"
	"github.com/stretchr/testify/require"
)

const (
	oldTools = "format: ismskit.catalogue/v1\nid: old\ncontrols: [{id: O-1}, {id: O-2}, {id: O-3}, {id: O-4}, {id: O-5}]\n"
	newTools = "format: ismskit.catalogue/v1\nid: new\ncontrols: [{id: N-1, title: One}, {id: N-2, title: Two}, {id: N-3, title: Three}, {id: N-4, title: Four}, {id: N-5}, {id: N-6, withdrawn: true}]\n"
	// O-1 has become N-1, O-2 and a part of O-3 N-2, the rest of O-3 N-3; N-4
	// and N-5 are new, O-4 and O-5 are gone.
	links = "old,new,relation\nO-1,N-1,renamed-or-equal\nO-2,N-2,merged-into\nO-3,N-2,split-into\nO-3,N-3,split-into\n,N-4,new\n,N-5,new\nO-4,,removed\nO-5,,removed\n"
)

func crosswalk(t testing.TB, text string) *soa.Crosswalk {
	t.Helper()
	x, err := soa.ParseCrosswalk("x.csv", []byte(text))
	require.NoError(t, err)
	return x
}

func TestCrosswalkLint(t *testing.T) {
	from, to := catalogue(t, oldTools), catalogue(t, newTools)
	require.Empty(t, crosswalk(t, links).Lint(from, to))
	for name, c := range map[string]struct {
		edit []string
		want []string
	}{
		"old passed over":     {[]string{"O-4,,removed\n", ""}, []string{"not_total O-4"}},
		"new passed over":     {[]string{",N-4,new\n", ""}, []string{"not_total N-4"}},
		"dangling old":        {[]string{"O-4,,", "O-9,,"}, []string{"unknown_name O-9 links[6]", "not_total O-4"}},
		"dangling new":        {[]string{",N-4,", ",N-9,"}, []string{"unknown_name N-9 links[4]", "not_total N-4"}},
		"twice":               {[]string{"O-1,N-1,renamed-or-equal\n", "O-1,N-1,renamed-or-equal\nO-1,N-1,renamed-or-equal\n"}, []string{"wrong_relation N-1 links[0]", "duplicate_id N-1 links[1]", "wrong_relation N-1 links[1]"}},
		"not merged":          {[]string{"O-2,N-2,merged-into", "O-2,N-2,renamed-or-equal"}, []string{"wrong_relation N-2 links[1]"}},
		"not split":           {[]string{"O-3,N-3,split-into", "O-3,N-3,renamed-or-equal"}, []string{"wrong_relation N-3 links[3]"}},
		"not equal":           {[]string{"O-1,N-1,renamed-or-equal", "O-1,N-1,split-into"}, []string{"wrong_relation N-1 links[0]"}},
		"new with a past":     {[]string{",N-4,new", ",N-1,new"}, []string{"wrong_relation N-1 links[0]", "wrong_relation N-1 links[4]", "not_total N-4"}},
		"removed with a heir": {[]string{"O-4,,removed", "O-1,,removed"}, []string{"wrong_relation N-1 links[0]", "wrong_relation links[6]", "not_total O-4"}},
		"neither":             {[]string{"O-4,,removed\n", "O-4,,removed\n,,new\n"}, []string{"wrong_relation links[7]"}},
		"other catalogues":    {[]string{"old,new,", "old,newer,"}, []string{"unknown_name"}},
	} {
		t.Run(name, func(t *testing.T) {
			text := strings.NewReplacer(c.edit...).Replace(links)
			require.NotEqual(t, links, text)
			require.Equal(t, c.want, codes(crosswalk(t, text).Lint(from, to)))
		})
	}
	found := crosswalk(t, strings.Replace(links, "O-2,N-2,merged-into", "O-2,N-2,renamed-or-equal", 1)).Lint(from, to)
	require.Equal(t, `x.csv:3:1: links[1]: the relation from "O-2" to "N-2" is renamed-or-equal, by the number of links it is merged-into`, found[0].String())
}

func TestBadCrosswalks(t *testing.T) {
	for name, c := range map[string]struct{ text, want string }{
		"empty":    {"", "x.csv:1:1: the crosswalk has no links"},
		"header":   {"a b,c,relation\n", `x.csv:1:1: the header is "a b", "c", "relation", wanted are two ids of catalogues and relation`},
		"no links": {"a,b,relation\n", "x.csv:1:1: the crosswalk has no links"},
		"fields":   {"a,b,relation\nA,B\n", "x.csv:2:1: the row has 2 fields, wanted are 3"},
		"relation": {"a,b,relation\nA,B,merged\n\nA,C,renamed-or-equl\n", "x.csv:2:1: \"merged\" is no relation\nx.csv:4:1: \"renamed-or-equl\" is no relation (did you mean \"renamed-or-equal\"?)"},
		"id":       {"a,b,relation\nA A,B\xff,new\n", "x.csv:2:1: \"A A\" is no id\nx.csv:2:1: \"B\\xff\" is no id"},
		"quotes":   {"a,b,relation\nA,B,new\n\"A,B,new\n", "x.csv:3:1: extraneous or missing \" in quoted-field"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := soa.ParseCrosswalk("x.csv", []byte(c.text))
			require.Equal(t, c.want, problems(t, err))
		})
	}
}

func TestCrosswalkLimits(t *testing.T) {
	var b strings.Builder
	b.WriteString("a,b,relation\n")
	for i := range soa.MaxControls {
		fmt.Fprintf(&b, ",B%d,new\n", i)
	}
	require.Len(t, crosswalk(t, b.String()).Links, soa.MaxControls)
	b.WriteString(",C,new\n")
	_, err := soa.ParseCrosswalk("x.csv", []byte(b.String()))
	require.ErrorIs(t, err, source.Limit)
	_, err = soa.ParseCrosswalk("x.csv", make([]byte, soa.MaxBytes+1))
	require.ErrorIs(t, err, source.Limit)
}

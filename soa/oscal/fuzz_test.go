package oscal_test

import (
	"strings"
	"testing"

	"github.com/ismskit/ismskit/criteria/seal"
	"github.com/ismskit/ismskit/soa/oscal"
	"github.com/stretchr/testify/require"
)

// rewrite holds that what can be read can be written, is the same JSON then,
// and is written alike for ever.
func rewrite(t *testing.T, text string) oscal.Document {
	d, err := oscal.Parse("x.json", []byte(text))
	if err != nil {
		require.NotEmpty(t, err.Error())
		return nil
	}
	first := d.Bytes()
	if want, err := seal.Canonical([]byte(strings.TrimPrefix(text, "\ufeff"))); err == nil { // not so for numbers beyond a double
		got, err := seal.Canonical(first)
		require.NoError(t, err)
		require.Equal(t, string(want), string(got))
	}
	again, err := oscal.Parse("x.json", first)
	require.NoError(t, err)
	require.Equal(t, string(first), string(again.Bytes()))
	return d
}

func FuzzCatalog(f *testing.F) {
	f.Add(string(testdata(f, "catalog.json")))
	f.Add(catalog(`{"id": "x", "title": "", "params": [1, {"id": "p"}], "parts": [{"name": "statement", "parts": 3}], "props": []}`))
	f.Add(string(testdata(f, "components.json")))
	f.Add(string(testdata(f, "poam.json")))
	f.Fuzz(func(t *testing.T, text string) {
		switch d := rewrite(t, text).(type) {
		case *oscal.Catalog:
			if got, err := d.Catalogue("x"); err == nil {
				require.Len(t, got.Controls, len(controlIDs(d)))
			}
		case *oscal.POAM:
			require.GreaterOrEqual(t, len(d.Tracked()), len(d.Risks))
		case *oscal.ComponentDefinition:
			_ = d.Implemented()
		}
	})
}

func FuzzProfile(f *testing.F) {
	f.Add(string(testdata(f, "profile.json")))
	f.Add(profile(1, `"imports": [{"href": "p.json"}, {"href": "catalog.json", "include-controls": [{"matching": [{"pattern": "*"}]}]}], "merge": {"combine": {"method": "use-first"}}`))
	f.Add(profile(1, `"imports": [{"href": "", "include-controls": [{"with-ids": [ ], "with-child-controls": ""}]}], "merge": {"as-is": false, "combine": {"method": ""}}`))
	f.Add(profile(1, `"imports": [{"href": "catalog.json"}], "modify": {"set-parameters": [{"param-id": "dr-1_prm_1", "select": {}, "guidelines": 1}]}`))
	f.Fuzz(func(t *testing.T, text string) {
		p, ok := rewrite(t, text).(*oscal.Profile)
		if !ok {
			return
		}
		r, err := oscal.Resolve(p, oscal.FromFS(files(t, "p.json", text)))
		if err != nil {
			return
		}
		seen := map[string]bool{}
		for _, id := range controlIDs(r.Catalog) {
			require.False(t, seen[id], id)
			seen[id] = true
		}
		rewrite(t, string(r.Catalog.Bytes()))
	})
}

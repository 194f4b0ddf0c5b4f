package oscal_test

import (
	"encoding/base64"
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/ismskit/ismskit/criteria/source"
	"github.com/ismskit/ismskit/soa/oscal"
	"github.com/stretchr/testify/require"
)

const uuid = "91b8a1b5-4c0e-4d5c-8f0f-0a5d7c4c1e"

// profile makes the text of a profile whose UUID ends with n.
func profile(n int, body string) string {
	return fmt.Sprintf(`{"profile": {"uuid": "%s%02d", "metadata": {"title": "P%d", "last-modified": "2026-02-01T00:00:00Z", "version": "1", "oscal-version": "1.1.3"},
 %s}}`, uuid, n, n, body)
}

func catalog(controls string) string {
	return `{"catalog": {"uuid": "5c7a1d0e-0c1f-4a7e-9d61-3b1f6d2c9a10", "metadata": {"title": "C", "last-modified": "2026-02-01T00:00:00Z", "version": "1", "oscal-version": "1.1.3"},
 "controls": [` + controls + `]}}`
}

func files(t testing.TB, pairs ...string) fstest.MapFS {
	m := fstest.MapFS{"catalog.json": {Data: testdata(t, "catalog.json")}}
	for i := 0; i < len(pairs); i += 2 {
		m[pairs[i]] = &fstest.MapFile{Data: []byte(pairs[i+1])}
	}
	return m
}

func resolve(t testing.TB, fsys fs.FS, name string) (*oscal.Resolution, error) {
	t.Helper()
	data, err := fs.ReadFile(fsys, name)
	require.NoError(t, err)
	p, err := oscal.ParseProfile(name, data)
	require.NoError(t, err)
	return oscal.Resolve(p, oscal.FromFS(fsys))
}

func TestResolve(t *testing.T) {
	r, err := resolve(t, files(t, "p.json", string(testdata(t, "profile.json"))), "p.json")
	require.NoError(t, err)
	c := r.Catalog
	// dr-1 with its children, but not theirs; dr-1.2 is excluded, and wn-1 matches.
	require.Equal(t, []string{"dr-1", "dr-1.1", "wn-1"}, controlIDs(c))
	require.Equal(t, "Night profile", c.Metadata.Title)
	require.Equal(t, "urn:uuid:91b8a1b5-4c0e-4d5c-8f0f-0a5d7c4c1e01", c.Metadata.Links[0].Href)
	require.Len(t, c.Groups, 2)
	require.Empty(t, c.Groups[0].Groups)
	require.Equal(t, "The lease", c.BackMatter.Resources[0].Title)

	params := c.Control("dr-1").Params()
	require.Equal(t, "hours of the night", params[0].Label)
	require.Equal(t, []string{"22:00 to 6:00"}, params[0].Values)
	require.Equal(t, []string{"key"}, params[1].Values)
	text := string(c.Bytes())
	require.Regexp(t, `(?s)"guidelines": \[.*"When nobody is there.".*"Ask the neighbours."`, text)
	require.NotContains(t, text, `"select"`) // the value replaced it
	require.Contains(t, text, `"unknown"`)
	require.Contains(t, text, `"loose"`)

	require.Len(t, r.Alters, 1) // that of gd-1 is about nothing that is there
	require.Equal(t, "dr-1", r.Alters[0].ControlID)

	again, err := resolve(t, files(t, "p.json", string(testdata(t, "profile.json"))), "p.json")
	require.NoError(t, err)
	require.Equal(t, text, string(again.Catalog.Bytes()))
}

// TestSelection is worked out by hand from the specification and the sample
// catalog: own-1; dr: dr-1 (dr-1.1 (dr-1.1.1), dr-1.2), dr-2, gd-1; wn: wn-1.
func TestSelection(t *testing.T) {
	for _, c := range []struct{ name, imp, merge, want string }{
		{"an import that says nothing selects all", `{"href": "catalog.json"}`, "", "own-1 dr-1 dr-1.1 dr-1.1.1 dr-1.2 dr-2 gd-1 wn-1"},
		{"include-all", `{"href": "catalog.json", "include-all": {}}`, "", "own-1 dr-1 dr-1.1 dr-1.1.1 dr-1.2 dr-2 gd-1 wn-1"},
		{"exclusion alone selects the rest", `{"href": "catalog.json", "exclude-controls": [{"with-ids": ["dr-1.1", "own-1"]}]}`, "", "dr-1 dr-1.1.1 dr-1.2 dr-2 gd-1 wn-1"},
		{"by id, in the order of the catalog", `{"href": "catalog.json", "include-controls": [{"with-ids": ["wn-1", "dr-2"]}]}`, "", "dr-2 wn-1"},
		{"without children", `{"href": "catalog.json", "include-controls": [{"with-child-controls": "no", "with-ids": ["dr-1"]}]}`, "", "dr-1"},
		{"with children", `{"href": "catalog.json", "include-controls": [{"with-child-controls": "yes", "with-ids": ["dr-1"]}]}`, "", "dr-1 dr-1.1 dr-1.2"},
		{"a child without its parent takes its place", `{"href": "catalog.json", "include-controls": [{"with-ids": ["dr-1.1.1"]}]}`, "", "dr-1.1.1"},
		{"by pattern", `{"href": "catalog.json", "include-controls": [{"matching": [{"pattern": "dr-1*"}, {"pattern": "[a-g]d-?"}]}]}`, "", "dr-1 dr-1.1 dr-1.1.1 dr-1.2 gd-1"},
		{"exclusion prevails", `{"href": "catalog.json", "include-controls": [{"with-ids": ["dr-1", "dr-2"]}], "exclude-controls": [{"matching": [{"pattern": "dr-1*"}]}]}`, "", "dr-2"},
		{"nothing matches", `{"href": "catalog.json", "include-controls": [{"matching": [{"pattern": "zz*"}]}]}`, "", ""},
		{"twice, the same", `{"href": "catalog.json", "include-controls": [{"with-ids": ["dr-1"]}]}, {"href": "./catalog.json", "include-controls": [{"with-ids": ["dr-1", "dr-1.1"]}]}`, "", "dr-1 dr-1.1"},
		{"grouped as is", `{"href": "catalog.json", "include-controls": [{"with-ids": ["wn-1"]}]}, {"href": "catalog.json", "include-controls": [{"with-ids": ["own-1", "gd-1", "dr-1.1.1"]}]}`, `"merge": {"as-is": true},`, "own-1 wn-1 dr-1.1.1 gd-1"},
	} {
		t.Run(c.name, func(t *testing.T) {
			r, err := resolve(t, files(t, "p.json", profile(1, c.merge+`"imports": [`+c.imp+`]`)), "p.json")
			require.NoError(t, err)
			require.Equal(t, c.want, strings.Join(controlIDs(r.Catalog), " "))
			if c.merge == "" {
				require.Empty(t, r.Catalog.Groups)
			}
		})
	}
}

// TestNesting puts a control that comes by another import into its parent.
func TestNesting(t *testing.T) {
	r, err := resolve(t, files(t, "p.json", profile(1, `"merge": {"as-is": true}, "imports": [
	 {"href": "catalog.json", "include-controls": [{"with-ids": ["dr-1.1", "dr-1.1.1"]}]},
	 {"href": "catalog.json", "include-controls": [{"with-ids": ["dr-1"]}]}]`)), "p.json")
	require.NoError(t, err)
	require.Equal(t, []string{"dr-1", "dr-1.1", "dr-1.1.1"}, controlIDs(r.Catalog))
	require.Len(t, r.Catalog.Groups[0].Controls, 1)
	require.Equal(t, "dr-1.1.1", r.Catalog.Groups[0].Controls[0].Controls[0].Controls[0].ID)
}

// TestLayers resolves profiles of profiles. The two ways to base.json are
// walked once.
func TestLayers(t *testing.T) {
	fsys := files(t,
		"top.json", profile(1, `"imports": [{"href": "sub/a.json"}, {"href": "sub/b.json"}], "merge": {"combine": {"method": "use-first"}}, "modify": {"alters": [{"control-id": "dr-1"}]}`),
		"sub/a.json", profile(2, `"imports": [{"href": "base.json", "include-controls": [{"with-ids": ["dr-1"]}]}], "modify": {"alters": [{"control-id": "dr-1"}], "set-parameters": [{"param-id": "dr-1_prm_1", "values": ["a"]}]}`),
		"sub/b.json", profile(3, `"imports": [{"href": "base.json"}], "modify": {"set-parameters": [{"param-id": "dr-1_prm_1", "values": ["b"]}]}`),
		"sub/base.json", profile(4, `"imports": [{"href": "../catalog.json", "include-controls": [{"with-ids": ["dr-1", "wn-1"]}]}]`))
	r, err := resolve(t, fsys, "top.json")
	require.NoError(t, err)
	require.Equal(t, []string{"dr-1", "wn-1"}, controlIDs(r.Catalog))
	require.Equal(t, []string{"a"}, r.Catalog.Control("dr-1").Params()[0].Values)
	require.Len(t, r.Alters, 2)

	fsys["top.json"].Data = []byte(strings.Replace(string(fsys["top.json"].Data), "use-first", "keep", 1))
	_, err = resolve(t, fsys, "top.json")
	require.ErrorIs(t, err, source.DuplicateID)
	require.ErrorContains(t, err, `top.json:2:47: profile.imports[1].href: the control "dr-1" is selected already, with another text`)
}

func TestResources(t *testing.T) {
	const id = "0a0b0c0d-1111-4222-8333-444455556666"
	in := func(resource string) string {
		return profile(1, `"imports": [{"href": "#`+strings.ToUpper(id)+`", "include-controls": [{"with-ids": ["x-1"]}]}],
 "back-matter": {"resources": [{"uuid": "`+id+`", `+resource+`}]}`)
	}
	c := catalog(`{"id": "x-1", "title": "X"}`)
	for name, resource := range map[string]string{
		"media type first": `"rlinks": [{"href": "c.xml", "media-type": "application/oscal.catalog+xml"}, {"href": "gone.json"}, {"href": "c.json", "media-type": "application/oscal.catalog+json"}]`,
		"escaped":          `"rlinks": [{"href": "%63.json"}]`,
		"by extension":     `"rlinks": [{"href": "c.unknown"}, {"href": "c.json"}]`,
		"the next one":     `"rlinks": [{"href": "gone.json"}, {"href": "c.json"}]`,
		"base64":           `"base64": {"filename": "c.json", "value": "` + base64.StdEncoding.EncodeToString([]byte(c)) + `"}`,
	} {
		t.Run(name, func(t *testing.T) {
			r, err := resolve(t, files(t, "p.json", in(resource), "c.json", c), "p.json")
			require.NoError(t, err)
			require.Equal(t, []string{"x-1"}, controlIDs(r.Catalog))
		})
	}
	for resource, want := range map[string]string{
		`"rlinks": [{"href": "gone.json"}, {"href": "lost.json"}]`:                                    `p.json:2:23: profile.imports[0].href: "#0A0B0C0D-1111-4222-8333-444455556666" cannot be imported: open gone.json: file does not exist; open lost.json: file does not exist`,
		`"rlinks": [{"href": "c.xml", "media-type": "application/xml"}]`:                              "the resource has no link to a document in JSON",
		`"base64": {"value": "????"}`:                                                                 "the resource holds no document in base64",
		`"rlinks": [{"href": "https://example.com/c.json"}]`:                                          "the reference leads out of the folder: https://example.com/c.json",
		`"rlinks": [{"href": "../../c.json"}, {"href": "/etc/passwd"}]`:                               "the reference leads out of the folder: ../../c.json; oscal: the reference leads out of the folder: /etc/passwd",
		`"rlinks": [{"href": "%zz.json"}]`:                                                            "invalid URL escape",
		`"rlinks": [{"href": "p.json"}]`:                                                              "the profile imports itself: p.json -> p.json",
		`"base64": {"value": "` + base64.StdEncoding.EncodeToString([]byte(`{"catalog": []}`)) + `"}`: "p.json#0A0B0C0D-1111-4222-8333-444455556666:1:13: catalog: wanted is a map, not a list",
	} {
		_, err := resolve(t, files(t, "p.json", in(resource), "c.json", c), "p.json")
		require.ErrorContains(t, err, want)
	}
}

func TestCycles(t *testing.T) {
	one := `"imports": [{"href": "%s"}]`
	for _, c := range []struct {
		name string
		want string
		fsys fs.FS
	}{
		{"itself", "a.json:2:23: profile.imports[0].href: the profile imports itself: a.json -> a.json",
			files(t, "a.json", profile(1, fmt.Sprintf(one, "a.json")))},
		{"through another", "b.json:2:23: profile.imports[0].href: the profile imports itself: a.json -> b.json -> a.json",
			files(t, "a.json", profile(1, fmt.Sprintf(one, "b.json")), "b.json", profile(2, fmt.Sprintf(one, "x/../a.json")))},
		{"through two", "c.json:2:23: profile.imports[0].href: the profile imports itself: b.json -> c.json -> b.json",
			files(t, "a.json", profile(1, fmt.Sprintf(one, "b.json")), "b.json", profile(2, fmt.Sprintf(one, "c.json")), "c.json", profile(3, fmt.Sprintf(one, "b.json")))},
		{"under another name", "b.json:2:23: profile.imports[0].href: the profile imports itself: a.json -> b.json -> copy.json",
			files(t, "a.json", profile(1, fmt.Sprintf(one, "b.json")), "b.json", profile(2, fmt.Sprintf(one, "copy.json")), "copy.json", profile(1, fmt.Sprintf(one, "b.json")))},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := resolve(t, c.fsys, "a.json")
			require.ErrorIs(t, err, oscal.ErrCycle)
			require.ErrorContains(t, err, c.want)
			var e *source.Error
			require.ErrorAs(t, err, &e)
			require.Len(t, e.Diagnostics, 1)
		})
	}
}

func TestImportLimits(t *testing.T) {
	chain := func(n int) fs.FS {
		m := files(t)
		for i := 1; i < n; i++ {
			m[fmt.Sprintf("%d.json", i)] = &fstest.MapFile{Data: []byte(profile(i, fmt.Sprintf(`"imports": [{"href": "%d.json"}]`, i+1)))}
		}
		m[fmt.Sprintf("%d.json", n)] = &fstest.MapFile{Data: []byte(profile(n, `"imports": [{"href": "catalog.json"}]`))}
		return m
	}
	_, err := resolve(t, chain(oscal.MaxImportDepth), "1.json")
	require.NoError(t, err)
	_, err = resolve(t, chain(oscal.MaxImportDepth+1), "1.json")
	require.ErrorIs(t, err, source.Limit)
	require.ErrorContains(t, err, "more than 16 profiles import each other in a row")

	wide := func(n int) fs.FS {
		m := files(t)
		var list []string
		for i := range n {
			name := fmt.Sprintf("c%d.json", i)
			m[name] = &fstest.MapFile{Data: []byte(catalog(fmt.Sprintf(`{"id": "x-%d", "title": "X"}`, i)))}
			list = append(list, `{"href": "`+name+`"}`)
		}
		m["p.json"] = &fstest.MapFile{Data: []byte(profile(1, `"imports": [`+strings.Join(list, ", ")+"]"))}
		return m
	}
	r, err := resolve(t, wide(oscal.MaxImports), "p.json")
	require.NoError(t, err)
	require.Len(t, controlIDs(r.Catalog), oscal.MaxImports)
	_, err = resolve(t, wide(oscal.MaxImports+5), "p.json")
	require.ErrorContains(t, err, "more than 64 documents are imported")
	require.Equal(t, 1, strings.Count(err.Error(), "documents are imported"))
}

func TestResolveErrors(t *testing.T) {
	for _, c := range []struct{ body, want string }{
		{`"imports": [{"href": "catalog.json", "include-controls": [{"with-ids": ["dr-1", "dr-9"]}]}]`, `p.json:2:82: profile.imports[0].include-controls[0].with-ids[1]: the source has no control "dr-9"`},
		{`"imports": [{"href": "catalog.json", "exclude-controls": [{"with-ids": ["dr-9"]}]}]`, `p.json:2:74: profile.imports[0].exclude-controls[0].with-ids[0]: the source has no control "dr-9"`},
		{`"imports": [{"href": "catalog.json", "include-controls": [{"matching": [{"pattern": "[a"}]}]}]`, `p.json:2:74: profile.imports[0].include-controls[0].matching[0].pattern: "[a" is no pattern`},
		{`"imports": [{"href": "#0a0b0c0d-1111-4222-8333-444455556666"}]`, `p.json:2:23: profile.imports[0].href: "#0a0b0c0d-1111-4222-8333-444455556666" cannot be imported: the profile has no resource 0a0b0c0d-1111-4222-8333-444455556666`},
		{`"imports": [{"href": "poam.json"}]`, "poam.json is a plan-of-action-and-milestones; a profile imports catalogs and profiles"},
		{`"imports": [{"href": "bad.json"}]`, "bad.json:1:5: a: is no JSON"},
		{`"imports": [{"href": "catalog.json"}], "merge": {"custom": {}}`, "p.json:2:50: profile.merge.custom: custom structures are not resolved"},
	} {
		t.Run(c.want, func(t *testing.T) {
			_, err := resolve(t, files(t, "p.json", profile(1, c.body), "poam.json", string(testdata(t, "poam.json")), "bad.json", "{\"a\"x"), "p.json")
			require.ErrorContains(t, err, c.want)
			var e *source.Error
			require.ErrorAs(t, err, &e)
		})
	}
}

// TestMadeProfile resolves a profile that was not read from a file.
func TestMadeProfile(t *testing.T) {
	p := &oscal.Profile{UUID: uuid + "01", Imports: []oscal.Import{{Href: "catalog.json", Include: []oscal.Selection{{WithIDs: []string{"dr-1", "x"}}}}}}
	_, err := oscal.Resolve(p, oscal.FromFS(files(t)))
	require.ErrorContains(t, err, `profile.imports[0].include-controls[0].with-ids[1]: the source has no control "x"`)
	p.Imports[0].Include[0].WithIDs = []string{"dr-1"}
	r, err := oscal.Resolve(p, oscal.FromFS(files(t)))
	require.NoError(t, err)
	require.Equal(t, []string{"dr-1"}, controlIDs(r.Catalog))

	gone := errors.New("the network is down")
	_, err = oscal.Resolve(p, func(oscal.ImportRef) (string, []byte, error) { return "", nil, gone })
	require.ErrorContains(t, err, "the network is down")
}

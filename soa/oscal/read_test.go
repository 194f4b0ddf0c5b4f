package oscal_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/ismskit/ismskit/criteria/source"
	"github.com/ismskit/ismskit/soa/oscal"
	"github.com/stretchr/testify/require"
)

const head = `"uuid": "5c7a1d0e-0c1f-4a7e-9d61-3b1f6d2c9a10", "metadata": {"title": "C", "last-modified": "2026-02-01T00:00:00Z", "version": "1", "oscal-version": "1.1.3"}`

func TestBadInput(t *testing.T) {
	for _, c := range []struct {
		name, text string
		code       source.Code
		want       []string
	}{
		{"nothing", " \n", source.Empty, []string{"x.json:1:1: the document is empty"}},
		{"XML", `<catalog/>`, source.Syntax, []string{"x.json:1:1: is no JSON: invalid character '<' at start of value"}},
		{"cut off", `{"catalog": {"uuid": "5c`, source.Syntax, []string{"x.json:1:25: catalog.uuid: is no JSON: it ends too early"}},
		{"two values", "{}\n{}", source.Syntax, []string{"x.json:2:1: there is more after the end of the value"}},
		{"no map", `[]`, source.WrongType, []string{"x.json:1:1: wanted is a map, not a list"}},
		{"a key twice", "{\"catalog\": {\n \"uuid\": \"a\",\n \"uuid\": \"b\"}}", source.DuplicateKey, []string{"x.json:3:2: catalog.uuid: the key is there already"}},
		{"a key twice in what is only kept", `{"catalog": {` + head + `, "x": [0, {"a": 1, "a": 2}]}}`, source.DuplicateKey, []string{"catalog.x[1].a: the key is there already"}},
		{"no UTF-8", "{\"catalog\": {\"uuid\": \"\xff\"}}", source.Encoding, []string{"x.json:1:23: catalog.uuid: the text is not valid UTF-8"}},
		{"half a character by an escape", `{"catalog": {"uuid": "\ud800"}}`, source.Syntax, []string{"catalog.uuid: is no JSON: invalid surrogate pair"}},
		{"no model", `{"$schema": "x"}`, source.MissingKey, []string{"x.json:1:1: the document has no model; read are catalog, profile"}},
		{"a model of later versions", `{"mapping-collection": {}}`, source.UnknownKey, []string{`x.json:1:24: mapping-collection: "mapping-collection" is no model of OSCAL that is read`}},
		{"nearly a model", `{"catalogue": {}}`, source.UnknownKey, []string{`did you mean "catalog"?`}},
		{"two models", `{"catalog": {` + head + `}, "profile": {}}`, source.BadValue, []string{"profile: a document has one model, and this is a catalog already"}},
		{"nothing needed is there", `{"catalog": {}}`, source.MissingKey, []string{`x.json:1:13: catalog: "uuid" is missing`, `x.json:1:13: catalog: "metadata" is missing`}},
		{"metadata without all", `{"catalog": {"uuid": "5c7a1d0e-0c1f-4a7e-9d61-3b1f6d2c9a10", "metadata": {}}}`, source.MissingKey,
			[]string{`catalog.metadata: "title" is missing`, `catalog.metadata: "last-modified" is missing`, `catalog.metadata: "version" is missing`, `catalog.metadata: "oscal-version" is missing`}},
		{"no UUID", strings.Replace(catalog(""), "5c7a1d0e-", "5c7a1d0e+", 1), source.BadValue, []string{`x.json:1:22: catalog.uuid: "5c7a1d0e+0c1f-4a7e-9d61-3b1f6d2c9a10" is no UUID`}},
		{"a UUID with other letters", strings.Replace(catalog(""), "5c7a1d0e", "5c7a1d0g", 1), source.BadValue, []string{"is no UUID"}},
		{"no time", strings.Replace(catalog(""), "2026-02-01T", "2026-02-30T", 1), source.BadValue, []string{`catalog.metadata.last-modified: "2026-02-30T00:00:00Z" is no time with a time zone`}},
		{"a time without a zone", strings.Replace(catalog(""), "00:00:00Z", "00:00:00", 1), source.BadValue, []string{"is no time with a time zone"}},
		{"version 2", strings.Replace(catalog(""), "1.1.3", "2.0.0", 1), source.BadValue, []string{`x.json:1:163: catalog.metadata.oscal-version: the version of OSCAL is "2.0.0"; read are 1.0 and 1.1`}},
		{"version 1.2", strings.Replace(catalog(""), "1.1.3", "1.2.0", 1), source.BadValue, []string{`the version of OSCAL is "1.2.0"`}},
		{"version 1.10", strings.Replace(catalog(""), "1.1.3", "1.10.0", 1), source.BadValue, []string{`the version of OSCAL is "1.10.0"`}},
		{"a number for a text", `{"catalog": {"uuid": 7, ` + head[strings.Index(head, `"metadata"`):] + `}}`, source.WrongType, []string{"x.json:1:22: catalog.uuid: wanted is a string, not a number"}},
		{"a text for a list", `{"catalog": {` + head + `, "controls": "all"}}`, source.WrongType, []string{"catalog.controls: wanted is a list, not a string"}},
		{"a text for a list that is only kept", `{"catalog": {` + head + `, "params": "all"}}`, source.WrongType, []string{"catalog.params: wanted is a list, not a string"}},
		{"a bool for a control", catalog(`true`), source.WrongType, []string{"x.json:2:15: catalog.controls[0]: wanted is a map, not a bool"}},
		{"nothing for metadata", `{"catalog": {"uuid": "5c7a1d0e-0c1f-4a7e-9d61-3b1f6d2c9a10", "metadata": null}}`, source.WrongType, []string{"catalog.metadata: wanted is a map, not nothing"}},
		{"no control id", catalog(`{"title": "X"}`), source.MissingKey, []string{`catalog.controls[0]: "id" is missing`}},
		{"no token", catalog(`{"id": "1x", "title": "X"}`), source.BadValue, []string{`catalog.controls[0].id: "1x" is no token`}},
		{"an empty id", catalog(`{"id": "", "title": "X"}`), source.BadValue, []string{`catalog.controls[0].id: "" is no token`}},
		{"an id twice", catalog(`{"id": "x", "title": "X"},` + "\n" + `{"id": "y", "title": "Y", "controls": [{"id": "x", "title": "X"}]}`), source.DuplicateID,
			[]string{`x.json:3:47: catalog.controls[1].controls[0].id: another control has the id "x"`}},
		{"a number in a list of texts", profile(1, `"imports": [{"href": "c", "include-controls": [{"with-ids": ["a", 2]}]}]`), source.WrongType, []string{"profile.imports[0].include-controls[0].with-ids[1]: wanted is a string, not a number"}},
		{"no imports", profile(1, `"merge": {}`), source.MissingKey, []string{`profile: "imports" is missing`}},
		{"all and some", profile(1, `"imports": [{"href": "c", "include-all": {}, "include-controls": [{"with-ids": ["a"]}]}]`), source.BadValue, []string{"profile.imports[0]: include-all and include-controls exclude each other"}},
		{"include-all is no flag", profile(1, `"imports": [{"href": "c", "include-all": true}]`), source.WrongType, []string{"profile.imports[0].include-all: wanted is a map, not a bool"}},
		{"as-is is a flag", profile(1, `"imports": [{"href": "c"}], "merge": {"as-is": "yes"}`), source.WrongType, []string{"profile.merge.as-is: wanted is true or false, not a string"}},
		{"two structures", profile(1, `"imports": [{"href": "c"}], "merge": {"as-is": true, "flat": {}}`), source.BadValue, []string{"profile.merge: as-is, flat and custom exclude each other"}},
		{"children, perhaps", profile(1, `"imports": [{"href": "c", "include-controls": [{"with-child-controls": "maybe"}]}]`), source.BadValue, []string{`with-child-controls: "maybe" is neither yes nor no`}},
		{"many at once", catalog(`{"id": 1}, {"title": []}`), source.WrongType, []string{"controls[0].id", `controls[0]: "title"`, `controls[1]: "id"`, "controls[1].title"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			d, err := oscal.Parse("x.json", []byte(c.text))
			require.Nil(t, d)
			require.ErrorIs(t, err, c.code)
			for _, w := range c.want {
				require.ErrorContains(t, err, w)
			}
		})
	}
}

// TestTolerant reads what is unusual, and no error.
func TestTolerant(t *testing.T) {
	for name, text := range map[string]string{
		"version 1.0":          strings.Replace(catalog(""), "1.1.3", "1.0.0", 1),
		"a release candidate":  strings.Replace(catalog(""), "1.1.3", "1.1.0-rc2", 1),
		"byte order mark":      "\ufeff" + catalog(""),
		"spaces":               "\r\n\t " + strings.ReplaceAll(catalog(`{"id": "x", "title": "X"}`), `": `, "\" \n:\t") + "\n",
		"as-is false":          profile(1, `"imports": [{"href": "c"}], "merge": {"as-is": false}`),
		"a UUID in upper case": strings.Replace(catalog(""), "5c7a1d0e-0c1f-4a7e-9d61-3b1f6d2c9a10", "5C7A1D0E-0C1F-4A7E-9D61-3B1F6D2C9A10", 1),
		"escapes":              catalog(`{"\u0069d": "\u0078", "title": "a \"quoted\" \\ \/ title\n", "x\"y": "\\\"]}"}`),
		"letters of the world": catalog(`{"id": "жук-1", "title": "X"}`),
	} {
		t.Run(name, func(t *testing.T) {
			d, err := oscal.Parse("x.json", []byte(text))
			require.NoError(t, err)
			same(t, []byte(strings.TrimPrefix(text, "\ufeff")), d.Bytes())
		})
	}
}

func TestOtherModel(t *testing.T) {
	_, err := oscal.ParseProfile("catalog.json", testdata(t, "catalog.json"))
	require.ErrorContains(t, err, "catalog.json:3:14: catalog: wanted is a profile, not a catalog")
	for _, parse := range []func() error{
		func() error { _, err := oscal.ParseCatalog("x", testdata(t, "profile.json")); return err },
		func() error { _, err := oscal.ParseComponents("x", testdata(t, "profile.json")); return err },
		func() error { _, err := oscal.ParsePOAM("x", testdata(t, "profile.json")); return err },
		func() error { _, err := oscal.ParseSSP("x", testdata(t, "profile.json")); return err },
		func() error { _, err := oscal.ParseResults("x", testdata(t, "profile.json")); return err },
		func() error { _, err := oscal.ParseResults("x", nil); return err },
	} {
		var e *source.Error
		require.ErrorAs(t, parse(), &e)
	}
}

func TestLimits(t *testing.T) {
	nested := func(n int) string { // with the document, the catalog and the member
		return `{"catalog": {` + head + `, "x": ` + strings.Repeat("[", n-2) + strings.Repeat("]", n-2) + "}}"
	}
	text := func(n int) string {
		return catalog(`{"id": "x", "title": "` + strings.Repeat("a", n-2) + `"}`)
	}
	for name, c := range map[string]struct {
		inside, outside string
		want            string
	}{
		"depth":   {nested(oscal.MaxDepth), nested(oscal.MaxDepth + 1), "nested more than 64 levels deep"},
		"members": {`{"catalog": {` + head + `, "x": {` + members(oscal.MaxMembers) + `}}}`, `{"catalog": {` + head + `, "x": {` + members(oscal.MaxMembers+1) + `}}}`, "an object has more than 10000 members"},
		"deeper":  {nested(3), nested(1_000_000), "nested more than 64 levels deep"},
		"text":    {text(oscal.MaxTextBytes), text(oscal.MaxTextBytes + 1), "catalog.controls[0].title: the text has 1048577 bytes, at most 1048576 are allowed"},
		"token": {catalog(`{"id": "` + strings.Repeat("x", oscal.MaxTokenBytes) + `", "title": "X"}`),
			catalog(`{"id": "` + strings.Repeat("x", oscal.MaxTokenBytes+1) + `", "title": "X"}`), "is no token"},
		// A text that is only kept has no limit but the document's.
		"kept text": {`{"catalog": {` + head + `, "x": "` + strings.Repeat("a", 2*oscal.MaxTextBytes) + `"}}`, nested(66), "nested"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := oscal.Parse("x.json", []byte(c.inside))
			require.NoError(t, err)
			_, err = oscal.Parse("x.json", []byte(c.outside))
			require.ErrorContains(t, err, c.want)
			require.Less(t, len(err.Error()), 1000)
		})
	}
}

func members(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, `,"m%d":[]`, i)
	}
	return b.String()[1:]
}

// TestCounts holds the limits on what is read into fields.
func TestCounts(t *testing.T) {
	if testing.Short() {
		t.Skip("reads documents of many megabytes")
	}
	many := func(n int) []byte {
		var b strings.Builder
		for i := range n {
			fmt.Fprintf(&b, `,{"id":"c%d","title":""}`, i)
		}
		return []byte(catalog(b.String()[1:]))
	}
	c, err := oscal.ParseCatalog("x.json", many(oscal.MaxControls))
	require.NoError(t, err)
	require.Len(t, controlIDs(c), oscal.MaxControls)
	_, err = c.Catalogue("large")
	require.ErrorIs(t, err, source.Limit) // larger than what a statement goes through
	_, err = oscal.Parse("x.json", many(oscal.MaxControls+2))
	require.ErrorIs(t, err, source.Limit)
	require.ErrorContains(t, err, "catalog.controls[100000].id: the catalog has more than 100000 controls")

	// Read into fields are catalog, uuid, metadata and four texts in it, and a
	// control with two: ten. A property is one with two texts: 10 + 3*333,330 =
	// 1,000,000.
	props := func(n int) []byte {
		return []byte(catalog(`{"id": "x", "title": "X", "props": [` + strings.Repeat(`{"name":"a","value":"b"},`, n-1) + `{"name":"a","value":"b"}]}`))
	}
	_, err = oscal.Parse("x.json", props(333_330))
	require.NoError(t, err)
	_, err = oscal.Parse("x.json", props(333_331))
	require.ErrorContains(t, err, "catalog.controls[0].props[333330]: the document has more than 1000000 values that are read")

	// No more errors than are shown are looked for.
	_, err = oscal.Parse("x.json", []byte(catalog(strings.Repeat("{},", 500_000)+"{}")))
	var e *source.Error
	require.ErrorAs(t, err, &e)
	require.Len(t, e.Diagnostics, source.MaxDiagnostics)
	require.Less(t, e.More, 10)
}

// TestTooLarge refuses a document by its size alone.
func TestTooLarge(t *testing.T) {
	data := make([]byte, oscal.MaxBytes+1)
	_, err := oscal.Parse("x.json", data)
	require.ErrorIs(t, err, source.Limit)
	require.EqualError(t, err, "x.json:1:1: the document has 134217729 bytes, at most 134217728 are allowed")
}

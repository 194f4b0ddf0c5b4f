package oscal_test

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"sort"
	"strings"
	"sync"
	"testing"

	"github.com/ismskit/ismskit/criteria/seal"
	"github.com/ismskit/ismskit/soa/oscal"
	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/stretchr/testify/require"
)

const (
	lowCatalog = "NIST_SP-800-53_rev5_LOW-baseline-resolved-profile_catalog-min.json"
	lowProfile = "NIST_SP-800-53_rev5_LOW-baseline_profile-min.json"
	sampleSSP  = "ssp-example-min.json"
	samplePOAM = "ifa_plan-of-action-and-milestones-min.json"
	schemaFile = "oscal_complete_schema-1-1-3.json"
)

// shared reads one of the published files, which are not part of the
// repository: they lie beside a checkout, or where $ISMSKIT_TESTDATA says.
func shared(t testing.TB, name string) []byte {
	t.Helper()
	dir, err := os.Getwd()
	require.NoError(t, err)
	places := []string{os.Getenv("ISMSKIT_TESTDATA")}
	for ; dir != filepath.Dir(dir); dir = filepath.Dir(dir) {
		places = append(places, filepath.Join(dir, "shared", "data"))
	}
	for _, p := range places {
		if data, err := os.ReadFile(filepath.Join(p, "oscal", name)); err == nil {
			return data
		}
	}
	t.Skipf("%s is neither beside this checkout nor in $ISMSKIT_TESTDATA", name)
	return nil
}

// validate checks a document against the published JSON schema. The library's
// own engine is Go's regexp, which knows the schema's \p{L} classes, so that
// the patterns are used as they are. Formats are asserted, too. Without the
// schema only this part of a test is skipped.
func validate(t *testing.T, document []byte) {
	t.Run("schema", func(t *testing.T) { require.NoError(t, against(t, document)) })
}

func against(t *testing.T, document []byte) error {
	schema, err := compile(shared(t, schemaFile))
	require.NoError(t, err)
	v, err := jsonschema.UnmarshalJSON(bytes.NewReader(document))
	require.NoError(t, err)
	return schema.Validate(v)
}

// TestSchema shows that the schema is not only there: every kind of pattern and
// format that matters here refuses what it should.
func TestSchema(t *testing.T) {
	good := catalog(`{"id": "жук-1", "title": "X", "props": [{"name": "a", "ns": "https://example.com", "value": "b"}]}`)
	require.NoError(t, against(t, []byte(good)))
	for _, pair := range [][2]string{
		{`"жук-1"`, `"1-жук"`},                 // token
		{`"5c7a1d0e`, `"5c7a1d0g`},             // UUID
		{`-4a7e-`, `-3a7e-`},                   // UUID of another version
		{`"b"`, `" b"`},                        // string
		{`"b"`, `"b\nb"`},                      // line break
		{`00:00:00Z`, `00:00:00`},              // time
		{`"https://example.com"`, `"example"`}, // URI
		{`"props"`, `"prop"`},                  // member
		{`"title": "X", `, ``},                 // needed member
	} {
		require.Contains(t, good, pair[0])
		require.Error(t, against(t, []byte(strings.Replace(good, pair[0], pair[1], 1))), pair[1])
	}
}

var compiled struct {
	once   sync.Once
	schema *jsonschema.Schema
	err    error
}

// compile compiles the schema once: it takes a second.
func compile(text []byte) (*jsonschema.Schema, error) {
	compiled.once.Do(func() {
		schema, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
		if err != nil {
			compiled.err = err
			return
		}
		c := jsonschema.NewCompiler()
		c.AssertFormat()
		if compiled.err = c.AddResource(schemaFile, schema); compiled.err == nil {
			compiled.schema, compiled.err = c.Compile(schemaFile)
		}
	})
	return compiled.schema, compiled.err
}

// same requires that two texts are the same JSON.
func same(t testing.TB, want, got []byte) {
	t.Helper()
	w, err := seal.Canonical(want)
	require.NoError(t, err)
	g, err := seal.Canonical(got)
	require.NoError(t, err)
	require.Equal(t, string(w), string(g))
}

// tree is a catalog's structure, as encoding/json sees it.
type tree struct {
	ID       string
	Groups   []tree
	Controls []tree
}

func treeOf(t testing.TB, data []byte) tree {
	t.Helper()
	var doc struct{ Catalog tree }
	require.NoError(t, json.Unmarshal(data, &doc))
	return doc.Catalog
}

func (n tree) ids() []string {
	var out []string
	for _, c := range n.Controls {
		out = append(append(out, c.ID), c.ids()...)
	}
	for _, g := range n.Groups {
		out = append(out, g.ids()...)
	}
	return out
}

func sorted(list []string) []string {
	list = append([]string(nil), list...)
	sort.Strings(list)
	return list
}

func controlIDs(c *oscal.Catalog) []string {
	var out []string
	for p := range c.All() {
		out = append(out, p.Control.ID)
	}
	return out
}

func TestLowBaseline(t *testing.T) {
	file := shared(t, lowCatalog)
	c, err := oscal.ParseCatalog(lowCatalog, file)
	require.NoError(t, err)
	require.Len(t, controlIDs(c), 149)
	require.Len(t, c.Groups, 18)
	require.Equal(t, treeOf(t, file).ids(), controlIDs(c))
	require.Equal(t, "Account Management", c.Control("ac-2").Title)
	require.Equal(t, "AC-2", c.Control("ac-2").Label())

	again := c.Bytes()
	same(t, file, again)
	validate(t, again)
	second, err := oscal.ParseCatalog("again.json", again)
	require.NoError(t, err)
	require.Equal(t, again, second.Bytes())
}

// TestLowProfile resolves the published profile. The catalogue that it selects
// from is not at hand; the resolved one has all it selects, so that what comes
// out must be what went in.
func TestLowProfile(t *testing.T) {
	file := shared(t, lowCatalog)
	p, err := oscal.ParseProfile(lowProfile, shared(t, lowProfile))
	require.NoError(t, err)
	require.Len(t, p.Imports[0].Include[0].WithIDs, 149)
	same(t, shared(t, lowProfile), p.Bytes())
	var refs []oscal.ImportRef
	r, err := oscal.Resolve(p, func(ref oscal.ImportRef) (string, []byte, error) {
		refs = append(refs, ref)
		return "catalog.json", file, nil
	})
	require.NoError(t, err)
	require.Equal(t, []oscal.ImportRef{{From: lowProfile, MediaType: "application/oscal.catalog+json",
		Href: "../../../../nist.gov/SP800-53/rev5/json/NIST_SP-800-53_rev5_catalog.json"}}, refs)
	got := r.Catalog.Bytes()
	validate(t, got)
	require.Len(t, controlIDs(r.Catalog), 149)
	require.Equal(t, sorted(p.Imports[0].Include[0].WithIDs), sorted(controlIDs(r.Catalog)))
	require.Equal(t, treeOf(t, file), treeOf(t, got))
	require.Empty(t, r.Alters)
}

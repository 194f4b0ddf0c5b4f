package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/stretchr/testify/require"
	"go.yaml.in/yaml/v4"

	"github.com/ismskit/ismskit/criteria"
	"github.com/ismskit/ismskit/examples/ismskit/internal/schemas"
	"github.com/ismskit/ismskit/isms"
	"github.com/ismskit/ismskit/isms/conformity"
	"github.com/ismskit/ismskit/risk"
	"github.com/ismskit/ismskit/soa"
)

// compileSchema compiles one of our schemas, or the part of SARIF 2.1.0 that is
// checked here: what the standard requires of the properties that are written.
func compileSchema(name string) (*jsonschema.Schema, error) {
	text, ok := schemas.Get(name)
	if !ok {
		var err error
		if text, err = os.ReadFile(filepath.Join(testdata, name+".schema.json")); err != nil {
			return nil, err
		}
	}
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	if err != nil {
		return nil, err
	}
	c := jsonschema.NewCompiler()
	c.DefaultDraft(jsonschema.Draft2020)
	if err := c.AddResource(name+".json", doc); err != nil {
		return nil, err
	}
	return c.Compile(name + ".json")
}

// instance reads YAML or JSON as a schema sees it.
func instance(data []byte) (any, error) {
	if !bytes.HasPrefix(bytes.TrimSpace(data), []byte("{")) {
		var v any
		if err := yaml.Unmarshal(data, &v); err != nil {
			return nil, err
		}
		var err error
		if data, err = json.Marshal(v); err != nil {
			return nil, err
		}
	}
	return jsonschema.UnmarshalJSON(bytes.NewReader(data))
}

// checkJSON is the script command json-schema NAME FILE: every line of the file,
// or the whole of it, follows the schema.
func checkJSON(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: json-schema NAME FILE")
	}
	s, err := compileSchema(args[0])
	ts.Check(err)
	v, err := instance([]byte(ts.ReadFile(args[1])))
	ts.Check(err)
	ts.Check(s.Validate(v))
}

func TestSchemasAreSchemas(t *testing.T) {
	require.NotEmpty(t, schemas.Names())
	for _, name := range schemas.Names() {
		s, err := compileSchema(name)
		require.NoError(t, err, name)
		require.NotNil(t, s)
		title, err := schemas.Title(name)
		require.NoError(t, err)
		require.NotEmpty(t, title)
	}
	_, err := schemas.Title("nosuch")
	require.Error(t, err)
}

// TestSchemasOfOrganisations checks every document of whole management systems.
func TestSchemasOfOrganisations(t *testing.T) {
	names := map[string]string{isms.Format: "isms", risk.RegisterFormat: "register", risk.RecordFormat: "assessment", criteria.Format: "criteria",
		risk.PlanFormat: "plan", soa.StatementFormat: "soa", soa.CatalogueFormat: "catalogue", conformity.Format: "rules"}
	files, err := isms.ReadFiles(t.Context(), os.DirFS("../organisations"))
	require.NoError(t, err)
	checked := map[string]int{}
	for _, f := range files {
		format, err := isms.FormatOf(f)
		require.NoError(t, err)
		name := names[format]
		require.NotEmpty(t, name, "%s: %s", f.Name, format)
		s, err := compileSchema(name)
		require.NoError(t, err)
		v, err := instance(f.Data)
		require.NoError(t, err, f.Name)
		require.NoError(t, s.Validate(v), f.Name)
		checked[name]++
	}
	for _, name := range []string{"isms", "register", "criteria", "plan", "soa", "rules"} {
		require.NotZero(t, checked[name], name)
	}
}

// TestSchemasOfDocuments checks the schemas with documents that are known to be
// good, and with mistakes that an editor should underline.
func TestSchemasOfDocuments(t *testing.T) {
	criteria, err := filepath.Glob("../methods/*.yaml")
	require.NoError(t, err)
	more, err := filepath.Glob("../*/data/criteria*.yaml")
	require.NoError(t, err)
	criteria = append(append(criteria, more...), filepath.Join(testdata, "fixtures", "acme.yaml"))
	require.GreaterOrEqual(t, len(criteria), 9)
	registers, err := filepath.Glob("../*/data/register*.yaml")
	require.NoError(t, err)
	registers = append(registers, filepath.Join(testdata, "fixtures", "register.yaml"))
	documents := map[string][]string{"criteria": criteria, "register": registers, "mapping": {filepath.Join(testdata, "fixtures", "hack23-map.yaml")}}
	for name, pattern := range map[string]string{
		"plan": "../treatment/data/plan-*.yaml", "soa": "../treatment/data/statement-*.yaml", "catalogue": "../../soa/annexa/*.yaml",
		"isms": "../../isms/testdata/complete.*", "rules": "../../isms/conformity/rules/*.yaml",
	} {
		documents[name], err = filepath.Glob(pattern)
		require.NoError(t, err)
		require.NotEmpty(t, documents[name], pattern)
	}
	documents["catalogue"] = append(documents["catalogue"], "../treatment/data/catalogue.yaml")
	for name, files := range documents {
		s, err := compileSchema(name)
		require.NoError(t, err)
		for _, file := range files {
			data, err := os.ReadFile(file)
			require.NoError(t, err)
			v, err := instance(data)
			require.NoError(t, err, file)
			require.NoError(t, s.Validate(v), file)
		}
	}
	for _, c := range []struct{ schema, file, old, new string }{
		{"criteria", "acme.yaml", "id: acme-risk-criteria", "ident: acme"},
		{"criteria", "acme.yaml", "ismskit.criteria/v1", "ismskit.criteria/v2"},
		{"criteria", "acme.yaml", "outcome: treat", "outcome: undetermined"},
		{"criteria", "acme.yaml", "validFor: 180d", "validFor: half a year"},
		{"criteria", "acme.yaml", "scale: likelihood}", "scale: likelihood, type: bool}"},
		{"criteria", "acme.yaml", `color: "#4c9f70"`, "color: green"},
		{"criteria", "acme.yaml", `version: "3"`, "version: 3"},
		{"register", "register.yaml", "id: R-010", "id: R 010"},
		{"register", "register.yaml", "residual:", "target:"},
		{"register", "register.yaml", "cia: [availability]", "cia: [speed]"},
		{"register", "register.yaml", "claimed: {level: 9, band: high}", "claimed: {}"},
		{"mapping", "hack23-map.yaml", "{to: owner}", "{too: owner}"},
		{"mapping", "hack23-map.yaml", "to: current.impact", "to: impact"},
		{"mapping", "hack23-map.yaml", "ignore: true", "ignore: yes please"},
		{"mapping", "hack23-map.yaml", "ismskit.mapping/v1", "ismskit.mapping/v2"},
		{"plan", "../../../treatment/data/plan-june.yaml", "option: modify", "optoin: modify"},
		{"plan", "../../../treatment/data/plan-june.yaml", "effectiveness: 0.5", "effectiveness: 50"},
		{"plan", "../../../treatment/data/plan-june.yaml", "status: started", "status: begun"},
		{"plan", "../../../treatment/data/plan-june.yaml", "currency: EUR", "currency: Euro"},
		{"plan", "../../../treatment/data/plan-june.yaml", "assessment: sha256:", "assessment: sha1:"},
		{"soa", "../../../treatment/data/statement-2013.yaml", "necessary: true", `necessary: "yes"`},
		{"soa", "../../../treatment/data/statement-2013.yaml", "reasons: [business]", "reasons: [because]"},
		{"soa", "../../../treatment/data/statement-2013.yaml", "control: A.5.1.1", "contorl: A.5.1.1"},
		{"catalogue", "../../../treatment/data/catalogue.yaml", "source: own", "source: mine"},
		{"isms", "../../../../isms/testdata/complete.yaml", "edition: 2022-amd1", "edition: 2021"},
		{"isms", "../../../../isms/testdata/complete.yaml", "reviewInterval: 370d", "reviewInterval: a year"},
		{"isms", "../../../../isms/testdata/complete.yaml", "reviewedAt: 2026-01-10", "reviewedAt: January"},
		{"isms", "../../../../isms/testdata/complete.yaml", "relevant: true", `relevant: "true"`},
		{"isms", "../../../../isms/testdata/complete.yaml", "controls: [C-1]", "controls: [C 1]"},
		{"isms", "../../../../isms/testdata/complete.yaml", "purpose: Let", "porpuse: Let"},
		{"rules", "../../../../isms/conformity/rules/04-context.yaml", "forEach: isms", "forEach: system"},
		{"rules", "../../../../isms/conformity/rules/04-context.yaml", "kind: shall", "kind: must"},
	} {
		data, err := os.ReadFile(filepath.Join(testdata, "fixtures", c.file))
		require.NoError(t, err)
		require.Contains(t, string(data), c.old)
		v, err := instance([]byte(strings.Replace(string(data), c.old, c.new, 1)))
		require.NoError(t, err)
		s, err := compileSchema(c.schema)
		require.NoError(t, err)
		require.Error(t, s.Validate(v), c.new)
	}
}

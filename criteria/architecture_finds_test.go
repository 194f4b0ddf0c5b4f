package criteria_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestArchitectureFinds shows that each rule can fail.
func TestArchitectureFinds(t *testing.T) {
	const engine = "criteria/internal/engine"
	required := "module " + module + "\n\n" + strings.Join(direct, "\n") + "\n"
	for name, test := range map[string]struct{ file, text, want string }{
		"arrow":         {"criteria/a.go", `package criteria; import _ "` + module + `/risk"`, "criteria/a.go: imports risk from above"},
		"arrow deep":    {"criteria/analysis/a.go", `package analysis; import _ "` + module + `/soa/annexa"`, "criteria/analysis/a.go: imports soa/annexa from above"},
		"arrow risk":    {"risk/a.go", `package risk; import _ "` + module + `/soa"`, "risk/a.go: imports soa from above"},
		"arrow soa":     {"soa/a.go", `package soa; import _ "` + module + `/isms"`, "soa/a.go: imports isms from above"},
		"arrow isms":    {"isms/a.go", `package isms; import _ "` + module + `/examples/methods"`, "isms/a.go: imports examples/methods from above"},
		"source":        {"criteria/source/a.go", `package source; import _ "` + module + `/criteria/seal"`, "criteria/source/a.go: imports criteria/seal"},
		"seal":          {"criteria/seal/a.go", `package seal; import _ "` + module + `/criteria"`, "criteria/seal/a.go: imports criteria"},
		"engine":        {"criteria/a.go", `package criteria; import _ "cel.dev/cel-go/cel"`, "criteria/a.go: imports cel.dev/cel-go/cel"},
		"engine test":   {"risk/a_test.go", `package risk; import _ "cel.dev/cel-go/cel"`, "risk/a_test.go: imports cel.dev/cel-go/cel"},
		"engine's tree": {"examples/quickstart/a.go", `package main; import _ "cel.dev/expr"`, "examples/quickstart/a.go: imports cel.dev/expr"},
		"old engine":    {"soa/a.go", `package soa; import _ "github.com/google/cel-go/cel"`, "soa/a.go: imports github.com/google/cel-go/cel"},
		"clock":         {"risk/a.go", `package risk; import "time"; var x = time.Now()`, "risk/a.go: time.Now"},
		"renamed":       {"risk/a.go", `package risk; import clock "time"; var x = clock.Now`, "risk/a.go: time.Now"},
		"dot":           {"risk/a.go", `package risk; import . "time"; var x = Now()`, "risk/a.go: dot import of time"},
		"environment":   {engine + "/a.go", `package engine; import "os"; var x = os.Getenv("X")`, engine + "/a.go: os.Getenv"},
		"temporary":     {"criteria/seal/a.go", `package seal; import "os"; var x = os.TempDir()`, "criteria/seal/a.go: os.TempDir"},
		"random":        {"isms/a.go", `package isms; import "math/rand"; var x = rand.Int()`, "isms/a.go: math/rand.Int"},
		"crypto random": {"soa/a.go", `package soa; import "crypto/rand"; var x = rand.Text()`, "soa/a.go: crypto/rand.Text"},
		"global random": {"isms/a.go", `package isms; import "math/rand/v2"; var x = rand.Int32N(3)`, "isms/a.go: math/rand/v2.Int32N"},
		"init":          {"soa/a.go", `package soa; func init() {}`, "soa/a.go: func init"},
		"init example":  {"examples/methods/a.go", `package methods; func init() {}`, "examples/methods/a.go: func init"},
		"package name":  {"risk/util/a.go", `package util`, "risk/util/a.go: package util"},
		"test's name":   {"risk/b/a_test.go", `package helpers_test`, "risk/b/a_test.go: package helpers_test"},
		"long":          {"risk/a.go", "package risk\n" + strings.Repeat("// x\n", 450), "risk/a.go: 451 lines"},
		"cel function":  {"criteria/a.go", `package criteria; func NewCEL() {}`, "criteria/a.go: NewCEL in the API"},
		"cel type":      {"risk/a.go", `package risk; type CelValue int`, "risk/a.go: CelValue in the API"},
		"cel field":     {"soa/a.go", `package soa; type T struct{ a int; CEL string }`, "soa/a.go: CEL in the API"},
		"cel method":    {"isms/a.go", `package isms; type T int; func (*T) ToCEL() {}`, "isms/a.go: ToCEL in the API"},
		"engine type":   {"criteria/a.go", `package criteria; import "` + module + `/criteria/internal/engine"; func F() []engine.Env { return nil }`, "criteria/a.go: engine.Env in the API"},
		"top level":     {"docs/a.md", "", "docs: not of the top level"},
		"root package":  {"a.go", "package ismskit", "a.go: not of the top level"},
		"dependency":    {"go.mod", required + "require (\n\texample.com/a v1.0.0\n)\n", "go.mod: require example.com/a is not of the list"},
		"tool":          {"go.mod", required + "tool example.com/a\n", "go.mod: tool example.com/a is not of the list"},
		"replacement":   {"go.mod", required + "replace cel.dev/cel-go => ../cel-go\n", "go.mod: replace cel.dev/cel-go is not of the list"},
		"no dependency": {"go.mod", strings.Replace(required, direct[0], "// gone", 1), "go.mod: no " + direct[0]},
	} {
		t.Run(name, func(t *testing.T) {
			h, err := check(tree(t, test.file, test.text))
			require.NoError(t, err)
			require.Equal(t, []string{test.want}, h.wrong)
		})
	}
}

// TestArchitectureAllows shows that the rules leave alone what they should.
func TestArchitectureAllows(t *testing.T) {
	for file, text := range map[string]string{
		"risk/a.go":                          `package risk; import _ "` + module + `/criteria/source"`,
		"criteria/b.go":                      `package criteria; import _ "` + module + `/criteria/internal/engine"; type Cell int; type ExcelSheet int; func Cancel() {}`,
		"criteria/a_test.go":                 `package criteria_test; import (_ "` + module + `/examples/methods"; "time"); var x = time.Now()`,
		"criteria/internal/engine/a.go":      `package engine; import _ "cel.dev/cel-go/cel"; func NewCEL() {}`,
		"criteria/internal/engine/a_test.go": `package engine; import _ "cel.dev/cel-go/cel"`,
		"criteria/analysis/a.go":             `package analysis; import "math/rand/v2"; var r = rand.New(rand.NewPCG(1, 2)); var x = r.IntN(3)`,
		"criteria/a.go":                      `package criteria; import "` + module + `/criteria/internal/engine"; const Max = engine.Max; func F() { engine.G() }; type t int; func (t) M(engine.Env) {}`,
		"criteria/seal/temp.go":              `package seal; import "os"; var x = os.TempDir()`,
		"examples/quickstart/main.go":        `package main; import "time"; var x = time.Now()`,
		"soa/a.go":                           `package soa; type clock struct{ Now int }; func f(time clock) int { return time.Now }`,
		"soa/testdata/a.go":                  `package common; func init() {}`,
		".ci/a.go":                           `package util`,
		"LICENSE":                            "",
	} {
		t.Run(file, func(t *testing.T) {
			h, err := check(tree(t, file, text))
			require.NoError(t, err)
			require.Empty(t, h.wrong)
		})
	}
	root := tree(t, "examples/peers/a.go", `package util; import _ "cel.dev/cel-go/cel"`)
	require.NoError(t, os.WriteFile(filepath.Join(root, "examples/peers/go.mod"), []byte("module example.com/peers\n"), 0o644))
	h, err := check(root)
	require.NoError(t, err)
	require.Empty(t, h.wrong)
}

// tree writes a module of one file.
func tree(t *testing.T, file, text string) string {
	root := t.TempDir()
	require.NoError(t, os.MkdirAll(filepath.Join(root, filepath.Dir(file)), 0o755))
	require.NoError(t, os.WriteFile(filepath.Join(root, file), []byte(text), 0o644))
	return root
}

package criteria_test

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

const module = "github.com/ismskit/ismskit"

// rooms lists the rooms from the top of the house to the bottom: each may
// import those after it.
var rooms = []string{"examples", "isms", "soa", "risk", "criteria"}

// ambient lists what would make a result depend on more than its inputs.
var ambient = map[string][]string{
	"time":         {"Now", "Since", "Until", "After", "Tick", "NewTimer", "NewTicker", "Local"},
	"os":           {"Getenv", "LookupEnv", "Environ", "Hostname"},
	"math/rand":    {"*"},
	"crypto/rand":  {"*"},
	"math/rand/v2": {"Int", "IntN", "N", "Float64", "Perm", "Shuffle", "Uint32", "Uint64"}, // seeded generators are allowed
}

// check returns what is wrong with the tree of a module.
func check(root string) ([]string, error) {
	var wrong []string
	report := func(format string, args ...any) { wrong = append(wrong, fmt.Sprintf(format, args...)) }
	err := filepath.WalkDir(root, func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, _ := filepath.Rel(root, name)
		rel = filepath.ToSlash(rel)
		if d.IsDir() {
			if base := d.Name(); rel != "." && (strings.HasPrefix(base, ".") || base == "testdata") {
				return filepath.SkipDir
			}
			if _, err := os.Stat(filepath.Join(name, "go.mod")); err == nil && rel != "." {
				return filepath.SkipDir // a module of its own
			}
			return nil
		}
		if strings.HasSuffix(rel, ".go") {
			return checkFile(name, rel, report)
		}
		return nil
	})
	slices.Sort(wrong)
	return wrong, err
}

func checkFile(name, rel string, report func(string, ...any)) error {
	text, err := os.ReadFile(name)
	if err != nil {
		return err
	}
	file, err := parser.ParseFile(token.NewFileSet(), name, text, 0)
	if err != nil {
		return err
	}
	dir, isTest := path.Dir(rel), strings.HasSuffix(rel, "_test.go")
	room, _, _ := strings.Cut(rel, "/")
	if p := file.Name.Name; slices.Contains([]string{"util", "utils", "common", "helpers", "misc"}, strings.TrimSuffix(p, "_test")) {
		report("%s: package %s", rel, p)
	}
	if n := bytes.Count(text, []byte("\n")); !isTest && n > 450 {
		report("%s: %d lines", rel, n)
	}
	names := map[string]string{}
	for _, imp := range file.Imports {
		p, _ := strconv.Unquote(imp.Path.Value)
		local := path.Base(p)
		if imp.Name != nil {
			local = imp.Name.Name
		}
		names[local] = p
		if p == "math/rand/v2" && imp.Name == nil {
			names["rand"] = p
		}
		if engine := strings.HasPrefix(p, "cel.dev/") || strings.HasPrefix(p, "github.com/google/cel-go"); engine && dir != "criteria/internal/engine" {
			report("%s: imports %s", rel, p)
		}
		if isTest && !strings.HasPrefix(dir, "criteria/s") {
			continue // tests of a room may use the rooms above it
		}
		if inner, ok := strings.CutPrefix(p, module+"/"); ok {
			to, _, _ := strings.Cut(inner, "/")
			if slices.Index(rooms, to) < slices.Index(rooms, room) {
				report("%s: imports %s from above", rel, inner)
			}
			if (dir == "criteria/source" || dir == "criteria/seal") && !isTest {
				report("%s: imports %s", rel, inner)
			}
		}
	}
	if isTest || room == "examples" {
		return nil
	}
	ast.Inspect(file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncDecl:
			if n.Recv == nil && n.Name.Name == "init" {
				report("%s: func init", rel)
			}
		case *ast.SelectorExpr:
			if x, ok := n.X.(*ast.Ident); ok {
				bad := ambient[names[x.Name]]
				if x.Obj == nil && (slices.Contains(bad, n.Sel.Name) || slices.Contains(bad, "*")) {
					report("%s: %s.%s", rel, names[x.Name], n.Sel.Name)
				}
			}
		}
		return true
	})
	return nil
}

func TestArchitecture(t *testing.T) {
	wrong, err := check("..")
	require.NoError(t, err)
	require.Empty(t, wrong)
}

func TestTopLevel(t *testing.T) {
	entries, err := os.ReadDir("..")
	require.NoError(t, err)
	allowed := append([]string{"go.mod", "go.sum", "README.md", "LICENSE", "NOTICE", "CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md"}, rooms...)
	for _, e := range entries {
		require.True(t, strings.HasPrefix(e.Name(), ".") || slices.Contains(allowed, e.Name()), e.Name())
	}
}

func TestDependencies(t *testing.T) {
	text, err := os.ReadFile("../go.mod")
	require.NoError(t, err)
	var direct []string
	for line := range strings.Lines(string(text)) {
		fields := strings.Fields(strings.TrimPrefix(strings.TrimSpace(line), "require "))
		if len(fields) == 2 && strings.HasPrefix(fields[1], "v") {
			direct = append(direct, fields[0])
		}
	}
	require.Equal(t, []string{"cel.dev/cel-go", "github.com/go-json-experiment/json", "github.com/stretchr/testify",
		"go.yaml.in/yaml/v4", "golang.org/x/exp", "pgregory.net/rapid"}, direct)
}

// TestArchitectureFinds shows that each rule can fail.
func TestArchitectureFinds(t *testing.T) {
	for name, test := range map[string]struct{ file, text, want string }{
		"arrow":      {"criteria/a.go", `package criteria; import _ "` + module + `/risk"`, "criteria/a.go: imports risk from above"},
		"source":     {"criteria/source/a.go", `package source; import _ "` + module + `/criteria/seal"`, "criteria/source/a.go: imports criteria/seal"},
		"engine":     {"risk/a_test.go", `package risk; import _ "cel.dev/cel-go/cel"`, "risk/a_test.go: imports cel.dev/cel-go/cel"},
		"old engine": {"soa/a.go", `package soa; import _ "github.com/google/cel-go/cel"`, "soa/a.go: imports github.com/google/cel-go/cel"},
		"clock":      {"risk/a.go", `package risk; import "time"; var x = time.Now()`, "risk/a.go: time.Now"},
		"renamed":    {"risk/a.go", `package risk; import clock "time"; var x = clock.Now()`, "risk/a.go: time.Now"},
		"random":     {"isms/a.go", `package isms; import "math/rand"; var x = rand.Int()`, "isms/a.go: math/rand.Int"},
		"global":     {"isms/a.go", `package isms; import "math/rand/v2"; var x = rand.IntN(3)`, "isms/a.go: math/rand/v2.IntN"},
		"init":       {"soa/a.go", `package soa; func init() {}`, "soa/a.go: func init"},
		"name":       {"risk/util/a.go", `package util`, "risk/util/a.go: package util"},
		"long":       {"risk/a.go", "package risk\n" + strings.Repeat("// x\n", 500), "risk/a.go: 501 lines"},
	} {
		t.Run(name, func(t *testing.T) {
			root := t.TempDir()
			require.NoError(t, os.MkdirAll(filepath.Join(root, filepath.Dir(test.file)), 0o755))
			require.NoError(t, os.WriteFile(filepath.Join(root, test.file), []byte(test.text), 0o644))
			wrong, err := check(root)
			require.NoError(t, err)
			require.Equal(t, []string{test.want}, wrong)
		})
	}
}

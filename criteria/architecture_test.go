package criteria_test

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"regexp"
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

// topLevel lists what may stand beside the rooms and folders with a dot.
var topLevel = []string{"go.mod", "go.sum", "README.md", "LICENSE", "NOTICE", "CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md"}

// direct lists what the root module may require, and its tools; README.md gives
// the reasons.
var direct = []string{
	"require cel.dev/cel-go",
	"require github.com/go-json-experiment/json",
	"require github.com/santhosh-tekuri/jsonschema/v6", // tests only: what is written is held against the published schema
	"require github.com/stretchr/testify",
	"require go.yaml.in/yaml/v4",
	"require golang.org/x/exp",
	"require pgregory.net/rapid",
	"tool golang.org/x/exp/cmd/apidiff",
	"tool honnef.co/go/tools/cmd/staticcheck",
}

// ambient lists what would make a result depend on more than its inputs.
var ambient = map[string][]string{
	"time":          {"Now", "Since", "Until", "After", "AfterFunc", "Sleep", "Tick", "NewTimer", "NewTicker", "Local", "LoadLocation"},
	"os":            {"Getenv", "LookupEnv", "Environ", "ExpandEnv", "Hostname", "Getwd", "Getpid", "Executable", "UserHomeDir", "TempDir", "MkdirTemp", "CreateTemp"},
	"runtime":       {"Version", "NumCPU", "GOOS", "GOARCH"},
	"runtime/debug": {"ReadBuildInfo"},
	"hash/maphash":  {"*"},
	"math/rand":     {"*"},
	"crypto/rand":   {"*"},
	"math/rand/v2":  {"*"},
}

// seeded lists what of math/rand/v2 gives the same numbers for the same seed.
var seeded = []string{"New", "NewPCG", "NewChaCha8", "NewZipf", "Rand", "PCG", "ChaCha8", "Zipf", "Source"}

// allowed lists the exceptions: file and name, with the reason.
var allowed = map[string]string{
	"criteria/seal/temp.go: os.TempDir":                            "sorted runs are spilled to temporary files, whose names reach no result",
	"criteria/seal/temp.go: os.MkdirTemp":                          "as above",
	"criteria/seal/temp.go: os.CreateTemp":                         "as above",
	"criteria/internal/engine/doc.go: runtime/debug.ReadBuildInfo": "names the engine's version in what a record was built with, outside its digest",
	"risk/record.go: runtime.Version":                              "names Go's version in what a record was built with, outside its digest",
	"risk/record.go: runtime/debug.ReadBuildInfo":                  "names the module's version in what a record was built with, outside its digest",
}

var celName = regexp.MustCompile(`(^|[a-z0-9_])(CEL|Cel)([A-Z0-9_]|$)`)

// house looks at the tree of a module. It collects what breaks a rule, and
// which exceptions were needed.
type house struct {
	root   string
	wrong  []string
	needed map[string]bool
}

func (h *house) report(format string, args ...any) {
	h.wrong = append(h.wrong, fmt.Sprintf(format, args...))
}

// check looks at everything under root but modules of their own.
func check(root string) (*house, error) {
	h := &house{root: root, needed: map[string]bool{}}
	err := filepath.WalkDir(root, func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(root, name)
		if err != nil || rel == "." {
			return err
		}
		rel = filepath.ToSlash(rel)
		if base := d.Name(); !strings.Contains(rel, "/") && !strings.HasPrefix(base, ".") && !slices.Contains(topLevel, base) && !slices.Contains(rooms, base) {
			h.report("%s: not of the top level", rel)
		}
		if d.IsDir() {
			if base := d.Name(); strings.HasPrefix(base, ".") || base == "testdata" {
				return filepath.SkipDir
			}
			if _, err := os.Stat(filepath.Join(name, "go.mod")); err == nil {
				return filepath.SkipDir
			}
			return nil
		}
		if rel == "go.mod" {
			return h.modules(name)
		}
		if strings.HasSuffix(rel, ".go") {
			return h.file(name, rel)
		}
		return nil
	})
	slices.Sort(h.wrong)
	return h, err
}

// modules checks that go.mod requires what is listed, no more and no less.
func (h *house) modules(name string) error {
	text, err := os.ReadFile(name)
	if err != nil {
		return err
	}
	var found []string
	block := ""
	for line := range strings.Lines(string(text)) {
		words := strings.Fields(line)
		switch {
		case len(words) == 0 || words[0] == "//":
		case words[0] == ")":
			block = ""
		case len(words) == 2 && words[1] == "(":
			block = words[0]
		default:
			if block != "" {
				words = append([]string{block}, words...)
			}
			if words[0] == "replace" || (words[0] == "tool" || words[0] == "require") && !strings.HasSuffix(strings.TrimSpace(line), "// indirect") {
				found = append(found, words[0]+" "+words[1])
			}
		}
	}
	for _, f := range found {
		if !slices.Contains(direct, f) {
			h.report("go.mod: %s is not of the list", f)
		}
	}
	for _, d := range direct {
		if !slices.Contains(found, d) {
			h.report("go.mod: no %s", d)
		}
	}
	return nil
}

func (h *house) file(name, rel string) error {
	text, err := os.ReadFile(name)
	if err != nil {
		return err
	}
	file, err := parser.ParseFile(token.NewFileSet(), name, text, 0)
	if err != nil {
		return err
	}
	isTest := strings.HasSuffix(rel, "_test.go")
	room, _, _ := strings.Cut(rel, "/")
	if p := file.Name.Name; slices.Contains([]string{"util", "utils", "common", "helper", "helpers", "misc"}, strings.TrimSuffix(p, "_test")) {
		h.report("%s: package %s", rel, p)
	}
	if n := bytes.Count(text, []byte("\n")); !isTest && n > 450 {
		h.report("%s: %d lines", rel, n)
	}
	names := h.imports(file, rel, room, isTest)
	if isTest {
		return nil
	}
	for _, d := range file.Decls {
		if f, ok := d.(*ast.FuncDecl); ok && f.Recv == nil && f.Name.Name == "init" {
			h.report("%s: func init", rel)
		}
	}
	if room != "examples" { // programs may look at the clock, the library may not
		h.ambience(file, rel, names)
	}
	if !strings.HasPrefix(rel, "criteria/internal/") {
		h.exports(file, rel, names)
	}
	return nil
}

// imports checks the arrows, and returns the imported paths by local name.
func (h *house) imports(file *ast.File, rel, room string, isTest bool) map[string]string {
	dir := path.Dir(rel)
	names := map[string]string{}
	for _, imp := range file.Imports {
		p, _ := strconv.Unquote(imp.Path.Value) // the parser has seen that it is a string
		local := path.Base(p)
		if local[0] == 'v' && strings.Trim(local[1:], "0123456789") == "" {
			local = path.Base(path.Dir(p))
		}
		if imp.Name != nil {
			local = imp.Name.Name
		}
		names[local] = p
		if local == "." {
			h.report("%s: dot import of %s", rel, p) // would hide where a name comes from
		}
		if engine := strings.HasPrefix(p, "cel.dev/") || strings.HasPrefix(p, "github.com/google/cel-go"); engine && dir != "criteria/internal/engine" {
			h.report("%s: imports %s", rel, p)
		}
		inner, ok := strings.CutPrefix(p, module+"/")
		if !ok {
			continue
		}
		to, _, _ := strings.Cut(inner, "/")
		switch {
		case isTest: // tests of a room may use the rooms above it: the tests of criteria use the published methods
		case dir == "criteria/source" || dir == "criteria/seal":
			h.report("%s: imports %s", rel, inner)
		case slices.Index(rooms, to) < slices.Index(rooms, room):
			h.report("%s: imports %s from above", rel, inner)
		}
	}
	return names
}

// ambience checks that nothing of ambient is used that has no exception.
func (h *house) ambience(file *ast.File, rel string, names map[string]string) {
	ast.Inspect(file, func(n ast.Node) bool {
		s, ok := n.(*ast.SelectorExpr)
		if !ok {
			return true
		}
		x, ok := s.X.(*ast.Ident)
		if !ok || x.Obj != nil { // a local variable of that name
			return true
		}
		p := names[x.Name]
		if !slices.Contains(ambient[p], "*") && !slices.Contains(ambient[p], s.Sel.Name) || p == "math/rand/v2" && slices.Contains(seeded, s.Sel.Name) {
			return true
		}
		use := fmt.Sprintf("%s: %s.%s", rel, p, s.Sel.Name)
		if _, ok := allowed[use]; ok {
			h.needed[use] = true
		} else {
			h.report("%s", use)
		}
		return true
	})
}

// exports checks that the API speaks neither of CEL nor in the engine's types.
func (h *house) exports(file *ast.File, rel string, names map[string]string) {
	ast.FileExports(file)
	ast.Inspect(file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncDecl:
			n.Body = nil
			if n.Recv != nil {
				t := n.Recv.List[0].Type
				if star, ok := t.(*ast.StarExpr); ok {
					t = star.X
				}
				if id, ok := t.(*ast.Ident); ok && !id.IsExported() {
					return false // a method that nobody outside can call by its name
				}
			}
		case *ast.ValueSpec:
			n.Values = nil // a constant may have the value of one of the engine's
		case *ast.SelectorExpr:
			if x, ok := n.X.(*ast.Ident); ok && names[x.Name] == module+"/criteria/internal/engine" {
				h.report("%s: engine.%s in the API", rel, n.Sel.Name)
			}
		case *ast.Ident:
			if n.IsExported() && celName.MatchString(n.Name) {
				h.report("%s: %s in the API", rel, n.Name)
			}
		}
		return true
	})
}

// moduleRoot is the folder of go.mod.
func moduleRoot(t *testing.T) string {
	dir, err := os.Getwd()
	require.NoError(t, err)
	for {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return dir
		}
		parent := filepath.Dir(dir)
		require.NotEqual(t, dir, parent, "no go.mod above")
		dir = parent
	}
}

func TestArchitecture(t *testing.T) {
	h, err := check(moduleRoot(t))
	require.NoError(t, err)
	require.Empty(t, h.wrong)
	require.ElementsMatch(t, slices.Collect(maps.Keys(allowed)), slices.Collect(maps.Keys(h.needed)), "exceptions that nothing needs")
}

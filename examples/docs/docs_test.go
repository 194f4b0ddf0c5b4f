// Package docs_test holds what the pages of this folder show, as examples.
package docs_test

import (
	"bytes"
	"flag"
	"go/ast"
	"go/doc"
	"go/parser"
	"go/printer"
	"go/token"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

var update = flag.Bool("update", false, "rewrite the code that pages show")

// TestPages holds the pages to the examples: each block of Go under a comment
// <!-- example NAME --> is the body of that example, and each block of text
// under it is what the example prints.
func TestPages(t *testing.T) {
	for _, page := range []string{"scripting", "embedding", "auditor"} {
		shown := examples(t, page+"_test.go")
		text, err := os.ReadFile(page + ".md")
		require.NoError(t, err)
		got := fill(t, string(text), shown)
		if *update {
			require.NoError(t, os.WriteFile(page+".md", []byte(got), 0o666))
			continue
		}
		require.Equal(t, got, string(text), "%s.md; -update rewrites it", page)
		for name := range shown {
			require.Contains(t, string(text), "<!-- example "+name+" -->", "%s.md does not show %s", page, name)
		}
	}
}

// An example as a page shows it.
type example struct{ code, output string }

func examples(t *testing.T, file string) map[string]example {
	t.Helper()
	fset := token.NewFileSet()
	f, err := parser.ParseFile(fset, file, nil, parser.ParseComments)
	require.NoError(t, err)
	all := map[string]example{}
	for _, x := range doc.Examples(f) {
		body, ok := x.Code.(*ast.BlockStmt)
		require.True(t, ok)
		var b bytes.Buffer
		// The comment of the output is printed with the body unless it is left out.
		require.NoError(t, (&printer.Config{Mode: printer.UseSpaces | printer.TabIndent, Tabwidth: 8}).Fprint(&b, fset, &printer.CommentedNode{Node: body, Comments: x.Comments}))
		code := strings.TrimSuffix(strings.TrimPrefix(strings.TrimSpace(b.String()), "{"), "}")
		code, _, _ = strings.Cut(code, "\n\t// Output:")
		lines := strings.Split(strings.Trim(code, "\n"), "\n")
		for i := range lines {
			lines[i] = strings.TrimPrefix(lines[i], "\t")
		}
		all[strings.TrimPrefix(x.Name, "_")] = example{strings.TrimSpace(strings.Join(lines, "\n")), strings.TrimSpace(x.Output)}
	}
	require.NotEmpty(t, all, file)
	return all
}

// fill puts examples into the blocks of a page.
func fill(t *testing.T, page string, shown map[string]example) string {
	t.Helper()
	parts := strings.Split(page, "<!-- example ")
	for i, part := range parts[1:] {
		name, rest, ok := strings.Cut(part, " -->")
		require.True(t, ok)
		x, ok := shown[name]
		require.True(t, ok, "there is no example %s", name)
		rest = block(t, rest, "```go\n", x.code)
		if x.output != "" && strings.Contains(rest, "```text\n") {
			rest = block(t, rest, "```text\n", x.output)
		}
		parts[i+1] = name + " -->" + rest
	}
	return strings.Join(parts, "<!-- example ")
}

// block replaces what stands in the first block of a kind.
func block(t *testing.T, text, fence, content string) string {
	t.Helper()
	before, rest, ok := strings.Cut(text, fence)
	require.True(t, ok, "a block %s is missing", fence)
	_, after, ok := strings.Cut(rest, "```")
	require.True(t, ok)
	return before + fence + content + "\n```" + after
}

// Command company checks the management system of Falkenried Software GmbH, a
// firm of twenty-six people that does not exist, and prints what its quality
// manager would want to know first. The README tells its story.
//
//	go run ./examples/organisations/company
package main

import (
	"context"
	"crypto/sha256"
	"embed"
	"fmt"
	"io"
	"io/fs"
	"os"
	"time"

	"github.com/ismskit/ismskit/criteria/seal"
	"github.com/ismskit/ismskit/isms"
	"github.com/ismskit/ismskit/isms/conformity"
)

//go:embed isms documents own-rules.yaml
var files embed.FS

// asOf is when the system is checked. A report depends on nothing else that is
// not in the files.
var asOf = time.Date(2026, 6, 30, 0, 0, 0, 0, time.UTC)

func main() {
	if err := run(context.Background(), os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(ctx context.Context, w io.Writer) error {
	sys, err := load(ctx, files)
	if err != nil {
		return err
	}
	rules, err := compile(files)
	if err != nil {
		return err
	}
	report, err := check(ctx, files, sys, rules)
	if err != nil {
		return err
	}
	write(w, sys, report)
	return nil
}

// load reads the documents of the management system.
func load(ctx context.Context, fsys fs.FS) (*isms.System, error) {
	folder, err := fs.Sub(fsys, "isms")
	if err != nil {
		return nil, err
	}
	return isms.Load(ctx, folder)
}

// compile takes the firm's own rules beside those of the standard.
func compile(fsys fs.FS) (*conformity.Rules, error) {
	data, err := fs.ReadFile(fsys, "own-rules.yaml")
	if err != nil {
		return nil, err
	}
	own, err := conformity.ParseRules("own-rules.yaml", data)
	if err != nil {
		return nil, err
	}
	return conformity.Compile(conformity.Standard(), own)
}

func check(ctx context.Context, fsys fs.FS, sys *isms.System, rules *conformity.Rules) (*conformity.Report, error) {
	contents, err := contentsOf(fsys, sys)
	if err != nil {
		return nil, err
	}
	return rules.Check(ctx, sys, conformity.Options{AsOf: asOf, Contents: contents})
}

// contentsOf finds the content of each document that is in a file.
func contentsOf(fsys fs.FS, sys *isms.System) (map[string]seal.Digest, error) {
	found := map[string]seal.Digest{}
	for _, d := range sys.Documents.Or(nil) {
		if name := d.File.Or(""); name != "" {
			data, err := fs.ReadFile(fsys, "documents/"+name)
			if err != nil {
				return nil, err
			}
			found[d.ID] = seal.Digest(fmt.Sprintf("sha256:%x", sha256.Sum256(data)))
		}
	}
	return found, nil
}

// Package organisations holds whole management systems of organisations that do
// not exist, as folders of documents, and checks them: solo is one person, group
// a group of companies. Their READMEs tell what the reports say, and why. The
// folder company is a program of its own.
package organisations

import (
	"context"
	"crypto/sha256"
	"embed"
	"fmt"
	"io/fs"
	"time"

	"github.com/ismskit/ismskit/criteria/seal"
	"github.com/ismskit/ismskit/isms"
	"github.com/ismskit/ismskit/isms/conformity"
)

//go:embed solo group
var files embed.FS

// Names lists the organisations.
func Names() []string { return []string{"group", "solo"} }

// Files returns the folder of an organisation: its documents are in isms, the
// content of those that are files in documents, and its own rules in
// own-rules.yaml.
func Files(name string) (fs.FS, error) { return fs.Sub(files, name) }

// AsOf is when the organisations are checked. A report depends on nothing else
// that is not in the files.
var AsOf = time.Date(2026, 6, 30, 0, 0, 0, 0, time.UTC)

// Load reads the documents of an organisation.
func Load(ctx context.Context, folder fs.FS) (*isms.System, error) {
	documents, err := fs.Sub(folder, "isms")
	if err != nil {
		return nil, err
	}
	return isms.Load(ctx, documents)
}

// Check holds an organisation against the standard and its own rules.
func Check(ctx context.Context, folder fs.FS) (*isms.System, *conformity.Report, error) {
	sys, err := Load(ctx, folder)
	if err != nil {
		return nil, nil, err
	}
	contents, err := Contents(folder, sys)
	if err != nil {
		return nil, nil, err
	}
	own, err := OwnRules(folder)
	if err != nil {
		return nil, nil, err
	}
	rules, err := conformity.Compile(conformity.Standard(), own)
	if err != nil {
		return nil, nil, err
	}
	report, err := rules.Check(ctx, sys, conformity.Options{AsOf: AsOf, Contents: contents})
	return sys, report, err
}

// OwnRules reads what an organisation asks of itself.
func OwnRules(folder fs.FS) (*conformity.RuleSet, error) {
	const name = "own-rules.yaml"
	data, err := fs.ReadFile(folder, name)
	if err != nil {
		return nil, err
	}
	return conformity.ParseRules(name, data)
}

// Contents gives the digest of each document whose content is a file.
func Contents(folder fs.FS, sys *isms.System) (map[string]seal.Digest, error) {
	found := map[string]seal.Digest{}
	for _, d := range sys.Documents.Or(nil) {
		if name := d.File.Or(""); name != "" {
			data, err := fs.ReadFile(folder, "documents/"+name)
			if err != nil {
				return nil, err
			}
			found[d.ID] = seal.Digest(fmt.Sprintf("sha256:%x", sha256.Sum256(data)))
		}
	}
	return found, nil
}

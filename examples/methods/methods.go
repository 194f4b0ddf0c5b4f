// Package methods holds published risk methods as criteria documents, in our
// own words, each with its source. They are a start for an organisation's own:
// bands, colours and acceptance are to be decided, not copied.
package methods

import (
	"embed"
	"fmt"
	"path"
	"strings"

	"github.com/ismskit/ismskit/criteria"
)

//go:embed *.yaml
var files embed.FS

// Names lists the methods in alphabetical order.
func Names() []string {
	entries, _ := files.ReadDir(".") // sorted by name; an embedded folder can be read
	names := make([]string, len(entries))
	for i, e := range entries {
		names[i] = strings.TrimSuffix(e.Name(), path.Ext(e.Name()))
	}
	return names
}

// Source returns the text of a method's criteria document.
func Source(name string) ([]byte, error) {
	data, err := files.ReadFile(name + ".yaml")
	if err != nil {
		return nil, fmt.Errorf("methods: there is no method %q; there are %s", name, strings.Join(Names(), ", "))
	}
	return data, nil
}

// Compile compiles a method's criteria.
func Compile(name string) (*criteria.Criteria, error) {
	data, err := Source(name)
	if err != nil {
		return nil, err
	}
	doc, err := criteria.Parse(name+".yaml", data)
	if err != nil {
		return nil, err
	}
	return doc.Compile()
}

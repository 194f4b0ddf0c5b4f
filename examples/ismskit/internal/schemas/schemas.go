// Package schemas holds the JSON Schemas (draft 2020-12) of the documents that
// ismskit reads and writes, and of what its commands print with --json.
package schemas

import (
	"embed"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
)

//go:embed *.json
var files embed.FS

// Names lists the schemas in alphabetical order.
func Names() []string {
	entries, err := files.ReadDir(".")
	if err != nil {
		panic(err) // they are part of the program
	}
	names := make([]string, len(entries))
	for i, e := range entries {
		names[i] = strings.TrimSuffix(e.Name(), ".json")
	}
	for name := range made {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// Get returns the text of a schema.
func Get(name string) (text []byte, ok bool) {
	if build := made[name]; build != nil {
		return build().text(name), true
	}
	text, err := files.ReadFile(name + ".json")
	return text, err == nil
}

// Title returns what a schema is about.
func Title(name string) (string, error) {
	text, ok := Get(name)
	if !ok {
		return "", fmt.Errorf("there is no schema %q", name)
	}
	var s struct{ Title string }
	err := json.Unmarshal(text, &s)
	return s.Title, err
}

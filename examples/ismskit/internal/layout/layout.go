// Package layout writes documents in one canonical layout: the keys in the order
// of the format's description, what fits a line on a line, a blank line between
// sections. Comments stay with what they are about.
//
// A layout never changes what a document says. That is checked each time: the
// new text is read again, and compared with the old one by value and by comment.
package layout

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"

	"github.com/ismskit/ismskit/criteria/source"
)

// ErrComment tells that a comment stands where no layout can keep it.
var ErrComment = errors.New("a comment cannot be kept")

// limits are those of the largest document, a register.
var limits = source.Limits{Bytes: 64 << 20, Nodes: 20_000_000}

// Format lays a document out, YAML as YAML and JSON as JSON. What is no document
// is a *source.Error.
func Format(name string, data []byte) ([]byte, error) {
	root, err := source.Parse(name, data, limits)
	if err != nil {
		return nil, err
	}
	if isJSON(name, data) {
		return indent(data)
	}
	return yamlOf(name, data, root)
}

// ToYAML turns a document into YAML.
func ToYAML(name string, data []byte) ([]byte, error) {
	root, err := source.Parse(name, data, limits)
	if err != nil {
		return nil, err
	}
	return yamlOf(name, data, root)
}

// ToJSON turns a document into JSON. Comments, which JSON does not have, are
// left out; lost counts them.
func ToJSON(name string, data []byte) (out []byte, lost int, err error) {
	root, err := source.Parse(name, data, limits)
	if err != nil {
		return nil, 0, err
	}
	if isJSON(name, data) {
		out, err = indent(data)
		return out, 0, err
	}
	var n yaml.Node
	if err := yaml.Unmarshal(data, &n); err != nil {
		return nil, 0, err
	}
	text, err := appendJSON(nil, root)
	if err != nil {
		return nil, 0, err
	}
	out, err = indent(text)
	return out, len(comments(&n)), err
}

func isJSON(name string, data []byte) bool {
	return strings.HasSuffix(strings.ToLower(name), ".json") || json.Valid(data) && bytes.HasPrefix(bytes.TrimSpace(data), []byte("{"))
}

func indent(data []byte) ([]byte, error) {
	var b bytes.Buffer
	if err := json.Indent(&b, bytes.TrimSpace(data), "", "  "); err != nil {
		return nil, err
	}
	b.WriteByte('\n')
	return b.Bytes(), nil
}

func yamlOf(name string, data []byte, root *source.Node) ([]byte, error) {
	var n yaml.Node
	if err := yaml.Unmarshal(data, &n); err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	if n.Kind != yaml.DocumentNode || len(n.Content) != 1 {
		return nil, fmt.Errorf("%s: wanted is one document", name)
	}
	before := comments(&n)
	arrangeRoot(n.Content[0])
	p := &printer{margin: atMargin(string(data))}
	p.document(&n)
	out := []byte(p.b.String())

	again, err := source.ParseYAML(name, out, limits)
	if err != nil {
		return nil, fmt.Errorf("%s: the layout cannot be read again: %w", name, err)
	}
	if !same(root, again) {
		return nil, fmt.Errorf("%s: the layout would say something else", name)
	}
	var m yaml.Node
	if err := yaml.Unmarshal(out, &m); err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	if after := comments(&m); !slices.Equal(before, after) {
		return nil, fmt.Errorf("%s: %w: %q; put it on a line of its own", name, ErrComment, firstMissing(before, after))
	}
	return out, nil
}

// comments lists the lines of all comments in alphabetical order.
func comments(n *yaml.Node) []string {
	var all []string
	var walk func(*yaml.Node)
	walk = func(n *yaml.Node) {
		for _, c := range []string{n.HeadComment, n.LineComment, n.FootComment} {
			for line := range strings.SplitSeq(c, "\n") {
				if line = strings.TrimSpace(line); line != "" {
					all = append(all, line)
				}
			}
		}
		for _, c := range n.Content {
			walk(c)
		}
	}
	walk(n)
	slices.Sort(all)
	return all
}

func firstMissing(before, after []string) string {
	for _, c := range before {
		if _, ok := slices.BinarySearch(after, c); !ok {
			return c
		}
	}
	return ""
}

// same tells whether two documents say the same, in whatever order of keys.
func same(a, b *source.Node) bool {
	if a.Kind() != b.Kind() || a.Text() != b.Text() || a.Len() != b.Len() {
		return false
	}
	for i, x := range a.Items() {
		if !same(x, b.Items()[i]) {
			return false
		}
	}
	if a.Kind() == source.Map {
		other := make(map[string]*source.Node, b.Len())
		for _, f := range b.Fields() {
			other[f.Key] = f.Value
		}
		for _, f := range a.Fields() {
			if y, ok := other[f.Key]; !ok || !same(f.Value, y) {
				return false
			}
		}
	}
	return true
}

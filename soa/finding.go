package soa

import (
	"fmt"
	"strings"

	"github.com/ismskit/ismskit/criteria/source"
)

// A Finding is one thing that is not as it should be.
type Finding struct {
	Code    source.Code
	Shall   bool       // ISO/IEC 27001, 6.1.3 demands otherwise; false: good practice does
	Control string     // that it is about, "" if it is about the whole
	File    string     // "" for what was made in Go
	Pos     source.Pos // zero for what was made in Go
	Path    string     // such as entries[3].justification
	Message string     // one plain sentence

	node *source.Node
}

// String gives the finding in one line: file:line:col: path: message.
func (f Finding) String() string {
	var b strings.Builder
	if f.Pos.Line > 0 {
		fmt.Fprintf(&b, "%s:%d:%d: ", f.File, f.Pos.Line, f.Pos.Col)
	}
	if f.Path != "" {
		b.WriteString(f.Path + ": ")
	}
	b.WriteString(f.Message)
	return b.String()
}

// findings collects findings about one document.
type findings struct{ list []Finding }

// add reports something about the value that key has in n, or about n, which
// stands at path.
func (f *findings) add(n *source.Node, path, key string, found Finding) {
	if v := n.Get(key); v != nil {
		n = v
	}
	if path != "" && key != "" {
		path += "."
	}
	found.Path = path + key
	found.node, found.File, found.Pos = n, n.File(), n.Pos()
	f.list = append(f.list, found)
}

package soa

import (
	"github.com/ismskit/ismskit/criteria/seal"
	"github.com/ismskit/ismskit/criteria/source"
)

// reader reads the documents of this package.
type reader struct{ source.Reporter }

// open parses a document, checks its limits and format, and begins to read it.
func (r *reader) open(name string, data []byte, format string) (*source.Object, error) {
	root, err := source.Parse(name, data, source.Limits{Bytes: MaxBytes, Nodes: maxNodes})
	if err != nil {
		return nil, err
	}
	r.bound(root, "")
	o := r.Object(root)
	if n := o.Need("format"); n != nil {
		if s := r.StringOf(n); s != format && s != "" {
			r.ReportNear(n, source.BadValue, format, "the format is %q, wanted is %s", source.Clip(s), format)
		}
	}
	return o, r.Err() // whatever else is wrong with a document of another format does not matter
}

// bound reports lists and texts that are too large, key being that of n.
func (r *reader) bound(n *source.Node, key string) {
	switch n.Kind() {
	case source.Map:
		if n.Len() > MaxItems {
			r.Report(n, source.Limit, "%d entries, at most %d are allowed", n.Len(), MaxItems)
		}
		for _, f := range n.Fields() {
			r.bound(f.Value, f.Key)
		}
	case source.List:
		most := MaxItems
		if n.Path() == key && (key == "controls" || key == "groups" || key == "entries") {
			most = MaxControls
		}
		if n.Len() > most {
			r.Report(n, source.Limit, "%d entries, at most %d are allowed", n.Len(), most)
			return
		}
		for _, item := range n.Items() {
			r.bound(item, "")
		}
	case source.String:
		most := MaxTextBytes
		if key == "description" {
			most = MaxDescriptionBytes
		}
		if len(n.Text()) > most {
			r.Report(n, source.Limit, "the text has %d bytes, at most %d are allowed", len(n.Text()), most)
		}
	}
}

// word reads one of some words and returns its index, 0 if it is none.
// The first word stands for nothing and is not offered.
func (r *reader) word(n *source.Node, words []string) int {
	if n == nil {
		return 0
	}
	s := r.StringOf(n)
	for i, w := range words[1:] {
		if s == w {
			return i + 1
		}
	}
	if n.Kind() == source.String {
		r.ReportNear(n, source.BadValue, source.Nearest(s, words[1:]), "%q is none of %s", source.Clip(s), enumerate(words[1:]))
	}
	return 0
}

func (r *reader) ids(o *source.Object, key string) []string {
	var out []string
	seen := map[string]bool{}
	for _, n := range o.List(key, false) {
		id := r.IDOf(n)
		if id != "" && seen[id] {
			r.Report(n, source.DuplicateID, "%q is in the list already", id)
			continue
		}
		seen[id] = true
		out = append(out, id)
	}
	return out
}

func (r *reader) digest(o *source.Object, key string) seal.Digest {
	s := o.String(key, false)
	d, err := seal.ParseDigest(s)
	if err != nil && o.Opt(key).Kind() == source.String {
		r.Report(o.Opt(key), source.BadValue, "%q is no digest", source.Clip(s))
	}
	return d
}

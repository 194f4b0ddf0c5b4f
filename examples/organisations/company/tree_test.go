package main

import (
	"encoding/json"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/ismskit/ismskit/criteria/source"
	"github.com/stretchr/testify/require"
)

// tree gives a document as plain values, so that it can be changed anywhere.
func tree(n *source.Node) any {
	switch n.Kind() {
	case source.Map:
		m := map[string]any{}
		for _, f := range n.Fields() {
			m[f.Key] = tree(f.Value)
		}
		return m
	case source.List:
		list := []any{}
		for _, x := range n.Items() {
			list = append(list, tree(x))
		}
		return list
	case source.Bool:
		return n.Text() == "true"
	case source.Int, source.Float:
		return json.Number(n.Text())
	case source.Null:
		return nil
	}
	return n.Text()
}

func parseTree(t testing.TB, name string) map[string]any {
	t.Helper()
	n, err := source.Parse(name, read(t, name), source.Limits{})
	require.NoError(t, err)
	return tree(n).(map[string]any)
}

func encode(v any) []byte {
	b, err := json.Marshal(v)
	if err != nil {
		panic(err) // a tree of texts, numbers and bools
	}
	return b
}

func clone(v any) any {
	switch v := v.(type) {
	case map[string]any:
		m := make(map[string]any, len(v))
		for k, x := range v {
			m[k] = clone(x)
		}
		return m
	case []any:
		list := make([]any, len(v))
		for i, x := range v {
			list[i] = clone(x)
		}
		return list
	}
	return v
}

// A mutation changes one place of one document.
type mutation struct {
	doc     string // main, plan, ...
	path    []any  // of keys and indexes
	pattern string // the path without indexes
	change  string // what is done
	value   any
	drop    bool // of the key or of the entry
}

// The changes, beside those that follow from what stands there.
const (
	toUnknown = "unknown" // the key is not given
	toNone    = "none"
	toEmpty   = "empty"   // an empty text or list
	toOther   = "other"   // a word that occurs nowhere
	toPeer    = "peer"    // what stands at another entity in the same place
	dropped   = "dropped" // an entry of a list
	earlier   = "earlier" // three years
	later     = "later"
	flipped   = "flipped"
	more      = "more"
	less      = "less"
)

// noWord occurs nowhere; as a text it is one, as an id it leads nowhere.
const noWord = "zz-other-zz"

var (
	dateText     = regexp.MustCompile(`^\d{4}-\d\d-\d\d$`)
	digestText   = regexp.MustCompile(`^sha256:[0-9a-f]{64}$`)
	durationText = regexp.MustCompile(`^\d+d$`)
)

// mutations lists every change of every place of a document, in order.
func mutations(doc string, root map[string]any) []mutation {
	w := &walker{doc: doc, seen: map[string][]string{}}
	w.collect(root, "")
	w.visit(root, nil, "")
	return w.list
}

type walker struct {
	doc  string
	seen map[string][]string // values by pattern, in order
	list []mutation
}

func (w *walker) collect(v any, pattern string) {
	switch v := v.(type) {
	case map[string]any:
		for k, x := range v {
			w.collect(x, join(pattern, k))
		}
	case []any:
		for _, x := range v {
			w.collect(x, pattern+"[]")
		}
	case string:
		if i, ok := slices.BinarySearch(w.seen[pattern], v); !ok {
			w.seen[pattern] = slices.Insert(w.seen[pattern], i, v)
		}
	}
}

func join(pattern, key string) string {
	if pattern == "" {
		return key
	}
	return pattern + "." + key
}

func (w *walker) visit(v any, path []any, pattern string) {
	switch v := v.(type) {
	case map[string]any:
		for _, k := range slices.Sorted(maps.Keys(v)) {
			if len(path) == 0 && k == "format" {
				continue // another format is another document
			}
			at, p := append(slices.Clone(path), k), join(pattern, k)
			w.list = append(w.list, mutation{w.doc, at, p, toUnknown, nil, true})
			w.change(v[k], at, p)
			w.visit(v[k], at, p)
		}
	case []any:
		for i, x := range v {
			at, p := append(slices.Clone(path), i), pattern+"[]"
			w.list = append(w.list, mutation{w.doc, at, p, dropped, nil, true})
			if _, scalar := x.(string); scalar {
				w.change(x, at, p)
			}
			w.visit(x, at, p)
		}
	}
}

// change lists what can be put in the place of a value.
func (w *walker) change(v any, path []any, pattern string) {
	put := func(change string, value any) {
		w.list = append(w.list, mutation{w.doc, path, pattern, change, value, false})
	}
	if v != nil {
		put(toNone, nil)
	}
	switch v := v.(type) {
	case bool:
		put(flipped, !v)
	case json.Number:
		if f, err := strconv.ParseFloat(v.String(), 64); err == nil {
			put(more, f+1)
			put(less, f-1)
		}
	case []any:
		if len(v) > 0 {
			put(toEmpty, []any{})
		}
	case string:
		switch {
		case dateText.MatchString(v):
			at, _ := time.Parse(time.DateOnly, v)
			put(earlier, at.AddDate(-3, 0, 0).Format(time.DateOnly))
			put(later, at.AddDate(3, 0, 0).Format(time.DateOnly))
		case digestText.MatchString(v):
			put(toOther, v[:len(v)-1]+string(rune('0'+(v[len(v)-1]+1)%2)))
		case durationText.MatchString(v):
			put(more, "9"+v)
			put(less, "1d")
		default:
			if v != "" {
				put(toEmpty, "")
			}
			put(toOther, noWord)
			if peers := w.seen[pattern]; len(peers) > 1 {
				i, _ := slices.BinarySearch(peers, v)
				put(toPeer, peers[(i+1)%len(peers)])
			}
		}
	}
}

// apply changes a document in place and returns what takes the change back.
func (m *mutation) apply(root map[string]any) (undo func()) {
	var at any = root
	for _, k := range m.path[:len(m.path)-1] {
		at = child(at, k)
	}
	switch last := m.path[len(m.path)-1].(type) {
	case string:
		parent := at.(map[string]any)
		old := parent[last]
		if m.drop {
			delete(parent, last)
		} else {
			parent[last] = m.value
		}
		return func() { parent[last] = old }
	case int:
		old := at.([]any)
		if !m.drop {
			was := old[last]
			old[last] = m.value
			return func() { old[last] = was }
		}
		list := slices.Delete(slices.Clone(old), last, last+1)
		return replace(root, m.path[:len(m.path)-1], old, list)
	}
	return func() {}
}

// replace puts a shorter list in the place of a list.
func replace(root map[string]any, path []any, old, list []any) (undo func()) {
	var at any = root
	for _, k := range path[:len(path)-1] {
		at = child(at, k)
	}
	key := path[len(path)-1].(string) // no document has a list of lists
	parent := at.(map[string]any)
	parent[key] = list
	return func() { parent[key] = old }
}

func child(v any, k any) any {
	if i, ok := k.(int); ok {
		return v.([]any)[i]
	}
	return v.(map[string]any)[k.(string)]
}

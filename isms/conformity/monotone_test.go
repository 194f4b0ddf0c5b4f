package conformity_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/ismskit/ismskit/isms"
	"github.com/ismskit/ismskit/isms/conformity"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// A place is a key of a map in one of the documents, by the steps that lead to
// it: keys and indexes.
type place struct {
	file  string
	steps []any
}

// numbered matches the part of a path that names an entity without an id. Its
// number is that in the order of what the entities say.
var numbered = regexp.MustCompile(`\[\d+\]`)

// kind names all places that are the same key of the same type.
func (p place) kind() string {
	b := p.file
	for _, s := range p.steps {
		if k, ok := s.(string); ok {
			b += "." + k
		}
	}
	return b
}

func (p place) key() string { return p.steps[len(p.steps)-1].(string) }

func (p place) String() string { return p.file + ":" + strings.Trim(fmt.Sprint(p.steps), "[]") }

// at finds the map that holds the key, nil if it is not there.
func (p place) at(docs map[string]map[string]any) map[string]any {
	var v any = docs[p.file]
	for _, s := range p.steps[:len(p.steps)-1] {
		switch s := s.(type) {
		case string:
			m, _ := v.(map[string]any)
			v = m[s]
		case int:
			list, _ := v.([]any)
			if s >= len(list) {
				return nil
			}
			v = list[s]
		}
	}
	m, _ := v.(map[string]any)
	return m
}

func (p place) get(docs map[string]map[string]any) (any, bool) {
	v, ok := p.at(docs)[p.key()]
	return v, ok
}

// places lists every key of a document.
func places(file string, v any, steps []any, add func(place)) {
	switch v := v.(type) {
	case map[string]any:
		for _, k := range slices.Sorted(maps.Keys(v)) {
			at := append(slices.Clone(steps), k)
			add(place{file, at})
			places(file, v[k], at, add)
		}
	case []any:
		for i := range v {
			places(file, v[i], append(slices.Clone(steps), i), add)
		}
	}
}

func copied(v any) any {
	switch v := v.(type) {
	case map[string]any:
		m := make(map[string]any, len(v))
		for k, x := range v {
			m[k] = copied(x)
		}
		return m
	case []any:
		list := make([]any, len(v))
		for i := range v {
			list[i] = copied(v[i])
		}
		return list
	}
	return v
}

func copiedDocs(docs map[string]map[string]any) map[string]map[string]any {
	out := map[string]map[string]any{}
	for k, v := range docs {
		out[k] = copied(v).(map[string]any)
	}
	return out
}

// stated lists keys of documents other than those of package isms that state
// none, or something else, where they are left out: leaving them out leaves
// nothing unknown. So does every key of an entry of an approved statement.
var stated = []string{
	"main.measures.results.inputs.values", // beside a value: it is one number or many
	"criteria.*", "register.risks.parent", "register.risks.inputs",
	"plan.approvals.*", "plan.approvals", "plan.holders", "plan.holders.*", "plan.controls", "plan.controls.since", "plan.controls.catalogue",
	"plan.controls.effects", "plan.controls.effects.*",
	"plan.items.expected", "plan.items.expected.*", "plan.items.actual.*", "plan.items.done", "plan.items.revised", "plan.items.revised.*", "plan.items.deviation", "plan.items.creates",
	"statement.version", "statement.approval", "statement.approval.*", "statement.document", "statement.previous", "statement.catalogues",
	"statement.catalogues.*", "statement.plans", "statement.plans.*", "statement.entries.catalogue", "statement.entries.external",
}

// leftOut are keys of criteria that are unknown where they are left out.
var leftOut = []string{"criteria.title", "criteria.rationale", "criteria.approval", "criteria.assessing.on", "criteria.scales.kind", "criteria.acceptance.because"}

// rated tells whether a key is an input, of which only levels of its scale can
// be said; ratings that do not fit the criteria are an error.
func rated(kind string) bool {
	return strings.HasPrefix(kind, "register.risks.ratings.") || strings.HasPrefix(kind, "plan.items.actual.")
}

var levels = map[string][]any{
	"likelihood": {"rare", "likely", "certain", []any{"rare", "likely"}, []any{"rare", "certain"}},
	"impact":     {"minor", "major", "severe", []any{"minor", "major"}, []any{"minor", "severe"}},
}

func states(kind string) bool {
	if slices.Contains(leftOut, kind) {
		return false
	}
	return slices.ContainsFunc(stated, func(s string) bool {
		wide, all := strings.CutSuffix(s, ".*")
		return kind == s || all && strings.HasPrefix(kind, wide+".")
	})
}

// evidence draws systems of which less and more is known.
type evidence struct {
	t       testing.TB
	house   *house
	places  []place
	values  map[string][]any // by key: what is seen under it anywhere
	patches []string
	valid   map[string]bool // whether a document with a value at a place parses
}

func newEvidence(t testing.TB) *evidence {
	e := &evidence{t: t, house: newHouse(t), values: map[string][]any{}, valid: map[string]bool{}}
	delete(e.house.docs["statement"], "approval")
	// What was measured is one number or many.
	e.house.patch(t, "main: measures[M-1].results[0].inputs[0].values = []")
	e.house.patch(t, "main: measures[M-1].results[0].inputsDigest = INPUTS")
	e.house.seal(t)
	note := func(key string, v any) {
		text := string(encoded(t, v))
		if !slices.ContainsFunc(e.values[key], func(x any) bool { return string(encoded(t, x)) == text }) {
			e.values[key] = append(e.values[key], v)
		}
	}
	for line := range strings.Lines(string(read(t, "testdata/meridian/breaks.txt"))) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		for _, x := range parseBreakage(t, line).changes {
			if !strings.Contains(x, ": ") || strings.HasPrefix(x, "second:") {
				continue // a whole document
			}
			e.patches = append(e.patches, x)
			if path, text, ok := strings.Cut(x, " = "); ok && !strings.HasSuffix(path, "]") {
				note(path[strings.LastIndexAny(path, ".: ")+1:], value(t, text))
			}
		}
	}
	entries := 0
	for _, file := range slices.Sorted(maps.Keys(e.house.docs)) {
		places(file, e.house.docs[file], nil, func(p place) {
			v, _ := p.get(e.house.docs)
			note(p.key(), copied(v))
			// Of the many entries of the catalogue a few are enough.
			if p.file == "statement" && len(p.steps) > 2 {
				if entries++; entries > 60 {
					return
				}
			}
			if !states(p.kind()) && e.parses(p, nil, false) {
				e.places = append(e.places, p)
			}
		})
	}
	return e
}

// parses tells whether the house does with another value at a place, or with
// none.
func (e *evidence) parses(p place, v any, set bool) bool {
	id := p.kind()
	if set {
		id += "=" + string(encoded(e.t, v))
	}
	ok, known := e.valid[id]
	if known {
		return ok
	}
	docs := map[string]map[string]any{p.file: copied(e.house.docs[p.file]).(map[string]any)}
	m := p.at(docs)
	if delete(m, p.key()); set {
		m[p.key()] = v
	}
	_, err := isms.Merge([]isms.File{{Name: p.file, Data: encoded(e.t, docs[p.file])}})
	e.valid[id] = err == nil
	return err == nil
}

// others lists values of the kind of another one.
func others(v any) []any {
	switch v := v.(type) {
	case bool:
		return []any{!v}
	case json.RawMessage:
		switch string(v) {
		case "true":
			return []any{json.RawMessage("false"), nil}
		case "false":
			return []any{json.RawMessage("true"), nil}
		}
		return []any{json.RawMessage("0"), json.RawMessage("2"), json.RawMessage("99"), nil}
	case string:
		return []any{"", "something else", "2020-01-01", "2026-06-30", "2031-01-01", "10d", nil}
	case []any:
		return []any{[]any{}, append(slices.Clone(v), v...), nil}
	}
	return []any{nil}
}

// draw draws a system and one that says the same and more.
func (e *evidence) draw(t *rapid.T) (less, more []isms.File, told string) {
	base := copiedDocs(e.house.docs)
	for range rapid.IntRange(0, 4).Draw(t, "patches") {
		line := e.patches[rapid.IntRange(0, len(e.patches)-1).Draw(t, "patch")]
		file, rest, _ := strings.Cut(line, ": ")
		path, text, set := strings.Cut(rest, " = ")
		var v any
		if set {
			v = value(e.t, text)
		}
		tried := copied(base[file]).(map[string]any)
		if change(tried, path, set, v) != nil {
			continue
		}
		if _, err := isms.Merge([]isms.File{{Name: file, Data: encoded(e.t, tried)}}); err == nil {
			base[file] = tried
			told += "patch " + line + "\n"
		}
	}
	before := copiedDocs(base)
	var gone []place
	for range rapid.IntRange(1, 30).Draw(t, "forgotten") {
		p := e.places[rapid.IntRange(0, len(e.places)-1).Draw(t, "place")]
		if m := p.at(before); m != nil {
			if _, ok := m[p.key()]; ok {
				delete(m, p.key())
				gone = append(gone, p)
			}
		}
	}
	slices.SortStableFunc(gone, func(a, b place) int { return len(a.steps) - len(b.steps) })
	after := copiedDocs(before)
	for _, p := range gone {
		m := p.at(after)
		old, ok := p.get(base)
		if m == nil || !ok {
			continue
		}
		v := old
		switch rapid.IntRange(0, 3).Draw(t, "said") {
		case 0: // still unknown
			told += "unknown " + p.String() + "\n"
			continue
		case 1:
			pool := append(slices.Clone(e.values[p.key()]), others(old)...)
			if rated(p.kind()) && levels[p.key()] != nil {
				pool = levels[p.key()]
			}
			if x := pool[rapid.IntRange(0, len(pool)-1).Draw(t, "value")]; e.parses(p, x, true) {
				v = x
			}
		}
		m[p.key()] = copied(v)
		told += "filled " + p.String() + " = " + string(encoded(e.t, v)) + "\n"
	}
	missing := map[string]bool{}
	for _, file := range []string{"record", "register", "plan", "statement"} {
		switch rapid.IntRange(0, 19).Draw(t, file) {
		case 0:
			missing[file] = true
			told += "filled " + file + "\n"
		case 1:
			delete(before, file)
			delete(after, file)
			told += "unknown " + file + "\n"
		}
	}
	for file := range missing {
		delete(before, file)
	}
	files := func(docs map[string]map[string]any, record bool) []isms.File {
		var list []isms.File
		if record {
			list = append(list, isms.File{Name: "record.json", Data: e.house.record})
		}
		for _, name := range slices.Sorted(maps.Keys(docs)) {
			list = append(list, isms.File{Name: name + ".json", Data: encoded(e.t, docs[name])})
		}
		return list
	}
	return files(before, !missing["record"]), files(after, true), told
}

// shaken lists the verdicts that more evidence has turned into others: fewer
// subjects have them. Entities without an id are told by where they are; two
// that say the same are one, so that there may be fewer of them.
func shaken(less, more *conformity.Report) []string {
	count, all := map[string]int{}, map[string]int{}
	each := func(r *conformity.Report, n int) {
		for i := range r.Verdicts {
			v := &r.Verdicts[i]
			subject := fmt.Sprint(v.Rule.ID, " ", v.Subject.Type, " ", numbered.ReplaceAllString(v.Subject.Path, "[*]"))
			if all[subject] += n; v.Status != isms.VerdictUndetermined {
				count[subject+" "+string(v.Status)] += n
			}
		}
	}
	each(less, -1)
	each(more, 1)
	return slices.Sorted(func(yield func(string) bool) {
		for k, n := range count {
			merged := min(0, all[k[:strings.LastIndexByte(k, ' ')]])
			if !strings.Contains(k, "[*]") {
				merged = 0
			}
			if n < merged && !yield(k) {
				return
			}
		}
	})
}

// TestMoreEvidence shows that verdicts are sound: what is filled in decides
// what was undetermined, and turns nothing else.
func TestMoreEvidence(t *testing.T) {
	e := newEvidence(t)
	require.Greater(t, len(e.places), 300)
	rapid.Check(t, func(r *rapid.T) {
		less, more, told := e.draw(r)
		before, err := isms.Merge(less)
		if err != nil {
			r.Skip(err)
		}
		after, err := isms.Merge(more)
		if err != nil {
			r.Skip(err)
		}
		turned := shaken(check(t, before, "2022-amd1"), check(t, after, "2022-amd1"))
		require.Empty(r, turned, told)
	})
}

package isms_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/ismskit/ismskit/isms"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// drawn makes documents of what the types say: any field may be unknown, none,
// or have a value.
type drawn struct {
	*rapid.T
	ids int
}

func (d *drawn) object(typ *isms.Type) map[string]any {
	o := map[string]any{}
	for i := range typ.Fields {
		f := &typ.Fields[i]
		switch n := rapid.IntRange(0, 5).Draw(d.T, "state"); {
		case f.Kind == isms.KindID:
			d.ids++
			o[f.Name] = "E-" + strconv.Itoa(d.ids)
		case n == 0 || n == 1 && !f.Nullable:
		case n == 1:
			o[f.Name] = nil
		case f.List:
			list := []any{}
			for range rapid.IntRange(0, 2).Draw(d.T, "length") {
				list = append(list, d.value(f))
			}
			o[f.Name] = list
		default:
			o[f.Name] = d.value(f)
		}
	}
	return o
}

func (d *drawn) value(f *isms.Field) any {
	n := rapid.IntRange(1, 9).Draw(d.T, "n")
	switch f.Kind {
	case isms.KindText:
		if f.Name == "id" || f.Name == "name" {
			return "name-" + strconv.Itoa(n)
		}
		return rapid.SampledFrom([]string{"", "a", "two words", "é\n\"\\\t<&>", "\u200b", "日本", "null", "12"}).Draw(d.T, "text")
	case isms.KindWord:
		return rapid.SampledFrom(f.Words).Draw(d.T, "word")
	case isms.KindReference:
		return "E-" + strconv.Itoa(n)
	case isms.KindDigest:
		return "sha256:" + strings.Repeat(strconv.Itoa(n), 64)
	case isms.KindBool:
		return n%2 == 0
	case isms.KindInt:
		return json.Number(strconv.Itoa(n - 5))
	case isms.KindDecimal:
		return json.Number(rapid.SampledFrom([]string{"0", "-1.5", "0.001", "1234567890123456789012345678901234567.89", "7"}).Draw(d.T, "decimal"))
	case isms.KindTime:
		return fmt.Sprintf("202%d-01-0%dT0%d:00:00.%dZ", n, n, n, n)
	case isms.KindDuration:
		return fmt.Sprintf("%dd%dh", n, n)
	}
	return d.object(f.Type)
}

// write gives the JSON of a value, the keys of its objects in a drawn order.
func (d *drawn) write(b []byte, v any) []byte {
	switch v := v.(type) {
	case map[string]any:
		b = append(b, '{')
		for i, k := range rapid.Permutation(slices.Sorted(maps.Keys(v))).Draw(d.T, "keys") {
			if i > 0 {
				b = append(b, ',')
			}
			b = append(strconv.AppendQuote(b, k), ':')
			b = d.write(b, v[k])
		}
		return append(b, '}')
	case []any:
		b = append(b, '[')
		for i, x := range v {
			if i > 0 {
				b = append(b, ',')
			}
			b = d.write(b, x)
		}
		return append(b, ']')
	}
	text, err := json.Marshal(v)
	require.NoError(d.T, err)
	return append(b, bytes.ReplaceAll(text, []byte("\u200b"), []byte(`\u200b`))...)
}

// shuffled gives the lists of objects in a drawn order.
func (d *drawn) shuffled(v any) any {
	switch v := v.(type) {
	case map[string]any:
		o := map[string]any{}
		for _, k := range slices.Sorted(maps.Keys(v)) {
			o[k] = d.shuffled(v[k])
		}
		return o
	case []any:
		if len(v) > 1 && isObject(v[0]) {
			v = rapid.Permutation(v).Draw(d.T, "order")
		}
		list := make([]any, len(v))
		for i := range v {
			list[i] = d.shuffled(v[i])
		}
		return list
	}
	return v
}

func isObject(v any) bool { _, ok := v.(map[string]any); return ok }

// normal gives a value whose lists of objects are sorted by what encoding/json
// writes for them, each once.
func normal(v any) any {
	switch v := v.(type) {
	case map[string]any:
		o := map[string]any{}
		for k, x := range v {
			o[k] = normal(x)
		}
		return o
	case []any:
		list := make([]any, len(v))
		for i := range v {
			list[i] = normal(v[i])
		}
		if len(list) > 1 && isObject(list[0]) {
			text := func(x any) string { b, _ := json.Marshal(x); return string(b) }
			slices.SortFunc(list, func(a, b any) int { return strings.Compare(text(a), text(b)) })
			list = slices.CompactFunc(list, func(a, b any) bool { return text(a) == text(b) })
		}
		return list
	}
	return v
}

func decoded(t require.TestingT, data []byte) map[string]any {
	d := json.NewDecoder(bytes.NewReader(data))
	d.UseNumber()
	var v map[string]any
	require.NoError(t, d.Decode(&v))
	return v
}

// TestRoundTrip reads drawn documents: Bytes states what the document states,
// no more and no less, and reads back as the same.
func TestRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := &drawn{T: t}
		want := d.object(isms.Types()[0])
		want["format"] = isms.Format
		s, err := isms.Parse("a.json", d.write(nil, want))
		require.NoError(t, err)
		require.Equal(t, normal(want), normal(decoded(t, s.Bytes())))
		again, err := isms.Parse("b.json", s.Bytes())
		require.NoError(t, err)
		require.Equal(t, content(s), content(again))
		require.Equal(t, string(s.Bytes()), string(again.Bytes()))
	})
}

// TestOrderDoesNotMatter shuffles keys and lists of objects.
func TestOrderDoesNotMatter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := &drawn{T: t}
		doc := d.object(isms.Types()[0])
		doc["format"] = isms.Format
		s, err := isms.Parse("a.json", d.write(nil, doc))
		require.NoError(t, err)
		other, err := isms.Parse("a.json", d.write(nil, d.shuffled(doc)))
		require.NoError(t, err)
		require.Equal(t, s.Digest(), other.Digest())
		require.Equal(t, content(s), content(other))
		require.Equal(t, problems(s), problems(other))
	})
}

// problems are those of Check without the places, which change with the order.
func problems(s *isms.System) []string {
	var list []string
	for _, p := range s.Check(july) {
		list = append(list, string(p.Code)+" "+p.Path+" "+p.Message+p.Nearest)
	}
	return list
}

// split spreads an object over n parts: its keys, the keys of the objects that
// the root holds, and the entries of lists of objects, some of them twice.
func (d *drawn) split(o map[string]any, n, depth int) []map[string]any {
	parts := make([]map[string]any, n)
	for i := range parts {
		parts[i] = map[string]any{}
	}
	some := func() []int {
		list := []int{rapid.IntRange(0, n-1).Draw(d.T, "part")}
		if rapid.Bool().Draw(d.T, "twice") {
			list = append(list, rapid.IntRange(0, n-1).Draw(d.T, "other part"))
		}
		slices.Sort(list)
		return slices.Compact(list)
	}
	for _, k := range slices.Sorted(maps.Keys(o)) {
		inner, object := o[k].(map[string]any)
		list, many := o[k].([]any)
		switch {
		case object && depth > 0:
			for i, part := range d.split(inner, n, depth-1) {
				if len(part) > 0 || i == 0 {
					parts[i][k] = part
				}
			}
		case many && len(list) > 0 && isObject(list[0]):
			for _, entry := range list {
				for _, i := range some() {
					have, _ := parts[i][k].([]any)
					parts[i][k] = append(have, entry)
				}
			}
		default:
			for _, i := range some() {
				parts[i][k] = o[k]
			}
		}
	}
	return parts
}

// TestSplitDoesNotMatter spreads a document over files and merges them in any
// order.
func TestSplitDoesNotMatter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := &drawn{T: t}
		doc := d.object(isms.Types()[0])
		var files []isms.File
		for i, part := range d.split(doc, rapid.IntRange(1, 4).Draw(t, "files"), 2) {
			part["format"] = isms.Format
			files = append(files, isms.File{Name: fmt.Sprintf("%d.json", i), Data: d.write(nil, part)})
		}
		doc["format"] = isms.Format
		whole, err := isms.Parse("a.json", d.write(nil, doc))
		require.NoError(t, err)
		s, err := isms.Merge(rapid.Permutation(files).Draw(t, "order"))
		require.NoError(t, err)
		require.Equal(t, string(whole.Bytes()), string(s.Bytes()))
		require.Equal(t, whole.Digest(), s.Digest())
		require.Equal(t, content(whole), content(s))
		require.Equal(t, problems(whole), problems(s))
	})
}

// TestLocateEverything finds the place of every field of the complete document
// by its path: it is in the line that holds its key.
func TestLocateEverything(t *testing.T) {
	text := string(read(t, "complete.yaml"))
	lines := strings.Split(text, "\n")
	s := parse(t, text)
	for path, e := range s.Walk() {
		typ := isms.TypeOf(e)
		for i := range typ.Fields {
			f := &typ.Fields[i]
			at := isms.Locate(s, strings.TrimPrefix(path+"."+f.Name, "."))
			require.Equal(t, e.Where(f.Name), at)
			line := lines[at.Line-1]
			if f.Kind != isms.KindObject {
				require.Contains(t, line, f.Name+":", "%s.%s", path, f.Name)
				require.Greater(t, at.Col-1, strings.Index(line, f.Name+":"), "%s.%s", path, f.Name)
			}
		}
	}
}

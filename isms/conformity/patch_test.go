package conformity_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/ismskit/ismskit/criteria/source"
	"github.com/stretchr/testify/require"
)

// decoded gives a document as plain values, so that tests can change it.
func decoded(n *source.Node) any {
	switch n.Kind() {
	case source.Map:
		m := map[string]any{}
		for _, f := range n.Fields() {
			m[f.Key] = decoded(f.Value)
		}
		return m
	case source.List:
		list := []any{}
		for _, x := range n.Items() {
			list = append(list, decoded(x))
		}
		return list
	case source.String:
		return n.Text()
	case source.Null:
		return nil
	}
	return json.RawMessage(n.Text())
}

func parsed(t testing.TB, name string, data []byte) map[string]any {
	t.Helper()
	n, err := source.Parse(name, data, source.Limits{})
	require.NoError(t, err)
	return decoded(n).(map[string]any)
}

func encoded(t testing.TB, v any) []byte {
	t.Helper()
	b, err := json.MarshalIndent(v, "", " ") // positions in long lines take long to find
	require.NoError(t, err)
	return b
}

// value reads a value as YAML writes it.
func value(t testing.TB, text string) any {
	t.Helper()
	return parsed(t, "value.yaml", []byte("v: "+text))["v"]
}

// change sets what a path such as parties[guests].requirements[0].controls
// names, or takes it away; [+] is a further entry.
func change(doc map[string]any, path string, set bool, v any) error {
	steps := strings.FieldsFunc(strings.NewReplacer("[", ".[").Replace(path), func(r rune) bool { return r == '.' })
	// Ids have no dots here but for controls of catalogues: [A.5.1].
	for i := 0; i < len(steps); i++ {
		for strings.HasPrefix(steps[i], "[") && !strings.HasSuffix(steps[i], "]") {
			steps[i] += "." + steps[i+1]
			steps = slices.Delete(steps, i+1, i+2)
		}
	}
	var at any = doc
	var put func(any) // replaces at in what holds it
	for i, step := range steps {
		last := i == len(steps)-1
		switch x := at.(type) {
		case map[string]any:
			if last {
				if delete(x, step); set {
					x[step] = v
				}
				return nil
			}
			at, put = x[step], func(v any) { x[step] = v }
		case []any:
			name := strings.Trim(step, "[]")
			j := slices.IndexFunc(x, func(e any) bool {
				m, _ := e.(map[string]any)
				return m["id"] == name || m["control"] == name
			})
			if n, err := strconv.Atoi(name); err == nil && j < 0 && n < len(x) {
				j = n
			}
			switch {
			case name == "+":
				put(append(x, v))
				return nil
			case j < 0:
				return fmt.Errorf("%s: there is no %s", path, step)
			case last && set:
				x[j] = v
				return nil
			case last:
				put(slices.Delete(slices.Clone(x), j, j+1))
				return nil
			}
			at, put = x[j], func(v any) { x[j] = v }
		default:
			return fmt.Errorf("%s: there is nothing at %s", path, step)
		}
	}
	return nil
}

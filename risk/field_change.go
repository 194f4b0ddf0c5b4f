package risk

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// A FieldChange is a field that differs between two states.
type FieldChange struct {
	Name     string
	Old, New string // canonical JSON; "" where the state does not have the field
}

// String says in a sentence what has changed, such as "ratings: likelihood was
// rare and is now likely".
func (c FieldChange) String() string {
	label := c.Name
	if m := materialFieldOf(c.Name); m != nil {
		label = m.label
	}
	switch {
	case c.Old == "":
		return label + ": was not part of the state and is now " + plain(decoded(c.New))
	case c.New == "":
		return label + ": was " + plain(decoded(c.Old)) + " and is no part of the state any more"
	}
	said := differences("", decoded(c.Old), decoded(c.New))
	if said == nil { // the same to a reader, in another form
		said = []string{"was " + c.Old + " and is now " + c.New}
	}
	return label + ": " + strings.Join(said, ", ")
}

// decoded reads a value as it is; what is no JSON is shown as text.
func decoded(s string) any {
	d := json.NewDecoder(strings.NewReader(s))
	d.UseNumber()
	var v any
	if d.Decode(&v) != nil {
		return s
	}
	return v
}

// differences goes down to where two values differ.
func differences(at string, old, new any) []string {
	if plain(old) == plain(new) {
		return nil
	}
	a, objects := old.(map[string]any)
	b, both := new.(map[string]any)
	if objects && both {
		var out []string
		names := slices.Sorted(maps.Keys(a))
		for _, k := range slices.Sorted(maps.Keys(b)) {
			if _, there := a[k]; !there {
				names = append(names, k)
			}
		}
		slices.Sort(names)
		for _, k := range names {
			x, was := a[k]
			y, is := b[k]
			switch {
			case was == is || plain(x) != plain(y):
				out = append(out, differences(at+k+" ", x, y)...)
			case is: // with an empty value
				out = append(out, at+k+" was added")
			default:
				out = append(out, at+k+" was taken out")
			}
		}
		return out
	}
	x, lists := old.([]any)
	y, both := new.([]any)
	if lists && both {
		var out []string
		for _, v := range y {
			if !slices.ContainsFunc(x, func(w any) bool { return plain(w) == plain(v) }) {
				out = append(out, at+plain(v)+" was added")
			}
		}
		for _, v := range x {
			if !slices.ContainsFunc(y, func(w any) bool { return plain(w) == plain(v) }) {
				out = append(out, at+plain(v)+" was taken out")
			}
		}
		if out != nil {
			return out
		}
	}
	return []string{fmt.Sprintf("%swas %s and is now %s", at, plain(old), plain(new))}
}

// plain writes a value for people.
func plain(v any) string {
	switch v := v.(type) {
	case nil:
		return "not stated"
	case string:
		if v == "" {
			return "not stated"
		}
		return v
	case []any:
		if len(v) == 0 {
			return "none"
		}
		parts := make([]string, len(v))
		for i := range v {
			parts[i] = plain(v[i])
		}
		return strings.Join(parts, ", ")
	case map[string]any:
		if len(v) == 0 {
			return "none"
		}
		var parts []string
		for _, k := range slices.Sorted(maps.Keys(v)) {
			parts = append(parts, k+" "+plain(v[k]))
		}
		return "(" + strings.Join(parts, ", ") + ")"
	}
	return fmt.Sprint(v)
}

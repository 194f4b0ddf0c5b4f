package risk

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/ismskit/ismskit/criteria/source"
)

// firstDifference compares a record with its replay, outcome by outcome and
// then member by member.
func firstDifference(r *Record, a *Assessment) *Difference {
	for i := range max(len(r.Outcomes), len(a.Outcomes)) {
		switch {
		case i >= len(a.Outcomes):
			return &Difference{"outcomes[" + r.Outcomes[i].Key() + "]", "an outcome", "none"}
		case i >= len(r.Outcomes):
			return &Difference{"outcomes[" + a.Outcomes[i].Key() + "]", "none", "an outcome"}
		}
		x, y := r.Outcomes[i].appendLeaf(nil), a.Outcomes[i].appendLeaf(nil)
		if !bytes.Equal(x, y) {
			d := memberDifference(x, y)
			d.Path = "outcomes[" + r.Outcomes[i].Key() + "]." + d.Path
			return d
		}
	}
	for i := range max(len(r.Rankings), len(a.Rankings)) {
		var x, y []byte
		if i < len(r.Rankings) {
			x = r.Rankings[i].append(nil)
		}
		if i < len(a.Rankings) {
			y = a.Rankings[i].append(nil)
		}
		if !bytes.Equal(x, y) {
			return &Difference{fmt.Sprintf("rankings[%d]", i), source.Clip(string(x)), source.Clip(string(y))}
		}
	}
	if r.Seal != a.Seal {
		return &Difference{"seal", string(r.Seal.append(nil)), string(a.Seal.append(nil))}
	}
	return nil
}

// memberDifference finds the first member in which two JSON objects differ.
func memberDifference(x, y []byte) *Difference {
	xs, ys := members(x), members(y)
	for _, m := range xs {
		other, found := "none", false
		for _, n := range ys {
			if n.name == m.name {
				other, found = n.value, true
			}
		}
		if !found || other != m.value {
			return &Difference{m.name, m.value, other}
		}
	}
	for _, n := range ys {
		found := false
		for _, m := range xs {
			found = found || m.name == n.name
		}
		if !found {
			return &Difference{n.name, "none", n.value}
		}
	}
	return &Difference{"", string(x), string(y)}
}

type member struct{ name, value string }

func members(b []byte) []member {
	d := jsontext.NewDecoder(bytes.NewReader(b))
	if _, err := d.ReadToken(); err != nil {
		return nil
	}
	var out []member
	for d.PeekKind() == '"' {
		name, err := d.ReadToken()
		if err != nil {
			return out
		}
		m := member{name: name.String()}
		v, err := d.ReadValue()
		if err != nil {
			return out
		}
		m.value = strings.TrimSpace(string(v))
		out = append(out, m)
	}
	return out
}

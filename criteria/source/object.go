package source

import (
	"math/big"
	"slices"
	"time"
)

// An Object reads a map strictly: the keys that are asked for are known, and
// Close reports all others. The readers report what is missing or of another
// type and then return the zero value.
type Object struct {
	r     *Reporter
	n     *Node // nil if there is no map
	known []string
	near  [][2]string // keys that are needed, and keys that may be a misspelling of them
}

// Object begins to read a map. Anything else is reported; the object then has
// no keys.
func (r *Reporter) Object(n *Node) *Object {
	if n.Kind() != Map {
		if n != nil {
			r.Report(n, WrongType, "wanted is a map, not %s", article(n.Kind()))
		}
		n = nil
	}
	return &Object{r: r, n: n}
}

// Node returns the map, nil if it is none.
func (o *Object) Node() *Node { return o.n }

// Has tells whether the key is there.
func (o *Object) Has(key string) bool { return o.Opt(key) != nil }

// Opt returns the value of a key, nil if it is not there.
func (o *Object) Opt(key string) *Node {
	for _, k := range o.known {
		if k == key {
			return o.n.Get(key)
		}
	}
	o.known = append(o.known, key)
	return o.n.Get(key)
}

// Need returns the value of a key and reports it if it is not there.
func (o *Object) Need(key string) *Node {
	v := o.Opt(key)
	if v == nil && o.n != nil {
		near := ""
		for _, f := range o.n.fields {
			if Nearest(f.Key, []string{key}) != "" {
				near = f.Key
				break
			}
		}
		if near != "" { // a misspelt key is reported once, by Close
			o.near = append(o.near, [2]string{key, near})
		} else {
			o.r.Report(o.n, MissingKey, "missing key %s", key)
		}
	}
	return v
}

func (o *Object) get(key string, need bool) *Node {
	if need {
		return o.Need(key)
	}
	return o.Opt(key)
}

// Close reports the keys that nobody asked for.
func (o *Object) Close() {
	for _, k := range o.near { // stage is no misspelling of state where both are keys
		if slices.Contains(o.known, k[1]) {
			o.r.Report(o.n, MissingKey, "missing key %s", k[0])
		}
	}
	for _, f := range o.n.Fields() {
		known := false
		for _, k := range o.known {
			known = known || k == f.Key
		}
		if !known {
			var free []string
			for _, k := range o.known {
				if o.n.find(k) < 0 {
					free = append(free, k)
				}
			}
			o.r.ReportAtNear(f.key, f.KeyPos(), UnknownKey, Nearest(f.Key, free), "unknown key %q", Clip(f.Key))
		}
	}
}

// String reads a text.
func (o *Object) String(key string, need bool) string {
	if n := o.get(key, need); n != nil {
		return o.r.StringOf(n)
	}
	return ""
}

// Scalar reads the text of any scalar but null.
func (o *Object) Scalar(key string, need bool) string {
	if n := o.get(key, need); n != nil {
		return o.r.ScalarOf(n)
	}
	return ""
}

// Bool reads a bool.
func (o *Object) Bool(key string, need bool) bool {
	if n := o.get(key, need); n != nil {
		return o.r.BoolOf(n)
	}
	return false
}

// Int reads an integer of 64 bits.
func (o *Object) Int(key string, need bool) int64 {
	if n := o.get(key, need); n != nil {
		return o.r.IntOf(n)
	}
	return 0
}

// ID reads an id, see ValidID.
func (o *Object) ID(key string, need bool) string {
	if n := o.get(key, need); n != nil {
		return o.r.IDOf(n)
	}
	return ""
}

// Strings reads a list of texts.
func (o *Object) Strings(key string, need bool) []string {
	if n := o.get(key, need); n != nil {
		return o.r.StringsOf(n)
	}
	return nil
}

// List reads the items of a list.
func (o *Object) List(key string, need bool) []*Node {
	n := o.get(key, need)
	if n == nil {
		return nil
	}
	if n.kind != List {
		o.r.Report(n, WrongType, "wanted is a list, not %s", article(n.kind))
		return nil
	}
	return n.items
}

// Time reads a point in time, see ParseTime.
func (o *Object) Time(key string, need bool) time.Time {
	if n := o.get(key, need); n != nil {
		return o.r.TimeOf(n)
	}
	return time.Time{}
}

// Duration reads a length of time, see ParseDuration.
func (o *Object) Duration(key string, need bool) time.Duration {
	if n := o.get(key, need); n != nil {
		return o.r.DurationOf(n)
	}
	return 0
}

// Decimal reads a number exactly; nil if there is none.
func (o *Object) Decimal(key string, need bool) *big.Rat {
	if n := o.get(key, need); n != nil {
		return o.r.DecimalOf(n)
	}
	return nil
}

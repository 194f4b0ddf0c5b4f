package conformity

import (
	"time"

	"github.com/ismskit/ismskit/criteria/rules"
	"github.com/ismskit/ismskit/criteria/source"
	"github.com/ismskit/ismskit/isms"
)

// object is an entity as rules see it. Its values are put in once, before the
// first rule runs; a field without a value is not given.
type object struct {
	shape  *shape
	path   string
	id     string
	values []rules.Value
	value  rules.Value  // the object itself
	entity isms.Entity  // nil for what is no entity of package isms
	node   *source.Node // of those
	world  *world
	source any // *risk.Record of an assessment, *criteria.Criteria of criteria, ...
}

func (o *object) Type() string { return o.shape.Name }
func (o *object) Path() string { return o.path }

func (o *object) Field(name string) rules.Value {
	if i, ok := o.shape.index[name]; ok && i < len(o.values) {
		return o.values[i]
	}
	return rules.Value{}
}

// set gives a field its value.
func (o *object) set(name string, v rules.Value) {
	i, ok := o.shape.index[name]
	if !ok {
		panic("conformity: " + o.shape.Name + " has no field " + name)
	}
	o.values[i] = v
}

// where gives the place of a field, or of the object if key is "".
func (o *object) where(key string) isms.Position {
	switch {
	case o.entity != nil && key == "":
		return o.entity.Position()
	case o.entity != nil:
		return o.entity.Where(key)
	}
	return at(o.node, key)
}

// fieldPath gives the path of a field of the object.
func (o *object) fieldPath(name string) string {
	if o.path == "" {
		return name
	}
	return o.path + "." + name
}

// The values of documents whose formats have no statement of none: what is left
// out is unknown, unless the format says that leaving it out states none.

// textOf is unknown if nothing is stated.
func textOf(n *source.Node, key, s string) rules.Value {
	if s == "" && n.Get(key) == nil {
		return rules.Value{}
	}
	return rules.Text(s)
}

// textOrNone is none if it is empty.
func textOrNone(s string) rules.Value {
	if s == "" {
		return rules.None()
	}
	return rules.Text(s)
}

func timeOf(t time.Time) rules.Value {
	if t.IsZero() {
		return rules.Value{}
	}
	return rules.Time(t)
}

func timeOrNone(t time.Time) rules.Value {
	if t.IsZero() {
		return rules.None()
	}
	return rules.Time(t)
}

func durationOrNone(d time.Duration) rules.Value {
	if d == 0 {
		return rules.None()
	}
	return rules.Duration(d)
}

// textsOf is unknown if nothing is stated.
func textsOf(n *source.Node, key string, list []string) rules.Value {
	if list == nil && n.Get(key) == nil {
		return rules.Value{}
	}
	return textList(list)
}

// nothing is a list that many entities have.
var nothing = rules.List()

func textList(list []string) rules.Value {
	if len(list) == 0 {
		return nothing
	}
	return rules.ListFunc(len(list), func(i int) rules.Value { return rules.Text(list[i]) })
}

// objects makes a list of the objects' values.
func objects(list []*object) rules.Value {
	if len(list) == 0 {
		return nothing
	}
	return rules.ListFunc(len(list), func(i int) rules.Value { return list[i].value })
}

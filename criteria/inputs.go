package criteria

import (
	"fmt"
	"slices"

	"github.com/ismskit/ismskit/criteria/source"
)

// Inputs holds what is stated about one risk at one stage: a value for each
// input of the criteria, or none where it is not known. It is made by
// Criteria.NewInputs, reused from risk to risk with Reset, and serves one
// goroutine at a time.
type Inputs struct {
	c      *Criteria
	values []Value
	levels []int32 // of each effective value: Value.row
}

// NewInputs makes inputs of which nothing is known.
func (c *Criteria) NewInputs() *Inputs {
	return &Inputs{c: c, values: make([]Value, len(c.doc.Inputs)), levels: slices.Clone(c.levels)}
}

// Reset forgets all values.
func (in *Inputs) Reset() {
	clear(in.values)
	copy(in.levels, in.c.levels)
}

func (in *Inputs) put(i int, v Value) {
	in.values[i] = v
	if in.levels[i] = v.row(); !v.Known() {
		in.levels[i] = in.c.levels[i]
	}
}

// An InputError tells which value does not fit its input.
type InputError struct {
	Input   string
	Code    source.Code // source.UnknownName, source.WrongType, CodeOffScale or source.Limit
	Message string
	Nearest string // nearest valid name, if one is near
}

func (e *InputError) Error() string {
	s := "input " + e.Input + ": " + e.Message
	if e.Nearest != "" {
		s += fmt.Sprintf(" (did you mean %q?)", e.Nearest)
	}
	return s
}

// Is matches the error's code.
func (e *InputError) Is(target error) bool { return target == error(e.Code) }

// Set states a value. The zero Value takes the statement back. A value of
// another type, or a rating on another scale, is an *InputError and changes
// nothing.
func (in *Inputs) Set(id string, v Value) error {
	i, ok := in.c.inputs[id]
	if !ok {
		return in.unknown(id)
	}
	return in.SetAt(i, v)
}

// SetAt is Set by the input's index.
func (in *Inputs) SetAt(i int, v Value) error {
	if i < 0 || i >= len(in.values) {
		return &InputError{Input: fmt.Sprint(i), Code: source.UnknownName, Message: "there is no such input"}
	}
	if d := &in.c.doc.Inputs[i]; v.typ != d.Type || v.scale != d.Scale || v.box != nil {
		if err := d.check(v); err != nil {
			return err
		}
	}
	in.put(i, v)
	return nil
}

// check tells how a value does not fit the input.
func (in *Input) check(v Value) error {
	switch {
	case !v.Known():
	case v.typ != in.Type:
		return in.fail(source.WrongType, "", "wanted is a value of type %s, not %s", in.Type, v.typ)
	case v.scale != in.Scale:
		return in.fail(CodeOffScale, "", "the rating is on another scale than %s", in.Scale.ID)
	case v.typ == String && len(v.Text()) > MaxTextBytes:
		return in.fail(source.Limit, "", "the text has %d bytes, at most %d are allowed", len(v.Text()), MaxTextBytes)
	case v.typ == Strings:
		if why := textsLimit(v.texts()); why != "" {
			return in.fail(source.Limit, "", "%s", why)
		}
	}
	return nil
}

// Rate states a rating by the id of its level.
func (in *Inputs) Rate(id, level string) error { return in.RateRange(id, level, level) }

// RateRange states that a rating is any level from low to high.
func (in *Inputs) RateRange(id, low, high string) error {
	i, ok := in.c.inputs[id]
	if !ok {
		return in.unknown(id)
	}
	d := &in.c.doc.Inputs[i]
	if d.Type != Rating {
		return &InputError{Input: id, Code: source.WrongType, Message: "wanted is a value of type " + d.Type.String() + ", not a rating"}
	}
	var at [2]int
	for k, name := range [2]string{low, high} {
		if at[k] = d.Scale.Index(name); at[k] < 0 {
			return &InputError{Input: id, Code: CodeOffScale, Message: fmt.Sprintf("%q is no level of scale %s", source.Clip(name), d.Scale.ID),
				Nearest: source.Nearest(name, d.Scale.ids())}
		}
	}
	if at[0] > at[1] {
		return &InputError{Input: id, Code: CodeOrder, Message: fmt.Sprintf("the range begins at %q, above its end %q", low, high)}
	}
	in.put(i, d.Scale.Range(at[0], at[1]))
	return nil
}

// Value returns what is stated about input i, without its default.
func (in *Inputs) Value(i int) Value { return in.values[i] }

// Effective returns the value that evaluation uses: the one stated, otherwise
// the default, otherwise the zero Value.
func (in *Inputs) Effective(i int) Value {
	if v := in.values[i]; v.Known() {
		return v
	}
	return in.c.doc.Inputs[i].Default
}

func (in *Inputs) unknown(id string) error {
	return &InputError{Input: source.Clip(id), Code: source.UnknownName, Message: "the criteria have no such input", Nearest: source.Nearest(id, in.c.inputIDs())}
}

func (c *Criteria) inputIDs() []string {
	out := make([]string, len(c.doc.Inputs))
	for i := range c.doc.Inputs {
		out[i] = c.doc.Inputs[i].ID
	}
	return out
}

package isms

// State tells what is known of a field.
type State uint8

// The states. The zero State says that nothing is known.
const (
	StateUnknown State = iota // not given: nobody said anything about it
	StateNone                 // given as none: somebody said that there is nothing
	StateValue                // given
)

var stateNames = [...]string{"unknown", "none", "value"}

// String returns the name of the state.
func (s State) String() string {
	if int(s) < len(stateNames) {
		return stateNames[s]
	}
	return ""
}

// Opt is a value that need not be known, and may be none. The zero Opt is
// unknown. Texts and lists are never none: the empty text and the empty list
// say that there is nothing.
type Opt[T any] struct {
	value T
	state State
}

// Some returns a known value.
func Some[T any](v T) Opt[T] { return Opt[T]{value: v, state: StateValue} }

// None returns the statement that there is nothing.
func None[T any]() Opt[T] { return Opt[T]{state: StateNone} }

// Get returns the value; ok is false if it is unknown or none.
func (o Opt[T]) Get() (v T, ok bool) { return o.value, o.state == StateValue }

// State tells what is known.
func (o Opt[T]) State() State { return o.state }

// Known tells whether something is stated: a value, or that there is none.
func (o Opt[T]) Known() bool { return o.state != StateUnknown }

// IsNone tells whether it is stated that there is nothing.
func (o Opt[T]) IsNone() bool { return o.state == StateNone }

// Or returns the value, or def if it is unknown or none.
func (o Opt[T]) Or(def T) T {
	if o.state == StateValue {
		return o.value
	}
	return def
}

// optional is what the codec needs of every Opt: the place of its value, and
// its state.
type optional interface {
	State() State
	slot() any
	mark(State)
}

func (o *Opt[T]) slot() any    { return &o.value }
func (o *Opt[T]) mark(s State) { o.state = s }

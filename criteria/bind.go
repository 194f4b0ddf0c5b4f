package criteria

import (
	"fmt"
	"math"
	"math/big"

	"github.com/ismskit/ismskit/criteria/source"
)

// Bind gives what is stated its meaning for the input: a level by its id or
// its value, a range as [low, high], or a value of the input's type. The error
// is an *InputError.
func (in *Input) Bind(s Stated) (Value, error) {
	switch in.Type {
	case Rating:
		return in.bindRating(s)
	case Bool:
		if s.kind == statedTrue || s.kind == statedFalse {
			return BoolValue(s.kind == statedTrue), nil
		}
	case Int:
		if r := s.rat(); s.kind == statedInt {
			if !r.Num().IsInt64() {
				return Value{}, in.fail(source.BadValue, "", "the number does not fit into 64 bits")
			}
			return IntValue(r.Num().Int64()), nil
		}
	case Double:
		if r := s.rat(); r != nil {
			f, _ := r.Float64()
			if math.IsInf(f, 0) {
				return Value{}, in.fail(CodeNonFinite, "", "the number is too large")
			}
			return DoubleValue(f), nil
		}
	case String:
		if s.kind == statedText {
			return in.bounded(StringValue(s.text), textsLimit([]string{s.text}))
		}
	case Strings:
		if texts, ok := s.Texts(); ok && s.kind == statedList {
			return in.bounded(StringsValue(texts...), textsLimit(texts))
		}
	case Timestamp:
		if s.kind == statedText {
			t, err := source.ParseTime(s.text)
			if err != nil {
				return Value{}, in.fail(source.BadValue, "", "%q is no point in time: write 2026-02-01 or 2026-02-01T09:00:00Z", source.Clip(s.text))
			}
			return TimestampValue(t), nil
		}
	case Duration:
		if s.kind == statedText {
			d, err := source.ParseDuration(s.text)
			if err != nil {
				return Value{}, in.fail(source.BadValue, "", "%q is no duration: write 90d, 12h or 1d12h", source.Clip(s.text))
			}
			return DurationValue(d), nil
		}
	}
	return Value{}, in.fail(source.WrongType, "", "wanted is a value of type %s, not %s", in.Type, s.describe())
}

func (in *Input) bounded(v Value, why string) (Value, error) {
	if why != "" {
		return Value{}, in.fail(source.Limit, "", "%s", why)
	}
	return v, nil
}

func (in *Input) fail(code source.Code, nearest, format string, args ...any) error {
	return &InputError{Input: in.ID, Code: code, Nearest: nearest, Message: fmt.Sprintf(format, args...)}
}

func (in *Input) bindRating(s Stated) (Value, error) {
	if s.kind != statedList {
		i, err := in.bindLevel(s)
		if err != nil {
			return Value{}, err
		}
		return in.Scale.Level(i), nil
	}
	if len(s.items) != 2 {
		return Value{}, in.fail(source.WrongType, "", "a range of ratings is [low, high], this list has %d items", len(s.items))
	}
	low, err := in.bindLevel(s.items[0])
	if err != nil {
		return Value{}, err
	}
	high, err := in.bindLevel(s.items[1])
	if err != nil {
		return Value{}, err
	}
	if low > high {
		return Value{}, in.fail(CodeOrder, "", "the range begins at %q, above its end %q", in.Scale.Levels[low].ID, in.Scale.Levels[high].ID)
	}
	return in.Scale.Range(low, high), nil
}

func (in *Input) bindLevel(s Stated) (int, error) {
	sc := in.Scale
	switch r := s.rat(); {
	case s.kind == statedText:
		if i := sc.Index(s.text); i >= 0 {
			return i, nil
		}
		ids := sc.ids()
		return -1, in.fail(CodeOffScale, source.Nearest(s.text, ids), "%q is no level of scale %s, which has %s", source.Clip(s.text), sc.ID, clipWords(ids))
	case r != nil:
		if i := sc.indexOf(r); i >= 0 {
			return i, nil
		}
		return -1, in.fail(CodeOffScale, "", "%s is no level of scale %s, whose values are %s", source.Clip(s.text), sc.ID, clipWords(sc.values()))
	}
	return -1, in.fail(source.WrongType, "", "a rating is a level's id, its value, or [low, high], not %s", s.describe())
}

// Read reads a value of the input from a node. What does not fit is reported,
// and the zero Value returned.
func (in *Input) Read(r *source.Reporter, n *source.Node) Value {
	s := ReadStated(r, n)
	if !s.Given() {
		return Value{}
	}
	v, err := in.Bind(s)
	if e, ok := err.(*InputError); ok {
		r.ReportNear(n, e.Code, e.Nearest, "%s", e.Message)
	}
	return v
}

func (s *Scale) indexOf(v *big.Rat) int {
	for i := range s.Levels {
		if l := s.Levels[i].Value; l != nil && l.Cmp(v) == 0 {
			return i
		}
	}
	return -1
}

// read finds the level that a cell of a table names, or reports and returns -1.
func (s *Scale) read(r *source.Reporter, n *source.Node) int {
	in := Input{ID: s.ID, Type: Rating, Scale: s}
	if n.Kind() == source.List {
		r.Report(n, source.WrongType, "the list is nested deeper than the table has axes")
		return -1
	}
	v := in.Read(r, n)
	if !v.Known() {
		return -1
	}
	return int(v.lo())
}

func (s *Scale) ids() []string {
	out := make([]string, len(s.Levels))
	for i := range s.Levels {
		out[i] = s.Levels[i].ID
	}
	return out
}

func (s *Scale) values() []string {
	out := make([]string, len(s.Levels))
	for i := range s.Levels {
		out[i] = s.Levels[i].text
	}
	return out
}

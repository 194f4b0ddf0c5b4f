package measure

import (
	"math/big"
	"strconv"

	"github.com/ismskit/ismskit/criteria/rules"
	"github.com/ismskit/ismskit/isms"
)

// Status tells what came of computing a result again.
type Status uint8

// The statuses. The zero Status is invalid.
const (
	Reproduced Status = iota + 1 // the method gives the recorded value
	Differs                      // it gives another one
	Unknown                      // something that decides is not given
	Failed                       // the method gives no number
	Unmeasured                   // the record says that nothing could be measured
)

var statusNames = [...]string{"", "reproduced", "differs", "unknown", "failed", "unmeasured"}

// String returns the name of the status.
func (s Status) String() string {
	if int(s) < len(statusNames) {
		return statusNames[s]
	}
	return ""
}

// An Answer is yes or no, or open where it depends on what is not given.
type Answer uint8

// The answers. The zero Answer is open.
const (
	Open Answer = iota
	No
	Yes
)

var answerNames = [...]string{"open", "no", "yes"}

// String returns the answer as a word.
func (a Answer) String() string {
	if int(a) < len(answerNames) {
		return answerNames[a]
	}
	return ""
}

func answer(yes bool) Answer {
	if yes {
		return Yes
	}
	return No
}

// An Outcome tells what a result of a measure is worth, by the method in force.
type Outcome struct {
	Result *isms.MeasureResult
	Path   string // such as measures[M-1].results[0]
	Status Status
	// Value is what the method in force gives for the stored inputs, in the
	// decimals of the recorded value. It means something if the result is
	// Reproduced or Differs.
	Value isms.Decimal
	// Missing are the paths of what must be given first, if it is Unknown.
	Missing []string
	// Code tells why the method gives no number, if it Failed: a code of an
	// issue if it does not compile, NoKey if an input was not stored, or stored
	// twice, Conversion if the number is no decimal of isms.
	Code rules.Code

	// SameMethod tells whether the result carries the digest of the method in
	// force, InputsMatch whether its digest of the inputs is that of the inputs
	// which are stored. A digest that is not there leaves it open.
	SameMethod  Answer
	InputsMatch Answer
	// Comparable tells whether the value may stand beside others of the measure:
	// it is of the method in force, or is re-based and reproduced by it.
	Comparable Answer
}

// Recompute computes every result of a measure again from its stored inputs, in
// the order of its results. It is linear in what they hold.
func Recompute(m *isms.Measure) []Outcome {
	path := "measures[" + m.ID + "]"
	p := prepare(m, path)
	list := make([]Outcome, len(m.Results.Or(nil)))
	for i, r := range m.Results.Or(nil) {
		o := &list[i]
		o.Result, o.Path = r, path+".results["+strconv.Itoa(i)+"]"
		p.recompute(o)
		o.InputsMatch = inputsMatch(r)
		if m.Method.Known() {
			o.SameMethod = sameMethod(r, p.Method)
		}
		o.Comparable = o.comparable()
	}
	return list
}

func (p *prepared) recompute(o *Outcome) {
	if o.Result.Value.IsNone() {
		o.Status = Unmeasured
		return
	}
	stored, measured := o.Result.Value.Get()
	value, missing, code := p.value(o.Result, o.Path)
	if !measured {
		missing = append(missing, o.Path+".value")
	}
	switch {
	case missing != nil:
		o.Status, o.Missing = Unknown, missing
		return
	case code == "":
		o.Value, code = rounded(value, decimals(stored))
	}
	switch {
	case code != "":
		o.Status, o.Code = Failed, code
	case double(o.Value) == double(stored):
		o.Status = Reproduced
	default:
		o.Status = Differs
	}
}

// value gives the exact number that the method comes to, or what is missing, or
// why there is none.
func (p *prepared) value(r *isms.MeasureResult, path string) (*big.Rat, []string, rules.Code) {
	values, open, code := p.inputsOf(r, path)
	switch missing := append(append([]string(nil), p.missing...), open...); {
	case missing != nil:
		return nil, missing, ""
	case p.rule == nil:
		return nil, nil, p.issues[0].Code
	case code != "":
		return nil, nil, code
	}
	out := p.rule.Eval(values...)
	if f := out.Failure(); f != nil {
		return nil, nil, f.Code
	}
	if out.Unknown() {
		missing, _ := out.Missing()
		return nil, missing, ""
	}
	exact := new(big.Rat)
	if v := out.Value(); v.Kind() == rules.KindInt {
		exact.SetInt64(v.Int())
	} else if exact.SetFloat64(v.Number()) == nil {
		return nil, nil, rules.NonFinite
	}
	return exact, nil, ""
}

func rounded(exact *big.Rat, decimals int) (isms.Decimal, rules.Code) {
	d, err := isms.ParseDecimal(exact.FloatString(decimals))
	if err != nil {
		return d, rules.Conversion
	}
	return d, ""
}

func sameMethod(r *isms.MeasureResult, m Method) Answer {
	switch d, ok := r.MethodDigest.Get(); {
	case ok:
		return answer(d == m.Digest())
	case r.MethodDigest.IsNone():
		return No
	}
	return Open
}

func inputsMatch(r *isms.MeasureResult) Answer {
	stated, ok := r.InputsDigest.Get()
	inputs, known := r.Inputs.Get()
	if !ok || !known {
		return Open
	}
	for _, in := range inputs {
		if !in.Name.Known() || !in.Value.Known() && !in.Values.Known() {
			return Open // filling that in changes the digest
		}
	}
	return answer(stated == isms.DigestInputs(inputs))
}

func (o *Outcome) comparable() Answer {
	rebased, known := o.Result.Rebased.Get()
	switch {
	case o.SameMethod == Yes:
		return Yes
	case !known:
		return Open
	case !rebased:
		return o.SameMethod
	case o.Status == Unknown:
		return Open
	}
	return answer(o.Status == Reproduced)
}

package criteria_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/ismskit/ismskit/criteria"
	"github.com/stretchr/testify/require"
)

// TestEvaluateFailuresOfSome: a failure in some combinations leaves the
// decision open; one in all of them is the result.
func TestEvaluateFailuresOfSome(t *testing.T) {
	c := compile(t, sheet{level: "6 / (x - 1)", rules: "[{id: all, when: true, outcome: accept}]"}.text())
	o := c.Evaluate(c.NewInputs(), asOf) // an error, 6, 3
	require.Nil(t, o.Failure)
	require.Equal(t, criteria.Undetermined, o.Decision)
	require.Equal(t, []string{criteria.FailDivision}, o.Uncertain.Failures)
	require.Equal(t, []int{2}, o.Uncertain.Bands)
	require.Equal(t, []criteria.Decision{criteria.Accept}, o.Uncertain.Decisions)
	require.False(t, o.Uncertain.Low.Known())
	require.True(t, o.Uncertain.Complete)

	c = compile(t, sheet{level: "x / (x - x)"}.text())
	o = c.Evaluate(c.NewInputs(), asOf)
	require.Equal(t, criteria.FailDivision, o.Failure.Code)
	require.Nil(t, o.Uncertain)
}

// TestEvaluateUnknown: only what matters is asked for.
func TestEvaluateUnknown(t *testing.T) {
	c := compile(t, sheet{inputs: "[{id: on, type: bool}, {id: x, scale: s}, {id: y, scale: s}]", level: "'on ? x : 0'",
		rules: "[{id: one, when: level == 0, outcome: accept}, {id: rest, when: true, outcome: treat}]"}.text())
	o := c.Evaluate(state(t, c, "on=false"), asOf)
	require.Equal(t, criteria.Accept, o.Decision)
	require.Nil(t, o.Uncertain)

	o = c.Evaluate(state(t, c, "on=true"), asOf)
	require.Equal(t, criteria.Treat, o.Decision, "whatever x is")
	require.Equal(t, 1, o.Rule)
	require.Equal(t, -1, o.Band)
	require.Equal(t, []int{0, 1, 2}, o.Uncertain.Bands)
	require.Equal(t, "1", o.Uncertain.Low.String())
	require.Equal(t, "3", o.Uncertain.High.String())
	require.Equal(t, []criteria.Question{{Input: 1, Missing: true, Outcomes: 3, Answers: 3}}, o.Uncertain.Questions)

	o = c.Evaluate(state(t, c, "on=true x=b..c"), asOf)
	require.Equal(t, []int{1, 2}, o.Uncertain.Bands)
	require.Equal(t, []criteria.Question{{Input: 1, Missing: false, Outcomes: 2, Answers: 2}}, o.Uncertain.Questions)
	require.False(t, o.Level.Known())

	o = c.Evaluate(c.NewInputs(), asOf)
	require.Equal(t, criteria.Undetermined, o.Decision)
	require.Equal(t, []criteria.Decision{criteria.Accept, criteria.Treat}, o.Uncertain.Decisions)
	// on = false leaves (low, one); on = true leaves three: 4 over 2 answers.
	// x answered leaves two each time: 6 over 3 answers. Equal averages, but
	// the worst case of x is better.
	require.Equal(t, []criteria.Question{{Input: 1, Missing: true, Outcomes: 6, Answers: 3}, {Input: 0, Missing: true, Outcomes: 4, Answers: 2}}, o.Uncertain.Questions)
}

// TestEvaluateUnknownWithoutLevels: inputs that cannot be gone through.
func TestEvaluateUnknownWithoutLevels(t *testing.T) {
	build := func(when string) *criteria.Criteria {
		return compile(t, sheet{inputs: "[{id: x, scale: s}, {id: name, type: string}, {id: n, type: int}]",
			rules: fmt.Sprintf("[{id: one, when: %q, outcome: accept}, {id: rest, when: true, outcome: treat}]", when)}.text())
	}
	for when, want := range map[string]criteria.Decision{
		`name == "a" || true`:            criteria.Accept,
		`true || n > 3`:                  criteria.Accept,
		`n > 3 && false`:                 criteria.Treat,
		`x == 9 && name.startsWith("a")`: criteria.Treat,
		`x == 1 ? true : name == "a"`:    criteria.Accept,
		`name == "a"`:                    criteria.Undetermined,
		`name == "a" || name != "a"`:     criteria.Undetermined, // no algebra: what cannot be gone through stays open
		`n > 3 || x == 2`:                criteria.Undetermined,
	} {
		c := build(when)
		o := c.Evaluate(state(t, c, "x=a"), asOf)
		require.Nil(t, o.Failure)
		require.Equal(t, want, o.Decision, when)
		require.Equal(t, want == criteria.Undetermined, o.Uncertain != nil, when)
		if o.Uncertain != nil {
			require.False(t, o.Uncertain.Complete)
			require.Equal(t, 0, o.Band)
			require.Equal(t, []int{0, 1}, o.Uncertain.Rules)
			require.Len(t, o.Uncertain.Questions, 1)
			require.Zero(t, o.Uncertain.Questions[0].Answers)
		}
	}

	// Together with inputs that can: x == 2 decides whatever n is.
	c := build("n > 3 || x == 2")
	o := c.Evaluate(c.NewInputs(), asOf)
	require.Equal(t, criteria.Undetermined, o.Decision)
	require.Equal(t, []int{0, 1, 2}, o.Uncertain.Bands)
	require.Len(t, o.Uncertain.Questions, 2)
	require.Equal(t, 0, o.Uncertain.Questions[0].Input)
	require.Equal(t, 2, o.Uncertain.Questions[1].Input)

	// The level itself may depend on what has no levels.
	c = compile(t, sheet{inputs: "[{id: x, scale: s}, {id: n, type: int}]", level: "n * x"}.text())
	o = c.Evaluate(state(t, c, "x=a"), asOf)
	require.Equal(t, criteria.Treat, o.Decision)
	require.Equal(t, -1, o.Band)
	require.Equal(t, []int{0, 1, 2}, o.Uncertain.Bands)
	require.False(t, o.Level.Known())
}

// TestEvaluateTooManyCells: beyond MaxCells nothing is decided that is open.
func TestEvaluateTooManyCells(t *testing.T) {
	build := func(inputs int) *criteria.Criteria {
		var ids, sum []string
		for i := range inputs {
			ids = append(ids, fmt.Sprintf("{id: x%d, type: bool}", i))
			sum = append(sum, fmt.Sprintf("(x%d ? 1 : 0)", i))
		}
		return compile(t, sheet{inputs: "[" + strings.Join(ids, ", ") + "]", level: fmt.Sprintf("%q", strings.Join(sum, " + ")),
			rules: "[{id: one, when: level >= 0, outcome: accept}, {id: rest, when: true, outcome: treat}]"}.text())
	}
	c := build(10)
	o := c.Evaluate(c.NewInputs(), asOf)
	require.Equal(t, criteria.Accept, o.Decision)
	require.True(t, o.Uncertain.Complete)
	require.Equal(t, "0", o.Uncertain.Low.String())
	require.Equal(t, "10", o.Uncertain.High.String())

	c = build(14) // 2^15 - 1 runs
	o = c.Evaluate(c.NewInputs(), asOf)
	require.Equal(t, criteria.Undetermined, o.Decision, "true in every cell, but not every cell was tried")
	require.Equal(t, -1, o.Band)
	require.Equal(t, -1, o.Rule)
	require.False(t, o.Level.Known())
	require.False(t, o.Uncertain.Complete)
	require.Equal(t, []int{0, 1, 2}, o.Uncertain.Bands)
	require.Equal(t, []criteria.Decision{criteria.Accept, criteria.Treat}, o.Uncertain.Decisions)
	require.Len(t, o.Uncertain.Questions, 14)

	// After the bound is hit the same criteria decide again.
	in := c.NewInputs()
	for i := range 14 {
		require.NoError(t, in.SetAt(i, criteria.BoolValue(true)))
	}
	o = c.Evaluate(in, asOf)
	require.Equal(t, criteria.Accept, o.Decision)
	require.Equal(t, "14", o.Level.String())
}

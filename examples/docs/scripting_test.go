package docs_test

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"os"
	"time"

	"github.com/ismskit/ismskit/criteria"
	"github.com/ismskit/ismskit/criteria/source"
	"github.com/ismskit/ismskit/isms"
	"github.com/ismskit/ismskit/isms/conformity"
	"github.com/ismskit/ismskit/risk"
)

var june = time.Date(2026, 6, 30, 0, 0, 0, 0, time.UTC)

// compile reads and compiles a criteria document.
func compile(name string) (*criteria.Criteria, error) {
	text, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	doc, err := criteria.Parse(name, text)
	if err != nil {
		return nil, err
	}
	return doc.Compile()
}

// assess applies criteria to a register.
func assess(criteriaFile, registerFile string, asOf time.Time) (*risk.Assessment, error) {
	c, err := compile(criteriaFile)
	if err != nil {
		return nil, err
	}
	text, err := os.ReadFile(registerFile)
	if err != nil {
		return nil, err
	}
	register, err := risk.ParseRegister(registerFile, text)
	if err != nil {
		return nil, err
	}
	return risk.Assess(context.Background(), c, register, asOf)
}

func check(err error) {
	if err != nil {
		panic(err)
	}
}

// Whose risks must be treated?
func Example_scriptingOwners() {
	a, err := assess("../treatment/data/criteria.yaml", "../treatment/data/register-june.yaml", june)
	check(err)
	count := map[string]int{}
	for _, o := range a.Outcomes {
		if o.Decision == criteria.Treat {
			count[a.Risk(o.Risk).Owner]++
		}
	}
	for _, owner := range []string{"head-it", "head-shop", "head-dispatch"} {
		fmt.Println(owner, count[owner])
	}
	// Output:
	// head-it 2
	// head-shop 2
	// head-dispatch 2
}

// A register that comes out of a database, one risk after the other.
func Example_scriptingStream() {
	c, err := compile("../quickstart/data/criteria-2026.yaml")
	check(err)
	rows := func(yield func(*risk.Risk, error) bool) { // a query, for instance
		for i := range 10_000 {
			r := &risk.Risk{ID: fmt.Sprintf("R-%06d", i)}
			for _, in := range c.Document().Inputs {
				if in.Scale != nil {
					r.State(risk.Current, in.ID, criteria.StateText(in.Scale.Levels[i%len(in.Scale.Levels)].ID))
				}
			}
			if !yield(r, nil) {
				return
			}
		}
	}
	count := map[criteria.Decision]int{}
	seal, err := risk.AssessStream(context.Background(), c, risk.StreamOf("from-the-database", iter.Seq2[*risk.Risk, error](rows)), june,
		risk.StreamOptions{Ascending: true, Outcome: func(o *risk.Outcome) error { count[o.Decision]++; return nil }})
	check(err)
	fmt.Println(seal.Outcomes.Count, "outcomes, sealed in bounded memory")
	fmt.Println(count[criteria.Undetermined], "of them undetermined")
	// Output:
	// 10000 outcomes, sealed in bounded memory
	// 0 of them undetermined
}

// What became worse, and was it the ruler?
func Example_scriptingCompare() {
	old, err := assess("../quickstart/data/criteria-2025.yaml", "../quickstart/data/register-2025.yaml", time.Date(2025, 3, 1, 0, 0, 0, 0, time.UTC))
	check(err)
	current, err := assess("../quickstart/data/criteria-2026.yaml", "../quickstart/data/register-2026.yaml", time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC))
	check(err)
	c, err := risk.Compare(context.Background(), old, current)
	check(err)
	by := map[risk.Cause]int{}
	for _, change := range c.Changes {
		by[change.Cause]++
	}
	fmt.Println(c.Verdict)
	fmt.Println("because of the inputs:", by[risk.CauseInputs] > 0)
	fmt.Println("because of the criteria:", by[risk.CauseCriteria] > 0)
	// Output:
	// comparable
	// because of the inputs: true
	// because of the criteria: true
}

// Rules of your own beside those of the standard.
func Example_scriptingRules() {
	own, err := conformity.ParseRules("own.yaml", []byte(`format: ismskit.rules/v1
id: acme
version: "1"
rules:
  - id: ACME-1
    clause: 7.2 own
    kind: shall
    forEach: person
    when: person.topManagement
    expr: isms.competences.exists(c, c.person == person.id && c.met)
    meaning: Whoever leads knows what it takes.
`))
	check(err)
	rules, err := conformity.Compile(conformity.Standard(), own)
	check(err)
	system, err := isms.Parse("system.yaml", []byte(`format: ismskit.isms/v1
edition: 2022-amd1
persons: [{id: ana, topManagement: true}, {id: ben, topManagement: false}]
competences: [{person: ben, met: true}]
`))
	check(err)
	report, err := rules.Check(context.Background(), system, conformity.Options{AsOf: june})
	check(err)
	for _, v := range report.Of("ACME-1") {
		fmt.Println(v.Subject.ID, v.Status)
	}
	// Output:
	// ana nonconform
	// ben not_applicable
}

// Every mistake at once, each with its place.
func Example_scriptingErrors() {
	_, err := risk.ParseRegister("register.yaml", []byte(`format: ismskit.register/v1
id: acme
risks:
  - {id: R-1, ownr: coo}
  - {id: R 2}
`))
	var e *source.Error
	if errors.As(err, &e) {
		for _, d := range e.Diagnostics {
			fmt.Printf("%d:%d %s %s (%s)\n", d.Pos.Line, d.Pos.Col, d.Code, d.Path, d.Nearest)
		}
	}
	// Output:
	// 4:15 unknown_key risks[0].ownr (owner)
	// 5:10 bad_value risks[1].id ()
}

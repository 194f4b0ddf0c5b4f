package docs_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"strings"
	"sync"

	"github.com/ismskit/ismskit/criteria"
	"github.com/ismskit/ismskit/criteria/analysis"
	"github.com/ismskit/ismskit/criteria/seal"
	"github.com/ismskit/ismskit/criteria/source"
	"github.com/ismskit/ismskit/risk"
)

// A tenant saves criteria: refuse, or warn, or keep what was compiled.
func Example_embeddingSave() {
	save := func(text string) (status int, answer any) {
		doc, err := criteria.Parse("criteria.yaml", []byte(text))
		if err == nil {
			_, err = doc.Compile()
		}
		var mistakes *source.Error
		switch {
		case errors.As(err, &mistakes):
			return 422, mistakes.Diagnostics // with line and column, for the editor
		case err != nil:
			return 500, nil
		}
		return 200, nil
	}
	good, err := os.ReadFile("../treatment/data/criteria.yaml")
	check(err)
	status, answer := save(strings.Replace(string(good), "level: likelihood * impact", "level: likelihood * impct", 1))
	fmt.Println(status)
	for _, d := range answer.([]source.Diagnostic) {
		fmt.Println(d.Pos.Line, d.Pos.Col, d.Path, d.Nearest)
	}
	// Output:
	// 422
	// 49 21 level impact
}

// One compiled document serves every request: it is immutable. Cache it by its
// digest, which is that of the bytes.
func Example_embeddingCache() {
	var compiled sync.Map // seal.Digest -> *criteria.Criteria
	of := func(text []byte) (*criteria.Criteria, error) {
		digest := criteria.Digest(text)
		if c, ok := compiled.Load(digest); ok {
			return c.(*criteria.Criteria), nil
		}
		doc, err := criteria.Parse("criteria.yaml", text)
		if err != nil {
			return nil, err
		}
		c, err := doc.Compile()
		if err == nil {
			compiled.Store(digest, c)
		}
		return c, err
	}
	text, err := os.ReadFile("../treatment/data/criteria.yaml")
	check(err)
	first, err := of(text)
	check(err)
	second, err := of(text)
	check(err)
	fmt.Println(first == second)
	// Output:
	// true
}

// Before a tenant's new criteria hold: what would they change?
func Example_embeddingPreview() {
	old, err := compile("../quickstart/data/criteria-2025.yaml")
	check(err)
	proposed, err := compile("../quickstart/data/criteria-2026.yaml")
	check(err)
	text, err := os.ReadFile("../quickstart/data/register-2025.yaml")
	check(err)
	register, err := risk.ParseRegister("register.yaml", text)
	check(err)
	p, err := risk.PreviewChange(context.Background(), old, proposed, register, june)
	check(err)
	fmt.Println(len(p.Affected) > 0, p.Outcomes >= len(p.Affected))
	lint, err := analysis.Lint(context.Background(), proposed, analysis.Options{})
	check(err)
	fmt.Println("proved over every cell:", lint.Exhaustive)
	// Output:
	// true true
	// proved over every cell: true
}

// What is stored is the record's bytes; the database need not be trusted.
func Example_embeddingStore() {
	a, err := assess("../treatment/data/criteria.yaml", "../treatment/data/register-june.yaml", june)
	check(err)
	type row struct {
		Digest seal.Digest
		Record []byte
	}
	stored := row{a.Record().Digest, a.Record().Bytes()}

	load := func(r row) error {
		record, err := risk.ParseRecord("row", r.Record) // checks every digest
		if err == nil && record.Digest != r.Digest {
			err = errors.New("another record")
		}
		return err
	}
	fmt.Println(load(stored))
	stored.Record[len(stored.Record)/2]++ // somebody edits the row
	fmt.Println(load(stored) != nil)
	// Output:
	// <nil>
	// true
}

// The queue of decisions on the first page: what an owner has to decide, and the
// state that the decision is bound to.
func Example_embeddingRequests() {
	a, err := assess("../treatment/data/criteria.yaml", "../treatment/data/register-june.yaml", june)
	check(err)
	text, err := os.ReadFile("../treatment/data/plan-june.yaml")
	check(err)
	plan, err := risk.ParsePlan("plan.yaml", text)
	check(err)
	treatment, err := plan.Bind(a)
	check(err)
	requests, err := treatment.Requests(june)
	check(err)
	for _, q := range requests {
		if q.Owner != "hr" {
			continue
		}
		card, err := json.Marshal(map[string]any{"about": q.Subject.String(), "rank": q.Rank, "bound": q.State.Digest().Valid()})
		check(err)
		fmt.Println(string(card))
	}
	// Output:
	// {"about":"current risk R-08","bound":true,"rank":2}
	// {"about":"item P-10","bound":true,"rank":0}
	// {"about":"residual risk R-10","bound":true,"rank":1}
}

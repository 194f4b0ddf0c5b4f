package rules_test

import (
	"fmt"
	"time"

	"github.com/ismskit/ismskit/criteria/rules"
)

// document is an entity of a caller's model.
type document struct {
	id, status, approvedBy string
	reviewed               *time.Time // nil is not given, the zero time is none
}

func (d *document) Type() string { return "document" }
func (d *document) Path() string { return "documents[" + d.id + "]" }

func (d *document) Field(name string) rules.Value {
	switch {
	case name == "id":
		return rules.Text(d.id)
	case name == "status":
		return rules.Text(d.status)
	case name == "approvedBy" && d.approvedBy != "":
		return rules.Text(d.approvedBy)
	case name == "reviewedAt" && d.reviewed != nil && d.reviewed.IsZero():
		return rules.None()
	case name == "reviewedAt" && d.reviewed != nil:
		return rules.Time(*d.reviewed)
	}
	return rules.Value{}
}

func Example() {
	schema, err := rules.NewSchema([]rules.Type{{Name: "document", Fields: []rules.Field{
		{Name: "id", Kind: rules.KindText}, {Name: "status", Kind: rules.KindText},
		{Name: "approvedBy", Kind: rules.KindText}, {Name: "reviewedAt", Kind: rules.KindTime},
	}}}, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	scope, err := schema.Scope(rules.Var{Name: "documents", Kind: rules.KindObject, Of: "document", List: true}, rules.Var{Name: "asOf", Kind: rules.KindTime})
	if err != nil {
		fmt.Println(err)
		return
	}
	may := time.Date(2026, 5, 1, 0, 0, 0, 0, time.UTC)
	documents := rules.List(
		rules.Of(&document{id: "D-1", status: "approved", approvedBy: "P-7", reviewed: &may}),
		rules.Of(&document{id: "D-2", status: "approved", reviewed: &may}),
		rules.Of(&document{id: "D-3", status: "draft", approvedBy: "P-9", reviewed: &time.Time{}}),
	)
	asOf := rules.Time(time.Date(2026, 6, 1, 0, 0, 0, 0, time.UTC))
	for _, text := range []string{
		`documents.where("status", "approved").all(d, d.reviewedAt <= asOf)`,
		`documents.all(d, d.approvedBy != "")`,
		`documents.all(d, d.reviewedAt != null)`,
		`documents.exists(d, d.reviewedAt > asOf)`,
		`documents.all(d, d.aprovedBy != "")`,
	} {
		rule, issues := scope.Compile(text)
		if rule == nil {
			fmt.Println(issues[0].Code, issues[0])
			continue
		}
		switch r := rule.Eval(documents, asOf); {
		case r.True():
			fmt.Println("true")
		case r.False():
			fmt.Println("false at", r.Witness()[0])
		case r.Unknown():
			missing, _ := r.Missing()
			fmt.Println("missing", missing)
		default:
			fmt.Println(r.Failure().Code)
		}
	}
	// Output:
	// true
	// missing [documents[D-2].approvedBy]
	// false at documents[D-3]
	// none_value
	// expr_unknown_name document has no field "aprovedBy" (did you mean approvedBy?)
}

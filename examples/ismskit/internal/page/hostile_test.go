package page_test

import (
	"reflect"
	"regexp"
	"strings"
	"testing"

	"github.com/ismskit/ismskit/criteria"
	"github.com/ismskit/ismskit/examples/ismskit/internal/page"
	"github.com/ismskit/ismskit/risk"
	"github.com/ismskit/ismskit/soa"
)

// evil is what somebody may write into a field that a page shows.
const evil = `</title></style></script><script>window.pwned=1</script><img src=x onerror="pwned=1">"' onmouseover='pwned=1' <a href="javascript:pwned=1">javascript:pwned=1</a> {{.}} ${pwned} --> ]]> &lt;b&gt; <svg/onload=pwned=1>`

// turned cannot stand in a document, but in what a program makes.
const turned = evil + " \u202egpj.exe\u202c \u2067x\u2069 \u200f\u200b\u2028\x00\x1b[2J"

// names are the fields of the model that are no text: ids and words.
var names = strings.Fields(`ID Item Snapshot Risk Option Controls Catalogue Input Stage Currency Authority Person By Rule RequestedBy State Supersedes
	Creates Material Control Reasons Risks Parent CIA Approach Band Assessment Name Value Kind Conditions Status Document External Owner Previous Version Responsible`)

// criteriaText finds the texts of criteria.
var criteriaText = regexp.MustCompile(`(?m)((?:^title|because): ).+$|(\b(?:title|definition): )[^,}\n]+`)

// poison writes a text into every text field, however deep.
func poison(v reflect.Value, text string) {
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			poison(v.Elem(), text)
		}
	case reflect.Slice, reflect.Array:
		for i := range v.Len() {
			poison(v.Index(i), text)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			f := v.Type().Field(i)
			if !f.IsExported() || strings.Contains(" "+strings.Join(names, " ")+" ", " "+f.Name+" ") {
				continue
			}
			poison(v.Field(i), text)
		}
	case reflect.String:
		v.SetString(text)
	}
}

// hostile is the sample with hostile texts in every field.
func hostile(t testing.TB) page.Input {
	t.Helper()
	c := compiled(t, parsed(t, treatment+"criteria.yaml", func(name string, data []byte) (*criteria.Document, error) {
		quoted := `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(evil) + `"`
		data = criteriaText.ReplaceAll(data, []byte("${1}${2}"+strings.ReplaceAll(quoted, "$", "$$")))
		return criteria.Parse(name, data)
	}))
	register := func(name string) *risk.Register {
		reg := parsed(t, treatment+name, risk.ParseRegister)
		poison(reflect.ValueOf(reg), turned)
		for _, r := range reg.Risks {
			r.Title, r.Description, r.Threat, r.Event, r.Category, r.Source = turned, turned, turned, turned, turned, turned
			r.Vulnerabilities, r.Scope, r.Assets = []string{turned}, []string{turned}, []string{turned}
			r.Rationale = append(r.Rationale, risk.Rationale{Input: "likelihood", Text: turned})
		}
		return reg
	}
	reg := register("register-june.yaml")
	in := page.Input{Title: turned + strings.Repeat("endless", 200), Assessment: assessed(t, c, reg, june)}
	old := assessed(t, c, register("register-april.yaml"), june.AddDate(0, -2, -20))
	plan := parsed(t, treatment+"plan-june.yaml", risk.ParsePlan)
	plan.Assessment = in.Assessment.Seal.Digest()
	poison(reflect.ValueOf(plan), evil)
	in = withPlan(t, in, old, reg, plan, parsed(t, treatment+"catalogue.yaml", soa.ParseCatalogue))
	poison(reflect.ValueOf(in.Statement), turned)
	poison(reflect.ValueOf(in.Findings), turned)
	poison(reflect.ValueOf(in.Conformity), turned)
	poison(reflect.ValueOf(in.Evidence), turned)
	for i := range in.Statement.Entries {
		e := &in.Statement.Entries[i]
		e.Title, e.Owner, e.External, e.Description, e.Justification, e.Evidence = turned, turned, turned, turned, turned, []string{turned}
	}
	return in
}

package rules_test

import (
	"os"
	"strings"
	"testing"

	"github.com/ismskit/ismskit/criteria/rules"
	"github.com/stretchr/testify/require"
)

// thing is an object whose fields are held in a map; a field that is not there
// is not given.
type thing struct {
	typ, path string
	fields    map[string]rules.Value
}

func (o *thing) Type() string                  { return o.typ }
func (o *thing) Path() string                  { return o.path }
func (o *thing) Field(name string) rules.Value { return o.fields[name] }

// object makes a value of a thing.
func object(typ, path string, fields map[string]rules.Value) rules.Value {
	return rules.Of(&thing{typ, path, fields})
}

func texts(s ...string) rules.Value {
	return rules.ListFunc(len(s), func(i int) rules.Value { return rules.Text(s[i]) })
}

var kindWords = map[string]rules.Kind{"bool": rules.KindBool, "int": rules.KindInt, "double": rules.KindNumber,
	"text": rules.KindText, "time": rules.KindTime, "duration": rules.KindDuration}

// readModel reads testdata/model.txt.
func readModel(t testing.TB) []rules.Type {
	t.Helper()
	file, err := os.ReadFile("testdata/model.txt")
	require.NoError(t, err)
	var types []rules.Type
	for line := range strings.Lines(string(file)) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		name, fields, ok := strings.Cut(strings.TrimSpace(line), ": ")
		require.True(t, ok, line)
		typ := rules.Type{Name: name}
		for f := range strings.SplitSeq(fields, "; ") {
			name, kind, ok := strings.Cut(f, " ")
			require.True(t, ok, f)
			field := rules.Field{Name: name}
			kind, field.Nullable = strings.CutSuffix(kind, "?")
			kind, field.List = strings.CutSuffix(kind, "[]")
			if field.Kind = kindWords[kind]; field.Kind == 0 {
				field.Kind, field.Of = rules.KindObject, kind
			}
			typ.Fields = append(typ.Fields, field)
		}
		types = append(types, typ)
	}
	return types
}

// variables gives the type of each variable that rules are for.
var variables = map[string]string{"isms": "isms", "issue": "issue", "party": "party", "req": "requirement", "scope": "scope", "policy": "policy", "proc": "process",
	"role": "role", "opp": "opportunity", "action": "action", "criteria": "criteria", "assessment": "assessment", "risk": "risk", "item": "item", "soa": "soa",
	"entry": "entry", "plan": "plan", "acceptance": "acceptance", "objective": "objective", "change": "change", "comp": "competence", "person": "person",
	"comm": "communication", "doc": "document", "ext": "external", "measure": "measure", "programme": "programme", "audit": "audit", "finding": "auditFinding",
	"review": "review", "nc": "nonconformity", "imp": "improvement"}

// functions are the host functions that the rules call. They give nothing.
func functions() []rules.Function {
	text, number := rules.Param{Kind: rules.KindText}, rules.Param{Kind: rules.KindNumber}
	level := rules.Param{Kind: rules.KindInt, Nullable: true}
	of := func(typ string) rules.Param { return rules.Param{Kind: rules.KindObject, Of: typ} }
	list := func(p rules.Param) rules.Param { p.List = true; return p }
	f := func(name string, result rules.Param, params ...rules.Param) rules.Function {
		return rules.Function{Name: name, Result: result, Params: params, Call: func([]rules.Value) rules.Value { return rules.Value{} }}
	}
	number.Nullable = true
	return []rules.Function{
		f("recompute", level, of("criteria"), list(of("input"))),
		f("scaleLevels", list(text), of("criteria"), text),
		f("inLevelRange", rules.Param{Kind: rules.KindBool}, of("criteria"), text, text, number),
		f("bandRank", rules.Param{Kind: rules.KindInt}, level),
		f("rank", list(text), of("criteria"), list(of("result"))),
		f("lint", list(of("finding")), of("criteria")),
		f("comparable", of("comparison"), text, text),
		f("canApprove", rules.Param{Kind: rules.KindBool}, text, list(of("acceptanceRule"))),
		f("digest", text, text),
		f("contentDigest", text, text, text),
		f("catalogueIds", list(text), text),
		f("requiredDocuments", list(text), text),
		f("reproduce", number, text, text),
	}
}

// TestRulesOfTheStandard compiles every rule that the dialect is made for.
func TestRulesOfTheStandard(t *testing.T) {
	s, err := rules.NewSchema(readModel(t), functions())
	require.NoError(t, err)
	scopes := map[string]*rules.Scope{}
	file, err := os.ReadFile("testdata/rules.txt")
	require.NoError(t, err)
	n := 0
	for line := range strings.Lines(string(file)) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		parts := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		require.Len(t, parts, 3)
		id, name, text := parts[0], parts[1], parts[2]
		if scopes[name] == nil {
			vars := []rules.Var{{Name: "asOf", Kind: rules.KindTime}, {Name: "isms", Kind: rules.KindObject, Of: "isms"}}
			if name != "criteria" {
				vars = append(vars, rules.Var{Name: "criteria", Kind: rules.KindObject, Of: "criteria"})
			}
			if name != "isms" {
				require.NotEmpty(t, variables[name], name)
				vars = append(vars, rules.Var{Name: name, Kind: rules.KindObject, Of: variables[name]})
			}
			scopes[name], err = s.Scope(vars...)
			require.NoError(t, err)
		}
		r, issues := scopes[name].Compile(text)
		if r == nil {
			t.Errorf("%s %s: %+v", id, text, issues)
			continue
		}
		// Of a system of which nothing is known, nothing is said.
		res := r.Eval()
		require.True(t, res.Unknown(), "%s %s", id, text)
		paths, _ := res.Missing()
		require.NotEmpty(t, paths, id)
		require.NotEmpty(t, r.Reads(), id)
		n++
	}
	require.Equal(t, 211, n)
}

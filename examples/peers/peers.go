package main

import (
	"context"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/types/ref"
	"cel.dev/cel-go/ext"
	"cel.dev/cel-go/interpreter"
	"github.com/PaesslerAG/gval"
	"github.com/casbin/govaluate"
	"github.com/cedar-policy/cedar-go"
	"github.com/expr-lang/expr"
	"github.com/expr-lang/expr/vm"
	"github.com/hyperjumptech/grule-rule-engine/ast"
	"github.com/hyperjumptech/grule-rule-engine/builder"
	"github.com/hyperjumptech/grule-rule-engine/engine"
	"github.com/hyperjumptech/grule-rule-engine/pkg"
	"github.com/open-policy-agent/opa/v1/rego"

	"cel.dev/cel-go/common/types"
)

func contestants(risks []risk) []contestant {
	all := []contestant{{name: "hand-written Go", run: handWritten}}
	all = append(all, ismskit(risks)...)
	all = append(all, celFlat(), celMap(), celLimits(), exprLang(), govaluatePeer(), gvalPeer(), cedarPeer(), grulePeer(), opaPeer())
	return all
}

// handWritten is the rule as a programmer would write it.
func handWritten(risks []risk, answers []uint8) {
	for i := range risks {
		r := &risks[i]
		level := r.likelihood * max(r.confidentiality, r.integrity, r.availability)
		switch {
		case level <= 2:
			answers[i] = 0
		case level <= 4 && !r.personalData:
			answers[i] = 1
		default:
			answers[i] = 2
		}
	}
}

// rule is the same as one CEL expression.
const rule = `likelihood * math.greatest(confidentiality, integrity, availability) <= 2 ? 0
 : likelihood * math.greatest(confidentiality, integrity, availability) <= 4 && !personal_data ? 1 : 2`

var names = []string{"likelihood", "confidentiality", "integrity", "availability", "personal_data"}

func celProgram(opts ...cel.ProgramOption) cel.Program {
	env, err := cel.NewEnv(ext.Math(), cel.Variable("likelihood", cel.IntType), cel.Variable("confidentiality", cel.IntType),
		cel.Variable("integrity", cel.IntType), cel.Variable("availability", cel.IntType), cel.Variable("personal_data", cel.BoolType))
	must(err)
	a, iss := env.Compile(rule)
	must(iss.Err())
	p, err := env.Program(a, append(opts, cel.EvalOptions(cel.OptOptimize))...)
	must(err)
	return p
}

// flat is an activation that is reused.
type flat struct{ vals [5]ref.Val }

func (f *flat) ResolveName(name string) (any, bool) {
	for i, n := range names {
		if n == name {
			return f.vals[i], true
		}
	}
	return nil, false
}

func (f *flat) Parent() interpreter.Activation { return nil }

func (f *flat) set(r *risk) {
	f.vals = [5]ref.Val{types.Int(r.likelihood), types.Int(r.confidentiality), types.Int(r.integrity), types.Int(r.availability), types.Bool(r.personalData)}
}

func runFlat(p cel.Program) func([]risk, []uint8) {
	return func(risks []risk, answers []uint8) {
		var f flat
		for i := range risks {
			f.set(&risks[i])
			out, _, err := p.Eval(&f)
			must(err)
			answers[i] = uint8(out.(types.Int))
		}
	}
}

func celFlat() contestant {
	return contestant{name: "cel-go, flat activation", run: runFlat(celProgram())}
}

func celLimits() contestant {
	return contestant{name: "cel-go, cost and memory limit", run: runFlat(celProgram(cel.CostLimit(1_000_000), cel.MemoryLimit(1_000_000)))}
}

func vars(r *risk) map[string]any {
	return map[string]any{"likelihood": r.likelihood, "confidentiality": r.confidentiality, "integrity": r.integrity,
		"availability": r.availability, "personal_data": r.personalData}
}

func celMap() contestant {
	p := celProgram()
	return contestant{name: "cel-go, map per risk", run: func(risks []risk, answers []uint8) {
		for i := range risks {
			out, _, err := p.Eval(vars(&risks[i]))
			must(err)
			answers[i] = uint8(out.(types.Int))
		}
	}}
}

// exprEnv is what expr-lang reads without reflection over maps.
type exprEnv struct {
	Likelihood, Confidentiality, Integrity, Availability int
	PersonalData                                         bool
}

func exprLang() contestant {
	const text = `Likelihood * max(Confidentiality, Integrity, Availability) <= 2 ? 0
 : Likelihood * max(Confidentiality, Integrity, Availability) <= 4 && !PersonalData ? 1 : 2`
	p, err := expr.Compile(text, expr.Env(&exprEnv{}), expr.AsInt())
	must(err)
	return contestant{name: "expr-lang/expr, reused VM", run: func(risks []risk, answers []uint8) {
		var machine vm.VM
		var env exprEnv
		for i := range risks {
			r := &risks[i]
			env = exprEnv{int(r.likelihood), int(r.confidentiality), int(r.integrity), int(r.availability), r.personalData}
			out, err := machine.Run(p, &env)
			must(err)
			answers[i] = uint8(out.(int))
		}
	}}
}

// govaluate and gval have no maximum and get it as a function.
func greatest(args ...any) (any, error) {
	m := args[0].(float64)
	for _, a := range args[1:] {
		m = max(m, a.(float64))
	}
	return m, nil
}

const ternary = `likelihood * greatest(confidentiality, integrity, availability) <= 2 ? 0 : ((likelihood * greatest(confidentiality, integrity, availability) <= 4 && !personal_data) ? 1 : 2)`

func govaluatePeer() contestant {
	e, err := govaluate.NewEvaluableExpressionWithFunctions(ternary, map[string]govaluate.ExpressionFunction{"greatest": greatest})
	must(err)
	return contestant{name: "govaluate", run: func(risks []risk, answers []uint8) {
		m := govaluate.MapParameters{}
		for i := range risks {
			fill(m, &risks[i])
			out, err := e.Eval(m)
			must(err)
			answers[i] = uint8(out.(float64))
		}
	}}
}

func fill(m map[string]any, r *risk) {
	m["likelihood"], m["confidentiality"] = float64(r.likelihood), float64(r.confidentiality)
	m["integrity"], m["availability"] = float64(r.integrity), float64(r.availability)
	m["personal_data"] = r.personalData
}

func gvalPeer() contestant {
	e, err := gval.Full(gval.Function("greatest", greatest)).NewEvaluable(ternary)
	must(err)
	return contestant{name: "gval", run: func(risks []risk, answers []uint8) {
		m, ctx := map[string]any{}, context.Background()
		for i := range risks {
			fill(m, &risks[i])
			out, err := e(ctx, m)
			must(err)
			answers[i] = uint8(out.(float64))
		}
	}}
}

// Cedar decides allow or deny only, and has no maximum: one policy set accepts,
// another accepts conditionally.
func cedarPeer() contestant {
	// Cedar multiplies by constants only, so the products are spelled out.
	product := func(limit int) string {
		s := ""
		for _, k := range []string{"confidentiality", "integrity", "availability"} {
			if s != "" {
				s += " && "
			}
			s += "("
			for l := 1; l <= 3; l++ {
				if l > 1 {
					s += " || "
				}
				s += "(context.likelihood == " + string(rune('0'+l)) + " && context." + k + " * " + string(rune('0'+l)) + " <= " + string(rune('0'+limit)) + ")"
			}
			s += ")"
		}
		return s
	}
	accept, err := cedar.NewPolicySetFromBytes("accept.cedar", []byte("permit(principal, action, resource) when { "+product(2)+" };"))
	must(err)
	conditional, err := cedar.NewPolicySetFromBytes("conditional.cedar", []byte("permit(principal, action, resource) when { "+product(4)+" && !context.personalData };"))
	must(err)
	return contestant{name: "cedar-go, two policies", run: func(risks []risk, answers []uint8) {
		entities := cedar.EntityMap{}
		for i := range risks {
			r := &risks[i]
			req := cedar.Request{Context: cedar.NewRecord(cedar.RecordMap{"likelihood": cedar.Long(r.likelihood), "confidentiality": cedar.Long(r.confidentiality),
				"integrity": cedar.Long(r.integrity), "availability": cedar.Long(r.availability), "personalData": cedar.Boolean(r.personalData)})}
			switch {
			case decide(accept, entities, req):
				answers[i] = 0
			case decide(conditional, entities, req):
				answers[i] = 1
			default:
				answers[i] = 2
			}
		}
	}}
}

func decide(p *cedar.PolicySet, e cedar.EntityMap, req cedar.Request) bool {
	d, _ := cedar.Authorize(p, e, req)
	return bool(d)
}

// Fact is what grule's rules read and write.
type Fact struct {
	Likelihood, Confidentiality, Integrity, Availability int64
	PersonalData                                         bool
	Answer                                               int64
}

// Level is the level of risk.
func (f *Fact) Level() int64 {
	return f.Likelihood * max(f.Confidentiality, f.Integrity, f.Availability)
}

func grulePeer() contestant {
	const rules = `
rule Accept "" salience 3 { when F.Answer == -1 && F.Level() <= 2 then F.Answer = 0; Complete(); }
rule Conditional "" salience 2 { when F.Answer == -1 && F.Level() <= 4 && !F.PersonalData then F.Answer = 1; Complete(); }
rule Treat "" salience 1 { when F.Answer == -1 then F.Answer = 2; Complete(); }`
	lib := ast.NewKnowledgeLibrary()
	must(builder.NewRuleBuilder(lib).BuildRuleFromResource("Peers", "1", pkg.NewBytesResource([]byte(rules))))
	kb, err := lib.NewKnowledgeBaseInstance("Peers", "1")
	must(err)
	return contestant{name: "grule", slow: 10, run: func(risks []risk, answers []uint8) {
		g := engine.NewGruleEngine()
		for i := range risks {
			r := &risks[i]
			f := &Fact{r.likelihood, r.confidentiality, r.integrity, r.availability, r.personalData, -1}
			dc := ast.NewDataContext()
			must(dc.Add("F", f))
			must(g.Execute(dc, kb))
			answers[i] = uint8(f.Answer)
		}
	}}
}

func opaPeer() contestant {
	const module = `package peers
level := input.likelihood * max([input.confidentiality, input.integrity, input.availability])
default answer := 2
answer := 0 if level <= 2
answer := 1 if { level > 2; level <= 4; not input.personal_data }
`
	ctx := context.Background()
	q, err := rego.New(rego.Query("data.peers.answer"), rego.Module("peers.rego", module)).PrepareForEval(ctx)
	must(err)
	return contestant{name: "OPA, prepared query", slow: 10, run: func(risks []risk, answers []uint8) {
		for i := range risks {
			rs, err := q.Eval(ctx, rego.EvalInput(vars(&risks[i])))
			must(err)
			n, err := rs[0].Expressions[0].Value.(interface{ Int64() (int64, error) }).Int64()
			must(err)
			answers[i] = uint8(n)
		}
	}}
}

package conformity

import (
	"slices"
	"strconv"
	"sync"

	"github.com/ismskit/ismskit/criteria"
	"github.com/ismskit/ismskit/criteria/rules"
	"github.com/ismskit/ismskit/criteria/seal"
	"github.com/ismskit/ismskit/isms"
	"github.com/ismskit/ismskit/risk"
)

// assessed is a sealed record, with what is computed from it when a rule asks.
type assessed struct {
	record *risk.Record
	doc    *criteria.Document // nil if the record does not hold it
	ranked *ranked            // the same
	replay func() (*risk.Assessment, error)
}

// recorded is an outcome of a record.
type recorded struct {
	*assessed
	outcome *risk.Outcome

	once  sync.Once
	again rules.Value // what it comes to when it is computed again
}

func (w *world) readRecords() {
	w.records = map[seal.Digest]*assessed{}
	for _, r := range w.sys.Records {
		a := &assessed{record: r}
		if r.Materials.Criteria != "" {
			if a.doc, _ = criteria.Parse("record "+string(r.Digest), []byte(r.Materials.Criteria)); a.doc != nil {
				a.ranked = rankedBy(a.doc)
			}
		}
		a.replay = sync.OnceValues(func() (*risk.Assessment, error) { return w.sys.Replay(w.ctx, r) })
		w.records[r.Digest] = a
	}
}

// addRecord fills in what the record of an assessment says.
func (w *world) addRecord(o *object, e *isms.Assessment) {
	digest, ok := e.Record.Get()
	a := w.records[digest]
	if !ok || a == nil {
		missing := rules.Unknown(o.fieldPath("record"))
		if ok {
			missing = rules.Unknown("records[" + string(digest) + "]")
		}
		if e.Record.IsNone() {
			missing = rules.None()
		}
		for _, key := range []string{"criteriaDigest", "assessedAt", "results", "order"} {
			o.set(key, missing)
		}
		if e.Record.IsNone() {
			o.set("results", rules.List())
			o.set("order", rules.List())
		}
		return
	}
	o.source = a
	o.set("criteriaDigest", rules.Text(string(a.record.Seal.Criteria)))
	o.set("assessedAt", rules.Time(a.record.Seal.AsOf))
	o.set("order", textList(orderOf(a.record.Rankings)))
	outcomes := a.record.Outcomes
	ranks := ranksOf(a.record.Rankings)
	o.set("results", rules.ListFunc(len(outcomes), func(i int) rules.Value { return w.result(o, a, i, ranks).value }))
}

func (w *world) result(o *object, a *assessed, i int, ranks map[string]int) *object {
	out := &a.record.Outcomes[i]
	x := w.part("result", o.fieldPath("results["+out.Key()+"]"), out.Key(), o.node)
	x.entity, x.source = o.entity, &recorded{assessed: a, outcome: out}
	x.set("risk", rules.Text(out.Risk))
	x.set("missing", textList(out.Missing))
	x.set("rank", rules.None())
	if n := ranks[out.Stage.String()+"/"+out.Risk]; n > 0 {
		x.set("rank", rules.Int(int64(n)))
	}
	if a.doc == nil {
		for _, f := range append(outcomeFields(), rules.Field{Name: "inputs"}, rules.Field{Name: "offScale"}) {
			x.set(f.Name, rules.Unknown("criteriaDocuments["+string(a.record.Seal.Criteria)+"]"))
		}
		return x
	}
	fillOutcome(x, "risks["+out.Risk+"]", a.ranked, out)
	var used []*object
	offScale := []string{}
	for j := range out.Values {
		v := &out.Values[j]
		in := inputOf(a.doc, v.Name)
		if in == nil || in.Scale == nil || v.From == risk.FromNowhere {
			continue
		}
		u := w.part("used", x.path+".inputs["+strconv.Itoa(j)+"]", v.Name, o.node)
		u.entity = o.entity
		u.set("input", rules.Text(v.Name))
		levels := v.List
		if levels == nil {
			levels = []string{v.Value}
		}
		u.set("levels", textList(levels))
		if slices.ContainsFunc(levels, func(l string) bool { return in.Scale.Index(l) < 0 }) {
			offScale = append(offScale, v.Name)
		}
		used = append(used, u)
	}
	x.set("offScale", textList(offScale))
	x.set("inputs", objects(used))
	return x
}

// orderOf lists the risks in order of treatment at the current stage.
func orderOf(rankings []risk.Ranking) []string {
	order := []string{}
	for _, r := range rankings {
		if r.Stage != risk.Current {
			continue
		}
		for _, g := range r.Groups {
			order = append(order, g...)
		}
	}
	return order
}

// ranksOf gives each risk's place in the order of a stage, by stage and id.
func ranksOf(rankings []risk.Ranking) map[string]int {
	ranks := map[string]int{}
	for _, r := range rankings {
		n := 0
		for _, g := range r.Groups {
			for _, id := range g {
				n++
				ranks[r.Stage.String()+"/"+id] = n
			}
		}
	}
	return ranks
}

package conformity

import (
	"cmp"
	"errors"
	"math/big"
	"slices"

	"github.com/ismskit/ismskit/criteria"
	"github.com/ismskit/ismskit/criteria/rules"
	"github.com/ismskit/ismskit/criteria/source"
	"github.com/ismskit/ismskit/isms"
	"github.com/ismskit/ismskit/risk"
)

// addRisks makes the risks of all registers, and assesses them by the criteria
// in force as of the check.
func (w *world) addRisks() error {
	if len(w.sys.Registers) == 0 {
		w.root.set("risks", rules.Unknown("risks"))
		w.miss("risks", isms.Position{}, "risk", "rating")
		return nil
	}
	type entry struct {
		reg *risk.Register
		r   *risk.Risk
	}
	var all []entry
	count := map[string]int{}
	for _, reg := range w.sys.Registers {
		for _, r := range reg.Risks {
			all = append(all, entry{reg, r})
			count[r.ID]++
		}
	}
	slices.SortStableFunc(all, func(a, b entry) int { return cmp.Or(cmp.Compare(a.r.ID, b.r.ID), cmp.Compare(a.reg.ID, b.reg.ID)) })
	assessed := map[*risk.Register]func(id string, s risk.Stage) *risk.Outcome{}
	for _, reg := range w.sys.Registers {
		find, err := w.assess(reg)
		if err != nil {
			return err
		}
		assessed[reg] = find
	}
	list := make([]*object, len(all))
	for i, e := range all {
		path := "risks[" + e.r.ID + "]"
		if count[e.r.ID] > 1 {
			path = "risks[" + e.reg.ID + "/" + e.r.ID + "]"
		}
		o := w.object("risk", path, e.r.ID, e.r.Node())
		o.source = e.r
		w.stated(o, e.reg, e.r)
		w.evaluated(o, e.r, assessed[e.reg])
		list[i] = o
	}
	w.root.set("risks", objects(list))
	if w.inForce.criteria == nil && len(list) > 0 && !w.sys.Criteria.IsNone() {
		w.miss(w.inForce.missing[0], isms.Locate(w.sys, w.inForce.missing[0]), "rating")
	}
	return nil
}

// assess evaluates a register by the criteria in force. Where a rating does not
// fit them, nothing is said about that risk, and there is a warning.
func (w *world) assess(reg *risk.Register) (func(string, risk.Stage) *risk.Outcome, error) {
	none := func(string, risk.Stage) *risk.Outcome { return nil }
	if w.inForce.criteria == nil || len(reg.Risks) == 0 {
		return none, nil
	}
	a, err := risk.Assess(w.ctx, w.inForce.criteria, reg, w.asOf)
	if err == nil {
		return a.Outcome, nil
	}
	var wrong *source.Error
	if !errors.As(err, &wrong) {
		return nil, err
	}
	w.warn(RegisterWrong, "registers["+reg.ID+"]", positionOf(reg.Node()), "the register does not fit the criteria in force: "+err.Error())
	// Each risk for itself: what is wrong with one says nothing of the others.
	found := make(map[string]*risk.Assessment, len(reg.Risks))
	for _, r := range reg.Risks {
		a, err := risk.Assess(w.ctx, w.inForce.criteria, &risk.Register{ID: reg.ID, Risks: []*risk.Risk{r}}, w.asOf)
		switch {
		case err == nil:
			found[r.ID] = a
		case !errors.As(err, &wrong):
			return nil, err
		}
	}
	return func(id string, s risk.Stage) *risk.Outcome {
		if a := found[id]; a != nil {
			return a.Outcome(id, s)
		}
		return nil
	}, nil
}

// stated takes over what the register says about a risk.
func (w *world) stated(o *object, reg *risk.Register, r *risk.Risk) {
	n := r.Node()
	o.set("id", rules.Text(r.ID))
	o.set("register", rules.Text(reg.ID))
	for _, f := range [...]struct{ key, text string }{{"title", r.Title}, {"description", r.Description}, {"approach", r.Approach}, {"owner", r.Owner},
		{"threat", r.Threat}, {"source", r.Source}, {"event", r.Event}, {"category", r.Category}} {
		o.set(f.key, textOf(n, f.key, f.text))
	}
	o.set("parent", textOrNone(r.Parent))
	for _, f := range [...]struct {
		key  string
		list []string
	}{{"cia", r.CIA}, {"scope", r.Scope}, {"assets", r.Assets}, {"vulnerabilities", r.Vulnerabilities},
		{"issues", r.Issues}, {"requirements", r.Requirements}, {"controls", r.Controls}} {
		o.set(f.key, textsOf(n, f.key, f.list))
	}
	o.set("identified", timeOf(r.Identified))
	w.rated(o, r)
}

// rated takes over the ratings of a risk. Which inputs are ratings, and which
// of them are of likelihood, is for the criteria in force to say.
func (w *world) rated(o *object, r *risk.Risk) {
	if w.inForce.criteria == nil {
		for _, key := range []string{"ratings", "consequences", "likelihoods"} {
			o.set(key, rules.Unknown(w.inForce.missing...))
		}
		return
	}
	d := w.inForce.criteria.Document()
	var list []rules.Value
	for _, stage := range risk.Stages() {
		list = w.ratedAt(list, o, r, stage, d)
	}
	o.set("ratings", rules.List(list...))
	if !slices.ContainsFunc(list, rules.Value.Known) {
		w.miss(o.fieldPath("ratings.current"), o.where("ratings"), "rating")
	}
	o.set("consequences", w.ratedOn(o, r, "consequence"))
	o.set("likelihoods", w.ratedOn(o, r, "likelihood"))
}

// ratedAt adds the ratings of a stage. One that is not stated is in doubt: it
// may still be.
func (w *world) ratedAt(list []rules.Value, o *object, r *risk.Risk, stage risk.Stage, d *criteria.Document) []rules.Value {
	if r.Ratings[stage-1] == nil {
		unrated := rules.Unknown(o.fieldPath("ratings." + stage.String()))
		if stage != risk.Current {
			o.set(stage.String(), unrated) // of the outcome
		}
		return append(list, unrated)
	}
	for i := range d.Inputs {
		in := &d.Inputs[i]
		if in.Scale == nil {
			continue
		}
		at := slices.IndexFunc(r.Ratings[stage-1], func(s risk.Statement) bool { return s.Input == in.ID })
		if at < 0 {
			list = append(list, rules.Unknown(ratedPath(o.path, stage.String(), in.ID)))
			continue
		}
		list = append(list, w.rating(o, r, stage, in, r.Ratings[stage-1][at].Value).value)
	}
	return list
}

func (w *world) rating(o *object, r *risk.Risk, stage risk.Stage, in *criteria.Input, v criteria.Stated) *object {
	x := w.object("rating", ratedPath(o.path, stage.String(), in.ID), "", r.Node().Get("ratings").Get(stage.String()).Get(in.ID))
	x.set("stage", rules.Text(stage.String()))
	x.set("input", rules.Text(in.ID))
	if bound, err := in.Bind(v); err == nil && bound.Known() {
		low, high := bound.Levels()
		x.set("level", rules.Text(in.Scale.Levels[low].ID))
		x.set("highest", rules.Text(in.Scale.Levels[high].ID))
	}
	x.set("rationale", rules.Unknown(o.path+".rationale."+in.ID))
	for _, why := range r.Rationale {
		if why.Input == in.ID && (why.Stage == stage || why.Stage == 0) {
			x.set("rationale", rules.Text(why.Text))
		}
	}
	return x
}

// ratedOn lists the inputs on scales of a kind that are rated at the current
// stage. It is empty only if the criteria have no such scale: what nobody rated
// is not known.
func (w *world) ratedOn(o *object, r *risk.Risk, kind string) rules.Value {
	d := w.inForce.criteria.Document()
	var rated, missing []string
	for i := range d.Inputs {
		in := &d.Inputs[i]
		switch {
		case in.Scale == nil:
		case in.Scale.Kind == "":
			missing = append(missing, "criteriaDocuments["+d.ID+"@"+d.Version+"].scales["+in.Scale.ID+"].kind")
		case in.Scale.Kind != kind:
		case slices.ContainsFunc(r.Ratings[risk.Current-1], func(s risk.Statement) bool { return s.Input == in.ID }),
			slices.ContainsFunc(r.Inputs, func(s risk.Statement) bool { return s.Input == in.ID }):
			rated = append(rated, in.ID)
		default:
			missing = append(missing, ratedPath(o.path, "current", in.ID))
		}
	}
	if missing != nil {
		return rules.Unknown(missing...)
	}
	return textList(rated)
}

// evaluated fills in what the criteria in force say about a risk.
func (w *world) evaluated(o *object, r *risk.Risk, find func(string, risk.Stage) *risk.Outcome) {
	if w.inForce.criteria == nil {
		for _, key := range []string{"level", "band", "bandRank", "evaluation", "inherent", "residual"} {
			o.set(key, rules.Unknown(w.inForce.missing...))
		}
		return
	}
	d := w.inForce.ranked
	if out := find(r.ID, risk.Current); out != nil {
		x := w.outcome(o.path+".evaluation", o.path, o.node, d, out)
		o.set("evaluation", x.value)
		for _, key := range []string{"level", "band", "bandRank"} {
			o.set(key, x.Field(key))
		}
	} else {
		for _, key := range []string{"level", "band", "bandRank", "evaluation"} {
			o.set(key, rules.Unknown(o.fieldPath("ratings.current")))
		}
	}
	for _, stage := range []risk.Stage{risk.Inherent, risk.Residual} {
		key := stage.String()
		if out := find(r.ID, stage); out != nil {
			o.set(key, w.outcome(o.fieldPath(key), o.path, o.node, d, out).value)
		} else if r.Ratings[stage-1] != nil {
			o.set(key, rules.Unknown(o.fieldPath("ratings."+key)))
		}
	}
}

// outcome makes an object of an outcome. What is undetermined is unknown for
// want of the inputs that the outcome names.
func (w *world) outcome(path, riskPath string, n *source.Node, d *ranked, out *risk.Outcome) *object {
	x := w.part("outcome", path, "", n)
	fillOutcome(x, riskPath, d, out)
	return x
}

func fillOutcome(x *object, riskPath string, d *ranked, out *risk.Outcome) {
	var unknown rules.Value
	if out.Band == "" || out.Level == "" || out.Decision == criteria.Undetermined || out.Rule == "" {
		unknown = outcomeUnknown(riskPath, out)
	}
	x.set("stage", rules.Text(out.Stage.String()))
	switch {
	case d.Level.Empty():
		x.set("level", rules.None())
	case out.Level == "":
		x.set("level", unknown)
	default:
		x.set("level", decimalNumber(out.Level))
	}
	if out.Band == "" {
		x.set("band", unknown)
		x.set("bandRank", unknown)
	} else {
		x.set("band", rules.Text(out.Band))
		x.set("bandRank", rules.Int(int64(d.bands[out.Band])))
	}
	if out.Decision == criteria.Undetermined || out.Rule == "" {
		for _, key := range []string{"outcome", "rule", "authority", "validFor", "reviewEvery"} {
			x.set(key, unknown)
		}
		x.set("authorityRank", unknown)
		x.set("conditions", unknown)
		if unknown.IsNone() {
			x.set("authorityRank", rules.Int(0))
			x.set("conditions", rules.List())
		}
		return
	}
	x.set("outcome", rules.Text(out.Decision.String()))
	x.set("rule", rules.Text(out.Rule))
	x.set("authority", textOrNone(out.Authority))
	x.set("authorityRank", rules.Int(int64(d.authorities[out.Authority])))
	x.set("validFor", durationOrNone(out.ValidFor))
	x.set("reviewEvery", durationOrNone(out.ReviewEvery))
	x.set("conditions", textList(out.Conditions))
}

// outcomeUnknown is what an outcome does not say: for want of the inputs that
// it names. Where nothing is missing, the criteria fail, and there is none.
func outcomeUnknown(riskPath string, out *risk.Outcome) rules.Value {
	if out.Failure != nil && len(out.Missing)+len(out.Narrow) == 0 {
		return rules.None()
	}
	var want []string
	for _, in := range slices.Concat(out.Missing, out.Narrow) {
		want = append(want, ratedPath(riskPath, out.Stage.String(), in))
	}
	if want == nil {
		want = []string{riskPath + ".ratings." + out.Stage.String()}
	}
	return rules.Unknown(want...)
}

// decimalNumber gives the double that is nearest to an exact decimal.
func decimalNumber(s string) rules.Value {
	r, ok := new(big.Rat).SetString(s)
	if !ok {
		return rules.Value{}
	}
	f, _ := r.Float64()
	return rules.Number(f)
}

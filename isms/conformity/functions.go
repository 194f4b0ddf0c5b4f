package conformity

import (
	"errors"

	"github.com/ismskit/ismskit/criteria"
	"github.com/ismskit/ismskit/criteria/analysis"
	"github.com/ismskit/ismskit/criteria/rules"
	"github.com/ismskit/ismskit/risk"
)

// param declares a parameter or result in short.
func (c column) param() rules.Param {
	return rules.Param{Kind: c.kind, Of: c.of, List: c.list, Nullable: c.nullable}
}

// functions lists what rules may call. All are pure: the same arguments give
// the same result, whatever ran before. All are total: where a result cannot be
// told, it is unknown, with what it would take.
func functions() []rules.Function {
	f := func(name, doc string, call func([]rules.Value) rules.Value, result column, params ...column) rules.Function {
		x := rules.Function{Name: name, Doc: doc, Result: result.param(), Call: call}
		for _, p := range params {
			x.Params = append(x.Params, p.param())
		}
		return x
	}
	return []rules.Function{
		f("recompute", "the result that the record's own criteria give for the risk and stage of a recorded result: the record is computed again from its materials", recompute, one("result"), one("result")),
		f("rank", "the ids of the risks in order of treatment at the current stage, when the record of an assessment is computed again", rankAgain, texts, one("assessment")),
		f("scaleLevels", "ids of the levels of the scale that an input of the record's criteria is on, lowest first; empty if it is no rating", scaleLevels, texts, one("result"), text),
		f("inLevelRange", "whether a number, in the scale's unit, lies in the declared range of a level of an input; true if the level declares none", inLevelRange, truth, one("criteria"), text, text, decimal),
		f("bandRank", "rank of a band of the criteria, 0 for the lowest; -1 if they have no such band", rankOfBand, integer, one("criteria"), text),
		f("lint", "what the analysis finds in criteria: every cell of their scales is tried", lint, many("lintFinding"), one("criteria")),
		f("comparable", "how the results of two assessments compare, the earlier one first", compareAssessments, one("comparison"), one("assessment"), one("assessment")),
		f("canApprove", "whether a person or role has, as of the check, the authority that an outcome asks for: by the rank of the person, of a role that the person has, or of an authority that a plan says the person holds", canApprove, truth, text, one("outcome")),
		f("digest", "digest of the present state of what an approval approves", digestNow, text, one("approval")),
		f("contentDigest", "SHA-256 of a document's content, as whoever asks for the check has found it", contentDigest, text, one("document")),
		f("catalogueIds", "ids of the controls of a catalogue that are not withdrawn: one of Annex A, or of the system", catalogueIDs, texts, one("isms"), text),
		f("requiredDocuments", "ids of the items of documented information that a profile requires; empty if there is no such profile", requiredDocuments, texts, text),
		f("reproduce", "the value that a measure's method gives for the inputs of a result, rounded to the decimals of the recorded value; none if the method gives no number", reproduce, decimal, one("measure"), one("measureResult")),
		f("recurrences", "the nonconformities of the same requirement that were noticed after one was closed, by time; none if it is not closed", recurrences, many("nonconformity"), one("nonconformity")),
		f("within", "whether a clause is another one or a part of it: 9.2.2 a is within 9.2", func(a []rules.Value) rules.Value { return rules.Bool(Within(a[0].Text(), a[1].Text())) }, truth, text, text),
		f("topic", "whether two texts name the same topic: letters and digits are compared, upper and lower case are the same", func(a []rules.Value) rules.Value {
			return rules.Bool(topicOf(a[0].Text()) == topicOf(a[1].Text()))
		}, truth, text, text),
	}
}

func topicOf(s string) string {
	out := make([]rune, 0, len(s))
	for _, r := range s {
		switch {
		case r >= 'A' && r <= 'Z':
			out = append(out, r+'a'-'A')
		case r >= 'a' && r <= 'z', r >= '0' && r <= '9', r > 0x7f:
			out = append(out, r)
		}
	}
	return string(out)
}

// the gives an argument that is an object of the model.
func the(v rules.Value) *object { o, _ := v.Object().(*object); return o }

// recordOf gives the record of an assessment or result, nil if it is not at
// hand.
func recordOf(o *object) *assessed {
	switch s := o.source.(type) {
	case *assessed:
		return s
	case *recorded:
		return s.assessed
	}
	return nil
}

// again computes the record of an assessment or result again. Where it comes
// out otherwise than it is recorded, that is what the rules are to see.
func again(o *object) (*assessed, *risk.Assessment, rules.Value) {
	a := recordOf(o)
	if a == nil {
		return nil, nil, o.Field("criteriaDigest")
	}
	r, err := a.replay()
	if r == nil || err != nil && !errors.Is(err, risk.ErrMismatch) {
		return a, nil, rules.Unknown("records[" + string(a.record.Digest) + "].materials")
	}
	return a, r, rules.Value{}
}

func recompute(args []rules.Value) rules.Value {
	o := the(args[0])
	// A rule that compares field by field asks more than once.
	r := o.source.(*recorded)
	r.once.Do(func() { r.again = recomputed(o, r) })
	return r.again
}

func recomputed(o *object, rec *recorded) rules.Value {
	a, r, missing := again(o)
	if r == nil {
		return missing
	}
	out := rec.outcome
	if now := r.Outcome(out.Risk, out.Stage); now != nil {
		x := o.world.part("result", o.path, o.id, nil)
		x.entity, x.source = o.entity, o.source
		x.set("risk", rules.Text(out.Risk))
		fillOutcome(x, "risks["+out.Risk+"]", rankedBy(r.Criteria().Document()), now)
		return x.value
	}
	return rules.Unknown("records[" + string(a.record.Digest) + "].risks[" + o.Field("risk").Text() + "]")
}

func rankAgain(args []rules.Value) rules.Value {
	_, r, missing := again(the(args[0]))
	if r == nil {
		return missing
	}
	return textList(orderOf(r.Rankings))
}

func scaleLevels(args []rules.Value) rules.Value {
	a := recordOf(the(args[0]))
	if a == nil || a.doc == nil {
		return rules.Unknown(the(args[0]).path + ".inputs")
	}
	in := inputOf(a.doc, args[1].Text())
	if in == nil || in.Scale == nil {
		return rules.List()
	}
	return rules.ListFunc(len(in.Scale.Levels), func(i int) rules.Value { return rules.Text(in.Scale.Levels[i].ID) })
}

func documentOf(o *object) *criteria.Document {
	if c, _ := o.source.(*criteria.Criteria); c != nil {
		return c.Document()
	}
	return nil
}

func inLevelRange(args []rules.Value) rules.Value {
	d := documentOf(the(args[0]))
	if d == nil {
		return rules.Unknown(the(args[0]).world.inForce.missing...)
	}
	in := inputOf(d, args[1].Text())
	if in == nil || in.Scale == nil {
		return rules.Bool(false)
	}
	i := in.Scale.Index(args[2].Text())
	if i < 0 {
		return rules.Bool(false)
	}
	l := &in.Scale.Levels[i]
	if l.Low == nil || l.High == nil {
		return rules.Bool(true)
	}
	low, _ := l.Low.Float64()
	high, _ := l.High.Float64()
	return rules.Bool(args[3].Number() >= low && args[3].Number() <= high)
}

func rankOfBand(args []rules.Value) rules.Value {
	d := documentOf(the(args[0]))
	if d == nil {
		return rules.Unknown(the(args[0]).world.inForce.missing...)
	}
	return rules.Int(int64(bandRank(d, args[1].Text())))
}

func lint(args []rules.Value) rules.Value {
	o := the(args[0])
	c, _ := o.source.(*criteria.Criteria)
	if c == nil {
		return rules.Unknown(o.world.inForce.missing...)
	}
	w := o.world
	if v, ok := w.lints.Load(c); ok {
		return v.(rules.Value)
	}
	// The analysis ends early only if the context does, and the check with it.
	rep, err := analysis.Lint(w.ctx, c, analysis.Options{})
	if err != nil {
		return rules.Unknown(o.path)
	}
	list := make([]*object, len(rep.Findings))
	for i, f := range rep.Findings {
		x := w.part("lintFinding", o.path+"."+f.Path, f.Code, o.node)
		x.set("code", rules.Text(f.Code))
		x.set("severity", rules.Text(f.Severity.String()))
		x.set("path", rules.Text(f.Path))
		x.set("message", rules.Text(f.Message))
		x.set("accepted", rules.Bool(f.Accepted != ""))
		list[i] = x
	}
	v, _ := w.lints.LoadOrStore(c, objects(list))
	return v.(rules.Value)
}

func compareAssessments(args []rules.Value) rules.Value {
	old, next := the(args[0]), the(args[1])
	x := old.world.part("comparison", next.path, "", nil)
	x.entity = next.entity
	a, before, missing := again(old)
	if before == nil {
		return missing
	}
	b, after, missing := again(next)
	if after == nil {
		return missing
	}
	if a.record.Seal.Criteria == b.record.Seal.Criteria {
		x.set("status", rules.Text("identical"))
		return x.value
	}
	c, err := risk.Compare(old.world.ctx, before, after)
	if err != nil {
		x.set("status", rules.Text("not_comparable"))
		return x.value
	}
	status := map[risk.Verdict]string{risk.Comparable: "rebased", risk.Partly: "partly", risk.NotComparable: "not_comparable"}[c.Verdict]
	x.set("status", rules.Text(status))
	return x.value
}

func digestNow(args []rules.Value) rules.Value {
	o := the(args[0])
	b, _ := o.source.(*bound)
	if b.treatment == nil {
		return rules.Unknown(b.missing)
	}
	a := b.approvals[o.id]
	if open := b.open(b.riskID(a)).state; open != nil {
		return rules.Unknown(open...)
	}
	if s, err := b.treatment.State(a.Subject()); err == nil {
		return rules.Text(string(s.Digest()))
	}
	return rules.Unknown(o.path + ".state")
}

func contentDigest(args []rules.Value) rules.Value {
	o := the(args[0])
	if d, ok := o.world.contents[o.id]; ok {
		return rules.Text(string(d))
	}
	return rules.Unknown(o.path + ".content")
}

func catalogueIDs(args []rules.Value) rules.Value {
	c := the(args[0]).world.catalogue(args[1].Text())
	if c == nil {
		return rules.Unknown("catalogues[" + args[1].Text() + "]")
	}
	var ids []string
	for i := range c.Controls {
		if !c.Controls[i].Withdrawn {
			ids = append(ids, c.Controls[i].ID)
		}
	}
	return textList(ids)
}

func requiredDocuments(args []rules.Value) rules.Value {
	if p := ProfileOf(args[0].Text()); p != nil {
		return textList(p.required())
	}
	return rules.List()
}

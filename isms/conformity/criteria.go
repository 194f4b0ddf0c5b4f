package conformity

import (
	"github.com/ismskit/ismskit/criteria"
	"github.com/ismskit/ismskit/criteria/rules"
	"github.com/ismskit/ismskit/isms"
)

// inForce is the criteria document that the system says is in force.
type inForce struct {
	object   *object
	criteria *criteria.Criteria // nil if it is not known, or does not compile
	ranked   *ranked            // the same
	missing  []string           // what it takes to know it
}

// criteriaInForce finds the document that the system names, among its own and
// among those that its records hold.
func (w *world) criteriaInForce() *inForce {
	f := &inForce{object: w.part("criteria", "criteria", "", nil)}
	c, ok := w.sys.Criteria.Get()
	if !ok {
		f.missing = []string{"criteria"}
		w.unknownCriteria(f, !w.sys.Criteria.IsNone())
		return f
	}
	id, hasID := c.ID.Get()
	version, hasVersion := c.Version.Get()
	if !hasID {
		f.missing = append(f.missing, "criteria.id")
	}
	if !hasVersion {
		f.missing = append(f.missing, "criteria.version")
	}
	w.fromSystem(f.object, c)
	if f.missing != nil {
		w.unknownCriteria(f, true)
		return f
	}
	path := "criteriaDocuments[" + id + "@" + version + "]"
	doc := w.document(id, version)
	if doc == nil {
		f.missing = []string{path}
		w.unknownCriteria(f, true)
		return f
	}
	f.object.path, f.object.id, f.object.node = path, id, doc.Node()
	w.subjects["criteria"] = append(w.subjects["criteria"], f.object)
	w.fromDocument(f.object, doc)
	compiled, err := doc.Compile()
	if err != nil {
		f.missing = []string{path}
		w.warn(CriteriaWrong, path, positionOf(doc.Node()), "the criteria in force do not compile: "+err.Error())
		return f
	}
	f.criteria, f.object.source, f.ranked = compiled, compiled, rankedBy(compiled.Document())
	f.object.set("digest", rules.Text(string(compiled.Digest())))
	return f
}

// unknownCriteria makes every field of criteria that are not at hand unknown
// for want of what it takes to know them, and it is not known which there are.
// A system that states that it has none has no rules of acceptance and no
// interval either.
func (w *world) unknownCriteria(f *inForce, open bool) {
	for i, v := range f.object.values {
		x := &f.object.shape.Fields[i]
		switch {
		case v != (rules.Value{}):
		case open:
			f.object.values[i] = rules.Unknown(f.missing...)
		case x.List:
			f.object.values[i] = rules.List()
		case x.Nullable || x.Kind == rules.KindTime || x.Kind == rules.KindDuration:
			f.object.values[i] = rules.None()
		default:
			f.object.values[i] = rules.Unknown(f.missing...)
		}
	}
	if open {
		w.miss(f.missing[0], isms.Locate(w.sys, f.missing[0]), "criteria", "acceptanceRule", "authority", "scale", "input")
	}
}

func (w *world) document(id, version string) *criteria.Document {
	for _, d := range w.sys.CriteriaDocuments {
		if d.ID == id && d.Version == version {
			return d
		}
	}
	for _, r := range w.sys.Records {
		if r.Materials.Criteria == "" {
			continue
		}
		d, err := criteria.Parse("record "+string(r.Digest), []byte(r.Materials.Criteria))
		if err == nil && d.ID == id && d.Version == version {
			return d
		}
	}
	return nil
}

// fromSystem takes over what the system says about criteria, where the document
// may say it as well.
func (w *world) fromSystem(o *object, c *isms.RiskCriteria) {
	for key, f := range map[string]string{"performWhen": "performWhen", "interval": "interval", "minAgreement": "minAgreement"} {
		v, state := isms.TypeOf(c).Field(f).Value(c)
		switch state {
		case isms.StateValue:
			o.set(key, valueOf(v))
		case isms.StateNone:
			o.set(key, rules.None())
		default:
			o.set(key, rules.Unknown("criteria."+f))
		}
	}
}

func (w *world) fromDocument(o *object, d *criteria.Document) {
	n := d.Node()
	o.set("id", rules.Text(d.ID))
	o.set("version", rules.Text(d.Version))
	o.set("title", textOf(n, "title", d.Title))
	o.set("effective", timeOf(d.Effective))
	if d.Approval.By != "" {
		o.set("approvedBy", rules.Text(d.Approval.By))
	} else {
		o.set("approvedBy", rules.Unknown(o.path+".approval"))
	}
	if d.Approval.At.IsZero() {
		o.set("approvedAt", rules.Unknown(o.path+".approval"))
	} else {
		o.set("approvedAt", rules.Time(d.Approval.At))
	}
	o.set("supersedes", textOrNone(d.Supersedes))
	o.set("rationale", textOf(n, "rationale", d.Rationale))
	if d.Assessing.Every != 0 {
		o.set("interval", rules.Duration(d.Assessing.Every))
	}
	if d.Assessing.Agreement != nil {
		f, _ := d.Assessing.Agreement.Float64()
		o.set("minAgreement", rules.Number(f))
	}
	if d.Assessing.On != nil {
		o.set("triggers", textList(d.Assessing.On))
	} else {
		o.set("triggers", rules.Unknown(o.path+".assessing.on"))
	}
	ranks := rankOf(d)
	var acceptance, authorities, scales, inputs []*object
	for i := range d.Acceptance {
		r := &d.Acceptance[i]
		x := w.object("acceptanceRule", o.path+".acceptance["+r.ID+"]", r.ID, r.Node())
		x.set("id", rules.Text(r.ID))
		x.set("outcome", rules.Text(r.Outcome.String()))
		x.set("authority", textOrNone(r.Authority))
		x.set("authorityRank", rules.Int(int64(ranks[r.Authority])))
		x.set("validFor", durationOrNone(r.ValidFor))
		x.set("reviewEvery", durationOrNone(r.ReviewEvery))
		x.set("conditions", textList(r.Conditions))
		x.set("because", textOf(r.Node(), "because", r.Because))
		acceptance = append(acceptance, x)
	}
	for i := range d.Authorities {
		a := &d.Authorities[i]
		x := w.object("authority", o.path+".authorities["+a.ID+"]", a.ID, n.Get("authorities"))
		x.set("id", rules.Text(a.ID))
		x.set("title", rules.Text(a.Title))
		x.set("rank", rules.Int(int64(a.Rank)))
		authorities = append(authorities, x)
	}
	for i := range d.Scales {
		s := &d.Scales[i]
		x := w.object("scale", o.path+".scales["+s.ID+"]", s.ID, s.Node())
		x.set("id", rules.Text(s.ID))
		x.set("kind", textOf(s.Node(), "kind", s.Kind))
		x.set("levels", rules.ListFunc(len(s.Levels), func(i int) rules.Value { return rules.Text(s.Levels[i].ID) }))
		scales = append(scales, x)
	}
	for i := range d.Inputs {
		in := &d.Inputs[i]
		x := w.object("input", o.path+".inputs["+in.ID+"]", in.ID, in.Node())
		x.set("id", rules.Text(in.ID))
		x.set("scale", rules.None())
		if in.Scale != nil {
			x.set("scale", rules.Text(in.Scale.ID))
		}
		inputs = append(inputs, x)
	}
	for name, list := range map[string][]*object{"acceptance": acceptance, "authorities": authorities, "scales": scales, "inputs": inputs} {
		o.set(name, objects(list))
	}
}

// ranked is a criteria document with the ranks of its authorities and bands.
type ranked struct {
	*criteria.Document
	authorities map[string]int
	bands       map[string]int
}

func rankedBy(d *criteria.Document) *ranked {
	r := &ranked{Document: d, authorities: rankOf(d), bands: map[string]int{}}
	for i := range d.Bands {
		r.bands[d.Bands[i].ID] = i
	}
	return r
}

// rankOf gives the ranks of a document's authorities.
func rankOf(d *criteria.Document) map[string]int {
	ranks := map[string]int{}
	for i := range d.Authorities {
		ranks[d.Authorities[i].ID] = d.Authorities[i].Rank
	}
	return ranks
}

// bandRank gives the rank of a band, -1 if there is none of that id.
func bandRank(d *criteria.Document, id string) int {
	for i := range d.Bands {
		if d.Bands[i].ID == id {
			return i
		}
	}
	return -1
}

// inputOf finds an input of a document, or nil.
func inputOf(d *criteria.Document, id string) *criteria.Input {
	for i := range d.Inputs {
		if d.Inputs[i].ID == id {
			return &d.Inputs[i]
		}
	}
	return nil
}

// ratedPath is the path of a rating of a risk.
func ratedPath(risk, stage, input string) string {
	return risk + ".ratings." + stage + "." + input
}

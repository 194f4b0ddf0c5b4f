package risk

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/ismskit/ismskit/criteria"
	"github.com/ismskit/ismskit/criteria/seal"
	"github.com/ismskit/ismskit/criteria/source"
)

// materialField is a field that a state can have.
type materialField struct {
	name      string
	byDefault bool
	label     string // in a sentence
	doc       string
	append    func(f *facts, b []byte) []byte
}

// materialFields lists the fields by name. What they hold is digested, so that
// none may change: a field that says more is a new one.
var materialFields = [...]materialField{
	{"assets", true, "assets", "the risk's assets", func(f *facts, b []byte) []byte { return appendSet(b, f.risk.Assets) }},
	{"band", true, "band", "the band of the level of risk", func(f *facts, b []byte) []byte { return seal.AppendString(b, f.out.Band) }},
	{"category", false, "category", "the risk's category", func(f *facts, b []byte) []byte { return seal.AppendString(b, f.risk.Category) }},
	{"cia", true, "protection goals", "which of confidentiality, integrity and availability the risk is about", func(f *facts, b []byte) []byte { return appendSet(b, f.risk.CIA) }},
	{"controls", true, "controls relied upon", "the controls that the current ratings take into account, each with its status and effects", (*facts).appendCredited},
	{"criteria", false, "criteria", "the digest of the criteria: any change of them, a corrected text too", func(f *facts, b []byte) []byte {
		return seal.AppendString(b, string(f.t.assessment.criteria.Digest()))
	}},
	{"decision", true, "decision by the criteria", "what the criteria decide about the risk", func(f *facts, b []byte) []byte {
		if f.out.Decision == 0 {
			return seal.AppendString(b, "")
		}
		return seal.AppendString(b, f.out.Decision.String())
	}},
	{"description", false, "description", "the risk's description", func(f *facts, b []byte) []byte { return seal.AppendString(b, f.risk.Description) }},
	{"inputs", true, "inputs", "the inputs that are no levels of a scale, as used, defaults too", func(f *facts, b []byte) []byte { return f.appendInputs(b, false) }},
	{"item.controls", true, "controls of the item", "the item's controls, each with its effects, and whether it is under_way (planned, partial or implemented), none (not_implemented) or not stated: an item that is carried out as approved keeps its approval", (*facts).appendItemControls},
	{"item.cost", false, "cost of the item", "what the item costs", func(f *facts, b []byte) []byte {
		return f.appendItems(b, func(b []byte, it *PlanItem) []byte {
			if it.Cost == nil || it.Cost.Amount == nil {
				return seal.AppendString(b, "")
			}
			return seal.AppendString(b, strings.TrimSpace(decimal(it.Cost.Amount)+" "+it.Cost.Currency))
		})
	}},
	{"item.due", true, "due date of the item", "when the item is due, by its revision if there is one", func(f *facts, b []byte) []byte {
		return f.appendItems(b, func(b []byte, it *PlanItem) []byte {
			if it.DueBy().IsZero() {
				return seal.AppendString(b, "")
			}
			return seal.AppendString(b, dated(it.DueBy()))
		})
	}},
	{"item.option", true, "option of the item", "the option of treatment; an item that is cancelled is no item", func(f *facts, b []byte) []byte {
		return f.appendItems(b, func(b []byte, it *PlanItem) []byte { return seal.AppendString(b, it.Option) })
	}},
	{"item.rationale", false, "rationale of the item", "why the option was chosen", func(f *facts, b []byte) []byte {
		return f.appendItems(b, func(b []byte, it *PlanItem) []byte { return seal.AppendString(b, it.Rationale) })
	}},
	{"item.resources", false, "resources of the item", "what the item takes", func(f *facts, b []byte) []byte {
		return f.appendItems(b, func(b []byte, it *PlanItem) []byte { return appendSet(b, it.Resources) })
	}},
	{"item.responsible", false, "responsible for the item", "who carries the item out", func(f *facts, b []byte) []byte {
		return f.appendItems(b, func(b []byte, it *PlanItem) []byte { return seal.AppendString(b, it.Responsible) })
	}},
	{"item.risk", true, "risk of the item", "the risk that the item treats", func(f *facts, b []byte) []byte {
		return f.appendItems(b, func(b []byte, it *PlanItem) []byte { return seal.AppendString(b, it.Risk) })
	}},
	{"level", true, "level of risk", "the level of risk", func(f *facts, b []byte) []byte { return seal.AppendString(b, f.out.Level) }},
	{"owner", true, "owner of the risk", "who owns the risk", func(f *facts, b []byte) []byte { return seal.AppendString(b, f.risk.Owner) }},
	{"ratings", true, "ratings", "the inputs that are levels of a scale, as used, defaults too", func(f *facts, b []byte) []byte { return f.appendInputs(b, true) }},
	{"rationale", false, "rationale of the ratings", "the reasons of the ratings", (*facts).appendRationale},
	{"rule", true, "rule of acceptance", "the rule that decides, with the authority, the conditions and the time that it asks for", (*facts).appendRule},
	{"scope", true, "scope", "where the risk is", func(f *facts, b []byte) []byte { return appendSet(b, f.risk.Scope) }},
	{"threat", false, "threat", "the risk's threat", func(f *facts, b []byte) []byte { return seal.AppendString(b, f.risk.Threat) }},
	{"title", false, "title", "the risk's title", func(f *facts, b []byte) []byte { return seal.AppendString(b, f.risk.Title) }},
}

func materialNames(all bool) []string {
	var out []string
	for i := range materialFields {
		if all || materialFields[i].byDefault {
			out = append(out, materialFields[i].name)
		}
	}
	return out
}

// DefaultMaterial lists the fields whose change makes an approval stale if the
// plan does not declare others under material: what the level of risk and the
// decision came from and came to (ratings, inputs, level, band, decision,
// rule), the controls that are relied upon (controls), whose risk it is and
// what it is about (owner, scope, assets, cia), and, for items and residual
// risks, what is to be done about which risk until when (item.risk,
// item.option, item.controls, item.due).
//
// Texts are not among them: a typing error in a title changes nothing that
// anybody decided about. Neither is how an item is carried out, such as by
// whom and at what cost; an organisation that approves that as well declares
// it.
func DefaultMaterial() []string { return materialNames(false) }

// MaterialFields lists all fields that a plan can declare as material, by
// name: those of DefaultMaterial, and
//
//   - title, description, threat, category and rationale of the risk;
//   - item.rationale, item.responsible, item.resources and item.cost;
//   - criteria, the digest of the criteria.
//
// The fields that begin with item. exist for the approval of an item and for
// residual risks, where they hold a value for each item of the risk that is not
// cancelled. The current risk has none of them.
func MaterialFields() []string { return materialNames(true) }

// DescribeMaterial says what a material field holds, "" if there is none of
// that name.
func DescribeMaterial(name string) string {
	if m := materialFieldOf(name); m != nil {
		return m.doc
	}
	return ""
}

func materialFieldOf(name string) *materialField {
	i, found := slices.BinarySearchFunc(materialFields[:], name, func(m materialField, name string) int { return cmp.Compare(m.name, name) })
	if !found {
		return nil
	}
	return &materialFields[i]
}

// material lists the fields that are material for the plan.
func (p *Plan) material() []string {
	if p.Material == nil {
		return DefaultMaterial()
	}
	return p.Material
}

// checkMaterial reports declared fields that there are none of. Nothing would
// ever be stale if no field were material, so an empty list is an error too.
func (p *Plan) checkMaterial(r *source.Reporter) {
	if p.Material == nil {
		return
	}
	report := func(path []any, code source.Code, nearest, message string) {
		if p.node != nil {
			r.ReportNear(locate(p.node, path...), code, nearest, "%s", message)
			return
		}
		r.Add(source.Diagnostic{File: p.file, Path: "material", Code: code, Nearest: nearest, Message: message})
	}
	if len(p.Material) == 0 {
		report(keys("material"), source.Empty, "", "name at least one field, or leave material out")
	}
	all := MaterialFields()
	for i, name := range p.Material {
		switch path := keys("material", i); {
		case !slices.Contains(all, name):
			report(path, source.UnknownName, source.Nearest(name, all), "there is no material field \""+source.Clip(name)+"\"")
		case slices.Index(p.Material, name) < i:
			report(path, source.DuplicateID, "", "\""+name+"\" is in the list already")
		}
	}
}

// appendSet writes a list whose order means nothing.
func appendSet(b []byte, list []string) []byte {
	list = slices.Clone(list)
	slices.Sort(list)
	return appendTexts(b, slices.Compact(list))
}

// appendInputs writes the ratings, or the other inputs, by id; what is not
// known is left out.
func (f *facts) appendInputs(b []byte, ratings bool) []byte {
	var list []Used
	for _, in := range f.t.assessment.criteria.Document().Inputs {
		if u := f.out.Used(in.ID); u.From != FromNowhere && (in.Type == criteria.Rating) == ratings {
			list = append(list, u)
		}
	}
	slices.SortFunc(list, func(a, b Used) int { return cmp.Compare(a.Name, b.Name) })
	o := object{b: append(b, '{')}
	for _, u := range list {
		o.key(u.Name)
		if u.List != nil {
			o.b = appendTexts(o.b, u.List)
		} else {
			o.b = seal.AppendString(o.b, u.Value)
		}
	}
	return append(o.b, '}')
}

func (f *facts) appendRule(b []byte) []byte {
	o := object{b: append(b, '{')}
	o.text("authority", f.out.Authority)
	if len(f.out.Conditions) > 0 {
		o.key("conditions")
		o.b = appendSet(o.b, f.out.Conditions)
	}
	o.text("id", f.out.Rule)
	o.duration("validFor", f.out.ValidFor)
	return append(o.b, '}')
}

func (f *facts) appendRationale(b []byte) []byte {
	var list []string
	for _, r := range f.risk.Rationale {
		where := r.Input
		if r.Stage != 0 {
			where = r.Stage.String() + " " + where
		}
		list = append(list, where+": "+r.Text)
	}
	return appendSet(b, list)
}

func (f *facts) appendCredited(b []byte) []byte {
	return f.appendControls(b, f.risk.Controls, ControlStatus.String)
}

func (f *facts) appendItemControls(b []byte) []byte {
	return f.appendItems(b, func(b []byte, it *PlanItem) []byte {
		return f.appendControls(b, it.Controls, func(s ControlStatus) string {
			switch s {
			case Planned, Partial, Implemented:
				return "under_way"
			case NotImplemented:
				return "none"
			}
			return ""
		})
	})
}

// appendControls writes controls by id, with what they do and how far they
// have come.
func (f *facts) appendControls(b []byte, ids []string, status func(ControlStatus) string) []byte {
	ids = slices.Clone(ids)
	slices.Sort(ids)
	o := object{b: append(b, '{')}
	for _, id := range slices.Compact(ids) {
		c := f.t.controls[id]
		if c == nil {
			c = &Control{ID: id}
		}
		effects := make([]string, len(c.Effects))
		for i, e := range c.Effects {
			effects[i] = e.text()
		}
		o.key(id)
		in := object{b: append(o.b, '{')}
		in.key("effects")
		in.b = appendSet(in.b, effects)
		in.key("status")
		in.b = seal.AppendString(in.b, status(c.Status))
		o.b = append(in.b, '}')
	}
	return append(o.b, '}')
}

// appendItems writes a value for each item, by id.
func (f *facts) appendItems(b []byte, value func(b []byte, it *PlanItem) []byte) []byte {
	items := slices.Clone(f.items)
	slices.SortFunc(items, func(a, b *PlanItem) int { return cmp.Compare(a.ID, b.ID) })
	o := object{b: append(b, '{')}
	for _, it := range items {
		o.key(it.ID)
		o.b = value(o.b, it)
	}
	return append(o.b, '}')
}

// text writes an effect: the input, the levels and the share of them.
func (e *Effect) text() string {
	s := e.Input + " by " + strconv.Itoa(e.Steps)
	if e.Effectiveness != nil {
		s += " x " + decimal(e.Effectiveness)
	}
	return s
}

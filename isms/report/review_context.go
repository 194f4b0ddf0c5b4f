package report

import (
	"cmp"
	"reflect"
	"slices"
	"time"

	"github.com/ismskit/ismskit/isms"
)

// ContextChanges tells what changed in the issues that bear on the system, and
// in the system itself.
type ContextChanges struct {
	Compared    bool         `json:"compared"`              // whether the system as it was at the review before was at hand
	Changed     []Changed    `json:"changed,omitempty"`     // issues, if so
	Reviewed    []string     `json:"reviewed,omitempty"`    // issues that were looked at in the period, by id
	NotReviewed []string     `json:"notReviewed,omitempty"` // the others
	Changes     []ChangeLine `json:"changes,omitempty"`     // of the system, planned, noticed or carried out in the period
}

// PartyChanges tells what changed in the interested parties, and in what they
// need and expect.
type PartyChanges struct {
	Compared bool      `json:"compared"`
	Changed  []Changed `json:"changed,omitempty"` // parties and requirements
	Due      []Changed `json:"due,omitempty"`     // requirements that had to be met in the period
}

// Changed is an entity that was added, removed or changed.
type Changed struct {
	How    string   `json:"how"`  // added, removed or changed; of a requirement that had to be met, due
	Type   string   `json:"type"` // of the model
	ID     string   `json:"id"`
	Title  string   `json:"title,omitempty"`
	Fields []string `json:"fields,omitempty"` // that changed
}

// A ChangeLine is a change of the system.
type ChangeLine struct {
	ID          string    `json:"id"`
	What        string    `json:"what,omitempty"`
	Kind        string    `json:"kind,omitempty"`
	Subject     string    `json:"subject,omitempty"`
	Planned     time.Time `json:"planned,omitzero"`
	Implemented time.Time `json:"implemented,omitzero"`
	Reviewed    time.Time `json:"reviewed,omitzero"`
}

func (b *briefing) changes() {
	now := contextOf(b.sys)
	for _, i := range now {
		if x := i.(*isms.Issue); b.period().holds(stated(x.ReviewedAt)) {
			b.Context.Reviewed = append(b.Context.Reviewed, x.ID)
		} else {
			b.Context.NotReviewed = append(b.Context.NotReviewed, x.ID)
		}
	}
	if b.before != nil {
		b.Context.Compared, b.Parties.Compared = true, true
		b.Context.Changed = changed(contextOf(b.before), now)
		b.Parties.Changed = changed(partiesOf(b.before), partiesOf(b.sys))
	}
	for _, p := range b.sys.Parties.Or(nil) {
		for _, r := range p.Requirements.Or(nil) {
			if b.period().holds(stated(r.Due)) {
				b.Parties.Due = append(b.Parties.Due, Changed{How: "due", Type: "requirement", ID: r.ID, Title: titleOf(r)})
			}
		}
	}
	for _, c := range b.sys.Changes.Or(nil) {
		x := ChangeLine{c.ID, or(c.Description.Or(""), c.Purpose.Or("")), string(c.Kind), string(c.Subject), stated(c.PlannedAt), stated(c.ImplementedAt), stated(c.ReviewedAt)}
		if b.period().holds(x.Planned) || b.period().holds(x.Implemented) {
			b.Context.Changes = append(b.Context.Changes, x)
		}
	}
}

func contextOf(sys *isms.System) []isms.Entity {
	c, ok := sys.Context.Get()
	if !ok {
		return nil
	}
	var list []isms.Entity
	for _, i := range c.Issues.Or(nil) {
		list = append(list, i)
	}
	return list
}

func partiesOf(sys *isms.System) []isms.Entity {
	var list []isms.Entity
	for _, p := range sys.Parties.Or(nil) {
		list = append(list, p)
		for _, r := range p.Requirements.Or(nil) {
			list = append(list, r)
		}
	}
	return list
}

// changed compares entities with an id, and not those inside them.
func changed(old, new []isms.Entity) []Changed {
	was := map[string]isms.Entity{}
	for _, e := range old {
		was[keyOf(e)] = e
	}
	var list []Changed
	for _, e := range new {
		before := was[keyOf(e)]
		delete(was, keyOf(e))
		x := changedOf("added", e)
		if before != nil {
			x.How, x.Fields = "changed", changedFields(before, e)
		}
		if before == nil || x.Fields != nil {
			list = append(list, x)
		}
	}
	for _, e := range old {
		if was[keyOf(e)] != nil {
			list = append(list, changedOf("removed", e))
		}
	}
	slices.SortStableFunc(list, func(a, b Changed) int { return cmp.Or(cmp.Compare(a.Type, b.Type), cmp.Compare(a.ID, b.ID)) })
	return list
}

func keyOf(e isms.Entity) string { return isms.TypeOf(e).Name + " " + idOf(e) }

func idOf(e isms.Entity) string {
	v, _ := isms.TypeOf(e).Field("id").Value(e)
	id, _ := v.(string)
	return id
}

func changedOf(how string, e isms.Entity) Changed {
	return Changed{How: how, Type: isms.TypeOf(e).Name, ID: idOf(e), Title: titleOf(e)}
}

func changedFields(old, new isms.Entity) []string {
	var names []string
	t := isms.TypeOf(new)
	for i := range t.Fields {
		f := &t.Fields[i]
		if f.Kind == isms.KindObject {
			continue
		}
		was, before := f.Value(old)
		is, now := f.Value(new)
		if before != now || !reflect.DeepEqual(utc(was), utc(is)) {
			names = append(names, f.Name)
		}
	}
	return names
}

// utc makes equal times equal values.
func utc(v any) any {
	if t, ok := v.(time.Time); ok {
		return t.UnixNano()
	}
	return v
}

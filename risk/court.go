package risk

import (
	"slices"
	"strings"
	"time"

	"github.com/ismskit/ismskit/criteria/source"
)

// court judges the approvals of a plan as of a time.
type court struct {
	*Treatment
	asOf    time.Time
	names   []string            // material fields of the plan
	holders map[string][]Holder // by person, in order
}

func (t *Treatment) court(asOf time.Time) *court {
	c := &court{Treatment: t, asOf: asOf, names: t.plan.material(), holders: map[string][]Holder{}}
	for _, h := range t.plan.Holders {
		c.holders[h.Person] = append(c.holders[h.Person], h)
	}
	for _, list := range c.holders {
		slices.SortFunc(list, func(a, b Holder) int { return compareHolders(&a, &b) })
	}
	return c
}

// held tells whether a person holds an authority at a time.
func (t *court) held(person, authority string, at time.Time) bool {
	return slices.ContainsFunc(t.holders[person], func(h Holder) bool { return h.Authority == authority && h.covers(at) })
}

// check finds everything that is wrong with the plan's approvals.
func (t *court) check() error {
	var r source.Reporter
	c := &approvalCheck{Reporter: &r, file: t.plan.file, list: t.plan.Approvals, made: true}
	c.all()
	doc := t.assessment.criteria.Document()
	var authorities, risks, items []string
	for i := range doc.Authorities {
		authorities = append(authorities, doc.Authorities[i].ID)
	}
	for _, x := range t.assessment.risks {
		risks = append(risks, x.ID)
	}
	for i := range t.plan.Items {
		items = append(items, t.plan.Items[i].ID)
	}
	known := func(i int, key, id string, is bool, what string, valid []string) {
		if id != "" && !is {
			c.at(i, keys(key), source.UnknownName, nearest(c.Reporter, id, valid), "there is no %s %q", what, source.Clip(id))
		}
	}
	for i := range c.list {
		a := &c.list[i]
		it := t.items[a.Item]
		known(i, "risk", a.Risk, t.assessment.Risk(a.Risk) != nil, "risk", risks)
		known(i, "item", a.Item, it != nil, "item of the plan", items)
		known(i, "authority", a.Authority, slices.Contains(authorities, a.Authority), "authority", authorities)
		if it != nil && a.Kind == ApproveItem && a.Risk != "" && a.Risk != it.Risk {
			c.at(i, keys("risk"), source.BadValue, "", "the item %s is about the risk %q, not about %q", a.Item, it.Risk, source.Clip(a.Risk))
		}
		if a.Authority != "" && !a.At.IsZero() && slices.Contains(authorities, a.Authority) {
			t.contradicted(c, i, a)
		}
		later := func(at time.Time, what string, path ...any) {
			if at.After(t.asOf) {
				c.at(i, path, CodeLater, "", "%s on %s, after %s, as of which is asked", what, dated(at), dated(t.asOf))
			}
		}
		later(a.RequestedAt, "requested", "requested", "at")
		later(a.ReviewedAt, "reviewed", "reviewed")
		later(a.At, "decided", "at")
		if a.Revoked != nil {
			later(a.Revoked.At, "revoked", "revoked", "at")
		}
		for k, cond := range a.Conditions {
			later(cond.Met, "met", "conditions", k, "met")
		}
	}
	return r.Err()
}

// contradicted reports an authority that contradicts the plan's holders: they know
// the person, and say that it held others, or this one at another time.
func (t *court) contradicted(c *approvalCheck, i int, a *Approval) {
	known := t.holders[a.By]
	if len(known) == 0 || t.held(a.By, a.Authority, a.At) {
		return
	}
	said := make([]string, len(known))
	for k, h := range known {
		said[k] = h.span()
	}
	c.at(i, keys("authority"), CodeNoHolder, "", "%q is not %s on %s: the plan says %s",
		source.Clip(a.By), a.Authority, dated(a.At), strings.Join(said[:min(len(said), 10)], ", "))
}

func (h *Holder) covers(at time.Time) bool {
	return !at.Before(h.From) && (h.Until.IsZero() || at.Before(h.Until))
}

// span says which authority is held, and when.
func (h *Holder) span() string {
	s := h.Authority
	if !h.From.IsZero() {
		s += " from " + dated(h.From)
	}
	if !h.Until.IsZero() {
		s += " until " + dated(h.Until)
	}
	return s
}

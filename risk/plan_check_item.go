package risk

import (
	"github.com/ismskit/ismskit/criteria/source"
)

func (c *planChecker) allItems() {
	c.most(c.root().key("items"), len(c.plan.Items), MaxPlanItems)
	controls := make([]string, len(c.plan.Controls)) // to offer one
	for i := range c.plan.Controls {
		controls[i] = c.plan.Controls[i].ID
	}
	seen := make(map[string]int, len(c.plan.Items))
	for i := range c.plan.Items {
		x := &c.plan.Items[i]
		at := c.item(i)
		c.id(at, "id", x.ID, true)
		c.unique(at, "item", x.ID, seen, i, c.item)
		c.id(at, "risk", x.Risk, true)
		c.id(at, "responsible", x.Responsible, false)
		c.option(at, x.Option)
		c.names(at, "controls", x.Controls, MaxItems)
		for k, id := range x.Controls {
			if _, found := c.controls[id]; !found && source.ValidID(id) {
				c.reportNear(at.key("controls").item(k), source.UnknownName, nearest(c.Reporter, id, controls), "the plan has no control %q", id)
			}
		}
		c.text(at, "rationale", x.Rationale)
		c.text(at, "deviation", x.Deviation)
		c.texts(at, "resources", x.Resources)
		c.cost(at, x.Cost)
		c.names(at, "creates", x.Creates, MaxItems)
		for k, id := range x.Creates {
			if id == x.Risk && id != "" {
				c.report(at.key("creates").item(k), source.BadValue, "the item treats the risk %q and cannot bring it about", id)
			}
		}
		c.given(at.key("expected"), x.Expected)
		c.given(at.key("actual"), x.Actual)
		c.dates(at, x)
	}
}

func (c *planChecker) option(at spot, id string) {
	if id == "" && at.node != nil {
		return // reported
	}
	for _, k := range c.known {
		if k == id {
			return
		}
	}
	c.reportNear(at.key("option"), source.UnknownName, nearest(c.Reporter, id, c.known), "%q is no option: there are %s",
		source.Clip(id), join(c.known[:min(len(c.known), 12)]))
}

// given refuses statements that could not be written and read again as the
// same, and what only Go code can make: nothing, or the same input twice.
func (c *planChecker) given(at spot, list []Statement) {
	seen := map[string]bool{}
	for i := range list {
		st := &list[i]
		here := spot{node: st.node, path: at.path + "." + st.Input}
		switch value := st.Value.AppendJSON(nil); {
		case !source.Clean([]byte(st.Input)), !source.Clean(value):
			c.report(here, source.Encoding, "the text has a control or format character, or is not valid UTF-8")
		case !st.Value.Given():
			c.report(here, source.WrongType, "nothing is stated; leave it out")
		case longNumber(value):
			c.report(here, source.Limit, "a number has more than %d characters", maxDecimal)
		case seen[st.Input]:
			c.report(here, source.DuplicateKey, "%q is stated twice", source.Clip(st.Input))
		}
		seen[st.Input] = true
	}
}

// longNumber tells whether a value in JSON has a number that is too long to be
// read.
func longNumber(value []byte) bool {
	n, quoted, escaped := 0, false, false
	for _, b := range value {
		switch {
		case escaped:
			escaped = false
		case quoted && b == '\\':
			escaped = true
		case b == '"':
			quoted, n = !quoted, 0
		case quoted, b == ',', b == '[', b == ']':
			n = 0
		default:
			n++
		}
		if n > maxDecimal {
			return true
		}
	}
	return false
}

func (c *planChecker) dates(at spot, x *PlanItem) {
	c.time(at, "start", x.Start)
	c.time(at, "due", x.Due)
	c.time(at, "done", x.Done)
	if !x.Due.IsZero() && x.Due.Before(x.Start) {
		c.report(at.key("due"), source.BadValue, "the item is due before its start, %s", dated(x.Start))
	}
	if int(x.Status) >= len(itemStatusNames) {
		c.report(at.key("status"), source.BadValue, "%d is no status of an item", x.Status)
	}
	switch {
	case x.Status == ItemDone && x.Done.IsZero():
		if at.node.Get("done") == nil { // otherwise it is there and wrong, which is reported
			c.report(at, source.MissingKey, "missing key done: the item is done, say when")
		}
	case x.Status != ItemDone && !x.Done.IsZero():
		c.report(at.key("done"), source.BadValue, "the item has a date for done, and its status is not done")
	case x.Done.Before(x.Start) && !x.Done.IsZero():
		c.report(at.key("done"), source.BadValue, "the item was done before its start, %s", dated(x.Start))
	}
	r := x.Revised
	if r == nil {
		return
	}
	at = at.key("revised")
	c.id(at, "by", r.By, true)
	c.time(at, "due", r.Due)
	switch {
	case r.Due.IsZero():
		if at.node == nil {
			c.report(at.key("due"), source.MissingKey, "missing key due")
		}
	case x.Due.IsZero():
		c.report(at, source.MissingKey, "a due date is revised that is not stated")
	case !r.Due.After(x.Due):
		c.report(at.key("due"), source.BadValue, "the revised date is not after the one that it revises, %s", dated(x.Due))
	}
}

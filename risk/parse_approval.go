package risk

import (
	"strconv"
	"strings"
	"time"

	"github.com/ismskit/ismskit/criteria/seal"
	"github.com/ismskit/ismskit/criteria/source"
)

// MaxApprovals bounds the approvals of a plan. An approval has at most
// MaxItems conditions.
const MaxApprovals = 100_000

// approvals reads the approvals of a plan and checks all that can be checked
// without the assessment.
func (p *parser) approvals(n *source.Node) []Approval {
	if n == nil {
		return nil
	}
	if n.Kind() != source.List {
		p.Report(n, source.WrongType, "wanted is a list of approvals")
		return nil
	}
	if n.Len() > MaxApprovals {
		p.Report(n, source.Limit, "%d approvals, at most %d are allowed", n.Len(), MaxApprovals)
		return nil
	}
	out := make([]Approval, 0, n.Len())
	for _, item := range n.Items() {
		out = append(out, p.approval(item))
	}
	(&approvalCheck{Reporter: &p.Reporter, list: out}).all()
	return out
}

func (p *parser) approval(n *source.Node) Approval {
	o := p.Object(n)
	a := Approval{
		ID:            o.ID("id", true),
		Risk:          p.id(o, "risk"),
		Item:          p.id(o, "item"),
		ReviewedAt:    o.Time("reviewed", false),
		By:            p.id(o, "by"),
		Authority:     p.id(o, "authority"),
		At:            o.Time("at", false),
		Rule:          p.id(o, "rule"),
		Justification: p.text(o, "justification"),
		Expires:       o.Time("expires", false),
		Supersedes:    p.id(o, "supersedes"),
		node:          n,
	}
	if k := o.Need("kind"); k != nil {
		a.Kind = ApprovalKind(p.index(k, approvalKindNames[:]))
	}
	if s := o.Opt("stage"); s != nil {
		a.Stage = [...]Stage{0, Current, Residual}[p.index(s, []string{"", Current.String(), Residual.String()})]
	}
	if r := o.Need("requested"); r != nil {
		in := p.Object(r)
		a.RequestedBy, a.RequestedAt = in.ID("by", true), in.Time("at", true)
		in.Close()
	}
	a.Decision = ApprovalDecision(p.place(o, "decision", approvalDecisionNames[:]))
	if s := o.Opt("state"); s != nil {
		a.State = p.digest(o, "state")
		p.notEmpty(s)
	}
	if s := o.Opt("snapshot"); s != nil {
		a.Snapshot = p.snapshot(s)
	}
	a.Conditions = p.conditions(o, a.Decision == Approved)
	if r := o.Opt("revoked"); r != nil {
		in := p.Object(r)
		a.Revoked = &Revocation{At: in.Time("at", true), By: in.ID("by", true), Reason: p.needText(in, "reason")}
		in.Close()
	}
	if e := o.Opt("exception"); e != nil {
		in := p.Object(e)
		a.Exception = &Exception{Reason: p.needText(in, "reason"), Compensating: p.needText(in, "compensating"), By: in.ID("by", true)}
		in.Close()
	}
	if a.Decision != 0 || !o.Has("decision") { // otherwise it is misspelt, and reported
		for _, m := range a.needed() {
			o.Need(m.key)
		}
		for _, m := range a.unwanted() {
			if k := o.Opt(m.key); k != nil {
				p.Report(k, source.BadValue, "%s", m.why)
			}
		}
	}
	o.Close()
	return a
}

// index reads one of several names, the first of which is none.
func (p *parser) index(n *source.Node, names []string) int {
	s := p.oneOf(n, names[1:])
	p.notEmpty(n)
	for i := 1; i < len(names); i++ {
		if names[i] == s {
			return i
		}
	}
	return 0
}

// notEmpty reports a text without a character, where a word is wanted.
func (p *parser) notEmpty(n *source.Node) {
	if n.Kind() == source.String && n.Text() == "" {
		p.Report(n, source.Empty, "there is nothing between the quotes")
	}
}

// needText reads a text that says something.
func (p *parser) needText(o *source.Object, key string) string {
	if n := o.Need(key); n != nil {
		s := p.bounded(n)
		if n.Kind() == source.String && strings.TrimSpace(s) == "" {
			p.Report(n, source.Empty, "%s says nothing", key)
		}
		return s
	}
	return ""
}

func (p *parser) conditions(o *source.Object, due bool) []ApprovalCondition {
	items := o.List("conditions", false)
	if len(items) > MaxItems {
		p.Report(o.Opt("conditions"), source.Limit, "%d conditions, at most %d are allowed", len(items), MaxItems)
		return nil
	}
	var out []ApprovalCondition
	for _, n := range items {
		in := p.Object(n)
		out = append(out, ApprovalCondition{
			ID: in.ID("id", true), Text: p.text(in, "text"),
			Due: in.Time("due", due), Met: in.Time("met", false), node: n,
		})
		in.Close()
	}
	return out
}

func (p *parser) snapshot(n *source.Node) []StateField {
	if n.Kind() != source.Map {
		p.Object(n) // reports
		return nil
	}
	out := make([]StateField, 0, n.Len())
	for _, f := range n.Fields() {
		before := p.Len()
		b := p.appendValue(nil, f.Value)
		if p.Len() > before {
			continue
		}
		v, err := seal.Canonical(b)
		if err != nil {
			p.Report(f.Value, source.BadValue, "the value has no canonical form")
			continue
		}
		out = append(out, StateField{Name: f.Key, Value: string(v)})
	}
	sortFields(out)
	return out
}

// appendValue writes a value of a snapshot as JSON. Numbers that a reader could
// round are refused.
func (p *parser) appendValue(b []byte, n *source.Node) []byte {
	const exact = 1 << 53
	switch n.Kind() {
	case source.String:
		return seal.AppendString(b, p.bounded(n))
	case source.Bool:
		return strconv.AppendBool(b, p.BoolOf(n))
	case source.Int:
		i, err := strconv.ParseInt(n.Text(), 10, 64)
		if err == nil && -exact <= i && i <= exact {
			return strconv.AppendInt(b, i, 10)
		}
	case source.List:
		b = append(b, '[')
		for i, item := range n.Items() {
			if i > 0 {
				b = append(b, ',')
			}
			b = p.appendValue(b, item)
		}
		return append(b, ']')
	case source.Map:
		o := object{b: append(b, '{')}
		for _, f := range n.Fields() {
			o.key(f.Key)
			o.b = p.appendValue(o.b, f.Value)
		}
		return append(o.b, '}')
	}
	p.Report(n, source.WrongType, "wanted is a text, a list, a map, a bool or a whole number up to 2^53; what must be exact is a text")
	return b
}

// appendApproval writes an approval in its canonical form, which the parser
// reads back as the same approval.
func appendApproval(b []byte, a *Approval) []byte {
	o := object{b: append(b, '{')}
	o.text("id", a.ID)
	o.text("kind", a.Kind.String())
	if a.Kind == ApproveItem {
		o.text("item", a.Item)
	} else {
		o.text("risk", a.Risk)
		o.text("stage", a.Stage.String())
	}
	o.key("requested")
	in := object{b: append(o.b, '{')}
	in.text("by", a.RequestedBy)
	in.time("at", a.RequestedAt)
	o.b = append(in.b, '}')
	o.time("reviewed", a.ReviewedAt)
	o.text("decision", a.Decision.String())
	o.text("by", a.By)
	o.text("authority", a.Authority)
	o.time("at", a.At)
	o.text("rule", a.Rule)
	o.text("justification", a.Justification)
	if len(a.Conditions) > 0 {
		o.key("conditions")
		for i, c := range a.Conditions {
			o.b = append(o.b, "[,"[min(i, 1)])
			in = object{b: append(o.b, '{')}
			in.text("id", c.ID)
			in.text("text", c.Text)
			in.time("due", c.Due)
			in.time("met", c.Met)
			o.b = append(in.b, '}')
		}
		o.b = append(o.b, ']')
	}
	o.time("expires", a.Expires)
	o.text("state", string(a.State))
	if len(a.Snapshot) > 0 {
		o.key("snapshot")
		o.b = appendFields(o.b, a.Snapshot)
	}
	o.text("supersedes", a.Supersedes)
	if r := a.Revoked; r != nil {
		o.key("revoked")
		in = object{b: append(o.b, '{')}
		in.time("at", r.At)
		in.text("by", r.By)
		in.text("reason", r.Reason)
		o.b = append(in.b, '}')
	}
	if e := a.Exception; e != nil {
		o.key("exception")
		in = object{b: append(o.b, '{')}
		in.text("reason", e.Reason)
		in.text("compensating", e.Compensating)
		in.text("by", e.By)
		o.b = append(in.b, '}')
	}
	return append(o.b, '}')
}

// approvalKey is a key of an approval, whether it is there, and why it may not be.
type approvalKey struct {
	key string
	set bool
	why string
}

// needed lists the keys that an approval of this kind and decision must have.
func (a *Approval) needed() []approvalKey {
	var out []approvalKey
	switch a.Kind {
	case ApproveItem:
		out = append(out, approvalKey{"item", a.Item != "", ""})
	case AcceptRisk:
		out = append(out, approvalKey{"risk", a.Risk != "", ""}, approvalKey{"stage", a.Stage != 0, ""})
	}
	if a.Decision != 0 {
		out = append(out, approvalKey{"by", a.By != "", ""}, approvalKey{"at", !a.At.IsZero(), ""})
	}
	if a.Decision == Approved {
		out = append(out, approvalKey{"state", a.State != "", ""})
		if a.Kind == AcceptRisk {
			out = append(out, approvalKey{"authority", a.Authority != "", ""})
		}
	}
	return out
}

// unwanted lists the keys that contradict its kind or its decision.
func (a *Approval) unwanted() []approvalKey {
	var out []approvalKey
	switch a.Kind {
	case ApproveItem:
		const why = "the approval of an item is about the item's risk after its treatment"
		out = append(out, approvalKey{"risk", false, why}, approvalKey{"stage", a.Stage != 0, why},
			approvalKey{"rule", a.Rule != "", "only the acceptance of a risk follows a rule of acceptance"})
	case AcceptRisk:
		out = append(out, approvalKey{"item", a.Item != "", "an acceptance is about a risk, not about an item"})
	}
	if a.Decision == 0 {
		const why = "nothing is decided: there is no decision"
		out = append(out, approvalKey{"by", a.By != "", why}, approvalKey{"authority", a.Authority != "", why}, approvalKey{"at", !a.At.IsZero(), why})
	}
	if a.Decision != Approved {
		out = append(out, approvalKey{"revoked", a.Revoked != nil, "only what was approved can be revoked"})
	}
	return out
}

// dated writes a time for people: without the hour where it is midnight in UTC.
func dated(t time.Time) string {
	if t = t.UTC(); t.Equal(t.Truncate(24 * time.Hour)) {
		return t.Format(time.DateOnly)
	}
	return t.Format(time.RFC3339Nano)
}

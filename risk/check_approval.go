package risk

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/ismskit/ismskit/criteria/seal"
	"github.com/ismskit/ismskit/criteria/source"
)

// approvalCheck finds what approvals cannot be, whatever else is known. It
// reports at the place in the file, or, for approvals made in Go, by path.
type approvalCheck struct {
	*source.Reporter
	file string
	list []Approval
	made bool // in Go, or changed there: the parser has not seen what is missing
	byID map[string]int
}

// at reports something about a member of approval i: a path of keys and of
// indexes, such as conditions, 2, due.
func (c *approvalCheck) at(i int, path []any, code source.Code, nearest, format string, args ...any) {
	n, text := c.list[i].node, fmt.Sprintf("approvals[%d]", i)
	if n != nil {
		c.ReportNear(locate(n, path...), code, nearest, format, args...)
		return
	}
	for _, p := range path {
		if k, ok := p.(int); ok {
			text += fmt.Sprintf("[%d]", k)
		} else {
			text += fmt.Sprintf(".%v", p)
		}
	}
	c.Add(source.Diagnostic{File: c.file, Path: text, Code: code, Nearest: nearest, Message: fmt.Sprintf(format, args...)})
}

// locate goes down a path as far as the document does.
func locate(n *source.Node, path ...any) *source.Node {
	for _, p := range path {
		var next *source.Node
		if k, ok := p.(int); !ok {
			next = n.Get(fmt.Sprint(p))
		} else if k < n.Len() {
			next = n.Items()[k]
		}
		if next == nil {
			break
		}
		n = next
	}
	return n
}

func keys(path ...any) []any { return path }

func (c *approvalCheck) all() {
	c.byID = make(map[string]int, len(c.list))
	for i := range c.list {
		a := &c.list[i]
		if first, dup := c.byID[a.ID]; dup && a.ID != "" {
			where := ""
			if n := c.list[first].node; n != nil {
				where = fmt.Sprintf(" at line %d", n.Pos().Line)
			}
			c.at(i, keys("id"), source.DuplicateID, "", "the approval %q is already there%s", source.Clip(a.ID), where)
		} else {
			c.byID[a.ID] = i
		}
		if c.made {
			c.complete(i, a)
		}
		c.inOrder(i, a)
		c.conditions(i, a)
		c.snapshot(i, a)
	}
	c.supersedes()
}

// complete does for an approval made in Go what the parser does for a file.
func (c *approvalCheck) complete(i int, a *Approval) {
	const noID = "%q is no id: letters, digits, ., _ and -, at most 64"
	if !source.ValidID(a.ID) {
		c.at(i, keys("id"), source.BadValue, "", noID, source.Clip(a.ID))
	}
	if !source.ValidID(a.RequestedBy) {
		c.at(i, keys("requested", "by"), source.BadValue, "", noID, source.Clip(a.RequestedBy))
	}
	if a.RequestedAt.IsZero() {
		c.at(i, keys("requested", "at"), source.MissingKey, "", "missing key at")
	}
	if a.Kind.String() == "" {
		c.at(i, keys("kind"), source.BadValue, "", "there is no kind %d of approvals", a.Kind)
	}
	if a.Decision > Rejected {
		c.at(i, keys("decision"), source.BadValue, "", "there is no decision %d", a.Decision)
	}
	if a.Kind == AcceptRisk && a.Stage != 0 && a.Stage != Current && a.Stage != Residual {
		c.at(i, keys("stage"), source.BadValue, "", "a risk is accepted at the stage current or residual, not %q", a.Stage)
	}
	for _, m := range a.needed() {
		if !m.set {
			c.at(i, keys(m.key), source.MissingKey, "", "missing key %s", m.key)
		}
	}
	for _, m := range a.unwanted() {
		if m.set {
			c.at(i, keys(m.key), source.BadValue, "", "%s", m.why)
		}
	}
	if r := a.Revoked; r != nil && (r.At.IsZero() || r.By == "" || strings.TrimSpace(r.Reason) == "") {
		c.at(i, keys("revoked"), source.MissingKey, "", "a revocation needs at, by and reason")
	}
	if a.State != "" && !a.State.Valid() {
		c.at(i, keys("state"), source.BadValue, "", "%q is no digest: sha256: and 64 digits", source.Clip(string(a.State)))
	}
}

// inOrder checks what must come after what.
func (c *approvalCheck) inOrder(i int, a *Approval) {
	before := func(path []any, t time.Time, what string, earliest time.Time, than string) {
		if !t.IsZero() && !earliest.IsZero() && t.Before(earliest) {
			c.at(i, path, source.BadValue, "", "%s on %s, before it was %s on %s", what, day(t), than, day(earliest))
		}
	}
	before(keys("reviewed"), a.ReviewedAt, "reviewed", a.RequestedAt, "requested")
	before(keys("at"), a.At, "decided", a.RequestedAt, "requested")
	before(keys("at"), a.At, "decided", a.ReviewedAt, "reviewed")
	if r := a.Revoked; r != nil {
		before(keys("revoked", "at"), r.At, "revoked", a.At, "decided")
	}
	if a.Expires.IsZero() {
		return
	}
	if from := a.At; !from.IsZero() && !a.Expires.After(from) {
		c.at(i, keys("expires"), source.BadValue, "", "expires on %s, which is not after the decision on %s", day(a.Expires), day(from))
	} else if from = a.RequestedAt; a.At.IsZero() && !from.IsZero() && !a.Expires.After(from) {
		c.at(i, keys("expires"), source.BadValue, "", "expires on %s, which is not after the request on %s", day(a.Expires), day(from))
	}
}

func (c *approvalCheck) conditions(i int, a *Approval) {
	seen := make(map[string]bool, len(a.Conditions))
	for k, cond := range a.Conditions {
		if seen[cond.ID] && cond.ID != "" {
			c.at(i, keys("conditions", k, "id"), source.DuplicateID, "", "the condition %q is already there", source.Clip(cond.ID))
		}
		seen[cond.ID] = true
		if c.made && cond.ID == "" {
			c.at(i, keys("conditions", k), source.MissingKey, "", "missing key id")
		}
		if c.made && a.Decision == Approved && cond.Due.IsZero() {
			c.at(i, keys("conditions", k), source.MissingKey, "", "missing key due")
		}
	}
}

// snapshot checks that a snapshot is one of the approval's subject and gives
// its digest.
func (c *approvalCheck) snapshot(i int, a *Approval) {
	if a.Snapshot == nil || a.Kind.String() == "" || a.Kind == AcceptRisk && a.Stage == 0 {
		return
	}
	s := a.Subject()
	valid := s.fieldNames()
	fields := slices.Clone(a.Snapshot)
	sortFields(fields)
	ok := c.made || len(fields) == a.node.Get("snapshot").Len() // otherwise some are reported
	for k, f := range fields {
		if !slices.Contains(valid, f.Name) {
			c.at(i, keys("snapshot", f.Name), source.UnknownName, source.Nearest(f.Name, valid), "%q is no field of the state of %s", source.Clip(f.Name), s)
			ok = false
		}
		if k > 0 && fields[k-1].Name == f.Name {
			c.at(i, keys("snapshot", f.Name), source.DuplicateKey, "", "the field %q is there twice", source.Clip(f.Name))
			ok = false
		}
		if v, err := seal.Canonical([]byte(f.Value)); err != nil || string(v) != f.Value {
			c.at(i, keys("snapshot", f.Name), source.BadValue, "", "the value of %q is no canonical JSON", source.Clip(f.Name))
			ok = false
		}
	}
	switch {
	case len(fields) == 0:
		if n := a.node.Get("snapshot"); n.Len() == 0 { // otherwise its fields are reported
			c.at(i, keys("snapshot"), source.Empty, "", "a snapshot has at least one field")
		}
	case a.State == "":
		if a.node.Get("state") == nil { // otherwise it is reported as no digest
			c.at(i, keys("snapshot"), source.MissingKey, "", "a snapshot needs the digest of its state: missing key state")
		}
	case ok && a.State.Valid() && (State{Subject: s, Fields: fields}).Digest() != a.State:
		c.at(i, keys("snapshot"), CodeOtherState, "", "the snapshot does not give the digest %s", a.State)
	}
}

// supersedes checks the chains of replaced approvals.
func (c *approvalCheck) supersedes() {
	ids := make([]string, 0, len(c.list))
	next := make([]int, len(c.list))
	for i := range c.list {
		ids = append(ids, c.list[i].ID)
		next[i] = -1
		if k, ok := c.byID[c.list[i].Supersedes]; ok && c.list[i].Supersedes != "" {
			next[i] = k
		}
	}
	onCycle := cycles(next)
	for i := range c.list {
		a, path := &c.list[i], keys("supersedes")
		switch k := next[i]; {
		case a.Supersedes == "":
		case k < 0:
			c.at(i, path, source.UnknownName, source.Nearest(a.Supersedes, ids), "there is no approval %q", source.Clip(a.Supersedes))
		case onCycle[i]:
			c.at(i, path, CodeCycle, "", "%q supersedes itself, by way of %q", source.Clip(a.ID), source.Clip(a.Supersedes))
		case c.list[k].Subject() != a.Subject():
			c.at(i, path, source.BadValue, "", "%q is about %s, not about %s", source.Clip(a.Supersedes), c.list[k].Subject(), a.Subject())
		case !a.At.IsZero() && a.At.Before(c.list[k].At):
			c.at(i, path, source.BadValue, "", "decided on %s, before %q, which it supersedes, on %s", day(a.At), source.Clip(a.Supersedes), day(c.list[k].At))
		}
	}
}

// cycles tells which nodes lie on a cycle, if each leads to at most one other.
func cycles(next []int) []bool {
	on, seen := make([]bool, len(next)), make([]int, len(next))
	for i := range next {
		k := i
		for k >= 0 && seen[k] == 0 {
			seen[k] = i + 1
			k = next[k]
		}
		for ; k >= 0 && seen[k] == i+1 && !on[k]; k = next[k] {
			on[k] = true
		}
	}
	return on
}

// Codes of errors in approvals, beside those of package source.
const (
	CodeCycle      source.Code = "cycle"       // something leads back to itself
	CodeOtherState source.Code = "other_state" // a snapshot that does not give the digest
	CodeLater      source.Code = "later"       // dated after the time as of which is asked
	CodeNoHolder   source.Code = "no_holder"   // an authority that the person does not hold at that time
)

// check finds everything that is wrong with the plan's approvals as of a time.
func (t *Treatment) check(asOf time.Time) error {
	var r source.Reporter
	c := &approvalCheck{Reporter: &r, file: t.plan.file, list: t.plan.Approvals, made: true}
	c.all()
	t.plan.checkMaterial(&r)
	doc := t.assessment.criteria.Document()
	var rules, authorities, risks, items []string
	for i := range doc.Acceptance {
		rules = append(rules, doc.Acceptance[i].ID)
	}
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
			c.at(i, keys(key), source.UnknownName, source.Nearest(id, valid), "there is no %s %q", what, source.Clip(id))
		}
	}
	for i := range c.list {
		a := &c.list[i]
		it := t.items[a.Item]
		known(i, "risk", a.Risk, t.assessment.Risk(a.Risk) != nil, "risk", risks)
		known(i, "item", a.Item, it != nil, "item of the plan", items)
		known(i, "rule", a.Rule, slices.Contains(rules, a.Rule), "rule of acceptance", rules)
		known(i, "authority", a.Authority, slices.Contains(authorities, a.Authority), "authority", authorities)
		if it != nil && a.Kind == ApproveItem && a.Risk != "" && a.Risk != it.Risk {
			c.at(i, keys("risk"), source.BadValue, "", "the item %s is about the risk %q, not about %q", a.Item, it.Risk, source.Clip(a.Risk))
		}
		if a.Authority != "" && !a.At.IsZero() && slices.Contains(authorities, a.Authority) {
			t.holds(c, i, a)
		}
		later := func(at time.Time, what string, path ...any) {
			if at.After(asOf) {
				c.at(i, path, CodeLater, "", "%s on %s, after %s, as of which is asked", what, day(at), day(asOf))
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

// holds reports an authority that contradicts the plan's holders: they know
// the person, and say that it held others, or this one at another time.
func (t *Treatment) holds(c *approvalCheck, i int, a *Approval) {
	held, known := t.held(a.By, a.Authority, a.At)
	if held || len(known) == 0 {
		return
	}
	said := make([]string, len(known))
	for k, h := range known {
		said[k] = h.span()
	}
	c.at(i, keys("authority"), CodeNoHolder, "", "%q is not %s on %s: the plan says %s",
		source.Clip(a.By), a.Authority, day(a.At), source.Clip(strings.Join(said, ", ")))
}

// held tells whether a person holds an authority at a time, and all that the
// plan says about the person.
func (t *Treatment) held(person, authority string, at time.Time) (held bool, known []Holder) {
	for _, h := range t.plan.Holders {
		if h.Person != person {
			continue
		}
		known = append(known, h)
		held = held || h.Authority == authority && h.covers(at)
	}
	slices.SortFunc(known, compareHolders)
	return held, known
}

func (h *Holder) covers(at time.Time) bool {
	return !at.Before(h.From) && (h.Until.IsZero() || at.Before(h.Until))
}

func compareHolders(a, b Holder) int {
	return cmp.Or(cmp.Compare(a.Person, b.Person), cmp.Compare(a.Authority, b.Authority), a.From.Compare(b.From), a.Until.Compare(b.Until))
}

// span says which authority is held, and when.
func (h *Holder) span() string {
	s := h.Authority
	if !h.From.IsZero() {
		s += " from " + day(h.From)
	}
	if !h.Until.IsZero() {
		s += " until " + day(h.Until)
	}
	return s
}

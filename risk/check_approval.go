package risk

import (
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
	for _, s := range a.texts() {
		if len(s) > MaxTextBytes {
			c.at(i, nil, source.Limit, "", "a text has %d bytes, at most %d are allowed", len(s), MaxTextBytes)
		}
		if !source.Clean([]byte(s)) {
			c.at(i, nil, source.Encoding, "", "%q has a control or format character, or is not valid UTF-8", source.Clip(s))
		}
	}
	for _, at := range a.times() {
		if !at.IsZero() && checkTime(at) != nil {
			c.at(i, nil, source.BadValue, "", "the time %s is not one from year 1 to year 9999", dated(at))
		}
	}
	if a.State != "" && !a.State.Valid() {
		c.at(i, keys("state"), source.BadValue, "", "%q is no digest: sha256: and 64 digits", source.Clip(string(a.State)))
	}
}

// texts lists what people wrote.
func (a *Approval) texts() []string {
	out := []string{a.By, a.Justification}
	for _, c := range a.Conditions {
		out = append(out, c.ID, c.Text)
	}
	if a.Revoked != nil {
		out = append(out, a.Revoked.By, a.Revoked.Reason)
	}
	if a.Exception != nil {
		out = append(out, a.Exception.Reason, a.Exception.Compensating, a.Exception.By)
	}
	return out
}

func (a *Approval) times() []time.Time {
	out := []time.Time{a.RequestedAt, a.ReviewedAt, a.At, a.Expires}
	for _, c := range a.Conditions {
		out = append(out, c.Due, c.Met)
	}
	if a.Revoked != nil {
		out = append(out, a.Revoked.At)
	}
	return out
}

// inOrder checks what must come after what.
func (c *approvalCheck) inOrder(i int, a *Approval) {
	before := func(path []any, t time.Time, what string, earliest time.Time, than string) {
		if !t.IsZero() && !earliest.IsZero() && t.Before(earliest) {
			c.at(i, path, source.BadValue, "", "%s on %s, before it was %s on %s", what, dated(t), than, dated(earliest))
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
		c.at(i, keys("expires"), source.BadValue, "", "expires on %s, which is not after the decision on %s", dated(a.Expires), dated(from))
	} else if from = a.RequestedAt; a.At.IsZero() && !from.IsZero() && !a.Expires.After(from) {
		c.at(i, keys("expires"), source.BadValue, "", "expires on %s, which is not after the request on %s", dated(a.Expires), dated(from))
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
			c.at(i, keys("snapshot", f.Name), source.UnknownName, nearest(c.Reporter, f.Name, valid), "%q is no field of the state of %s", source.Clip(f.Name), s)
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
			c.at(i, path, source.UnknownName, nearest(c.Reporter, a.Supersedes, ids), "there is no approval %q", source.Clip(a.Supersedes))
		case onCycle[i]:
			c.at(i, path, CodeCycle, "", "%q supersedes itself, by way of %q", source.Clip(a.ID), source.Clip(a.Supersedes))
		case c.list[k].Subject() != a.Subject():
			c.at(i, path, source.BadValue, "", "%q is about %s, not about %s", source.Clip(a.Supersedes), c.list[k].Subject(), a.Subject())
		case !a.At.IsZero() && a.At.Before(c.list[k].At):
			c.at(i, path, source.BadValue, "", "decided on %s, before %q, which it supersedes, on %s", dated(a.At), source.Clip(a.Supersedes), dated(c.list[k].At))
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

package risk

import (
	"fmt"
	"math/big"
	"strconv"
	"time"

	"github.com/ismskit/ismskit/criteria/source"
)

// spot is a place in a plan: a node of its document, or, in a plan that was
// made in Go, a path.
type spot struct {
	node *source.Node
	path string
}

// key goes to a key. Where the document does not have it, the spot stays.
func (s spot) key(k string) spot {
	if n := s.node.Get(k); n != nil {
		s.node = n
	}
	if s.path != "" {
		s.path += "."
	}
	s.path += k
	return s
}

func (s spot) item(i int) spot {
	if items := s.node.Items(); i < len(items) {
		s.node = items[i]
	}
	s.path += "[" + strconv.Itoa(i) + "]"
	return s
}

// planReporter collects what is wrong with a plan.
type planReporter struct {
	*source.Reporter
	plan *Plan
}

func (r planReporter) root() spot { return spot{node: r.plan.node} }

// entry is the place of an entry of one of the plan's lists.
func (r planReporter) entry(list string, i int, n *source.Node) spot {
	return spot{node: n, path: list + "[" + strconv.Itoa(i) + "]"}
}

func (r planReporter) control(i int) spot {
	return r.entry("controls", i, r.plan.Controls[i].node)
}

func (r planReporter) item(i int) spot { return r.entry("items", i, r.plan.Items[i].node) }

func (r planReporter) report(s spot, code source.Code, format string, args ...any) {
	r.reportNear(s, code, "", format, args...)
}

func (r planReporter) reportNear(s spot, code source.Code, nearest, format string, args ...any) {
	switch {
	case s.node != nil && nearest == "":
		r.Report(s.node, code, format, args...) // finds no position once there are too many
		return
	case s.node != nil:
		r.ReportNear(s.node, code, nearest, format, args...)
		return
	}
	r.Add(source.Diagnostic{File: r.plan.file, Path: s.path, Code: code, Nearest: nearest, Message: fmt.Sprintf(format, args...)})
}

// nearest offers a valid name, while there is room for it: a hostile plan must
// not make it be looked for a million times.
func nearest(r *source.Reporter, name string, valid []string) string {
	const most = 2000
	if r.Len() > source.MaxDiagnostics {
		return ""
	}
	return source.Nearest(name, valid[:min(len(valid), most)])
}

// check reports what is wrong with the plan by itself. It goes for plans from
// documents and for those made in Go; what only the parser can get wrong is
// not repeated for the former.
func (p *Plan) check(to *source.Reporter) {
	c := &planChecker{planReporter: planReporter{to, p}, controls: make(map[string]int, len(p.Controls))}
	root := c.root()
	c.id(root, "id", p.ID, true)
	c.id(root, "document", p.Document, false)
	c.text(root, "version", p.Version)
	c.text(root, "title", p.Title)
	c.time(root, "changed", p.Changed)
	p.checkMaterial(to)
	c.options()
	c.holders()
	c.allControls()
	c.allItems()
}

type planChecker struct {
	planReporter
	controls map[string]int
	known    []string // options
}

// id checks an id that was set in Go; the parser has reported others.
func (c *planChecker) id(at spot, key, id string, need bool) {
	if at.node != nil || id == "" && !need {
		return
	}
	if !source.ValidID(id) {
		c.report(at.key(key), source.BadValue, "%q is no id: letters, digits, ., _ and -, beginning with a letter or digit, at most 64", source.Clip(id))
	}
}

// text refuses what could not be written and read again as the same.
func (c *planChecker) text(at spot, key, s string) {
	if s == "" {
		return
	}
	if !source.Clean([]byte(s)) {
		c.report(at.key(key), source.Encoding, "the text has a control or format character, or is not valid UTF-8")
	}
	if at.node == nil && len(s) > MaxTextBytes {
		c.report(at.key(key), source.Limit, "the text has %d bytes, at most %d are allowed", len(s), MaxTextBytes)
	}
}

func (c *planChecker) texts(at spot, key string, list []string) {
	at = at.key(key)
	if at.node == nil {
		c.most(at, len(list), MaxItems)
	}
	for i, s := range list {
		if !source.Clean([]byte(s)) {
			c.report(at.item(i), source.Encoding, "the text has a control or format character, or is not valid UTF-8")
		}
		if at.node == nil && len(s) > MaxTextBytes {
			c.report(at.item(i), source.Limit, "the text has %d bytes, at most %d are allowed", len(s), MaxTextBytes)
		}
	}
}

func (c *planChecker) most(at spot, n, most int) {
	if n > most {
		c.report(at, source.Limit, "%d entries, at most %d are allowed", n, most)
	}
}

// time refuses what RFC 3339 cannot write.
func (c *planChecker) time(at spot, key string, t time.Time) {
	if !t.IsZero() && checkTime(t) != nil {
		c.report(at.key(key), source.BadValue, "the time is not one from year 1 to year 9999")
	}
}

// names checks a list of names, each of which is there once.
func (c *planChecker) names(at spot, key string, list []string, most int) {
	at = at.key(key)
	if at.node == nil {
		c.most(at, len(list), most)
	}
	seen := make(map[string]bool, len(list))
	for i, s := range list {
		switch {
		case !source.ValidID(s):
			c.report(at.item(i), source.BadValue, "%q is no id: letters, digits, ., _ and -, beginning with a letter or digit, at most 64", source.Clip(s))
		case seen[s]:
			c.report(at.item(i), source.DuplicateID, "%q is in the list already", s)
		}
		seen[s] = true
	}
}

// unique reports an id that an entry above has.
func (c *planChecker) unique(at spot, what, id string, seen map[string]int, i int, entry func(int) spot) {
	if id == "" {
		return // reported
	}
	first, dup := seen[id]
	if !dup {
		seen[id] = i
		return
	}
	if n := entry(first).node; n != nil {
		c.report(at.key("id"), source.DuplicateID, "the %s %q is already at line %s", what, id, lineOf{n})
		return
	}
	c.report(at.key("id"), source.DuplicateID, "the %s %q is already there", what, id)
}

func (c *planChecker) options() {
	c.known = []string{OptionModify, OptionRetain, OptionAvoid, OptionShare}
	c.most(c.root().key("options"), len(c.plan.Options), MaxPlanOptions)
	seen := map[string]int{}
	at := func(i int) spot { return c.entry("options", i, c.plan.Options[i].node) }
	for i := range c.plan.Options {
		x := &c.plan.Options[i]
		c.id(at(i), "id", x.ID, true)
		c.text(at(i), "title", x.Title)
		switch x.ID {
		case OptionModify, OptionRetain, OptionAvoid, OptionShare:
			c.report(at(i).key("id"), source.DuplicateID, "every plan has the option %q", x.ID)
			continue
		}
		c.unique(at(i), "option", x.ID, seen, i, at)
		c.known = append(c.known, x.ID)
	}
}

func (c *planChecker) holders() {
	c.most(c.root().key("holders"), len(c.plan.Holders), MaxPlanHolders)
	for i := range c.plan.Holders {
		h := &c.plan.Holders[i]
		at := c.entry("holders", i, h.node)
		c.id(at, "person", h.Person, true)
		c.id(at, "authority", h.Authority, true)
		c.time(at, "from", h.From)
		c.time(at, "until", h.Until)
		if !h.Until.IsZero() && !h.Until.After(h.From) {
			c.report(at.key("until"), source.BadValue, "until is not after from, %s", dated(h.From))
		}
	}
}

func (c *planChecker) allControls() {
	c.most(c.root().key("controls"), len(c.plan.Controls), MaxPlanControls)
	for i := range c.plan.Controls {
		x := &c.plan.Controls[i]
		at := c.control(i)
		c.id(at, "id", x.ID, true)
		c.unique(at, "control", x.ID, c.controls, i, c.control)
		c.text(at, "title", x.Title)
		c.id(at, "catalogue", x.Catalogue, false)
		c.id(at, "owner", x.Owner, false)
		c.time(at, "since", x.Since)
		c.time(at, "due", x.Due)
		c.texts(at, "evidence", x.Evidence)
		c.cost(at, x.Cost)
		if int(x.Status) >= len(controlStatusNames) {
			c.report(at.key("status"), source.BadValue, "%d is no status of a control", x.Status)
		}
		c.effects(at.key("effects"), x.Effects)
	}
}

func (c *planChecker) effects(at spot, list []Effect) {
	c.most(at, len(list), MaxEffects)
	seen := map[string]bool{}
	for k := range list {
		e := &list[k]
		here := spot{node: e.node, path: at.item(k).path}
		c.text(here, "input", e.Input)
		if e.Input == "" && e.node == nil {
			c.report(here.key("input"), source.MissingKey, "missing key input")
		}
		if seen[e.Input] && e.Input != "" {
			c.report(here.key("input"), source.DuplicateID, "the control has an effect on %q already", e.Input)
		}
		seen[e.Input] = true
		if e.node == nil && (e.Steps < 1 || e.Steps > MaxSteps) {
			c.report(here.key("steps"), source.BadValue, "steps are whole levels, 1 to %d, not %d", MaxSteps, e.Steps)
		}
		if f := e.Effectiveness; f != nil && (f.Sign() < 0 || f.Cmp(big.NewRat(1, 1)) > 0) {
			c.report(here.key("effectiveness"), source.BadValue, "effectiveness is from 0 to 1, not %s", decimal(f))
		} else {
			c.decimal(here.key("effectiveness"), f)
		}
	}
}

// maxDecimal is the length of the longest number that documents may hold.
const maxDecimal = 40

// decimal refuses a number that a document cannot hold exactly.
func (c *planChecker) decimal(at spot, r *big.Rat) {
	if r == nil {
		return
	}
	if _, exact := r.FloatPrec(); !exact || len(decimal(r)) > maxDecimal {
		c.report(at, source.BadValue, "%s is no decimal of at most %d characters", source.Clip(r.RatString()), maxDecimal)
	}
}

func (c *planChecker) cost(at spot, x *Cost) {
	if x == nil {
		return
	}
	at = at.key("cost")
	switch {
	case x.Amount == nil:
		if at.node == nil {
			c.report(at.key("amount"), source.MissingKey, "missing key amount")
		}
	case x.Amount.Sign() < 0:
		c.report(at.key("amount"), source.BadValue, "the amount %s is below 0", source.Clip(decimal(x.Amount)))
	default:
		c.decimal(at.key("amount"), x.Amount)
	}
	if !validCurrency(x.Currency) && (x.Currency != "" || at.node == nil) {
		c.report(at.key("currency"), source.BadValue, "%q is no currency: write three capital letters, such as EUR", source.Clip(x.Currency))
	}
}

func validCurrency(s string) bool {
	for i := range len(s) {
		if s[i] < 'A' || s[i] > 'Z' {
			return false
		}
	}
	return len(s) == 3
}

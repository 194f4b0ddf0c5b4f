package isms

import (
	"fmt"
	"time"

	"github.com/ismskit/ismskit/risk"
)

// risks reports risks that two registers have, and assessments of risks that
// were not identified yet.
func (c *checker) risks() {
	first := map[string]Position{}
	for _, reg := range c.sys.Registers {
		for _, r := range reg.Risks {
			path := "risks[" + r.ID + "]"
			at := positionOf(r.Node().Get("id"))
			if before, dup := first[r.ID]; dup {
				c.add(DuplicateRisk, path, at, fmt.Sprintf("is already at %s", before))
				continue
			}
			first[r.ID] = at
			c.fact(identified(r))
		}
	}
	for _, rec := range c.sys.Records {
		path := "records[" + string(rec.Digest) + "]"
		assessed := moment{path: path + ".asOf", time: rec.Seal.AsOf}
		c.fact(assessed)
		for _, r := range rec.Materials.Risks {
			if m := identified(r); !m.time.IsZero() {
				m.path = path + "." + m.path
				assessed.path = path + ".risks[" + r.ID + "]"
				c.follows(m, assessed)
			}
		}
		assessed.path = path + ".asOf"
		for _, a := range c.sys.Assessments.Or(nil) {
			if d, ok := a.Record.Get(); ok && d == rec.Digest {
				c.inOrder(append([]moment{assessed}, moments("assessments["+a.ID+"]", a, "approvedAt")...)...)
			}
		}
	}
}

func identified(r *risk.Risk) moment {
	return moment{path: "risks[" + r.ID + "].identified", time: r.Identified, at: positionOf(r.Node().Get("identified"))}
}

// plans reports what a plan says was done too early, or after asOf: assessed,
// requested, reviewed, approved, carried out.
func (c *checker) plans() {
	for _, p := range c.sys.Plans {
		path := "plans[" + p.ID + "]"
		at := func(key string, t time.Time) moment { return moment{path: path + "." + key, time: t} }
		c.facts(at("changed", p.Changed))
		var assessed moment
		for _, rec := range c.sys.Records {
			if rec.Digest == p.Assessment {
				assessed = moment{path: "records[" + string(rec.Digest) + "].asOf", time: rec.Seal.AsOf}
			}
		}
		approved := map[string]moment{} // items, the earliest
		for i := range p.Approvals {
			a := &p.Approvals[i]
			key := "approvals[" + a.ID + "]."
			seq := []moment{assessed, at(key+"requestedAt", a.RequestedAt), at(key+"reviewedAt", a.ReviewedAt), at(key+"at", a.At)}
			if a.Revoked != nil {
				seq = append(seq, at(key+"revoked.at", a.Revoked.At))
			}
			c.facts(seq[1:]...)
			for _, condition := range a.Conditions {
				c.facts(at(key+"conditions["+condition.ID+"].met", condition.Met))
			}
			c.inOrder(seq...)
			if m, ok := approved[a.Item]; a.Decision == risk.Approved && !a.At.IsZero() && (!ok || a.At.Before(m.time)) {
				approved[a.Item] = seq[3]
			}
		}
		for i := range p.Items {
			it := &p.Items[i]
			done := at("items["+it.ID+"].done", it.Done)
			c.facts(done)
			c.inOrder(approved[it.ID], done)
		}
	}
}

// statements reports approvals of statements of applicability that are dated
// after asOf.
func (c *checker) statements() {
	for _, s := range c.sys.Statements {
		at := "statements[" + versioned(s.ID, s.Version) + "].approval.at"
		c.fact(moment{path: at, time: s.ApprovedAt, at: positionOf(s.Node().Get("approval").Get("at"))})
	}
}

func (c *checker) facts(list ...moment) {
	for _, m := range list {
		c.fact(m)
	}
}

// inOrder compares each known time with the known one before it.
func (c *checker) inOrder(list ...moment) {
	var before moment
	for _, m := range list {
		if m.time.IsZero() {
			continue
		}
		if !before.time.IsZero() {
			c.follows(before, m)
		}
		before = m
	}
}

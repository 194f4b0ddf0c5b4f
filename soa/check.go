package soa

import (
	"fmt"

	"github.com/ismskit/ismskit/criteria/source"
	"github.com/ismskit/ismskit/risk"
)

// Codes of Check, beside Lint's for the catalogues themselves.
const (
	// What 6.1.3 c and d demand.
	Overlooked           source.Code = "overlooked"            // a control of a catalogue has no entry
	NotDecided           source.Code = "undecided"             // neither necessary nor excluded
	PlanControlMissing   source.Code = "plan_control_missing"  // a control of the plan is not stated as necessary
	InclusionUnjustified source.Code = "inclusion_unjustified" // necessary without a justification
	StatusMissing        source.Code = "status_missing"        // necessary without a status
	ExclusionUnjustified source.Code = "exclusion_unjustified" // excluded without a justification
	NotApproved          source.Code = "not_approved"          // no approval, or no document that holds the statement
	NoCatalogue          source.Code = "no_catalogue"          // nothing that the controls were compared with

	// Good practice.
	Restated            source.Code = "restated"             // the exclusion's justification is no reason
	Contradiction       source.Code = "contradiction"        // excluded, and yet reasons are named
	CreditedExcluded    source.Code = "credited_excluded"    // excluded, and yet a risk counts on it
	ProvidedExcluded    source.Code = "provided_excluded"    // excluded, since somebody else does it
	Orphan              source.Code = "orphan"               // necessary without a reason or a link for it
	ReasonMissing       source.Code = "reason_missing"       // a link whose reason is not named
	EvidenceMissing     source.Code = "evidence_missing"     // implemented without evidence
	DueMissing          source.Code = "due_missing"          // planned or partial without a date
	ItemMissing         source.Code = "item_missing"         // planned or partial without an item of a plan
	StatusDiffers       source.Code = "status_differs"       // the plan states another status
	Duplicate           source.Code = "duplicate"            // the control has an entry already
	DescriptionMissing  source.Code = "description_missing"  // an own control that nobody describes
	UnknownControl      source.Code = "unknown_control"      // the catalogue does not have it
	WrongCatalogue      source.Code = "wrong_catalogue"      // the control is of another catalogue
	WithdrawnControl    source.Code = "withdrawn"            // the catalogue has withdrawn it
	UnknownCatalogue    source.Code = "unknown_catalogue"    // named, not given
	UnknownPlan         source.Code = "unknown_plan"         // named, not given
	UnknownRisk         source.Code = "unknown_risk"         // not in the register
	UnknownRequirement  source.Code = "unknown_requirement"  // named, not given
	CatalogueNotCovered source.Code = "catalogue_not_stated" // given, not named
	PlanNotStated       source.Code = "plan_not_stated"      // given, not named
	CatalogueChanged    source.Code = "catalogue_changed"    // its digest is another
	PlanChanged         source.Code = "plan_changed"         // its digest, or its assessment, is another
	VersionMissing      source.Code = "version_missing"      // approved without a version
	OlderThanPlan       source.Code = "older_than_plan"      // approved before the plan was last changed
	NotChecked          source.Code = "not_checked"          // for want of a register
)

// Check says what is wrong with a statement in the light of the input, of
// which ID, Version, Title and Previous do not matter: whether it has the four
// contents of 6.1.3 d, whether anything was overlooked, and whether it follows
// from plans, risks and requirements. Findings about the whole come first,
// then those of the entries in their order, then controls that have no entry.
//
// What Check needs and is not given is a finding, too. The error matches
// ErrInput.
func (s *Statement) Check(in Input) ([]Finding, error) {
	in.Previous = nil
	b := in.basis()
	if err := b.err(); err != nil {
		return nil, err
	}
	c := &checker{basis: b, s: s, entries: map[string]int{}}
	for i := range s.Entries {
		if _, dup := c.entries[s.Entries[i].Control]; !dup {
			c.entries[s.Entries[i].Control] = i
		}
	}
	c.statement()
	for i := range s.Entries {
		c.entry(i)
	}
	c.overlooked()
	return c.list, nil
}

type checker struct {
	findings
	*basis
	s       *Statement
	entries map[string]int // the first entry of each control
}

// report reports something about the whole statement.
func (c *checker) report(n *source.Node, path, key string, code source.Code, shall bool, format string, args ...any) {
	c.add(n, path, key, Finding{Code: code, Shall: shall, Message: fmt.Sprintf(format, args...)})
}

func (c *checker) statement() {
	s := c.s
	if s.ApprovedBy == "" || s.ApprovedAt.IsZero() {
		c.report(s.node, "", "approval", NotApproved, true, "nobody has approved the statement")
	} else if s.Version == "" {
		c.report(s.node, "", "version", VersionMissing, false, "the statement is approved and has no version: it could not be told from the next one")
	}
	if s.Document == "" {
		c.report(s.node, "", "document", NotApproved, true, "the statement is no documented information: it names no document")
	}
	if len(s.Catalogues) == 0 {
		c.report(s.node, "", "catalogues", NoCatalogue, true, "the statement was compared with no catalogue")
	}
	stated := map[string]bool{}
	for i, ref := range s.Catalogues {
		path := fmt.Sprintf("catalogues[%d]", i)
		stated[ref.ID] = true
		switch given := c.catalogues[ref.ID]; {
		case given == nil:
			c.report(ref.node, path, "", UnknownCatalogue, true, "the catalogue %s is not given, so its controls were not compared", ref.ID)
		case ref.Digest != "" && ref.Digest != given.Digest():
			c.report(ref.node, path, "digest", CatalogueChanged, false, "the catalogue %s is not the one that was stated: its digest is %s", ref.ID, given.Digest())
		}
	}
	for _, given := range c.in.Catalogues {
		if !stated[given.ID] {
			c.report(s.node, "", "catalogues", CatalogueNotCovered, false, "the statement does not name the catalogue %s", given.ID)
		}
	}
	c.plans()
	if c.in.Register == nil {
		c.report(s.node, "", "", NotChecked, false, "no register is given: risks, and what they credit, were not checked")
	}
}

func (c *checker) plans() {
	given := map[string]*risk.Plan{}
	for _, p := range c.in.Plans {
		given[p.ID] = p
	}
	stated := map[string]bool{}
	for i, ref := range c.s.Plans {
		path := fmt.Sprintf("plans[%d]", i)
		stated[ref.ID] = true
		p := given[ref.ID]
		if p == nil {
			c.report(ref.node, path, "", UnknownPlan, true, "the plan %s is not given, so its controls were not looked for", ref.ID)
			continue
		}
		if ref.Digest != "" && ref.Digest != p.Digest() {
			c.report(ref.node, path, "digest", PlanChanged, false, "the plan %s is not the one that was stated: its digest is %s", ref.ID, p.Digest())
		}
		if ref.Assessment != "" && ref.Assessment != p.Assessment {
			c.report(ref.node, path, "assessment", PlanChanged, false, "the plan %s treats another assessment: %s", ref.ID, p.Assessment)
		}
		if !p.Changed.IsZero() && !c.s.ApprovedAt.IsZero() && c.s.ApprovedAt.Before(p.Changed) {
			c.report(ref.node, path, "", OlderThanPlan, false, "the statement was approved on %s, before the plan %s was changed on %s",
				day(c.s.ApprovedAt), ref.ID, day(p.Changed))
		}
	}
	for _, p := range c.in.Plans {
		if !stated[p.ID] {
			c.report(c.s.node, "", "plans", PlanNotStated, false, "the statement does not name the plan %s", p.ID)
		}
	}
}

// overlooked reports controls that should have an entry and have none.
func (c *checker) overlooked() {
	for _, cat := range c.in.Catalogues {
		for i := range cat.Controls {
			k := &cat.Controls[i]
			if _, ok := c.entries[k.ID]; !ok && !k.Withdrawn {
				c.missing(k.ID, Overlooked, "the control %s of %s has no entry", k.ID, cat.ID)
			}
		}
	}
	reported := map[string]bool{}
	for _, p := range c.in.Plans {
		for i := range p.Items {
			it := &p.Items[i]
			if it.Status == risk.ItemCancelled {
				continue
			}
			for _, id := range it.Controls {
				if n, ok := c.entries[id]; ok && c.s.Entries[n].Necessary == Necessary || reported[id] {
					continue
				}
				reported[id] = true
				c.missing(id, PlanControlMissing, "the plan %s uses the control %s for %s, the statement does not hold it necessary", p.ID, id, it.Risk)
			}
		}
	}
}

// missing reports something about a control, at its entry if it has one.
func (c *checker) missing(control string, code source.Code, format string, args ...any) {
	n, path, key := c.s.node, "", "entries"
	if i, ok := c.entries[control]; ok {
		n, path, key = c.s.Entries[i].node, fmt.Sprintf("entries[%d]", i), "necessary"
	}
	c.add(n, path, key, Finding{Code: code, Shall: true, Control: control, Message: fmt.Sprintf(format, args...)})
}

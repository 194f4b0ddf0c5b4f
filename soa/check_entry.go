package soa

import (
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/ismskit/ismskit/criteria/source"
	"github.com/ismskit/ismskit/risk"
)

// MinReason is the number of characters that a reason for an exclusion has at
// least.
const MinReason = 20

func day(t time.Time) string { return t.UTC().Format(time.DateOnly) }

// entry checks one entry.
func (c *checker) entry(i int) {
	e := &c.s.Entries[i]
	if first := c.entries[e.Control]; first != i {
		c.of(i, "control", Duplicate, false, "the control %s has an entry already, entries[%d]", e.Control, first)
	}
	c.identity(i, e)
	switch e.Necessary {
	case Necessary:
		c.necessary(i, e)
	case Excluded:
		c.excluded(i, e)
	default:
		c.of(i, "necessary", NotDecided, true, "nobody has decided whether %s is necessary", e.Control)
	}
	for j, r := range e.Risks {
		if c.in.Register != nil && !c.risks[r] {
			c.of(i, fmt.Sprintf("risks[%d]", j), UnknownRisk, false, "there is no risk %s", r)
		}
	}
	for j, r := range e.Requirements {
		if c.requirements[r] == nil {
			c.of(i, fmt.Sprintf("requirements[%d]", j), UnknownRequirement, false, "there is no requirement %s", r)
		}
	}
}

// of reports something about an entry; key is one of its members, or an item
// of one.
func (c *checker) of(i int, key string, code source.Code, shall bool, format string, args ...any) {
	e := &c.s.Entries[i]
	c.add(e.node, fmt.Sprintf("entries[%d]", i), key, Finding{Code: code, Shall: shall, Control: e.Control, Message: fmt.Sprintf(format, args...)})
}

// identity checks that the control is what the entry says it is.
func (c *checker) identity(i int, e *Entry) {
	home := c.home[e.Control]
	switch {
	case e.Catalogue == "" && home != nil:
		c.of(i, "control", WrongCatalogue, false, "%s is stated as an own control, it is one of %s", e.Control, home.ID)
	case e.Catalogue != "" && c.catalogues[e.Catalogue] == nil:
		if !slices.ContainsFunc(c.s.Catalogues, func(r CatalogueRef) bool { return r.ID == e.Catalogue }) { // otherwise it is reported once, there
			c.of(i, "catalogue", UnknownCatalogue, false, "the catalogue %s of %s is neither named nor given", e.Catalogue, e.Control)
		}
	case e.Catalogue != "" && home == nil:
		c.of(i, "control", UnknownControl, false, "the catalogue %s has no control %s", e.Catalogue, e.Control)
	case e.Catalogue != "" && home.ID != e.Catalogue:
		c.of(i, "catalogue", WrongCatalogue, false, "%s is a control of %s, not of %s", e.Control, home.ID, e.Catalogue)
	case home != nil && home.Control(e.Control).Withdrawn:
		c.of(i, "control", WithdrawnControl, false, "%s has withdrawn the control %s", home.ID, e.Control)
	}
	own := home == nil && e.Catalogue == "" || home != nil && home.Source == SourceOwn && home.Control(e.Control).Description == ""
	if own && e.Necessary != Excluded && strings.TrimSpace(e.Description) == "" {
		c.of(i, "description", DescriptionMissing, false, "the organisation's own control %s is described nowhere", e.Control)
	}
}

func (c *checker) necessary(i int, e *Entry) {
	if strings.TrimSpace(e.Justification) == "" {
		c.of(i, "justification", InclusionUnjustified, true, "%s is necessary, and nothing says why", e.Control)
	}
	c.links(i, e)
	switch e.Status {
	case 0:
		c.of(i, "status", StatusMissing, true, "%s is necessary, and nothing says how far it has come", e.Control)
	case risk.Implemented:
		if len(e.Evidence) == 0 {
			c.of(i, "evidence", EvidenceMissing, false, "%s is stated as implemented without evidence", e.Control)
		}
	case risk.Planned, risk.Partial:
		if e.Due.IsZero() {
			c.of(i, "due", DueMissing, false, "%s is %s, and nothing says until when it will be implemented", e.Control, e.Status)
		}
		if len(c.items[e.Control]) == 0 {
			c.of(i, "status", ItemMissing, false, "%s is %s, and no item of a plan brings it about", e.Control, e.Status)
		}
	}
	if k := c.controls[e.Control]; k != nil && k.Status != 0 && e.Status != 0 && k.Status != e.Status {
		c.of(i, "status", StatusDiffers, false, "%s is %s here and %s in the plan %s", e.Control, e.Status, k.Status, c.planOf[e.Control])
	}
}

// links checks that each reason has its link, and each link its reason.
func (c *checker) links(i int, e *Entry) {
	if len(e.Reasons) == 0 {
		c.of(i, "reasons", Orphan, false, "%s is necessary without a reason: for no risk, law, contract or wish of the business", e.Control)
	}
	linked := map[Reason]bool{ReasonRisk: len(e.Risks) > 0}
	unknown := false
	for _, id := range e.Requirements {
		if r := c.requirements[id]; r != nil {
			linked[r.Kind.Reason()] = true
		} else {
			unknown = true // which reason it stands for cannot be said; it is reported as unknown
		}
	}
	for _, r := range e.Reasons {
		switch {
		case linked[r] || unknown && r != ReasonRisk:
		case r == ReasonRisk:
			c.of(i, "risks", Orphan, false, "%s is necessary for a risk, and no risk is named", e.Control)
		default:
			c.of(i, "requirements", Orphan, false, "%s is necessary for a %s reason, and no such requirement is named", e.Control, r)
		}
	}
	for r := ReasonRisk; r <= ReasonBusiness; r++ {
		if linked[r] && !slices.Contains(e.Reasons, r) {
			c.of(i, "reasons", ReasonMissing, false, "%s is linked as if for a %s reason, which is not named", e.Control, r)
		}
	}
}

func (c *checker) excluded(i int, e *Entry) {
	if strings.TrimSpace(e.Justification) == "" {
		c.of(i, "justification", ExclusionUnjustified, true, "%s is excluded, and nothing says why", e.Control)
	} else if why := c.restated(e); why != "" {
		c.of(i, "justification", Restated, false, "why %s is excluded is not said: the justification %s", e.Control, why)
	}
	if len(e.Reasons)+len(e.Risks)+len(e.Requirements) > 0 {
		c.of(i, "necessary", Contradiction, false, "%s is excluded, and the entry names reasons why it is necessary", e.Control)
	}
	if names := set(slices.Clone(c.credits[e.Control])); len(names) > 0 {
		c.of(i, "necessary", CreditedExcluded, false, "%s is excluded, and %s counts on it", e.Control, strings.Join(names, ", "))
	}
	by := e.External
	if by == "" {
		by = strings.Join(set(slices.Clone(c.externals[e.Control])), ", ")
	}
	if by != "" {
		c.of(i, "necessary", ProvidedExcluded, false, "%s is excluded, and %s provides it: then it is necessary, and externally provided", e.Control, by)
	}
}

// phrases say that a control is excluded, not why; longer ones come first.
var phrases = []string{
	"niet van toepassing", "non applicabile", "not applicable", "not necessary", "not required", "not relevant", "not needed",
	"nicht erforderlich", "nicht anwendbar", "nicht zutreffend", "nicht notwendig", "nicht relevant", "non applicable",
	"no aplicable", "sans objet", "no aplica", "n a", "excluded", "entfällt", "keine", "none", "na", "no",
}

// fillers say nothing beside such a phrase.
var fillers = []string{
	"this", "the", "control", "controls", "is", "it", "for", "to", "us", "in", "at", "our", "organisation", "organization", "company", "here",
	"diese", "massnahme", "maßnahme", "ist", "für", "uns", "bei",
}

// restated says why the justification of an exclusion is none, "" if it may be.
func (c *checker) restated(e *Entry) string {
	said := strings.TrimSpace(e.Justification)
	title := e.Title
	if home := c.home[e.Control]; home != nil {
		title = home.Control(e.Control).Title
	}
	// What is left without the control's name and such phrases is the reason.
	rest := without(plain(said), plain(title), plain(e.Control))
	if rest == "" && plain(said) != "" {
		return "repeats the name of the control"
	}
	if rest = without(rest, phrases...); without(rest, fillers...) == "" {
		return fmt.Sprintf("%q restates the exclusion", source.Clip(said))
	}
	if utf8.RuneCountInString(said) < MinReason {
		return fmt.Sprintf("%q has less than %d characters", source.Clip(said), MinReason)
	}
	return ""
}

// without removes words, or several in a row, from a text of plain words.
func without(text string, words ...string) string {
	text = " " + text + " "
	for _, w := range words {
		if w != "" {
			for last := ""; last != text; { // neighbours share a space
				last = text
				text = strings.ReplaceAll(text, " "+w+" ", " ")
			}
		}
	}
	return strings.TrimSpace(text)
}

// plain returns the words of a text in lower case, one space between them.
func plain(s string) string {
	return strings.Join(strings.FieldsFunc(strings.ToLower(s), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }), " ")
}

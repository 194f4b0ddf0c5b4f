package oscal

import (
	"fmt"

	"github.com/ismskit/ismskit/risk"
	"github.com/ismskit/ismskit/soa"
)

// System is what a system security plan says about the system beside its
// controls. What is left out is written as NotStated.
type System struct {
	Info
	ID          string // needed
	Name        string // needed
	Description string
	Boundary    string // where the system ends
	Status      string // operational, under-development, under-major-modification, disposition; "" is written as other
	Profile     string // reference to the profile of the statement, see NewProfile; "" for a resource without a link
}

// NewSSP makes a system security plan from a statement of applicability.
//
// Every entry of the statement is an implemented requirement, so that nothing
// of the statement is lost: the excluded ones too, with the state
// not-applicable and their justification. A necessary control has the state
// implemented, partial, planned or, which OSCAL has no word of its own for,
// not-implemented; without a status it has none. A control that somebody else
// provides is implemented by a component of the type service in that provider's
// name, all others by the system itself. What OSCAL has no member for stands in
// properties of the namespace NS: necessity, reason, risk, requirement,
// catalogue, title, owner, due and evidence.
//
// OSCAL knows a control by its id alone: two entries of one id are an ErrTwice.
// A statement without entries is an ErrEmpty.
func NewSSP(s *soa.Statement, sys System) (*SSP, error) {
	k, err := sys.making("statement", s.ID)
	if err != nil {
		return nil, err
	}
	if len(s.Entries) == 0 {
		return nil, ErrEmpty
	}
	w := &planning{making: k, system: Component{UUID: k.uuid("component", "this-system"), Type: "this-system",
		Title: line(sys.Name), Description: stated(sys.Description), Status: componentState(sys.Status)}}
	w.components = []Component{w.system}
	out := &SSP{
		Metadata: sys.metadata(s.Title, s.Version),
		Characteristics: Characteristics{
			SystemIDs:   []SystemID{{ID: line(sys.ID)}},
			Name:        line(sys.Name),
			Description: stated(sys.Description),
			Information: SystemInformation{Types: []InformationType{{Title: NotStated, Description: NotStated}}},
			Status:      systemState(sys.Status),
			Boundary:    Boundary{Description: stated(sys.Boundary)},
		},
		Controls: SystemControls{Description: "The statement of applicability: every control that was considered, whether it is necessary, why, and how far it has come."},
	}
	seen := map[string]bool{}
	for i := range s.Entries {
		e := &s.Entries[i]
		if seen[e.Control] {
			return nil, fmt.Errorf("%w: the control %s", ErrTwice, e.Control)
		}
		seen[e.Control] = true
		out.Controls.Requirements = append(out.Controls.Requirements, w.requirement(e))
	}
	out.Metadata.Props = statementProps(s)
	out.Metadata.Roles = w.roles.list
	out.Implementation = SystemImplementation{Users: w.users(), Components: w.components}
	out.importProfile(w, sys.Profile)
	k.seal(out, &out.UUID)
	return out, nil
}

// planning makes a system security plan.
type planning struct {
	making
	roles      roles
	system     Component
	components []Component
}

func (s *SSP) importProfile(w *planning, href string) {
	if href != "" {
		s.ImportProfile = Reference{Href: href}
		return
	}
	res := Resource{UUID: w.uuid("resource", "profile"), Title: "The profile of the statement of applicability",
		Description: "The controls that the statement finds necessary, by catalogue. Where the profile can be had is " + NotStated + "."}
	s.BackMatter = &BackMatter{Resources: []Resource{res}}
	s.ImportProfile = Reference{Href: "#" + res.UUID}
}

func (w *planning) requirement(e *soa.Entry) ImplementedRequirement {
	id := token(e.Control)
	r := ImplementedRequirement{UUID: w.uuid("requirement", e.Control), ControlID: id,
		Roles: w.roles.responsible(e.Owner), Remarks: e.Justification}
	r.Props = given(r.Props, "necessity", e.Necessary.String())
	r.Props = given(r.Props, "catalogue", e.Catalogue)
	r.Props = given(r.Props, "title", e.Title)
	for _, reason := range e.Reasons {
		r.Props = given(r.Props, "reason", reason.String())
	}
	r.Props = given(r.Props, "risk", e.Risks...)
	r.Props = given(r.Props, "requirement", e.Requirements...)
	r.Props = given(r.Props, "owner", e.Owner)
	r.Props = givenTime(r.Props, "due", e.Due)
	r.Props = given(r.Props, "evidence", e.Evidence...)
	by := w.system.UUID
	if e.External != "" {
		by = w.provider(e.External)
	}
	r.ByComponents = []ByComponent{{ComponentUUID: by, UUID: w.uuid("by-component", e.Control),
		Description: stated(e.Description), Status: implementationState(e)}}
	return r
}

// provider returns the component of somebody else who provides controls.
func (w *planning) provider(name string) string {
	uuid := w.uuid("component", "provider", name)
	for _, c := range w.components {
		if c.UUID == uuid {
			return uuid
		}
	}
	w.components = append(w.components, Component{UUID: uuid, Type: "service", Title: name,
		Description: "Provides controls from outside of the organisation.",
		Props:       []Property{{Name: "implementation-point", Value: "external"}}, Status: &State{State: "other", Remarks: NotStated}})
	return uuid
}

// users lists those who answer for controls.
func (w *planning) users() []User {
	var out []User
	for _, r := range w.roles.list {
		out = append(out, User{UUID: w.uuid("user", r.ID), Title: r.Title, RoleIDs: []string{r.ID}})
	}
	if out == nil {
		out = []User{{UUID: w.uuid("user"), Title: NotStated}}
	}
	return out
}

func implementationState(e *soa.Entry) *State {
	if e.Necessary == soa.Excluded {
		return &State{State: "not-applicable"}
	}
	switch e.Status {
	case risk.Implemented:
		return &State{State: "implemented"}
	case risk.Partial:
		return &State{State: "partial"}
	case risk.Planned:
		return &State{State: "planned"}
	case risk.NotImplemented:
		return &State{State: "not-implemented"}
	}
	return nil
}

func systemState(s string) State {
	switch s {
	case "operational", "under-development", "under-major-modification", "disposition":
		return State{State: s}
	}
	return State{State: "other", Remarks: stated(s)}
}

func componentState(s string) *State {
	if s == "under-major-modification" {
		return &State{State: "other", Remarks: s}
	}
	out := systemState(s)
	return &out
}

// statementProps say which statement a document was made from.
func statementProps(s *soa.Statement) []Property {
	var list []Property
	list = given(list, "statement", s.ID)
	list = given(list, "statement-version", s.Version)
	list = given(list, "approved-by", s.ApprovedBy)
	list = givenTime(list, "approved-at", s.ApprovedAt)
	list = given(list, "document", s.Document)
	list = given(list, "previous-version", s.Previous)
	for _, c := range s.Catalogues {
		list = append(list, grouped("catalogue", c.ID, "digest", string(c.Digest))...)
	}
	for _, p := range s.Plans {
		list = append(list, grouped("plan", p.ID, "version", p.Version, "digest", string(p.Digest), "assessment", string(p.Assessment))...)
	}
	return list
}

// grouped are properties of something with an id, which hold together by their
// group: the first names it, and pairs of name and value say more.
func grouped(name, id string, pairs ...string) []Property {
	list := given(nil, name, id)
	for i := 0; i < len(pairs); i += 2 {
		list = given(list, name+"-"+pairs[i], pairs[i+1])
	}
	for i := range list {
		list[i].Group = token(id)
	}
	return list
}

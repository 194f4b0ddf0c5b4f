package isms

import (
	"slices"

	"github.com/ismskit/ismskit/risk"
	"github.com/ismskit/ismskit/soa"
)

// Applicability returns what the system states of that from which its statement
// of applicability follows: its own catalogues, the current version of each
// plan, the risks of all registers, and the requirements of parties that it
// takes care of and whose kind is known; an expectation counts as the
// organisation's own wish. Catalogues of Annex A, the previous statement and the
// names of the new one are for the caller to add.
//
// Externals are left out: their controls may be controls over them as well as
// controls that they provide.
func (s *System) Applicability() soa.Input {
	in := soa.Input{Catalogues: slices.Clone(s.Catalogues), Plans: s.CurrentPlans()}
	for _, r := range s.Registers {
		if in.Register == nil {
			in.Register = &risk.Register{ID: r.ID}
		}
		in.Register.Risks = append(in.Register.Risks, r.Risks...)
	}
	parties, _ := s.Parties.Get()
	for _, p := range parties {
		requirements, _ := p.Requirements.Get()
		for _, r := range requirements {
			kind, known := requirementKinds[r.Kind]
			controls, _ := r.Controls.Get()
			if known && r.AddressedByISMS.Or(true) {
				in.Requirements = append(in.Requirements, soa.Requirement{ID: r.ID, Kind: kind, Title: r.Description.Or(""), Controls: controls})
			}
		}
	}
	return in
}

// requirementKinds tells how a requirement binds in a statement of
// applicability.
var requirementKinds = map[RequirementKind]soa.RequirementKind{
	LegalRequirement:       soa.Legal,
	RegulatoryRequirement:  soa.Regulatory,
	ContractualRequirement: soa.Contractual,
	Expectation:            soa.Business,
}

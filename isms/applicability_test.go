package isms_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ismskit/ismskit/isms"
	"github.com/ismskit/ismskit/soa"
)

func TestApplicability(t *testing.T) {
	s, err := isms.Merge([]isms.File{
		file("isms.yaml", document(`parties:
  - id: guests
    requirements:
      - {id: Q-1, kind: legal, description: Protect personal data, controls: [C-1]}
      - {id: Q-2, kind: regulatory, addressedByIsms: true}
      - {id: Q-3, kind: contractual, controls: [C-2]}
      - {id: Q-4, kind: expectation, controls: [C-1]}
      - {id: Q-5, kind: legal, addressedByIsms: false, controls: [C-1]}
      - {id: Q-6, controls: [C-1]}
`)),
		file("a.yaml", "format: ismskit.register/v1\nid: a\nrisks: [{id: R-1}]\n"),
		file("b.yaml", "format: ismskit.register/v1\nid: b\nrisks: [{id: R-2, controls: [C-3]}]\n"),
		file("catalogue.yaml", "format: ismskit.catalogue/v1\nid: own\nsource: own\ncontrols: [{id: C-1}, {id: C-2}, {id: C-3}]\n"),
	})
	require.NoError(t, err)
	in := s.Applicability()
	require.Equal(t, []soa.Requirement{
		{ID: "Q-1", Kind: soa.Legal, Title: "Protect personal data", Controls: []string{"C-1"}},
		{ID: "Q-2", Kind: soa.Regulatory},
		{ID: "Q-3", Kind: soa.Contractual, Controls: []string{"C-2"}},
		{ID: "Q-4", Kind: soa.Business, Controls: []string{"C-1"}},
	}, in.Requirements)
	require.Len(t, in.Register.Risks, 2)
	require.Len(t, s.Registers[0].Risks, 1, "the system's own registers stay as they are")

	in.ID = "soa"
	statement, err := soa.Derive(in)
	require.NoError(t, err)
	require.Equal(t, []soa.Reason{soa.ReasonLegal, soa.ReasonBusiness}, statement.Entry("C-1").Reasons)
	require.Equal(t, []soa.Reason{soa.ReasonContractual}, statement.Entry("C-2").Reasons)
	require.Equal(t, []string{"R-2"}, statement.Entry("C-3").Risks)

	require.Nil(t, (&isms.System{}).Applicability().Register)
}

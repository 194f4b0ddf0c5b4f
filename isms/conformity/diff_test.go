package conformity_test

import (
	"testing"

	"github.com/ismskit/ismskit/isms"
	"github.com/ismskit/ismskit/isms/conformity"
	"github.com/stretchr/testify/require"
)

// TestDiffOfOwnRules shows that own rules change with editions as those of the
// standard do.
func TestDiffOfOwnRules(t *testing.T) {
	old, new := conformity.ProfileOf("2013"), conformity.ProfileOf("2022")
	own := &conformity.RuleSet{ID: "own", Rules: []conformity.Rule{{ID: "OWN-1", Clause: "10.2 a"}, {ID: "OWN-3", Clause: "4.1"}, {ID: "OWN-2", Editions: []string{"2022"}, Clause: "4.1"}}}
	d := conformity.Diff(old, new, own)
	require.Equal(t, []string{"OWN-2"}, ids(d.Added))
	require.Equal(t, []conformity.Renumbered{{ID: "OWN-1", Old: "10.1 a", New: "10.2 a"}}, d.Renumbered)
	require.Equal(t, []string{"OWN-2"}, ids(conformity.Diff(new, old, own).Removed))
}

// TestDiffOfDocuments uses profiles that differ in what they require.
func TestDiffOfDocuments(t *testing.T) {
	d := conformity.Diff(&conformity.Profile{RequiredDocuments: []conformity.RequiredDocument{{ID: "a", Clause: "1"}, {ID: "b", Clause: "2"}}},
		&conformity.Profile{RequiredDocuments: []conformity.RequiredDocument{{ID: "b", Clause: "2"}, {ID: "c", Clause: "3"}}})
	require.Equal(t, []conformity.RequiredDocument{{ID: "c", Clause: "3"}}, d.AddedDocuments)
	require.Equal(t, []conformity.RequiredDocument{{ID: "a", Clause: "1"}}, d.RemovedDocuments)
	require.Empty(t, d.RenumberedDocuments)
}

// TestRequiredDocuments shows that the editions require the same items, those of
// section 12 of the specification.
func TestRequiredDocuments(t *testing.T) {
	want := []string{"scope", "policy", "risk_assessment_process", "risk_treatment_process", "soa", "objectives", "competence_evidence",
		"isms_determined_documents", "operational_confidence", "risk_assessment_results", "risk_treatment_results", "monitoring_results",
		"audit_programme", "audit_results", "management_review_results", "nonconformities_and_actions", "corrective_action_results"}
	for _, p := range conformity.Profiles() {
		var got []string
		for _, d := range p.RequiredDocuments {
			got = append(got, d.ID)
		}
		require.Equal(t, want, got, p.ID)
		require.Equal(t, p.ID, string(p.Edition))
		require.NotEmpty(t, p.Title)
	}
	require.Nil(t, conformity.ProfileOf("2005"))
}

// TestPlaceOfProfileWarnings shows that a warning about the edition stands where
// the system states it.
func TestPlaceOfProfileWarnings(t *testing.T) {
	sys, err := isms.Parse("acme.yaml", []byte("format: ismskit.isms/v1\nid: acme\nedition: 2022\n"))
	require.NoError(t, err)
	rep := check(t, sys, "2013")
	require.Len(t, rep.Warnings, 2)
	for i, code := range []conformity.WarningCode{conformity.ProfileEnded, conformity.ProfileOther} {
		require.Equal(t, code, rep.Warnings[i].Code)
		require.Equal(t, "edition", rep.Warnings[i].Path)
		require.Equal(t, "acme.yaml:3:10", rep.Warnings[i].Position.String())
	}
}

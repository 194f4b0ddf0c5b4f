package soa_test

import (
	"fmt"
	"strings"

	"github.com/ismskit/ismskit/risk"
	"github.com/ismskit/ismskit/soa"
	"github.com/ismskit/ismskit/soa/annexa"
)

const ownControls = `format: ismskit.catalogue/v1
id: acme-controls
source: own
groups: [{id: plant, title: Plant}]
controls:
  - id: ACME-1
    title: Two keys for the furnace
    group: plant
    description: The furnace starts only if two people turn their keys.
    attributes: {control_type: [preventive]}
`

// The samples are those of the package's documentation.
func Example() {
	catalogue, err := soa.ParseCatalogue("controls.yaml", []byte(ownControls))
	if err != nil {
		panic(err)
	}
	statement, err := soa.ParseStatement("soa.yaml", []byte(`format: ismskit.soa/v1
id: acme-soa
version: "1"
catalogues: [{id: acme-controls}]
approval: {by: coo, at: 2026-03-04}
document: D-13
entries:
  - control: ACME-1
    catalogue: acme-controls
    necessary: true
    reasons: [risk]
    risks: [R-001]
    justification: One person alone has started it by mistake twice.
    status: implemented
    evidence: [inspection-2026-01]
`))
	if err != nil {
		panic(err)
	}
	register := &risk.Register{Risks: []*risk.Risk{{ID: "R-001", Controls: []string{"ACME-1"}}}}
	found, err := statement.Check(soa.Input{Catalogues: []*soa.Catalogue{catalogue}, Register: register})
	fmt.Println(len(found), err)
	fmt.Println(statement.Digest())
	// Output:
	// 0 <nil>
	// sha256:7d24efc81b244ddc1178465250c26b6b68da01644299f0d40f0da3715c5fcdf6
}

// A statement follows from what the organisation has decided already. What
// nothing speaks for is left open.
func ExampleDerive() {
	catalogue, _ := soa.ParseCatalogue("controls.yaml", []byte(ownControls))
	in := soa.Input{
		ID:         "acme-soa",
		Catalogues: []*soa.Catalogue{annexa.Edition2022(), catalogue},
		Register:   &risk.Register{Risks: []*risk.Risk{{ID: "R-001", Controls: []string{"A.8.13"}}}},
		Requirements: []soa.Requirement{
			{ID: "GDPR-32", Kind: soa.Legal, Title: "Security of processing", Controls: []string{"A.8.13", "A.8.24"}},
		},
	}
	statement, err := soa.Derive(in)
	if err != nil {
		panic(err)
	}
	for _, e := range statement.Entries {
		if e.Necessary == soa.Necessary {
			fmt.Println(e.Control, e.Reasons, e.Justification)
		}
	}
	total := statement.Coverage(in.Catalogues...).Total
	fmt.Println(total.Necessary, "necessary,", total.Excluded, "excluded,", total.Undecided, "undecided")
	// Output:
	// A.8.13 [risk legal] Modifies R-001. Meets GDPR-32 (legal).
	// A.8.24 [legal] Meets GDPR-32 (legal).
	// 2 necessary, 0 excluded, 92 undecided
}

func ExampleStatement_Check() {
	statement, err := soa.ParseStatement("soa.yaml", []byte(`format: ismskit.soa/v1
id: acme-soa
version: "1"
catalogues: [{id: acme-controls}]
approval: {by: coo, at: 2026-03-04}
document: D-13
entries:
  - {control: ACME-1, catalogue: acme-controls, necessary: false, justification: Not applicable.}
`))
	if err != nil {
		panic(err)
	}
	catalogue, _ := soa.ParseCatalogue("controls.yaml", []byte(ownControls))
	register := &risk.Register{Risks: []*risk.Risk{{ID: "R-001", Controls: []string{"ACME-1"}}}}
	found, err := statement.Check(soa.Input{Catalogues: []*soa.Catalogue{catalogue}, Register: register})
	if err != nil {
		panic(err)
	}
	for _, f := range found {
		fmt.Println(f)
	}
	// Output:
	// soa.yaml:8:82: entries[0].justification: why ACME-1 is excluded is not said: the justification "Not applicable." restates the exclusion
	// soa.yaml:8:60: entries[0].necessary: ACME-1 is excluded, and R-001 counts on it
}

func ExampleDiff() {
	old := &soa.Statement{ID: "acme-soa", Version: "1", Entries: []soa.Entry{{Control: "A.8.13", Necessary: soa.Necessary, Status: risk.Planned}}}
	now := &soa.Statement{ID: "acme-soa", Version: "2", Entries: []soa.Entry{{Control: "A.8.13", Necessary: soa.Necessary, Status: risk.Implemented}, {Control: "A.8.24"}}}
	for _, c := range soa.Diff(old, now) {
		fmt.Printf("%s %s %s: %q -> %q\n", c.Kind, c.Control, c.Field, c.Old, c.New)
	}
	// Output:
	// changed  version: "1" -> "2"
	// changed A.8.13 status: "planned" -> "implemented"
	// added A.8.24 : "" -> "undecided"
}

// Two old controls became one: what they agree in is kept, what they do not is
// left to people.
func ExampleMigrate() {
	old := &soa.Statement{ID: "acme-soa", Version: "3", Catalogues: []soa.CatalogueRef{{ID: annexa.ID2013}}, Entries: []soa.Entry{
		{Control: "A.14.2.8", Catalogue: annexa.ID2013, Necessary: soa.Excluded, Justification: "We develop nothing."},
		{Control: "A.14.2.9", Catalogue: annexa.ID2013, Necessary: soa.Necessary, Risks: []string{"R-004"}, Justification: "New releases broke the shop."},
	}}
	m, err := soa.Migrate(old, annexa.Crosswalk(), annexa.Edition2022())
	if err != nil {
		panic(err)
	}
	for _, c := range m.Conflicts() {
		e := m.Statement.Entry(c.Control)
		fmt.Println(c.Control, c.Class, c.From, e.Necessary, e.Risks)
		fmt.Println(strings.ReplaceAll(e.Justification, "\n", " / "))
	}
	// Output:
	// A.8.29 merged [A.14.2.8 A.14.2.9] undecided [R-004]
	// A.14.2.8: We develop nothing. / A.14.2.9: New releases broke the shop.
}

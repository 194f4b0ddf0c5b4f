package oscal_test

import (
	"fmt"
	"os"
	"time"

	"github.com/ismskit/ismskit/risk"
	"github.com/ismskit/ismskit/soa"
	"github.com/ismskit/ismskit/soa/oscal"
)

func ExampleResolve() {
	fsys := os.DirFS("testdata")
	data, err := os.ReadFile("testdata/profile.json")
	if err != nil {
		fmt.Println(err)
		return
	}
	p, err := oscal.ParseProfile("profile.json", data)
	if err != nil {
		fmt.Println(err)
		return
	}
	r, err := oscal.Resolve(p, oscal.FromFS(fsys))
	if err != nil {
		fmt.Println(err)
		return
	}
	for c := range r.Catalog.All() {
		fmt.Println(c.Group.Title+":", c.Control.ID, c.Control.Title)
	}
	// Output:
	// Doors: dr-1 Lock the doors
	// Doors: dr-1.1 Two locks
	// Windows: wn-1 Shut the windows
}

func ExampleNewSSP() {
	st := &soa.Statement{ID: "acme", Version: "1", Title: "What we do, and why", Entries: []soa.Entry{
		{Control: "A.8.13", Necessary: soa.Necessary, Reasons: []soa.Reason{soa.ReasonRisk}, Status: risk.Implemented, Description: "Copied every night."},
		{Control: "A.8.30", Necessary: soa.Excluded, Justification: "Nobody develops for us."},
	}}
	plan, err := oscal.NewSSP(st, oscal.System{
		Info: oscal.Info{AsOf: time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)},
		ID:   "acme", Name: "ACME", Description: "Everything that sells.",
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, r := range plan.Controls.Requirements {
		fmt.Println(r.UUID, r.ControlID, r.ByComponents[0].Status.State)
	}
	// Output:
	// 9953bcef-0607-5b60-91e9-44e8a638b429 A.8.13 implemented
	// cb713be0-3eb9-5a09-a06f-e17a7649d05d A.8.30 not-applicable
}

func ExamplePOAM_Tracked() {
	data, err := os.ReadFile("testdata/poam.json")
	if err != nil {
		fmt.Println(err)
		return
	}
	p, err := oscal.ParsePOAM("poam.json", data)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, r := range p.Tracked() {
		fmt.Printf("%s: %q, %d items, dangling %q\n", r.Title, r.Status, len(r.Items), r.Dangling)
	}
	// Output:
	// Burglary: "open", 1 items, dangling ["77aa0c1e-33c7-4f5e-9d3e-0000000000ff"]
	// Feed the dog: "", 1 items, dangling []
	// Refers to a factor: "", 1 items, dangling ["77aa0c1e-33c7-4f5e-9d3e-000000000006"]
}

func ExampleParse() {
	_, err := oscal.Parse("catalog.json", []byte(`{"catalog": {
  "uuid": "none",
  "metadata": {"title": "C", "last-modified": "2026-02-01T00:00:00Z", "version": "1", "oscal-version": "2.0.0"}
}}`))
	fmt.Println(err)
	// Output:
	// catalog.json:2:11: catalog.uuid: "none" is no UUID
	//       2 |   "uuid": "none",
	//         |           ^
	// catalog.json:3:104: catalog.metadata.oscal-version: the version of OSCAL is "2.0.0"; read are 1.0 and 1.1
	//       3 |   "metadata": {"title": "C", "last-modified": "2026-02-01T00:00:00Z", "version": "1", "oscal-version": "2.0.0"}
	//         |                                                                                                        ^
}

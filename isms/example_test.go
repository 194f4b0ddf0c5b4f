package isms_test

import (
	"context"
	"fmt"
	"testing/fstest"
	"time"

	"github.com/ismskit/ismskit/isms"
)

// The sample of the package's documentation.
const sample = `format: ismskit.isms/v1
id: meridian
edition: 2022-amd1
reviewInterval: 370d
persons:
  - {id: ana, topManagement: true, active: true}
documents:
  - id: D-1
    title: Scope of the system
    covers: [scope]
    status: approved
    approvedBy: anna
    approvedAt: 2026-01-15
    previous: ~
scope:
  statement: Booking of walks, from the web page to the guide
  included: [booking]
  document: D-1
`

func Example() {
	s, err := isms.Parse("isms.yaml", []byte(sample))
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, d := range s.Documents.Or(nil) {
		title, _ := d.Title.Get()
		fmt.Printf("%s: %s, version known: %t, first version: %t\n", d.ID, title, d.Version.Known(), d.Previous.IsNone())
	}
	fmt.Println("audits known:", s.Audits.Known())
	for _, p := range s.Check(time.Date(2026, 7, 1, 0, 0, 0, 0, time.UTC)) {
		fmt.Println(p)
	}
	// Output:
	// D-1: Scope of the system, version known: false, first version: true
	// audits known: false
	// isms.yaml:12:17: documents[D-1].approvedBy: no person has the id "anna" (did you mean "ana"?)
}

func ExampleParse_error() {
	_, err := isms.Parse("isms.yaml", []byte("format: ismskit.isms/v1\ndocuments:\n  - {id: D-1, aproved_by: ana}\n"))
	fmt.Println(err)
	// Output:
	// isms.yaml:3:15: documents[0].aproved_by: unknown key "aproved_by" (did you mean "approvedBy"?)
	//       3 |   - {id: D-1, aproved_by: ana}
	//         |               ^
}

func ExampleLoad() {
	folder := fstest.MapFS{
		"scope.yaml":      {Data: []byte("format: ismskit.isms/v1\nscope: {statement: Everything, document: D-1}\n")},
		"documents.yaml":  {Data: []byte("format: ismskit.isms/v1\ndocuments:\n  - {id: D-1}\n")},
		"old/scope2.yaml": {Data: []byte("format: ismskit.isms/v1\nscope: {statement: The web page}\n")},
	}
	_, err := isms.Load(context.Background(), folder)
	fmt.Println(err)
	delete(folder, "old/scope2.yaml")
	s, _ := isms.Load(context.Background(), folder)
	fmt.Println(isms.Locate(s, "scope.document"))
	fmt.Print(string(s.Bytes()))
	// Output:
	// scope.yaml:2:20: scope.statement: is not the same as at old/scope2.yaml:2:20
	//       2 | scope: {statement: Everything, document: D-1}
	//         |                    ^
	// scope.yaml:2:42
	// {"format":"ismskit.isms/v1",
	// "scope":{"statement":"Everything","document":"D-1"},
	// "documents":[
	// {"id":"D-1"}]}
}

func ExampleCheckSuccession() {
	old, _ := isms.Parse("2025.yaml", []byte("format: ismskit.isms/v1\nreviews: [{id: V-1, at: 2025-11-03}]\n"))
	new, _ := isms.Parse("2026.yaml", []byte("format: ismskit.isms/v1\nreviews: [{id: V-1, at: 2025-11-30}]\n"))
	for _, p := range isms.CheckSuccession(old, new) {
		fmt.Println(p)
	}
	// Output:
	// 2026.yaml:2:25: reviews[V-1].at: was "2025-11-03T00:00:00Z", is "2025-11-30T00:00:00Z"
}

func ExampleField_Value() {
	s, _ := isms.Parse("isms.yaml", []byte(sample))
	for path, e := range s.Walk() {
		t := isms.TypeOf(e)
		for i := range t.Fields {
			if v, state := t.Fields[i].Value(e); t.Name == "scope" && state != isms.StateUnknown {
				fmt.Println(path, t.Fields[i].Name, v)
			}
		}
	}
	// Output:
	// scope statement Booking of walks, from the web page to the guide
	// scope included [booking]
	// scope document D-1
}

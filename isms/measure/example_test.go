package measure_test

import (
	"fmt"
	"strings"
	"time"

	"github.com/ismskit/ismskit/isms"
	"github.com/ismskit/ismskit/isms/measure"
)

const outages = `format: ismskit.isms/v1
measures:
  - id: M-1
    what: Outage of the booking page
    unit: h
    method: minutes / 60.0
    methodVersion: "2"
    inputs:
      - {name: minutes, title: Minutes of outage, unit: min, many: false}
    results:
      - at: 2026-03-31
        value: 1.25
        inputs: [{name: minutes, value: 75}]
        methodDigest: sha256:5e3a0e1e6bd0e6d1c2d34e3d8ff0d7a0c6f8a2b4a1c9e7d5b3f1a0c8e6d4b2f0
        rebased: false
      - at: 2026-06-30
        value: 0.6
        inputs: [{name: minutes, value: 30}]
        methodDigest: METHOD
        rebased: false
`

func outage() *isms.Measure {
	s, err := isms.Parse("isms.yaml", []byte(strings.Replace(outages, "METHOD", string(isms.DigestMethod("minutes / 60.0")), 1)))
	if err != nil {
		panic(err)
	}
	return s.Measures.Or(nil)[0]
}

func ExampleRecompute() {
	for _, o := range measure.Recompute(outage()) {
		fmt.Println(o.Path, o.Status, o.Value, "comparable:", o.Comparable)
	}
	// Output:
	// measures[M-1].results[0] reproduced 1.25 comparable: no
	// measures[M-1].results[1] differs 0.5 comparable: yes
}

func ExampleRebase() {
	m, left, err := measure.Rebase(outage(), measure.Method{Text: "minutes / 30.0", Version: "3"})
	if err != nil {
		fmt.Println(err)
		return
	}
	points, _ := measure.Series(m)
	for _, p := range points {
		fmt.Println(p.At.Format(time.DateOnly), p.Value)
	}
	fmt.Println(len(left), "left")
	// Output:
	// 2026-03-31 2.5
	// 2026-06-30 1
	// 0 left
}

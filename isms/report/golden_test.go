package report_test

import (
	"testing"

	"github.com/ismskit/ismskit/isms/report"
)

// TestGolden pins every report about Meridian Tours, and about a system that
// states nothing, in every form.
func TestGolden(t *testing.T) {
	for name, s := range map[string]string{"meridian": "", "empty": "format: ismskit.isms/v1\nedition: 2022-amd1\n"} {
		t.Run(name, func(t *testing.T) {
			sys := meridian(t)
			if s != "" {
				sys = system(t, s)
			}
			for kind, r := range all(t, sys, checked(t, sys, "2022-amd1")) {
				golden(t, name+"/"+kind+".md", r.Markdown())
				golden(t, name+"/"+kind+".json", r.JSON())
				golden(t, name+"/"+kind+".csv", r.CSV())
				if c, ok := r.(*report.Calendar); ok {
					golden(t, name+"/calendar.txt", c.Text())
					golden(t, name+"/calendar.ics", c.ICalendar())
				}
			}
		})
	}
}

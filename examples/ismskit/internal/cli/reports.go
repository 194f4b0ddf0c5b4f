package cli

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/ismskit/ismskit/isms/report"
)

// A teller holds the flags of the commands that print a report in one of
// several forms.
type teller struct {
	judge
	markdown, csv bool
	output        string
	exitCode      bool
}

func (r *teller) flags(cmd *cobra.Command, finding string) {
	f := cmd.Flags()
	f.BoolVar(&r.markdown, "markdown", false, "print Markdown")
	f.BoolVar(&r.csv, "csv", false, "print CSV")
	f.StringVarP(&r.output, "output", "o", stdName, "write to this file; - is standard output")
	f.BoolVar(&r.exitCode, "exit-code", false, "exit status 1 if "+finding)
}

// write writes a report in the form that is asked for; text is for readers at a
// terminal.
func (r *teller) write(rep report.Report, text func() ([]byte, error)) error {
	var data []byte
	var err error
	switch {
	case r.json:
		data = rep.JSON()
	case r.markdown:
		data = rep.Markdown()
	case r.csv:
		data = rep.CSV()
	default:
		data, err = text()
	}
	if err != nil {
		return err
	}
	return r.tool.write(r.output, data)
}

// oneForm wants one form at the most.
func (r *teller) oneForm(names []string, more bool) error {
	n := 0
	for _, on := range []bool{r.json, r.markdown, r.csv, more} {
		if on {
			n++
		}
	}
	switch {
	case n > 1:
		return usagef("the forms of output exclude each other")
	case len(names) == 0:
		return usagef("wanted is a folder with the documents of a management system")
	}
	return nil
}

// who names somebody, and says so where there is nobody.
func who(w report.Who) string {
	switch {
	case w.String() == "":
		return "nobody is named"
	case w.Gone:
		return fmt.Sprintf("%s, who has left", w)
	}
	return w.String()
}

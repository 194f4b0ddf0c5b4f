package main

import (
	"fmt"
	"io"
	"time"

	"github.com/ismskit/ismskit/isms"
	"github.com/ismskit/ismskit/isms/conformity"
)

// write gives the report in the order in which somebody asks: how much was
// looked at, what is wrong, what is not known.
func write(w io.Writer, sys *isms.System, r *conformity.Report) {
	fmt.Fprintf(w, "%s, against %s as of %s\n\n", sys.Organisation.Or(nil).Name.Or(""), r.Profile.Title, r.AsOf.Format(time.DateOnly))
	for _, kind := range conformity.Kinds() {
		c := r.Count(kind)
		fmt.Fprintf(w, "%-8s%5d conform  %3d nonconform  %3d undetermined  %5d not applicable\n", kind, c.Conform, c.Nonconform, c.Undetermined, c.NotApplicable)
	}
	for _, x := range r.Warnings {
		fmt.Fprintf(w, "\nwarning: %s: %s\n", x.Path, x.Message)
	}
	for _, p := range sys.Check(r.AsOf) {
		fmt.Fprintf(w, "\nproblem: %s\n", p)
	}
	for _, s := range []isms.VerdictStatus{isms.VerdictNonconform, isms.VerdictUndetermined} {
		for i := range r.Verdicts {
			if v := &r.Verdicts[i]; v.Status == s {
				writeVerdict(w, v)
			}
		}
	}
}

func writeVerdict(w io.Writer, v *conformity.Verdict) {
	fmt.Fprintf(w, "\n%s %s (%s, %s): %s\n  %s\n", v.Status, v.Rule.ID, v.Clause, v.Rule.Kind, v.Subject.Path, v.Rule.Meaning)
	for _, s := range v.Seen {
		fmt.Fprintf(w, "  seen: %s is %s\n", s.Field, s.Value)
	}
	for _, m := range v.Missing {
		fmt.Fprintf(w, "  missing: %s\n", m)
	}
	fmt.Fprintf(w, "  at %s; %s\n", v.Position, v.Rule.Advice)
}

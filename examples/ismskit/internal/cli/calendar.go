package cli

import (
	"context"
	"time"

	"github.com/spf13/cobra"

	"github.com/ismskit/ismskit/isms/report"
)

func newCalendar(t *tool) *cobra.Command {
	c := &dater{teller: teller{judge: judge{tool: t}}}
	cmd := &cobra.Command{
		Use:   "calendar FOLDER|DOCUMENT...|SNAPSHOT --at TIME",
		Short: "List what falls due, and what is overdue",
		Long: `calendar lists what falls due from a day on: reviews, audits, assessments, items
of treatment, approvals that end, documents to look at again, and the rest, with
what is overdue when the interval begins, and what is open and has no date.

--ical writes iCalendar (RFC 5545). Entries keep their identity, so that a
calendar that is imported again moves what has moved, and enters nothing twice.`,
		Example: `  ismskit calendar isms/ --at 2026-06-30
  ismskit calendar isms/ --at 2026-06-30 --days 365 --ical -o isms.ics`,
		RunE: func(cmd *cobra.Command, args []string) error { return c.run(cmd.Context(), args) },
	}
	f := cmd.Flags()
	f.StringVar(&c.at, "at", "", "first day: a date such as 2026-03-01, or a time (default: that of the snapshot)")
	c.flags(cmd, "anything is overdue")
	f.StringVar(&c.until, "until", "", "last day")
	f.IntVar(&c.days, "days", 90, "days from the first to the last, instead of --until")
	f.BoolVar(&c.ical, "ical", false, "print iCalendar")
	cmd.MarkFlagsMutuallyExclusive("until", "days")
	return cmd
}

type dater struct {
	teller
	until string
	days  int
	ical  bool
}

// maxDays keeps the last day within the years that there are.
const maxDays = 366_000

func (c *dater) run(ctx context.Context, names []string) error {
	if err := c.oneForm(names, c.ical); err != nil {
		return err
	}
	if c.days < 0 || c.days > maxDays {
		return usagef("--days is 0 to %d", maxDays)
	}
	h, err := c.readHouse(ctx, names)
	if err != nil {
		return err
	}
	from, err := c.time(h)
	if err != nil {
		return err
	}
	until := from.Add(time.Duration(c.days) * 24 * time.Hour)
	if c.until != "" {
		if until, err = asOfFlag("--until", c.until); err != nil {
			return err
		}
		if until.Before(from) {
			return usagef("--until is before --at")
		}
	}
	list, err := report.NewCalendar(ctx, h.system, from, until)
	if err != nil {
		return err
	}
	if c.ical {
		err = c.tool.write(c.output, list.ICalendar())
	} else {
		err = c.write(list, func() ([]byte, error) { return list.Text(), nil })
	}
	if err == nil && c.exitCode && len(list.Overdue()) > 0 {
		err = errFindings
	}
	return err
}

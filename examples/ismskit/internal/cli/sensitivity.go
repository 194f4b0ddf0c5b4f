package cli

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"github.com/ismskit/ismskit/criteria/analysis"
	"github.com/ismskit/ismskit/criteria/chart"
)

func newSensitivity(t *tool) *cobra.Command {
	e := &examiner{tool: t}
	svg := ""
	cmd := &cobra.Command{
		Use:   "sensitivity RECORD RISK",
		Short: "Show what each input can do alone to one risk",
		Long: `sensitivity moves one input after the other over its whole scale while the
others stay as they are, and shows between which outcomes it can move the risk,
the widest first. With --svg it draws that as a tornado chart.`,
		Example: `  ismskit sensitivity assessment.json R-13
  ismskit sensitivity assessment.json R-13 --svg tornado.svg`,
		Args: cobra.ExactArgs(2),
		RunE: func(cmd *cobra.Command, args []string) error {
			return e.sensitivity(cmd.Context(), args[0], args[1], svg)
		},
	}
	e.flags(cmd.Flags())
	cmd.Flags().StringVar(&svg, "svg", "", "write a tornado chart to this file as SVG; - is standard output")
	return cmd
}

func (e *examiner) sensitivity(ctx context.Context, name, id, svg string) error {
	if e.json && svg == stdName {
		return usagef("--json and --svg - exclude each other")
	}
	x, err := e.examine(ctx, name, id)
	if err != nil {
		return err
	}
	if svg != "" {
		title := strings.TrimSpace(x.outcome.Key() + " " + x.risk.Title)
		if err := e.write(svg, chart.Tornado(x.criteria, x.sense, title, "")); err != nil || !e.json {
			return err
		}
	}
	if e.json {
		return e.printJSON(newSensitivityJSON(x))
	}
	o := x.outcome
	fmt.Fprintf(e.out, "%s %s: %s, %s\n\n", e.style.bold(o.Key()), visible(x.risk.Title), levelAndBand(o.Level, o.Band), o.Decision)
	b := newTable("input", "lowest at", "level", "band", "decision", "highest at", "level", "band", "decision", "bands moved")
	for _, s := range x.sense.Swings {
		b.addText(s.Input, s.Low.At, s.Low.Level.String(), or(s.Low.Band, "?"), s.Low.Decision, s.High.At, s.High.Level.String(), or(s.High.Band, "?"), s.High.Decision, strconv.Itoa(s.Width))
	}
	if err := b.print(e.out, e.style, e.width); err != nil {
		return err
	}
	if len(x.sense.Idle) > 0 {
		fmt.Fprintf(e.out, "\nMakes no difference here, whatever it is: %s\n", strings.Join(x.sense.Idle, ", "))
	}
	return nil
}

type sensitivityJSON struct {
	Risk     string      `json:"risk"`
	Stage    string      `json:"stage"`
	Level    *string     `json:"level"`
	Band     *string     `json:"band"`
	Decision string      `json:"decision"`
	Swings   []swingJSON `json:"swings"` // the widest first
	Idle     []string    `json:"idle"`
}

type swingJSON struct {
	Input string    `json:"input"`
	Low   swungJSON `json:"low"`
	High  swungJSON `json:"high"`
	Width int       `json:"width"` // bands between the two
}

type swungJSON struct {
	At       string  `json:"at"`
	Level    *string `json:"level"`
	Band     *string `json:"band"`
	Decision string  `json:"decision"`
}

func newSwungJSON(s analysis.Swung) swungJSON {
	return swungJSON{s.At, nullable(s.Level.String()), nullable(s.Band), s.Decision}
}

func newSensitivityJSON(x *examination) sensitivityJSON {
	o := x.outcome
	j := sensitivityJSON{Risk: o.Risk, Stage: o.Stage.String(), Level: nullable(o.Level), Band: nullable(o.Band), Decision: o.Decision.String(),
		Swings: []swingJSON{}, Idle: list(x.sense.Idle)}
	for _, s := range x.sense.Swings {
		j.Swings = append(j.Swings, swingJSON{s.Input, newSwungJSON(s.Low), newSwungJSON(s.High), s.Width})
	}
	return j
}

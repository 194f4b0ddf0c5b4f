package cli

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"

	"github.com/spf13/cobra"

	"github.com/ismskit/ismskit/criteria"
	"github.com/ismskit/ismskit/criteria/chart"
	"github.com/ismskit/ismskit/criteria/source"
	"github.com/ismskit/ismskit/risk"
)

func newHeatmap(t *tool) *cobra.Command {
	h := &heatmapper{tool: t}
	cmd := &cobra.Command{
		Use:   "heatmap CRITERIA",
		Short: "Draw the matrix, with risks as dots",
		Long: `heatmap shows the band of every combination of two inputs. Other inputs are
taken at their worst: a cell shows the highest band that it may have. With
--register the risks of a stage are placed in their cells; a risk whose two
ratings are not known exactly has no place, and is named on standard error.`,
		Example: `  ismskit heatmap criteria.yaml
  ismskit heatmap criteria.yaml --register register.yaml --svg map.svg`,
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error { return h.run(cmd.Context(), args[0]) },
	}
	f := cmd.Flags()
	f.StringVar(&h.rows, "rows", "", "input whose levels go upwards (default: the first rating that the criteria read)")
	f.StringVar(&h.columns, "columns", "", "input whose levels go to the right (default: the next one)")
	f.StringVar(&h.register, "register", "", "register whose risks are placed on the map")
	f.StringVar(&h.stage, "stage", risk.Current.String(), "stage of the risks: inherent, current or residual")
	f.StringVar(&h.at, "at", "", "time, for criteria that look at it")
	f.StringVar(&h.svg, "svg", "", "write the map to this file as SVG; - is standard output")
	return cmd
}

type heatmapper struct {
	*tool
	rows, columns, register, stage, at, svg string
}

func (h *heatmapper) run(ctx context.Context, name string) error {
	if h.json && h.svg == stdName {
		return usagef("--json and --svg - exclude each other")
	}
	c, err := h.readCriteria(name)
	if err != nil {
		return err
	}
	m, err := h.draw(ctx, c)
	if err != nil {
		return err
	}
	if h.register != "" {
		if err := h.place(ctx, m, c); err != nil {
			return err
		}
	}
	if h.svg != "" {
		if err := h.write(h.svg, m.SVG()); err != nil || !h.json {
			return err
		}
	}
	if h.json {
		return h.printJSON(newHeatmapJSON(m))
	}
	if _, err := h.out.WriteString(m.Text()); err != nil {
		return err
	}
	return h.printDots(m)
}

func (h *heatmapper) draw(ctx context.Context, c *criteria.Criteria) (*chart.HeatMap, error) {
	opts := chart.Options{}
	if h.at != "" {
		at, err := asOf(h.at)
		if err != nil {
			return nil, err
		}
		opts.AsOf = at
	}
	rows, columns, ok := chart.MainInputs(c)
	if (h.rows == "" || h.columns == "") && !ok {
		return nil, errors.New("the criteria read fewer than two ratings, so there is no matrix")
	}
	if h.rows != "" && h.columns == "" && columns == h.rows {
		columns = rows
	}
	if h.columns != "" && h.rows == "" && rows == h.columns {
		rows = columns
	}
	m, err := chart.NewHeatMap(ctx, c, or(h.rows, rows), or(h.columns, columns), opts)
	if errors.Is(err, source.UnknownName) {
		return nil, usagef("--rows, --columns: %v", err)
	}
	return m, err
}

// place puts the risks on the map.
func (h *heatmapper) place(ctx context.Context, m *chart.HeatMap, c *criteria.Criteria) error {
	stage, ok := risk.ParseStage(h.stage)
	if !ok {
		return usagef("--stage: %q is none of inherent, current, residual", source.Clip(h.stage))
	}
	reg, err := h.readRegister(ctx, h.register, c)
	if err != nil {
		return err
	}
	var errs source.Reporter
	for _, r := range reg.Risks {
		if !slices.Contains(r.Rated(), stage) {
			continue
		}
		in, err := r.Bind(c, stage)
		if err != nil {
			if !collect(&errs, err) {
				break
			}
			continue
		}
		if !m.Place(r.ID, r.Title, in) {
			fmt.Fprintf(h.err, "%s has no place on the map: %s or %s is not known exactly, or there are %s dots already\n", r.ID, m.Rows.ID, m.Columns.ID, thousands(chart.MaxDots))
		}
	}
	return errs.Err()
}

func (h *heatmapper) printDots(m *chart.HeatMap) error {
	if len(m.Dots) == 0 {
		return nil
	}
	b := newTable("#", "risk", m.Rows.ID, m.Columns.ID, "title")
	for _, d := range m.Dots {
		b.addText(strconv.Itoa(d.Number), d.ID, m.Rows.Scale.Levels[d.Row].ID, m.Columns.Scale.Levels[d.Column].ID, d.Title)
	}
	if err := h.out.WriteByte('\n'); err != nil {
		return err
	}
	return b.print(h.out, h.style, h.width)
}

type heatmapJSON struct {
	Rows    string      `json:"rows"`
	Columns string      `json:"columns"`
	Bands   []bandJSON  `json:"bands"`
	Cells   [][]*string `json:"cells"` // first row and column: lowest level; null where the criteria fail
	Worst   bool        `json:"worst"`
	Dots    []dotJSON   `json:"dots,omitempty"`
}

type bandJSON struct {
	ID    string `json:"id"`
	Title string `json:"title,omitempty"`
	Color string `json:"color,omitempty"`
}

type dotJSON struct {
	Number int    `json:"number"`
	Risk   string `json:"risk"`
	Row    string `json:"row"`
	Column string `json:"column"`
}

func newHeatmapJSON(m *chart.HeatMap) heatmapJSON {
	j := heatmapJSON{Rows: m.Rows.ID, Columns: m.Columns.ID, Worst: m.Worst}
	for i := range m.Bands {
		j.Bands = append(j.Bands, bandJSON{m.Bands[i].ID, m.Bands[i].Title, m.Bands[i].Color})
	}
	for _, row := range m.Cells {
		cells := make([]*string, len(row))
		for k, c := range row {
			if c.Band >= 0 {
				cells[k] = &m.Bands[c.Band].ID
			}
		}
		j.Cells = append(j.Cells, cells)
	}
	for _, d := range m.Dots {
		j.Dots = append(j.Dots, dotJSON{d.Number, d.ID, m.Rows.Scale.Levels[d.Row].ID, m.Columns.Scale.Levels[d.Column].ID})
	}
	return j
}

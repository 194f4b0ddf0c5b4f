package page

import (
	"context"

	"github.com/ismskit/ismskit/criteria/chart"
	"github.com/ismskit/ismskit/risk"
)

// mostInCell is how many risks a cell of the map names. All are counted, and
// all are in the list of risks.
const mostInCell = 12

// heatMap is the matrix as a table, which screen readers can walk through and
// which fits a phone.
type heatMap struct {
	Rows, Columns string
	Stage         string
	Worst         bool
	Heads         []string // of the columns
	Lines         []mapLine
	Bands         []band
	Unplaced      []mapRisk // have no place
	UnplacedMore  int
}

type mapLine struct {
	Head  string
	Cells []mapCell
}

type mapCell struct {
	Band  band
	Count int
	Risks []mapRisk
	More  int
}

// mapRisk is a risk on the map, in the colour of its own band.
type mapRisk struct {
	ID, Title string
	Band      band
}

// newHeatMap is nil where the criteria read fewer than two ratings.
func newHeatMap(ctx context.Context, in *Input, n *names) (*heatMap, error) {
	c := in.Assessment.Criteria()
	rows, columns, ok := chart.MainInputs(c)
	if !ok {
		return nil, nil
	}
	m, err := chart.NewHeatMap(ctx, c, rows, columns, chart.Options{AsOf: in.Assessment.Seal.AsOf})
	if err != nil {
		return nil, err
	}
	stage := mainStage(in.Assessment)
	h := &heatMap{Rows: n.input(rows), Columns: n.input(columns), Stage: stage.String(), Worst: m.Worst}
	for _, b := range m.Bands {
		h.Bands = append(h.Bands, n.band(b.ID))
	}
	cells := make([][]mapCell, len(m.Cells))
	for r := range m.Cells {
		for _, cell := range m.Cells[r] {
			x := mapCell{Band: noBand}
			if cell.Band >= 0 {
				x.Band = h.Bands[cell.Band]
			}
			cells[r] = append(cells[r], x)
		}
	}
	risk := func(id string) mapRisk {
		return mapRisk{id, in.Assessment.Risk(id).Title, n.band(in.Assessment.Outcome(id, stage).Band)}
	}
	for _, id := range ranked(in.Assessment.Ranking(stage)) {
		bound, err := in.Assessment.Risk(id).Bind(c, stage)
		if err != nil {
			return nil, err
		}
		if !m.Place(id, "", bound) {
			h.Unplaced, h.UnplacedMore = capped(h.Unplaced, h.UnplacedMore, risk(id))
		}
	}
	for _, d := range m.Dots { // in order of treatment
		cell := &cells[d.Row][d.Column]
		cell.Count++
		cell.Risks, cell.More = capped(cell.Risks, cell.More, risk(d.ID))
	}
	for r := len(cells) - 1; r >= 0; r-- {
		h.Lines = append(h.Lines, mapLine{n.level(rows, m.Rows.Scale.Levels[r].ID), cells[r]})
	}
	for _, l := range m.Columns.Scale.Levels {
		h.Heads = append(h.Heads, n.level(columns, l.ID))
	}
	return h, nil
}

func capped(risks []mapRisk, more int, r mapRisk) ([]mapRisk, int) {
	if len(risks) < mostInCell {
		return append(risks, r), more
	}
	return risks, more + 1
}

// ranked lists the risks of a ranking in order of treatment.
func ranked(r risk.Ranking) []string {
	var ids []string
	for _, group := range r.Groups {
		ids = append(ids, group...)
	}
	return ids
}

// mainStage is what the page is about: the current stage, or the first that
// there is.
func mainStage(a *risk.Assessment) risk.Stage {
	if len(a.Ranking(risk.Current).Groups) > 0 || len(a.Rankings) == 0 {
		return risk.Current
	}
	return a.Rankings[0].Stage
}

package cli

import (
	"github.com/ismskit/ismskit/criteria"
	"github.com/ismskit/ismskit/risk"
)

type planJSON struct {
	Plan       planRefJSON     `json:"plan"`
	Assessment string          `json:"assessment"`
	AsOf       string          `json:"asOf"`
	Risks      []demandJSON    `json:"risks"`
	Findings   []planFindJSON  `json:"findings"`
	Residual   *residualJSON   `json:"residual,omitempty"`  // with --risk
	Failure    *ctlFailureJSON `json:"failure,omitempty"`   // with --fail
	Portfolio  []portfolioJSON `json:"portfolio,omitempty"` // with --portfolio
}

type planRefJSON struct {
	ID      string  `json:"id"`
	Version *string `json:"version"`
	Digest  string  `json:"digest"`
}

type standJSON struct {
	Level    *string `json:"level"`
	Band     *string `json:"band"`
	Decision string  `json:"decision"`
	Rule     *string `json:"rule"`
}

type demandJSON struct {
	Risk        string    `json:"risk"`
	Current     standJSON `json:"current"`
	Residual    standJSON `json:"residual"`
	Need        string    `json:"need"`
	Option      *string   `json:"option"`
	Items       []string  `json:"items"`
	Acceptances []string  `json:"acceptances"`
	Questions   []string  `json:"questions"`
	Open        bool      `json:"open"`
}

type planFindJSON struct {
	Code    string  `json:"code"`
	Risk    *string `json:"risk"`
	Item    *string `json:"item"`
	Control *string `json:"control"`
	Input   *string `json:"input"`
	placeJSON
	Message string `json:"message"`
}

// placeJSON is where something stands.
type placeJSON struct {
	File string `json:"file"`
	Line int    `json:"line"`
	Col  int    `json:"col"`
	Path string `json:"path"`
}

type residualJSON struct {
	Risk    string       `json:"risk"`
	Derived bool         `json:"derived"`
	Moves   []ratingJSON `json:"moves"`
}

type ratingJSON struct {
	From     string          `json:"from"` // the stage
	To       string          `json:"to"`
	Input    string          `json:"input"`
	Old      string          `json:"old"`
	New      string          `json:"new"`
	Basis    string          `json:"basis"`
	Controls []reductionJSON `json:"controls"`
}

type reductionJSON struct {
	Control       string  `json:"control"`
	Steps         int     `json:"steps"`
	Effectiveness *string `json:"effectiveness"`
	Levels        int     `json:"levels"`
}

type ctlFailureJSON struct {
	Controls []string   `json:"controls"`
	Risks    int        `json:"risks"` // on which one of them acts
	Moves    []moveJSON `json:"moves"`
	Lost     []string   `json:"lost"`
}

type moveJSON struct {
	Risk        string    `json:"risk"`
	Stage       string    `json:"stage"`
	Old         standJSON `json:"old"`
	New         standJSON `json:"new"`
	Acceptances []string  `json:"acceptances"`
}

func newStandJSON(o *risk.Outcome) standJSON {
	if o == nil {
		return standJSON{Decision: criteria.Undetermined.String()}
	}
	return standJSON{nullable(o.Level), nullable(o.Band), o.Decision.String(), nullable(o.Rule)}
}

func newPlanRefJSON(p *risk.Plan) planRefJSON {
	return planRefJSON{p.ID, nullable(p.Version), string(p.Digest())}
}

func newPlanJSON(r *planned) planJSON {
	j := planJSON{
		Plan: newPlanRefJSON(r.treatment.Plan()), Assessment: r.treatment.Assessment().Digest(), AsOf: timeText(r.asOf),
		Risks: []demandJSON{}, Findings: []planFindJSON{},
	}
	for i := range r.demands {
		d := &r.demands[i]
		j.Risks = append(j.Risks, demandJSON{d.Risk, newStandJSON(d.Current), newStandJSON(d.Residual), d.Need.String(), nullable(d.Option),
			list(d.Items), list(d.Acceptances), list(d.Questions), d.Open})
	}
	for _, f := range r.findings {
		j.Findings = append(j.Findings, planFindJSON{string(f.Code), nullable(f.Risk), nullable(f.Item), nullable(f.Control), nullable(f.Input),
			placeJSON{f.File, f.Pos.Line, f.Pos.Col, f.Path}, f.Message})
	}
	if x := r.residual; x != nil {
		j.Residual = &residualJSON{Risk: x.Risk, Derived: x.Derived, Moves: []ratingJSON{}}
		j.Residual.add(risk.Inherent, risk.Current, x.Existing)
		j.Residual.add(risk.Current, risk.Residual, x.Planned)
	}
	if f := r.failure; f != nil {
		j.Failure = &ctlFailureJSON{Controls: list(f.Controls), Risks: f.Risks, Moves: []moveJSON{}, Lost: list(r.lost)}
		for i := range f.Moves {
			m := &f.Moves[i]
			j.Failure.Moves = append(j.Failure.Moves, moveJSON{m.Risk, m.Stage.String(), newStandJSON(m.Old), newStandJSON(m.New), list(m.Acceptances)})
		}
	}
	for _, f := range r.portfolio {
		j.Portfolio = append(j.Portfolio, newPortfolioJSON(f))
	}
	return j
}

func (j *residualJSON) add(from, to risk.Stage, moves []risk.RatingMove) {
	for i := range moves {
		m := &moves[i]
		x := ratingJSON{from.String(), to.String(), m.Input, m.Old.String(), m.New.String(), m.Basis.String(), []reductionJSON{}}
		for _, by := range m.By {
			r := reductionJSON{Control: by.Control, Steps: by.Steps, Levels: by.Levels}
			if by.Effectiveness != nil {
				r.Effectiveness = nullable(decimal(by.Effectiveness))
			}
			x.Controls = append(x.Controls, r)
		}
		j.Moves = append(j.Moves, x)
	}
}

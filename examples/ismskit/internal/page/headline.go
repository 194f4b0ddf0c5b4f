package page

import (
	"strconv"

	"github.com/ismskit/ismskit/criteria"
	"github.com/ismskit/ismskit/risk"
)

// headline is what a reader sees first: what this is about, as of when, under
// which criteria, and what came of it.
type headline struct {
	Title, AsOf string
	Later       string // as of when approvals and conformity are judged, if that is another time
	Criteria    string
	Rationale   string
	Digests     []fact
	Tiles       []tile
	Bars        []bar
	Bands       []band
	Limits      []limit
	Dialect     string
}

// A tile is a number that matters.
type tile struct {
	Number, What string
	Class        string
	To           string // place of the page
}

// A bar shows the bands of all risks at one stage.
type bar struct {
	Stage string
	Total int
	Parts []part
}

type part struct {
	Band  band
	Count int
	At    int // number of risks before it
}

// A limit is what the organisation can bear of many risks together.
type limit struct {
	Title, Unit string
	State       state
	Text        string
}

func newHeadline(in *Input, n *names, p *page) *headline {
	a := in.Assessment
	doc := a.Criteria().Document()
	h := &headline{
		Title: or(in.Title, a.Seal.ID, "Risks"), AsOf: day(a.Seal.AsOf), Criteria: or(doc.Title, doc.ID), Rationale: doc.Rationale, Dialect: a.Seal.Dialect,
		Digests: []fact{
			{"Assessment", a.Digest()},
			{"Criteria", string(a.Seal.Criteria)},
			{"Risks, Merkle root of " + strconv.FormatUint(a.Seal.Register.Count, 10), string(a.Seal.Register.Hash)},
			{"Outcomes, Merkle root of " + strconv.FormatUint(a.Seal.Outcomes.Count, 10), string(a.Seal.Outcomes.Hash)},
		},
	}
	if doc.Version != "" {
		h.Criteria += ", version " + doc.Version
	}
	if !in.AsOf.Equal(a.Seal.AsOf) {
		h.Later = day(in.AsOf)
	}
	if p.Plan != nil {
		h.Digests = append(h.Digests, fact{"Treatment plan", p.Plan.Digest})
	}
	if p.Statement != nil {
		h.Digests = append(h.Digests, fact{"Statement of applicability", p.Statement.Digest})
	}
	if p.Conformity != nil {
		h.Digests = append(h.Digests, fact{"Conformity", p.Conformity.Digest})
	}
	for _, b := range doc.Bands {
		h.Bands = append(h.Bands, n.band(b.ID))
	}
	h.Bands = append(h.Bands, noBand)
	stage := mainStage(a)
	main := a.Portfolio(stage)
	for _, r := range a.Rankings {
		h.Bars = append(h.Bars, newBar(&a.Portfolio(r.Stage).All, r.Stage.String(), n))
	}
	if in.Treatment != nil {
		h.Bars = append(h.Bars, newBar(&in.Treatment.Portfolio(risk.Residual).All, "after the plan", n))
	}
	h.tiles(&main.All, p)
	for i := range main.Limits {
		h.Limits = append(h.Limits, newLimit(&main.Limits[i]))
	}
	return h
}

func newBar(u *risk.Unit, stage string, n *names) bar {
	b := bar{Stage: stage}
	add := func(x band, count int) {
		if count > 0 {
			b.Parts = append(b.Parts, part{x, count, b.Total})
			b.Total += count
		}
	}
	for _, c := range u.Bands {
		add(n.band(c.Band), c.Risks)
	}
	add(noBand, len(u.Undetermined)-len(u.Unrated))
	return b
}

func (h *headline) tiles(u *risk.Unit, p *page) {
	count := map[criteria.Decision]int{}
	for _, d := range u.Decisions {
		count[d.Decision] = d.Risks
	}
	add := func(number int, what, class, to string) {
		h.Tiles = append(h.Tiles, tile{strconv.Itoa(number), what, class, to})
	}
	some := func(number int, what, class, to string) {
		if number > 0 {
			add(number, what, class, to)
		}
	}
	add(len(p.Risks.Risks), "risks", "neutral", "risks")
	add(count[criteria.Treat]+count[criteria.Avoid], "to treat or avoid", "bad", "risks")
	some(count[criteria.Escalate], "to escalate", "warn", "risks")
	add(count[criteria.AcceptConditionally], "accepted on conditions", "warn", "risks")
	add(count[criteria.Accept], "accepted", "good", "risks")
	some(len(p.Risks.Open), "not decided yet", "unknown", "open")
	some(len(p.Risks.Claims), "claims that do not follow", "bad", "claims")
	if p.Changes != nil {
		add(len(p.Changes.Changes), "changed since last time", "neutral", "changes")
	}
	if p.Plan != nil {
		some(len(p.Plan.Demands), "not answered by the plan", "bad", "plan")
	}
	if p.Approvals != nil {
		add(p.Approvals.Active, "approvals that hold", "good", "approvals")
		some(len(p.Approvals.Requests), "decisions to be made", "warn", "requests")
	}
	if p.Conformity != nil {
		total := 0
		open := 0
		for _, c := range p.Conformity.Clauses {
			total += c.Nonconform
			open += c.Undetermined
		}
		add(total, "nonconformities", "bad", "conformity")
		some(open, "need evidence", "unknown", "evidence")
	}
}

func newLimit(r *risk.LimitResult) limit {
	l := limit{Title: or(r.Limit.Title, words(r.Limit.ID)), Unit: or(r.Unit.ID, "all"), Text: r.String()}
	switch r.Verdict {
	case criteria.LimitExceeded:
		l.State = state{"exceeded", "bad"}
	case criteria.LimitUndetermined:
		l.State = state{"undetermined", "unknown"}
	default:
		l.State = state{words(r.Verdict.String()), "good"}
	}
	return l
}

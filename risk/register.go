package risk

import (
	"math/big"
	"slices"
	"strings"
	"time"

	"github.com/ismskit/ismskit/criteria"
	"github.com/ismskit/ismskit/criteria/source"
)

// RegisterFormat is the first line of every register of this version.
const RegisterFormat = "ismskit.register/v1"

// A Register is a list of risks as they were stated, before any criteria give
// the ratings their meaning.
type Register struct {
	ID    string
	Title string
	Risks []*Risk

	file string
	node *source.Node
}

// A Risk is one entry of a register.
type Risk struct {
	ID          string
	Title       string
	Description string
	Approach    string // event or asset; "" if not stated
	CIA         []string
	Owner       string
	Scope       []string
	Assets      []string
	Threat      string
	Source      string
	Event       string
	Category    string
	Parent      string // the risk that this one refines

	Vulnerabilities []string
	Issues          []string
	Requirements    []string
	Controls        []string // controls that the current ratings take into account
	Identified      time.Time

	// Inputs are stated once for every stage, Ratings for one stage each.
	Inputs  []Statement
	Ratings [3][]Statement // by Stage-1; nil if the stage is not rated

	Rationale []Rationale
	Claimed   *Claim

	node *source.Node
	at   place
	raw  []byte // the line that it was read from without a node
}

// A Statement is the value that somebody states for an input.
type Statement struct {
	Input string
	Value criteria.Stated

	node *source.Node
}

// A Rationale is the reason for a rating.
type Rationale struct {
	Stage Stage // 0 for every stage
	Input string
	Text  string
}

// RationaleOf returns the reason for a rating: the one given for the stage, or
// else the one for every stage, "" if there is none.
func (r *Risk) RationaleOf(stage Stage, input string) string {
	text := ""
	for _, x := range r.Rationale {
		if x.Input == input && (x.Stage == stage || x.Stage == 0 && text == "") {
			text = x.Text
		}
	}
	return text
}

// A Claim is a level or a band that somebody else computed. It is never
// believed: the assessment computes its own and says whether the claim
// follows.
type Claim struct {
	Stage Stage // 0: current, or the only stage that is rated
	Level *big.Rat
	Band  string
}

// place is where a risk stands in its file, for risks that have no node.
type place struct {
	file string
	line int
}

// State states a value for an input at one stage, or at every stage if stage
// is 0. It replaces what was stated for the same input there.
func (r *Risk) State(stage Stage, input string, v criteria.Stated) {
	list := &r.Inputs
	if stage >= Inherent && stage <= Residual {
		list = &r.Ratings[stage-1]
	}
	for i := range *list {
		if (*list)[i].Input == input {
			(*list)[i] = Statement{Input: input, Value: v}
			return
		}
	}
	*list = append(*list, Statement{Input: input, Value: v})
}

// Rated lists the stages that are assessed: those with ratings, or current if
// there are none, so that a risk about which nothing is known is seen.
func (r *Risk) Rated() []Stage {
	var out []Stage
	for _, s := range Stages() {
		if r.Ratings[s-1] != nil {
			out = append(out, s)
		}
	}
	if out == nil {
		out = []Stage{Current}
	}
	return out
}

// claimStage is the stage that the claim is about.
func (r *Risk) claimStage() Stage {
	if r.Claimed == nil {
		return 0
	}
	if r.Claimed.Stage != 0 {
		return r.Claimed.Stage
	}
	if rated := r.Rated(); len(rated) == 1 {
		return rated[0]
	}
	return Current
}

// Sort puts risks into the order in which records hold them: by id.
func (r *Register) sorted() []*Risk {
	out := slices.Clone(r.Risks)
	slices.SortStableFunc(out, func(a, b *Risk) int { return strings.Compare(a.ID, b.ID) })
	return out
}

// Risk returns the risk of that id, or nil.
func (r *Register) Risk(id string) *Risk {
	for _, x := range r.Risks {
		if x.ID == id {
			return x
		}
	}
	return nil
}

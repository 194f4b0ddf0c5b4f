package risk

import (
	"math/big"
	"time"

	"github.com/ismskit/ismskit/criteria/seal"
	"github.com/ismskit/ismskit/criteria/source"
)

// PlanFormat is the first line of every treatment plan of this version.
const PlanFormat = "ismskit.plan/v1"

// The four options of treatment that every plan has. An organisation adds its
// own under options, such as pursue for an opportunity.
const (
	OptionModify = "modify" // lower the risk by controls
	OptionRetain = "retain" // keep it, by an informed decision
	OptionAvoid  = "avoid"  // give up what causes it
	OptionShare  = "share"  // let another party bear part of it
)

// A Plan says what is done about the risks of one assessment, by which
// controls, who does it until when, and who has approved it.
type Plan struct {
	ID         string
	Version    string
	Title      string
	Assessment seal.Digest // of the assessment that the plan treats
	Changed    time.Time   // when the plan was last changed; zero if not stated
	Document   string      // id of the documented information that holds the plan

	Options   []Option   // of the organisation, beside the four that every plan has
	Holders   []Holder   // who holds which authority, and when
	Controls  []Control  // by id
	Items     []PlanItem // what is done
	Approvals []Approval // of items, and acceptances of risks
	Material  []string   // fields whose change makes an approval stale; nil means DefaultMaterial

	file string
	node *source.Node
}

// An Option is a way to treat a risk.
type Option struct {
	ID       string
	Title    string
	Controls bool // an item with this option needs at least one control

	node *source.Node
}

// needsControls tells whether an item with that option needs a control.
func (p *Plan) needsControls(option string) bool {
	for i := range p.Options {
		if p.Options[i].ID == option {
			return p.Options[i].Controls
		}
	}
	return option == OptionModify || option == OptionShare
}

// A Holder is a person that holds an authority of the criteria for a time.
type Holder struct {
	Person    string
	Authority string    // an authority of the criteria
	From      time.Time // zero: since ever
	Until     time.Time // exclusive; zero: without end

	node *source.Node
}

// A Control is a measure that modifies risk, with what it does and how far it
// has come. Only an implemented one counts for the current level of risk.
type Control struct {
	ID        string
	Title     string
	Catalogue string // id of the catalogue that it comes from; "" for the organisation's own
	Owner     string
	Status    ControlStatus
	Since     time.Time // when it was implemented
	Due       time.Time // when it will be
	Evidence  []string
	Effects   []Effect
	Cost      *Cost // of the control alone; nil if not stated

	node *source.Node
}

// An Effect is what a control does: it lowers one rating by at most Steps
// levels, of which it reaches the stated share.
type Effect struct {
	Input         string   // a rating of the criteria
	Steps         int      // levels, at least 1
	Effectiveness *big.Rat // 0 to 1; nil if not stated, which counts as 0: nothing is credited that nobody vouches for

	node *source.Node
}

// Levels returns by how many levels the control lowers the rating: Steps times
// Effectiveness, rounded down, so that nothing is credited that is not fully
// reached.
func (e *Effect) Levels() int {
	if e.Effectiveness == nil {
		return 0
	}
	n := new(big.Int).Mul(big.NewInt(int64(e.Steps)), e.Effectiveness.Num())
	n.Quo(n, e.Effectiveness.Denom())
	if !n.IsInt64() || n.Sign() < 0 || n.Int64() > MaxSteps {
		return 0 // no effect that Bind lets pass
	}
	return int(n.Int64())
}

// ControlStatus tells how far a control has come.
type ControlStatus uint8

// The statuses. The zero ControlStatus is "not stated".
const (
	NotImplemented ControlStatus = iota + 1
	Planned
	Partial // in part; counts as not there yet
	Implemented
)

var controlStatusNames = [...]string{"", "not_implemented", "planned", "partial", "implemented"}

// String returns the name that documents use.
func (s ControlStatus) String() string {
	if int(s) < len(controlStatusNames) {
		return controlStatusNames[s]
	}
	return ""
}

// A PlanItem is one decision about one risk: an option, and what it takes.
type PlanItem struct {
	ID          string
	Risk        string
	Option      string
	Controls    []string // ids of the plan's controls
	Rationale   string
	Responsible string
	Resources   []string
	Cost        *Cost // nil if not stated
	Start       time.Time
	Due         time.Time
	Revised     *Revision // a later due date that somebody approved; nil if there is none
	Status      ItemStatus
	Done        time.Time

	// Expected and Actual are ratings after treatment that differ from the
	// current ones: what is hoped for, and what was found. Levels and bands
	// are computed from them by the criteria, never typed. Nil if not stated.
	Expected  []Statement
	Actual    []Statement
	Deviation string   // why Actual is not what was expected
	Creates   []string // risks that the treatment brings about or raises

	node *source.Node
}

// A Cost is an amount of money, exact.
type Cost struct {
	Amount   *big.Rat
	Currency string
}

// A Revision moves the due date of an item.
type Revision struct {
	Due time.Time
	By  string // who approved it
}

// DueBy returns when the item is due: as revised, otherwise as first planned;
// zero if neither is stated.
func (i *PlanItem) DueBy() time.Time {
	if i.Revised != nil {
		return i.Revised.Due
	}
	return i.Due
}

// ItemStatus tells how far an item has come.
type ItemStatus uint8

// The statuses. The zero ItemStatus is "not stated".
const (
	ItemPlanned ItemStatus = iota + 1
	ItemStarted
	ItemDone
	ItemCancelled // counts as no item
)

var itemStatusNames = [...]string{"", "planned", "started", "done", "cancelled"}

// String returns the name that documents use.
func (s ItemStatus) String() string {
	if int(s) < len(itemStatusNames) {
		return itemStatusNames[s]
	}
	return ""
}

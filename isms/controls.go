package isms

import "time"

// A Control is a measure that modifies risk (6.1.3 b). What it does to the
// ratings of risks stands in the treatment plan, what is decided about it in
// the statement of applicability.
type Control struct {
	Place `isms:"control" doc:"a measure that modifies risk"`

	ID             string               `isms:"id"`
	Source         ControlSource        `isms:"source" doc:"whose design it is"`
	Catalogue      Opt[string]          `isms:"catalogue" doc:"id of the catalogue that it comes from; empty for the organisation's own"`
	Title          Opt[string]          `isms:"title" doc:"what it is called"`
	Description    Opt[string]          `isms:"description" doc:"how the organisation does it"`
	Theme          Opt[string]          `isms:"theme" doc:"group of the catalogue that it belongs to"`
	Attributes     Opt[[]string]        `isms:"attributes" doc:"such as preventive, detective or corrective"`
	Implementation Opt[*Implementation] `isms:"implementation" doc:"how far it has come"`
}

// Implementation says how far a control has come.
type Implementation struct {
	Place `isms:"implementation" doc:"how far a control has come"`

	Status   ImplementationStatus `isms:"status" doc:"only an implemented control counts for the current level of risk"`
	Owner    Opt[string]          `isms:"owner,holds" ref:"person role" doc:"who answers for it"`
	Since    Opt[time.Time]       `isms:"since,fact" doc:"since when it is implemented; none: it is not"`
	Due      Opt[time.Time]       `isms:"due" doc:"when it will be; none: no date is set"`
	Evidence Opt[[]string]        `isms:"evidence" doc:"what shows it"`
}

// ControlSource tells whose design a control is.
type ControlSource string

// The sources of controls.
const (
	OwnControl    ControlSource = "own"
	AnnexAControl ControlSource = "annex_a"
	OtherControl  ControlSource = "other"
)

func (ControlSource) words() []string {
	return []string{string(OwnControl), string(AnnexAControl), string(OtherControl)}
}

// ImplementationStatus tells how far a control has come.
type ImplementationStatus string

// The statuses of controls.
const (
	ControlNotImplemented ImplementationStatus = "not_implemented"
	ControlPlanned        ImplementationStatus = "planned"
	ControlPartial        ImplementationStatus = "partial"
	ControlImplemented    ImplementationStatus = "implemented"
)

func (ImplementationStatus) words() []string {
	return []string{string(ControlNotImplemented), string(ControlPlanned), string(ControlPartial), string(ControlImplemented)}
}

package isms

// A Communication is something that is told to somebody (7.4).
type Communication struct {
	Place `isms:"communication" doc:"something that is told to somebody"`

	ID        string        `isms:"id"`
	Direction CommDirection `isms:"direction" doc:"inside the organisation or across its border"`
	What      Opt[string]   `isms:"what" doc:"what is told"`
	When      Opt[string]   `isms:"when" doc:"when, or at which event"`
	With      Opt[[]string] `isms:"with" doc:"to whom, in words or by ids"`
	By        Opt[string]   `isms:"by,holds" ref:"person role" doc:"who tells it"`
	How       Opt[string]   `isms:"how" doc:"by which means"`
}

// CommDirection tells where a communication goes.
type CommDirection string

// The directions of communication.
const (
	InternalCommunication CommDirection = "internal"
	ExternalCommunication CommDirection = "external"
)

func (CommDirection) words() []string {
	return []string{string(InternalCommunication), string(ExternalCommunication)}
}

package isms

// A Process is a process of the system, or one of the organisation's that it
// is built into (4.4, 5.1 b, 8.1).
type Process struct {
	Place `isms:"process" doc:"a process of the system, or of the organisation"`

	ID                     string        `isms:"id"`
	Name                   Opt[string]   `isms:"name" doc:"what it is called"`
	Description            Opt[string]   `isms:"description" doc:"what is done"`
	Owner                  Opt[string]   `isms:"owner,holds" ref:"person role" doc:"who answers for it"`
	Inputs                 Opt[[]string] `isms:"inputs" doc:"what it needs"`
	Outputs                Opt[[]string] `isms:"outputs" doc:"what it gives"`
	Interactions           Opt[[]string] `isms:"interactions" ref:"process" doc:"processes that it works with"`
	Criteria               Opt[[]string] `isms:"criteria" doc:"what tells whether it runs as it should"`
	ControlEvidence        Opt[[]string] `isms:"controlEvidence" doc:"what shows that it does"`
	ISMSRequirements       Opt[[]string] `isms:"ismsRequirements" doc:"requirements of information security that are part of it"`
	NoIntegrationRationale Opt[string]   `isms:"noIntegrationRationale" doc:"why none is"`
}

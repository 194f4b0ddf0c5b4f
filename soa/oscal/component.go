package oscal

// A ComponentDefinition says which controls components, and capabilities made
// of several, implement.
type ComponentDefinition struct {
	UUID         string
	Metadata     Metadata
	Components   []Component
	Capabilities []Capability

	kept
	provenance
}

// ParseComponents reads a component definition. The error is a *source.Error.
func ParseComponents(name string, data []byte) (*ComponentDefinition, error) {
	return parseAs[*ComponentDefinition](name, data)
}

// Model returns ModelComponents.
func (d *ComponentDefinition) Model() Model { return ModelComponents }

// Bytes returns the component definition as JSON.
func (d *ComponentDefinition) Bytes() []byte { return encode(d) }

func (d *ComponentDefinition) members(m *members) {
	m.text("uuid", &d.UUID, need|isUUID)
	embedded(m, "metadata", &d.Metadata)
	list(m, "components", &d.Components, 0)
	list(m, "capabilities", &d.Capabilities, 0)
}

func (d *ComponentDefinition) check(r *reading) { r.version(d, &d.Metadata) }

// A Component is software, a service, a policy or the like. Components of a
// system have a status as well.
type Component struct {
	UUID        string
	Type        string
	Title       string
	Description string
	Props       []Property
	Status      *State // of a system's component

	Implementations []ControlImplementation // of a component definition's component

	kept
}

func (c *Component) members(m *members) {
	m.text("uuid", &c.UUID, need|isUUID)
	m.text("type", &c.Type, need)
	m.text("title", &c.Title, need)
	m.text("description", &c.Description, need)
	list(m, "props", &c.Props, 0)
	one(m, "status", &c.Status, 0)
	list(m, "control-implementations", &c.Implementations, 0)
}

// A State is a word, with remarks.
type State struct {
	State   string
	Remarks string

	kept
}

func (s *State) members(m *members) {
	m.text("state", &s.State, need)
	m.text("remarks", &s.Remarks, 0)
}

// A Capability is what several components do together.
type Capability struct {
	UUID            string
	Name            string
	Description     string
	Implementations []ControlImplementation

	kept
}

func (c *Capability) members(m *members) {
	m.text("uuid", &c.UUID, need|isUUID)
	m.text("name", &c.Name, need)
	m.text("description", &c.Description, need)
	list(m, "control-implementations", &c.Implementations, 0)
}

// A ControlImplementation says how the controls of one source are implemented.
type ControlImplementation struct {
	UUID         string
	Source       string // of the controls: a catalog or a profile
	Description  string
	Requirements []ImplementedRequirement

	kept
}

func (c *ControlImplementation) members(m *members) {
	m.text("uuid", &c.UUID, need|isUUID)
	m.text("source", &c.Source, need)
	m.text("description", &c.Description, need)
	list(m, "implemented-requirements", &c.Requirements, need)
}

// An Implementation is a control that a component or a capability implements.
type Implementation struct {
	Control     string // its id
	Source      string // of the control: a catalog or a profile
	Component   string // title of the component, or name of the capability
	UUID        string // of the component or capability
	Type        string // of the component; "" for a capability
	Description string // how it is implemented
	Status      string // as a property says, such as implemented; "" if none does
}

// Implemented lists what the components implement, then what the capabilities
// do, in order of the file.
func (d *ComponentDefinition) Implemented() []Implementation {
	var out []Implementation
	for i := range d.Components {
		c := &d.Components[i]
		out = appendImplementations(out, Implementation{Component: c.Title, UUID: c.UUID, Type: c.Type}, c.Implementations)
	}
	for i := range d.Capabilities {
		c := &d.Capabilities[i]
		out = appendImplementations(out, Implementation{Component: c.Name, UUID: c.UUID}, c.Implementations)
	}
	return out
}

// Implementing lists what implements a control.
func (d *ComponentDefinition) Implementing(control string) []Implementation {
	var out []Implementation
	for _, i := range d.Implemented() {
		if i.Control == control {
			out = append(out, i)
		}
	}
	return out
}

func appendImplementations(out []Implementation, of Implementation, list []ControlImplementation) []Implementation {
	for i := range list {
		for j := range list[i].Requirements {
			r := &list[i].Requirements[j]
			of.Control, of.Source, of.Description = r.ControlID, list[i].Source, r.Description
			of.Status = property(r.Props, "", "implementation-status")
			out = append(out, of)
		}
	}
	return out
}

package oscal

// An SSP is a system security plan: how a system implements its controls.
type SSP struct {
	UUID            string
	Metadata        Metadata
	ImportProfile   Reference
	Characteristics Characteristics
	Implementation  SystemImplementation
	Controls        SystemControls
	BackMatter      *BackMatter

	kept
	provenance
}

// ParseSSP reads a system security plan. The error is a *source.Error.
func ParseSSP(name string, data []byte) (*SSP, error) {
	return parseAs[*SSP](name, data)
}

// Model returns ModelSSP.
func (s *SSP) Model() Model { return ModelSSP }

// Bytes returns the plan as JSON.
func (s *SSP) Bytes() []byte { return encode(s) }

func (s *SSP) members(m *members) {
	m.text("uuid", &s.UUID, need|isUUID)
	embedded(m, "metadata", &s.Metadata)
	embedded(m, "import-profile", &s.ImportProfile)
	embedded(m, "system-characteristics", &s.Characteristics)
	embedded(m, "system-implementation", &s.Implementation)
	embedded(m, "control-implementation", &s.Controls)
	one(m, "back-matter", &s.BackMatter, 0)
}

func (s *SSP) check(r *reading) { r.version(s, &s.Metadata) }

// A Reference names another document.
type Reference struct {
	Href    string
	Remarks string

	kept
}

func (f *Reference) members(m *members) {
	m.text("href", &f.Href, need)
	m.text("remarks", &f.Remarks, 0)
}

// Characteristics say what a system is.
type Characteristics struct {
	SystemIDs   []SystemID
	Name        string
	Description string
	Props       []Property
	Information SystemInformation
	Status      State
	Boundary    Boundary

	kept
}

func (c *Characteristics) members(m *members) {
	list(m, "system-ids", &c.SystemIDs, need)
	m.text("system-name", &c.Name, need)
	m.text("description", &c.Description, need)
	list(m, "props", &c.Props, 0)
	embedded(m, "system-information", &c.Information)
	embedded(m, "status", &c.Status)
	embedded(m, "authorization-boundary", &c.Boundary)
}

// A SystemID identifies a system.
type SystemID struct {
	Type string // how it is to be understood, a URI; "" if not stated
	ID   string

	kept
}

func (s *SystemID) members(m *members) {
	m.text("identifier-type", &s.Type, 0)
	m.text("id", &s.ID, need)
}

// SystemInformation lists the types of information in a system.
type SystemInformation struct {
	Types []InformationType

	kept
}

func (s *SystemInformation) members(m *members) { list(m, "information-types", &s.Types, need) }

// An InformationType is a type of information in a system.
type InformationType struct {
	UUID        string
	Title       string
	Description string

	kept
}

func (t *InformationType) members(m *members) {
	m.text("uuid", &t.UUID, isUUID)
	m.text("title", &t.Title, need)
	m.text("description", &t.Description, need)
}

// A Boundary says where a system ends.
type Boundary struct {
	Description string

	kept
}

func (b *Boundary) members(m *members) { m.text("description", &b.Description, need) }

// A SystemImplementation lists what a system is made of.
type SystemImplementation struct {
	Users      []User
	Components []Component

	kept
}

func (s *SystemImplementation) members(m *members) {
	list(m, "users", &s.Users, need)
	list(m, "components", &s.Components, need)
}

// A User is a kind of user of a system.
type User struct {
	UUID    string
	Title   string
	RoleIDs []string
	Remarks string

	kept
}

func (u *User) members(m *members) {
	m.text("uuid", &u.UUID, need|isUUID)
	m.text("title", &u.Title, 0)
	m.texts("role-ids", &u.RoleIDs, isToken)
	m.text("remarks", &u.Remarks, 0)
}

// SystemControls say how a system implements its controls.
type SystemControls struct {
	Description  string
	Requirements []ImplementedRequirement

	kept
}

func (s *SystemControls) members(m *members) {
	m.text("description", &s.Description, need)
	list(m, "implemented-requirements", &s.Requirements, need)
}

// An ImplementedRequirement says how one control is implemented: in a component
// definition by Description, in a system by ByComponents.
type ImplementedRequirement struct {
	UUID        string
	ControlID   string
	Description string
	Props       []Property
	Roles       []ResponsibleRole
	Statements  []ImplementedStatement

	ByComponents []ByComponent
	Remarks      string

	kept
}

func (i *ImplementedRequirement) members(m *members) {
	m.text("uuid", &i.UUID, need|isUUID)
	m.text("control-id", &i.ControlID, need|isToken)
	m.text("description", &i.Description, 0)
	list(m, "props", &i.Props, 0)
	list(m, "responsible-roles", &i.Roles, 0)
	list(m, "statements", &i.Statements, 0)
	list(m, "by-components", &i.ByComponents, 0)
	m.text("remarks", &i.Remarks, 0)
}

// An ImplementedStatement says how one statement of a control is implemented.
type ImplementedStatement struct {
	StatementID  string
	UUID         string
	Description  string
	ByComponents []ByComponent
	Remarks      string

	kept
}

func (s *ImplementedStatement) members(m *members) {
	m.text("statement-id", &s.StatementID, need|isToken)
	m.text("uuid", &s.UUID, need|isUUID)
	m.text("description", &s.Description, 0)
	list(m, "by-components", &s.ByComponents, 0)
	m.text("remarks", &s.Remarks, 0)
}

// ByComponent says how one component implements a control.
type ByComponent struct {
	ComponentUUID string
	UUID          string
	Description   string
	Props         []Property
	Status        *State
	Remarks       string

	kept
}

func (b *ByComponent) members(m *members) {
	m.text("component-uuid", &b.ComponentUUID, need|isUUID)
	m.text("uuid", &b.UUID, need|isUUID)
	m.text("description", &b.Description, need)
	list(m, "props", &b.Props, 0)
	one(m, "implementation-status", &b.Status, 0)
	m.text("remarks", &b.Remarks, 0)
}

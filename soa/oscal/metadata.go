package oscal

import "time"

// Metadata is what every document says about itself. Times are kept as they
// are written; see Modified.
type Metadata struct {
	Title        string
	LastModified string
	Version      string
	OSCALVersion string
	Props        []Property
	Links        []Link
	Roles        []Role
	Parties      []Party

	kept
	versionAt int
}

func (d *Metadata) members(m *members) {
	m.text("title", &d.Title, need)
	m.text("last-modified", &d.LastModified, need|isTime)
	m.text("version", &d.Version, need)
	m.text("oscal-version", &d.OSCALVersion, need)
	d.versionAt = m.at("oscal-version")
	list(m, "props", &d.Props, 0)
	list(m, "links", &d.Links, 0)
	list(m, "roles", &d.Roles, 0)
	list(m, "parties", &d.Parties, 0)
}

// Modified returns when the document was last modified.
func (d *Metadata) Modified() time.Time { return parseTime(d.LastModified) }

// A Property is a named value. Its namespace says what the name means; "" is
// that of OSCAL.
type Property struct {
	Name    string
	UUID    string
	NS      string
	Value   string
	Class   string
	Group   string
	Remarks string

	kept
}

func (p *Property) members(m *members) {
	m.text("name", &p.Name, need|isToken)
	m.text("uuid", &p.UUID, isUUID)
	m.text("ns", &p.NS, 0)
	m.text("value", &p.Value, need)
	m.text("class", &p.Class, 0)
	m.text("group", &p.Group, 0)
	m.text("remarks", &p.Remarks, 0)
}

// property returns the value of the first property of a name and namespace.
func property(list []Property, ns, name string) string {
	for i := range list {
		if list[i].Name == name && list[i].NS == ns {
			return list[i].Value
		}
	}
	return ""
}

// own is a property of this project's vocabulary.
func own(name, value string) Property {
	return Property{Name: name, NS: NS, Value: line(value)}
}

// A Link refers to something else.
type Link struct {
	Href      string
	Rel       string
	MediaType string
	Text      string

	kept
}

func (l *Link) members(m *members) {
	m.text("href", &l.Href, need)
	m.text("rel", &l.Rel, 0)
	m.text("media-type", &l.MediaType, 0)
	m.text("text", &l.Text, 0)
}

// A Role is a function that parties have.
type Role struct {
	ID    string
	Title string

	kept
}

func (r *Role) members(m *members) {
	m.text("id", &r.ID, need|isToken)
	m.text("title", &r.Title, need)
}

// A Party is a person or an organization.
type Party struct {
	UUID string
	Type string
	Name string

	kept
}

func (p *Party) members(m *members) {
	m.text("uuid", &p.UUID, need|isUUID)
	m.text("type", &p.Type, need)
	m.text("name", &p.Name, 0)
}

// BackMatter holds what documents refer to.
type BackMatter struct {
	Resources []Resource

	kept
}

func (b *BackMatter) members(m *members) { list(m, "resources", &b.Resources, 0) }

// A Resource is something that the document refers to by "#" and the UUID.
type Resource struct {
	UUID        string
	Title       string
	Description string
	Props       []Property
	RLinks      []RLink
	Remarks     string

	kept
}

func (r *Resource) members(m *members) {
	m.text("uuid", &r.UUID, need|isUUID)
	m.text("title", &r.Title, 0)
	m.text("description", &r.Description, 0)
	list(m, "props", &r.Props, 0)
	list(m, "rlinks", &r.RLinks, 0)
	m.text("remarks", &r.Remarks, 0)
}

// An RLink is a place from which a resource can be had.
type RLink struct {
	Href      string
	MediaType string

	kept
}

func (l *RLink) members(m *members) {
	m.text("href", &l.Href, need)
	m.text("media-type", &l.MediaType, 0)
}

// ResponsibleRole names a role that is responsible for something.
type ResponsibleRole struct {
	RoleID string

	kept
}

func (r *ResponsibleRole) members(m *members) { m.text("role-id", &r.RoleID, need|isToken) }

// An embeddedFile is a resource's content in base64.
type embeddedFile struct {
	Value string

	kept
}

func (e *embeddedFile) members(m *members) { m.text("value", &e.Value, need) }

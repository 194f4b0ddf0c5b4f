package oscal

import (
	"bytes"
	"strings"

	"github.com/go-json-experiment/json/jsontext"
	"github.com/ismskit/ismskit/criteria/source"
)

// Limits of a document.
const (
	MaxBytes     = 128 << 20 // bytes of a document
	MaxDepth     = 64        // levels of nesting
	MaxMembers   = 10_000    // members of one object
	MaxValues    = 1_000_000 // objects and texts that are read into fields, and members that are kept; what is inside of these does not count
	MaxControls  = 100_000   // controls of a catalog
	MaxTextBytes = 1 << 20   // bytes of a text that is read into a field

	MaxTokenBytes = 1024 // bytes of a token, such as a control's id
)

// Version is the version of OSCAL that is written. Versions 1.0 and 1.1, with
// any patch number, are read.
const Version = "1.1.3"

// Model names one of OSCAL's models, as the member at the top of its documents
// does.
type Model string

// The models that are read. Assessment plans and mappings are not.
const (
	ModelCatalog    Model = "catalog"
	ModelProfile    Model = "profile"
	ModelComponents Model = "component-definition"
	ModelSSP        Model = "system-security-plan"
	ModelPOAM       Model = "plan-of-action-and-milestones"
	ModelResults    Model = "assessment-results"
)

// A Document is one of *Catalog, *Profile, *ComponentDefinition, *SSP, *POAM
// and *Results. Its fields may be changed before it is written; what this
// package has no field for is kept where it stood.
type Document interface {
	Model() Model
	File() string  // the name it was read under; "" if it was made
	Bytes() []byte // the document as JSON, indented, with a newline at the end

	object
	origin() *provenance
	check(r *reading)
}

// provenance is where a document came from.
type provenance struct {
	text   *source.Text
	around kept // the members beside the one of the model
}

func (o *provenance) origin() *provenance { return o }

// File returns the name under which the document was read.
func (o *provenance) File() string {
	if o.text == nil {
		return ""
	}
	return o.text.File()
}

func newDocument(m Model) Document {
	switch m {
	case ModelCatalog:
		return &Catalog{}
	case ModelProfile:
		return &Profile{}
	case ModelComponents:
		return &ComponentDefinition{}
	case ModelSSP:
		return &SSP{}
	case ModelPOAM:
		return &POAM{}
	case ModelResults:
		return &Results{}
	}
	return nil
}

// Parse reads an OSCAL document in JSON, whatever its model. The error is a
// *source.Error. The document keeps data, which must not be changed.
func Parse(name string, data []byte) (Document, error) {
	r := &reading{text: source.NewText(name, data), left: MaxValues}
	d := r.document(data)
	if err := r.Err(); err != nil {
		return nil, err
	}
	return d, nil
}

func (r *reading) document(data []byte) Document {
	if !checkJSON(&r.Reporter, r.text, data) {
		return nil
	}
	at := skipSpace(data, len(data)-len(bytes.TrimPrefix(data, bom)))
	if data[at] != '{' {
		r.ReportIn(r.text, at, "", source.WrongType, "", "wanted is a map, not %s", kindOf(data[at:]))
		return nil
	}
	var found Document
	around := kept{at: at}
	for i, f := range appendFields(nil, data[at:], at) {
		name := string(f.name)
		d := newDocument(Model(name))
		switch {
		case d != nil && found == nil:
			found = d
			(&members{r: r, key: name, index: -1}).read(d, f.value, f.at)
			d.check(r)
		case d != nil:
			r.ReportIn(r.text, f.at, name, source.BadValue, "", "a document has one model, and this is a %s already", found.Model())
		case name == "$schema":
			around.extra = append(around.extra, extra{name, f.value, i})
		default:
			r.ReportIn(r.text, f.at, source.Clip(name), source.UnknownKey, source.Nearest(name, models()), "%q is no model of OSCAL that is read", source.Clip(name))
		}
	}
	if found == nil {
		if r.Len() == 0 {
			r.ReportIn(r.text, at, "", source.MissingKey, "", "the document has no model; read are %s", strings.Join(models(), ", "))
		}
		return nil
	}
	*found.origin() = provenance{text: r.text, around: around}
	return found
}

func models() []string {
	return []string{string(ModelCatalog), string(ModelProfile), string(ModelComponents), string(ModelSSP), string(ModelPOAM), string(ModelResults)}
}

// parseAs reads a document of one model.
func parseAs[D Document](name string, data []byte) (D, error) {
	var none D
	d, err := Parse(name, data)
	if err != nil {
		return none, err
	}
	if d, ok := d.(D); ok {
		return d, nil
	}
	var r source.Reporter
	r.ReportIn(source.NewText(name, data), d.base().at, string(d.Model()), source.BadValue, "", "wanted is a %s, not a %s", none.Model(), d.Model())
	return none, r.Err()
}

// encode writes a document.
func encode(d Document) []byte {
	m := &members{index: -1, keep: &d.origin().around, out: []byte{'{'}}
	m.flush(0)
	m.name(string(d.Model()))
	inner := &members{out: m.out, index: -1}
	inner.write(d)
	m.out = inner.out
	m.flush(1)
	v := jsontext.Value(append(m.out, '}'))
	// The parts are valid JSON, so that this cannot fail.
	_ = v.Indent(jsontext.WithIndent("  "))
	return append(v, '\n')
}

// version reports a version of OSCAL that is not read.
func (r *reading) version(d Document, m *Metadata) {
	major, rest, _ := strings.Cut(m.OSCALVersion, ".")
	minor, _, _ := strings.Cut(rest, ".")
	if m.OSCALVersion == "" || major == "1" && (minor == "0" || minor == "1") {
		return
	}
	r.ReportIn(r.text, m.versionAt, string(d.Model())+".metadata.oscal-version", source.BadValue, "",
		"the version of OSCAL is %q; read are 1.0 and 1.1", source.Clip(m.OSCALVersion))
}

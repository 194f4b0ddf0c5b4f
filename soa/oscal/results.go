package oscal

// Results are assessment results.
type Results struct {
	UUID       string
	Metadata   Metadata
	ImportAP   Reference
	Results    []Result
	BackMatter *BackMatter

	kept
	provenance
}

// ParseResults reads assessment results. The error is a *source.Error.
func ParseResults(name string, data []byte) (*Results, error) {
	return parseAs[*Results](name, data)
}

// Model returns ModelResults.
func (s *Results) Model() Model { return ModelResults }

// Bytes returns the results as JSON.
func (s *Results) Bytes() []byte { return encode(s) }

func (s *Results) members(m *members) {
	m.text("uuid", &s.UUID, need|isUUID)
	embedded(m, "metadata", &s.Metadata)
	embedded(m, "import-ap", &s.ImportAP)
	list(m, "results", &s.Results, need)
	one(m, "back-matter", &s.BackMatter, 0)
}

func (s *Results) check(r *reading) { r.version(s, &s.Metadata) }

// A Result is what one assessment found.
type Result struct {
	UUID         string
	Title        string
	Description  string
	Start        string
	End          string
	Props        []Property
	Local        *LocalDefinitions
	Reviewed     Reviewed
	Observations []Observation
	Risks        []Risk

	kept
}

func (s *Result) members(m *members) {
	m.text("uuid", &s.UUID, need|isUUID)
	m.text("title", &s.Title, need)
	m.text("description", &s.Description, need)
	m.text("start", &s.Start, need|isTime)
	m.text("end", &s.End, isTime)
	list(m, "props", &s.Props, 0)
	one(m, "local-definitions", &s.Local, 0)
	embedded(m, "reviewed-controls", &s.Reviewed)
	list(m, "observations", &s.Observations, 0)
	list(m, "risks", &s.Risks, 0)
}

// Reviewed says which controls an assessment looked at.
type Reviewed struct {
	Selections []ReviewedSelection

	kept
}

func (w *Reviewed) members(m *members) { list(m, "control-selections", &w.Selections, need) }

// A ReviewedSelection selects controls that were looked at.
type ReviewedSelection struct {
	Description string
	IncludeAll  bool

	kept
}

func (w *ReviewedSelection) members(m *members) {
	m.text("description", &w.Description, 0)
	m.empty("include-all", &w.IncludeAll)
}

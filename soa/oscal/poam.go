package oscal

import "time"

// A POAM is a plan of action and milestones: which risks are treated, and how.
type POAM struct {
	UUID         string
	Metadata     Metadata
	ImportSSP    *Reference
	SystemID     *SystemID
	Local        *LocalDefinitions
	Observations []Observation
	Risks        []Risk
	Items        []POAMItem
	BackMatter   *BackMatter

	kept
	provenance
}

// ParsePOAM reads a plan of action and milestones. The error is a
// *source.Error.
func ParsePOAM(name string, data []byte) (*POAM, error) {
	return parseAs[*POAM](name, data)
}

// Model returns ModelPOAM.
func (p *POAM) Model() Model { return ModelPOAM }

// Bytes returns the plan as JSON.
func (p *POAM) Bytes() []byte { return encode(p) }

func (p *POAM) members(m *members) {
	m.text("uuid", &p.UUID, need|isUUID)
	embedded(m, "metadata", &p.Metadata)
	one(m, "import-ssp", &p.ImportSSP, 0)
	one(m, "system-id", &p.SystemID, 0)
	one(m, "local-definitions", &p.Local, 0)
	list(m, "observations", &p.Observations, 0)
	list(m, "risks", &p.Risks, 0)
	list(m, "poam-items", &p.Items, need)
	one(m, "back-matter", &p.BackMatter, 0)
}

func (p *POAM) check(r *reading) { r.version(p, &p.Metadata) }

// LocalDefinitions define what only one document refers to.
type LocalDefinitions struct {
	Components []Component

	kept
}

func (l *LocalDefinitions) members(m *members) { list(m, "components", &l.Components, 0) }

// A POAMItem is one thing to do.
type POAMItem struct {
	UUID                string
	Title               string
	Description         string
	Props               []Property
	RelatedObservations []RelatedObservation
	RelatedRisks        []RelatedRisk
	Remarks             string

	kept
}

func (i *POAMItem) members(m *members) {
	m.text("uuid", &i.UUID, isUUID)
	m.text("title", &i.Title, need)
	m.text("description", &i.Description, need)
	list(m, "props", &i.Props, 0)
	list(m, "related-observations", &i.RelatedObservations, 0)
	list(m, "related-risks", &i.RelatedRisks, 0)
	m.text("remarks", &i.Remarks, 0)
}

// A TrackedRisk is a risk of a plan, with what the plan says about it in other
// places: what a register can be made of.
type TrackedRisk struct {
	UUID        string // of the risk; of the item if the plan has no risk for it
	Title       string
	Description string
	Statement   string
	Status      string    // "" if the plan has no risk
	Deadline    time.Time // zero if not stated
	Facets      []Facet   // of all characterizations, in order
	Mitigating  []string  // descriptions of mitigating factors

	Remediations []Remediation
	Items        []POAMItem    // that refer to the risk
	Observations []Observation // that the risk or its items refer to, each once, in order of the file

	// Dangling holds the UUIDs that the risk and its items refer to as risks
	// or observations, and that are neither in the document.
	Dangling []string
}

// Tracked lists the risks of the plan in order of the file, then the items
// that refer to none of them. Nothing is left out, and nothing guessed: an item
// belongs to a risk only if it says so.
func (p *POAM) Tracked() []TrackedRisk {
	known := map[string]bool{}
	for i := range p.Risks {
		known[p.Risks[i].UUID] = true
	}
	var out []TrackedRisk
	for i := range p.Risks {
		r := &p.Risks[i]
		t := TrackedRisk{UUID: r.UUID, Title: r.Title, Description: r.Description, Statement: r.Statement,
			Status: r.Status, Deadline: r.Due(), Remediations: r.Remediations}
		for _, c := range r.Characterizations {
			t.Facets = append(t.Facets, c.Facets...)
		}
		for _, f := range r.MitigatingFactors {
			t.Mitigating = append(t.Mitigating, f.Description)
		}
		related := r.RelatedObservations
		for j := range p.Items {
			if it := &p.Items[j]; it.about(r.UUID) {
				t.Items = append(t.Items, *it)
				related = append(related[:len(related):len(related)], it.RelatedObservations...)
			}
		}
		out = append(out, p.observe(t, related, known))
	}
	for i := range p.Items {
		it := &p.Items[i]
		alone := true
		for _, r := range it.RelatedRisks {
			alone = alone && !known[r.UUID]
		}
		if alone {
			t := TrackedRisk{UUID: it.UUID, Title: it.Title, Description: it.Description, Items: []POAMItem{*it}}
			out = append(out, p.observe(t, it.RelatedObservations, known))
		}
	}
	return out
}

func (i *POAMItem) about(risk string) bool {
	for _, r := range i.RelatedRisks {
		if r.UUID == risk {
			return true
		}
	}
	return false
}

// observe adds the observations, and what leads nowhere.
func (p *POAM) observe(t TrackedRisk, related []RelatedObservation, risks map[string]bool) TrackedRisk {
	wanted := map[string]bool{}
	for _, o := range related {
		wanted[o.UUID] = true
	}
	for i := range p.Observations {
		if o := &p.Observations[i]; wanted[o.UUID] {
			t.Observations = append(t.Observations, *o)
			wanted[o.UUID] = false
		}
	}
	for _, it := range t.Items {
		for _, r := range it.RelatedRisks {
			if !risks[r.UUID] {
				t.Dangling = append(t.Dangling, r.UUID)
			}
		}
	}
	for _, o := range related {
		if wanted[o.UUID] {
			t.Dangling = append(t.Dangling, o.UUID)
			wanted[o.UUID] = false
		}
	}
	return t
}

package oscal

import "github.com/ismskit/ismskit/risk"

// Assessed is what assessment results say beside the risks.
type Assessed struct {
	Info
	Plan string // reference to an OSCAL assessment plan; "" if there is none, the criteria then stand in its place
}

// NewResults makes assessment results from an assessment: for each risk one
// observation, that its ratings were examined, and one risk, with the outcome
// of each stage as a characterization. Its facets are level, band, decision and
// rule, and each value used, in the naming system of the criteria.
//
// There are no findings: those of OSCAL are about objectives and statements of
// controls, and no control was looked at, as the reviewed controls say. How the
// ratings were obtained is not known here, so that the method is UNKNOWN, a
// word of OSCAL. The status of every risk is open; what becomes of it is the
// plan's to say.
func NewResults(a *risk.Assessment, by Assessed) (*Results, error) {
	k, err := by.making("register", a.Seal.ID)
	if err != nil {
		return nil, err
	}
	doc := a.Criteria().Document()
	w := newRiskMaking(k, a, a.Outcome)
	title := "Assessment of the risks of " + stated(a.Seal.ID)
	out := &Results{Metadata: by.metadata(title, NotStated), ImportAP: Reference{Href: by.Plan}}
	if by.Plan == "" {
		res := Resource{UUID: k.uuid("resource", "criteria"), Title: stated(doc.Title, doc.ID),
			Description: "The risk criteria " + stated(doc.ID) + ", version " + stated(doc.Version) + ".",
			Props:       given(nil, "criteria-digest", string(a.Seal.Criteria))}
		out.BackMatter = &BackMatter{Resources: []Resource{res}}
		out.ImportAP = Reference{Href: "#" + res.UUID, Remarks: "There is no assessment plan in OSCAL; the risk criteria stand in its place."}
	}
	r := Result{UUID: k.uuid("result", a.Digest()), Title: title,
		Description: "Every risk of the register, evaluated by the risk criteria as of the start.",
		Start:       stamp(a.Seal.AsOf),
		Props:       given(given(nil, "assessment", a.Digest()), "criteria-digest", string(a.Seal.Criteria)),
		Local:       &LocalDefinitions{Components: []Component{k.tool()}},
		Reviewed:    Reviewed{Selections: []ReviewedSelection{{Description: "No control was reviewed: risks were assessed."}}}}
	for i := range a.Outcomes {
		id := a.Outcomes[i].Risk
		if i > 0 && a.Outcomes[i-1].Risk == id {
			continue
		}
		seen := k.uuid("observation", id)
		r.Observations = append(r.Observations, Observation{UUID: seen, Title: "Ratings of " + id,
			Description: "The ratings of the risk, as its register states them.", Methods: []string{"UNKNOWN"},
			Types: []string{"finding"}, Collected: stamp(a.Seal.AsOf)})
		x := w.risk(id)
		x.Status = "open"
		x.RelatedObservations = []RelatedObservation{{UUID: seen}}
		r.Risks = append(r.Risks, x)
	}
	out.Results = []Result{r}
	k.seal(out, &out.UUID)
	return out, nil
}

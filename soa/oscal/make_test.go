package oscal_test

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"math/big"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/ismskit/ismskit/criteria"
	"github.com/ismskit/ismskit/criteria/seal"
	"github.com/ismskit/ismskit/risk"
	"github.com/ismskit/ismskit/soa"
	"github.com/ismskit/ismskit/soa/annexa"
	"github.com/ismskit/ismskit/soa/oscal"
	"github.com/stretchr/testify/require"
)

var update = flag.Bool("update", false, "write the golden files anew")

var march = time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)

// golden compares a document with a file, holds it against the schema, and
// reads it back.
func golden(t *testing.T, name string, d oscal.Document) {
	t.Helper()
	file := filepath.Join("testdata", "golden", name)
	got := d.Bytes()
	if *update {
		require.NoError(t, os.MkdirAll(filepath.Dir(file), 0o755))
		require.NoError(t, os.WriteFile(file, got, 0o644))
	}
	want, err := os.ReadFile(file)
	require.NoError(t, err)
	require.Equal(t, string(want), string(got))
	again, err := oscal.Parse(name, got)
	require.NoError(t, err)
	require.Equal(t, string(got), string(again.Bytes()))
	validate(t, got)
}

func TestUUID(t *testing.T) {
	dns, ok := oscal.ParseUUID("6ba7b810-9dad-11d1-80b4-00c04fd430c8")
	require.True(t, ok)
	// RFC 9562, appendix A.4.
	require.Equal(t, "2ed6657d-e927-568b-95e1-2665a8aea6a2", oscal.V5(dns, "www.example.com").String())
	// The documentation of Python's module uuid.
	require.Equal(t, "886313e1-3b8a-5372-9b90-0c9aee199e5d", oscal.V5(dns, "python.org").String())
	// Computed with Python's module uuid.
	require.Equal(t, "c34a4fde-d5c4-51f9-bee7-8aa6c8a5c0da", oscal.Namespace().String())

	upper, ok := oscal.ParseUUID("6BA7B810-9DAD-11D1-80B4-00C04FD430C8")
	require.True(t, ok)
	require.Equal(t, dns, upper)
	for _, s := range []string{"", "6ba7b810-9dad-11d1-80b4-00c04fd430c", "6ba7b810-9dad-11d1-80b4-00c04fd430c8 ", "6ba7b8109-dad-11d1-80b4-00c04fd430c8", "6ba7b810-9dad-11d1-80b4-00c04fd430cg", "{6ba7b810-9dad-11d1-80b4-00c04fd430}"} {
		_, ok := oscal.ParseUUID(s)
		require.False(t, ok, s)
	}
}

// statement is a small statement that has every kind of entry.
func statement() *soa.Statement {
	return &soa.Statement{
		ID: "acme-soa", Version: "2", Title: "What we do, and why", Document: "D-7", Previous: "1", ApprovedBy: "ceo", ApprovedAt: march,
		Catalogues: []soa.CatalogueRef{{ID: annexa.ID2022, Digest: "sha256:" + seal.Digest(strings.Repeat("0a", 32))}, {ID: "house"}},
		Plans:      []soa.PlanRef{{ID: "acme-plan-2026"}},
		Entries: []soa.Entry{
			{Control: "A.5.1", Catalogue: annexa.ID2022, Necessary: soa.Necessary, Reasons: []soa.Reason{soa.ReasonRisk, soa.ReasonLegal}, Risks: []string{"R-001"},
				Requirements: []string{"GDPR-32"}, Justification: "Without rules nobody knows them.", Description: "Written, approved and read.", Status: risk.Implemented, Owner: "ciso", Evidence: []string{"D-1"}},
			{Control: "A.5.23", Catalogue: annexa.ID2022, Necessary: soa.Necessary, Reasons: []soa.Reason{soa.ReasonContractual}, Status: risk.Implemented, External: "Cloud Ltd"},
			{Control: "A.8.13", Catalogue: annexa.ID2022, Necessary: soa.Necessary, Status: risk.Partial, External: "Cloud Ltd", Owner: "2nd-line"},
			{Control: "A.8.30", Catalogue: annexa.ID2022, Necessary: soa.Excluded, Justification: "We let nobody else\ndevelop."},
			{Control: "A.8.34", Catalogue: annexa.ID2022},
			{Control: "dr-1", Catalogue: "house", Necessary: soa.Necessary, Status: risk.Planned, Due: time.Date(2026, 6, 30, 12, 0, 0, 0, time.UTC), Owner: "ciso"},
			{Control: "5.1", Title: "A rule\n of our own", Necessary: soa.Necessary, Reasons: []soa.Reason{soa.ReasonBusiness}, Description: "We do.", Status: risk.NotImplemented},
		},
	}
}

var acmeSystem = oscal.System{Info: oscal.Info{AsOf: march}, ID: "acme", Name: "ACME", Description: "Everything that sells.", Boundary: "The order platform.", Status: "operational", Profile: "profile.json"}

func TestSSP(t *testing.T) {
	s, err := oscal.NewSSP(statement(), acmeSystem)
	require.NoError(t, err)
	states := map[string]string{}
	for _, r := range s.Controls.Requirements {
		states[r.ControlID] = "none"
		if st := r.ByComponents[0].Status; st != nil {
			states[r.ControlID] = st.State
		}
	}
	require.Equal(t, map[string]string{"A.5.1": "implemented", "A.5.23": "implemented", "A.8.13": "partial", "A.8.30": "not-applicable",
		"A.8.34": "none", "dr-1": "planned", "_5.1": "not-implemented"}, states)
	require.Equal(t, "184ea5de-4199-5083-a151-a9a9e774233f", s.Controls.Requirements[0].UUID) // Python's module uuid
	require.Equal(t, []string{"this-system", "service"}, []string{s.Implementation.Components[0].Type, s.Implementation.Components[1].Type})
	require.Len(t, s.Implementation.Components, 2)
	require.Equal(t, []oscal.Role{{ID: "ciso", Title: "ciso"}, {ID: "_2nd-line", Title: "2nd-line"}}, s.Metadata.Roles)
	golden(t, "ssp.json", s)
}

// TestBareSSP writes placeholders where nothing is known.
func TestBareSSP(t *testing.T) {
	st := &soa.Statement{ID: "s", Entries: []soa.Entry{{Control: "A.5.1"}}}
	s, err := oscal.NewSSP(st, oscal.System{Info: oscal.Info{AsOf: march, Title: "T", Version: " v 1\n"}})
	require.NoError(t, err)
	require.Equal(t, "v 1", s.Metadata.Version)
	require.Equal(t, oscal.NotStated, s.Characteristics.Name)
	require.Equal(t, "other", s.Characteristics.Status.State)
	require.Equal(t, oscal.NotStated, s.Implementation.Users[0].Title)
	require.Equal(t, "#"+s.BackMatter.Resources[0].UUID, s.ImportProfile.Href)
	validate(t, s.Bytes())
	_, err = oscal.NewSSP(st, oscal.System{Info: oscal.Info{AsOf: march}, Status: "under-major-modification"})
	require.NoError(t, err)
}

// TestStable changes one entry: its own UUIDs stay, that of the document does
// not. Another namespace changes all.
func TestStable(t *testing.T) {
	first, err := oscal.NewSSP(statement(), acmeSystem)
	require.NoError(t, err)
	again, err := oscal.NewSSP(statement(), acmeSystem)
	require.NoError(t, err)
	require.Equal(t, string(first.Bytes()), string(again.Bytes()))
	st := statement()
	st.Entries[0].Status = risk.Partial
	changed, err := oscal.NewSSP(st, acmeSystem)
	require.NoError(t, err)
	require.NotEqual(t, first.UUID, changed.UUID)
	require.Equal(t, first.Controls.Requirements[0].UUID, changed.Controls.Requirements[0].UUID)
	sys := acmeSystem
	sys.Namespace = oscal.UUID{15: 1}
	other, err := oscal.NewSSP(statement(), sys)
	require.NoError(t, err)
	require.Equal(t, "16bb51e3-e5cf-59be-a762-e65b309edb74", other.Controls.Requirements[0].UUID) // Python's module uuid
}

func TestProfileOfStatement(t *testing.T) {
	p, err := oscal.NewProfile(statement(), oscal.Selected{Info: oscal.Info{AsOf: march}, Href: func(c string) string {
		if c == "house" {
			return "catalog.json"
		}
		return ""
	}})
	require.NoError(t, err)
	require.Len(t, p.Imports, 2)
	require.Equal(t, []string{"A.5.1", "A.5.23", "A.8.13"}, p.Imports[0].Include[0].WithIDs)
	require.Equal(t, []string{"dr-1"}, p.Imports[1].Include[0].WithIDs)
	golden(t, "profile.json", p)
}

// TestBothCatalogues states Annex A and NIST's LOW baseline together: 93 and
// 149 controls and one of the organisation's own.
func TestBothCatalogues(t *testing.T) {
	file := shared(t, lowCatalog)
	low, err := oscal.ParseCatalog(lowCatalog, file)
	require.NoError(t, err)
	nist, err := low.Catalogue("nist-low")
	require.NoError(t, err)
	require.Len(t, nist.Controls, 149)
	require.Len(t, nist.Groups, 18)
	require.Equal(t, "at-2", nist.Control("at-2.2").Parent)
	require.Equal(t, "at", nist.Control("at-2.2").Group)
	require.Equal(t, []string{"AT-2(2)"}, nist.Control("at-2.2").Values("label"))
	require.True(t, strings.HasPrefix(nist.Control("ac-2").Description, "a. Define and document the types of accounts allowed"))

	st := &soa.Statement{ID: "both", Title: "Both"}
	for _, c := range []*soa.Catalogue{annexa.Edition2022(), nist} {
		st.Catalogues = append(st.Catalogues, soa.CatalogueRef{ID: c.ID, Digest: c.Digest()})
		for i := range c.Controls {
			e := soa.Entry{Control: c.Controls[i].ID, Catalogue: c.ID, Necessary: soa.Necessary, Status: risk.Implemented}
			if i%5 == 4 {
				e.Necessary, e.Justification = soa.Excluded, "Nothing of the kind here."
			}
			st.Entries = append(st.Entries, e)
		}
	}
	st.Entries = append(st.Entries, soa.Entry{Control: "own-1", Title: "Ours", Necessary: soa.Necessary})
	s, err := oscal.NewSSP(st, acmeSystem)
	require.NoError(t, err)
	require.Len(t, s.Controls.Requirements, 93+149+1)
	again, err := oscal.ParseSSP("ssp.json", s.Bytes())
	require.NoError(t, err)
	require.Equal(t, string(s.Bytes()), string(again.Bytes()))

	// The profile selects from both catalogues what the statement finds
	// necessary: 93 - 18 and 149 - 29.
	p, err := oscal.NewProfile(st, oscal.Selected{Info: oscal.Info{AsOf: march}, Href: func(c string) string { return c + ".json" }})
	require.NoError(t, err)
	annex, err := oscal.NewCatalog(annexa.Edition2022(), oscal.Info{AsOf: march})
	require.NoError(t, err)
	r, err := oscal.Resolve(p, func(ref oscal.ImportRef) (string, []byte, error) {
		switch ref.Href {
		case "nist-low.json":
			return ref.Href, file, nil
		case annexa.ID2022 + ".json":
			return ref.Href, annex.Bytes(), nil
		}
		return "", nil, errors.New("unexpected")
	})
	require.NoError(t, err)
	var want []string
	for _, e := range st.Entries {
		if e.Necessary == soa.Necessary && e.Catalogue != "" {
			want = append(want, e.Control)
		}
	}
	require.Len(t, want, 75+120)
	require.Equal(t, sorted(want), sorted(controlIDs(r.Catalog)))
	for _, d := range []oscal.Document{s, p, annex, r.Catalog} {
		validate(t, d.Bytes())
	}
}

// TestCatalogRoundTrip turns catalogues into OSCAL and back: nothing that
// decides changes.
func TestCatalogRoundTrip(t *testing.T) {
	for _, c := range []*soa.Catalogue{annexa.Edition2022(), annexa.Edition2013()} {
		d, err := oscal.NewCatalog(c, oscal.Info{AsOf: march})
		require.NoError(t, err)
		read, err := oscal.ParseCatalog("c.json", d.Bytes())
		require.NoError(t, err)
		back, err := read.Catalogue(c.ID)
		require.NoError(t, err)
		require.Len(t, back.Controls, len(c.Controls))
		require.Equal(t, c.Title, back.Title)
		for i := range c.Controls {
			w, g := &c.Controls[i], back.Control(c.Controls[i].ID)
			require.NotNil(t, g, w.ID)
			require.Equal(t, []string{w.Title, w.Description, w.Parent}, []string{g.Title, g.Description, g.Parent})
			require.Equal(t, w.Attributes, g.Attributes)
		}
		validate(t, d.Bytes())
	}
}

func TestCatalogue(t *testing.T) {
	c, err := oscal.ParseCatalog("catalog.json", testdata(t, "catalog.json"))
	require.NoError(t, err)
	got, err := c.Catalogue("house")
	require.NoError(t, err)
	require.Equal(t, "House rules", got.Title)
	require.Equal(t, "3", got.Version)
	require.Equal(t, "OSCAL catalog 5c7a1d0e-0c1f-4a7e-9d61-3b1f6d2c9a10", got.Reference)
	var groups, controls []string
	for _, g := range got.Groups {
		groups = append(groups, g.Parent+"/"+g.ID)
	}
	for _, k := range got.Controls {
		controls = append(controls, k.Group+"/"+k.Parent+"/"+k.ID)
	}
	require.Equal(t, []string{"/dr", "dr/group-2", "/wn"}, groups)
	require.Equal(t, []string{"//own-1", "dr//dr-1", "dr/dr-1/dr-1.1", "dr/dr-1.1/dr-1.1.1", "dr/dr-1/dr-1.2", "dr//dr-2", "group-2//gd-1", "wn//wn-1"}, controls)
	k := got.Control("dr-1")
	require.Equal(t, "Keep doors locked:\na. during {{ insert: param, dr-1_prm_1 }};\nb. by {{ insert: param, dr-1_prm_2 }}.", k.Description)
	require.Equal(t, []soa.Attribute{{Name: "label", Values: []string{"DR-1"}}, {Name: "level", Values: []string{"building", "floor"}}}, k.Attributes)
	require.True(t, got.Control("dr-2").Withdrawn)
	require.False(t, k.Withdrawn)
	require.Equal(t, []oscal.Link{{Href: "#dr-2", Rel: "related"}}, plainLinks(c.Control("dr-1").Links()))
	require.Equal(t, "DR-1", c.Control("dr-1").Label())
	require.Equal(t, "", c.Control("dr-2").Label())
	require.Nil(t, c.Control("x"))

	again, err := oscal.NewCatalog(got, oscal.Info{AsOf: march})
	require.NoError(t, err)
	golden(t, "catalog.json", again)

	_, err = c.Catalogue("no id")
	require.ErrorContains(t, err, `"no id" is no id of a catalogue`)
	bad, err := oscal.ParseCatalog("bad.json", []byte(strings.Replace(catalog(`{"id": "_x", "title": "X"}`), `"controls"`, `"groups": [{"id": "_g", "title": "G", "controls": [{"id": "y", "title": "Y"}]}], "controls"`, 1)))
	require.NoError(t, err)
	_, err = bad.Catalogue("bad")
	require.ErrorContains(t, err, `the group's id "_g" is none here`)
	require.ErrorContains(t, err, `bad.json:2:`)
	require.ErrorContains(t, err, `the control's id "_x" is none here`)
}

func plainLinks(list []oscal.Link) []oscal.Link {
	var out []oscal.Link
	for _, l := range list {
		out = append(out, oscal.Link{Href: l.Href, Rel: l.Rel})
	}
	return out
}

func TestCannotWrite(t *testing.T) {
	ok := oscal.Info{AsOf: march}
	twice := &soa.Statement{ID: "s", Entries: []soa.Entry{{Control: "a", Catalogue: "x", Necessary: soa.Necessary}, {Control: "a", Catalogue: "y"}}}
	for i, c := range []struct {
		err  error
		want error
	}{
		{second(oscal.NewSSP(statement(), oscal.System{})), oscal.ErrAsOf},
		{second(oscal.NewProfile(statement(), oscal.Selected{})), oscal.ErrAsOf},
		{second(oscal.NewCatalog(annexa.Edition2022(), oscal.Info{AsOf: time.Date(3000, 1, 1, 0, 0, 0, 0, time.UTC)})), oscal.ErrAsOf},
		{second(oscal.NewSSP(&soa.Statement{ID: "s"}, oscal.System{Info: ok})), oscal.ErrEmpty},
		{second(oscal.NewProfile(&soa.Statement{ID: "s", Entries: []soa.Entry{{Control: "a"}}}, oscal.Selected{Info: ok})), oscal.ErrEmpty},
		{second(oscal.NewSSP(twice, oscal.System{Info: ok})), oscal.ErrTwice},
		{second(oscal.NewProfile(twice, oscal.Selected{Info: ok})), oscal.ErrTwice},
		{second(oscal.NewPOAM(treatment(t, nil), oscal.Action{})), oscal.ErrAsOf},
		{second(oscal.NewPOAM(treatment(t, func(p *risk.Plan) { p.Items = p.Items[:0] }), oscal.Action{Info: ok})), oscal.ErrEmpty},
		{second(oscal.NewResults(treatment(t, nil).Assessment(), oscal.Assessed{})), oscal.ErrAsOf},
	} {
		require.ErrorIs(t, c.err, c.want, i)
	}
	last := oscal.Info{AsOf: time.Date(2999, 12, 31, 23, 59, 59, 0, time.UTC)}
	c, err := oscal.NewCatalog(annexa.Edition2022(), last)
	require.NoError(t, err)
	validate(t, c.Bytes())
}

func second[T any](_ T, err error) error { return err }

const registerText = `format: ismskit.register/v1
id: acme-2026
risks:
  - id: R-001
    title: Ransomware stops order processing
    event: Files are encrypted.
    description: Somebody encrypts the files of the order platform.
    owner: coo
    scope: [order-platform]
    assets: [erp]
    threat: ransomware
    ratings:
      inherent: {likelihood: certain, confidentiality: minor, integrity: minor, availability: severe}
      current: {likelihood: likely, confidentiality: minor, integrity: minor, availability: severe}
  - id: R-002
    title: Leak
    ratings: {current: {likelihood: [rare, likely], confidentiality: severe, integrity: minor, availability: minor}}
    inputs: {tags: [erp, crm]}
  - {id: R-003, ratings: {current: {likelihood: rare, confidentiality: minor, integrity: minor, availability: minor}}}
  - {id: R-004, description: Nothing is known.}
`

const planText = `format: ismskit.plan/v1
id: acme-plan-2026
version: "1"
title: Treatment plan 2026
assessment: %s
document: D-12
controls:
  - {id: A.8.13, title: Offline backups, status: planned, effects: [{input: availability, steps: 2, effectiveness: 1}]}
items:
  - {id: P-1, risk: R-001, option: modify, controls: [A.8.13], rationale: Backups are cheaper., responsible: it-lead, resources: [4 days],
     cost: {amount: 4000.50, currency: EUR}, start: 2026-04-01, due: 2026-06-30, revised: {due: 2026-08-31, by: coo}, status: started}
  - {id: P-2, risk: R-001, option: share, rationale: Insurance., responsible: cfo, due: 2026-05-31, status: planned}
  - {id: P-3, risk: R-003, option: retain, rationale: Small., status: done, done: 2026-02-01, deviation: None., due: 2026-02-01}
  - {id: P-4, risk: R-002, option: avoid, rationale: We stop., status: cancelled}
  - {id: P-5, risk: R-002, option: modify, controls: [A.8.13], status: planned, creates: [R-003]}
  - {id: P-6, risk: R-004, option: retain, rationale: Until we know more., status: planned, start: 2026-04-01}
`

// treatment binds the plan, changed by edit, to the assessment.
func treatment(t testing.TB, edit func(*risk.Plan)) *risk.Treatment {
	t.Helper()
	text, err := os.ReadFile("../../criteria/testdata/acme.yaml")
	require.NoError(t, err)
	doc, err := criteria.Parse("acme.yaml", text)
	require.NoError(t, err)
	c, err := doc.Compile()
	require.NoError(t, err)
	reg, err := risk.ParseRegister("register.yaml", []byte(registerText))
	require.NoError(t, err)
	a, err := risk.Assess(context.Background(), c, reg, march)
	require.NoError(t, err)
	plan, err := risk.ParsePlan("plan.yaml", fmt.Appendf(nil, planText, a.Digest()))
	require.NoError(t, err)
	if edit != nil {
		edit(plan)
	}
	tr, err := plan.Bind(a)
	require.NoError(t, err)
	return tr
}

func TestPOAM(t *testing.T) {
	p, err := oscal.NewPOAM(treatment(t, nil), oscal.Action{Info: oscal.Info{AsOf: march}, SystemID: "acme", SSP: "ssp.json", Accepted: []string{"R-004"}})
	require.NoError(t, err)
	require.Len(t, p.Items, 5)                                                // all but the cancelled one
	require.Equal(t, "75ee3dd9-3b69-5304-a469-cfd8359a2aeb", p.Items[0].UUID) // Python's module uuid
	require.Equal(t, "549cd963-3259-536e-a65f-231a35bf7637", p.Risks[0].UUID)
	got := map[string]string{}
	for _, r := range p.Tracked() {
		got[r.Title] = r.Status + " " + r.Deadline.Format(time.DateOnly) + fmt.Sprintf(" %d", len(r.Items))
		require.Empty(t, r.Dangling)
	}
	require.Equal(t, map[string]string{
		"Ransomware stops order processing": "remediating 2026-08-31 2", // the revised date is the last
		"R-003":                             "closed 2026-02-01 1",      // done, and within appetite
		"Leak":                              "open 0001-01-01 1",
		"R-004":                             "deviation-approved 0001-01-01 1",
	}, got)
	facets := map[string]string{}
	for _, f := range p.Risks[0].Characterizations[2].Facets {
		facets[f.Name] = f.Value
	}
	// Availability falls from severe to minor, two levels, when the backups are
	// there; likelihood 2, impact 1: level 2, low.
	require.Equal(t, "residual", p.Risks[0].Characterizations[2].Props[0].Value)
	require.Equal(t, []string{"2", "low", "accept", "minor"}, []string{facets["level"], facets["band"], facets["decision"], facets["availability"]})
	golden(t, "poam.json", p)
}

func TestPOAMOfCosts(t *testing.T) {
	p, err := oscal.NewPOAM(treatment(t, func(p *risk.Plan) {
		p.Items[0].Cost = &risk.Cost{Amount: big.NewRat(1, 8), Currency: "EUR"}
		p.Items[0].Start = time.Time{}
	}), oscal.Action{Info: oscal.Info{AsOf: march}})
	require.NoError(t, err)
	require.Contains(t, string(p.Bytes()), `"0.125 EUR"`)
	require.NotNil(t, p.Risks[0].Remediations[0].Tasks[0].Timing.On)
	require.Nil(t, p.ImportSSP)
	require.Equal(t, oscal.NotStated, p.SystemID.ID)
}

func TestResults(t *testing.T) {
	a := treatment(t, nil).Assessment()
	s, err := oscal.NewResults(a, oscal.Assessed{Info: oscal.Info{AsOf: march}})
	require.NoError(t, err)
	r := s.Results[0]
	require.Len(t, r.Risks, 4)
	require.Len(t, r.Observations, 4)
	require.Equal(t, "549cd963-3259-536e-a65f-231a35bf7637", r.Risks[0].UUID) // as in the plan of action
	require.Len(t, r.Risks[0].Characterizations, 2)                           // inherent and current
	require.Equal(t, "#"+s.BackMatter.Resources[0].UUID, s.ImportAP.Href)
	golden(t, "results.json", s)

	s, err = oscal.NewResults(a, oscal.Assessed{Info: oscal.Info{AsOf: march, Version: "7"}, Plan: "plan.json"})
	require.NoError(t, err)
	require.Nil(t, s.BackMatter)
	require.Equal(t, "plan.json", s.ImportAP.Href)
	validate(t, s.Bytes())
}

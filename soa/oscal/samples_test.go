package oscal_test

import (
	"os"
	"testing"
	"time"

	"github.com/ismskit/ismskit/soa/oscal"
	"github.com/stretchr/testify/require"
)

func testdata(t testing.TB, name string) []byte {
	t.Helper()
	data, err := os.ReadFile("testdata/" + name)
	require.NoError(t, err)
	return data
}

// TestNothingIsLost reads and writes documents: what comes out is the same
// JSON, and what is written once is written alike for ever.
func TestNothingIsLost(t *testing.T) {
	for _, name := range []string{"catalog.json", "profile.json", "components.json", "poam.json"} {
		t.Run(name, func(t *testing.T) { keeps(t, name, testdata(t, name)) })
	}
	for _, name := range []string{sampleSSP, samplePOAM, lowCatalog, lowProfile} {
		t.Run(name, func(t *testing.T) { keeps(t, name, shared(t, name)) })
	}
}

func keeps(t *testing.T, name string, file []byte) {
	d, err := oscal.Parse(name, file)
	require.NoError(t, err)
	require.Equal(t, name, d.File())
	same(t, file, d.Bytes())
	again, err := oscal.Parse(name, d.Bytes())
	require.NoError(t, err)
	require.Equal(t, d.Model(), again.Model())
	require.Equal(t, string(d.Bytes()), string(again.Bytes()))
}

// TestOrder writes members in the order of the file, where that has the order
// of the schema, and unknown ones where they stood.
func TestOrder(t *testing.T) {
	c, err := oscal.ParseCatalog("catalog.json", testdata(t, "catalog.json"))
	require.NoError(t, err)
	text := string(c.Bytes())
	require.Regexp(t, `(?s)^\{\n  "\$schema": .*"title": "House rules",\s+"published": .*"last-modified": .*"oscal-version": "1.1.2",\s+"remarks"`, text)
	require.Regexp(t, `(?s)"id": "wn-1",\s+"title": "Shut the windows",\s+"unknown": \{\s+"kept": \[\s+1,\s+2.50,\s+null,\s+true`, text)
}

// TestChanged changes what was read: fields win over what was kept, and what is
// unknown stays.
func TestChanged(t *testing.T) {
	const file = `{"catalog": {"uuid": "5c7a1d0e-0c1f-4a7e-9d61-3b1f6d2c9a10",
	 "metadata": {"title": "", "x": 1, "last-modified": "2026-01-20T09:00:00Z", "version": "1", "oscal-version": "1.1.2", "props": [], "links": []}}}`
	c, err := oscal.ParseCatalog("c.json", []byte(file))
	require.NoError(t, err)
	same(t, []byte(file), c.Bytes())
	c.Metadata.Title = "Now it has one"
	c.Metadata.Props = []oscal.Property{{Name: "a", Value: "b"}}
	same(t, []byte(`{"catalog": {"uuid": "5c7a1d0e-0c1f-4a7e-9d61-3b1f6d2c9a10",
	 "metadata": {"title": "Now it has one", "x": 1, "last-modified": "2026-01-20T09:00:00Z", "version": "1", "oscal-version": "1.1.2",
	  "props": [{"name": "a", "value": "b"}], "links": []}}}`), c.Bytes())
	require.Equal(t, time.Date(2026, 1, 20, 9, 0, 0, 0, time.UTC), c.Metadata.Modified())
}

// TestSampleSSP holds what is read against values that were looked up in the
// file by hand.
func TestSampleSSP(t *testing.T) {
	s, err := oscal.ParseSSP(sampleSSP, shared(t, sampleSSP))
	require.NoError(t, err)
	require.Equal(t, "cff8385f-108e-40a5-8f7a-82f3dc0eaba8", s.UUID)
	require.Equal(t, "#b78aa3ec-915d-475b-8097-46813fae1825", s.ImportProfile.Href)
	require.Len(t, s.Metadata.Roles, 5)
	require.Len(t, s.Metadata.Parties, 5)
	c := s.Characteristics
	require.Equal(t, "d7456980-9277-4dcb-83cf-f8ff0442623b", c.SystemIDs[0].ID)
	require.Equal(t, "https://ietf.org/rfc/rfc4122", c.SystemIDs[0].Type)
	require.Equal(t, "Enterprise Logging and Auditing System", c.Name)
	require.Equal(t, "other", c.Status.State)
	require.Equal(t, "This is an example, and is not intended to be implemented as a system", c.Status.Remarks)
	require.Equal(t, "System and Network Monitoring", c.Information.Types[0].Title)
	require.Len(t, s.Implementation.Users, 5)
	require.Equal(t, []string{"asset-administrator"}, s.Implementation.Users[0].RoleIDs)
	require.Len(t, s.Implementation.Components, 6)
	require.Equal(t, "this-system", s.Implementation.Components[0].Type)
	require.Equal(t, "operational", s.Implementation.Components[5].Status.State)
	require.Len(t, s.Controls.Requirements, 1)
	r := s.Controls.Requirements[0]
	require.Equal(t, "au-1", r.ControlID)
	require.Len(t, r.Statements, 7)
	n := 0
	for _, x := range r.Statements {
		n += len(x.ByComponents)
	}
	require.Equal(t, 12, n)
	require.Equal(t, "au-1_smt.b", r.Statements[4].StatementID)
	require.Equal(t, "N/A", r.Statements[4].Remarks)
	require.Equal(t, "795533ab-9427-4abe-820f-0b571bacfe6d", r.Statements[1].ByComponents[0].ComponentUUID)
	require.Equal(t, "application/oscal.catalog+json", s.BackMatter.Resources[0].RLinks[1].MediaType)
}

// TestSamplePOAM does the same. The first item of the sample names a mitigating
// factor where a risk is wanted: it belongs to no risk, and says so.
func TestSamplePOAM(t *testing.T) {
	p, err := oscal.ParsePOAM(samplePOAM, shared(t, samplePOAM))
	require.NoError(t, err)
	require.Equal(t, "../5-authorize/ssp.oscal.xml", p.ImportSSP.Href)
	require.Equal(t, "8101e04d-8305-4e73-bb95-6b59f645b143", p.SystemID.ID)
	list := p.Tracked()
	require.Len(t, list, 3)
	first, second, alone := list[0], list[1], list[2]

	require.Equal(t, "8b8bae66-b28c-4fa5-9a20-b79e7322fc00", first.UUID)
	require.Equal(t, "IFA-GOODREAD-RISK-1: PAO Staff Have Over-Privileged Access to GoodRead System", first.Title)
	require.Equal(t, "deviation-approved", first.Status)
	require.Equal(t, time.Date(2024, 1, 1, 9, 0, 0, 0, time.UTC), first.Deadline) // 05:00 -04:00
	require.Len(t, first.Facets, 2)
	require.Equal(t, "likelihood low https://ifa.gov/division/ociso/sca", first.Facets[0].Name+" "+first.Facets[0].Value+" "+first.Facets[0].System)
	require.Equal(t, "impact high", first.Facets[1].Name+" "+first.Facets[1].Value)
	require.Len(t, first.Mitigating, 1)
	require.Empty(t, first.Items)
	require.Equal(t, "0c4de4fc-9bde-46af-b6fe-3b5e78194dcf", first.Observations[0].UUID)
	require.Equal(t, "planned", first.Remediations[0].Lifecycle)
	require.Equal(t, "2024-01-01T05:00:00-04:00", first.Remediations[0].Tasks[0].Timing.Within.End)

	require.Equal(t, "open", second.Status)
	require.Equal(t, time.Date(2023, 6, 23, 21, 0, 0, 0, time.UTC), second.Deadline)
	require.Len(t, second.Items, 1)
	require.Equal(t, "48c8368d-43ff-4736-9b28-64b1b1284c03", second.Items[0].UUID)
	require.Empty(t, second.Dangling)
	require.Equal(t, []string{"TEST"}, second.Observations[0].Methods)

	require.Equal(t, "Update Django Framework Configuration to Disable Default Admin Panel", alone.Title)
	require.Equal(t, "", alone.Status)
	require.Equal(t, []string{"401c15c9-ad6b-4d4a-a591-7d53a3abb3b6"}, alone.Dangling)
	require.Equal(t, "Django Framework Examination", alone.Observations[0].Title)
}

func TestTracked(t *testing.T) {
	p, err := oscal.ParsePOAM("poam.json", testdata(t, "poam.json"))
	require.NoError(t, err)
	list := p.Tracked()
	require.Len(t, list, 3)
	risk := list[0]
	require.Equal(t, "Burglary", risk.Title)
	require.Equal(t, time.Date(2026, 6, 29, 22, 0, 0, 0, time.UTC), risk.Deadline)
	require.Equal(t, []string{"There is a dog."}, risk.Mitigating)
	require.Len(t, risk.Items, 1)
	require.Len(t, risk.Observations, 2) // its own, and that of its item
	require.Equal(t, []string{"77aa0c1e-33c7-4f5e-9d3e-0000000000ff"}, risk.Dangling)
	require.Equal(t, "Feed the dog", list[1].Title)
	require.Equal(t, "", list[1].UUID)
	require.True(t, list[1].Deadline.IsZero())
	require.Equal(t, []string{"77aa0c1e-33c7-4f5e-9d3e-000000000006"}, list[2].Dangling)
}

func TestImplemented(t *testing.T) {
	d, err := oscal.ParseComponents("components.json", testdata(t, "components.json"))
	require.NoError(t, err)
	require.Len(t, d.Implemented(), 3)
	require.Equal(t, []oscal.Implementation{
		{Control: "dr-1", Source: "catalog.json", Component: "Lock X", UUID: "3e2d8a11-7c55-4f0d-9a41-9f20c0a7b002", Type: "hardware", Description: "It locks.", Status: "implemented"},
		{Control: "dr-1", Source: "profile.json", Component: "Closed house", UUID: "3e2d8a11-7c55-4f0d-9a41-9f20c0a7b007", Description: "The dog helps."},
	}, d.Implementing("dr-1"))
	require.Empty(t, d.Implementing("wn-1"))
}

// TestFixtures holds the project's own samples against the schema, too; the
// catalog has a member that the schema does not know, on purpose.
func TestFixtures(t *testing.T) {
	for _, name := range []string{"profile.json", "components.json", "poam.json"} {
		validate(t, testdata(t, name))
	}
}

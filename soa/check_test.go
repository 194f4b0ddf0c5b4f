package soa_test

import (
	"strings"
	"testing"

	"github.com/ismskit/ismskit/risk"
	"github.com/ismskit/ismskit/soa"
	"github.com/stretchr/testify/require"
)

// sound is a statement over tools and acme that has nothing wrong in the light
// of toolInput.
const sound = `format: ismskit.soa/v1
id: acme-soa
version: "1"
catalogues: [{id: tools, digest: TOOLS}, {id: acme}]
plans: [{id: plan-a, version: "1", digest: PLAN, assessment: ` + assessment + `}]
approval: {by: coo, at: 2026-03-04}
document: D-13
entries:
  - control: T-1
    catalogue: tools
    necessary: true
    reasons: [risk, legal]
    risks: [R-1, R-2]
    requirements: [L-1]
    justification: Keeps burglars out.
    status: implemented
    external: locksmith
    evidence: [inspection]
  - control: T-2
    catalogue: tools
    necessary: true
    reasons: [risk]
    risks: [R-1, R-2]
    justification: Somebody must see it.
    status: planned
    due: 2026-09-30
  - control: T-3
    catalogue: tools
    necessary: true
    reasons: [business]
    requirements: [B-1]
    justification: Neighbours sleep better.
    status: not_implemented
    external: guards
  - control: T-10
    catalogue: tools
    necessary: false
    justification: The door is of stainless steel.
  - control: ACME-1
    catalogue: acme
    necessary: true
    reasons: [contractual]
    requirements: [C-1]
    justification: The customer insists.
    status: implemented
    evidence: [keys]
  - control: OWN-1
    title: Barking dog
    necessary: true
    reasons: [risk]
    risks: [R-1]
    justification: Burglars fear dogs.
    description: A dog of the kennel next door.
    status: partial
    due: 2026-12-01
`

func soundText(t testing.TB, edit ...string) string {
	text := strings.NewReplacer(edit...).Replace(sound)
	if len(edit) > 0 {
		require.NotEqual(t, sound, text)
	}
	return strings.NewReplacer("TOOLS", string(catalogue(t, tools).Digest()), "PLAN", string(plan(t, toolPlan).Digest())).Replace(text)
}

func check(t testing.TB, s *soa.Statement, in soa.Input) []soa.Finding {
	t.Helper()
	found, err := s.Check(in)
	require.NoError(t, err)
	return found
}

func TestCheckSound(t *testing.T) {
	require.Empty(t, check(t, statement(t, soundText(t)), toolInput(t)))
}

func TestCheck(t *testing.T) {
	const t10 = "The door is of stainless steel."
	for name, c := range map[string]struct {
		edit  []string
		input func(in *soa.Input)
		want  []string
	}{
		// 6.1.3 c and d
		"overlooked":                 {[]string{"  - control: T-10\n    catalogue: tools\n    necessary: false\n    justification: " + t10 + "\n", ""}, nil, []string{"overlooked T-10 entries"}},
		"undecided":                  {[]string{"    necessary: false\n", ""}, nil, []string{"undecided T-10 entries[3].necessary"}},
		"no reason to include":       {[]string{"justification: Keeps burglars out.", `justification: " "`}, nil, []string{"inclusion_unjustified T-1 entries[0].justification"}},
		"no status":                  {[]string{"    status: not_implemented\n", ""}, nil, []string{"status_missing T-3 entries[2].status"}},
		"no reason to exclude":       {[]string{"    justification: " + t10 + "\n", ""}, nil, []string{"exclusion_unjustified T-10 entries[3].justification"}},
		"plan control not there":     {[]string{"control: OWN-1", "control: OWN-2"}, nil, []string{"item_missing OWN-2 entries[5].status", "plan_control_missing OWN-1 entries"}},
		"plan control excluded":      {[]string{"title: Barking dog\n    necessary: true\n    reasons: [risk]\n    risks: [R-1]\n", "necessary: false\n"}, nil, []string{"restated OWN-1 entries[5].justification", "plan_control_missing OWN-1 entries[5].necessary"}},
		"plan control undecided":     {[]string{"    title: Barking dog\n    necessary: true\n", ""}, nil, []string{"undecided OWN-1 entries[5].necessary", "plan_control_missing OWN-1 entries[5].necessary"}},
		"not approved":               {[]string{"approval: {by: coo, at: 2026-03-04}\n", ""}, nil, []string{"not_approved approval"}},
		"no document":                {[]string{"document: D-13\n", ""}, nil, []string{"not_approved document"}},
		"cancelled item":             {nil, func(in *soa.Input) { in.Plans[0].Items[0].Status = risk.ItemCancelled }, []string{"plan_changed plans[0].digest", "item_missing OWN-1 entries[5].status"}},
		"no catalogue":               {nil, func(in *soa.Input) { in.Catalogues = nil; in.Plans = nil }, []string{"unknown_catalogue catalogues[0]", "unknown_catalogue catalogues[1]", "unknown_plan plans[0]", "item_missing T-2 entries[1].status", "item_missing OWN-1 entries[5].status"}},
		"restated: n/a":              {[]string{t10, "n/a"}, nil, []string{"restated T-10 entries[3].justification"}},
		"restated: N/A.":             {[]string{t10, `" N/A. "`}, nil, []string{"restated T-10 entries[3].justification"}},
		"restated: none":             {[]string{t10, "none"}, nil, []string{"restated T-10 entries[3].justification"}},
		"restated: dots":             {[]string{t10, "......................"}, nil, []string{"restated T-10 entries[3].justification"}},
		"restated: long":             {[]string{t10, "This control is not applicable to our organisation."}, nil, []string{"restated T-10 entries[3].justification"}},
		"restated: German":           {[]string{t10, "Diese Maßnahme ist für uns nicht anwendbar."}, nil, []string{"restated T-10 entries[3].justification"}},
		"restated: French":           {[]string{t10, "Non applicable!"}, nil, []string{"restated T-10 entries[3].justification"}},
		"restated: label":            {[]string{t10, "\"T-10: Paint the door.\""}, nil, []string{"restated T-10 entries[3].justification"}},
		"restated: label and phrase": {[]string{t10, "\"'Paint the door' is not relevant\""}, nil, []string{"restated T-10 entries[3].justification"}},
		"too short":                  {[]string{t10, "It is of pure steel."[1:]}, nil, []string{"restated T-10 entries[3].justification"}},
		"just long enough":           {[]string{t10, "It is of pure steel."}, nil, []string{}},
		"a reason with a phrase":     {[]string{t10, "\"Not applicable: the door is of glass.\""}, nil, []string{}},
		"excluded with reasons":      {[]string{"necessary: false", "necessary: false\n    reasons: [risk]"}, nil, []string{"contradiction T-10 entries[3].necessary"}},
		"excluded and credited":      {nil, func(in *soa.Input) { in.Register.Risks[1].Controls = []string{"T-1", "T-10"} }, []string{"credited_excluded T-10 entries[3].necessary"}},
		"excluded, we have somebody": {[]string{"necessary: false", "necessary: false\n    external: painter"}, nil, []string{"provided_excluded T-10 entries[3].necessary"}},
		"excluded, externals":        {nil, func(in *soa.Input) { in.Externals[0].Controls = []string{"T-10"} }, []string{"provided_excluded T-10 entries[3].necessary"}},

		// good practice
		"no reason named":      {[]string{"    reasons: [business]\n    requirements: [B-1]\n", ""}, nil, []string{"orphan T-3 entries[2].reasons"}},
		"no risk named":        {[]string{"    risks: [R-1]\n", ""}, nil, []string{"orphan OWN-1 entries[5].risks"}},
		"no requirement named": {[]string{"    requirements: [C-1]\n", ""}, nil, []string{"orphan ACME-1 entries[4].requirements"}},
		"other kind of law":    {[]string{"requirements: [C-1]", "requirements: [L-1]"}, nil, []string{"orphan ACME-1 entries[4].requirements", "reason_missing ACME-1 entries[4].reasons"}},
		"link without reason":  {[]string{"reasons: [risk, legal]", "reasons: [risk]"}, nil, []string{"reason_missing T-1 entries[0].reasons"}},
		"no evidence":          {[]string{"    evidence: [inspection]\n", ""}, nil, []string{"evidence_missing T-1 entries[0].evidence"}},
		"no date":              {[]string{"    due: 2026-09-30\n", ""}, nil, []string{"due_missing T-2 entries[1].due"}},
		"no item":              {[]string{"status: not_implemented", "status: planned"}, nil, []string{"due_missing T-3 entries[2].due", "item_missing T-3 entries[2].status"}},
		"another status":       {[]string{"status: planned\n    due: 2026-09-30", "status: not_implemented"}, nil, []string{"status_differs T-2 entries[1].status"}},
		"twice":                {[]string{"  - control: OWN-1\n", "  - {control: T-10, catalogue: tools, necessary: false, justification: \"" + t10 + "\"}\n  - control: OWN-1\n"}, nil, []string{"duplicate T-10 entries[5].control"}},
		"own not described":    {[]string{"    description: A dog of the kennel next door.\n", ""}, nil, []string{"description_missing OWN-1 entries[5].description"}},
		"unknown control":      {[]string{"control: T-10", "control: T-11"}, nil, []string{"unknown_control T-11 entries[3].control", "overlooked T-10 entries"}},
		"wrong catalogue":      {[]string{"control: T-10\n    catalogue: tools", "control: T-10\n    catalogue: acme"}, nil, []string{"wrong_catalogue T-10 entries[3].catalogue"}},
		"stated as own":        {[]string{"control: T-10\n    catalogue: tools", "control: T-10"}, nil, []string{"wrong_catalogue T-10 entries[3].control"}},
		"withdrawn":            {[]string{"  - control: OWN-1\n", "  - {control: T-4, catalogue: tools, necessary: false, justification: \"" + t10 + "\"}\n  - control: OWN-1\n"}, nil, []string{"withdrawn T-4 entries[5].control"}},
		"unknown risk":         {[]string{"risks: [R-1]", "risks: [R-1, R-7]"}, nil, []string{"unknown_risk OWN-1 entries[5].risks[1]"}},
		"unknown requirement":  {[]string{"requirements: [C-1]", "requirements: [C-7]"}, nil, []string{"unknown_requirement ACME-1 entries[4].requirements[0]"}},
		"catalogue not named":  {nil, func(in *soa.Input) { in.Catalogues = append(in.Catalogues, catalogue(t, oldTools)) }, []string{"catalogue_not_stated catalogues", "overlooked O-1 entries", "overlooked O-2 entries", "overlooked O-3 entries", "overlooked O-4 entries", "overlooked O-5 entries"}},
		"plan not named":       {[]string{"plans: [{id: plan-a, version: \"1\", digest: PLAN, assessment: " + assessment + "}]\n", ""}, nil, []string{"plan_not_stated plans"}},
		"catalogue changed":    {[]string{"digest: TOOLS", "digest: " + assessment}, nil, []string{"catalogue_changed catalogues[0].digest"}},
		"plan changed":         {[]string{"digest: PLAN", "digest: " + assessment}, nil, []string{"plan_changed plans[0].digest"}},
		"another assessment":   {[]string{"assessment: " + assessment, "assessment: " + assessment[:len(assessment)-1] + "2"}, nil, []string{"plan_changed plans[0].assessment"}},
		"older than the plan":  {[]string{"at: 2026-03-04", "at: 2026-03-01"}, nil, []string{"older_than_plan plans[0]"}},
		"as old as the plan":   {[]string{"at: 2026-03-04", "at: 2026-03-02"}, nil, []string{}},
		"no register":          {nil, func(in *soa.Input) { in.Register = nil }, []string{"not_checked"}},
		"own catalogue, no text": {nil, func(in *soa.Input) {
			in.Catalogues[1] = catalogue(t, strings.Replace(own, ", description: Two people turn their keys.", "", 1))
		}, []string{"description_missing ACME-1 entries[4].description"}},
	} {
		t.Run(name, func(t *testing.T) {
			in := toolInput(t)
			if c.input != nil {
				c.input(&in)
			}
			require.Equal(t, c.want, codes(check(t, statement(t, soundText(t, c.edit...)), in)))
		})
	}
}

// Findings stand at a place of the file, those of a statement made in Go at a
// path.
func TestCheckPlaces(t *testing.T) {
	in := toolInput(t)
	s := statement(t, soundText(t, "justification: Keeps burglars out.", "justification: \"\"", "necessary: false", "necessary: false # why"))
	found := check(t, s, in)
	require.Len(t, found, 1)
	require.True(t, found[0].Shall)
	require.Equal(t, "soa.yaml:15:20: entries[0].justification: T-1 is necessary, and nothing says why", found[0].String())
	made := &soa.Statement{ID: "x", Entries: []soa.Entry{{Control: "A", Catalogue: "nowhere", Necessary: soa.Excluded}}}
	require.Equal(t, []string{
		"approval: nobody has approved the statement",
		"document: the statement is no documented information: it names no document",
		"catalogues: the statement was compared with no catalogue",
		"no register is given: risks, and what they credit, were not checked",
		"entries[0].catalogue: the catalogue nowhere of A is neither named nor given",
		"entries[0].justification: A is excluded, and nothing says why",
	}, messages(check(t, made, soa.Input{})))
}

func messages(list []soa.Finding) []string {
	var out []string
	for _, f := range list {
		out = append(out, f.String())
	}
	return out
}

// What cannot be checked is an error, never a pass.
func TestCheckRefuses(t *testing.T) {
	in := toolInput(t)
	in.Requirements[0].Kind = 0
	_, err := statement(t, soundText(t)).Check(in)
	require.ErrorIs(t, err, soa.ErrInput)
}

// A derived statement lacks what only people can say, and nothing else.
func TestCheckDerived(t *testing.T) {
	in := toolInput(t)
	require.Equal(t, []string{
		"not_approved approval",
		"not_approved document",
		"undecided T-3 entries[2].necessary",
		"undecided T-10 entries[3].necessary",
		"status_missing ACME-1 entries[4].status",
		"description_missing OWN-1 entries[5].description",
	}, codes(check(t, derive(t, in), in)))
}

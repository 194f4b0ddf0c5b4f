package isms_test

import (
	"strings"
	"testing"
	"time"

	"github.com/ismskit/ismskit/criteria"
	"github.com/ismskit/ismskit/isms"
	"github.com/ismskit/ismskit/risk"
	"github.com/stretchr/testify/require"
)

func TestCheck(t *testing.T) {
	for name, test := range map[string]struct {
		text string
		want []string // code, then the problem as text
	}{
		"nothing stated": {"id: x\n", nil},
		"dangling": {"documents: [{id: D-1}]\nscope: {document: D-2}\n",
			[]string{`dangling_reference a.yaml:3:19: scope.document: no document has the id "D-2" (did you mean "D-1"?)`}},
		"dangling of several types": {"persons: []\nroles: []\nprocesses: [{id: P, owner: ana}]\n",
			[]string{`dangling_reference a.yaml:4:28: processes[P].owner: no person or role has the id "ana"`}},
		"unresolved": {"roles: []\nprocesses: [{id: P, owner: ana}]\n",
			[]string{`unresolved_reference a.yaml:3:28: processes[P].owner: no person or role has the id "ana"; not every person is stated`}},
		"unresolved inside": {"parties: [{id: A}]\nscope: {requirementsConsidered: [Q]}\n",
			[]string{`unresolved_reference a.yaml:3:34: scope.requirementsConsidered[0]: no requirement has the id "Q"; not every requirement is stated`}},
		"dangling inside": {"parties: [{id: A, requirements: []}]\nscope: {requirementsConsidered: [Q]}\n",
			[]string{`dangling_reference a.yaml:3:34: scope.requirementsConsidered[0]: no requirement has the id "Q"`}},
		"id of another type": {"documents: []\nroles: [{id: R}]\nscope: {document: R}\n",
			[]string{`dangling_reference a.yaml:4:19: scope.document: no document has the id "R"`}},
		"versions in a circle": {"documents: [{id: A, previous: C}, {id: B, previous: A}, {id: C, previous: B}]\n",
			[]string{"cycle a.yaml:2:31: documents[A].previous: leads back to itself: A -> C -> B -> A"}},
		"way into a circle": {"documents: [{id: A, previous: C}, {id: B, previous: C}, {id: C, previous: B}]\n",
			[]string{"cycle a.yaml:2:53: documents[B].previous: leads back to itself: B -> C -> B"}},
		"itself": {"organisation: {units: [{id: U, parent: U}]}\n",
			[]string{"cycle a.yaml:2:40: organisation.units[U].parent: leads back to itself: U -> U"}},
		"criteria in a circle": {"criteriaHistory: [{id: c, version: '1', supersedes: '2'}, {id: c, version: '2', supersedes: '1'}]\n",
			[]string{"cycle a.yaml:2:53: criteriaHistory[0].supersedes: leads back to itself: c@1 -> c@2 -> c@1"}},
		"approved before reviewed": {"documents: [{id: D, reviewedAt: 2026-02-02, approvedAt: 2026-02-01}]\n",
			[]string{"out_of_order a.yaml:2:57: documents[D].approvedAt: 2026-02-01 is before documents[D].reviewedAt, which is 2026-02-02"}},
		"approved before dated, review unknown": {"documents: [{id: D, date: 2026-02-02, approvedAt: 2026-02-01}]\n",
			[]string{"out_of_order a.yaml:2:51: documents[D].approvedAt: 2026-02-01 is before documents[D].date, which is 2026-02-02"}},
		"the same day": {"documents: [{id: D, reviewedAt: '2026-02-02T09:00:00Z', approvedAt: 2026-02-02}]\n", nil},
		"an hour": {"documents: [{id: D, reviewedAt: '2026-02-02T09:00:00Z', approvedAt: '2026-02-02T08:00:00Z'}]\n",
			[]string{"out_of_order a.yaml:2:69: documents[D].approvedAt: 2026-02-02T08:00:00Z is before documents[D].reviewedAt, which is 2026-02-02T09:00:00Z"}},
		"given before approved": {"policies: [{id: P, approvedAt: 2026-02-02, distributions: [{version: '1', at: 2026-02-03}, {version: '2', at: 2026-02-01}]}]\n",
			[]string{"out_of_order a.yaml:2:111: policies[P].distributions[1].at: 2026-02-01 is before policies[P].approvedAt, which is 2026-02-02"}},
		"withdrawn before given": {"documents: [{id: D, distribution: [{at: 2026-02-02, withdrawnAt: 2026-02-01}]}]\n",
			[]string{"out_of_order a.yaml:2:66: documents[D].distribution[0].withdrawnAt: 2026-02-01 is before documents[D].distribution[0].at, which is 2026-02-02"}},
		"closed before effective": {"nonconformities: [{id: N, detectedAt: 2026-01-01, reaction: {at: 2026-01-02}, effectiveness: {at: 2026-02-02}, closedAt: 2026-02-01}]\n",
			[]string{"out_of_order a.yaml:2:122: nonconformities[N].closedAt: 2026-02-01 is before nonconformities[N].effectiveness.at, which is 2026-02-02"}},
		"closed before done": {"actions: [{id: A, doneAt: 2026-02-02}]\nnonconformities: [{id: N, actions: [A], closedAt: 2026-02-01}]\n",
			[]string{"out_of_order a.yaml:3:51: nonconformities[N].closedAt: 2026-02-01 is before actions[A].doneAt, which is 2026-02-02"}},
		"older than the one before": {"reviews: [{id: A, at: 2026-02-01, previous: ~}, {id: B, at: 2026-01-01, previous: A}]\n",
			[]string{"out_of_order a.yaml:2:61: reviews[B].at: 2026-01-01 is before 2026-02-01, the time of A, which is to be the one before"}},
		"after asOf": {"audits: [{id: A, at: 2026-07-02, reportedAt: '2026-07-01T00:00:01Z'}]\nasOf: 2026-07-01\n",
			[]string{
				"after_as_of a.yaml:2:22: audits[A].at: 2026-07-02 is after 2026-07-01, the time of the check",
				"after_as_of a.yaml:2:46: audits[A].reportedAt: 2026-07-01T00:00:01Z is after 2026-07-01, the time of the check",
				"out_of_order a.yaml:2:46: audits[A].reportedAt: 2026-07-01T00:00:01Z is before audits[A].at, which is 2026-07-02",
			}},
		"plans may lie after asOf": {"actions: [{id: A, due: 2027-01-01}]\nprogrammes: [{id: P, to: 2027-01-01}]\n", nil},
		"not active": {"persons: [{id: ana, active: false}]\nroles: [{id: R, person: ana}]\n",
			[]string{"holder_left a.yaml:3:25: roles[R].person: ana is not active"}},
		"left": {"persons: [{id: ana, leftAt: 2026-06-30}]\nroles: [{id: R, person: ana}]\n",
			[]string{"holder_left a.yaml:3:25: roles[R].person: ana left on 2026-06-30"}},
		"left at the time of the check": {"persons: [{id: ana, leftAt: 2026-07-01}]\nroles: [{id: R, person: ana}]\n",
			[]string{"holder_left a.yaml:3:25: roles[R].person: ana left on 2026-07-01"}},
		"will leave": {"persons: [{id: ana, active: true, leftAt: 2026-07-02}]\nroles: [{id: R, person: ana}]\n", nil},
		"left, and what was to do is done": {"persons: [{id: ana, leftAt: 2026-06-30}]\nroles: []\n" +
			"actions: [{id: A, owner: ana, status: done}, {id: B, owner: ana, status: started}]\nchanges: [{id: C, responsible: ana, implementedAt: 2026-01-01}]\n",
			[]string{"holder_left a.yaml:4:61: actions[B].owner: ana left on 2026-06-30"}},
		"approved after leaving": {"persons: [{id: ana, joinedAt: 2026-01-10, leftAt: 2026-01-20}]\n" +
			"documents: [{id: A, approvedBy: ana, approvedAt: 2026-01-22}, {id: B, approvedBy: ana, approvedAt: 2026-01-09}, {id: C, approvedBy: ana, approvedAt: '2026-01-20T17:00:00Z'}, {id: D, approvedBy: ana}]\n",
			[]string{
				"acted_absent a.yaml:3:33: documents[A].approvedBy: ana acted on 2026-01-22, but left on 2026-01-20",
				"acted_absent a.yaml:3:83: documents[B].approvedBy: ana acted on 2026-01-09, but joined on 2026-01-10",
			}},
		"audited after leaving": {"persons: [{id: ana, leftAt: 2026-01-20}, {id: ben}]\naudits: [{id: A, at: 2026-02-01, auditors: [ben, ana]}]\n",
			[]string{"acted_absent a.yaml:3:50: audits[A].auditors[1]: ana acted on 2026-02-01, but left on 2026-01-20"}},
	} {
		t.Run(name, func(t *testing.T) {
			var got []string
			for _, p := range parse(t, document(test.text)).Check(july.In(time.FixedZone("x", 3600))) {
				got = append(got, string(p.Code)+" "+p.String())
			}
			require.Equal(t, test.want, got)
		})
	}
}

// TestCheckCriteria finds criteria that were changed after they were put into
// force. What is not stated is not compared.
func TestCheckCriteria(t *testing.T) {
	doc, err := criteria.Parse("c.yaml", []byte(criteriaText))
	require.NoError(t, err)
	right, wrong := string(criteria.Digest(doc.Bytes())), "sha256:"+strings.Repeat("0", 64)
	for entry, want := range map[string][]string{
		"id: c, version: '1', digest: '" + right + "'": nil,
		"id: c, version: '1'":                          nil,
		"id: c, version: '1', digest: ~":               nil,
		"id: c, digest: '" + wrong + "'":               nil,
		"id: c, version: '2', digest: '" + wrong + "'": nil,
		"id: c, version: '1', digest: '" + wrong + "'": {"other_digest a.yaml:2:49: criteriaHistory[0].digest: is " + wrong + ", but that of the document c@1 is " + right},
	} {
		s := merge(t, file("a.yaml", document("criteriaHistory: [{"+entry+"}]\n")), file("c.yaml", criteriaText))
		var got []string
		for _, p := range s.Check(july) {
			got = append(got, string(p.Code)+" "+p.String())
		}
		require.Equal(t, want, got, entry)
	}
}

// TestCheckStatements finds ids in statements of applicability that name
// nothing, but not in those that a later version replaces.
func TestCheckStatements(t *testing.T) {
	text := "format: ismskit.soa/v1\nid: s\nversion: \"2\"\nprevious: \"1\"\napproval: {by: ana, at: 2026-02-01}\ndocument: D-2\nentries:\n" +
		"  - {control: C, necessary: true, owner: bob, risks: [R-1, R-9], requirements: [Q]}\n"
	old := strings.NewReplacer(`version: "2"`, `version: "1"`, "previous: \"1\"\n", "", "ana", "old", "bob", "old").Replace(text)
	s := merge(t, file("a.yaml", document("persons: [{id: bob, leftAt: 2026-03-01}]\nroles: []\ndocuments: [{id: D-1}]\nparties: []\n")),
		file("r.yaml", registerText), file("s1.yaml", old), file("s2.yaml", text))
	var got []string
	for _, p := range s.Check(july) {
		got = append(got, string(p.Code)+" "+p.String())
	}
	var facts []string
	for _, p := range s.Check(time.Date(2026, 1, 15, 0, 0, 0, 0, time.UTC)) {
		if p.Code == isms.AfterAsOf {
			facts = append(facts, p.String())
		}
	}
	require.Equal(t, []string{
		"s1.yaml:4:25: statements[s@1].approval.at: 2026-02-01 is after 2026-01-15, the time of the check",
		"s2.yaml:5:25: statements[s@2].approval.at: 2026-02-01 is after 2026-01-15, the time of the check",
	}, facts)
	require.Equal(t, []string{
		`dangling_reference s2.yaml:5:16: statements[s].approval.by: no person or role has the id "ana"`,
		`dangling_reference s2.yaml:6:11: statements[s].document: no document has the id "D-2" (did you mean "D-1"?)`,
		`holder_left s2.yaml:8:42: statements[s].entries[C].owner: bob left on 2026-03-01`,
		`dangling_reference s2.yaml:8:81: statements[s].entries[C].requirements[0]: no requirement has the id "Q"`,
		`dangling_reference s2.yaml:8:60: statements[s].entries[C].risks[1]: no risk has the id "R-9" (did you mean "R-1"?)`,
	}, got)
}

// TestCheckRisks checks registers, records and criteria beside the system.
func TestCheckRisks(t *testing.T) {
	other := "format: ismskit.register/v1\nid: s\nrisks: [{id: R-1, owner: ana, parent: R-2, issues: [I], requirements: [Q], assets: [erp], controls: [C], identified: 2027-01-01}, {id: R-2, parent: R-1}]\n"
	second := strings.NewReplacer(`"1"`, "\"2\"\nsupersedes: \"1\"").Replace(criteriaText)
	s := merge(t, file("a.yaml", document("persons: []\nroles: []\ndocuments: []\ncontrols: []\nassessments: [{id: A, record: '"+string(record(t).Digest)+"', approvedAt: 2026-01-31}, {id: B, record: 'sha256:"+strings.Repeat("0", 64)+"'}]\n")),
		file("r.yaml", registerText), file("s.yaml", other), isms.File{Name: "rec.json", Data: record(t).Bytes()},
		file("c1.yaml", strings.Replace(criteriaText, "scales", "supersedes: \"2\"\nscales", 1)), file("c2.yaml", second))
	var got []string
	for _, p := range s.Check(july) {
		got = append(got, string(p.Code)+" "+p.String())
	}
	digest := string(record(t).Digest)
	require.Equal(t, []string{
		"out_of_order a.yaml:6:118: assessments[A].approvedAt: 2026-01-31 is before records[" + digest + "].asOf, which is 2026-02-01",
		`dangling_reference a.yaml:6:147: assessments[B].record: no record has the id "sha256:000000000000000000000000000000000000000000000000000000000..."`,
		"cycle c1.yaml:4:13: criteria[c@1].supersedes: leads back to itself: c@1 -> c@2 -> c@1",
		"duplicate_risk s.yaml:3:14: risks[R-1]: is already at r.yaml:3:14",
		`unresolved_reference s.yaml:3:85: risks[R-1].assets[0]: no asset has the id "erp"; not every asset is stated`,
		`dangling_reference s.yaml:3:102: risks[R-1].controls[0]: no control has the id "C"`,
		`unresolved_reference s.yaml:3:53: risks[R-1].issues[0]: no issue has the id "I"; not every issue is stated`,
		`dangling_reference s.yaml:3:26: risks[R-1].owner: no person or role has the id "ana"`,
		"cycle s.yaml:3:39: risks[R-1].parent: leads back to itself: R-1 -> R-2 -> R-1",
		`unresolved_reference s.yaml:3:72: risks[R-1].requirements[0]: no requirement has the id "Q"; not every requirement is stated`,
	}, got)

	early := s.Check(time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC))
	var facts []string
	for _, p := range early {
		if p.Code == isms.AfterAsOf {
			facts = append(facts, p.Path)
		}
	}
	require.Equal(t, []string{"assessments[A].approvedAt", "records[" + digest + "].asOf", "risks[R-1].identified"}, facts)

	late := record(t)
	late.Materials.Risks[0].Identified = july
	require.Contains(t, (&isms.System{Records: []*risk.Record{late}}).Check(july), isms.Problem{Code: isms.OutOfOrder,
		Path: "records[" + digest + "].risks[R-1]", Message: "2026-02-01 is before records[" + digest + "].risks[R-1].identified, which is 2026-07-01"})
}

// TestCheckPlans checks treatment plans that were made in Go.
func TestCheckPlans(t *testing.T) {
	day := func(month, day int) time.Time { return time.Date(2026, time.Month(month), day, 0, 0, 0, 0, time.UTC) }
	rec := record(t)
	s := parse(t, document("persons: [{id: ana, leftAt: 2026-03-01}]\nroles: []\ndocuments: []\ncontrols: []\nprocesses: [{id: P, owner: ana}]\nexternals: [{id: X, controls: [C-1]}]\n"))
	s.Records = []*risk.Record{rec}
	s.Registers = []*risk.Register{{ID: "r", Risks: rec.Materials.Risks}}
	s.Plans = []*risk.Plan{{
		ID: "P-1", Assessment: rec.Digest, Document: "D", Changed: day(8, 1),
		Holders:  []risk.Holder{{Person: "ana", Authority: "a"}, {Person: "ana", Until: day(2, 1)}},
		Controls: []risk.Control{{ID: "C-1", Owner: "ana"}},
		Items: []risk.PlanItem{
			{ID: "I-1", Risk: "R-1", Responsible: "ana", Done: day(2, 10), Status: risk.ItemDone},
			{ID: "I-2", Risk: "R-9", Responsible: "ana", Status: risk.ItemStarted},
		},
		Approvals: []risk.Approval{
			{ID: "A-1", Item: "I-1", RequestedBy: "ana", RequestedAt: day(1, 30), By: "ana", At: day(3, 10), Decision: risk.Approved,
				Revoked: &risk.Revocation{At: day(3, 9)}, Conditions: []risk.ApprovalCondition{{ID: "c", Met: day(9, 1)}}},
		},
	}}
	var got []string
	for _, p := range s.Check(july) {
		got = append(got, string(p.Code)+" "+p.String())
	}
	require.Equal(t, []string{
		"acted_absent plans[P-1].approvals[A-1].by: ana acted on 2026-03-10, but left on 2026-03-01",
		"after_as_of plans[P-1].approvals[A-1].conditions[c].met: 2026-09-01 is after 2026-07-01, the time of the check",
		"out_of_order plans[P-1].approvals[A-1].requestedAt: 2026-01-30 is before records[" + string(rec.Digest) + "].asOf, which is 2026-02-01",
		"out_of_order plans[P-1].approvals[A-1].revoked.at: 2026-03-09 is before plans[P-1].approvals[A-1].at, which is 2026-03-10",
		"after_as_of plans[P-1].changed: 2026-08-01 is after 2026-07-01, the time of the check",
		"holder_left plans[P-1].controls[C-1].owner: ana left on 2026-03-01",
		`dangling_reference plans[P-1].document: no document has the id "D"`,
		"holder_left plans[P-1].holders[0].person: ana left on 2026-03-01",
		"out_of_order plans[P-1].items[I-1].done: 2026-02-10 is before plans[P-1].approvals[A-1].at, which is 2026-03-10",
		"holder_left plans[P-1].items[I-2].responsible: ana left on 2026-03-01",
		`dangling_reference plans[P-1].items[I-2].risk: no risk has the id "R-9" (did you mean "R-1"?)`,
		"holder_left a.yaml:6:28: processes[P].owner: ana left on 2026-03-01",
	}, got)
}

// TestReferencesStop ends a walk over references early, wherever that is.
func TestReferencesStop(t *testing.T) {
	s := merge(t, file("a.yaml", string(read(t, "complete.yaml"))), file("r.yaml", string(read(t, "register.yaml"))))
	s.Plans = []*risk.Plan{{ID: "P", Document: "D-1", Items: []risk.PlanItem{{ID: "I", Risk: "R-1"}}}}
	var all []isms.Reference
	for r := range s.References() {
		all = append(all, r)
	}
	require.Greater(t, len(all), 100)
	for n := range all {
		i := 0
		for r := range s.References() {
			require.Equal(t, all[i].Path, r.Path)
			if i++; i > n {
				break
			}
		}
		require.Equal(t, n+1, i)
	}
	require.Equal(t, "plans[P].items[I].risk", all[len(all)-1].Path)
}

func TestIndex(t *testing.T) {
	x := parse(t, document("roles: [{id: B}, {id: A}]\n")).Index()
	require.Equal(t, []string{"A", "B"}, x.IDs("role"))
	require.True(t, x.Has("role", "A"))
	require.False(t, x.Has("person", "A"))
	require.Nil(t, x.Entity("C"))
	require.Equal(t, "A", x.Entity("A").(*isms.Role).ID)
	require.True(t, x.Complete("role"))
	require.False(t, x.Complete("finding"))
}

func TestLocate(t *testing.T) {
	s := parse(t, document("documents:\n  - id: D.1\n    covers: [a, b]\n    distribution:\n      - {to: x, at: 2026-01-02}\n      - {to: x, at: 2026-01-01}\n"))
	for path, want := range map[string]string{
		"":                                  "a.yaml:1:1",
		"documents":                         "a.yaml:3:3",
		"documents[D.1]":                    "a.yaml:3:5",
		"documents[D.1].covers":             "a.yaml:4:13",
		"documents[D.1].covers[1]":          "a.yaml:4:17",
		"documents[D.1].covers[2]":          "a.yaml:4:13",
		"documents[D.1].title":              "a.yaml:3:5",
		"documents[D.1].distribution[0].at": "a.yaml:7:21",
		"documents[D.1].distribution[1].at": "a.yaml:6:21",
		"documents[D.1].distribution[2].at": "a.yaml:6:7",
		"documents[D.1].nonsense":           "a.yaml:3:5",
		"documents[D.2].title":              "a.yaml:3:3",
		"documents[D.1":                     "a.yaml:3:5",
		"roles[x].title":                    "a.yaml:1:1",
	} {
		require.Equal(t, want, isms.Locate(s, path).String(), path)
	}
	require.Empty(t, isms.Locate(&isms.System{Roles: isms.Some([]*isms.Role{{ID: "A"}})}, "roles[A].title").String())
}

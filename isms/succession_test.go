package isms_test

import (
	"testing"

	"github.com/ismskit/ismskit/isms"
	"github.com/ismskit/ismskit/risk"
	"github.com/stretchr/testify/require"
)

func TestCheckSuccession(t *testing.T) {
	const base = "audits: [{id: A, at: 2026-01-01, scope: [P, Q], findings: [{id: F, kind: ofi}]}]\nroles: [{id: R, title: x}]\nreviews: [{id: V, decisions: [{kind: improvement, text: x}], inputs: {planStatus: fine}}]\n"
	for name, test := range map[string]struct {
		text string
		want []string
	}{
		"the same":               {base, nil},
		"another place":          {"\n\n" + base, nil},
		"what may change":        {"roles: []\naudits: [{id: A, at: 2026-01-01, scope: [P, Q], findings: [{id: F, kind: ofi}]}]\nreviews: [{id: V, decisions: [{kind: improvement, text: x}], inputs: {planStatus: fine}}]\n", nil},
		"more becomes known":     {"audits: [{id: A, at: 2026-01-01, reportedAt: 2026-01-02, scope: [P, Q, R], findings: [{id: E}, {id: F, kind: ofi, requirement: x}]}, {id: B, corrects: A}]\nreviews: [{id: V, decisions: [{kind: improvement, text: x}, {kind: change_need}], inputs: {planStatus: fine, riskResults: x}}]\n", nil},
		"an audit is removed":    {"audits: []\nreviews: [{id: V, decisions: [{kind: improvement, text: x}], inputs: {planStatus: fine}}]\n", []string{`removed old.yaml:2:10: audits[A]: the audit "A" is not there any more; it must stay, another one may correct it`}},
		"another type":           {"persons: [{id: A}]\nreviews: [{id: V, decisions: [{kind: improvement, text: x}], inputs: {planStatus: fine}}]\n", []string{`removed old.yaml:2:10: audits[A]: the audit "A" is not there any more; it must stay, another one may correct it`}},
		"a date is edited":       {"audits: [{id: A, at: 2026-01-03, scope: [P, Q], findings: [{id: F, kind: ofi}]}]\nreviews: [{id: V, decisions: [{kind: improvement, text: x}], inputs: {planStatus: fine}}]\n", []string{`edited new.yaml:2:22: audits[A].at: was "2026-01-01T00:00:00Z", is "2026-01-03T00:00:00Z"`}},
		"a key is removed":       {"audits: [{id: A, scope: [P, Q], findings: [{id: F, kind: ofi}]}]\nreviews: [{id: V, decisions: [{kind: improvement, text: x}], inputs: {planStatus: fine}}]\n", []string{`edited new.yaml:2:10: audits[A].at: was "2026-01-01T00:00:00Z", is not stated`}},
		"an entry of a list":     {"audits: [{id: A, at: 2026-01-01, scope: [Q, P], findings: [{id: F, kind: ofi}]}]\nreviews: [{id: V, decisions: [{kind: improvement, text: x}], inputs: {planStatus: fine}}]\n", []string{`edited new.yaml:2:41: audits[A].scope: was ["P","Q"], is ["Q","P"]`}},
		"fewer entries":          {"audits: [{id: A, at: 2026-01-01, scope: [P], findings: [{id: F, kind: ofi}]}]\nreviews: [{id: V, decisions: [{kind: improvement, text: x}], inputs: {planStatus: fine}}]\n", []string{`edited new.yaml:2:41: audits[A].scope: was ["P","Q"], is ["P"]`}},
		"a finding is edited":    {"audits: [{id: A, at: 2026-01-01, scope: [P, Q], findings: [{id: F, kind: conformity}]}]\nreviews: [{id: V, decisions: [{kind: improvement, text: x}], inputs: {planStatus: fine}}]\n", []string{`edited new.yaml:2:74: audits[A].findings[F].kind: was "ofi", is "conformity"`}},
		"a finding is removed":   {"audits: [{id: A, at: 2026-01-01, scope: [P, Q], findings: []}]\nreviews: [{id: V, decisions: [{kind: improvement, text: x}], inputs: {planStatus: fine}}]\n", []string{`removed new.yaml:2:59: audits[A].findings[F]: is not there any more, as it was: {"id":"F","kind":"ofi"}`}},
		"a decision is edited":   {"audits: [{id: A, at: 2026-01-01, scope: [P, Q], findings: [{id: F, kind: ofi}]}]\nreviews: [{id: V, decisions: [{kind: improvement, text: y}], inputs: {planStatus: fine}}]\n", []string{`removed new.yaml:3:30: reviews[V].decisions[0]: is not there any more, as it was: {"kind":"improvement","text":"x"}`}},
		"inside of an object":    {"audits: [{id: A, at: 2026-01-01, scope: [P, Q], findings: [{id: F, kind: ofi}]}]\nreviews: [{id: V, decisions: [{kind: improvement, text: x}], inputs: {planStatus: bad}}]\n", []string{`edited new.yaml:3:83: reviews[V].inputs.planStatus: was "fine", is "bad"`}},
		"an object becomes none": {"audits: [{id: A, at: 2026-01-01, scope: [P, Q], findings: [{id: F, kind: ofi}]}]\nreviews: [{id: V, decisions: [{kind: improvement, text: x}], inputs: ~}]\n", []string{`edited new.yaml:3:70: reviews[V].inputs: was {"planStatus":"fine"}, is null`}},
	} {
		t.Run(name, func(t *testing.T) {
			old, err := isms.Parse("old.yaml", []byte(document(base)))
			require.NoError(t, err)
			new, err := isms.Parse("new.yaml", []byte(document(test.text)))
			require.NoError(t, err)
			var got []string
			for _, p := range isms.CheckSuccession(old, new) {
				got = append(got, string(p.Code)+" "+p.String())
			}
			require.Equal(t, test.want, got)
		})
	}
	old := &isms.System{Records: []*risk.Record{record(t)}}
	require.Empty(t, isms.CheckSuccession(old, old))
	require.Equal(t, []isms.Problem{{Code: isms.Removed, Path: "records[" + string(record(t).Digest) + "]", Message: "the record is not there any more"}}, isms.CheckSuccession(old, &isms.System{}))
}

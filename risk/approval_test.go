package risk_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/ismskit/ismskit/criteria/seal"
	"github.com/ismskit/ismskit/criteria/source"
	"github.com/ismskit/ismskit/risk"
	"github.com/stretchr/testify/require"
)

const someDigest = "sha256:0000000000000000000000000000000000000000000000000000000000000000"

// fullApproval uses every key.
const fullApproval = `approvals:
  - id: A-0
    kind: acceptance
    risk: R-1
    stage: residual
    requested: {by: it-lead, at: 2026-01-01}
    reviewed: 2026-01-02T08:00:00+01:00
  - id: A-1
    kind: acceptance
    risk: R-1
    stage: residual
    requested: {by: it-lead, at: 2026-03-01}
    reviewed: 2026-03-02
    decision: approved
    by: coo
    authority: ciso
    at: 2026-03-03
    rule: tolerated
    justification: "The backups are \"tested\"."
    conditions:
      - {id: plan_item, text: an item is there, due: 2026-06-30, met: 2026-05-02}
      - {id: test, due: 2026-07-30}
    expires: 2026-08-30
    state: STATE
    snapshot: {level: "4", scope: [a, b], controls: {A: {status: implemented, effects: []}}}
    supersedes: A-0
    revoked: {at: 2026-04-01, by: coo, reason: An incident.}
    exception: {reason: We are two., compensating: An audit., by: board}
  - id: P
    kind: item
    item: P-1
    requested: {by: it-lead, at: 2026-03-01}
    decision: rejected
    by: coo
    at: 2026-03-03
`

func full() string {
	// The digest is by hand: the line of the format, and the canonical JSON.
	return strings.Replace(fullApproval, "STATE", string(seal.Sum("ismskit.state/v1", []byte(
		`{"approves":{"kind":"acceptance","risk":"R-1","stage":"residual"},"fields":{"controls":{"A":{"effects":[],"status":"implemented"}},"level":"4","scope":["a","b"]}}`))), 1)
}

func TestParseApprovals(t *testing.T) {
	list, err := risk.ParseApprovals("plan.yaml", []byte(full()))
	require.NoError(t, err)
	require.Len(t, list, 3)
	require.Equal(t, risk.Approval{ID: "A-0", Kind: risk.AcceptRisk, Risk: "R-1", Stage: risk.Residual, RequestedBy: "it-lead", RequestedAt: on("2026-01-01"),
		ReviewedAt: on("2026-01-02").Add(7 * time.Hour)}, risk.Unplaced(list[0]))
	require.Equal(t, risk.Approval{ID: "A-1", Kind: risk.AcceptRisk, Risk: "R-1", Stage: risk.Residual, RequestedBy: "it-lead", RequestedAt: on("2026-03-01"),
		ReviewedAt: on("2026-03-02"), Decision: risk.Approved, By: "coo", Authority: "ciso", At: on("2026-03-03"), Rule: "tolerated", Justification: `The backups are "tested".`,
		Conditions: []risk.ApprovalCondition{{ID: "plan_item", Text: "an item is there", Due: on("2026-06-30"), Met: on("2026-05-02")}, {ID: "test", Due: on("2026-07-30")}},
		Expires:    on("2026-08-30"), State: list[1].State,
		Snapshot:   []risk.StateField{{"controls", `{"A":{"effects":[],"status":"implemented"}}`}, {"level", `"4"`}, {"scope", `["a","b"]`}},
		Supersedes: "A-0", Revoked: &risk.Revocation{At: on("2026-04-01"), By: "coo", Reason: "An incident."},
		Exception: &risk.Exception{Reason: "We are two.", Compensating: "An audit.", By: "board"}}, risk.Unplaced(list[1]))
	require.Equal(t, risk.Approval{ID: "P", Kind: risk.ApproveItem, Item: "P-1", RequestedBy: "it-lead", RequestedAt: on("2026-03-01"), Decision: risk.Rejected, By: "coo", At: on("2026-03-03")}, risk.Unplaced(list[2]))
	requireRoundTrip(t, list)

	none, err := risk.ParseApprovals("plan.yaml", []byte("{}"))
	require.NoError(t, err)
	require.Nil(t, none)
}

// requireRoundTrip writes approvals and reads the same ones back.
func requireRoundTrip(t *testing.T, list []risk.Approval) {
	t.Helper()
	b := []byte(`{"approvals":[`)
	for i := range list {
		if i > 0 {
			b = append(b, ',')
		}
		b = risk.AppendApproval(b, &list[i])
	}
	b = append(b, "]}"...)
	again, err := risk.ParseApprovals("plan.json", b)
	require.NoError(t, err, "%s", b)
	require.Len(t, again, len(list))
	for i := range list {
		require.Equal(t, risk.Unplaced(list[i]), risk.Unplaced(again[i]))
		require.Equal(t, string(risk.AppendApproval(nil, &list[i])), string(risk.AppendApproval(nil, &again[i])))
	}
}

func TestWrittenApproval(t *testing.T) {
	list, err := risk.ParseApprovals("plan.yaml", []byte(full()))
	require.NoError(t, err)
	require.Equal(t, `{"id":"A-0","kind":"acceptance","risk":"R-1","stage":"residual","requested":{"by":"it-lead","at":"2026-01-01T00:00:00Z"},"reviewed":"2026-01-02T07:00:00Z"}`, string(risk.AppendApproval(nil, &list[0])))
	require.Equal(t, `{"id":"P","kind":"item","item":"P-1","requested":{"by":"it-lead","at":"2026-03-01T00:00:00Z"},"decision":"rejected","by":"coo","at":"2026-03-03T00:00:00Z"}`, string(risk.AppendApproval(nil, &list[2])))
}

func TestParseApprovalsRefuses(t *testing.T) {
	const (
		head = "approvals:\n  - id: A\n    requested: {by: x, at: 2026-03-01}\n"  // lines 1 to 3
		acc  = head + "    kind: acceptance\n    risk: R-1\n    stage: current\n" // to 6
		item = head + "    kind: item\n    item: P-1\n"                           // to 5
		yes  = acc + "    decision: approved\n    by: y\n    authority: ciso\n    at: 2026-03-03\n    state: " + someDigest + "\n"
		no   = acc + "    decision: rejected\n    by: y\n    at: 2026-03-03\n" // to 9
		next = "  - id: B\n    requested: {by: x, at: 2026-03-01}\n    kind: acceptance\n    risk: R-1\n    stage: current\n"
	)
	for name, test := range map[string]struct {
		text string
		want string // path: message
		code source.Code
	}{
		"no list":                    {"approvals: x", "1:12: approvals: wanted is a list of approvals", source.WrongType},
		"no map":                     {"approvals: [x]", "1:13: approvals[0]: wanted is a map, not a string", source.WrongType},
		"no kind":                    {head, "2:5: approvals[0]: missing key kind", source.MissingKey},
		"other kind":                 {head + "    kind: acceptence\n", `4:11: approvals[0].kind: "acceptence" is none of item or acceptance (did you mean "acceptance"?)`, source.BadValue},
		"no id":                      {strings.Replace(acc, "id: A", "justification: A", 1), "2:5: approvals[0]: missing key id", source.MissingKey},
		"bad id":                     {strings.Replace(acc, "id: A", "id: a b", 1), `2:9: approvals[0].id: "a b" is no id`, source.BadValue},
		"unknown key":                {acc + "    rue: x\n", `7:5: approvals[0].rue: unknown key "rue" (did you mean "rule"?)`, source.UnknownKey},
		"duplicate key":              {acc + "    stage: current\n", `7:5: approvals[0].stage: `, source.DuplicateKey},
		"duplicate id":               {acc + strings.Replace(next, "B", "A", 1), `7:9: approvals[1].id: the approval "A" is already there at line 2`, source.DuplicateID},
		"no request":                 {"approvals: [{id: A, kind: item, item: P-1}]", "1:13: approvals[0]: missing key requested", source.MissingKey},
		"request without person":     {"approvals: [{id: A, kind: item, item: P-1, requested: {at: 2026-01-01}}]", "1:55: approvals[0].requested: missing key by", source.MissingKey},
		"request without time":       {"approvals: [{id: A, kind: item, item: P-1, requested: {by: x}}]", "1:55: approvals[0].requested: missing key at", source.MissingKey},
		"no item":                    {head + "    kind: item\n", "2:5: approvals[0]: missing key item", source.MissingKey},
		"no risk":                    {head + "    kind: acceptance\n    stage: current\n", "2:5: approvals[0]: missing key risk", source.MissingKey},
		"no stage":                   {head + "    kind: acceptance\n    risk: R-1\n", "2:5: approvals[0]: missing key stage", source.MissingKey},
		"inherent stage":             {strings.Replace(acc, "current", "inherent", 1), `6:12: approvals[0].stage: "inherent" is none of current or residual`, source.BadValue},
		"item with risk":             {item + "    risk: R-1\n", "6:11: approvals[0].risk: the approval of an item is about the item's risk after its treatment", source.BadValue},
		"item with stage":            {item + "    stage: current\n", "6:12: approvals[0].stage: the approval of an item is about the item's risk after its treatment", source.BadValue},
		"item with rule":             {item + "    rule: x\n", "6:11: approvals[0].rule: only the acceptance of a risk follows a rule of acceptance", source.BadValue},
		"acceptance with item":       {acc + "    item: P-1\n", "7:11: approvals[0].item: an acceptance is about a risk, not about an item", source.BadValue},
		"other decision":             {acc + "    decision: aproved\n    by: y\n", `7:15: approvals[0].decision: "aproved" is none of approved or rejected (did you mean "approved"?)`, source.BadValue},
		"by without decision":        {acc + "    by: y\n", "7:9: approvals[0].by: nothing is decided: there is no decision", source.BadValue},
		"at without decision":        {acc + "    at: 2026-03-01\n", "7:9: approvals[0].at: nothing is decided: there is no decision", source.BadValue},
		"authority without decision": {acc + "    authority: ciso\n", "7:16: approvals[0].authority: nothing is decided: there is no decision", source.BadValue},
		"decision without person":    {acc + "    decision: rejected\n    at: 2026-03-03\n", "2:5: approvals[0]: missing key by", source.MissingKey},
		"decision without time":      {acc + "    decision: rejected\n    by: y\n", "2:5: approvals[0]: missing key at", source.MissingKey},
		"approved without authority": {acc + "    decision: approved\n    by: y\n    at: 2026-03-03\n    state: " + someDigest + "\n", "2:5: approvals[0]: missing key authority", source.MissingKey},
		"approved without state":     {acc + "    decision: approved\n    by: y\n    at: 2026-03-03\n    authority: ciso\n", "2:5: approvals[0]: missing key state", source.MissingKey},
		"no digest":                  {acc + "    state: sha256:12\n", `7:12: approvals[0].state: "sha256:12" is no digest`, source.BadValue},
		"state of another type":      {acc + "    state: 12\n", `7:12: approvals[0].state: wanted is a string`, source.WrongType},
		"reviewed before":            {acc + "    reviewed: 2026-02-28\n", "7:15: approvals[0].reviewed: reviewed on 2026-02-28, before it was requested on 2026-03-01", source.BadValue},
		"decided before":             {strings.Replace(no, "03-03", "02-28", 1), "9:9: approvals[0].at: decided on 2026-02-28, before it was requested on 2026-03-01", source.BadValue},
		"decided before reviewed":    {no + "    reviewed: 2026-03-04\n", "9:9: approvals[0].at: decided on 2026-03-03, before it was reviewed on 2026-03-04", source.BadValue},
		"no time":                    {acc + "    expires: soon\n", `7:14: approvals[0].expires: `, source.BadValue},
		"expires at once":            {yes + "    expires: 2026-03-03\n", "12:14: approvals[0].expires: expires on 2026-03-03, which is not after the decision on 2026-03-03", source.BadValue},
		"expires before request":     {acc + "    expires: 2026-03-01\n", "7:14: approvals[0].expires: expires on 2026-03-01, which is not after the request on 2026-03-01", source.BadValue},
		"revoked before":             {yes + "    revoked: {at: 2026-03-02, by: y, reason: x}\n", "12:19: approvals[0].revoked.at: revoked on 2026-03-02, before it was decided on 2026-03-03", source.BadValue},
		"revoked without reason":     {yes + "    revoked: {at: 2026-03-04, by: y}\n", "12:14: approvals[0].revoked: missing key reason", source.MissingKey},
		"revoked for nothing":        {yes + "    revoked: {at: 2026-03-04, by: y, reason: ' '}\n", "12:46: approvals[0].revoked.reason: reason says nothing", source.Empty},
		"rejected, then revoked":     {no + "    revoked: {at: 2026-03-04, by: y, reason: x}\n", "10:14: approvals[0].revoked: only what was approved can be revoked", source.BadValue},
		"exception without measure":  {yes + "    exception: {reason: x, by: y}\n", "12:16: approvals[0].exception: missing key compensating", source.MissingKey},
		"exception without person":   {yes + "    exception: {reason: x, compensating: y}\n", "12:16: approvals[0].exception: missing key by", source.MissingKey},
		"condition without id":       {acc + "    conditions: [{due: 2026-04-01}]\n", "7:18: approvals[0].conditions[0]: missing key id", source.MissingKey},
		"condition without due":      {yes + "    conditions: [{id: x}]\n", "12:18: approvals[0].conditions[0]: missing key due", source.MissingKey},
		"condition twice":            {yes + "    conditions: [{id: x, due: 2026-04-01}, {id: x, due: 2026-04-01}]\n", `12:49: approvals[0].conditions[1].id: the condition "x" is already there`, source.DuplicateID},
		"conditions as map":          {acc + "    conditions: {x: y}\n", "7:17: approvals[0].conditions: wanted is a list, not a map", source.WrongType},
		"empty snapshot":             {yes + "    snapshot: {}\n", "12:15: approvals[0].snapshot: a snapshot has at least one field", source.Empty},
		"snapshot as list":           {yes + "    snapshot: [x]\n", "12:15: approvals[0].snapshot: wanted is a map, not a list", source.WrongType},
		"snapshot without state":     {acc + "    snapshot: {level: x}\n", "7:15: approvals[0].snapshot: a snapshot needs the digest of its state: missing key state", source.MissingKey},
		"snapshot of another state":  {yes + "    snapshot: {level: \"4\"}\n", "12:15: approvals[0].snapshot: the snapshot does not give the digest " + someDigest, risk.CodeOtherState},
		"snapshot: unknown field":    {yes + "    snapshot: {levle: x}\n", `12:23: approvals[0].snapshot.levle: "levle" is no field of the state of current risk R-1 (did you mean "level"?)`, source.UnknownName},
		"snapshot: field of an item": {yes + "    snapshot: {item.due: {}}\n", `12:26: approvals[0].snapshot.item.due: "item.due" is no field of the state of current risk R-1`, source.UnknownName},
		"snapshot: fraction":         {yes + "    snapshot: {level: 4.5}\n", `12:23: approvals[0].snapshot.level: wanted is a text, a list, a map, a bool or a whole number up to 2^53; what must be exact is a text`, source.WrongType},
		"snapshot: null":             {yes + "    snapshot: {scope: [~]}\n", `12:24: approvals[0].snapshot.scope[0]: wanted is a text`, source.WrongType},
		"snapshot: large number":     {yes + "    snapshot: {level: 9007199254740993}\n", `12:23: approvals[0].snapshot.level: wanted is a text`, source.WrongType},
		"supersedes unknown":         {acc + strings.Replace(next, "B\n", "AB\n    supersedes: AC\n", 1), `8:17: approvals[1].supersedes: there is no approval "AC"`, source.UnknownName},
		"supersedes itself":          {acc + "    supersedes: A\n", `7:17: approvals[0].supersedes: "A" supersedes itself, by way of "A"`, risk.CodeCycle},
		"supersedes another subject": {acc + strings.Replace(next, "current", "residual", 1) + "    supersedes: A\n", `12:17: approvals[1].supersedes: "A" is about current risk R-1, not about residual risk R-1`, source.BadValue},
		"supersedes a later one":     {no + next + "    decision: rejected\n    by: y\n    at: 2026-03-02\n    supersedes: A\n", `18:17: approvals[1].supersedes: decided on 2026-03-02, before "A", which it supersedes, on 2026-03-03`, source.BadValue},
		"kind of nothing":            {head + "    kind: ''\n", "4:11: approvals[0].kind: there is nothing between the quotes", source.Empty},
		"stage of nothing":           {strings.Replace(acc, "current", `""`, 1), "6:12: approvals[0].stage: there is nothing between the quotes", source.Empty},
		"decision of nothing":        {acc + "    decision: ''\n", "7:15: approvals[0].decision: there is nothing between the quotes", source.Empty},
		"state of nothing":           {acc + "    state: ''\n", "7:12: approvals[0].state: there is nothing between the quotes", source.Empty},
		"id of nothing":              {acc + "    rule: ''\n", `7:11: approvals[0].rule: "" is no id`, source.BadValue},
		"long text":                  {acc + "    justification: " + strings.Repeat("x", risk.MaxTextBytes+1) + "\n", "7:20: approvals[0].justification: the text has 10001 bytes, at most 10000 are allowed", source.Limit},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := risk.ParseApprovals("p", []byte(test.text))
			d := first(t, err)
			require.Contains(t, d.String(), "p:"+test.want)
			require.Equal(t, test.code, d.Code)
			var e *source.Error
			require.ErrorAs(t, err, &e)
			require.Len(t, e.Diagnostics, 1, err)
		})
	}
}

// TestApprovalsTellAllErrors has several errors at once, and long cycles.
func TestApprovalsTellAllErrors(t *testing.T) {
	text := "approvals:\n"
	for i := range 4 { // 0 -> 1 -> 2 -> 3 -> 1
		text += fmt.Sprintf("  - {id: A%d, kind: item, item: P-1, requested: {by: x, at: 2026-03-01}, supersedes: A%d}\n", i, []int{1, 2, 3, 1}[i])
	}
	text += "  - {id: B, kind: item, requested: {by: x, at: 2026-03-01}, reviewed: 2026-01-01, rule: x}\n"
	_, err := risk.ParseApprovals("p", []byte(text))
	var e *source.Error
	require.ErrorAs(t, err, &e)
	var got []string
	for _, d := range e.Diagnostics {
		got = append(got, d.String())
	}
	require.Equal(t, []string{
		`p:3:85: approvals[1].supersedes: "A1" supersedes itself, by way of "A2"`,
		`p:4:85: approvals[2].supersedes: "A2" supersedes itself, by way of "A3"`,
		`p:5:85: approvals[3].supersedes: "A3" supersedes itself, by way of "A1"`,
		`p:6:5: approvals[4]: missing key item`,
		`p:6:71: approvals[4].reviewed: reviewed on 2026-01-01, before it was requested on 2026-03-01`,
		`p:6:89: approvals[4].rule: only the acceptance of a risk follows a rule of acceptance`,
	}, got)
}

func TestApprovalLimits(t *testing.T) {
	many := func(n int) string { return "approvals: [" + strings.Repeat("{},", n-1) + "{}]" }
	_, err := risk.ParseApprovals("p", []byte(many(risk.MaxApprovals)))
	require.NotErrorIs(t, err, source.Limit)
	require.ErrorIs(t, err, source.MissingKey)
	_, err = risk.ParseApprovals("p", []byte(many(risk.MaxApprovals+1)))
	require.ErrorIs(t, err, source.Limit)

	conditions := func(n int) string {
		text := "approvals:\n  - id: A\n    kind: item\n    item: P\n    requested: {by: x, at: 2026-01-01}\n    conditions:\n"
		for i := range n {
			text += fmt.Sprintf("      - {id: c%d}\n", i)
		}
		return text
	}
	list, err := risk.ParseApprovals("p", []byte(conditions(risk.MaxItems)))
	require.NoError(t, err)
	require.Len(t, list[0].Conditions, risk.MaxItems)
	_, err = risk.ParseApprovals("p", []byte(conditions(risk.MaxItems+1)))
	require.ErrorIs(t, err, source.Limit)
	text := "approvals: [{id: A, kind: item, item: P, requested: {by: x, at: 2026-01-01}, justification: " + strings.Repeat("x", risk.MaxTextBytes) + "}]"
	_, err = risk.ParseApprovals("p", []byte(text))
	require.NoError(t, err)
}

// TestStandingsRefuse has approvals, made in Go, that contradict themselves,
// the plan or the assessment: all of it is told, in order.
func TestStandingsRefuse(t *testing.T) {
	for name, test := range map[string]struct {
		change func(a *risk.Approval)
		want   string
		code   source.Code
	}{
		"unknown risk":         {func(a *risk.Approval) { a.Risk, a.Snapshot = "R-3", nil }, `approvals[0].risk: there is no risk "R-3" (did you mean "R-1"?)`, source.UnknownName},
		"unknown authority":    {func(a *risk.Approval) { a.Authority = "cio" }, `approvals[0].authority: there is no authority "cio" (did you mean "ciso"?)`, source.UnknownName},
		"requested later":      {func(a *risk.Approval) { a.RequestedAt, a.At = on("2026-04-02"), on("2026-04-02") }, "approvals[0].requested.at: requested on 2026-04-02, after 2026-04-01, as of which is asked\napprovals[0].at: decided on 2026-04-02, after 2026-04-01, as of which is asked", risk.CodeLater},
		"reviewed later":       {func(a *risk.Approval) { open(a); a.ReviewedAt = on("2026-04-02") }, "approvals[0].reviewed: reviewed on 2026-04-02, after 2026-04-01, as of which is asked", risk.CodeLater},
		"decided later":        {func(a *risk.Approval) { a.At = on("2026-04-01T00:00:01Z") }, "approvals[0].at: decided on 2026-04-01T00:00:01Z, after 2026-04-01, as of which is asked", risk.CodeLater},
		"revoked later":        {func(a *risk.Approval) { a.Revoked = take("2026-04-02") }, "approvals[0].revoked.at: revoked on 2026-04-02, after 2026-04-01, as of which is asked", risk.CodeLater},
		"met later":            {met("2026-04-02"), "approvals[0].conditions[0].met: met on 2026-04-02, after 2026-04-01, as of which is asked", risk.CodeLater},
		"authority not yet":    {func(a *risk.Approval) { a.RequestedAt, a.At = on("2024-01-01"), on("2024-12-31") }, `approvals[0].authority: "lena" is not ciso on 2024-12-31: the plan says ciso from 2025-01-01 until 2027-01-01`, risk.CodeNoHolder},
		"authority no more":    {func(a *risk.Approval) { a.RequestedAt, a.At = on("2026-03-31"), on("2026-04-01") }, `approvals[0].authority: "lena" is not ciso on 2026-04-01: the plan says ciso from 2025-01-01 until 2026-04-01`, risk.CodeNoHolder},
		"another's authority":  {func(a *risk.Approval) { a.By = "chair" }, `approvals[0].authority: "chair" is not ciso on 2026-03-03: the plan says board from 2020-01-01`, risk.CodeNoHolder},
		"a rejection by none":  {func(a *risk.Approval) { a.Decision, a.By = risk.Rejected, "max" }, `approvals[0].authority: "max" is not ciso on 2026-03-03: the plan says unit_head`, risk.CodeNoHolder},
		"supersedes unknown":   {func(a *risk.Approval) { a.Supersedes = "B" }, `approvals[0].supersedes: there is no approval "B"`, source.UnknownName},
		"bad id":               {func(a *risk.Approval) { a.ID = "" }, `approvals[0].id: "" is no id`, source.BadValue},
		"bad requester":        {func(a *risk.Approval) { a.RequestedBy = "a b" }, `approvals[0].requested.by: "a b" is no id`, source.BadValue},
		"no request":           {func(a *risk.Approval) { a.RequestedAt = time.Time{} }, `approvals[0].requested.at: missing key at`, source.MissingKey},
		"no such kind":         {func(a *risk.Approval) { a.Kind = 3 }, `approvals[0].kind: there is no kind 3 of approvals`, source.BadValue},
		"no such decision":     {func(a *risk.Approval) { a.Decision, a.Authority = 3, "" }, `approvals[0].decision: there is no decision 3`, source.BadValue},
		"inherent":             {func(a *risk.Approval) { a.Stage, a.Snapshot = risk.Inherent, nil }, `approvals[0].stage: a risk is accepted at the stage current or residual, not "inherent"`, source.BadValue},
		"no state":             {func(a *risk.Approval) { a.State, a.Snapshot = "", nil }, `approvals[0].state: missing key state`, source.MissingKey},
		"no digest":            {func(a *risk.Approval) { a.State, a.Snapshot = "x", nil }, `approvals[0].state: "x" is no digest`, source.BadValue},
		"another state":        {func(a *risk.Approval) { a.State = someDigest }, `approvals[0].snapshot: the snapshot does not give the digest ` + someDigest, risk.CodeOtherState},
		"field twice":          {func(a *risk.Approval) { a.Snapshot = append(a.Snapshot, a.Snapshot[0]) }, `approvals[0].snapshot.assets: the field "assets" is there twice`, source.DuplicateKey},
		"no canonical JSON":    {func(a *risk.Approval) { a.Snapshot = []risk.StateField{{"level", ` "4"`}} }, `approvals[0].snapshot.level: the value of "level" is no canonical JSON`, source.BadValue},
		"incomplete revoking":  {func(a *risk.Approval) { a.Revoked = &risk.Revocation{At: on("2026-03-04"), By: "lena"} }, `approvals[0].revoked: a revocation needs at, by and reason`, source.MissingKey},
		"condition without id": {func(a *risk.Approval) { a.Conditions[0].ID = "" }, `approvals[0].conditions[0]: missing key id`, source.MissingKey},
		"condition undated":    {func(a *risk.Approval) { a.Conditions[0].Due = time.Time{} }, `approvals[0].conditions[0]: missing key due`, source.MissingKey},
		"bytes of no text":     {func(a *risk.Approval) { a.Justification = "\xff" }, `approvals[0]: `, source.Encoding},
		"long text":            {func(a *risk.Approval) { a.Conditions[0].Text = strings.Repeat("x", 10_001) }, `approvals[0]: a text has 10001 bytes`, source.Limit},
		"far time":             {func(a *risk.Approval) { a.Expires = time.Date(10_000, 1, 1, 0, 0, 0, 0, time.UTC) }, `approvals[0]: the time 10000-01-01 is not one`, source.BadValue},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld()
			a := w.approved(t, "A", currentRisk)
			test.change(&a)
			if name == "authority no more" {
				w.holders[0].Until = a.At
			}
			_, err := w.bind(t, a).Standings(on("2026-04-01"))
			require.ErrorIs(t, err, test.code)
			require.True(t, strings.HasPrefix(err.Error(), test.want), err.Error())
		})
	}
	w := newWorld()
	a, b := w.approved(t, "A", itemOne), w.approved(t, "A", currentRisk)
	a.Item, a.Snapshot = "P-3", nil
	b.Risk, b.Rule, b.Snapshot = "R-1", "none", nil
	_, err := w.bind(t, a, b).Standings(on("2026-04-01"))
	require.EqualError(t, err, `approvals[1].id: the approval "A" is already there`+"\n"+
		`approvals[0].item: there is no item of the plan "P-3" (did you mean "P-1"?)`)
	// Criteria change, and approvals stay what they were.
	b = w.approved(t, "B", currentRisk)
	b.Rule = "none"
	list, err := w.bind(t, b).Standings(on("2026-04-01"))
	require.NoError(t, err)
	require.Equal(t, risk.StatusVoid, list[0].Status)
	require.Equal(t, "The criteria have no rule none.", list[0].Reasons[0].Text)
	a = w.approved(t, "A", itemOne)
	a.Risk = "R-1" // the item's own risk may be named
	_, err = w.bind(t, a).Standings(on("2026-04-01"))
	require.NoError(t, err)
	a.Risk = "R-2"
	_, err = w.bind(t, a).Standings(on("2026-04-01"))
	require.EqualError(t, err, `approvals[0].risk: the item P-1 is about the risk "R-1", not about "R-2"`)
	for _, x := range []risk.Approval{{}, {Kind: 9, Decision: 9, Stage: 9, Snapshot: []risk.StateField{}}, {Decision: risk.Approved, Kind: risk.ApproveItem, Stage: 1, Rule: "x"}} {
		_, err = w.bind(t, x, x).Standings(march)
		require.Error(t, err)
	}
}

package risk_test

import (
	"context"
	"flag"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/ismskit/ismskit/criteria"
	"github.com/ismskit/ismskit/risk"
	"github.com/stretchr/testify/require"
)

var update = flag.Bool("update", false, "write golden files that are not there yet")

var (
	ctx   = context.Background()
	march = time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)
)

// acme compiles the sample criteria, changed by pairs of old and new text.
func acme(t testing.TB, pairs ...string) *criteria.Criteria {
	t.Helper()
	data, err := os.ReadFile("../criteria/testdata/acme.yaml")
	require.NoError(t, err)
	text := string(data)
	for i := 0; i < len(pairs); i += 2 {
		require.Contains(t, text, pairs[i])
		text = strings.ReplaceAll(text, pairs[i], pairs[i+1])
	}
	return compiled(t, "acme.yaml", text)
}

func compiled(t testing.TB, name, text string) *criteria.Criteria {
	t.Helper()
	doc, err := criteria.Parse(name, []byte(text))
	require.NoError(t, err)
	c, err := doc.Compile()
	require.NoError(t, err)
	return c
}

// acmeRegister is a register for the sample criteria that uses every form.
const acmeRegister = `format: ismskit.register/v1
id: acme-2026
risks:
  - id: R-001
    title: Ransomware stops order processing
    cia: [availability]
    owner: coo
    scope: [order-platform]
    assets: [erp]
    threat: ransomware
    identified: 2025-11-03
    ratings:
      inherent: {likelihood: certain, availability: severe}
      current:  {likelihood: likely, confidentiality: minor, integrity: minor, availability: severe}
      residual: {likelihood: rare, confidentiality: minor, integrity: minor, availability: major}
    inputs: {personal_data: true, tags: [erp]}
    rationale: {likelihood: two attempts in 2025, residual: {likelihood: tested backup}}
    claimed: {level: 9, band: high}
  - id: R-000
    title: "Zürich: \"quoted\" \\ text"
    ratings: {current: {likelihood: [rare, likely], confidentiality: 2, integrity: minor, availability: minor}}
  - id: R-010
    description: nothing is known
`

// acmeJSON is the same in JSON, with risks and keys in another order.
const acmeJSON = `{"risks": [
 {"description": "nothing is known", "id": "R-010"},
 {"ratings": {"current": {"availability": "minor", "integrity": "minor", "confidentiality": 2, "likelihood": ["rare", "likely"]}}, "title": "Z\u00fcrich: \"quoted\" \\ text", "id": "R-000"},
 {"claimed": {"band": "high", "level": 9}, "rationale": {"residual": {"likelihood": "tested backup"}, "likelihood": "two attempts in 2025"},
  "inputs": {"tags": ["erp"], "personal_data": true},
  "ratings": {"residual": {"availability": "major", "integrity": "minor", "confidentiality": "minor", "likelihood": "rare"},
   "current": {"availability": "severe", "likelihood": "likely", "confidentiality": "minor", "integrity": "minor"},
   "inherent": {"availability": "severe", "likelihood": "certain"}},
  "identified": "2025-11-03T01:00:00+01:00", "threat": "ransomware", "assets": ["erp"], "scope": ["order-platform"], "owner": "coo", "cia": ["availability"],
  "title": "Ransomware stops order processing", "id": "R-001"}],
 "id": "acme-2026", "format": "ismskit.register/v1"}`

// ndjson turns the JSON register into lines.
func ndjson(order ...int) string {
	lines := []string{
		`{"description": "nothing is known", "id": "R-010"}`,
		`{"ratings": {"current": {"availability": "minor", "integrity": "minor", "confidentiality": 2, "likelihood": ["rare", "likely"]}}, "title": "Z\u00fcrich: \"quoted\" \\ text", "id": "R-000"}`,
		acmeJSON[strings.Index(acmeJSON, `{"claimed"`):strings.LastIndex(acmeJSON, "],\n")],
	}
	out := `{"format": "ismskit.register/v1", "id": "acme-2026"}` + "\n"
	for _, i := range order {
		out += strings.ReplaceAll(lines[i], "\n", " ") + "\n"
	}
	return out
}

func register(t testing.TB, name, text string) *risk.Register {
	t.Helper()
	r, err := risk.ParseRegister(name, []byte(text))
	require.NoError(t, err)
	return r
}

func assess(t testing.TB, c *criteria.Criteria, r *risk.Register) *risk.Assessment {
	t.Helper()
	a, err := risk.Assess(ctx, c, r, march)
	require.NoError(t, err)
	return a
}

func stream(t testing.TB, c *criteria.Criteria, text string, opts risk.StreamOptions) risk.Seal {
	t.Helper()
	s, err := risk.StreamNDJSON("r.ndjson", strings.NewReader(text))
	require.NoError(t, err)
	seal, err := risk.AssessStream(ctx, c, s, march, opts)
	require.NoError(t, err)
	return seal
}

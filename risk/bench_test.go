package risk_test

import (
	"bytes"
	"fmt"
	"testing"

	"github.com/ismskit/ismskit/risk"
	"github.com/stretchr/testify/require"
)

const benchRisks = 100_000

// benchNDJSON writes risks of about 240 bytes each.
func benchNDJSON() []byte {
	var b bytes.Buffer
	likelihoods, impacts := []string{"rare", "likely", "certain"}, []string{"minor", "major", "severe"}
	for i := range benchRisks {
		fmt.Fprintf(&b, `{"id":"R-%07d","title":"Risk number %d of the register","owner":"coo","scope":["order-platform"],"ratings":{"current":{"likelihood":%q,"confidentiality":%q,"integrity":%q,"availability":%q}},"inputs":{"personal_data":%v}}`+"\n",
			i, i, likelihoods[i%3], impacts[i/3%3], impacts[i/9%3], impacts[i/27%3], i%2 == 0)
	}
	return b.Bytes()
}

func benchRegister(b *testing.B) *risk.Register {
	s, err := risk.StreamNDJSON("r", bytes.NewReader(benchNDJSON()))
	require.NoError(b, err)
	reg := &risk.Register{ID: "bench"}
	for r, err := range s.Risks() {
		require.NoError(b, err)
		reg.Risks = append(reg.Risks, r)
	}
	return reg
}

func perRisk(b *testing.B) {
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/benchRisks, "ns/risk")
}

func BenchmarkAssess(b *testing.B) {
	c, reg := acme(b), benchRegister(b)
	b.ReportAllocs()
	for b.Loop() {
		_, err := risk.Assess(ctx, c, reg, march)
		require.NoError(b, err)
	}
	perRisk(b)
}

func BenchmarkAssessAndRecord(b *testing.B) {
	c, reg := acme(b), benchRegister(b)
	b.ReportAllocs()
	for b.Loop() {
		a, err := risk.Assess(ctx, c, reg, march)
		require.NoError(b, err)
		a.Record()
	}
	perRisk(b)
}

func BenchmarkAssessStream(b *testing.B) {
	c, data := acme(b), benchNDJSON()
	b.ReportAllocs()
	b.SetBytes(int64(len(data)))
	for b.Loop() {
		s, err := risk.StreamNDJSON("r", bytes.NewReader(data))
		require.NoError(b, err)
		_, err = risk.AssessStream(ctx, c, s, march, risk.StreamOptions{Ascending: true})
		require.NoError(b, err)
	}
	perRisk(b)
}

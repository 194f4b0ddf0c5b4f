package risk_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/ismskit/ismskit/risk"
	"github.com/stretchr/testify/require"
)

func FuzzParseRegister(f *testing.F) {
	f.Add(acmeRegister)
	f.Add(acmeJSON)
	f.Add("format: ismskit.register/v1\nid: r\nrisks: [{id: A, claimed: {level: 1e3}}]")
	c := acme(f)
	f.Fuzz(func(t *testing.T, text string) {
		reg, err := risk.ParseRegister("r", []byte(text))
		if err != nil {
			return
		}
		a, err := risk.Assess(ctx, c, reg, march)
		if err != nil {
			return
		}
		file := a.Record().Bytes()
		r, err := risk.ParseRecord("record", file)
		require.NoError(t, err)
		b, err := risk.Replay(ctx, r)
		require.NoError(t, err)
		require.Equal(t, string(file), string(b.Record().Bytes()))
	})
}

// FuzzNDJSON reads lines by the fast path and by the strict one.
func FuzzNDJSON(f *testing.F) {
	f.Add(ndjson(0, 1, 2))
	f.Add(`{"id":"A","ratings":{"current":{"likelihood":"rare"}}}` + "\n" + `{"id":"A"}`)
	f.Add(`{"id":"A","title":"\u200b"}`)
	f.Add(`{"id":"A","claimed":{"level":6,"band":"high","stage":"current"}}` + "\n" + `{"id":"B","claimed":{}}` + "\n" + `{"id":"C","claimed":{"band":""}}`)
	f.Add(`{"id":"A","claimed":{"stage":"current"}}` + "\n" + `{"id":"B","claimed":{"level":1.5}}` + "\n" + `{"id":"C","claimed":{"level":-1,"stage":"now"}}`)
	f.Add(`{"id":"A","scope":[],"title":"\u00e9","inputs":{"tags":["x"],"personal_data":true}}`)
	c := acme(f)
	f.Fuzz(func(t *testing.T, text string) {
		s, err := risk.StreamNDJSON("r", strings.NewReader(text))
		if err != nil {
			return
		}
		seal, fast := risk.AssessStream(ctx, c, s, march, risk.StreamOptions{})
		s, err = risk.StreamNDJSON("r", strings.NewReader(text))
		require.NoError(t, err)
		reg := &risk.Register{ID: s.ID}
		for r, err := range s.Risks() {
			if err != nil {
				require.Error(t, fast)
				return
			}
			reg.Risks = append(reg.Risks, r)
		}
		a, strict := risk.Assess(ctx, c, reg, march)
		require.Equal(t, strict == nil, fast == nil, "%v %v", strict, fast)
		if strict == nil {
			require.Equal(t, a.Seal, seal)
		}
	})
}

func FuzzCSV(f *testing.F) {
	f.Add("id,likelihood,tags\nA,rare,x;y\n")
	f.Add("id;title\nA;\"x\n\"\n")
	c := acme(f)
	f.Fuzz(func(t *testing.T, text string) {
		s, err := risk.StreamCSV("r", strings.NewReader(text), c)
		if err != nil {
			return
		}
		_, _ = risk.AssessStream(ctx, c, s, march, risk.StreamOptions{CollectErrors: true})
	})
}

func FuzzParseRecord(f *testing.F) {
	f.Add(assess(f, acme(f), register(f, "r.yaml", acmeRegister)).Record().Bytes())
	f.Fuzz(func(t *testing.T, file []byte) {
		r, err := risk.ParseRecord("record", file)
		if err == nil {
			require.True(t, bytes.Equal(file, r.Bytes()))
		}
	})
}

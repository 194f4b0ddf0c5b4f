package risk_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/ismskit/ismskit/criteria/seal"
	"github.com/ismskit/ismskit/criteria/source"
	"github.com/ismskit/ismskit/risk"
	"github.com/stretchr/testify/require"
)

// TestBytesDependOnNothingElse makes one record in many ways.
func TestBytesDependOnNothingElse(t *testing.T) {
	c := acme(t)
	want := assess(t, c, register(t, "r.yaml", acmeRegister)).Record()
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(0))
	rng := rand.New(rand.NewPCG(1, 1))
	for _, procs := range []int{1, 2, 8} {
		runtime.GOMAXPROCS(procs)
		for i := range 100 {
			reg := register(t, "x.json", acmeJSON)
			if i%2 == 1 {
				reg = register(t, "y.yaml", acmeRegister)
			}
			rng.Shuffle(len(reg.Risks), func(i, j int) { reg.Risks[i], reg.Risks[j] = reg.Risks[j], reg.Risks[i] })
			zone := time.FixedZone("somewhere", []int{0, 9 * 3600, -5*3600 - 1800}[i%3])
			a, err := risk.Assess(ctx, acme(t), reg, march.In(zone))
			require.NoError(t, err)
			require.True(t, bytes.Equal(want.Bytes(), a.Record().Bytes()))
			order := rng.Perm(3)
			require.Equal(t, want.Seal, stream(t, c, ndjson(order...), risk.StreamOptions{Memory: 1}))
		}
	}
	require.Equal(t, want.Seal, stream(t, c, ndjson(1, 2, 0), risk.StreamOptions{Ascending: true}))
}

// TestEveryBitIsGuarded flips each bit of a record.
func TestEveryBitIsGuarded(t *testing.T) {
	c := compiled(t, "c.json", `{"format":"ismskit.criteria/v1","id":"x","version":"1","scales":[{"id":"s","levels":[{"id":"a","value":1},{"id":"b","value":2}]}],"inputs":[{"id":"s","scale":"s"}],"level":"s","bands":[{"id":"low","upTo":1},{"id":"high"}],"acceptance":[{"id":"all","when":"true","outcome":"treat"}],"order":["-level"]}`)
	file := assess(t, c, register(t, "r.json", `{"format":"ismskit.register/v1","id":"r","risks":[{"id":"A","ratings":{"current":{"s":"b"}},"claimed":{"level":2}},{"id":"B"}]}`)).Record().Bytes()
	require.InDelta(t, 2000, len(file), 500)
	_, err := risk.ParseRecord("record.json", file)
	require.NoError(t, err)
	for i := range file {
		for bit := range 8 {
			changed := bytes.Clone(file)
			changed[i] ^= 1 << bit
			_, err := risk.ParseRecord("record.json", changed)
			require.Error(t, err, "byte %d (%q), bit %d", i, file[max(0, i-10):min(len(file), i+10)], bit)
			var e *source.Error
			if !errors.As(err, &e) {
				require.ErrorIs(t, err, risk.ErrTampered)
			}
		}
	}
	for i := range file {
		_, err := risk.ParseRecord("record.json", file[:i])
		require.Error(t, err)
	}
	_, err = risk.ParseRecord("record.json", append(bytes.Clone(file), ' '))
	require.ErrorIs(t, err, risk.ErrTampered)
}

// TestDigestByHand computes the digests of a record with nothing but SHA-256
// and the rules of the format.
func TestDigestByHand(t *testing.T) {
	rec := assess(t, acme(t), register(t, "r.yaml", acmeRegister)).Record()
	lines := strings.Split(string(rec.Bytes()), "\n")
	sum := func(s string) string { h := sha256.Sum256([]byte(s)); return "sha256:" + hex.EncodeToString(h[:]) }
	member := func(prefix string) string {
		for _, l := range lines {
			if rest, ok := strings.CutPrefix(l, prefix); ok {
				return strings.TrimSuffix(rest, ",")
			}
		}
		t.Fatal(prefix)
		return ""
	}
	require.Equal(t, string(rec.Digest), sum("ismskit.assessment/v1\n"+member(`"seal":`)))
	data, err := os.ReadFile("../criteria/testdata/acme.yaml")
	require.NoError(t, err)
	require.Equal(t, string(rec.Seal.Criteria), sum("ismskit.criteria/v1\n"+string(data)))
	whole := string(rec.Bytes())
	at := strings.Index(whole, `"checksum":`) + len(`"checksum":`)
	require.Equal(t, `"`+sum("ismskit.assessment/v1+checksum\n"+whole[:at])+"\"}\n", whole[at:])

	// RFC 6962 over the five outcomes, each on its own line: ((1 2) (3 4)) 5.
	var leaves [][32]byte
	inOutcomes := false
	for _, l := range lines {
		switch {
		case l == `"outcomes":[`:
			inOutcomes = true
		case inOutcomes && strings.HasPrefix(l, "{"):
			l = strings.TrimSuffix(strings.TrimSuffix(l, ","), "],")
			leaves = append(leaves, sha256.Sum256([]byte("\x00"+strings.TrimSuffix(l, "]"))))
			if !strings.HasPrefix(l, `{"risk"`) {
				t.Fatal(l)
			}
		case strings.HasPrefix(l, `"rankings"`):
			inOutcomes = false
		}
	}
	require.Len(t, leaves, 5)
	node := func(a, b [32]byte) [32]byte { return sha256.Sum256([]byte("\x01" + string(a[:]) + string(b[:]))) }
	root := node(node(node(leaves[0], leaves[1]), node(leaves[2], leaves[3])), leaves[4])
	require.Equal(t, string(rec.Seal.Outcomes.Hash), "sha256:"+hex.EncodeToString(root[:]))
}

func TestReplay(t *testing.T) {
	rec := assess(t, acme(t), register(t, "r.yaml", acmeRegister)).Record()
	read, err := risk.ParseRecord("record.json", rec.Bytes())
	require.NoError(t, err)
	require.NoError(t, read.Verify())
	a, err := risk.Replay(ctx, read)
	require.NoError(t, err)
	require.Equal(t, rec.Bytes(), a.Record().Bytes())
	var b bytes.Buffer
	n, err := read.WriteTo(&b)
	require.NoError(t, err)
	require.Equal(t, int64(len(rec.Bytes())), n)

	// A record without its materials is verified, but not replayed without them.
	bare := edit(t, rec.Bytes(), func(s string) string {
		i, j := strings.Index(s, `"criteria":"format`), strings.Index(s, "\"risks\":[")
		k := strings.Index(s, "\"outcomes\":[")
		return s[:i] + "\"criteria\":\"\",\n" + s[j:j+len("\"risks\":[")] + "],\n" + s[k:]
	})
	_, err = risk.Replay(ctx, bare)
	require.ErrorIs(t, err, risk.ErrMaterials)
	_, err = risk.ReplayWith(ctx, bare, read.Materials)
	require.NoError(t, err)
	other := read.Materials
	other.Risks = other.Risks[:1]
	_, err = risk.ReplayWith(ctx, bare, other)
	require.ErrorIs(t, err, risk.ErrMismatch)
	require.ErrorContains(t, err, "seal.register")
}

// edit changes a record's text and makes its digests fit again, as somebody
// would who wants to deceive.
func edit(t *testing.T, file []byte, change func(string) string) *risk.Record {
	t.Helper()
	s := change(string(file))
	lines := strings.Split(s, "\n")
	var tree seal.Tree
	in := false
	for _, l := range lines {
		switch {
		case l == `"outcomes":[`:
			in = true
		case in && strings.HasPrefix(l, "{"):
			tree.Append(seal.LeafHash([]byte(strings.TrimSuffix(strings.TrimSuffix(strings.TrimSuffix(l, ","), "]"), ""))))
		}
		if in && strings.HasSuffix(l, "],") {
			in = false
		}
	}
	old := between(s, `"outcomes":{"root":"`, `"`)
	s = strings.ReplaceAll(s, old, string(tree.Root().Digest()))
	digest := between(s, `"digest":"`, `"`)
	s = strings.ReplaceAll(s, digest, string(seal.Sum(risk.RecordFormat, []byte(strings.TrimSuffix(between(s, `"seal":`, "\n"), ",")))))
	at := strings.Index(s, `"checksum":`) + len(`"checksum":`)
	s = s[:at] + `"` + string(seal.Sum(risk.RecordFormat+"+checksum", []byte(s[:at]))) + "\"}\n"
	r, err := risk.ParseRecord("record.json", []byte(s))
	require.NoError(t, err)
	return r
}

func between(s, from, to string) string {
	_, s, _ = strings.Cut(s, from)
	s, _, _ = strings.Cut(s, to)
	return s
}

func TestReplayFindsTheDifference(t *testing.T) {
	file := assess(t, acme(t), register(t, "r.yaml", acmeRegister)).Record().Bytes()
	for name, test := range map[string]struct{ old, new, path, recorded, replayed string }{
		"band":     {`"stage":"current","level":"6","band":"high"`, `"stage":"current","level":"6","band":"low"`, "outcomes[R-001/current].band", `"low"`, `"high"`},
		"decision": {`"decision":"undetermined"`, `"decision":"accept"`, "outcomes[R-000/current].decision", `"accept"`, `"undetermined"`},
		"missing":  {`"narrow":["likelihood"],`, ``, "outcomes[R-000/current].narrow", "none", `["likelihood"]`},
		"ranking":  {`"groups":[["R-010"]`, `"groups":[["R-999"]`, "rankings[1]", "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			r := edit(t, file, func(s string) string {
				require.Contains(t, s, test.old)
				return strings.Replace(s, test.old, test.new, 1)
			})
			_, err := risk.Replay(ctx, r)
			var d *risk.Difference
			require.ErrorAs(t, err, &d)
			require.ErrorIs(t, err, risk.ErrMismatch)
			require.Equal(t, test.path, d.Path)
			if test.recorded != "" {
				require.Equal(t, []string{test.recorded, test.replayed}, []string{d.Recorded, d.Replayed})
			}
		})
	}
}

func TestParseRecordRefuses(t *testing.T) {
	file := string(assess(t, acme(t), register(t, "r.yaml", acmeRegister)).Record().Bytes())
	for name, test := range map[string]struct {
		old, new string
		want     error
	}{
		"unknown member":   {`"digest":`, `"more":1,"digest":`, source.UnknownKey},
		"other format":     {`ismskit.assessment/v1`, `ismskit.assessment/v2`, source.BadValue},
		"duplicate member": {`"digest":`, `"format":"x","digest":`, source.DuplicateKey},
		"missing member":   {`"builtWith"`, `"built"`, source.MissingKey},
		"wrong type":       {`"outcomes":[`, `"outcomes":{},"x":[`, source.WrongType},
		"decision":         {`"decision":"treat"`, `"decision":"trust"`, source.BadValue},
		"origin":           {`"from":"rating"`, `"from":"guess"`, source.BadValue},
		"stage":            {`"stage":"residual"`, `"stage":"target"`, source.BadValue},
		"digest":           {`"digest":"sha256:`, `"digest":"md5:`, source.BadValue},
		"dialect":          {`criteria/v1","out`, `criteria/v9","out`, source.BadValue},
		"a value":          {`"value":"likely"`, `"value":"rare"`, risk.ErrTampered},
		"a title":          {`Ransomware stops`, `Ransomware stopt`, risk.ErrTampered},
		"criteria":         {`appetite: 2`, `appetite: 9`, risk.ErrTampered},
		"built with":       {`"go":"go`, `"go":"xx`, risk.ErrTampered},
		"spaces":           {`"risks":[`, `"risks": [`, risk.ErrTampered},
		"time":             {`2026-03-01T00:00:00Z`, `2026-03-01T01:00:00Z`, risk.ErrTampered},
	} {
		t.Run(name, func(t *testing.T) {
			require.Contains(t, file, test.old)
			_, err := risk.ParseRecord("record.json", []byte(strings.Replace(file, test.old, test.new, 1)))
			require.ErrorIs(t, err, test.want)
		})
	}
	for _, text := range []string{"", "{}", "[]", "null", "{", "\x00"} {
		_, err := risk.ParseRecord("record.json", []byte(text))
		require.Error(t, err)
	}
}

func TestProofs(t *testing.T) {
	rec := assess(t, acme(t), register(t, "r.yaml", acmeRegister)).Record()
	for _, o := range rec.Outcomes {
		p, err := rec.Prove(o.Risk, o.Stage)
		require.NoError(t, err)
		read, err := risk.ParseProof("proof.json", p.Bytes())
		require.NoError(t, err)
		require.NoError(t, read.Verify(rec.Digest))
		require.Equal(t, p.Bytes(), read.Bytes())
		require.NotContains(t, string(p.Bytes()), "Ransomware") // nothing but the outcome
		require.ErrorIs(t, read.Verify("sha256:"+seal.Digest(strings.Repeat("0", 64))), risk.ErrTampered)
		read.Outcome.Decision++
		require.ErrorIs(t, read.Verify(rec.Digest), risk.ErrTampered)
		read, _ = risk.ParseProof("proof.json", p.Bytes())
		read.Path.Size++
		require.ErrorIs(t, read.Verify(rec.Digest), risk.ErrTampered)
		read, _ = risk.ParseProof("proof.json", p.Bytes())
		read.Path.Path = read.Path.Path[:len(read.Path.Path)-1]
		require.ErrorIs(t, read.Verify(rec.Digest), risk.ErrTampered)
	}
	_, err := rec.Prove("R-999", risk.Current)
	require.Error(t, err)
	_, err = risk.ParseProof("p", []byte(`{"format":"x"}`))
	require.ErrorIs(t, err, source.BadValue)
	_, err = risk.ParseProof("p", []byte(`{"format":"ismskit.proof/v1","path":["x"]}`))
	require.ErrorIs(t, err, source.MissingKey)
}

// TestFrozenRecords replays records that earlier versions wrote. They are
// never written anew: -update adds only one that is not there yet.
func TestFrozenRecords(t *testing.T) {
	file := filepath.Join("testdata", "frozen", "acme-1.json")
	if _, err := os.Stat(file); *update && os.IsNotExist(err) {
		require.NoError(t, os.MkdirAll(filepath.Dir(file), 0o755))
		require.NoError(t, os.WriteFile(file, assess(t, acme(t), register(t, "r.yaml", acmeRegister)).Record().Bytes(), 0o644))
	}
	files, err := filepath.Glob(filepath.Join("testdata", "frozen", "*.json"))
	require.NoError(t, err)
	require.NotEmpty(t, files)
	for _, file := range files {
		data, err := os.ReadFile(file)
		require.NoError(t, err)
		r, err := risk.ParseRecord(file, data)
		require.NoError(t, err, file)
		_, err = risk.Replay(ctx, r)
		require.NoError(t, err, file)
	}
}

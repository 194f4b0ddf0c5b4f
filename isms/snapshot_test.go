package isms_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/ismskit/ismskit/criteria/seal"
	"github.com/ismskit/ismskit/criteria/source"
	"github.com/ismskit/ismskit/isms"
	"github.com/ismskit/ismskit/risk"
	"github.com/stretchr/testify/require"
)

func everything(t testing.TB) *isms.System {
	return merge(t, file("a.yaml", string(read(t, "complete.yaml"))), file("c.yaml", criteriaText), file("r.yaml", registerText), file("s.yaml", string(read(t, "register.yaml"))),
		isms.File{Name: "rec.json", Data: read(t, "record.json")})
}

func TestSnapshot(t *testing.T) {
	s := everything(t)
	x, err := s.Snapshot(july.In(time.FixedZone("x", 7200)))
	require.NoError(t, err)
	require.NoError(t, x.Verify())
	var names []string
	for _, p := range x.Parts {
		names = append(names, p.Format+" "+p.Name)
	}
	require.Equal(t, []string{"ismskit.isms/v1 meridian", "ismskit.assessment/v1 " + string(s.Records[0].Digest), "ismskit.criteria/v1 c@1",
		"ismskit.register/v1 meridian-2026", "ismskit.register/v1 r"}, names)
	require.Equal(t, s.Digest(), x.Parts[0].Digest)
	require.Equal(t, seal.Sum("ismskit.isms/v1", s.Bytes()), x.Parts[0].Digest)

	read, err := isms.ParseSnapshot("x.json", x.Bytes())
	require.NoError(t, err)
	require.Equal(t, x.Digest, read.Digest)
	require.Equal(t, july, read.AsOf)
	back, err := read.System()
	require.NoError(t, err)
	require.Equal(t, content(s), content(back))
	again, err := back.Snapshot(july)
	require.NoError(t, err)
	require.True(t, bytes.Equal(x.Bytes(), again.Bytes()))

	later, err := s.Snapshot(july.Add(time.Second))
	require.NoError(t, err)
	require.NotEqual(t, x.Digest, later.Digest)
	s.Roles.Or(nil)[0].Title = isms.Some("another")
	changed, err := s.Snapshot(july)
	require.NoError(t, err)
	require.NotEqual(t, x.Digest, changed.Digest)
}

func TestSnapshotRefuses(t *testing.T) {
	_, err := (&isms.System{}).Snapshot(time.Time{})
	require.ErrorIs(t, err, isms.ErrTime)
	_, err = (&isms.System{Roles: isms.Some([]*isms.Role{{ID: "a b"}})}).Snapshot(july)
	require.ErrorIs(t, err, source.BadValue)

	x, err := everything(t).Snapshot(july)
	require.NoError(t, err)
	text := string(x.Bytes())
	for name, test := range map[string]struct{ old, new string }{
		"digest":        {string(x.Digest), string(seal.Sum("x", nil))},
		"asOf":          {"2026-07-01T00:00:00Z", "2026-07-02T00:00:00Z"},
		"part":          {string(x.Parts[3].Digest), string(seal.Sum("x", nil))},
		"text":          {"Meridian Tours", "Meridian Towers"},
		"text of risks": {"Heat overloads", "Hail overloads"},
		"white space":   {",\n\"seal\"", ", \n\"seal\""},
		"checksum":      {`"checksum":"sha256:`, `"checksum":"sha256;`},
	} {
		require.Contains(t, text, test.old, name)
		_, err := isms.ParseSnapshot("x", []byte(strings.Replace(text, test.old, test.new, 1)))
		require.ErrorIs(t, err, isms.ErrTampered, name)
	}
	for name, text := range map[string]string{
		"no JSON":      "format: ismskit.snapshot/v1\n",
		"other format": `{"format":"ismskit.snapshot/v2"}`,
		"a key":        `{"format":"ismskit.snapshot/v1","x":1}`,
		"no digest":    strings.Replace(text, string(x.Digest), "x", 1),
		"texts":        strings.Replace(text, "\"texts\":[", "\"texts\":[\"\",", 1),
	} {
		_, err := isms.ParseSnapshot("x.json", []byte(text))
		var e *source.Error
		require.ErrorAs(t, err, &e, name)
	}
	// A text that is not what the seal says, under a checksum of its own.
	forged := strings.Replace(text[:strings.Index(text, "\"checksum\":")+len("\"checksum\":")], "Meridian Tours", "Meridian Towers", 1)
	forged += `"` + string(seal.Sum("ismskit.snapshot/v1+checksum", []byte(forged))) + "\"}\n"
	_, err = isms.ParseSnapshot("x", []byte(forged))
	require.ErrorIs(t, err, isms.ErrTampered)
	require.ErrorContains(t, err, "the digest of ismskit.isms/v1 meridian is")

	// A text that was changed in Go.
	y := *x
	y.Parts = append([]isms.Part(nil), x.Parts...)
	y.Parts[0].Text = strings.Replace(y.Parts[0].Text, "Meridian Tours", "Meridian Towers", 1)
	require.ErrorIs(t, y.Verify(), isms.ErrTampered)
}

// TestLargeSnapshot names what is too large by its digest.
func TestLargeSnapshot(t *testing.T) {
	if testing.Short() {
		t.Skip("seals 70 MB")
	}
	reg := &risk.Register{ID: "large"}
	for i := range 7000 {
		reg.Risks = append(reg.Risks, &risk.Risk{ID: "R-" + string(seal.Sum("x", []byte{byte(i), byte(i >> 8)}))[7:40], Description: strings.Repeat("x", 10_000)})
	}
	s := &isms.System{Registers: []*risk.Register{reg, {ID: "small", Risks: []*risk.Risk{{ID: "A"}}}}}
	x, err := s.Snapshot(july)
	require.NoError(t, err)
	require.Empty(t, x.Parts[1].Text)
	require.NotEmpty(t, x.Parts[2].Text)
	require.Equal(t, reg.Digest(), x.Parts[1].Digest)
	read, err := isms.ParseSnapshot("x", x.Bytes())
	require.NoError(t, err)
	_, err = read.System()
	require.ErrorIs(t, err, isms.ErrMaterials)
}

// TestFrozenSnapshots reads snapshots that earlier versions wrote. They are
// never written anew: -update adds only one that is not there yet.
func TestFrozenSnapshots(t *testing.T) {
	name := filepath.Join("testdata", "frozen", "meridian-1.json")
	if _, err := os.Stat(name); *update && os.IsNotExist(err) {
		x, err := everything(t).Snapshot(july)
		require.NoError(t, err)
		require.NoError(t, os.MkdirAll(filepath.Dir(name), 0o755))
		require.NoError(t, os.WriteFile(name, x.Bytes(), 0o644))
	}
	files, err := filepath.Glob(filepath.Join("testdata", "frozen", "*.json"))
	require.NoError(t, err)
	require.NotEmpty(t, files)
	for _, name := range files {
		data, err := os.ReadFile(name)
		require.NoError(t, err)
		x, err := isms.ParseSnapshot(name, data)
		require.NoError(t, err)
		s, err := x.System()
		require.NoError(t, err)
		again, err := s.Snapshot(x.AsOf)
		require.NoError(t, err)
		require.Equal(t, string(data), string(again.Bytes()))
	}
}

// TestDigests pins digests that documents state.
func TestDigests(t *testing.T) {
	s := parse(t, document("scope: {statement: x, excluded: [{item: b}, {item: a}]}\n"))
	require.Equal(t, seal.Sum("ismskit.isms/v1/scope", []byte(`{"statement":"x","excluded":[{"item":"a"},{"item":"b"}]}`)), s.Scope.Or(nil).Digest())
	require.Equal(t, seal.Sum("ismskit.isms/v1/method", []byte("a + b")), isms.DigestMethod("a + b"))
	d := func(s string) isms.Opt[isms.Decimal] { x, _ := isms.ParseDecimal(s); return isms.Some(x) }
	inputs := []*isms.MeasuredInput{{Name: isms.Some("b"), Value: d("2.0")}, {Name: isms.Some("a"), Value: d("1")}}
	require.Equal(t, seal.Sum("ismskit.isms/v1/inputs", []byte(`{"inputs":[{"name":"a","value":1},{"name":"b","value":2}]}`)), isms.DigestInputs(inputs))
}

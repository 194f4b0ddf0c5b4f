package conformity_test

import (
	"bytes"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"os/exec"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"
	_ "time/tzdata" // of the zones below, wherever the test runs

	"github.com/ismskit/ismskit/criteria/seal"
	"github.com/ismskit/ismskit/isms"
	"github.com/ismskit/ismskit/isms/conformity"
	"github.com/stretchr/testify/require"
)

// shuffler writes documents in any of the ways that say the same.
type shuffler struct{ *rand.Rand }

// inOrder lists keys of lists of which the order is part of what they say: of
// the levels of a scale and the rules of acceptance, and the entries of a matrix.
var inOrder = []string{"scales", "levels", "bands", "acceptance", "order", "inputs", "range", "impact", "likelihood"}

// write writes a value with its keys, and the objects of its lists, in any
// order.
func (s shuffler) write(b *bytes.Buffer, t testing.TB, key string, v any) {
	switch v := v.(type) {
	case map[string]any:
		keys := slices.Sorted(maps.Keys(v))
		s.Shuffle(len(keys), func(i, j int) { keys[i], keys[j] = keys[j], keys[i] })
		b.WriteByte('{')
		for i, k := range keys {
			if i > 0 {
				b.WriteString(",\n")
			}
			fmt.Fprintf(b, "%q: ", k)
			s.write(b, t, k, v[k])
		}
		b.WriteByte('}')
	case []any:
		list := slices.Clone(v)
		if len(list) > 0 && !slices.Contains(inOrder, key) {
			if _, ok := list[0].(map[string]any); ok {
				s.Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
			}
		}
		b.WriteByte('[')
		for i, x := range list {
			if i > 0 {
				b.WriteString(", ")
			}
			s.write(b, t, "", x)
		}
		b.WriteByte(']')
	default:
		b.Write(encoded(t, v))
	}
}

// split deals what a document of package isms says out to several ones.
func (s shuffler) split(doc map[string]any) []map[string]any {
	parts := make([]map[string]any, 1+s.IntN(3))
	for i := range parts {
		parts[i] = map[string]any{"format": doc["format"], "id": doc["id"]}
	}
	any := func() map[string]any { return parts[s.IntN(len(parts))] }
	for _, k := range slices.Sorted(maps.Keys(doc)) {
		if k == "format" || k == "id" {
			continue
		}
		list, ok := doc[k].([]interface{})
		if !ok || len(list) == 0 {
			any()[k] = doc[k]
			continue
		}
		if _, objects := list[0].(map[string]interface{}); !objects {
			any()[k] = list
			continue
		}
		for _, x := range list {
			p := any()
			before, _ := p[k].([]interface{})
			p[k] = append(slices.Clone(before), x)
		}
	}
	return parts
}

func (s shuffler) files(t testing.TB, h *house) []isms.File {
	t.Helper()
	var list []isms.File
	add := func(doc any) {
		var b bytes.Buffer
		s.write(&b, t, "", doc)
		list = append(list, isms.File{Name: fmt.Sprintf("%03d.json", s.IntN(1000)*10+len(list)%10), Data: b.Bytes()})
	}
	for _, p := range s.split(h.docs["main"]) {
		add(p)
	}
	for _, name := range []string{"criteria", "register", "plan", "statement"} {
		add(h.docs[name])
	}
	list = append(list, isms.File{Name: "record.json", Data: h.record})
	s.Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
	return list
}

func (s shuffler) rules() []*conformity.RuleSet {
	std := conformity.Standard()
	s.Shuffle(len(std.Rules), func(i, j int) { std.Rules[i], std.Rules[j] = std.Rules[j], std.Rules[i] })
	sets := []*conformity.RuleSet{std, ownRules()}
	s.Shuffle(2, func(i, j int) { sets[i], sets[j] = sets[j], sets[i] })
	return sets
}

func ownRules() *conformity.RuleSet {
	return &conformity.RuleSet{ID: "own", Version: "1", Owner: isms.OwnRules, Rules: []conformity.Rule{
		{ID: "OWN-1", Clause: "H.1", Kind: conformity.Shall, ForEach: "document", Expr: "document.author != null && document.digest != null", Meaning: "Each document has an author and a digest."},
		{ID: "OWN-2", Clause: "8.1", Kind: conformity.Strict, ForEach: "process", Expr: "process.outputs.size() > 1", Meaning: "A process has two outputs."},
	}}
}

// withoutPlaces gives the report's bytes without the places in files: these
// move with what stands there.
func withoutPlaces(r *conformity.Report) []byte {
	bare := *r
	bare.Verdicts, bare.Warnings = slices.Clone(r.Verdicts), slices.Clone(r.Warnings)
	for i := range bare.Verdicts {
		v := &bare.Verdicts[i]
		v.Position, v.Seen = isms.Position{}, slices.Clone(v.Seen)
		for j := range v.Seen {
			v.Seen[j].Position = isms.Position{}
		}
	}
	for i := range bare.Warnings {
		bare.Warnings[i].Position = isms.Position{}
	}
	return bare.Bytes()
}

// brokenHouse has verdicts of every kind.
func brokenHouse(t testing.TB) *house {
	h := newHouse(t)
	for _, p := range []string{"main: processes[P-1].owner = ~", "main: documents[D-1].locations = []", "main: persons[ben].active", "main: awareness[0].policyAt = ~",
		"plan: items[T-2].due = 2026-05-01", "statement: entries[A.5.7].justification = n/a", "main: measures[M-1].results[0].value = 3.5", "register: risks[R-2].owner = nobody"} {
		h.patch(t, p)
	}
	return h
}

// sameLines shows the first line that differs behind that of the digest.
func sameLines(t testing.TB, want, got []byte, shuffle int) {
	t.Helper()
	if bytes.Equal(want, got) {
		return
	}
	a, b := strings.Split(string(want), "\n")[1:], strings.Split(string(got), "\n")[1:]
	for i := range a {
		require.Equal(t, a[i], b[min(i, len(b)-1)], "shuffle %d", shuffle)
	}
	require.FailNow(t, "the digest or the end differs", "shuffle %d", shuffle)
}

// TestShuffled shows that nothing depends on the order in which documents,
// their keys, their entries and rules are written, or on how they are dealt out
// to files.
func TestShuffled(t *testing.T) {
	h := brokenHouse(t)
	compiled, err := conformity.Compile(conformity.Standard(), ownRules())
	require.NoError(t, err)
	opt := conformity.Options{AsOf: asOf, Profile: conformity.ProfileOf("2022-amd1"), Contents: contents}
	want, err := compiled.Check(t.Context(), h.system(t), opt)
	require.NoError(t, err)
	n := want.Count(0)
	require.True(t, n.Conform > 0 && n.Nonconform > 0 && n.Undetermined > 0 && n.NotApplicable > 0, "%+v", n)
	shuffles, orders := 1000, 20
	if testing.Short() {
		shuffles, orders = 40, 2
	}
	for i := range shuffles {
		s := shuffler{rand.New(rand.NewPCG(6, uint64(i)))}
		if i%(shuffles/orders) == 0 {
			compiled, err = conformity.Compile(s.rules()...)
			require.NoError(t, err)
			// The same files with rules in another order: not even a place moves.
			got, err := compiled.Check(t.Context(), h.system(t), opt)
			require.NoError(t, err)
			require.Equal(t, want.Digest(), got.Digest(), "rules %d", i)
		}
		sys, err := isms.Merge(s.files(t, h))
		require.NoError(t, err, "shuffle %d", i)
		got, err := compiled.Check(t.Context(), sys, opt)
		require.NoError(t, err)
		sameLines(t, withoutPlaces(want), withoutPlaces(got), i)
	}
}

// TestOrderOfFiles shows that files may come in any order: then every byte is
// the same, places too.
func TestOrderOfFiles(t *testing.T) {
	files := brokenHouse(t).files(t)
	want := ""
	for i := range len(files) {
		sys, err := isms.Merge(append(slices.Clone(files[i:]), files[:i]...))
		require.NoError(t, err)
		got := string(check(t, sys, "2022").Bytes())
		if want == "" {
			want = got
		}
		require.Equal(t, want, got)
	}
}

// TestProcessors shows that it does not matter how many goroutines there are.
func TestProcessors(t *testing.T) {
	sys := brokenHouse(t).system(t)
	want := check(t, sys, "2022-amd1").Bytes()
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(0))
	for _, n := range []int{1, 2, 8} {
		runtime.GOMAXPROCS(n)
		for range 3 {
			require.Equal(t, string(want), string(check(t, sys, "2022-amd1").Bytes()), "GOMAXPROCS=%d", n)
		}
	}
}

// TestZones shows that a report is the same wherever it is made, and in
// whatever zone its time is given. The zone of a process is part of its
// environment, so that others make reports too.
func TestZones(t *testing.T) {
	digest := func(at time.Time) string {
		rules, err := standardRules()
		require.NoError(t, err)
		rep, err := rules.Check(t.Context(), brokenHouse(t).system(t), conformity.Options{AsOf: at, Contents: contents})
		require.NoError(t, err)
		return string(seal.Sum("test", rep.Bytes()))
	}
	want := digest(asOf)
	if os.Getenv("ISMSKIT_TEST_ZONE") != "" {
		fmt.Println("digest", time.Local, want)
		return
	}
	for _, hours := range []int{-12, -3, 5, 14} {
		require.Equal(t, want, digest(asOf.In(time.FixedZone("there", hours*3600))))
	}
	zones := []string{"UTC", "America/St_Johns", "Pacific/Kiritimati", "Asia/Kathmandu"}
	if testing.Short() {
		zones = zones[2:3]
	}
	for _, zone := range zones {
		cmd := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestZones$", "-test.count=1")
		cmd.Env = append(os.Environ(), "TZ="+zone, "ISMSKIT_TEST_ZONE=1")
		out, err := cmd.CombinedOutput()
		require.NoError(t, err, string(out))
		require.Contains(t, string(out), "digest "+zone+" "+want)
	}
}

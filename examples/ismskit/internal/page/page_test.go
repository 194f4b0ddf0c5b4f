package page_test

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"html"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"runtime"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ismskit/ismskit/criteria"
	"github.com/ismskit/ismskit/examples/ismskit/internal/page"
	"github.com/ismskit/ismskit/risk"
)

func TestGolden(t *testing.T) {
	golden := filepath.Join("testdata", "small.html")
	got := written(t, small(t))
	if *update {
		require.NoError(t, os.WriteFile(golden, got, 0o666))
	}
	want, err := os.ReadFile(golden)
	require.NoError(t, err)
	require.Equal(t, string(want), string(got))
}

// TestSameBytes shows that neither the order of work nor the number of
// processors shows.
func TestSameBytes(t *testing.T) {
	in := sample(t)
	want := written(t, in)
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	require.Equal(t, string(want), string(written(t, in)))
	runtime.GOMAXPROCS(7)
	require.Equal(t, string(want), string(written(t, in)))
}

// TestPolicy shows that the policy forbids everything but the one style sheet
// and the one script that are there, and that html/template has left these as
// they were hashed.
func TestPolicy(t *testing.T) {
	text := string(written(t, hostile(t)))
	policy := regexp.MustCompile(`<meta http-equiv="Content-Security-Policy" content="([^"]*)">`).FindStringSubmatch(text)
	require.Len(t, policy, 2)
	hash := func(tag string) string {
		all := regexp.MustCompile(`(?s)<`+tag+`>(.*?)</`+tag+`>`).FindAllStringSubmatch(text, -1)
		require.Len(t, all, 1, tag)
		sum := sha256.Sum256([]byte(all[0][1]))
		return "'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
	}
	require.Equal(t, "default-src 'none'; style-src "+hash("style")+"; script-src "+hash("script")+"; base-uri 'none'; form-action 'none'", html.UnescapeString(policy[1]))
	require.Less(t, strings.Index(text, "Content-Security-Policy"), strings.Index(text, "<style>"), "the policy comes before what it is about")
}

// TestHostileTexts looks at the bytes; TestBrowser shows that nothing comes of
// them.
func TestHostileTexts(t *testing.T) {
	long := many(t, longest+1, func(r *risk.Risk) { poison(reflect.ValueOf(r), turned) })
	for name, in := range map[string]page.Input{"sample": hostile(t), "long list": long} {
		t.Run(name, func(t *testing.T) { inert(t, string(written(t, in))) })
	}
}

func inert(t *testing.T, text string) {
	t.Helper()
	require.Equal(t, 1, strings.Count(text, "<script"))
	require.NotContains(t, text, "<img")
	tags := regexp.MustCompile(`="[^"]*"`).ReplaceAllString(regexp.MustCompile(`(?s)<script>.*</script>`).ReplaceAllString(text, ""), `=""`)
	require.NotRegexp(t, `(?i)<[^>]+\s(?:on\w+|style|src)\s*=`, tags)
	require.NotRegexp(t, `href="[^#]`, text)
	require.NotRegexp(t, "[\x00-\x08\x0b-\x1f\x7f\u200b\u200e\u200f\u202a-\u202e\u2066\u2067\u2028\u2029]", text)
	require.Greater(t, strings.Count(text, "&lt;script&gt;window.pwned=1"), 200, "they are shown as they are")
}

// TestConformity reads the section as a person does.
func TestConformity(t *testing.T) {
	text := string(written(t, sample(t)))
	text = text[strings.Index(text, `<section id="conformity"`):strings.Index(text, `<section id="verify"`)]
	text = html.UnescapeString(regexp.MustCompile(`<[^>]*>`).ReplaceAllString(text, " "))
	text = strings.Join(strings.Fields(text), " ")
	for _, want := range []string{
		"shall (1) 1 1 1 0", "strict (1) 0 0 0 1", "lint (1) 0 0 1 0",
		"1 nonconform 1 undetermined 1 conform OWN-1 4.4, shall Each process has an owner. Name one.",
		"nonconform processes[audit]", "undetermined processes[change] ; not given: processes[change].owner",
		"2 questions.", "processes[change].owner", "1 not applicable Nothing is open.",
	} {
		require.Contains(t, text, want)
	}
}

func TestStagesWithoutCurrent(t *testing.T) {
	const doc = `{"format": "ismskit.criteria/v1", "id": "c", "version": "1",
		"scales": [{"id": "chance", "levels": [{"id": "a", "value": 1}, {"id": "b", "value": 2}]}], "inputs": [{"id": "chance", "scale": "chance"}],
		"level": "chance", "bands": [{"id": "low", "upTo": 1}, {"id": "high"}], "acceptance": [{"id": "otherwise", "when": "true", "outcome": "treat"}]}`
	c, err := criteria.Parse("c.json", []byte(doc))
	require.NoError(t, err)
	reg, err := risk.ParseRegister("r.json", []byte(`{"format": "ismskit.register/v1", "id": "r", "risks": [
		{"id": "R-1", "ratings": {"inherent": {"chance": "b"}, "residual": {"chance": "a"}}}, {"id": "R-2", "ratings": {"residual": {"chance": "b"}}}]}`))
	require.NoError(t, err)
	in := page.Input{Assessment: assessed(t, compiled(t, c), reg, june)}
	text := string(written(t, in))
	require.Equal(t, []string{"glance", "risks", "verify"}, in.Sections(), "one rating is no matrix")
	require.Less(t, strings.Index(text, `id="risk-R-1"`), strings.Index(text, `id="risk-R-2"`), "what is not rated at the first stage is there, too")
	require.Contains(t, text, `<p class="journey"><span>inherent <b class="chip b1">high</b> 2 treat</span> <span>residual <b class="chip b0">low</b> 1 treat</span>`)
}

func TestContextEnds(t *testing.T) {
	ctx, cancel := context.WithCancelCause(t.Context())
	gone := errors.New("gone")
	cancel(gone)
	require.ErrorIs(t, page.Write(ctx, failing{}, small(t)), gone)
}

func TestWriterFails(t *testing.T) {
	require.ErrorIs(t, page.Write(t.Context(), failing{}, small(t)), errFull)
}

var errFull = errors.New("the disk is full")

type failing struct{}

func (failing) Write([]byte) (int, error) { return 0, errFull }

package page_test

import (
	"context"
	"encoding/json"
	"html"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/performance"
	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/require"

	"github.com/ismskit/ismskit/risk"
)

// longest is how many risks have an element for everything. What has more is a
// long list.
const longest = 1000

// TestLongListIsComplete shows that a page of many risks says the same as one of
// few.
func TestLongListIsComplete(t *testing.T) {
	words := func(n int) []string {
		text := string(written(t, many(t, n)))
		start := strings.Index(text, `<li id="risk-R-00001"`)
		item := text[start : start+regexp.MustCompile(`\n(?:<li id|</ol>)`).FindStringIndex(text[start:])[0]]
		item = regexp.MustCompile(`<[^>]*>`).ReplaceAllString(item, " ")
		item = strings.NewReplacer("(", "", ")", "", ":", "", ";", "").Replace(html.UnescapeString(item))
		return strings.Fields(item)[1:] // the rank is another one
	}
	require.Equal(t, words(longest), words(longest+1))
}

// TestLongListIsNarrow shows that the page adds no character that would make a
// browser hold all of it in wide ones, which takes longer.
func TestLongListIsNarrow(t *testing.T) {
	require.NotRegexp(t, `[^\x00-\x7f]`, string(written(t, many(t, longest+1))))
}

// TestLongListIsolates shows that texts that are written from the right do not
// reach what stands around them, and cannot pretend to end before they do.
func TestLongListIsolates(t *testing.T) {
	text := string(written(t, many(t, longest+1, func(r *risk.Risk) {
		if r.ID == "R-00016" {
			r.Title, r.Owner, r.Scope, r.Threat = "\u05d0\u2069\u05d1", "plain\u2069", []string{"\u0661"}, "\u062a\n\u062b"
		}
	})))
	require.Contains(t, text, "<b>R-00016</b> \u2068\u05d0 \u05d1\u2069</span>")
	require.Contains(t, text, "Owner: plain ; Scope: \u2068\u0661\u2069; Concerns: confidentiality; Threat: \u2068\u062a \u062b\u2069\n")
}

// drawn lists the risks whose reasons are shown.
func (b *tab) drawn() []string {
	b.Helper()
	return eval[[]string](b, `[...document.querySelectorAll("#risk-list .why")].filter((e) => e.offsetHeight > 0).map((e) => e.parentElement.id)`)
}

// testLongList uses a list of links as a reader does who has the script.
func testLongList(t *testing.T, browser context.Context) {
	if testing.Short() {
		t.Skip("a long page")
	}
	b := open(t, browser, written(t, many(t, longest+1)), true)
	require.Zero(t, eval[int](b, `document.querySelectorAll("#risk-list details").length`))
	require.False(t, eval[bool](b, `document.getElementById("risk-list-links").checkVisibility()`), "what is for readers without a script")
	expanded := func(id string) string {
		return eval[string](b, `document.querySelector("#`+id+` .row").getAttribute("aria-expanded")`)
	}
	require.Equal(t, 11, eval[int](b, `document.querySelectorAll("#risk-list > ol").length`))
	require.Equal(t, longest+1, eval[int](b, `document.querySelectorAll("#risk-list > ol > li > .row[aria-expanded=false]").length`))

	b.click("#risk-R-00016 .row")
	require.Equal(t, []string{"risk-R-00016"}, b.drawn())
	require.Equal(t, "true", expanded("risk-R-00016"))
	eval[bool](b, `document.querySelector("#risk-R-00016 .row").focus() ?? true`)
	require.NoError(t, chromedp.Do(b.ctx, chromedp.KeyEvent("\r")))
	require.Empty(t, b.drawn())
	require.Equal(t, "false", expanded("risk-R-00016"))
	eval[string](b, `location.hash = "#risk-R-00471"`)
	require.NoError(t, chromedp.Do(b.ctx, chromedp.WaitVisible(chromedp.CSS("#risk-R-00471 .why b"))))
	require.Equal(t, "true", expanded("risk-R-00471"), "a link to a risk opens it")
	eval[bool](b, `document.querySelector("#risk-R-00018 .why").dispatchEvent(new Event("beforematch", {bubbles: true}))`)
	require.Equal(t, "true", expanded("risk-R-00018"), "what the browser finds in a risk opens it")
	for _, want := range []int{longest + 1, 0} {
		eval[bool](b, `document.getElementById("risk-list-open").click() ?? true`)
		eval[int](b, `[...document.querySelectorAll(".risks")].map((e) => e.style.contentVisibility = "visible").length`)
		require.Len(t, b.drawn(), want)
	}

	shown := func() []string {
		return eval[[]string](b, `[...document.querySelectorAll("#risk-list li")].filter((e) => e.checkVisibility()).map((e) => e.id)`)
	}
	all := shown()
	require.Len(t, all, longest+1)
	eval[bool](b, `(() => { const s = document.getElementById("risk-list-order"); s.value = "id"; return s.dispatchEvent(new Event("change")); })()`)
	sorted := shown()
	require.ElementsMatch(t, all, sorted)
	require.IsIncreasing(t, sorted)
	b.search("R-0047", "10 of 1,001 shown")
	require.Equal(t, sorted[469:479], shown())
	require.Equal(t, 1, eval[int](b, `[...document.querySelectorAll("#risk-list > ol")].filter((e) => e.checkVisibility()).length`), "blocks without a row take no space")

	eval[bool](b, `document.querySelector("#risk-R-00471 .row").click() ?? true`)
	require.Equal(t, []string{"risk-R-00471"}, b.drawn())
	b.viewport(320, 640, chromedp.EmulateMobile)
	require.LessOrEqual(t, eval[int](b, `Math.max(document.documentElement.scrollWidth, ...[...document.querySelectorAll("#risk-list li *")].map((e) => e.getBoundingClientRect().right))`), 320)
	eval[int](b, `[...document.querySelectorAll("#risk-list li[hidden]")].map((e) => e.remove()).length`) // which nobody perceives, and axe-core would go through
	b.accessible("phone")
	b.viewport(1280, 900)
	b.media("screen", "dark")
	b.accessible("dark", contrast)
}

// testLongListWithoutScript shows that the address opens a risk, or all of them,
// and that what is printed is complete.
func testLongListWithoutScript(t *testing.T, browser context.Context) {
	if testing.Short() {
		t.Skip("a long page")
	}
	b := open(t, browser, written(t, many(t, longest+1)), false)
	require.Empty(t, b.drawn())
	b.click("#risk-R-00016 .row")
	require.Equal(t, []string{"risk-R-00016"}, b.drawn())
	b.media("print", "light")
	require.Len(t, b.drawn(), longest+1, "what is closed on the screen is printed")
	b.media("screen", "light")
	b.click("#risk-list-links a")
	require.Len(t, b.drawn(), longest+1)
	b.click("#risk-list-links a + a")
	require.Empty(t, b.drawn())
}

// testManyRisks opens a page of 10,000 risks and says how long it took.
func testManyRisks(t *testing.T, browser context.Context) {
	if testing.Short() {
		t.Skip("a long page")
	}
	start := time.Now()
	text := written(t, many(t, 10_000))
	t.Logf("%d bytes written in %v", len(text), time.Since(start))
	b := open(t, browser, text, true)
	timing := eval[map[string]json.Number](b, `new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => {
		const n = performance.getEntriesByType("navigation")[0];
		const p = performance.getEntriesByName("first-contentful-paint")[0];
		done({ interactive: Math.round(n.domInteractive), loaded: Math.round(n.loadEventEnd), painted: Math.round(p ? p.startTime : -1), now: Math.round(performance.now()) });
	})))`)
	t.Logf("milliseconds: %v", timing)
	for _, m := range call(b, performance.GetMetrics, cdp.Empty{}).Metrics {
		if strings.HasSuffix(m.Name, "Duration") {
			t.Logf("%s %.2f s of processor time", m.Name, m.Value)
		}
	}
	require.Equal(t, 10_000, eval[int](b, `document.querySelectorAll("#risk-list > ol > li").length`))
	t.Logf("searched in %.0f milliseconds", b.search("R-04711", "1 of 10,000 shown"))
	require.Equal(t, 1, eval[int](b, `document.querySelectorAll("#risk-list > ol > li:not([hidden])").length`))
}

package page_test

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/performance"
	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/require"

	"github.com/ismskit/ismskit/examples/ismskit/internal/page"
)

// axeDigest is the SHA-256 of axe.min.js of axe-core 4.14.1.
const axeDigest = "29348999450cdf2849a8e70b7912fc2da85a849da39c0d0d5394f51d4a9ed95c"

// A tab is a page in a real browser, with what it said and asked for.
type tab struct {
	testing.TB
	ctx context.Context

	mu       sync.Mutex
	requests []string
}

// browser starts a Chromium. Without one the test is skipped; ISMSKIT_CHROMIUM
// names one that must be there.
func browser(t *testing.T) context.Context {
	t.Helper()
	path := os.Getenv("ISMSKIT_CHROMIUM")
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if found, err := exec.LookPath(name); path == "" && err == nil {
			path = found
		}
	}
	if path == "" {
		t.Skip("no Chromium is installed here, and ISMSKIT_CHROMIUM names none: pages are not looked at in a browser")
	}
	options := append(slices.Clone(chromedp.DefaultExecAllocatorOptions[:]), chromedp.ExecPath(path), chromedp.UserDataDir(t.TempDir()),
		chromedp.DisableGPU, chromedp.Flag("disable-quic", true), chromedp.Flag("disable-component-update", true), chromedp.WindowSize(1280, 900))
	if os.Geteuid() == 0 {
		options = append(options, chromedp.NoSandbox) // which Chromium has for other users only
	}
	ctx, cancel := chromedp.NewExecAllocator(context.Background(), options...)
	t.Cleanup(cancel)
	ctx, cancel = chromedp.NewContext(ctx)
	t.Cleanup(func() {
		require.NoError(t, chromedp.Cancel(ctx))
		cancel()
	})
	require.NoError(t, chromedp.Do(ctx)) // it lives as long as the context of its first use
	return ctx
}

// open writes a page to a file and opens it in a tab of its own.
func open(t *testing.T, browser context.Context, html []byte, scripts bool) *tab {
	t.Helper()
	file := filepath.Join(t.TempDir(), "report.html")
	require.NoError(t, os.WriteFile(file, html, 0o600))
	ctx, cancel := chromedp.NewContext(browser)
	t.Cleanup(cancel)
	b := &tab{TB: t, ctx: ctx}
	require.NoError(t, chromedp.Listen(ctx, func(ev any) {
		if r, ok := ev.(*network.EventRequestWillBeSent); ok {
			b.mu.Lock()
			b.requests = append(b.requests, r.Request.URL)
			b.mu.Unlock()
		}
	}))
	messages := chromedp.Console(ctx)
	call(b, network.Enable, network.EnableParams{})
	call(b, performance.Enable, performance.EnableParams{TimeDomain: performance.EnableTimeDomainThreadTicks})
	if !scripts {
		call(b, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true})
	}
	where := (&url.URL{Scheme: "file", Path: file}).String()
	require.NoError(t, chromedp.Do(ctx, chromedp.Navigate(where)))
	t.Cleanup(func() {
		// What is still under way is heard of too.
		require.NoError(t, chromedp.Do(ctx, chromedp.Sleep(100*time.Millisecond)))
		b.mu.Lock()
		defer b.mu.Unlock()
		require.Equal(t, []string{where}, b.requests, "the page asks for something")
		require.NoError(t, chromedp.Cancel(ctx))
		for m, err := range messages {
			if err != nil {
				break
			}
			require.Failf(t, "a message on the console", "%s: %s", m.Type, m.Text)
		}
	})
	return b
}

func call[P, R any](b *tab, cmd cdp.Command[P, R], params P) R {
	b.Helper()
	r, err := chromedp.Call(b.ctx, cmd, params)
	require.NoError(b, err)
	return r
}

// eval computes an expression in the page.
func eval[T any](b *tab, expression string) T {
	b.Helper()
	v, err := chromedp.Run(b.ctx, chromedp.Evaluate[T](expression, chromedp.EvalAwaitPromise))
	require.NoError(b, err)
	return v
}

func (b *tab) media(kind, scheme string) {
	b.Helper()
	call(b, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Media: kind, Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}}})
}

func (b *tab) viewport(width, height int64, options ...chromedp.EmulateViewportOption) {
	b.Helper()
	require.NoError(b, chromedp.Do(b.ctx, chromedp.EmulateViewport(width, height, options...)))
}

func (b *tab) openAll() {
	b.Helper()
	eval[int](b, `[...document.querySelectorAll("details")].map((d) => d.open = true).length`)
}

// click presses the mouse where something is, once it has come to rest: heights
// settle when what was not drawn before is scrolled to.
func (b *tab) click(selector string) {
	b.Helper()
	eval[bool](b, `(document.querySelector("`+selector+`").scrollIntoView({block: "center", behavior: "instant"}), true)`)
	require.NoError(b, chromedp.Do(b.ctx, chromedp.Sleep(500*time.Millisecond), chromedp.Click(chromedp.CSS(selector))))
}

// search searches the risks, waits for what is said then, and returns the
// milliseconds that it took. It does not type: to send keys, all nodes of the
// page would be fetched.
func (b *tab) search(text, said string) float64 {
	b.Helper()
	return eval[float64](b, `new Promise((done, fail) => {
		const find = document.getElementById("risk-list-find"), status = document.querySelector("#risk-list-tools [role=status]"), start = performance.now();
		find.value = "`+text+`";
		find.dispatchEvent(new Event("input"));
		const look = () => {
			if (status.textContent === "`+said+`") done(performance.now() - start);
			else if (performance.now() - start > 60000) fail(new Error(status.textContent));
			else setTimeout(look, 20);
		};
		setTimeout(look, 20);
	})`)
}

// shoot keeps pictures of the sections, for people to look at, in the folder that
// ISMSKIT_SCREENSHOTS names.
func (b *tab) shoot(name string) {
	b.Helper()
	folder := os.Getenv("ISMSKIT_SCREENSHOTS")
	if folder == "" {
		return
	}
	for _, section := range append([]string{"top"}, eval[[]string](b, `[...document.querySelectorAll("section")].map((s) => s.id)`)...) {
		eval[bool](b, `((document.getElementById("`+section+`") ?? document.body).scrollIntoView({behavior: "instant"}), true)`)
		data, err := chromedp.Run(b.ctx, chromedp.CaptureScreenshot())
		require.NoError(b, err)
		require.NoError(b, os.WriteFile(filepath.Join(folder, name+"-"+section+".png"), data, 0o600))
	}
}

// accessible runs axe-core, which ISMSKIT_AXE names.
func (b *tab) accessible(what string) {
	b.Helper()
	path := os.Getenv("ISMSKIT_AXE")
	if path == "" {
		b.Skip("ISMSKIT_AXE names no axe.min.js of axe-core 4.14.1: accessibility is not checked")
	}
	axe, err := os.ReadFile(path)
	require.NoError(b, err)
	sum := sha256.Sum256(axe)
	require.Equal(b, axeDigest, hex.EncodeToString(sum[:]), "another axe-core")
	if !eval[bool](b, `"axe" in window`) {
		require.NoError(b, chromedp.Do(b.ctx, chromedp.Func(func(ctx context.Context, _ *chromedp.Target) error {
			_, err := chromedp.Run(ctx, chromedp.Evaluate[bool](string(axe)+"; true"))
			return err
		})))
	}
	// It looks at what lies behind a text. What is drawn only once it is scrolled
	// to would move in the meantime.
	eval[int](b, `[...document.querySelectorAll(".risks,.late")].map((e) => e.style.contentVisibility = "visible").length`)
	found := eval[struct {
		Passes     int
		Violations []string
	}](b, `axe.run(document, {resultTypes: ["violations", "passes"]}).then((r) => ({Passes: r.passes.length,
		Violations: r.violations.flatMap((v) => v.nodes.map((n) => v.id + ": " + n.html + ": " + n.failureSummary))}))`)
	require.Greater(b, found.Passes, 20, what)
	require.Empty(b, found.Violations, what)
}

// TestBrowser looks at pages in a real browser.
func TestBrowser(t *testing.T) {
	ctx := browser(t)
	for _, c := range []struct {
		name string
		test func(*testing.T, context.Context)
	}{
		{"Accessible", testAccessible},
		{"Phone", testPhone},
		{"Hostile", testHostile},
		{"WithoutScript", testWithoutScript},
		{"SearchAndSort", testSearchAndSort},
		{"Print", testPrint},
		{"ManyRisks", testManyRisks},
	} {
		t.Run(c.name, func(t *testing.T) { c.test(t, ctx) })
	}
}

func testAccessible(t *testing.T, browser context.Context) {
	b := open(t, browser, written(t, sample(t)), true)
	for _, scheme := range []string{"light", "dark"} {
		b.media("screen", scheme)
		b.shoot("desktop-" + scheme)
		b.accessible(scheme)
	}
	b.openAll()
	for _, scheme := range []string{"dark", "light"} {
		b.media("screen", scheme)
		b.accessible(scheme + ", everything open")
	}
	b.shoot("desktop-open")
	b.viewport(320, 640, chromedp.EmulateMobile)
	b.accessible("phone")
}

// testPhone looks at a phone of 320 pixels: nothing must be scrolled sideways.
func testPhone(t *testing.T, browser context.Context) {
	for name, in := range map[string]page.Input{"sample": sample(t), "hostile": hostile(t)} {
		t.Run(name, func(t *testing.T) {
			b := open(t, browser, written(t, in), true)
			b.viewport(320, 640, chromedp.EmulateMobile)
			width := func() int {
				return eval[int](b, `Math.max(document.documentElement.scrollWidth, document.body.scrollWidth)`)
			}
			require.Equal(t, 320, eval[int](b, "innerWidth"))
			require.LessOrEqual(t, width(), 320)
			b.shoot("phone-" + name)
			b.openAll()
			require.LessOrEqual(t, width(), 320, "with everything open")
			b.shoot("phone-open-" + name)
		})
	}
}

// testHostile shows that hostile texts are texts: nothing runs, nothing
// is asked for (see open), and all links stay on the page.
func testHostile(t *testing.T, browser context.Context) {
	b := open(t, browser, written(t, hostile(t)), true)
	b.openAll()
	require.False(t, eval[bool](b, `"pwned" in window`))
	require.Equal(t, 1, eval[int](b, `document.scripts.length`))
	require.Equal(t, 1, eval[int](b, `document.styleSheets.length`))
	require.Empty(t, eval[[]string](b, `[...document.querySelectorAll("img,iframe,object,embed,link,base,form,video,audio,source")].map((e) => e.outerHTML)`))
	require.Empty(t, eval[[]string](b, `[...document.querySelectorAll("*")].flatMap((e) => [...e.attributes]).filter((a) => /^on|^style$|^src|^xlink/.test(a.name)).map((a) => a.name)`))
	require.Empty(t, eval[[]string](b, `[...document.querySelectorAll("[href]")].map((e) => e.getAttribute("href")).filter((h) => !h.startsWith("#"))`))
	require.Empty(t, eval[[]string](b, `[...document.querySelectorAll("a[href]")].map((e) => e.getAttribute("href").slice(1)).filter((id) => !document.getElementById(decodeURIComponent(id)))`), "links that lead nowhere")
	require.Empty(t, eval[string](b, `document.documentElement.textContent.match(/[\u0000-\u0008\u200b\u200e\u200f\u202a-\u202e\u2066\u2067\u2028\u2029]/)?.[0] ?? ""`))
	require.Greater(t, eval[int](b, `document.body.innerText.split("<script>").length`), 20, "they are shown as they are")
	b.shoot("hostile")
}

// testWithoutScript shows that the page is complete without its script.
func testWithoutScript(t *testing.T, browser context.Context) {
	b := open(t, browser, written(t, sample(t)), false)
	require.Equal(t, 17, eval[int](b, `document.querySelectorAll("#risk-list > ol > li").length`))
	require.Zero(t, eval[int](b, `[...document.querySelectorAll(".tools,thead button")].filter((e) => e.checkVisibility()).length`), "what needs a script is not offered")
	b.click("#risk-R-01 summary")
	require.NoError(t, chromedp.Do(b.ctx, chromedp.WaitVisible(chromedp.CSS("#risk-R-01 .flips"))))
}

// testSearchAndSort uses the page as a reader does who has the script.
func testSearchAndSort(t *testing.T, browser context.Context) {
	b := open(t, browser, written(t, sample(t)), true)
	shown := func() []string {
		return eval[[]string](b, `[...document.querySelectorAll("#risk-list > ol > li:not([hidden])")].map((e) => e.id)`)
	}
	all := shown()
	require.Len(t, all, 17)
	b.search("warehouse RANSOM", "1 of 17 shown")
	require.Equal(t, []string{"risk-R-01"}, shown())
	b.search("no such risk", "0 of 17 shown")
	b.search("", "")
	require.Len(t, shown(), 17)

	order := func(by string) []string {
		eval[bool](b, `(() => { const s = document.getElementById("risk-list-order"); s.value = "`+by+`"; return s.dispatchEvent(new Event("change")); })()`)
		return shown()
	}
	sorted := slices.Clone(all)
	slices.Sort(sorted)
	require.Equal(t, sorted, order("id"))
	for _, by := range []string{"owner", "band", "decision"} {
		require.ElementsMatch(t, all, order(by), by)
	}
	require.Equal(t, all, order(""), "the order of treatment comes back")

	head := `document.querySelector("#control-list thead th:nth-child(1)")`
	column := func() []string {
		return eval[[]string](b, `[...document.querySelectorAll("#control-list tbody th")].map((e) => e.textContent.split(" ")[0])`)
	}
	before := column()
	for _, want := range []string{"ascending", "descending"} {
		eval[bool](b, head+`.querySelector("button").click() ?? true`)
		require.Equal(t, want, eval[string](b, head+`.getAttribute("aria-sort")`))
		got := column()
		require.Equal(t, want == "ascending", got[0] == "A.5.18", got)
		require.ElementsMatch(t, before, got)
	}

	// A link to a risk opens it.
	eval[string](b, `location.hash = "#risk-R-05"`)
	require.NoError(t, chromedp.Do(b.ctx, chromedp.WaitVisible(chromedp.CSS("#risk-R-05 .why"))))
	// The keyboard opens one, too.
	eval[bool](b, `document.querySelector("#risk-R-02 summary").focus() ?? true`)
	require.NoError(t, chromedp.Do(b.ctx, chromedp.KeyEvent("\r"), chromedp.WaitVisible(chromedp.CSS("#risk-R-02 .why"))))
}

// testPrint prints the page and looks for headings that stand alone at the foot
// of a sheet.
func testPrint(t *testing.T, browser context.Context) {
	b := open(t, browser, written(t, sample(t)), true)
	headings := eval[[]string](b, `[...document.querySelectorAll("h1,h2,h3")].map((h) => h.textContent.trim())`)
	pdf, err := chromedp.Run(b.ctx, chromedp.PrintToPDF(chromedp.PDFPaper(chromedp.PaperA4), chromedp.PDFPreferCSSPageSize(), chromedp.PDFPrintBackground()))
	require.NoError(t, err)
	if folder := os.Getenv("ISMSKIT_SCREENSHOTS"); folder != "" {
		require.NoError(t, os.WriteFile(filepath.Join(folder, "print.pdf"), pdf, 0o600))
	}
	reader, err := exec.LookPath("pdftotext")
	if err != nil {
		t.Skip("no pdftotext is installed here: printed sheets are not read")
	}
	cmd := exec.Command(reader, "-layout", "-", "-")
	cmd.Stdin = strings.NewReader(string(pdf))
	text, err := cmd.Output()
	require.NoError(t, err)
	sheets := strings.Split(strings.TrimSuffix(string(text), "\f"), "\f")
	require.Greater(t, len(sheets), 4)
	for i, sheet := range sheets {
		lines := regexp.MustCompile(`\n+`).Split(strings.TrimSpace(sheet), -1)
		last := strings.TrimSpace(lines[len(lines)-1])
		require.NotContains(t, headings, last, "sheet %d of %d ends with a heading", i+1, len(sheets))
	}
	whole := strings.Join(strings.Fields(string(text)), " ")
	require.Contains(t, whole, "What would flip it", "what is closed on the screen is printed")
	require.NotContains(t, whole, "Open all", "what is for the screen is not")
}

// testManyRisks opens a page of 10,000 risks and says how long it took.
func testManyRisks(t *testing.T, browser context.Context) {
	if testing.Short() {
		t.Skip("a long page")
	}
	start := time.Now()
	html := written(t, many(t, 10_000))
	t.Logf("%d bytes written in %v", len(html), time.Since(start))
	b := open(t, browser, html, true)
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

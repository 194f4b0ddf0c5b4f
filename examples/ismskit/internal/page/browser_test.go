package page_test

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/require"

	"github.com/ismskit/ismskit/examples/ismskit/internal/page"
)

// TestBrowser looks at pages in a real browser.
func TestBrowser(t *testing.T) {
	ctx := browser(t)
	t.Run("ManyRisks", func(t *testing.T) { testManyRisks(t, ctx) }) // alone, since it is timed
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
		{"LongList", testLongList},
		{"LongListWithoutScript", testLongListWithoutScript},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel() // they wait for the browser much of the time
			c.test(t, ctx)
		})
	}
}

func testAccessible(t *testing.T, browser context.Context) {
	b := open(t, browser, written(t, sample(t)), true)
	b.media("screen", "light")
	b.shoot("desktop-light")
	b.accessible("light")
	b.media("screen", "dark")
	b.shoot("desktop-dark")
	b.openAll()
	b.accessible("dark, everything open", contrast)
	b.media("screen", "light")
	b.shoot("desktop-open")
	b.accessible("light, everything open")
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
	for by, what := range map[string]string{
		"owner":    `e.dataset.owner`,
		"band":     `String(9 - ["no band", "Low", "Medium", "High"].indexOf(e.querySelector(".chip").textContent))`,
		"decision": `String(9 - ["undetermined", "accept", "accept conditionally", "escalate", "treat", "avoid"].indexOf(e.querySelector(".state").textContent))`,
	} {
		require.ElementsMatch(t, all, order(by), by)
		require.IsNonDecreasing(t, eval[[]string](b, `[...document.querySelectorAll("#risk-list > ol > li")].map((e) => `+what+`)`), by)
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

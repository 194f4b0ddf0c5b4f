package page_test

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
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
	var at [2]float64
	for still := 0; still < 4; {
		now := eval[[2]float64](b, `(() => {
			const e = document.querySelector("`+selector+`");
			e.scrollIntoView({block: "center", behavior: "instant"});
			const r = e.getBoundingClientRect();
			return [r.x + r.width / 2, r.y + r.height / 2];
		})()`)
		if still++; now != at {
			at, still = now, 0
		}
		require.NoError(b, chromedp.Do(b.ctx, chromedp.Sleep(40*time.Millisecond)))
	}
	require.NoError(b, chromedp.Do(b.ctx, chromedp.MouseClickXY(at[0], at[1])))
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

// contrast is the rule of axe-core that can find something new in other colours.
const contrast = "color-contrast"

// accessible runs axe-core, which ISMSKIT_AXE names, with all rules or the given.
func (b *tab) accessible(what string, rules ...string) {
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
	only, least := "", 20
	if len(rules) > 0 {
		only, least = `runOnly: ["`+strings.Join(rules, `","`)+`"], `, len(rules)
	}
	// No style sheet has to be fetched for it.
	found := eval[struct {
		Passes     int
		Violations []string
	}](b, `axe.run(document, {`+only+`resultTypes: ["violations"], preload: false}).then((r) => ({Passes: r.passes.length,
		Violations: r.violations.flatMap((v) => v.nodes.map((n) => v.id + ": " + n.html + ": " + n.failureSummary))}))`)
	require.GreaterOrEqual(b, found.Passes, least, what)
	require.Empty(b, found.Violations, what)
}

//go:build unix

package main

import (
	"strings"
	"sync"
	"testing"

	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
)

// mostWeight is how many bytes the first view may take over the wire, in all.
const mostWeight = 150_000

// TestFirstView weighs what a browser that knows nothing yet loads, and sees that nothing jumps while it comes. Its times are
// told and not judged: they are this machine's.
func TestFirstView(t *testing.T) {
	t.Parallel()
	b := browser(t)
	_, address := served(t)
	for _, width := range []int64{1440, 390} {
		tab := tab(t, b, chromedp.WithNewBrowserContext())
		var mu sync.Mutex
		bytes, files := 0.0, 0
		stream := map[network.RequestID]bool{}
		err := chromedp.Listen(tab, func(ev any) {
			mu.Lock()
			defer mu.Unlock()
			switch ev := ev.(type) {
			case *network.EventRequestWillBeSent:
				stream[ev.RequestID] = strings.HasSuffix(ev.Request.URL, "/events")
			case *network.EventLoadingFinished:
				if !stream[ev.RequestID] {
					bytes, files = bytes+ev.EncodedDataLength, files+1
				}
			}
		})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := chromedp.Call(tab, network.Enable, network.EnableParams{}); err != nil {
			t.Fatal(err)
		}
		inTab(t, tab, chromedp.EmulateViewport(width, 844), beforeAll(`{
			globalThis.shifts = [];
			const where = (n) => { const e = n?.nodeType === 1 ? n : n?.parentElement; return (e?.closest("[id]")?.id ?? "") + "/" + (e?.nodeName ?? ""); };
			new PerformanceObserver((list) => { for (const e of list.getEntries()) {
				const moved = e.sources.map((s) => where(s.node));
				// On a machine that takes long the page says so, in a box that lies above the rest and pushes nothing.
				if (!moved.length || moved.some((m) => !m.startsWith("link/"))) shifts.push([e.value, ...moved].join(" "));
			} }).observe({ type: "layout-shift", buffered: true });
			addEventListener("DOMContentLoaded", () => new MutationObserver((_, o) => {
				if (document.body.dataset.link === "live") { o.disconnect(); globalThis.readyAt = performance.now(); }
			}).observe(document.body, { attributes: true, attributeFilter: ["data-link"] }));
		}`), chromedp.Navigate(address))
		shows(t, tab, onHome+` && globalThis.readyAt > 0`)
		// Idle: the browser says so itself.
		if _, err := chromedp.Run(tab, chromedp.Evaluate[bool](`new Promise((done) => requestIdleCallback(() => done(true)))`, chromedp.EvalAwaitPromise)); err != nil {
			t.Fatal(err)
		}
		shifts, err := chromedp.Run(tab, chromedp.Evaluate[[]string](`shifts`))
		if err != nil {
			t.Fatal(err)
		}
		times, err := chromedp.Run(tab, chromedp.Evaluate[string](`(() => { const n = performance.getEntriesByType("navigation")[0], p = performance.getEntriesByName("first-contentful-paint")[0];
			return "first byte " + n.responseStart.toFixed(0) + " ms, read " + n.domInteractive.toFixed(0) + " ms, painted " + (p?.startTime ?? 0).toFixed(0) + " ms, takes presses and is live " + readyAt.toFixed(0) + " ms"; })()`))
		if err != nil {
			t.Fatal(err)
		}
		inTab(t, tab, chromedp.Navigate("about:blank")) // the next is alone again: that another watches is a line more
		mu.Lock()
		t.Logf("%d px: %d files, %.0f bytes; %s", width, files, bytes, times)
		if files < 10 || bytes > mostWeight {
			t.Errorf("%d px: the first view is %d files and %.0f bytes, at most %d", width, files, bytes, mostWeight)
		}
		mu.Unlock()
		if len(shifts) > 0 {
			t.Errorf("%d px: the layout shifts while it loads: %q", width, shifts)
		}
	}
}

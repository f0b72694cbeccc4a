//go:build unix

package main

import (
	"context"
	"net/http"
	"os"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"github.com/openlumbar/lumbar/internal/browsertest"
	"github.com/openlumbar/lumbar/internal/wire"
)

// TestPage is the page on the server as it ships, with its engine and the simulated chair: what a person does on the first
// run, and what must not disturb it.
func TestPage(t *testing.T) {
	t.Parallel()
	b := browser(t)
	for name, walk := range map[string]func(*testing.T, context.Context){
		"first run": firstRun, "connection cut": connectionCut, "server killed": serverKilled,
		"two browsers": twoBrowsers, "another clock": anotherClock,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			walk(t, b)
		})
	}
}

const (
	linked    = `document.body.dataset.link === "live"`
	onHome    = linked + ` && document.body.dataset.view === "home"`
	inSession = linked + ` && document.body.dataset.view === "session"`
	isAfter   = linked + ` && document.body.dataset.view === "after"`
)

func has(id, words string) string {
	return `document.getElementById("` + id + `").textContent.includes("` + words + `")`
}

// massage is that the page shows the rollers at work.
const massage = inSession + ` && !document.querySelector('[data-verb="softer"]').disabled && document.getElementById("clock").textContent.trim() !== ""`

func served(t *testing.T) (p *process, address string) {
	t.Helper()
	p = start(t, "serve", "--addr", "127.0.0.1:0", "--data", t.TempDir())
	return p, p.page()
}

// open shows the page in a tab, until it is alive.
func open(t *testing.T, tab context.Context, address string) {
	t.Helper()
	inTab(t, tab, chromedp.Navigate(address))
	shows(t, tab, onHome)
}

// begun starts a session at 8 times real time, and waits for its massage.
func begun(t *testing.T, tab context.Context) {
	t.Helper()
	inTab(t, tab, browsertest.Click(`#start input[name="pace"][value="8"]`), browsertest.Click("#start .primary"))
	shows(t, tab, massage)
	inTab(t, tab, chromedp.Evaluate[chromedp.Void](`document.querySelector('[name="pace-now"][value="1"]').click()`))
}

// firstRun is J1 with keys alone, from a server that has never run to its second session.
func firstRun(t *testing.T, b context.Context) {
	_, address := served(t)
	tab := tab(t, b)
	open(t, tab, address)
	inTab(t, tab, chromedp.KeyEvent(kb.Tab))
	shows(t, tab, `document.activeElement.id === "stop"`)
	tabTo(t, tab, `#start input[name="pace"]`)
	inTab(t, tab, chromedp.KeyEvent(kb.ArrowRight)) // 8 times: on a slow machine 60 times is over before it is stopped
	tabTo(t, tab, "#start .primary")
	inTab(t, tab, chromedp.KeyEvent(kb.Enter))
	shows(t, tab, inSession+` && document.activeElement.id === "stop"`)
	shows(t, tab, massage)
	inTab(t, tab, chromedp.KeyEvent(kb.Escape))
	shows(t, tab, isAfter+` && document.activeElement.id === "outcome" && `+has("stop-says", "the chair confirmed")+` && document.getElementById("why").checkVisibility()`)
	tabTo(t, tab, `[data-why="stop"]`)
	inTab(t, tab, chromedp.KeyEvent(" "))
	shows(t, tab, isAfter+` && !document.getElementById("why").checkVisibility()`)
	tabTo(t, tab, "#again")
	inTab(t, tab, chromedp.KeyEvent(kb.Enter))
	shows(t, tab, massage)
}

// connectionCut: what is between page and server goes and comes back; the session goes on.
func connectionCut(t *testing.T, b context.Context) {
	_, address := served(t)
	between := newHop(t, strings.TrimPrefix(address, "http://"))
	tab := tab(t, b)
	open(t, tab, between.address)
	begun(t, tab)
	between.cut(true)
	shows(t, tab, `document.body.dataset.link === "lost" && document.getElementById("link").checkVisibility() && `+has("link", "trying again"))
	if status, answer := do(t, address, wire.Request{Verb: wire.Look}); status != http.StatusOK || !strings.Contains(answer, `"stage":"massage"`) {
		t.Errorf("meanwhile: %d %s", status, answer)
	}
	inTab(t, tab, chromedp.KeyEvent(kb.Escape))
	shows(t, tab, has("stop-says", "not confirmed"))
	between.cut(false)
	shows(t, tab, isAfter+` && !document.getElementById("link").checkVisibility() && `+has("stop-says", "the chair confirmed"))
}

// serverKilled: the page says so, and finds the next server by itself; the session is over, as nobody was heard from.
func serverKilled(t *testing.T, b context.Context) {
	dir := t.TempDir()
	p := start(t, "serve", "--addr", "127.0.0.1:0", "--data", dir)
	address := p.page()
	tab := tab(t, b)
	open(t, tab, address)
	begun(t, tab)
	p.signal(os.Kill)
	p.ends()
	shows(t, tab, `document.body.dataset.link === "lost" && document.getElementById("link").checkVisibility() && `+has("link", "The picture has stopped"))
	again := start(t, "serve", "--addr", strings.TrimPrefix(address, "http://"), "--data", dir)
	again.page()
	shows(t, tab, linked+` && !document.getElementById("link").checkVisibility()`)
	inTab(t, tab, chromedp.KeyEvent(kb.Escape))
	shows(t, tab, isAfter+` && document.getElementById("outcome").textContent !== ""`)
}

// twoBrowsers: what one does, the other sees, and either stops it.
func twoBrowsers(t *testing.T, b context.Context) {
	_, address := served(t)
	one, two := tab(t, b, chromedp.WithNewBrowserContext()), tab(t, b, chromedp.WithNewBrowserContext())
	open(t, one, address)
	open(t, two, address)
	shows(t, one, has("viewers", "Another screen is watching too."))
	begun(t, one)
	shows(t, two, massage+` && `+has("note", "started on another screen"))
	inTab(t, two, chromedp.Evaluate[chromedp.Void](`document.querySelector('[data-verb="softer"]').click()`))
	shows(t, one, has("intensity", "1 softer"))
	inTab(t, two, chromedp.KeyEvent(kb.Escape))
	shows(t, one, isAfter)
	shows(t, two, isAfter)
}

// anotherClock: a device whose clock is wrong by days shows a session as any other, and stops it.
func anotherClock(t *testing.T, b context.Context) {
	for _, days := range []string{"-400", "3"} {
		_, address := served(t)
		tab := tab(t, b)
		inTab(t, tab, beforeAll(`{ const real = Date, off = `+days+` * 864e5;
			globalThis.Date = class extends real { constructor(...a) { if (a.length) super(...a); else super(real.now() + off); } static now() { return real.now() + off; } }; }`))
		inTab(t, tab, chromedp.Navigate(address))
		shows(t, tab, onHome+` && Math.abs(Date.now() - performance.timeOrigin) > 2 * 864e5`)
		begun(t, tab)
		shows(t, tab, `/^\d+:\d\d/.test(document.querySelector("#clock b").textContent) && !document.getElementById("link").checkVisibility()`)
		inTab(t, tab, chromedp.KeyEvent(kb.Escape))
		shows(t, tab, isAfter+` && `+has("stop-says", "the chair confirmed"))
	}
}

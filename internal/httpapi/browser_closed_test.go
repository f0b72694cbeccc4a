package httpapi_test

import (
	"context"
	"errors"
	"testing"

	"github.com/chromedp/chromedp"

	"github.com/openlumbar/lumbar/internal/browsertest"
	"github.com/openlumbar/lumbar/internal/httpapi"
	"github.com/openlumbar/lumbar/internal/wire"
)

// rowIs is the condition of a row: what was asked for, and whether the chair is there.
func rowIs(name, words, is string) string {
	return `(() => { const r = document.querySelector('.asked [data-row="` + name + `"]'); return r.textContent.includes("` + words + `") && r.dataset.is === "` + is + `"; })()`
}

// viewIs is the condition that a view is shown.
func viewIs(name string) string { return `document.body.dataset.view === "` + name + `"` }

// TestBrowserClosed walks the ways of a chair that takes keys.
func TestBrowserClosed(t *testing.T) {
	t.Parallel()
	browser := newBrowser(t)
	for name, walk := range map[string]func(*testing.T, context.Context){
		"a person, with the check": closedVisit, "nothing is reached": closedUnreached, "not confirmed": closedUnconfirmed,
	} {
		t.Run(name, func(t *testing.T) { walk(t, browser) })
	}
}

// closedVisit: what is lost is said at home and before the start, limits in the chair's own terms; then what is asked for and
// what the chair says; STOP, why, and how it felt.
func closedVisit(t *testing.T, browser context.Context) {
	k := serveKeyed(t, true, httpapi.Options{})
	tab := home(t, browser, k.Server)
	until(t, tab, says("home", "does not report force")+` && `+says("home", "Above level 3 Lumbar stops it")+` && `+says("otherwise", "Stretch left out")+
		` && !document.body.textContent.includes("Watch a simulated") && !document.querySelector("#start .primary:not([data-who])")`)
	if reply, err := k.engine.Do(t.Context(), wire.Request{V: wire.Version, Verb: wire.Start, Programme: "after-desk"}); err != nil || reply.Error == "" {
		t.Errorf("a real chair begins without the safety check: %v, %q", err, reply.Error)
	}
	toCards(t, tab)
	none(t, tab, 1, 10)
	until(t, tab, at("warm-up"))
	run(t, tab, does("do", "skip"))
	until(t, tab, at("water"))
	run(t, tab, does("do", "next"))
	until(t, tab, at("sit")+` && `+says("visit", "up to level 1 of 5")+` && `+says("visit", "keep that at hand")+` && !document.getElementById("visit").textContent.includes(" N a roller")`)
	run(t, tab, does("do", "next"))
	until(t, tab, at("ready")+` && `+says("visit", "What is lost on this chair")+` && `+says("visit", "does not know whether somebody sits in it")+` && !document.querySelector('#visit [name="calibrate"]')`)
	run(t, tab, does("do", "start"))
	until(t, tab, viewIs("session")+` && `+rowIs("mode", "Knead", "there")+` && document.activeElement.id === "stop"`)
	k.clock.SetPace(8)
	until(t, tab, rowIs("place", "steps 0 to", "there")+` && `+rowIs("depth", "1 of 5", "there")+` && `+says("about", "There, as the chair says")+` && `+says("run", "At work"))
	k.clock.SetPace(1)
	until(t, tab, says("spent", "of at most")+` && `+says("own", "by its own timer")+` && `+says("phase", "Step 1 of"))
	run(t, tab, chromedp.KeyEvent("\x1b"))
	until(t, tab, viewIs("visit")+` && `+at("why")+` && `+says("visit", "STOP was pressed"))
	if !k.air().Chair.Stopped() {
		t.Error("the chair moves after STOP")
	}
	run(t, tab, does("why", "stop"))
	until(t, tab, at("stopped"))
	run(t, tab, does("do", "start")) // a fresh start is the same session
	until(t, tab, viewIs("session")+` && `+rowIs("mode", "Knead", "there"))
	run(t, tab, js(`document.querySelector('[data-verb="finish"]').click()`))
	k.clock.SetPace(60)
	until(t, tab, viewIs("visit")+` && `+at("rate"))
}

// closedUnreached: a chair that is not reached is no session: the person stands where they stood, and is told why.
func closedUnreached(t *testing.T, browser context.Context) {
	k := serveKeyed(t, true, httpapi.Options{})
	k.next(nil, errors.New("no such chair is in reach"))
	tab := home(t, browser, k.Server)
	toCards(t, tab)
	none(t, tab, 1, 10)
	until(t, tab, at("warm-up"))
	run(t, tab, does("do", "skip"))
	until(t, tab, at("water"))
	run(t, tab, does("do", "next"))
	until(t, tab, at("sit"))
	run(t, tab, does("do", "next"))
	until(t, tab, at("ready"))
	run(t, tab, does("do", "start"))
	until(t, tab, viewIs("visit")+` && `+at("ready")+` && `+says("message", "no such chair is in reach"))
	k.next(nil, nil)
	run(t, tab, does("do", "start"))
	until(t, tab, viewIs("session")+` && `+rowIs("mode", "Knead", "there"))
}

// closedUnconfirmed: a stop that no key brings about is said to be not confirmed until somebody says that it has stopped; a
// page opened meanwhile says the same, and nothing else begins.
func closedUnconfirmed(t *testing.T, browser context.Context) {
	k := serveKeyed(t, false, httpapi.Options{})
	tab := home(t, browser, k.Server)
	run(t, tab, browsertest.Click("#start .primary"))
	until(t, tab, viewIs("session")+` && `+rowIs("mode", "Knead", "there"))
	k.air().Deafen(true)
	run(t, tab, chromedp.KeyEvent("\x1b"))
	until(t, tab, says("key", "no word of the chair yet")+` || `+says("key", "does not show it yet"))
	k.clock.SetPace(8)
	until(t, tab, viewIs("after")+` && `+says("outcome", "press the chair's own power key")+` && `+says("seeking", "presses its power key")+` && `+says("says-stopped", "It has stopped"))
	k.clock.SetPace(1)
	second := newTab(t, browser)
	run(t, second, chromedp.Navigate(k.URL))
	until(t, second, viewIs("after")+` && `+says("outcome", "press the chair's own power key"))
	if reply, err := k.engine.Do(t.Context(), wire.Request{V: wire.Version, Verb: wire.Start, Programme: "break"}); err != nil || reply.Error == "" {
		t.Errorf("another session begins: %v, %q", err, reply.Error)
	}
	k.air().Deafen(false) // the driver presses on
	until(t, tab, says("outcome", "The chair says now that it has stopped")+` && document.getElementById("seeking").hidden`)
	run(t, tab, browsertest.Click("#says-stopped button"))
	until(t, second, viewIs("home"))
	until(t, tab, viewIs("after")+` && !document.getElementById("again").hidden`)
	run(t, tab, browsertest.Click("#other"))
	until(t, tab, viewIs("home"))
}

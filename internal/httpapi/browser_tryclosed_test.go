package httpapi_test

import (
	"context"
	"testing"

	"github.com/chromedp/chromedp"

	"github.com/openlumbar/lumbar/internal/browsertest"
	"github.com/openlumbar/lumbar/internal/httpapi"
)

// TestTryClosedBrowser: a closed chair is tried with keys alone; what is asked next has the focus, a key shows how far it has
// come, STOP ends the test, and one that goes to its end passes.
func TestTryClosedBrowser(t *testing.T) {
	t.Parallel()
	browser := newBrowser(t)
	k := serveKeyed(t, false, httpapi.Options{})
	tab := view(t, browser, k.URL+"/chair")
	begin := func() {
		t.Helper()
		run(t, tab, js(`document.getElementById("tryout-who").value = "the maker"; document.getElementById("tryout-who").focus()`), chromedp.KeyEvent("\r"))
		until(t, tab, shown("tryout-yes")+` && document.activeElement.id === "tryout-yes" && `+says("tryout-title", "The empty seat"))
	}
	begin()
	looks(t, tab, "tryclosed-asks")
	run(t, tab, chromedp.EmulateViewport(1440, 900), chromedp.KeyEvent("\r"))
	until(t, tab, says("tryout-title", "The key: knead")+` && document.activeElement.id === "tryout-yes"`)
	k.clock.SetPace(0.1) // so that a key stands for as long as it is looked at
	run(t, tab, chromedp.KeyEvent(" "))
	until(t, tab, shown("tryout-way")+` && `+says("tryout-text", "waits until the chair says so")+` && `+says("tryout-key", "verified")+` && document.querySelectorAll("#tryout-way .done").length === 4`)
	looks(t, tab, "tryclosed-key")
	k.clock.SetPace(1)
	run(t, tab, chromedp.EmulateViewport(1440, 900), chromedp.KeyEvent("\x1b")) // STOP
	until(t, tab, shown("tryout-over")+` && `+says("tryout-outcome", "given up")+` && `+shown("tryout-begin"))
	if !k.air().Chair.Stopped() {
		t.Error("the chair moves after STOP")
	}
	begin()
	k.clock.SetPace(20)
	run(t, tab, js(`globalThis.saysYes = setInterval(() => { const yes = document.getElementById("tryout-yes"); if (yes.checkVisibility()) yes.click(); }, 50)`))
	until(t, tab, shown("tryout-over")+` && `+says("tryout-outcome", "It passed, every step"))
	looks(t, tab, "tryclosed-passed")
}

// axeTryClosed is a closed chair that is tried: reached, asked, a key under way, and not reached.
func axeTryClosed(t *testing.T, tab context.Context, k *keyed, judge func(string)) {
	link := make(chan struct{})
	k.next(link, nil)
	run(t, tab, js(`document.getElementById("tryout-who").value = "the maker"`), browsertest.Click("#tryout-begin button"))
	until(t, tab, says("tryout-text", "reaches for the chair"))
	judge("closed, reached to be tried")
	close(link)
	until(t, tab, shown("tryout-yes"))
	run(t, tab, click("tryout-yes"))
	until(t, tab, says("tryout-title", "The key: knead"))
	k.clock.SetPace(0.1)
	run(t, tab, click("tryout-yes"))
	until(t, tab, shown("tryout-way"))
	judge("closed, a key is tried")
	k.clock.SetPace(1)
	run(t, tab, click("stop"))
	until(t, tab, shown("tryout-over"))
	k.next(nil, errDown)
	run(t, tab, browsertest.Click("#tryout-begin button"))
	until(t, tab, says("tryout-outcome", "was not reached"))
	judge("closed, not reached to be tried")
}

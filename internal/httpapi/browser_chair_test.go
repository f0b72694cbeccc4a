package httpapi_test

import (
	"context"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"github.com/openlumbar/lumbar/internal/browsertest"
	"github.com/openlumbar/lumbar/internal/wire"
)

// TestChairBrowser walks the page Chair in a real browser.
func TestChairBrowser(t *testing.T) {
	t.Parallel()
	browser := newBrowser(t)
	t.Run("tries a fault", func(t *testing.T) { triesFault(t, browser) })
	t.Run("refused", func(t *testing.T) { faultRefused(t, browser) })
}

// view opens a view and waits until it hears the engine.
func view(t *testing.T, browser context.Context, address string) context.Context {
	t.Helper()
	tab := newTab(t, browser)
	run(t, tab, media("light", "reduce"), chromedp.EmulateViewport(1440, 900), chromedp.Navigate(address))
	until(t, tab, `document.body.dataset.link === "live"`)
	return tab
}

// triesFault starts a session and breaks it with one press, reads the times of the retreat, which the engine itself has
// measured, and mends the chair.
func triesFault(t *testing.T, browser context.Context) {
	f := newFake()
	f.trial = tried(t, "sitter_leaves")
	o := breakableOptions(t)
	o.Programmes = cards()
	tab := view(t, browser, serveEngine(t, f, o).URL+"/chair")
	until(t, tab, `!document.getElementById("break").disabled`)
	run(t, tab, js(`document.querySelector('#try input[value="sitter_leaves"]').click()`), browsertest.Click("#break"))
	until(t, tab, says("try-says", "before the massage")+` && document.getElementById("break").disabled`)
	if got := f.requests(wire.Start); len(got) != 1 || got[0].Pace != 8 || got[0].Programme != "after-desk" {
		t.Errorf("it asked for %+v, want one start at 8x", got)
	}
	f.goTo(massageFrom + 130*time.Second)
	until(t, tab, says("try-says", "The guard noticed after"))
	if got := f.requests(wire.Break); len(got) != 1 || got[0].Failure != "sitter_leaves" {
		t.Errorf("it asked for %+v, want one break", got)
	}
	until(t, tab, `!document.getElementById("mend").hidden && [0, 1, 2, 3].every((i) => /^\d+ ms$/.test(document.getElementById("times").rows[i].cells[1].textContent))`)
	until(t, tab, `document.getElementById("times").rows[1].cells[2].textContent === "400 ms at most" && document.querySelector("#retreat-chart .force").getAttribute("d").length > 100`)
	until(t, tab, says("fault-title", "Nobody in the seat")+` && !document.getElementById("now-fault").hidden`)
	run(t, tab, browsertest.Click("#mend"))
	until(t, tab, says("try-says", "whole again")+` && document.getElementById("now-fault").hidden && !document.getElementById("break").disabled`)
}

// faultRefused: what the engine refuses is told in its words.
func faultRefused(t *testing.T, browser context.Context) {
	f := newFake()
	o := breakableOptions(t)
	o.Programmes = cards()
	tab := view(t, browser, serveEngine(t, f, o).URL+"/chair")
	f.set(func(f *fake) { f.refusal = "a fault is latched; clear it first" })
	run(t, tab, browsertest.Click("#break"))
	until(t, tab, says("try-says", "A fault is latched; clear it first")+` && !document.getElementById("break").disabled`)
	if got := f.requests(wire.Start); len(got) != 1 || got[0].Pace != 8 {
		t.Errorf("it asked for %+v, want one start at 8x", got)
	}
}

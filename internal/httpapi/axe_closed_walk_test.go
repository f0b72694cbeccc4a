package httpapi_test

import (
	"context"
	"testing"

	"github.com/chromedp/chromedp"

	"github.com/openlumbar/lumbar/internal/browsertest"
	"github.com/openlumbar/lumbar/internal/httpapi"
)

// axeClosed is a chair that takes keys: home, its link, a session, a stop that is not confirmed, and before a start.
func axeClosed(t *testing.T, tab context.Context, judge func(string)) {
	k := serveKeyed(t, false, httpapi.Options{})
	run(t, tab, chromedp.Navigate(k.URL))
	until(t, tab, atHome)
	judge("closed, home")
	link := make(chan struct{})
	k.next(link, nil)
	run(t, tab, browsertest.Click("#start .primary"))
	until(t, tab, viewIs("session")+` && `+says("doing", "Reaching the chair"))
	judge("closed, reaching")
	close(link)
	until(t, tab, rowIs("mode", "Knead", "there"))
	k.clock.SetPace(8)
	until(t, tab, rowIs("heat", "on", "there"))
	k.clock.SetPace(0.05) // the picture stands for as long as it is judged
	run(t, tab, js(`document.querySelector("#changed").open = true`))
	until(t, tab, says("about", "There, as the chair says"))
	judge("closed, session")
	k.air().Lose(true)
	k.clock.SetPace(2)
	until(t, tab, says("trouble", "Lost"))
	k.clock.SetPace(0.05)
	until(t, tab, says("doing", "Stopping")+` || `+says("doing", "Massage")+` || `+says("doing", "Kneading"))
	judge("closed, not heard")
	k.clock.SetPace(8)
	until(t, tab, viewIs("after")+` && `+says("outcome", "press the chair's own power key")+` && !document.getElementById("seeking").hidden`)
	judge("closed, not confirmed")
	k.air().Lose(false)
	until(t, tab, says("outcome", "The chair says now that it has stopped"))
	judge("closed, the chair says so")
	run(t, tab, browsertest.Click("#says-stopped button"))
	until(t, tab, `!document.getElementById("again").hidden`)
	k.clock.SetPace(1)
	judge("closed, after")
	run(t, tab, browsertest.Click("#other"))
	until(t, tab, viewIs("home"))
	toCards(t, tab)
	none(t, tab, 1, 10)
	until(t, tab, at("warm-up"))
	run(t, tab, does("do", "skip"))
	until(t, tab, at("water"))
	run(t, tab, does("do", "next"))
	until(t, tab, at("sit"))
	judge("closed, sit")
	run(t, tab, does("do", "next"))
	until(t, tab, at("ready"))
	judge("closed, ready")
	run(t, tab, chromedp.Navigate(k.URL+"/chair"))
	arrives(t, tab, `document.querySelector('[data-sensor="run"]') !== null && document.body.dataset.link === "live"`)
	judge("closed, chair")
	axeTryClosed(t, tab, k, judge)
}

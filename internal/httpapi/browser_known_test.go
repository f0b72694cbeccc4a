package httpapi_test

import (
	"context"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"github.com/openlumbar/lumbar/internal/wire"
)

// shown is the condition that a part of the page can be seen.
func shown(id string) string { return `document.getElementById("` + id + `").checkVisibility()` }

// click presses a button by its id, whatever lies over it.
func click(id string) chromedp.Action[chromedp.Void] {
	return js(`document.getElementById("` + id + `").click()`)
}

// asksWho: a back that feels different is asked about on the page that started the session, and on no other; both answers
// lead on.
func asksWho(t *testing.T, browser context.Context) {
	for answer, verb := range map[string]wire.Verb{"who-mine": wire.Mine, "who-other": wire.Other} {
		t.Run(answer, func(t *testing.T) {
			f := newFake()
			f.back.who = wire.WhoDifferent
			tab, server := begin(t, browser, f)
			other := newTab(t, browser)
			run(t, other, media("light", "reduce"), chromedp.EmulateViewport(1440, 900), chromedp.Navigate(server.URL))
			f.goTo(massageFrom + 20*time.Second)
			until(t, tab, shown("who")+` && `+says("known-heard", "Who is sitting?")+` && document.activeElement.id === "stop"`)
			until(t, other, inSession+` && `+says("doing", "Gliding")+` && !`+shown("known")+` && !document.body.innerText.includes("Who is sitting")`)
			run(t, tab, click(answer))
			until(t, tab, `!`+shown("who"))
			if got := f.requests(verb); len(got) != 1 || got[0].By != f.owner {
				t.Errorf("asked %+v", got)
			}
			if verb == wire.Other {
				until(t, tab, says("doing", "Finishing gently"))
				return
			}
			until(t, tab, shown("lines"))
		})
	}
}

// movesLines: whoever sits there may say that a level lies elsewhere, with keys alone, while the session goes on.
func movesLines(t *testing.T, browser context.Context) {
	f := newFake()
	f.back.who = wire.WhoUnsure
	tab, _ := begin(t, browser, f)
	f.goTo(massageFrom + 20*time.Second)
	until(t, tab, shown("lines")+` && `+says("known-heard", "Is this your lower back?")+` && document.activeElement.id === "stop"`)
	run(t, tab, js(`document.getElementById("lines-no").focus()`), chromedp.KeyEvent("\r"))
	until(t, tab, shown("nudge")+` && document.querySelectorAll("#nudge input").length === 7 && document.activeElement.id === "stop"`)
	run(t, tab, js(`document.querySelector('#nudge input[value="L3"]').focus()`), chromedp.KeyEvent(" "),
		js(`document.getElementById("nudge-up").focus()`), chromedp.KeyEvent("\r"), chromedp.KeyEvent(" "))
	until(t, tab, says("nudge-says", "The waist, where the back is hollow: 10 mm up")+` && `+says("known-heard", "10 mm up"))
	for range 6 { // four more fit
		run(t, tab, click("nudge-up"))
	}
	until(t, tab, `document.getElementById("nudge-up").disabled && `+says("nudge-says", "30 mm up. It goes no further"))
	run(t, tab, click("nudge-down"))
	until(t, tab, says("nudge-says", "25 mm up"))
	for deadline := time.Now().Add(10 * time.Second); len(f.requests(wire.Nudge)) < 7 && time.Now().Before(deadline); {
		run(t, tab, js("0"))
	}
	sum := 0.0
	for _, r := range f.requests(wire.Nudge) {
		if sum += r.MM; r.Level != "L3" {
			t.Errorf("moved %s", r.Level)
		}
	}
	if sum != 25 {
		t.Errorf("moved by %v mm", sum)
	}
	run(t, tab, click("nudge-pause"))
	until(t, tab, says("doing", "Paused")+` && !`+shown("nudge-pause"))
	run(t, tab, click("nudge-done"))
	until(t, tab, `!`+shown("nudge")+` && `+shown("lines-again"))
	if n := len(f.requests(wire.Mine)); n != 0 {
		t.Errorf("it was said %d times who sits there", n)
	}
	if n := len(f.requests(wire.Stop)); n != 0 {
		t.Errorf("stopped %d times", n)
	}
}

// saysYes: yes is an answer to who sits there, where that is open.
func saysYes(t *testing.T, browser context.Context) {
	for who, want := range map[wire.Who]int{wire.WhoUnsure: 1, wire.WhoAlike: 0, "": 0} {
		f := newFake()
		f.back.who = who
		tab, _ := begin(t, browser, f)
		f.goTo(massageFrom + 20*time.Second)
		until(t, tab, shown("lines"))
		run(t, tab, click("lines-yes"))
		until(t, tab, `!`+shown("lines")+` && `+shown("lines-again"))
		if want > 0 {
			for deadline := time.Now().Add(10 * time.Second); len(f.requests(wire.Mine)) < want && time.Now().Before(deadline); {
				run(t, tab, js("0"))
			}
		}
		if n := len(f.requests(wire.Mine)); n != want {
			t.Errorf("%q: asked %d times, want %d", who, n, want)
		}
	}
}

// saysEnough: a calibration is chosen beforehand, one key or one huge button says that it is enough, STOP keeps its keys,
// and what was found and measured is shown to that person alone.
func saysEnough(t *testing.T, browser context.Context) {
	f := newFake()
	f.back.list = stiffBack(true)
	server := serve(t, f)
	tab := home(t, browser, server)
	toCards(t, tab)
	none(t, tab, 1, 10)
	toReady(t, tab)
	run(t, tab, mark("calibrate", "yes"), js(`document.querySelector("#visit details.options").open = true`), mark("measure", "yes"), does("do", "start"))
	until(t, tab, inSession)
	if got := f.requests(wire.Start); len(got) != 1 || !got[0].Calibrate || !got[0].Measure || got[0].Known != nil {
		t.Errorf("asked %+v", got)
	}
	f.goTo(massageFrom + time.Second)
	until(t, tab, shown("enough")+` && `+says("enough-at", "Pressing slowly harder: just below the belt")+` && `+says("known-heard", "Press e when it is enough")+` && document.activeElement.id === "stop"`)
	run(t, tab, chromedp.KeyEvent("e"))
	until(t, tab, says("enough-at", "the waist")+` && `+says("enough-says", "2 of 3"))
	run(t, tab, click("enough-now"))
	until(t, tab, says("enough-at", "under the ribs"))
	run(t, tab, chromedp.KeyEvent("e"))
	until(t, tab, shown("firm")+` && !`+shown("enough")+` && `+says("firm", "32 N")+` && `+says("known-heard", "How firm feels right"))
	if n := len(f.requests(wire.Enough)); n != 3 {
		t.Errorf("enough was asked %d times", n)
	}
	run(t, tab, chromedp.KeyEvent("e")) // means nothing in the massage
	run(t, tab, click("firm-read"))
	until(t, tab, `!`+shown("firm"))
	f.goTo(massageFrom + f.score.Total + time.Minute)
	until(t, tab, at("rate")+` && `+shown("stiff")+` && `+says("stiff-found", "The waist, where the back is hollow, left: softer by 14 %")+` && document.querySelectorAll("#stiff svg").length === 2`)
	if n := len(f.requests(wire.Enough)) + len(f.requests(wire.Stop)); n != 3 {
		t.Errorf("%d asks, want the 3 of before", n)
	}
	other := newTab(t, browser)
	run(t, other, media("light", "reduce"), chromedp.Navigate(server.URL))
	until(t, other, `document.body.dataset.link === "live" && !`+shown("stiff"))
}

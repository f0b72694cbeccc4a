package httpapi_test

import (
	"context"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"github.com/openlumbar/lumbar/internal/wire"
)

// TestKeyboard walks journeys with Tab, Enter, Space, Escape and arrows alone. STOP is the first that Tab reaches, and no
// change of view loses the place where the keyboard is.
func TestKeyboard(t *testing.T) {
	t.Parallel()
	browser := newBrowser(t)
	for name, walk := range map[string]func(*testing.T, context.Context){
		"watch": keysWatch, "visit": keysVisit, "stop in a visit": keysStop,
	} {
		t.Run(name, func(t *testing.T) { walk(t, browser) })
	}
}

// hasFocus says that the keyboard is somewhere that can be seen.
const hasFocus = `document.activeElement !== null && document.activeElement !== document.body && document.activeElement.checkVisibility()`

// mostTabs is more than any view has to reach.
const mostTabs = 60

// tabTo presses Tab until something has the focus.
func tabTo(t *testing.T, tab context.Context, what string) {
	t.Helper()
	for range mostTabs {
		run(t, tab, chromedp.KeyEvent(kb.Tab))
		there, err := chromedp.Run(tab, chromedp.Evaluate[bool]("document.activeElement.matches(`"+what+"`)"))
		if err != nil {
			t.Fatal(err)
		}
		if there {
			return
		}
	}
	t.Fatalf("%d times Tab does not reach %s", mostTabs, what)
}

// enter goes to something and presses Enter, then waits; the focus must be somewhere then.
func enter(t *testing.T, tab context.Context, what, then string) {
	t.Helper()
	tabTo(t, tab, what)
	run(t, tab, chromedp.KeyEvent(kb.Enter))
	until(t, tab, then)
	until(t, tab, hasFocus)
}

// stepKey is the button of a visit's step.
func stepKey(name, value string) string {
	return `#visit button[name="` + name + `"][value="` + value + `"]`
}

// stopFirst presses Tab in a page that was just loaded.
func stopFirst(t *testing.T, tab context.Context) {
	t.Helper()
	run(t, tab, chromedp.KeyEvent(kb.Tab))
	until(t, tab, `document.activeElement.id === "stop"`)
}

// keysWatch is J1 and J4 of who watches: choose, start, soften, pause, stop, say why, start again.
func keysWatch(t *testing.T, browser context.Context) {
	f := newFake()
	tab := home(t, browser, serve(t, f))
	stopFirst(t, tab)
	tabTo(t, tab, `#start input[name="programme"]`)
	run(t, tab, chromedp.KeyEvent(kb.ArrowDown))
	until(t, tab, `document.querySelectorAll('#start input[name="programme"]')[1].checked`)
	tabTo(t, tab, `#start input[name="pace"]`)
	run(t, tab, chromedp.KeyEvent(kb.ArrowRight))
	until(t, tab, `document.querySelector('#start input[name="pace"][value="8"]').checked`)
	enter(t, tab, `#start .primary`, inSession+` && document.activeElement.id === "stop"`)
	if got := f.requests(wire.Start); len(got) != 1 || got[0].Pace != 8 || got[0].Programme != f.plans[1].Name {
		t.Errorf("asked %+v", got)
	}
	f.goTo(massageFrom + time.Minute)
	until(t, tab, `!document.getElementById("pause").disabled`)
	enter(t, tab, `[data-verb="softer"]`, says("intensity", "1 softer"))
	tabTo(t, tab, `#pause`)
	run(t, tab, chromedp.KeyEvent(" "))
	until(t, tab, says("doing", "Paused")+` && `+hasFocus)
	run(t, tab, chromedp.KeyEvent(kb.Enter))
	until(t, tab, `!`+says("doing", "Paused")+` && `+hasFocus)
	run(t, tab, chromedp.KeyEvent(kb.Escape))
	until(t, tab, after+` && `+says("stop-says", "the chair confirmed")+` && document.activeElement.id === "outcome"`)
	enter(t, tab, `[data-why="hard"]`, `!`+shown("why"))
	enter(t, tab, `#again`, inSession+` && document.activeElement.id === "stop"`)
	run(t, tab, chromedp.KeyEvent(" ")) // STOP has the focus
	until(t, tab, after+` && document.activeElement.id === "outcome"`)
	enter(t, tab, `#other`, atHome)
}

// toSessionByKeys is J2 up to the session.
func toSessionByKeys(t *testing.T, tab context.Context) {
	t.Helper()
	enter(t, tab, `#myself`, at("about"))
	for _, field := range [][2]string{{"age", "40"}, {"height", "172"}, {"weight", "70"}} {
		tabTo(t, tab, `#visit [name="`+field[0]+`"]`)
		run(t, tab, chromedp.KeyEvent(field[1]))
	}
	enter(t, tab, stepKey("do", "about"), at("feel"))
	tabTo(t, tab, `#visit input[name="pain"]`)
	run(t, tab, chromedp.KeyEvent(" "), chromedp.KeyEvent(kb.ArrowRight))
	until(t, tab, `document.querySelector('#visit input[name="pain"][value="1"]').checked`)
	enter(t, tab, stepKey("do", "feel"), card(1))
	for i := 2; i <= 10; i++ {
		enter(t, tab, stepKey("do", "choose"), card(i))
	}
	enter(t, tab, stepKey("do", "choose"), at("warm-up"))
	enter(t, tab, stepKey("do", "skip"), at("water"))
	enter(t, tab, stepKey("do", "next"), at("sit"))
	enter(t, tab, stepKey("do", "next"), at("ready"))
	enter(t, tab, stepKey("do", "start"), inSession+` && document.activeElement.id === "stop"`)
}

// keysVisit is J2 to its end.
func keysVisit(t *testing.T, browser context.Context) {
	f := newFake()
	tab := home(t, browser, serve(t, f))
	stopFirst(t, tab)
	toSessionByKeys(t, tab)
	f.goTo(massageFrom + f.score.Total + time.Minute)
	until(t, tab, at("rate")+` && `+hasFocus)
	enter(t, tab, stepKey("do", "skip"), at("cards"))
	enter(t, tab, stepKey("do", "choose"), at("rest"))
	enter(t, tab, stepKey("do", "next"), atHome)
}

// keysStop is J4 in a visit: stop, why, and what follows.
func keysStop(t *testing.T, browser context.Context) {
	f := newFake()
	tab := home(t, browser, serve(t, f))
	toSessionByKeys(t, tab)
	f.goTo(massageFrom + 200*time.Second)
	until(t, tab, says("force", "of 24"))
	run(t, tab, chromedp.KeyEvent(kb.Escape))
	until(t, tab, at("why")+` && `+hasFocus)
	enter(t, tab, stepKey("why", "hard"), at("stopped"))
	enter(t, tab, stepKey("do", "next"), at("rate"))
	enter(t, tab, stepKey("do", "skip"), at("cards"))
	enter(t, tab, stepKey("do", "choose"), at("rest"))
	enter(t, tab, stepKey("do", "next"), atHome)
}

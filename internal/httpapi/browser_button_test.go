package httpapi_test

import (
	"context"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"github.com/openlumbar/lumbar/internal/browsertest"
	"github.com/openlumbar/lumbar/internal/wire"
)

// TestLearnedButton: a key, a media key or a controller's button becomes one more STOP, and is tried before each session.
func TestLearnedButton(t *testing.T) {
	t.Parallel()
	browser := newBrowser(t)
	for name, walk := range map[string]func(*testing.T, context.Context){"key": learnedKey, "controller": learnedPad, "media key": learnedMedia} {
		t.Run(name, func(t *testing.T) { walk(t, browser) })
	}
}

func learnedKey(t *testing.T, browser context.Context) {
	f := newFake()
	tab := home(t, browser, serve(t, f))
	run(t, tab, js(`localStorage.clear()`), browsertest.Click("#learn summary"), browsertest.Click("#button-learn"))
	until(t, tab, says("button-is", "Press your button now"))
	for _, key := range []string{" ", "e", "m", "o", "w", kb.Enter, kb.ArrowDown} { // on the button, Space and Enter would cancel
		run(t, tab, js(`document.activeElement.blur()`), chromedp.KeyEvent(key))
		until(t, tab, says("button-is", "has a meaning already")+` && localStorage.length === 0`)
		run(t, tab, js(`document.getElementById("button-is").textContent = ""`))
	}
	run(t, tab, chromedp.KeyEvent(kb.PageDown))
	until(t, tab, says("button-is", "PageDown is learned")+` && localStorage.length === 1`)
	run(t, tab, js(`document.getElementById("button-learn").focus()`), chromedp.KeyEvent(kb.PageDown))
	until(t, tab, says("button-is", "It works"))
	if n := len(f.requests(wire.Stop)); n != 0 {
		t.Errorf("learning asked for %d stops", n)
	}
	// Before a session it is tried; another key is not it, and the try starts the session without a stop.
	run(t, tab, browsertest.Click("#start button"))
	until(t, tab, `!document.getElementById("trybutton").hidden && document.activeElement.id === "try-without" && `+says("try-says", "PageDown"))
	if n := len(f.requests(wire.Start)); n != 0 {
		t.Errorf("%d sessions before the button was tried", n)
	}
	run(t, tab, chromedp.KeyEvent(kb.PageUp), chromedp.KeyEvent(kb.PageDown))
	until(t, tab, inSession+` && document.getElementById("trybutton").hidden`)
	f.goTo(massageFrom + time.Minute)
	until(t, tab, says("doing", "Gliding"))
	if n := len(f.requests(wire.Stop)); n != 0 {
		t.Errorf("the try asked for %d stops", n)
	}
	run(t, tab, chromedp.KeyEvent(kb.PageDown))
	until(t, tab, after+` && `+says("stop-says", "the chair confirmed"))
	if n := len(f.requests(wire.Stop)); n != 1 {
		t.Errorf("%d stops, want 1", n)
	}
	// The next time somebody goes on without, after a reload as well.
	run(t, tab, chromedp.Reload())
	until(t, tab, atHome)
	run(t, tab, browsertest.Click("#start button"))
	until(t, tab, after)
	run(t, tab, press("I just wanted to stop"), press("Start again"))
	until(t, tab, `!document.getElementById("trybutton").hidden`)
	run(t, tab, press("Go on without"))
	until(t, tab, inSession)
	run(t, tab, chromedp.KeyEvent(kb.PageDown)) // it still stops
	until(t, tab, after)
	run(t, tab, press("I just wanted to stop"), press("Choose another"))
	until(t, tab, atHome)
	run(t, tab, js(`document.getElementById("learn").open = true`), press("Forget it"))
	until(t, tab, says("button-is", "Nothing is learned")+` && localStorage.length === 0`)
}

func learnedPad(t *testing.T, browser context.Context) {
	f := newFake()
	tab := home(t, browser, serve(t, f))
	button := func(is string) chromedp.Action[chromedp.Void] {
		return js(`window.pad = { id: "pedal", buttons: [{ pressed: false }, { pressed: ` + is + ` }] }; navigator.getGamepads = () => [null, window.pad]; 0`)
	}
	run(t, tab, js(`localStorage.clear()`), button("false"), browsertest.Click("#learn summary"), browsertest.Click("#button-learn"), button("true"))
	until(t, tab, says("button-is", "button 2 of the controller is learned"))
	run(t, tab, button("false"), browsertest.Click("#start button"))
	until(t, tab, `!document.getElementById("trybutton").hidden`)
	run(t, tab, button("true"))
	until(t, tab, inSession)
	run(t, tab, button("false"))
	f.goTo(massageFrom + time.Minute)
	until(t, tab, says("doing", "Gliding"))
	run(t, tab, button("true"))
	until(t, tab, after+` && localStorage.clear() === undefined`)
}

func learnedMedia(t *testing.T, browser context.Context) {
	f := newFake()
	tab := home(t, browser, serve(t, f))
	run(t, tab, js(`localStorage.clear(); window.keys = {}; navigator.mediaSession.setActionHandler = (key, on) => { window.keys[key] = on; }; 0`),
		browsertest.Click("#learn summary"), browsertest.Click("#button-learn"))
	until(t, tab, `!!keys.nexttrack`)
	run(t, tab, js(`keys.nexttrack()`))
	until(t, tab, says("button-is", "nexttrack is learned")+` && !keys.play`)
	run(t, tab, browsertest.Click("#start button"))
	until(t, tab, `!document.getElementById("trybutton").hidden`)
	run(t, tab, js(`keys.nexttrack()`))
	until(t, tab, inSession)
	run(t, tab, js(`keys.nexttrack()`))
	until(t, tab, after+` && localStorage.clear() === undefined`)
}

// TestPageUnheard: a chair without a stop button says beforehand what it does without this page, and says it when it does.
func TestPageUnheard(t *testing.T) {
	t.Parallel()
	browser := newBrowser(t)
	f := newFake()
	tab, _ := begin(t, browser, f)
	f.goTo(massageFrom + time.Minute)
	until(t, tab, says("doing", "Gliding")+` && document.getElementById("note").textContent === ""`)
	run(t, tab, browsertest.Click("#details summary"))
	until(t, tab, says("details", "has a button of its own"))
	is := func(state wire.PageState) { f.set(func(f *fake) { f.snapshot.Page = state }) }
	is(wire.PageHeard)
	until(t, tab, says("note", "Keep this page awake")+` && `+says("details", "after 30 s"))
	is(wire.PageUnheard)
	until(t, tab, says("note", "nothing presses hard"))
	is(wire.PageGone)
	until(t, tab, says("note", "the rollers leave your back"))
	is(wire.PageHeard)
	until(t, tab, says("note", "heard again"))
}

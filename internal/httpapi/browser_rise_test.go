package httpapi_test

import (
	"context"
	"testing"
	"time"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"

	"github.com/openlumbar/lumbar/internal/wire"
)

// holds says whether a condition holds on a page now.
func holds(t *testing.T, tab context.Context, condition string) bool {
	t.Helper()
	ok, err := chromedp.Run(tab, chromedp.Evaluate[bool](condition))
	if err != nil {
		t.Fatal(err)
	}
	return ok
}

// button is a button of the page that can be seen, by what it says.
func button(says string) string {
	return `[...document.querySelectorAll("button")].find(b => b.checkVisibility() && b.textContent.includes("` + says + `"))`
}

// press presses a button as a switch or a screen reader does.
func press(says string) chromedp.Action[chromedp.Void] { return js(button(says) + `.click()`) }

// mouse presses or lets go of the main button over what an expression finds.
func mouse(t *testing.T, tab context.Context, kind input.DispatchMouseEventType, over string) {
	t.Helper()
	at, err := chromedp.Run(tab, chromedp.Evaluate[[]float64](`(() => {
		const r = (`+over+`).getBoundingClientRect();
		return [r.x + r.width / 2, r.y + r.height / 2];
	})()`))
	if err != nil {
		t.Fatal(err)
	}
	run(t, tab, chromedp.Func(func(ctx context.Context, _ *chromedp.Target) error {
		_, err := chromedp.Call(ctx, input.DispatchMouseEvent, input.DispatchMouseEventParams{
			Type: kind, X: at[0], Y: at[1], Button: input.MouseButtonLeft, ClickCount: 1,
		})
		return err
	}))
}

// key is a key event at the control.
func key(kind, name string) chromedp.Action[chromedp.Void] {
	return js(`document.getElementById("up").dispatchEvent(new KeyboardEvent("` + kind + `", {key: "` + name + `", bubbles: true, cancelable: true}))`)
}

const (
	letMeUp = `!!` + `[...document.querySelectorAll("section")].find(s => s.ariaLabel === "Let me up" && s.checkVisibility())`
	atRest  = `document.getElementById("up").dataset.state === "ready"`
	lost    = `document.getElementById("up").dataset.state === "trouble"`
	held    = `document.getElementById("up").dataset.state === "held"`
)

// lie starts a session, stops it while the chair leans far back, and waits until it may come up.
func lie(t *testing.T, browser context.Context, f *fake) context.Context {
	t.Helper()
	tab, _ := begin(t, browser, f)
	f.goTo(massageFrom + 8*time.Minute)
	until(t, tab, says("doing", "Stretching")+` && !(`+letMeUp+`)`)
	run(t, tab, chromedp.KeyEvent("\x1b"))
	until(t, tab, after+` && `+letMeUp+` && `+says("up-says", "Hold until you sit"))
	return tab
}

func (f *fake) upCount() (n int, recline float64) {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.ups, f.snapshot.ReclineDeg
}

// still says whether nothing more is asked once the page has shown ten more snapshots.
func still(t *testing.T, tab context.Context, f *fake) {
	t.Helper()
	until(t, tab, atRest)
	n, _ := f.upCount()
	for range 10 {
		run(t, tab, js("0"))
		until(t, tab, atRest)
	}
	if again, _ := f.upCount(); again > n+2 { // two may have been on their way
		t.Errorf("%d requests after it was let go", again-n)
	}
}

// rises: held with a mouse or a key the back comes up, and says so when the person sits.
func rises(t *testing.T, browser context.Context) {
	f := newFake()
	tab := lie(t, browser, f)
	_, from := f.upCount()
	hold := func() {
		mouse(t, tab, input.DispatchMouseEventTypeMousePressed, button("Let me up"))
		until(t, tab, `["held", "trouble"].includes(document.getElementById("up").dataset.state)`)
	}
	hold()
	until(t, tab, held+` && `+says("up-says", "Let go to stop")+` && `+says("up-heard", "Coming up")+` || `+lost)
	for _, now := f.upCount(); now > from-3; _, now = f.upCount() {
		if holds(t, tab, lost) {
			mouse(t, tab, input.DispatchMouseEventTypeMouseReleased, button("Let me up"))
			hold()
		}
	}
	mouse(t, tab, input.DispatchMouseEventTypeMouseReleased, button("Let me up"))
	still(t, tab, f)
	run(t, tab, chromedp.Focus("#up"))
	const there = `document.getElementById("up").dataset.state === "there"`
	for sits := false; !sits; { // on a busy machine an answer is late and the page lets go: then it is held anew
		run(t, tab, key("keyup", " "), key("keydown", " "))
		until(t, tab, `["there", "trouble"].includes(document.getElementById("up").dataset.state)`)
		sits = holds(t, tab, there)
	}
	until(t, tab, says("up-says", "You sit upright"))
	if _, now := f.upCount(); now > sittingDeg {
		t.Errorf("the page says that the person sits at %.1f°", now)
	}
	if got := f.requests(wire.Stop); len(got) != 1 {
		t.Errorf("%d stops, want the one that ended the session: Space at the control is no STOP", len(got))
	}
	run(t, tab, key("keyup", " "), press("just wanted to stop"), press("Start again"))
	until(t, tab, inSession+` && !(`+letMeUp+`)`)
}

// letsGo: whatever takes hand, eye or connection away stops the back at once.
func letsGo(t *testing.T, browser context.Context) {
	f := newFake()
	f.upSpeed = 0.1 // so slow that nobody sits before the test is done
	tab := lie(t, browser, f)
	for name, end := range map[string]chromedp.Action[chromedp.Void]{
		"key up": key("keyup", "Enter"), "focus lost": chromedp.Focus("#other"), "window left": js(`window.dispatchEvent(new Event("blur"))`),
		"page left": js(`window.dispatchEvent(new Event("pagehide"))`), "STOP": chromedp.KeyEvent("\x1b"),
		"page hidden": js(`Object.defineProperty(document, "hidden", {value: true, configurable: true});
			document.dispatchEvent(new Event("visibilitychange")); delete document.hidden; document.dispatchEvent(new Event("visibilitychange"))`),
	} {
		t.Run(name, func(t *testing.T) {
			f.set(func(f *fake) { f.snapshot.ReclineDeg = 146 })
			run(t, tab, chromedp.Focus("#up"), key("keydown", "Enter"))
			until(t, tab, held)
			run(t, tab, end)
			still(t, tab, f)
		})
	}
	t.Run("touch taken away", func(t *testing.T) {
		f.set(func(f *fake) { f.snapshot.ReclineDeg = 146 })
		mouse(t, tab, input.DispatchMouseEventTypeMousePressed, button("Let me up"))
		until(t, tab, held)
		run(t, tab, js(`document.getElementById("up").dispatchEvent(new PointerEvent("pointercancel", {pointerId: 1, isPrimary: true}))`))
		still(t, tab, f)
		mouse(t, tab, input.DispatchMouseEventTypeMouseReleased, button("Let me up"))
	})
	t.Run("no answer", func(t *testing.T) {
		f.set(func(f *fake) { f.snapshot.ReclineDeg = 146 })
		run(t, tab, chromedp.Focus("#up"), key("keydown", "Enter"))
		until(t, tab, held)
		f.set(func(f *fake) { f.down = errDown })
		until(t, tab, `!(`+held+`)`)
		f.set(func(f *fake) { f.down = nil })
	})
}

// clicks: who cannot hold clicks; that ends by itself, and by another click.
func clicks(t *testing.T, browser context.Context) {
	f := newFake()
	f.upSpeed = 0.1 // so slow that nobody sits before the test is done
	tab := lie(t, browser, f)
	clicked := says("up-says", "for 8 s") + ` && document.getElementById("up").dataset.state === "clicked"`
	run(t, tab, press("Let me up"))
	until(t, tab, clicked)
	run(t, tab, press("Let me up"))
	still(t, tab, f)
	f.set(func(f *fake) { f.snapshot.ReclineDeg = 160 })
	run(t, tab, js(`{ const wait = window.setTimeout; window.setTimeout = (f, ms) => wait(f, ms === 8000 ? 400 : ms); }`), press("Let me up"))
	until(t, tab, clicked)
	still(t, tab, f)
}

// risesWithFault: a latched fault is no reason to stay lying, and the control is there at home as well.
func risesWithFault(t *testing.T, browser context.Context) {
	f := newFake()
	f.set(func(f *fake) {
		f.snapshot.Stage, f.snapshot.ReclineDeg, f.snapshot.Fault = wire.Done, 150, faultOf("tracking")
	})
	server := serve(t, f)
	tab := newTab(t, browser)
	run(t, tab, chromedp.Navigate(server.URL))
	until(t, tab, after+` && `+letMeUp)
	run(t, tab, chromedp.Focus("#up"), key("keydown", "Enter"))
	until(t, tab, says("up-says", "You sit upright"))
	f.set(func(f *fake) { f.snapshot.Fault, f.snapshot.ReclineDeg = nil, 130 })
	until(t, tab, atHome+` && `+letMeUp)
}

package httpapi_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/internal/access"
	"github.com/openlumbar/lumbar/internal/wire"
)

// way is a button that moves an axis; out is the other of the two.
func way(axis, out string) string {
	return `document.querySelector('#hands [data-axis="` + axis + `"] button` + out + `')`
}

// handling is a page of a chair that knows its places, whose axes are moved by hand.
type handling struct {
	t   *testing.T
	f   *fake
	tab context.Context
}

// homed is a fake whose chair knows its places, with somebody seated.
func homed(t *testing.T) *fake {
	f, p := newFake(), bench(t)
	for a := chair.Carriage; a < chair.AxisEnd; a++ {
		f.snapshot.Axes[a-1] = wire.AxisState{Name: a.String(), Pos: float64(p.Axes[a].Home) + 5, Homed: true}
	}
	f.snapshot.Seated = true
	return f
}

const (
	isUp      = `document.querySelector('#hands [data-axis="recline"] button').dataset.held === ""`
	isOut     = `document.querySelector('#hands [data-axis="recline"] [data-out]').dataset.held === ""`
	noneIs    = `!document.querySelector("#hands [data-held]")`
	inTrouble = `document.getElementById("hands-say").textContent.includes("connection is lost")`
)

// hold does what holds a button, anew for as long as a busy machine answers late and the page lets go.
func (h handling) hold(is string, begin ...chromedp.Action[chromedp.Void]) {
	h.t.Helper()
	for n := h.moves(); ; {
		run(h.t, h.tab, begin...)
		until(h.t, h.tab, is+` || `+inTrouble)
		if holds(h.t, h.tab, is) && h.moves() > n {
			return
		}
	}
}

func (h handling) moves() int { return len(h.f.requests(wire.Move)) }

// still says whether nothing more is asked once the page has let go.
func (h handling) still(name string) {
	h.t.Helper()
	until(h.t, h.tab, noneIs)
	n := h.moves()
	for range 10 {
		run(h.t, h.tab, js("0"))
	}
	if again := h.moves(); again > n+2 { // two may have been on their way
		h.t.Errorf("%s: %d requests after it was let go", name, again-n)
	}
}

// keyAt is a key event at a button.
func keyAt(button, kind, name string) chromedp.Action[chromedp.Void] {
	return js(button + `.dispatchEvent(new KeyboardEvent("` + kind + `", {key: "` + name + `", bubbles: true, cancelable: true}))`)
}

// TestHandBrowser holds the buttons of a real browser: a mouse, a key, a switch; and whatever takes hand, eye or connection
// away ends it.
func TestHandBrowser(t *testing.T) {
	t.Parallel()
	browser := newBrowser(t)
	f := homed(t)
	address := serveEngine(t, f, breakableOptions(t)).URL + "/chair"
	h := handling{t, f, view(t, browser, address)}
	tab, up, out := h.tab, way("recline", ""), way("recline", "[data-out]")
	idle := says("hands-say", "Rollers are moved by hand only with the seat empty")
	until(t, tab, idle+` && `+up+`.ariaDisabled === "false" && `+way("carriage", "")+`.ariaDisabled === "true"`)
	pictureOf(t, tab, "hand-idle")

	press := chromedp.Func(func(context.Context, *chromedp.Target) error {
		mouse(t, tab, input.DispatchMouseEventTypeMouseReleased, up)
		mouse(t, tab, input.DispatchMouseEventTypeMousePressed, up)
		return nil
	})
	run(t, tab, js(up+`.scrollIntoView({block: "center"})`))
	h.hold(isUp, press)
	pictureOf(t, tab, "hand-held")
	mouse(t, tab, input.DispatchMouseEventTypeMouseReleased, up)
	h.still("mouse")
	if all := f.requests(wire.Move); all[0].Axis != "recline" || all[0].Out || len(all[0].By) < 20 {
		t.Errorf("it asked for %+v", all[0])
	}

	for name, end := range map[string]chromedp.Action[chromedp.Void]{
		"key up": keyAt(up, "keyup", " "), "focus lost": js(`document.activeElement.blur()`), "window left": js(`window.dispatchEvent(new Event("blur"))`),
		"page left": js(`window.dispatchEvent(new Event("pagehide"))`), "STOP": chromedp.KeyEvent("\x1b"),
		"page hidden": js(`Object.defineProperty(document, "hidden", {value: true, configurable: true});
			document.dispatchEvent(new Event("visibilitychange")); delete document.hidden; document.dispatchEvent(new Event("visibilitychange"))`),
		"touch taken away": js(up + `.dispatchEvent(new PointerEvent("pointercancel", {pointerId: 1, isPrimary: true})); ` + up + `.blur()`),
	} {
		h.hold(isUp, js(up+`.focus()`), keyAt(up, "keyup", " "), keyAt(up, "keydown", " "))
		run(t, tab, end)
		h.still(name)
		run(t, tab, keyAt(up, "keyup", " "))
	}

	h.hold(isOut, js(`if (!(`+isOut+`)) `+out+`.click()`)) // as a switch does; again ends it
	if all := f.requests(wire.Move); !all[len(all)-1].Out {
		t.Errorf("it asked for %+v, want the other way", all[len(all)-1])
	}
	run(t, tab, js(`if (`+isOut+`) `+out+`.click()`))
	h.still("second click")

	h.hold(isUp, keyAt(up, "keyup", " "), keyAt(up, "keydown", " ")) // the chair says no, and why
	f.set(func(f *fake) { f.refusal = "it is as far as it goes" })
	until(t, tab, noneIs+` && (`+says("hands-say", "It is as far as it goes.")+` || `+inTrouble+`)`)
	f.set(func(f *fake) { f.refusal = "" })
	h.hold(isUp, keyAt(up, "keyup", " "), keyAt(up, "keydown", " ")) // nothing is heard any more
	f.set(func(f *fake) { f.down = errDown })
	until(t, tab, noneIs)
	h.still("no answer")
	f.set(func(f *fake) { f.down = nil })
	run(t, tab, keyAt(up, "keyup", " "))
	until(t, tab, `document.body.dataset.link === "live"`)

	for words, set := range map[string]func(f *fake){
		"at another page":    func(f *fake) { f.snapshot.Moving = "leg_rest" },
		"does not know":      func(f *fake) { f.snapshot.Axes[chair.Recline-1].Homed = false },
		"fault is latched":   func(f *fake) { f.snapshot.Fault = faultOf(chair.FaultTracking) },
		"While a session ru": func(f *fake) { f.snapshot.Stage = wire.Homing },
	} {
		f.set(set)
		until(t, tab, says("hands-say", words)+` && `+up+`.ariaDisabled === "true"`)
		f.set(func(f *fake) {
			f.snapshot.Moving, f.snapshot.Fault, f.snapshot.Stage, f.snapshot.Axes[chair.Recline-1].Homed = "", nil, wire.Idle, true
		})
		until(t, tab, up+`.ariaDisabled === "false"`)
	}
	f.set(func(f *fake) { f.snapshot.Seated = false })
	until(t, tab, way("carriage", "")+`.ariaDisabled === "false" && (`+says("hands-say", "Nothing is held")+` || `+inTrouble+`)`)
	run(t, tab, media("dark", "reduce"), chromedp.EmulateViewport(390, 844))
	pictureOf(t, tab, "hand-phone-dark")
}

// pictureOf writes a picture into the folder that LUMBAR_SHOTS names, if it does.
func pictureOf(t *testing.T, tab context.Context, name string) {
	t.Helper()
	dir := os.Getenv("LUMBAR_SHOTS")
	if dir == "" {
		return
	}
	png, err := chromedp.Run(tab, chromedp.FullScreenshot(100))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, name+".png"), png, 0o644); err != nil {
		t.Fatal(err)
	}
}

// TestWhoMayMove: back and leg rest from a device that belongs to the chair, rollers from a maker's; by the sign, from afar
// and through the interface for programs, nothing.
func TestWhoMayMove(t *testing.T) {
	f := newFake()
	there, local := callers(t, f)
	move := func(who *caller, axis string) int {
		return who.ask("POST", "/do", `{"v":1,"verb":"move","axis":"`+axis+`","by":"`+pageName+`","seen_ms":1}`).Code
	}
	if got := move(there, "recline"); got != 403 {
		t.Errorf("a stranger: %d", got)
	}
	for role, want := range map[access.Role][2]int{access.Sitter: {200, 403}, access.Owner: {200, 403}, access.Maker: {200, 200}} {
		letIn(t, local, there, role)
		for i, axes := range [][]string{{"recline", "leg_rest"}, {"carriage", "depth"}} {
			for _, axis := range axes {
				if got := move(there, axis); got != want[i] {
					t.Errorf("%v, %s: %d, want %d", role, axis, got, want[i])
				}
			}
		}
	}
	if got := move(local, "depth"); got != 200 {
		t.Errorf("the machine itself: %d", got)
	}
	if w := local.ask("POST", "/api/v1/commands", `{"verb":"move"}`); w.Code != 422 || strings.Contains(local.ask("GET", "/api/v1/openapi.json", "").Body.String(), `"move"`) {
		t.Errorf("for programs: %d", w.Code)
	}
}

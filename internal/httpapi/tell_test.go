package httpapi_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"github.com/openlumbar/lumbar/internal/browsertest"
	"github.com/openlumbar/lumbar/internal/httpapi"
	"github.com/openlumbar/lumbar/internal/library"
	"github.com/openlumbar/lumbar/internal/wire"
)

// movesFirst is what a chair says that has to find its places.
const movesFirst = "The chair finds its places first. At once the rollers draw back behind the cover; then the rollers run to the end of their way along the back, the kneading shaft turns, the back moves to its upright end and the leg rest goes down. It takes up to a minute and a half. Keep hands, clothes and cables away from the back and the leg rest, and children and animals from the chair. STOP ends it at any moment."

// aReal is a fake of a real chair that has to find its places.
func aReal(mustTell bool) func(*fake) {
	return func(f *fake) {
		f.snapshot.Simulated, f.snapshot.Homing, f.snapshot.MustTell, f.snapshot.Seated = false, movesFirst, mustTell, mustTell
	}
}

// ready goes on from nothing to the last step before the session.
func (v *visitor) ready() string {
	v.Helper()
	v.does("about", "do", "begin", "who", "guest", "programme", "after-desk", "body", "average-man", "pace", "1")
	v.does("feel", "do", "about", "age", "43", "height", "171", "weight", "68")
	v.does("cards", "do", "feel", "pain", "3")
	stands(v.T, v.cards(), "warm-up")
	v.does("water", "do", "skip")
	v.does("sit", "do", "next")
	return v.does("ready", "do", "next")
}

// TestTellsWhatMovesFirst: where a start has axes look for their places, that stands below the button; where somebody may sit
// there, a second press says that they know, with what was chosen before. A chair that knows its places says nothing.
func TestTellsWhatMovesFirst(t *testing.T) {
	const second = "I know what moves: start"
	p := newPlace(t, httpapi.Options{Library: &library.Library{}})
	p.fake.set(aReal(true))
	v := p.visitor(t)
	text := v.ready()
	if !strings.Contains(text, movesFirst) || strings.Contains(text, second) || strings.Contains(text, "simulated") {
		t.Fatalf("before the press: %s", text)
	}
	text = v.does("ready", "do", "start", "shown", "yes", "measure", "yes")
	if !strings.Contains(text, movesFirst) || !strings.Contains(text, second) || !strings.Contains(text, `name="measure" value="yes"`) ||
		strings.Contains(text, `name="calibrate"`) || strings.Contains(text, `role="alert"`) {
		t.Fatalf("after the first press: %s", text)
	}
	if got := p.fake.requests(wire.Start); len(got) != 1 || got[0].Told {
		t.Fatalf("the engine was asked for %+v", got)
	}
	v.does("session", "do", "start", "told", "yes", "measure", "yes")
	if got := p.fake.requests(wire.Start); len(got) != 2 || !got[1].Told || !got[1].Measure {
		t.Errorf("the engine was asked for %+v", got)
	}

	p = newPlace(t, httpapi.Options{Library: &library.Library{}})
	p.fake.set(aReal(false))
	v = p.visitor(t)
	if text = v.ready(); !strings.Contains(text, movesFirst) || !strings.Contains(text, `name="shown"`) {
		t.Fatalf("with an empty seat: %s", text)
	}
	v.does("session", "do", "start", "shown", "yes")
	if got := p.fake.requests(wire.Start); len(got) != 1 || !got[0].Told {
		t.Errorf("it stood below the button, and whoever sits down now counts as not told: %+v", got)
	}

	p = newPlace(t, httpapi.Options{Library: &library.Library{}})
	v = p.visitor(t)
	if text = v.ready(); strings.Contains(text, "finds its places") || !strings.Contains(text, "The chair is simulated") {
		t.Errorf("nothing moves first: %s", text)
	}
	p.fake.set(aReal(true)) // the power was away
	if text = v.does("ready", "do", "start"); !strings.Contains(text, second) {
		t.Errorf("whoever was shown nothing is told: %s", text)
	}
	v.does("session", "do", "start", "told", "yes")
}

// TestBrowserTells: the second press by the keyboard; Enter is a press there, and no STOP before anything moves.
func TestBrowserTells(t *testing.T) {
	browser := browsertest.Start(t)
	for _, c := range []struct {
		name string
		w, h int64
	}{{"phone", 390, 844}, {"wide", 1440, 900}} {
		f := newFake()
		f.set(aReal(true))
		tab := home(t, browser, serve(t, f))
		run(t, tab, chromedp.EmulateViewport(c.w, c.h))
		toCards(t, tab)
		none(t, tab, 1, 10)
		toReady(t, tab)
		shotOf(t, tab, c.name+"-tell-1")
		run(t, tab, does("do", "start"))
		until(t, tab, at("ready")+` && `+says("visit", "The chair moves before the massage")+` && `+says("visit", "leg rest goes down"))
		shotOf(t, tab, c.name+"-tell-2")
		run(t, tab, js(`document.querySelector('#visit button[value="start"]').focus()`), chromedp.KeyEvent("\r"))
		until(t, tab, inSession+` && document.activeElement.id === "stop"`)
		if got := f.requests(wire.Start); len(got) != 2 || !got[1].Told {
			t.Errorf("%s: the engine was asked for %+v", c.name, got)
		}
		if n := len(f.requests(wire.Stop)); n != 0 {
			t.Errorf("%s: STOP was sent %d times", c.name, n)
		}
	}
}

// shotOf writes a picture to look at, where some are wanted.
func shotOf(t *testing.T, tab context.Context, name string) {
	t.Helper()
	dir := os.Getenv("LUMBAR_SHOTS")
	if dir == "" {
		return
	}
	png, err := chromedp.Run(tab, chromedp.CaptureScreenshot())
	if err == nil {
		err = os.WriteFile(filepath.Join(dir, name+".png"), png, 0o644)
	}
	if err != nil {
		t.Fatal(err)
	}
}

package httpapi_test

import (
	"bytes"
	"context"
	"image"
	"image/draw"
	"image/png"
	"os"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"github.com/openlumbar/lumbar/internal/engine"
	"github.com/openlumbar/lumbar/internal/wire"
)

// The film's measures: the page as on a wide screen, taken at half its size.
const (
	filmWidth, filmHeight = 1440, 900
	filmScale             = 720.0 / filmWidth
	filmPace              = 8           // how much faster than it was it is shown
	filmStep              = time.Second // of the chair's time, from frame to frame at least
	filmMost              = 3 << 20     // bytes
)

// scenes is what of a session is shown: each begins when the rollers press, and lasts so long by the chair's time. What lies
// between is skipped.
var scenes = []struct {
	technique string
	lasts     time.Duration
}{{"scan", 34 * time.Second}, {"glide", 22 * time.Second}, {"knead", 44 * time.Second}, {"press", 22 * time.Second}, {"tap", 16 * time.Second}, {"stretch", 24 * time.Second}}

// TestFilm writes a film of a session of the whole page on the simulated chair into the file that LUMBAR_FILM names. A frame is shown as long as the chair's own time to the next one says: a busy machine
// gives fewer frames, and never another pace.
func TestFilm(t *testing.T) {
	path := os.Getenv("LUMBAR_FILM")
	if path == "" {
		t.Skip("LUMBAR_FILM names no file")
	}
	scheme := os.Getenv("LUMBAR_FILM_SCHEME")
	if scheme == "" {
		scheme = "light"
	}
	browser := newBrowser(t)
	e, o := breakableAt(t, 1, nil)
	f := &filming{t: t, tab: newTab(t, browser), engine: e}
	server := serveEngine(t, e, o)
	f.ask(wire.Request{Verb: wire.Start, Programme: "after-desk", Body: "average-woman", Seed: 1})
	run(t, f.tab, media(scheme, "no-preference"), chromedp.EmulateViewport(filmWidth, filmHeight, chromedp.EmulateScale(filmScale)),
		chromedp.Navigate(server.URL))
	untilWithin(t, f.tab, inSession+` && document.body.dataset.link === "live"`, time.Minute)
	for _, s := range scenes {
		f.goTo(s.technique)
		f.take(s.lasts)
	}
	f.ask(wire.Request{Verb: wire.Stop})
	film, err := animate(f.frames)
	if err != nil {
		t.Fatal(err)
	}
	write(t, path, film)
	t.Logf("%d frames, %d bytes", len(f.frames), len(film))
	if len(film) > filmMost {
		t.Errorf("the film has %d bytes, want at most %d", len(film), filmMost)
	}
}

// filming is a film in the making.
type filming struct {
	t      *testing.T
	tab    context.Context
	engine *engine.Engine
	frames []frame
}

func (f *filming) ask(r wire.Request) wire.Snapshot {
	f.t.Helper()
	r.V = wire.Version
	reply, err := f.engine.Do(f.t.Context(), r)
	if err != nil || reply.Error != "" {
		f.t.Fatal(r.Verb, err, reply.Error)
	}
	return reply.Snapshot
}

// goTo lets time run, and skips strokes, until the rollers press in a technique.
func (f *filming) goTo(technique string) {
	f.t.Helper()
	f.ask(wire.Request{Verb: wire.Pace, Pace: 20})
	skipped := -1
	for {
		switch s := f.ask(wire.Request{Verb: wire.Look}); {
		case s.Stage == wire.Done || s.Fault != nil:
			f.t.Fatalf("the session is over before %s: %s", technique, s.Reason)
		case technique == "scan" && s.Stage == wire.Scan && s.Progress > 0.02,
			s.Stage == wire.Massage && s.Technique == technique && (max(s.Rollers[0].ForceN, s.Rollers[1].ForceN) > 4 || technique == "stretch"):
			f.ask(wire.Request{Verb: wire.Pace, Pace: 1})
			return
		case s.Stage == wire.Massage && s.Technique != technique && s.StrokeIndex != skipped:
			skipped = s.StrokeIndex
			f.ask(wire.Request{Verb: wire.Skip})
		}
		run(f.t, f.tab, chromedp.Sleep(10*time.Millisecond))
	}
}

// take films for so long by the chair's time.
func (f *filming) take(lasts time.Duration) {
	f.t.Helper()
	run(f.t, f.tab, chromedp.Sleep(500*time.Millisecond)) // the page catches up with the chair
	look := func() time.Duration {
		return time.Duration(f.ask(wire.Request{Verb: wire.Look}).AtMS) * time.Millisecond
	}
	began := look()
	for at := began; at < began+lasts; {
		shot, err := chromedp.Run(f.tab, chromedp.CaptureScreenshot())
		if err != nil {
			f.t.Fatal(err)
		}
		m, err := png.Decode(bytes.NewReader(shot))
		if err != nil {
			f.t.Fatal(err)
		}
		picture := image.NewNRGBA(m.Bounds())
		draw.Draw(picture, m.Bounds(), m, m.Bounds().Min, draw.Src)
		next := look()
		for ; next < at+filmStep; next = look() {
			run(f.t, f.tab, chromedp.Sleep(10*time.Millisecond))
		}
		f.frames = append(f.frames, frame{picture, (next - at) / filmPace})
		at = next
	}
}

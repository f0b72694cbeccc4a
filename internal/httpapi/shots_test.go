package httpapi_test

import (
	"context"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/internal/wire"
)

// TestScreenshots writes pictures of every view into the folder that LUMBAR_SHOTS names, for people to look at.
func TestScreenshots(t *testing.T) {
	t.Parallel()
	dir := os.Getenv("LUMBAR_SHOTS")
	if dir == "" {
		t.Skip("LUMBAR_SHOTS names no folder")
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	browser := newBrowser(t)
	for _, scheme := range []string{"light", "dark"} {
		for _, size := range []struct {
			name          string
			width, height int64
		}{{"desktop", 1440, 900}, {"wide", 1280, 900}, {"phone", 390, 844}, {"tablet", 834, 1112}} {
			t.Run(scheme+"-"+size.name, func(t *testing.T) {
				shoot(t, newTab(t, browser), filepath.Join(dir, scheme+"-"+size.name+"-"), scheme, size.width, size.height)
			})
		}
	}
}

func shoot(t *testing.T, tab context.Context, prefix, scheme string, width, height int64) {
	f := newFake()
	f.live = true
	server := serve(t, f)
	shot := func(name string, after time.Duration) {
		t.Helper()
		run(t, tab, chromedp.Sleep(after))
		png, err := chromedp.Run(tab, chromedp.CaptureScreenshot())
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(prefix+name+".png", png, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	act := func(v wire.Verb) { f.Do(t.Context(), wire.Request{V: 1, Verb: v}) }
	run(t, tab, media(scheme, "no-preference"),
		chromedp.EmulateViewport(width, height, chromedp.EmulateScale(1)),
		chromedp.Navigate(server.URL))
	shot("home", 700*time.Millisecond)
	f.Do(t.Context(), wire.Request{V: 1, Verb: wire.Start, Programme: "after-desk", Body: "average-man"})
	f.goTo(22 * time.Second)
	shot("scanning", 2500*time.Millisecond)
	f.goTo(massageFrom + 30*time.Second)
	shot("glide", 2500*time.Millisecond)
	f.goTo(massageFrom + 130*time.Second)
	shot("knead", 4500*time.Millisecond)
	f.goTo(massageFrom + 224*time.Second)
	shot("press", 2500*time.Millisecond)
	f.goTo(massageFrom + 450*time.Second)
	shot("stretch", 1500*time.Millisecond)
	f.goTo(massageFrom + 530*time.Second)
	act(wire.Pause)
	shot("paused", 1500*time.Millisecond)
	act(wire.Resume)
	f.set(func(f *fake) { f.down = errDown })
	shot("silent", 1500*time.Millisecond)
	f.set(func(f *fake) { f.down = nil })
	f.set(func(f *fake) {
		f.refusal = "That is the strongest this person may have today. Softer is always possible."
	})
	run(t, tab, js(`document.querySelector('[data-verb="skip"]').click()`))
	shot("refused", 500*time.Millisecond)
	f.set(func(f *fake) { f.refusal = "" })
	f.set(func(f *fake) { f.mute = true })
	run(t, tab, js(`document.getElementById("stop").click()`))
	shot("stopping", 500*time.Millisecond)
	f.set(func(f *fake) { f.snapshot.Stop = wire.StopUnconfirmed })
	shot("unconfirmed", 500*time.Millisecond)
	f.set(func(f *fake) { f.mute = false })
	act(wire.Stop)
	shot("stopped", 1500*time.Millisecond)
	run(t, tab, js(`document.getElementById("up").click()`)) // as a switch does: for some seconds
	shot("rising", 1200*time.Millisecond)
	f.set(func(f *fake) { f.snapshot.ReclineDeg, f.snapshot.LegRestDeg = sittingDeg, hangingDeg })
	shot("upright", 700*time.Millisecond)
	run(t, tab, js(`document.querySelector('[data-why="hard"]').click()`))
	shot("too-hard", 500*time.Millisecond)
	run(t, tab, js(`document.getElementById("again").click()`))
	until(t, tab, inSession)
	f.set(func(f *fake) { f.personal = "your answers" })
	f.goTo(massageFrom + 130*time.Second)
	shot("personal", 2500*time.Millisecond)
	run(t, tab, js(`document.getElementById("wrong").click()`))
	shot("wrong", 1500*time.Millisecond)
	act(wire.Clear)
	f.Do(t.Context(), wire.Request{V: 1, Verb: wire.Start, Programme: "after-desk", Body: "average-man"})
	f.goTo(massageFrom + 450*time.Second)
	shot("again", 500*time.Millisecond)
	f.fail(chair.FaultTracking)
	shot("fault", 1500*time.Millisecond)
	act(wire.Clear)
	f.set(func(f *fake) { f.snapshot.Stage, f.snapshot.Fault = wire.Done, faultOf(chair.FaultHeatDose) })
	shot("enough", 500*time.Millisecond)
	server.CloseClientConnections()
	server.Listener.Close()
	shot("offline", 2500*time.Millisecond)
}

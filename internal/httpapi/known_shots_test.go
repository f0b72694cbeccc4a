package httpapi_test

import (
	"context"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"github.com/openlumbar/lumbar/internal/wire"
)

// TestKnownScreenshots writes pictures of what a person sees of their own back into the folder that LUMBAR_SHOTS names.
func TestKnownScreenshots(t *testing.T) {
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
		}{{"wide", 1440, 900}, {"phone", 390, 844}} {
			t.Run(scheme+"-"+size.name, func(t *testing.T) {
				tab := newTab(t, browser)
				f := newFake()
				f.back.list = stiffBack(true)
				shot := func(name string) {
					t.Helper()
					run(t, tab, chromedp.Sleep(700*time.Millisecond))
					png, err := chromedp.Run(tab, chromedp.CaptureScreenshot())
					if err != nil {
						t.Fatal(err)
					}
					if err := os.WriteFile(filepath.Join(dir, "known-"+scheme+"-"+size.name+"-"+name+".png"), png, 0o644); err != nil {
						t.Fatal(err)
					}
				}
				run(t, tab, media(scheme, "reduce"), chromedp.EmulateViewport(size.width, size.height, chromedp.EmulateScale(1)),
					chromedp.Navigate(serve(t, f).URL))
				until(t, tab, atHome)
				shootKnown(t, tab, f, shot)
			})
		}
	}
}

func shootKnown(t *testing.T, tab context.Context, f *fake, shot func(string)) {
	begun := func(who wire.Who, calibrate bool) {
		run(t, tab, js(`document.querySelector("#start button").click()`))
		until(t, tab, inSession)
		f.set(func(f *fake) {
			f.back.who, f.snapshot.Calibrate, f.snapshot.Measure = who, calibrate, true
			f.at = massageFrom + 20*time.Second
		})
	}
	over := func() {
		f.goTo(massageFrom + f.score.Total + time.Minute)
		until(t, tab, after+` && `+shown("stiff"))
	}
	begun("", true)
	until(t, tab, shown("enough")+` && `+shown("lines"))
	shot("1-enough")
	for range 3 {
		f.Do(t.Context(), wire.Request{V: 1, Verb: wire.Enough})
	}
	until(t, tab, shown("firm"))
	f.goTo(massageFrom + 20*time.Second)
	shot("2-firm")
	run(t, tab, click("firm-read"))
	until(t, tab, `!`+shown("firm"))
	shot("3-lines")
	run(t, tab, click("lines-no"))
	until(t, tab, shown("nudge"))
	run(t, tab, click("nudge-up"), click("nudge-up"))
	until(t, tab, says("nudge-says", "10 mm up"))
	shot("4-nudge")
	run(t, tab, js(`document.getElementById("nudge-says").scrollIntoView({ block: "center" })`))
	shot("5-nudge-below")
	over()
	run(t, tab, js(`document.getElementById("stiff").scrollIntoView()`))
	shot("6-stiff")
	run(t, tab, js(`document.querySelector("#stiff details").open = true; document.querySelector("#stiff details").scrollIntoView({ block: "end" })`))
	shot("7-numbers")
	run(t, tab, js(`document.getElementById("other").click()`))
	until(t, tab, atHome)
	f.set(func(f *fake) { f.back.list = stiffBack(false) })
	begun(wire.WhoDifferent, false)
	until(t, tab, shown("who"))
	shot("8-who")
	f.Do(t.Context(), wire.Request{V: 1, Verb: wire.Mine})
	over()
	shot("9-no-change")
}

package httpapi_test

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"github.com/openlumbar/lumbar/internal/browsertest"
	"github.com/openlumbar/lumbar/internal/wire"
)

// TestLiveScreenshots writes pictures of a session and of looking back on it into the folder that LUMBAR_SHOTS names.
func TestLiveScreenshots(t *testing.T) {
	t.Parallel()
	dir := os.Getenv("LUMBAR_SHOTS")
	if dir == "" {
		t.Skip("LUMBAR_SHOTS names no folder")
	}
	browser := newBrowser(t)
	for _, scheme := range []string{"light", "dark"} {
		for name, size := range map[string][2]int64{"desktop": {1440, 900}, "phone": {390, 844}} {
			t.Run(scheme+"-"+name, func(t *testing.T) {
				f := newFake()
				f.live = true
				server, tab := serve(t, f), newTab(t, browser)
				shot := func(name string, when string, after time.Duration) {
					t.Helper()
					until(t, tab, when)
					run(t, tab, chromedp.Sleep(after))
					png, err := chromedp.Run(tab, chromedp.CaptureScreenshot())
					if err == nil {
						err = os.WriteFile(filepath.Join(dir, t.Name()[len("TestLiveScreenshots/"):]+"-"+name+".png"), png, 0o644)
					}
					if err != nil {
						t.Fatal(err)
					}
				}
				run(t, tab, media(scheme, "no-preference"), chromedp.EmulateViewport(size[0], size[1], chromedp.EmulateScale(1)), chromedp.Navigate(server.URL))
				until(t, tab, atHome)
				run(t, tab, browsertest.Click("#start button"))
				until(t, tab, inSession)
				f.goTo(massageFrom + 130*time.Second)
				shot("live-knead", says("doing", "Kneading"), 3*time.Second)
				f.goTo(massageFrom + 195*time.Second)
				run(t, tab, js(`document.querySelector("#details summary").click(); scrollTo(0, 1e4)`))
				shot("live-details", inSession, 2500*time.Millisecond)
				f.goTo(massageFrom + 100*time.Second)
				run(t, tab, js(`document.querySelector("#details summary").click(); scrollTo(0, 0)`))
				f.set(func(f *fake) { f.snapshot.Pace = 30 })
				run(t, tab, chromedp.Sleep(4*time.Second))
				f.set(func(f *fake) { f.snapshot.Pace = 1 })
				f.goTo(massageFrom + 224*time.Second)
				shot("live-press", says("doing", "Pressing"), 2500*time.Millisecond)
				f.Do(t.Context(), wire.Request{V: 1, Verb: wire.Stop})
				shot("live-after", after, time.Second)
				if scrub := `document.getElementById("scrub")`; name == "phone" {
					run(t, tab, js(scrub+`.scrollIntoView({block: "center"})`))
				}
				run(t, tab, js(`{ const s = document.getElementById("scrub"); s.focus(); s.value = 230; s.dispatchEvent(new Event("input", {bubbles: true})); }`))
				shot("live-scrub", after, 1200*time.Millisecond)
			})
		}
	}
}

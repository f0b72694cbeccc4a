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

// TestVisitScreenshots writes pictures of every step of a visit into the folder that LUMBAR_SHOTS names.
func TestVisitScreenshots(t *testing.T) {
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
				prefix := filepath.Join(dir, "visit-"+scheme+"-"+size.name+"-")
				shot := func(name string) {
					t.Helper()
					run(t, tab, chromedp.Sleep(400*time.Millisecond))
					png, err := chromedp.Run(tab, chromedp.CaptureScreenshot())
					if err != nil {
						t.Fatal(err)
					}
					if err := os.WriteFile(prefix+name+".png", png, 0o644); err != nil {
						t.Fatal(err)
					}
				}
				f := newFake()
				run(t, tab, media(scheme, "no-preference"), chromedp.EmulateViewport(size.width, size.height, chromedp.EmulateScale(1)),
					chromedp.Navigate(serve(t, f).URL))
				until(t, tab, atHome)
				shootVisit(t, tab, f, shot)
			})
		}
	}
}

func shootVisit(t *testing.T, tab context.Context, f *fake, shot func(string)) {
	shot("00-home")
	run(t, tab, js(`document.getElementById("myself").click()`))
	until(t, tab, at("about"))
	shot("01-about")
	run(t, tab, fill("age", "40"), fill("height", "172"), fill("weight", "70"), does("do", "about"))
	until(t, tab, at("feel"))
	run(t, tab, mark("pain", "3"))
	shot("02-feel")
	run(t, tab, does("do", "feel"))
	until(t, tab, at("cards"))
	shot("03-card")
	run(t, tab, mark("line", "RF-CES-1"))
	shot("04-card-marked")
	run(t, tab, does("do", "choose"))
	until(t, tab, at("question"))
	shot("05-question")
	run(t, tab, does("answer", "yes"))
	until(t, tab, at("refused"))
	shot("06-refused-S")
	run(t, tab, does("do", "leave"))
	until(t, tab, atHome)
	toCards(t, tab)
	none(t, tab, 1, 2)
	until(t, tab, card(3))
	run(t, tab, mark("line", "RF-SCI-1"), does("do", "choose"))
	until(t, tab, at("question"))
	run(t, tab, does("answer", "unsure"))
	none(t, tab, 4, 10)
	until(t, tab, at("refused"))
	shot("07-refused-D")
	run(t, tab, js(`document.querySelector("details.ok").open = true; document.querySelector("details.ok").scrollIntoView()`))
	shot("08-refused-OK")
	run(t, tab, does("do", "leave"))
	until(t, tab, atHome)
	toCards(t, tab)
	none(t, tab, 1, 10)
	until(t, tab, at("warm-up"))
	shot("09-warm-up")
	run(t, tab, does("do", "next"))
	until(t, tab, at("warm-up")+` && document.querySelector("#visit .eyebrow").textContent.includes("2 of")`)
	shot("10-warm-up-2")
	run(t, tab, does("do", "skip"))
	until(t, tab, at("water"))
	shot("11-water")
	run(t, tab, does("do", "next"))
	until(t, tab, at("sit"))
	shot("12-sit")
	run(t, tab, does("do", "next"))
	until(t, tab, at("ready"))
	shot("13-ready")
	run(t, tab, does("do", "start"))
	until(t, tab, inSession)
	f.goTo(massageFrom + 200*time.Second)
	until(t, tab, says("force", "of 24"))
	shot("14-session")
	f.Do(t.Context(), wire.Request{V: 1, Verb: wire.Stop})
	until(t, tab, at("why"))
	shot("15-why")
	run(t, tab, does("why", "hard"))
	until(t, tab, at("stopped"))
	shot("16-stopped")
	run(t, tab, does("do", "next"))
	until(t, tab, at("rate"))
	run(t, tab, mark("pain", "2"))
	shot("17-rate")
	run(t, tab, does("do", "rate"))
	until(t, tab, at("cards"))
	shot("18-after-check")
	run(t, tab, does("do", "choose"))
	until(t, tab, at("rest"))
	shot("19-rest")
}

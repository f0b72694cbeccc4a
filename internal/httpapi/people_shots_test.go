package httpapi_test

import (
	"context"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"github.com/openlumbar/lumbar/internal/httpapi"
)

// TestPeopleScreenshots writes pictures of home with people and of the pages about one into the folder that LUMBAR_SHOTS names.
func TestPeopleScreenshots(t *testing.T) {
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
				p := newPlace(t, httpapi.Options{})
				for _, name := range []string{"Kim", "Sam"} {
					if _, _, err := p.store.AddPerson(t.Context(), name, ""); err != nil {
						t.Fatal(err)
					}
				}
				run(t, tab, media(scheme, "reduce"), chromedp.EmulateViewport(size.width, size.height, chromedp.EmulateScale(1)), chromedp.Navigate(p.URL))
				shootPeople(t, tab, p, func(name string) {
					t.Helper()
					run(t, tab, chromedp.Sleep(400*time.Millisecond))
					png, err := chromedp.Run(tab, chromedp.CaptureScreenshot())
					if err != nil {
						t.Fatal(err)
					}
					if err := os.WriteFile(filepath.Join(dir, "people-"+scheme+"-"+size.name+"-"+name+".png"), png, 0o644); err != nil {
						t.Fatal(err)
					}
				})
			})
		}
	}
}

func shootPeople(t *testing.T, tab context.Context, p *place, shot func(string)) {
	arrives(t, tab, locked)
	shot("0-home")
	run(t, tab, pick("Somebody new"))
	arrives(t, tab, `document.querySelector('main [name="again"]') !== null`)
	shot("1-new")
	run(t, tab, put("name", "Robin"), put("pin", "2468"), put("again", "2468"), js(`document.querySelector("main form").requestSubmit()`))
	arrives(t, tab, homeWithMe)
	shot("2-home-unlocked")
	run(t, tab, js(`document.getElementById("sitting").scrollIntoView()`))
	shot("3-sitting")
	run(t, tab, chromedp.Navigate(p.URL+"/me"))
	arrives(t, tab, `document.querySelector("#forget") !== null`)
	shot("4-settings")
	run(t, tab, js(`document.querySelector("#forget details").open = true; document.querySelector("#forget").scrollIntoView()`))
	shot("5-forget")
	p.clock.forward(time.Hour)
	run(t, tab, chromedp.Navigate(p.URL))
	arrives(t, tab, locked)
	run(t, tab, pick("Robin"))
	arrives(t, tab, `document.querySelector(".pad")?.checkVisibility()`)
	shot("6-pin")
	run(t, tab, js(`document.getElementById("pin").value = "1111"; document.querySelector(".pad .enter").click()`))
	arrives(t, tab, `document.querySelector(".problem") !== null`)
	shot("7-pin-wrong")
}

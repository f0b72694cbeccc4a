package httpapi_test

import (
	"os"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

func TestReal(t *testing.T) {
	url := os.Getenv("REAL")
	browser := newBrowser(t)
	tab := newTab(t, browser)
	shot := func(name string) {
		png, err := chromedp.Run(tab, chromedp.CaptureScreenshot())
		if err != nil {
			t.Fatal(err)
		}
		os.WriteFile("/tmp/shots/real-"+name+".png", png, 0o644)
	}
	run(t, tab, media(os.Getenv("SCHEME"), "no-preference"), chromedp.EmulateViewport(1440, 900, chromedp.EmulateScale(1)), chromedp.Navigate(url))
	until(t, tab, atHome)
	run(t, tab, chromedp.Sleep(time.Second))
	shot("home")
	run(t, tab, js(`document.querySelector('[name="pace"][value="60"]').click()`), chromedp.Click("#start button"))
	until(t, tab, inSession)
	last := ""
	for i := range 700 {
		run(t, tab, chromedp.Sleep(250*time.Millisecond))
		v, err := chromedp.Run(tab, chromedp.Evaluate[string](`document.body.dataset.view+" | "+document.getElementById("phase").textContent+" | "+document.getElementById("doing").textContent.replace(/ at .*/,"")`))
		if err != nil {
			t.Fatal(err)
		}
		if v != last {
			last = v
			info, _ := chromedp.Run(tab, chromedp.Evaluate[string](`document.getElementById("force").textContent+" "+document.getElementById("clock").textContent`))
			t.Log(i, v, info)
			run(t, tab, chromedp.Sleep(1200*time.Millisecond))
			shot(string(rune('a'+len(os.Args)%1))+"-"+time.Now().Format("150405"))
		}
		if len(v) > 5 && v[:5] == "after" {
			break
		}
	}
	shot("end")
}

package httpapi_test

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"github.com/openlumbar/lumbar/internal/library"
)

// TestViewShots writes pictures of the views beside the session into the folder that LUMBAR_SHOTS names.
func TestViewShots(t *testing.T) {
	dir := os.Getenv("LUMBAR_SHOTS")
	if dir == "" {
		t.Skip("LUMBAR_SHOTS names no folder")
	}
	browser := newBrowser(t)
	lib := library.Library{Dir: filepath.Join(t.TempDir(), "programmes")}
	e, o := breakableEngine(t, lib.Plan)
	o.Answer, o.Library = 20*time.Second, &lib
	server := serveEngine(t, e, o)
	for _, v := range []struct {
		name, scheme  string
		width, height int64
	}{{"wide-light", "light", 1440, 900}, {"phone-dark", "dark", 390, 844}, {"wide-dark", "dark", 1440, 900}, {"phone-light", "light", 390, 844}} {
		tab := newTab(t, browser)
		run(t, tab, media(v.scheme, "reduce"), chromedp.EmulateViewport(v.width, v.height))
		shot := func(name string) {
			t.Helper()
			png, err := chromedp.Run(tab, chromedp.FullScreenshot(100))
			if err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(filepath.Join(dir, v.name+"-"+name+".png"), png, 0o644); err != nil {
				t.Fatal(err)
			}
		}
		to := func(path string) {
			t.Helper()
			run(t, tab, chromedp.Navigate(server.URL+path))
			untilWithin(t, tab, `document.body.dataset.link === "live"`, time.Minute)
		}
		to("/programmes")
		shot("programmes")
		to("/programmes/after-desk")
		shot("programme")
		to("/programmes/after-desk/edit")
		untilWithin(t, tab, `document.querySelector(".checked") !== null`, time.Minute)
		run(t, tab, js(`const f = document.getElementById("text"); f.value = f.value.replace('"gentle"', '"soft"').replace("knead {", "kneed {").replace('"90 s"', '"90"'); f.dispatchEvent(new Event("input"))`))
		untilWithin(t, tab, `document.querySelectorAll(".problems li.error").length > 1`, time.Minute)
		shot("editor")
		to("/here")
		untilWithin(t, tab, `document.getElementById("back").width > 300`, time.Minute)
		shot("here")
		to("/chair")
		shot("chair")
		if v.name != "wide-light" && v.name != "phone-dark" {
			continue
		}
		run(t, tab, js(`document.querySelector('#try input[value="cable_pulled"]').click()`), js(`document.getElementById("break").click()`))
		untilWithin(t, tab, `!document.getElementById("mend").hidden`, 4*time.Minute)
		shot("tried")
		run(t, tab, js(`document.getElementById("mend").click()`))
		untilWithin(t, tab, says("try-says", "whole again"), time.Minute)
		to("/here")
		run(t, tab, js(`document.getElementById("press-it").click()`))
		untilWithin(t, tab, `document.getElementById("held-stage").textContent.startsWith("Pressing")`, 4*time.Minute)
		shot("held")
		run(t, tab, chromedp.KeyEvent("\x1b"))
		untilWithin(t, tab, `!document.getElementById("press").hidden`, time.Minute)
	}
}

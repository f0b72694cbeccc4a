package httpapi_test

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/internal/library"
	"github.com/openlumbar/lumbar/internal/wire"
	"github.com/openlumbar/lumbar/programme"
)

// TestViewShots writes pictures of the views beside the session into the folder that LUMBAR_SHOTS names.
func TestViewShots(t *testing.T) {
	t.Parallel()
	dir := os.Getenv("LUMBAR_SHOTS")
	if dir == "" {
		t.Skip("LUMBAR_SHOTS names no folder")
	}
	browser := newBrowser(t)
	f, lib := newFake(), library.Library{Dir: filepath.Join(t.TempDir(), "programmes")}
	f.live = true
	f.plans = append(f.plans, placed(t, "here-l4-medium-40"))
	f.trial = tried(t, "cable_pulled")
	p := bench(t)
	for a := chair.Carriage; a < chair.AxisEnd; a++ {
		f.snapshot.Axes[a-1] = wire.AxisState{Name: a.String(), Pos: float64(p.Axes[a].Home) + 20, Homed: a != chair.Recline, Fault: a == chair.TapLeft}
	}
	o := breakableOptions(t)
	o.Answer, o.Library = 20*time.Second, &lib
	server := serveEngine(t, f, o)
	for _, v := range []struct {
		name, scheme  string
		width, height int64
	}{{"wide-light", "light", 1440, 900}, {"phone-dark", "dark", 390, 844}, {"wide-dark", "dark", 1440, 900}, {"phone-light", "light", 390, 844}} {
		if only := os.Getenv("LUMBAR_SHOTS_OF"); only != "" && only != v.name {
			continue
		}
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
		to("/chair")
		shot("chair")
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
		to("/programmes")
		shot("programmes")
		to("/chair")
		run(t, tab, js(`document.querySelector('#try input[value="cable_pulled"]').click()`))
		f.Do(t.Context(), wire.Request{V: 1, Verb: wire.Start, Programme: "after-desk"})
		f.goTo(massageFrom + 130*time.Second)
		run(t, tab, js(`document.getElementById("break").click()`))
		untilWithin(t, tab, `!document.getElementById("mend").hidden`, 2*time.Minute)
		shot("tried")
		run(t, tab, js(`document.getElementById("mend").click()`))
		untilWithin(t, tab, says("try-says", "whole again"), time.Minute)
		to("/here")
		run(t, tab, js(`document.getElementById("press-it").click()`))
		untilWithin(t, tab, `!document.getElementById("held").hidden`, time.Minute)
		f.goTo(massageFrom + 10*time.Second)
		untilWithin(t, tab, `document.getElementById("held-stage").textContent.startsWith("Pressing")`, time.Minute)
		shot("held")
		run(t, tab, chromedp.KeyEvent("\x1b"))
		untilWithin(t, tab, `!document.getElementById("press").hidden`, time.Minute)
		f.set(func(f *fake) { f.snapshot.Stage, f.snapshot.Outcome = wire.Idle, "" })
		f.set(func(f *fake) { f.refusal = "the person has had enough for now: 2 sessions in 24 hours, of at most 2" })
		run(t, tab, js(`document.getElementById("press-it").click()`))
		untilWithin(t, tab, `!document.getElementById("message").hidden`, time.Minute)
		shot("refused")
		f.set(func(f *fake) { f.refusal = "" })
	}
}

// placed is the plan of one place, for the fake.
func placed(t *testing.T, name string) programme.Plan {
	t.Helper()
	plan, err := library.Library{}.Plan(name, nil)
	if err != nil {
		t.Fatal(err)
	}
	return *plan
}

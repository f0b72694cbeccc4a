package httpapi_test

import (
	"context"
	"maps"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"github.com/openlumbar/lumbar/internal/browsertest"
	"github.com/openlumbar/lumbar/internal/library"
	"github.com/openlumbar/lumbar/internal/wire"
)

// evening has a variable of every control.
const evening = `programme "evening" {
  title = "My evening"
  about = "Slow, and as I like it today."
  needs = ["carriage", "depth", "kneading"]

  variable "strength" {
    type        = "force"
    description = "How firmly it kneads."
    default     = "20 N"
    min         = "12 N"
    max         = "30 N"
  }
  variable "rounds" {
    type        = "number"
    description = "How many rounds."
    default     = 1
    min         = 1
    max         = 2
  }
  variable "way" {
    type        = "word"
    description = "Which way the circles go."
    values      = ["in", "out"]
    default     = "in"
  }
  variable "wide" {
    type        = "word"
    description = "Circles far from the spine."
    values      = ["no", "yes"]
    default     = "no"
  }
  variable "spots" {
    type        = "places"
    description = "Where it presses."
    values      = ["L5", "L4", "L3", "L2"]
    most        = 2
    default     = ["L5"]
  }

  phase "work" {
    repeat = var.rounds
    knead {
      over      = "L5..L1"
      force     = var.strength
      pace      = "20 /min"
      direction = var.way
      width     = var.wide == "yes" ? "wide" : "follow"
      for       = "60 s"
    }
    press {
      at    = var.spots
      force = "gentle"
      hold  = "8 s"
    }
  }
}
`

// TestChooseBrowser: what is chosen on the page is what the engine is asked for, what the session's score is of, what stands
// beside it, and what a second start asks for again.
func TestChooseBrowser(t *testing.T) {
	t.Parallel()
	browser := newBrowser(t)
	lib := library.Library{Dir: filepath.Join(t.TempDir(), "programmes")}
	if _, err := lib.Save([]byte(evening)); err != nil {
		t.Fatal(err)
	}
	it, err := lib.Find("evening")
	if err != nil {
		t.Fatal(err)
	}
	f := newFake()
	f.plans = append(f.plans, *it.Plan)
	o := breakableOptions(t)
	o.Library = &lib
	server := serveEngine(t, f, o)
	tab := view(t, browser, server.URL+"/programmes/evening")
	shot := shooter(t, tab)
	until(t, tab, `document.querySelector('[data-variable="strength"] output').textContent === "20 N" && document.getElementById("see").hidden`)
	run(t, tab, js(choose("rounds", 2)))
	until(t, tab, `document.querySelector(".phase-row").textContent.includes("2 times")`)
	shot("programme-chosen", 1440)
	shot("programme-chosen", 390)
	run(t, tab, browsertest.Click("#choose button.primary"))
	arrives(t, tab, `location.pathname === "/" && `+atHome+` && document.querySelector('[data-of="evening"] [data-variable="rounds"] input[value="2"]').checked`)
	until(t, tab, `document.querySelector(".choices:not([hidden])").dataset.of === "evening" && document.querySelectorAll(".choices:not([hidden])").length === 1`)

	run(t, tab, js(`(() => { const s = document.querySelector('[data-of="evening"] input[type="range"]'); s.value = 30; s.dispatchEvent(new Event("input", { bubbles: true })); })()`))
	run(t, tab, js(`document.querySelector('[data-of="evening"] [role="switch"]').click()`))
	for _, place := range []string{"L3", "L5"} { // L5 is taken away once there is another: one has to be left
		run(t, tab, js(`document.querySelector('[data-of="evening"] [data-variable="spots"] input[value="`+place+`"]').click()`))
	}
	run(t, tab, js(`document.querySelector('[data-of="evening"] [data-variable="spots"] input[value="L3"]').click()`))
	until(t, tab, `document.querySelector('[data-of="evening"] output').textContent === "30 N" && document.querySelector('[data-of="evening"] [data-variable="spots"] input[value="L3"]').checked`)
	until(t, tab, `document.querySelector('template[data-score="evening"]').dataset.set.includes("strength=30")`)
	shot("home-chosen", 1440)
	shot("home-chosen", 390)
	run(t, tab, browsertest.Click(`#start button.primary`))
	want := map[string]string{"strength": "30 N", "rounds": "2", "wide": "yes", "spots": "L3"}
	until(t, tab, `!document.getElementById("session").hidden && `+says("chosen", "How firmly it kneads: 30 N")+` && document.querySelector("#score svg .stroke") !== null`)
	if got := f.requests(wire.Start); len(got) != 1 || got[0].Programme != "evening" || !maps.Equal(got[0].Set, want) {
		t.Fatalf("it asked for %+v", got)
	}
	f.goTo(massageFrom + 20*time.Second)
	shot("session-chosen", 1440)
	shot("session-chosen", 390)

	// Another page has never drawn that score: the server does.
	run(t, tab, chromedp.Navigate(server.URL+"/"))
	arrives(t, tab, `document.querySelectorAll("#score svg .stroke").length > 2 && `+says("chosen", "How many rounds: 2"))
	run(t, tab, chromedp.KeyEvent("\x1b"))
	until(t, tab, `!document.getElementById("why").hidden`)
	run(t, tab, browsertest.Click(`#why [data-why="stop"]`))
	until(t, tab, says("was-chosen", "Where it presses: L3")+` && !document.getElementById("again").hidden`)
	shot("after-chosen", 1440)
	run(t, tab, browsertest.Click("#again"))
	until(t, tab, `!document.getElementById("session").hidden`)
	if got := f.requests(wire.Start); len(got) != 2 || got[1].Programme != "evening" || !maps.Equal(got[1].Set, want) {
		t.Errorf("again, it asked for %+v", got)
	}
}

// choose picks a value of a radio.
func choose(variable string, value int) string {
	return `document.querySelector('[data-variable="` + variable + `"] input[value="` + string(rune('0'+value)) + `"]').click()`
}

// shooter takes pictures for people to look at, where LUMBAR_SHOTS names a folder; otherwise it does nothing.
func shooter(t *testing.T, tab context.Context) func(name string, width int64) {
	dir := os.Getenv("LUMBAR_SHOTS")
	return func(name string, width int64) {
		if dir == "" {
			return
		}
		run(t, tab, chromedp.EmulateViewport(width, 900, chromedp.EmulateScale(1)), chromedp.Sleep(400*time.Millisecond))
		png, err := chromedp.Run(tab, chromedp.FullScreenshot(100))
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, name+map[bool]string{true: "-phone", false: "-wide"}[width < 600]+".png"), png, 0o644); err != nil {
			t.Fatal(err)
		}
		run(t, tab, chromedp.EmulateViewport(1440, 900, chromedp.EmulateScale(1)))
	}
}

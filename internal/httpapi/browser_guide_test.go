package httpapi_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"sync/atomic"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"github.com/openlumbar/lumbar/driver/manual"
	"github.com/openlumbar/lumbar/internal/browsertest"
	"github.com/openlumbar/lumbar/internal/guided"
)

// pressing is the condition that the guided view stands at a stage.
func pressing(stage string) string {
	return `document.body.dataset.guide === "guided" && document.body.dataset.phase === "` + stage + `"`
}

// pushed presses the main key of the guided view, or another by its name, as soon as it can be.
func pushed(name string) chromedp.Action[chromedp.Void] {
	return js(`{ const push = () => {
		const key = document.querySelector('#keys button[value="` + name + `"]:not(:disabled)');
		if (key) key.click(); else setTimeout(push, 20);
	}; push(); }`)
}

// chooseMassager begins a visit for the massager that is chosen, and goes through it to the start.
func chooseMassager(t *testing.T, tab context.Context) {
	t.Helper()
	run(t, tab, browsertest.Click("#begin .primary"))
	step := func(name string) string {
		return `document.querySelector("#visit section")?.dataset.step === "` + name + `"`
	}
	until(t, tab, step("about"))
	run(t, tab, fill("age", "40"), fill("height", "172"), fill("weight", "70"), does("do", "about"))
	until(t, tab, step("feel"))
	run(t, tab, does("do", "skip"))
	for i := 1; i <= 10; i++ {
		until(t, tab, step("cards")+` && document.querySelector("#visit .eyebrow").textContent.includes(", `+string(rune('0'+i%10))+` of") || `+
			step("cards")+` && document.querySelector("#visit .eyebrow").textContent.includes(", 10 of")`)
		run(t, tab, does("do", "choose"))
	}
	until(t, tab, step("warm-up"))
	run(t, tab, does("do", "skip"))
	until(t, tab, step("water"))
	run(t, tab, does("do", "next"))
	until(t, tab, step("sit")+` && `+says("visit", "measures nothing"))
	run(t, tab, does("do", "next"))
	until(t, tab, step("ready")+` && `+says("visit", "Lumbar moves nothing here"))
}

// TestBrowserGuide walks the ways of a chair with no link.
func TestBrowserGuide(t *testing.T) {
	t.Parallel()
	browser := newBrowser(t)
	for name, walk := range map[string]func(*testing.T, context.Context){
		"from the second door to the end": secondDoor, "connection lost": guideLost, "after a kill": guideKilled,
	} {
		t.Run(name, func(t *testing.T) { walk(t, browser) })
	}
}

// secondDoor: add a cushion, the check, a session whose time the test moves, STOP that sounds until it is said to have stopped,
// and how it felt.
func secondDoor(t *testing.T, browser context.Context) {
	s := someStudy(t)
	tab := home(t, browser, s.Server)
	run(t, tab, browsertest.Click("a.second"))
	arrives(t, tab, `location.pathname === "/massagers" && document.body.textContent.includes("What is it?")`)
	run(t, tab, browsertest.Click(`a[href="/massagers?new=cushion"]`))
	arrives(t, tab, `document.querySelector('[name="title"]') !== null`)
	run(t, tab, js(`const set = (n, v) => { document.querySelector('[name="' + n + '"]').value = v; }; set("title", "Sofa cushion"); set("place", "LOW"); set("strengths", "I, II, III, IV, V");
		document.querySelector('[name="feels"][value="gentle"]').click()`), browsertest.Click(`button[value="save"]`))
	arrives(t, tab, `document.querySelector(".added b")?.textContent === "Sofa cushion"`)
	run(t, tab, browsertest.Click(`a[href="/guide?massager=sofa-cushion"]`))
	arrives(t, tab, `document.body.dataset.guide === "choose"`)
	run(t, tab, browsertest.Click(`#begin input[value="after-desk"]`))
	chooseMassager(t, tab)
	run(t, tab, does("do", "start"))
	until(t, tab, pressing("asking")+` && `+says("guide-large", "LOW, strength I")+` && `+says("guide-do", "Press POWER to switch it on")+` && `+says("key-main", "It is set"))
	run(t, tab, pushed("pressed"))
	until(t, tab, pressing("running")+` && `+says("guide-next", "Then: LOW, strength II"))
	s.clock.pass(80 * time.Second)
	until(t, tab, pressing("asking")+` && `+says("guide-large", "strength II")+` && `+says("guide-do", "Press SPEED until it is at II"))
	run(t, tab, pushed("pressed"))
	until(t, tab, pressing("running"))
	run(t, tab, pushed("softer"))
	until(t, tab, pressing("asking")+` && `+says("guide-do", "Press SPEED until it is at I"))
	run(t, tab, pushed("pressed"), pushed("pause"))
	until(t, tab, pressing("pausing")+` && `+says("guide-large", "Press POWER on your remote"))
	run(t, tab, pushed("pressed"))
	until(t, tab, pressing("paused"))
	run(t, tab, pushed("resume"))
	until(t, tab, pressing("asking"))
	run(t, tab, chromedp.KeyEvent("\x1b"))
	until(t, tab, pressing("stopping")+` && `+says("guide-large", "Press POWER on your remote")+` && document.body.dataset.sounds === "alarm" && Number(document.body.dataset.alarms) >= 2`)
	run(t, tab, chromedp.KeyEvent("\x1b")) // pressed again, nothing else comes of it
	s.clock.pass(30 * time.Second)
	until(t, tab, pressing("stopping")+` && Number(document.body.dataset.alarms) >= 4 && `+says("guide-total", "counts 1:"))
	run(t, tab, pushed("stopped"))
	until(t, tab, `document.body.dataset.guide === "visit" && document.querySelector("#visit section")?.dataset.step === "why" && document.body.dataset.phase === ""`)
	run(t, tab, does("why", "stop"))
	until(t, tab, `document.querySelector("#visit section")?.dataset.step === "stopped"`)
	run(t, tab, does("do", "start")) // a fresh start is the same session
	until(t, tab, pressing("asking"))
	run(t, tab, pushed("finish"))
	until(t, tab, pressing("stopping"))
	run(t, tab, pushed("stopped"))
	until(t, tab, `document.querySelector("#visit section")?.dataset.step === "rate"`)
	run(t, tab, does("do", "skip"))
	until(t, tab, `document.querySelector("#visit section")?.dataset.step === "cards"`)
	run(t, tab, does("do", "choose"))
	until(t, tab, `document.querySelector("#visit section")?.dataset.step === "rest"`)
	run(t, tab, does("do", "next"))
	until(t, tab, `document.body.dataset.guide === "choose"`)
	all, err := s.store.Sessions(t.Context())
	if err != nil || len(all) != 2 || all[0].Outcome != manual.Halted || all[1].Outcome != manual.Finished {
		t.Errorf("%+v, %v", all, err)
	}
	if n := len(s.fake.requests("start")); n != 0 {
		t.Errorf("the engine was asked %d times", n)
	}
}

// guideLost: the page goes on without its server, says so, takes STOP, and tells the server later.
func guideLost(t *testing.T, browser context.Context) {
	s := someStudy(t).with(t, manual.Cushion)
	if err := s.room.Begin(t.Context(), &guided.Start{By: "x", Massager: "cushion", Programme: "after-desk", Limits: firstLimits()}); err != nil {
		t.Fatal(err)
	}
	cut := cutWhole(s.Server)
	tab := newTab(t, browser)
	run(t, tab, chromedp.Navigate(s.URL+"/guide"))
	until(t, tab, pressing("asking"))
	run(t, tab, js(`document.getElementById("guide-large").click()`))
	cut(true)
	run(t, tab, js(`const real = performance.now.bind(performance); performance.now = () => real() + (globalThis.skew ?? 0); globalThis.skew = 6000`))
	until(t, tab, `!document.getElementById("offline").hidden`)
	run(t, tab, pushed("pressed"))
	until(t, tab, pressing("running"))
	run(t, tab, js(`globalThis.skew += 3600000`)) // by its own clock every step is over
	until(t, tab, pressing("stopping")+` && `+says("guide-large", "Press POWER"))
	run(t, tab, pushed("stopped"))
	until(t, tab, pressing("done"))
	if !s.room.Active() {
		t.Fatal("the server heard something")
	}
	s.clock.pass(time.Hour)
	cut(false)
	until(t, tab, `document.body.dataset.guide === "ended"`)
	if s.room.Active() {
		t.Error("the server was not told")
	}
}

// cutWhole gives what cuts a running server off, and back.
func cutWhole(server *httptest.Server) func(bool) {
	var closed atomic.Bool
	whole := server.Config.Handler
	server.Config.Handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if closed.Load() {
			http.Error(w, "cut", http.StatusBadGateway)
			return
		}
		whole.ServeHTTP(w, r)
	})
	return closed.Store
}

// guideKilled: the next server asks whether it still runs, on the first view that anybody opens.
func guideKilled(t *testing.T, browser context.Context) {
	dir, clock := t.TempDir(), &wall{at: time.Now()}
	s := newStudy(t, dir, clock).with(t, manual.Chair)
	if err := s.room.Begin(t.Context(), &guided.Start{By: "x", Massager: "chair", Programme: "gentle", Limits: firstLimits()}); err != nil {
		t.Fatal(err)
	}
	clock.pass(time.Minute)
	again := newStudy(t, dir, clock)
	tab := home(t, browser, again.Server)
	run(t, tab, browsertest.Click(`.running a[href="/guide"]`))
	arrives(t, tab, pressing("stopping")+` && `+says("guide-ask", "Is it still running?")+` && `+says("guide-large", "Press POWER on your remote"))
	run(t, tab, pushed("stopped"))
	until(t, tab, `document.body.dataset.guide === "ended"`)
	run(t, tab, chromedp.Navigate(again.URL))
	until(t, tab, atHome+` && !document.body.textContent.includes("A massager may be running")`)
}

// TestGuideScreenshots writes pictures of every view of massagers without a link into the folder that LUMBAR_SHOTS names.
func TestGuideScreenshots(t *testing.T) {
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
				shot := func(name string) {
					t.Helper()
					run(t, tab, chromedp.Sleep(500*time.Millisecond))
					png, err := chromedp.Run(tab, chromedp.CaptureScreenshot())
					if err != nil {
						t.Fatal(err)
					}
					if err := os.WriteFile(filepath.Join(dir, "guide-"+scheme+"-"+size.name+"-"+name+".png"), png, 0o644); err != nil {
						t.Fatal(err)
					}
				}
				s := someStudy(t)
				run(t, tab, media(scheme, "no-preference"), chromedp.EmulateViewport(size.width, size.height, chromedp.EmulateScale(1)), chromedp.Navigate(s.URL))
				until(t, tab, atHome)
				shot("0-home")
				run(t, tab, chromedp.Navigate(s.URL+"/massagers"))
				shot("1-empty")
				run(t, tab, chromedp.Navigate(s.URL+"/massagers?new=chair"))
				shot("2-form")
				s.with(t, manual.Chair).with(t, manual.Cushion).with(t, manual.HandHeld)
				run(t, tab, chromedp.Navigate(s.URL+"/massagers?added=cushion"))
				shot("3-list")
				run(t, tab, chromedp.Navigate(s.URL+"/guide?massager=chair"))
				shot("4-choose")
				run(t, tab, browsertest.Click(`#begin input[value="after-desk"]`))
				chooseMassager(t, tab)
				shot("5-ready")
				run(t, tab, does("do", "start"))
				until(t, tab, pressing("asking"))
				shot("6-asking")
				run(t, tab, pushed("pressed"))
				s.clock.pass(20 * time.Second)
				until(t, tab, pressing("running")+` && `+`Number(document.getElementById("ring").getAttribute("stroke-dasharray").split(" ")[0]) < 80`)
				shot("7-running")
				run(t, tab, pushed("pause"))
				shot("8-pausing")
				run(t, tab, pushed("pressed"))
				until(t, tab, pressing("paused"))
				shot("9-paused")
				run(t, tab, js(`document.getElementById("stop").click()`))
				until(t, tab, `document.querySelector("#visit section")?.dataset.step === "why"`)
				shot("a-why")
				run(t, tab, js(`sessionStorage.clear()`)) // the visit's page is gone for good
				begin := func(massager string) {
					if err := s.room.Begin(t.Context(), &guided.Start{By: "x", Massager: massager, Programme: "after-desk", Limits: everyones()}); err != nil {
						t.Fatal(err)
					}
				}
				begin("hand-held")
				run(t, tab, chromedp.Navigate(s.URL+"/guide"))
				until(t, tab, pressing("asking"))
				shot("b-hand-held")
				run(t, tab, js(`document.getElementById("stop").click()`))
				until(t, tab, pressing("stopping"))
				shot("c-stop-hand-held")
				run(t, tab, pushed("stopped"))
				until(t, tab, `document.body.dataset.guide === "ended"`)
				shot("d-ended")
				begin("chair")
				run(t, tab, chromedp.Navigate(s.URL+"/guide"))
				until(t, tab, pressing("asking"))
				run(t, tab, js(`document.getElementById("stop").click()`))
				s.clock.pass(75 * time.Second)
				until(t, tab, pressing("stopping")+` && `+says("guide-total", "counts 1:"))
				shot("e-stop")
				s.Close()
				run(t, tab, chromedp.Sleep(4*time.Second))
				shot("f-lost")
			})
		}
	}
}

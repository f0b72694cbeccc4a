package httpapi_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/internal/httpapi"
	"github.com/openlumbar/lumbar/internal/library"
	"github.com/openlumbar/lumbar/internal/wire"
)

// axeRare is what few come to in a session: one more STOP, learned and tried; a session to its end, looked back on; one that
// broke off; and a server of a later version.
func axeRare(t *testing.T, tab context.Context, judge func(string)) {
	f := newFake()
	server := serve(t, f)
	run(t, tab, chromedp.Navigate(server.URL))
	until(t, tab, atHome)
	run(t, tab, js(`document.getElementById("learn").open = true; document.getElementById("button-learn").click()`))
	judge("press your button now")
	run(t, tab, chromedp.KeyEvent("b"))
	until(t, tab, `!document.getElementById("button-forget").hidden`)
	judge("a button is learned")
	run(t, tab, js(`document.querySelector("#start .primary").click()`))
	until(t, tab, shown("trybutton"))
	judge("try your button")
	run(t, tab, js(`document.getElementById("try-without").click()`))
	until(t, tab, inSession)
	f.goTo(massageFrom + 450*time.Second)
	until(t, tab, says("doing", "Stretching"))
	judge("stretching")
	f.goTo(massageFrom + f.score.Total - 100*time.Second)
	until(t, tab, says("doing", "Tapping"))
	judge("tapping")
	f.goTo(massageFrom + f.score.Total + 5*time.Second)
	until(t, tab, says("doing", "Finishing gently"))
	judge("finishing")
	f.goTo(massageFrom + f.score.Total + time.Minute)
	until(t, tab, after+` && `+says("outcome", "Finished")+` && `+shown("scrub"))
	judge("finished")
	run(t, tab, js(`{ const s = document.getElementById("scrub"); s.value = 620; s.dispatchEvent(new Event("input", { bubbles: true })); }`))
	until(t, tab, shown("then"))
	judge("looking back")
	run(t, tab, js(`document.getElementById("again").click()`))
	until(t, tab, shown("trybutton"))
	run(t, tab, js(`document.getElementById("try-without").click()`))
	until(t, tab, inSession)
	f.set(func(f *fake) { f.on, f.snapshot.Stage = false, wire.Idle })
	until(t, tab, after+` && document.getElementById("outcome").textContent !== ""`)
	judge("broken off")
	f.set(func(f *fake) { f.snapshot.V = wire.Version + 1 })
	until(t, tab, says("link", "Reload the page")+` && !document.getElementById("link").hidden`)
	judge("a later version")
}

// axeAgain is a person with a name who comes back the next day, and one who stays away too long.
func axeAgain(t *testing.T, tab context.Context, judge func(string)) {
	p := newPlace(t, httpapi.Options{})
	run(t, tab, chromedp.Navigate(p.URL))
	addRobin(t, tab)
	run(t, tab, js(`document.querySelector('[data-who="me"]').click()`))
	until(t, tab, at("about"))
	judge("about a person")
	run(t, tab, fill("age", "40"), fill("height", "172"), fill("weight", "70"), does("do", "about"))
	until(t, tab, at("feel"))
	run(t, tab, mark("pain", "3"), does("do", "feel"))
	none(t, tab, 1, 10)
	toSession(t, tab)
	p.fake.goTo(massageFrom + p.fake.score.Total + time.Minute)
	until(t, tab, at("rate"))
	run(t, tab, does("do", "rate"))
	until(t, tab, at("cards"))
	run(t, tab, does("do", "choose"))
	until(t, tab, at("rest"))
	judge("rest, of a person")
	run(t, tab, does("do", "next"))
	arrives(t, tab, homeWithMe)
	judge("home, with what was had")
	p.clock.forward(25 * time.Hour)
	run(t, tab, chromedp.Reload())
	arrives(t, tab, locked)
	givesPIN(t, tab, p)
	run(t, tab, js(`document.querySelector('[data-who="me"]').click()`))
	until(t, tab, at("next-day"))
	judge("the next day")
	run(t, tab, mark("pain", "3"), does("do", "next-day"))
	until(t, tab, at("cards"))
	judge("the next day's card")
	p.clock.forward(24 * time.Hour)
	run(t, tab, does("do", "choose"))
	until(t, tab, at("gone"))
	judge("that was a while ago")
}

// axeOdd are views that stand otherwise than usual: programmes of one's own and broken ones, a latched fault, a refusal, what
// is felt after a session, and an address that is none.
func axeOdd(t *testing.T, tab context.Context, judge func(string)) {
	f, lib := newFake(), library.Library{Dir: t.TempDir()}
	good, err := lib.Find("after-desk")
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{"mine": strings.Replace(string(good.Text), "after-desk", "mine", 1), "broken": "programme \"broken\" {\n  title = 3 kneads\n}\n"} {
		if err := os.WriteFile(filepath.Join(lib.Dir, name+".lumbar.hcl"), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	o := breakableOptions(t)
	o.Answer, o.Library = 20*time.Second, &lib
	server := serveEngine(t, f, o)
	to := opens(t, tab, server.URL)
	to("/programmes")
	judge("programmes, own and broken")
	to("/programmes/broken")
	judge("a programme with errors")
	to("/programmes/new")
	untilWithin(t, tab, `document.querySelector(".checked") !== null`, time.Minute)
	judge("a new programme")
	f.set(func(f *fake) { f.refusal = "the person has had enough for now: 2 sessions in 24 hours, of at most 2" })
	to("/here")
	run(t, tab, js(`document.getElementById("press-it").click()`))
	untilWithin(t, tab, `!document.getElementById("message").hidden`, time.Minute)
	judge("here, refused")
	f.set(func(f *fake) { f.refusal = "" })
	to("/nowhere")
	judge("an address that is none")
	f.fail(chair.FaultTracking)
	to("/chair")
	untilWithin(t, tab, `!document.getElementById("now-fault").hidden`, time.Minute)
	run(t, tab, js(`document.querySelectorAll("main details").forEach((d) => { d.open = true })`))
	judge("chair, a fault, all opened")
	w := newWorld(t)
	w.live(2, 6, 6)
	w.day(14)
	c := w.client("Robin")
	text := w.read(w.do(c, "POST", "/mine/worse", "do", "worse"))
	text = w.read(w.do(c, "POST", "/mine/worse", "do", "choose", "turn", turnOf(text), "line", line(t, text, "Bladder, bowel or saddle trouble")))
	run(t, tab, chromedp.Navigate(w.url+"/be/Robin"), chromedp.Navigate(w.url+"/mine/worse"))
	arrives(t, tab, `document.querySelector(".worse .answers") !== null`)
	judge("I feel worse, a question")
	w.read(w.do(c, "POST", "/mine/worse", "do", "answer", "turn", turnOf(text), "answer", "yes"))
	run(t, tab, chromedp.Navigate(w.url+"/mine/worse"))
	arrives(t, tab, `document.querySelector(".worse[data-severe]") !== null`)
	judge("I feel worse, refused")
}

// axeChoose is a programme of which something may be chosen: at its own view, at home, in its session and after.
func axeChoose(t *testing.T, tab context.Context, judge func(string)) {
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
	opens(t, tab, server.URL)("/programmes/evening")
	until(t, tab, `document.querySelector('[data-variable="strength"] output').textContent === "20 N"`)
	run(t, tab, js(`document.querySelectorAll("main details").forEach((d) => { d.open = true })`))
	judge("programme, to choose")
	run(t, tab, chromedp.Navigate(server.URL+"/?programme=evening"))
	arrives(t, tab, atHome+` && document.querySelector('.choices:not([hidden])')?.dataset.of === "evening"`)
	run(t, tab, js(`(() => { const s = document.querySelector('[data-of="evening"] input[type="range"]'); s.value = 30; s.dispatchEvent(new Event("input", { bubbles: true })); })()`))
	until(t, tab, `document.querySelector('template[data-score="evening"]').dataset.set.includes("strength=30")`)
	judge("home, chosen")
	run(t, tab, js(`document.querySelector("#start button.primary").click()`))
	until(t, tab, inSession+` && `+shown("chosen"))
	f.goTo(massageFrom + 20*time.Second)
	until(t, tab, says("chosen", "How firmly it kneads: 30 N"))
	judge("session, chosen")
	run(t, tab, chromedp.KeyEvent("\x1b"))
	until(t, tab, after+` && `+shown("why"))
	run(t, tab, js(`document.querySelector('#why [data-why="stop"]').click()`))
	until(t, tab, `!document.getElementById("again").hidden && `+shown("was-chosen"))
	judge("stopped, chosen")
}

package httpapi_test

import (
	"context"
	"crypto/sha256"
	"net/url"
	"path/filepath"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/driver/manual"
	"github.com/openlumbar/lumbar/internal/access"
	"github.com/openlumbar/lumbar/internal/browsertest"
	"github.com/openlumbar/lumbar/internal/guided"
	"github.com/openlumbar/lumbar/internal/httpapi"
	"github.com/openlumbar/lumbar/internal/library"
	"github.com/openlumbar/lumbar/internal/outcome"
	"github.com/openlumbar/lumbar/internal/store"
	"github.com/openlumbar/lumbar/internal/wire"
)

// axeSession is home, every stage of a session, what can go wrong in it, and what comes after.
func axeSession(t *testing.T, tab context.Context, judge func(string)) {
	f := newFake()
	server := serve(t, f)
	act := func(v wire.Verb) { f.Do(t.Context(), wire.Request{V: 1, Verb: v}) }
	run(t, tab, chromedp.Navigate(server.URL))
	until(t, tab, atHome)
	judge("home")
	run(t, tab, js(`document.querySelector("footer details").open = true`))
	judge("home, the notice open")
	run(t, tab, browsertest.Click("#start button"))
	until(t, tab, inSession+` && `+says("doing", "Finding its ends"))
	judge("finding its ends")
	f.goTo(22 * time.Second)
	until(t, tab, says("doing", "Feeling the way"))
	judge("feeling the way")
	f.goTo(massageFrom + 30*time.Second)
	until(t, tab, says("doing", "Gliding")+` && !document.getElementById("changed").hidden`)
	run(t, tab, js(`document.getElementById("changed").open = document.getElementById("details").open = true`))
	judge("gliding, details open")
	run(t, tab, js(`document.getElementById("changed").open = document.getElementById("details").open = false`))
	f.goTo(massageFrom + 224*time.Second)
	until(t, tab, says("doing", "Press"))
	judge("pressing")
	act(wire.Pause)
	until(t, tab, says("doing", "Paused"))
	judge("paused")
	act(wire.Resume)
	f.set(func(f *fake) { f.down = errDown })
	until(t, tab, says("link", "The control does not answer")+` && !document.getElementById("link").hidden`)
	judge("engine silent")
	f.set(func(f *fake) {
		f.down, f.refusal = nil, "That is the strongest this person may have today. Softer is always possible."
	})
	until(t, tab, `document.getElementById("link").hidden`)
	run(t, tab, js(`document.querySelector('[data-verb="skip"]').click()`))
	until(t, tab, `!document.getElementById("message").hidden`)
	judge("refused")
	f.set(func(f *fake) { f.refusal, f.mute = "", true })
	run(t, tab, js(`document.getElementById("stop").click()`))
	until(t, tab, `document.getElementById("stop-says").textContent === "sent"`)
	judge("stopping")
	f.set(func(f *fake) { f.snapshot.Stop = wire.StopUnconfirmed })
	until(t, tab, says("stop-says", "press the red button"))
	judge("stop not confirmed")
	f.set(func(f *fake) { f.mute = false })
	act(wire.Stop)
	until(t, tab, after+` && `+shown("why"))
	judge("stopped, and why")
	f.set(func(f *fake) { f.upSpeed = 0 })
	run(t, tab, js(`document.getElementById("up").click()`))
	until(t, tab, `document.getElementById("up").dataset.state === "clicked"`)
	judge("the back comes up")
	f.set(func(f *fake) { f.snapshot.ReclineDeg, f.snapshot.LegRestDeg = sittingDeg, hangingDeg })
	until(t, tab, `document.getElementById("up").dataset.state === "there"`)
	run(t, tab, js(`document.querySelector('[data-why="hard"]').click()`))
	until(t, tab, `!`+shown("why"))
	judge("it was too hard")
	run(t, tab, js(`document.getElementById("again").click()`))
	until(t, tab, inSession)
	f.set(func(f *fake) { f.personal = "your answers" })
	f.goTo(massageFrom + 130*time.Second)
	until(t, tab, says("doing", "Kneading")+` && `+says("force-note", "your answers"))
	judge("kneading, a personal limit")
	run(t, tab, js(`document.getElementById("wrong").click()`))
	until(t, tab, after+` && `+shown("fault"))
	judge("something felt wrong")
	act(wire.Clear)
	f.Do(t.Context(), wire.Request{V: 1, Verb: wire.Start, Programme: "after-desk", Body: "average-man"})
	f.goTo(massageFrom + 450*time.Second)
	until(t, tab, inSession)
	f.fail(chair.FaultTracking)
	until(t, tab, after+` && `+says("fault", chair.FaultTracking.Info().Do))
	run(t, tab, js(`document.querySelector("#fault details").open = true`))
	judge("a fault that the owner clears")
	f.fail(chair.FaultHeatDose)
	until(t, tab, `document.getElementById("fault").dataset.severity === "enough"`)
	judge("enough warmth")
	act(wire.Clear)
	until(t, tab, `document.getElementById("fault").hidden`)
	newScissors(server).events(true)
	until(t, tab, `!document.getElementById("link").hidden && `+says("link", "The picture has stopped"))
	judge("link lost")
}

// axeVisit is every step of a visit, and the three ways of being turned away.
func axeVisit(t *testing.T, tab context.Context, judge func(string)) {
	f := newFake()
	server := serve(t, f)
	run(t, tab, chromedp.Navigate(server.URL))
	until(t, tab, atHome)
	shootVisit(t, tab, f, judge)
}

func axePeople(t *testing.T, tab context.Context, judge func(string)) {
	p := newPlace(t, httpapi.Options{})
	for _, name := range []string{"Kim", "Sam"} {
		if _, _, err := p.store.AddPerson(t.Context(), name, ""); err != nil {
			t.Fatal(err)
		}
	}
	run(t, tab, chromedp.Navigate(p.URL))
	shootPeople(t, tab, p, judge)
}

// axeMine is "My back", empty and full, getting worse, and the sheet for a clinician.
func axeMine(t *testing.T, tab context.Context, judge func(string)) {
	be := func(w *world, name string) {
		run(t, tab, chromedp.Navigate(w.url+"/be/Robin"))
		arrives(t, tab, `document.querySelector("main.mine") !== null`)
		judge(name)
	}
	be(newWorld(t), "my back, empty")
	w := newWorld(t)
	w.live(12, 6, 2)
	w.day(84)
	w.onOff(56)
	be(w, "my back, twelve weeks")
	run(t, tab, js(`document.querySelectorAll("main details").forEach((d) => { d.open = true })`))
	judge("my back, all opened")
	run(t, tab, chromedp.Navigate(w.url+"/mine/sheet"))
	judge("my sheet")
	w = newWorld(t)
	w.live(7, 4, 7)
	w.day(49)
	w.note(outcome.Daily, map[string]int{"pain": 7, "tight": 6})
	be(w, "my back, worse")
	w.read(w.do(w.client("Robin"), "POST", "/mine/worse", "do", "worse"))
	run(t, tab, chromedp.Navigate(w.url+"/mine/worse"))
	arrives(t, tab, `document.querySelector(".worse .lines") !== null`)
	judge("I feel worse")
}

// axeWeek is "My week", the moves, the note and the sign.
func axeWeek(t *testing.T, tab context.Context, judge func(string)) {
	h := newHouse(t, httpapi.Options{}, "", "Kim", "Sam")
	to := func(path, condition, name string) {
		t.Helper()
		run(t, tab, chromedp.Navigate(h.URL+path))
		land(t, tab, condition)
		judge(name)
	}
	note := "/note/" + h.now().Format(time.DateOnly)
	to(note, `document.querySelector(".names button") !== null`, "note, who")
	run(t, tab, js(`document.querySelector(".names button[value='`+h.person.ID+`']").click()`))
	land(t, tab, `document.querySelector(".taps") !== null`)
	judge("note")
	run(t, tab, js(`document.querySelector(".taps button[value='2']").click()`))
	land(t, tab, `document.querySelector("h1").textContent.startsWith("Noted") || document.querySelector(".taps button[name='sore']") !== null`)
	judge("noted")
	to("/week", `document.querySelector("main form") !== null`, "week, empty")
	b := h.in(t, "")
	h.post(t, b, "/week", aPlan("sessions", "5", "hard-sat", "1", "break-tue", "1"))
	to("/week?did=plan", `document.querySelector(".bars") !== null`, "week")
	for _, do := range []string{"sit", "change", "feed-new"} {
		h.post(t, b, "/week", url.Values{"do": {do}})
	}
	run(t, tab, chromedp.Navigate(h.URL+"/week"))
	land(t, tab, `document.querySelector(".change") !== null`)
	run(t, tab, js(`document.querySelectorAll("main details").forEach((d) => { d.open = true })`))
	judge("week, all opened")
	to("/week/moves?of=floor", `document.querySelector(".figure") !== null`, "moves on the floor")
	to("/sign", `document.querySelector("main") !== null`, "sign")
	old := newHouse(t, httpapi.Options{}, "") // long ago, so that on the browser's own clock a break is due
	old.set(wednesday.AddDate(-20, 0, 1))
	old.post(t, old.in(t, ""), "/week", aPlan("break-tue", "1", "break-thu", "1", "break-fri", "1", "break-sat", "1", "break-sun", "1"))
	run(t, tab, chromedp.Navigate(old.URL+"/note/"+old.now().Format(time.DateOnly)), js(`document.querySelector(".taps button[value='2']").click()`))
	land(t, tab, `document.querySelector("h1").textContent.startsWith("Noted")`)
	run(t, tab, chromedp.Navigate(old.URL+"/week"))
	land(t, tab, `document.querySelector(".break.due") !== null`)
	judge("a break is due")
	locked := newHouse(t, httpapi.Options{}, "2468")
	yesterday := locked.now().AddDate(0, 0, -1)
	if err := locked.store.PutVisit(t.Context(), locked.key, &store.Visit{ID: "v1", At: yesterday, Session: &store.Dose{Ended: yesterday, Level: 2, PainBefore: 3, PainNext: -1, Soreness: -1}}); err != nil {
		t.Fatal(err)
	}
	run(t, tab, chromedp.Navigate(locked.URL+"/note/"+locked.now().Format(time.DateOnly)))
	land(t, tab, `document.querySelector(".names button") !== null`)
	run(t, tab, js(`document.querySelector(".names button").click()`))
	land(t, tab, `document.querySelector('main [name="pin"]') !== null`)
	judge("note, PIN")
	run(t, tab, js(`document.querySelector('main [name="pin"]').value = "2468"; document.querySelector("main form").requestSubmit()`))
	land(t, tab, `document.querySelector(".taps") !== null`)
	run(t, tab, js(`document.querySelector(".taps button[value='2']").click()`))
	land(t, tab, `document.querySelector(".taps button[name='sore']") !== null`)
	judge("note, sore")
}

func axeKnown(t *testing.T, tab context.Context, judge func(string)) {
	f := newFake()
	f.back.list = stiffBack(true)
	server := serve(t, f)
	run(t, tab, chromedp.Navigate(server.URL))
	until(t, tab, atHome)
	shootKnown(t, tab, f, judge)
}

// axeGuide is a chair without a link: adding one, and every stage of its session.
func axeGuide(t *testing.T, tab context.Context, judge func(string)) {
	s := someStudy(t)
	to := func(path, condition, name string) {
		t.Helper()
		run(t, tab, chromedp.Navigate(s.URL+path))
		arrives(t, tab, condition)
		if name != "" {
			judge(name)
		}
	}
	to("/massagers", `document.querySelector('a[href="/massagers?new=cushion"]') !== null`, "massagers, none")
	to("/massagers?new=chair", `document.querySelector('[name="title"]') !== null`, "massagers, form")
	s.with(t, manual.Chair).with(t, manual.Cushion).with(t, manual.HandHeld)
	to("/massagers?added=cushion", `document.querySelector(".added") !== null`, "massagers, three")
	to("/guide?massager=chair", `document.body.dataset.guide === "choose"`, "guide, choose")
	run(t, tab, js(`document.querySelector("#begin input[value=after-desk]").click()`))
	chooseMassager(t, tab)
	judge("guide, ready")
	run(t, tab, does("do", "start"))
	until(t, tab, pressing("asking"))
	judge("guide, asking")
	run(t, tab, pushed("pressed"))
	s.clock.pass(20 * time.Second)
	until(t, tab, pressing("running"))
	judge("guide, running")
	run(t, tab, pushed("pause"))
	until(t, tab, pressing("pausing"))
	judge("guide, pausing")
	run(t, tab, pushed("pressed"))
	until(t, tab, pressing("paused"))
	judge("guide, paused")
	run(t, tab, js(`document.getElementById("stop").click()`))
	until(t, tab, `document.querySelector("#visit section")?.dataset.step === "why"`)
	judge("guide, why")
	run(t, tab, js(`sessionStorage.clear()`)) // the visit's page is gone for good
	if err := s.room.Begin(t.Context(), &guided.Start{By: "x", Massager: "chair", Programme: "after-desk", Limits: everyones()}); err != nil {
		t.Fatal(err)
	}
	to("/", atHome+` && document.querySelector(".running a") !== null`, "home, a massager may be running")
	to("/guide", pressing("asking"), "")
	run(t, tab, js(`document.getElementById("stop").click()`))
	s.clock.pass(75 * time.Second)
	until(t, tab, pressing("stopping")+` && `+says("guide-total", "counts 1:"))
	judge("guide, switch it off")
	cut := cutWhole(s.Server)
	cut(true)
	run(t, tab, js(`const real = performance.now.bind(performance); performance.now = () => real() + 6000`))
	until(t, tab, `!document.getElementById("offline").hidden`)
	judge("guide, connection lost")
	cut(false)
	until(t, tab, `document.getElementById("offline").hidden`)
	run(t, tab, pushed("stopped"))
	until(t, tab, `document.body.dataset.guide === "ended"`)
	judge("guide, ended")
}

// opens gives what opens a path of a server, and waits until its page hears the chair.
func opens(t *testing.T, tab context.Context, address string) func(path string) {
	return func(path string) {
		t.Helper()
		run(t, tab, chromedp.Navigate(address+path))
		untilWithin(t, tab, `document.body.dataset.link === "live"`, time.Minute)
	}
}

// axePlaces are the views beside the session: chair, trial, programmes, editor, here, and the reference of the interface.
func axePlaces(t *testing.T, tab context.Context, judge func(string)) {
	f := newFake()
	lib := library.Library{Dir: filepath.Join(t.TempDir(), "programmes")}
	f.plans = append(f.plans, placed(t, "here-l4-medium-40"))
	f.trial = tried(t, "cable_pulled")
	p := bench(t)
	for a := chair.Carriage; a < chair.AxisEnd; a++ {
		f.snapshot.Axes[a-1] = wire.AxisState{Name: a.String(), Pos: float64(p.Axes[a].Home) + 20, Homed: a != chair.Recline, Fault: a == chair.TapLeft}
	}
	o := breakableOptions(t)
	o.Answer, o.Library = 20*time.Second, &lib
	server := serveEngine(t, f, o)
	to := opens(t, tab, server.URL)
	to("/chair")
	judge("chair")
	to("/programmes")
	judge("programmes")
	to("/programmes/after-desk")
	judge("programme")
	to("/programmes/after-desk/edit")
	untilWithin(t, tab, `document.querySelector(".checked") !== null`, time.Minute)
	judge("editor")
	run(t, tab, js(`{ const f = document.getElementById("text"), i = f.value.indexOf("force"); f.focus(); f.setSelectionRange(i + 2, i + 2) }`))
	untilWithin(t, tab, says("means", "force: How firmly")+` && !document.getElementById("save-it").disabled`, time.Minute)
	run(t, tab, js(`document.getElementById("save-it").click()`))
	untilWithin(t, tab, says("edit-says", "Saved as my-after-desk")+` && !document.getElementById("saved").hidden`, time.Minute)
	judge("editor, saved, what a word means")
	run(t, tab, js(`{ const f = document.getElementById("text"); f.value = f.value.replace('"gentle"', '"soft"').replace("knead {", "kneed {").replace('"90 s"', '"90"'); f.dispatchEvent(new Event("input")) }`))
	untilWithin(t, tab, `document.querySelectorAll(".problems li.error").length > 1`, time.Minute)
	judge("editor, errors")
	to("/chair")
	run(t, tab, js(`document.querySelector('#try input[value="cable_pulled"]').click()`))
	f.Do(t.Context(), wire.Request{V: 1, Verb: wire.Start, Programme: "after-desk"})
	f.goTo(massageFrom + 130*time.Second)
	untilWithin(t, tab, `!document.getElementById("running").hidden`, time.Minute) // a page that has not heard of it starts another
	run(t, tab, js(`document.getElementById("break").click()`))
	untilWithin(t, tab, `!document.getElementById("mend").hidden`, 2*time.Minute)
	judge("a trial's result")
	run(t, tab, js(`document.getElementById("mend").click()`))
	untilWithin(t, tab, says("try-says", "whole again"), time.Minute)
	f.Do(t.Context(), wire.Request{V: 1, Verb: wire.Start, Programme: "after-desk"})
	untilWithin(t, tab, `!document.getElementById("running").hidden`, time.Minute)
	judge("chair, a session runs")
	f.Do(t.Context(), wire.Request{V: 1, Verb: wire.Stop})
	to("/here")
	untilWithin(t, tab, `document.getElementById("back").width > 300`, time.Minute)
	judge("here")
	run(t, tab, js(`document.getElementById("press-it").click()`))
	untilWithin(t, tab, `!document.getElementById("held").hidden`, time.Minute)
	f.goTo(massageFrom + 10*time.Second)
	untilWithin(t, tab, `document.getElementById("held-stage").textContent.startsWith("Pressing")`, time.Minute)
	judge("here, pressing")
	run(t, tab, chromedp.KeyEvent("\x1b"))
	untilWithin(t, tab, `!document.getElementById("press").hidden`, time.Minute)
	run(t, tab, chromedp.Navigate(server.URL+"/api"))
	judge("for other programs")
}

// axeDevices is letting devices in, from both ends.
func axeDevices(t *testing.T, tab context.Context, judge func(string)) {
	door := access.NewDoor(&shelf{all: map[[sha256.Size]byte]access.Device{}})
	server := serveEngine(t, newFake(), httpapi.Options{Programmes: cards(), Door: door, Addresses: []string{"http://192.0.2.1:8420"}})
	run(t, tab, chromedp.Navigate(server.URL+"/devices"))
	judge("devices, none")
	run(t, tab, js(`document.querySelector('main form[action="/devices/code"]').requestSubmit()`))
	arrives(t, tab, `document.querySelector(".code") !== null`)
	judge("devices, a code")
	run(t, tab, chromedp.Navigate(server.URL+"/pair"))
	judge("pair")
	enter := func(code string) {
		run(t, tab, js(`document.querySelector('main [name="code"]').value = "`+code+`"; document.querySelector('main [name="name"]').value = "Tablet"; document.querySelector("main form").requestSubmit()`))
	}
	code, _, _ := door.Code(time.Now())
	wrong := "111111"
	if code == wrong {
		wrong = "222222"
	}
	enter(wrong)
	arrives(t, tab, `document.querySelector(".problem") !== null`)
	judge("pair, a wrong code")
	enter(code)
	arrives(t, tab, `document.querySelector("h1").textContent.includes("is let in")`)
	judge("let in")
	run(t, tab, chromedp.Navigate(server.URL+"/devices"))
	judge("devices, one")
}

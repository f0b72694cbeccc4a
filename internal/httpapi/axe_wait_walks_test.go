package httpapi_test

import (
	"context"
	"fmt"
	"net/http"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/internal/httpapi"
	"github.com/openlumbar/lumbar/internal/wire"
)

// had puts a session of eight minutes on record that somebody had half an hour ago.
func (p *place) had(t *testing.T, name string) {
	t.Helper()
	person, ok := p.store.Find(t.Context(), name)
	if ok != nil {
		t.Fatal(ok)
	}
	ev := func(seq uint64, name string, at time.Duration) wire.Event {
		return wire.Event{V: 1, Seq: seq, Event: name, AtMS: at.Milliseconds(), Time: p.clock.now().Add(at - 30*time.Minute).Format(time.RFC3339Nano)}
	}
	start, scan, end := ev(1, "start", 0), ev(2, "stage", 0), ev(3, "summary", 8*time.Minute)
	start.Person, scan.Stage = person.ID, wire.Scan
	end.Summary = &wire.Summary{Outcome: "finished", Faults: []string{}, Changed: []string{}, Contact: []wire.LevelSummary{}}
	if err := p.store.Append(t.Context(), "spool", []wire.Event{start, scan, end}); err != nil {
		t.Fatal(err)
	}
}

// axeWait is "not now": too soon after a session, what has to wait a day, what can be put right at once, and a press that was
// sent twice.
func axeWait(t *testing.T, tab context.Context, judge func(string)) {
	p := newPlace(t, httpapi.Options{})
	run(t, tab, chromedp.Navigate(p.URL))
	addRobin(t, tab)
	p.had(t, "Robin")
	run(t, tab, chromedp.Reload())
	arrives(t, tab, homeWithMe+` && `+says("sitting", "Three minutes of movement instead"))
	judge("home, too soon")
	run(t, tab, js(`document.querySelector('[data-who="me"]').click()`))
	until(t, tab, at("later")+` && `+says("visit", "Next massage from"))
	judge("not now, too soon")
	run(t, tab, does("do", "next"))
	until(t, tab, atHome)

	guest := func(pain string) {
		run(t, tab, js(`document.getElementById("myself").click()`))
		until(t, tab, at("about"))
		run(t, tab, fill("age", "40"), fill("height", "172"), fill("weight", "70"), does("do", "about"))
		until(t, tab, at("feel"))
		run(t, tab, mark("pain", pain), does("do", "feel"))
		until(t, tab, at("cards"))
	}
	guest("8")
	none(t, tab, 1, 10)
	until(t, tab, at("refused")+` && `+says("visit", "Ask again from"))
	judge("not today, wait a day")
	run(t, tab, does("do", "leave"))
	until(t, tab, atHome)

	guest("3")
	run(t, tab, js(`document.querySelector('#visit [name="turn"]').value = "0"`), does("do", "choose")) // as an answer that was lost does
	until(t, tab, at("cards")+` && document.querySelector("#visit .problem") !== null`)
	judge("a press that was sent twice")
	for n := 1; n <= 10; n++ {
		until(t, tab, card(n))
		run(t, tab, js(`document.querySelector('#visit input[value="T-BARE"]')?.click()`), does("do", "choose"))
		if n < 10 {
			until(t, tab, fmt.Sprintf(`(%s) || document.querySelector("#visit section")?.dataset.step === "question"`, card(n+1)))
		}
		if holds(t, tab, `document.querySelector("#visit section")?.dataset.step === "question"`) {
			run(t, tab, does("answer", "yes"))
		}
	}
	until(t, tab, at("question")+` || `+at("refused"))
	if holds(t, tab, at("question")) {
		run(t, tab, does("answer", "yes"))
	}
	until(t, tab, at("refused")+` && `+says("visit", "That is done: ask me again"))
	judge("not today, put it right")
}

// axeShared is a shared place: the tablet beside the chair through a session, the operator's view of the chair before and after
// sessions, and what somebody sees there who came by the sign.
func axeShared(t *testing.T, tab context.Context, judge func(string)) {
	p, door := shared(t)
	f := p.fake
	f.set(func(f *fake) { f.snapshot.Seated = true })
	run(t, tab, chromedp.Navigate(p.URL))
	until(t, tab, atHome+` && document.body.hasAttribute("data-kiosk")`)
	judge("tablet")
	run(t, tab, js(`document.getElementById("myself").click()`))
	until(t, tab, at("about"))
	judge("tablet, about")
	run(t, tab, fill("age", "40"), fill("height", "172"), fill("weight", "70"), does("do", "about"))
	until(t, tab, at("feel"))
	judge("tablet, feel")
	run(t, tab, does("do", "skip"))
	until(t, tab, card(1))
	judge("tablet, card")
	none(t, tab, 1, 10)
	until(t, tab, at("warm-up"))
	judge("tablet, warm-up")
	toSession(t, tab)
	f.goTo(massageFrom + 130*time.Second)
	until(t, tab, says("doing", "Kneading"))
	judge("tablet, kneading")
	run(t, tab, chromedp.KeyEvent("\x1b"))
	until(t, tab, at("why"))
	judge("tablet, why")
	run(t, tab, does("why", "stop"))
	until(t, tab, at("stopped"))
	judge("tablet, stopped")
	run(t, tab, does("do", "next"))
	until(t, tab, at("rate"))
	judge("tablet, rate")
	run(t, tab, does("do", "skip"))
	until(t, tab, at("cards"))
	run(t, tab, does("do", "choose"))
	until(t, tab, at("rest"))
	judge("tablet, rest")
	run(t, tab, does("do", "next"))
	until(t, tab, atHome)

	run(t, tab, chromedp.Navigate(p.URL+"/chair"))
	untilWithin(t, tab, `document.body.dataset.link === "live" && document.querySelector(".operator") !== null`, time.Minute)
	judge("operator, nothing yet")
	if r, err := http.PostForm(p.URL+"/chair/cleaned", nil); err != nil {
		t.Fatal(err)
	} else {
		r.Body.Close()
	}
	p.broke(t)
	f.fail(chair.FaultTracking)
	run(t, tab, chromedp.Reload())
	untilWithin(t, tab, `document.body.dataset.link === "live" && !document.getElementById("now-fault").hidden && document.querySelector(".past") !== null`, time.Minute)
	judge("operator, a fault")
	f.Do(t.Context(), wire.Request{V: 1, Verb: wire.Clear})

	run(t, tab, from("192.0.2.9"), chromedp.Navigate(p.URL+"/at/"+door.Sign()))
	until(t, tab, atHome+` && !document.body.hasAttribute("data-kiosk")`)
	judge("by the sign")
	run(t, tab, chromedp.Navigate(p.URL+"/chair"))
	untilWithin(t, tab, `document.body.dataset.link === "live" && document.querySelector(".operator") === null`, time.Minute)
	judge("chair, by the sign")
}

// broke puts a session on record that a fault has ended.
func (p *place) broke(t *testing.T) {
	t.Helper()
	ev := func(seq uint64, name string, at time.Duration) wire.Event {
		return wire.Event{V: 1, Seq: seq, Event: name, AtMS: at.Milliseconds(), Time: p.clock.now().Add(at + time.Minute).Format(time.RFC3339Nano)}
	}
	fault, end := ev(2, "fault", 4*time.Minute), ev(3, "summary", 5*time.Minute)
	fault.Fault = faultOf(chair.FaultTracking)
	end.Summary = &wire.Summary{Outcome: "fault", Faults: []string{string(chair.FaultTracking)}, Changed: []string{}, Contact: []wire.LevelSummary{}}
	if err := p.store.Append(t.Context(), "spool", []wire.Event{ev(1, "start", 0), fault, end}); err != nil {
		t.Fatal(err)
	}
}

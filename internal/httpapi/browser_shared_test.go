package httpapi_test

import (
	"context"
	"crypto/sha256"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"

	"github.com/openlumbar/lumbar/internal/access"
	"github.com/openlumbar/lumbar/internal/httpapi"
	"github.com/openlumbar/lumbar/internal/wire"
)

// shared is a chair in a shared place, with a sign.
func shared(t *testing.T) (*place, *access.Door) {
	t.Helper()
	door := access.NewDoor(&shelf{all: map[[sha256.Size]byte]access.Device{}})
	if err := door.UseSign(t.TempDir()); err != nil {
		t.Fatal(err)
	}
	o := breakableOptions(t)
	o.Shared, o.Door = true, door
	return newPlace(t, o), door
}

// from makes a tab's requests come from elsewhere, as through a proxy.
func from(address string) chromedp.Action[chromedp.Void] {
	return chromedp.Func(func(ctx context.Context, _ *chromedp.Target) error {
		if _, err := chromedp.Call(ctx, network.Enable, network.EnableParams{}); err != nil {
			return err
		}
		_, err := chromedp.Call(ctx, network.SetExtraHTTPHeaders, network.SetExtraHTTPHeadersParams{Headers: network.Headers{"X-Forwarded-For": address}})
		return err
	})
}

// TestSharedPlaceBrowser is J8: from the sign, through the check on one's own phone and a session, to the end: two minutes after
// the person has got up nothing is left of it. Whoever else looks on learns nothing of it at any step, and the operator
// sees hours, faults and cleaning alone.
func TestSharedPlaceBrowser(t *testing.T) {
	t.Parallel()
	browser := newBrowser(t)
	p, door := shared(t)
	f := p.fake
	f.set(func(f *fake) { f.snapshot.Seated = true })
	letInFromAfar(t, browser, p.Server.Config.Handler, door, p.clock.now())
	wall := home(t, browser, p.Server) // a screen at the wall
	const seen = `document.querySelector("main").innerText`
	was, err := chromedp.Run(wall, chromedp.Evaluate[string](seen))
	if err != nil {
		t.Fatal(err)
	}

	phone := newTab(t, browser)
	run(t, phone, media("light", "reduce"), chromedp.EmulateViewport(390, 844), from("192.0.2.9"), chromedp.Navigate(p.URL+"/"))
	until(t, phone, `location.pathname === "/pair"`) // a stranger
	run(t, phone, chromedp.Navigate(p.URL+"/at/"+door.Sign()))
	until(t, phone, atHome+` && location.pathname === "/" && document.querySelector('[data-who="me"]') === null`) // nobody is kept here

	toCards(t, phone) // refused first: an emergency
	run(t, phone, mark("line", "RF-CES-1"), does("do", "choose"))
	until(t, phone, at("question"))
	run(t, phone, does("answer", "yes"))
	until(t, phone, at("refused"))
	if is, _ := chromedp.Run(wall, chromedp.Evaluate[string](seen)); is != was {
		t.Errorf("after a refusal the screen at the wall shows %q, before it was %q", is, was)
	}
	run(t, phone, does("do", "leave"))
	until(t, phone, atHome)

	toCards(t, phone) // and somebody else, who may
	none(t, phone, 1, 10)
	toSession(t, phone)
	f.goTo(massageFrom + 200*time.Second)
	until(t, phone, says("force", "of 24"))
	until(t, wall, inSession)
	if text, _ := chromedp.Run(wall, chromedp.Evaluate[string](seen)); strings.Contains(text, "because of your") {
		t.Errorf("the screen at the wall tells whose limit it is: %q", text)
	}
	pictureOf(t, wall, "shared-wall")
	f.goTo(massageFrom + f.score.Total + time.Minute)
	until(t, phone, at("rate"))
	f.set(func(f *fake) { f.snapshot.Seated = false })
	forget(t, p, phone)
	run(t, phone, chromedp.Reload())
	until(t, phone, atHome)
	if secrets, err := chromedp.Run(phone, chromedp.Evaluate[string](`location.href + JSON.stringify(localStorage) + document.querySelector("main").innerText`)); err != nil ||
		strings.ContainsAny(secrets[:len(p.URL)+4], "?#") || strings.Contains(secrets, "How does your back feel") {
		t.Errorf("left at the phone: %q, %v", secrets, err)
	}

	operator := view(t, browser, p.URL+"/chair")
	until(t, operator, says("chair", "Never noted as cleaned"))
	run(t, operator, js(`document.querySelector('form[action="/chair/cleaned"] button').click()`))
	for noted := false; !noted && t.Context().Err() == nil; { // the page goes to another: what is asked meanwhile fails
		noted, _ = chromedp.Run(operator, chromedp.Evaluate[bool](`document.readyState === "complete" && `+says("chair", "Last noted as cleaned on 2 March 2026")))
	}
	pictureOf(t, operator, "shared-operator")
	if text, _ := chromedp.Run(operator, chromedp.Evaluate[string](seen)); strings.Contains(text, wire.GuestPrefix) || strings.Contains(text, "your answers") {
		t.Error("the operator is told of a person: ", text)
	}
	run(t, phone, chromedp.Navigate(p.URL+"/chair"))
	until(t, phone, says("chair", "Last noted as cleaned")+` && document.querySelector('form[action="/chair/cleaned"]') === null && document.getElementById("hands") === null`)
}

// forget lets two minutes pass once the server has seen that the seat is empty, and waits until the visit is gone.
func forget(t *testing.T, p *place, phone context.Context) {
	t.Helper()
	for gone := false; !gone; {
		p.clock.forward(30 * time.Second)
		looks := p.fake.lookCount()
		for p.fake.lookCount() < looks+3 { // the server looks by itself
			run(t, phone, js("0"))
		}
		gone = p.clock.now().After(time.Date(2026, 3, 2, 9, 3, 0, 0, time.Local))
	}
}

// TestCleaned: the owner notes that the chair was cleaned; everybody may read when.
func TestCleaned(t *testing.T) {
	p, door := shared(t)
	v := p.visitor(t)
	if _, text := v.get("/chair"); !strings.Contains(text, "Never noted as cleaned") || !strings.Contains(text, "It was cleaned now") {
		t.Error("the owner's view: ", text)
	}
	if status, text := v.post("/chair/cleaned"); status != 200 || !strings.Contains(text, "Last noted as cleaned on 2 March 2026 at 09:00; no session since") {
		t.Errorf("noted: %d %s", status, text)
	}
	ev := func(seq uint64, name string, at time.Duration) wire.Event {
		return wire.Event{V: 1, Seq: seq, Event: name, AtMS: at.Milliseconds(), Time: p.clock.now().Add(at + time.Minute).Format(time.RFC3339Nano)}
	}
	end := ev(2, "summary", 8*time.Minute)
	end.Summary = &wire.Summary{Outcome: "finished", Faults: []string{}, Changed: []string{}, Contact: []wire.LevelSummary{}}
	if err := p.store.Append(t.Context(), "spool", []wire.Event{ev(1, "start", 0), end}); err != nil {
		t.Fatal(err)
	}
	if _, text := v.get("/chair"); !strings.Contains(text, "one session since") {
		t.Error("after a session: ", text)
	}
	o := breakableOptions(t)
	o.Door, o.Engine, o.Store, o.Shared = door, p.fake, p.store, true
	s, err := httpapi.New(o)
	if err != nil {
		t.Fatal(err)
	}
	there := newCaller(t, s, elsewhere)
	there.ask("GET", "/at/"+door.Sign(), "")
	if w := there.ask("POST", "/chair/cleaned", ""); w.Code != 403 {
		t.Errorf("a sitter notes it: %d", w.Code)
	}
	if w := there.ask("GET", "/chair", ""); w.Code != 200 || strings.Contains(w.Body.String(), "It was cleaned now") {
		t.Errorf("a sitter's view: %d", w.Code)
	}
}

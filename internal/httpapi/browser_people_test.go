package httpapi_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"github.com/openlumbar/lumbar/internal/browsertest"
	"github.com/openlumbar/lumbar/internal/httpapi"
	"github.com/openlumbar/lumbar/internal/wire"
)

// pick is a person on home, by their name.
func pick(name string) chromedp.Action[chromedp.Void] {
	return js(`[...document.querySelectorAll("#sitting .person")].find((p) => p.querySelector("b").textContent === "` + name + `").click()`)
}

// put fills in a field of a page about a person.
func put(name, value string) chromedp.Action[chromedp.Void] {
	return js(`document.querySelector('main [name="` + name + `"]').value = "` + value + `"`)
}

const (
	homeWithMe = atHome + ` && document.querySelector('#sitting [data-who="me"]') !== null`
	locked     = atHome + ` && document.querySelector("#sitting") !== null && document.querySelector('#sitting [data-who="me"]') === null`
)

// arrives waits for a condition over a change of the page, which ends whatever waits in the one before.
func arrives(t *testing.T, tab context.Context, condition string) {
	t.Helper()
	for deadline := time.Now().Add(30 * time.Second); ; {
		ok, err := chromedp.Run(tab, chromedp.Evaluate[bool](`document.readyState === "complete" && Boolean(`+condition+`)`))
		if err == nil && ok {
			return
		}
		if time.Now().After(deadline) {
			text, _ := chromedp.Run(tab, chromedp.Evaluate[string]("location.href + ' ' + document.body.dataset.link + ' ' + document.body.innerText"))
			t.Fatalf("never arrived: %s: %v\nthe page says:\n%s", condition, err, text)
		}
		run(t, tab, chromedp.Sleep(20*time.Millisecond))
	}
}

// addRobin adds somebody with a PIN, by the form.
func addRobin(t *testing.T, tab context.Context) {
	t.Helper()
	arrives(t, tab, locked)
	run(t, tab, pick("Somebody new"))
	arrives(t, tab, `document.querySelector('main [name="again"]') !== null`)
	run(t, tab, put("name", "Robin"), put("pin", "2468"), put("again", "2468"), js(`document.querySelector("main form").requestSubmit()`))
	arrives(t, tab, homeWithMe+` && `+says("sitting", "Nothing in the last 24 hours, up to 10 minutes now"))
}

// givesPIN opens Robin by the pad: once wrong, then right.
func givesPIN(t *testing.T, tab context.Context, p *place) {
	t.Helper()
	digits := func(pin string) chromedp.Action[chromedp.Void] {
		return js(`for (const d of "` + pin + `") document.querySelector('.pad [data-digit="' + d + '"]').click(); document.querySelector(".pad .enter").click()`)
	}
	run(t, tab, pick("Robin"))
	arrives(t, tab, `document.activeElement.id === "pin" && document.querySelector(".pad").checkVisibility()`)
	run(t, tab, digits("1111"))
	arrives(t, tab, `document.querySelector(".problem")?.textContent === "The PIN is wrong." && document.querySelector(".pad .enter").disabled && `+says("pin-wait", "possible in"))
	p.clock.forward(5 * time.Second)
	until(t, tab, `!document.querySelector(".pad .enter").disabled && `+says("pin-wait", "Try again"))
	run(t, tab, digits("24568"))
	arrives(t, tab, `document.querySelector(".problem")?.textContent === "The PIN is wrong." && document.querySelector(".pad .enter").disabled`)
	p.clock.forward(5 * time.Second)
	until(t, tab, `!document.querySelector(".pad .enter").disabled`)
	run(t, tab, chromedp.SendKeys("#pin", "2468\r"))
	arrives(t, tab, homeWithMe)
}

// asRobin is J2 and J3 of a person with a PIN: everything the first time, a reload in the middle of it, the day after,
// and the short check.
func asRobin(t *testing.T, browser context.Context) {
	p := newPlace(t, httpapi.Options{})
	tab := home(t, browser, p.Server)
	addRobin(t, tab)
	run(t, tab, browsertest.Click(`input[name="pace"][value="60"]`), js(`document.querySelector('[data-who="me"]').click()`))
	until(t, tab, at("about")+` && `+says("visit", "Robin, three figures first"))
	run(t, tab, fill("age", "40"), fill("height", "172"), fill("weight", "70"), does("do", "about"))
	until(t, tab, at("feel"))
	run(t, tab, chromedp.Reload())
	arrives(t, tab, at("feel"))
	run(t, tab, mark("pain", "3"), does("do", "feel"))
	none(t, tab, 1, 10)
	toSession(t, tab)
	if got := p.fake.requests(wire.Start); len(got) != 1 || got[0].Pace != 60 || len(got[0].Person) != 32 || strings.HasPrefix(got[0].Person, wire.GuestPrefix) {
		t.Fatalf("asked %+v", got)
	}
	p.fake.goTo(massageFrom + 200*time.Second)
	until(t, tab, says("force", "of 24"))
	run(t, tab, chromedp.Reload())
	arrives(t, tab, inSession+` && `+says("force-note", "because of your budget")) // it is this page's own session still
	p.fake.goTo(massageFrom + p.fake.score.Total + time.Minute)
	until(t, tab, at("rate"))
	run(t, tab, mark("pain", "2"), does("do", "rate"))
	until(t, tab, at("cards"))
	run(t, tab, does("do", "choose"))
	until(t, tab, at("rest")+` && `+says("visit", "You are asked that before your next session"))
	run(t, tab, does("do", "next"))
	arrives(t, tab, homeWithMe)
	if secrets, err := chromedp.Run(tab, chromedp.Evaluate[string](`location.href + JSON.stringify(localStorage) + JSON.stringify(sessionStorage) + document.cookie`)); err != nil || strings.ContainsAny(secrets, "?#") || !strings.HasSuffix(secrets, "{}{}") {
		t.Errorf("kept by the browser: %q, %v", secrets, err)
	}

	p.clock.forward(25 * time.Hour)
	run(t, tab, chromedp.Reload())
	arrives(t, tab, locked)
	givesPIN(t, tab, p)
	run(t, tab, js(`document.querySelector('[data-who="me"]').click()`))
	until(t, tab, at("next-day"))
	run(t, tab, mark("pain", "3"), mark("sore", "1"), does("do", "next-day"))
	until(t, tab, at("cards"))
	run(t, tab, does("do", "choose"))
	until(t, tab, at("feel"))
	run(t, tab, does("do", "skip"))
	until(t, tab, at("cards")+` && document.querySelector("#visit .eyebrow").textContent === "Safety check"`) // of one card
	run(t, tab, does("do", "choose"))
	until(t, tab, at("warm-up"))
	run(t, tab, js(`document.querySelector('#visit button[value="skip"]').click()`))
	until(t, tab, at("water"))
	run(t, tab, chromedp.Navigate(p.URL+"/me"))
	arrives(t, tab, `document.querySelector("#forget") !== null`)
}

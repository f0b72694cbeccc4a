package httpapi_test

import (
	"context"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/internal/browsertest"
	"github.com/openlumbar/lumbar/internal/wire"
)

// at is the condition that the visit stands at a step.
func at(step string) string {
	return `document.body.dataset.view === "visit" && document.querySelector("#visit section")?.dataset.step === "` + step + `"`
}

// does presses the button of a step's form by its name and value.
func does(name, value string) chromedp.Action[chromedp.Void] {
	button := `document.querySelector('#visit button[name="` + name + `"][value="` + value + `"]')`
	press := chromedp.Poll[bool](`!!`+button+` && (`+button+`.click(), true)`,
		chromedp.WithPollingInterval(20*time.Millisecond), chromedp.WithPollingTimeout(browsertest.Patience))
	return chromedp.Func(func(ctx context.Context, tab *chromedp.Target) error {
		_, err := press(ctx, tab)
		return err
	})
}

// fill fills in a field.
func fill(name, value string) chromedp.Action[chromedp.Void] {
	return js(`document.querySelector('#visit [name="` + name + `"]').value = "` + value + `"`)
}

// mark chooses a line, or a step of a scale.
func mark(name, value string) chromedp.Action[chromedp.Void] {
	return js(`document.querySelector('#visit input[name="` + name + `"][value="` + value + `"]').click()`)
}

// toCards begins a visit and goes to the first card of the check.
func toCards(t *testing.T, tab context.Context) {
	t.Helper()
	run(t, tab, browsertest.Click("#myself"))
	until(t, tab, at("about")+` && document.activeElement.tagName === "H1"`)
	run(t, tab, fill("age", "40"), fill("height", "172"), fill("weight", "70"), does("do", "about"))
	until(t, tab, at("feel"))
	run(t, tab, mark("pain", "3"), mark("tight", "5"), does("do", "feel"))
	until(t, tab, at("cards"))
}

// cardsOnPhone: on a phone STOP lies over nothing of a card that is shown whole, and everything of a card can be scrolled
// clear of it. A line that is cut off is cut off by an edge, not by a button that stands in it.
func cardsOnPhone(t *testing.T, browser context.Context) {
	tab := home(t, browser, serve(t, newFake()))
	run(t, tab, chromedp.EmulateViewport(390, 844))
	toCards(t, tab)
	// The second press of a double one lands on the next card, which nobody has read: it answers nothing.
	run(t, tab, js(`new MutationObserver((_, o) => {
		o.disconnect();
		window.heeded = document.querySelector('#visit button[value="choose"]').dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true, detail: 2 }));
	}).observe(document.getElementById("visit"), { childList: true })`), does("do", "choose"))
	until(t, tab, card(2))
	if !holds(t, tab, `window.heeded === false`) {
		t.Error("a double press answers a card that nobody has read")
	}
	run(t, tab, does("do", "back"))
	const under = `(() => {
		const stop = document.querySelector(".stop").getBoundingClientRect();
		return [...document.querySelectorAll("#visit label, #visit button, #visit p")].filter((e) => e.checkVisibility() && e.getBoundingClientRect().bottom > stop.top).length;
	})()`
	for i := 1; i <= 10; i++ {
		until(t, tab, card(i))
		run(t, tab, js(`scrollTo(0, document.documentElement.scrollHeight)`))
		if !holds(t, tab, `(`+under+`) === 0`) {
			t.Errorf("card %d: STOP lies over what stands at its end", i)
		}
		if !holds(t, tab, `document.querySelector(".stop").getBoundingClientRect().width === innerWidth && document.documentElement.scrollWidth <= innerWidth`) {
			t.Errorf("card %d: STOP has no bar of its own", i)
		}
		run(t, tab, does("do", "choose"))
	}
}

// card is the condition that a card of the full check is shown.
func card(n int) string {
	return at("cards") + ` && document.querySelector("#visit .eyebrow").textContent === "Safety check, ` + strconv.Itoa(n) + ` of 10"`
}

// none answers cards with none of these until they end.
func none(t *testing.T, tab context.Context, from, to int) {
	t.Helper()
	for i := from; i <= to; i++ {
		until(t, tab, card(i))
		run(t, tab, does("do", "choose"))
	}
}

// toSession goes on from the warm-up to the session.
func toSession(t *testing.T, tab context.Context) {
	t.Helper()
	toReady(t, tab)
	run(t, tab, does("do", "start"))
	until(t, tab, inSession+` && document.activeElement.id === "stop"`)
}

// toReady goes on from the warm-up to the last step before the session.
func toReady(t *testing.T, tab context.Context) {
	t.Helper()
	until(t, tab, at("warm-up")+` && document.querySelectorAll("#visit .figure").length === 2 && document.querySelector("#visit .timer").textContent !== ""`)
	run(t, tab, does("do", "next"))
	until(t, tab, at("warm-up")+` && document.querySelector("#visit .eyebrow").textContent.includes("Warm-up, 2 of")`)
	run(t, tab, does("do", "skip"))
	until(t, tab, at("water"))
	run(t, tab, does("do", "next"))
	until(t, tab, at("sit")+` && document.querySelector("#visit .held").textContent.includes("up to 24 N")`)
	run(t, tab, does("do", "next"))
	until(t, tab, at("ready"))
}

// asMyself is J2: from the first question to the last word, and what the engine was asked for.
func asMyself(t *testing.T, browser context.Context) {
	f := newFake()
	tab := home(t, browser, serve(t, f))
	run(t, tab, browsertest.Click(`input[name="pace"][value="60"]`))
	toCards(t, tab)
	none(t, tab, 1, 3)
	until(t, tab, card(4))
	run(t, tab, does("do", "back"))
	none(t, tab, 3, 10)
	toSession(t, tab)
	got := f.requests(wire.Start)
	if len(got) != 1 || got[0].Pace != 60 || got[0].Person == "" || got[0].Limits == nil || got[0].Limits.Force[chair.ZoneMuscle].Max != 24 {
		t.Fatalf("asked %+v", got)
	}
	f.goTo(massageFrom + 200*time.Second)
	until(t, tab, says("force", "of 24")+` && `+says("force-note", "because of your budget"))
	f.goTo(massageFrom + f.score.Total + time.Minute)
	until(t, tab, at("rate"))
	run(t, tab, mark("pain", "2"), mark("tight", "3"), mark("relaxed", "8"), does("do", "rate"))
	until(t, tab, at("cards")+` && document.querySelector("#visit .eyebrow").textContent === "After the session"`)
	run(t, tab, does("do", "choose"))
	until(t, tab, at("rest")+` && `+says("visit", "3 before and 2 after")+` && `+says("visit", "How does your back feel today")+` && `+says("visit", "glass of water"))
	run(t, tab, does("do", "next"))
	until(t, tab, atHome)
	if secrets, err := chromedp.Run(tab, chromedp.Evaluate[string](`location.href + JSON.stringify(localStorage) + JSON.stringify(sessionStorage) + document.cookie`)); err != nil || strings.ContainsAny(secrets, "?#") || !strings.HasSuffix(secrets, "{}{}") {
		t.Errorf("kept by the browser: %q, %v", secrets, err)
	}
}

// turnedAway is J7: an emergency, and a professional's OK.
func turnedAway(t *testing.T, browser context.Context) {
	t.Run("emergency", func(t *testing.T) {
		f := newFake()
		server := serve(t, f)
		tab, other := home(t, browser, server), home(t, browser, server)
		seen := `document.body.innerText`
		was, _ := chromedp.Run(other, chromedp.Evaluate[string](seen))
		toCards(t, tab)
		run(t, tab, mark("line", "RF-CES-1"))
		until(t, tab, `document.querySelector("#visit .none .yes").checkVisibility() && !document.querySelector("#visit .none .no").checkVisibility()`)
		run(t, tab, does("do", "choose"))
		until(t, tab, at("question")+` && `+says("visit", "numbness or pins and needles"))
		run(t, tab, does("answer", "yes"))
		until(t, tab, at("refused")+` && `+says("visit", "Call your emergency number")+` && !`+says("visit", "Questions for my doctor")+` && !document.querySelector("#visit .figure")`)
		if is, _ := chromedp.Run(other, chromedp.Evaluate[string](seen)); is != was {
			t.Errorf("another screen shows %q, before it was %q", is, was)
		}
		run(t, tab, does("do", "leave"))
		until(t, tab, atHome)
		if n := len(f.requests(wire.Start)); n != 0 {
			t.Errorf("%d sessions were asked for", n)
		}
	})
	t.Run("an OK", func(t *testing.T) {
		f := newFake()
		tab := home(t, browser, serve(t, f))
		toCards(t, tab)
		none(t, tab, 1, 2)
		until(t, tab, card(3))
		run(t, tab, mark("line", "RF-SCI-1"), does("do", "choose"))
		until(t, tab, at("question"))
		run(t, tab, does("answer", "unsure"))
		none(t, tab, 4, 10)
		until(t, tab, at("refused")+` && `+says("visit", "Questions for my doctor")+` && `+says("visit", "pain shoot below your knee")+` && `+says("visit", "A walk"))
		run(t, tab, does("do", "approve"))
		until(t, tab, `document.querySelector("#visit .problem")?.textContent.includes("Choose what the doctor")`)
		run(t, tab, mark("rule", "RF-SCI-1"), does("do", "approve"))
		toSession(t, tab)
		got := f.requests(wire.Start)
		if b := got[0].Limits.Force[chair.ZoneMuscle]; b.Max != 24 || b.By != chair.ByAnswers || got[0].Limits.Tapping.Max != 0 {
			t.Errorf("asked with %+v, tapping %v", b, got[0].Limits.Tapping.Max)
		}
		f.goTo(massageFrom + 200*time.Second)
		until(t, tab, says("force-note", "because of your answers"))
	})
}

// stopsAsMyself is J4: what follows from each answer after a STOP.
func stopsAsMyself(t *testing.T, browser context.Context) {
	begun := func(t *testing.T) (*fake, context.Context) {
		f := newFake()
		tab := home(t, browser, serve(t, f))
		toCards(t, tab)
		none(t, tab, 1, 10)
		toSession(t, tab)
		f.goTo(massageFrom + time.Minute)
		until(t, tab, says("doing", "Gliding"))
		run(t, tab, chromedp.KeyEvent("\x1b"))
		until(t, tab, at("why"))
		return f, tab
	}
	t.Run("too hard", func(t *testing.T) {
		f, tab := begun(t)
		run(t, tab, does("why", "hard"))
		until(t, tab, at("stopped")+` && `+says("visit", "up to 12 N"))
		run(t, tab, does("do", "start"))
		until(t, tab, inSession)
		got := f.requests(wire.Start)
		if len(got) != 2 || got[1].Person != got[0].Person || got[1].Limits.Force[chair.ZoneMuscle].Max != 12 {
			t.Errorf("asked %+v", got)
		}
		f.goTo(massageFrom + 200*time.Second)
		until(t, tab, says("force", "of 12")+` && `+says("force-note", "because of your choice"))
	})
	t.Run("just stop", func(t *testing.T) {
		f, tab := begun(t)
		run(t, tab, does("why", "stop"))
		until(t, tab, at("stopped"))
		run(t, tab, does("do", "start"))
		until(t, tab, inSession)
		if got := f.requests(wire.Start); len(got) != 2 || *got[1].Limits != *got[0].Limits {
			t.Errorf("asked %+v", got)
		}
	})
	t.Run("felt wrong", func(t *testing.T) {
		f, tab := begun(t)
		run(t, tab, does("why", "wrong"))
		until(t, tab, after+` && `+says("outcome", "Something felt wrong"))
		run(t, tab, press("I feel well now"))
		until(t, tab, at("cards")+` && `+says("visit", "How was it?"))
		run(t, tab, mark("line", "numb"), does("do", "choose"))
		until(t, tab, at("question"))
		run(t, tab, does("answer", "yes"))
		until(t, tab, at("refused")+` && `+says("visit", "Call your emergency number"))
		run(t, tab, does("do", "leave"))
		until(t, tab, atHome)
		if len(f.requests(wire.Wrong)) != 1 {
			t.Error("the chair was not told")
		}
	})
	t.Run("fault", func(t *testing.T) {
		f := newFake()
		tab := home(t, browser, serve(t, f))
		toCards(t, tab)
		none(t, tab, 1, 10)
		toSession(t, tab)
		f.goTo(massageFrom + time.Minute)
		f.fail(chair.FaultHeatDose)
		until(t, tab, after)
		run(t, tab, press("All right"))
		until(t, tab, at("cards")+` && `+says("visit", "How was it?"))
	})
}

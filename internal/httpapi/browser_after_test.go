package httpapi_test

import (
	"context"
	"regexp"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/internal/browsertest"
	"github.com/openlumbar/lumbar/internal/wire"
)

// stopped starts a session and stops it.
func stopped(t *testing.T, browser context.Context, f *fake) context.Context {
	t.Helper()
	tab, _ := begin(t, browser, f)
	f.goTo(massageFrom + time.Minute)
	until(t, tab, says("doing", "Gliding"))
	run(t, tab, chromedp.KeyEvent("\x1b"))
	until(t, tab, after+` && `+says("outcome-text", "Why did you stop?")+` && !`+button("Start again"))
	return tab
}

// answers: after a stop comes one question, and each answer leads on.
func answers(t *testing.T, browser context.Context) {
	t.Run("just stop", func(t *testing.T) {
		f := newFake()
		tab := stopped(t, browser, f)
		run(t, tab, press("I just wanted to stop"))
		until(t, tab, `!document.getElementById("why").checkVisibility() && document.activeElement.id === "outcome"`)
		run(t, tab, press("Start again"))
		until(t, tab, inSession)
		if n := len(f.requests(wire.Softer)); n != 0 {
			t.Errorf("softer was asked %d times", n)
		}
	})
	t.Run("too hard", func(t *testing.T) {
		f := newFake()
		tab := stopped(t, browser, f)
		run(t, tab, press("It was too hard"))
		until(t, tab, says("outcome-text", "one step softer"))
		run(t, tab, press("Start again"))
		until(t, tab, inSession+` && `+says("note", "One step softer")+` && `+says("intensity", "1 softer"))
		f.goTo(massageFrom + time.Minute)
		run(t, tab, chromedp.KeyEvent("\x1b"))
		until(t, tab, after)
		run(t, tab, press("I just wanted to stop"), press("Start again"))
		until(t, tab, inSession+` && `+says("intensity", "as planned"))
		if n := len(f.requests(wire.Softer)); n != 1 {
			t.Errorf("softer was asked %d times, want once", n)
		}
	})
	t.Run("felt wrong", func(t *testing.T) {
		f := newFake()
		tab := stopped(t, browser, f)
		run(t, tab, press("Something felt wrong"))
		until(t, tab, says("outcome", "Something felt wrong")+` && `+says("fault", "rise slowly")+` && `+says("fault", "ask a doctor")+` && !`+button("Start again"))
		run(t, tab, press("I feel well now"))
		until(t, tab, says("outcome-text", "Thank you")+` && !!`+button("Start again"))
		if len(f.requests(wire.Wrong)) != 1 || len(f.requests(wire.Clear)) != 1 {
			t.Error("wrong and clear were not asked once each")
		}
	})
	t.Run("none", func(t *testing.T) {
		f := newFake()
		tab := stopped(t, browser, f)
		run(t, tab, press("Choose another"))
		until(t, tab, atHome)
		run(t, tab, browsertest.Click("#start button"))
		until(t, tab, after+` && `+says("outcome-text", "Before the next session"))
		if n := len(f.requests(wire.Start)); n != 1 {
			t.Errorf("%d starts before the question was answered, want the first one", n)
		}
		run(t, tab, press("I just wanted to stop"), press("Start again"))
		until(t, tab, inSession)
	})
	t.Run("refused", func(t *testing.T) {
		f := newFake()
		tab := stopped(t, browser, f)
		f.set(func(f *fake) { f.refusal = "none ended within the last 10 minutes" })
		run(t, tab, press("Something felt wrong"))
		until(t, tab, says("message", "10 minutes")+` && document.getElementById("why").checkVisibility()`)
	})
}

// feelsWrong: in a session one smaller button stops and says why, also when STOP comes on top of it.
func feelsWrong(t *testing.T, browser context.Context) {
	f := newFake()
	tab, _ := begin(t, browser, f)
	f.goTo(massageFrom + time.Minute)
	until(t, tab, says("doing", "Gliding")+` && document.activeElement.id === "stop"`)
	f.set(func(f *fake) { f.down = errDown })
	run(t, tab, press("Something feels wrong"), chromedp.KeyEvent("\x1b"))
	until(t, tab, says("stop-says", "not confirmed"))
	f.set(func(f *fake) { f.down = nil })
	until(t, tab, after+` && `+says("outcome", "Something felt wrong")+` && `+says("stop-says", "the chair confirmed"))
	for deadline := time.Now().Add(10 * time.Second); len(f.requests(wire.Wrong)) == 0 || len(f.requests(wire.Stop)) == 0; {
		if time.Now().After(deadline) {
			t.Fatal("one of the two did not arrive")
		}
		run(t, tab, js("0"))
	}
}

// ownersFault: what needs the owner is cleared only by who says so.
func ownersFault(t *testing.T, browser context.Context) {
	f := newFake()
	f.set(func(f *fake) { f.snapshot.Fault = faultOf(chair.FaultTracking) })
	server := serve(t, f)
	tab := newTab(t, browser)
	run(t, tab, chromedp.Navigate(server.URL))
	until(t, tab, after+` && `+says("outcome-text", "This is from before")+` && `+says("eyebrow", "needs looking at")+` && `+says("fault", "The owner, after looking at the chair.")+
		` && `+button("Clear the fault")+`.disabled && document.getElementById("record").hidden`)
	run(t, tab, js(`[...document.querySelectorAll("label")].find(l => l.textContent.includes("I am the owner")).click()`))
	until(t, tab, `!`+button("Clear the fault")+`.disabled`)
	f.set(func(f *fake) { f.snapshot.Fault.AtMS++ }) // it came back: it has not been looked at
	until(t, tab, button("Clear the fault")+`.disabled`)
	run(t, tab, js(`document.querySelector("#looked input").click()`), press("Clear the fault"))
	until(t, tab, atHome)

	f.set(func(f *fake) { f.snapshot.Fault = faultOf(chair.FaultHeatDose) })
	until(t, tab, after+` && `+says("eyebrow", "nothing is broken")+` && !document.getElementById("looked").checkVisibility()`)
	run(t, tab, press("All right"))
	until(t, tab, atHome)
	f.set(func(f *fake) { f.snapshot.Fault = faultOf(chair.FaultForce) })
	until(t, tab, says("eyebrow", "can happen once")+` && !`+button("Clear the fault")+`.disabled`)
}

// whoseLimit: only who started a session is told which limit is personal, by a name that the page shows nobody.
func whoseLimit(t *testing.T, browser context.Context) {
	f := newFake()
	f.personal = "your answers"
	server := serve(t, f)
	one, two := home(t, browser, server), home(t, browser, server)
	run(t, one, browsertest.Click("#start button"))
	until(t, one, inSession)
	f.goTo(massageFrom + time.Minute)
	until(t, one, says("force", "N of 36")+` && `+says("force-note", "because of your answers"))
	until(t, two, inSession+` && `+says("force", "N of 36")+` && `+says("force-note", "a limit of this session"))
	owner := f.requests(wire.Start)[0].By
	if !regexp.MustCompile(`^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$`).MatchString(owner) {
		t.Errorf("the page is called %q, want a random UUID", owner)
	}
	until(t, one, `!document.documentElement.outerHTML.includes("`+owner+`") && sessionStorage.length + localStorage.length === 0`)
	run(t, one, chromedp.Reload())
	until(t, one, inSession+` && `+says("force-note", "a limit of this session"))
	for by, phrase := range map[string]string{"everyone": "the limit for everyone", "this chair": "the limit of this chair", "bench": "set by bench"} {
		f.set(func(f *fake) { f.personal, f.everybody = by, true })
		until(t, one, says("force-note", phrase))
	}
}

// comesBack: a page says that a session paused, or ended, while nothing was heard.
func comesBack(t *testing.T, browser context.Context) {
	f := newFake()
	tab, _ := begin(t, browser, f)
	f.goTo(massageFrom + time.Minute)
	until(t, tab, says("doing", "Gliding"))
	silence := func(change func(*fake)) {
		f.set(func(f *fake) { f.down = errDown })
		until(t, tab, `!document.getElementById("link").hidden && `+says("link", "goes back by itself"))
		f.set(func(f *fake) { f.down = nil; change(f) })
	}
	silence(func(*fake) {})
	until(t, tab, says("note", "The control is back."))
	silence(func(f *fake) { f.snapshot.Paused = true })
	until(t, tab, says("note", "paused by itself")+` && `+says("pause", "Go on"))
	f.set(func(f *fake) { f.snapshot.Realtime = "no real-time priority: see docs/owner.md" })
	run(t, tab, js(`document.querySelector("#details summary").click()`)) // a click at its middle may meet STOP, which stands above all
	until(t, tab, says("details", "no real-time priority"))
	// A new engine: its numbers begin anew, and it knows of no session.
	silence(func(f *fake) {
		f.on = false
		f.snapshot = wire.Snapshot{V: wire.Version, Chair: "bench-4d", Simulated: true, Pace: 1, Stage: wire.Idle, ReclineDeg: 128, LegRestDeg: 60}
	})
	until(t, tab, after+` && `+says("outcome", "Interrupted"))
	run(t, tab, press("Something felt wrong"))
	until(t, tab, says("outcome", "Something felt wrong"))
	run(t, tab, press("I feel well now"))
	until(t, tab, `!!`+button("Start again"))
	run(t, tab, press("Start again"))
	until(t, tab, inSession)
}

// TestOwnLookBackBrowser: whose visit it was can look back on the session at this page before they go, and nobody after them;
// what was not asked for is not kept.
func TestOwnLookBackBrowser(t *testing.T) {
	t.Parallel()
	browser := newBrowser(t)
	f := newFake()
	f.set(func(f *fake) { f.snapshot.Seated = true })
	server := serve(t, f)
	tab := home(t, browser, server)
	toCards(t, tab)
	none(t, tab, 1, 10)
	toSession(t, tab)
	f.goTo(massageFrom + 200*time.Second)
	until(t, tab, says("force", "of 24"))
	f.goTo(massageFrom + f.score.Total + time.Minute)
	until(t, tab, at("rate"))
	run(t, tab, does("do", "skip"))
	until(t, tab, at("cards"))
	run(t, tab, does("do", "choose"))
	const look = `document.querySelector("#visit [data-lookback]")`
	until(t, tab, at("rest")+` && !`+look+`.hidden`)
	pictureOf(t, tab, "lookback-rest")
	f.set(func(f *fake) { f.snapshot.Seated = false }) // they get up and are still here
	run(t, tab, js(look+`.click()`))
	until(t, tab, after+` && !document.getElementById("lookback").hidden && !document.getElementById("scrub").hidden && document.getElementById("again").hidden`)
	run(t, tab, js(`{ const s = document.getElementById("scrub"); s.value = 120; s.dispatchEvent(new Event("input")); }`))
	until(t, tab, `"replay" in document.body.dataset && !document.getElementById("then").hidden`)
	pictureOf(t, tab, "lookback-own")
	run(t, tab, js(`document.getElementById("other").click()`))
	until(t, tab, atHome+` && document.getElementById("lookback").hidden`)
	if n := len(f.requests(wire.Start)); n != 1 {
		t.Errorf("%d starts", n)
	}
}

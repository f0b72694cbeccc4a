package httpapi_test

import (
	"context"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/internal/browsertest"
	"github.com/openlumbar/lumbar/internal/wire"
)

// TestBrowser walks journey J1 and everything that can go wrong on it, in a real browser. Nothing here waits
// for a time: each step waits for what the page shows.
func TestBrowser(t *testing.T) {
	for name, walks := range map[string]map[string]func(*testing.T, context.Context){
		"session": {
			"watch": watch, "finish": finish, "keys": keys, "less motion": lessMotion, "clicks": clicks, "rises": rises,
			"lets go": letsGo, "rises with fault": risesWithFault, "own start": ownStart, "refusal": refusal, "fault": fault,
		},
		"stop": {
			"stop": stops, "stop unheard": stopUnheard, "stop at rest": stopAtRest, "held key": heldKey,
			"feels wrong": feelsWrong, "answers": answers, "stop by hand": stopByHand,
		},
		"link": {
			"stream cut": streamCut, "engine silent": engineSilent, "two pages": twoPages, "reload": reload,
			"later version": laterVersion, "comes back": comesBack, "cards on a phone": cardsOnPhone,
		},
		"person": {
			"as myself": asMyself, "as Robin": asRobin, "stops as myself": stopsAsMyself, "owner's fault": ownersFault,
			"whose limit": whoseLimit,
		},
		"chair": {
			"as myself on the chair": realChair, "turned away": turnedAway, "asks who": asksWho, "moves lines": movesLines,
			"says yes": saysYes, "says enough": saysEnough,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			browser := newBrowser(t) // of its own: pages of one browser share cookies and the keyboard
			for name, walk := range walks {
				t.Run(name, func(t *testing.T) { walk(t, browser) })
			}
		})
	}
}

const (
	inSession = `document.body.dataset.view === "session"`
	atHome    = `document.body.dataset.view === "home" && document.body.dataset.link === "live"`
	after     = `document.body.dataset.view === "after"`
)

func says(id, words string) string {
	return `document.getElementById("` + id + `").textContent.includes(` + "`" + words + "`)"
}

// home opens the page and waits until it is alive. With less motion, which costs a machine without a graphics
// card less.
func home(t *testing.T, browser context.Context, server *httptest.Server) context.Context {
	t.Helper()
	return homeMoving(t, browser, server, "reduce")
}

func homeMoving(t *testing.T, browser context.Context, server *httptest.Server, motion string) context.Context {
	t.Helper()
	tab := newTab(t, browser)
	run(t, tab, media("light", motion), chromedp.EmulateViewport(1440, 900), chromedp.Navigate(server.URL))
	until(t, tab, atHome)
	return tab
}

// begin opens the page and starts the first programme.
func begin(t *testing.T, browser context.Context, f *fake) (tab context.Context, server *httptest.Server) {
	t.Helper()
	server = serve(t, f)
	tab = home(t, browser, server)
	run(t, tab, browsertest.Click("#start button"))
	until(t, tab, inSession)
	return tab, server
}

func watch(t *testing.T, browser context.Context) {
	f := newFake()
	tab := homeMoving(t, browser, serve(t, f), "no-preference")
	run(t, tab,
		browsertest.Click(`input[value="evening"]`),
		browsertest.Click(`input[value="tallest-man"]`),
		browsertest.Click(`input[name="pace"][value="8"]`))
	until(t, tab, says("choice", "Slow evening, the tallest man, 8×"))
	run(t, tab, browsertest.Click("#start button"))
	until(t, tab, inSession+` && document.activeElement.id === "stop"`)
	got := f.requests(wire.Start)
	if len(got) != 1 || got[0].Programme != "evening" || got[0].Body != "tallest-man" || got[0].Seed != 1 || got[0].Pace != 8 || got[0].By == "" {
		t.Errorf("asked %+v", got)
	}
	until(t, tab, says("doing", "Finding its ends")+` && document.querySelectorAll("#score svg").length === 2`)
	f.goTo(20 * time.Second)
	until(t, tab, says("doing", "Feeling the way")+` && `+says("say", "Feeling the way"))
	f.goTo(massageFrom + 5*time.Second)
	until(t, tab, says("phase", "Arrive, 1 of 3")+` && `+says("doing", "Gliding")+` && `+says("clock", "9:25")+` && `+says("force", "N of 60"))
	until(t, tab, says("changed", "in 2 ways"))
	f.goTo(massageFrom + 200*time.Second)
	until(t, tab, says("doing", "Kneading")+` && `+says("say", "soften"))
	f.goTo(massageFrom + 260*time.Second)
	playhead := `Number(document.querySelector("#score .playhead").getAttribute("x1"))`
	bar := `document.querySelector("#score .stroke.now").dataset`
	until(t, tab, playhead+` > Number(`+bar+`.x0) && `+playhead+` < Number(`+bar+`.x1)`)
	// The page says that it is there, once a second.
	f.set(func(f *fake) { f.beats = 0 })
	for deadline := time.Now().Add(10 * time.Second); f.beatCount() < 2; {
		if time.Now().After(deadline) {
			t.Fatal("the page does not say that it is there")
		}
		run(t, tab, js("0"))
	}
}

func finish(t *testing.T, browser context.Context) {
	f := newFake()
	tab, _ := begin(t, browser, f)
	f.goTo(massageFrom + 8*time.Minute)
	until(t, tab, says("doing", "Stretching"))
	f.goTo(massageFrom + f.score.Total + 5*time.Second)
	until(t, tab, says("doing", "Finishing gently"))
	f.goTo(massageFrom + f.score.Total + time.Minute)
	until(t, tab, after+` && `+says("outcome", "Finished")+` && document.activeElement.id === "outcome"`)
	run(t, tab, browsertest.Click("#again"))
	until(t, tab, inSession)
	if got := f.requests(wire.Start); len(got) != 2 || got[1].Programme != got[0].Programme {
		t.Errorf("starting again asked %+v", got)
	}
}

func stops(t *testing.T, browser context.Context) {
	for name, press := range map[string]chromedp.Action[chromedp.Void]{
		"click": chromedp.Click("#stop"), "space": chromedp.KeyEvent(" "), "enter": chromedp.KeyEvent(kb.Enter), "escape": chromedp.KeyEvent(kb.Escape),
		"escape elsewhere": chromedp.Steps(chromedp.Focus("#details summary"), chromedp.KeyEvent(kb.Escape)),
		"assistive click":  js(`document.getElementById("stop").click()`),
	} {
		t.Run(name, func(t *testing.T) {
			f := newFake()
			tab, _ := begin(t, browser, f)
			f.goTo(massageFrom + time.Minute)
			until(t, tab, says("doing", "Gliding")+` && document.activeElement.id === "stop"`)
			run(t, tab, press)
			until(t, tab, after+` && `+says("stop-says", "the chair confirmed")+` && `+says("outcome", "Stopped"))
			if len(f.requests(wire.Stop)) == 0 {
				t.Error("no stop reached the engine")
			}
		})
	}
}

func stopUnheard(t *testing.T, browser context.Context) {
	f := newFake()
	f.deaf = make(chan struct{})
	tab, _ := begin(t, browser, f)
	// It says so for a second and a half only: what it has said is taken down, so that a busy machine misses nothing.
	run(t, tab, js(`globalThis.said = []; new MutationObserver(() => said.push(document.getElementById("stop-says").textContent))
		.observe(document.getElementById("stop-says"), {childList: true, characterData: true, subtree: true})`), chromedp.KeyEvent(kb.Escape))
	until(t, tab, `said.some((words) => words.includes("sending"))`)
	until(t, tab, says("stop-says", "not confirmed: press the red button on the chair"))
	close(f.deaf)
	until(t, tab, says("stop-says", "the chair confirmed"))

	f = newFake()
	f.mute = true
	tab, _ = begin(t, browser, f)
	run(t, tab, chromedp.KeyEvent(kb.Escape))
	until(t, tab, `document.getElementById("stop-says").textContent === "sent" && `+says("doing", "Leaving the back"))
	f.set(func(f *fake) { f.snapshot.Stop = wire.StopUnconfirmed })
	until(t, tab, says("stop-says", "press the red button"))
}

func stopAtRest(t *testing.T, browser context.Context) {
	f := newFake()
	tab := home(t, browser, serve(t, f))
	run(t, tab, chromedp.KeyEvent(kb.Escape))
	until(t, tab, says("stop-says", "nothing is moving"))
}

// heldKey: the Enter that starts a session is still held when the focus goes to STOP.
func heldKey(t *testing.T, browser context.Context) {
	f := newFake()
	tab, _ := begin(t, browser, f)
	run(t, tab, js(`document.getElementById("stop").dispatchEvent(new KeyboardEvent("keydown", {key: "Enter", repeat: true, bubbles: true}))`),
		browsertest.Click(`[name="pace-now"][value="8"]`)) // a later request, to wait for
	until(t, tab, `document.querySelector('[name="pace-now"][value="8"]').checked`)
	if got := f.requests(wire.Stop); len(got) > 0 {
		t.Error("a held key stopped the session that it started")
	}
}

// stopByHand: STOP names its keys to who has some, and to nobody who touches the screen.
func stopByHand(t *testing.T, browser context.Context) {
	const shown = `getComputedStyle(document.getElementById("stop-says")).display !== "none"`
	tab, _ := begin(t, browser, newFake())
	until(t, tab, shown+` && `+says("stop-says", "Esc"))
	run(t, tab, chromedp.EmulateViewport(390, 844, chromedp.EmulateMobile, chromedp.EmulateTouch))
	until(t, tab, `!(`+shown+`)`)
	pictureOf(t, tab, "stop-by-hand")
	run(t, tab, js(`document.getElementById("stop").dispatchEvent(new PointerEvent("pointerdown", {button: 0, bubbles: true}))`))
	until(t, tab, shown+` && !`+says("stop-says", "Esc"))
}

func streamCut(t *testing.T, browser context.Context) {
	f := newFake()
	tab, server := begin(t, browser, f)
	cut := newScissors(server)
	f.goTo(massageFrom + time.Minute)
	until(t, tab, says("doing", "Gliding"))
	cut.events(true)
	until(t, tab, `!document.getElementById("link").hidden && `+says("link", "The picture has stopped"))
	run(t, tab, chromedp.KeyEvent(kb.Escape))
	until(t, tab, says("stop-says", "the chair confirmed"))
	if len(f.requests(wire.Stop)) == 0 {
		t.Error("STOP did not arrive while the stream was lost")
	}
	cut.events(false)
	until(t, tab, `document.getElementById("link").hidden && `+after)
}

func engineSilent(t *testing.T, browser context.Context) {
	f := newFake()
	tab, _ := begin(t, browser, f)
	f.set(func(f *fake) { f.down = errDown })
	until(t, tab, says("link", "The control does not answer")+` && !document.getElementById("link").hidden`)
	run(t, tab, chromedp.KeyEvent(kb.Escape))
	until(t, tab, says("stop-says", "not confirmed"))
	f.set(func(f *fake) { f.down = nil })
	until(t, tab, says("stop-says", "the chair confirmed")+` && document.getElementById("link").hidden`)
}

func twoPages(t *testing.T, browser context.Context) {
	f := newFake()
	server := serve(t, f)
	one, two := home(t, browser, server), home(t, browser, server)
	until(t, one, says("viewers", "Another screen is watching too."))
	run(t, two, browsertest.Click("#start button"))
	until(t, one, inSession+` && `+says("note", "started on another screen"))
	until(t, two, inSession+` && document.getElementById("note").textContent === ""`)
	f.goTo(massageFrom + time.Minute)
	until(t, one, `!document.querySelector('[data-verb="softer"]').disabled`)
	run(t, one, browsertest.Click(`[data-verb="softer"]`))
	until(t, two, says("intensity", "1 softer"))
	run(t, two, chromedp.Navigate("about:blank"))
	until(t, one, `document.getElementById("viewers").textContent === ""`)
	run(t, one, chromedp.KeyEvent(kb.Escape))
	until(t, one, after)
}

// ownStart: a page is not told of its own start, not even if the answer to it was lost.
func ownStart(t *testing.T, browser context.Context) {
	f := newFake()
	f.forgets = true
	tab := home(t, browser, serve(t, f))
	run(t, tab, js(`globalThis.told = []; new MutationObserver(() => told.push(document.getElementById("note").textContent))
		.observe(document.getElementById("note"), {childList: true, characterData: true, subtree: true})`), browsertest.Click("#start button"))
	until(t, tab, says("message", "It is not known whether this was done"))
	f.set(func(f *fake) { f.down = nil })
	until(t, tab, inSession)
	reaches(t, "asking whose session it is", func() bool {
		asked := 0
		f.set(func(f *fake) { asked = f.ownLooks })
		return asked > 0
	})
	heard := f.beatCount()
	reaches(t, "the page lives on, with the answer", func() bool { return f.beatCount() > heard+1 })
	until(t, tab, `!told.some((line) => line.includes("another screen"))`)
}

// reaches waits for what a page does to its server.
func reaches(t *testing.T, what string, is func() bool) {
	t.Helper()
	for deadline := time.Now().Add(time.Minute); !is(); time.Sleep(10 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("never came: %s", what)
		}
	}
}

func reload(t *testing.T, browser context.Context) {
	f := newFake()
	tab, _ := begin(t, browser, f)
	f.goTo(massageFrom + 130*time.Second)
	until(t, tab, says("doing", "Kneading"))
	run(t, tab, chromedp.Reload())
	until(t, tab, inSession+` && `+says("note", "You joined a session that is already running.")+` && `+says("doing", "Kneading"))
	if got := f.requests(wire.Start); len(got) != 1 {
		t.Errorf("a reload started %d sessions", len(got)-1)
	}
	if got := f.requests(wire.Stop); len(got) != 0 {
		t.Error("a reload stopped the session")
	}
}

func refusal(t *testing.T, browser context.Context) {
	f := newFake()
	f.refusal = "The next massage is possible from 18:10. Until then, walk a little."
	tab := home(t, browser, serve(t, f))
	run(t, tab, browsertest.Click("#start button"))
	until(t, tab, says("message", "from 18:10")+` && !document.getElementById("message").hidden && `+atHome)
	f.set(func(f *fake) { f.refusal, f.down = "", errDown })
	until(t, tab, `!document.getElementById("link").hidden`) // which moves the button: a click before it may miss
	run(t, tab, browsertest.Click("#start button"))
	until(t, tab, says("message", "It is not known whether this was done"))
	f.set(func(f *fake) { f.down = nil })
	until(t, tab, `document.getElementById("link").hidden`)
	run(t, tab, browsertest.Click("#start button"))
	until(t, tab, inSession+` && document.getElementById("message").hidden`)
}

func fault(t *testing.T, browser context.Context) {
	f := newFake()
	tab, server := begin(t, browser, f)
	f.goTo(massageFrom + time.Minute)
	until(t, tab, says("doing", "Gliding"))
	f.fail(chair.FaultTracking)
	info := chair.FaultTracking.Info()
	until(t, tab, after+` && `+says("outcome", strings.TrimPrefix(info.Title, "a"))+` && `+says("fault", info.Text)+` && `+says("fault", info.Does)+` && `+says("fault", info.Do))
	late := newTab(t, browser)
	run(t, late, chromedp.Navigate(server.URL))
	until(t, late, after+` && `+says("fault", info.Do)) // it stays until somebody clears it
	run(t, tab, browsertest.Click("#looked"), browsertest.Click("#clear"))
	until(t, tab, `document.getElementById("fault").hidden`)
	if len(f.requests(wire.Clear)) != 1 {
		t.Error("clear was not asked")
	}
}

func keys(t *testing.T, browser context.Context) {
	f := newFake()
	tab, _ := begin(t, browser, f)
	f.goTo(massageFrom + time.Minute)
	until(t, tab, `!document.getElementById("pause").disabled`)
	for _, step := range []struct {
		verb wire.Verb
		then string
	}{
		{wire.Pause, says("doing", "Paused") + ` && ` + says("pause", "Go on")},
		{wire.Resume, says("doing", "Gliding") + ` && ` + says("pause", "Pause")},
		{wire.Stronger, says("intensity", "1 stronger")},
		{wire.Softer, says("intensity", "as planned")},
		{wire.Skip, ""}, {wire.Finish, ""},
	} {
		run(t, tab, browsertest.Click(`[data-verb="`+string(step.verb)+`"]`))
		if step.then != "" {
			until(t, tab, step.then)
		}
	}
	until(t, tab, inSession)
	for _, v := range []wire.Verb{wire.Pause, wire.Resume, wire.Stronger, wire.Softer, wire.Skip} {
		if len(f.requests(v)) != 1 {
			t.Errorf("%d requests of %q, want 1", len(f.requests(v)), v)
		}
	}
}

// lessMotion: with reduced motion the back stands still between two snapshots.
func lessMotion(t *testing.T, browser context.Context) {
	f := newFake()
	server := serve(t, f)
	tab := newTab(t, browser)
	run(t, tab, media("dark", "reduce"), chromedp.EmulateViewport(390, 844), chromedp.Navigate(server.URL))
	until(t, tab, atHome)
	f.Do(t.Context(), wire.Request{V: wire.Version, Verb: wire.Start, Programme: "after-desk"})
	f.goTo(massageFrom + 130*time.Second)
	until(t, tab, says("doing", "Kneading"))
	f.set(func(f *fake) { f.snapshot.Seq, f.frozen = 1e6, true })
	until(t, tab, `(() => {
		const now = document.getElementById("back").toDataURL();
		const same = now === window.before;
		window.before = now;
		return same;
	})()`)
}

// laterVersion: a page that has stayed open over an update does not guess.
func laterVersion(t *testing.T, browser context.Context) {
	f := newFake()
	tab := home(t, browser, serve(t, f))
	f.set(func(f *fake) { f.snapshot.V = wire.Version + 1 })
	until(t, tab, says("link", "Reload the page")+` && !document.getElementById("link").hidden`)
}

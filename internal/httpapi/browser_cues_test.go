package httpapi_test

import (
	"context"
	"fmt"
	"math"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"github.com/openlumbar/lumbar/internal/browsertest"
	"github.com/openlumbar/lumbar/internal/httpapi"
	"github.com/openlumbar/lumbar/internal/wire"
)

// TestHeard: what is heard of a session, by a screen reader, tones and a voice. Nothing here waits for a time.
func TestHeard(t *testing.T) {
	t.Parallel()
	browser := newBrowser(t)
	for name, walk := range map[string]func(*testing.T, context.Context){
		"in words": inWords, "slowly": slowly, "sounds": sounds, "shared place": soundless,
	} {
		t.Run(name, func(t *testing.T) { walk(t, browser) })
	}
}

// inWords: a new phase is told in one sentence, and W tells how things stand, however often.
func inWords(t *testing.T, browser context.Context) {
	f := newFake()
	tab, _ := begin(t, browser, f)
	f.goTo(massageFrom + 130*time.Second)
	until(t, tab, says("say", "Phase work, 2 of 4, Kneading at ")+` && /\d+ newtons of 60, about \d+ minutes left\.$/.test(document.getElementById("say").textContent)`)
	f.goTo(massageFrom + 8*time.Minute)
	until(t, tab, says("doing", "Stretching"))
	run(t, tab, js(`document.getElementById("say").textContent = ""`), chromedp.KeyEvent("w"))
	until(t, tab, says("say", "Stretching, "))
	if len(f.requests(wire.Stop)) != 0 {
		t.Error("W stopped the session")
	}
}

// slowly: what nobody asked for is said at a change of phase, and otherwise every 15 s at most, and only what is new.
func slowly(t *testing.T, browser context.Context) {
	got := module(t, browser, "tell.js", `
		const said = [], tell = m.makeTell((line) => said.push(line));
		const shot = { stage: "massage", phase: "work", phase_index: 0, phases: 3, technique: "glide", level: "L4", limit_n: 60, left_s: 62, paused: false, rollers: [{ force_n: 24.4 }, { force_n: 20 }] };
		const levels = ["L5", "L4", "L3"];
		for (let ms = 0; ms < 60000; ms += 50) tell.hear({ ...shot, level: levels[Math.floor(ms / 1000) % 3] }, ms);
		const moving = said.length;
		for (let ms = 60000; ms < 120000; ms += 50) tell.hear({ ...shot, level: "L4" }, ms);
		const still = said.length;
		tell.hear({ ...shot, phase: "leave", level: "L4", technique: "tap" }, 120000);
		tell.hear({ ...shot, phase: "leave", level: "L4", technique: "tap" }, 120050, true);
		return [moving, still - moving, said.length - still, said[0]].join(" | ");`)
	if want := "4 | 1 | 2 | Phase work, 1 of 3, Gliding at L5, just below the belt, 24 newtons of 60, about a minute left."; got != want {
		t.Errorf("got %q,\nwant %q", got, want)
	}
}

// ears puts ears into a page: what is spoken by which voice, and the notes that are played.
const ears = `
	window.spoken = []; window.notes = [];
	const node = () => ({ connect: (next) => next, start() {}, stop() {}, frequency: { set value(v) { window.notes.push(v); } }, gain: { setValueAtTime() {}, linearRampToValueAtTime() {} } });
	window.AudioContext = class { state = "running"; currentTime = 0; createOscillator = node; createGain = node; };
	window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
	const far = { name: "far", lang: "en-US", localService: false }, near = { name: "near", lang: "en-GB", localService: true };
	window.voices = [far];
	speechSynthesis.getVoices = () => window.voices;
	speechSynthesis.speak = (u) => window.spoken.push(u.voice.name + ": " + u.text);
	window.near = near; 0
`

// sounds: off at first; tones for a phase, for firmer after three, for the end; a voice only if it is a local one.
func sounds(t *testing.T, browser context.Context) {
	f := newFake()
	tab, _ := begin(t, browser, f)
	run(t, tab, js(ears))
	f.goTo(massageFrom + time.Minute)
	until(t, tab, says("doing", "Gliding")+` && !document.getElementById("sounds").checked`)
	run(t, tab, browsertest.Click("#sounds"))
	until(t, tab, `document.getElementById("sounds").checked && sessionStorage.length === 1 && notes.length >= 2`)
	// Without a local voice: tones before a stroke that presses a level harder, and when it begins.
	firmer := firmerAt(t, f)
	f.goTo(massageFrom + firmer - 8*time.Second)
	until(t, tab, says("doing", "Kneading"))
	f.goTo(massageFrom + firmer - 7*time.Second)
	until(t, tab, says("clock", clockAt(f, firmer-7*time.Second)))
	run(t, tab, js(`notes.length = 0`))
	for i := 3; i > 0; i-- {
		f.goTo(massageFrom + firmer - time.Duration(i)*time.Second + 200*time.Millisecond)
		until(t, tab, `notes.filter((n) => n === 440).length === `+string(rune('0'+4-i)))
	}
	f.goTo(massageFrom + firmer + time.Second)
	until(t, tab, `notes.includes(554) && spoken.length === 0`)
	// With one, in words; and no voice of somebody else's machine.
	run(t, tab, js(`voices.push(near)`))
	f.goTo(massageFrom + firmer - 8*time.Second)
	until(t, tab, says("clock", clockAt(f, firmer-8*time.Second)))
	f.goTo(massageFrom + firmer - 3*time.Second)
	until(t, tab, `spoken.includes("near: Firmer in three, two, one.") && spoken.every((line) => line.startsWith("near: "))`)
	f.goTo(massageFrom + 9*time.Minute)
	until(t, tab, `spoken.some((line) => /^near: [a-z]+\. [A-Z][a-z]+ing\.$/.test(line))`)
	f.Do(t.Context(), wire.Request{V: 1, Verb: wire.Stop})
	until(t, tab, after+` && notes.includes(392) && spoken.at(-1) === "near: Stopping."`)
	run(t, tab, press("I just wanted to stop"), press("Start again"))
	until(t, tab, inSession)
	run(t, tab, browsertest.Click("#sounds"))
	until(t, tab, `!document.getElementById("sounds").checked && sessionStorage.length === 0`)
}

// firmerAt is when, in the massage, the first stroke begins that presses a level harder than a long one before it.
func firmerAt(t *testing.T, f *fake) time.Duration {
	t.Helper()
	f.mu.Lock()
	defer f.mu.Unlock()
	for i, b := range f.score.Bars[1:] {
		was := f.score.Bars[i]
		if math.Ceil(float64(b.Stroke.Force)/12) > math.Ceil(float64(was.Stroke.Force)/12) && was.End-was.Start > 20*time.Second {
			return b.Start
		}
	}
	t.Fatal("no stroke of the test's programme is firmer than the one before")
	return 0
}

// clockAt is what the clock says at a moment of the massage.
func clockAt(f *fake, at time.Duration) string {
	f.mu.Lock()
	defer f.mu.Unlock()
	left := int(math.Round((f.score.Total - at).Seconds()))
	return fmt.Sprintf("%d:%02d", left/60, left%60)
}

// soundless: a shared place has no switch and makes no sound.
func soundless(t *testing.T, browser context.Context) {
	f := newFake()
	tab := home(t, browser, serveEngine(t, f, httpapi.Options{Programmes: cards(), Shared: true}))
	run(t, tab, js(`try { sessionStorage.setItem("lumbar.sounds", "on"); } catch {}`), chromedp.Reload())
	until(t, tab, atHome)
	run(t, tab, js(ears), js(`voices.push(near)`))
	f.Do(t.Context(), wire.Request{V: wire.Version, Verb: wire.Start, Programme: "after-desk"})
	f.goTo(massageFrom + 130*time.Second)
	until(t, tab, says("doing", "Kneading")+` && !document.getElementById("sounds")`)
	f.Do(t.Context(), wire.Request{V: 1, Verb: wire.Stop})
	until(t, tab, after+` && notes.length === 0 && spoken.length === 0`)
}

package httpapi_test

import (
	"context"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"github.com/openlumbar/lumbar/internal/browsertest"
	"github.com/openlumbar/lumbar/internal/wire"
)

// TestLivePicture: what the live picture is made of, in a real browser. Nothing here waits for a time.
func TestLivePicture(t *testing.T) {
	t.Parallel()
	browser := newBrowser(t)
	for name, walk := range map[string]func(*testing.T, context.Context){
		"even motion": evenMotion, "less motion steps": stepsOfMotion, "path to come": pathToCome, "charts": chartsBehindDetails,
		"tape": tapeHolds, "looks back": looksBack, "leaves the seat": leavesSeat,
	} {
		t.Run(name, func(t *testing.T) { walk(t, browser) })
	}
}

// module runs a script in an empty page of the server that has imported one of its modules as m, and gives what it returns.
func module(t *testing.T, browser context.Context, file, script string) string {
	t.Helper()
	tab := home(t, browser, serve(t, newFake()))
	run(t, tab, js(`import("/static/`+file+`").then((m) => { window.told = String((() => {`+script+`})()); }, (e) => { window.told = String(e); }); 0`))
	until(t, tab, `window.told !== undefined`)
	told, err := chromedp.Run(tab, chromedp.Evaluate[string](`window.told`))
	if err != nil {
		t.Fatal(err)
	}
	return told
}

// circles is a roller that circles 22 times a minute with a radius of 14 mm, seen 20 times a second by snapshots that
// arrive up to 30 ms late.
const circles = `
	const m0 = new m.Motion(), turn = (ms) => (2 * Math.PI * 22 * ms) / 60000;
	const shot = (ms) => ({ pace: 1, rollers: [-1, 1].map((side) => ({ along_mm: 200 + 14 * Math.sin(turn(ms)), lateral_mm: side * (40 + 14 * Math.cos(turn(ms))), out_mm: 50, force_n: 24 })) });
	let seed = 1;
	const late = () => (seed = (seed * 16807) % 2147483647) / 2147483647 * 30;
`

// evenMotion: 60 pictures a second of a circle are a circle: no step is much longer than the next, and none is off it.
func evenMotion(t *testing.T, browser context.Context) {
	got := module(t, browser, "motion.js", circles+`
		const fresh = [];
		for (let ms = 0; ms < 20000; ms += 50) fresh.push([ms + late(), shot(ms)]);
		let was = null, longest = 0, off = 0, steps = 0;
		for (let frame = 0; frame < 19000; frame += 1000 / 60) {
			while (fresh.length && fresh[0][0] <= frame) { const [at, s] = fresh.shift(); m0.push(s, at); }
			const pair = m0.at(frame, false);
			if (!pair || frame < 1000) continue;
			const [{ along_mm: a, lateral_mm: l }] = pair;
			off = Math.max(off, Math.abs(Math.hypot(a - 200, l + 40) - 14));
			if (was) { longest = Math.max(longest, Math.hypot(a - was[0], l - was[1])); steps++; }
			was = [a, l];
		}
		const even = 14 * turn(1000 / 60); // a step of the real roller
		return steps < 1000 ? "too few steps: " + steps : off > 0.3 ? "off the circle by " + off : longest > 3 * even ? "a step of " + longest + " mm, want about " + even : "even";`)
	if got != "even" {
		t.Error(got)
	}
}

// stepsOfMotion: with less motion the rollers stand, and step once a second at most.
func stepsOfMotion(t *testing.T, browser context.Context) {
	got := module(t, browser, "motion.js", circles+`
		const seen = new Set();
		for (let ms = 0; ms < 10000; ms += 50) { m0.push(shot(ms), ms); seen.add(JSON.stringify(m0.at(ms, true))); }
		return seen.size;`)
	if got != "10" {
		t.Errorf("%s places in 10 s, want 10", got)
	}
}

// pathToCome: the picture has the stroke that comes next as well, and the levels say where.
func pathToCome(t *testing.T, browser context.Context) {
	got := module(t, browser, "course.js", `
		const found = ["S1", "L5", "L4", "L3", "L2", "L1", "T12"].map((name, i) => ({ name, along_mm: 100 + 40 * i }));
		const view = { s: 1, x: (v) => 200 + v, y: (v) => 400 - v };
		const drawn = (doing, next) => {
			const canvas = document.createElement("canvas");
			[canvas.width, canvas.height] = [400, 400];
			const pen = canvas.getContext("2d");
			m.course(pen, view, found, doing, next, 40);
			const ink = (y0, y1) => pen.getImageData(0, y0, 400, y1 - y0).data.reduce((sum, v, i) => sum + (i % 4 === 3 ? v : 0), 0);
			return [ink(0, 175), ink(185, 310)]; // above L3, and from there down
		};
		const glide = { kind: "glide", from: "S1", to: "L3" }, press = { kind: "press", from: "L2", to: "L1" };
		const [none] = drawn(null, null), [now] = drawn(glide, null), [up, down] = drawn(glide, press), [, loops] = drawn({ kind: "knead", from: "L5", to: "L4" }, null);
		const [, alone] = drawn(glide, null), lost = drawn({ kind: "glide", from: "C7", to: "L3" }, { kind: "stretch", from: "", to: "" });
		return [none === 0, now === 0, up > 0, down === alone, loops > 0, lost[0] + lost[1] === 0].join();`)
	if got != "true,true,true,true,true,true" {
		t.Error(got)
	}
}

// chartsBehindDetails: force and depth against their limits are there for whoever opens them, and cost nothing before.
func chartsBehindDetails(t *testing.T, browser context.Context) {
	f := newFake()
	tab, _ := begin(t, browser, f)
	f.goTo(massageFrom + time.Minute)
	blank := func(id string) string {
		return `!document.getElementById("` + id + `").getContext("2d").getImageData(0, 0, 300, 150).data.some((v) => v > 0)`
	}
	until(t, tab, says("doing", "Gliding")+` && `+says("force", "N of 60")+` && `+blank("chart")+` && `+blank("chart-depth"))
	run(t, tab, browsertest.Click("#details summary"))
	until(t, tab, `!(`+blank("chart")+`) && !(`+blank("chart-depth")+`) && `+says("details", "of 110.0 mm"))
}

// tapeHolds: whatever the length, the tape stays as large as it is, keeps first and last, and knows what it did not see.
func tapeHolds(t *testing.T, browser context.Context) {
	got := module(t, browser, "tape.js", `
		const tape = new m.Tape(), n = 40 * 60 * 20, wrong = [];
		const say = (is, what) => { if (!is) wrong.push(what); };
		const shot = (i) => ({ elapsed_s: i / 20, left_s: (n - i) / 20, target_n: 20, limit_n: 60, trip_n: 100, depth_mm: 40, depth_max_mm: 110, pad_c: 37, recline_deg: 128, leg_rest_deg: 10, technique: i < n / 2 ? "glide" : "knead", level: "L4", phase: "work", levels: [{ name: "L4", along_mm: 200, doubt_mm: 5 }], contour: [],
			rollers: [0, 1].map((k) => ({ along_mm: i / 100, lateral_mm: k ? 40 : -40, out_mm: 50, force_n: 10 + k })) });
		const shares = (i) => (i < n / 2 ? 0.4 * i / (n / 2) : 0.6 + 0.3 * (i - n / 2) / (n / 2)); // a skip from 0.4 to 0.6
		for (let i = 0; i < n; i++) {
			if (i > n / 4 && i < n / 3) continue; // the stream was cut
			tape.push(shot(i), shares(i), i * 50);
		}
		say(m.BYTES < 1 << 20 && tape.length <= 4096, "size " + tape.length);
		say(Math.abs(tape.at(0).elapsed_s) < 0.01, "first");
		say(n / 20 - tape.at(tape.length - 1).elapsed_s < 10, "last");
		const seen = tape.find(0.1), s = tape.at(seen.index);
		say(seen.state === "seen" && Math.abs(s.elapsed_s - 0.1 / 0.4 * n / 40) < 5 && s.technique === "glide" && s.rollers[1].force_n === 11 && s.levels.length === 1, "0.1: " + JSON.stringify([seen, s]));
		say(tape.at(tape.find(0.8).index).technique === "knead", "0.8");
		say(tape.find(0.24).state === "unseen", "0.24: " + tape.find(0.24).state);
		say(tape.find(0.5).state === "left out", "0.5: " + tape.find(0.5).state);
		say(tape.find(0.95).state === "not played", "0.95: " + tape.find(0.95).state);
		const gaps = tape.gaps();
		say(gaps.length === 1 && Math.abs(gaps[0][0] - 0.2) < 0.01 && Math.abs(gaps[0][1] - 0.4 * 2 / 3) < 0.01, "gaps " + JSON.stringify(gaps));
		tape.wipe();
		say(tape.length === 0 && tape.find(0.1).state === "unseen" && tape.gaps().length === 0, "wiped");
		return wrong.join("; ") || "holds";`)
	if got != "holds" {
		t.Error(got)
	}
}

// looksBack: after a session the score can be gone over again, with keys too; what was not seen is told; going on wipes it.
func looksBack(t *testing.T, browser context.Context) {
	f := newFake()
	f.live = true
	tab, _ := begin(t, browser, f)
	f.set(func(f *fake) { f.snapshot.Pace = 60 })
	f.goTo(massageFrom + 100*time.Second)
	until(t, tab, says("doing", "Kneading")+` && `+says("clock", "8:"))
	until(t, tab, says("doing", "Pressing"))
	until(t, tab, `/^[0-6]:/.test(document.getElementById("clock").textContent)`) // well beyond what is looked back at
	f.Do(t.Context(), wire.Request{V: 1, Verb: wire.Stop})
	until(t, tab, after+` && !document.getElementById("lookback").hidden && !document.getElementById("scrub").hidden && !document.getElementById("then-gaps").hidden`)
	seek := func(share string) chromedp.Action[chromedp.Void] {
		return js(`{ const s = document.getElementById("scrub"); s.value = ` + share + `; s.dispatchEvent(new Event("input", { bubbles: true })); }`)
	}
	run(t, tab, seek("230"))
	until(t, tab, says("then-doing", "Kneading")+` && `+says("then-force", "N of 60")+` && /^\d:\d\d$/.test(document.getElementById("then-time").textContent) && document.getElementById("scrub").getAttribute("aria-valuetext").includes("Kneading")`)
	before, err := chromedp.Run(tab, chromedp.Evaluate[string](`document.getElementById("then-time").textContent`))
	if err != nil {
		t.Fatal(err)
	}
	run(t, tab, js(`document.getElementById("scrub").focus()`), chromedp.KeyEvent(kb.PageUp))
	until(t, tab, `document.getElementById("then-time").textContent !== "`+before+`"`)
	run(t, tab, seek("40"))
	until(t, tab, says("then-force", "did not see")+` && document.getElementById("then-time").textContent === ""`)
	run(t, tab, seek("960"))
	until(t, tab, says("then-force", "not played"))
	run(t, tab, press("Done looking back"))
	until(t, tab, `document.getElementById("then").hidden && document.activeElement.id === "outcome" && !("replay" in document.body.dataset)`)
	run(t, tab, press("Choose another"))
	until(t, tab, atHome)
	run(t, tab, browsertest.Click("#start button"))
	until(t, tab, after+` && document.getElementById("lookback").hidden`)
}

// leavesSeat: who has left the seat has left.
func leavesSeat(t *testing.T, browser context.Context) {
	f := newFake()
	tab, _ := begin(t, browser, f)
	f.goTo(massageFrom + time.Minute)
	until(t, tab, says("doing", "Gliding"))
	f.Do(t.Context(), wire.Request{V: 1, Verb: wire.Stop})
	until(t, tab, after+` && !document.getElementById("lookback").hidden`)
	f.set(func(f *fake) { f.snapshot.Seated = false })
	until(t, tab, `document.getElementById("lookback").hidden && document.getElementById("scrub").hidden`)
}

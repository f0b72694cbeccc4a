package httpapi_test

import (
	"context"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"github.com/openlumbar/lumbar/driver/manual"
	"github.com/openlumbar/lumbar/internal/library"
)

// keysOf are views to which a keyboard comes, with what shows that they are there.
var keysOf = []struct {
	name  string
	ready string
	serve func(*testing.T) (address string)
}{
	{"home", atHome, func(t *testing.T) string { return serve(t, newFake()).URL + "/" }},
	{"chair", isLive, func(t *testing.T) string { return besideSession(t) + "/chair" }},
	{"programmes", isLive, func(t *testing.T) string { return besideSession(t) + "/programmes" }},
	{"programme", isLive, func(t *testing.T) string { return besideSession(t) + "/programmes/after-desk" }},
	{"editor", isLive + ` && document.querySelector(".checked") !== null`, func(t *testing.T) string { return besideSession(t) + "/programmes/after-desk/edit" }},
	{"here", isLive + ` && document.getElementById("back").width > 300`, func(t *testing.T) string { return besideSession(t) + "/here" }},
	{"devices", isLive, func(t *testing.T) string { return besideSession(t) + "/devices" }},
	{"for other programs", isLive, func(t *testing.T) string { return besideSession(t) + "/api" }},
	{"my back", isLive + ` && document.querySelector("main.mine") !== null`, func(t *testing.T) string { return newWorld(t).url + "/be/Robin" }},
	{"massagers", `document.querySelector(".kinds") !== null`, func(t *testing.T) string { return someStudy(t).with(t, manual.Chair).URL + "/massagers" }},
	{"guide", `document.body.dataset.guide === "choose"`, func(t *testing.T) string { return someStudy(t).with(t, manual.Chair).URL + "/guide?massager=chair" }},
}

const isLive = `document.readyState === "complete" && document.body.dataset.link === "live"`

// besideSession serves the views beside the session.
func besideSession(t *testing.T) string {
	o := breakableOptions(t)
	o.Answer, o.Library = 20*time.Second, &library.Library{Dir: filepath.Join(t.TempDir(), "programmes")}
	return serveEngine(t, newFake(), o).URL
}

// TestKeyboardViews goes through views by Tab alone, on a phone's screen: STOP comes first, what has the focus shows it and is
// not covered, nothing holds the focus, and Esc stops from wherever it is.
func TestKeyboardViews(t *testing.T) {
	t.Parallel()
	browser := newBrowser(t)
	for _, v := range keysOf {
		t.Run(v.name, func(t *testing.T) {
			tab := newTab(t, browser)
			run(t, tab, media("light", "reduce"), chromedp.EmulateViewport(390, 844), chromedp.Navigate(v.serve(t)))
			until(t, tab, v.ready)
			stopFirst(t, tab)
			last := throughByTab(t, tab)
			run(t, tab, js(`globalThis.sent = []; { const real = fetch; globalThis.fetch = (to, with_) => { sent.push(String(with_?.body ?? "")); return real(to, with_); }; }`),
				chromedp.KeyEvent(kb.Escape))
			until(t, tab, `sent.some((body) => body.includes('"verb":"stop"') || body.startsWith("do=stop"))`)
			if last < 8 {
				t.Errorf("Tab reached %d things, want at least 8", last)
			}
		})
	}
}

// focused is what has the focus: its name, or empty at the end of the page, and what is wrong with how it stands there.
const focused = `(() => {
	const e = document.activeElement;
	if (!e || e === document.body) return ["", ""];
	const box = e.matches("input") && e.closest("label") ? e.closest("label") : e;
	const name = e.tagName.toLowerCase() + (e.id ? "#" + e.id : "") + " " + JSON.stringify((box.textContent || e.getAttribute("aria-label") || e.name || "").trim().replace(/\s+/g, " ").slice(0, 40));
	let seen = false;
	for (let p = e, n = 0; p && n < 4; p = p.parentElement, n++) {
		const s = getComputedStyle(p);
		if (s.outlineStyle !== "none" && parseFloat(s.outlineWidth) >= 2) seen = true;
	}
	if (!seen) return [name, "does not show that it has the focus"];
	const r = box.getClientRects()[0];
	for (const x of [0.1, 0.5, 0.9]) for (const y of [0.2, 0.5, 0.8]) {
		const at = document.elementFromPoint(r.left + x * r.width, r.top + y * r.height);
		if (at && (box.contains(at) || at.contains(box))) return [name, ""];
	}
	return [name, "is covered"];
})()`

// throughByTab presses Tab to the end of the page, and says how many things it has reached.
func throughByTab(t *testing.T, tab context.Context) int {
	t.Helper()
	const most = 400
	for n := 1; n < most; n++ {
		at, err := chromedp.Run(tab, chromedp.Evaluate[[2]string](focused))
		if err != nil {
			t.Fatal(err)
		}
		if at[0] == "" || n > 1 && strings.HasPrefix(at[0], "button#stop") {
			return n
		}
		if at[1] != "" {
			t.Errorf("%s %s", at[0], at[1])
		}
		run(t, tab, chromedp.KeyEvent(kb.Tab))
	}
	t.Fatalf("%d times Tab does not come to the end", most)
	return 0
}

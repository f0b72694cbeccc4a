package httpapi_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// roomLooks are further sizes in which everything must have room: the narrowest of WCAG 2.2 (1.4.10), and a tablet beside the
// chair.
var roomLooks = []axeLook{
	{name: "narrow", scheme: "light", width: 320, height: 640},
	{name: "tablet", scheme: "dark", width: 1024, height: 768},
}

// room finds what axe does not look for: what is wider than the screen (1.4.10), what STOP or the foot lies over when it has
// come into view by the keyboard (2.4.11), what they lie over at the very end, from where nobody can scroll on, text that is
// cut off, and anything that Tab reaches before STOP.
const room = `(async () => {
	await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
	const found = [], wide = document.documentElement.clientWidth;
	const name = (e) => e.tagName.toLowerCase() + (e.id ? "#" + e.id : e.className && typeof e.className === "string" ? "." + e.className.trim().split(/\s+/).join(".") : "") + " " + JSON.stringify((e.textContent ?? "").trim().replace(/\s+/g, " ").slice(0, 40));
	const seen = (e) => e.checkVisibility({ opacityProperty: false, visibilityProperty: true }) && e.getClientRects().length > 0 && !e.closest(".unseen, [aria-hidden=true]");
	const scrolls = (e) => { for (let p = e.parentElement; p && p !== document.body; p = p.parentElement) if (/auto|scroll|hidden|clip/.test(getComputedStyle(p).overflowX)) return true; return false; };
	const fixed = (e) => { for (let p = e; p && p !== document.body; p = p.parentElement) if (/fixed|sticky/.test(getComputedStyle(p).position)) return true; return false; };
	const all = [...document.body.querySelectorAll("*")].filter(seen);
	if (document.documentElement.scrollWidth > wide + 1) {
		const far = all.filter((e) => e.getBoundingClientRect().right > wide + 1 && !scrolls(e) && !e.closest("svg")).slice(0, 3).map(name);
		found.push("wider than the screen, " + document.documentElement.scrollWidth + " of " + wide + " px: " + far.join("; "));
	}
	for (const e of all) {
		if (!/hidden|clip/.test(getComputedStyle(e).overflowX) || e.closest("svg") || e.querySelector("canvas, svg")) continue;
		if (e.scrollWidth > e.clientWidth + 1 && e.clientWidth > 1) found.push("cut off, " + e.scrollWidth + " of " + e.clientWidth + " px: " + name(e));
	}
	const reach = all.filter((e) => !e.closest("[inert]") && e.matches("a[href], button:not(:disabled), input:not([type=hidden]):not(:disabled), select, textarea, summary, [tabindex='0']"));
	if (reach[0]?.id !== "stop") found.push("Tab reaches before STOP: " + (reach[0] ? name(reach[0]) : "nothing"));
	const before = [scrollX, scrollY];
	for (const e of reach) {
		const box = e.matches("input") && e.closest("label") ? e.closest("label") : e;
		if (fixed(box)) continue;
		box.scrollIntoView({ block: "nearest", behavior: "instant" });
		const r = box.getClientRects()[0], clear = [];
		if (!r || r.width < 1 || r.height < 1) continue;
		for (const x of [0.1, 0.5, 0.9]) for (const y of [0.2, 0.5, 0.8]) {
			const at = document.elementFromPoint(r.left + x * r.width, r.top + y * r.height);
			if (at && (box.contains(at) || at.contains(box))) clear.push(at);
		}
		if (clear.length === 0) found.push("covered when it is reached by Tab: " + name(box));
	}
	scrollTo(0, 1e6);
	const stop = document.querySelector("section.stop").getBoundingClientRect();
	const words = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), range = document.createRange();
	for (let n = words.nextNode(); n; n = words.nextNode()) {
		const e = n.parentElement;
		if (!n.data.trim() || !seen(e) || e.closest(".stop, footer, script, option, textarea") || fixed(e)) continue;
		range.selectNodeContents(n);
		for (const r of range.getClientRects()) {
			const over = Math.min(r.right, stop.right) - Math.max(r.left, stop.left) > 2 && Math.min(r.bottom, stop.bottom) - Math.max(r.top, stop.top) > 2;
			if (!over) continue;
			found.push("under STOP at the very end: " + name(e));
			break;
		}
	}
	scrollTo(...before);
	return found;
})()`

// fits fails the test where something has no room as the page stands, and writes a picture of it where LUMBAR_SHOTS names a
// folder.
func fits(t *testing.T, tab context.Context, state string) {
	t.Helper()
	found, err := chromedp.Run(tab, chromedp.Evaluate[[]string](room, chromedp.EvalAwaitPromise))
	if err != nil {
		t.Fatalf("%s: %v", state, err)
	}
	if len(found) > 0 {
		t.Errorf("%s:\n  %s", state, strings.Join(found, "\n  "))
	}
	dir := os.Getenv("LUMBAR_SHOTS")
	if dir == "" {
		return
	}
	picture, err := chromedp.Run(tab, chromedp.CaptureScreenshot())
	if err == nil {
		_, part, _ := strings.Cut(t.Name(), "/")
		err = os.WriteFile(filepath.Join(dir, strings.NewReplacer(" ", "-", ",", "", "/", "-").Replace("state "+part+" "+state)+".png"), picture, 0o644)
	}
	if err != nil {
		t.Fatal(err)
	}
}

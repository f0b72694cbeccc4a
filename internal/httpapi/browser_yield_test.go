package httpapi_test

import (
	"testing"

	"github.com/chromedp/chromedp"
)

// TestDrawingYields: while a press waits in the browser the drawing of the back lets it go first, once; the picture is whole all
// the while, and the next drawing is finished though another press waits.
func TestDrawingYields(t *testing.T) {
	server := serve(t, newFake())
	tab := home(t, newBrowser(t), server)
	const drawing = `(async () => {
	const { engrave } = await import("/static/engraving.js"), { Back } = await import("/static/surface.js"), { BackView } = await import("/static/back.js");
	const box = document.createElement("canvas"), pen = box.getContext("2d");
	const view = { s: 1, lo: 0, hi: 400, x: (x) => 200 + x, y: (a) => 400 - a };
	const flat = () => () => 0, back = new Back(117, 329, null), known = () => 1, out = [];
	const waits = (is) => Object.defineProperty(navigator, "scheduling", { value: { isInputPending: () => is }, configurable: true });
	waits(false);
	out.push(engrave(pen, view, back, known, flat, true));
	waits(true);
	out.push(engrave(pen, view, back, known, flat, true), engrave(pen, view, back, known, flat));
	waits(false);
	const canvas = document.createElement("canvas");
	document.getElementById("back").after(canvas);
	const seen = new BackView(canvas), inked = () => { const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height); let n = 0; for (let i = 3; i < data.length; i += 4) n += data[i] > 0; return n; };
	let now = performance.now() + 1e6;
	const frame = () => seen.frame(now += 200);
	frame();
	const whole = inked();
	waits(true);
	frame();
	out.push(whole > 1000, inked() === whole);
	frame();
	out.push(inked() > 0.9 * whole);
	canvas.remove();
	waits(false);
	return out;
	})()`
	got, err := chromedp.Run(tab, chromedp.Evaluate[[]bool](drawing, chromedp.EvalAwaitPromise))
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range []bool{true, false, true, true, true, true} {
		if i >= len(got) || got[i] != want {
			t.Fatalf("got %v, want true but for the second", got)
		}
	}
}

package httpapi_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"github.com/openlumbar/lumbar/internal/outcome"
)

// TestBrowserMine: notes in two taps, over weeks that a test lets pass, until there is an answer; without a script of ours.
func TestBrowserMine(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	tab := newTab(t, newBrowser(t))
	on := func(words string) string {
		return `document.readyState === "complete" && document.querySelector("main.mine") !== null && document.querySelector("main.mine").innerText.includes(` + "`" + words + "`" + `)`
	}
	run(t, tab, chromedp.EmulateViewport(390, 844, chromedp.EmulateScale(1)), chromedp.Navigate(w.url+"/mine"))
	comes(t, tab, `document.body.innerText.includes("Say first who is sitting")`)
	run(t, tab, chromedp.Navigate(w.url+"/be/Robin"))
	comes(t, tab, on("One note a day, in two taps"))

	// Two taps.
	run(t, tab, js(`document.querySelector('#note-daily [name="pain"][value="6"]').click()`), js(`document.querySelector("#note-daily button.primary").click()`))
	comes(t, tab, on("Noted: pain 6."))
	run(t, tab, js(`document.querySelector('[name="activity"]').value = "put on socks"`), js(`document.querySelector('[name="lasting"]').click()`),
		js(`document.querySelector(".aims-form button").click()`))
	comes(t, tab, `document.body !== null && document.body.textContent.includes("How hard was it: put on socks?")`)
	if a, err := w.store.Aims(t.Context(), w.key); err != nil || !a.Lasting || a.Activities[0] != "put on socks" {
		t.Fatalf("the aims are not kept: %v", err)
	}

	// Six weeks: two without the chair, four with it.
	for d := 1; d < 14+28; d++ {
		w.day(d)
		pain := 6 + d%2
		if d >= 14 {
			pain = 5 - min(4, (d-14)/3)
		}
		if d%7 != 5 {
			w.note(outcome.Daily, map[string]int{"pain": pain})
		}
		if d >= 14 && d%2 == 0 {
			w.session()
		}
		switch d {
		case 20: // the first week with the chair
			run(t, tab, chromedp.Navigate(w.url+"/be/Robin"))
			comes(t, tab, on("Weeks 3 and 4 with the chair are compared"))
		case 29:
			run(t, tab, chromedp.Navigate(w.url+"/be/Robin"))
			comes(t, tab, on("Two more daily notes this week."))
		}
	}
	w.day(14 + 28)
	run(t, tab, chromedp.Navigate(w.url+"/be/Robin"))
	comes(t, tab, on("By your own notes: clearly better."))
	comes(t, tab, on(outcome.Caveat))
	comes(t, tab, on("Four weeks on"))

	// The table says what the picture shows; the picture fits a phone.
	run(t, tab, js(`document.querySelector(".as-table summary").click()`))
	comes(t, tab, `document.querySelectorAll(".as-table tbody tr").length > 30 && document.querySelector(".as-table thead").innerText.includes("Pain")`)
	comes(t, tab, `document.documentElement.scrollWidth <= innerWidth`)
	comes(t, tab, `[...document.querySelectorAll(".small-multiples")].every((f) => [...f.querySelectorAll("svg")].filter((s) => getComputedStyle(s).display !== "none").length === 1)`)

	// Worse, by the keyboard.
	run(t, tab, js(`document.querySelector(".felt-worse button").focus()`), chromedp.KeyEvent("\r"))
	comes(t, tab, on("A bruise or skin mark"))
	run(t, tab, js(`document.querySelector(".worse .none").click()`))
	comes(t, tab, on("Let the chair be for now."))
	if got := strings.Join(w.marks(), " "); got != "worse" {
		t.Errorf("kept are %q", got)
	}
}

// comes waits for a condition over pages that follow one another: a form's answer is a new page, in which a wait begun in the
// old one cannot end.
func comes(t *testing.T, tab context.Context, condition string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(tab, 30*time.Second)
	defer cancel()
	for {
		there, err := chromedp.Run(ctx, chromedp.Evaluate[bool](condition))
		switch {
		case err == nil && there:
			return
		case ctx.Err() != nil:
			text, _ := chromedp.Run(tab, chromedp.Evaluate[string]("document.body.innerText"))
			t.Fatalf("never came true: %s: %v\nthe page says:\n%s", condition, err, text)
		}
		run(t, tab, chromedp.Sleep(50*time.Millisecond))
	}
}

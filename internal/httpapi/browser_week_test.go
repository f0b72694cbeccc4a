package httpapi_test

import (
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"github.com/openlumbar/lumbar/internal/httpapi"
)

// TestBrowserWeek walks a person's way: a note, an empty week, a plan, a break that is proposed and taken, a calendar.
func TestBrowserWeek(t *testing.T) {
	t.Parallel()
	h := newHouse(t, httpapi.Options{}, "")
	h.set(wednesday.AddDate(-20, 0, 1)) // long ago: on the browser's own clock, the first break is due
	tab := newTab(t, newBrowser(t))
	press := func(button, then string) {
		t.Helper()
		run(t, tab, js(`document.querySelector(`+"`"+button+"`"+`).click()`))
		land(t, tab, then)
	}
	run(t, tab, chromedp.Navigate(h.URL+"/note/"+h.now().Format(time.DateOnly)))
	land(t, tab, `document.querySelector(".taps")`)
	press(`.taps button[value="2"]`, `document.querySelector("h1").textContent.startsWith("Noted")`)
	press(`.places a[href="/week"]`, `document.querySelector(".plan")`)
	run(t, tab, js(`document.querySelector('[name="breaks"]').click(); document.querySelector('[name="break-sun"]').click()`))
	press(`.plan button.primary`, `document.querySelectorAll(".columns > li").length === 7`)

	land(t, tab, `document.querySelector(".break.due") && !document.getElementById("break-ask").hidden`)
	land(t, tab, `document.getElementById("stop").getBoundingClientRect().height > 40`) // STOP is there, and nothing lies over the page
	press(`.break [value="break"]`, `document.querySelector(".tally").textContent === "0 min noted, 1 change"`)
	press(`[value="take-back"]`, `document.querySelector(".tally").textContent === "0 min noted, 0 changes"`)
	press(`[value="feed-new"]`, `document.querySelector(".address")`)
	press(`[value="feed-off"]`, `document.querySelector(".done")?.textContent === "The calendar is off."`)
	press(`.today a[href="/week/moves"]`, `document.querySelectorAll(".sequence > li").length > 0`)
	if problems, err := chromedp.Run(tab, chromedp.Evaluate[string](`[...document.querySelectorAll("button, a, input")].filter((e) => e.type !== "hidden" && !(e.textContent.trim() || e.getAttribute("aria-label") || e.closest("label"))).map((e) => e.outerHTML).join("\n")`)); err != nil || problems != "" {
		t.Errorf("without a name: %s, %v", problems, err)
	}
}

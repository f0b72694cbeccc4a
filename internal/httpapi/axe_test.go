package httpapi_test

import (
	"context"
	_ "embed"
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// axeCore judges a page by the rules of WCAG 2.2 that a machine can judge; see NOTICE.
//
//go:embed testdata/axe/axe.min.js
var axeCore string

// everyView is for who has a quarter of an hour: make proof. Without it the walks that are short are gone.
var everyView = flag.Bool("views", false, "judge every view in every state, not only those that are quickly brought up")

// TestAccessible brings up every view in every state that a person can meet, and finds nothing there that breaks a rule of
// WCAG 2.2, levels A and AA. Each state is judged light and dark, wide and on a phone.
func TestAccessible(t *testing.T) {
	t.Parallel()
	browser, all, walked := newBrowser(t), met{}, 0
	walks := axeWalks()
	for _, w := range walks {
		t.Run(w.name, func(t *testing.T) {
			if !w.short && !*everyView {
				t.Skip("make proof judges this one")
			}
			judged := 0
			tab := newTab(t, browser)
			run(t, tab, media("light", "reduce"), chromedp.EmulateViewport(1440, 900))
			w.walk(t, tab, func(state string) {
				t.Helper()
				judge(t, tab, state)
				all.note(t, tab)
				judged++
			})
			if judged < w.states && !t.Failed() {
				t.Errorf("%d states were judged, want %d", judged, w.states)
			}
			walked++
		})
	}
	if walked == len(walks) && !t.Failed() {
		for _, what := range all.unmet(t) {
			t.Error("no walk brings up", what)
		}
	}
}

// axeWalk brings up views and states, and says of each when it stands.
type axeWalk struct {
	name   string
	walk   func(*testing.T, context.Context, func(state string))
	states int // what the walk brings up, at least: a walk that ends early does not pass
	short  bool
}

// axeWalks are all of them. What no walk brings up is found by comparing them with the templates.
func axeWalks() []axeWalk {
	return []axeWalk{
		{"home and session", axeSession, 18, false},
		{"visit", axeVisit, 20, false},
		{"people", axePeople, 8, true},
		{"my back", axeMine, 6, false},
		{"my week", axeWeek, 11, false},
		{"known back", axeKnown, 9, false},
		{"massagers", axeGuide, 13, false},
		{"places", axePlaces, 11, false},
		{"devices", axeDevices, 5, true},
		{"rare in a session", axeRare, 10, false},
		{"another day", axeAgain, 6, false},
		{"out of the ordinary", axeOdd, 8, false},
		{"chosen", axeChoose, 4, false},
		{"not now", axeWait, 5, false},
		{"a shared place", axeShared, 13, false},
		{"a chair tried", axeTryout, 5, true},
		{"chairs with a link", axeChairs, 10, false},
		{"a chair that takes keys", axeClosed, 13, false},
	}
}

// axeLook is one way in which a state is looked at.
type axeLook struct {
	name, scheme  string
	width, height int64
	only          string // the one rule that is judged; empty: all
}

// axeLooks are how a state is looked at. What a rule says of names and order does not depend on colours: in the dark, colours
// alone are judged.
var axeLooks = []axeLook{
	{"wide, dark", "dark", 1440, 900, "color-contrast"},
	{"phone, dark", "dark", 390, 844, "color-contrast"},
	{"phone, light", "light", 390, 844, ""},
	{"wide, light", "light", 1440, 900, ""},
}

// judging runs axe on the page as it stands. Movements of the style sheet are put at their end first: a colour on its way to
// another is no colour.
const judging = `(async (only) => {
	await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
	for (const a of document.getAnimations()) { try { a.finish() } catch { a.cancel() } } // what repeats for ever has no end
	const by = only ? { type: "rule", values: [only] } : { type: "tag", values: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"] };
	const found = await axe.run(document, { runOnly: by, rules: { "target-size": { enabled: !only } }, resultTypes: ["violations"], elementRef: false });
	return found.violations.flatMap((v) => v.nodes.map((n) => [v.id, n.target.join(" "), n.failureSummary.replace(/\s+/g, " ").slice(0, 400)].join(" | ")));
})`

// judge fails the test for each rule that the page breaks as it stands.
func judge(t *testing.T, tab context.Context, state string) {
	t.Helper()
	for _, look := range axeLooks {
		run(t, tab, media(look.scheme, "reduce"), chromedp.EmulateViewport(look.width, look.height))
		if look.only == "" || os.Getenv("LUMBAR_SHOTS") != "" { // room does not depend on colours
			fits(t, tab, state+", "+look.name)
		}
		there, err := chromedp.Run(tab, chromedp.Evaluate[bool](`typeof axe === "object"`))
		if err != nil {
			t.Fatal(err)
		}
		if !there {
			run(t, tab, js(axeCore))
		}
		ctx, cancel := context.WithTimeout(tab, 5*time.Minute)
		broken, err := chromedp.Run(ctx, chromedp.Evaluate[[]string](fmt.Sprintf("%s(%q)", judging, look.only), chromedp.EvalAwaitPromise))
		cancel()
		if err != nil {
			t.Fatalf("%s, %s: %v", state, look.name, err)
		}
		if len(broken) > 0 {
			t.Errorf("%s, %s:\n  %s", state, look.name, strings.Join(broken, "\n  "))
		}
	}
	for _, look := range roomLooks {
		run(t, tab, media(look.scheme, "reduce"), chromedp.EmulateViewport(look.width, look.height))
		fits(t, tab, state+", "+look.name)
	}
	last := axeLooks[len(axeLooks)-1]
	run(t, tab, media(last.scheme, "reduce"), chromedp.EmulateViewport(last.width, last.height))
}

// TestAxeJudges is the test of the test: a page that breaks rules does not pass.
func TestAxeJudges(t *testing.T) {
	t.Parallel()
	tab := newTab(t, newBrowser(t))
	run(t, tab, chromedp.Navigate(serve(t, newFake()).URL))
	until(t, tab, atHome)
	run(t, tab, js(axeCore), js(`document.querySelector("h1").style.color = "#ddd"; document.getElementById("stop").replaceChildren()`))
	broken, err := chromedp.Run(tab, chromedp.Evaluate[[]string](judging+`("")`, chromedp.EvalAwaitPromise))
	if err != nil {
		t.Fatal(err)
	}
	for _, rule := range []string{"color-contrast | #home > h1", "button-name | #stop"} {
		if !strings.Contains(strings.Join(broken, "\n"), rule) {
			t.Errorf("%s was not found among %q", rule, broken)
		}
	}
}

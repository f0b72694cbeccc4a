package httpapi_test

import (
	"context"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"github.com/openlumbar/lumbar/internal/adding"
	"github.com/openlumbar/lumbar/internal/browsertest"
	"github.com/openlumbar/lumbar/internal/chairs"
)

// TestChairsBrowser: looking, the five questions and choosing, with keys; what looks ten seconds says so meanwhile.
func TestChairsBrowser(t *testing.T) {
	t.Parallel()
	browser := newBrowser(t)
	g := newGarage(t)
	o := breakableOptions(t)
	o.Chairs = g
	server := serveEngine(t, newFake(), o)
	tab := view(t, browser, server.URL+"/chair")
	done := make(chan struct{})
	g.set(func(g *garage) { g.look, g.wait = reachable(), done })
	run(t, tab, js(`document.getElementById("scan-at").focus()`), chromedp.KeyEvent("board.local"), chromedp.KeyEvent("\r"))
	until(t, tab, says("scan-says", "about ten seconds")+` && document.getElementById("scan-go").getAttribute("aria-disabled") === "true"`)
	close(done)
	arrives(t, tab, `location.hash === "#found" && document.activeElement.id === "found" && `+says("found", "EVOLUTION-10:13")+` && `+says("found", "usermod -aG dialout"))
	if g.at != "board.local" {
		t.Errorf("it looked at %q", g.at)
	}
	looks(t, tab, "chairs-found")
	run(t, tab, browsertest.Click(`#found a.primary`))
	arrives(t, tab, `document.getElementById("add") !== null && document.getElementById("add-like").value === "infinity"`)
	looks(t, tab, "chairs-add")
	run(t, tab, js(`document.querySelector('[name="title"]').select()`), chromedp.KeyEvent("The den"), chromedp.KeyEvent("\r"))
	arrives(t, tab, `location.search === "?added=the-den" && document.querySelector(".linked .added b").textContent === "The den"`)
	looks(t, tab, "chairs-added")
	run(t, tab, browsertest.Click(`.linked .added .acts button`))
	arrives(t, tab, `location.pathname === "/chair" && location.hash === "#tryout"`) // by itself, when the next server answers
	if l, ok, err := g.Used(); !ok || err != nil || l.Name() != "the-den" {
		t.Errorf("%+v %v %v", l, ok, err)
	}
	removes(t, tab, g)
	run(t, tab, chromedp.Navigate(server.URL+"/chair/add?link=modbus-tcp%3A%2F%2F192.168.1.20%3A502"))
	arrives(t, tab, `document.querySelector('[name="real"]:checked')?.value === "yes"`)
	looks(t, tab, "chairs-board")
	run(t, tab, js(`const s = document.getElementById("add-like"); s.value = "retrofit-az"; s.dispatchEvent(new Event("change"))`))
	arrives(t, tab, `location.search.includes("like=retrofit-az") && document.getElementById("add-like").value === "retrofit-az"`)
}

// removes takes a chair away that a terminal has added meanwhile: the list is alive, and the page asks first.
func removes(t *testing.T, tab context.Context, g *garage) {
	t.Helper()
	until(t, tab, `document.body.dataset.link === "live" && document.querySelector(".remove") === null`) // what is used stays
	if _, err := g.Add(adding.Answers{Link: "ble", Like: "infinity", Title: "The attic", Weight: "100"}); err != nil {
		t.Fatal(err)
	}
	run(t, tab, js(`window.dispatchEvent(new Event("focus"))`))
	until(t, tab, says("chair-list", "The attic"))
	run(t, tab, js(`document.querySelector(".remove summary").focus()`), chromedp.KeyEvent("\r"))
	until(t, tab, `document.querySelector(".remove").open && document.querySelector("[data-keep]").checkVisibility()`)
	looks(t, tab, "chairs-remove")
	run(t, tab, browsertest.Click(`.remove [data-keep]`))
	until(t, tab, `!document.querySelector(".remove").open && document.activeElement === document.querySelector(".remove summary")`)
	if names, err := g.Names(); err != nil || len(names) != 2 {
		t.Fatal(names, err)
	}
	run(t, tab, chromedp.KeyEvent("\r"))
	until(t, tab, `document.querySelector(".remove").open`)
	run(t, tab, browsertest.Click(`.remove button`))
	until(t, tab, says("change-says", "The attic was removed.")+` && !`+says("chair-list", "The attic")+` && document.activeElement.id === "h-chairs"`)
	if names, err := g.Names(); err != nil || len(names) != 1 {
		t.Fatal(names, err)
	}
}

// looks takes pictures of a state in each look, if pictures are taken.
func looks(t *testing.T, tab context.Context, name string) {
	t.Helper()
	for _, look := range axeLooks {
		run(t, tab, media(look.scheme, "reduce"), chromedp.EmulateViewport(look.width, look.height))
		pictureOf(t, tab, name+"-"+strings.ReplaceAll(look.name, ", ", "-"))
	}
}

// axeChairs is chairs with a link: none, found, nothing found, the questions, refused, added, and one that was not reached.
func axeChairs(t *testing.T, tab context.Context, judge func(string)) {
	g := newGarage(t)
	o := breakableOptions(t)
	o.Chairs = g
	f := newFake()
	server := serveEngine(t, f, o)
	to := func(path, condition string) {
		t.Helper()
		run(t, tab, chromedp.Navigate(server.URL+path))
		arrives(t, tab, `document.body.dataset.link === "live" && (`+condition+`)`)
	}
	to("/chair", shown("scan-go"))
	judge("no chairs")
	g.set(func(g *garage) { g.look = reachable() })
	run(t, tab, browsertest.Click("#scan-go"))
	arrives(t, tab, `document.body.dataset.link === "live" && `+shown("found"))
	judge("chairs found")
	to("/chair/add", `document.querySelector('[name="link"]') !== null`)
	judge("a chair's link")
	to("/chair/add?link=modbus-tcp%3A%2F%2F192.168.1.20%3A502", `document.getElementById("add") !== null`)
	judge("a chair's questions")
	run(t, tab, js(`document.querySelector('[name="weight"]').value = "much"`), browsertest.Click("#add button"))
	arrives(t, tab, `document.body.dataset.link === "live" && document.querySelector(".problem")?.textContent.includes("no weight in kg")`)
	judge("a chair refused")
	run(t, tab, js(`document.querySelector('[name="weight"]').value = "120"`), browsertest.Click("#add button"))
	arrives(t, tab, `document.body.dataset.link === "live" && document.querySelector(".linked .added") !== null`)
	judge("a chair added")
	run(t, tab, browsertest.Click(".remove summary"))
	arrives(t, tab, `document.querySelector(".remove").open`)
	judge("a chair to be removed")
	g.set(func(g *garage) {
		g.said = "The chair that was chosen could not be used: nothing answers. The one before is used again."
	})
	to("/chair", `document.querySelector("#chairs .problem") !== null`)
	judge("a chair that did not come up")
	g.set(func(g *garage) {
		g.used, g.said, g.off = "the-board", "", "opening the-board: connecting to 192.168.1.20:502: i/o timeout"
	})
	f.set(func(f *fake) { f.down = errDown })
	run(t, tab, chromedp.Navigate(server.URL+"/chair"))
	arrives(t, tab, `document.body.dataset.link === "unreached" && `+shown("off"))
	judge("a chair that is not reached")
	f.set(func(f *fake) { f.down = nil })
	g.set(func(g *garage) { g.used, g.off = chairs.SimulatedOne, "" })
	// A page of another chair, in a tab that has loaded itself anew for this one.
	to("/chair", shown("scan-go"))
	run(t, tab, js(`const { dataset } = document.body; sessionStorage.setItem("lumbar.served", dataset.served); dataset.served = "x"; document.dispatchEvent(new Event("visibilitychange"))`))
	arrives(t, tab, shown("another"))
	judge("another chair")
}

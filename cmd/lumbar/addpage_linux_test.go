package main

import (
	"context"
	"log/slog"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/internal/browsertest"
	"github.com/openlumbar/lumbar/internal/link"
	"github.com/openlumbar/lumbar/internal/wire"
)

// hurried is how many times as fast as the wall the chair of this test lives, so that its carriage is not waited for.
const hurried = 4

// starts asks the engine of a data directory for a session, as the server does for somebody who has passed the safety check;
// empty: it was taken.
func starts(t *testing.T, dir string) (why string) {
	t.Helper()
	socket, err := link.SocketPath(dir)
	if err != nil {
		t.Fatal(err)
	}
	client := &link.Client{Socket: socket, Logger: slog.New(slog.DiscardHandler)}
	ctx, cancel := context.WithCancel(context.Background())
	quiet := make(chan struct{})
	go func() { defer close(quiet); client.Run(ctx) }()
	defer func() { cancel(); <-quiet }()
	limits := chair.Everyone()
	asking, end := context.WithTimeout(ctx, soon)
	defer end()
	reply, err := client.Do(asking, wire.Request{V: wire.Version, Verb: wire.Start, Programme: "after-desk", By: "page-0123456789abcdef01", Limits: &limits})
	if err != nil {
		t.Fatal(err)
	}
	return reply.Error
}

// TestAddOnPage is the way from nothing to a chair that people may sit in, on the page of the server as it ships: it is looked
// for, found, added, used without anybody going to a terminal, refuses sessions, is tried key by key, and gives one.
func TestAddOnPage(t *testing.T) {
	t.Parallel()
	b := browser(t)
	station, bus := inTheAir(t, hurried)
	dir := shortDir(t)
	p := startOn(t, bus, "serve", "--addr", "127.0.0.1:0", "--data", dir)
	address := p.page()
	tab := tab(t, b)
	open(t, tab, address)
	inTab(t, tab, chromedp.Navigate(address+"/chair"))
	shows(t, tab, linked+` && document.getElementById("scan-go") !== null`)
	inTab(t, tab, browsertest.Click("#scan-go"))
	shows(t, tab, linked+` && document.querySelector('#found a[href*="ble%3A"]') !== null`)
	inTab(t, tab, browsertest.Click(`#found a[href*="ble%3A"]`))
	shows(t, tab, linked+` && document.getElementById("add-like")?.value === "infinity"`)
	inTab(t, tab, chromedp.Evaluate[chromedp.Void](`document.querySelector('[name="title"]').value = "The den"`), browsertest.Click("#add button"))
	shows(t, tab, linked+` && document.querySelector(".linked .added b")?.textContent === "The den"`)
	if keys := station.Chair.Pressed(); len(keys) > 0 {
		t.Errorf("found and added, and pressed % X", keys)
	}
	inTab(t, tab, browsertest.Click(".linked .added .acts button"))
	shows(t, tab, `location.hash === "#tryout" && `+linked+` && document.querySelector("h1").textContent === "The den"`)
	if why := starts(t, dir); !strings.Contains(why, "nobody sits in The den yet") {
		t.Fatalf("a session before the test: %q", why)
	}
	inTab(t, tab, chromedp.Evaluate[chromedp.Void](`document.getElementById("tryout-who").value = "the maker"`), browsertest.Click("#tryout-begin button"))
	shows(t, tab, `document.getElementById("tryout-yes").checkVisibility() && `+has("tryout-title", "The empty seat"))
	if keys := station.Chair.Pressed(); len(keys) > 0 {
		t.Errorf("before the seat was said to be empty, pressed % X", keys)
	}
	// From now on whoever stands there says yes.
	inTab(t, tab, chromedp.Evaluate[chromedp.Void](`globalThis.saysYes = setInterval(() => { const yes = document.getElementById("tryout-yes"); if (yes.checkVisibility()) yes.click(); }, 100)`))
	shows(t, tab, `document.getElementById("tryout-key").checkVisibility() && document.querySelector("#tryout-way .done") !== null`)
	shows(t, tab, `document.getElementById("tryout-over").checkVisibility()`)
	shows(t, tab, has("tryout-outcome", "It passed, every step")+` && `+has("tryout-kept", "signed"))
	if !station.Chair.Stopped() {
		t.Error("the chair runs after its test")
	}
	inTab(t, tab, chromedp.Navigate(address+"/chair"))
	shows(t, tab, linked+` && `+has("chairs", "Tried, with a record that holds"))
	await(t, "a session is taken", func() bool {
		why := starts(t, dir)
		if why != "" && !strings.Contains(why, "being tried") {
			t.Fatalf("a session after the test: %q", why)
		}
		return why == ""
	})
	shows(t, tab, linked+` && document.getElementById("running").checkVisibility()`)
	inTab(t, tab, browsertest.Click("#stop"))
	await(t, "the chair has stopped", station.Chair.Stopped)
}

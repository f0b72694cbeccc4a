package httpapi_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"sync/atomic"
	"testing"

	"github.com/chromedp/chromedp"

	"github.com/openlumbar/lumbar/internal/adding"
	"github.com/openlumbar/lumbar/internal/browsertest"
	"github.com/openlumbar/lumbar/internal/chairs"
	"github.com/openlumbar/lumbar/internal/httpapi"
)

// relay is one address at which one server comes after the other.
type relay struct {
	now atomic.Pointer[httpapi.Server]
}

func (l *relay) ServeHTTP(w http.ResponseWriter, r *http.Request) { l.now.Load().ServeHTTP(w, r) }

// comes has another server at the address; end ends it, and its streams.
func (l *relay) comes(t *testing.T, o httpapi.Options) (end func()) {
	t.Helper()
	o.Engine, o.Bodies, o.Programmes, o.Version = newFake(), bodies(), cards(), "test"
	s, err := httpapi.New(o)
	if err != nil {
		t.Fatal(err)
	}
	l.now.Store(s)
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan struct{})
	go func() { defer close(ended); s.Serve(ctx) }()
	return func() { cancel(); <-ended }
}

// TestAnotherChairBrowser: when the server comes back with another chair, pages at which nobody is in the middle of anything
// load themselves anew, and the others say so; with the same chair nothing happens.
func TestAnotherChairBrowser(t *testing.T) {
	browser := newBrowser(t)
	l, g, p := &relay{}, newGarage(t), bench(t)
	o := httpapi.Options{Chair: &p, Chairs: g}
	end := l.comes(t, o)
	server := httptest.NewServer(l)
	t.Cleanup(func() { end(); server.Close() })
	at := func(path string) context.Context { return view(t, browser, server.URL+path) }
	home, chairView, typed := at("/"), at("/chair"), at("/")
	run(t, typed, js(`document.querySelector('input[name="seed"]').closest("details")?.setAttribute("open", "")`),
		js(`const s = document.querySelector('input[name="seed"]'); s.value = "7"; s.dispatchEvent(new Event("input", { bubbles: true }))`))
	for _, tab := range []context.Context{home, chairView, typed} {
		run(t, tab, js(`window.before = true`))
	}
	back := func(o httpapi.Options) {
		t.Helper()
		end()
		for _, tab := range []context.Context{home, chairView, typed} { // each has noticed
			until(t, tab, `document.body.dataset.link === "lost"`)
		}
		end = l.comes(t, o)
	}
	back(o)
	for _, tab := range []context.Context{home, chairView, typed} {
		until(t, tab, `window.before === true && document.body.dataset.link === "live" && document.getElementById("another").hidden`)
	}
	if _, err := g.Add(adding.Answers{Link: "unix:/run/lab", Like: "bench-4d", Title: "The lab", Weight: "100", Real: "no"}); err != nil {
		t.Fatal(err)
	}
	lab, err := g.Find("the-lab", "")
	if err != nil {
		t.Fatal(err)
	}
	g.set(func(g *garage) { g.used = "the-lab" })
	back(httpapi.Options{Chair: &lab.Profile, Chairs: g})
	arrives(t, home, `window.before === undefined && document.body.dataset.link === "live" && document.getElementById("another").hidden`)
	arrives(t, chairView, `window.before === undefined && document.querySelector("h1").textContent === "The lab"`)
	until(t, typed, `window.before === true && document.querySelector('input[name="seed"]').value === "7" && `+shown("another")+` && `+says("another", "another chair now: The lab."))
	looks(t, typed, "another-chair")
	run(t, typed, browsertest.Click("#another a"))
	arrives(t, typed, `window.before === undefined && document.body.dataset.link === "live" && document.getElementById("another").hidden`)
	g.set(func(g *garage) { g.used = chairs.SimulatedOne })
}

// TestUnreachedBrowser: a page that is open says which chair is not reached, and leads to the ways out.
func TestUnreachedBrowser(t *testing.T) {
	browser := newBrowser(t)
	f, g := newFake(), newGarage(t)
	o := breakableOptions(t)
	o.Chairs = g
	if _, err := g.Add(adding.Answers{Link: "ble", Like: "infinity", Title: "The attic", Weight: "100"}); err != nil {
		t.Fatal(err)
	}
	server := serveEngine(t, f, o)
	tab := view(t, browser, server.URL+"/")
	g.set(func(g *garage) {
		g.used, g.off, g.still = "den", "opening den: connecting to 192.168.1.20:502: dial tcp 192.168.1.20:502: i/o timeout", "nothing answers at 192.168.1.20:502"
	})
	f.set(func(f *fake) { f.down = errDown })
	until(t, tab, `document.body.dataset.link === "unreached" && `+says("link", "is not reached.")+` && `+shown("link-way"))
	looks(t, tab, "unreached-home")
	run(t, tab, browsertest.Click("#link-way"))
	arrives(t, tab, `location.hash === "#off" && `+shown("off")+` && document.body.dataset.link === "unreached"`)
	looks(t, tab, "unreached")
	run(t, tab, browsertest.Click(`#off .primary`))
	until(t, tab, says("off-says", "Nothing answers at 192.168.1.20:502."))
	g.set(func(g *garage) { g.still = "" })
	run(t, tab, js(`document.querySelector("#off .primary").focus()`), chromedp.KeyEvent("\r"))
	until(t, tab, says("off-says", "Lumbar reaches for the chair"))
	f.set(func(f *fake) { f.down = nil })
	g.set(func(g *garage) { g.off = "" })
	until(t, tab, `document.body.dataset.link === "live" && document.getElementById("off").hidden && document.getElementById("link").hidden`)
}

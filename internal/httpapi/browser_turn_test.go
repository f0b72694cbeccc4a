package httpapi_test

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"sync"
	"testing"
)

// delay lets a test hold back what a running server answers to steps of a visit.
type delay struct {
	mu      sync.Mutex
	arrived chan string // what was asked, one at a time
	answers chan bool   // false: the answer is lost
	on      bool
}

func newDelay(t *testing.T, server *httptest.Server) *delay {
	d := &delay{arrived: make(chan string, 8), answers: make(chan bool, 8)}
	t.Cleanup(func() { close(d.answers) }) // before the server ends: it waits for its answers
	whole := server.Config.Handler
	server.Config.Handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		d.mu.Lock()
		on := d.on
		d.mu.Unlock()
		if r.URL.Path != "/visit" || !on {
			whole.ServeHTTP(w, r)
			return
		}
		body, _ := io.ReadAll(r.Body)
		r.Body = io.NopCloser(bytes.NewReader(body))
		answer := httptest.NewRecorder()
		whole.ServeHTTP(answer, r)
		f, _ := url.ParseQuery(string(body))
		d.arrived <- f.Get("do")
		if !<-d.answers {
			http.Error(w, "lost on the way", http.StatusBadGateway) // a connection that breaks the browser opens anew, and asks again by itself
			return
		}
		for name, values := range answer.Header() {
			w.Header()[name] = values
		}
		w.WriteHeader(answer.Code)
		_, _ = w.Write(answer.Body.Bytes())
	})
	return d
}

func (d *delay) set(on bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.on = on
}

// TestTurnsBrowser: a slow answer, a lost one and a second press cost nothing that was marked, and answer nothing unread.
func TestTurnsBrowser(t *testing.T) {
	t.Parallel()
	server := serve(t, newFake())
	d := newDelay(t, server)
	tab := home(t, newBrowser(t), server)
	toCards(t, tab)
	until(t, tab, card(1))
	choose := does("do", "choose")

	d.set(true)
	run(t, tab, choose, choose, choose) // impatient: one press
	<-d.arrived
	until(t, tab, `document.getElementById("visit").ariaBusy === "true"`)
	d.set(false)
	d.answers <- true
	until(t, tab, card(2)+` && document.getElementById("visit").ariaBusy === null`)

	d.set(true)
	run(t, tab, choose)
	<-d.arrived
	d.answers <- false // the server has it, the page does not know
	until(t, tab, `document.querySelector("#visit .problem") !== null`)
	d.set(false)
	run(t, tab, choose)
	until(t, tab, card(3)+` && `+says("visit", "What you pressed before had arrived"))

	// While a look is on its way a line is marked and pressed: neither is lost.
	d.set(true)
	run(t, tab, js(`window.dispatchEvent(new PageTransitionEvent("pageshow", {persisted: true}))`))
	if was := <-d.arrived; was != "look" {
		t.Fatalf("a %q has arrived", was)
	}
	run(t, tab, mark("line", "RF-SCI-1"))
	d.set(false)
	if !stillMarked(t, tab) {
		t.Error("the mark is gone before the answer")
	}
	run(t, tab, choose)
	d.answers <- true
	until(t, tab, at("question"))
	run(t, tab, js(`document.querySelector('#visit button[name="back"]').click()`))
	until(t, tab, card(3))

	// A look that finds the same turn leaves what is marked.
	run(t, tab, mark("line", "RF-SCI-1"))
	d.set(true)
	run(t, tab, js(`window.dispatchEvent(new PageTransitionEvent("pageshow", {persisted: true}))`))
	<-d.arrived
	d.answers <- true
	run(t, tab, js(`window.dispatchEvent(new PageTransitionEvent("pageshow", {persisted: true}))`))
	<-d.arrived // the first look was answered, and taken
	if !stillMarked(t, tab) {
		t.Error("a look has taken the mark away")
	}
	d.set(false)
	d.answers <- true
}

func stillMarked(t *testing.T, tab context.Context) bool {
	t.Helper()
	return holds(t, tab, `document.querySelector('#visit input[value="RF-SCI-1"]')?.checked === true`)
}

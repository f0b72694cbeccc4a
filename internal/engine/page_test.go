package engine

import (
	"slices"
	"testing"
	"time"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/guard"
	"github.com/openlumbar/lumbar/internal/session"
	"github.com/openlumbar/lumbar/internal/wire"
)

const sitter = "page-0123456789abcdef"

// onPage is a session on a chair without a stop button, and one look or beat of somebody.
func onPage(t *testing.T, by string, button bool) (e *Engine, w *wall, k *kept, ask func(wire.Verb, string)) {
	t.Helper()
	e, w, k = onWall(t, Options{HostWatch: true})
	e.profile.StopButton = button
	massaging(t, e, wire.Request{By: by})
	return e, w, k, func(v wire.Verb, from string) {
		t.Helper()
		r := wire.Request{V: wire.Version, Verb: v, By: from}
		e.host.hear()
		e.hearPage(&r)
		if err := e.heed(&r); err != nil {
			t.Fatal(v, err)
		}
		quietTick(t, e)
	}
}

// TestPageSilence: at each bound, to the tick: as planned, gentle, paused, off the back and home.
func TestPageSilence(t *testing.T) {
	e, w, k, ask := onPage(t, sitter, false)
	var s wire.Snapshot
	look := func() *wire.Snapshot { e.fill(&s, false); return &s }
	paused := func() bool { return e.loop.Session().View().Paused }

	w.now += GentleSilence - 1
	ask(wire.Look, sitter) // the server looks all the time
	ask(wire.Beat, "page-of-somebody-else")
	if look().Page != wire.PageHeard || s.LimitBy == string(chair.ByPage) {
		t.Fatalf("before its time: page %q, limit by %q", s.Page, s.LimitBy)
	}
	w.now++
	ask(wire.Look, sitter)
	ask(wire.Look, sitter)
	if look().Page != wire.PageUnheard || s.LimitBy != string(chair.ByPage) || s.LimitN > float64(session.GentleForce) || paused() || !k.has("page", "unheard") || !k.has("ask", "unheard") {
		t.Fatalf("after %v: page %q, at most %v N by %q, paused %v", GentleSilence, s.Page, s.LimitN, s.LimitBy, paused())
	}
	ask(wire.Beat, sitter)
	ask(wire.Beat, sitter)
	if look().Page != wire.PageHeard || s.LimitBy == string(chair.ByPage) || !k.has("page", "heard") {
		t.Fatalf("heard again: page %q, limit by %q", s.Page, s.LimitBy)
	}

	w.now += PageSilence - 1
	ask(wire.Look, sitter)
	ask(wire.Look, sitter)
	if look().Page != wire.PageUnheard || paused() {
		t.Fatalf("page %q, paused %v before its time", s.Page, paused())
	}
	w.now++
	ask(wire.Look, sitter)
	if look().Page != wire.PageGone || !paused() || e.loop.Session().Stage() != session.Massage {
		t.Fatalf("after %v: page %q, paused %v", PageSilence, s.Page, paused())
	}
	w.now += leaveAfter - 1
	ask(wire.Look, sitter)
	if e.loop.Session().Stage() != session.Massage {
		t.Fatal("finishes before its time")
	}
	w.now++
	ask(wire.Look, sitter)
	if st := e.loop.Session().Stage(); st != session.Finishing {
		t.Fatalf("after %v more it is at %v", leaveAfter, st)
	}
	for e.loop.Active() {
		e.host.hear()
		quietTick(t, e)
	}
	quietTick(t, e)
	if look(); s.Outcome != "ended" || s.Reason == "" || s.Page != "" || !e.home() || e.loop.Fault() != nil {
		t.Errorf("ended as %q (%s), page %q, at home %v, fault %v", s.Outcome, s.Reason, s.Page, e.home(), e.loop.Fault())
	}
}

// TestPageBack: a page that is back in the pause finds the session waiting, as strong as it was.
func TestPageBack(t *testing.T) {
	e, w, _, ask := onPage(t, sitter, false)
	w.now += PageSilence
	ask(wire.Look, sitter)
	ask(wire.Beat, sitter)
	w.now += leaveAfter
	ask(wire.Beat, sitter)
	ask(wire.Beat, sitter)
	var s wire.Snapshot
	if e.fill(&s, false); s.Page != wire.PageHeard || !s.Paused || s.Stage != wire.Massage || s.LimitBy == string(chair.ByPage) {
		t.Fatalf("page %q, paused %v, %s, limit by %q; want a session that waits", s.Page, s.Paused, s.Stage, s.LimitBy)
	}
}

// TestStopButtonNeedsNoPage: a chair with a button of its own, and one without a host, goes on.
func TestStopButtonNeedsNoPage(t *testing.T) {
	e, w, k, ask := onPage(t, sitter, true)
	for range 5 {
		w.now += PageSilence
		ask(wire.Look, sitter)
	}
	var s wire.Snapshot
	if e.fill(&s, false); s.Page != "" || s.Paused || !e.loop.Active() || slices.ContainsFunc(k.events, func(ev wire.Event) bool { return ev.Event == "page" }) {
		t.Errorf("page %q, paused %v", s.Page, s.Paused)
	}
	e, w, _ = onWall(t, Options{})
	e.profile.StopButton = false
	massaging(t, e, wire.Request{By: sitter})
	w.now += time.Hour
	quietTick(t, e)
	if e.page.state != "" || e.loop.Guard().State() != guard.Armed {
		t.Error("a run without a host has no page that could fall silent")
	}
}

// TestNobodysPage: of a session that nobody owns, anybody's beat counts.
func TestNobodysPage(t *testing.T) {
	e, w, _, ask := onPage(t, "api", false)
	for range 4 {
		w.now += GentleSilence - 1
		ask(wire.Beat, "")
	}
	if e.page.state != wire.PageHeard {
		t.Fatalf("page %q", e.page.state)
	}
	w.now += GentleSilence
	ask(wire.Look, "api")
	if e.page.state != wire.PageUnheard {
		t.Errorf("page %q after %v", e.page.state, GentleSilence)
	}
}

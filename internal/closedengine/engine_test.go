package closedengine

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/internal/wire"
	"github.com/openlumbar/lumbar/unit"
)

func done(s *wire.Snapshot) bool { return s.Stage == wire.Done }

// TestSession: a whole session, on record as it happens; what it used counts for its person; the link is held for that alone.
func TestSession(t *testing.T) {
	kept := newShelf()
	r := newRig(t, func(o *Options) { o.Keep = kept }).run()
	if s := r.do(wire.Request{Verb: wire.Look}); s.Stage != wire.Idle || s.Closed.Link != wire.LinkFree || !s.Closed.Begins || !s.Simulated || s.Closed.Depths != 5 {
		t.Errorf("at rest: %+v %+v", s, s.Closed)
	}
	if s := r.do(begin("robin")); s.Stage != wire.Reaching || s.Closed.Begins || !s.Yours || s.Title != "After the desk" {
		t.Errorf("%+v", s)
	}
	s := r.until("done", done)
	if s.Outcome != "finished" || s.Fault != nil || s.Stop != wire.StopConfirmed || s.Yours {
		t.Errorf("%+v %+v", s, s.Closed)
	}
	r.until("the link is free", func(s *wire.Snapshot) bool { return s.Closed.Link == wire.LinkFree })
	sum := r.summary()
	if sum.Outcome != "finished" || sum.PhasesDone != sum.Phases || sum.Phases != 8 || sum.Unverified || len(sum.Faults) != 0 || len(sum.Changed) == 0 {
		t.Errorf("%+v", sum)
	}
	had := kept.Spent("robin")
	if had.Day < 7*time.Minute || had.Day > 9*time.Minute || sum.MassageS != float64(had.Day.Milliseconds()/100)/10 && sum.MassageS-had.Day.Seconds() > 0.1 {
		t.Errorf("%v counts, the summary says %v s", had.Day, sum.MassageS)
	}
	kinds := r.kinds()
	if kinds[0] != "start" || kinds[len(kinds)-1] != "summary" || !slices.Contains(kinds, "key") || !slices.Contains(kinds, "stroke") || kept.starts[0].Person != "robin" {
		t.Errorf("%v", kinds)
	}
	if !r.sim.Stopped() || r.links != 1 {
		t.Errorf("stopped %v, %d links", r.sim.Stopped(), r.links)
	}
}

// TestPersonal: whose limit it is that changed something is told to whoever began alone.
func TestPersonal(t *testing.T) {
	r := newRig(t, nil).run()
	l := chair.Everyone()
	l.Heat = chair.Bound[unit.Celsius]{By: "your answers"}
	req := begin("robin")
	req.Limits = &l
	r.at("stroke", 2, func() { r.o.Clock.SetPace(1) })
	r.do(req)
	r.until("it runs", func(s *wire.Snapshot) bool { return s.Stage == wire.Massage && s.Closed.Step > 0 })
	all := strings.Join(r.do(wire.Request{Verb: wire.Look}).Changed, " ")
	own := strings.Join(r.do(wire.Request{Verb: wire.Beat, By: me}).Changed, " ")
	if strings.Contains(all, "your answers") || !strings.Contains(all, aLimit) || !strings.Contains(own, "your answers") {
		t.Errorf("all %q, own %q", all, own)
	}
	r.do(wire.Request{Verb: wire.Stop})
	r.o.Clock.SetPace(0)
	r.until("done", done)
}

// TestStop: at nine moments, from the link on, STOP ends in a chair that has stopped.
func TestStop(t *testing.T) {
	for n, at := range []struct {
		kind string
		nth  int
	}{{"start", 1}, {"stroke", 1}, {"key", 1}, {"key", 2}, {"key", 3}, {"key", 5}, {"key", 6}, {"stroke", 4}, {"stroke", 8}} {
		r := newRig(t, nil)
		r.at(at.kind, at.nth, func() { _ = r.engine.stop() }) // in the engine's own goroutine
		r.run()
		r.do(begin(""))
		s := r.until("done", done)
		if s.Outcome != "stopped" || s.Fault != nil || !r.sim.Stopped() || s.Stop != wire.StopConfirmed {
			t.Errorf("%d, %s %d: %+v", n, at.kind, at.nth, s)
		}
	}
}

// TestReaching: a chair that is not reached, a STOP meanwhile, and one that somebody works by its remote, are no sessions, and
// say why; nothing was pressed.
func TestReaching(t *testing.T) {
	r := newRig(t, nil).run()
	r.mu.Lock()
	r.fails = errReach
	r.mu.Unlock()
	r.do(begin("robin"))
	s := r.until("done", done)
	if s.Outcome != "ended" || !strings.Contains(s.Reason, "in reach") || !s.Closed.Refused || !s.Closed.Begins {
		t.Errorf("%+v %+v", s, s.Closed)
	}
	r.mu.Lock()
	r.fails = nil
	r.mu.Unlock()
	r.sim.Remote(0x01)
	r.sim.Pass(2 * time.Second)
	r.sim.Remote(0x20)
	keys := len(r.sim.Pressed())
	r.do(begin("robin"))
	if s = r.until("done", done); !strings.Contains(s.Reason, "its own remote") || !s.Closed.Refused || r.sim.Stopped() || len(r.sim.Pressed()) != keys {
		t.Errorf("%+v; stopped %v, %d keys", s, r.sim.Stopped(), len(r.sim.Pressed())-keys)
	}
	r.sim.Remote(0x01)
	r.until("the link is free", func(s *wire.Snapshot) bool { return s.Closed.Link == wire.LinkFree })
	r.do(begin("robin"))
	if s = r.until("done", done); s.Outcome != "finished" || s.Closed.Refused {
		t.Errorf("%+v", s)
	}
}

// TestUnconfirmed: no key arrives any more, or nothing is heard. The fault is kept, counts on, and stays until somebody says
// that the chair has stopped, although the chair says so before.
func TestUnconfirmed(t *testing.T) {
	for name, fail := range map[string]func(r *rig, on bool){
		"no key arrives": func(r *rig, on bool) { r.air.Deafen(on) },
		"out of reach":   func(r *rig, on bool) { r.air.Lose(on) },
	} {
		t.Run(name, func(t *testing.T) {
			kept := newShelf()
			r := newRig(t, func(o *Options) { o.Keep = kept })
			r.every = func(ev *wire.Event) {
				switch {
				case ev.Event == "stroke" && ev.Stroke == 2:
					fail(r, true)
					_ = r.engine.stop()
				case ev.Event == "fault": // slow enough to be looked at
					r.o.Clock.SetPace(8)
				}
			}
			r.run()
			r.do(begin("robin"))
			s := r.until("not confirmed", func(s *wire.Snapshot) bool { return done(s) && s.Stop == wire.StopUnconfirmed })
			if s.Outcome != "fault" || s.Fault.Code != string(chair.FaultUnconfirmed) || s.Closed.Begins || kept.latched() == nil || r.summary().Outcome != "fault" {
				t.Fatalf("%+v %+v", s, s.Closed)
			}
			if _, why := r.ask(begin("robin")); why == "" {
				t.Error("another session begins")
			}
			had := kept.Spent("robin").Day
			r.until("it counts on", func(*wire.Snapshot) bool { return kept.Spent("robin").Day > had+time.Second })
			r.mu.Lock()
			fail(r, false)
			r.mu.Unlock()
			s = r.until("the chair says so", func(s *wire.Snapshot) bool { return s.Closed.Stopped })
			if s.Fault == nil || s.Stop != wire.StopConfirmed || kept.latched() == nil || !r.sim.Stopped() {
				t.Errorf("%+v", s)
			}
			r.do(wire.Request{Verb: wire.Clear})
			r.until("free", func(s *wire.Snapshot) bool {
				return s.Fault == nil && s.Closed.Link == wire.LinkFree && s.Closed.Begins && kept.latched() == nil
			})
			if had := kept.Spent("robin").Day; had > 10*time.Minute {
				t.Errorf("%v counts: the chair's own timer is 10 min", had)
			}
		})
	}
}

// TestSaidStopped: somebody says that it has stopped although the chair is not heard: from then on nothing counts.
func TestSaidStopped(t *testing.T) {
	kept := newShelf()
	r := newRig(t, func(o *Options) { o.Keep = kept })
	r.at("stroke", 2, func() {
		r.air.Lose(true)
		_ = r.engine.stop()
	})
	r.run()
	r.do(begin("robin"))
	r.until("not confirmed", func(s *wire.Snapshot) bool { return done(s) && s.Stop == wire.StopUnconfirmed })
	r.do(wire.Request{Verb: wire.Clear})
	r.until("free", func(s *wire.Snapshot) bool { return s.Closed.Link == wire.LinkFree && s.Closed.Begins })
	had := kept.Spent("robin").Day
	for range 50 {
		r.do(wire.Request{Verb: wire.Look})
	}
	if now := kept.Spent("robin").Day; now != had {
		t.Errorf("%v counts, after %v", now, had)
	}
}

// TestCut: what an engine's end cut off is not confirmed at the next start. It is looked for and stopped, and what may have run
// since counts for its person.
func TestCut(t *testing.T) {
	kept := newShelf()
	kept.Spend("robin", 7, 2*time.Minute)
	r := newRig(t, func(o *Options) {
		o.Keep, o.Cut = kept, &Cut{Person: "robin", Session: 7, Spent: 2 * time.Minute, Ago: time.Minute}
	})
	r.sim.Remote(0x01)
	r.sim.Pass(2 * time.Second)
	r.sim.Remote(0x20) // as the engine that was killed has left it
	if kept.latched() == nil || kept.latched().Code != chair.FaultUnconfirmed {
		t.Fatalf("kept: %v", kept.latched())
	}
	r.run()
	if _, why := r.ask(begin("robin")); !strings.Contains(why, "latched") {
		t.Errorf("a session begins: %q", why)
	}
	r.until("the chair says so", func(s *wire.Snapshot) bool { return s.Closed.Stopped && s.Fault != nil })
	if !r.sim.Stopped() {
		t.Error("it moves")
	}
	if had := kept.Spent("robin").Day; had < 3*time.Minute || had > 10*time.Minute { // its time does not wait for the link
		t.Errorf("%v counts, want the 2 min, the minute since, and what it took to see the stop", had)
	}
	r.do(wire.Request{Verb: wire.Clear})
	r.until("free", func(s *wire.Snapshot) bool { return s.Closed.Begins && s.Closed.Link == wire.LinkFree })
	if kept.latched() != nil {
		t.Error("kept")
	}

	long := newRig(t, func(o *Options) {
		o.Keep, o.Cut = kept, &Cut{Person: "kim", Session: 8, Spent: 2 * time.Minute, Ago: 26 * time.Hour}
	})
	long.fails = errReach
	long.run()
	long.until("it counts to the end of its timer", func(*wire.Snapshot) bool { return kept.Spent("kim").Day == 10*time.Minute })
	if s := long.do(wire.Request{Verb: wire.Look}); s.Stop != wire.StopUnconfirmed || s.Closed.Link == wire.Linked {
		t.Errorf("%+v", s.Closed)
	}
}

// TestAgain: a start by the same person soon after goes on with the same session.
func TestAgain(t *testing.T) {
	kept := newShelf()
	r := newRig(t, func(o *Options) { o.Keep = kept })
	r.at("stroke", 4, func() { _ = r.engine.stop() })
	r.run()
	r.do(begin("robin"))
	r.until("free", func(s *wire.Snapshot) bool { return done(s) && s.Closed.Link == wire.LinkFree })
	had := kept.Spent("robin")
	r.do(begin("robin"))
	s := r.until("done", func(s *wire.Snapshot) bool { return done(s) && s.Outcome == "finished" })
	again := kept.Spent("robin")
	if had.DaySessions != 1 || again.DaySessions != 1 || again.Day <= had.Day || again.Day > 9*time.Minute+30*time.Second {
		t.Errorf("had %+v, then %+v; %+v", had, again, s.Closed)
	}
	r.until("free", func(s *wire.Snapshot) bool { return s.Closed.Link == wire.LinkFree })
	kept.Spend("kim", 9, 29*time.Minute)
	if _, why := r.ask(begin("kim")); why == "" {
		t.Error("who has had enough begins")
	}
}

// TestFinish: it goes to the last step, and no more than a minute of it.
func TestFinish(t *testing.T) {
	r := newRig(t, nil)
	r.at("stroke", 1, func() { r.o.Clock.SetPace(1) })
	r.run()
	r.do(begin(""))
	r.until("it runs", func(s *wire.Snapshot) bool { return s.Stage == wire.Massage && s.Closed.Step == 1 })
	r.do(wire.Request{Verb: wire.Finish, By: me})
	s := r.until("the last step", func(s *wire.Snapshot) bool { return s.Closed.Step == 8 })
	if s.LeftS > 60 || s.LeftS < 30 {
		t.Errorf("%v s left", s.LeftS)
	}
	r.o.Clock.SetPace(0)
	if s := r.until("done", done); s.Outcome != "finished" {
		t.Errorf("%+v", s)
	}
}

// TestRefuses: what a closed chair does not do says so, and the way out; a real one begins only with the limits of a check.
func TestRefuses(t *testing.T) {
	r := newRig(t, func(o *Options) { o.Simulated = false }).run()
	for verb := range cannot {
		if _, why := r.ask(wire.Request{Verb: verb}); why == "" {
			t.Errorf("%s is taken", verb)
		}
	}
	for _, verb := range []wire.Verb{wire.Softer, wire.Skip, wire.Finish, wire.Wrong} {
		if _, why := r.ask(wire.Request{Verb: verb}); why == "" {
			t.Errorf("%s is taken without a session", verb)
		}
	}
	if _, why := r.ask(begin("robin")); !strings.Contains(why, "safety check") {
		t.Errorf("%q", why)
	}
	if r.do(wire.Request{Verb: wire.Stop}).Stage != wire.Idle {
		t.Error("a STOP of nothing is an error")
	}
	if _, why := r.ask(wire.Request{Verb: "sing"}); why == "" {
		t.Error("it sings")
	}
}

// TestHostSilent: nobody asks anything any more: the chair is stopped. The engine is left alone, and ends by itself.
func TestHostSilent(t *testing.T) {
	r := newRig(t, func(o *Options) { o.HostWatch, o.Linger = true, time.Hour })
	now := time.Duration(0)
	r.engine.host.now = func() time.Duration { return now } // in the engine's own goroutine
	r.engine.o.First = []wire.Request{{V: wire.Version, Verb: wire.Start, Programme: "after-desk"}}
	r.at("stroke", 2, func() { now += HostSilence })
	r.every = func(old func(*wire.Event)) func(*wire.Event) {
		return func(ev *wire.Event) {
			old(ev)
			if ev.Event == "summary" {
				now += 2 * time.Hour
			}
		}
	}(r.every)
	if err := r.engine.Run(t.Context()); err != nil {
		t.Fatal(err)
	}
	if sum := r.summary(); sum == nil || sum.Outcome != "fault" || !slices.Equal(sum.Faults, []string{string(chair.FaultHost)}) || !r.sim.Stopped() {
		t.Errorf("%+v", sum)
	}
}

// TestPageSilent: the page that began is not heard for half a minute: the session ends in order.
func TestPageSilent(t *testing.T) {
	r := newRig(t, func(o *Options) { o.HostWatch, o.Linger = true, time.Hour })
	now := time.Duration(0)
	r.engine.host.now = func() time.Duration { return now }
	r.engine.o.First = []wire.Request{{V: wire.Version, Verb: wire.Start, Programme: "after-desk", By: me}}
	r.every = func(ev *wire.Event) {
		switch {
		case ev.Event == "stroke" && ev.Stroke == 2:
			now += PageSilence
			r.engine.host.heard = now // a look of the page's server
		case ev.Event == "summary":
			now += 2 * time.Hour
		}
	}
	if err := r.engine.Run(t.Context()); err != nil {
		t.Fatal(err)
	}
	if sum := r.summary(); sum == nil || sum.Outcome != "ended" || !strings.Contains(sum.Reason, "not heard") || len(sum.Faults) != 0 {
		t.Errorf("%+v", sum)
	}
}

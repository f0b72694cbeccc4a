package rongtai

import (
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/driver"
	"github.com/openlumbar/lumbar/driver/rongtai/standin"
	"github.com/openlumbar/lumbar/guard"
	"github.com/openlumbar/lumbar/internal/closed"
	"github.com/openlumbar/lumbar/internal/fit"
	"github.com/openlumbar/lumbar/internal/library"
)

// afterDesk is the programme fitted to the chair.
func (r *rig) afterDesk() *fit.ClosedResult {
	r.Helper()
	it, err := library.Library{}.Find("after-desk")
	if err != nil {
		r.Fatal(err)
	}
	plan := fit.Closed(it.Plan, &r.profile, chair.Everyone())
	return &plan
}

// hold holds a whole session; at each tick every may do something to the chair, and says whether somebody wants to stop.
func (r *rig) hold(every func(since time.Duration) (stop bool)) (out closed.Outcome, events []closed.Event) {
	r.Helper()
	began := r.clock()
	l := closed.NewLoop(&r.profile, began, nil)
	if err := l.Begin(began, r.afterDesk(), chair.Everyone(), chair.Spent{}); err != nil {
		r.Fatal(err)
	}
	stop := false
	for l.Active() {
		now := r.clock()
		rep, err := r.chair.Read(r.Context())
		in := closed.Input{At: now, Report: rep, Heard: err == nil, Alive: true}
		if stop {
			in.Ask = closed.Stop
		}
		var cleared guard.Cleared
		cleared, events = l.Tick(&in, events)
		l.Applied(r.chair.Apply(r.Context(), cleared) == nil)
		r.pass(r.profile.Period())
		stop = every != nil && every(r.clock()-began) || stop
	}
	return l.Outcome(), events
}

// TestAfterDesk: a whole programme, key by key: asked, sent, seen, verified; and a stop within the chair's own time.
func TestAfterDesk(t *testing.T) {
	r := newRig(t, standin.Options{})
	c := r.open()
	out, events := r.hold(nil)
	plan := r.afterDesk()
	if out.Ending != closed.Finished || out.Fault != nil || out.Took < plan.Duration() {
		t.Fatalf("%v after %v (%s), fault %v: want it finished after at least %v; %s", out.Ending, out.Took, out.Why, out.Fault, plan.Duration(), r.is())
	}
	if out.StopIn <= 0 || out.StopIn > r.profile.Closed.StopWithin || out.Presses != 1 {
		t.Errorf("the stop was seen after %v and %d presses: want one, within %v", out.StopIn, out.Presses, r.profile.Closed.StopWithin)
	}
	// Every setting of the plan was asked for, in order, and every action came to be verified, each step of it told.
	asked := 0
	last := map[uint64]chair.Progress{}
	for _, e := range events {
		if asked < len(plan.Steps) && e.Setting == plan.Steps[asked].Setting {
			asked++
		}
		if a := e.Action; a.Number != 0 {
			if a.Progress < last[a.Number] {
				t.Errorf("action %d (%s) went from %v back to %v", a.Number, a.What, last[a.Number], a.Progress)
			}
			last[a.Number] = a.Progress
			if a.Progress == chair.Verified && !(a.SentAt > 0 && a.SentAt <= a.SeenAt && a.SeenAt <= a.VerifiedAt && a.VerifiedAt-a.SentAt <= r.profile.Closed.StopWithin) {
				t.Errorf("%s: sent at %v, seen at %v, verified at %v", a.What, a.SentAt, a.SeenAt, a.VerifiedAt)
			}
			if a.Presses != 1 {
				t.Errorf("%s was pressed %d times, with nothing wrong", a.What, a.Presses)
			}
		}
	}
	if asked != len(plan.Steps) || len(last) < 10 {
		t.Errorf("%d of %d settings were asked for, in %d actions", asked, len(plan.Steps), len(last))
	}
	for n, p := range last {
		if p != chair.Verified {
			t.Errorf("action %d ended %v", n, p)
		}
	}
	r.stayed(t)
	keys := r.station.Chair.Pressed()
	for _, id := range keys {
		if !Key(id).Usable() {
			t.Errorf("pressed %02X, %s: not to be used before it was found out on hardware", id, Key(id))
		}
	}
	if n := count(keys, 0x01); n != 2 {
		t.Errorf("power was pressed %d times, want twice: % X", n, keys)
	}
	if err := c.Close(); err != nil {
		t.Errorf("Close: %v", err)
	}
	if r.station.Listening() {
		t.Error("the link is held after Close")
	}
}

func count(keys []byte, id byte) (n int) {
	for _, k := range keys {
		if k == id {
			n++
		}
	}
	return n
}

// stayed lets a minute pass and wants the chair stopped throughout: nothing of ours starts it again.
func (r *rig) stayed(t *testing.T) {
	t.Helper()
	for range 120 {
		if !r.station.Chair.Stopped() {
			t.Fatalf("the chair moves after its session: %s", r.is())
		}
		r.pass(500 * time.Millisecond)
	}
}

// TestAfterDeskWithFaults: whatever goes wrong, the chair has truly stopped, or the outcome says plainly that it is not
// confirmed.
func TestAfterDeskWithFaults(t *testing.T) {
	at := 2 * time.Minute
	fail := func(f standin.Faults) func(r *rig) { return func(r *rig) { r.station.Fail(f) } }
	tests := []struct {
		name  string
		first bool // from the start, not from two minutes on
		fault func(r *rig)
		want  []closed.Ending
		code  chair.Code
	}{
		{"slow", true, fail(standin.Faults{Slow: 1500 * time.Millisecond}), oneOf(closed.Finished), ""},
		{"slower than its time", false, fail(standin.Faults{Slow: 4 * time.Second}), oneOf(closed.Finished, closed.Stopped), ""},
		{"every third report lost", true, fail(standin.Faults{LoseFrames: 3}), oneOf(closed.Finished), ""},
		{"every third key lost", true, fail(standin.Faults{LoseKeys: 3}), oneOf(closed.Finished, closed.Stopped), ""}, // heat is pressed once
		{"every third key heard twice", true, fail(standin.Faults{TwiceKeys: 3}), oneOf(closed.Finished, closed.Stopped), ""},
		{"every key heard twice", true, fail(standin.Faults{TwiceKeys: 1}), oneOf(closed.Stopped), ""}, // power twice is off again: it never runs
		{"every key heard twice, from two minutes on", false, fail(standin.Faults{TwiceKeys: 1}), oneOf(closed.Finished, closed.Stopped), ""},
		{"slow, and every second key heard twice", true, fail(standin.Faults{TwiceKeys: 2, Slow: 1500 * time.Millisecond}), oneOf(closed.Finished, closed.Stopped), ""},
		{"reports come twice and late", true, fail(standin.Faults{Twice: true}), oneOf(closed.Finished), ""},
		{"every second checksum wrong", true, fail(standin.Faults{BadSums: 2}), oneOf(closed.Finished), ""},
		{"noise", true, fail(standin.Faults{Noise: true}), oneOf(closed.Finished), ""},
		{"all of it", true, fail(standin.Faults{Noise: true, Twice: true, BadSums: 4, LoseFrames: 5, LoseKeys: 5, Slow: time.Second}), oneOf(closed.Finished, closed.Stopped), ""},
		{"no reports any more", false, fail(standin.Faults{LoseFrames: 1}), oneOf(closed.NotConfirmed), chair.FaultUnconfirmed},
		{"no checksum is right any more", false, fail(standin.Faults{BadSums: 1}), oneOf(closed.NotConfirmed), chair.FaultUnconfirmed},
		{"no key arrives any more", false, fail(standin.Faults{LoseKeys: 1}), oneOf(closed.NotConfirmed), chair.FaultUnconfirmed},
		{"another central takes the link", false, func(r *rig) {
			r.station.Fail(standin.Faults{OtherHolds: true})
			r.station.Drop()
			r.down()
		}, oneOf(closed.NotConfirmed), chair.FaultUnconfirmed},
		{"its mains fail", false, func(r *rig) { r.leave(true) }, oneOf(closed.NotConfirmed), chair.FaultUnconfirmed},
		{"its mains fail and come back", false, func(r *rig) {
			r.leave(true)
			r.station.Return()
			r.up()
		}, oneOf(closed.Stopped), ""},
		{"the link drops and comes back", false, func(r *rig) {
			r.station.Drop()
			r.down()
			r.up()
		}, oneOf(closed.Finished), ""},
		{"its remote takes another mode", false, func(r *rig) { r.station.Chair.Remote(0x21) }, oneOf(closed.Stopped), ""},
		{"its remote takes another speed", false, func(r *rig) { r.station.Chair.Remote(0x33) }, oneOf(closed.Stopped), ""},
		{"its remote switches the heat", false, func(r *rig) { r.station.Chair.Remote(0x27) }, oneOf(closed.Stopped), ""},
		{"its remote stops it", false, func(r *rig) { r.station.Chair.Remote(0x01) }, oneOf(closed.Stopped), ""},
		{"its remote presses it deeper", false, func(r *rig) { r.station.Chair.Deeper(4) }, oneOf(closed.Faulted), chair.FaultLevel},
		{"it breaks", false, func(r *rig) { r.station.Chair.Break(9) }, oneOf(closed.Faulted), chair.FaultChair},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := newRig(t, standin.Options{Seed: 3})
			if tt.first {
				tt.fault(r)
			}
			c := r.open()
			done := tt.first
			out, _ := r.hold(func(since time.Duration) bool {
				if !done && since >= at {
					done = true
					tt.fault(r)
				}
				return false
			})
			code := chair.Code("")
			if out.Fault != nil {
				code = out.Fault.Code
			}
			if !slices.Contains(tt.want, out.Ending) || code != tt.code {
				t.Errorf("%v (%s), fault %q: want one of %v, fault %q; %s", out.Ending, out.Why, code, tt.want, tt.code, r.is())
			}
			t.Logf("%v after %v: %s; stop seen in %v, presses %d; %+v; keys % X", out.Ending, out.Took, out.Why, out.StopIn, out.Presses, c.Counts(), r.station.Chair.Pressed())
			if out.Ending == closed.NotConfirmed {
				var u *driver.Unverified
				if err := c.Close(); !errors.As(err, &u) {
					t.Errorf("Close: got %v, want Unverified", err)
				}
				return
			}
			r.stayed(t)
			if err := c.Close(); err != nil {
				t.Errorf("Close: %v", err)
			}
		})
	}
}

func oneOf(e ...closed.Ending) []closed.Ending { return e }

// down waits until the driver knows that its link is down, up until it is not any more and something was heard.
func (r *rig) down() {
	r.Helper()
	r.until("the link is seen to be down", func() bool { return r.chair.link.why() != nil })
}

func (r *rig) up() {
	r.Helper()
	r.until("the link is up again", func() bool { return r.chair.link.why() == nil && r.station.Listening() })
	r.heard()
}

// TestStopAtAnyTime: a person stops at any moment of the way, from the first key on.
func TestStopAtAnyTime(t *testing.T) {
	for _, at := range []time.Duration{0, 250 * time.Millisecond, 750 * time.Millisecond, 1250 * time.Millisecond, 2 * time.Second, 3 * time.Second, 5 * time.Second, 20 * time.Second, 100 * time.Second} {
		for _, slow := range []time.Duration{0, 2 * time.Second} {
			t.Run(at.String()+" slow "+slow.String(), func(t *testing.T) {
				r := newRig(t, standin.Options{})
				r.station.Fail(standin.Faults{Slow: slow})
				c := r.open()
				out, _ := r.hold(func(since time.Duration) bool { return since >= at })
				if out.Ending != closed.Stopped || out.Fault != nil {
					t.Fatalf("%v (%s), fault %v: want it stopped; %s", out.Ending, out.Why, out.Fault, r.is())
				}
				if limit := 3 * r.profile.Closed.StopWithin; out.StopIn > limit {
					t.Errorf("seen after %v, want within %v", out.StopIn, limit)
				}
				r.stayed(t)
				if err := c.Close(); err != nil {
					t.Errorf("Close: %v", err)
				}
			})
		}
	}
}

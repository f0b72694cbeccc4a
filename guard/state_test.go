package guard

import (
	"errors"
	"testing"
	"time"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/unit"
)

func want(t *testing.T, what string, got, want error) {
	t.Helper()
	if !errors.Is(got, want) {
		t.Errorf("%s: got %v, want %v", what, got, want)
	}
}

// finish ticks until the guard is Off and returns how long that took.
func (r *rig) finish() time.Duration {
	r.t.Helper()
	from := r.at
	for range 1000 {
		if c, _ := r.tick(); r.g.State() == Off {
			if c != (Cleared{}) {
				r.t.Fatalf("got %+v with the guard off, want the zero Cleared", c)
			}
			return r.at - from
		}
	}
	r.t.Fatal("the retreat does not end")
	return 0
}

func TestStates(t *testing.T) {
	r := newRig(t, bench(), chair.Everyone())
	g := r.g
	r.hold()
	if c, f := r.tick(); c != (Cleared{}) || f != nil || g.State() != Disarmed {
		t.Errorf("before a session: got %+v, %v, %v; want zero, no fault, disarmed", c, f, g.State())
	}
	want(t, "clear nothing", g.Clear(), nil)
	g.End()
	if g.State() != Disarmed {
		t.Errorf("end without a session: got %v, want disarmed", g.State())
	}
	want(t, "resume nothing", g.Resume(r.at), ErrTooLate)
	r.begin()
	want(t, "begin twice", g.Begin(r.at, chair.Spent{}), ErrArmed)
	want(t, "resume while armed", g.Resume(r.at), ErrTooLate)
	r.tare().press(40)

	r.in.Stop = true
	if c, f := r.tick(); f != nil || g.State() != Retreating || c.Command().Axes[chair.Depth].Vel > 0 {
		t.Errorf("stop: got %v, %v; want a retreat without a fault", f, g.State())
	}
	want(t, "begin in a retreat", g.Begin(r.at, chair.Spent{}), ErrRetreating)
	want(t, "clear in a retreat", g.Clear(), ErrRetreating)
	g.End()
	r.finish()
	if f := g.Fault(); f != nil {
		t.Errorf("after a stop: got %v, want no fault", f)
	}
	for range 3 { // STOP still held: nothing more to do
		if c, _ := r.tick(); c != (Cleared{}) || g.State() != Off {
			t.Fatalf("got %+v, %v; want zero and off", c, g.State())
		}
	}
	r.in.Stop = false
	r.tick()
	want(t, "begin afresh", g.Begin(r.at, chair.Spent{}), nil)
}

func TestStopOfAnyKind(t *testing.T) {
	for name, press := range map[string]func(r *rig){
		"page":   func(r *rig) { r.in.Stop = true },
		"button": func(r *rig) { r.in.Report.Stop = true },
	} {
		t.Run(name, func(t *testing.T) {
			r := working(t)
			press(r)
			if _, f := r.tick(); f != nil || r.g.State() != Retreating {
				t.Errorf("got %v, %v; want a retreat without a fault", f, r.g.State())
			}
			r.finish()
			r.in.Stop = false
			r.tick()
			err := r.g.Begin(r.at, chair.Spent{})
			if name == "button" {
				want(t, "begin with the button held", err, ErrStopHeld)
				r.in.Report.Stop = false
				r.tick()
				err = r.g.Begin(r.at, chair.Spent{})
			}
			want(t, "begin", err, nil)
		})
	}
	// A page's STOP that is still on when the next session begins stops it again.
	r := working(t)
	r.in.Stop = true
	r.tick()
	r.finish()
	want(t, "begin", r.g.Begin(r.at, chair.Spent{}), nil)
	if _, f := r.tick(); f != nil || r.g.State() == Armed {
		t.Errorf("got %v, %v; want no session under a pressed STOP", f, r.g.State())
	}
}

func TestStopWithoutASession(t *testing.T) {
	r := newRig(t, bench(), chair.Everyone())
	r.put(chair.Depth, 70, 0) // left out by a computer that died
	r.tick()
	r.in.Stop = true
	if c, _ := r.tick(); r.g.State() != Retreating || !c.Command().Axes[chair.Depth].On {
		t.Fatalf("got %v, want a retreat", r.g.State())
	}
	r.finish()
	if got := r.in.Report.Axes[chair.Depth].Pos; got > 1 {
		t.Errorf("got depth at %.1f mm, want home", got)
	}

	// Pressing again tries again, from what is known now.
	r = working(t)
	r.follow = false
	r.in.Stop = true
	r.tick()
	r.finish()
	if f := r.g.Fault(); f == nil || f.Code != chair.FaultTracking || f.Axis != chair.Depth {
		t.Fatalf("got %v of a depth that stays out, want tracking (depth)", f)
	}
	first := *r.g.Fault()
	r.in.Stop = false
	r.tick()
	r.follow = true
	r.in.Stop = true
	r.in.Report.Axes[chair.Depth].Pos = 65
	if c, _ := r.tick(); r.g.State() != Retreating || c.Command().Axes[chair.Depth].Pos < 64 {
		t.Errorf("got %v to %+v, want a retreat from 65 mm", r.g.State(), c.Command().Axes[chair.Depth])
	}
	r.finish()
	if got := *r.g.Fault(); got != first {
		t.Errorf("got %v, want the first fault kept: %v", got, first)
	}

	// Without a reading of now, nothing is known, whatever was known then.
	r = working(t)
	r.in.Stop = true
	r.tick()
	r.finish()
	r.in.Stop = false
	r.tick()
	r.in.Stop = true
	r.in.Report.Seq = 0
	if c, _ := r.g.Vet(r.at+r.p.Period(), &r.in); c != (Cleared{}) || r.g.State() != Off {
		t.Errorf("got %+v, %v; want zero and off", c, r.g.State())
	}
}

func TestFaultsLatch(t *testing.T) {
	r := working(t)
	r.weigh(120, 40)
	f := r.trips(chair.FaultForce)
	at := f.At
	r.weigh(0, 0)
	r.in.Report.Axes[chair.LegRest].Vel = 500 // another one, later
	r.tick()
	r.finish()
	for range 5 {
		c, again := r.tick()
		if c != (Cleared{}) || again != f || again.Code != chair.FaultForce || again.At != at {
			t.Fatalf("got %+v, %v; want zero and the first fault", c, again)
		}
	}
	r.in.Report.Axes[chair.LegRest].Vel = 0
	want(t, "begin", r.g.Begin(r.at, chair.Spent{}), ErrLatched)
	want(t, "resume", r.g.Resume(r.at), ErrLatched)
	want(t, "clear", r.g.Clear(), nil)
	if r.g.Fault() != nil || r.g.State() != Off {
		t.Errorf("got %v, %v; want no fault and off", r.g.Fault(), r.g.State())
	}
	want(t, "begin", r.g.Begin(r.at, chair.Spent{}), nil)
}

func TestEndIsARetreat(t *testing.T) {
	r := idle(t)
	r.g.End()
	if c, f := r.tick(); c != (Cleared{}) || f != nil || r.g.State() != Off {
		t.Errorf("from home: got %+v, %v, %v; want off at once", c, f, r.g.State())
	}
	r = working(t)
	r.g.End()
	if r.g.State() != Retreating {
		t.Fatalf("got %v, want a retreat", r.g.State())
	}
	c, _ := r.tick()
	if s := c.Command().Axes[chair.Depth]; !s.On || s.Vel >= 0 {
		t.Errorf("got %+v, want the depth on its way home", s)
	}
	r.finish()

	r = newRig(t, bench(), chair.Everyone()) // before the first report
	want(t, "begin", r.g.Begin(r.at, chair.Spent{}), nil)
	r.g.End()
	if c, _ := r.tick(); c != (Cleared{}) || r.g.State() != Off {
		t.Errorf("got %+v, %v; want off at once", c, r.g.State())
	}
}

func TestResumeGoesOnWithBudgets(t *testing.T) {
	stop := func() *rig {
		r := working(t)
		r.run(3 * time.Second)
		r.in.Stop = true
		r.tick()
		r.finish()
		r.in.Stop = false
		return r
	}
	r := stop()
	used := r.g.SessionTime()
	end := r.at
	want(t, "resume after ten minutes and some", r.g.Resume(end+10*time.Minute+1), ErrTooLate)
	want(t, "resume after ten minutes", r.g.Resume(end+10*time.Minute), nil)
	if got := r.g.SessionTime(); got != used || used < 3*time.Second {
		t.Errorf("got a session of %v, want %v as before", got, used)
	}
	if r.g.tare.Taken || r.g.zones.Made {
		t.Error("got a tare or map of before, want them taken anew")
	}
	r = stop()
	want(t, "begin", r.g.Begin(r.at, chair.Spent{}), nil)
	if r.g.budget != (budget{most: 20 * time.Minute}) {
		t.Error("got budgets of the session before, want new ones")
	}
}

func TestHost(t *testing.T) {
	runTicks(t, []oneTick{
		{"gone", working, func(r *rig) { r.in.HostAlive = false }, chair.FaultHost, 0},
		{"held up", working, func(r *rig) { r.at += 90 * time.Millisecond }, "", 0},
		{"held up for too long", working, func(r *rig) { r.at += 90*time.Millisecond + 1 }, chair.FaultHost, 0},
		{"time stands still", working, func(r *rig) { r.at -= r.p.Period() }, chair.FaultHost, 0},
		{"time runs backwards", working, func(r *rig) { r.at -= 2 * r.p.Period() }, chair.FaultHost, 0},
		{"time hardly moves", working, func(r *rig) { r.at -= r.p.Period() - 1 }, "", 0},
	})
}

func TestFirstTickOfASession(t *testing.T) {
	r := newRig(t, bench(), chair.Everyone())
	want(t, "begin", r.g.Begin(r.at, chair.Spent{}), nil)
	if _, f := r.vet(); f != nil { // at the very moment of Begin
		t.Errorf("got %v, want a quiet tick", f)
	}
}

func TestCleared(t *testing.T) {
	var zero Cleared
	if zero.Sequence() != 0 || zero.Expires() != 0 || zero.Command() != (chair.Command{}) || zero.Expired(time.Hour) {
		t.Errorf("got %+v, want the zero Cleared to ask for nothing and never to expire", zero)
	}
	r := idle(t)
	c, _ := r.tick()
	next, _ := r.tick()
	if c.Sequence() == 0 || next.Sequence() != c.Sequence()+1 {
		t.Errorf("got sequences %d, %d; want them to rise by one", c.Sequence(), next.Sequence())
	}
	if got, want := next.Expires(), r.at+100*time.Millisecond; got != want {
		t.Errorf("got %v, want %v: a heartbeat later", got, want)
	}
	if next.Expired(next.Expires()) || !next.Expired(next.Expires()+1) {
		t.Error("want it to expire after Expires, not at it")
	}
	if next.Command() != r.in.Command {
		t.Errorf("got %+v, want %+v", next.Command(), r.in.Command)
	}
}

func TestStateNames(t *testing.T) {
	for s, want := range map[State]string{Disarmed: "disarmed", Armed: "armed", Retreating: "retreating", Off: "off", Rising: "rising", Moving: "moving", Moving + 1: "state?", 99: "state?"} {
		if got := s.String(); got != want {
			t.Errorf("state %d: got %q, want %q", s, got, want)
		}
	}
}

func TestEveryoneHolds(t *testing.T) {
	var l chair.Limits
	for z := range l.Trip {
		l.Trip[z].Max = 1000
	}
	l.BothTrip.Max, l.Spot.Max = 1000, time.Hour
	g := New(bench(), l)
	if g.limits.Trip[chair.ZoneMuscle].Max != 100 || g.limits.BothTrip.Max != 200 || g.limits.Spot.Max != 2*time.Minute {
		t.Errorf("got %+v, want never more than everyone may bear", g.limits)
	}
}

// TestBackThatStands: a back without an axis stands where it was built to, whatever a driver reports there: the tare is taken
// against the head's weight at that angle, the zone map holds, and who leans on the cells is felt.
func TestBackThatStands(t *testing.T) {
	for _, reported := range []chair.Coord{0, 180} {
		p := bench()
		p.Axes[chair.Recline] = chair.AxisProfile{}
		r := newRig(t, p, chair.Everyone())
		r.in.Report.Axes[chair.Recline] = chair.AxisReport{Pos: reported} // the cells were weighed before
		r.begin()
		w := chair.HeadWeight(p.Rollers.Head, p.Massage)
		tare := chair.Tare{Taken: true, Recline: unit.Degree(reported), Head: p.Rollers.Head, Zero: [chair.SideEnd]unit.Newton{w, w}}
		if r.g.Tare(tare) == nil {
			t.Errorf("reported at %v: a tare of there is taken", reported)
		}
		tare.Recline = p.Massage
		if err := r.g.Tare(tare); err != nil {
			t.Errorf("reported at %v: %v", reported, err)
		}
		if err := r.g.Register(spine(), r.at); err != nil {
			t.Errorf("reported at %v: %v", reported, err)
		}
		if r.g.mapAt(&r.in.Report) != &r.g.zones || r.g.pressed() {
			t.Errorf("reported at %v: the map is void, or somebody is felt", reported)
		}
		for s := range r.in.Report.Force {
			r.in.Report.Force[s] = w + r.g.phantom - 1
		}
		r.in.Report.Peak = r.in.Report.Force
		r.ok() // less than what counts as somebody, by the right weight only
		if r.g.force[chair.Left] < r.g.phantom-2 {
			t.Errorf("reported at %v: %v N is felt, want about %v", reported, r.g.force[chair.Left], r.g.phantom-1)
		}
	}
}

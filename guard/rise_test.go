package guard

import (
	"math"
	"testing"
	"time"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/unit"
)

// lying is a chair without a session whose back is down at 130 degrees and whose legs are up.
func lying(t testing.TB) *rig {
	t.Helper()
	r := newRig(t, bench(), chair.Everyone())
	r.put(chair.LegRest, 30, 0)
	r.in.Command = chair.Command{}
	r.tick()
	return r
}

// fallen is lying after a session that a fault ended; it is latched.
func fallen(t testing.TB) *rig {
	t.Helper()
	r := working(t)
	r.put(chair.LegRest, 30, 0)
	r.weigh(120, 120)
	r.trips(chair.FaultForce)
	r.weigh(0, 0)
	r.finish()
	return r
}

// up is one tick with "let me up" held, which must rise.
func (r *rig) up() [2]chair.Setpoint {
	r.t.Helper()
	r.in.Up = true
	c, _ := r.tick()
	if r.g.State() != Rising {
		r.t.Fatalf("got %v, want rising", r.g.State())
	}
	return rises(r.t, r.p, c)
}

// rises checks that nothing but back and leg rest moves, no faster than they may, and returns their setpoints.
func rises(t testing.TB, p *chair.Profile, c Cleared) [2]chair.Setpoint {
	t.Helper()
	cmd := c.Command()
	s := [2]chair.Setpoint{cmd.Axes[chair.Recline], cmd.Axes[chair.LegRest]}
	for i, a := range risers {
		most := min(p.Axes[a].Vel, chair.CoordRate(chair.Everyone().ReclineSpeed.Max))
		if math.Abs(float64(s[i].Vel)) > float64(most) {
			t.Fatalf("got %v at %v per s, want at most %v", a, s[i].Vel, most)
		}
		cmd.Axes[a] = chair.Setpoint{}
	}
	if cmd != (chair.Command{}) {
		t.Fatalf("got %+v, want nothing but back and leg rest driven", cmd)
	}
	return s
}

// settle ticks until the guard is not rising any more and returns how long that took.
func (r *rig) settle() time.Duration {
	r.t.Helper()
	from := r.at
	for range 3000 {
		c, _ := r.tick()
		if r.g.State() != Rising {
			if c != (Cleared{}) {
				r.t.Fatalf("got %+v at the end, want the zero Cleared", c)
			}
			return r.at - from
		}
		rises(r.t, r.p, c)
	}
	r.t.Fatal("rising does not end")
	return 0
}

func TestRise(t *testing.T) {
	for name, c := range map[string]struct {
		rig  func(testing.TB) *rig
		want State
	}{
		"from disarmed":                    {lying, Disarmed},
		"from off with a fault":            {fallen, Off},
		"from disarmed with one of before": {func(t testing.TB) *rig { r := lying(t); r.g.Latch(chair.Fault{Code: chair.FaultRecord}); return r }, Disarmed},
		"from off after a STOP": {func(t testing.TB) *rig {
			r := working(t)
			r.in.Stop = true
			r.tick()
			r.finish()
			r.in.Stop = false
			r.tick()
			return r
		}, Off},
	} {
		t.Run(name, func(t *testing.T) {
			r := c.rig(t)
			fault := r.g.Fault()
			if !r.g.CanRise(&r.in.Report) {
				t.Fatal("got no way up, want one")
			}
			s := r.up()
			if !s[0].On || !(s[0].Vel < 0) || !s[1].On {
				t.Errorf("got %+v, want the back on its way up", s)
			}
			want(t, "begin on the way", r.g.Begin(r.at, chair.Spent{}), ErrRising)
			want(t, "resume on the way", r.g.Resume(r.at), ErrTooLate)
			r.settle()
			rep := &r.in.Report.Axes
			if rep[chair.Recline].Pos > 110.5 || rep[chair.LegRest].Pos < 89.5 {
				t.Errorf("got back at %.1f°, legs at %.1f°; want them within 0.5° of 110° and 90°", rep[chair.Recline].Pos, rep[chair.LegRest].Pos)
			}
			if r.g.State() != c.want || r.g.Fault() != fault {
				t.Errorf("got %v with %v, want %v with %v as before", r.g.State(), r.g.Fault(), c.want, fault)
			}
			for range 3 { // still held: there is no further
				if got, _ := r.tick(); got != (Cleared{}) || r.g.State() != c.want {
					t.Errorf("got %+v in %v, want nothing more to do", got, r.g.State())
				}
			}
		})
	}
}

// TestRiseTakesItsTime: 20 degrees at 5 per second, and back to rest.
func TestRiseTakesItsTime(t *testing.T) {
	r := lying(t)
	r.up()
	if took := r.settle(); took < 4*time.Second || took > 9*time.Second {
		t.Errorf("got %v, want 60° at 8°/s with acceleration: about 8 s", took)
	}
	slow := chair.Everyone()
	slow.ReclineSpeed.Max = 2
	r = newRig(t, bench(), slow)
	r.in.Up = true
	for range 400 {
		c, _ := r.tick()
		if v := c.Command().Axes[chair.Recline].Vel; v < -2 {
			t.Fatalf("got %v per s, want at most this person's 2", v)
		}
	}
	if got := r.in.Report.Axes[chair.Recline].Pos; got > 124 {
		t.Errorf("got the back at %.1f° after 4 s, want it to have used its 2°/s", got)
	}
}

func TestCanRise(t *testing.T) {
	put := func(a chair.Axis, f func(*chair.AxisReport)) func(r *rig) {
		return func(r *rig) { f(&r.in.Report.Axes[a]) }
	}
	both := func(back, legs chair.Coord) func(r *rig) {
		return func(r *rig) { r.in.Report.Axes[chair.Recline].Pos, r.in.Report.Axes[chair.LegRest].Pos = back, legs }
	}
	nan := chair.Coord(math.NaN())
	for _, c := range []struct {
		name    string
		rig     func(testing.TB) *rig
		arrange func(r *rig)
		want    bool
	}{
		{"lying", lying, func(r *rig) {}, true},
		{"sitting", lying, both(110.5, 89.5), false},
		{"sitting, the other side of it", lying, both(109.5, 90.5), false},
		{"back just down", lying, both(chair.Coord(above(110.5)), 90), true},
		{"legs just up", lying, both(110, chair.Coord(below(89.5))), true},
		{"armed", working, func(r *rig) {}, false},
		{"retreating", working, func(r *rig) { r.in.Stop = true; r.tick(); r.in.Stop = false }, false},
		{"already rising", lying, func(r *rig) { r.up() }, false},
		{"stale", lying, func(r *rig) { r.in.Report.At -= 50*time.Millisecond + 1 }, false},
		{"nearly stale", lying, func(r *rig) { r.in.Report.At -= 50 * time.Millisecond }, true},
		{"from the future", lying, func(r *rig) { r.in.Report.At++ }, false},
		{"no report", lying, func(r *rig) { r.in.Report.Seq = 0 }, false},
		{"back lost, legs not", lying, put(chair.Recline, func(a *chair.AxisReport) { a.Fault = true }), true},
		{"back without reference, legs not", lying, put(chair.Recline, func(a *chair.AxisReport) { a.Homed = false }), true},
		{"back somewhere, legs not", lying, put(chair.Recline, func(a *chair.AxisReport) { a.Pos = nan }), true},
		{"legs lost, back not", lying, put(chair.LegRest, func(a *chair.AxisReport) { a.Fault = true }), true},
		{"back and legs lost", lying, func(r *rig) {
			r.in.Report.Axes[chair.Recline].Fault, r.in.Report.Axes[chair.LegRest].Homed = true, false
		}, false},
		{"back beyond its travel, legs lost", lying, func(r *rig) {
			r.in.Report.Axes[chair.Recline].Pos, r.in.Report.Axes[chair.LegRest].Fault = 173.1, true
		}, false},
		{"depth lost", lying, put(chair.Depth, func(a *chair.AxisReport) { *a = chair.AxisReport{Pos: nan, Fault: true} }), true},
		{"pressed from the first", lying, func(r *rig) { r.weigh(80, 80) }, true},
	} {
		r := c.rig(t)
		c.arrange(r)
		if got := r.g.CanRise(&r.in.Report); got != c.want {
			t.Errorf("%s: got %v, want %v", c.name, got, c.want)
		}
	}
	p := bench()
	p.Axes[chair.Recline], p.Axes[chair.LegRest] = chair.AxisProfile{}, chair.AxisProfile{}
	r := newRig(t, p, chair.Everyone())
	if r.tick(); r.g.CanRise(&r.in.Report) {
		t.Error("got a way up on a chair that does not recline")
	}
}

func TestRiseIsRefused(t *testing.T) {
	for name, arrange := range map[string]func(r *rig){
		"STOP pressed too":   func(r *rig) { r.in.Stop = true },
		"button pressed too": func(r *rig) { r.in.Report.Stop = true },
		"STOP pressed since before": func(r *rig) {
			r.in.Stop = true
			r.tick()
			r.finish()
		},
		"no report": func(r *rig) {
			r.in.Report.Axes[chair.Recline].Fault, r.in.Report.Axes[chair.LegRest].Fault = true, true
		},
		"not asked":   func(r *rig) { r.in.Up = false },
		"sits":        func(r *rig) { r.in.Report.Axes[chair.Recline].Pos, r.in.Report.Axes[chair.LegRest].Pos = 110, 90 },
		"host silent": func(r *rig) { r.in.HostAlive = false },
	} {
		r := lying(t)
		r.in.Up = true
		arrange(r)
		for range 20 {
			c, _ := r.tick()
			if r.g.State() != Retreating && c.Command().Axes[chair.Recline].Vel != 0 {
				t.Fatalf("%s: got %+v in %v, want nothing moved", name, c.Command(), r.g.State())
			}
		}
	}
}

func TestRiseHeldAndLetGo(t *testing.T) {
	r := lying(t)
	for range 200 {
		r.up()
	}
	vel := r.in.Report.Axes[chair.Recline].Vel
	if !near(vel, -5, 1e-5) {
		t.Fatalf("got %v per s after 2 s, want full speed", vel)
	}
	r.in.Up = false
	at := r.in.Report.Axes[chair.Recline].Pos
	took := r.settle()
	if most := 510 * time.Millisecond; took > most { // 5 of 10 per s2, and a tick
		t.Errorf("got %v to stop, want at most %v", took, most)
	}
	if way := at - r.in.Report.Axes[chair.Recline].Pos; way > 1.25+0.06 { // v2 / 2a, and a tick
		t.Errorf("got %.2f° further after it was let go, want at most 1.25°", way)
	}
	if r.g.State() != Disarmed {
		t.Errorf("got %v, want disarmed as before", r.g.State())
	}
	r.up() // pressed again, it goes on
	r.settle()
	if got := r.in.Report.Axes[chair.Recline].Pos; got > 110.5 {
		t.Errorf("got the back at %.1f°, want it up", got)
	}

	r = lying(t) // whoever holds it must be alive
	for range 200 {
		r.up()
	}
	r.in.HostAlive = false
	if took := r.settle(); took > 510*time.Millisecond || r.in.Report.Axes[chair.Recline].Pos < 115 {
		t.Errorf("got %v and the back at %.1f°, want it to stop", took, r.in.Report.Axes[chair.Recline].Pos)
	}
}

func TestRiseStops(t *testing.T) {
	way := func() *rig {
		r := lying(t)
		for range 200 {
			r.up()
		}
		return r
	}
	for name, press := range map[string]func(r *rig){
		"page": func(r *rig) { r.in.Stop = true }, "button": func(r *rig) { r.in.Report.Stop = true }, "wrong": func(r *rig) { r.in.Wrong = true },
	} {
		r := way()
		press(r)
		c, _ := r.tick()
		if s := c.Command().Axes[chair.Recline]; r.g.State() != Retreating || !near(s.Vel, -4.9, 1e-5) {
			t.Errorf("%s: got %v to %+v, want a retreat that brakes from 5 per s", name, r.g.State(), s)
		}
		r.finish()
		if got := r.in.Report.Axes[chair.Recline].Pos; got < 115 {
			t.Errorf("%s: got the back at %.1f°, want it where it was stopped", name, got)
		}
	}

	r := way() // what was known before the way up is nothing to retreat from
	r.in.Stop = true
	r.in.Report.Seq = 0
	if c, _ := r.g.Vet(r.at+r.p.Period(), &r.in); c != (Cleared{}) || r.g.State() != Off {
		t.Errorf("got %+v, %v; want zero and off", c, r.g.State())
	}

	r = way() // the drive of the back is lost: the legs go on, then it is over
	r.in.Report.Axes[chair.Recline].Fault = true
	c, _ := r.tick()
	if s := rises(t, r.p, c); s[0].On || !s[1].On || s[1].Vel <= 0 {
		t.Errorf("got %+v, want the legs alone", s)
	}
	r.settle()
	if got := r.in.Report.Axes[chair.LegRest].Pos; got < 89.5 {
		t.Errorf("got the legs at %.1f°, want them down", got)
	}
	r.in.Report.Axes[chair.LegRest].Pos = 20
	r.in.Report.Axes[chair.LegRest].Fault = true
	if c, _ := r.tick(); c != (Cleared{}) || r.g.State() != Disarmed {
		t.Errorf("got %+v in %v, want nothing that could move", c, r.g.State())
	}
}

func TestRiseIsHeldBack(t *testing.T) {
	stray := chair.Coord(3*5*0.02 + 1 + slack) // back
	for _, a := range risers {
		r := lying(t)
		for range 100 {
			r.up()
		}
		r.follow = false
		stuck := r.in.Report.Axes[a].Pos
		r.in.Report.Axes[a].Vel = 0
		furthest := chair.Coord(0)
		other := risers[0]
		if a == other {
			other = risers[1]
		}
		for range 400 {
			c, _ := r.tick()
			if r.g.State() != Rising {
				break
			}
			s := c.Command().Axes
			furthest = max(furthest, s[a].Pos-stuck, stuck-s[a].Pos)
			r.in.Report.Axes[other].Pos, r.in.Report.Axes[other].Vel = s[other].Pos, s[other].Vel
		}
		if r.g.State() != Disarmed {
			t.Fatalf("%v: got %v, want it to give up", a, r.g.State())
		}
		most := chair.Coord(3*float64(r.p.Axes[a].Vel)*0.02+1+slack) + chair.Coord(float64(r.p.Axes[a].Vel)*0.01)
		if furthest > most {
			t.Errorf("%v: got a setpoint %.2f° from where it is stuck, want at most %.2f°", a, furthest, most)
		}
		for range 100 { // held on: it is not pushed again
			if c, _ := r.tick(); c != (Cleared{}) || r.g.State() != Disarmed {
				t.Fatalf("%v: got %+v in %v, want nothing until it is pressed anew", a, c.Command(), r.g.State())
			}
		}
		r.in.Up = false
		r.tick()
		r.follow = true
		r.up()
		r.settle()
		if got := r.in.Report.Axes[chair.Recline].Pos; got > 110.5 {
			t.Errorf("%v: got the back at %.1f°, want it up once it is free", a, got)
		}
	}

	r := lying(t) // just within what a drive may lag
	r.up()
	r.follow = false
	at := r.g.ramps[chair.Recline].pos
	r.in.Report.Axes[chair.Recline].Pos = chair.Coord(at) + stray - 1e-9
	if r.up(); r.g.balked {
		t.Error("got it held back, want a drive that lags")
	}
	r.in.Report.Axes[chair.Recline].Pos = chair.Coord(r.g.ramps[chair.Recline].pos) + stray + 1e-9
	if r.tick(); !r.g.balked {
		t.Error("got it pushed on, want it held back")
	}
}

func TestRiseMustNotPressHarder(t *testing.T) {
	p := bench()
	p.Rollers.Head = 0 // what the cells read is exact
	start := func(f unit.Newton) *rig {
		r := newRig(t, p, chair.Everyone())
		r.weigh(f, f)
		r.tick()
		for range 200 {
			r.up()
		}
		return r
	}
	for side := range chair.SideEnd {
		r := start(20)
		r.in.Report.Force[side] = 35
		r.up()
		for range 100 {
			r.up()
		}
		r.in.Report.Force[side] = unit.Newton(above(35))
		if took := r.settle(); took > 510*time.Millisecond {
			t.Errorf("%v: got %v to stop, want half a second", side, took)
		}
		if r.g.CanRise(&r.in.Report) {
			t.Errorf("%v: got a way up that presses harder, want none", side)
		}
		r.in.Report.Force[side] = 35 // against when it first began, not against now
		if !r.g.CanRise(&r.in.Report) {
			t.Errorf("%v: got no way up although nothing presses harder than at first", side)
		}
	}
	r := start(20)
	r.in.Report.Force[chair.Right] = unit.Newton(math.NaN())
	r.settle()
	if r.g.CanRise(&r.in.Report) {
		t.Error("got a way up with a cell that reads nothing, want none")
	}

	r = start(20) // a session begins anew
	r.in.Up = false
	r.settle()
	want(t, "begin", r.g.Begin(r.at, chair.Spent{}), nil)
	r.hold()
	r.weigh(60, 60)
	r.tick()
	r.g.End()
	r.finish()
	if !r.g.CanRise(&r.in.Report) {
		t.Error("got no way up after a session, want what presses now to be the measure")
	}

	heavy := bench() // the head's own weight is not somebody pressing
	heavy.Rollers.Head = 20
	r = newRig(t, heavy, chair.Everyone())
	r.tick()
	r.in.Up = true
	for range 600 {
		r.weigh(10, 10)
		r.tick()
	}
	if got := r.in.Report.Axes[chair.Recline].Pos; got > 110.5 {
		t.Errorf("got the back at %.1f° with a heavy head, want it up", got)
	}
}

// TestRiseBlind: without reports it comes to a stop, and goes on when they come again.
func TestRiseBlind(t *testing.T) {
	r := lying(t)
	for range 200 {
		r.up()
	}
	seq, at := r.in.Report.Seq, r.in.Report.At
	deaf := func() Cleared {
		r.at += r.p.Period()
		r.in.Report.Seq, r.in.Report.At = seq, at
		c, _ := r.vet()
		return c
	}
	for range 5 { // not stale yet
		if s := rises(t, r.p, deaf()); !near(s[0].Vel, -5, 1e-5) {
			t.Fatalf("got %v per s, want it to go on at 5", s[0].Vel)
		}
	}
	n := 0
	for ; r.g.State() == Rising; n++ {
		if s := rises(t, r.p, deaf()); n > 60 || s[0].Vel < -5.00001+0.1*chair.CoordRate(n+1) {
			t.Fatalf("got %v per s after %d ticks, want it to brake", s[0].Vel, n)
		}
	}
	if c := deaf(); c != (Cleared{}) || r.g.State() != Disarmed {
		t.Errorf("got %+v in %v, want nothing without reports", c, r.g.State())
	}
	r.up()
}

// TestRiseStepsByTime: a tick that comes late moves no further than two, and time that runs backwards none.
func TestRiseStepsByTime(t *testing.T) {
	for late, most := range map[time.Duration]chair.Coord{10 * time.Millisecond: 0.05, 20 * time.Millisecond: 0.1, time.Second: 0.1, -time.Second: 0} {
		r := lying(t)
		for range 200 {
			r.up()
		}
		was := r.in.Report.Axes[chair.Recline].Pos
		r.at += late
		r.in.Report.Seq++
		r.in.Report.At = r.at
		c, _ := r.vet()
		if by := was - c.Command().Axes[chair.Recline].Pos; math.Abs(float64(by-most)) > 1e-6 {
			t.Errorf("%v: got %.3f° in a tick, want %.3f°", late, by, most)
		}
	}
}

// TestRiseKeepsToItsTravel: a back that is at its end and says to be moving on is not told to go on.
func TestRiseKeepsToItsTravel(t *testing.T) {
	for _, c := range []struct {
		pos  chair.Coord
		vel  chair.CoordRate
		low  chair.Coord
		high chair.Coord
	}{{100.02, -5, 100, 170}, {99, -5, 99, 170}, {169.98, 5, 100, 170}, {172, 5, 100, 172}} {
		r := lying(t)
		r.follow = false
		r.put(chair.Recline, c.pos, c.vel)
		for range 10 {
			if s := r.up(); s[0].Pos < c.low || s[0].Pos > c.high {
				t.Fatalf("from %v°: got %v°, want it between %v° and %v°", c.pos, s[0].Pos, c.low, c.high)
			}
		}
	}
}

// TestRiseIsLetGo: the same of "let me up".
func TestRiseIsLetGo(t *testing.T) {
	r := lying(t)
	r.up()
	r.follow = false
	astray := func(off chair.Coord) Cleared {
		p := &r.in.Report.Axes[chair.LegRest]
		p.Pos, p.Vel = chair.Coord(r.g.ramps[chair.LegRest].pos)+off, -5
		c, _ := r.tick()
		return c
	}
	if c := astray(20); r.g.State() != Rising || !r.g.balked || !c.Command().Axes[chair.LegRest].On {
		t.Fatalf("got %v %+v, want it to come to a stand", r.g.State(), c.Command().Axes[chair.LegRest])
	}
	if c := astray(-20); r.g.State() == Rising || c != (Cleared{}) {
		t.Errorf("got %v %+v, want it let go", r.g.State(), c.Command().Axes[chair.LegRest])
	}
	r.in.Up = false
	r.tick()
	if r.up(); r.g.balked || r.g.strayed[chair.LegRest] {
		t.Error("a new one begins with what was found in the last one")
	}
	r.at += bench().Heartbeat
	if r.tick(); !r.g.balked {
		t.Error("got it to go on after a silence, want a stand")
	}
	r = lying(t)
	r.at += time.Minute
	r.in.Report.At = r.at
	if r.up(); r.g.balked {
		t.Error("got it balked by a silence before it began")
	}
}

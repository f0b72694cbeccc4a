package guard

import (
	"math"
	"testing"
	"time"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/unit"
)

// flight is what a retreat on a plant came to.
type flight struct {
	eased, home, off time.Duration // force under 5 N; depth at home; nothing driven
	peak             unit.Newton
	far              [chair.AxisEnd]float64 // greatest distance of each axis from where it was
}

// fly lets a retreat run on a plant; sense may falsify a report. It checks what holds for every tick.
func (r *rig) fly(p *plant, sense func(n int, rep *chair.Report)) (f flight) {
	r.t.Helper()
	r.follow = false
	from, start := p.pos, r.at
	var was chair.Command
	for n := range 2000 {
		r.at += r.p.Period()
		r.in.Report.Seq++
		r.in.Report.At = r.at
		p.report(&r.in.Report)
		if sense != nil {
			sense(n, &r.in.Report)
		}
		c, _ := r.g.Vet(r.at, &r.in)
		if c.Command().Heat != 0 || c.Command().Air != [chair.BagEnd]unit.Kilopascal{} {
			r.t.Fatalf("got heat %v and air %v in a retreat, want both off", c.Command().Heat, c.Command().Air)
		}
		if r.g.State() == Off {
			if c != (Cleared{}) {
				r.t.Fatalf("got %+v when off, want the zero Cleared", c)
			}
			if f.off == 0 {
				f.off = r.at - start
			}
		}
		now := c.Command()
		for a, s := range now.Axes {
			if w := was.Axes[a]; n > 0 && sense == nil && s.On && w.On && w.Vel != 0 && s.Vel != 0 {
				if acc := math.Abs(float64(s.Vel-w.Vel)) / 0.01; acc > float64(r.p.Axes[a].Acc)*(1+1e-9) {
					r.t.Fatalf("%v: got %v per s2 in a retreat, want at most %v", chair.Axis(a), acc, r.p.Axes[a].Acc)
				}
			}
		}
		was = now
		p.set = now.Axes
		for range 10 {
			p.step()
			f.peak = max(f.peak, p.feel())
			for a := range p.pos {
				f.far[a] = max(f.far[a], math.Abs(p.pos[a]-from[a]))
			}
		}
		if f.eased == 0 && p.feel() < 5 {
			f.eased = r.at - start
		}
		if f.home == 0 && p.pos[chair.Depth] < 1 {
			f.home = r.at - start
		}
		if f.off != 0 && r.at-start > f.off+100*time.Millisecond {
			return f
		}
	}
	r.t.Fatalf("not off after 20 s: %+v", f)
	return f
}

func TestRetreatTimes(t *testing.T) {
	// The claims of product.md 7 for the reference chair.
	for _, depth := range []float64{60, 109} {
		r := working(t)
		r.put(chair.Depth, chair.Coord(depth), 0)
		p := r.stand(60)
		r.in.Stop = true
		f := r.fly(p, nil)
		t.Logf("from %.0f mm, 60 N: under 5 N after %v, home after %v, off after %v", depth, f.eased, f.home, f.off)
		if f.eased > 400*time.Millisecond || f.home > 2*time.Second || f.off > 2*time.Second {
			t.Errorf("from %.0f mm: got %+v, want under 5 N in 400 ms, home in 2 s", depth, f)
		}
		if f.peak > 60+1e-6 {
			t.Errorf("from %.0f mm: got a peak of %.2f N, want no more than the 60 N there were", depth, f.peak)
		}
		if r.g.Fault() != nil {
			t.Errorf("got %v after a stop, want none", r.g.Fault())
		}
	}
}

func TestRetreatFromMotion(t *testing.T) {
	for _, vel := range []chair.CoordRate{50, 20, -40, -150, -199} {
		r := working(t)
		r.put(chair.Depth, 60, vel)
		p := r.stand(50)
		r.in.Stop = true
		f := r.fly(p, nil)
		most := 50 + 6*(float64(vel)*0.03+float64(vel*vel)/6000) // its own overshoot formula
		if vel < 0 {
			most = 50
		}
		if f.eased > 400*time.Millisecond || float64(f.peak) > most+1e-6 {
			t.Errorf("from %v mm/s: got %+v, want under 5 N in 400 ms and no peak over %.1f N", vel, f, most)
		}
	}
}

func TestRetreatStopsTheRest(t *testing.T) {
	r := working(t)
	p := r.stand(40)
	p.vel[chair.Carriage], p.vel[chair.Kneading], p.vel[chair.Recline], p.vel[chair.LegRest] = 60, 130, 4, -7
	p.pos[chair.TapLeft], p.vel[chair.TapLeft] = 8, 150
	p.set = [chair.AxisEnd]chair.Setpoint{}
	r.in.Stop = true
	f := r.fly(p, nil)
	for a, most := range map[chair.Axis]float64{
		chair.Carriage: 60*60/(2*400.0) + 2, chair.Kneading: 130*130/(2*720.0) + 3, chair.Recline: 1.2, chair.LegRest: 2, chair.Width: 0.01,
	} {
		if f.far[a] > most {
			t.Errorf("%v: got %.2f %s of way, want a stop within %.2f", a, f.far[a], a.Unit(), most)
		}
	}
	if p.pos[chair.TapLeft] > 0.1 {
		t.Errorf("got tapper at %.2f mm, want home", p.pos[chair.TapLeft])
	}
	if f.off > 1500*time.Millisecond {
		t.Errorf("off after %v, want all at rest within 1.5 s", f.off)
	}
}

func TestRetreatKeepsWithinTravel(t *testing.T) {
	r := working(t)
	r.put(chair.Carriage, 449, 70) // would need 6 mm to stop
	r.in.Stop = true
	r.follow = true
	for range 200 {
		c, _ := r.tick()
		if s := c.Command().Axes[chair.Carriage]; s.Pos > 450 {
			t.Fatalf("got carriage to %.2f mm, want at most 450", s.Pos)
		}
	}
	r = working(t)
	r.put(chair.Carriage, 1, -70)
	r.put(chair.Kneading, 719, 300)
	r.in.Stop = true
	most := chair.Coord(0)
	for range 200 {
		c, _ := r.tick()
		if s := c.Command().Axes[chair.Carriage]; s.Pos < 0 {
			t.Fatalf("got carriage to %.2f mm, want at least 0", s.Pos)
		}
		most = max(most, c.Command().Axes[chair.Kneading].Pos)
	}
	if most < 760 {
		t.Errorf("got the shaft stopped at %v degrees, want it to run out freely", most)
	}
	r = working(t) // a back that was left beyond its travel stays there
	r.put(chair.Recline, 172, 0)
	r.g.last.Axes[chair.Recline].Pos = 172
	r.weigh(0, 0)
	r.in.Stop = true
	if c, _ := r.tick(); c.Command().Axes[chair.Recline].Pos != 172 {
		t.Errorf("got recline to %v degrees, want it to stay at 172", c.Command().Axes[chair.Recline].Pos)
	}
}

func TestRetreatWithDepthLost(t *testing.T) {
	r := working(t)
	p := r.stand(60)
	p.vel[chair.Carriage] = 50
	p.jam[chair.Depth] = true
	r.in.Command.Air = [chair.BagEnd]unit.Kilopascal{10, 10}
	f := r.fly(p, func(n int, rep *chair.Report) { rep.Axes[chair.Depth].Fault = true })
	if got := r.g.Fault(); got == nil || got.Code != chair.FaultAxis || got.Axis != chair.Depth {
		t.Errorf("got %v, want axis (depth)", got)
	}
	if f.peak > 60+1e-6 || f.far[chair.Depth] > 0 || f.far[chair.Carriage] > 6 || f.off > time.Second {
		t.Errorf("got %+v, want no more force, the carriage stopped, off within 1 s", f)
	}

	r = working(t) // lost on the way
	p = r.stand(60)
	r.in.Stop = true
	r.fly(p, func(n int, rep *chair.Report) { rep.Axes[chair.Depth].Fault = n > 10 && n < 13 })
	if pos := p.pos[chair.Depth]; pos < 5 || pos > 58 {
		t.Errorf("got depth at %.1f mm, want it left where it was lost", pos)
	}
}

func TestRetreatJammed(t *testing.T) {
	r := working(t)
	p := r.stand(60)
	p.jam[chair.Depth] = true
	r.in.Stop = true
	f := r.fly(p, nil)
	if got := r.g.Fault(); got == nil || got.Code != chair.FaultTracking || got.Axis != chair.Depth || got.Value < 59 || got.Bound != 1 {
		t.Errorf("got %v, want tracking (depth) at 60 mm of 1 mm", got)
	}
	// 2 (110/200 + 200/3000 + 3000/60000) s + 2 s
	if want := 3333 * time.Millisecond; f.off < want || f.off > want+20*time.Millisecond {
		t.Errorf("got off after %v, want about %v", f.off, want)
	}
	if f.peak > 60+1e-6 {
		t.Errorf("got a peak of %v N, want no more than 60 N", f.peak)
	}
}

func TestRetreatBlind(t *testing.T) {
	// The cable of the reports is pulled: the chair still hears.
	r := working(t)
	p := r.stand(60)
	var kept chair.Report
	f := r.fly(p, func(n int, rep *chair.Report) {
		if n == 0 {
			kept = *rep
		} else {
			*rep = kept
		}
	})
	if got := r.g.Fault(); got == nil || got.Code != chair.FaultStale {
		t.Errorf("got %v, want report_stale", got)
	}
	if f.eased > 500*time.Millisecond || f.peak > 60+1e-6 || f.off < 3*time.Second {
		t.Errorf("got %+v, want the rollers home blind, and off only at the end of the time", f)
	}
	r = working(t) // after a stop
	p = r.stand(60)
	r.in.Stop = true
	r.fly(p, func(n int, rep *chair.Report) { rep.Seq = 0 })
	if got := r.g.Fault(); got == nil || got.Code != chair.FaultStale {
		t.Errorf("got %v, want report_stale", got)
	}
}

func TestRetreatFromAFalseReading(t *testing.T) {
	// An encoder that leaps, for one report or for good: the setpoint starts at the nearer home of the two.
	for _, leap := range []chair.Coord{30, -30, -60} {
		for _, lasts := range []int{1, 10000} {
			r := working(t)
			p := r.stand(60)
			f := r.fly(p, func(n int, rep *chair.Report) {
				if n < lasts {
					rep.Axes[chair.Depth].Pos += leap
				}
			})
			if got := r.g.Fault(); got == nil || got.Code != chair.FaultReport {
				t.Fatalf("leap of %v mm: got %v, want report", leap, got)
			}
			if f.peak > 60+1e-6 {
				t.Errorf("leap of %v mm for %d: got a peak of %.1f N, want no more than 60 N", leap, lasts, f.peak)
			}
			if lasts == 1 && f.home > 2*time.Second {
				t.Errorf("leap of %v mm: home after %v, want within 2 s", leap, f.home)
			}
		}
	}
	r := working(t)
	p := r.stand(60)
	f := r.fly(p, func(n int, rep *chair.Report) {
		if n == 0 {
			rep.Axes[chair.Depth].Pos = chair.Coord(math.NaN())
		}
	})
	if f.peak > 60+1e-6 || f.home > 2*time.Second {
		t.Errorf("NaN: got %+v, want home in 2 s and no more force", f)
	}
}

func TestRetreatDoesNotEndWhileSomebodyIsPressed(t *testing.T) {
	for _, c := range []struct {
		side  chair.Side
		force unit.Newton
		tare  bool
		want  State
	}{
		{chair.Left, 16 + 1e-9, true, Retreating}, {chair.Left, 16 - 1e-9, true, Off}, {chair.Left, 16.01, true, Retreating}, {chair.Right, 16.01, true, Retreating}, {chair.Left, 15.99, true, Off}, {chair.Left, 99, false, Off},
	} {
		r := working(t)
		r.in.Stop, r.follow = true, false
		r.tick()
		r.g.ramps[chair.Depth], r.g.tare.Taken, r.g.least = ramp{}, c.tare, 0
		r.in.Report.Axes[chair.Recline].Pos = 160 // where the head weighs otherwise than at the tare
		r.in.Report.Axes[chair.Depth].Pos = 0     // so its encoder says
		r.weigh(0, 0)
		r.in.Report.Force[c.side] += c.force
		if r.tick(); r.g.State() != c.want {
			t.Errorf("%v N on the %v, tare %v: got %v, want %v", c.force, c.side, c.tare, r.g.State(), c.want)
		}
	}
}

func TestRetreatWithoutReference(t *testing.T) {
	r := working(t)
	r.follow = false
	r.in.Report.Axes[chair.Depth].Homed = false
	r.in.Report.Axes[chair.Width].Homed = false
	c, f := r.tick()
	r.tripped(c, f)(chair.FaultAxis)
	cmd := c.Command()
	if s := cmd.Axes[chair.Depth]; s != (chair.Setpoint{On: true, Pos: 0}) {
		t.Errorf("got depth %+v, want it to seek home", s)
	}
	if s := cmd.Axes[chair.Width]; s.On {
		t.Errorf("got width %+v, want an axis without reference left alone", s)
	}
	r.in.Report.Axes[chair.Depth] = chair.AxisReport{Pos: 0} // reads home, but does not know it
	if r.tick(); r.g.State() != Retreating {
		t.Errorf("got %v, want a retreat until the switch is found", r.g.State())
	}
	r.in.Report.Axes[chair.Depth].Homed = true
	r.weigh(0, 0)
	if r.tick(); r.g.State() != Off {
		t.Errorf("got %v, want off", r.g.State())
	}
}

func TestRetreatOfAChairThatWentByItself(t *testing.T) {
	stray := chair.Coord(3*200*0.01 + 1 + slack)
	r := working(t)
	r.follow = false
	r.in.Report.Lost = true
	r.trips(chair.FaultLink)
	r.in.Report.Lost = false
	at := chair.Coord(r.g.ramps[chair.Depth].pos)
	r.in.Report.Axes[chair.Depth].Pos = at - stray + 1e-9
	r.tick()
	if got := chair.Coord(r.g.ramps[chair.Depth].pos); got < at-1 {
		t.Errorf("got the ramp at %.2f mm, want it to go on from %.2f mm", got, at)
	}
	at = chair.Coord(r.g.ramps[chair.Depth].pos)
	r.in.Report.Axes[chair.Depth].Pos = at - stray - 1e-9
	c, _ := r.tick()
	if got := c.Command().Axes[chair.Depth].Pos; got > at-stray {
		t.Errorf("got depth to %.2f mm, want it no further out than the chair is: %.2f mm", got, at-stray)
	}
}

func TestRetreatEndsAtHomeOnly(t *testing.T) {
	r := working(t)
	r.in.Stop, r.follow = true, false
	r.tick()
	r.g.ramps[chair.Depth], r.g.least = ramp{}, 0
	r.in.Report.Axes[chair.Depth].Pos = chair.Coord(above(1))
	if r.tick(); r.g.State() != Retreating {
		t.Errorf("just over 1 mm from home: got %v, want retreating", r.g.State())
	}
	r.in.Report.Axes[chair.Depth].Pos = 1
	r.weigh(0, 0)
	r.in.Report.Axes[chair.LegRest].Fault = true // another axis' trouble does not matter
	if r.tick(); r.g.State() != Off {
		t.Errorf("1 mm from home: got %v, want off", r.g.State())
	}
}

func TestRetreatWithoutDepthAxis(t *testing.T) {
	p := bench()
	p.Axes[chair.Depth] = chair.AxisProfile{}
	r := newRig(t, p, chair.Everyone()).begin()
	r.put(chair.Carriage, 200, 40)
	r.in.Stop = true
	r.tick()
	if r.g.State() != Retreating {
		t.Errorf("got %v, want the carriage stopped first", r.g.State())
	}
	if got := r.finish(); got > 200*time.Millisecond {
		t.Errorf("got %v, want a stop within 200 ms", got)
	}
}

func TestRetreatTime(t *testing.T) {
	sound := axis{fitted: true, max: 110, vel: 200, acc: 3000, jerk: 60000}
	slow, dead, raised := sound, sound, sound
	raised.min, raised.max = 30, 140
	slow.vel, dead.vel = 20, 0
	for _, c := range []struct {
		name string
		x    axis
		want time.Duration
	}{
		{"sound", sound, 3333333333}, {"raised", raised, 3333333333}, {"slow", slow, 10 * time.Second}, {"without speed", dead, 10 * time.Second}, {"without anything", axis{fitted: true, max: 100}, 10 * time.Second}, {"none", axis{}, 2 * time.Second},
	} {
		if got := retreatTime(&c.x); (got - c.want).Abs() > time.Microsecond {
			t.Errorf("%s: got %v, want %v", c.name, got, c.want)
		}
	}
}

func TestRetreatSeekingTakesItsTime(t *testing.T) {
	r := idle(t)
	r.unhome(chair.Depth)
	r.in.Stop, r.follow = true, false
	from := r.at
	r.tick()
	if got, want := r.finish()+r.p.Period(), 10*time.Second; r.at-from-got > r.p.Period() || got < want || got > want+20*time.Millisecond {
		t.Errorf("got off after %v, want %v: a drive seeks at its own speed", got, want)
	}
}

func TestRetreatStepsByTime(t *testing.T) {
	for _, c := range []struct {
		dt   time.Duration
		want float64 // s that the ramp goes on
	}{{4 * time.Millisecond, 0.004}, {20 * time.Millisecond, 0.02}, {45 * time.Millisecond, 0.02}, {0, 0}, {-5 * time.Millisecond, 0}} {
		r := working(t)
		r.in.Stop, r.follow = true, false
		r.tick()
		r.tick()
		want := r.g.ramps[chair.Depth]
		want.goHome(depthBounds, 0, c.want)
		r.at += c.dt
		r.in.Report.At = min(r.in.Report.At, r.at)
		r.vet()
		if got := r.g.ramps[chair.Depth]; got != want {
			t.Errorf("after %v: got %+v, want %+v", c.dt, got, want)
		}
	}
}

func TestReadable(t *testing.T) {
	r := idle(t)
	r.g.at = r.at
	fresh := r.in.Report
	for _, c := range []struct {
		name  string
		alter func(*chair.Report)
		want  bool
	}{
		{"fresh", func(*chair.Report) {}, true},
		{"as old as allowed", func(p *chair.Report) { p.At = r.at - 50*time.Millisecond }, true},
		{"too old", func(p *chair.Report) { p.At = r.at - 50*time.Millisecond - 1 }, false},
		{"from the future", func(p *chair.Report) { p.At = r.at + 1 }, false},
		{"none", func(p *chair.Report) { p.Seq = 0 }, false},
		{"place NaN", func(p *chair.Report) { p.Axes[chair.LegRest].Pos = chair.Coord(math.NaN()) }, false},
		{"beyond its travel", func(p *chair.Report) { p.Axes[chair.Depth].Pos = 113.01 }, false},
		{"beyond its travel, not homed", func(p *chair.Report) { p.Axes[chair.Depth] = chair.AxisReport{Pos: 113.01} }, true},
		{"speed infinite", func(p *chair.Report) { p.Axes[chair.Depth].Vel = chair.CoordRate(math.Inf(1)) }, false},
	} {
		rep := fresh
		c.alter(&rep)
		if got := r.g.readable(&rep); got != c.want {
			t.Errorf("%s: got %v, want %v", c.name, got, c.want)
		}
	}
}

// TestRetreatAtItsBounds: what counts as pressing, and as having gone home by itself.
func TestRetreatAtItsBounds(t *testing.T) {
	r := weightless(chair.Everyone())(t)
	for f, want := range map[unit.Newton]bool{10: false, unit.Newton(above(10)): true} {
		for s := range chair.SideEnd {
			r.g.last.Force = [chair.SideEnd]unit.Newton{}
			r.g.last.Force[s] = f
			if got := r.g.pressed(); got != want {
				t.Errorf("%v N on the %v: got pressed %v, want %v", f, s, got, want)
			}
		}
	}
	stray := r.g.axes[chair.Depth].stray
	for ahead, want := range map[chair.Coord]bool{stray: false, stray + 1e-9: true} {
		r = working(t)
		r.g.last.Axes[chair.Depth] = chair.AxisReport{Pos: 0, Homed: true}
		r.g.ramps[chair.Depth] = ramp{pos: float64(ahead)}
		s := r.g.retreats(chair.Depth, 0.01, true)
		if got := s.Pos <= 0; got != want {
			t.Errorf("%v mm ahead of the chair: got it told to be at %v mm, taken up where it is %v, want %v", ahead, s.Pos, got, want)
		}
	}
}

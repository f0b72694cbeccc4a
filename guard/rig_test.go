package guard

import (
	"testing"
	"time"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/unit"
)

// bench is a chair with everything fitted, after the simulated reference chair of the product page. Its cells
// have no gain error and no noise, so that figures at the boundary are exact.
func bench() *chair.Profile {
	p := &chair.Profile{
		Name: "bench", Simulated: true, Control: 100, Heartbeat: 100 * time.Millisecond, Stale: 50 * time.Millisecond,
		OnSilence: chair.Retracts, OnPowerLoss: chair.Retracts, SeatSensor: true, StopButton: true,
		Rollers: chair.RollerHead{Spring: 6, Head: 2, Moving: 1, CellRange: 300, Cover: 12, KneadAlong: 12,
			KneadAcross: 8, KneadOut: 3},
		Heat:    chair.HeatProfile{Max: 42, Power: 30},
		Massage: 130,
	}
	linear := func(low, high, home chair.Coord, vel chair.CoordRate, acc chair.CoordAccel, jerk chair.CoordJerk) chair.AxisProfile {
		return chair.AxisProfile{Fitted: true, Bound: true, Min: low, Max: high, Home: home, Vel: vel, Acc: acc, Jerk: jerk,
			Backlash: 1, Lag: 20 * time.Millisecond}
	}
	p.Axes[chair.Carriage] = linear(0, 450, 0, 70, 400, 4000)
	p.Axes[chair.Depth] = linear(0, 110, 0, 200, 3000, 60000)
	p.Axes[chair.Depth].Lag = 10 * time.Millisecond
	p.Axes[chair.Width] = linear(60, 140, 80, 40, 200, 2000)
	p.Axes[chair.Kneading] = chair.AxisProfile{Fitted: true, Vel: 360, Acc: 720, Jerk: 7200, Backlash: 1, Lag: 20 * time.Millisecond}
	p.Axes[chair.TapLeft] = linear(0, 12, 0, 200, 6000, 600000)
	p.Axes[chair.TapRight] = linear(0, 12, 0, 200, 6000, 600000)
	p.Axes[chair.Recline] = linear(100, 170, 110, 5, 10, 40)
	p.Axes[chair.LegRest] = linear(0, 90, 90, 8, 16, 60)
	for b := range p.Air {
		p.Air[b] = chair.AirProfile{Max: 25, Fill: 6 * time.Second, Vent: 2 * time.Second}
	}
	return p
}

// rig is a guard and a chair that does as it is told at once.
type rig struct {
	t      testing.TB
	p      *chair.Profile
	g      *Guard
	at     time.Duration
	in     Input
	follow bool                           // reports follow what was cleared
	glide  [chair.AxisEnd]chair.CoordRate // axes that move all the time, as asked and as reported
}

// newRig is a chair at home, homed, somebody seated, and a guard that is Disarmed.
func newRig(t testing.TB, p *chair.Profile, l chair.Limits) *rig {
	t.Helper()
	r := &rig{t: t, p: p, g: New(p, l), at: time.Minute, follow: true}
	r.in.HostAlive = true
	r.g.limits.ForceRate.Max = 1e6 // this chair's cells jump; TestForceRate has the limit
	rep := &r.in.Report
	rep.Seq, rep.At, rep.Seated, rep.Pad = 1, r.at, true, 25
	for a := chair.Carriage; a < chair.AxisEnd; a++ {
		if p.Axes[a].Fitted {
			rep.Axes[a] = chair.AxisReport{Pos: p.Axes[a].Home, Homed: true}
		}
	}
	rep.Axes[chair.Carriage].Pos = 200
	rep.Axes[chair.Recline].Pos = chair.Coord(p.Massage)
	rep.Axes[chair.Kneading].Pos = 90
	r.weigh(0, 0)
	return r
}

// begin arms the guard and lets it see one quiet tick with every axis held where it is.
func (r *rig) begin() *rig {
	r.t.Helper()
	if err := r.g.Begin(r.at, chair.Spent{}); err != nil {
		r.t.Fatal(err)
	}
	r.hold()
	r.ok()
	return r
}

// tare takes the tare and the map.
func (r *rig) tare() *rig {
	r.t.Helper()
	rep := &r.in.Report
	tare := chair.Tare{Taken: true, Recline: unit.Degree(rep.Axes[chair.Recline].Pos), Head: r.p.Rollers.Head}
	for s := range tare.Zero {
		tare.Zero[s] = chair.HeadWeight(r.p.Rollers.Head, tare.Recline)
	}
	if err := r.g.Tare(tare); err != nil {
		r.t.Fatal(err)
	}
	if err := r.g.Register(spine(), r.at); err != nil {
		r.t.Fatal(err)
	}
	return r
}

// spine is a map with muscle from 160 to 320 mm and the flank from 260 mm.
func spine() chair.ZoneMap {
	return chair.ZoneMap{SacrumTop: 140, FlankFrom: 280, RibsFrom: 340, Top: 420, Doubt: 8, Recline: 130, Made: true}
}

// press puts the rollers out at 60 mm with a force on both, as if control had brought them there.
func (r *rig) press(f unit.Newton) *rig {
	r.t.Helper()
	for n := 0; r.in.Report.Axes[chair.Depth].Pos < 60; n++ {
		if n > 1000 {
			r.t.Fatal("the depth does not come out")
		}
		s := &r.in.Command.Axes[chair.Depth]
		next := chair.CoordRate(40)
		if s.Vel < 40 {
			next = min(40, s.Vel+20)
		}
		s.Pos, s.Vel = s.Pos+chair.Coord(float64(s.Vel+next)/2*0.01), next
		r.ok()
	}
	s := &r.in.Command.Axes[chair.Depth]
	for s.Vel > 0 {
		next := max(0, s.Vel-20)
		s.Pos, s.Vel = s.Pos+chair.Coord(float64(s.Vel+next)/2*0.01), next
		r.ok()
	}
	r.weigh(f, f)
	r.ok()
	return r
}

// weigh makes the cells read contact forces.
func (r *rig) weigh(left, right unit.Newton) {
	w := chair.HeadWeight(r.p.Rollers.Head, unit.Degree(r.in.Report.Axes[chair.Recline].Pos))
	rep := &r.in.Report
	rep.Force[chair.Left], rep.Force[chair.Right] = left+w, right+w
	rep.Peak = rep.Force
}

// hold commands every fitted axis to stay where it is.
func (r *rig) hold() {
	for a := chair.Carriage; a < chair.AxisEnd; a++ {
		if r.p.Axes[a].Fitted {
			r.in.Command.Axes[a] = chair.Setpoint{On: true, Pos: r.in.Report.Axes[a].Pos}
		}
	}
}

// tick lets one period pass and vets.
func (r *rig) tick() (Cleared, *chair.Fault) {
	r.at += r.p.Period()
	r.in.Report.Seq++
	r.in.Report.At = r.at
	for a, v := range r.glide {
		if v != 0 {
			s, by := &r.in.Command.Axes[a], chair.Coord(float64(v)*r.p.Period().Seconds())
			s.Pos, s.Vel = s.Pos+by, v
			r.in.Report.Axes[a].Pos, r.in.Report.Axes[a].Vel = r.in.Report.Axes[a].Pos+by, v
		}
	}
	return r.vet()
}

// vet vets as things are; the chair then follows.
func (r *rig) vet() (Cleared, *chair.Fault) {
	c, f := r.g.Vet(r.at, &r.in)
	if r.follow {
		for a, s := range c.Command().Axes {
			if s.On {
				r.in.Report.Axes[a].Pos, r.in.Report.Axes[a].Vel = s.Pos, s.Vel
			}
		}
		if r.g.State() == Retreating && r.in.Report.Axes[chair.Depth].Pos < r.g.behind {
			r.weigh(0, 0)
		}
	}
	return c, f
}

// ok is one tick that must pass unchanged.
func (r *rig) ok() {
	r.t.Helper()
	c, f := r.tick()
	if f != nil || r.g.State() != Armed {
		r.t.Fatalf("got fault %v in state %v, want a quiet tick", f, r.g.State())
	}
	if c.Command() != r.in.Command {
		r.t.Fatalf("got %+v, want the command unchanged: %+v", c.Command(), r.in.Command)
	}
}

// trips is one tick that must trip with a code.
func (r *rig) trips(code chair.Code) *chair.Fault {
	r.t.Helper()
	return r.tripped(r.tick())(code)
}

// tripped checks what Vet returned.
func (r *rig) tripped(c Cleared, f *chair.Fault) func(chair.Code) *chair.Fault {
	return func(code chair.Code) *chair.Fault {
		r.t.Helper()
		if f == nil || f.Code != code {
			r.t.Fatalf("got fault %v, want code %q", f, code)
		}
		if r.g.State() == Armed {
			r.t.Fatalf("got state %v after %v, want a retreat", r.g.State(), f)
		}
		if f.At != r.at {
			r.t.Errorf("fault at %v, want %v", f.At, r.at)
		}
		return f
	}
}

// working is a rig in the middle of a massage: 40 N on both rollers.
func working(t testing.TB) *rig {
	t.Helper()
	return newRig(t, bench(), chair.Everyone()).begin().tare().press(40)
}

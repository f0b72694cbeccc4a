package drivertest

import (
	"math"
	"testing"
	"time"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/guard"
)

// Times and places that the suite holds a driver to. Assumptions.
const (
	promptly                = time.Second      // how soon a call with a context that is done must return
	homesWithin             = 60 * time.Second // how long axes may take to find their places
	actsWithin              = 3 * time.Second  // how long a chair left alone may take to retract
	homeBand    chair.Coord = 1                // mm that count as home
	markRate                = 60               // degrees/s at which a shaft looks for its index mark
	strollRate              = 10               // mm/s or degrees/s at which the suite moves axes
)

var zero guard.Cleared

// rig is a bench with a guard: what it applies is what a guard has cleared.
type rig struct {
	*testing.T
	Bench
	profile chair.Profile
	period  time.Duration
	guard   *guard.Guard
	command chair.Command // the last one
	last    chair.Report
}

func newRig(t *testing.T, b Bench) *rig {
	t.Helper()
	p := b.Chair.Profile()
	r := &rig{T: t, Bench: b, profile: p, period: p.Period(), guard: guard.New(&p, chair.Everyone())}
	if err := r.guard.Begin(b.Now(), chair.Spent{}); err != nil {
		t.Fatal(err)
	}
	return r
}

func (r *rig) read() chair.Report {
	r.Helper()
	rep, err := r.Chair.Read(r.Context())
	if err != nil {
		r.Fatalf("Read at %v: %v", r.Now(), err)
	}
	r.last = rep
	return rep
}

func (r *rig) zero() {
	r.Helper()
	if err := r.Chair.Apply(r.Context(), zero); err != nil {
		r.Errorf("the zero Cleared: got error %v, want nil", err)
	}
}

func (r *rig) apply(c guard.Cleared) {
	r.Helper()
	if err := r.Chair.Apply(r.Context(), c); err != nil {
		r.Fatalf("Apply at %v: %v", r.Now(), err)
	}
}

func (r *rig) close() {
	r.Helper()
	if err := r.Chair.Close(); err != nil {
		r.Errorf("Close: %v", err)
	}
}

// wait lets a control period pass and takes the reading at its end, if there is one.
func (r *rig) wait() {
	r.Pass(r.period)
	if rep, err := r.Chair.Read(r.Context()); err == nil {
		r.last = rep
	}
}

// clear has a command cleared on the last reading.
func (r *rig) clear(cmd chair.Command) guard.Cleared {
	r.Helper()
	c, fault := r.guard.Vet(r.Now(), &guard.Input{Command: cmd, Report: r.last, HostAlive: true})
	if fault != nil {
		r.Fatalf("the guard refused the suite's own command at %v: %v", r.Now(), fault)
	}
	r.command = cmd
	return c
}

// vet has a command cleared a control period on.
func (r *rig) vet(cmd chair.Command) guard.Cleared {
	r.Helper()
	r.wait()
	return r.clear(cmd)
}

// tick is one control period with a command.
func (r *rig) tick(cmd chair.Command) {
	r.Helper()
	r.apply(r.vet(cmd))
}

// home has every axis find its place: what presses first, then the others; the shaft by turning.
func (r *rig) home() {
	r.Helper()
	for end := r.Now() + homesWithin; r.Now() < end; {
		r.wait()
		cmd := chair.Command{}
		done := r.seek(&cmd, chair.Depth, chair.TapLeft, chair.TapRight) &&
			r.seek(&cmd, chair.Carriage, chair.Width, chair.Kneading, chair.Recline, chair.LegRest)
		if r.apply(r.clear(cmd)); done {
			return
		}
	}
	r.Fatalf("not every axis found its place within %v: %+v", homesWithin, r.last.Axes)
}

// seek adds what brings axes home, and says whether all of them are.
func (r *rig) seek(cmd *chair.Command, axes ...chair.Axis) bool {
	done := true
	for _, a := range axes {
		p := &r.profile.Axes[a]
		if !p.Fitted {
			continue
		}
		homed := r.last.Axes[a].Homed
		done = done && homed
		switch {
		case a != chair.Kneading:
			cmd.Axes[a] = chair.Setpoint{On: true, Pos: p.Home}
		case !homed:
			cmd.Axes[a] = chair.Setpoint{On: true, Vel: min(markRate, p.Vel)}
		}
	}
	return done
}

// mover is an axis that may move while nothing is known of the person.
func (r *rig) mover() chair.Axis {
	r.Helper()
	for _, a := range []chair.Axis{chair.Carriage, chair.Recline, chair.LegRest, chair.Depth} {
		if r.profile.Axes[a].Fitted {
			return a
		}
	}
	r.Skip("the chair has no axis to try this with")
	return 0
}

// reach is a place well away from home, for the depth behind the cover.
func (r *rig) reach(a chair.Axis) chair.Coord {
	p := &r.profile.Axes[a]
	if a == chair.Depth {
		return p.Home + chair.Coord(r.profile.Rollers.Cover-r.profile.Rollers.KneadOut)*0.6
	}
	if p.Max-p.Home > p.Home-p.Min {
		return (p.Home + p.Max) / 2
	}
	return (p.Home + p.Min) / 2
}

func (r *rig) needDepth() {
	r.Helper()
	if !r.profile.Axes[chair.Depth].Fitted {
		r.Skip("the chair has no depth axis")
	}
}

// out homes the chair and takes the depth out as far as the cover allows; it returns where that is.
func (r *rig) out() chair.Coord {
	r.Helper()
	r.home()
	r.drive(chair.Depth, r.reach(chair.Depth), 5*time.Second)
	if p := r.read().Axes[chair.Depth].Pos; p < 2*homeBand {
		r.Fatalf("depth did not come out: %.1f mm", p)
	}
	return r.last.Axes[chair.Depth].Pos
}

// drive takes one axis towards a place at a stroll, for d or until it is there.
func (r *rig) drive(a chair.Axis, place chair.Coord, d time.Duration) {
	r.Helper()
	p := &r.profile.Axes[a]
	dt := r.period.Seconds()
	cmd := r.command
	was := chair.Setpoint{On: true, Pos: r.last.Axes[a].Pos}
	most := min(strollRate, float64(p.Vel))
	jump := 0.9 * float64(p.Acc) * dt
	for end := r.Now() + d; r.Now() < end; {
		left := float64(place - was.Pos)
		want := math.Copysign(min(most, math.Sqrt(float64(p.Acc)*math.Abs(left))), left)
		if math.Abs(left) < 0.05 {
			want = 0
		}
		v := float64(was.Vel) + min(max(want-float64(was.Vel), -jump), jump)
		now := chair.Setpoint{On: true, Pos: was.Pos + chair.Coord((float64(was.Vel)+v)/2*dt), Vel: chair.CoordRate(v)}
		cmd.Axes[a] = now
		r.tick(cmd)
		if was = now; v == 0 && want == 0 {
			return
		}
	}
}

// promptly runs f and fails if it takes longer than a call may whose context is done.
func (r *rig) promptly(what string, f func()) {
	r.Helper()
	done := make(chan struct{})
	go func() {
		defer close(done)
		f()
	}()
	select {
	case <-done:
	case <-time.After(promptly):
		r.Errorf("%s did not return within %v of a context that was done", what, promptly)
	}
}

package commission

import (
	"testing"
	"time"

	"github.com/openlumbar/lumbar/body"
	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/chair/profile"
	"github.com/openlumbar/lumbar/driver"
	"github.com/openlumbar/lumbar/driver/sim"
	"github.com/openlumbar/lumbar/internal/twin"
)

// rig is a chair that is tried, with the person beside it, on a clock that the test moves.
type rig struct {
	*testing.T
	profile chair.Profile
	chair   driver.Chair
	sim     *sim.Chair
	now     time.Duration
	pass    func(time.Duration)
	bench   *Bench
	report  chair.Report
	took    bool
	step    string           // that is under way
	said    string           // the step that was answered last
	refuse  map[string]bool  // steps to which the person says no
	stopAt  string           // the step in which they press STOP
	dead    bool             // the button was pressed and the chair does not say so
	holds   func(*View) bool // whether the key is held; nil: always
	wasHeld bool
	held    time.Duration
	silent  time.Duration // how long nothing was sent, at most in a row
	quiet   time.Duration
}

func load(t *testing.T, name string) chair.Profile {
	t.Helper()
	p, list := profile.Load(name)
	if err := list.Err(); err != nil {
		t.Fatal(err)
	}
	return p
}

// simulated is a rig of the simulated chair, with a wrong wrapped around it.
func simulated(t *testing.T, change func(*chair.Profile)) *rig {
	t.Helper()
	r := &rig{T: t, profile: load(t, "bench-4d"), now: time.Minute, refuse: map[string]bool{}}
	if change != nil {
		change(&r.profile)
	}
	m, err := body.ANSUR(1)
	if err != nil {
		t.Fatal(err)
	}
	r.sim = sim.New(sim.Options{
		Twin:  twin.New(twin.Options{Profile: &r.profile, Body: m.Back(), Seed: 1}),
		Clock: func() time.Duration { return r.now },
	})
	r.chair = r.sim
	r.pass = func(d time.Duration) { r.now += d }
	r.sim.Inject(twin.SitterLeaves, true)
	r.pass(10 * time.Second) // until the seat is empty
	return r
}

// longest is more of the chair's time than any test takes.
const longest = 20 * time.Minute

// run tries the chair to the end.
func (r *rig) run() View {
	r.Helper()
	r.bench = New(Options{Profile: &r.profile, Room: 23})
	for end := r.now + longest; !r.bench.Over(); {
		if r.now > end {
			r.Fatalf("not over after %v: %+v", longest, r.bench.View())
		}
		r.tick()
	}
	return r.bench.View()
}

func (r *rig) tick() {
	r.Helper()
	r.pass(r.profile.Period())
	rep, err := r.chair.Read(r.Context())
	if err == nil {
		r.report = rep
	}
	v := r.bench.View()
	r.step = v.Name
	in := In{At: r.now, Report: &r.report, Fresh: err == nil, Took: r.took, Alive: true, Stop: v.Name == r.stopAt}
	r.person(&v, &in)
	c, send := r.bench.Tick(&in)
	if !send {
		r.quiet += r.profile.Period()
		r.silent = max(r.silent, r.quiet)
		r.took = false
		return
	}
	r.quiet = 0
	r.took = r.chair.Apply(r.Context(), c) == nil
}

// person does what is asked.
func (r *rig) person(v *View, in *In) {
	switch v.Prompt.How {
	case Hold:
		in.Held, in.No = r.holds == nil || r.holds(v), r.dead && v.Name == "button"
		r.wasHeld = in.Held
		r.held += r.profile.Period()
		if v.Name == "button" && r.held > 3*time.Second && r.sim != nil {
			r.sim.Inject(twin.StopPressed, true)
		}
		return
	case Confirm:
		if r.refuse[v.Name] {
			in.No = true
			return
		}
		in.Yes = r.said != v.Name+v.Prompt.Text
		r.said = v.Name + v.Prompt.Text
	}
	r.held = 0
	if r.sim == nil {
		return
	}
	for s := chair.Left; s < chair.SideEnd; s++ {
		r.sim.Press(s, 0)
	}
	switch v.Name {
	case "push left":
		r.sim.Press(chair.Left, usualPush)
	case "push right":
		r.sim.Press(chair.Right, usualPush)
	case "seat taken":
		r.sim.Inject(twin.SitterLeaves, false)
	case "seat left":
		r.sim.Inject(twin.SitterLeaves, true)
	case "button":
		if v.Prompt.How == Wait && in.Report.Axes[chair.Carriage].Vel == 0 {
			r.sim.Inject(twin.StopPressed, false)
		}
	}
}

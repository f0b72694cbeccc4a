package guard

import (
	"testing"
	"time"

	"github.com/openlumbar/lumbar/chair"
)

func TestSomethingFeltWrong(t *testing.T) {
	felt := func(r *rig) {
		t.Helper()
		f := r.g.Fault()
		if f == nil || *f != (chair.Fault{Code: chair.FaultFelt, At: r.at}) {
			t.Fatalf("got %v in state %v, want felt_wrong at %v", f, r.g.State(), r.at)
		}
	}
	wrong := func(r *rig) Cleared {
		r.in.Wrong = true
		c, _ := r.tick()
		felt(r)
		return c
	}

	r := working(t) // armed: a retreat at once, as by STOP, and latched
	if c := wrong(r); r.g.State() != Retreating || c.Command().Axes[chair.Depth].Vel >= 0 {
		t.Errorf("got %v to %+v, want a retreat", r.g.State(), c.Command().Axes[chair.Depth])
	}
	r.in.Wrong = false
	r.finish()
	want(t, "begin", r.g.Begin(r.at, chair.Spent{}), ErrLatched)
	want(t, "resume", r.g.Resume(r.at), ErrLatched)

	r.g.fault = chair.Fault{} // off, and out after all: the retreat is tried again
	r.in.Report.Axes[chair.Depth].Pos = 30
	if wrong(r); r.g.State() != Retreating {
		t.Errorf("got %v, want a retreat", r.g.State())
	}
	r.finish()
	want(t, "clear", r.g.Clear(), nil)
	r.tick()
	felt(r) // while it is held it comes back

	r = working(t) // in the retreat of a STOP
	r.in.Stop = true
	r.tick()
	wrong(r)
	if r.g.State() != Retreating {
		t.Errorf("got %v, want the retreat to go on", r.g.State())
	}

	r = newRig(t, bench(), chair.Everyone()) // disarmed
	r.put(chair.Depth, 40, 0)
	if wrong(r); r.g.State() != Retreating {
		t.Errorf("got %v, want a retreat of what was left out", r.g.State())
	}

	r = lying(t) // on the way up
	r.in.Up = true
	r.tick()
	if wrong(r); r.g.State() == Rising {
		t.Error("got rising, want it stopped")
	}

	r = working(t) // the first fault is kept
	r.weigh(120, 120)
	f := *r.trips(chair.FaultForce)
	r.in.Wrong = true
	r.tick()
	if got := r.g.Fault(); *got != f {
		t.Errorf("got %v, want %v as before", got, &f)
	}

	r = working(t) // a STOP alone is none
	r.in.Stop = true
	r.tick()
	if got := r.g.Fault(); got != nil {
		t.Errorf("got %v after a STOP, want no fault", got)
	}
	r.in.Wrong = true // and one that is said later still counts
	r.at += time.Second
	r.tick()
	felt(r)
}

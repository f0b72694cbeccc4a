package guard

import (
	"testing"
	"time"

	"github.com/openlumbar/lumbar/chair"
)

// TestTighten: limits, figures and what is left of a session follow; nothing loosens.
func TestTighten(t *testing.T) {
	r := newRig(t, bench(), chair.Everyone())
	want(t, "begin", r.g.Begin(r.at, chair.Spent{}), nil)
	tight := chair.Everyone()
	tight.Session.Max, tight.Heat.Max, tight.Force[chair.ZoneMuscle].Max = 7*time.Minute, 30, 12
	r.g.Tighten(tight)
	if r.g.most != 7*time.Minute || r.g.limits.Force[chair.ZoneMuscle].Max != 12 || r.g.heatMost != 30 {
		t.Errorf("got a session of %v, %v N, pad %v °C; want 7 min, 12 N, 30 °C", r.g.most, r.g.limits.Force[chair.ZoneMuscle].Max, r.g.heatMost)
	}
	was, figures := r.g.limits, r.g.figures
	r.g.Tighten(chair.Everyone())
	if r.g.limits != was || r.g.figures != figures || r.g.most != 7*time.Minute {
		t.Error("looser limits changed something")
	}
	had := newRig(t, bench(), chair.Everyone())
	want(t, "begin", had.g.Begin(had.at, chair.Spent{Day: 27 * time.Minute, WeekSessions: 1, Since: 5 * time.Hour}), nil)
	had.g.Tighten(tight)
	if had.g.most != 3*time.Minute {
		t.Errorf("got a session of %v with 3 min left of the day", had.g.most)
	}
}

// TestChange: another person's limits, between sessions alone, never looser than everyone's.
func TestChange(t *testing.T) {
	r := newRig(t, bench(), chair.Everyone())
	tight, loose := chair.Everyone(), chair.Everyone()
	tight.Heat.Max, tight.Session.Max = 30, time.Minute
	loose.Heat.Max = 90
	want(t, "change", r.g.Change(tight), nil)
	if r.g.limits != tight || r.g.heatMost != 30 || r.g.State() != Disarmed {
		t.Errorf("got pad %v °C in %v", r.g.heatMost, r.g.State())
	}
	r.begin()
	if r.g.most != time.Minute {
		t.Errorf("got a session of %v, want 1 min", r.g.most)
	}
	want(t, "while armed", r.g.Change(loose), ErrArmed)
	r.g.state = Retreating
	want(t, "in a retreat", r.g.Change(loose), ErrRetreating)
	if r.g.limits != tight {
		t.Error("a refused change changed the limits")
	}
	r.g.state = Off
	want(t, "at rest", r.g.Change(loose), nil)
	if r.g.limits != chair.Everyone() || r.g.State() != Disarmed {
		t.Errorf("got %+v in %v, want everyone's", r.g.limits, r.g.State())
	}
	want(t, "resume after it", r.g.Resume(r.at), ErrTooLate)
	r = newRig(t, bench(), tight)
	r.g.Latch(chair.Fault{Code: chair.FaultTracking})
	want(t, "with a fault", r.g.Change(loose), ErrLatched)
	r.g.state = Rising
	want(t, "on the way up", r.g.Change(loose), ErrRising)
	r.g.state = Moving
	want(t, "moved by hand", r.g.Change(loose), ErrMoving)
}

// TestMostZoneTime: the part of the back that has had the most, wherever the rollers are now, to its ends.
func TestMostZoneTime(t *testing.T) {
	for _, at := range []chair.Coord{0, 5, 300, 1000} {
		g := New(bench(), chair.Everyone())
		g.contacts.add(at, 3*time.Second)
		g.contacts.add(at+chair.Coord(partCells-1)*cellWidth, 4*time.Second) // the same part still
		if at < 1000 {
			g.contacts.add(at+chair.Coord(2*partCells)*cellWidth, 5*time.Second)
		}
		if got := g.MostZoneTime(); got != 7*time.Second {
			t.Errorf("at %v mm: got %v, want 7 s", at, got)
		}
	}
}

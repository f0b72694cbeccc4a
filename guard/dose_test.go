package guard

import (
	"errors"
	"testing"
	"time"

	"github.com/openlumbar/lumbar/chair"
)

func TestBeginWithWhatTheyHadBefore(t *testing.T) {
	const ago = 4 * time.Hour
	for _, c := range []struct {
		name string
		had  chair.Spent
		want error
	}{
		{"nothing", chair.Spent{}, nil},
		{"one session today", chair.Spent{Day: 10 * time.Minute, DaySessions: 1, WeekSessions: 1, Since: ago}, nil},
		{"two sessions today", chair.Spent{Day: 10 * time.Minute, DaySessions: 2, WeekSessions: 2, Since: ago}, ErrDose},
		{"six sessions this week", chair.Spent{WeekSessions: 6, Since: ago}, nil},
		{"seven sessions this week", chair.Spent{WeekSessions: 7, Since: ago}, ErrDose},
		{"nearly all of the day's contact", chair.Spent{Day: 30*time.Minute - 1, DaySessions: 1, WeekSessions: 1, Since: ago}, nil},
		{"all of the day's contact", chair.Spent{Day: 30 * time.Minute, DaySessions: 1, WeekSessions: 1, Since: ago}, ErrDose},
		{"too soon", chair.Spent{WeekSessions: 1, Since: ago - 1}, ErrDose},
		{"soon, but nothing this week", chair.Spent{Since: 1}, nil},
		{"less than no contact", chair.Spent{Day: -1, Since: ago}, ErrDose},
		{"less than no sessions today", chair.Spent{DaySessions: -1}, ErrDose},
		{"less than no sessions this week", chair.Spent{WeekSessions: -1}, ErrDose},
		{"in the future", chair.Spent{Since: -1}, ErrDose},
	} {
		r := newRig(t, bench(), chair.Everyone())
		if err := r.g.Begin(r.at, c.had); !errors.Is(err, c.want) || err != nil && c.want == nil {
			t.Errorf("%s: got %v, want %v", c.name, err, c.want)
		}
		want := Armed
		if c.want != nil {
			want = Disarmed
		}
		if got := r.g.State(); got != want {
			t.Errorf("%s: got %v, want %v", c.name, got, want)
		}
	}
}

// TestDoseByPersonalLimits: a person's own limits hold as everyone's do.
func TestDoseByPersonalLimits(t *testing.T) {
	l := chair.Everyone()
	l.Day.Max, l.DaySessions.Max, l.WeekSessions.Max, l.Gap.Min = 5*time.Minute, 1, 2, 48*time.Hour
	for _, had := range []chair.Spent{
		{Day: 5 * time.Minute}, {DaySessions: 1}, {WeekSessions: 2, Since: 100 * time.Hour}, {WeekSessions: 1, Since: 48*time.Hour - 1},
	} {
		want(t, "begin", New(bench(), l).Begin(0, had), ErrDose)
	}
	want(t, "begin", New(bench(), l).Begin(0, chair.Spent{Day: 5*time.Minute - 1, WeekSessions: 1, Since: 48 * time.Hour}), nil)
	l.DaySessions.Max = 0
	want(t, "begin with massage withheld", New(bench(), l).Begin(0, chair.Spent{}), ErrDose)
}

// TestDayEndsTheSession: what is left of the day is all that a session may take.
func TestDayEndsTheSession(t *testing.T) {
	r := newRig(t, bench(), chair.Everyone())
	had := chair.Spent{Day: 30*time.Minute - 3*time.Second, DaySessions: 1, WeekSessions: 1, Since: 5 * time.Hour}
	want(t, "begin", r.g.Begin(r.at, had), nil)
	r.hold()
	r.ok()
	r.tare().press(0)
	r.weigh(10, 0)
	r.run(3 * time.Second)
	if f := r.trips(chair.FaultSession); f.Bound != 3 {
		t.Errorf("got a session of at most %v s, want 3 s", f.Bound)
	}
	r.finish()
	want(t, "clear", r.g.Clear(), nil)
	want(t, "resume", r.g.Resume(r.at), nil) // which is no way round it
	if got := r.g.most; got != 3*time.Second {
		t.Errorf("got %v for the session that goes on, want 3 s as before", got)
	}
	r = newRig(t, bench(), chair.Everyone())
	want(t, "begin", r.g.Begin(r.at, chair.Spent{Day: 5 * time.Minute}), nil)
	if got := r.g.most; got != 20*time.Minute {
		t.Errorf("got a session of at most %v with 25 min left of the day, want 20 min", got)
	}
}

func TestLatch(t *testing.T) {
	old := chair.Fault{Code: chair.FaultTracking, Axis: chair.Depth, At: 7}
	r := newRig(t, bench(), chair.Everyone())
	r.g.Latch(chair.Fault{})
	if f := r.g.Fault(); f != nil {
		t.Errorf("got %v after latching none, want none", f)
	}
	r.g.Latch(old)
	r.g.Latch(chair.Fault{Code: chair.FaultRecord})
	if f := r.g.Fault(); f == nil || *f != old {
		t.Errorf("got %v, want the first that was latched: %v", f, &old)
	}
	want(t, "begin", r.g.Begin(r.at, chair.Spent{}), ErrLatched)
	if c, f := r.tick(); c != (Cleared{}) || f == nil || *f != old {
		t.Errorf("got %+v, %v; want zero, and the fault", c, f)
	}
	want(t, "clear", r.g.Clear(), nil)
	want(t, "begin", r.g.Begin(r.at, chair.Spent{}), nil)
	r.hold()
	r.g.Latch(old) // too late
	r.ok()
	r.g.End()
	r.g.Latch(old)
	r.finish()
	r.g.Latch(old)
	if f := r.g.Fault(); f != nil {
		t.Errorf("got %v latched after the first session, want none", f)
	}
}

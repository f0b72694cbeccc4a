package drivertest

import (
	"context"
	"errors"
	"time"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/driver"
	"github.com/openlumbar/lumbar/guard"
)

// reachedWithin is how long a closed chair may take from standby to a setting: to wake, to take a key after the other, and
// to bring its carriage there. An assumption.
const reachedWithin = 90 * time.Second

// levels is a rig of a closed chair.
type levels struct {
	*rig
	guard *guard.Closed
	set   chair.Setting
}

func newLevels(r *rig) *levels {
	r.Helper()
	c := r.profile.Closed
	if c == nil {
		r.Skip("the chair's axes are driven")
	}
	g := guard.NewClosed(&r.profile, chair.Everyone())
	if err := g.Begin(r.Now(), chair.Spent{}); err != nil {
		r.Fatal(err)
	}
	return &levels{rig: r, guard: g, set: chair.Setting{Mode: 1, Speed: 1, Area: chair.Part, From: c.L5, To: c.L1}}
}

// vet has the setting cleared on the newest report.
func (l *levels) vet() guard.Cleared {
	l.Helper()
	l.wait()
	c, fault := l.guard.Vet(l.Now(), &guard.ClosedInput{Setting: l.set, Report: l.last, HostAlive: true})
	if fault != nil {
		l.Fatalf("the guard refused the suite's own setting at %v: %v", l.Now(), fault)
	}
	return c
}

// reach applies the setting until it is done, and wants the report to say so whenever Apply does.
func (l *levels) reach() {
	l.Helper()
	var err error
	for end := l.Now() + reachedWithin; l.Now() < end; {
		err = l.Chair.Apply(l.Context(), l.vet())
		rep := l.read()
		switch at := rep.Closed != nil && rep.Closed.At(l.set); {
		case err == nil && !at:
			l.Fatalf("Apply: nil, with a report of %+v for %+v", rep.Closed, l.set)
		case err == nil:
			return
		case !errors.As(err, new(*driver.Unverified)):
			l.Fatalf("Apply: %v", err)
		}
	}
	l.Fatalf("not at %+v within %v: %v, report %+v", l.set, reachedWithin, err, l.last.Closed)
}

func settingSeen(r *rig) {
	l := newLevels(r)
	if err := r.Chair.Apply(r.Context(), l.vet()); !errors.As(err, new(*driver.Unverified)) {
		r.Errorf("what was only sent: got error %v, want Unverified", err)
	}
	l.reach()
}

func zeroStops(r *rig) {
	l := newLevels(r)
	l.reach()
	for end := r.Now() + 3*r.profile.Closed.StopWithin; r.Now() < end; {
		err := r.Chair.Apply(r.Context(), zero)
		rep := r.read()
		switch still := rep.Closed.Run.Still(); {
		case err == nil && !still:
			r.Fatalf("the zero Cleared: nil, and the chair is %v", rep.Closed.Run)
		case err == nil:
			return
		case !errors.As(err, new(*driver.Unverified)):
			r.Fatalf("the zero Cleared: %v", err)
		}
		r.wait()
	}
	r.Error("not stopped within three of the chair's own stopping times")
}

func silenceStops(r *rig) {
	l := newLevels(r)
	l.reach()
	for end := r.Now() + r.profile.Heartbeat + 3*r.profile.Closed.StopWithin; r.Now() < end; {
		r.Pass(r.period)
		r.read()
	}
	if got := r.read(); !got.Lost || !got.Closed.Run.Still() {
		r.Errorf("after silence: lost %v, %v; want it lost and stopped", got.Lost, got.Closed.Run)
	}
}

func closeStops(r *rig) {
	l := newLevels(r)
	l.reach()
	r.close()
	if rep, _ := r.Chair.Read(r.Context()); rep.Closed == nil || !rep.Closed.Run.Still() {
		r.Errorf("after Close: %+v", rep.Closed)
	}
}

func stopUnseen(r *rig) {
	l := newLevels(r)
	l.reach()
	r.Deaf()
	ctx, cancel := context.WithTimeout(context.Background(), promptly)
	defer cancel()
	if err := r.Chair.Apply(ctx, zero); !errors.As(err, new(*driver.Unverified)) {
		r.Errorf("the zero Cleared to a chair that does not answer: got error %v, want Unverified", err)
	}
	if err := r.Chair.Close(); !errors.As(err, new(*driver.Unverified)) {
		r.Errorf("Close: got error %v, want Unverified", err)
	}
}

// foreignDropped: what comes between real frames changes nothing that is reported.
func foreignDropped(r *rig) {
	if r.Foreign == nil {
		r.Skip("nothing foreign can come over this link")
	}
	was := r.read()
	r.Foreign()
	for range 40 {
		r.Pass(r.period)
		now := r.read()
		if now.Stop != was.Stop || now.Seated != was.Seated || now.Axes != was.Axes || (now.Closed == nil) != (was.Closed == nil) ||
			now.Closed != nil && (now.Closed.Run != was.Closed.Run || now.Closed.Carriage != was.Closed.Carriage || now.Closed.Depth != was.Closed.Depth || now.Closed.Heat != was.Closed.Heat) {
			r.Fatalf("a chair at rest that said %+v, %+v now says %+v, %+v", was, was.Closed, now, now.Closed)
		}
	}
}

// Package drivertest is the one suite that every driver must pass: what the comments of package driver promise, tried
// on the driver itself, with commands that a real guard has cleared.
//
//	func TestDriver(t *testing.T) {
//		drivertest.Run(t, func(t *testing.T) drivertest.Bench { ... })
//	}
package drivertest

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/driver"
	"github.com/openlumbar/lumbar/guard"
	"go.uber.org/goleak"
)

// Bench is a chair just opened, just switched on, and the time it lives by.
type Bench struct {
	Chair   driver.Chair
	Now     func() time.Duration  // the clock that Chair was opened with
	Pass    func(d time.Duration) // lets d pass on that clock, for the driver and for what it drives
	Deaf    func()                // the chair stops answering, as with its cable pulled
	Foreign func()                // from now on the link also brings what is no frame of the chair's; nil if that cannot be
	Depth   func() chair.Coord    // where the depth axis really is, seen past the driver; nil if nobody can tell
}

// Run tries a driver. Now, Pass and Deaf are required. Open is called for each test anew; it registers its own clean-up of what is not the driver's.
func Run(t *testing.T, open func(t *testing.T) Bench) {
	tests := []struct {
		name string
		run  func(r *rig)
	}{
		{"the profile is always at hand", profile},
		{"reports rise", reportsRise},
		{"a stale reading says so", stale},
		{"zero is always accepted", zeroAccepted},
		{"zero de-energises", zeroDeEnergises},
		{"an axis that is not on is not driven", offIsOff},
		{"what is late is refused", lateRefused},
		{"after zero another guard begins", anotherGuard},
		{"a cancelled context returns", cancelled},
		{"silence makes the chair act", silence},
		{"no answer is never success", noAnswer},
		{"close leaves the depth at home", closeGoesHome},
		{"close works on a chair just opened", closeAtOnce},
		{"closed is closed", closedIsClosed},
		{"foreign frames are dropped", foreignDropped},
		{"a setting is done when the chair says so", settingSeen},
		{"zero stops and is believed when seen", zeroStops},
		{"silence stops a chair of levels", silenceStops},
		{"close stops a chair of levels", closeStops},
		{"a stop that cannot be seen is not confirmed", stopUnseen},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			before := goleak.IgnoreCurrent()
			r := newRig(t, open(t))
			tt.run(r)
			_ = r.Chair.Close() // what Close must return is tested above
			goleak.VerifyNone(t, before)
		})
	}
}

func profile(r *rig) {
	p := r.Chair.Profile()
	if p.Name == "" || !(p.Control > 0) || p.Heartbeat <= 0 || p.Stale <= 0 || p.OnSilence == 0 {
		r.Errorf("profile %q: control %v Hz, heartbeat %v, stale %v, on silence %v: all must be set",
			p.Name, p.Control, p.Heartbeat, p.Stale, p.OnSilence)
	}
	_ = r.Chair.Close()
	if again := r.Chair.Profile(); again.Name != p.Name || again.Axes != p.Axes {
		r.Error("the profile changed with Close")
	}
}

func reportsRise(r *rig) {
	was := r.read()
	if was.Seq < 1 {
		r.Errorf("got Seq %d, want at least 1", was.Seq)
	}
	for range 50 {
		r.Pass(r.period)
		now := r.read()
		switch same := now.Seq == was.Seq; {
		case now.Seq < was.Seq, same && now != was, !same && now.At <= was.At:
			r.Fatalf("after Seq %d at %v came Seq %d at %v: both must rise, or all be the same", was.Seq, was.At, now.Seq, now.At)
		case now.At > r.Now() || r.Now()-now.At > r.profile.Stale:
			r.Fatalf("a reading of %v came at %v: not on the clock that the driver was opened with", now.At, r.Now())
		}
		was = now
	}
	if first := r.read(); was.Seq == first.Seq && was != first {
		r.Error("a reading handed out twice changed")
	}
}

func stale(r *rig) {
	old := r.read()
	r.Deaf()
	r.Pass(r.profile.Stale + r.period)
	got, err := r.Chair.Read(r.Context())
	if !errors.Is(err, driver.ErrStale) {
		r.Errorf("got error %v, want ErrStale", err)
	}
	if got.Seq < old.Seq || got.At > old.At+r.period {
		r.Errorf("got Seq %d of %v with it, want the old report, Seq %d of %v", got.Seq, got.At, old.Seq, old.At)
	}
}

func zeroAccepted(r *rig) {
	for range 3 {
		r.zero()
	}
	r.home()
	r.zero()
	r.Deaf()
	ctx, cancel := context.WithTimeout(context.Background(), promptly)
	defer cancel()
	var unverified *driver.Unverified
	if err := r.Chair.Apply(ctx, zero); err != nil && !errors.As(err, &unverified) {
		r.Errorf("to a chair that does not answer: got error %v, want nil or Unverified", err)
	}
}

func zeroDeEnergises(r *rig) {
	a := r.mover()
	r.home()
	r.drive(a, r.reach(a), time.Second)
	var was chair.Report
	for range int(2 * time.Second / r.period) {
		r.zero()
		r.Pass(r.period)
		was = r.read()
	}
	if was.Lost {
		r.Error("the chair counts as left alone: zero is a heartbeat like every Cleared")
	}
	if v := was.Axes[a].Vel; v != 0 {
		r.Errorf("%v still moves at %v %s/s after 2 s of zero", a, v, a.Unit())
	}
	r.zero()
	r.Pass(r.period)
	if now := r.read(); now.Axes[a].Pos != was.Axes[a].Pos {
		r.Errorf("%v went from %v to %v %s without power", a, was.Axes[a].Pos, now.Axes[a].Pos, a.Unit())
	}
}

func offIsOff(r *rig) {
	a := r.mover()
	r.home()
	r.drive(a, r.reach(a), 500*time.Millisecond)
	cmd := r.command
	cmd.Axes[a] = chair.Setpoint{}
	for range int(time.Second / r.period) {
		r.tick(cmd)
	}
	was := r.read().Axes[a].Pos
	for range int(500 * time.Millisecond / r.period) {
		r.tick(cmd)
	}
	if now := r.read().Axes[a].Pos; now != was {
		r.Errorf("%v went from %v to %v %s while not on", a, was, now, a.Unit())
	}
}

func lateRefused(r *rig) {
	r.home()
	older := r.vet(r.command)
	newer := r.vet(r.command)
	r.apply(newer)
	if err := r.Chair.Apply(r.Context(), older); !errors.Is(err, driver.ErrExpired) {
		r.Errorf("one that comes after a newer one: got error %v, want ErrExpired", err)
	}
	if err := r.Chair.Apply(r.Context(), newer); !errors.Is(err, driver.ErrExpired) {
		r.Errorf("one that comes twice: got error %v, want ErrExpired", err)
	}
	old := r.vet(r.command)
	r.Pass(old.Expires() - r.Now() + time.Nanosecond)
	r.Pass(r.period)
	if err := r.Chair.Apply(r.Context(), old); !errors.Is(err, driver.ErrExpired) {
		r.Errorf("one that has expired: got error %v, want ErrExpired", err)
	}
}

// anotherGuard: numbers rise since the zero Cleared only, so that a guard made later is heard.
func anotherGuard(r *rig) {
	r.home()
	for range 3 {
		r.apply(r.vet(r.command))
	}
	r.Pass(r.period)
	r.zero()
	r.guard = guard.New(&r.profile, chair.Everyone())
	if err := r.guard.Begin(r.Now(), chair.Spent{}); err != nil {
		r.Fatal(err)
	}
	r.apply(r.vet(chair.Command{}))
}

func cancelled(r *rig) {
	r.home()
	c := r.vet(r.command)
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	r.promptly("Apply", func() {
		if err := r.Chair.Apply(ctx, c); !errors.Is(err, context.Canceled) {
			r.Errorf("Apply: got error %v, want context.Canceled", err)
		}
	})
	r.promptly("Read", func() {
		if _, err := r.Chair.Read(ctx); err != nil && !errors.Is(err, context.Canceled) {
			r.Errorf("Read: got error %v, want none or context.Canceled", err)
		}
	})
}

// silence: nothing but a Cleared is a heartbeat, so that reading on does not keep a chair from acting.
func silence(r *rig) {
	r.needDepth()
	out := r.out()
	for end := r.Now() + r.profile.Heartbeat + actsWithin; r.Now() < end; {
		r.Pass(r.period)
		r.read()
	}
	got := r.read()
	if !got.Lost {
		r.Error("the chair does not say that it has missed its heartbeat")
	}
	home := r.profile.Axes[chair.Depth].Home
	switch r.profile.OnSilence {
	case chair.Retracts:
		if p := got.Axes[chair.Depth].Pos; p-home > homeBand {
			r.Errorf("depth at %.1f mm after %v of silence, want it home", p, actsWithin)
		}
	default:
		if p := got.Axes[chair.Depth].Pos; p-out > homeBand {
			r.Errorf("depth went out from %.1f to %.1f mm in silence", out, p)
		}
	}
}

func noAnswer(r *rig) {
	r.home()
	r.Deaf()
	ctx, cancel := context.WithTimeout(context.Background(), promptly)
	defer cancel()
	if err := r.Chair.Apply(ctx, r.vet(r.command)); err == nil {
		r.Error("a chair that does not answer: Apply returned nil")
	}
}

func closeGoesHome(r *rig) {
	r.needDepth()
	r.out()
	err := r.Chair.Close()
	if r.profile.OnSilence == chair.Holds {
		if err == nil {
			r.Error("a chair that holds has its depth out: Close must say so")
		}
		return
	}
	if err != nil {
		r.Errorf("Close: %v", err)
	}
	r.Pass(r.period)
	if r.Depth == nil {
		return
	}
	if p := r.Depth(); p-r.profile.Axes[chair.Depth].Home > homeBand {
		r.Errorf("depth is at %.2f mm after Close, want it home", p)
	}
}

// closeAtOnce: nothing has ever been sent, and no axis knows where it is.
func closeAtOnce(r *rig) {
	if r.profile.OnSilence == chair.Holds {
		r.Skip("a chair that holds cannot bring its depth home")
	}
	r.close()
}

func closedIsClosed(r *rig) {
	r.home()
	c := r.vet(r.command)
	r.close()
	r.close()
	if err := r.Chair.Apply(r.Context(), c); !errors.Is(err, driver.ErrClosed) {
		r.Errorf("Apply: got error %v, want ErrClosed", err)
	}
	if _, err := r.Chair.Read(r.Context()); !errors.Is(err, driver.ErrClosed) {
		r.Errorf("Read: got error %v, want ErrClosed", err)
	}
	r.zero()
}

package engine

import (
	"context"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/driver"
	"github.com/openlumbar/lumbar/internal/session"
	"github.com/openlumbar/lumbar/internal/wire"
)

// seat is a real chair's: who sits in it is the test's to say.
type seat struct {
	driver.Chair
	taken bool
}

func (s *seat) Read(ctx context.Context) (chair.Report, error) {
	r, err := s.Chair.Read(ctx)
	r.Seated = s.taken
	return r, err
}

// aReal is an engine of a real chair that was tried, as after a boot, with its seat taken or not.
func aReal(t *testing.T, sensor, taken bool, latched *chair.Fault) (*Engine, *spied, *seat) {
	t.Helper()
	b := newBoots(t, func(p *chair.Profile) { p.Simulated, p.SeatSensor = false, sensor })
	e, spy := b.engine(false, latched)
	e.o.Tested = func(*chair.Profile) error { return nil }
	s := &seat{e.chair, taken}
	e.chair = s
	e.host.hear()
	quietTick(t, e)
	return e, spy, s
}

var startShort = wire.Request{V: wire.Version, Verb: wire.Start, Programme: "short", Seed: 1}

// TestHomingIsTold: a start that has axes look for their places is taken where the seat is known to be empty, or whoever sits
// there was told. A refused one drives nothing.
func TestHomingIsTold(t *testing.T) {
	for _, c := range []struct {
		name          string
		sensor, taken bool
		told, begins  bool
	}{
		{"somebody sits there", true, true, false, false},
		{"and was told", true, true, true, true},
		{"the seat is empty", true, false, false, true},
		{"no sensor", false, true, false, false},
		{"no sensor that would say empty", false, false, false, false},
		{"no sensor, and told", false, true, true, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			e, spy, _ := aReal(t, c.sensor, c.taken, nil)
			var s wire.Snapshot
			e.fill(&s, false)
			if s.MustTell == (c.sensor && !c.taken) {
				t.Errorf("before the start: must tell %v", s.MustTell)
			}
			for _, moves := range []string{"rollers draw back", "leg rest", "back moves", "STOP", "minute"} {
				if !strings.Contains(s.Homing, moves) {
					t.Errorf("nothing is said of %q: %s", moves, s.Homing)
				}
			}
			r := startShort
			r.Told = c.told
			if err := e.heed(&r); (err == nil) != c.begins || err != nil && !strings.Contains(err.Error(), s.Homing) {
				t.Fatal(err)
			}
			for range 100 {
				e.host.hear()
				quietTick(t, e)
			}
			if (spy.driving[chair.Depth] > 0) != c.begins || e.loop.Active() != c.begins {
				t.Errorf("driven %v, a session %v", spy.driving, e.loop.Active())
			}
			if e.fill(&s, false); c.begins && s.Homing != "" {
				t.Errorf("in a session it is still said that %s", s.Homing)
			}
		})
	}
}

// TestHomingAgain: once everything knows its place a start says nothing of it; after a fault it does.
func TestHomingAgain(t *testing.T) {
	e, _, _ := aReal(t, true, true, nil)
	told := startShort
	told.Told = true
	if err := e.heed(&told); err != nil {
		t.Fatal(err)
	}
	for e.loop.Active() && e.loop.Session().View().Elapsed < 2*time.Second {
		e.host.hear()
		quietTick(t, e)
	}
	end(t, e)
	if e.homesFirst() || e.mustTell() {
		t.Fatalf("after a session that knew every place: %+v", e.report.Axes)
	}
	if err := e.heed(&startShort); err != nil {
		t.Error("nothing would look for its place, and", err)
	}
	end(t, e)
	if err := e.feltWrong(); err != nil {
		t.Fatal(err)
	}
	e.host.hear()
	quietTick(t, e)
	if err := e.heed(&wire.Request{V: wire.Version, Verb: wire.Clear}); err != nil {
		t.Fatal(err)
	}
	if !e.mustTell() || e.heed(&startShort) == nil {
		t.Error("after a fault a session began, and nobody was told")
	}
	latched, _, _ := aReal(t, true, true, &chair.Fault{Code: chair.FaultForce})
	if !latched.homesFirst() {
		t.Error("over a fault of before the boot")
	}
}

// TestSatDownMeanwhile: with the seat empty nobody need be told, for as long as it is. Whoever sits down stops it.
func TestSatDownMeanwhile(t *testing.T) {
	e, spy, s := aReal(t, true, false, nil)
	if err := e.heed(&startShort); err != nil {
		t.Fatal(err)
	}
	for spy.driving[chair.Depth] < 50 {
		e.host.hear()
		quietTick(t, e)
	}
	s.taken = true
	quietTick(t, e) // it is seen
	before := spy.driving
	for e.loop.Active() {
		e.host.hear()
		quietTick(t, e)
	}
	for a := chair.Carriage; a < chair.AxisEnd; a++ {
		if a != chair.Depth && spy.driving[a] > before[a]+1 {
			t.Errorf("%v was driven on", a)
		}
	}
	var v wire.Snapshot
	if e.fill(&v, false); v.Outcome != session.Stopped.String() || v.Reason != satDown {
		t.Errorf("it ended as %s: %s", v.Outcome, v.Reason)
	}
	told := startShort
	told.Told = true
	if err := e.heed(&told); err != nil {
		t.Fatal(err)
	}
	for range 100 {
		e.host.hear()
		quietTick(t, e)
	}
	if !e.loop.Active() {
		t.Error("told, and stopped all the same")
	}
}

// TestNothingHomesUntold: whoever sits down and gets up, and whatever is asked, nothing but the depth, homewards, is driven while
// an axis looks for its place with somebody in the seat whom nobody told.
func TestNothingHomesUntold(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		e, spy, s := aReal(t, rapid.Bool().Draw(r, "sensor"), rapid.Bool().Draw(r, "taken"), nil)
		told := false
		seen := 0 // ticks since somebody sat down
		for range 12 {
			switch rapid.IntRange(0, 4).Draw(r, "what") {
			case 0:
				if e.heed(&startShort) == nil && e.empty() {
					told = false
				}
			case 1:
				q := startShort
				q.Told = true
				if e.heed(&q) == nil {
					told = true
				}
			case 2:
				s.taken, seen = !s.taken, 0
			case 3:
				_ = e.heed(&wire.Request{V: wire.Version, Verb: wire.Stop})
			}
			for range rapid.IntRange(1, 60).Draw(r, "ticks") {
				before := spy.driving
				e.host.hear()
				quietTick(t, e)
				if seen++; !s.taken || told || seen < 3 || !e.loop.Active() || e.loop.Session().Stage() > session.Homing {
					continue
				}
				for a := chair.Carriage; a < chair.AxisEnd; a++ {
					if a != chair.Depth && spy.driving[a] > before[a] {
						r.Fatalf("%v is driven, %d ticks after somebody sat down", a, seen)
					}
				}
			}
		}
	})
}

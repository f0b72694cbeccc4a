package engine

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/driver"
	"github.com/openlumbar/lumbar/driver/sim"
	"github.com/openlumbar/lumbar/internal/twin"
	"github.com/openlumbar/lumbar/internal/wire"
	"github.com/openlumbar/lumbar/unit"
)

// breakable is a simulated chair on which faults can be tried.
type breakable struct{ *sim.Chair }

func (b *breakable) Truth() Truth {
	t := b.Chair.Truth()
	return Truth{Force: t.Force, Depth: unit.Millimetre(t.Axes[chair.Depth]), Air: t.Air, Lost: t.Lost}
}

// onTrials is an engine by hand whose chair can be broken, in the middle of the massage.
func onTrials(t testing.TB, o Options) *Engine {
	t.Helper()
	b := &breakable{}
	o.Simulation = b
	e := byHand(t, o)
	b.Chair = e.chair.(*sim.Chair)
	open := e.o.Open
	e.o.Open = func(ctx context.Context, name string, seed uint64) (driver.Chair, string, error) {
		c, label, err := open(ctx, name, seed)
		if err == nil {
			b.Chair = c.(*sim.Chair)
		}
		return c, label, err
	}
	massaging(t, e, wire.Request{})
	return e
}

// try breaks the chair and ticks until the trial is over.
func try(t testing.TB, e *Engine, failure string) *wire.Trial {
	t.Helper()
	if err := e.heed(&wire.Request{V: wire.Version, Verb: wire.Break, Failure: failure}); err != nil {
		t.Fatal(err)
	}
	for end := e.o.Clock.Now() + 5*time.Minute; e.trial.State != wire.TrialDone; {
		if failure != wire.FailHost {
			e.host.hear()
		}
		_ = e.tick(context.Background()) // a chair that does not answer is what some trials are about
		if e.o.Clock.Now() > end {
			t.Fatalf("the trial does not end: %+v", e.trial.Trial)
		}
	}
	return e.trial.told()
}

// TestTrials tries every failure, looks at what was measured, and makes the chair whole again.
func TestTrials(t *testing.T) {
	names := []string{wire.FailStop, wire.FailHost}
	for f := twin.Failure(1); f < twin.FailureEnd; f++ {
		names = append(names, f.String())
	}
	for _, name := range names {
		t.Run(name, func(t *testing.T) {
			e := onTrials(t, Options{HostWatch: true})
			if name == wire.FailHost { // the wall's clock, as the engine's own: nobody is heard any more
				e.host.now = e.o.Clock.Now
				e.host.hear()
			}
			got := try(t, e, name)
			t.Logf("noticed after %d ms by %s (%s, unseen %v): %.1f N before, %.1f then; under 5 N %d, home %d, bags %d ms; %d points",
				got.NoticedMS, got.By, got.Code, got.Unseen, got.BeforeN, got.PeakN, got.ForceMS, got.HomeMS, got.BagsMS, len(got.Points))
			if got.By == "" || got.NoticedMS < 0 || len(got.Points) < 150 {
				t.Errorf("%+v", got)
			}
			lost := name == twin.DepthJam.String()
			if !lost && (got.ForceMS < 0 || got.ForceMS > 500 || got.HomeMS < 0 || got.HomeMS > 2100) {
				t.Errorf("under 5 N after %d ms, home after %d: not a retreat as it is claimed", got.ForceMS, got.HomeMS)
			}
			if last := got.Points[len(got.Points)-1]; !lost && last.ForceN >= 5 {
				t.Errorf("the last point has %.1f N, after %d ms under 5 N", last.ForceN, got.ForceMS)
			}
			if first := got.Points[0].MS; first > -400 || first < -1000 {
				t.Errorf("the first point is at %d ms, want half a second before", first)
			}
			e.host.now = func() time.Duration { return 0 }
			again := wire.Request{V: wire.Version, Verb: wire.Start, Programme: "short", Seed: e.seed}
			for e.loop.Active() {
				_ = e.tick(context.Background())
			}
			if err := e.heed(&again); err == nil && name != wire.FailStop {
				t.Error("a session starts on a broken chair, or over a fault")
			} else if err == nil {
				return
			}
			for _, v := range []wire.Verb{wire.Mend, wire.Clear} {
				if err := e.heed(&wire.Request{V: wire.Version, Verb: v}); err != nil {
					t.Fatal(v, err)
				}
			}
			for range 50 { // a chair that was without power has to speak first
				_ = e.tick(context.Background())
			}
			if err := e.heed(&again); err != nil {
				t.Fatal("a mended chair:", err)
			}
			if name == twin.PadStuck.String() {
				return // the pad is hot for minutes yet, and the guard is right to say so again
			}
			for e.loop.Session().View().Elapsed < time.Second {
				tickOnce(t, e)
			}
		})
	}
}

// TestRealChairRefuses: faults are tried on simulated chairs alone, whatever a request says.
func TestRealChairRefuses(t *testing.T) {
	none := byHand(t, Options{})
	massaging(t, none, wire.Request{})
	real := onTrials(t, Options{})
	real.profile.Simulated = false
	for what, e := range map[string]*Engine{"without a simulation": none, "real": real} {
		for _, v := range []wire.Verb{wire.Break, wire.Mend, wire.Tried} {
			err := e.heed(&wire.Request{V: wire.Version, Verb: v, Failure: twin.DepthJam.String()})
			if err == nil || !strings.Contains(err.Error(), "simulated chair only") {
				t.Errorf("%s: %s gave %v", what, v, err)
			}
		}
		if e.trial.State != "" || e.chair.(*sim.Chair).Truth().Lost {
			t.Errorf("%s: something was tried", what)
		}
	}
}

// TestTrialIsRefused: without a session, of nothing known, or over another.
func TestTrialIsRefused(t *testing.T) {
	e := onTrials(t, Options{})
	ask := func(failure string) string {
		if err := e.heed(&wire.Request{V: wire.Version, Verb: wire.Break, Failure: failure}); err != nil {
			return err.Error()
		}
		return ""
	}
	for failure, want := range map[string]string{"": "is called", "flood": `"flood"`, wire.FailHost: "lumbar serve"} {
		if got := ask(failure); !strings.Contains(got, want) {
			t.Errorf("%q: %q, want %q", failure, got, want)
		}
	}
	if got := ask("pad_off"); got != "" {
		t.Fatal(got)
	}
	for range 200 {
		tickOnce(t, e)
	}
	if got := ask("depth_jam"); !strings.Contains(got, "mend it first") {
		t.Errorf("a second one: %q", got)
	}
	if err := e.heed(&wire.Request{V: wire.Version, Verb: wire.Mend}); err != nil || e.trial.broken != "" {
		t.Errorf("mending: %v, still %q", err, e.trial.broken)
	}
	for range 200 {
		tickOnce(t, e) // it goes on
	}
	_ = e.heed(&wire.Request{V: wire.Version, Verb: wire.Stop})
	for e.loop.Active() {
		_ = e.tick(context.Background())
	}
	if got := ask("depth_jam"); !strings.Contains(got, "no session") {
		t.Errorf("without a session: %q", got)
	}
}

// TestTrialsMakeNoGarbage: a trial is taken down in a tick that must not wait.
func TestTrialsMakeNoGarbage(t *testing.T) {
	e := onTrials(t, Options{HostWatch: true})
	if err := e.heed(&wire.Request{V: wire.Version, Verb: wire.Break, Failure: "seat_sensor_stuck"}); err != nil {
		t.Fatal(err)
	}
	for range 300 {
		tickOnce(t, e)
	}
	if n := testing.AllocsPerRun(1, func() {
		for range 1000 {
			tickOnce(t, e)
		}
	}); n != 0 {
		t.Errorf("%.0f allocations in 1000 ticks, want none", n)
	}
}

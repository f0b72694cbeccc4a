package engine

import (
	"context"
	"testing"
	"time"

	"github.com/openlumbar/lumbar/body"
	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/chair/profile"
	"github.com/openlumbar/lumbar/driver"
	"github.com/openlumbar/lumbar/driver/sim"
	"github.com/openlumbar/lumbar/guard"
	"github.com/openlumbar/lumbar/internal/twin"
	"github.com/openlumbar/lumbar/internal/wire"
	"github.com/openlumbar/lumbar/programme"
)

// spied is a chair of which everything is noted that is let through to it.
type spied struct {
	driver.Chair
	driving [chair.AxisEnd]int // commands that drive an axis
	any     int                // commands that are not the zero one
}

func (s *spied) Apply(ctx context.Context, c guard.Cleared) error {
	cmd := c.Command()
	if c.Sequence() != 0 || cmd != (chair.Command{}) {
		s.any++
	}
	for a := range cmd.Axes {
		if cmd.Axes[a].On {
			s.driving[a]++
		}
	}
	return s.Chair.Apply(ctx, c)
}

// boots is a chair that outlives engines.
type boots struct {
	t       *testing.T
	profile chair.Profile
	twin    *twin.Twin
	plan    *programme.Plan
	kept    *kept
}

func newBoots(t *testing.T, change func(*chair.Profile)) *boots {
	t.Helper()
	p, diags := profile.Load("bench-4d")
	if err := diags.Err(); err != nil {
		t.Fatal(err)
	}
	change(&p)
	plan, diags := programme.Compile("short.lumbar.hcl", []byte(short), programme.Options{})
	if err := diags.Err(); err != nil {
		t.Fatal(err)
	}
	m, err := body.ANSUR(1)
	if err != nil {
		t.Fatal(err)
	}
	return &boots{t: t, profile: p, plan: plan, kept: &kept{}, twin: twin.New(twin.Options{Profile: &p, Body: m.Back(), Seed: 1})}
}

// engine is an engine that has just begun, as after a boot; cut says that the one before ended in a session.
func (b *boots) engine(cut bool, latched *chair.Fault) (*Engine, *spied) {
	b.t.Helper()
	clock, spy := NewVirtual(MaxPace), &spied{}
	e := New(Options{
		Clock: clock, Keep: b.kept, HostWatch: true, Cut: cut, Latched: latched,
		Open: func(context.Context, string, uint64) (driver.Chair, string, error) {
			spy.Chair = sim.New(sim.Options{Twin: b.twin, Clock: clock.Now})
			return spy, "ansur:1", nil
		},
		Programme: func(string, map[string]string) (*programme.Plan, error) { return b.plan, nil },
	})
	if err := e.open(b.t.Context(), "ansur:1", 1); err != nil {
		b.t.Fatal(err)
	}
	e.host.hear()
	return e, spy
}

// TestBootMovesNothing: the power goes in the middle of a massage, and comes back, to a chair that went home by itself, was
// pushed back, or presses on. The engine that begins lets nothing through that drives, whatever is asked but a start, however
// long nobody comes; after a press the depth goes home first, then the others find their places.
func TestBootMovesNothing(t *testing.T) {
	for _, loss := range []chair.Loss{chair.Retracts, chair.Releases, chair.Holds} {
		for _, away := range []time.Duration{50 * time.Millisecond, 10 * time.Second} {
			t.Run(loss.String()+" "+away.String(), func(t *testing.T) {
				b := newBoots(t, func(p *chair.Profile) { p.OnPowerLoss, p.OnSilence = loss, loss })
				before, _ := b.engine(false, nil)
				massaging(t, before, wire.Request{Seed: 1})
				b.twin.Inject(twin.PowerLost, true)
				b.twin.Run(nil, int(away/twin.Tick))
				b.twin.Inject(twin.PowerLost, false)

				e, spy := b.engine(true, nil)
				depth := b.twin.Truth().Axes[chair.Depth]
				for i := range int(time.Minute / b.profile.Period()) {
					e.host.hear()
					_ = e.tick(t.Context()) // a chair that sees to itself says so
					if i%25 == 0 {
						for _, v := range []wire.Verb{wire.Look, wire.Beat, wire.Count, wire.Resume, wire.Softer, wire.Stronger, wire.Skip, wire.Enough, wire.Finish} {
							_ = e.heed(&wire.Request{V: wire.Version, Verb: v, By: pageA})
						}
						_ = e.heed(&wire.Request{V: wire.Version, Verb: wire.Move, By: pageA, Axis: "carriage", SeenMS: e.o.Clock.Now().Milliseconds()})
					}
					if spy.any > 0 {
						t.Fatalf("%v after the boot something was driven: %v", e.o.Clock.Now(), spy.driving)
					}
				}
				if now := b.twin.Truth().Axes[chair.Depth]; now > depth+0.1 {
					t.Errorf("the depth went from %.1f to %.1f mm, and nobody had asked", depth, now)
				}
				var s wire.Snapshot
				if e.fill(&s, false); s.Stage != wire.Idle {
					t.Errorf("after the boot: %s", s.Stage)
				}

				if err := e.heed(&wire.Request{V: wire.Version, Verb: wire.Start, Programme: "short", Seed: 1}); err != nil {
					t.Fatal(err)
				}
				for !e.report.Axes[chair.Depth].Homed && e.loop.Active() {
					e.host.hear()
					_ = e.tick(t.Context())
					for a := chair.Carriage; a < chair.AxisEnd; a++ {
						if tapper := a == chair.TapLeft || a == chair.TapRight; a != chair.Depth && !tapper && spy.driving[a] > 0 && !e.report.Axes[chair.Depth].Homed {
							t.Fatalf("%v was driven before the depth was at home", a)
						}
					}
				}
				if spy.driving[chair.Depth] == 0 {
					t.Error("the depth was not driven home after the press")
				}
				for e.loop.Active() && e.loop.Session().View().Elapsed < 5*time.Second {
					e.host.hear()
					_ = e.tick(t.Context())
				}
				if !e.loop.Active() || e.loop.Fault() != nil {
					t.Errorf("the session after the press: %v, fault %v", e.loop.Session().View().Outcome, e.loop.Fault())
				}
			})
		}
	}
}

// TestBootWithLatch: what was latched before the power went keeps every start away until it is cleared, and still nothing moves.
func TestBootWithLatch(t *testing.T) {
	b := newBoots(t, func(*chair.Profile) {})
	e, spy := b.engine(true, &chair.Fault{Code: chair.FaultForce})
	start := wire.Request{V: wire.Version, Verb: wire.Start, Programme: "short", Seed: 1}
	for i := range 1000 {
		e.host.hear()
		quietTick(t, e)
		if i%100 == 0 {
			if err := e.heed(&start); err == nil {
				t.Fatal("a session began over a latched fault")
			}
		}
	}
	if spy.any > 0 {
		t.Error("something was driven:", spy.driving)
	}
	if err := e.heed(&wire.Request{V: wire.Version, Verb: wire.Clear}); err != nil {
		t.Fatal(err)
	}
	if err := e.heed(&start); err != nil {
		t.Error(err)
	}
}

// TestBegunIsNotOver: who looks between a start and the first tick of its session sees a session, not a chair at rest.
func TestBegunIsNotOver(t *testing.T) {
	b := newBoots(t, func(*chair.Profile) {})
	e, _ := b.engine(true, nil)
	e.host.hear()
	quietTick(t, e)
	var s wire.Snapshot
	if e.fill(&s, true); s.Stage != wire.Idle {
		t.Fatalf("before the start: %q", s.Stage)
	}
	if err := e.heed(&wire.Request{V: wire.Version, Verb: wire.Start, Programme: "short", Seed: 1}); err != nil {
		t.Fatal(err)
	}
	if e.fill(&s, true); s.Stage != wire.Homing {
		t.Errorf("begun: %q, want %q", s.Stage, wire.Homing)
	}
}

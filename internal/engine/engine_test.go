package engine

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/openlumbar/lumbar/body"
	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/chair/profile"
	"github.com/openlumbar/lumbar/driver"
	"github.com/openlumbar/lumbar/driver/sim"
	"github.com/openlumbar/lumbar/internal/twin"
	"github.com/openlumbar/lumbar/internal/wire"
	"github.com/openlumbar/lumbar/programme"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

const short = `programme "short" {
  title = "Short"
  about = "A short one for tests."
  needs = ["carriage", "depth", "kneading"]
  phase "one" {
    knead {
      over  = "L5..L2"
      force = "medium"
      pace  = "20 /min"
      for   = "60 s"
    }
  }
  phase "two" {
    glide {
      over  = "L5..L1"
      force = "gentle"
      speed = "30 mm/s"
      for   = "30 s"
    }
  }
}
`

// followable is a pace at which a test can follow what happens: the whole session takes about three seconds.
const followable = 60

// bench is an engine on a simulated chair that runs as fast as it goes, and the goroutine that runs it.
type bench struct {
	*Engine
	t      *testing.T
	chair  *sim.Chair
	clock  *Virtual
	events []wire.Event // engine's goroutine until it has ended
	cancel context.CancelFunc
	ended  chan error
	sums   chan wire.Summary
	gone   atomic.Bool // the sitter leaves
	left   bool        // engine's goroutine: and has
}

func start(t *testing.T, pace float64, first ...wire.Request) *bench {
	t.Helper()
	return startOn(t, func(c *Virtual) Clock { return c }, pace, first...)
}

// startOn is start on a clock that is made of the simulated chair's.
func startOn(t *testing.T, clock func(*Virtual) Clock, pace float64, first ...wire.Request) *bench {
	t.Helper()
	p, diags := profile.Load("bench-4d")
	if err := diags.Err(); err != nil {
		t.Fatal(err)
	}
	plan, diags := programme.Compile("short.lumbar.hcl", []byte(short), programme.Options{})
	if err := diags.Err(); err != nil {
		t.Fatal(err)
	}
	b := &bench{t: t, clock: NewVirtual(pace), ended: make(chan error, 1), sums: make(chan wire.Summary, 8)}
	b.Engine = New(Options{
		Open: func(_ context.Context, name string, seed uint64) (driver.Chair, string, error) {
			if name == "nobody" {
				return nil, "", errors.New("no such body")
			}
			m, err := body.ANSUR(1)
			if err != nil {
				return nil, "", err
			}
			b.chair = sim.New(sim.Options{Twin: twin.New(twin.Options{Profile: &p, Body: m.Back(), Seed: seed}), Clock: b.now})
			return b.chair, name, nil
		},
		Clock: clock(b.clock),
		Programme: func(name string, _ map[string]string) (*programme.Plan, error) {
			if name != "short" {
				return nil, errors.New("no such programme")
			}
			return plan, nil
		},
		Observe: func(ev *wire.Event) {
			b.events = append(b.events, *ev)
			if ev.Summary != nil {
				b.sums <- *ev.Summary
			}
		},
		First: first,
	})
	ctx, cancel := context.WithCancel(context.Background())
	b.cancel = cancel
	go func() { b.ended <- b.Run(ctx, "ansur:1", 1) }()
	t.Cleanup(func() {
		cancel()
		select {
		case err := <-b.ended:
			if err != nil {
				t.Error("run:", err)
			}
		case <-time.After(30 * time.Second):
			t.Error("the engine does not end")
		}
	})
	return b
}

// now is the simulated chair's clock; the engine's goroutine asks it every tick, so that this is the place to do
// something to the chair.
func (b *bench) now() time.Duration {
	if gone := b.gone.Load(); b.chair != nil && gone != b.left {
		b.left = gone
		b.chair.Inject(twin.SitterLeaves, gone)
	}
	return b.clock.Now()
}

func (b *bench) do(r wire.Request) wire.Reply {
	b.t.Helper()
	r.V = wire.Version
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	defer cancel()
	reply, err := b.Do(ctx, r)
	if err != nil {
		b.t.Fatal(r.Verb, err)
	}
	return reply
}

// until looks until the snapshot is as wanted.
func (b *bench) until(what string, ok func(*wire.Snapshot) bool) wire.Snapshot {
	b.t.Helper()
	for range 2_000_000 {
		if s := b.do(wire.Request{Verb: wire.Look}).Snapshot; ok(&s) {
			return s
		}
	}
	b.t.Fatalf("never saw: %s", what)
	return wire.Snapshot{}
}

func (b *bench) summary() wire.Summary {
	b.t.Helper()
	select {
	case s := <-b.sums:
		return s
	case <-time.After(60 * time.Second):
		b.t.Fatal("no summary")
		return wire.Summary{}
	}
}

func TestSessionToItsEnd(t *testing.T) {
	b := start(t, MaxPace)
	if r := b.do(wire.Request{Verb: wire.Start, Programme: "short"}); r.Error != "" {
		t.Fatal(r.Error)
	}
	sum := b.summary()
	if sum.Outcome != "finished" || sum.PhasesDone != 2 || sum.Phases != 2 || len(sum.Faults) != 0 {
		t.Errorf("summary %+v, want finished with 2 of 2 phases", sum)
	}
	s := b.until("done", func(s *wire.Snapshot) bool { return s.Stage == wire.Done })
	if len(s.Levels) != 7 || s.Levels[0].Name != "S1" || len(s.Contour) < 20 {
		t.Errorf("%d levels, %d points of contour, want 7 and more than 20", len(s.Levels), len(s.Contour))
	}
	// A second session on the same chair: it is homed anew and runs as well.
	if r := b.do(wire.Request{Verb: wire.Start, Programme: "short", Body: "ansur:1", Seed: 1}); r.Error != "" {
		t.Fatal(r.Error)
	}
	if sum := b.summary(); sum.Outcome != "finished" {
		t.Errorf("second session: %s (%s), want finished", sum.Outcome, sum.Reason)
	}
}

func TestPauseSofterStrongerSkip(t *testing.T) {
	b := start(t, followable)
	b.do(wire.Request{Verb: wire.Start, Programme: "short"})
	massage := func(s *wire.Snapshot) bool { return s.Stage == wire.Massage && s.ElapsedS > 15 }
	b.until("massage", massage)
	b.do(wire.Request{Verb: wire.Pause})
	s := b.until("rollers off in a pause", func(s *wire.Snapshot) bool { return s.Paused && s.Rollers[0].ForceN < 1 && s.Rollers[1].ForceN < 1 })
	left := s.LeftS
	s = b.until("some time in the pause", func(n *wire.Snapshot) bool { return n.AtMS > s.AtMS+5000 })
	if s.LeftS < left-1 {
		t.Errorf("time left fell from %.1f to %.1f s in a pause", left, s.LeftS)
	}
	b.do(wire.Request{Verb: wire.Resume})
	b.until("force again", func(s *wire.Snapshot) bool { return !s.Paused && s.TargetN > 20 })
	b.do(wire.Request{Verb: wire.Softer})
	b.do(wire.Request{Verb: wire.Softer})
	s = b.until("softer", func(s *wire.Snapshot) bool { return s.Intensity == -2 && s.TargetN < 18 })
	if s.TargetN < 24*0.7-1 {
		t.Errorf("target %.1f N two steps softer than 24 N, want about 16.8 N", s.TargetN)
	}
	for range 8 {
		b.do(wire.Request{Verb: wire.Stronger})
	}
	b.until("strongest", func(s *wire.Snapshot) bool { return s.Intensity == 3 })
	b.do(wire.Request{Verb: wire.Skip})
	b.until("next stroke", func(s *wire.Snapshot) bool { return s.Technique == "glide" })
	b.do(wire.Request{Verb: wire.Finish})
	if sum := b.summary(); sum.Outcome != "finished" || sum.PhasesDone != 1 {
		t.Errorf("%s with %d phases, want finished with 1", sum.Outcome, sum.PhasesDone)
	}
}

func TestStopIsConfirmed(t *testing.T) {
	b := start(t, followable)
	b.do(wire.Request{Verb: wire.Start, Programme: "short"})
	b.until("massage", func(s *wire.Snapshot) bool { return s.Stage == wire.Massage && s.TargetN > 15 })
	s := b.do(wire.Request{Verb: wire.Stop}).Snapshot
	if s.Stop == wire.StopNone {
		t.Error("a stop was taken and the snapshot does not say so")
	}
	b.until("confirmed", func(s *wire.Snapshot) bool { return s.Stop == wire.StopConfirmed })
	if sum := b.summary(); sum.Outcome != "stopped" {
		t.Errorf("outcome %s, want stopped", sum.Outcome)
	}
	if r := b.do(wire.Request{Verb: wire.Stop}); r.Error != "" {
		t.Error("a stop with nothing moving is no error, got:", r.Error)
	}
}

func TestRefusals(t *testing.T) {
	b := start(t, followable)
	for _, c := range []struct {
		r    wire.Request
		want string
	}{
		{wire.Request{Verb: "dance"}, "not a request"},
		{wire.Request{Verb: wire.Pause}, "no session"},
		{wire.Request{Verb: wire.Start, Programme: "long"}, "no such programme"},
		{wire.Request{Verb: wire.Start, Programme: "short", Body: "nobody", Seed: 3}, "no such body"},
		{wire.Request{Verb: wire.Pace, Pace: 61}, "not within"},
		{wire.Request{Verb: wire.Pace, Pace: 0.5}, "not within"},
	} {
		if r := b.do(c.r); !strings.Contains(r.Error, c.want) {
			t.Errorf("%+v: error %q, want %q in it", c.r, r.Error, c.want)
		}
	}
	ctx := context.Background()
	if r, err := b.Do(ctx, wire.Request{V: 99, Verb: wire.Look}); err != nil || !strings.Contains(r.Error, "version 99") {
		t.Errorf("version 99: %q, %v", r.Error, err)
	}
	b.do(wire.Request{Verb: wire.Start, Programme: "short"})
	if r := b.do(wire.Request{Verb: wire.Start, Programme: "short"}); !strings.Contains(r.Error, "under way") {
		t.Errorf("second start: %q, want that a session is under way", r.Error)
	}
}

// TestShutDownMidSession ends the engine while rollers press: it must bring them home before it lets go.
func TestShutDownMidSession(t *testing.T) {
	b := start(t, followable)
	b.do(wire.Request{Verb: wire.Start, Programme: "short"})
	b.until("massage", func(s *wire.Snapshot) bool { return s.Stage == wire.Massage && s.TargetN > 15 })
	b.cancel()
	if sum := b.summary(); sum.Outcome != "stopped" {
		t.Errorf("outcome %s, want stopped", sum.Outcome)
	}
	err := <-b.ended
	b.ended <- err
	if d := b.chair.Truth().Axes[chair.Depth]; d > 5 {
		t.Errorf("depth at %.1f mm after shutting down, want home", d)
	}
	if _, err := b.Do(context.Background(), wire.Request{V: wire.Version, Verb: wire.Look}); !errors.Is(err, ErrStopped) {
		t.Errorf("asking an ended engine: %v, want ErrStopped", err)
	}
}

func TestFaultLatchesUntilCleared(t *testing.T) {
	b := start(t, followable, wire.Request{V: wire.Version, Verb: wire.Start, Programme: "short"})
	b.until("massage", func(s *wire.Snapshot) bool { return s.Stage == wire.Massage && s.TargetN > 15 })
	b.gone.Store(true)
	if sum := b.summary(); sum.Outcome != "fault" || !slices.Contains(sum.Faults, string(chair.FaultPresence)) {
		t.Errorf("outcome %s (%s), faults %v, want fault with presence", sum.Outcome, sum.Reason, sum.Faults)
	}
	s := b.do(wire.Request{Verb: wire.Look}).Snapshot
	if s.Fault == nil || s.Fault.Title == "" || s.Fault.Do == "" {
		t.Fatalf("the snapshot says nothing of the fault: %+v", s.Fault)
	}
	if r := b.do(wire.Request{Verb: wire.Start, Programme: "short"}); r.Error == "" {
		t.Error("a session starts over a latched fault")
	}
	b.gone.Store(false)
	if r := b.do(wire.Request{Verb: wire.Clear}); r.Error != "" {
		t.Fatal("clear:", r.Error)
	}
	if r := b.do(wire.Request{Verb: wire.Start, Programme: "short"}); r.Error != "" {
		t.Fatal("start after clear:", r.Error)
	}
	if sum := b.summary(); sum.Outcome != "finished" {
		t.Errorf("after clearing: %s (%s), want finished", sum.Outcome, sum.Reason)
	}
}

func TestVirtualClock(t *testing.T) {
	c := NewVirtual(MaxPace)
	if err := c.Until(context.Background(), time.Hour); err != nil || c.Now() != time.Hour {
		t.Errorf("now %s, %v; want 1h at once", c.Now(), err)
	}
	c.SetPace(1)
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if err := c.Until(ctx, 2*time.Hour); !errors.Is(err, context.Canceled) {
		t.Errorf("a cancelled wait: %v", err)
	}
	r := NewReal()
	a := r.Now()
	if err := r.Until(context.Background(), a+2*time.Millisecond); err != nil || r.Now() < a+2*time.Millisecond {
		t.Errorf("real clock at %s after waiting for %s, %v", r.Now(), a+2*time.Millisecond, err)
	}
}

// creeping is a clock that goes on while anybody looks at it, as a real one does.
type creeping struct{ now time.Duration }

func (c *creeping) Now() time.Duration {
	c.now += time.Microsecond
	return c.now
}

func (c *creeping) Until(ctx context.Context, t time.Duration) error {
	c.now = max(c.now, t)
	return ctx.Err()
}

// latest is a chair whose reports are measured at the very moment that they are read.
type latest struct {
	driver.Chair
	clock *creeping
}

func (c latest) Read(ctx context.Context) (chair.Report, error) {
	r, err := c.Chair.Read(ctx)
	r.At = c.clock.Now()
	return r, err
}

// TestReportsAreNotOfTheFuture: what is measured after the engine has woken up is no fault.
func TestReportsAreNotOfTheFuture(t *testing.T) {
	p, diags := profile.Load("bench-4d")
	if err := diags.Err(); err != nil {
		t.Fatal(err)
	}
	plan, diags := programme.Compile("short.lumbar.hcl", []byte(short), programme.Options{})
	if err := diags.Err(); err != nil {
		t.Fatal(err)
	}
	ctx, end := context.WithCancel(t.Context())
	defer end()
	clock := &creeping{}
	var ended string
	e := New(Options{
		Open: func(context.Context, string, uint64) (driver.Chair, string, error) {
			m, err := body.ANSUR(1)
			return latest{sim.New(sim.Options{Twin: twin.New(twin.Options{Profile: &p, Body: m.Back()}), Clock: clock.Now}), clock}, "", err
		},
		Clock:     clock,
		Programme: func(string, map[string]string) (*programme.Plan, error) { return plan, nil },
		Observe: func(ev *wire.Event) {
			if ev.Summary != nil {
				ended = ev.Summary.Outcome + " " + ev.Summary.Reason
			}
			if ev.Stage == "settling" || ev.Summary != nil {
				end()
			}
		},
		First: []wire.Request{{V: wire.Version, Verb: wire.Start, Programme: "short"}},
	})
	if err := e.Run(ctx, "", 0); err != nil || !strings.HasPrefix(ended, "stopped") {
		t.Errorf("got %v, %q; want a session that goes on until it is stopped", err, ended)
	}
}

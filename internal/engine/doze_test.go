package engine

import (
	"context"
	"slices"
	"sync/atomic"
	"testing"
	"time"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/driver/sim"
	"github.com/openlumbar/lumbar/guard"
	"github.com/openlumbar/lumbar/internal/realtime"
	"github.com/openlumbar/lumbar/internal/twin"
	"github.com/openlumbar/lumbar/internal/wire"
	"github.com/openlumbar/lumbar/unit"
	"pgregory.net/rapid"
)

// sleeper is a clock that runs as fast as it goes and, when the chair is at rest, waits for ever: only who asks ends it.
type sleeper struct {
	*Virtual
	naps  atomic.Int64
	ticks []time.Duration // engine's goroutine until it has ended
}

func (c *sleeper) Until(ctx context.Context, t time.Duration) error {
	c.ticks = append(c.ticks, t)
	return c.Virtual.Until(ctx, t)
}

func (c *sleeper) Wall(time.Duration) (time.Duration, bool) {
	c.naps.Add(1)
	return realtime.Now() + time.Hour, true
}

// Pass lets as much pass as there is between two idle ticks.
func (c *sleeper) Pass(_, most time.Duration) time.Duration {
	c.now.Add(int64(most))
	return most
}

func (c *sleeper) Due(_, _ time.Duration) { c.ticks = append(c.ticks, c.Now()) }

// TestDoze: a chair at rest is waited for without end; whatever is asked is answered at once all the same, and from a start on
// no tick is left out until the chair is at rest again.
func TestDoze(t *testing.T) {
	b := startOn(t, func(v *Virtual) Clock { return &sleeper{Virtual: v} }, MaxPace)
	c := b.Engine.o.Clock.(*sleeper)
	for c.naps.Load() == 0 { // it falls asleep by itself
		b.do(wire.Request{Verb: wire.Look})
	}
	if s := b.do(wire.Request{Verb: wire.Look}).Snapshot; s.Stage != wire.Idle || s.Fault != nil {
		t.Fatalf("at rest: %s, fault %v", s.Stage, s.Fault)
	}
	before := time.Duration(b.do(wire.Request{Verb: wire.Look}).Snapshot.AtMS) * time.Millisecond
	if r := b.do(wire.Request{Verb: wire.Start, Programme: "short", Body: "ansur:1", Seed: 1}); r.Error != "" {
		t.Fatal(r.Error)
	}
	sum := b.summary()
	if sum.Outcome != "finished" || len(sum.Faults) > 0 {
		t.Errorf("the session %s: %s %v", sum.Outcome, sum.Reason, sum.Faults)
	}
	b.cancel()
	if err := <-b.ended; err != nil {
		t.Fatal(err)
	}
	b.ended <- nil
	over := b.events[len(b.events)-1].AtMS // its summary
	period, n := b.profile.Period(), 0
	for i, at := range c.ticks[1:] {
		if last := c.ticks[i]; last > before && at.Milliseconds() <= over {
			if n++; at-last != period {
				t.Fatalf("in the session a tick %v after the last, want %v", at-last, period)
			}
		}
	}
	if n < 10_000 {
		t.Errorf("only %d ticks of the session", n)
	}
}

// resting is an engine by hand that is at rest after a session.
func resting(t *testing.T) *holding {
	h := newHolding(t)
	h.ticks(int((restsAfter + time.Second) / h.e.profile.Period()))
	if !h.e.atRest() {
		t.Fatal("not at rest, seconds after a session")
	}
	return h
}

// TestNotAtRest: whatever begins, is held, is out of place or not known keeps every tick in its time, from before the next
// one on; what only looks does not.
func TestNotAtRest(t *testing.T) {
	for name, c := range map[string]struct {
		do   func(h *holding) error
		rest bool
		at   int // ticks later
	}{
		"a look":  {func(h *holding) error { return h.ask(wire.Look, "", "") }, true, 0},
		"a count": {func(h *holding) error { return h.ask(wire.Count, "", "") }, true, 0},
		"a stop":  {func(h *holding) error { return h.ask(wire.Stop, "", "") }, true, 0}, // nothing moves: nothing to do
		"a move":  {func(h *holding) error { return h.ask(wire.Move, pageA, "recline") }, false, 0},
		"moving":  {func(h *holding) error { return h.ask(wire.Move, pageA, "recline") }, false, 20},
		"up":      {func(h *holding) error { return h.ask(wire.Up, "", "") }, false, 0},
		"wrong":   {func(h *holding) error { return h.ask(wire.Wrong, "", "") }, false, 0},
		"a start": {func(h *holding) error {
			return h.e.heed(&wire.Request{V: wire.Version, Verb: wire.Start, Programme: "short", Seed: h.e.seed})
		}, false, 0},
		"a report":      {func(h *holding) error { h.sim().Inject(twin.CablePulled, true); return nil }, false, 20},
		"red stop":      {func(h *holding) error { h.sim().Inject(twin.StopPressed, true); return nil }, false, 2},
		"deaf":          {func(h *holding) error { h.e.host.deaf = true; return nil }, false, 0},
		"a trial":       {func(h *holding) error { h.e.trial.State = wire.TrialWaits; return nil }, false, 0},
		"an ask":        {func(h *holding) error { h.e.asks = append(h.e.asks, 1); return nil }, false, 0},
		"another chair": {func(h *holding) error { return h.e.open(h.t.Context(), "ansur:1", 9) }, false, 0},
	} {
		t.Run(name, func(t *testing.T) {
			h := resting(t)
			if err := c.do(h); err != nil {
				t.Fatal(err)
			}
			for range c.at {
				h.w.now += h.e.profile.Period()
				_ = h.e.tick(t.Context()) // with the cable pulled it says so
			}
			if got := h.e.atRest(); got != c.rest {
				t.Errorf("at rest %v, want %v", got, c.rest)
			}
		})
	}
}

func (h *holding) sim() *sim.Chair { return h.e.chair.(*sim.Chair) }

// TestStirs: a report of anything that moves, is not at home or not known keeps the engine awake.
func TestStirs(t *testing.T) {
	for name, change := range map[string]func(e *Engine){
		"an axis moves":     func(e *Engine) { e.report.Axes[chair.Recline].Vel = -0.1 },
		"the depth is out":  func(e *Engine) { e.report.Axes[chair.Depth].Pos = 30 },
		"a bag is full":     func(e *Engine) { e.report.Air[0] = 3 },
		"the red button":    func(e *Engine) { e.report.Stop = true },
		"it acts by itself": func(e *Engine) { e.report.Lost = true },
		"no report yet":     func(e *Engine) { e.report = chair.Report{} },
	} {
		h := resting(t)
		change(h.e)
		h.e.watchRest(h.e.input.At, false)
		if h.e.atRest() {
			t.Errorf("%s: at rest", name)
		}
	}
	h := resting(t)
	h.e.watchRest(h.e.input.At, true)
	if h.e.atRest() {
		t.Error("a reading failed: at rest")
	}
}

// TestRestWithFault: a latched fault is no reason to hurry, and stays to be seen.
func TestRestWithFault(t *testing.T) {
	h := resting(t)
	if err := h.ask(wire.Wrong, "", ""); err != nil {
		t.Fatal(err)
	}
	h.ticks(int((restsAfter + time.Second) / h.e.profile.Period()))
	var s wire.Snapshot
	h.e.fill(&s, false)
	if s.Fault == nil || s.Fault.Code != string(chair.FaultFelt) || !h.e.atRest() {
		t.Errorf("fault %v, at rest %v", s.Fault, h.e.atRest())
	}
}

// TestChairHearsIdle: ticks as seldom as they come at rest keep the chair's heartbeat for an hour, move nothing, and are
// followed by a session as after any others.
func TestChairHearsIdle(t *testing.T) {
	h := resting(t)
	e, ctx := h.e, t.Context()
	step := idlePeriod(&e.profile)
	was := e.report.Axes
	for range int(time.Hour / step) {
		h.w.now += step
		if err := e.o.Clock.Until(ctx, e.o.Clock.Now()+step); err != nil {
			t.Fatal(err)
		}
		if err := e.take(ctx); err != nil {
			t.Fatal(err)
		}
		if e.report.Lost || e.report.Axes != was || e.loop.Guard().State() != guard.Off || !e.atRest() {
			t.Fatalf("after %v: lost %v, axes %v, guard %v", e.o.Clock.Now(), e.report.Lost, e.report.Axes, e.loop.Guard().State())
		}
	}
	massaging(t, e, wire.Request{})
	if e.loop.Fault() != nil {
		t.Error(e.loop.Fault())
	}
}

func TestIdlePeriod(t *testing.T) {
	const ms = time.Millisecond
	for _, c := range []struct {
		control                 unit.Hertz
		heartbeat, stale, wants time.Duration
	}{
		{250, 100 * ms, 40 * ms, 32 * ms}, // bench-4d
		{250, 100 * ms, 0, 32 * ms},
		{250, 100 * ms, 20 * ms, 16 * ms},
		{250, 10 * ms, 40 * ms, 4 * ms},
		{250, 0, 0, 100 * ms},
		{250, time.Minute, time.Second, 100 * ms},
		{20, 100 * ms, 60 * ms, 50 * ms},
		{50, 500 * ms, 400 * ms, 100 * ms}, // readings that come with commands
	} {
		p := chair.Profile{Control: c.control, Heartbeat: c.heartbeat, Stale: c.stale}
		if got := idlePeriod(&p); got != c.wants || got%p.Period() != 0 {
			t.Errorf("%v Hz, heartbeat %v, stale %v: %v, want %v", c.control, c.heartbeat, c.stale, got, c.wants)
		}
	}
}

// TestVirtualPass: by whole steps, never past the wall, and never by more than was said.
func TestVirtualPass(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := NewVirtual(rapid.SampledFrom([]float64{0.5, 1, 8, 60}).Draw(t, "pace"))
		step := time.Duration(rapid.IntRange(1, 20).Draw(t, "step")) * time.Millisecond
		most := step * time.Duration(rapid.IntRange(0, 30).Draw(t, "most"))
		c.now.Store(int64(rapid.IntRange(0, 1000).Draw(t, "now")) * int64(step))
		ago := time.Duration(rapid.IntRange(-5, 400).Draw(t, "ago")) * time.Millisecond
		c.wall = realtime.Now() - ago
		now, wall := c.Now(), c.wall
		gone := c.Pass(step, most)
		passed := c.wall - wall
		if gone < 0 || gone > most || gone%step != 0 || c.Now() != now+gone || c.wall > realtime.Now() && gone > 0 {
			t.Fatalf("passed %v of at most %v by steps of %v, %v on the wall", gone, most, step, passed)
		}
		if d := time.Duration(float64(gone)/c.Pace()) - passed; d < -time.Microsecond || d > time.Microsecond {
			t.Fatalf("%v here is %v on the wall", gone, passed)
		}
	})
	if _, ok := NewVirtual(MaxPace).Wall(time.Second); ok {
		t.Error("a clock that does not wait has a wall")
	}
}

// TestDozeStops: a stop goes before whoever woke the engine.
func TestDozeStops(t *testing.T) {
	h := newHolding(t)
	e := h.e
	look := &call{request: wire.Request{V: wire.Version, Verb: wire.Look}, done: make(chan struct{})}
	stop := &call{request: wire.Request{V: wire.Version, Verb: wire.Stop}, done: make(chan struct{})}
	e.woken = look
	e.urgent = make(chan *call, 1)
	e.urgent <- stop
	var order []wire.Verb
	for c := e.next(); c != nil; c = e.next() {
		order = append(order, c.request.Verb)
	}
	if !slices.Equal(order, []wire.Verb{wire.Stop, wire.Look}) {
		t.Errorf("taken in the order %v", order)
	}
}

// TestNapsTogether: where the chair's time stands between ticks, those of a tenth of a second are taken in one go: each as far
// after the last as ever, none late by it, and as many in a second as without.
func TestNapsTogether(t *testing.T) {
	h := resting(t)
	e := h.e
	clock := NewVirtual(1)
	clock.now.Store(int64(e.o.Clock.Now()))
	clock.wall = realtime.Now()
	e.o.Clock = clock
	step, began, from := idlePeriod(&e.profile), realtime.Now(), clock.Now()
	naps, last := 0, from
	for n := 0; n < 12; {
		woke := realtime.Now()
		if !e.doze(t.Context()) {
			t.Fatalf("after %d ticks it does not doze", n)
		}
		if realtime.Now()-woke > shortNap {
			naps++
		}
		n++
		if got := clock.Now() - last; got != step {
			t.Fatalf("tick %d is %v after the last, want %v", n, got, step)
		}
		last = clock.Now()
		if late := clock.Late(); late > realtime.Now()-woke {
			t.Errorf("tick %d counts as %v late, and the wait ended after %v", n, late, realtime.Now()-woke)
		}
	}
	together := int(seldom / step)
	if naps > 12/together+1 {
		t.Errorf("it woke %d times for 12 ticks, want one for %d of them", naps, together)
	}
	if passed, wall := clock.Now()-from, realtime.Now()-began; passed > wall {
		t.Errorf("%v passed for the chair, and %v on the wall", passed, wall)
	}
}

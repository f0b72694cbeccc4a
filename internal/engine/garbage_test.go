package engine

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/openlumbar/lumbar/body"
	"github.com/openlumbar/lumbar/chair/profile"
	"github.com/openlumbar/lumbar/driver"
	"github.com/openlumbar/lumbar/driver/sim"
	"github.com/openlumbar/lumbar/internal/recording"
	"github.com/openlumbar/lumbar/internal/twin"
	"github.com/openlumbar/lumbar/internal/wire"
	"github.com/openlumbar/lumbar/programme"
)

// byHand is an engine that the test ticks itself, in the middle of the massage.
func byHand(t testing.TB, o Options) *Engine {
	t.Helper()
	p, diags := profile.Load("bench-4d")
	if err := diags.Err(); err != nil {
		t.Fatal(err)
	}
	plan, diags := programme.Compile("short.lumbar.hcl", []byte(short), programme.Options{})
	if err := diags.Err(); err != nil {
		t.Fatal(err)
	}
	clock := NewVirtual(MaxPace)
	o.Clock = clock
	o.Open = func(_ context.Context, name string, seed uint64) (driver.Chair, string, error) {
		m, err := body.ANSUR(1)
		if err != nil || name == "nobody" {
			return nil, "", errors.Join(err, errors.New("no such body"))
		}
		return sim.New(sim.Options{Twin: twin.New(twin.Options{Profile: &p, Body: m.Back(), Seed: seed}), Clock: clock.Now}), name, nil
	}
	o.Programme = func(string, map[string]string) (*programme.Plan, error) { return plan, nil }
	e := New(o)
	if err := e.open(context.Background(), "ansur:1", 1); err != nil {
		t.Fatal(err)
	}
	e.host.hear()
	return e
}

// massaging starts a session and ticks until the rollers have been at work for a while.
func massaging(t testing.TB, e *Engine, r wire.Request) {
	t.Helper()
	r.V, r.Verb, r.Programme = wire.Version, wire.Start, "short"
	r.Seed = e.seed
	if err := e.heed(&r); err != nil {
		t.Fatal(err)
	}
	for e.loop.Session().View().Elapsed < 20*time.Second {
		tickOnce(t, e)
	}
}

func tickOnce(t testing.TB, e *Engine) {
	t.Helper()
	e.host.hear()
	if err := e.tick(context.Background()); err != nil {
		t.Fatal(err)
	}
	if !e.loop.Active() {
		t.Fatal("the session is over")
	}
}

// TestTicksMakeNoGarbage: between requests, in a session's steady state.
func TestTicksMakeNoGarbage(t *testing.T) {
	e := byHand(t, Options{HostWatch: true})
	massaging(t, e, wire.Request{})
	ctx := context.Background()
	const ticks = 2000 // 8 s of the minute that it kneads
	if n := testing.AllocsPerRun(1, func() {
		for range ticks {
			e.host.hear()
			e.answer()
			if err := e.tick(ctx); err != nil {
				t.Fatal(err)
			}
		}
	}); n != 0 {
		t.Errorf("%.0f allocations in %d ticks, want none", n, ticks)
	}
}

// TestRecordedTicksMakeNoGarbage: nor while they are taken down, with room and when there is none any more.
func TestRecordedTicksMakeNoGarbage(t *testing.T) {
	e := byHand(t, Options{HostWatch: true, Record: recording.New(recording.Options{})}) // nobody writes
	massaging(t, e, wire.Request{})
	ctx := context.Background()
	if n := testing.AllocsPerRun(1, func() {
		for range 2000 {
			e.host.hear()
			e.answer()
			if err := e.tick(ctx); err != nil {
				t.Fatal(err)
			}
		}
	}); n != 0 {
		t.Errorf("%.0f allocations, want none", n)
	}
}

// TestLookMakesLittleGarbage: what a look needs is made by whoever asks, and filling it in takes nothing.
func TestLookMakesLittleGarbage(t *testing.T) {
	e := byHand(t, Options{})
	massaging(t, e, wire.Request{})
	s := wire.Snapshot{Levels: make([]wire.Level, 0, 16), Contour: make([]wire.Point, 0, 128)}
	if n := testing.AllocsPerRun(200, func() { e.fill(&s, false) }); n != 0 {
		t.Errorf("filling a snapshot: %.2f allocations, want none", n)
	}
	if len(s.Levels) != 7 || len(s.Contour) < 20 {
		t.Fatalf("%d levels and %d points: nothing was filled in", len(s.Levels), len(s.Contour))
	}
	const most = 6 // call, its channel, levels, contour, and what select needs
	b := start(t, MaxPace)
	if n := testing.AllocsPerRun(200, func() { b.do(wire.Request{Verb: wire.Look}) }); n > most+6 { // and do's own context
		t.Errorf("a look: %.0f allocations, want at most %d", n, most+6)
	}
}

// BenchmarkTick is one tick of the engine, whole, with the simulated chair's plant.
func BenchmarkTick(b *testing.B) {
	e := byHand(b, Options{HostWatch: true})
	massaging(b, e, wire.Request{})
	ctx := context.Background()
	b.ReportAllocs()
	for b.Loop() {
		e.host.hear()
		_ = e.tick(ctx)
		if e.loop.Session().View().Elapsed > 50*time.Second {
			b.StopTimer()
			e = byHand(b, Options{HostWatch: true})
			massaging(b, e, wire.Request{})
			b.StartTimer()
		}
	}
}

package engine

import (
	"context"
	"testing"
	"time"

	"github.com/openlumbar/lumbar/internal/wire"
)

// lateBy is a clock that is as late as it is told.
type lateBy struct {
	*Virtual
	late time.Duration
}

func (c *lateBy) Late() time.Duration { return c.late }

func TestCounts(t *testing.T) {
	b := start(t, MaxPace, wire.Request{V: wire.Version, Verb: wire.Start, Programme: "short", Body: "ansur:1", Seed: 1})
	sum := b.summary()
	c := b.do(wire.Request{V: wire.Version, Verb: wire.Count}).Counts
	if c == nil || c.Ticks < 10_000 || c.Sessions[sum.Outcome] != 1 || len(c.Faults) != 0 || c.ReadFails+c.ApplyFails > 0 {
		t.Fatalf("counted %+v, after one that %s", c, sum.Outcome)
	}
	if c.ContactS < 90 || c.ContactS > sum.DurationS {
		t.Errorf("%.1f s from first contact in a session of %.1f s", c.ContactS, sum.DurationS)
	}
	if c.Late[0] != c.Ticks || c.LateS != 0 || c.Late99(nil) != 50e-6 {
		t.Errorf("a clock without a wall was late: %+v", c.Late)
	}
	if b.do(wire.Request{V: wire.Version, Verb: wire.Look}).Counts != nil {
		t.Error("whoever looks is told the counts, too")
	}
}

func TestLateness(t *testing.T) {
	n := newCounts(nil)
	clock := &lateBy{NewVirtual(MaxPace), 0}
	n.punctual = clock
	for _, late := range []time.Duration{0, 50 * time.Microsecond, 51 * time.Microsecond, time.Millisecond, 500 * time.Millisecond, time.Second} {
		clock.late = late
		n.tick()
	}
	want := [wire.LateEnd]uint64{0: 2, 1: 1, 4: 1, 12: 1, 13: 1}
	if c := n.told(); c.Late != want || c.Ticks != 6 || c.LateS != 1.501101 {
		t.Errorf("counted %+v, %g s; want %v", c.Late, c.LateS, want)
	}
	n = newCounts(nil)
	n.punctual = clock
	clock.late = 0
	for range 990 {
		n.tick()
	}
	earlier := n.told()
	clock.late = 3 * time.Millisecond
	for range 10 {
		n.tick()
	}
	if c := n.told(); c.Late99(nil) != 50e-6 || c.Late99(earlier) != 5e-3 {
		t.Errorf("99 of 100 within %g s, since then %g s", c.Late99(nil), c.Late99(earlier))
	}
	if (&wire.Counts{}).Late99(nil) != 0 {
		t.Error("no tick was late")
	}
}

// TestCountingIsNoSign: whoever counts, a monitoring program in another room, does not keep a session going.
func TestCountingIsNoSign(t *testing.T) {
	e, w, _ := onWall(t, Options{HostWatch: true})
	heard := e.host.heard
	w.now += time.Second
	c := &call{request: wire.Request{V: wire.Version, Verb: wire.Count}, done: make(chan struct{})}
	go func() { e.requests <- c }()
	for asked := false; !asked; {
		e.answer()
		select {
		case <-c.done:
			asked = true
		default:
		}
	}
	if e.host.heard != heard {
		t.Error("counting counts as a sign of the host")
	}
	if c.reply.Counts == nil {
		t.Error("nothing was counted")
	}
}

// TestCountedTwice: a session that goes on after its end is not counted from its beginning once more.
func TestCountedTwice(t *testing.T) {
	n := newCounts(nil)
	n.over(10 * time.Second)
	n.over(25 * time.Second)
	n.counted = 0
	n.over(5 * time.Second)
	if n.contact != 30*time.Second {
		t.Errorf("counted %v, want 30 s", n.contact)
	}
}

// TestRealIsLate: the machine's clock knows how late it was.
func TestRealIsLate(t *testing.T) {
	c := NewReal()
	if err := c.Until(context.Background(), c.Now()-time.Second); err != nil {
		t.Fatal(err)
	}
	if late := c.Late(); late < time.Second {
		t.Errorf("late by %v, want at least 1 s", late)
	}
	v := NewVirtual(60)
	if err := v.Until(context.Background(), time.Millisecond); err != nil || v.Late() < 0 {
		t.Errorf("late by %v, %v", v.Late(), err)
	}
}

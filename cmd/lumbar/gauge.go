package main

import (
	"context"
	"sync/atomic"
	"time"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/driver"
	"github.com/openlumbar/lumbar/guard"
	"github.com/openlumbar/lumbar/internal/latency"
	"github.com/openlumbar/lumbar/internal/realtime"
	"github.com/openlumbar/lumbar/internal/wire"
)

// reading is what a gauge has measured. It holds no pointers and is copied by assignment.
type reading struct {
	late   latency.Histogram // from the moment a tick was due until the thread ran
	work   latency.Histogram // engine, session, control and guard
	chair  latency.Histogram // the simulated chair, in the place of a real one's link
	all    latency.Histogram // from the moment a tick was due until its end: the three together
	missed uint64            // moments at which no tick began because others were still going on
}

// moments is how many moments have passed.
func (r *reading) moments() uint64 { return r.all.Count() + r.missed }

// gauge is a clock for an engine with a simulated chair, and measures what the engine does between its waits. At first
// the time flies, until the massage is under way: that is where a tick has the most to do. Then it goes by the wall, in
// absolute steps, and every tick is measured. The engine's own time stands within a tick and goes on by a period from
// tick to tick, whatever the wall says, so that each has the same to do.
//
// Only the engine's goroutine calls its methods, but for halt.
type gauge struct {
	period  time.Duration
	moments uint64                 // how many to measure
	enter   func() realtime.Report // asks for real time when measuring begins
	end     func()                 // ends the engine
	began   chan struct{}          // closed when measuring begins
	free    chan *reading          // to be filled in for showing, if somebody wants to show it
	shown   chan *reading          // filled in
	halted  atomic.Bool

	at       time.Duration // the engine's time
	working  bool          // the massage is under way
	stage    gaugeStage
	lost     string // why the session ended while it was measured
	granted  realtime.Report
	schedule realtime.Schedule
	next     time.Duration // when to show again
	woke     time.Duration
	inChair  time.Duration // of this tick
	reading  reading
}

type gaugeStage int

const (
	flying gaugeStage = iota
	measuring
	over
)

// showEvery is how often a reading is copied for showing.
const showEvery = 500 * time.Millisecond

// lead is how long before the first moment the thread goes to sleep.
const lead = 20 * time.Millisecond

// Now implements engine.Clock.
func (g *gauge) Now() time.Duration { return g.at }

// halt ends the measuring early; any goroutine may ask for it.
func (g *gauge) halt() { g.halted.Store(true) }

// observe takes the engine's events.
func (g *gauge) observe(ev *wire.Event) {
	switch ev.Event {
	case "stroke":
		g.working = true
	case "summary":
		if g.stage == measuring {
			g.lost = ev.Summary.Outcome + ": " + ev.Summary.Reason
			g.finish()
		}
		g.working = false
		g.end()
	}
}

// finish ends the measuring.
func (g *gauge) finish() {
	g.stage = over
	realtime.Leave()
	g.end()
}

// Until implements engine.Clock.
func (g *gauge) Until(ctx context.Context, t time.Duration) error {
	g.at = t
	switch {
	case g.stage == flying && g.working:
		g.stage = measuring
		g.granted = g.enter()
		close(g.began)
		now := realtime.Now()
		g.schedule, g.next = realtime.NewSchedule(now+lead, g.period), now+showEvery
		g.sleep()
	case g.stage == measuring:
		g.measure(realtime.Now())
		if g.halted.Load() || g.reading.moments() >= g.moments {
			g.finish()
		} else {
			g.sleep()
		}
	}
	return ctx.Err()
}

// measure counts the tick that has ended now.
func (g *gauge) measure(now time.Duration) {
	due := g.schedule.Due()
	g.reading.late.Add(g.woke - due)
	g.reading.chair.Add(g.inChair)
	g.reading.work.Add(now - g.woke - g.inChair)
	g.reading.all.Add(now - due)
	g.reading.missed += uint64(g.schedule.Done(now))
	if now >= g.next {
		g.next = now + showEvery
		select {
		case r := <-g.free:
			*r = g.reading
			g.shown <- r // has room: there is one reading to go round
		default:
		}
	}
}

// sleep waits for the next moment.
func (g *gauge) sleep() {
	g.inChair = 0
	realtime.SleepUntil(g.schedule.Due())
	g.woke = realtime.Now()
}

// timed is a chair whose share of a tick is measured.
type timed struct {
	driver.Chair
	gauge *gauge
}

// Read implements driver.Chair.
func (t *timed) Read(ctx context.Context) (chair.Report, error) {
	began := time.Now()
	r, err := t.Chair.Read(ctx)
	t.gauge.inChair += time.Since(began)
	return r, err
}

// Apply implements driver.Chair.
func (t *timed) Apply(ctx context.Context, c guard.Cleared) error {
	began := time.Now()
	err := t.Chair.Apply(ctx, c)
	t.gauge.inChair += time.Since(began)
	return err
}

package engine

import (
	"context"
	"time"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/guard"
	"github.com/openlumbar/lumbar/internal/realtime"
	"github.com/openlumbar/lumbar/internal/wire"
)

// A chair that stands at home with nothing to do is looked at less often, so that a machine that is always on has its rest.
// Nothing else changes: a tick is the whole tick, whatever is asked ends the wait at once, is answered after a tick as ever,
// and from then on every tick comes in its time.
const (
	restsAfter = 2 * time.Second // so long everything must have stood, the tail of a retreat among it. Assumption
	signs      = 3               // ticks in a heartbeat of the chair: two may be lost, and it still does not act by itself
	seldom     = 100 * time.Millisecond
	shortNap   = 2 * time.Millisecond // on the wall: what is shorter is not worth it
)

// dozer is a clock on which one can wait for longer than a tick, and be woken.
type dozer interface {
	// Wall is when on realtime's clock it will be t here; false where it does not wait, or does not know.
	Wall(t time.Duration) (time.Duration, bool)
	// Pass moves a clock that stands between ticks on to where the wall is, by whole steps and by most at the most, and says
	// how long after the last tick that is.
	Pass(step, most time.Duration) time.Duration
	// Due says when on realtime's clock the tick that is taken next was due, and since when it is late.
	Due(wall, late time.Duration)
	// Stands says whether the chair's time stands between ticks: then several may be taken in one go, and it has missed nothing.
	Stands() bool
}

// Wall implements dozer.
func (c *Real) Wall(t time.Duration) (time.Duration, bool) { return c.start + t, true }

// Pass implements dozer: this clock goes on by itself.
func (c *Real) Pass(_, _ time.Duration) time.Duration { return realtime.Now() - c.due }

// Due implements dozer.
func (c *Real) Due(wall, _ time.Duration) { c.due = wall }

// Stands implements dozer.
func (*Real) Stands() bool { return false }

// Wall implements dozer.
func (c *Virtual) Wall(t time.Duration) (time.Duration, bool) {
	pace := c.Pace()
	if pace <= 0 || c.wall == 0 {
		return 0, false
	}
	return c.wall + time.Duration(float64(t-c.Now())/pace), true
}

// Pass implements dozer.
func (c *Virtual) Pass(step, most time.Duration) time.Duration {
	pace := c.Pace()
	if pace <= 0 || c.wall == 0 {
		return 0
	}
	gone := min(time.Duration(float64(realtime.Now()-c.wall)*pace), most)
	if gone -= gone % step; gone <= 0 {
		return 0
	}
	c.now.Add(int64(gone))
	c.wall += time.Duration(float64(gone) / pace)
	return gone
}

// Due implements dozer.
func (c *Virtual) Due(wall, late time.Duration) { c.wall, c.due = wall, late }

// Stands implements dozer.
func (*Virtual) Stands() bool { return true }

// idlePeriod is how long may lie between two ticks of a chair at rest: a whole number of periods, in which no reading gets too
// old that came with the command of the tick before.
func idlePeriod(p *chair.Profile) time.Duration {
	most := seldom
	if p.Heartbeat > 0 {
		most = min(most, p.Heartbeat/signs)
	}
	if p.Stale > 0 {
		most = min(most, p.Stale*4/5)
	}
	return max(most-most%p.Period(), p.Period())
}

// doze waits, while the chair is at rest, for a longer period, and says that a tick is due. Whoever asks for something ends the
// wait; then a tick is due at once, if the last is a period ago, and after it they are answered. It waits by Go's own timer: the
// exact sleep of a session is for where something moves. Every wake-up costs more than the tick does; where the chair's time stands
// meanwhile, the ticks of a tenth of a second are taken together.
func (e *Engine) doze(ctx context.Context) (due bool) {
	clock, ok := e.o.Clock.(dozer)
	if !ok || !e.atRest() {
		return false
	}
	period, most := e.profile.Period(), idlePeriod(&e.profile)
	now, at := realtime.Now(), e.o.Clock.Now()
	next, ok := clock.Wall(at + most)
	if !ok {
		return false
	}
	if clock.Stands() {
		if next <= now && e.napped { // one of those that are taken together
			if due = clock.Pass(period, most) >= most; due {
				clock.Due(next, now)
			}
			return due
		}
		next, _ = clock.Wall(at + max(most, seldom-seldom%most))
	}
	e.napped = false
	if next-now < shortNap {
		return false
	}
	e.alarm.Reset(next - now)
	rang := false
	select {
	case e.woken = <-e.urgent:
	case e.woken = <-e.requests:
	case <-e.alarm.C:
		rang = true
	case <-ctx.Done():
	}
	e.alarm.Stop()
	switch gone := clock.Pass(period, most); {
	case rang && gone >= most:
		e.napped = true
		if due, ok := clock.Wall(at + most); ok && clock.Stands() {
			clock.Due(due, next)
		} else {
			clock.Due(next, next)
		}
		return true
	case e.woken != nil && gone >= period:
		now = realtime.Now()
		clock.Due(now, now)
		return true
	}
	return false
}

// atRest says whether the chair has stood at home for a while, with nothing that is asked, held, tried or amiss.
func (e *Engine) atRest() bool {
	st := e.loop.Guard().State()
	return !e.loop.Active() && !e.trying() && (st == guard.Disarmed || st == guard.Off) && e.input.At-e.stirred >= restsAfter &&
		len(e.asks) == 0 && !e.wrong && !e.host.up() && !e.host.deaf && e.hold.until == 0 &&
		(e.trial.State == "" || e.trial.State == wire.TrialDone)
}

// watchRest takes note of the last tick in which anything stirred. What is not known stirs.
func (e *Engine) watchRest(at time.Duration, failed bool) {
	r := &e.report
	still := !failed && r.Seq > 0 && !r.Stop && !r.Lost && e.home() && !e.loop.Active()
	for a := range r.Axes {
		still = still && r.Axes[a].Vel == 0
	}
	for _, p := range r.Air {
		still = still && p < bagEmpty
	}
	if !still {
		e.stirred = at
	}
}

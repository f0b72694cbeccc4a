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
	exact      = time.Millisecond     // before a tick is due, which is the clock's own to wait for
)

// dozer is a clock on which one can wait for longer than a tick, and be woken.
type dozer interface {
	// Wall is when on realtime's clock it will be t here; false where it does not wait, or does not know.
	Wall(t time.Duration) (time.Duration, bool)
	// Pass moves a clock that stands between ticks on to where the wall is, by whole steps and by most at the most, and says
	// how long after the last tick that is.
	Pass(step, most time.Duration) time.Duration
	// Due makes a tick due at this moment.
	Due()
}

// Wall implements dozer.
func (c *Real) Wall(t time.Duration) (time.Duration, bool) { return c.start + t, true }

// Pass implements dozer: this clock goes on by itself.
func (c *Real) Pass(_, _ time.Duration) time.Duration { return realtime.Now() - c.due }

// Due implements dozer.
func (c *Real) Due() { c.due = realtime.Now() }

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
func (c *Virtual) Due() { c.wall = realtime.Now() }

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

// doze waits, while the chair is at rest, for all but the last period of a longer one: that is the clock's own to wait for, so
// that how late a tick begins is measured as ever. Whoever asks for something ends the wait; then a tick is due at once, if
// the last is a period ago, and after it they are answered.
func (e *Engine) doze(ctx context.Context) (due bool) {
	clock, ok := e.o.Clock.(dozer)
	if !ok || !e.atRest() {
		return false
	}
	period, most := e.profile.Period(), idlePeriod(&e.profile)
	until, ok := clock.Wall(e.o.Clock.Now() + most)
	wait := until - exact - realtime.Now()
	if !ok || wait < shortNap {
		return false
	}
	e.alarm.Reset(wait)
	select {
	case e.woken = <-e.urgent:
	case e.woken = <-e.requests:
	case <-e.alarm.C:
	case <-ctx.Done():
	}
	e.alarm.Stop()
	due = clock.Pass(period, most-period) >= period && e.woken != nil
	if due {
		clock.Due()
	}
	return due
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

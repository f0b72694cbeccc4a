package engine

import (
	"context"
	"sync/atomic"
	"time"
)

// Clock is the engine's time: monotonic, from its start.
type Clock interface {
	Now() time.Duration
	// Until waits for the moment t, or for ctx.
	Until(ctx context.Context, t time.Duration) error
}

// Real is the machine's own monotonic clock.
type Real struct{ start time.Time }

// NewReal returns a clock that starts now.
func NewReal() *Real { return &Real{start: time.Now()} }

// Now is the time since the start.
func (c *Real) Now() time.Duration { return time.Since(c.start) }

// Until sleeps to the absolute moment t.
func (c *Real) Until(ctx context.Context, t time.Duration) error {
	return sleep(ctx, t-c.Now())
}

// MaxPace runs a Virtual clock without waiting.
const MaxPace = 0

// Virtual is the clock of a simulated chair: it stands between ticks and runs at a pace that may change.
type Virtual struct {
	now  atomic.Int64
	pace atomic.Int64 // thousandths of real time; 0 does not wait
	wall time.Time    // engine goroutine only: when now was due on the wall
}

// NewVirtual returns a clock at 0 that runs pace times as fast as the wall's; MaxPace does not wait.
func NewVirtual(pace float64) *Virtual {
	c := &Virtual{}
	c.SetPace(pace)
	return c
}

// SetPace changes the pace; any goroutine may.
func (c *Virtual) SetPace(pace float64) { c.pace.Store(int64(pace * 1000)) }

// Pace is the pace in force.
func (c *Virtual) Pace() float64 { return float64(c.pace.Load()) / 1000 }

// Now is the moment of the tick under way.
func (c *Virtual) Now() time.Duration { return time.Duration(c.now.Load()) }

// behind is how far a paced clock may fall behind before it gives the time up rather than rushing after it.
const behind = 200 * time.Millisecond

// grain is the shortest sleep worth taking: sleeping is not more exact than about this.
const grain = time.Millisecond

// Until moves the clock to t, waiting as the pace asks.
func (c *Virtual) Until(ctx context.Context, t time.Duration) error {
	step := t - c.Now()
	c.now.Store(int64(t))
	pace := c.Pace()
	if pace <= 0 {
		c.wall = time.Time{}
		return ctx.Err()
	}
	if c.wall.IsZero() || time.Since(c.wall) > behind {
		c.wall = time.Now()
	}
	c.wall = c.wall.Add(time.Duration(float64(step) / pace))
	if wait := time.Until(c.wall); wait > grain {
		return sleep(ctx, wait)
	}
	return ctx.Err()
}

// sleep waits for d, a tick at most: it looks at ctx before and after, and makes no garbage.
func sleep(ctx context.Context, d time.Duration) error {
	if d > 0 && ctx.Err() == nil {
		time.Sleep(d)
	}
	return ctx.Err()
}

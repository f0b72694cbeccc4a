package engine

import (
	"context"
	"sync/atomic"
	"time"

	"github.com/openlumbar/lumbar/internal/realtime"
)

// Clock is the engine's time: monotonic, from its start.
type Clock interface {
	Now() time.Duration
	// Until waits for the moment t, or for ctx. It makes no garbage.
	Until(ctx context.Context, t time.Duration) error
}

// Real is the machine's own clock: monotonic, and going on through suspend.
type Real struct {
	start time.Duration
	due   time.Duration // engine goroutine only: when the last tick was due on the wall
}

// NewReal returns a clock that starts now.
func NewReal() *Real {
	now := realtime.Now()
	return &Real{start: now, due: now}
}

// Now is the time since the start.
func (c *Real) Now() time.Duration { return realtime.Now() - c.start }

// Until sleeps to the absolute moment t.
func (c *Real) Until(ctx context.Context, t time.Duration) error {
	c.due = c.start + t
	return realtime.Until(ctx, c.due)
}

// MaxPace runs a Virtual clock without waiting.
const MaxPace = 0

// Virtual is the clock of a simulated chair: it stands between ticks and runs at a pace that may change.
type Virtual struct {
	now  atomic.Int64
	pace atomic.Int64  // thousandths of real time; 0 does not wait
	wall time.Duration // engine goroutine only: when now was due on the wall; 0 is not known
	due  time.Duration // the same: since when the tick of now is late
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

// grain is the shortest sleep worth taking: at 60 times real time a tick is due every 67 µs, and a sleep for each
// would cost more than the ticks.
const grain = time.Millisecond

// Until moves the clock to t, waiting as the pace asks.
func (c *Virtual) Until(ctx context.Context, t time.Duration) error {
	step := t - c.Now()
	c.now.Store(int64(t))
	pace := c.Pace()
	if pace <= 0 {
		c.wall = 0
		return ctx.Err()
	}
	now := realtime.Now()
	if c.wall == 0 || now-c.wall > behind {
		c.wall = now
	}
	c.wall += time.Duration(float64(step) / pace)
	c.due = c.wall
	if c.wall-now > grain {
		return realtime.Until(ctx, c.wall)
	}
	return ctx.Err()
}

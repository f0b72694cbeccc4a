package closedengine

import (
	"sync"
	"time"

	"github.com/openlumbar/lumbar/internal/realtime"
)

// Clock is the engine's time: monotonic, from its start. Any goroutine may ask for the time; the engine's alone waits.
type Clock struct {
	mu   sync.Mutex
	pace float64       // times the wall; 0: it stands between waits, and does not wait
	base time.Duration // of the clock, at since
	from time.Duration // of the wall
}

// NewClock returns a clock at 0 that runs pace times as fast as the wall's: 1 for a real chair. 0 does not wait.
func NewClock(pace float64) *Clock { return &Clock{pace: pace, from: realtime.Now()} }

// Now is the time.
func (c *Clock) Now() time.Duration {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now()
}

func (c *Clock) now() time.Duration {
	return c.base + time.Duration(c.pace*float64(realtime.Now()-c.from))
}

// Pace is how many times as fast as the wall it runs.
func (c *Clock) Pace() float64 {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.pace
}

// SetPace changes the pace from now on.
func (c *Clock) SetPace(pace float64) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.base, c.from, c.pace = c.now(), realtime.Now(), pace
}

// after is closed, or gets a moment, once d has passed on the clock. One that stands moves on at once.
func (c *Clock) after(d time.Duration) <-chan time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.pace > 0 {
		return time.After(time.Duration(float64(d) / c.pace))
	}
	c.base += d
	ready := make(chan time.Time)
	close(ready)
	return ready
}

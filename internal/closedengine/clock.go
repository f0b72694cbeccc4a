package closedengine

import (
	"sync"
	"time"

	"github.com/openlumbar/lumbar/internal/realtime"
)

// Clock is the engine's time: monotonic, from its start. Any goroutine may ask for the time; the engine's alone waits. A real
// chair's goes by the wall. A simulated chair's stands between two control periods and goes on by one after the other, so that
// a machine that is late makes it slow and nothing else.
type Clock struct {
	mu   sync.Mutex
	real bool
	pace float64       // of a simulated one: times the wall; 0 does not wait
	base time.Duration // its time
	from time.Duration // of the wall, at 0 of a real one
}

// NewClock returns the clock of a simulated chair, at 0. It runs pace times as fast as the wall; 0 does not wait.
func NewClock(pace float64) *Clock { return &Clock{pace: pace} }

// NewReal returns the clock of a real chair, at 0.
func NewReal() *Clock { return &Clock{real: true, pace: 1, from: realtime.Now()} }

// Now is the time.
func (c *Clock) Now() time.Duration {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.real {
		return realtime.Now() - c.from
	}
	return c.base
}

// Pace is how many times as fast as the wall it runs.
func (c *Clock) Pace() float64 {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.pace
}

// SetPace changes the pace of a simulated chair's time, from the next wait on. A real one's stays.
func (c *Clock) SetPace(pace float64) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if !c.real {
		c.pace = pace
	}
}

// after gets a moment, or is closed, once d has passed on the wall that belongs to the clock.
func (c *Clock) after(d time.Duration) <-chan time.Time {
	if pace := c.Pace(); pace > 0 {
		return time.After(time.Duration(float64(d) / pace))
	}
	ready := make(chan time.Time)
	close(ready)
	return ready
}

// pass lets d pass on a clock that stands.
func (c *Clock) pass(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if !c.real {
		c.base += d
	}
}

package engine

import (
	"time"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/internal/realtime"
	"github.com/openlumbar/lumbar/internal/wire"
)

// punctual is a clock that knows how late it was on the wall; a clock without a wall is never late.
type punctual interface {
	// Late is how long after its moment the last Until returned; 0 if it did not wait.
	Late() time.Duration
}

// Late implements punctual.
func (c *Real) Late() time.Duration { return max(0, realtime.Now()-c.due) }

// Late implements punctual.
func (c *Virtual) Late() time.Duration {
	if c.wall == 0 {
		return 0
	}
	return max(0, realtime.Now()-c.due)
}

// counts is what the engine counts. Adding makes no garbage.
type counts struct {
	began     time.Time
	punctual  punctual // nil: never late
	ticks     uint64
	late      [wire.LateEnd]uint64
	lateAll   time.Duration
	bounds    [wire.LateEnd - 1]time.Duration
	readFails uint64
	appFails  uint64
	contact   time.Duration
	counted   time.Duration // of the session under way, which may go on after its end
	faults    map[string]uint64
	sessions  map[string]uint64
}

func newCounts(c Clock) counts {
	n := counts{began: time.Now(), faults: map[string]uint64{}, sessions: map[string]uint64{}}
	n.punctual, _ = c.(punctual)
	for i, s := range wire.LateBounds() {
		n.bounds[i] = time.Duration(s * float64(time.Second))
	}
	for _, f := range chair.Catalogue {
		n.faults[string(f.Code)] = 0
	}
	return n
}

// tick counts one that begins now.
func (n *counts) tick() {
	n.ticks++
	var late time.Duration
	if n.punctual != nil {
		late = n.punctual.Late()
	}
	n.lateAll += late
	i := 0
	for i < len(n.bounds) && late > n.bounds[i] {
		i++
	}
	n.late[i]++
}

// over counts a session that has lasted so long since first contact.
func (n *counts) over(lasted time.Duration) {
	n.contact += max(0, lasted-n.counted)
	n.counted = lasted
}

// event counts what is told.
func (n *counts) event(ev *wire.Event) {
	switch {
	case ev.Event == "fault" && ev.Fault != nil:
		n.faults[ev.Fault.Code]++
	case ev.Event == "summary" && ev.Summary != nil:
		n.sessions[ev.Summary.Outcome]++
	}
}

// told is a copy for whoever asks.
func (n *counts) told() *wire.Counts {
	c := &wire.Counts{
		BeganMS: n.began.UnixMilli(), Ticks: n.ticks, Late: n.late, LateS: n.lateAll.Seconds(), ReadFails: n.readFails, ApplyFails: n.appFails,
		ContactS: n.contact.Seconds(), Faults: map[string]uint64{}, Sessions: map[string]uint64{},
	}
	for code, k := range n.faults {
		if k > 0 {
			c.Faults[code] = k
		}
	}
	for outcome, k := range n.sessions {
		c.Sessions[outcome] = k
	}
	return c
}

package twin

import (
	"time"

	"github.com/openlumbar/lumbar/chair"
)

// bag is one airbag group: its pressure follows its target at the speed of its pump and its valve.
type bag struct {
	pressure, target, most float64 // kPa over the room
	fill, vent             float64 // kPa a slow step
	stuck                  bool    // the valve does not vent
	fills, vents           float64 // s from empty to most, and back
}

// bagOf is an empty bag; one that is not fitted stays empty.
func bagOf(p chair.AirProfile, slow time.Duration) bag {
	b := bag{most: float64(p.Max), fills: p.Fill.Seconds(), vents: p.Vent.Seconds()}
	b.pace(slow.Seconds())
	return b
}

// pace sets how long a slow step is, in s.
func (b *bag) pace(slow float64) {
	b.fill, b.vent = b.most*slow/max(b.fills, slow), b.most*slow/max(b.vents, slow)
}

// set takes a target; nonsense vents.
func (b *bag) set(target float64) {
	if !(target > 0) {
		target = 0
	}
	b.target = min(target, b.most)
}

// step lets a slow step pass.
func (b *bag) step() {
	if off := b.target - b.pressure; off > b.fill {
		b.pressure += b.fill
	} else if off < 0 && b.stuck {
		return
	} else if off < -b.vent {
		b.pressure -= b.vent
	} else {
		b.pressure = b.target
	}
}

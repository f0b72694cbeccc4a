package standin

import (
	"time"

	"github.com/openlumbar/lumbar/chair"
)

// follow is a target that goes on as fast as its host has last moved it, for as long as that took: how a drive makes a path of
// places that come one a cycle.
type follow struct {
	at, vel float64
	since   time.Duration
	goesOn  time.Duration
}

// take takes in a target, and whether the axis is driven.
func (f *follow) take(now time.Duration, at float64, on bool, sp *chair.Setpoint) {
	if dt := now - f.since; dt > 0 {
		f.vel, f.goesOn = 0, dt
		if sp.On && on {
			f.vel = (at - f.at) / dt.Seconds()
		}
		f.since = now
	}
	f.at, sp.On = at, on
}

// now is where the axis shall be.
func (f *follow) now(now time.Duration, sp *chair.Setpoint) {
	t := now - f.since
	sp.Pos, sp.Vel = chair.Coord(f.at+f.vel*min(t, f.goesOn).Seconds()), 0
	if t < f.goesOn {
		sp.Vel = chair.CoordRate(f.vel)
	}
}

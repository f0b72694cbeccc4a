package guard

import (
	"slices"
	"time"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/unit"
)

const (
	// spotBand is how far along the back still counts as the same spot, mm: half a vertebra.
	spotBand chair.Coord = 15
	// pressForce is the force from which contact counts as pressing: the least of a programme's five levels is
	// 12 N, the light support of a stretch lies below. Assumption.
	pressForce unit.Newton = 20
	// spotPause is how long the rollers must be off for the spot to have had its pause. Assumption.
	spotPause = 5 * time.Second
	// movedOn is how far an axis must go to be elsewhere, mm or degrees: more than an encoder's noise. Assumption.
	movedOn chair.Coord = 2
	// partCells cells of cellWidth are a part of the back: two vertebrae with their discs, about 36 mm each.
	cellWidth chair.Coord = 10
	partCells int         = 7
	// cellCount covers the longest track that is known; what is beyond counts in its last cells.
	cellCount = 64
)

// hold is pressing without moving on.
type hold struct{ time, pause time.Duration }

// spot is where the rollers linger.
type spot struct {
	at    chair.Coord
	time  time.Duration // in contact, without a pause
	pause time.Duration // without contact
}

// contacts is the contact time of every part of the back: by the last of its cells along the track. The parts at both ends
// stick out.
type contacts [cellCount + partCells - 1]time.Duration

// add adds contact time at a distance from the track's lower end and returns the most of all parts of the back
// that hold the place.
func (c *contacts) add(from chair.Coord, dt time.Duration) (most time.Duration) {
	i := int(min(max(from/cellWidth, 0), cellCount-1))
	hold := c[i : i+partCells]
	for k := range hold {
		hold[k] += dt
		most = max(most, hold[k])
	}
	return most
}

// most is the contact time of the part of the back that has had the most.
func (c *contacts) most() time.Duration { return slices.Max(c[:]) }

// dwell trips when one spot has been in contact for too long without a pause, or one part of the back in a
// session: tissue that is pressed is not supplied.
func (g *Guard) dwell(r *chair.Report, dt time.Duration) bool {
	if !g.holds(r, dt) {
		return false
	}
	place, s := r.Axes[chair.Carriage].Pos, &g.spot
	if !g.touch {
		s.pause += dt
		if s.pause > spotPause {
			s.time = 0
		}
		return true
	}
	if d := place - s.at; s.time == 0 || d > spotBand || d < -spotBand {
		s.at, s.time = place, 0
	}
	s.pause = 0
	s.time += dt
	g.part = g.contacts.add(place-g.axes[chair.Carriage].min, dt)
	return g.used(chair.FaultSpot, s.time, g.limits.Spot.Max) && g.used(chair.FaultZone, g.part, g.limits.Zone.Max)
}

// holds trips when the rollers have pressed on one place for too long without moving on or letting go: a pause
// shorter than spotPause is none.
func (g *Guard) holds(r *chair.Report, dt time.Duration) bool {
	g.rolls = g.moves(chair.Carriage, r) || g.moves(chair.Kneading, r) || g.moves(chair.TapLeft, r) || g.moves(chair.TapRight, r)
	h := &g.hold
	if max(g.force[chair.Left], g.force[chair.Right]) < pressForce {
		h.pause += dt
		if h.pause > spotPause {
			h.time = 0
		}
		return true
	}
	h.pause = 0
	if h.time += dt; g.rolls {
		h.time = 0
	}
	return g.used(chair.FaultHold, h.time, g.limits.Still.Max)
}

// moves says whether an axis is elsewhere than when it last was. It goes by places: a speed may be noise, or wrong.
func (g *Guard) moves(a chair.Axis, r *chair.Report) bool {
	if near(g.axes[a].away(r.Axes[a].Pos, g.placed[a]), 0, movedOn) {
		return false
	}
	g.placed[a] = r.Axes[a].Pos
	return true
}

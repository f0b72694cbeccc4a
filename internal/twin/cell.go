package twin

import (
	"math/rand/v2"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/unit"
)

// cell is one load cell. It sits behind the roller's spring: it feels the spring, with the inertia of what the spring
// moves, and the weight of the head that hangs on it, not the contact itself.
type cell struct{ gain, offset, noise, reach float64 }

// mostOffset is the greatest zero error of a cell before tare. Assumption.
const mostOffset = 5.0 // N

func cellOf(h *chair.RollerHead, made *rand.Rand) cell {
	within := func(most float64) float64 { return (2*made.Float64() - 1) * most }
	return cell{
		gain: 1 + within(h.CellGain), offset: within(mostOffset),
		noise: float64(h.CellNoise), reach: float64(h.CellRange),
	}
}

// reads is what the cell says, without noise, while the spring carries a force and the head weighs on it.
func (c *cell) reads(spring float64, head unit.Newton) float64 {
	return c.gain*(spring+float64(head)) + c.offset
}

// sample is a reading as it leaves the cell.
func (c *cell) sample(reading, noise float64) unit.Newton {
	reading += c.noise * noise
	if c.reach > 0 {
		reading = clamp(reading, c.reach)
	}
	return unit.Newton(reading)
}

// driftSpeed is how fast a drifting cell comes to read less, so that more seems to be allowed. Assumption: too slow to be
// seen from reading to reading, and within a minute more than the person bears.
const driftSpeed = 0.5 // N/s

// drift lets the left cell drift for h seconds.
func (t *Twin) drift(h float64) {
	t.drifted += driftSpeed * h
	t.cell[chair.Left].offset -= driftSpeed * h
}

package sim

import (
	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/unit"
)

// Press lays a hand on a roller: from now on its load cell feels n newtons more, until another Press. The twin knows
// nothing of it: only a chair that is being tried has its cover open.
func (c *Chair) Press(side chair.Side, n unit.Newton) { c.hand[side] = n }

// feel adds what hands press to a reading.
func (c *Chair) feel(r *chair.Report) {
	for s := range c.hand {
		r.Force[s] += c.hand[s]
		r.Peak[s] += c.hand[s]
	}
}

package control

import (
	"time"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/unit"
)

// foresight is how far ahead the rollers' way is looked at for what the limits allow there: easing 40 N, from muscle
// to ribs, takes 670 ms, and the force loop is behind by up to 250 ms on soft tissue.
const foresight = 920 * time.Millisecond

// way is where the carriage and the width are, and will be before a force could have eased.
type way struct {
	low, high    unit.Millimetre // carriage
	narrow, wide unit.Millimetre // width
}

// from is the way that begins at a place. Without a width axis the rollers have the profile's own.
func (c *Controller) from(carriage, width unit.Millimetre) way {
	if p := &c.profile.Axes[chair.Width]; !p.Fitted {
		width = unit.Millimetre(p.Home)
	}
	return way{carriage, carriage, width, width}
}

// toward adds a place to the way.
func (c *Controller) toward(carriage, width unit.Millimetre) {
	w, to := &c.way, c.from(carriage, width)
	w.low, w.high = min(w.low, to.low), max(w.high, to.high)
	w.narrow, w.wide = min(w.narrow, to.narrow), max(w.wide, to.wide)
}

// cap finds what this person's limits allow wherever the kneading circle is on its way, so that the force is down
// before a bony place is reached.
func (c *Controller) cap(r *chair.Report) {
	m := &c.zones
	if !m.Holds(c.profile.Back(r)) {
		m = &noMap
	}
	h, w := &c.profile.Rollers, &c.way
	along, margin := (w.low+w.high)/2, h.KneadAlong+(w.high-w.low)/2
	best, zone := c.limits.ForceAt(m, along, w.wide/2+h.KneadAcross, margin)
	if near := max(0, w.narrow/2-h.KneadAcross); near < chair.SpineHalfWidth { // only the spine lies nearer the midline
		if b, z := c.limits.ForceAt(m, along, near, margin); b.Max < best.Max {
			best, zone = b, z
		}
	}
	both := c.limits.BothForce
	c.status.Cap, c.status.Zone = best.Tighten(chair.Bound[unit.Newton]{Max: both.Max / 2, By: both.By}), zone
}

var noMap chair.ZoneMap

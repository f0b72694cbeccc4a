package twin

// drag is what happens between one roller and the back in the plane of the skin. Skin and muscle give sideways like a spring
// until friction can hold no more; then the roller slips on:
//
//	ds/dt = v,  |k_t s| <= mu N,  force on the roller = -k_t s
//
// s is how far the tissue is dragged along. The spring is Mindlin's (1949): of two bodies that touch, the tangential over the
// normal stiffness is 2 (1 - nu) / (2 - nu), which for tissue, that hardly changes its volume (nu = 0.5), is 2/3. Along the
// back rollers roll, so that less holds there; across it they slide. Friction through clothing is that of skin on textile and
// plastic, 0.46 (SD 0.15) at six sites of ten people: Zhang & Mak 1999. The share that is left of it in rolling is an
// assumption.
//
// It is told as truth, and carried by the drives (current.go). It moves nothing else: the trunk stays where it is, and a roller
// presses on the tissue under its middle, though that may have been dragged there from a few millimetres aside.
type drag struct {
	along, across float64 // mm that the tissue is dragged; positive up the back, and to the right
	stiff         float64 // N/mm, as last seen
}

const (
	mindlin      = 2.0 / 3 // of the normal stiffness
	skinFriction = 0.46
	rollingShare = 0.1 // of it that a roller on its bearing keeps. Assumption
)

// step lets a slow step pass in which a roller moved by along and across, mm, over tissue of a normal stiffness, N/mm, under a
// force, N.
func (d *drag) step(along, across, stiff, force float64) {
	d.stiff = mindlin * stiff
	if force <= 0 || d.stiff <= 0 {
		d.along, d.across = 0, 0 // let go, the skin is back where it was
		return
	}
	most := skinFriction * force / d.stiff // mm
	d.along = clamp(d.along+along, rollingShare*most)
	d.across = clamp(d.across+across, most)
}

// forces are what the roller feels, N: against the way that it went.
func (d *drag) forces() (along, across float64) { return -d.stiff * d.along, -d.stiff * d.across }

// slope is the normal stiffness, N/mm, of tissue whose force grows with the indentation's power of exponent, where it carries
// elastic N at an indentation in mm: dF/dx = n F / x.
func slope(exponent, elastic, indentation float64) float64 {
	if elastic <= 0 || indentation <= 0 {
		return 0
	}
	return exponent * elastic / indentation
}

package twin

import "github.com/openlumbar/lumbar/chair"

// drag is what happens between one roller and the back in the plane of the skin. Skin and muscle give sideways like a spring
// until friction can hold no more; then the roller slips on:
//
//	ds/dt = v,  |k_t s| <= mu N,  force on the roller = -k_t s
//
// s is how far the skin is dragged along. The spring is Mindlin's (1949): of two bodies that touch, the tangential over the
// normal stiffness is 2 (1 - nu) / (2 - nu), which for tissue, that hardly changes its volume (nu = 0.5), is 2/3. Along the
// back rollers roll, so that less holds there; across it they slide. Friction through clothing is that of skin on textile and
// plastic, 0.46 (SD 0.15) at six sites of ten people: Zhang & Mak 1999. The share that is left of it in rolling is an
// assumption.
//
// What is dragged comes along: under the roller lies tissue that was s further back. Bone does not move, and between bone and
// skin the tissue is sheared evenly, so that the middle of it has moved by half. That is what a roller feels the stiffness of:
// it lags behind the roller, and comes after it when that turns round. The trunk stays where it is.
type drag struct {
	along, across float64 // mm that the skin is dragged; positive up the back, and to the right
	eases         float64 // mm/N of the tissue sideways, as last seen
}

const (
	mindlin      = 2.0 / 3 // of the normal stiffness
	skinFriction = 0.46
	rollingShare = 0.1 // of it that a roller on its bearing keeps. Assumption
	sheared      = 0.5 // of the skin's way that the middle of the tissue comes along
)

// step lets a slow step pass in which a roller moved by along and across, mm, over tissue that gives sideways by eases, mm/N,
// under a force, N.
func (d *drag) step(along, across, eases, force float64) {
	d.eases = eases
	if force <= 0 || eases <= 0 {
		d.along, d.across = 0, 0 // let go, the skin is back where it was
		return
	}
	most := skinFriction * force * eases // mm
	d.along = clamp(d.along+along, rollingShare*most)
	d.across = clamp(d.across+across, most)
}

// forces are what the roller feels, N: against the way that it went.
func (d *drag) forces() (along, across float64) {
	if d.eases <= 0 {
		return 0, 0
	}
	return -d.along / d.eases, -d.across / d.eases
}

// eases is by how many mm tissue gives sideways, per N, whose force grows with the indentation's power of exponent, where it
// carries elastic N at an indentation in mm: dF/dx = n F / x, and Mindlin's share of that.
func eases(exponent, elastic, indentation float64) float64 {
	if elastic <= 0 || indentation <= 0 {
		return 0
	}
	return indentation / (mindlin * exponent * elastic)
}

// dragged lets a slow step pass in which both rollers moved by along and each by across, mm.
func (t *Twin) dragged(along float64, across [chair.SideEnd]float64) {
	for s := range t.roller {
		r := &t.roller[s]
		t.drag[s].step(along, across[s], eases(t.flesh.exponent, r.elastic, r.pos-t.trunk.out), r.force)
	}
}

// lags is by how many mm the tissue that both rollers feel lies further down the back than they are, in the middle of both.
func (t *Twin) lags() float64 {
	return sheared * (t.drag[chair.Left].along + t.drag[chair.Right].along) / float64(chair.SideEnd)
}

package twin

import (
	"math"
	"math/rand/v2"

	"github.com/openlumbar/lumbar/body"
	"github.com/openlumbar/lumbar/chair"
)

// trunk is the mass that leans on the back, moving along the normal: upholstery and rollers share its load.
//
//	m a = upholstery(-out) + rollers - m g sin(recline - 90) - damping - posture out
//
// Upholstery is foam that hardens towards its thickness T: F = K c / (1 - c/T) at compression c. Out is 0 where the skin
// meets it uncompressed, negative where it is pressed in.
type trunk struct {
	out, vel float64 // mm, mm/s
	mass     float64 // kg
	stature  float64 // mm, of the whole person
	weight   float64 // N, the part along the normal
	damping  float64 // N s/mm
	gain     float64 // mm/s a step, per N

	recline   float64 // for which weight is
	slid      float64 // mm down along the back
	shifted   float64 // mm down along the back, by fidgeting
	lowered   float64 // machine height + lowered = body height
	breath    float64 // mm that the skin has moved towards the rollers
	breathing float64 // the same a slow step
	phase     float64 // of the breath, 0 to 1
	leaving   bool
}

// The trunk and what it leans on. Assumptions.
const (
	supportedShare = 0.45 // of the body's weight, head and arms included
	foamStiffness  = 8.0  // N/mm at first: a 35 kg trunk at 120 degrees sinks in by about 15 mm
	foamThickness  = 45.0 // mm
	foamMost       = 0.98 // of its thickness, where the model ends
	trunkDamped    = 0.35 // of critical damping
	posture        = 0.5  // N/mm: muscles and hips that keep an upright trunk from being pushed over
	proud          = 20.0 // mm that uncompressed upholstery stands over the roller slot's cover
	slidePerDegree = 0.6  // mm down along the back per degree of recline
	leavingSpeed   = 300  // mm/s at which a person leans away to get up
	leavesBy       = 300  // mm
)

func trunkOf(b *body.Back, recline float64) trunk {
	t := trunk{mass: max(supportedShare*float64(b.Weight), 1), stature: float64(b.Stature), recline: recline}
	const mmPerM = 1000
	t.gain = mmPerM / t.mass * dt
	t.damping = 2 * trunkDamped * math.Sqrt(foamStiffness/mmPerM*t.mass)
	t.weight = t.leans(recline)
	t.out = -t.weight / (foamStiffness + t.weight/foamThickness) // K c / (1 - c/T) = weight
	return t
}

// leans is the part of the trunk's weight that the back carries.
func (t *trunk) leans(recline float64) float64 {
	return t.mass * chair.Gravity * math.Sin((recline-90)*math.Pi/180)
}

// step moves the trunk by one step under the push of both rollers.
func (t *trunk) step(push float64) {
	if t.leaving {
		t.leaves(dt)
		return
	}
	t.vel += t.force(push) * t.gain
	t.out += t.vel * dt
}

// stride is step for a step of some ticks, h seconds: what holds the trunk is soft for its mass, 0.2 s a swing and more.
func (t *trunk) stride(push, ticks, h float64) {
	if t.leaving {
		t.leaves(h)
		return
	}
	t.vel += t.force(push) * (t.gain * ticks)
	t.out += t.vel * h
}

// force is what moves the trunk, N.
func (t *trunk) force(push float64) float64 {
	force := push - t.weight - t.damping*t.vel
	if t.out < 0 {
		c := min(-t.out, foamMost*foamThickness)
		return force + foamStiffness*c/(1-c*(1/foamThickness))
	}
	return force - posture*t.out
}

// leaves lets h seconds pass in which the person leans away.
func (t *trunk) leaves(h float64) {
	if t.out < leavesBy {
		t.out += leavingSpeed * h
	}
	t.vel = 0
}

// slow lets a slow step pass. Sliding follows the recline with play: the trunk stays where friction holds it until the
// back has moved on by the sitter's slack.
func (t *trunk) slow(recline float64, seated bool, p *sitter) {
	if t.leaving && seated { // sits down again
		t.out, t.vel = 0, 0
	}
	t.leaving = !seated
	if recline != t.recline {
		t.recline, t.weight = recline, t.leans(recline)
	}
	to := slidePerDegree * (recline - p.satAt)
	if t.slid < to-p.slack {
		t.slid = to - p.slack
	} else if t.slid > to+p.slack {
		t.slid = to + p.slack
	}
	t.lowered = p.sunk + t.slid + t.shifted
	t.breath += t.breathing
}

// breathe aims the skin at where the breath will have it a tenth of a second on, in slow steps of h seconds.
func (t *trunk) breathe(p *sitter, h float64) {
	t.phase += p.breaths * heatDT
	if t.phase >= 1 {
		t.phase--
	}
	t.breathing = (p.breathes*math.Sin(2*math.Pi*t.phase) - t.breath) * h / heatDT
}

// fidget moves the person a little along the back: an Ornstein-Uhlenbeck walk.
func (t *trunk) fidget(p *habit, r *rand.Rand) {
	goes := heatDT / p.keeps
	t.shifted = (1-goes)*t.shifted + p.fidgets*math.Sqrt(goes*(2-goes))*r.NormFloat64()
}

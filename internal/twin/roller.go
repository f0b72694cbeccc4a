package twin

import (
	"math"

	"github.com/openlumbar/lumbar/chair"
)

// roller is one tip: a mass between its series spring and the tissue. Positions are mm over the skin of the trunk at
// rest, along the normal; forces N. The tissue's answer to an indentation x that grows at v is
//
//	F = k x^n (1 + lambda v) - relax (0.3 y1 + 0.7 y2),   dy/dt = (k x^n - y) / tau - y s / patch
//
// Quasi-linear viscoelasticity with two time constants; Hunt and Crossley's damping, which unlike a dashpot gives no
// force at first touch and no pull at release; and relaxation that is left behind as the roller travels at s, because
// fresh tissue comes under it.
type roller struct {
	pos, vel float64 // of the tip
	base     float64 // where the spring would hold it
	elastic  float64 // k x^n, as if nothing had relaxed
	memory   [2]float64
	relaxed  float64 // what has relaxed away of it

	force  float64 // of tissue on tip: the truth
	spring float64 // of spring on tip: what the load cell feels

	peakForce, peakSpring float64 // since the last report
	peakBefore            float64 // peakForce from report to report, the time before
}

// Tissue in time: two time constants, of 30 % and 70 % of what relaxes; flesh has them, and lambda. The middles are
// assumptions to be swept.
const (
	quickShare, slowShare = 0.3, 0.7
	patch                 = 22.0 // mm, contact length of a 4 cm ball pressed in by 10 to 15 mm: assumption
)

// Mechanics of a roller where a profile says nothing, and its spring's damping. Assumptions.
const (
	plainSpring  = 6.0  // N/mm
	plainMoving  = 1.0  // kg
	leastMoving  = 0.2  // kg: below, a step of a millisecond is too long for bone
	springDamped = 0.30 // of critical damping of the moving mass
)

const (
	powerStep = 0.25 // mm
	powerRows = 256
)

// mechanics is what both rollers share: their figures, and x^n as a table (math.Pow would cost more than all the rest
// of a step). Between its rows it runs straight, which is off by less than 0.004 N at 60 N.
type mechanics struct {
	spring, damping float64                // N/mm, N s/mm
	gain            float64                // mm/s a step, per N
	lambda          float64                // s/mm
	h, perH, kick   float64                // of a stride: s, 1/s, mm/s per N
	power           [powerRows + 1]float64 // x^n at powerStep mm
}

func mechanicsOf(h *chair.RollerHead, f *flesh) mechanics {
	m := mechanics{spring: float64(h.Spring), lambda: f.damping}
	if m.spring == 0 {
		m.spring = plainSpring
	}
	mass := float64(h.Moving)
	if mass == 0 {
		mass = plainMoving
	}
	mass = max(mass, leastMoving)
	const mmPerM = 1000
	m.gain = mmPerM / mass * dt
	m.damping = 2 * springDamped * math.Sqrt(m.spring/mmPerM*mass)
	for i := range m.power {
		m.power[i] = math.Pow(float64(i)*powerStep, f.exponent)
	}
	return m
}

// raise is x^n of an indentation in mm, x >= 0; beyond the table it runs on straight.
func (m *mechanics) raise(x float64) float64 {
	x *= 1 / powerStep
	i := int(x)
	if i >= powerRows {
		i = powerRows - 1
	}
	return m.power[i] + (m.power[i+1]-m.power[i])*(x-float64(i))
}

// step moves the tip by one step between its spring, held at base, and skin that lies at skin and moves at skinVel.
func (r *roller) step(m *mechanics, base, skin, skinVel, stiff float64) {
	spring := m.spring*(base-r.pos) + m.damping*((base-r.base)*perDT-r.vel)
	var force, elastic float64
	if x := r.pos - skin; x > 0 {
		elastic = stiff * m.raise(x)
		force = elastic*(1+m.lambda*(r.vel-skinVel)) - r.relaxed
		if force < 0 {
			force = 0
		}
	}
	r.base, r.elastic, r.force, r.spring = base, elastic, force, spring
	r.vel += (spring - force) * m.gain
	r.pos += r.vel * dt
	if force > r.peakForce {
		r.peakForce = force
	}
	if spring > r.peakSpring {
		r.peakSpring = spring
	}
}

// stride is step for longer steps: as a whole number of steps would, but the tip comes to where spring and tissue hold each other
// without its ringing, which is over within hundredths of a second. With K and D what force and damping grow by, of spring and
// tissue together, at the step's beginning,
//
//	m dv = h (F - K h (v + dv) - D dv)
//
// Euler's step backwards with one Newton iteration: L-stable, whatever lies under the roller. Forces are those at its end.
func (r *roller) stride(m *mechanics, base, skin, skinVel, stiff float64) {
	spring := m.spring*(base-r.pos) + m.damping*((base-r.base)*m.perH-r.vel)
	var force, elastic, slope, damping float64 // of the tissue
	if x := r.pos - skin; x > 0 {
		power, rises := m.rises(x)
		elastic = stiff * power
		grows := 1 + m.lambda*(r.vel-skinVel)
		if force = elastic*grows - r.relaxed; force > 0 {
			slope, damping = stiff*rises*grows, elastic*m.lambda
		} else {
			force = 0
		}
	}
	both := m.spring + slope
	dv := m.kick * (spring - force - m.h*(both*r.vel-slope*skinVel)) / (1 + m.kick*(m.damping+damping+both*m.h))
	r.vel += dv
	way := r.vel * m.h
	r.pos += way
	force += slope*(way-skinVel*m.h) + damping*dv
	if force < 0 {
		force = 0
	}
	spring -= m.spring*way + m.damping*dv
	r.base, r.elastic, r.force, r.spring = base, elastic, force, spring
	if force > r.peakForce {
		r.peakForce = force
	}
	if spring > r.peakSpring {
		r.peakSpring = spring
	}
}

// pace sets how many ticks a stride takes.
func (m *mechanics) pace(ticks int) {
	m.h = float64(ticks) * dt
	m.perH, m.kick = 1/m.h, m.gain*float64(ticks)
}

// rises is raise, and how much it grows by per mm.
func (m *mechanics) rises(x float64) (power, slope float64) {
	x *= 1 / powerStep
	i := int(x)
	if i >= powerRows {
		i = powerRows - 1
	}
	slope = m.power[i+1] - m.power[i]
	return m.power[i] + slope*(x-float64(i)), slope * (1 / powerStep)
}

// freshly is the share of what has relaxed that a roller keeps which travels at speed mm/s for h seconds.
func freshly(speed, h float64) float64 { return 1 / (1 + speed*h*(1/patch)) }

// relax lets h seconds pass for the tissue under a roller that keeps fresh of what has relaxed.
func (r *roller) relax(f *flesh, share, fresh, h float64) {
	r.memory[0] = (r.memory[0] + (r.elastic-r.memory[0])*h*f.quick) * fresh
	r.memory[1] = (r.memory[1] + (r.elastic-r.memory[1])*h*f.slow) * fresh
	r.relaxed = share * (quickShare*r.memory[0] + slowShare*r.memory[1])
}

package twin

import (
	"math"
	"math/rand/v2"

	"github.com/openlumbar/lumbar/chair"
)

// axis is one drive and what it moves. Positions are mm or degrees, speeds the same per second.
//
// The drive follows its setpoint p, that moves at v, as a first-order lag of time constant T (the usual model of a
// position-controlled drive), solved exactly over a step of h: the speed over the setpoint's own is
// (p - vT - motor) (1 - exp(-h/T)) / h, within the drive's speed and acceleration. Far off, it comes in no faster than it
// can brake: at most sqrt(2 acc distance).
type axis struct {
	motor, rate float64 // of the motor's side
	out         float64 // of the driven side, behind the backlash

	on           bool
	target, feed float64 // setpoint and its speed
	fresh        int     // ms for which target still runs on at feed
	gains        float64 // by which feed changes meanwhile, per s
	asked        float64 // feed as it was asked for last
	perPeriod    float64 // 1/s, of commands that are far apart: see Pace; otherwise 0

	every                  int     // ms of a step: depth and taps 1, the others a slow step
	dt                     float64 // the same in s
	lag, catchUp           float64 // s; (1 - exp(-h/T)) / h
	limit, brake, jump     float64 // speed; acceleration; change of speed a step
	coast                  float64 // speed over the setpoint's own up to which the lag brakes gently enough
	seekSpeed              float64 // towards its end switch
	low, high, home, slack float64 // slack is half the backlash
	turning                bool    // the endless kneading shaft
	homed                  bool
	origin                 float64 // where an axis that is not homed believes its home to be
	freewheel              bool    // kneading: runs by speed alone until its setpoint agrees with its angle
	jammed                 bool
	stalled                int // steps that it has been kept from moving
}

// Drives. Assumptions, the first two where a profile does not say.
const (
	leastLag      = 0.002 // s
	fastestAccel  = 1e5   // per s²
	settledWithin = 1e-5  // mm or degrees: at its setpoint
	settledSpeed  = 1e-3
	stallMS       = 250 // ms that a stalled drive pushes before it reports itself lost
	stallError    = 2.0 // mm or degrees that it must be off for that
)

// Where axes stand at power-up, over home: at most this, uniformly. Assumptions: the last session ended at home,
// and hands, cleaning and loss of power moved things a little since.
var leftAt = [chair.AxisEnd]float64{chair.Carriage: 60, chair.Depth: 5, chair.Width: 15, chair.Kneading: 360,
	chair.TapLeft: 1, chair.TapRight: 1, chair.Recline: 4, chair.LegRest: -4}

// fixedWidth is the roller distance of a chair without a width axis whose profile names none. Assumption.
const fixedWidth = 80

// axisOf is an axis at power-up; one that is not along the normal is stepped every slow ticks.
func axisOf(a chair.Axis, p *chair.Profile, slow int, made *rand.Rand) axis {
	f := p.Axes[a]
	x := axis{
		lag: max(f.Lag.Seconds(), leastLag), limit: float64(f.Vel), brake: float64(f.Acc), slack: float64(f.Backlash) / 2,
		low: float64(f.Min), high: float64(f.Max), home: float64(f.Home), turning: a == chair.Kneading,
	}
	if x.brake == 0 {
		x.brake = fastestAccel
	}
	x.coast, x.seekSpeed = 2*x.brake*x.lag, seekMM
	if a == chair.Depth || a == chair.TapLeft || a == chair.TapRight {
		slow = 1
	}
	x.pace(slow)
	if a.Rotary() {
		x.seekSpeed = seekDegree
	}
	left := made.Float64() * leftAt[a]
	if !f.Fitted {
		switch {
		case a == chair.Recline:
			x.home = float64(p.Massage)
		case a == chair.Width && x.home == 0:
			x.home = fixedWidth
		}
		x.motor, x.out = x.home, x.home
		return x
	}
	if !f.Bound {
		x.low, x.high = math.Inf(-1), math.Inf(1)
	}
	x.motor = min(max(x.home+left, x.low), x.high)
	x.out = x.motor
	x.origin = x.motor - x.home
	return x
}

// pace sets of how many ticks a step is.
func (a *axis) pace(ticks int) {
	a.every, a.dt = ticks, float64(ticks)*dt
	a.catchUp, a.jump = (1-math.Exp(-a.dt/a.lag))/a.dt, a.brake*a.dt
}

// stays says whether the axis rests where a setpoint leaves it.
func (a *axis) stays(sp *chair.Setpoint) bool {
	return sp.Vel == 0 && a.rate == 0 && a.feed == 0 && sp.On && a.on && float64(sp.Pos) == a.target && a.target == a.motor
}

// order takes a setpoint and says whether the axis has to be stepped.
func (a *axis) order(sp *chair.Setpoint, ms int) bool {
	pos, vel := float64(sp.Pos), float64(sp.Vel)
	if !sp.On || pos-pos != 0 || vel-vel != 0 { // NaN and infinities drive nothing
		a.on = false
		return a.rate != 0
	}
	same := a.on && a.target == pos && vel == 0 && a.feed == 0
	a.on, a.target, a.feed, a.fresh, a.gains = true, pos, vel, ms, 0
	if a.perPeriod > 0 {
		if vel != 0 {
			a.gains = (vel - a.asked) * a.perPeriod
		}
		a.asked = vel
	}
	return !same || a.rate != 0 || a.motor != a.target
}

// step moves the axis on by one step and says whether it has come to rest.
func (a *axis) step() (rests bool) {
	if a.jammed || !a.homed {
		return a.special()
	}
	var want float64
	if a.on {
		if a.feed == 0 && abs(a.rate) < settledSpeed && abs(a.target-a.motor) < settledWithin {
			a.motor, a.rate = min(max(a.target, a.low), a.high), 0 // a setpoint may lie a hair beyond the end
			a.drag()
			return true
		}
		if a.turning {
			want = a.turn()
		} else {
			want = a.follow(a.target - a.motor)
		}
		a.runOn()
	}
	a.rate += clamp(want-a.rate, a.jump)
	a.motor += a.rate * a.dt
	if a.motor < a.low {
		a.motor, a.rate = a.low, 0
	} else if a.motor > a.high {
		a.motor, a.rate = a.high, 0
	}
	a.drag()
	return !a.on && a.rate == 0
}

// runOn moves the setpoint on by one step, for as long as its command is fresh.
func (a *axis) runOn() {
	if a.fresh > 0 {
		a.target += a.feed * a.dt
		a.feed += a.gains * a.dt
		if a.fresh -= a.every; a.fresh <= 0 {
			a.fresh, a.feed = 0, 0
		}
	}
}

// turn is the speed that takes the endless shaft to its setpoint, the shorter way round.
func (a *axis) turn() float64 {
	off := wrap(a.target - a.motor)
	if a.freewheel && !a.agrees(off) {
		return clamp(a.feed, a.limit)
	}
	return a.follow(off)
}

// follow is the speed that takes the motor to its setpoint, which is off away.
func (a *axis) follow(off float64) float64 {
	distance := off - a.feed*a.lag
	over := distance * a.catchUp
	if over > a.coast || over < -a.coast {
		over = math.Copysign(math.Sqrt(2*a.brake*abs(distance)), distance)
	}
	return clamp(a.feed+over, a.limit)
}

// clamp brings x into -most to most. Written out: the min and max of Go mind signed zeros, which costs time here.
func clamp(x, most float64) float64 {
	if x > most {
		return most
	}
	if x < -most {
		return -most
	}
	return x
}

// drag takes the driven side along through the backlash (play operator).
func (a *axis) drag() {
	if a.out > a.motor+a.slack {
		a.out = a.motor + a.slack
	} else if a.out < a.motor-a.slack {
		a.out = a.motor - a.slack
	}
}

// special is the step of an axis that does not know where it is, or that is kept from moving.
func (a *axis) special() (rests bool) {
	if a.jammed {
		a.rate = 0
		if a.on && abs(a.target-a.motor) > stallError {
			a.stalled += a.every
		} else {
			a.stalled = 0
		}
		a.runOn()
		return false
	}
	return a.seek()
}

// lost says whether the drive reports itself lost.
func (a *axis) lost() bool { return a.stalled >= stallMS }

// reads is the position as the axis's own encoder tells it.
func (a *axis) reads() float64 { return a.motor - a.origin }

// wrap brings an angle into -180 to 180 degrees.
func wrap(angle float64) float64 {
	if angle > 180 || angle < -180 {
		return angle - 360*math.Round(angle/360)
	}
	return angle
}

package twin

import "math"

// Homing. An axis that is not homed reports its position as if it had been switched on at home. A setpoint at home
// makes its drive seek the switch there by itself, whichever side of it the axis stands; any other setpoint
// leaves it where it is. The kneading shaft finds its index mark, at 0 degrees, by turning: until then it runs at its
// setpoint's speed, and after that until a setpoint agrees with the true angle.
const (
	seekMM     = 20.0 // mm/s
	seekDegree = 5.0  // degrees/s, recline and leg rest
	agreeing   = 20.0 // degrees
)

// seek is the step of an axis that is not homed.
func (a *axis) seek() (rests bool) {
	if a.turning {
		return a.seekMark()
	}
	if !a.on || a.target != a.home {
		a.rate = 0
		return true
	}
	speed := min(a.limit, a.seekSpeed)
	if off := a.home - a.motor; abs(off) <= speed*a.dt {
		a.motor, a.rate, a.origin, a.homed = a.home, 0, 0, true
	} else {
		a.rate = math.Copysign(speed, off)
		a.motor += a.rate * a.dt
	}
	a.drag()
	return a.homed && a.feed == 0
}

func (a *axis) seekMark() (rests bool) {
	var want float64
	if a.on {
		want = clamp(a.feed, a.limit)
		a.runOn()
	}
	a.rate += clamp(want-a.rate, a.jump)
	before := math.Floor(a.motor / 360)
	a.motor += a.rate * a.dt
	if math.Floor(a.motor/360) != before {
		a.motor -= 360 * math.Round(a.motor/360)
		a.out = a.motor
		a.origin, a.homed, a.freewheel = 0, true, true
	}
	a.drag()
	return a.rate == 0 && want == 0
}

// agrees says whether a freewheeling shaft's setpoint, off degrees away, is near its true angle, and if so ends the
// freewheeling.
func (a *axis) agrees(off float64) bool {
	a.freewheel = abs(off) > agreeing
	return !a.freewheel
}

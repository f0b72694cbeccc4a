package twin

import (
	"math"

	"github.com/openlumbar/lumbar/chair"
)

// Current is what the motor of an axis draws, in A, positive for torque that drives towards positive places: the load that the
// axis carries, through its screw or worm (screw.go), over the motor's constant. A motor that pushes against a jam draws its
// stall current.
//
// Depth carries the rollers' springs; the carriage what hangs on it by the back's angle and what the skin drags; the width what
// the skin drags across; the kneading shaft what its eccentrics lift and drag (knead); back and leg rest carry the person
// (lift.go); tappers are coils without a screw (coil.go).
//
// It is told as truth: no chair.Report has a place for it. Of all this only the equations have a source; every figure of a
// drive is an assumption.
func (t *Twin) Current(a chair.Axis) float64 {
	if a <= 0 || a >= chair.AxisEnd {
		return 0
	}
	x := &t.axes[a]
	if !t.profile.Axes[a].Fitted || t.link.cut && t.failing[PowerLost] {
		return 0
	}
	if x.jammed {
		if off := x.target - x.motor; x.on && abs(off) > stallError {
			return math.Copysign(stallCurrent, off)
		}
		return 0
	}
	switch a {
	case chair.Depth:
		return slide.current(float64(t.roller[chair.Left].spring+t.roller[chair.Right].spring), x.rate)
	case chair.Carriage:
		load := unitMass * chair.Gravity * math.Cos((t.recline()-90)*math.Pi/180)
		for s := range t.drag {
			along, _ := t.drag[s].forces()
			load -= along
		}
		return slide.current(load, x.rate)
	case chair.Width:
		_, left := t.drag[chair.Left].forces()
		_, right := t.drag[chair.Right].forces()
		return slide.current((left-right)/2, x.rate) // one screw with two threads: each roller moves half of the width, outwards
	case chair.Kneading:
		return worm.current(t.kneads()/wormWheel, x.rate*math.Pi/180*wormWheel)
	case chair.TapLeft:
		return t.taps(x, chair.Left)
	case chair.TapRight:
		return t.taps(x, chair.Right)
	case chair.Recline:
		return lifter.current(-t.reclines()/liftArm, x.rate*math.Pi/180*liftArm)
	}
	return lifter.current(-t.legs()/liftArm, x.rate*math.Pi/180*liftArm)
}

// Assumptions.
const (
	unitMass     = 4.0  // kg of the roller unit on the carriage
	stallCurrent = 10.0 // A of a motor that is kept from turning
)

// kneads is the moment, N mm, that both rollers set against the kneading shaft's turning on: by virtual work, what each
// pushes and drags, times how far the eccentric takes it for each radian.
func (t *Twin) kneads() (moment float64) {
	const step = 0.01 // degrees: a difference is exact enough for a circle
	head, at := &t.profile.Rollers, chair.Coord(t.axes[chair.Kneading].out)
	a0, c0, o0 := head.Knead(at - step)
	a1, c1, o1 := head.Knead(at + step)
	const perRadian = 180 / math.Pi / (2 * step)
	alongs, asides, outs := float64(a1-a0)*perRadian, float64(c1-c0)*perRadian, float64(o1-o0)*perRadian
	for s := range t.roller {
		along, across := t.drag[s].forces()
		way := asides
		if chair.Side(s) == chair.Left {
			way = -asides
		}
		moment += t.roller[s].spring*outs - along*alongs - across*way
	}
	return moment
}

package twin

import (
	"math/bits"

	"github.com/openlumbar/lumbar/chair"
)

// Pace is how finely a twin is stepped, in ticks. A new one is of one control period a command, and a tick a step of what is
// along the normal. Where nobody taps, nothing there changes within hundredths of a second, so that simulations of many
// people take longer steps, with an integrator that stays true to what is stiff (roller.stride). A tapper's
// setpoint runs on as its speed last changed, and not at that speed alone: of all axes its speed changes most in a period, and
// it would be behind its stroke by up to a period otherwise.
type Pace struct {
	Period int // that a setpoint runs on
	Slow   int // of what changes slowly; whole Strides
	Stride int // along the normal; 1 is Step's own
}

// SetPace steps the twin otherwise from now on. It must be between two slow steps, where every command of a chair whose control
// period is a whole number of them comes; and what is run from then on must be whole Strides, the heartbeat too.
func (t *Twin) SetPace(p Pace) {
	t.period, t.stride = p.Period, p.Stride
	t.trunk.breathing *= float64(p.Slow) / float64(t.slowEvery)
	t.slowEvery, t.slowDT = uint64(p.Slow), float64(p.Slow)*dt
	for m := t.fitted; m != 0; m &= m - 1 {
		a := bits.TrailingZeros16(m)
		x := &t.axes[a]
		if quickAxes>>a&1 != 0 {
			x.pace(p.Stride)
		} else {
			x.pace(p.Slow)
		}
		x.perPeriod = 0
		if p.Stride > 1 && (a == int(chair.TapLeft) || a == int(chair.TapRight)) {
			x.perPeriod = perDT / float64(p.Period)
		}
	}
	for b := range t.air {
		t.air[b].pace(t.slowDT)
	}
	t.tip.pace(p.Stride)
}

// strides lets n ticks pass for what is along the normal, as fine does, by Strides.
func (t *Twin) strides(n int) {
	u, k, m := &t.under, &t.trunk, &t.tip
	left, right := &t.roller[chair.Left], &t.roller[chair.Right]
	depth, tapLeft, tapRight := &t.axes[chair.Depth], &t.axes[chair.TapLeft], &t.axes[chair.TapRight]
	t.tick += uint64(n)
	ticks := float64(t.stride)
	for ; n > 0; n -= t.stride {
		t.move(quickAxes)
		u.offset += u.offsetStep * ticks
		u.stiff[chair.Left] += u.stiffStep[chair.Left] * ticks
		u.stiff[chair.Right] += u.stiffStep[chair.Right] * ticks
		left.stride(m, depth.out+tapLeft.out+u.offset, k.out, k.vel, u.stiff[chair.Left])
		right.stride(m, depth.out+tapRight.out+u.offset, k.out, k.vel, u.stiff[chair.Right])
		k.stride(left.force+right.force, ticks, m.h)
	}
}

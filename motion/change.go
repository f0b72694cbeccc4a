package motion

import "math"

// change is the velocity interface: the motions from acceleration a to f that change the speed by gain, wherever they
// go, in the unit-jerk frame. Those that gain most in their time push up to a peak, hold it if that is the limit A, and
// come down to f; those that gain least are their mirror image, with limit B.
type change struct {
	gain, a, f, A, B float64
	none             float64 // a gain that is only rounding
}

func (k *problem) change() change {
	return change{k.vf - k.v, k.a, k.af, k.amax, -k.amin, equal * (abs(k.v) + abs(k.vf) + k.a*k.a + k.af*k.af)}
}

func (c *change) mirror() change { return change{-c.gain, -c.a, -c.f, c.B, c.A, c.none} }

// most is the gain of the motion that gains most in a time of at least |f - a|, and its peak and hold.
func (c *change) most(time float64) (gain, peak, hold float64) {
	peak = (time + c.a + c.f) / 2
	if peak > c.A {
		hold, peak = 2*(peak-c.A), c.A
	}
	return peak*peak - (c.a*c.a+c.f*c.f)/2 + c.A*hold, peak, hold
}

// later is the time from which on the most gained is enough again.
func (c *change) later() float64 {
	peak, hold := math.Sqrt(max(0, c.gain+(c.a*c.a+c.f*c.f)/2)), 0.0
	if peak > c.A {
		hold = peak*peak/c.A - c.A
		peak = c.A
	}
	return 2*peak + hold - c.a - c.f
}

// lacks says on which side the gain is of what jerk alone from a to f gains: how much more, or less.
func (c *change) lacks() float64 {
	direct := (c.f*c.f - c.a*c.a) / 2
	if c.f < c.a {
		direct = -direct
	}
	lack := c.gain - direct
	if abs(lack) <= c.none {
		return 0
	}
	return lack
}

// least is the least time.
func (c *change) least() float64 {
	if lack := c.lacks(); lack < 0 {
		m := c.mirror()
		return m.later()
	} else if lack > 0 {
		return c.later()
	}
	return abs(c.f - c.a)
}

// from is the least time, not under the one given, in which the change can be made.
func (c *change) from(time float64) float64 {
	m := c.mirror()
	most, _, _ := c.most(time)
	if c.gain > most {
		return max(time, c.later())
	}
	if least, _, _ := m.most(time); m.gain > least {
		return max(time, m.later())
	}
	return time
}

// add appends the motion that gains most in a time.
func (c *change) add(p *plan, time, side float64) {
	_, peak, hold := c.most(time)
	p.add(side, peak-c.a, side*peak)
	p.add(0, hold, side*peak)
	p.add(-side, peak-c.f, side*c.f)
}

// extremes makes the motions of a time that gain most and least, and says how much more than wanted they gain.
func (c *change) extremes(a, b *plan, time float64) (over, under float64) {
	m := c.mirror()
	most, _, _ := c.most(time)
	least, _, _ := m.most(time)
	a.clear()
	b.clear()
	c.add(a, time, 1)
	m.add(b, time, -1)
	return most - c.gain, least - m.gain
}

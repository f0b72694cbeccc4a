package modbus

import (
	"fmt"

	"github.com/openlumbar/lumbar/chair"
)

// encode lays a command into what a plan sends. now is the newest report: an axis that is not driven is told to be where it
// is, so that it does not leap when it is driven again. What is beyond a limit is an error, and never clipped.
func (t *Template) encode(p *plan, c *chair.Command, now *chair.Report, again bool) error {
	for _, s := range p.writes {
		u := &t.uses[s.use]
		q := &p.steps[s.step].q
		sp, is := &c.Axes[u.axis], &now.Axes[u.axis]
		if u.flag {
			up := u.up(c, sp, is, again)
			if u.table == coil {
				mask := byte(1) << (s.at % 8)
				q.Bits[s.at/8] &^= mask
				if up != u.inverted {
					q.Bits[s.at/8] |= mask
				}
				continue
			}
			u.raise(q.Values[s.at:], up)
			continue
		}
		v := 0.0
		switch u.role {
		case target:
			if v = float64(is.Pos); u.drives(sp, is) {
				v = float64(sp.Pos)
			} else {
				v = min(max(v, u.min), u.max) // an encoder may stand a little beyond its ends
			}
		case speed:
			v = u.speed(sp, is)
		case heatTo:
			v = float64(c.Heat)
		case airTo:
			v = float64(c.Air[u.bag])
		}
		n, err := u.counts(v)
		if err != nil {
			return fmt.Errorf("%v: %w", t.where(u), err)
		}
		u.put(q.Values[s.at:], n)
	}
	return nil
}

// drives says whether an axis is driven by its setpoint, and not looking for its home by itself.
func (u *use) drives(sp *chair.Setpoint, is *chair.AxisReport) bool {
	return sp.On && (is.Homed || u.axis == chair.Kneading)
}

// up is whether a flag is raised.
func (u *use) up(c *chair.Command, sp *chair.Setpoint, is *chair.AxisReport, again bool) bool {
	switch u.role {
	case enable:
		return sp.On
	case seek:
		return sp.On && !is.Homed && u.axis != chair.Kneading && sp.Pos == u.home
	case alive:
		return true
	case reset:
		return again
	case heatTo:
		return float64(c.Heat) >= u.at
	case airTo:
		return float64(c.Air[u.bag]) >= u.at
	}
	return false
}

// speed is how fast an axis shall go: as its setpoint says, and as fast as makes up for what its place is off if its drive
// knows speeds only.
func (u *use) speed(sp *chair.Setpoint, is *chair.AxisReport) float64 {
	if !u.drives(sp, is) {
		return 0
	}
	v := float64(sp.Vel)
	if u.follow > 0 && u.axis != chair.Kneading {
		v += u.follow * float64(sp.Pos-is.Pos)
	}
	return min(max(v, u.min), u.max)
}

// where names a use for people.
func (t *Template) where(u *use) string {
	if u.axis != 0 {
		return fmt.Sprintf("unit %q, %v's %v", t.units[u.unit].name, u.axis, u.role)
	}
	return fmt.Sprintf("unit %q, %v", t.units[u.unit].name, u.role)
}

package twin

import "github.com/openlumbar/lumbar/chair"

// Loss of power. Drives, heat, pumps, sensors and link are dead. What Profile.OnPowerLoss says happens on stored energy:
// a chair that retracts takes its rollers home as after a missed heartbeat, one that releases lets the person push them
// back, one that holds keeps pressing. Bags vent whatever it says: their valves are open without current.
//
// With power back the chair is as just switched on: no encoder knows its place, and no heartbeat runs until the first
// command. It acts on nothing until its own retreat is over and one command has asked for nothing at all, as a drive that
// wants its enable taken away before it is given again: what a session went on asking while the power was away moves
// nothing, heats nothing and inflates nothing.

// power takes the mains away, or brings them back.
func (t *Twin) power(on bool) {
	if !on {
		t.link.lost, t.link.armed, t.link.idle = false, false, false
		t.leave(t.profile.OnPowerLoss)
		return
	}
	t.link.idle = true
	for a := range t.axes {
		x := &t.axes[a]
		home := x.motor == x.home
		x.origin = x.motor - x.home
		if !x.on || home { // what is under way home on stored energy arrives, at its own speed
			x.forget()
		}
	}
}

// waits says whether a chair whose power came back leaves a command alone. The first one that asks for nothing, once the
// rollers are home by themselves, ends that.
func (t *Twin) waits(cmd *chair.Command) bool {
	if !t.link.idle {
		return false
	}
	depth := &t.axes[chair.Depth]
	under := depth.on && depth.motor != depth.home
	if under || *cmd != (chair.Command{}) {
		return true
	}
	t.link.idle = false
	t.moved = t.fitted
	for a := range t.axes {
		t.axes[a].forget()
	}
	return false
}

// forget makes the axis not know where it is, as at power-up.
func (a *axis) forget() {
	a.homed, a.freewheel = false, false
	a.origin = a.motor - a.home
}

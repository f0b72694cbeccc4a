package twin

import (
	"github.com/openlumbar/lumbar/chair"
)

// link is what the chair itself knows of its host.
type link struct {
	armed bool   // a command has come at least once since power came
	cut   bool   // no command arrives and no report leaves
	idle  bool   // power was lost and came back, and nothing has been let go since: see power.go
	lost  bool   // none came for a heartbeat: the chair acts by itself
	heard uint64 // tick of the last command
}

// pushedBack is how fast a person's weight pushes a released depth axis back. Assumption.
const pushedBack = 60.0 // mm/s

// listen takes a command, if one came, and acts when none has for a heartbeat.
func (t *Twin) listen(cmd *chair.Command) {
	l := &t.link
	switch {
	case cmd != nil && !l.cut:
		if t.waits(cmd) {
			return
		}
		l.armed, l.heard = true, t.tick
		if !t.busyAlone() {
			l.lost = false
			t.take(cmd)
		}
	case l.armed && !l.lost && t.tick-l.heard >= t.heartbeat:
		l.lost = true
		t.leave(t.profile.OnSilence)
	}
}

// busyAlone says whether the chair is seeing to itself: while its red button is pressed, and after a lost heartbeat
// until a chair that retracts has done so.
func (t *Twin) busyAlone() bool {
	depth := &t.axes[chair.Depth]
	home := depth.homed && depth.motor == depth.home || !t.profile.Axes[chair.Depth].Fitted
	return t.failing[StopPressed] || t.link.lost && t.profile.OnSilence == chair.Retracts && !home
}

// take carries out a command.
func (t *Twin) take(cmd *chair.Command) {
	t.axes[chair.Depth].limit = t.depthSpeed
	for a := chair.Carriage; a < chair.AxisEnd; a++ {
		if x, sp := &t.axes[a], &cmd.Axes[a]; t.fitted>>a&1 != 0 && !x.stays(sp) && x.order(sp, t.period) {
			t.busy |= 1 << a
		}
	}
	t.heat.set(float64(cmd.Heat), float64(t.profile.Heat.Max))
	for b := range t.air {
		t.air[b].set(float64(cmd.Air[b]))
	}
}

// leave is what the chair does by itself when it is left alone, its red button is pressed or its power is lost: heat
// off, bags vented, every drive off but those that take the rollers home, in the way that the profile says.
func (t *Twin) leave(way chair.Loss) {
	t.take(&chair.Command{})
	for a := chair.Carriage; a < chair.AxisEnd; a++ {
		home := a == chair.Depth || a == chair.TapLeft || a == chair.TapRight
		if !home || !t.profile.Axes[a].Fitted || way == chair.Holds {
			continue
		}
		if a == chair.Depth && way == chair.Releases {
			t.axes[a].limit = min(t.axes[a].limit, pushedBack)
		}
		t.axes[a].order(&chair.Setpoint{On: true, Pos: t.profile.Axes[a].Home}, 0)
		t.busy |= 1 << a
	}
}

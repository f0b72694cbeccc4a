package guard

import (
	"time"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/unit"
)

// Input is what the guard judges in one control tick.
type Input struct {
	Command   chair.Command // what the planner asks for
	Report    chair.Report  // the newest reading of the chair
	Stop      bool          // STOP on a page, a pedal or a key
	Wrong     bool          // "something felt wrong": a STOP that latches a fault
	Up        bool          // "let me up" is held
	Move      Move          // an axis is held to be moved by hand
	HostAlive bool          // the rest of the system is alive and wants the session to go on
}

// Guard is the safety model of one chair for one person. It is used by one caller; New makes one.
type Guard struct {
	profile chair.Profile
	limits  chair.Limits
	figures
	noMap chair.ZoneMap // unmade: every place is ZoneUnknown

	state State
	at    time.Duration // of the last Vet or Begin
	step  float64       // s, from the one before
	gap   bool          // before that, for so long that the chair acts by itself
	seq   uint64        // of the last Cleared
	fault chair.Fault   // latched; no Code is none
	stop  bool          // STOP was pressed at the last Vet
	hard  bool          // the hardware stop was

	session
	budget
	retreat
	rise
	hand hand

	strayed [chair.AxisEnd]bool // of what is held by hand: it was once not where it was to be
}

// session is what is known since Begin or Resume.
type session struct {
	command chair.Command // the last one let through
	last    chair.Report  // the newest one believed
	seen    bool          // last holds one

	tare    chair.Tare
	shift   unit.Newton // of the cells by the head's weight, since the tare
	shiftAt unit.Degree // recline angle that shift is of
	zones   chair.ZoneMap

	unhomed chair.Axis                 // the first fitted axis without a reference; 0 is none
	out     bool                       // the rollers are beyond the cover
	blind   bool                       // nobody knows where, or how hard, they press
	force   [chair.SideEnd]unit.Newton // contact of each roller, at its worst
	ramped  [chair.SideEnd]unit.Newton // the same, rising no faster than it may
	touch   bool                       // one of them touches
	trip    chair.Bound[unit.Newton]   // where the rollers are
	zone    chair.Zone                 // that the trip is of

	seated bool                           // somebody sits there, or has only just risen
	absent time.Duration                  // since the seat was last seen taken
	astray [chair.AxisEnd]time.Duration   // how long an axis has been away from its setpoint
	brisk  [chair.AxisEnd]chair.CoordRate // how fast it was last asked to move, or moved, fading with its lag
	drift  [chair.AxisEnd]chair.Coord     // its place as reported less what its reported speed makes of the time
	frozen [chair.SideEnd]frozen
	tapper [chair.SideEnd]tapper
	placed [chair.AxisEnd]chair.Coord // where an axis was when it last was elsewhere
	rolls  bool                       // the rollers move on, along or across the back
	pad    padWatch
}

// New returns a guard, Disarmed. The limits are tightened with those for everyone, whatever the caller says.
func New(p *chair.Profile, l chair.Limits) *Guard {
	g := &Guard{profile: *p, limits: l.Tighten(chair.Everyone())}
	g.figures = figure(p, &g.limits)
	return g
}

// Vet judges one tick at the moment at. While all is well in Armed it returns the command as asked; otherwise
// what takes the person out of harm's way. The fault is the latched one, or nil; it stays valid and unchanged
// until Clear.
func (g *Guard) Vet(at time.Duration, in *Input) (c Cleared, fault *chair.Fault) {
	fault = g.VetInto(&c, at, in)
	return c, fault
}

// VetInto is Vet for whom has room for what is cleared.
func (g *Guard) VetInto(c *Cleared, at time.Duration, in *Input) *chair.Fault {
	dt := at - g.at
	g.at, g.gap, g.step = at, dt > g.profile.Heartbeat, seconds(dt)
	pressed := in.Stop || in.Wrong || in.Report.Stop
	again := pressed && !g.stop
	g.stop, g.hard = pressed, in.Report.Stop
	g.hand.over = in.Move != (Move{}) && (g.hand.over || pressed || g.state == Armed || g.state == Retreating)

	switch g.state {
	case Armed:
		if pressed || !g.judge(in, dt) {
			g.withdraw(&in.Report)
		}
	case Disarmed, Off, Rising, Moving:
		g.balked = g.balked && in.Up
		switch {
		case again:
			g.last, g.seen, g.command = chair.Report{}, false, chair.Command{} // what was then is not what is now
			g.withdraw(&in.Report)
		case in.Up && !pressed && !g.balked && g.CanRise(&in.Report):
			g.begin(&in.Report)
		case in.Move != (Move{}) && !pressed && !g.hand.over && g.CanMove(in.Move, &in.Report) == nil:
			g.grip(in)
		}
	}
	if in.Wrong && g.fault.Code == "" {
		g.fail(chair.Fault{Code: chair.FaultFelt})
	}
	switch g.state {
	case Armed:
		g.pass(c, in)
		return nil
	case Retreating:
		*c = g.ease(&in.Report)
	case Rising:
		*c = g.lift(in)
	case Moving:
		*c = g.carry(in)
	default:
		*c = Cleared{}
	}
	return g.Fault()
}

// judge checks one tick of an armed session. The order is that of trust: the host, the report, what it says of
// the body, then what is asked.
func (g *Guard) judge(in *Input, dt time.Duration) bool {
	r := &in.Report
	ok := g.hostAlive(in, dt) && g.believe(r) && g.present(r, dt) && g.forces(in, dt) && g.dwell(r, dt) &&
		g.tapping(in, dt) && g.posture(r, dt) && g.heat(r, dt) && g.asked(in, dt)
	if ok {
		g.last, g.seen = in.Report, true
	}
	return ok
}

// pass lets the command through, but heats no skin under rollers that rest, and neither heats nor inflates for
// nobody: a bag would close on whatever else is there.
func (g *Guard) pass(c *Cleared, in *Input) {
	g.command = in.Command
	if g.still > g.limits.HeatStill.Max || !g.seated {
		g.command.Heat = 0
	}
	if !g.seated {
		g.command.Air = [chair.BagEnd]unit.Kilopascal{}
	}
	g.fill(c, &g.command)
}

// clear makes a Cleared of a command.
func (g *Guard) clear(cmd *chair.Command) (c Cleared) {
	g.fill(&c, cmd)
	return c
}

// fill makes c the Cleared of a command.
func (g *Guard) fill(c *Cleared, cmd *chair.Command) {
	g.seq++
	c.command, c.setting, c.sequence, c.expires = *cmd, chair.Setting{}, g.seq, g.at+g.profile.Heartbeat
}

// hostAlive trips when the rest of the system has gone, or when this goroutine was held up for so long that the
// chair's heartbeat ran out; time that stands still or runs backwards is no better.
func (g *Guard) hostAlive(in *Input, dt time.Duration) bool {
	if in.HostAlive && dt > 0 && dt <= g.profile.Heartbeat {
		return true
	}
	return g.fail(chair.Fault{Code: chair.FaultHost})
}

// fail latches a fault. It returns false for the checks to return.
func (g *Guard) fail(f chair.Fault) bool {
	f.At = g.at
	g.fault = f
	return false
}

// used trips when more of a session's time has been used than there is.
func (g *Guard) used(code chair.Code, spent, most time.Duration) bool {
	return spent <= most ||
		g.fail(chair.Fault{Code: code, Zone: g.zone, Value: seconds(spent), Bound: seconds(most)})
}

func seconds(d time.Duration) float64 { return float64(d) / float64(time.Second) }

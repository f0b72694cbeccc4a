package guard

import (
	"errors"
	"fmt"
	"time"

	"github.com/openlumbar/lumbar/chair"
)

// Setting is what a closed chair shall be at until the next Cleared; zero, as of the zero Cleared, is stopped. Only a Closed
// makes one that is not.
func (c Cleared) Setting() chair.Setting { return c.setting }

// ClosedInput is what a Closed judges in one control tick.
type ClosedInput struct {
	Setting   chair.Setting
	Report    chair.Report
	Stop      bool
	Wrong     bool // "something felt wrong": a STOP that latches a fault
	HostAlive bool
}

// closedSteps is the greatest number of carriage steps that a Closed can count: five bits on the wire.
const closedSteps = 32

// stopsIn is in how many of the chair's own stopping times a stop must be seen: a driver may press the key three times, each
// time on evidence that the last press did nothing.
const stopsIn = 3

// Closed is the guard of a closed chair: one that moves by its own computer, takes keys and reports levels, no force. It is
// in the states of a Guard, of which it has Disarmed, Armed, Retreating and Off. Armed, it lets a setting through or ends
// the session. Its retreat is the zero Cleared, upon which a driver stops the chair, and it is over when a report that came
// after says so. Whatever the chair does counts, asked for or not.
type Closed struct {
	profile chair.Profile
	closed  chair.ClosedProfile
	limits  chair.Limits
	own     chair.ClosedLimits

	state State
	at    time.Duration
	seq   uint64
	fault chair.Fault
	cause chair.Fault   // what came before a stop that is not confirmed
	last  chair.Report  // the newest one believed
	began time.Duration // of the retreat
	ended time.Duration // of the session
	seen  bool          // the chair has said that it stops, since the retreat began

	used closedBudget
}

// closedBudget is what a session on a closed chair has used.
type closedBudget struct {
	since  time.Duration // since it first ran
	most   time.Duration
	zone   [closedSteps]time.Duration
	step   int           // where the carriage is
	spot   time.Duration // for how long
	away   time.Duration // elsewhere than asked
	odd    time.Duration // doing otherwise than asked
	fast   time.Duration // at a speed above the limit
	tapped time.Duration
	heated time.Duration
}

// NewClosed returns a guard of a closed chair, Disarmed. The limits are tightened with those for everyone.
func NewClosed(p *chair.Profile, l chair.Limits) *Closed {
	g := &Closed{profile: *p, limits: l.Tighten(chair.Everyone())}
	if p.Closed != nil {
		g.closed = *p.Closed
		g.own = g.limits.Closed(p.Closed)
	}
	return g
}

// Limits is what the chair may do, in its own terms.
func (g *Closed) Limits() chair.ClosedLimits { return g.own }

// State is where the guard stands.
func (g *Closed) State() State { return g.state }

// Fault is the latched fault, or nil.
func (g *Closed) Fault() *chair.Fault {
	if g.fault.Code == "" {
		return nil
	}
	f := g.fault
	return &f
}

// Begin arms the guard for one session, as Guard.Begin does.
func (g *Closed) Begin(at time.Duration, had chair.Spent) error {
	switch {
	case g.closed.Steps < 1 || g.closed.Steps > closedSteps:
		return fmt.Errorf("guard: %s is no closed chair with 1 to %d carriage steps", g.profile.Name, closedSteps)
	case g.state == Armed:
		return ErrArmed
	case g.state == Retreating:
		return ErrRetreating
	case g.fault.Code != "":
		return ErrLatched
	}
	if err := (&Guard{limits: g.limits}).allows(&had); err != nil {
		return err
	}
	g.arm(at)
	g.used = closedBudget{most: min(g.own.Session.Max, g.limits.Day.Max-had.Day)}
	return nil
}

// End ends an armed session by a retreat.
func (g *Closed) End() {
	if g.state == Armed {
		g.state, g.began = Retreating, g.at
	}
}

// Latch takes up a fault that was latched before a restart, until Clear. It is for before the first session: later, and after
// another fault, it does nothing. Of a stop that was not confirmed the chair's word is waited for from then on.
func (g *Closed) Latch(at time.Duration, f chair.Fault) {
	if g.state != Disarmed || g.fault.Code != "" {
		return
	}
	g.fault = f
	if f.Code == chair.FaultUnconfirmed {
		g.state, g.at, g.began = Off, at, at
	}
}

// errNotSeen is why a fault cannot be cleared.
var errNotSeen = errors.New("guard: the chair is still stopping; wait until it has")

// Clear clears a latched fault, on purpose.
func (g *Closed) Clear() error {
	if g.state == Retreating {
		return errNotSeen
	}
	if g.fault.Code == chair.FaultUnconfirmed && !g.seen {
		g.seen, g.ended = true, g.at // by the word of whoever clears it
	}
	g.fault, g.cause = chair.Fault{}, chair.Fault{}
	return nil
}

// Vet judges one tick. It returns the setting as asked, or the zero Cleared, which stops the chair, and the latched fault.
func (g *Closed) Vet(at time.Duration, in *ClosedInput) (Cleared, *chair.Fault) {
	dt := at - g.at
	g.at = at
	pressed := in.Stop || in.Wrong || in.Report.Stop || in.Report.Closed != nil && in.Report.Closed.Taken
	if g.state == Armed && (pressed || !g.judge(in, dt)) {
		g.End()
	}
	if in.Wrong && g.fault.Code == "" {
		g.fail(chair.Fault{Code: chair.FaultFelt})
	}
	if g.state == Retreating || g.state == Off {
		g.stopping(&in.Report, dt)
	}
	if g.state != Armed {
		return Cleared{}, g.Fault()
	}
	g.seq++
	return Cleared{setting: in.Setting, sequence: g.seq, expires: at + g.profile.Heartbeat}, nil
}

// stopping ends the retreat when the chair says that it stops, or when it has not said so in time, which is a fault whatever
// was before. What it said earlier, or says with a key still on its way, is not believed: a chair that is still may be about
// to start. Until it says so it counts, for no longer than its own timer lets it run.
func (g *Closed) stopping(r *chair.Report, dt time.Duration) {
	if g.seen {
		return
	}
	if g.fresh(r) && r.Closed != nil && r.At >= g.began && r.Closed.Run.Still() && !underWay(r.Closed.Action.Progress) {
		g.state, g.seen, g.ended = Off, true, g.at
		return
	}
	if u := &g.used; u.since != 0 || g.state == Off {
		u.since = min(u.since+max(dt, 0), max(u.since, g.closed.Timer))
	}
	most := stopsIn * g.closed.StopWithin
	if g.state == Off || g.at-g.began <= most {
		return
	}
	g.state, g.cause = Off, g.fault
	g.fail(chair.Fault{Code: chair.FaultUnconfirmed, Value: seconds(g.at - g.began), Bound: seconds(most)})
}

func underWay(p chair.Progress) bool { return p == chair.Asked || p == chair.Sent || p == chair.Seen }

func (g *Closed) fresh(r *chair.Report) bool {
	age := g.at - r.At
	return r.Seq != 0 && age >= 0 && age <= g.profile.Stale
}

func (g *Closed) judge(in *ClosedInput, dt time.Duration) bool {
	if !(in.HostAlive && dt > 0 && dt <= g.profile.Heartbeat) {
		return g.fail(chair.Fault{Code: chair.FaultHost})
	}
	return g.believe(&in.Report) && g.spend(in, dt) && g.asked(&in.Setting)
}

// believe judges the report by itself and against the last one.
func (g *Closed) believe(r *chair.Report) bool {
	if age := g.at - r.At; r.Seq == 0 || age > g.profile.Stale {
		return g.fail(chair.Fault{Code: chair.FaultStale, Value: seconds(age) * 1000, Bound: seconds(g.profile.Stale) * 1000})
	}
	c := r.Closed
	same := r.Seq == g.last.Seq && r.At == g.last.At
	switch {
	case r.Lost:
		return g.fail(chair.Fault{Code: chair.FaultLink})
	case !g.fresh(r) || !same && !(r.Seq > g.last.Seq && (r.At > g.last.At || g.last.Seq == 0)) || c == nil,
		c.Carriage < 0 || c.Carriage >= g.closed.Steps, c.Depth < 0 || c.Depth > g.closed.Depths:
		return g.fail(chair.Fault{Code: chair.FaultReport})
	case c.Run == chair.Broken:
		return g.fail(chair.Fault{Code: chair.FaultChair, Value: float64(c.Code)})
	}
	g.last = *r
	return true
}

// spend counts what the chair does, and trips on what is too much.
func (g *Closed) spend(in *ClosedInput, dt time.Duration) bool {
	u, c := &g.used, in.Report.Closed
	if u.since > 0 {
		u.since += dt
	}
	if c.Run.Still() || c.Run == chair.Waiting {
		u.rests()
	} else if !g.runs(in, dt) {
		return false
	}
	return g.within(chair.FaultSession, u.since, u.most)
}

// runs is spend while the chair runs, or may.
func (g *Closed) runs(in *ClosedInput, dt time.Duration) bool {
	u, c := &g.used, in.Report.Closed
	if most := g.own.Depth.Max; c.Depth > int(most) {
		return g.fail(chair.Fault{Code: chair.FaultLevel, Value: float64(c.Depth), Bound: float64(most)})
	}
	u.since = max(u.since, dt)
	u.zone[c.Carriage] += dt
	u.spot += dt
	if c.Carriage != u.step {
		u.step, u.spot = c.Carriage, 0
	}
	u.away += dt
	if s := &in.Setting; s.Area == chair.Whole || c.Carriage >= s.From && c.Carriage <= s.To {
		u.away = 0
	}
	u.odd += dt
	if s := &in.Setting; c.Mode == s.Mode && (s.Heat || !c.Heat) {
		u.odd = 0
	}
	u.fast += dt
	if c.Speed <= int(g.own.Speed.Max) {
		u.fast = 0
	}
	if g.taps(c.Mode) {
		u.tapped += dt
	}
	if c.Heat {
		u.heated += dt
	}
	return g.within(chair.FaultZone, u.zone[c.Carriage], g.own.Zone.Max) && g.within(chair.FaultSpot, u.spot, g.own.Spot.Max) &&
		g.within(chair.FaultUnasked, u.away, g.own.Away.Max) && g.within(chair.FaultUnasked, u.odd, g.own.Away.Max) &&
		g.within(chair.FaultTapTime, u.tapped, g.own.Tapping.Max) && g.within(chair.FaultHeatTime, u.heated, g.own.Heat.Max) &&
		(u.fast <= stopsIn*g.closed.StopWithin || g.fail(chair.Fault{Code: chair.FaultLevel, Value: float64(c.Speed), Bound: float64(g.own.Speed.Max)}))
}

// taps says whether a mode taps: one that is not known may.
func (g *Closed) taps(mode int) bool {
	return mode < 1 || mode > len(g.closed.Modes) || g.closed.Modes[mode-1].Technique == "tap"
}

// asked judges the setting. What is withheld is not asked for, not even for a moment.
func (g *Closed) asked(s *chair.Setting) bool {
	if *s == (chair.Setting{}) {
		return true
	}
	ok := s.Mode >= 1 && s.Mode <= len(g.closed.Modes) && s.Speed >= 1 && s.Speed <= int(g.own.Speed.Max) &&
		(s.Area == chair.Whole || (s.Area == chair.Part || s.Area == chair.Spot) && s.From >= 0 && s.From <= s.To && s.To < g.closed.Steps) &&
		(!s.Heat || g.own.Heat.Max > 0) && (!g.taps(s.Mode) || g.own.Tapping.Max > 0)
	return ok || g.fail(chair.Fault{Code: chair.FaultCommand})
}

func (g *Closed) within(code chair.Code, spent, most time.Duration) bool {
	return spent <= most || g.fail(chair.Fault{Code: code, Value: seconds(spent), Bound: seconds(most)})
}

// fail latches a fault. It returns false for the checks to return.
func (g *Closed) fail(f chair.Fault) bool {
	f.At = g.at
	g.fault = f
	return false
}

package guard

import (
	"slices"
	"time"

	"github.com/openlumbar/lumbar/chair"
)

// arm begins to judge. The first tick is taken to be a whole one.
func (g *Closed) arm(at time.Duration) {
	g.state, g.at, g.last, g.seen, g.cause = Armed, at-g.profile.Period(), chair.Report{}, false, chair.Fault{}
}

// Resume arms the guard to go on with the session that ended last, as Guard.Resume does: what it used stays used. The limits
// only tighten.
func (g *Closed) Resume(at time.Duration, l chair.Limits) error {
	switch {
	case g.state == Armed:
		return ErrArmed
	case g.state == Retreating:
		return ErrRetreating
	case g.fault.Code != "":
		return ErrLatched
	case !g.MayResume(at):
		return ErrTooLate
	}
	g.limits = g.limits.Tighten(l)
	g.own = g.limits.Closed(&g.closed)
	g.used.most = min(g.used.most, g.own.Session.Max)
	g.used.rests()
	g.arm(at)
	return nil
}

// MayResume says whether a session has ended so lately that Resume may go on with it.
func (g *Closed) MayResume(at time.Duration) bool {
	return g.state == Off && g.seen && at-g.ended <= sameSession
}

// rests begins anew what counts without a pause.
func (u *closedBudget) rests() { u.spot, u.away, u.odd, u.fast = 0, 0, 0, 0 }

// Seen says whether the chair has said that it stops since the last session's retreat began, or somebody has.
func (g *Closed) Seen() bool { return g.seen }

// Cause is the fault that came before a stop that is not confirmed, or nil.
func (g *Closed) Cause() *chair.Fault {
	if g.cause.Code == "" {
		return nil
	}
	f := g.cause
	return &f
}

// ClosedUse is what a session on a closed chair has used.
type ClosedUse struct {
	Session time.Duration // since it first ran; with what may have run since a stop that is not confirmed
	Zone    time.Duration // at the carriage step that had the most
	Tapping time.Duration
	Heat    time.Duration
}

// Used is what the session has used.
func (g *Closed) Used() ClosedUse {
	return ClosedUse{Session: g.used.since, Zone: slices.Max(g.used.zone[:]), Tapping: g.used.tapped, Heat: g.used.heated}
}

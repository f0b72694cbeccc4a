package engine

import (
	"errors"
	"fmt"
	"time"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/guard"
	"github.com/openlumbar/lumbar/internal/fit"
	"github.com/openlumbar/lumbar/internal/session"
	"github.com/openlumbar/lumbar/internal/wire"
	"github.com/openlumbar/lumbar/programme"
)

// begin fits a plan and begins a session of it, within the limits that the request asks for. A person's start soon
// after their own session goes on with that one: again is true, and what it used up stays used up.
func (e *Engine) begin(now time.Duration, plan *programme.Plan, r *wire.Request) (fitted fit.Result, again bool, err error) {
	limits := e.limits(r.Limits)
	o := session.Options{Calibrate: r.Calibrate, Measure: r.Measure}
	if o.Known, err = known(r.Known, &e.profile); err != nil {
		return fitted, false, err
	}
	if r.Person != "" && r.Person == e.person {
		fitted = e.fit(plan, &o, e.left(limits))
		if len(fitted.Plan.Phases) > 0 {
			e.loop.Tighten(limits) // the guard's own only tighten within a session
			e.limited = e.limited.Tighten(limits)
			o.Plan = fitted.Plan
			err = e.loop.Resume(now, o)
			if err == nil {
				e.takeStart(now, r, &o, chair.Spent{}, limits, true)
			}
			if !errors.Is(err, guard.ErrTooLate) {
				return fitted, true, err
			}
		}
	}
	o.Measure = r.Measure
	if fitted = e.fit(plan, &o, limits); len(fitted.Plan.Phases) == 0 {
		return fitted, false, fmt.Errorf("nothing of %q is left for this chair and these limits", plan.Name)
	}
	if limits != e.limited {
		if err := e.loop.Change(limits); err != nil {
			return fitted, false, err
		}
		e.limited = limits
	}
	var spent chair.Spent
	if e.o.Keep != nil && r.Person != "" {
		spent = e.o.Keep.Spent(r.Person)
	}
	o.Plan = fitted.Plan
	if err = e.loop.Begin(now, o, spent); err == nil {
		e.takeStart(now, r, &o, spent, limits, false)
	}
	return fitted, false, err
}

// fit fits a plan beside what else the session does. Measuring takes contact too: where it would leave less than half of the
// massage, it is left out, and that is told.
func (e *Engine) fit(plan *programme.Plan, o *session.Options, limits chair.Limits) fit.Result {
	beside := func() fit.Result {
		during, contact := o.Extra(limits)
		return fit.Beside(plan, &e.profile, limits, fit.Extra{During: during, Contact: contact})
	}
	fitted := beside()
	if !o.Measure {
		return fitted
	}
	o.Measure = false
	without := beside()
	if 2*fitted.Plan.Duration() < without.Plan.Duration() {
		without.Changes = append(without.Changes, fit.Change{What: "measuring how stiff the back feels", By: limits.Zone.By})
		return without
	}
	o.Measure = true
	return fitted
}

// left is limits less what the last session has used of its own budgets, so that fit plans for what remains.
func (e *Engine) left(l chair.Limits) chair.Limits {
	g := e.loop.Guard()
	less := func(b *chair.Bound[time.Duration], used time.Duration) { b.Max = max(0, b.Max-used) }
	less(&l.Session, g.SessionTime())
	less(&l.Zone, g.MostZoneTime())
	less(&l.Tapping, g.TappingTime())
	less(&l.Stretch, g.StretchTime())
	less(&l.HeatTime, g.HeatTime())
	l.HeatDose.Max = max(0, l.HeatDose.Max-g.HeatDose())
	return l
}

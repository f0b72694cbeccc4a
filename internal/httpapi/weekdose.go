package httpapi

import (
	"context"
	"fmt"
	"time"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/internal/people"
	"github.com/openlumbar/lumbar/internal/routine"
	"github.com/openlumbar/lumbar/internal/screening"
	"github.com/openlumbar/lumbar/internal/store"
)

// daysOff is how many days of a week are free at least: the clinical reference's "at least 2 days off" (2.3).
const daysOff = 2

// allowed is what a person's sessions are held to, and what of it a week goes by. The dose, and never the wish, has the
// last word on a week.
type allowed struct {
	held    chair.Limits
	checked bool      // a check has let them go on, and its limits hold
	refused bool      // the last check holds the chair back
	until   time.Time // of the refusal; zero: until it is asked again
}

// allowedOf tightens what holds for everyone by the dose of somebody with such sessions behind them, and by what their
// check has kept. Limits of before that have expired are kept all the same, as a plan is no session: the check is asked
// again before one.
func allowedOf(check *screening.Check, past []screening.Session, l store.Limits, known bool, at time.Time) allowed {
	a := allowed{held: chair.Everyone()}
	if check != nil {
		h := check.Remember(past, at)
		dose, _ := check.Dose(h)
		a.held = a.held.Tighten(dose)
		if h.Stop() {
			a.refused = true
		}
	}
	allows := l.Session.Max > 0 && l.WeekSessions.Max > 0 && l.DaySessions.Max > 0
	switch {
	case !known:
	case allows:
		a.checked, a.held = true, a.held.Tighten(l.Limits)
	case at.Before(l.Until):
		a.refused, a.until = true, l.Until
	}
	return a
}

// dose is what a week is laid out within.
func (a *allowed) dose() routine.Dose {
	if a.refused {
		return routine.Dose{DaysOff: daysOff}
	}
	return routine.Dose{PerWeek: int(a.held.WeekSessions.Max), DaysOff: daysOff, MinGap: a.held.Gap.Min}
}

// says is what the dose made of a wish, in sentences; nothing where the wish fits.
func (a *allowed) says(w routine.Wish, sessions int, at time.Time) (says []string) {
	switch {
	case a.refused && !a.until.IsZero():
		return []string{"Your last safety check holds the chair back until " + clock(a.until, at) + ". Until then the week has no session."}
	case a.refused:
		return []string{"Your last sessions were too much. The week has no session until somebody who knows backs was asked."}
	}
	d := a.dose()
	most := min(d.PerWeek, 7-d.DaysOff)
	switch {
	case w.Sessions > most:
		says = append(says, fmt.Sprintf("You wished for %d sessions. Your limits allow %d in a week, with at least %d days off: the week has %d.", w.Sessions, most, d.DaysOff, sessions))
	case w.Sessions > sessions:
		says = append(says, fmt.Sprintf("You wished for %d sessions. Of the days that suit you, %d fit.", w.Sessions, sessions))
	}
	if !a.checked {
		says = append(says, "Before your first safety check the week keeps to what holds for first sessions.")
	}
	return says
}

// dosesOf are past sessions as the dose sees them, the oldest first.
func dosesOf(all []store.Dose) (past []screening.Session) {
	for i := range all {
		d := &all[i]
		past = append(past, screening.Session{Ended: d.Ended, Level: d.Level, Stopped: d.Stopped, Marks: d.Marks,
			PainBefore: d.PainBefore, PainNext: d.PainNext, Soreness: d.Soreness})
	}
	return past
}

// weekRecord is all that "My week" is made from, of one person at one moment.
type weekRecord struct {
	who     sitter
	at      time.Time
	routine store.Routine
	planned bool
	feed    string
	allowed allowed
	week    routine.Week
	budget  people.Budget
	after   bool           // there was a session yesterday
	marks   []routine.Mark // of today
}

func (s *Server) readWeek(ctx context.Context, who sitter) (x *weekRecord, err error) {
	x = &weekRecord{who: who, at: s.o.Now()}
	if x.routine, x.feed, x.planned, err = s.o.Store.Routine(ctx, who.person.ID); err != nil {
		return nil, err
	}
	if x.allowed, err = s.allowed(ctx, who.person.ID, who.key, x.at); err != nil {
		return nil, err
	}
	if x.budget, err = s.memory.Budget(ctx, who.key, x.at); err != nil {
		return nil, err
	}
	before, err := s.nextDay(ctx, who, x.at)
	if err != nil {
		return nil, err
	}
	x.after = before.last != nil
	if x.marks, err = s.o.Store.Marks(ctx, who.key, startOfDay(x.at)); err != nil {
		return nil, err
	}
	x.week = routine.PlanWeek(x.routine.Wish, x.allowed.dose())
	if x.planned && x.routine.Planned != x.week.Session { // the dose is another one now
		x.routine.Planned = x.week.Session
		err = s.o.Store.PutRoutine(ctx, who.key, x.routine)
	}
	return x, err
}

// allowed is what a person's sessions are held to.
func (s *Server) allowed(ctx context.Context, person string, key *store.Key, at time.Time) (allowed, error) {
	l, known, err := s.o.Store.Limits(ctx, person)
	if err != nil {
		return allowed{}, err
	}
	past, err := s.o.Store.Doses(ctx, key)
	if err != nil {
		return allowed{}, err
	}
	return allowedOf(s.o.Check, dosesOf(past), l, known, at), nil
}

// plannedWeek is the week as it was last laid out, within what may be read without a key: limits that have become
// stricter since hold at once.
func plannedWeek(r *store.Routine, l store.Limits, known bool, at time.Time) routine.Week {
	a := allowedOf(nil, nil, l, known, at)
	w := r.Wish
	w.Free, w.Sessions = r.Planned, 0
	for _, on := range r.Planned {
		if on {
			w.Sessions++
		}
	}
	return routine.PlanWeek(w, a.dose())
}

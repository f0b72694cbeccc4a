package people

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/internal/store"
)

// Budget is what a person has had, and may still have. It counts by the record; the engine counts by its own, which is
// finer, and has the last word.
type Budget struct {
	Used, Of        time.Duration // massage in 24 hours
	Sessions, OfDay int           // in 24 hours
	Week, OfWeek    int           // sessions in 7 days
	Next            time.Time     // when the next session may begin; zero: now
	Stop            bool          // not until a professional was asked
	Session         time.Duration // the longest that one may be now
	NothingYet      bool          // no check has let them go on yet
	Quiet           int           // quiet sessions, ever
}

// Budget is a person's at a moment.
func (m Memory) Budget(ctx context.Context, k *store.Key, at time.Time) (Budget, error) {
	x, err := m.read(ctx, k)
	if err != nil {
		return Budget{}, fmt.Errorf("reading what a person may have: %w", err)
	}
	return m.budget(&x, at), nil
}

func (m Memory) budget(x *kept, at time.Time) Budget {
	var past []had
	for i := range x.sessions {
		if s := &x.sessions[i]; s.Contact > 0 {
			past = append(past, had{s.Counts, s.Contact})
		}
	}
	known := m.known(x, at)
	history := m.Check.Remember(known.Facts.Sessions, at)
	dose, notBefore := m.Check.Dose(history)
	b := budget(past, m.held(x, dose, at), notBefore, at)
	b.Stop, b.Quiet = history.Stop(), history.Quiet
	b.NothingYet = x.check == nil || outcomeOf(x.check.Outcome).Refused()
	return b
}

// held is what a session would be held to now. A refusal is no budget: of it only the time between two sessions counts.
func (m Memory) held(x *kept, dose chair.Limits, at time.Time) chair.Limits {
	l := chair.Everyone().Tighten(dose)
	switch {
	case !x.limited || !at.Before(x.limits.Until):
	case x.limits.Session.Max > 0:
		l = l.Tighten(x.limits.Limits)
	default:
		l.Gap = l.Gap.Tighten(x.limits.Gap)
	}
	return l
}

// had is one session that touched.
type had struct {
	ended   time.Time
	contact time.Duration
}

// budget counts as the guard does.
func budget(past []had, l chair.Limits, notBefore, at time.Time) Budget {
	b := Budget{Of: l.Day.Max, OfDay: int(l.DaySessions.Max), OfWeek: int(l.WeekSessions.Max)}
	spent := spentBy(past, at)
	b.Used, b.Sessions, b.Week = spent.Day, int(spent.DaySessions), int(spent.WeekSessions)
	b.Session = max(0, min(l.Session.Max, l.Day.Max-spent.Day))
	// What holds a session back ends at one of these moments.
	when := []time.Time{at, notBefore}
	for _, h := range past {
		for _, after := range []time.Duration{l.Gap.Min, day + time.Millisecond, week + time.Millisecond} {
			when = append(when, h.ended.Add(after))
		}
	}
	slices.SortFunc(when, time.Time.Compare)
	for _, t := range when {
		if t.Before(at) || t.Before(notBefore) || !allows(&l, spentBy(past, t)) {
			continue
		}
		if t.After(at) {
			b.Next = t
		}
		return b
	}
	b.Stop = true // limits that allow no session at all
	return b
}

// spentBy is what counts at a moment, in the past or ahead. A clock that was set back: just now.
func spentBy(past []had, at time.Time) (s chair.Spent) {
	for _, h := range past {
		ago := max(0, at.Sub(h.ended))
		if ago > week {
			continue
		}
		if s.WeekSessions == 0 || ago < s.Since {
			s.Since = ago
		}
		s.WeekSessions++
		if ago <= day {
			s.Day += h.contact
			s.DaySessions++
		}
	}
	return s
}

// allows says whether one more session is.
func allows(l *chair.Limits, had chair.Spent) bool {
	return had.DaySessions < l.DaySessions.Max && had.WeekSessions < l.WeekSessions.Max && had.Day < l.Day.Max &&
		(had.WeekSessions == 0 || had.Since >= l.Gap.Min)
}

package visit

import (
	"slices"
	"time"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/internal/outcome"
	"github.com/openlumbar/lumbar/internal/routine"
	"github.com/openlumbar/lumbar/internal/screening"
	"github.com/openlumbar/lumbar/unit"
)

// Ended says how the session ended.
func (v *Visit) Ended(at time.Time, how End) error {
	if err := v.at(at, InSession); err != nil {
		return err
	}
	v.ended, v.end, v.reason = at, how, NoAnswer
	switch how {
	case Finished:
		v.afterwards()
	case Halted:
		v.step = Why
	default: // a fault, or nobody knows: how the person is comes first
		v.wrong()
	}
	return nil
}

// NotBegun says that the session has not come about after all: nothing moved, and it can be started again.
func (v *Visit) NotBegun(at time.Time) error {
	if err := v.at(at, InSession); err != nil {
		return err
	}
	v.step = Ready
	return nil
}

// Why takes the reason of a stop. Who just wanted to stop, or for whom it was too hard, may start afresh; too hard
// makes everything a level lower today, and where there is no lower level it was enough for today.
func (v *Visit) Why(at time.Time, r Reason) error {
	if err := v.at(at, Why); err != nil {
		return err
	}
	v.reason = r
	switch r {
	case JustStop:
		v.step = Stopped
	case TooHard:
		v.mark(screening.MarkTooHard)
		if v.lower() {
			v.step = Stopped
		} else {
			v.afterwards()
		}
	default:
		v.wrong()
	}
	return nil
}

// Felt says that something felt wrong, at any time after the session's end; the after-check follows.
func (v *Visit) Felt(at time.Time) error {
	if err := v.at(at, Why, Stopped, Rate, Rest); err != nil {
		return err
	}
	v.reason = FeltWrong
	v.wrong()
	return nil
}

// wrong asks the after-check at once. No session follows in this visit, and the next one needs a full check.
func (v *Visit) wrong() {
	v.passed, v.limits, v.record.Changed = false, chair.Limits{}, true
	v.askAfter()
}

// Reason is why the person stopped.
func (v *Visit) Reason() Reason { return v.reason }

// lower makes everything one level of force lower, and says whether there is a lower level.
func (v *Visit) lower() bool {
	levels := v.o.Check.Rules().Levels
	now := v.limits.Force[chair.ZoneMuscle].Max
	for i := len(levels) - 1; i > 0; i-- {
		if levels[i] <= now {
			v.limits = softer(v.limits, levels[i-1])
			return true
		}
	}
	return false
}

// softer is limits with a lower force everywhere, by the person's choice.
func softer(l chair.Limits, most unit.Newton) chair.Limits {
	m := l
	for z := range m.Force {
		m.Force[z] = chair.Bound[unit.Newton]{Max: most, By: chair.ByChoice}
	}
	m.BothForce = chair.Bound[unit.Newton]{Max: 2 * most, By: chair.ByChoice}
	return l.Tighten(m)
}

// afterwards goes to what is still to be asked after a session: how it feels, the after-check, water.
func (v *Visit) afterwards() {
	switch {
	case !v.rated:
		v.step = Rate
	case !v.asked:
		v.askAfter()
	default:
		v.step = Rest
	}
}

// askAfter asks the short check that goes with a session's end.
func (v *Visit) askAfter() {
	v.after, v.kind, v.sheet = true, screening.Short, briefSheet(v.o.Check, briefEnd)
	v.step = Cards
}

// closeAfter closes the check after a session.
func (v *Visit) closeAfter(at time.Time) {
	j := v.judge(at, v.sheet.answers(v.person, screening.No))
	v.asked = true
	v.record.Changed = v.record.Changed || v.sheet.full
	for _, m := range v.sheet.marks {
		v.mark(m)
	}
	v.sheet = nil
	if j.Outcome.Refused() {
		v.refuse(at, j)
		return
	}
	v.afterwards()
}

// Rate takes how the back feels now; each may be left out.
func (v *Visit) Rate(at time.Time, pain, tight, relaxed outcome.Rating) error {
	if err := v.at(at, Rate); err != nil {
		return err
	}
	v.rated = true
	v.note(outcome.Note{Day: outcome.DayOf(at), Kind: outcome.After, Pain: pain, Tightness: tight, Relaxed: relaxed})
	v.afterwards()
	return nil
}

// note keeps a note that says anything.
func (v *Visit) note(n outcome.Note) {
	if n.Pain != (outcome.Rating{}) || n.Tightness != (outcome.Rating{}) || n.Relaxed != (outcome.Rating{}) {
		v.record.Notes = append(v.record.Notes, n)
	}
}

// mark keeps what the session means for the dose.
func (v *Visit) mark(m string) { v.sessionRecord().Marks = append(v.sessionRecord().Marks, m) }

// sessionRecord is the record of the session.
func (v *Visit) sessionRecord() *screening.Session {
	if v.record.Session == nil {
		v.record.Session = &screening.Session{PainNext: -1, Soreness: -1}
	}
	return v.record.Session
}

// Sentences are how the session felt, in sentences; nothing if too little was noted. At Rest.
func (v *Visit) Sentences() []string {
	for _, n := range v.record.Notes {
		if n.Kind == outcome.After {
			return outcome.Felt(v.before, n)
		}
	}
	return nil
}

// Tomorrow is when the next day's question is asked, outside of quiet hours; zero if there was no session.
func (v *Visit) Tomorrow(q routine.Quiet) time.Time {
	if v.ended.IsZero() {
		return time.Time{}
	}
	return routine.NextDay(v.ended, q)
}

// Record is what the visit leaves behind so far.
func (v *Visit) Record(q routine.Quiet) Record {
	r := v.record
	r.Notes, r.Approvals = slices.Clone(r.Notes), slices.Clone(r.Approvals)
	if v.ended.IsZero() {
		return r
	}
	s := screening.Session{PainNext: -1, Soreness: -1}
	if r.Session != nil {
		s = *r.Session
	}
	s.Ended, s.PainBefore, s.Marks = v.ended, v.person.PainNow, slices.Clone(s.Marks)
	s.Stopped = v.end == Broken || v.end == Hurt || v.end == Halted && v.reason != JustStop && v.reason != TooHard
	s.Level = v.level()
	r.Session, r.NextDay = &s, v.Tomorrow(q)
	r.Notes = append([]outcome.Note{v.before}, r.Notes...)
	return r
}

// Open says whether a session of the visit is under way, or over and nobody has said why they stopped it. What then
// cuts the visit off leaves a session that counts as one after which something felt wrong.
func (v *Visit) Open() bool { return v.step == InSession || v.step == Why }

// level is the highest force level that the limits of the session let through, from 1.
func (v *Visit) level() int {
	n := 1
	for i, l := range v.o.Check.Rules().Levels {
		if l <= v.granted {
			n = i + 1
		}
	}
	return n
}

// After says whether the check that is asked is the one after a session.
func (v *Visit) After() bool { return v.after }

// FreshUntil is until when a start is the same session, at Stopped.
func (v *Visit) FreshUntil() time.Time { return v.ended.Add(Fresh) }

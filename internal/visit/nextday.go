package visit

import (
	"time"

	"github.com/openlumbar/lumbar/internal/outcome"
	"github.com/openlumbar/lumbar/internal/screening"
)

// NextDay takes how the day after the last session was: pain, and soreness; each may be left out. One card follows.
// What is said counts for the dose of this very visit.
func (v *Visit) NextDay(at time.Time, pain, sore outcome.Rating) error {
	if err := v.at(at, NextDay); err != nil {
		return err
	}
	last := &v.sessions[len(v.sessions)-1]
	last.PainNext, last.Soreness = number(pain), number(sore)
	v.note(outcome.Note{Day: outcome.DayOf(at), Kind: outcome.Daily, Pain: pain})
	v.next, v.kind, v.sheet, v.step = true, screening.Short, briefSheet(v.o.Check, briefNext), Cards
	return nil
}

// closeNext closes the check of the next day. Who chose a sign of it is asked everything before the next session.
func (v *Visit) closeNext(at time.Time) {
	last := &v.sessions[len(v.sessions)-1]
	last.Marks = append(last.Marks[:len(last.Marks):len(last.Marks)], v.sheet.marks...)
	kept := *last
	v.record.Before = &kept
	j := v.judge(at, v.sheet.answers(v.person, screening.No))
	if j.Outcome.Refused() {
		v.refuse(at, j)
		return
	}
	v.next = false
	v.enter(at)
}

// NextDayAsked says whether the check that is asked is the one of the next day.
func (v *Visit) NextDayAsked() bool { return v.next }

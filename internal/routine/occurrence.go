package routine

import (
	"fmt"
	"slices"
	"time"
)

// What an occurrence is.
type What uint8

// The occurrences.
const (
	_        What = iota
	WarmUp        // movements before a session
	Session       // in the chair
	Question      // of the day after
)

// String is the stable name, as it stands in ids and addresses.
func (w What) String() string {
	switch w {
	case WarmUp:
		return "warm-up"
	case Session:
		return "session"
	case Question:
		return "daily"
	}
	return "invalid"
}

// An Occurrence is one moment of a routine.
type Occurrence struct {
	What   What
	Start  time.Time
	Length time.Duration
	Day    string // 2026-03-01: the person's own day
}

// ID is the same for the same kind of moment on the same day, whatever else of the routine changes.
func (o Occurrence) ID() string { return fmt.Sprintf("%s-%s", o.What, o.Day) }

// session is how long a session and what belongs to it takes in a calendar.
const session = 20 * time.Minute

// Occurrences are a week's moments on so many days from a day on, in the zone of from, by time. What would begin in
// quiet hours is left out, and the question moves to their end.
func Occurrences(w Week, from time.Time, days int, q Quiet) []Occurrence {
	var out []Occurrence
	add := func(what What, start time.Time, length time.Duration) {
		out = append(out, Occurrence{what, start, length, start.Format(time.DateOnly)})
	}
	yesterday := false
	for i := -1; i < days; i++ {
		day := daysOn(from, i)
		at := w.At.At(day)
		if yesterday && i >= 0 {
			add(Question, q.after(at), time.Minute)
		}
		yesterday = w.Session[day.Weekday()] && !q.Has(at)
		if !yesterday || i < 0 {
			continue
		}
		if s, ok := FindSequence(w.WarmUp); ok {
			if length := time.Duration(s.Minutes) * time.Minute; !q.Has(at.Add(-length)) {
				add(WarmUp, at.Add(-length), length)
			}
		}
		add(Session, at, session)
	}
	slices.SortStableFunc(out, func(a, b Occurrence) int { return a.Start.Compare(b.Start) })
	return out
}

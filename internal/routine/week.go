package routine

import (
	"fmt"
	"math/bits"
	"time"
)

// A Kind of day is what a person's day is mostly like. The zero value is Sitting.
type Kind uint8

// The kinds of day.
const (
	Sitting Kind = iota
	Standing
	Training
)

// String is the kind in a word.
func (k Kind) String() string {
	switch k {
	case Sitting:
		return "sitting"
	case Standing:
		return "standing"
	case Training:
		return "training"
	}
	return "invalid"
}

// KindOf is the kind of a word.
func KindOf(word string) (Kind, bool) {
	for k := Sitting; k <= Training; k++ {
		if k.String() == word {
			return k, true
		}
	}
	return Sitting, false
}

// WarmUp is the id of the sequence before a session on such a day.
func (k Kind) WarmUp() string {
	switch k {
	case Standing:
		return "feet"
	case Training:
		return "training"
	}
	return "floor"
}

// A Clock is a time of day on the person's own clock, in minutes after midnight.
type Clock int

// At is the moment of the clock on a day, in the day's zone. An hour that the change to summer time leaves out becomes
// the one after it.
func (c Clock) At(day time.Time) time.Time {
	y, m, d := day.Date()
	at := time.Date(y, m, d, int(c)/60, int(c)%60, 0, 0, day.Location())
	// For an hour that is left out time.Date may take the one before, which can be on the day before.
	if short := time.Date(y, m, d, int(c)/60, int(c)%60, 0, 0, time.UTC).Sub(wall(at)); short > 0 {
		at = at.Add(short)
	}
	return at
}

// wall is what a clock on the wall shows, as a moment that can be compared with another's.
func wall(at time.Time) time.Time {
	y, m, d := at.Date()
	return time.Date(y, m, d, at.Hour(), at.Minute(), 0, 0, time.UTC)
}

// daysOn is so many days on, at noon: in some zones the change to summer time leaves midnight out, so that adding a day
// to a moment may end on the same day.
func daysOn(at time.Time, n int) time.Time {
	y, m, d := at.Date()
	return time.Date(y, m, d+n, 12, 0, 0, 0, at.Location())
}

// String is the clock as 17:30.
func (c Clock) String() string { return fmt.Sprintf("%02d:%02d", int(c)/60, int(c)%60) }

// clockOf is the time of day of a moment.
func clockOf(at time.Time) Clock { return Clock(at.Hour()*60 + at.Minute()) }

// A Dose is the upper bound of sessions. It comes from the limits of the person and the chair; the zero value allows
// none.
type Dose struct {
	PerWeek int
	DaysOff int // days of a week without a session, at least
	MinGap  time.Duration
}

// A Wish is what a person wants of a week.
type Wish struct {
	Kind     Kind
	Sessions int   // as many as wanted; the dose bounds them
	At       Clock // when a session suits
	// Free are the days on which a session can be; none set means any.
	Free [7]bool // by time.Weekday
	Hard [7]bool // days of hard training or long standing: kept without a session where that can be
}

// A Week is the days of a week with a session, by time.Weekday, the same every week.
type Week struct {
	Kind    Kind
	At      Clock
	Session [7]bool
	WarmUp  string // id of the sequence before a session
	After   string // id of the one after it
}

// Sessions is how many sessions the week has.
func (w Week) Sessions() int {
	n := 0
	for _, s := range w.Session {
		if s {
			n++
		}
	}
	return n
}

// PlanWeek lays sessions into a week: as many as are wished and the dose allows, gaps kept also from Sunday to Monday,
// as evenly as can be, hard days last. Fewer than wished is an answer, not an error.
func PlanWeek(w Wish, d Dose) Week {
	plan := Week{Kind: w.Kind, At: w.At, WarmUp: w.Kind.WarmUp(), After: "after"}
	free := byte(0)
	for day, ok := range w.Free {
		if ok || w.Free == [7]bool{} {
			free |= 1 << day
		}
	}
	most := min(w.Sessions, d.PerWeek, 7-d.DaysOff)
	best, bestCost := byte(0), 0
	for days := byte(1); days < 1<<7; days++ {
		n := bits.OnesCount8(days)
		if days&^free != 0 || n > most || n < bits.OnesCount8(best) || !spaced(days, d.MinGap) {
			continue
		}
		if cost := cost(days, w.Hard); n > bits.OnesCount8(best) || cost < bestCost {
			best, bestCost = days, cost
		}
	}
	for day := range plan.Session {
		plan.Session[day] = best&(1<<day) != 0
	}
	return plan
}

// gaps calls f with the days from each session to the next, round the week.
func gaps(days byte, f func(int)) {
	first, last := -1, -1
	for day := range 7 {
		if days&(1<<day) == 0 {
			continue
		}
		if last >= 0 {
			f(day - last)
		} else {
			first = day
		}
		last = day
	}
	if first >= 0 {
		f(7 + first - last)
	}
}

// spaced says whether all gaps are long enough. A day counts an hour less: the one with the change to summer time.
func spaced(days byte, least time.Duration) bool {
	ok := true
	gaps(days, func(n int) {
		if least > 24*time.Hour && time.Duration(24*n-1)*time.Hour < least || time.Duration(24*n)*time.Hour < least {
			ok = false
		}
	})
	return ok
}

// cost is less for fewer hard days, then for evener gaps.
func cost(days byte, hard [7]bool) int {
	c := 0
	for day, h := range hard {
		if h && days&(1<<day) != 0 {
			c += 1000
		}
	}
	gaps(days, func(n int) { c += n * n })
	return c
}

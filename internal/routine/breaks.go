package routine

import "time"

// Quiet are the hours in which nothing is asked or proposed; they may run over midnight. The zero value is none.
type Quiet struct{ From, To Clock }

// Has says whether a moment lies in the quiet hours.
func (q Quiet) Has(at time.Time) bool {
	c := clockOf(at)
	if q.From <= q.To {
		return q.From <= c && c < q.To
	}
	return c >= q.From || c < q.To
}

// after is the moment itself, or the end of the quiet hours it lies in. Where summer time leaves that end out, and what
// comes in its place is quiet, it is the next day's.
func (q Quiet) after(at time.Time) time.Time {
	for day := 0; q.Has(at) && day < 3; day++ {
		end := q.To.At(at)
		if !end.After(at) {
			end = q.To.At(daysOn(at, 1))
		}
		at = end
	}
	return at
}

// Breaks are proposals to move in working hours. The zero value proposes none.
type Breaks struct {
	Every       time.Duration // between breaks; 50 minutes is the usual, after HSE: short and often
	From, Until Clock         // working hours, From before Until
	Days        [7]bool       // by time.Weekday
	Quiet       Quiet
}

// horizon is how far Next looks: every weekday comes once in it.
const horizon = 8 * 24 * time.Hour

// Next is when the next break is proposed, in the zone of moved: Every after the person last moved, by a break or by
// themselves, and not before a snooze ends. Each two proposals ignored in a row double the wait, up to four times: who
// does not want them is left alone. The zero time means never.
func (b Breaks) Next(moved, snoozed time.Time, ignored int) time.Time {
	if b.Every <= 0 || b.From >= b.Until {
		return time.Time{}
	}
	every := b.Every << min(2, max(0, ignored)/2)
	due := moved.Add(every)
	if due.Before(snoozed) {
		due = snoozed.In(moved.Location())
	}
	for end := due.Add(horizon); due.Before(end); {
		// By the clock and not by moments: an hour may be left out, or come twice.
		switch c := clockOf(due); {
		case !b.Days[due.Weekday()] || c >= b.Until:
			due = b.From.At(daysOn(due, 1)).Add(every)
		case c < b.From:
			later := b.From.At(due).Add(every)
			if !later.After(due) {
				later = due.Add(time.Minute)
			}
			due = later
		case b.Quiet.Has(due):
			due = b.Quiet.after(due)
		default:
			return due
		}
	}
	return time.Time{}
}

// NextDay is when the question after a session is asked: the next day at the same hour, or when quiet hours end.
func NextDay(ended time.Time, q Quiet) time.Time { return q.after(clockOf(ended).At(daysOn(ended, 1))) }

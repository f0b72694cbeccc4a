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

// after is the moment itself, or the end of the quiet hours it lies in.
func (q Quiet) after(at time.Time) time.Time {
	if !q.Has(at) {
		return at
	}
	end := q.To.At(at)
	if !end.After(at) {
		end = q.To.At(at.AddDate(0, 0, 1))
	}
	return end
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
		from, until := b.From.At(due), b.Until.At(due)
		switch {
		case !b.Days[due.Weekday()] || !due.Before(until):
			due = b.From.At(due.AddDate(0, 0, 1)).Add(every)
		case due.Before(from):
			due = from.Add(every)
		case b.Quiet.Has(due):
			due = b.Quiet.after(due)
		default:
			return due
		}
	}
	return time.Time{}
}

// NextDay is when the question after a session is asked: the next day at the same hour, or when quiet hours end.
func NextDay(ended time.Time, q Quiet) time.Time { return q.after(ended.AddDate(0, 0, 1)) }

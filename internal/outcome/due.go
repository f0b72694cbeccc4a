package outcome

// Prompts is which questions are due. Each may be skipped.
type Prompts struct{ Daily, Weekly, Monthly bool }

// How often the questions come (clinical reference 3.2), and for how long one stands before it counts as ignored. The
// latter are our own choice.
const (
	monthlyEvery = 28
	weeklyOpen   = 3
	monthlyOpen  = 7
	leastOften   = 4 // times the usual interval
)

// Due says what is due today. Notes are in any order. Start is the day from which the person takes notes; begin the
// first day with the chair, 0 if there was none yet: before it there is no change to ask for.
func Due(notes []Note, start, begin, today Day) Prompts {
	p := Prompts{Daily: true}
	weekly, monthly := start, begin
	for _, n := range notes {
		switch {
		case n.Day > today:
		case n.Kind == Daily && n.Day == today && !n.Empty(): // an empty one only has marks of a session
			p.Daily = false
		case n.Kind == Weekly:
			weekly = max(weekly, n.Day)
		case n.Kind == Monthly:
			monthly = max(monthly, n.Day)
		}
	}
	p.Weekly = start > 0 && prompted(today-weekly, week, weeklyOpen)
	p.Monthly = begin > 0 && prompted(today-monthly, monthlyEvery, monthlyOpen)
	return p
}

// prompted says whether a prompt stands so many days after the last answer: each is open for some days, and after every
// two that were ignored the time between them doubles, up to four times the usual.
func prompted(after, every, open Day) bool {
	most, at := every*leastOften, every
	for ignored := 1; at <= after; ignored++ {
		if after < at+open {
			return true
		}
		if ignored%2 == 0 {
			every = min(2*every, most)
		}
		at += every
	}
	return false
}

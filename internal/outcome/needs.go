package outcome

import "fmt"

// Begin is the first day with the chair on or after the day from which a person compares; 0 if there is none yet.
func Begin(since Day, sessions []Day) Day {
	first := Day(0)
	for _, d := range sessions {
		if d >= since && (first == 0 || d < first) {
			first = d
		}
	}
	return first
}

// Needs are what the answer of Judge still needs, as sentences for the person; nothing once it can be given, or never
// can. Begin 0 is that the chair was not used yet. They ask for notes alone, and never for a session.
func Needs(r Record, today Day) []string {
	w := r.weeks()
	if r.Begin == 0 {
		if w.at(today-week+1).n >= leastRatings || w.at(today-2*week+1).n >= leastRatings {
			return []string{"The weeks before the chair have enough notes. Two weeks of them make a better start than one."}
		}
		return []string{"First one or two weeks of notes without the chair, four a week at least.", more(leastRatings-w.at(today-week+1).n, "in any seven days")}
	}
	if Judge(r, today).Reason != TooEarly {
		return nil
	}
	says := []string{fmt.Sprintf("Weeks 3 and 4 with the chair are compared: %s to %s, four notes in each.", (r.Begin + 2*week).Words(), (r.Begin + judgedAfter - 1).Words())}
	if third := r.Begin + 2*week; today >= third {
		start := third + (today-third)/week*week
		says = append(says, more(leastRatings-w.at(start).n, "this week"))
		if start > third && w.at(third).n < leastRatings {
			return []string{"Week 3 has fewer than four daily notes, so this comparison will not answer. Weeks on and off can."}
		}
	}
	if used := r.used(r.Begin, today+1); used < leastSessions {
		says = append(says, fmt.Sprintf("It also rests on %d days with the chair in the four weeks; there are %d so far. Fewer are fine: then it only cannot be said.", leastSessions, used))
	}
	return says
}

// NeedsOnOff are what the answer of Compare still needs.
func NeedsOnOff(r Record, first, today Day) []string {
	on, in := On(first, today)
	if !in {
		return nil
	}
	start := first + (today-first)/blockDays*blockDays
	word := "without the chair"
	if on {
		word = "with the chair, as you like it"
	}
	says := []string{fmt.Sprintf("Now: two weeks %s, until %s.", word, (start + blockDays - 1).Words())}
	if counts := start + week; today >= counts {
		says = append(says, more(leastRatings-r.weeks().at(counts).n, "this week, which counts"))
	} else {
		says = append(says, fmt.Sprintf("The second of the two weeks counts: four notes from %s on.", counts.Words()))
	}
	return says
}

// more is how many notes are still to come.
func more(n int, when string) string {
	switch {
	case n <= 0:
		return "There are enough notes " + when + "."
	case n == 1:
		return "One more daily note " + when + "."
	}
	return fmt.Sprintf("%s more daily notes %s.", [...]string{"", "", "Two", "Three", "Four"}[min(n, leastRatings)], when)
}

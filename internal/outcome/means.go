package outcome

import "slices"

// WeekMean is the mean of a week's days, from its first day.
type WeekMean struct {
	Start Day
	Mean  float64
}

// Means are the means of the weeks, counted from origin both ways, that have enough days to be compared; in order.
func Means(days map[Day]float64, origin Day) (means []WeekMean) {
	byWeek := map[Day][]float64{}
	for _, d := range sortedDays(days) { // in order, so that the sum is the same every time
		start := origin + floorDiv(d-origin, week)*week
		byWeek[start] = append(byWeek[start], days[d])
	}
	for start, values := range byWeek {
		if len(values) >= leastRatings {
			means = append(means, WeekMean{start, sampleOf(values).mean})
		}
	}
	slices.SortFunc(means, func(a, b WeekMean) int { return int(a.Start - b.Start) })
	return means
}

func sortedDays(days map[Day]float64) []Day {
	all := make([]Day, 0, len(days))
	for d := range days {
		all = append(all, d)
	}
	slices.Sort(all)
	return all
}

// floorDiv divides downwards, also below zero.
func floorDiv(a, b Day) Day {
	q := a / b
	if a%b < 0 {
		q--
	}
	return q
}

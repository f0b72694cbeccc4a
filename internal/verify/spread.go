package verify

import (
	"cmp"
	"math"
	"slices"
)

// Spread is how a figure lies over bodies: percentiles by the nearest rank, and the worst.
type Spread struct {
	P1      float64 `json:"p1"`
	P5      float64 `json:"p5"`
	P50     float64 `json:"p50"`
	P95     float64 `json:"p95"`
	P99     float64 `json:"p99"`
	Worst   float64 `json:"worst"`
	WorstOf string  `json:"worst_body"`
}

// spread is that of a figure; low says that the least is the worst. Of equally bad bodies the first is named.
func spread(all []Outcome, low bool, value func(*Outcome) float64) (s Spread) {
	if len(all) == 0 {
		return s
	}
	x := make([]float64, len(all))
	for i := range all {
		x[i] = value(&all[i])
		worse := x[i] > s.Worst
		if low {
			worse = x[i] < s.Worst
		}
		if i == 0 || worse {
			s.Worst, s.WorstOf = x[i], all[i].ID
		}
	}
	slices.Sort(x)
	rank := func(q float64) float64 { return round(x[max(0, int(math.Ceil(q*float64(len(x))))-1)]) }
	s.P1, s.P5, s.P50, s.P95, s.P99 = rank(0.01), rank(0.05), rank(0.5), rank(0.95), rank(0.99)
	s.Worst = round(s.Worst)
	return s
}

// ranks is the rank of each value, from 1; equal ones share their mean rank.
func ranks(x []float64) []float64 {
	order := make([]int, len(x))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int { return cmp.Or(cmp.Compare(x[a], x[b]), cmp.Compare(a, b)) })
	out := make([]float64, len(x))
	for from := 0; from < len(order); {
		to := from + 1 // what is no number is equal to nothing, not even to itself
		for to < len(order) && x[order[to]] == x[order[from]] {
			to++
		}
		for _, i := range order[from:to] {
			out[i] = float64(from+to+1) / 2
		}
		from = to
	}
	return out
}

// correlation is Pearson's; of ranks it is Spearman's. 0 where one of both does not vary.
func correlation(x, y []float64) float64 {
	n := float64(len(x))
	var mx, my float64
	for i := range x {
		mx, my = mx+x[i]/n, my+y[i]/n
	}
	var xy, xx, yy float64
	for i := range x {
		dx, dy := x[i]-mx, y[i]-my
		xy, xx, yy = xy+float64(dx*dy), xx+float64(dx*dx), yy+float64(dy*dy)
	}
	if xx == 0 || yy == 0 {
		return 0
	}
	return xy / math.Sqrt(xx*yy)
}

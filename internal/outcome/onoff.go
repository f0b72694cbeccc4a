package outcome

import "math"

// Blocks of the on/off weeks: two weeks each, on, off, on, off.
const (
	blockDays = 2 * week
	blocks    = 4
)

// Of each block only the second week counts: what lasts from the block before has a week to fade. The weights
// compare each block with the mean of its neighbours, so that a steady trend cancels exactly:
// (on2 - (off1+off2)/2 + (on1+on2)/2 - off1) / 2.
var contrast = [blocks]float64{0.25, -0.75, 0.75, -0.25}

// On says whether a day of on/off weeks that begin at first is one with the chair, and whether it belongs to them.
func On(first, day Day) (on, in bool) {
	n := day - first
	if n < 0 || n >= blocks*blockDays {
		return false, false
	}
	return n/blockDays%2 == 0, true
}

// Compare tests weeks with the chair against weeks without: two weeks on, two off, twice, beginning at first.
// It asks for a change that people call one, the same way in both pairs of blocks, and beyond what chance and
// the wandering of weeks give in 95 of 100. Needed is the drop that this asks for. It is fair to new trouble too:
// what passes by itself falls on both sides.
func Compare(r Record, first, today Day) Judgement {
	j := Judgement{Test: OnAndOff, Measure: r.Measure}
	no := func(why Reason) Judgement { j.Reason = why; return j }
	if end := first + blocks*blockDays; today < end {
		j.Ready = end
		return no(TooEarly)
	}
	w := r.weeks()
	var s [blocks]sample
	for i := range s {
		start := first + Day(i)*blockDays
		s[i] = w.at(start + week)
		used := r.used(start, start+blockDays)
		switch on := i%2 == 0; {
		case s[i].n < leastRatings:
			return no(FewRatings)
		case on && used < leastSessions/2:
			return no(FewSessions)
		case !on && used > 0:
			return no(MixedBaseline)
		}
	}
	day := dayVariance(s[:]...)
	change, variance, weights2 := 0.0, 0.0, 0.0
	for i, c := range contrast {
		change += float64(c * s[i].mean)
		variance += float64(c * c * s[i].meanVariance(day))
		weights2 += float64(c * c)
	}
	chance := quantile * math.Sqrt(variance+float64(weights2*weekWander*weekWander))
	off := (3*s[1].mean + s[3].mean) / 4
	j.Was, j.Is = off, off+change
	j.Needed = max(chance, min(pointsThatMatter, max(leastPoints, shareThatMatters*off)))
	first2, second := s[0].mean-s[1].mean, s[2].mean-s[3].mean
	size := math.Abs(change)
	switch {
	case !matters(size, off) || size < chance:
		j.Verdict = Same
	case change < 0 && first2 < 0 && second < 0:
		j.Verdict = Better
	case change > 0 && first2 > 0 && second > 0:
		j.Verdict = Worse
	default:
		j.Verdict = Same
	}
	return j
}

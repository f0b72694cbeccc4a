package motion

import (
	"math"
	"testing"
)

// No first step gives a shorter whole: whatever is done first for a moment, within the limits, that moment plus the
// best motion from there takes no less than the best motion from the start. A planner that fulfils this for every
// start and every first step is time-optimal (Bellman).
func TestNoFirstStepIsBetter(t *testing.T) {
	s, tried, worst := seed(5), 0, 0.0
	for range 40000 {
		p := anyProblem(s, 1)
		p.pos, p.from.Pos = p.pos-p.from.Pos, 0 // a position far from 0 would add its rounding to the distance
		if !keepable(p.from, p.limits) {
			continue
		}
		best := must(t)(toPosition(p.from, p.pos, p.limits))
		if best.Duration() == 0 {
			continue
		}
		moment := best.Duration() * power(s, -4, 0)
		jerk := share(s) * p.limits.Jerk
		next := p.from.step(jerk, moment)
		// The acceleration and the speed at which it would come to nought are extreme at the ends of the moment, or
		// where the acceleration is 0.
		zero := p.from
		if turn := -p.from.Acc / jerk; turn > 0 && turn < moment { // jerk 0 makes it infinite, or not a number
			zero = p.from.step(jerk, turn)
		}
		if !keepable(next, p.limits) || !keepable(zero, p.limits) {
			continue
		}
		tried++
		rest := must(t)(toPosition(next, p.pos, p.limits))
		if gain := 1 - (moment+rest.Duration())/best.Duration(); !(gain <= 1e-8) {
			t.Fatalf("%+v: jerk %v for %v s and then the best takes %v of the time less", p, jerk, moment, gain)
		} else {
			worst = max(worst, gain)
		}
	}
	t.Logf("%d first steps tried, the best gains %.2g", tried, worst)
	if tried < 10000 {
		t.Errorf("only %d first steps tried", tried)
	}
}

// manoeuvre is a random motion: four phases of some jerk, and Stop.
type manoeuvre [4]struct{ jerk, seconds float64 }

// run returns the time that m takes relative to that of ToPosition to where m ends. It is not ok if m does not keep
// the limits.
func (m manoeuvre) run(t *testing.T, from State, l Limits) (relative float64, ok bool) {
	s, time := from, 0.0
	for _, ph := range m {
		if ph.jerk != 0 {
			if turn := -s.Acc / ph.jerk; turn > 0 && turn < ph.seconds && !keepable(s.step(ph.jerk, turn), l) {
				return 0, false
			}
		}
		s = s.step(ph.jerk, ph.seconds)
		if !keepable(s, l) {
			return 0, false
		}
		time += ph.seconds
	}
	halt := must(t)(stop(s, l))
	best := must(t)(toPosition(from, halt.End().Pos, l))
	if best.Duration() == 0 {
		return 0, false
	}
	return (time + halt.Duration()) / best.Duration(), true
}

// Nor does a brute search over whole manoeuvres, improved by hill climbing, find a faster one.
func TestBruteSearchFindsNoFaster(t *testing.T) {
	s, nearest, found := seed(6), math.Inf(1), 0
	for range 60 {
		p := anyProblem(s, 1)
		p.from.Pos = 0
		if !keepable(p.from, p.limits) {
			continue
		}
		l := p.limits
		unit := l.Acc / l.Jerk
		for range 20 {
			var m manoeuvre
			for i := range m {
				m[i].jerk, m[i].seconds = share(s)*l.Jerk, unit*power(s, -3, 1)
			}
			got, ok := m.run(t, p.from, l)
			for range 200 {
				n := m
				i := s.pick(len(n))
				if s.pick(2) == 0 {
					n[i].seconds *= s.between(0, 2)
				} else {
					n[i].jerk = share(s) * l.Jerk
				}
				if g, k := n.run(t, p.from, l); k && (!ok || g < got) {
					m, got, ok = n, g, true
				}
			}
			if !ok {
				continue
			}
			found++
			nearest = min(nearest, got)
			if got < 1-1e-9 {
				t.Fatalf("from %+v under %+v: %+v takes %v of the time of ToPosition", p.from, l, m, got)
			}
		}
	}
	t.Logf("%d manoeuvres climbed to; the fastest takes ToPosition's time times 1%+.2g", found, nearest-1)
	if found < 300 || nearest > 1+1e-6 {
		t.Errorf("the search is too weak: %d manoeuvres, the fastest %v", found, nearest)
	}
}

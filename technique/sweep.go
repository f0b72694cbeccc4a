package technique

import (
	"fmt"
	"math"
	"time"

	"github.com/openlumbar/lumbar/body"
	"github.com/openlumbar/lumbar/motion"
	"github.com/openlumbar/lumbar/unit"
)

// shortestSweep is the least distance worth going back and forth: below it the carriage stays. It is reached
// only where a chair's travel ends beside the person's levels. Assumption.
const shortestSweep = 10 // mm

// sweep is the carriage going back and forth between two places, in legs from rest to rest. A whole number of
// legs fills the time: the leg is planned at the asked speed and then slowed evenly, which keeps it within
// every limit and leaves no time standing still under load. Where not even one fits, the leg is a part of the
// way.
type sweep struct {
	leg    motion.Path // there; the way back mirrors it
	pace   float64     // share of the asked speed, at most 1
	period float64     // s, one leg at that pace
	legs   float64
	ends   float64 // mm, sum of both places, for the mirror
}

func newSweep(p *Place, from, to body.Level, speed unit.MMPerSecond, total time.Duration) (sweep, error) {
	if !from.Valid() || !to.Valid() {
		return sweep{}, fmt.Errorf("range from %v to %v", from, to)
	}
	a, b := p.at(from), p.at(to)
	seconds := total.Seconds()
	if math.Abs(b-a) < shortestSweep {
		return sweep{leg: motion.Rest(a), period: seconds, legs: 1, ends: 2 * a}, nil
	}
	limits := p.carry(speed)
	leg, err := plan(a, b, limits)
	if err != nil {
		return sweep{}, err
	}
	if leg.Duration() > seconds {
		if leg, err = partLeg(a, b, seconds, limits); err != nil {
			return sweep{}, err
		}
	}
	legs := max(1, math.Floor(seconds/leg.Duration()+1e-9))
	period := seconds / legs
	return sweep{leg: leg, pace: leg.Duration() / period, period: period, legs: legs, ends: a + leg.End().Pos}, nil
}

// partLeg is the longest way from a towards b that ends at rest within the seconds.
func partLeg(a, b, seconds float64, limits motion.Limits) (motion.Path, error) {
	best := motion.Rest(a)
	low, high := 0.0, 1.0
	for range 30 { // to a thousandth of a micrometre
		mid := (low + high) / 2
		leg, err := plan(a, a+float64(mid*(b-a)), limits)
		if err != nil {
			return motion.Path{}, err
		}
		if leg.Duration() > seconds {
			high = mid
		} else {
			low, best = mid, leg
		}
	}
	return best, nil
}

// at is the carriage t seconds after the start.
func (s *sweep) at(t float64) (along float64, vel unit.MMPerSecond) {
	n := min(math.Floor(t/s.period), s.legs-1)
	m := s.leg.At((t - float64(n*s.period)) * s.pace)
	if int(n)&1 == 1 {
		return s.ends - m.Pos, unit.MMPerSecond(-m.Vel * s.pace)
	}
	return m.Pos, unit.MMPerSecond(m.Vel * s.pace)
}

// plan is the way from rest to rest.
func plan(from, to float64, l motion.Limits) (motion.Path, error) {
	way := motion.Axis{From: motion.State{Pos: from}, To: motion.State{Pos: to}, Limits: l}
	return way.Plan()
}

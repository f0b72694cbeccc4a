package verify

import (
	"context"

	"github.com/openlumbar/lumbar/chair"
)

// A quick run gives every body the session at half the chair's rate: the same session, control, guard and twin, with control
// periods twice as long, which takes half the time. Whoever comes near a limit there, or does not come to the end, gets it
// once more at the chair's own rate, and only that counts; so does, in the end, whoever is among the worst. What is left of
// half the rate are percentiles, and what they depend on, of bodies that are far from every limit.

// quickPeriods is how many control periods are one in a quick run.
const quickPeriods = 2

// margins is how near a limit, in the limit's unit, a body has to be for being played again at the chair's own rate. Each is
// twice the furthest that half the rate was off on 120 bodies, twelve on each programme that ships (docs/verify.md),
// or more; TestQuick holds some bodies against them.
var margins = map[string]float64{
	"force": 23, "both": 10, "skin": 0.1, "pad": 0.1, "dose": 0.01, "spot": 10, "part": 38, "session": 15, "tapping": 10,
}

// slowed is the profile of a quick run: none where the chair's own times leave no room for half its rate.
func slowed(p *chair.Profile) (slow chair.Profile, ok bool) {
	slow = *p
	slow.Control /= quickPeriods
	period := slow.Period()
	return slow, slow.Stale >= period && slow.Heartbeat >= 2*period
}

// telling says whether half the rate is not enough for this body.
func (o *Outcome) telling() bool {
	if !o.Whole() || o.Refused > 0 {
		return true
	}
	everyone := chair.Everyone()
	for i := range Limits {
		l := &Limits[i]
		if !(l.Value(o) <= l.Bound(&everyone)-margins[l.Key]) {
			return true
		}
	}
	return false
}

// playQuick gives one body the session at half the rate, and once more at the chair's own if that is telling.
func (s *Setting) playQuick(ctx context.Context, p *Person) (Outcome, error) {
	r := s.rigOf(p, &s.slow)
	r.out.Quick = true
	o, err := r.run(ctx)
	if err != nil || !o.telling() {
		return o, err
	}
	return s.newRig(p).run(ctx)
}

// Settle plays whoever of a quick run is among the worst again at the chair's own rate, until all of those have been, and
// hands each to seen. Nothing is left to do of another run.
func (s *Setting) Settle(ctx context.Context, all []Outcome, seen func(Outcome) error) error {
	for {
		var todo []int
		for _, w := range s.worst(all) {
			if w.Quick {
				todo = append(todo, w.Row-1)
			}
		}
		if len(todo) == 0 {
			return nil
		}
		at := map[int]int{}
		for i := range all {
			at[all[i].Row] = i
		}
		err := s.each(ctx, todo, func(ctx context.Context, p *Person) (Outcome, error) { return s.newRig(p).run(ctx) },
			func(o Outcome) error {
				all[at[o.Row]] = o
				return seen(o)
			})
		if err != nil {
			return err
		}
	}
}

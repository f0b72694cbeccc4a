package verify

import (
	"context"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/unit"
)

// A quick run gives every body the session at 100 ticks a second first: the same session, control, guard and twin, with control
// periods of 10 ms. Where the chair's own are of 4 ms, that takes less than half the time. Whoever comes near a limit there, or
// does not come to the end, gets it once more at the chair's own rate, and only that counts; so does, in the end, whoever is
// among the worst. What is left of the slower rate are percentiles, and what they depend on, of bodies that are far from every
// limit.

// quickRate is that of a quick run. The shaking of the scan, four times a second, must fall on whole ticks, as it does here: at
// 125 Hz, where it does not, levels were found elsewhere by up to 11 mm, and nearly everything was further off.
const quickRate unit.Hertz = 100

// margins is how near a limit, in the limit's unit, a body has to be for being played again at the chair's own rate: more than
// the furthest that the quick rate was off on any of 120 bodies (docs/verify.md), most of them several times that. The force
// has the widest, by the trip of the tissue under it: over somebody whose rollers turn at the edge of a bony place it jumps.
var margins = map[string]float64{
	"force": 30, "both": 15, "skin": 0.1, "pad": 0.1, "dose": 0.01, "spot": 10, "part": 25, "session": 15, "tapping": 10,
}

// slowed is the profile of a quick run: none where the chair is no faster, or its own times leave no room for the rate.
func slowed(p *chair.Profile) (slow chair.Profile, ok bool) {
	slow = *p
	slow.Control = quickRate
	period := slow.Period()
	return slow, p.Control > quickRate && slow.Stale >= period && slow.Heartbeat >= 2*period
}

// telling says whether the quick rate is not enough for this body.
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

// play plays a body by run: in a quick run at the quick rate, and at the chair's own if that is telling.
func (s *Setting) play(run func(quick bool) (Outcome, error)) (Outcome, error) {
	if s.quick {
		if o, err := run(true); err != nil || !o.telling() {
			return o, err
		}
	}
	return run(false)
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
		err := s.each(ctx, todo, func(ctx context.Context, p *Person) (Outcome, error) { return s.rigOf(p, false).run(ctx, nil) },
			func(o Outcome) error {
				all[at[o.Row]] = o
				return seen(o)
			})
		if err != nil {
			return err
		}
	}
}

package verify

import (
	"context"
	"time"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/internal/session"
	"github.com/openlumbar/lumbar/internal/twin"
	"github.com/openlumbar/lumbar/technique"
	"github.com/openlumbar/lumbar/unit"
)

// A quick run gives every body the session at fewer ticks first: the same session, control, guard and twin, with control
// periods of 10 ms while the back is felt and while rollers tap, and longer ones, with longer steps of the plant, for the rest
// of a massage. Where the chair's own are of 4 ms, that takes a fraction of the time. Whoever comes near a limit there, or
// does not come to the end, gets it once more at the chair's own rate, and only that counts; so does, in the end, whoever is
// among the worst. What is left of the slower rate are percentiles, and what they depend on, of bodies that are far from every
// limit.

// quickRate is that of a quick run. The shaking of the scan, four times a second, must fall on whole ticks, as it does here: at
// 125 Hz, where it does not, levels were found elsewhere by up to 11 mm, and nearly everything was further off. At 50 Hz forces
// were off by half as much again. A stroke of a tapper has ten ticks and more.
const quickRate unit.Hertz = 100

// brisk is the pace of a quick run at quickRate. Once the back is felt it is tapping where strokes have twelve ticks so, and leisure
// while nothing taps: the longest that a chair's own times leave room for. On the same commands, strides of 10 ms give a force
// that is off by 0.1 N in the mean and by up to 2 N of 60 where the rollers come upon bone, strides of 2 ms one that is off by
// 0.4 N there: internal/twin, TestStrides.
var (
	brisk   = twin.Pace{Period: 10, Slow: 10, Stride: 2}
	tapping = twin.Pace{Period: 20, Slow: 20, Stride: 2}
	leisure = [...]twin.Pace{{Period: 40, Slow: 20, Stride: 10}, {Period: 20, Slow: 20, Stride: 10}}
)

// leastTicks of a stroke of a tapper.
const leastTicks = 12

// first is the first of some paces that a chair leaves room for, or brisk.
func first(p *chair.Profile, paces ...twin.Pace) twin.Pace {
	for _, one := range paces {
		if roomFor(p, lasts(one)) {
			return one
		}
	}
	return brisk
}

// lasts is how long a control period of a pace lasts.
func lasts(p twin.Pace) time.Duration { return time.Duration(p.Period) * twin.Tick }

// roomFor says whether a chair's reports and heartbeat may be so far apart.
func roomFor(p *chair.Profile, period time.Duration) bool {
	return p.Stale >= period && p.Heartbeat >= 2*period
}

// hurry takes the pace for what comes next.
func (r *rig) hurry() {
	p := brisk
	switch strokes := &r.command.Axes; {
	case r.loop.Session().Stage() < session.Massage:
	case r.beat > 0:
		if lasts(r.set.tapping).Seconds()*leastTicks*float64(r.beat) <= 1 {
			p = r.set.tapping
		}
	case strokes[chair.TapLeft].Vel == 0 && strokes[chair.TapRight].Vel == 0: // those of the stroke before have ended
		p = r.set.leisure
	}
	if p == r.pace {
		return
	}
	r.pace, r.steps, r.input.Dt = p, p.Period, lasts(p)
	r.twin.SetPace(p)
	r.meter.dt = r.input.Dt.Seconds()
}

// beatOf is how often a stroke's tappers stroke.
func beatOf(s *technique.Stroke) unit.Hertz {
	if s.Kind == technique.Tap {
		return s.Rate
	}
	return s.With.Rate
}

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
	return slow, p.Control > quickRate && roomFor(p, slow.Period())
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

// Hurried is the same run as a quick one, if there is room for that on its chair, which it says.
func (s *Setting) Hurried() (hurried *Setting, quick bool) {
	h := *s
	h.Quick = true
	h.Prepare()
	return &h, h.quick
}

// Known is whom of those that Again has played this run need not play again.
func (s *Setting) Known(played []Outcome) (known []Outcome) {
	for i := range played {
		if o := &played[i]; !o.Quick || s.quick && !o.telling() {
			known = append(known, *o)
		}
	}
	return known
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

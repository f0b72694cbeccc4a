// Package fit makes a plan into what this chair will do for this person's limits, and lists what changed.
//
// It only takes away: forces are capped, what the chair lacks or the person's limits withhold is dropped, and
// what is too long is shortened in the middle, so that arriving and leaving stay whole. Caps by place along the
// back are control's, tick by tick; fit says beforehand that they will come.
package fit

import (
	"fmt"
	"time"

	"github.com/openlumbar/lumbar/body"
	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/programme"
	"github.com/openlumbar/lumbar/technique"
	"github.com/openlumbar/lumbar/unit"
)

// Change is one thing that fit changed, for people.
type Change struct {
	What string // "knead at L5..L1: force"
	Was  string
	Is   string
	By   string // who set the limit
}

// String is the change as a sentence.
func (c Change) String() string {
	if c.Is == "" {
		return fmt.Sprintf("%s left out (%s)", c.What, c.By)
	}
	return fmt.Sprintf("%s: %s instead of %s (%s)", c.What, c.Is, c.Was, c.By)
}

// Result is a fitted plan, and what changed on the way.
type Result struct {
	Plan    *programme.Plan
	Changes []Change
}

// Fit fits a plan to a chair and a person's limits. The plan given is left as it is.
func Fit(plan *programme.Plan, p *chair.Profile, l chair.Limits) Result {
	f := fitter{profile: p, limits: l}
	out := *plan
	out.Phases = nil
	for _, ph := range plan.Phases {
		var kept []technique.Stroke
		for _, s := range ph.Strokes {
			if f.can(&s) {
				f.cap(&s)
				kept = append(kept, s)
			}
		}
		if len(kept) > 0 {
			out.Phases = append(out.Phases, programme.Phase{Name: ph.Name, Strokes: kept})
		}
	}
	f.budget(&out, technique.Tap, "tapping", l.Tapping)
	f.shorten(&out)
	f.spread(&out)
	f.heat(&out)
	return Result{Plan: &out, Changes: f.changes}
}

type fitter struct {
	profile *chair.Profile
	limits  chair.Limits
	changes []Change
	said    map[Change]bool
}

// say lists a change once, however many strokes it touches.
func (f *fitter) say(c Change) {
	if f.said == nil {
		f.said = map[Change]bool{}
	}
	if !f.said[c] {
		f.said[c] = true
		f.changes = append(f.changes, c)
	}
}

// can says whether a stroke may happen at all.
func (f *fitter) can(s *technique.Stroke) bool {
	for _, a := range s.Kind.Needs() {
		if !f.profile.Can(a) {
			f.say(Change{What: s.Kind.String(), By: f.profile.Name + " has no " + a.String()})
			return false
		}
	}
	withheld := func(b chair.Bound[time.Duration]) bool {
		if b.Max > 0 {
			return false
		}
		f.say(Change{What: s.Kind.String(), By: b.By})
		return true
	}
	switch s.Kind {
	case technique.Tap:
		return !withheld(f.limits.Tapping)
	case technique.Stretch:
		return !withheld(f.limits.Stretch)
	}
	return true
}

// cap bounds a stroke's figures by the chair and the limits.
func (f *fitter) cap(s *technique.Stroke) {
	name := s.Kind.String()
	if most := f.limits.Force[chair.ZoneMuscle]; s.Force > most.Max {
		f.say(Change{name + ": force", newtons(s.Force), newtons(most.Max), most.By})
		s.Force = most.Max
	}
	f.sayZone(s, body.S1, chair.ZoneSacrum)
	f.sayZone(s, body.T12, chair.ZoneRibs)
	if r := &f.profile.Axes[chair.Recline]; s.Kind == technique.Stretch && r.Fitted {
		most := chair.Bound[unit.Degree]{Max: unit.Degree(r.Max), By: f.profile.Name}.Tighten(f.limits.Recline)
		if s.Recline > most.Max {
			f.say(Change{name + ": recline", fmt.Sprintf("%.0f°", s.Recline), fmt.Sprintf("%.0f°", most.Max), most.By})
			s.Recline = most.Max
		}
	}
	if k := &f.profile.Axes[chair.Kneading]; s.Kind == technique.Knead && s.Rate > unit.Hertz(k.Vel/360) {
		f.say(Change{name + ": pace", perMinute(s.Rate), perMinute(unit.Hertz(k.Vel / 360)), f.profile.Name})
		s.Rate = unit.Hertz(k.Vel / 360)
	}
	if w := &f.profile.Axes[chair.Width]; w.Fitted && s.Width > 0 {
		s.Width = min(max(s.Width, unit.Millimetre(w.Min)), unit.Millimetre(w.Max))
	}
}

// sayZone tells that a stroke will be gentler where it passes a bony place.
func (f *fitter) sayZone(s *technique.Stroke, l body.Level, z chair.Zone) {
	most := f.limits.Force[z]
	touches := (s.From.Valid() && s.To.Valid() && l >= min(s.From, s.To) && l <= max(s.From, s.To))
	for _, at := range s.At {
		touches = touches || at == l
	}
	if touches && s.Force > most.Max {
		f.say(Change{fmt.Sprintf("%s at %s: force", s.Kind, l), newtons(s.Force), newtons(most.Max), most.By})
	}
}

// budget shortens all strokes of a kind in proportion so that they fit a session's budget.
func (f *fitter) budget(p *programme.Plan, k technique.Kind, name string, most chair.Bound[time.Duration]) {
	var total time.Duration
	for _, ph := range p.Phases {
		for i := range ph.Strokes {
			if ph.Strokes[i].Kind == k {
				total += ph.Strokes[i].For
			}
		}
	}
	if total <= most.Max {
		return
	}
	f.say(Change{name + " in all", total.String(), most.Max.String(), most.By})
	scale(p.Phases, func(s *technique.Stroke) bool { return s.Kind == k }, float64(most.Max)/float64(total))
}

// shorten makes the plan fit the session: the middle phases give way, first and last stay.
func (f *fitter) shorten(p *programme.Plan) {
	most := f.limits.Session
	room := most.Max - programme.Around
	total := p.Duration()
	if total <= room || len(p.Phases) == 0 {
		return
	}
	f.say(Change{"the middle of the programme", total.Round(time.Second).String(), max(0, room).Round(time.Second).String(), most.By})
	lo, hi := middle(p.Phases)
	for p.Duration() > room && hi > lo {
		var soft, hard time.Duration
		for _, ph := range p.Phases[lo:hi] {
			for i := range ph.Strokes {
				if s := &ph.Strokes[i]; s.For > 0 {
					soft += s.For
				} else {
					hard += s.Duration()
				}
			}
		}
		over := p.Duration() - room
		if soft > 0 && float64(over) <= mostScaled*float64(soft) {
			scale(p.Phases[lo:hi], func(s *technique.Stroke) bool { return s.For > 0 }, 1-float64(over+time.Millisecond)/float64(soft))
			return
		}
		// Scaling alone would leave crumbs: the last middle phase goes altogether.
		p.Phases = append(p.Phases[:hi-1:hi-1], p.Phases[hi:]...)
		hi--
	}
}

// spread shortens the middle until no part of even a small back gets more contact than a session may give it: who
// sits there is not known before the scan.
func (f *fitter) spread(p *programme.Plan) {
	most := f.limits.Zone
	room := most.Max - programme.ScanContact
	contact := func() time.Duration {
		c := technique.Contact{Build: technique.Small}
		for s := range p.Strokes() {
			c.Add(s.Stroke)
		}
		return c.Part
	}
	was := contact()
	if was <= room || len(p.Phases) == 0 {
		return
	}
	lo, hi := middle(p.Phases)
	for is := was; is > room && hi > lo; is = contact() {
		by := max(0.5, float64(room)/float64(is)) - 0.02
		if !scale(p.Phases[lo:hi], func(s *technique.Stroke) bool { return s.For > shortest }, by) {
			p.Phases = append(p.Phases[:hi-1:hi-1], p.Phases[hi:]...)
			hi--
		}
	}
	f.say(Change{"the middle of the programme, for contact at one part of the back", was.Round(time.Second).String(),
		contact().Round(time.Second).String(), most.By})
}

// middle is the phases that give way: all but the first and the last, if there are more than two.
func middle(phases []programme.Phase) (lo, hi int) {
	if len(phases) > 2 {
		return 1, len(phases) - 1
	}
	return 0, len(phases)
}

// shortest is the running time under which a stroke is not shortened any more: less is no stroke.
const shortest = 10 * time.Second

// mostScaled is the greatest share of a middle's running time that is scaled away before a whole phase goes.
const mostScaled = 0.6

// scale multiplies the running time of some strokes and says whether there were any.
func scale(phases []programme.Phase, which func(*technique.Stroke) bool, by float64) (any bool) {
	for _, ph := range phases {
		for i := range ph.Strokes {
			if s := &ph.Strokes[i]; which(s) {
				s.For = time.Duration(float64(s.For) * by).Truncate(100 * time.Millisecond)
				any = true
			}
		}
	}
	return any
}

// heat bounds the pad.
func (f *fitter) heat(p *programme.Plan) {
	if p.Heat == nil {
		return
	}
	h := *p.Heat
	most := f.limits.Heat
	if f.profile.Heat.Max < most.Max {
		most = chair.Bound[unit.Celsius]{Max: f.profile.Heat.Max, By: f.profile.Name}
	}
	if most.Max <= 0 || f.limits.HeatTime.Max <= 0 {
		f.say(Change{What: "heat", By: most.By})
		p.Heat = nil
		return
	}
	if h.Target > most.Max {
		f.say(Change{"heat", fmt.Sprintf("%.0f °C", h.Target), fmt.Sprintf("%.0f °C", most.Max), most.By})
		h.Target = most.Max
	}
	if on := h.Until - h.From; on > f.limits.HeatTime.Max {
		f.say(Change{"heat", on.String(), f.limits.HeatTime.Max.String(), f.limits.HeatTime.By})
		h.Until = h.From + f.limits.HeatTime.Max
	}
	p.Heat = &h
}

func newtons(n unit.Newton) string  { return fmt.Sprintf("%.0f N", n) }
func perMinute(h unit.Hertz) string { return fmt.Sprintf("%.0f /min", h*60) }

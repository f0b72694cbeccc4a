// Package fit makes a plan into what this chair will do for this person's limits, and lists what changed.
//
// It only takes away: forces are capped, what the chair lacks or the person's limits withhold is dropped, and
// what is too long is shortened in the middle, so that arriving and leaving stay whole for as long as the limits let
// them. A programme goes as a whole where the chair lacks what it needs beside its techniques, such as heat. Nothing may
// be left; that is the caller's to tell. Caps by place along the back are control's, tick by tick; fit says beforehand
// that they will come.
package fit

import (
	"fmt"
	"time"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/programme"
	"github.com/openlumbar/lumbar/technique"
)

// Change is one thing that fit changed, for people.
type Change struct {
	What string // "knead at L5..L1: force"
	Was  string
	Is   string
	By   chair.Author // who set the limit
	Why  string       // what the chair lacks, if that is the reason
}

// String is the change as a sentence.
func (c Change) String() string {
	why := c.Why
	if why == "" {
		why = string(c.By)
	}
	if c.Is == "" {
		return fmt.Sprintf("%s left out (%s)", c.What, why)
	}
	return fmt.Sprintf("%s: %s instead of %s (%s)", c.What, c.Is, c.Was, why)
}

// Result is a fitted plan, and what changed on the way.
type Result struct {
	Plan    *programme.Plan
	Changes []Change
}

// Fit fits a plan to a chair and a person's limits. The plan given is left as it is.
func Fit(plan *programme.Plan, p *chair.Profile, l chair.Limits) Result {
	return Beside(plan, p, l, Extra{})
}

// Extra is what a session does besides its plan and the scan.
type Extra struct {
	During  time.Duration // from first to last contact
	Contact time.Duration // of any part of the back
}

// Beside is Fit for a session that does something else too: the plan leaves room for it.
func Beside(plan *programme.Plan, p *chair.Profile, l chair.Limits, besides Extra) Result {
	f := fitter{profile: p, limits: l, besides: besides}
	out := *plan
	out.Phases = nil
	for _, a := range plan.Insists() {
		if !p.Can(a) {
			f.say(Change{What: "the programme", By: chair.ByChair, Why: p.Name + " has no " + a.String()})
		}
	}
	if len(f.changes) > 0 {
		out.Heat = nil
		return Result{Plan: &out, Changes: f.changes}
	}
	for _, ph := range plan.Phases {
		var kept []technique.Stroke
		for _, s := range ph.Strokes {
			if f.parts(&s) && f.can(&s) {
				f.cap(&s)
				kept = append(kept, s)
			}
		}
		if len(kept) > 0 {
			out.Phases = append(out.Phases, programme.Phase{Name: ph.Name, Strokes: kept})
		}
	}
	f.tapping(&out)
	f.stretching(&out)
	f.shorten(&out)
	f.spread(&out)
	f.still(&out) // last: what was between two presses may be gone
	f.heat(&out)
	return Result{Plan: &out, Changes: f.changes}
}

type fitter struct {
	profile *chair.Profile
	limits  chair.Limits
	besides Extra
	changes []Change
	said    map[Change]bool
}

// say lists a change once, however many strokes it touches.
func (f *fitter) say(c Change) {
	if c.Is != "" && c.Is == c.Was {
		return // less than anybody would read, or feel
	}
	if f.said == nil {
		f.said = map[Change]bool{}
	}
	if !f.said[c] {
		f.said[c] = true
		f.changes = append(f.changes, c)
	}
}

// parts takes what cannot happen out of a stroke that is two techniques at once: what is left goes on alone. It says
// whether anything is left.
func (f *fitter) parts(s *technique.Stroke) bool {
	if !s.With.On() {
		return true
	}
	tapping := s.Alone()
	if !f.can(&tapping) || f.tooWide(s) {
		s.With = technique.Tapping{}
		return true
	}
	lead := *s
	lead.With = technique.Tapping{}
	if !f.can(&lead) {
		*s = tapping
	}
	return true
}

// tooWide says whether a stroke taps where the chair's rollers cannot be narrow enough for it.
func (f *fitter) tooWide(s *technique.Stroke) bool {
	w := &f.profile.Axes[chair.Width]
	if !w.Fitted || w.Min <= chair.Coord(technique.Narrow) || !s.Narrowly() {
		return false
	}
	f.say(Change{What: fmt.Sprintf("tap at %v and above", s.NarrowFrom()), By: chair.ByChair, Why: f.profile.Name + " cannot bring its rollers so near"})
	return true
}

// can says whether a stroke may happen at all.
func (f *fitter) can(s *technique.Stroke) bool {
	for _, a := range s.Needs() {
		if f.profile.Can(a) {
			continue
		}
		c := Change{What: s.Kind.String(), By: chair.ByChair, Why: f.profile.Name + " has no " + a.String()}
		if a == chair.CanSides {
			c.What += " on the " + s.Side.String()
			c.Why = f.profile.Name + " presses both rollers with one depth drive"
		}
		f.say(c)
		return false
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
		return !f.tooWide(s) && !withheld(f.limits.Tapping)
	case technique.Stretch:
		return !withheld(f.limits.Stretch)
	}
	return true
}

package fit

import (
	"fmt"
	"math"
	"slices"
	"time"

	"github.com/openlumbar/lumbar/body"
	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/programme"
	"github.com/openlumbar/lumbar/technique"
)

// ClosedStep is one setting of a closed chair for a time.
type ClosedStep struct {
	Phase   string
	Setting chair.Setting
	For     time.Duration // at the setting; getting there comes on top
}

// ClosedResult is a plan for one closed chair: settings one after the other, what of the programme changed, and what the
// chair cannot do or say at all, for people, before they sit down. Without steps nothing is left.
type ClosedResult struct {
	Programme, Title string
	Steps            []ClosedStep
	Changes          []Change
	Lost             []string
}

// Duration is the time of all steps at their settings.
func (r *ClosedResult) Duration() (d time.Duration) {
	for i := range r.Steps {
		d += r.Steps[i].For
	}
	return d
}

// Times of steps. Assumptions of our own: a key takes some seconds to show, the carriage up to half a minute to come to its
// place; the first and the last minute are the slowest (clinical.md 2.3).
const (
	closedShortest = 20 * time.Second
	closedRamp     = time.Minute
	closedSettles  = 10 * time.Second
	closedArrives  = 30 * time.Second
)

// Closed fits a plan to a closed chair: techniques to its modes, paces to its levels, places to the steps of its carriage.
// It has neither force nor temperature to give.
func Closed(plan *programme.Plan, p *chair.Profile, l chair.Limits) ClosedResult {
	out := ClosedResult{Programme: plan.Name, Title: plan.Title}
	c := p.Closed
	f := closedFitter{fitter: fitter{profile: p, limits: l}, c: c, own: l.Closed(c)}
	out.Lost = f.lost(plan)
	if f.possible(plan) {
		var list []ClosedStep
		for _, ph := range plan.Phases {
			for i := range ph.Strokes {
				if s, ok := f.step(ph.Name, &ph.Strokes[i]); ok {
					list = join(list, s)
				}
			}
		}
		out.Steps = f.warm(plan, f.budget(gather(slowEnds(gather(list)))))
	}
	out.Changes = f.changes
	return out
}

// closedFitter is Closed at work.
type closedFitter struct {
	fitter
	c   *chair.ClosedProfile
	own chair.ClosedLimits
}

// lost is what the chair cannot do or say, whatever the programme.
func (f *closedFitter) lost(plan *programme.Plan) []string {
	all := []string{
		fmt.Sprintf("This chair does not report force: pressure follows its %d levels of depth, which it does report. Above level %d Lumbar stops it.", f.c.Depths, f.own.Depth.Max),
		"It does not know where your back is: places are steps of its carriage, as they lie for a person of middle height.",
	}
	if !f.c.SetsDepth {
		all = append(all, "No key that is known sets its depth: before you start, set it to the lowest with its own remote.")
	}
	if plan.Heat != nil {
		all = append(all, "It does not say how warm it is: its heat is on or off.")
	}
	all = append(all, "It does not know whether somebody sits in it, and has no angle of its back to tell.")
	if f.profile.OnSilence == chair.RunsOn {
		all = append(all, fmt.Sprintf("If Lumbar's computer fails it goes on until its own timer ends, after %.0f min at most. Keep its remote at hand: the power key stops it.", f.c.Timer.Minutes()))
	}
	if f.profile.OnPowerLoss == chair.Holds {
		all = append(all, "If its power fails the rollers stay where they are: lean forward and get up.")
	}
	return all
}

// possible says whether anything may be done at all; if not, why.
func (f *closedFitter) possible(plan *programme.Plan) bool {
	before := len(f.changes)
	whole := func(by chair.Author, why string) { f.say(Change{What: "the programme", By: by, Why: why}) }
	for _, a := range plan.Insists() {
		switch {
		case a != chair.CanHeat:
			whole(chair.ByChair, f.profile.Name+" cannot be told to use its "+a.String())
		case f.own.Heat.Max <= 0:
			whole(f.own.Heat.By, "")
		}
	}
	switch {
	case f.own.Depth.Max < 1:
		whole(f.own.Depth.By, "")
	case f.own.Session.Max < closedArrives+closedShortest:
		whole(f.own.Session.By, "")
	}
	return len(f.changes) == before
}

// step is one stroke as a setting; false if it is left out.
func (f *closedFitter) step(phase string, s *technique.Stroke) (ClosedStep, bool) {
	name := s.Kind.String()
	switch s.Kind {
	case technique.Rest:
		return ClosedStep{}, false
	case technique.Stretch:
		f.say(Change{What: name, By: chair.ByChair, Why: "how far its own would go is not known"})
		return ClosedStep{}, false
	case technique.Tap:
		if f.own.Tapping.Max < closedShortest+closedSettles {
			f.say(Change{What: name, By: f.own.Tapping.By})
			return ClosedStep{}, false
		}
	}
	if s.Side != technique.BothSides {
		f.say(Change{What: name + " on the " + s.Side.String(), By: chair.ByChair, Why: "its rollers cannot be told apart"})
		return ClosedStep{}, false
	}
	if s.With.On() {
		f.say(Change{What: "tap along with " + name, By: chair.ByChair, Why: "it has one mode at a time"})
	}
	mode := f.mode(s.Kind)
	if mode == 0 {
		f.say(Change{What: name, By: chair.ByChair, Why: "it has nothing like it"})
		return ClosedStep{}, false
	}
	set := chair.Setting{Mode: mode, Speed: f.speed(mode, s), Area: chair.Part}
	set.From, set.To = f.place(s.Covers())
	return ClosedStep{phase, set, s.Duration()}, true
}

// mode is the mode that does a technique, or comes nearest; 0 if none may. Tapping stands in for nothing else.
func (f *closedFitter) mode(k technique.Kind) int {
	for i, want := range []technique.Kind{k, technique.Knead, technique.Press, technique.Glide} {
		n := slices.IndexFunc(f.c.Modes, func(m chair.ClosedMode) bool { return m.Technique == want.String() })
		if n < 0 || i > 0 && k == technique.Tap {
			continue
		}
		if name := f.c.Modes[n].Name; i > 0 {
			f.say(Change{What: k.String(), Was: k.String(), Is: name + " at its slowest", By: chair.ByChair})
		}
		return n + 1
	}
	return 0
}

// speed is the highest level at or below a stroke's rate. A technique without one, or that another stands in for, gets the
// lowest.
func (f *closedFitter) speed(mode int, s *technique.Stroke) int {
	if s.Rate <= 0 || f.c.Modes[mode-1].Technique != s.Kind.String() {
		return 1
	}
	best := 1
	for n := 1; n <= int(f.own.Speed.Max); n++ {
		if f.c.Rate(mode, n) <= s.Rate+1e-9 {
			best = n
		}
	}
	by := chair.ByChair
	if next := int(f.own.Speed.Max) + 1; best < next && next <= f.c.Speeds && f.c.Rate(mode, next) <= s.Rate {
		by = f.own.Speed.By
	}
	if is := perMinute(f.c.Rate(mode, best)); is != perMinute(s.Rate) {
		f.say(Change{What: s.Kind.String() + ": pace", Was: perMinute(s.Rate), By: by, Is: fmt.Sprintf("level %d, assumed to be %s", best, is)})
	}
	return best
}

// place is the carriage steps that levels lie at: three at least, as a part of the back has them.
func (f *closedFitter) place(covers []body.Level) (from, to int) {
	at := func(l body.Level) float64 {
		return float64(f.c.L5) + (float64(l)-float64(body.L5))*float64(f.c.L1-f.c.L5)/float64(body.L1-body.L5)
	}
	low, high := body.L5, body.L1
	if len(covers) > 0 {
		low, high = slices.Min(covers), slices.Max(covers)
	}
	top := int(math.Ceil(at(body.T12)))
	from, to = max(0, int(math.Floor(at(low)))), min(f.c.Steps-1, int(math.Ceil(at(high))))
	for to-from < 2 && to < min(top, f.c.Steps-1) {
		to++
	}
	for to-from < 2 && from > 0 {
		from--
	}
	return from, to
}

// join appends a step, to the one before if it asks for the same.
func join(list []ClosedStep, s ClosedStep) []ClosedStep {
	if n := len(list); n > 0 && list[n-1].Setting == s.Setting {
		list[n-1].For += s.For
		return list
	}
	return append(list, s)
}

// gather lets what is too short go with the step before, the first with the one after.
func gather(list []ClosedStep) (out []ClosedStep) {
	for i, s := range list {
		switch n := len(out); {
		case s.For >= closedShortest || n == 0 && i == len(list)-1:
			out = join(out, s)
		case n > 0:
			out[n-1].For += s.For
		default:
			list[i+1].For += s.For
		}
	}
	return out
}

// slowEnds makes the first and the last minute as slow as it goes.
func slowEnds(list []ClosedStep) []ClosedStep {
	slow := func(s ClosedStep) ClosedStep {
		s.Setting.Speed, s.For = 1, min(closedRamp, s.For)
		return s
	}
	if len(list) == 0 {
		return nil
	}
	if s := list[0]; s.Setting.Speed > 1 {
		first := slow(s)
		list[0].For -= first.For
		list = slices.Insert(list, 0, first)
	}
	if s := list[len(list)-1]; s.Setting.Speed > 1 {
		last := slow(s)
		list[len(list)-1].For -= last.For
		list = append(list, last)
	}
	return slices.DeleteFunc(list, func(s ClosedStep) bool { return s.For <= 0 })
}

// budget shortens steps until every limit of time holds: tapping, each carriage step, the session with the time that keys
// and carriage take. A carriage that goes up and down is at its middle for half of the time.
func (f *closedFitter) budget(list []ClosedStep) []ClosedStep {
	before := total(list, nil, 0)
	tapping := func(s *ClosedStep) bool { return f.c.Modes[s.Setting.Mode-1].Technique == technique.Tap.String() }
	list = f.within(list, f.own.Tapping.Max, tapping, closedSettles)
	for n := range f.c.Steps {
		list = f.within(list, 2*f.own.Zone.Max-closedArrives, func(s *ClosedStep) bool { return n >= s.Setting.From && n <= s.Setting.To }, 0)
	}
	if after := total(list, nil, 0); after < before {
		f.say(Change{What: "its time on one part of the back", Was: before.String(), Is: after.String(), By: f.own.Zone.By})
		before = after
	}
	list = f.within(list, f.own.Session.Max-closedArrives, nil, closedSettles)
	if after := total(list, nil, 0); after < before {
		f.say(Change{What: "the session", Was: before.String(), Is: after.String(), By: f.own.Session.By})
	}
	return gather(list)
}

// total is the time of the steps that count, with more for each.
func total(list []ClosedStep, counts func(*ClosedStep) bool, more time.Duration) (d time.Duration) {
	for i := range list {
		if counts == nil || counts(&list[i]) {
			d += list[i].For + more
		}
	}
	return d
}

// within shortens the steps that count until they take no longer than most: all by the same share, and what would be too
// short is left out, from the middle.
func (f *closedFitter) within(list []ClosedStep, most time.Duration, counts func(*ClosedStep) bool, more time.Duration) []ClosedStep {
	for {
		pure, all := total(list, counts, 0), total(list, counts, more)
		if all <= most || pure == 0 {
			return list
		}
		share := float64(most-(all-pure)) / float64(pure)
		short := -1
		for i := range list {
			if counts != nil && !counts(&list[i]) {
				continue
			}
			if scaled := time.Duration(share * float64(list[i].For)); scaled < closedShortest && (short < 0 || abs(2*i+1-len(list)) < abs(2*short+1-len(list))) {
				short = i
			}
		}
		if short >= 0 {
			list = slices.Delete(list, short, short+1)
			continue
		}
		for i := range list {
			if counts == nil || counts(&list[i]) {
				list[i].For = time.Duration(share * float64(list[i].For)).Truncate(time.Second)
			}
		}
	}
}

func abs(n int) int { return max(n, -n) }

// warm says when heat is on: from the step in which the programme wants it, for as long as the limits let it.
func (f *closedFitter) warm(plan *programme.Plan, list []ClosedStep) []ClosedStep {
	if plan.Heat == nil {
		return list
	}
	if f.own.Heat.Max <= closedShortest {
		f.say(Change{What: "heat", By: f.own.Heat.By})
		return list
	}
	at, on := time.Duration(0), time.Duration(0)
	for i := range list {
		if ends := at + list[i].For; ends > plan.Heat.From && at < plan.Heat.Until {
			if on += list[i].For + closedSettles + closedArrives; on > f.own.Heat.Max {
				break
			}
			list[i].Setting.Heat = true
		}
		at += list[i].For
	}
	return list
}

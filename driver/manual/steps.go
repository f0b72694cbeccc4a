package manual

import (
	"slices"
	"strings"
	"time"

	"github.com/openlumbar/lumbar/body"
	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/programme"
	"github.com/openlumbar/lumbar/technique"
)

// steps makes a plan's strokes into settings of a chair or cushion. Strokes that ask for the same are one step, and
// what is too short to be asked for goes with the step before it.
func (f *fitter) steps(p *programme.Plan, session time.Duration) (list []Step) {
	for _, ph := range p.Phases {
		for i := range ph.Strokes {
			if s, ok := f.step(ph.Name, &ph.Strokes[i]); ok {
				list = join(list, s)
			}
		}
	}
	list = f.budget(merge(ramp(merge(list))), session)
	if n := len(list); n > 0 {
		list[0].Strength, list[n-1].Strength = 1, 1
	}
	list = join(nil, list...)
	for i := range list {
		list[i].For = list[i].For.Truncate(tick)
	}
	return list
}

// step is one stroke as a setting; false if it is left out.
func (f *fitter) step(phase string, s *technique.Stroke) (Step, bool) {
	switch s.Kind {
	case technique.Rest:
		return Step{}, false
	case technique.Stretch:
		f.say("No stretch: how far it would go is not known.")
		return Step{}, false
	case technique.Tap:
		if f.l.Tapping.Max < shortest+Patience {
			f.say("No tapping now.")
			return Step{}, false
		}
	}
	if s.Side != technique.BothSides {
		f.say("Not on the %v alone: it works on both sides at once.", s.Side)
		return Step{}, false
	}
	if s.With.On() {
		f.say("No tapping along with something else: it has one mode at a time.")
	}
	place, level := f.place(s)
	if place < 0 {
		f.say("Its places may press harder on bone than is allowed there.")
		return Step{}, false
	}
	mode := f.mode(s.Kind)
	if mode < 0 {
		return Step{}, false
	}
	return Step{phase, Setting{true, place, -1, mode, f.strength(s.Force, level), false}, s.Duration()}, true
}

// place is where a stroke goes: of the places where the weakest strength is allowed the one that shares most with the
// stroke, goes least beyond it and spares bone; and the level of force that it bears.
func (f *fitter) place(s *technique.Stroke) (best, level int) {
	covers := s.Covers()
	best, score := -1, 0
	for i, p := range f.m.Places {
		most := force(&f.l, p.From, p.To)
		if f.m.strongest(most) == 0 {
			continue
		}
		within := 0
		for l := p.From; l <= p.To; l++ {
			if slices.Contains(covers, l) {
				within += 2
			} else {
				within--
			}
		}
		if p.From <= body.S1 || p.To >= body.T12 {
			within -= onBone
		}
		if best < 0 || within > score {
			best, score, level = i, within, most
		}
	}
	return best, level
}

// onBone is how much less a place is liked that goes over the sacrum or the ribs: where there is one beside muscle alone,
// that is taken.
const onBone = 8

// join appends steps, each to the one before if it asks for the same.
func join(list []Step, more ...Step) []Step {
	for _, s := range more {
		if n := len(list); n > 0 && list[n-1].Setting == s.Setting {
			list[n-1].For += s.For
			continue
		}
		list = append(list, s)
	}
	return list
}

// merge lets what is too short go with the step before, the first with the one after.
func merge(list []Step) (out []Step) {
	for i, s := range list {
		switch n := len(out); {
		case s.For >= shortest || n == 0 && i == len(list)-1:
			out = join(out, s)
		case n > 0:
			out[n-1].For += s.For
		default:
			list[i+1].For += s.For
		}
	}
	return out
}

// ramp makes the first and the last minute as weak as it goes.
func ramp(list []Step) []Step {
	if len(list) == 0 {
		return nil
	}
	weak := func(s Step, d time.Duration) Step {
		s.Strength, s.For = 1, d
		return s
	}
	if s := list[0]; s.Strength > 1 {
		first := weak(s, min(rampTime, s.For))
		list[0].For -= first.For
		list = slices.Insert(list, 0, first)
	}
	if s := list[len(list)-1]; s.Strength > 1 {
		last := weak(s, min(rampTime, s.For))
		list[len(list)-1].For -= last.For
		list = append(list, last)
	}
	return slices.DeleteFunc(list, func(s Step) bool { return s.For <= 0 })
}

// budget shortens steps until every limit of time holds: tapping, each place by its levels, the session.
func (f *fitter) budget(list []Step, session time.Duration) []Step {
	tapping := func(s *Step) bool { return f.m.Modes[s.Mode].Kind == technique.Tap }
	before := total(list, nil)
	list = within(list, f.l.Tapping.Max, tapping)
	for i := range f.m.Places {
		list = within(list, f.bears(&f.m.Places[i]), func(s *Step) bool { return s.Place == i })
	}
	list = within(list, session, nil)
	if total(list, nil) < before-tick {
		f.say("It is shorter than the programme: a place, and a session, have their limits.")
	}
	return list
}

// bears is how long a place may be gone over: each band of two vertebrae has its limit, and rollers that travel share
// their time among the bands.
func (f *fitter) bears(p *Place) time.Duration {
	levels := int(p.To-p.From) + 1
	return f.l.Zone.Max * time.Duration(max(2, levels)) / 2
}

// total is the time of the steps that count, with patience.
func total(list []Step, counts func(*Step) bool) (d time.Duration) {
	for i := range list {
		if counts == nil || counts(&list[i]) {
			d += list[i].For + Patience
		}
	}
	return d
}

// within shortens the steps that count until they take no longer than most: the longest first, and what cannot be
// shorter is left out, from the middle.
func within(list []Step, most time.Duration, counts func(*Step) bool) []Step {
	for {
		over := total(list, counts) - most
		if over <= 0 {
			break
		}
		longest, middle := -1, -1
		for i := range list {
			if counts != nil && !counts(&list[i]) {
				continue
			}
			if longest < 0 || list[i].For > list[longest].For {
				longest = i
			}
			if middle < 0 || abs(2*i-len(list)) < abs(2*middle-len(list)) {
				middle = i
			}
		}
		if cut := min(over, list[longest].For-shortest); cut > 0 {
			list[longest].For -= min(cut, tick)
			continue
		}
		list = slices.Delete(list, middle, middle+1)
	}
	return list
}

func abs(n int) int { return max(n, -n) }

// Spot is where a hand-held massager is held, in words for somebody who cannot see their back.
type Spot struct {
	Level body.Level
	Left  bool
	Short string // "Left, at hip height"
	Where string // "left of the spine, as high as ..."
}

func (s *Spot) side() chair.Side {
	if s.Left {
		return chair.Left
	}
	return chair.Right
}

// Spots are all places for a hand-held massager: on the muscle beside the spine, below the ribs and the kidneys. The top of
// the hip bones lies at L4.
func Spots() []Spot {
	var all []Spot
	for _, at := range []struct {
		l            body.Level
		short, where string
	}{
		{body.L5, "below hip height", "two fingers below the top of your hip bones"},
		{body.L4, "at hip height", "as high as the top of your hip bones"},
		{body.L3, "above hip height", "two fingers above the top of your hip bones"},
	} {
		for _, side := range []string{"left", "right"} {
			all = append(all, Spot{at.l, side == "left", strings.ToUpper(side[:1]) + side[1:] + ", " + at.short, side + " of the spine, " + at.where})
		}
	}
	return all
}

// spots makes a plan into spots for a hand-held massager: the levels that the programme covers, from below, one after the
// other, left before right.
func (f *fitter) spots(p *programme.Plan, session time.Duration) (list []Step) {
	var covers [body.LevelEnd][chair.SideEnd]bool
	want := technique.Kind(0)
	hard := shortest // of the stroke that lasts longest
	force := 0
	for s := range p.Strokes() {
		if s.Stroke.Kind == technique.Stretch || s.Stroke.Kind == technique.Rest {
			continue
		}
		for _, l := range s.Stroke.Covers() {
			for side := range covers[l] {
				covers[l][side] = covers[l][side] || s.Stroke.Side.On(chair.Side(side))
			}
		}
		if d := s.Stroke.Duration(); want == 0 || s.Stroke.Kind != technique.Glide && d > hard {
			want, hard, force = s.Stroke.Kind, d, levelIn(s.Stroke.Force)
		}
	}
	if want == 0 {
		f.say("There is nothing in this programme that a hand-held massager can do.")
		return nil
	}
	none := [chair.SideEnd]bool{}
	if covers[body.S1] != none || covers[body.L2] != none || covers[body.L1] != none || covers[body.T12] != none {
		f.say("Only the muscle of the lowest part of the back: above lie ribs and kidneys, below is bone.")
	}
	mode := f.mode(want)
	if mode < 0 {
		return nil
	}
	each := min(longSpot, f.l.Spot.Max-Patience, f.l.Zone.Max/2-Patience).Truncate(tick)
	for i, s := range Spots() {
		if covers[s.Level][s.side()] {
			list = append(list, Step{"", Setting{true, -1, i, mode, max(1, f.m.strongest(min(f.muscle, force))), false}, each})
		}
	}
	if n := time.Duration(len(list)); n > 0 { // all shorter, rather than fewer
		each = min(each, (session/n - Patience).Truncate(tick))
		if f.m.Modes[mode].Kind == technique.Tap {
			each = min(each, (f.l.Tapping.Max/n - Patience).Truncate(tick))
		}
	}
	if each < shortest/3 {
		f.say("There is too little time for each spot.")
		return nil
	}
	for i := range list {
		list[i].For = each
	}
	if n := len(list); n > 0 {
		list[0].Strength, list[n-1].Strength = 1, 1
	}
	return list
}

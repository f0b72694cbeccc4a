package fit

import (
	"slices"
	"time"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/programme"
	"github.com/openlumbar/lumbar/technique"
	"github.com/openlumbar/lumbar/unit"
)

const (
	// shortest is the running time under which a stroke is not shortened any more; least the one under which it is
	// none, the least that a programme can write.
	shortest, least = 10 * time.Second, 5 * time.Second
	// shortestHold is the hold under which a press is not shortened any more.
	shortestHold = 2 * time.Second
	// mostScaled is the greatest share of running time that is scaled away before a whole phase goes.
	mostScaled = 0.6
	// mostTrimmed is the greatest share of contact that is trimmed away before a stroke goes.
	mostTrimmed = 0.75
	// tapTail is what counts as tapping after each tapping stroke: its last strokes, and a gap of a second.
	tapTail = 2 * time.Second
)

// tapping makes all tapping fit a session's budget: what goes along with something stops doing so, from the last on, and
// what is left is shortened in proportion.
func (f *fitter) tapping(p *programme.Plan) {
	most := f.limits.Tapping
	sum := func() (total, tails time.Duration) {
		for step := range p.Strokes() {
			if d := step.Stroke.Taps(); d > 0 {
				total, tails = total+d, tails+tapTail
			}
		}
		return total, tails
	}
	was, tails := sum()
	if was+tails <= most.Max {
		return
	}
	total := was
	for _, ph := range slices.Backward(p.Phases) {
		for i := range slices.Backward(ph.Strokes) {
			if total+tails > most.Max {
				ph.Strokes[i].With = technique.Tapping{}
				total, tails = sum()
			}
		}
	}
	if total+tails > most.Max {
		taps := func(s *technique.Stroke) bool { return s.Kind == technique.Tap }
		scale(p.Phases, taps, max(0, float64(most.Max-tails)/float64(total)))
		drop(p, func(s *technique.Stroke) bool { return taps(s) && s.For < least })
	}
	is, _ := sum()
	if is == 0 {
		f.say(Change{What: technique.Tap.String(), By: most.By})
		return
	}
	f.say(Change{What: "tapping in all", Was: spoken(was), Is: spoken(is), By: most.By})
}

// movingOn is how long the slowest stroke after a press needs to leave its place: it counts as pressing until then.
const movingOn = 600 * time.Millisecond

// still shortens presses, repeats first, so that nothing is pressed without moving on for longer than it may.
func (f *fitter) still(p *programme.Plan) {
	most := f.limits.Still
	most.Max = max(0, most.Max-movingOn)
	var before technique.Contact
	var was, is time.Duration // longest of the presses that change
	for step := range p.Strokes() {
		s, c := step.Stroke, before
		if c.Add(f.hardest(s)); s.Kind == technique.Press && c.Still > most.Max {
			was = max(was, c.Still)
			for s.Repeat > 0 && c.Still > max(most.Max, before.Still) {
				if s.Repeat > 1 || s.Hold == 0 {
					s.Repeat--
				} else {
					over := c.Still - most.Max
					s.EachHold(func(d time.Duration) time.Duration { return max(0, d-over) })
				}
				c = before
				c.Add(f.hardest(s))
			}
			is = max(is, c.Still)
		}
		before = c
	}
	if was == 0 {
		return
	}
	drop(p, func(s *technique.Stroke) bool { return s.Kind == technique.Press && s.Repeat == 0 })
	if is == 0 {
		f.say(Change{What: technique.Press.String(), By: most.By})
		return
	}
	f.say(Change{What: "pressing on one place", Was: spoken(was), Is: spoken(is), By: most.By})
}

// hardest is a stroke as hard as it may become: a word is a share of what the person will say is comfortable, and that
// may be all that is allowed.
func (f *fitter) hardest(s *technique.Stroke) *technique.Stroke {
	word := s.Share > 0
	for _, x := range s.Forces {
		word = word || x.Share > 0
	}
	if !word {
		return s
	}
	hard := *s
	hard.EachForce(func(x technique.Firmness) unit.Newton {
		if x.Share == 0 {
			return x.Force
		}
		return max(x.Force, f.limits.Force[chair.ZoneMuscle].Max)
	})
	return &hard
}

// stretching takes repeats away, from the last stretch to the first, so that it fits a session's budget.
func (f *fitter) stretching(p *programme.Plan) {
	most := f.limits.Stretch
	sum := func() (total time.Duration) {
		for step := range p.Strokes() {
			total += step.Stroke.Stretched()
		}
		return total
	}
	was := sum()
	if was <= most.Max {
		return
	}
	for _, ph := range slices.Backward(p.Phases) {
		for i := range slices.Backward(ph.Strokes) {
			for s := &ph.Strokes[i]; s.Kind == technique.Stretch && s.Repeat > 0 && sum() > most.Max; {
				s.Repeat--
			}
		}
	}
	drop(p, func(s *technique.Stroke) bool { return s.Kind == technique.Stretch && s.Repeat == 0 })
	if sum() == 0 {
		f.say(Change{What: technique.Stretch.String(), By: most.By})
		return
	}
	f.say(Change{What: "stretching in all", Was: spoken(was), Is: spoken(sum()), By: most.By})
}

// shorten makes the plan fit the session.
func (f *fitter) shorten(p *programme.Plan) {
	most := f.limits.Session
	room := max(0, most.Max-programme.Around-f.besides.During)
	was := p.Duration()
	if was <= room {
		return
	}
	lo, hi := middle(p.Phases)
	for p.Duration() > room {
		var soft time.Duration
		for _, ph := range p.Phases[lo:hi] {
			for i := range ph.Strokes {
				soft += ph.Strokes[i].For
			}
		}
		if over := p.Duration() - room; float64(over) <= mostScaled*float64(soft) {
			runs := func(s *technique.Stroke) bool { return s.For > 0 }
			scale(p.Phases[lo:hi], runs, 1-float64(over)/float64(soft))
			break
		}
		// Scaling alone would leave crumbs.
		lo, hi = give(p, lo, hi)
	}
	f.say(Change{What: "the middle of the programme", Was: spoken(was), Is: spoken(p.Duration()), By: most.By})
}

// spread shortens the plan until no part of even a small back gets more contact than a session may give it, with a
// reserve: who sits there is not known before the scan.
func (f *fitter) spread(p *programme.Plan) {
	most := f.limits.Zone
	room := programme.PartRoom(most.Max, f.besides.Contact)
	contact := func() time.Duration {
		c := technique.Contact{Build: technique.Small}
		for s := range p.Strokes() {
			c.Add(s.Stroke)
		}
		return c.Part
	}
	was := contact()
	if was <= room {
		return
	}
	lo, hi := middle(p.Phases)
	is := was
	for ; is > room; is = contact() {
		if f.evenly(p, lo, hi, func() bool { return contact() <= room }) {
			continue
		}
		lo, hi = give(p, lo, hi)
	}
	f.say(Change{What: "the middle of the programme, for contact at one part of the back", Was: spoken(was), Is: spoken(is), By: most.By})
}

// evenly takes the same share away from all that touches in some phases: from running times, and from how long presses
// hold. It takes as little as is enough, and says whether that is no more than mostTrimmed; otherwise nothing changes.
func (f *fitter) evenly(p *programme.Plan, lo, hi int, enough func() bool) bool {
	whole := slices.Clone(p.Phases[lo:hi])
	left := func(share float64) bool {
		for i, ph := range whole {
			strokes := slices.Clone(ph.Strokes)
			for k := range strokes {
				trim(&strokes[k], share)
			}
			p.Phases[lo+i].Strokes = strokes
		}
		return enough()
	}
	const step = 40
	for share := step - 1; share >= (1-mostTrimmed)*step; share-- {
		if left(float64(share) / step) {
			return true
		}
	}
	copy(p.Phases[lo:hi], whole)
	return false
}

// trim leaves a share of a stroke's contact. Rests touch nobody: they stay.
func trim(s *technique.Stroke, share float64) {
	less := func(d, least time.Duration) time.Duration {
		return max(min(d, least), time.Duration(float64(d)*share).Truncate(100*time.Millisecond))
	}
	switch s.Kind {
	case technique.Rest, technique.Stretch:
	case technique.Press:
		if s.Repeat = max(1, int(float64(s.Repeat)*share+0.5)); s.Repeat == 1 {
			s.EachHold(func(d time.Duration) time.Duration { return less(d, shortestHold) })
		}
	default:
		s.For = less(s.For, shortest)
	}
}

// middle is the phases that give way: all but the first and the last, if there are more than two.
func middle(phases []programme.Phase) (lo, hi int) {
	if len(phases) > 2 {
		return 1, len(phases) - 1
	}
	return 0, len(phases)
}

// give takes the last stroke of the phases that give way out of the plan, with the rests around it, and returns those that
// are left to give way. When the middle is gone, all of them are: the limits come first.
func give(p *programme.Plan, lo, hi int) (int, int) {
	if lo == hi {
		return 0, len(p.Phases)
	}
	ph := &p.Phases[hi-1]
	rests := func() {
		for n := len(ph.Strokes); n > 0 && ph.Strokes[n-1].Kind == technique.Rest; n-- {
			ph.Strokes = ph.Strokes[:n-1]
		}
	}
	rests()
	if n := len(ph.Strokes); n > 0 {
		ph.Strokes = ph.Strokes[:n-1]
	}
	rests()
	if len(ph.Strokes) > 0 {
		return lo, hi
	}
	p.Phases = slices.Delete(p.Phases, hi-1, hi)
	return lo, hi - 1
}

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

// drop takes strokes out of the plan, and phases that are empty then.
func drop(p *programme.Plan, which func(*technique.Stroke) bool) {
	for i := range p.Phases {
		ph := &p.Phases[i]
		ph.Strokes = slices.DeleteFunc(ph.Strokes, func(s technique.Stroke) bool { return which(&s) })
	}
	p.Phases = slices.DeleteFunc(p.Phases, func(ph programme.Phase) bool { return len(ph.Strokes) == 0 })
}

// spoken is a time in whole seconds: what is fitted is no more exact.
func spoken(d time.Duration) string { return programme.Spoken(d.Round(time.Second)) }

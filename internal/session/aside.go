package session

import (
	"math"
	"time"

	"github.com/openlumbar/lumbar/body"
	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/internal/control"
	"github.com/openlumbar/lumbar/unit"
)

// Aside is on which side of the chair's middle somebody's spine lies, as the person feels it. The zero value is in the middle, or
// not known.
type Aside uint8

// The sides.
const (
	InTheMiddle Aside = iota
	ToTheLeft
	ToTheRight
)

// String is "left" or "right"; empty in the middle.
func (a Aside) String() string {
	return [...]string{"", "left", "right"}[min(a, ToTheRight)]
}

// Where somebody sits sideways is felt after the scan: the rollers go up the lower back once more, close together, where one of them
// rides up on the spinous processes of whoever sits beside the middle. Assumptions, but for the skew, which is from simulated
// people: docs/verify.md has how many are found by it, and how many are not aside.
const (
	// asideWidth is the width of the rollers then: 30 mm to each side of the middle, 18 mm beside the spine's half-width.
	asideWidth unit.Millimetre = 60
	// asideSpeed is the carriage's; nothing is shaken, so that it may be faster than a scan.
	asideSpeed unit.MMPerSecond = 48
	// asideSkew is how uneven the rollers have to share the force for somebody to sit aside, and asideShare how unevenly close
	// together alone: two thirds more on one side, three times what tissue and cells differ in. See scan.Balance.
	asideSkew, asideShare = 0.25, 0.5
	// moveFor is how long somebody has who was asked to sit in the middle: to hear it, to move, and to lean back again.
	moveFor = 12 * time.Second
)

// feelsAside says whether this chair can feel where somebody sits sideways: its rollers come close enough together.
func (s *Session) feelsAside() bool {
	w := &s.Profile.Axes[chair.Width]
	return w.Fitted && w.Min <= chair.Coord(asideWidth)
}

// shares takes what the rollers feel while they scan: how they share the force.
func (s *Session) shares(in *Input) {
	width := unit.Millimetre(in.Report.Axes[chair.Width].Pos)
	switch {
	case !s.feelsAside():
	case s.passes <= scanPasses:
		s.balance.Add(s.Profile, in.Report, in.Control.Contact, false)
	case math.Abs(float64(width-asideWidth)) < 1: // there, and not on the way
		s.balance.Add(s.Profile, in.Report, in.Control.Contact, true)
	}
}

// closely is the goal of the way up the lower back with the rollers close together.
func (s *Session) closely(g *control.Goal) {
	p := s.place()
	g.Width, g.Speed, g.Dither = asideWidth, asideSpeed, false
	g.Along = max(p.Lowest, min(p.Highest, s.scan.Levels[body.L1].Along))
}

// Skew is how uneven the rollers shared the force close together, over what they did far apart, from L4 to L2, when that was felt
// last: scan.Balance. It is for simulations, which hold it against where somebody really sits.
func (s *Session) Skew() (skew float64, ok bool) { return s.skew, s.skewed }

// sits is where the rollers have felt somebody to sit.
func (s *Session) sits() Aside {
	skew, share, ok := s.balance.Skew(s.scan.Levels[body.L4].Along, s.scan.Levels[body.L2].Along)
	s.skew, s.skewed = skew, ok
	more := skew
	if math.Abs(skew) < asideSkew {
		more = share
	}
	switch {
	case !ok || math.Abs(skew) < asideSkew && math.Abs(share) < asideShare:
		return InTheMiddle
	case more < 0:
		return ToTheLeft
	}
	return ToTheRight
}

// askToMove asks somebody who sits aside to sit in the middle, with the rollers off the back, and forgets what was felt: once.
func (s *Session) askToMove(a Aside, out []Effect) []Effect {
	s.asked = a
	s.passes, s.unfelt = 0, 0
	s.sampler.Reset()
	s.balance.Reset()
	return s.enter(Settling, append(out, Effect{Kind: Noted, Note: Note{Kind: "aside", Text: a.String()}}))
}

// AsideForce is the most that is asked for, per roller, of whoever sits aside: half of the 30 N at which the guard would end a session
// on the spine if it knew. Rollers that circle over its edge press by up to two thirds more than was asked for, as simulated.
const AsideForce unit.Newton = 15

// stays holds a session to AsideForce for whoever sits aside still: the rollers knead the edge of their spine.
func (s *Session) stays(a Aside, out []Effect) []Effect {
	s.aside = a
	return append(out, Effect{Kind: Gentle, By: chair.BySeat},
		Effect{Kind: Noted, Note: Note{Kind: "aside", Text: a.String() + ", still"}})
}

// usual holds control to the limits again, or to what is left to be gentle for.
func (s *Session) usual(out []Effect) []Effect {
	if s.aside != InTheMiddle {
		return append(out, Effect{Kind: Gentle, By: chair.BySeat})
	}
	return append(out, Effect{Kind: Usual})
}

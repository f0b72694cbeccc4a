package session

import (
	"fmt"
	"math"
	"time"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/internal/control"
	"github.com/openlumbar/lumbar/internal/scan"
	"github.com/openlumbar/lumbar/unit"
)

// Parameters of the preparation; assumptions.
const (
	// tareFor is how long the load cells are averaged at home.
	tareFor = time.Second
	// tareOff is how far the cells may be from what the head's weight predicts after the back has moved.
	tareOff unit.Newton = 4
	// settleFor is how long a person has to lean back before the rollers come.
	settleFor = 3 * time.Second
	// scanForce feels the contour and stays far below what any zone may bear.
	scanForce unit.Newton = 12
	// scanSpeed gives one stiffness reading every 6 mm at four shakes a second.
	scanSpeed unit.MMPerSecond = 24
	// scanWidth is the width of the rollers while scanning: on the muscle from L5 to T12.
	scanWidth unit.Millimetre = 80
	// unfeltMost is how long rollers that scan may touch nothing: they need 4 s to come all the way out.
	unfeltMost = 12 * time.Second
	// scanPasses is up, and down again: a pass's lag one way cancels the other's.
	scanPasses = 2
)

// tarer averages the load cells at home.
type tarer struct {
	sum  [chair.SideEnd]float64
	n    float64
	from time.Duration
	done bool
}

// stepTare averages the cells at home, then checks them against the head's weight at the massage angle.
func (s *Session) stepTare(in *Input, out []Effect) []Effect {
	home := unit.Degree(s.Profile.Axes[chair.Recline].Home)
	t := &s.tare
	if !t.done {
		s.goal = s.pose(home, s.legRest())
		if !s.ready(in) {
			return out
		}
		if t.n == 0 {
			t.from = in.At
		}
		for i, f := range in.Report.Force {
			t.sum[i] += float64(f)
		}
		t.n++
		if in.At-t.from < tareFor {
			return out
		}
		t.done = true
		tare := chair.Tare{Taken: true, Recline: s.Profile.Back(in.Report), Head: s.Profile.Rollers.Head}
		for i := range tare.Zero {
			tare.Zero[i] = unit.Newton(t.sum[i] / t.n)
		}
		s.anew()
		return append(out, Effect{Kind: SetTare, Tare: tare})
	}
	s.goal = s.pose(s.Profile.Massage, s.legRest())
	if !s.ready(in) {
		return out
	}
	for side, f := range in.Control.Contact {
		if !(math.Abs(float64(f)) <= float64(tareOff)) {
			return s.end(fmt.Sprintf("the %s force sensor reads %.0f N with nothing before it", chair.Side(side), f), out)
		}
	}
	return s.enter(Settling, out)
}

// stepSettle waits for somebody to sit and lean back.
func (s *Session) stepSettle(in *Input, out []Effect) []Effect {
	s.goal = s.pose(s.Profile.Massage, s.legRest())
	if !in.Report.Seated {
		s.tare.from = in.At
		return out
	}
	most := settleFor
	if s.asked != InTheMiddle {
		most = moveFor
	}
	if !s.ready(in) || in.At-max(s.since, s.tare.from) < most {
		return out
	}
	return s.enter(Scanning, out)
}

// stepScan feels along the back, up and down, then places the levels.
func (s *Session) stepScan(in *Input, out []Effect) []Effect {
	p := s.place()
	goal := control.Goal{
		Kind: control.Feel, Recline: s.Profile.Massage, LegRest: s.legRest(), Width: scanWidth,
		Force: scanForce, Speed: scanSpeed, Along: p.Lowest, Dither: s.passes > 0,
	}
	switch {
	case s.passes > scanPasses:
		s.closely(&goal)
	case s.passes%2 == 1:
		goal.Along = p.Highest
	}
	s.goal = goal
	if s.passes > 0 && s.passes <= scanPasses {
		s.sampler.Add(s.Profile, in.Report, in.Control.Contact, control.DitherRate, in.Dt.Seconds())
	}
	if s.passes > 0 {
		s.shares(in)
	}
	if max(in.Control.Contact[chair.Left], in.Control.Contact[chair.Right]) > lostBack {
		s.unfelt = 0
	} else if s.unfelt += in.Dt; s.unfelt > unfeltMost {
		return s.end(scan.ErrNoBack.Error(), out)
	}
	if !s.ready(in) {
		return out
	}
	if s.passes < scanPasses {
		if s.passes++; s.passes > 1 {
			k := s.sampler.Contour()
			out = append(out, Effect{Kind: Learn, Contour: &k})
		}
		s.anew() // the next pass must first be seen to be under way
		return out
	}
	if s.passes == scanPasses {
		e, err := s.sampler.Estimate()
		if err != nil {
			return s.end(err.Error(), out)
		}
		if s.scan = e; s.feelsAside() {
			s.passes++
			s.anew()
			return out
		}
	}
	aside := s.sits()
	if aside != InTheMiddle && s.asked == InTheMiddle {
		return s.askToMove(aside, out)
	}
	s.felt, s.scanned = s.scan, true
	s.zones = s.scan.ZoneMap(s.Profile.Back(in.Report))
	if err := s.zones.Check(); err != nil {
		return s.end("what was felt is no back that this chair can place; slide back on the seat, lower back against the cover, then scan again ("+err.Error()+")", out)
	}
	out = append(out,
		Effect{Kind: Register, Map: s.zones, Contour: &s.scan.Contour},
		Effect{Kind: Noted, Note: Note{Kind: "scan", Levels: &s.scan.Levels}})
	if out = s.recognise(out); aside != InTheMiddle {
		out = s.stays(aside, out)
	}
	return s.enter(s.afterScan(), out)
}

// slideDoubt is added to the map's doubt after each time that the back went down and came up again: the trunk
// does not slide back to quite where it was. Assumption.
const slideDoubt unit.Millimetre = 6

// reregister tells the map again after a stretch, with more doubt, for as long as a map may have more.
func (s *Session) reregister(out []Effect) []Effect {
	m := s.zones
	if m.Doubt += slideDoubt; m.Check() == nil {
		s.zones = m
	}
	return append(out, Effect{Kind: Register, Map: s.zones, Contour: &s.scan.Contour})
}

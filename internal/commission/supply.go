package commission

import (
	"fmt"
	"time"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/unit"
)

// What airbags and pad are held to. Assumptions; the pad is tried for less time than it may be on over rollers that rest.
const (
	fillShare = 0.3 // of the bag's greatest pressure
	fillSees  = 0.7 // of what was asked
	emptyKPa  = 0.5
	supplyFor = 3 // times what the profile says that filling and emptying take
	heatTo    = 38
	heatHeld  = 25 * time.Second
	heatSees  = 1.0 // °C
	coolWatch = 5 * time.Second
	coolRise  = 1.5 // °C more after it is off

	restBefore = 4 * time.Second        // of looking before
	smoothFor  = 250 * time.Millisecond // of readings
)

// airStep fills a bag a little while a key is held, and lets it out.
type airStep struct {
	bag     chair.Bag
	held    time.Duration
	full    bool
	since   time.Duration // of letting out
	reached float64
}

func (s *airStep) name() string { return "air " + s.bag.String() }
func (s *airStep) title() string {
	return [...]string{"The airbags of the seat", "The airbags of the legs", "An airbag"}[min(int(s.bag), 2)]
}

func (s *airStep) prompt() Prompt {
	if s.full {
		return Prompt{How: Wait, Text: "The bag empties."}
	}
	return Prompt{How: Hold, Text: s.title() + ": hold, until it is filled a little. Then it empties by itself."}
}

func (s *airStep) tick(b *Bench, in *In) (a act) {
	p, is := &b.profile.Air[s.bag], float64(in.Report.Air[s.bag])
	goal := fillShare * float64(p.Max)
	for o := range in.Report.Air {
		if other := float64(in.Report.Air[o]); chair.Bag(o) != s.bag && b.profile.Air[o].Max > 0 && other > emptyKPa+1 {
			b.fail(fmt.Sprintf("the %s bag fills as well, or instead: %.1f kPa. Their valves may be swapped", chair.Bag(o), other))
			return a
		}
	}
	if !s.full {
		if !in.Held { // it empties at once
			s.held = 0
			return a
		}
		a.armed, a.moving = true, true
		a.command.Air[s.bag] = unit.Kilopascal(goal)
		s.held += b.dt
		switch {
		case is >= fillSees*goal:
			s.full, s.since, s.reached = true, in.At, is
		case s.held > supplyFor*p.Fill+time.Second:
			b.fail(fmt.Sprintf("it does not fill: %.1f kPa after %.0f s, asked for %.1f. Is its hose on, and does the pump run?", is, s.held.Seconds(), goal))
		}
		return a
	}
	took := in.At - s.since
	figures := []Figure{{Name: "filled", Value: round(s.reached), Unit: "kPa", Least: round(fillSees * goal)},
		{Name: "in", Value: round(s.held.Seconds()), Unit: "s", Most: (supplyFor*p.Fill + time.Second).Seconds()},
		{Name: "empty after", Value: round(took.Seconds()), Unit: "s", Most: (supplyFor*p.Vent + time.Second).Seconds()}}
	switch {
	case is <= emptyKPa:
		b.pass(figures...)
	case took > supplyFor*p.Vent+time.Second:
		b.fail(fmt.Sprintf("it does not empty: %.1f kPa after %.0f s. Somebody could be held by it: mend its valve", is, took.Seconds()), figures...)
	}
	return a
}

// heatStep warms the pad a little while a key is held. What lies on the seat may be warm itself, so that only what comes on
// top of how the pad warmed up before counts.
type heatStep struct {
	smooth float64 // °C, of the last readings
	known  bool
	ready  bool // how it warms up by itself is known
	first  float64
	drift  float64 // °C/s by itself
	from   float64
	held   time.Duration
	off    bool
	at     float64 // when it was switched off
	since  time.Duration
	most   float64
}

func (*heatStep) name() string  { return "heat" }
func (*heatStep) title() string { return "The heat pad" }
func (s *heatStep) prompt() Prompt {
	switch {
	case !s.ready:
		return Prompt{How: Wait, Text: "Lumbar reads how warm the pad is before."}
	case s.off:
		return Prompt{How: Wait, Text: "The pad is off again. Lumbar looks whether it stays so."}
	}
	return Prompt{How: Hold, Text: "The heat pad: hold, until its thermometer has risen by a degree; half a minute at most."}
}

func (s *heatStep) tick(b *Bench, in *In) (a act) {
	dt := b.dt.Seconds()
	if !s.known {
		s.known, s.smooth = true, float64(in.Report.Pad)
	}
	s.smooth += (float64(in.Report.Pad) - s.smooth) * min(1, dt/smoothFor.Seconds())
	switch took := b.took(); {
	case s.off:
		s.watch(b, in)
		return a
	case took < restBefore/2:
		s.first = s.smooth
		return a
	case took < restBefore:
		return a
	case !s.ready:
		s.ready, s.from, s.drift = true, s.smooth, max(0, s.smooth-s.first)/(restBefore/2).Seconds()
	}
	if !in.Held {
		return a
	}
	a.armed, a.moving = true, true
	a.command.Heat = min(heatTo, b.profile.Heat.Max)
	s.held += b.dt
	switch rose := s.smooth - s.from - s.drift*s.held.Seconds(); {
	case rose >= heatSees:
		s.off, s.at, s.since, s.most = true, s.smooth, in.At, s.smooth
	case s.held > heatHeld:
		b.fail(fmt.Sprintf("its thermometer rose by %.1f °C in %.0f s, at least %.0f are wanted: is the pad connected, and the thermometer on it?", max(0, rose), s.held.Seconds(), heatSees))
	}
	return a
}

// watch looks whether the pad stays off.
func (s *heatStep) watch(b *Bench, in *In) {
	s.most = max(s.most, s.smooth)
	figures := []Figure{{Name: "rose", Value: round(s.at - s.from), Unit: "°C", Least: heatSees}, {Name: "in", Value: round(s.held.Seconds()), Unit: "s", Most: heatHeld.Seconds()},
		{Name: "more after it was off", Value: round(s.most - s.at), Unit: "°C", Most: coolRise}}
	switch {
	case s.most-s.at > coolRise:
		b.fail("the pad goes on warming up after it was switched off: unplug the chair", figures...)
	case in.At-s.since >= coolWatch:
		b.pass(figures...)
	}
}

package technique

import (
	"github.com/openlumbar/lumbar/body"
	"github.com/openlumbar/lumbar/unit"
)

// Covers is the levels that a stroke names or passes. The slice is the stroke's own where it names places.
func (s *Stroke) Covers() []body.Level {
	if len(s.At) > 0 {
		return s.At
	}
	if !s.To.Valid() && s.From.Valid() {
		return []body.Level{s.From}
	}
	var out []body.Level
	for l := min(s.From, s.To); l.Valid() && l <= max(s.From, s.To); l++ {
		out = append(out, l)
	}
	return out
}

// Within returns the stroke for somebody to whom most is comfortable where it goes: a word becomes its share of that,
// newtons become no more than that, neither less than Touch. A stroke without a force stays as it is.
func (s Stroke) Within(most unit.Newton) Stroke {
	s.EachForce(func(f Firmness) unit.Newton { return within(f.Force, f.Share, most) })
	if s.With.On() {
		s.With.Force = within(s.With.Force, s.With.Share, most)
	}
	return s
}

func within(force unit.Newton, share float64, most unit.Newton) unit.Newton {
	switch {
	case force == 0:
		return 0
	case share > 0:
		return max(Touch, unit.Newton(share)*most)
	}
	return max(Touch, min(force, most))
}

// Hardest is the greatest force that the stroke asks for: of the strokes of tapping, if it taps.
func (s *Stroke) Hardest() unit.Newton { return max(s.Force, s.With.Force) }

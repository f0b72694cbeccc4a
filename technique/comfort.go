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
	switch {
	case s.Force == 0:
	case s.Share > 0:
		s.Force = max(Touch, unit.Newton(s.Share)*most)
	default:
		s.Force = max(Touch, min(s.Force, most))
	}
	return s
}

package technique

import (
	"fmt"
	"time"

	"github.com/openlumbar/lumbar/body"
	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/unit"
)

// Tapping is tapping that goes along with gliding or kneading: the depth holds their force, and the strokes come on top.
type Tapping struct {
	Rate  unit.Hertz  // strokes per roller; 0: none
	Force unit.Newton // of the strokes' peaks
	Share float64     // of what the person finds comfortable, if the force was a word
	Both  bool        // together, not in turn
	Side  Sides       // which tappers
}

// PeakOver is how many times the force that is held the peaks of tapping must be, to be felt as strokes. Assumption: a
// quarter of it is twice what a cell's gain and the force loop may be off.
const PeakOver = 1.25

// On says whether there is any.
func (t Tapping) On() bool { return t.Rate > 0 }

// Leads says whether tapping can go along with a technique: it needs the carriage and the depth for itself, moves over
// muscle, and lets the back be tapped meanwhile.
func (k Kind) Leads() bool { return k == Glide || k == Knead }

// Moves is what a technique needs for itself. Two that share one of these cannot be at once. Tapping goes where the
// other goes: of what it needs, only the tappers are its own.
func (k Kind) Moves() []chair.Ability {
	if k == Tap {
		return []chair.Ability{chair.CanTapping}
	}
	return k.Needs()
}

// Taps is how long a stroke taps, alone or along with something.
func (s *Stroke) Taps() time.Duration {
	if s.Kind == Tap || s.With.On() {
		return s.Duration()
	}
	return 0
}

// Alone is the stroke as one of tapping alone, over the same levels for the same time.
func (s *Stroke) Alone() Stroke {
	return Stroke{
		Kind: Tap, From: s.From, To: s.To, Force: s.With.Force, Share: s.With.Share,
		Rate: s.With.Rate, Width: s.Width, Both: s.With.Both, Side: s.With.Side, For: s.For,
	}
}

// NarrowFrom is the lowest level at which a stroke that taps has to be narrow. Circles carry the strokes outwards and
// upwards: with kneading it is a level lower.
func (s *Stroke) NarrowFrom() body.Level {
	if s.Kind == Knead {
		return TapNarrowFrom - 1
	}
	return TapNarrowFrom
}

// Narrowly says whether a stroke that taps goes where it has to be narrow.
func (s *Stroke) Narrowly() bool { return max(s.From, s.To) >= s.NarrowFrom() }

func (s *Stroke) narrowEnough() bool { return !s.Narrowly() || s.Width > 0 && s.Width <= Narrow }

// along is a curve with tapping on top.
type along struct {
	curve
	with  Tapping
	total float64 // s
}

// accompany adds the tapping that goes along with a stroke.
func accompany(s *Stroke, c curve) (curve, error) {
	w := s.With
	switch {
	case !w.On():
		return c, nil
	case !s.Kind.Leads():
		return nil, fmt.Errorf("tapping does not go along with %v", s.Kind)
	case !(w.Rate <= TapFastest):
		return nil, fmt.Errorf("%.1f strokes per second is not within 0 to %.0f", float64(w.Rate), float64(TapFastest))
	case !(w.Force >= 0 && w.Force <= 1000):
		return nil, fmt.Errorf("strokes of %.0f N are not within 0 to 1000 N", w.Force)
	case !s.narrowEnough():
		return nil, fmt.Errorf("at %v and above the rollers have to be narrow", s.NarrowFrom())
	}
	return &along{c, w, s.For.Seconds()}, nil
}

func (k *along) target(t float64) Target {
	out := k.curve.target(t)
	if t < k.total {
		out.Tap, out.TapBoth, out.TapSide, out.Peak = k.with.Rate, k.with.Both, k.with.Side, k.with.Force
		out.Force = min(out.Force, out.Peak/PeakOver)
	}
	return out
}

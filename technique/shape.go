package technique

import (
	"fmt"
	"time"
)

// Shape is a stroke made ready for one person on one chair: the target of every moment. It starts at rest at
// the stroke's first place and ends at rest. The zero Shape asks for nothing and lasts no time.
type Shape struct {
	duration time.Duration
	curve    curve
}

// curve is a technique's own part of a shape.
type curve interface {
	// target is what to do t seconds after the start, 0 to the shape's duration. It is pure and allocates
	// nothing: it runs in every control tick.
	target(t float64) Target
}

// Prepare makes a stroke ready for a place. The error says what in the stroke or the place cannot be planned.
func Prepare(s *Stroke, p *Place) (Shape, error) {
	if !s.Kind.Valid() {
		return Shape{}, fmt.Errorf("prepare: no technique")
	}
	if err := p.check(); err != nil {
		return Shape{}, fmt.Errorf("prepare %v: %w", s.Kind, err)
	}
	if err := s.checkSide(); err != nil {
		return Shape{}, fmt.Errorf("prepare %v: %w", s.Kind, err)
	}
	if !(s.Force >= 0 && s.Force <= 1000) {
		return Shape{}, fmt.Errorf("prepare %v: force of %.0f N is not within 0 to 1000 N", s.Kind, s.Force)
	}
	for _, f := range s.Forces {
		if !(f.Force >= 0 && f.Force <= 1000) {
			return Shape{}, fmt.Errorf("prepare %v: force of %.0f N is not within 0 to 1000 N", s.Kind, f.Force)
		}
	}
	if !(s.Width >= 0 && s.Width <= 300) {
		return Shape{}, fmt.Errorf("prepare %v: width of %.0f mm is not within 0 to 300 mm", s.Kind, s.Width)
	}
	d := s.Duration()
	if !(d > 0 && d <= longest) {
		return Shape{}, fmt.Errorf("prepare %v: a duration of %v is not within 0 to %v", s.Kind, d, longest)
	}
	c, err := table[s.Kind].prepare(s, p)
	if err != nil {
		return Shape{}, fmt.Errorf("prepare %v: %w", s.Kind, err)
	}
	if c, err = accompany(s, c); err != nil {
		return Shape{}, fmt.Errorf("prepare %v: %w", s.Kind, err)
	}
	return Shape{duration: d, curve: c}, nil
}

// longest is far over any session and keeps seconds exact.
const longest = time.Hour

// Duration is that of the stroke.
func (s *Shape) Duration() time.Duration { return s.duration }

// At is the target a time after the stroke's start; before it the first, after its end the last. It is pure,
// allocates nothing, and may be asked in any order.
func (s *Shape) At(at time.Duration) Target {
	if s.curve == nil {
		return Target{}
	}
	return s.curve.target(float64(max(0, min(at, s.duration))) * 1e-9)
}

// ease is the S-curve from 0 to 1: no slope at either end. The greatest slope is 1.5.
func ease(u float64) float64 {
	u = max(0, min(1, u))
	return float64(u*u) * (3 - float64(2*u))
}

package web

import (
	"time"

	"github.com/openlumbar/lumbar/body"
	"github.com/openlumbar/lumbar/programme"
	"github.com/openlumbar/lumbar/technique"
)

// Times that a plan does not say and a picture needs. They are assumptions about a usual chair; a session
// corrects them as it goes, because the playhead keeps to the stroke that is really done.
const (
	travelBetween = 2 * time.Second // from one pressed place to the next
	leanOver      = 8 * time.Second // into a stretch, and the same back
	passSpeed     = 20.0            // mm/s along the back, if a stroke does not say
	levelSpacing  = 35.0            // mm from one level to the next, 212 mm from S1 to T12 over six
)

// Score is a plan laid out in time. The zero Score is empty and draws an empty staff.
type Score struct {
	Marks []Mark
	Bars  []Bar
	Heat  *programme.Heat
	Total time.Duration
}

// Mark is where a phase begins.
type Mark struct {
	Name  string
	Start time.Duration
}

// Bar is one stroke on the score.
type Bar struct {
	Stroke     technique.Stroke
	Start, End time.Duration
}

// NewScore lays a plan out in time.
func NewScore(p programme.Plan) Score {
	s := Score{Heat: p.Heat}
	for _, phase := range p.Phases {
		s.Marks = append(s.Marks, Mark{Name: phase.Name, Start: s.Total})
		for _, stroke := range phase.Strokes {
			end := s.Total + length(stroke)
			s.Bars = append(s.Bars, Bar{Stroke: stroke, Start: s.Total, End: end})
			s.Total = end
		}
	}
	return s
}

// NewCard is a plan's card.
func NewCard(p programme.Plan) Card {
	s := NewScore(p)
	return Card{
		Name: p.Name, Title: p.Title, About: p.About, Score: s,
		Minutes: max(1, int(s.Total.Round(time.Minute)/time.Minute)),
	}
}

// length is how long a stroke takes.
func length(s technique.Stroke) time.Duration {
	times := time.Duration(max(1, s.Repeat))
	switch s.Kind {
	case technique.Press:
		return times * time.Duration(len(s.At)) * (s.Hold + 2*s.Ease + travelBetween)
	case technique.Stretch:
		return times * (s.Hold + 2*leanOver)
	}
	return s.For
}

// passes is how often a stroke goes along its levels: up is one, down again the next.
func passes(s technique.Stroke) float64 {
	speed := float64(s.Speed)
	if !(speed > 0) {
		speed = passSpeed
	}
	path := levelSpacing * max(1, float64(apart(s.From, s.To)))
	return s.For.Seconds() * speed / path
}

// apart is how many levels lie between two.
func apart(a, b body.Level) int {
	if a > b {
		a, b = b, a
	}
	return int(b - a)
}

package web

import (
	"time"

	"github.com/openlumbar/lumbar/body"
	"github.com/openlumbar/lumbar/programme"
	"github.com/openlumbar/lumbar/technique"
)

// levelSpacing is from one level to the next, in mm: 212 mm from S1 to T12 over six, the mean of the project's
// population.
const levelSpacing = 35.0

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
	Phase      string
	Start, End time.Duration
	Names      []string // the techniques that go at once, in the programme's words
	Place      string   // "L5..L1"; the next ones as a plan's rows have them
	Force      string
	Pace       string
}

// NewScore lays a plan out in time.
func NewScore(p *programme.Plan) Score {
	s := Score{Heat: p.Heat, Total: p.Duration()}
	rows := p.Rows()
	for step := range p.Strokes() {
		row := rows[len(s.Bars)]
		if step.Stroke == &step.Phase.Strokes[0] {
			s.Marks = append(s.Marks, Mark{Name: step.Phase.Name, Start: step.Start})
		}
		s.Bars = append(s.Bars, Bar{Stroke: *step.Stroke, Phase: step.Phase.Name, Start: step.Start, End: step.End,
			Names: together(row), Place: row.Place, Force: row.Force, Pace: row.Pace})
	}
	return s
}

// NewCard is a plan's card.
func NewCard(p programme.Plan) Card {
	s := NewScore(&p)
	return Card{
		Name: p.Name, Title: p.Title, About: p.About, Score: s, Suits: p.Suits, Quiet: p.Quiet, Choose: choicesOf(&p),
		Minutes: max(1, int(s.Total.Round(time.Minute)/time.Minute)),
	}
}

// passes is how often a stroke goes along its levels: up is one, down again the next. It is at least one.
func passes(s technique.Stroke) float64 {
	path := levelSpacing * max(1, float64(apart(s.From, s.To)))
	return max(1, s.For.Seconds()*float64(s.Speed)/path)
}

// apart is how many levels lie between two.
func apart(a, b body.Level) int {
	if a > b {
		a, b = b, a
	}
	return int(b - a)
}

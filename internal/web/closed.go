package web

import (
	_ "embed" // the template
)

//go:embed closed.html
var closedText string

var closedPage = withChoices(withSitting(viewOf("closed", closedText)))

// Closed is what the first page says of a closed chair, which moves by its own computer.
type Closed struct {
	Chair     string
	Simulated bool // no chair is reached: it is tried in this very process
	Lost      []string
	Plans     []ClosedPlan // of the programmes, in their order
	Track     Track
}

// ClosedPlan is a programme as a closed chair would do it.
type ClosedPlan struct {
	Name      string
	Chair     string
	Simulated bool
	Time      string   // at its settings; empty: nothing of it is left
	Steps     []string // one line each
	Changes   []string // otherwise than in the programme
	Lost      []string // what this chair cannot do or say at all
}

// Track is the way of a closed chair's carriage, in steps.
type Track struct{ Top, L5, L1 int }

// The picture of a track: how wide it is, and how high a step.
const trackWidth, trackStep = 120, 22

// Height is that of the picture.
func (t Track) Height() int { return (t.Top + 2) * trackStep }

// TrackStep is one place of a track.
type TrackStep struct {
	N, Y int
	Word string // what lies there; empty: nothing that is named
}

// Steps are the places from the highest down.
func (t Track) Steps() (all []TrackStep) {
	for n := t.Top; n >= 0; n-- {
		s := TrackStep{N: n, Y: (t.Top-n)*trackStep + trackStep}
		switch n {
		case t.Top:
			s.Word = "neck"
		case t.L1:
			s.Word = "about L1"
		case t.L5:
			s.Word = "about L5"
		}
		all = append(all, s)
	}
	return all
}

// Real says whether the chair is a real one that moves by its own computer.
func (p Page) Real() bool { return p.Closed != nil && !p.Closed.Simulated }

package programme

import (
	"iter"
	"slices"
	"time"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/technique"
)

// Plan is a compiled programme: what to do, in order, in physical units, for nobody in particular yet.
type Plan struct {
	Name   string
	Title  string
	About  string
	Suits  []string
	Quiet  int // sessions that somebody should have had first, with nothing wrong in or after them; 0: none
	Needs  []chair.Ability
	Heat   *Heat // nil: none
	Phases []Phase

	Variables []Variable // what may be chosen, and what is
}

// Phase is a named part of a plan, its repeats unrolled.
type Phase struct {
	Name    string
	Strokes []technique.Stroke
}

// Heat is the pad's part of a plan.
type Heat = technique.Heat

// Step is one stroke at its time in a plan. It points into the plan.
type Step struct {
	Start  time.Duration // of the massage
	End    time.Duration
	Phase  *Phase
	Stroke *technique.Stroke
}

// Strokes goes through all strokes in their order. Way between the end of one and the start of the next is not
// part of a plan.
func (p *Plan) Strokes() iter.Seq[Step] {
	return func(yield func(Step) bool) {
		var at time.Duration
		for i := range p.Phases {
			for k := range p.Phases[i].Strokes {
				s := &p.Phases[i].Strokes[k]
				end := at + s.Duration()
				if !yield(Step{at, end, &p.Phases[i], s}) {
					return
				}
				at = end
			}
		}
	}
}

// Insists is the needs that none of the strokes has by itself, such as heat: whoever lists one does not want the programme
// played without it. In the order of the text.
func (p *Plan) Insists() []chair.Ability {
	var all []chair.Ability
	for _, a := range p.Needs {
		needed := false
		for s := range p.Strokes() {
			needed = needed || slices.Contains(s.Stroke.Needs(), a) ||
				s.Stroke.With.On() && slices.Contains(technique.Tap.Needs(), a)
		}
		if !needed {
			all = append(all, a)
		}
	}
	return all
}

// Duration is the time of all strokes together.
func (p *Plan) Duration() (d time.Duration) {
	for s := range p.Strokes() {
		d = s.End
	}
	return d
}

// Contact estimates the contact of all strokes on an average back.
func (p *Plan) Contact() (c technique.Contact) {
	for s := range p.Strokes() {
		c.Add(s.Stroke)
	}
	return c
}

package technique

import (
	"github.com/openlumbar/lumbar/body"
	"github.com/openlumbar/lumbar/unit"
)

// Trace is what a stroke does to a back of some build, every contactStep: all that Contact counts. It depends on nothing
// that comes before, so that it can be kept. Nil: nothing, or a stroke that cannot be planned.
type Trace []touch

// touch is one moment of it.
type touch struct {
	along   unit.Millimetre
	level   body.Level // the nearest
	cell    uint8
	touches bool // it counts as contact
	presses bool // it counts as pressing
	moves   bool // in circles or by strokes
}

// NewTrace follows a stroke on a back.
func NewTrace(s *Stroke, build Build) Trace {
	p := &backs[min(build, buildEnd-1)]
	one := *s
	one.Side = BothSides // the side that it is for gets as much as both would
	shape, err := Prepare(&one, p)
	if err != nil {
		return nil
	}
	t := make(Trace, 0, shape.Duration()/contactStep+1)
	for at := contactStep / 2; at < shape.Duration(); at += contactStep {
		g := shape.At(at)
		t = append(t, touch{
			along: g.Along, level: p.nearest(g.Along), cell: uint8(max(0, min(g.Along/contactCell, contactCells-1))),
			touches: g.Force >= Touch, presses: g.Force >= pressForce, moves: g.Knead != 0 || g.Tap != 0,
		})
	}
	return t
}

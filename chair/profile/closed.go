package profile

import (
	"fmt"
	"time"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/internal/diag"
	"github.com/openlumbar/lumbar/unit"
)

// What control and link of a closed chair may be, as it moves by its own computer: slower than a chair whose axes are
// driven, and no slower than a person bears to wait for a stop. Assumptions.
var (
	closedControlSpan   = diag.Span{Min: 1, Max: 50}      // Hz
	closedHeartbeatSpan = diag.Span{Min: 0.1, Max: 5}     // s
	closedStaleSpan     = diag.Span{Min: 0.05, Max: 3}    // s
	stopSpan            = diag.Span{Min: 0.1, Max: 5}     // s
	timerSpan           = diag.Span{Min: 60, Max: 3600}   // s
	strokeSpan          = diag.Span{Min: 0.01, Max: 11.9} // Hz
)

// mostSteps is the greatest number of carriage steps that the guard of a closed chair counts; mostLevels the greatest number
// of levels of speed or depth. Known chairs have 13 steps and 6 levels.
const (
	mostSteps  = 32
	mostLevels = 20
)

// The words of closed chairs.
var (
	protocols = []string{"rongtai"}
	strokes   = []string{"glide", "knead", "press", "tap"}
)

// readClosed reads the block of a closed chair, which has neither axes nor anything that is measured.
func readClosed(r, b *diag.Reader, fitted [chair.AxisEnd]*diag.Reader, p *chair.Profile) {
	if b == nil {
		return
	}
	c := &chair.ClosedProfile{}
	p.Closed = c
	for a, axis := range fitted {
		if axis != nil {
			axis.Error(axis.Header(), diag.Contradiction, "a closed chair has no axis that is driven",
				fmt.Sprintf("Leave out the block of %s, or the block closed.", chair.Axis(a)))
		}
	}
	if p.Heat.Max > 0 || p.Air != [chair.BagEnd]chair.AirProfile{} {
		b.Error(b.Header(), diag.Contradiction, "a closed chair has no heat and air that are measured", "Its heat is a key: leave out the blocks heat and air.")
	}
	if p.SeatSensor {
		r.Error(r.At("seat_sensor"), diag.Contradiction, "no closed chair that is known reports a seat sensor", "Write seat_sensor = false.")
	}
	b.Word("protocol", protocols, &c.Protocol)
	b.Texts("names", &c.Names)
	b.Int("speeds", 1, mostLevels, &c.Speeds)
	b.Int("depths", 1, mostLevels, &c.Depths)
	steps := b.Int("steps", 1, mostSteps, &c.Steps)
	low, high := b.Int("l5", 0, mostSteps-1, &c.L5), b.Int("l1", 0, mostSteps-1, &c.L1)
	if steps && low && high && !(c.L5 < c.L1 && c.L1 < c.Steps) {
		b.Error(b.At("l1"), diag.Contradiction, "l5 and l1 are not one above the other on the track",
			fmt.Sprintf("l5 is below l1, and both are steps from 0 to %d.", c.Steps-1))
	}
	b.Duration("timer", timerSpan, &c.Timer)
	stops := b.Duration("stops_within", stopSpan, &c.StopWithin)
	if stops && c.StopWithin < p.Stale && p.Stale > 0 {
		b.Error(b.At("stops_within"), diag.Contradiction, "a stop would have to be seen before the next report comes",
			fmt.Sprintf("Reports may be %v old: make stops_within at least that.", p.Stale.Round(time.Millisecond)))
	}
	for _, m := range b.Blocks(diag.Kind{Name: "mode", Labels: []string{"key"}}) {
		mode := chair.ClosedMode{Name: m.Label(0)}
		m.Word("technique", strokes, &mode.Technique)
		lo := diag.Quantity(m, "slowest", unit.Frequency, strokeSpan, &mode.Slowest)
		hi := diag.Quantity(m, "fastest", unit.Frequency, strokeSpan, &mode.Fastest)
		if lo && hi && mode.Slowest > mode.Fastest {
			m.Error(m.At("fastest"), diag.Contradiction, "fastest is slower than slowest", "Look at both again.")
		}
		origin(m, p)
		c.Modes = append(c.Modes, mode)
	}
	if len(c.Modes) == 0 {
		b.Need(`mode "key"`, "It says what the chair does by one key, and which technique that comes nearest to.")
	}
	origin(b, p)
}

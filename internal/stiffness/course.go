package stiffness

import (
	"time"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/unit"
)

// The course of the force. Low and High are the secant's ends; the force goes a little beyond both, and waits there until
// it is felt, as the force loop is behind. Assumptions.
const (
	Low, High unit.Newton          = 20, 40
	Rate      unit.NewtonPerSecond = 20
	// Needed is what must be allowed, and comfortable, for a measurement.
	Needed unit.Newton = 45

	bottom, top unit.Newton = 15, 44
	near        unit.Newton = 2.5 // of bottom and top
	waitMost                = 1500 * time.Millisecond
	cycles                  = 5
)

// Course is the force of one measurement. The zero value is before its first step.
type Course struct {
	force   unit.Newton
	waits   time.Duration
	cycle   int
	falling bool
	begun   bool
}

// Step takes one tick and returns the force to press with, and whether the course is over.
func (c *Course) Step(contact [chair.SideEnd]unit.Newton, dt time.Duration) (force unit.Newton, over bool) {
	felt := max(contact[chair.Left], contact[chair.Right])
	if !c.begun {
		c.begun, c.force = true, min(max(felt, 0), bottom)
	}
	step := unit.Newton(float64(Rate) * dt.Seconds())
	to, there := top, felt > top-near
	if c.falling {
		to, there = bottom, felt < bottom+near
	}
	if c.force != to {
		c.force += min(max(to-c.force, -step), step)
		return c.force, false
	}
	if c.waits += dt; there || c.waits > waitMost {
		c.waits, c.falling = 0, !c.falling
		if !c.falling {
			c.cycle++
		}
	}
	return c.force, c.cycle >= cycles
}

// Counts says whether the force moves in a cycle that is measured: the first is not.
func (c *Course) Counts() bool { return c.cycle > 0 && c.cycle < cycles }

// Falling says whether the force goes down.
func (c *Course) Falling() bool { return c.falling }

// Share is about how much of the course is over, 0 to 1.
func (c *Course) Share() float64 { return float64(c.cycle) / cycles }

// half is in which half of the measured cycles the course is: 0 or 1.
func (c *Course) half() int { return min(max(c.cycle-1, 0)/(cycles/2), 1) }

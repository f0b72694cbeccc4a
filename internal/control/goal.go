package control

import (
	"time"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/technique"
	"github.com/openlumbar/lumbar/unit"
)

// Kind is what kind of goal the session sets. The zero value asks for nothing.
type Kind uint8

// The kinds.
const (
	Rest   Kind = iota // drive nothing
	Home               // find every axis's reference; ready when all are homed and at home
	Pose               // rollers home; recline, leg rest, carriage and width to the goal's
	Feel               // rollers on the back with Force; carriage to Along at Speed; ready when there
	Stroke             // a technique's shape at At; ready once its start has been reached
)

// Goal is what the session wants of the coming tick.
type Goal struct {
	Kind Kind

	Recline unit.Degree // Pose, Feel; Stroke: where the shape says 0
	LegRest chair.Coord
	Along   unit.Millimetre // Pose, Feel: carriage
	Width   unit.Millimetre
	Speed   unit.MMPerSecond     // Feel: carriage
	Force   unit.Newton          // Feel
	Rise    unit.NewtonPerSecond // Feel: how fast the force may grow and go; 0: the loop's own
	Dither  bool                 // Feel: shake the depth by DitherReach at DitherRate to feel stiffness

	Shape   *technique.Shape
	Turning bool          // the shape turns the kneading shaft: rollers circle about the carriage
	At      time.Duration // within the shape
	Rate    float64       // how fast At runs, 0 to 1: scales the shape's speeds
	Begun   bool          // the start was reached and At runs; until then control goes to the start
	Scale   float64       // of the shape's force: softer, stronger
	Lift    bool          // rollers off the back, carriage where it is

	Heat unit.Celsius
}

// Status is what control knows of its own work.
type Status struct {
	Ready   bool                       // the goal's place was reached
	Along   unit.Millimetre            // where the rollers are, by the report
	Contact [chair.SideEnd]unit.Newton // by the cells, after tare
	Target  unit.Newton                // wanted now, after caps and slew
	Easing  bool                       // Target is on its way, or the shape eases
	Cap     chair.Bound[unit.Newton]   // where the rollers are, and will be before the force could ease
	Zone    chair.Zone
}

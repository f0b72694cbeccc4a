// Package technique holds what rollers do on a back, one file a technique: its parameters, its shape over time
// and its purpose in one honest line. A technique is pure: Shape.At gives the target of any moment.
//
// To add one: a file with its row and its curve, a Kind, and a line in table.go. The programme language, the
// documentation and the tests take everything else from the row.
package technique

import (
	"time"

	"github.com/openlumbar/lumbar/body"
	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/unit"
)

// Kind is one technique. The zero value is invalid.
type Kind uint8

// The techniques.
const (
	_ Kind = iota
	Glide
	Knead
	Tap
	Press
	Stretch
	Rest
	KindEnd
)

// Touch is the force at which rollers travel between places without losing the back: enough to feel the
// contour, below anything that counts as massage. Assumption.
const Touch unit.Newton = 6

// Hover is the force at which rollers wait: enough not to lose the back, too little to count as contact, which
// the guard counts from 5 N. Assumption.
const Hover unit.Newton = 3

// Stroke is one use of a technique in a plan. Fields that a technique does not have are zero.
type Stroke struct {
	Kind  Kind
	From  body.Level   // over, first place; rest: the only one
	To    body.Level   // over, last place
	At    []body.Level // press: the places, in order
	Force unit.Newton  // per roller, of the harder-pressed one
	Share float64      // of what the person finds comfortable, if the force was a word; 0: newtons were asked for

	// Forces is a ramp from the first to the last of two, or for a press one for each place. Force and Share are those of
	// the greatest of them. Nil: Force throughout.
	Forces []Firmness

	Speed unit.MMPerSecond // along the back: glide's speed, knead's sweep
	Rate  unit.Hertz       // kneading turns or tapping strokes per roller
	Width unit.Millimetre  // centre to centre; 0 follows the lane of each level
	Out   bool             // knead: circles open outwards
	Both  bool             // tap: together, not in turn
	Side  Sides            // glide, knead, tap, press: which rollers

	For    time.Duration   // glide, knead, tap, rest: how long
	Ease   time.Duration   // press: in, and out again
	Hold   time.Duration   // press, stretch; the longest of Holds
	Holds  []time.Duration // press: one for each place; nil: Hold everywhere
	Repeat int             // press, stretch: at least 1

	Recline unit.Degree // stretch
	Gentle  bool        // stretch: half the bag pressure, slower

	With Tapping // glide, knead: tapping at once; the zero Tapping is none
}

// Place tells a shape where this person's levels are on this chair.
type Place struct {
	Levels  [body.LevelEnd]unit.Millimetre // machine millimetres along the track
	Lowest  unit.Millimetre                // the carriage's travel
	Highest unit.Millimetre
	Carry   Reach       // what the carriage may do
	Massage unit.Degree // recline at which rollers work
	Flat    unit.Degree // greatest recline allowed
	LegRest chair.Coord // leg rest during massage, degrees below level
}

// Reach is the motion limits of the axis that a shape plans for.
type Reach struct {
	Vel  unit.MMPerSecond
	Acc  unit.MMPerSecond2
	Jerk unit.MMPerSecond3
}

// Target is what the rollers and the chair shall do at one moment of a stroke.
type Target struct {
	Along    unit.Millimetre // carriage
	AlongVel unit.MMPerSecond
	Width    unit.Millimetre // centre to centre
	Force    unit.Newton     // of the harder-pressed roller; Touch between places, Hover in a pause
	Peak     unit.Newton     // of the strokes on top of Force; 0: without a force of its own, tapping has Force for its peaks
	Easing   bool            // the shape itself is changing the force now
	Knead    unit.Hertz      // turns of the kneading shaft, negative opens outwards
	Tap      unit.Hertz      // strokes per roller; 0 does not tap
	TapBoth  bool            // together, not in turn
	TapSide  Sides           // which tappers

	Recline    unit.Degree // 0: as massage
	ReclineVel unit.DegreePerSecond
	LegRest    chair.Coord // degrees below level
	LegRestVel chair.CoordRate
	Air        [chair.BagEnd]float64 // share of each bag's greatest pressure, 0 to 1
}

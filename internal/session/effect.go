package session

import (
	"github.com/openlumbar/lumbar/body"
	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/internal/comfort"
	"github.com/openlumbar/lumbar/internal/scan"
	"github.com/openlumbar/lumbar/internal/stiffness"
)

// EffectKind is what the session's owner must do.
type EffectKind uint8

// The effects.
const (
	_        EffectKind = iota
	SetTare             // hand Tare to guard and control
	Register            // hand Map and Contour to guard and control
	Learn               // hand Contour to control: where the back will be met, without a map
	Halt                // tell the guard to stop
	Disarm              // tell the guard that the session is over
	Noted               // put Note on record
	Gentle              // hold control to Gently of the limits until Usual
	Usual               // hold control to the limits again
)

// Effect is one thing to do.
type Effect struct {
	Kind    EffectKind
	Tare    chair.Tare
	Map     chair.ZoneMap
	Contour *chair.Contour
	Note    Note
	By      chair.Author // of Gentle: who holds it so
}

// Note is one line of a session's record.
type Note struct {
	Kind      string // stage, ask, scan, comfort, stiffness, phase, stroke, ended, fault
	Stage     Stage
	Phase     int
	PhaseName string
	Stroke    int
	Technique string
	Text      string
	Levels    *[body.LevelEnd]scan.Level // scan
	Comfort   *comfort.Limit             // comfort
	Before    *stiffness.Back            // stiffness
	After     *stiffness.Back            // stiffness, after the massage; otherwise nil
	Fault     *chair.Fault
}

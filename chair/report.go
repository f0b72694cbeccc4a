package chair

import (
	"time"

	"github.com/openlumbar/lumbar/unit"
)

// AxisReport is what an axis says of itself.
type AxisReport struct {
	Pos   Coord
	Vel   CoordRate
	Homed bool // position is referenced to an end switch or index mark
	Fault bool // the drive reports itself lost: over-current, encoder, limit
}

// Report is one reading of a chair's sensors. The zero Report is older than any session and therefore stale.
type Report struct {
	Seq   uint64        // rises by one a reading
	At    time.Duration // when it was measured, on the engine's clock
	Axes  [AxisEnd]AxisReport
	Force [SideEnd]unit.Newton // load cells as they read, before tare
	Peak  [SideEnd]unit.Newton // greatest reading since the last report, before tare

	Pad    unit.Celsius            // lumbar pad thermistor
	Air    [BagEnd]unit.Kilopascal // bag pressures
	Seated bool                    // seat sensor
	Stop   bool                    // hardware stop is pressed
	Lost   bool                    // the chair has missed its heartbeat and retreats by itself

	Closed *ClosedReport // what a closed chair says, never changed once handed out; nil: it has axes
}

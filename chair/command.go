package chair

import "github.com/openlumbar/lumbar/unit"

// Setpoint is where one axis shall be now and how fast it shall be moving there. The zero value does not
// drive the axis: it stays where its screw or brake holds it.
type Setpoint struct {
	On  bool
	Pos Coord
	Vel CoordRate
}

// Command is what a chair shall do in the coming control tick. It is physical: a driver for a chair that takes
// levels or keys maps it through its profile. The zero Command asks for nothing: no axis driven, heat off,
// bags vented.
type Command struct {
	Axes [AxisEnd]Setpoint
	Heat unit.Celsius            // target of the lumbar pad's own thermostat; 0 is off
	Air  [BagEnd]unit.Kilopascal // target per bag; 0 vents
}

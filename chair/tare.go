package chair

import (
	"math"

	"github.com/openlumbar/lumbar/unit"
)

// Gravity is standard gravity in N/kg.
const Gravity = 9.80665

// Tare is the reference that load cells are read against: what they read at home, without a person, at one
// recline angle, and the roller head's mass, whose weight leans on the cell as the back goes down. The zero
// Tare is not taken.
type Tare struct {
	Taken   bool
	Zero    [SideEnd]unit.Newton // reading at home
	Recline unit.Degree          // where it was taken
	Head    unit.Kilogram        // mass in front of each cell
}

// HeadWeight is the part of a mass's weight that a cell along the backrest's normal feels, in newtons, at a
// recline angle. The head hangs away from the person as the back goes down, so it lowers the reading.
func HeadWeight(m unit.Kilogram, recline unit.Degree) unit.Newton {
	return unit.Newton(-float64(m) * Gravity * math.Sin((float64(recline)-90)*math.Pi/180))
}

// Offset is what must be subtracted from a cell's reading at the recline angle to get contact force.
func (t Tare) Offset(s Side, recline unit.Degree) unit.Newton {
	return t.Zero[s] + HeadWeight(t.Head, recline) - HeadWeight(t.Head, t.Recline)
}

package chair

// Axis is one driven axis of a chair. The zero value is invalid.
type Axis uint8

// The axes, in the order in which reports and commands hold them.
const (
	_        Axis = iota
	Carriage      // along the back, mm
	Depth         // towards the person, mm; 0 is home
	Width         // centre to centre of the rollers, mm
	Kneading      // eccentric shaft, degrees, endless; both rollers mirrored
	TapLeft       // stroke of the left tapper, mm; 0 is home
	TapRight      // stroke of the right tapper, mm
	Recline       // angle between seat and back, degrees
	LegRest       // degrees below level: 90 hangs down, 0 is level with the seat
	AxisEnd       // how many entries an array by Axis has
)

var axisNames = [AxisEnd]string{"", "carriage", "depth", "width", "kneading", "tap_left", "tap_right", "recline", "leg_rest"}

// String is the axis's one name in text, JSON and pages; "axis?" if invalid.
func (a Axis) String() string {
	if a == 0 || a >= AxisEnd {
		return "axis?"
	}
	return axisNames[a]
}

// Rotary says whether positions of the axis are degrees; otherwise they are millimetres.
func (a Axis) Rotary() bool { return a == Kneading || a == Recline || a == LegRest }

// Unit is the unit of the axis's positions: "mm" or "°".
func (a Axis) Unit() string {
	if a.Rotary() {
		return "°"
	}
	return "mm"
}

// Coord is a position on an axis: millimetres on a linear axis, degrees on a rotary one (Axis.Rotary says
// which). CoordRate is the same per second; CoordAccel and CoordJerk per second squared and cubed.
type (
	Coord      float64
	CoordRate  float64
	CoordAccel float64
	CoordJerk  float64
)

// Side is one of the two rollers, as the person feels them. The zero value is Left: sides index arrays.
type Side uint8

// The sides.
const (
	Left Side = iota
	Right
	SideEnd
)

// String is "left" or "right".
func (s Side) String() string {
	if s == Left {
		return "left"
	}
	return "right"
}

// Bag is a group of airbags on one valve. The zero value is BagSeat: bags index arrays.
type Bag uint8

// The airbag groups.
const (
	BagSeat Bag = iota // under and beside the thighs: holds the pelvis
	BagLegs            // around the calves
	BagEnd
)

// String is the bag's one name.
func (b Bag) String() string {
	if b == BagSeat {
		return "seat"
	}
	return "legs"
}

// Ability is what a programme may need of a chair. The zero value is invalid.
type Ability uint8

// The abilities.
const (
	_ Ability = iota
	CanCarriage
	CanDepth
	CanWidth
	CanKneading
	CanTapping
	CanRecline
	CanLegRest
	CanAir
	CanHeat
	CanSides // each roller has a depth drive of its own
	AbilityEnd
)

var abilityNames = [AbilityEnd]string{"", "carriage", "depth", "width", "kneading", "tapping", "recline", "leg_rest", "air", "heat", "sides"}

// String is the ability's one name, as a programme's needs list writes it; "ability?" if invalid.
func (a Ability) String() string {
	if a == 0 || a >= AbilityEnd {
		return "ability?"
	}
	return abilityNames[a]
}

// ParseAbility finds an ability by its name.
func ParseAbility(name string) (Ability, bool) {
	for a := Ability(1); a < AbilityEnd; a++ {
		if abilityNames[a] == name {
			return a, true
		}
	}
	return 0, false
}

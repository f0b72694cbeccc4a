package twin

import "github.com/openlumbar/lumbar/chair"

// Failure is something that can be made to go wrong. The zero value is invalid.
type Failure uint8

// The failures.
const (
	_                Failure = iota
	DepthJam                 // the depth axis no longer moves; after 250 ms of pushing its drive reports itself lost
	PadStuck                 // the heat pad's switch no longer opens: full power, until the pad's own fuse
	CablePulled              // no command arrives and no report comes back
	SitterLeaves             // the person leans forward and gets up; ending it sits them down again
	CellFrozen               // the left load cell repeats its last reading
	StopPressed              // the red button on the chair
	EncoderFrozen            // the depth axis's position repeats; the drive itself goes on
	ThermistorOpen           // the pad's thermistor reads far below freezing, and its thermostat believes it
	PowerLost                // no mains: Profile.OnPowerLoss, on stored energy; ending it brings the mains back
	ReclineJam               // as DepthJam, of the back's drive
	CarriageJam              // as DepthJam, of the carriage's drive
	BagStuck                 // the seat bag's valve no longer vents, with power or without
	PadOff                   // the heat pad stays cold, whatever its thermostat asks
	ThermistorFrozen         // the pad's thermistor repeats its last reading, and its thermostat believes it
	CellDrift                // the left load cell reads ever less; ending it mends it
	SeatStuck                // the seat sensor says for ever that somebody sits there
	EncoderJump              // the depth axis's position reads 20 mm too little from now on; the drive itself goes on
	DepthBrownout            // the depth drive has half its speed
	CellCoarse               // the left load cell reads in steps of 8 N, never more than there is
	EncoderCoarse            // the depth axis's position reads in steps of 2 mm; the drive itself goes on
	FailureEnd               // how many entries an array by Failure has
)

var failureNames = [FailureEnd]string{"", "depth_jam", "pad_stuck", "cable_pulled", "sitter_leaves", "cell_frozen",
	"stop_pressed", "encoder_frozen", "thermistor_open", "power_lost", "recline_jam", "carriage_jam", "bag_stuck", "pad_off",
	"thermistor_frozen", "load_cell_drift", "seat_sensor_stuck", "encoder_jump", "depth_brownout", "load_cell_coarse",
	"encoder_coarse"}

// How much of it. Assumptions.
const (
	jumped   = 20.0 // mm
	brownout = 0.5  // of the drive's speed
)

// String is the failure's one name; "failure?" if invalid.
func (f Failure) String() string {
	if f == 0 || f >= FailureEnd {
		return "failure?"
	}
	return failureNames[f]
}

// ParseFailure finds a failure by its name.
func ParseFailure(name string) (Failure, bool) {
	for f := Failure(1); f < FailureEnd; f++ {
		if failureNames[f] == name {
			return f, true
		}
	}
	return 0, false
}

// Inject begins or ends a failure. An invalid one does nothing.
func (t *Twin) Inject(f Failure, on bool) {
	if f == 0 || f >= FailureEnd || t.failing[f] == on {
		return
	}
	t.failing[f] = on
	t.moved = t.fitted // what axes say may be another thing now
	switch f {
	case DepthJam:
		t.jam(chair.Depth, on)
	case ReclineJam:
		t.jam(chair.Recline, on)
	case CarriageJam:
		t.jam(chair.Carriage, on)
	case BagStuck:
		t.air[chair.BagSeat].stuck = on
	case ThermistorFrozen:
		t.heat.held = float64(t.frozen.pad)
		if t.seq == 0 {
			t.heat.held = t.heat.pad
		}
	case EncoderJump:
		if depth := &t.axes[chair.Depth]; on {
			depth.origin += jumped
		} else if depth.homed { // otherwise it does not know its place anyway
			depth.origin = 0
		}
	case DepthBrownout:
		t.depthSpeed = float64(t.profile.Axes[chair.Depth].Vel)
		if on {
			t.depthSpeed *= brownout
		}
		t.axes[chair.Depth].limit = min(t.axes[chair.Depth].limit, t.depthSpeed) // more comes with the next command
	case CellDrift:
		if !on {
			t.cell[chair.Left].offset += t.drifted
			t.drifted = 0
		}
	case StopPressed:
		if on && !t.failing[PowerLost] {
			t.leave(t.profile.OnSilence)
		}
	case CablePulled, PowerLost:
		t.link.cut = t.failing[CablePulled] || t.failing[PowerLost]
		if f == PowerLost {
			t.power(!on)
		}
	}
}

// jam keeps an axis from moving, or frees it.
func (t *Twin) jam(a chair.Axis, on bool) {
	t.axes[a].jammed, t.axes[a].stalled = on, 0
	t.busy |= 1 << a
}

// Failing says whether a failure is going on.
func (t *Twin) Failing(f Failure) bool { return f < FailureEnd && t.failing[f] }

// Answers says whether the chair can be talked to: its cable is in, and it has power.
func (t *Twin) Answers() bool { return !t.link.cut }

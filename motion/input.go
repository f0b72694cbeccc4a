package motion

// Interface says what an axis is to reach.
type Interface uint8

const (
	Position Interface = iota // position, velocity and acceleration of the target
	Velocity                  // its velocity and acceleration, wherever that is; there is no velocity limit
)

// Sync says how the axes of an input wait for each other.
type Sync uint8

const (
	SyncTime  Sync = iota // all axes arrive at the same moment, the earliest possible
	SyncNone              // each axis arrives as early as it can
	SyncPhase             // as SyncTime, on a straight line where starts and targets allow one
)

// Axis is one degree of freedom: where it is, where it is to go, and within which limits.
type Axis struct {
	From, To  State
	Limits    Limits
	Interface Interface
}

// Input is a problem: all that a Trajectory is planned from. The zero value of every field but Axes and their Limits
// is a sensible one. Nothing changes an input but its owner and Output.Pass.
type Input struct {
	Axes        []Axis
	Sync        Sync
	MinDuration float64 // s; the motion takes at least as long. 0: as short as can be
}

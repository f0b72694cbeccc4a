// Package unit holds the typed quantities of Lumbar.
//
// Every number that can hurt somebody has one of these types, so that a force cannot be passed where a
// distance belongs. All are float64 in the one unit that the type names; text carries the unit always and is
// read by Parse.
package unit

// Lengths and motion along a line.
type (
	// Millimetre is a length or a position along a linear axis.
	Millimetre float64
	// MMPerSecond is a speed in millimetres per second.
	MMPerSecond float64
	// MMPerSecond2 is an acceleration in millimetres per second squared.
	MMPerSecond2 float64
	// MMPerSecond3 is a jerk in millimetres per second cubed.
	MMPerSecond3 float64
)

// Angles.
type (
	// Degree is an angle; recline is the angle between seat and back.
	Degree float64
	// DegreePerSecond is an angular speed.
	DegreePerSecond float64
)

// Force and pressure.
type (
	// Newton is a force; contact forces are per roller unless a name says otherwise.
	Newton float64
	// NewtonPerMM is a stiffness.
	NewtonPerMM float64
	// NewtonPerSecond is a rate of force.
	NewtonPerSecond float64
	// Kilopascal is a pressure over the surrounding air.
	Kilopascal float64
)

// The rest.
type (
	// Celsius is a temperature.
	Celsius float64
	// Hertz is a frequency; programme text may write it per minute.
	Hertz float64
	// Kilogram is a mass.
	Kilogram float64
	// Watt is a power.
	Watt float64
	// Joule is an energy.
	Joule float64
	// CEM43 is a heat dose in cumulative equivalent minutes at 43 degrees Celsius.
	CEM43 float64
)

// Package twin is the simulated chair and the simulated body on it: a plant of one millisecond a step, or of longer ones where
// somebody is in a hurry (pace.go), seeded and deterministic, without clock, I/O or allocation.
//
// It answers as a chair does: a Command goes in, a Report with noise, offsets and quantised encoders comes out.
// Truth says what really is, for tests, for population runs and for pictures marked as a simulation.
//
// # Models
//
//	axis.go      drive: first-order lag, speed and acceleration limits, backlash; homing.go: end switches, index mark
//	roller.go    tip on a series spring against tissue: power law, relaxation, Hunt-Crossley damping
//	ground.go    what lies under a roller along and across the back: muscle, sacrum, ribs, the hollow
//	spine.go     the lower spine that bends forward under the rollers; tilt.go: what leaning back does to its shape and length
//	drag.go      skin and tissue that come along with a roller
//	trunk.go     mass that leans on upholstery and that the rollers push away; breathing, fidgeting, sliding
//	sitter.go    how this person differs from what a tape says, drawn from the seed by body's table of traits
//	flesh.go     how this person's tissue answers in time, and to work; habit.go: fidgeting, getting up
//	feeling.go   what pressure this person finds comfortable, and how soon they say "enough"
//	heat.go      pad with its thermostat, heat dose; layers.go: skin, fat and muscle with their blood, which pressure closes
//	air.go       airbags
//	current.go   what motors draw: screw.go, and what loads them, lift.go, coil.go
//	cell.go      load cells; report.go: everything a chair says of itself
//	silence.go   heartbeat, and what the chair does by itself
//	power.go     the mains, lost and back
//	failure.go   what can be made to go wrong
//	pace.go      how finely all of it is stepped
//
// None of it has been measured on a chair or a person: every figure is a sourced value or a named assumption. docs/twin.md
// holds it against what is published.
//
// # Frames
//
// Positions are in millimetres in the frame of package chair. "Out" is towards the person; the trunk's
// displacement is 0 where its skin meets uncompressed upholstery.
package twin

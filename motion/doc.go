// Package motion plans jerk-limited motions: the fastest way of one axis or of several from any state (position,
// velocity, acceleration) to any target state, within limits on velocity, acceleration and jerk. It knows no chairs: an
// axis has a unit (mm or degrees), time is in seconds.
//
// Three nouns. An Input is the problem: axes, each with its start, target and limits. A Trajectory is the answer, made
// by Trajectory.Plan. An Output is where the axes are at one moment of it: Trajectory.At gives any moment, offline;
// Trajectory.Step goes on from tick to tick in a control loop, and plans anew whenever the input is another. Axis.Plan
// does one axis by itself. Follow and FollowTo move one axis by a tick towards a target that changes all the time.
//
// README.md has the mathematics: how every motion is found, and why nothing is left out.
//
// The package is pure: no clock, no goroutine, no I/O. It allocates nothing but for errors and the memory that a
// Trajectory and an Output keep. Input that is not finite is an error, never a NaN in the output and never a panic.
//
// # Starts over the limits
//
// An acceleration over its limit comes down with full jerk. A speed that is over its limit, or cannot be kept from
// passing it, comes back within it by the hardest braking there is: the excess is exactly what cannot be avoided, for as
// short a time as can be, but braking eases before it would carry the speed over the opposite limit. From there the
// plan is the fastest one. Input.Foresee says beforehand what will be passed.
//
// # Accuracy
//
// Start and end are exact. Between them, phases continue into one another within 1e-12 of the largest position, speed
// and acceleration on the way, and keep the limits as accurately at every moment, but for what rounding of the time
// itself makes: a moment of a long motion is known to 2e-16 of its duration only. A motion that misses by more than
// 1e-9 is refused with ErrRange; that takes magnitudes which no axis has. Durations agree with Ruckig's within 1e-11.
//
// The fastest way is sensitive: near the end of the fastest stop, the time grows with the cube root of the distance, so
// that a rounding of 1e-15 may cost 1e-5 s. A target that is missed by less than 1e-13 of the positions therefore
// counts as reached. Follow and FollowTo take as none what is less than 1e-9 of the most that can change in a tick, and
// make it good in the tick of the arrival.
package motion

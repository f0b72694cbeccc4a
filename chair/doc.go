// Package chair is the vocabulary of Lumbar: axis, side, zone, command, report, fault, limits, profile.
// Every other package talks in these words; none of them decides anything.
//
// # Frames
//
// A roller is at (along, lateral, out). Along is the carriage's machine millimetre: the height along the
// backrest above the uncompressed seat. Lateral is the distance from the midline, positive for the right
// side. Out is the distance along the backrest's normal towards the person; depth 0 is home, behind the
// upholstery. Recline is the angle between seat and back.
//
// Force is the contact force of one roller along the normal. One depth screw carries both rollers, so "the
// force" of a technique means the harder-pressed roller.
package chair

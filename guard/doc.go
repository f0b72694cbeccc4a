// Package guard is the reason to trust Lumbar with a body. It judges every command and every report of a chair,
// tick by tick, and is the only maker of a Cleared that drives anything. When something is wrong it does not
// argue: it takes the rollers off the person by a retreat of its own.
//
// # Independence
//
// The guard shares words with the planner (package chair) and nothing else: no trajectory, force loop,
// technique or programme. It believes reports, not intentions; what it cannot see it takes at its worst. It is
// pure: no clock, I/O, goroutine, lock or log, and no allocation. It is small enough to be read in an hour, and
// its comparisons are tested at their boundaries.
//
// # States
//
//	         Begin, Resume               STOP, any fault, End
//	Disarmed -------------> Armed ----------------------------------> Retreating
//	                          ^                                           |
//	                          | Begin, Resume: no fault latched,          | axes at rest, and the depth at home by
//	                          | hardware stop released                    | encoder and cells, or lost; or time is up
//	                          |                                           v
//	                          +----------------------------------------- Off
//
// Disarmed and Off answer with the zero Cleared. STOP pressed there starts a retreat too: pressing again tries
// again. STOP is not a fault; "something felt wrong" is a STOP that latches one, in every state. A fault latches
// through Retreating and Off until Clear; Clear is refused while the retreat is under way. The first one is kept.
//
// Rising is the way up: from Disarmed or Off, with a fault latched too, back and leg rest come to sitting while "let
// me up" is held, and then it is Disarmed or Off again. Nothing else moves. Held back, let go, pressed harder against
// the rollers or without reports, it comes to a stop; STOP ends it by a retreat.
//
// Moving is one axis moved by hand, from Disarmed or Off without a fault and with the rollers at home: back or leg rest,
// and with the seat empty the carriage, or the depth behind the cover. It comes to a stop, and does not begin anew before
// it is let go, when the seat is taken or left, and as Rising does; STOP ends it by a retreat.
//
// # Rules, and the harm that each prevents
//
//   - Only Armed lets a command through, unchanged or more careful: the guard may switch heat off and vent
//     bags. A broken command is a fault, never clipped: who asks for the impossible cannot be trusted with
//     the possible.
//   - The depth homes first. Until its place is known, or while it is out without a tare, nothing else moves
//     but tappers home: a carriage must not drag rollers along a back that nobody feels.
//   - Depth beyond the cover needs every axis homed, a tare taken and somebody seated: no contact without
//     knowing where, how hard and whom.
//   - Depth that is out stays driven: a screw switched off keeps pressing, with nobody easing it.
//   - A setpoint goes no further than its speed makes of the time, and its speed changes no faster than the
//     profile's acceleration: no blow, whatever the planner computes.
//   - Force is read per roller against the strictest zone that the kneading circle touches; what the rollers
//     would still add until a retreat takes hold counts as already there: a trip is no licence to overshoot.
//   - Away from its map's recline, or without a map, a place is unknown and gets what unknown may bear.
//   - Force rises only so fast: what comes faster is a blow. Strokes are bounded beforehand instead, by speed,
//     energy, rate and place; while they hide how force rises, the depth's own speed is bounded.
//   - A sensor that says what cannot be is worse than none: cells, encoders, thermistor, sequence and age of
//     reports are checked against physics, and against each other: place against speed, force against depth.
//   - An axis follows its setpoint within what its speed makes of its lag, or something is in its way.
//   - Times and doses (pressing, spot, part of the back, tapping, stretch, air, heat, session) only add up within
//     a session; Resume goes on with them, so that STOP and start again buys nothing. What the day and the week
//     have left is asked for at Begin.
//   - Whether rollers move on is judged by places. Limits that are no numbers allow nothing.
//   - End is a retreat: there is no way to switch off a pressing screw.
//
// # The retreat
//
// Rollers and tappers go home at the axes' own speed, acceleration and jerk, from where the chair last said to
// be and as fast as it was moving; everything else brakes and stays; bags vent, heat is off. Without reports it
// goes on blind. It never sets a place further out than the chair believably is. A depth drive that reports
// itself lost is left alone, so that force never rises. When its time is up with the depth still out, it says so
// by a fault and de-energises: nothing more can be done from here.
//
// # Time
//
// Vet is called once a control tick. Its at must pass at least as fast as the planner's own time, and no more
// than the chair's heartbeat may lie between two calls in a session.
package guard

// Package session is the chair's part of a massage: find the axes' references, tare the load cells, settle the
// person, scan the back, massage by the plan, finish slowly; and what happens on pause, softer, stronger, skip
// and stop.
//
//	homing -> taring -> settling -> scanning -> (comfort ->) (measuring ->) massage -> (remeasuring ->) finishing -> done
//	   \________\__________\___________\__________\___________\-> retreating -> done   (STOP or a fault)
//
// It is a state machine without clock or I/O: every tick it gets a report and what control and guard say, sets
// the goal of the coming tick and appends the effects that its owner performs. The retreat is not its own but the
// guard's: on STOP or a fault it only stands by.
//
// Whoever is felt to sit beside the chair's middle is asked once to sit in it: back to settling and scanning.
package session

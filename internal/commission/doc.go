// Package commission tries a chair step by step before a person may sit in it: its link, then each actuator with the seat
// empty, for as long as somebody holds a key, then its sensors, then stop and silence. Every step is judged by what the
// chair reports, and ends with figures or with the name of what is wrong.
//
// A Bench is the whole test as a state machine. It knows no clock and no link: whoever owns the chair calls Tick once a
// control period, as the engine does for terminal and page alike, and gives what comes out to the driver. Everything that
// moves goes through a guard of the Bench's own, for everyone's limits: the test can ask for no more than a session.
//
//	bench.go    the Bench: its steps one after the other, and the guard between
//	step.go     what a step asks, and how it came out
//	order.go    which steps a chair has
//	link.go     does it answer, in time, as its profile says
//	said.go     what only a person can see: the empty seat, a weight on it
//	drive.go    a slow motion from place to place
//	axis.go     one axis: its end, its way, its direction, and that nothing else moves
//	sensor.go   load cells, thermometer, seat
//	supply.go   airbags and heat pad, over a weight on the seat
//	halt.go     stop, the chair's own button, silence
//	levels.go   the steps of a closed chair: its keys, one by one
//
// The first step that fails ends the test: the chair stops, and what is wrong is said. A chair that failed is no more
// tried than one that never was.
package commission

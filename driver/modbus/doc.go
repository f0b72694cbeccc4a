// Package modbus drives chairs whose axes and sensors lie in the registers of Modbus units: drives, relays and boards of
// inputs and outputs on a serial line (RTU) or over TCP, as makers build and retrofit them.
//
//	frame/       the protocol's bytes
//	link.go      what a link is called; tcp.go, rtu.go: the two kinds
//	point.go     one register and what it means; template.go: a chair's, out of its profile; check.go: whether it fits the chair
//	plan.go      the requests of one cycle; encode.go: a command into them; decode.go: a report out of their answers
//	bus.go       the goroutine that talks on a link, and what it counts
//	settle.go    the units' own settings, at opening
//	driver.go    driver.Chair over it; close.go: its end
//	models.go    the worked templates
//	standin/     plays such chairs, for tests and for trying a template without a chair
//
// # Who keeps a chair moving
//
// Nobody but the caller. The bus has no pace of its own: each Apply is one cycle of writes and readings, and while commands
// come nothing else is sent, because a drive's communication-loss timer takes every frame for a sign of life. A caller that
// falls silent leaves the line silent, and each unit acts as its on_silence says. Only when all of them have had their time
// are they asked again how they are; one that does not say then that it has acted is reported as a fault of its axes.
//
// # What is believed
//
// A unit's answer confirms a command, and an exception refuses it; without either the outcome is an Unverified. An exception
// to a reading, and a unit's own fault flag, are faults of the axes that the unit drives. A sensor beyond the template's
// limits makes no report at all. Nothing is sent twice.
package modbus

// Package simlink is the simulated chair at the far end of a socket: Station runs the twin in a process of its own, in
// real time, and Chair drives it from another. So the process that drives can be stopped, killed or cut off for real, and
// the chair must see the silence and act by itself.
//
//	codec.go     the frames, as bytes
//	scanner.go   frames out of a stream, whatever else is in it
//	offset.go    what either side may say of the other's clock
//	link.go      the host's end of the socket
//	driver.go    driver.Chair over it; close.go: its end
//	station.go   the chair's end: the twin's time, who is heard, what is refused
//	host.go      one connection of it
//	log.go       what really happened, for tests and for people
//
// # Protocol
//
// Both ends are little-endian and speak frames of fixed size by kind: magic (4 bytes), version, kind, length of what
// follows (2), payload, CRC-32C of all before it (4).
//
//	greet    host   which profile it drives by
//	welcome  chair  yes; or that another host is connected, or that this is another chair
//	command  host   chair.Command with its sequence, the link's own number, and when it expires, on the chair's clock
//	answer   chair  what became of the command of that number, and when it arrived, on the chair's clock
//	report   chair  chair.Report with when it was measured and when it was sent, on the chair's clock
//
// A frame that is foreign, torn, of another version, of a wrong sum or not made of numbers is dropped and counted. It
// is not answered and never acted on. Only a command is a heartbeat.
//
// # Two clocks
//
// Neither end knows the other's clock; each exchange bounds the difference (offset.go). A report is put on the engine's
// clock by the bound that makes it look older than it is, if anything, and a command's end on the chair's by the one that
// makes it end earlier. What waited in a buffer while a process was stopped is therefore old when it is read.
package simlink

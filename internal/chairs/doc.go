// Package chairs finds chairs with a link, adds them, and keeps them: a profile each, its link's address beside it, and which of
// them is used. The terminal (lumbar chair) and the page's view Chair both do it here, and ask the same.
//
//	models.go   profiles to start from: what ships
//	shelf.go    the chairs that were added
//	add.go      what is asked of a new one, and how its profile is written
//	proof.go    whether one was tried, as it is now
//	find.go     what is in reach: Bluetooth, serial ports, an address in the network
//	remove.go   one that is taken away, whole
//	use.go      which one is used when nobody says
package chairs

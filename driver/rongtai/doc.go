// Package rongtai drives RongTai and Infinity massage chairs over Bluetooth LE: closed chairs, which take keys as their
// own remote does and say in a status frame what they are at.
//
//	frame.go      the two frames and their checksum
//	status.go     the status frame as a struct and back, bit for bit
//	words.go      the words of its fields
//	keys.go       every key that is known, and which may be used
//	desk.go       which key is due: pure
//	driver.go     the driver; link.go and bluez.go its way over BlueZ
//	simulated.go  the same driver on the stand-in's chair, without Bluetooth, for trying it out
//
// # Sources
//
// Facts about the wire are from dallanwagz/hass-infinity-chair (MIT, Copyright (c) 2026 Dallan Wagner), which its author
// checked on hardware, and from Bread-Yang/RongTai (facts only). No text of either is copied. The checksum of the status
// frame is right for every published capture but one, and neither project checks it.
//
// Tested on recorded frames and on a stand-in; on no hardware yet.
package rongtai

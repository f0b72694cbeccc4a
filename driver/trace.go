package driver

import "time"

// Frame is one that has crossed a chair's link: for whoever writes a driver, or reports what is wrong with one. It is what is on
// the wire, and of nobody.
type Frame struct {
	At      time.Duration // when it had crossed, on the clock that the driver was opened with
	ToChair bool
	Bytes   []byte // only during the call of a Trace; none: nothing came, and Why says so
	Meaning string // in words; empty: it has none
	Why     error  // what is wrong with it
}

// Trace is called with every frame, by the driver's own goroutines too. It must not wait, and keeps no Bytes.
type Trace func(Frame)

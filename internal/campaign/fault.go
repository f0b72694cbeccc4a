package campaign

import (
	"fmt"
	"time"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/internal/twin"
)

// kind is where a fault is. The zero value is no fault at all: what a healthy chair does in the same case.
type kind uint8

const (
	healthy  kind = iota
	failing       // the twin's own failure
	sensing       // a reported quantity is wrong
	flagging      // a reported yes or no is wrong
	blinking      // the same for Time only

	reportDelayed  // reports come Time late, and say when they were measured
	reportLate     // reports come Time late, and are taken for new
	reportRepeated // the last report comes again and again
	reportReplayed // the last report's figures come again and again, with new numbers and times
	reportSwapped  // every other report comes after the one that follows it
	reportDropped  // of the reports all are lost, or every other at a size of a half
	reportReset    // numbers begin anew
	reportFuture   // times of measurement lie Time ahead

	commandDelayed // commands come Time late
	commandDropped // the same of commands
	commandDoubled // every command comes twice, the second time 2 ms later
	commandStuck   // one axis goes on with the setpoint that it has

	hostPaused  // no tick for Time
	hostKilled  // no tick ever again
	hostDead    // ticks go on, but the host counts as gone
	clockJumped // the host's clock leaps by Time
	stopPressed // somebody presses STOP
)

// Fault is one thing that goes wrong.
type Fault struct {
	kind    kind
	failure twin.Failure
	signal  int // index into signals, or into flags
	way     way
	axis    chair.Axis
	size    float64 // sensing: of the signal's scale; dropped: the share that is lost
	time    time.Duration
	class   Class
	name    string        // without its size
	lasts   time.Duration // of a twin's failure; 0 for good
}

// Name is the fault's one name, with its size where that is not the usual one.
func (f *Fault) Name() string {
	if f.size != 0 && f.size != 1 {
		return fmt.Sprintf("%s*%.2f", f.name, f.size)
	}
	return f.name
}

// Class is the class whose claim the fault is held to.
func (f *Fault) Class() Class { return f.class }

// delays is how much later than the guard decides the chair can act.
func (f *Fault) delays() time.Duration {
	if f.kind == commandDelayed {
		return f.time
	}
	return 0
}

// silences says whether the chair hears nothing any more from the fault's moment on, so that it must act by itself.
func (f *Fault) silences(heartbeat time.Duration) bool {
	switch f.kind {
	case failing:
		return f.failure == twin.CablePulled || f.failure == twin.PowerLost
	case hostPaused, commandDelayed:
		return f.time > heartbeat
	case hostKilled:
		return true
	case commandDropped:
		return f.size == 1
	}
	return false
}

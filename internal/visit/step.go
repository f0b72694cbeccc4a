package visit

import (
	"errors"
	"time"
)

// Step is where a visit stands. The zero Step is none.
type Step uint8

// The steps, in the order in which most people meet them.
const (
	_         Step = iota
	NextDay        // how the day after the last session was; may be skipped
	About          // age, height, weight
	Feel           // how the back is now; may be skipped
	Cards          // one card of the safety check
	Question       // one whole question
	Refused        // no session now
	Later          // too soon after the last one
	WarmUp         // movements; may be skipped
	Water          // one line
	Sit            // sit and lean back
	Ready          // a Grant is there to be taken
	InSession      // nothing is asked
	Why            // why did you stop?
	Stopped        // stopped for no bad reason: a fresh start, or that was it
	Rate           // how it feels; may be skipped
	Rest           // water, and the next day's question
	Over           // nothing is left, and nothing is known any more
	stepEnd
)

var stepNames = [stepEnd]string{"", "next-day", "about", "feel", "cards", "question", "refused", "later", "warm-up", "water", "sit",
	"ready", "session", "why", "stopped", "rate", "rest", "over"}

// String is the step's one name.
func (s Step) String() string {
	if s == 0 || s >= stepEnd {
		return "step?"
	}
	return stepNames[s]
}

// ErrStep is what a method returns that is not for the step at which the visit stands. Nothing has changed.
var ErrStep = errors.New("that is not asked now: go on with what the page shows")

// ErrOld is returned where too much time has passed since the check. The visit asks it anew.
var ErrOld = errors.New("too much time has passed since the safety check: please answer it again")

// Times. Our own choices.
const (
	Holds = 30 * time.Minute // how long after a check a session may begin
	Fresh = 10 * time.Minute // how long after a stop a fresh start is the same session: product journey J4
	Idle  = 15 * time.Minute // how long a visit is kept that nobody goes on with
)

// End is how a session ended. The zero End is none.
type End uint8

// The ways.
const (
	_        End = iota
	Finished     // ran to its end
	Halted       // somebody stopped it
	Broken       // a fault, or the engine's end
	Hurt         // somebody said that something felt wrong
)

// Reason is why a person stopped. The zero Reason is no answer, which counts as FeltWrong.
type Reason uint8

// The reasons.
const (
	NoAnswer Reason = iota
	JustStop
	TooHard
	FeltWrong
)

package simlink

import (
	"errors"
	"time"
)

// offset is what is known of the difference between two clocks that both run on: engine minus chair.
//
// Something cannot arrive before it was sent. A command that left at s on the engine's clock and arrived at c on the
// chair's says that the difference is at least s - c; a report that left at c and arrived at s, that it is at most s - c.
// How long either was under way need not be known, nor that both ways take the same time, as it must be for the
// halved round trip that is often used. Between exchanges the bounds widen by what the clocks may drift.
type offset struct {
	low, high time.Duration
	at        time.Duration // engine's clock: when they were last widened
	begun     bool
}

// drift is how many parts of a second two clocks may come apart within one second: 1/5000 is 200 ppm, twice what cheap
// crystals are sold with.
const drift = 5000

// unknown is a bound before the first exchange, far from every overflow.
const unknown = time.Duration(1 << 61)

var errClock = errors.New("the chair's clock has leapt or runs wrongly: open the chair again")

// widen brings the bounds up to the moment now.
func (o *offset) widen(now time.Duration) {
	if !o.begun {
		o.low, o.high, o.at, o.begun = -unknown, unknown, now, true
	}
	if now > o.at {
		by := (now-o.at)/drift + 1
		o.low, o.high, o.at = o.low-by, o.high+by, now
	}
}

// went takes in that something which left at sent, on the engine's clock, had arrived at arrived, on the chair's.
func (o *offset) went(sent, arrived time.Duration) error {
	o.widen(sent)
	o.low = max(o.low, sent-arrived-(o.at-sent)/drift)
	return o.sane()
}

// came takes in that something which left at sent, on the chair's clock, had arrived at arrived, on the engine's.
func (o *offset) came(sent, arrived time.Duration) error {
	o.widen(arrived)
	o.high = min(o.high, arrived-sent)
	return o.sane()
}

func (o *offset) sane() error {
	if o.low > o.high {
		return errClock
	}
	return nil
}

// notYounger puts a moment of the chair's clock on the engine's, too early if anything.
func (o *offset) notYounger(chair time.Duration) time.Duration { return chair + o.low }

// notLater puts a moment of the engine's clock, that may be yet to come, on the chair's, too early if anything. A chair
// that was never heard gets none that it would act on: 0 is over.
func (o *offset) notLater(engine time.Duration) time.Duration {
	return max(engine-o.high-max(engine-o.at, 0)/drift, 0)
}

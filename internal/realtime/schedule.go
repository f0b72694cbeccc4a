package realtime

import "time"

// Schedule is the moments at which a loop is due: one every period, whatever a tick takes.
type Schedule struct {
	period, due time.Duration
}

// NewSchedule is first due at the moment first, then every period, which must be positive.
func NewSchedule(first, period time.Duration) Schedule { return Schedule{period, first} }

// Due is the moment to sleep to.
func (s *Schedule) Due() time.Duration { return s.due }

// Done says that the tick of Due has ended at the moment now, and moves on. A moment that is past by less than a period
// is still due, late; those that are past by more are passed over and counted as missed, so that a loop that was held up
// does not rush through ticks of the past.
func (s *Schedule) Done(now time.Duration) (missed int) {
	s.due += s.period
	if over := now - s.due; over >= s.period {
		missed = int(over / s.period)
		s.due += time.Duration(missed) * s.period
	}
	return missed
}

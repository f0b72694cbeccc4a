package realtime

import (
	"context"
	"errors"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func TestNowGoesOn(t *testing.T) {
	last := Now()
	for range 1000 {
		now := Now()
		if now < last {
			t.Fatalf("the clock went back from %v to %v", last, now)
		}
		last = now
	}
}

func TestSleepUntilIsNeverEarly(t *testing.T) {
	for range 50 {
		until := Now() + 300*time.Microsecond
		SleepUntil(until)
		if now := Now(); now < until {
			t.Fatalf("woke %v early", until-now)
		}
	}
}

// TestThePastIsNotSlept would not end if a moment that is past were waited for, or taken for a length.
func TestThePastIsNotSlept(t *testing.T) {
	for _, past := range []time.Duration{Now() - time.Nanosecond, Now() / 2, 1, 0, -1, -1 << 63} {
		SleepUntil(past)
		if err := Until(context.Background(), past); err != nil {
			t.Errorf("until %v: %v", past, err)
		}
	}
}

func TestUntil(t *testing.T) {
	until := Now() + heed + heed/2 // more than one look at the context
	if err := Until(context.Background(), until); err != nil || Now() < until {
		t.Errorf("woke at %v, %v; want no error at %v or later", Now(), err, until)
	}
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error)
	go func() { ended <- Until(ctx, Now()+365*24*time.Hour) }()
	cancel()
	if err := <-ended; !errors.Is(err, context.Canceled) {
		t.Errorf("a sleep of a year, cancelled: %v", err)
	}
}

func TestScheduleTable(t *testing.T) {
	const ms = time.Millisecond
	for _, c := range []struct {
		ended, due time.Duration
		missed     int
	}{
		{10 * ms, 14 * ms, 0}, {13 * ms, 14 * ms, 0}, {14 * ms, 14 * ms, 0}, {18*ms - 1, 14 * ms, 0},
		{18 * ms, 18 * ms, 1}, {22*ms - 1, 18 * ms, 1}, {22 * ms, 22 * ms, 2}, {10*ms + time.Hour, 10*ms + time.Hour, 899999},
	} {
		s := NewSchedule(10*ms, 4*ms)
		if missed := s.Done(c.ended); missed != c.missed || s.Due() != c.due {
			t.Errorf("a tick that ended at %v: next due at %v, %d missed, want %v and %d", c.ended, s.Due(), missed, c.due, c.missed)
		}
	}
}

// TestScheduleKeepsItsGrid: whatever ticks take, every moment is first plus whole periods, none is lost uncounted, and the
// next is past by less than a period.
func TestScheduleKeepsItsGrid(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		first := time.Duration(rapid.Int64Range(0, 1e15).Draw(t, "first"))
		period := time.Duration(rapid.Int64Range(1e5, 1e8).Draw(t, "period"))
		s := NewSchedule(first, period)
		now := first
		for n := 1; n <= 50; n++ {
			now = max(now, s.Due()) + time.Duration(rapid.Int64Range(0, 5*int64(period)).Draw(t, "took"))
			n += s.Done(now)
			if want := first + time.Duration(n)*period; s.Due() != want {
				t.Fatalf("due at %v after %d moments, want %v", s.Due(), n, want)
			}
			if now-s.Due() >= period {
				t.Fatalf("next moment is past by %v, a period is %v", now-s.Due(), period)
			}
		}
	})
}

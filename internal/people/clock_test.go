package people

import (
	"context"
	"testing"
	"time"

	"github.com/openlumbar/lumbar/internal/screening"
	"github.com/openlumbar/lumbar/internal/screening/checkfile"
	"github.com/openlumbar/lumbar/internal/store"
)

// clocked is a memory whose store is told another time than it was.
func clocked(t *testing.T) (Memory, *store.Key, func(time.Time)) {
	t.Helper()
	check, err := checkfile.Load()
	if err != nil {
		t.Fatal(err)
	}
	says := morning
	s, err := store.Open(t.Context(), t.TempDir(), store.Options{Now: func() time.Time { return says }})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	m := Memory{Store: s, Check: check}
	return m, m.add(t, "Robin"), func(at time.Time) { says = at }
}

// TestWrongClock: a session, with a check, soreness after it and its place in the budget, at a time that cannot be: it counts from
// when the clock is right on, passes as any other does, and lets nobody go without a full check for years.
func TestWrongClock(t *testing.T) {
	for name, wrong := range map[string]time.Time{
		"years ahead": morning.Add(4 * 365 * day), "days ahead": morning.Add(3 * day), "no battery: 1970": time.Unix(3600, 0).UTC(), "a day of 2020": morning.Add(-6 * 365 * day),
	} {
		t.Run(name, func(t *testing.T) {
			m, k, says := clocked(t)
			says(wrong)
			v := m.visit(t, k, wrong)
			v.toCheck(3, 3, 1).cards().begin()
			record(t, m.Store, k.Person(), wrong, 9*time.Minute)
			v.end()
			says(wrong.Add(10 * time.Minute))

			says(morning) // the network has told the time
			known, err := m.Known(context.Background(), k, morning)
			if err != nil {
				t.Fatal(err)
			}
			b, err := m.Budget(context.Background(), k, morning)
			if err != nil || b.Sessions != 1 || b.Used != 9*time.Minute {
				t.Fatalf("once the clock is right: %+v, %v", b, err)
			}
			if wait := known.Facts.NotBefore.Sub(morning); wait <= 0 || wait > 2*day {
				t.Errorf("the next one in %v", wait)
			}
			if !known.Facts.Past.Full.IsZero() && known.Facts.Past.Full.After(morning.Add(day)) {
				t.Errorf("a check of %v lets them go on", known.Facts.Past.Full)
			}
			for _, s := range known.Facts.Sessions {
				if s.Ended.After(morning) || s.Ended.Before(morning.Add(-day)) {
					t.Errorf("a session counts as of %v, and it is %v", s.Ended, morning)
				}
			}
			later := morning.Add(49 * time.Hour)
			says(later)
			if known, err = m.Known(context.Background(), k, later); err != nil || !known.Facts.NotBefore.IsZero() || !known.Facts.NextDay {
				t.Errorf("two days later: not before %v, the day after is asked about: %v, %v", known.Facts.NotBefore, known.Facts.NextDay, err)
			}
			v = m.visit(t, k, later)
			v.toCheck(3, 3, 1)
			if wrong.After(morning) && v.Kind() != screening.Full {
				t.Errorf("the check is %v after one of the future", v.Kind())
			}
		})
	}
}

// TestSummerTime: hours are hours, whatever the clock on the wall does in the night when summer time ends, and in that when it
// begins.
func TestSummerTime(t *testing.T) {
	berlin, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Skip("no time zones here:", err)
	}
	for name, night := range map[string]time.Time{
		"it ends":   time.Date(2026, time.October, 25, 1, 30, 0, 0, berlin),
		"it begins": time.Date(2026, time.March, 29, 1, 30, 0, 0, berlin),
	} {
		m, k, says := clocked(t)
		says(night)
		record(t, m.Store, k.Person(), night, 9*time.Minute)
		ended := night.Add(9 * time.Minute)
		for _, ago := range []time.Duration{time.Hour, 3*time.Hour + 59*time.Minute, 4 * time.Hour, 23*time.Hour + 59*time.Minute, 24*time.Hour + time.Second} {
			at := ended.Add(ago)
			says(at)
			b, err := m.Budget(context.Background(), k, at)
			if err != nil {
				t.Fatal(err)
			}
			if today := ago <= day; (b.Sessions == 1) != today || (b.Used > 0) != today {
				t.Errorf("%s, %v later: %+v", name, ago, b)
			}
			if wait := b.Next.Sub(ended); ago < 4*time.Hour && wait < 4*time.Hour {
				t.Errorf("%s, %v later: the next after %v", name, ago, wait)
			}
		}
	}
}

package ago

import (
	"testing"
	"time"
)

const (
	h = int64(time.Hour / time.Millisecond)
	// someDay is after the first Lumbar.
	someDay = madeMS + 300*24*h
)

// TestSettled: what stands for later boots, and how long ago it is then.
func TestSettled(t *testing.T) {
	now := Moment{"b", 10 * h, someDay}
	for name, c := range map[string]struct {
		was, want Moment
		since     time.Duration
	}{
		"this boot, as the wall has it": {Moment{"b", 8 * h, someDay - 2*h}, Moment{"b", 8 * h, someDay - 2*h}, 2 * time.Hour},
		"this boot, drift":              {Moment{"b", 8 * h, someDay - 2*h - 59_000}, Moment{"b", 8 * h, someDay - 2*h - 59_000}, 2 * time.Hour},
		"this boot, the wall was set":   {Moment{"b", 8 * h, someDay - 900*h}, Moment{"b", 8 * h, someDay - 2*h}, 2 * time.Hour},
		"another boot":                  {Moment{"a", 9 * h, someDay - 30*h}, Moment{"a", 9 * h, someDay - 30*h}, 30 * time.Hour},
		"another, hours ahead":          {Moment{"a", 9 * h, someDay + 3*h}, Moment{"a", 9 * h, someDay + 3*h}, 0},
		"another, days ahead":           {Moment{"a", 9 * h, someDay + 25*h}, now, 0},
		"another, of 1970":              {Moment{"a", 9 * h, h}, now, 0},
		"no boot's":                     {Moment{"", 0, someDay - h}, Moment{"", 0, someDay - h}, time.Hour},
	} {
		got := c.was.Settled(now)
		if got != c.want || now.Since(got) != c.since {
			t.Errorf("%s: %+v, %v ago; want %+v, %v", name, got, now.Since(got), c.want, c.since)
		}
		if again := got.Settled(now); again != got {
			t.Errorf("%s: settled twice it is %+v", name, again)
		}
	}
	before := Moment{"a", h, h} // the network has not told the time yet
	if got := (Moment{"z", 5 * h, someDay}).Settled(before); got != (Moment{"z", 5 * h, someDay}) || before.Since(got) != 0 {
		t.Errorf("seen from 1970: %+v", got)
	}
}

// TestWasSet: more than drift, within one boot.
func TestWasSet(t *testing.T) {
	began := Moment{"b", h, someDay}
	for name, c := range map[string]struct {
		now  Moment
		want bool
	}{
		"time passes": {Moment{"b", 3 * h, someDay + 2*h}, false}, "drift": {Moment{"b", 3 * h, someDay + 2*h + 50_000}, false},
		"ahead": {Moment{"b", 3 * h, someDay + 3*h}, true}, "back": {Moment{"b", 3 * h, someDay - h}, true}, "another boot": {Moment{"c", h, someDay - 900*h}, false},
	} {
		if got := c.now.WasSet(began); got != c.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}

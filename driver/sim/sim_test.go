package sim

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/openlumbar/lumbar/body"
	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/chair/profile"
	"github.com/openlumbar/lumbar/driver"
	"github.com/openlumbar/lumbar/driver/drivertest"
	"github.com/openlumbar/lumbar/guard"
	"github.com/openlumbar/lumbar/internal/twin"
)

// opened is a simulated reference chair with a clock that a test moves.
func opened(t *testing.T, change func(*chair.Profile)) (*Chair, *time.Duration) {
	t.Helper()
	p, diags := profile.Load("bench-4d")
	if err := diags.Err(); err != nil {
		t.Fatal(err)
	}
	if change != nil {
		change(&p)
	}
	m, err := body.ANSUR(1)
	if err != nil {
		t.Fatal(err)
	}
	now := 5 * time.Minute // the engine has run for a while
	return New(Options{
		Twin:  twin.New(twin.Options{Profile: &p, Body: m.Back(), Seed: 1}),
		Clock: func() time.Duration { return now },
	}), &now
}

func TestDriver(t *testing.T) {
	for _, loss := range []chair.Loss{chair.Retracts, chair.Releases, chair.Holds} {
		t.Run(loss.String(), func(t *testing.T) {
			drivertest.Run(t, func(t *testing.T) drivertest.Bench {
				c, now := opened(t, func(p *chair.Profile) { p.OnSilence = loss })
				return drivertest.Bench{
					Chair: c,
					Now:   func() time.Duration { return *now },
					Pass:  func(d time.Duration) { *now += d },
					Deaf:  func() { c.Inject(twin.CablePulled, true) },
					Depth: func() chair.Coord { return c.Truth().Axes[chair.Depth] },
				}
			})
		})
	}
}

// The same calls at the same times give the same, to the last bit.
func TestDeterministic(t *testing.T) {
	session := func() (r chair.Report) {
		c, now := opened(t, nil)
		for range 500 {
			*now += 4 * time.Millisecond
			var err error
			if r, err = c.Read(t.Context()); err != nil {
				t.Fatal(err)
			}
			if err := c.Apply(t.Context(), guard.Cleared{}); err != nil {
				t.Fatal(err)
			}
		}
		return r
	}
	if a, b := session(), session(); a != b {
		t.Errorf("got %+v and %+v", a, b)
	}
}

// A clock that stands still or runs back lets nothing happen, and the same reading comes again.
func TestClockStandsStill(t *testing.T) {
	c, now := opened(t, nil)
	*now += time.Second
	first, err := c.Read(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	*now -= 500 * time.Microsecond
	again, err := c.Read(t.Context())
	if err != nil || again != first {
		t.Errorf("got %+v, %v; want the same reading", again, err)
	}
}

func TestCloseSaysWhatItSaw(t *testing.T) {
	jammed, _ := opened(t, nil)
	jammed.Inject(twin.DepthJam, true)
	if err := jammed.Close(); err == nil || errors.As(err, new(*driver.Unverified)) {
		t.Errorf("jammed: got error %v, want one that says where the depth is", err)
	}
	deaf, _ := opened(t, nil)
	deaf.Inject(twin.CablePulled, true)
	if err := deaf.Close(); !errors.As(err, new(*driver.Unverified)) {
		t.Errorf("cable pulled: got error %v, want Unverified", err)
	}
	if err := deaf.Apply(context.Background(), guard.Cleared{}); err != nil {
		t.Errorf("zero after Close: got error %v, want nil", err)
	}
}

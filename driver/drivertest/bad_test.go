package drivertest_test

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/openlumbar/lumbar/body"
	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/chair/profile"
	"github.com/openlumbar/lumbar/driver"
	"github.com/openlumbar/lumbar/driver/drivertest"
	"github.com/openlumbar/lumbar/driver/sim"
	"github.com/openlumbar/lumbar/guard"
	"github.com/openlumbar/lumbar/internal/twin"
)

// bad is a driver with one fault each; fails is the test of the suite that must catch it.
var bad = []struct {
	name  string
	fails string
	make  func(c *sim.Chair) driver.Chair
}{
	{"takes what has expired", "what_is_late_is_refused", func(c *sim.Chair) driver.Chair { return takesLate{c} }},
	{"hides that nobody answered", "no_answer_is_never_success", func(c *sim.Chair) driver.Chair { return optimist{c} }},
	{"passes old readings off as new", "a_stale_reading_says_so", func(c *sim.Chair) driver.Chair { return neverStale{c} }},
	{"counts readings wrong", "reports_rise", func(c *sim.Chair) driver.Chair { return sameSeq{c} }},
	{"uses a clock of its own", "reports_rise", func(c *sim.Chair) driver.Chair { return ownClock{c} }},
	{"refuses zero", "zero_is_always_accepted", func(c *sim.Chair) driver.Chair { return needsPower{c} }},
	{"drops zero", "zero_de-energises", func(c *sim.Chair) driver.Chair { return dropsZero{c} }},
	{"beats the heart itself", "silence_makes_the_chair_act", func(c *sim.Chair) driver.Chair { return &undead{Chair: c} }},
	{"ignores contexts", "a_cancelled_context_returns", func(c *sim.Chair) driver.Chair { return noContext{c} }},
	{"leaves rollers out", "close_leaves_the_depth_at_home", func(c *sim.Chair) driver.Chair { return justGoes{c} }},
	{"works when closed", "closed_is_closed", func(c *sim.Chair) driver.Chair { return justGoes{c} }},
	{"leaves a goroutine", "close_works_on_a_chair_just_opened", func(c *sim.Chair) driver.Chair { return newLeaky(c) }},
}

type (
	takesLate  struct{ *sim.Chair }
	optimist   struct{ *sim.Chair }
	neverStale struct{ *sim.Chair }
	sameSeq    struct{ *sim.Chair }
	ownClock   struct{ *sim.Chair }
	needsPower struct{ *sim.Chair }
	dropsZero  struct{ *sim.Chair }
	undead     struct {
		*sim.Chair
		last guard.Cleared
	}
	noContext struct{ *sim.Chair }
	justGoes  struct{ *sim.Chair }
	leaky     struct{ *sim.Chair }
)

func (c takesLate) Apply(ctx context.Context, g guard.Cleared) error {
	err := c.Chair.Apply(ctx, g)
	if errors.Is(err, driver.ErrExpired) {
		return nil
	}
	return err
}

func (c optimist) Apply(ctx context.Context, g guard.Cleared) error {
	err := c.Chair.Apply(ctx, g)
	if errors.As(err, new(*driver.Unverified)) {
		return nil
	}
	return err
}

func (c neverStale) Read(ctx context.Context) (chair.Report, error) {
	r, err := c.Chair.Read(ctx)
	if errors.Is(err, driver.ErrStale) {
		return r, nil
	}
	return r, err
}

func (c sameSeq) Read(ctx context.Context) (chair.Report, error) {
	r, err := c.Chair.Read(ctx)
	r.Seq = 7
	return r, err
}

func (c ownClock) Read(ctx context.Context) (chair.Report, error) {
	r, err := c.Chair.Read(ctx)
	r.At -= time.Minute
	return r, err
}

func (c needsPower) Apply(ctx context.Context, g guard.Cleared) error {
	if g.Sequence() == 0 {
		return errors.New("nothing to send")
	}
	return c.Chair.Apply(ctx, g)
}

func (c dropsZero) Apply(ctx context.Context, g guard.Cleared) error {
	if g.Sequence() == 0 {
		return nil
	}
	return c.Chair.Apply(ctx, g)
}

func (c *undead) Apply(ctx context.Context, g guard.Cleared) error {
	c.last = g
	return c.Chair.Apply(ctx, g)
}

func (c *undead) Read(ctx context.Context) (chair.Report, error) {
	_ = c.Chair.Apply(ctx, guard.Cleared{}) // something, so that the chair hears something
	return c.Chair.Read(ctx)
}

func (c noContext) Apply(_ context.Context, g guard.Cleared) error {
	return c.Chair.Apply(context.Background(), g)
}

func (c justGoes) Close() error { return nil }

func newLeaky(c *sim.Chair) leaky {
	go func() { select {} }()
	return leaky{c}
}

const inChild = "LUMBAR_TEST_BAD_DRIVERS"

// TestBadDrivers runs the suite over every bad driver, in processes of their own because there it must fail.
func TestBadDrivers(t *testing.T) {
	for _, b := range bad {
		t.Run(b.name, func(t *testing.T) {
			if os.Getenv(inChild) != "" {
				drivertest.Run(t, func(t *testing.T) drivertest.Bench { return bench(t, b.make) })
				return
			}
			child := exec.Command(os.Args[0], "-test.run=^TestBadDrivers$/^"+strings.ReplaceAll(b.name, " ", "_")+"$/^"+b.fails+"$")
			child.Env = append(os.Environ(), inChild+"=yes")
			out, err := child.CombinedOutput()
			if err == nil || !strings.Contains(string(out), "--- FAIL: "+t.Name()+"/"+b.fails+" ") {
				t.Errorf("%q did not catch a driver that %s (%v):\n%s", b.fails, b.name, err, out)
			}
		})
	}
}

func bench(t *testing.T, make func(*sim.Chair) driver.Chair) drivertest.Bench {
	p, diags := profile.Load("bench-4d")
	if err := diags.Err(); err != nil {
		t.Fatal(err)
	}
	m, err := body.ANSUR(1)
	if err != nil {
		t.Fatal(err)
	}
	now := time.Minute
	c := sim.New(sim.Options{Twin: twin.New(twin.Options{Profile: &p, Body: m.Back()}), Clock: func() time.Duration { return now }})
	return drivertest.Bench{
		Chair: make(c),
		Now:   func() time.Duration { return now },
		Pass:  func(d time.Duration) { now += d },
		Deaf:  func() { c.Inject(twin.CablePulled, true) },
		Depth: func() chair.Coord { return c.Truth().Axes[chair.Depth] },
	}
}

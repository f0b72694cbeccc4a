package rongtai

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/driver"
	"github.com/openlumbar/lumbar/driver/drivertest"
	"github.com/openlumbar/lumbar/driver/rongtai/standin"
	"github.com/openlumbar/lumbar/guard"
)

// TestDriver runs the suite of all drivers over BlueZ's interface on a D-Bus.
func TestDriver(t *testing.T) {
	suite(t, func(c *Chair) driver.Chair { return c })
}

// suite runs it on what make makes of the driver.
func suite(t *testing.T, make func(*Chair) driver.Chair) {
	home := newRig(t, standin.Options{}) // its goroutines are none of the driver's
	drivertest.Run(t, func(t *testing.T) drivertest.Bench {
		home.station.Anew()
		r := &rig{T: t, bus: home.bus, station: home.station, profile: home.profile}
		r.now.Store(int64(time.Minute))
		return drivertest.Bench{
			Chair: make(r.open()),
			Now:   r.clock,
			Pass:  func(d time.Duration) { r.pass(d) },
			Deaf:  func() { r.leave(true) },
			Foreign: func() {
				r.station.Fail(standin.Faults{Noise: true, BadSums: 2})
				r.until("another process sends what looks like a status", func() bool { return r.station.Spoof(r.station.Chair.Frame()) == nil })
			},
		}
	})
}

// bad is a driver with one fault each; fails is the test of the suite that must catch it.
var bad = []struct {
	name  string
	fails string
	make  func(c *Chair) driver.Chair
}{
	{"takes what was sent for done", "a_setting_is_done_when_the_chair_says_so", func(c *Chair) driver.Chair { return optimist{c} }},
	{"drops the stop", "zero_stops_and_is_believed_when_seen", func(c *Chair) driver.Chair { return dropsZero{c} }},
	{"beats the heart itself", "silence_stops_a_chair_of_levels", func(c *Chair) driver.Chair { return undead{c} }},
	{"just goes", "close_stops_a_chair_of_levels", func(c *Chair) driver.Chair { return justGoes{c} }},
	{"says that an unseen stop is done", "a_stop_that_cannot_be_seen_is_not_confirmed", func(c *Chair) driver.Chair { return optimist{c} }},
	{"believes anything", "foreign_frames_are_dropped", func(c *Chair) driver.Chair { return believer{c} }},
}

type (
	optimist  struct{ *Chair }
	dropsZero struct{ *Chair }
	undead    struct{ *Chair }
	justGoes  struct{ *Chair }
	believer  struct{ *Chair }
)

func (c optimist) Apply(ctx context.Context, g guard.Cleared) error {
	if err := c.Chair.Apply(ctx, g); !errors.As(err, new(*driver.Unverified)) {
		return err
	}
	return nil
}

func (c dropsZero) Apply(ctx context.Context, g guard.Cleared) error {
	if g.Sequence() == 0 {
		return nil
	}
	return c.Chair.Apply(ctx, g)
}

func (c undead) Read(ctx context.Context) (chair.Report, error) {
	c.mu.Lock()
	c.expires = c.clock() + time.Hour
	c.mu.Unlock()
	return c.Chair.Read(ctx)
}

func (c justGoes) Close() error {
	c.mu.Lock()
	c.closed = true
	c.mu.Unlock()
	c.end()
	c.ended.Wait()
	return nil
}

// Read of a believer takes what was foreign for the chair's.
func (c believer) Read(ctx context.Context) (chair.Report, error) {
	r, err := c.Chair.Read(ctx)
	if c.Counts().Foreign > 0 {
		wrong := *r.Closed
		wrong.Run = chair.Running
		r.Closed = &wrong
	}
	return r, err
}

const inChild = "LUMBAR_TEST_BAD_CLOSED_DRIVERS"

// TestBadDrivers runs the suite over every bad driver, in processes of their own because there it must fail.
func TestBadDrivers(t *testing.T) {
	for _, b := range bad {
		t.Run(b.name, func(t *testing.T) {
			if os.Getenv(inChild) != "" {
				suite(t, b.make)
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

package modbus_test

import (
	"context"
	"testing"
	"time"

	"github.com/openlumbar/lumbar/driver"
	"github.com/openlumbar/lumbar/driver/modbus"
	"github.com/openlumbar/lumbar/internal/engine"
	"github.com/openlumbar/lumbar/internal/library"
	"github.com/openlumbar/lumbar/internal/wire"
	"github.com/openlumbar/lumbar/programme"
)

const short = `
programme "short" {
  title = "Short"
  about = "For tests."
  needs = ["carriage", "depth"]

  phase "one" {
    glide {
      over  = "L5..L1"
      force = "gentle"
      speed = "30 mm/s"
      for   = "30 s"
    }

    press {
      at    = ["L4", "L2"]
      force = "medium"
      hold  = "4 s"
    }
  }
}
`

// engineTime lets the stand-in live by the engine's ticks, and sees how hard it presses.
type engineTime struct {
	*rig
	most *float64 // N of one roller
}

func (c engineTime) Now() time.Duration { return c.clock() }

func (c engineTime) Until(ctx context.Context, t time.Duration) error {
	if d := t - c.clock(); d > 0 {
		c.pass(d)
	}
	for _, f := range c.units.Truth().Force {
		*c.most = max(*c.most, float64(f))
	}
	return ctx.Err()
}

// TestSession: on a board that drives the whole chair, and on units that have nothing but carriage and depth: a back that
// stands still still makes the heads lean on their cells.
func TestSession(t *testing.T) {
	if testing.Short() {
		t.Skip("not tried in short tests: it takes seconds")
	}
	plan, diags := programme.Compile("short.lumbar.hcl", []byte(short), programme.Options{})
	if err := diags.Err(); err != nil {
		t.Fatal(err)
	}
	t.Run("open-board", func(t *testing.T) { wholeSession(t, newRig(t), plan) })
	t.Run("retrofit-az", func(t *testing.T) { wholeSession(t, newRetrofit(t), plan) })
}

// TestAfterDesk: a programme that ships, whole, on each template that does.
func TestAfterDesk(t *testing.T) {
	if testing.Short() {
		t.Skip("not tried in short tests: it takes seconds")
	}
	plan, err := library.Library{}.Plan("after-desk", nil)
	if err != nil {
		t.Fatal(err)
	}
	rigs := map[string]func(*testing.T) *rig{"open-board": newRig, "retrofit-az": newRetrofit}
	for _, name := range modbus.Shipped() {
		if rigs[name] == nil {
			t.Fatalf("nothing plays %s here", name)
		}
		t.Run(name, func(t *testing.T) { wholeSession(t, rigs[name](t), plan) })
	}
}

// A whole session over Modbus, with all of Lumbar's core: home, tare, settle, scan, massage, finish. Forces come as counts
// over the wire, and the rollers go where registers say.
func wholeSession(t *testing.T, r *rig, plan *programme.Plan) {
	r.profile.Simulated = true // what is behind the registers is, and the engine begins nothing on a chair that was not tried
	link := r.tcp(nil)
	var c *modbus.Chair
	var most float64 // the engine's goroutine's until it has ended
	sums := make(chan wire.Summary, 1)
	e := engine.New(engine.Options{
		Open: func(context.Context, string, uint64) (driver.Chair, string, error) {
			c = r.open(link)
			return c, "a stand-in", nil
		},
		Clock:     engineTime{r, &most},
		Programme: func(string, map[string]string) (*programme.Plan, error) { return plan, nil },
		Observe: func(ev *wire.Event) {
			if ev.Summary != nil {
				sums <- *ev.Summary
			}
		},
		First: []wire.Request{{V: wire.Version, Verb: wire.Start, Programme: plan.Name}},
	})
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- e.Run(ctx, "", 1) }()
	defer func() {
		cancel()
		if err := <-ended; err != nil {
			t.Error(err)
		}
		if most < 15 || most > 40 {
			t.Errorf("it pressed with %.1f N at most, and it is asked for up to 24", most)
		}
		t.Logf("it pressed with %.1f N at most", most)
	}()
	select {
	case sum := <-sums:
		if sum.Outcome != "finished" || len(sum.Faults) > 0 || sum.PhasesDone != sum.Phases {
			t.Errorf("%+v", sum)
		}
		n := c.Counts()
		t.Logf("%s in %d cycles; %d missed an answer, %d exceptions", sum.Outcome, n.Cycles, n.NoAnswer, n.Exceptions)
	case <-time.After(2 * time.Minute):
		t.Error("no summary within two minutes")
	}
}

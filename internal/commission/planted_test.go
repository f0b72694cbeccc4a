package commission

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/driver"
	"github.com/openlumbar/lumbar/guard"
	"github.com/openlumbar/lumbar/internal/twin"
)

// bent is a chair with something wrong: it says, or does, otherwise than the one within.
type bent struct {
	driver.Chair
	says  func(*chair.Report)
	takes func(guard.Cleared) error // may be nil
}

func (c *bent) Read(ctx context.Context) (chair.Report, error) {
	r, err := c.Chair.Read(ctx)
	if c.says != nil {
		c.says(&r)
	}
	return r, err
}

func (c *bent) Apply(ctx context.Context, cleared guard.Cleared) error {
	err := c.Chair.Apply(ctx, cleared)
	if c.takes != nil {
		if wrong := c.takes(cleared); wrong != nil {
			return wrong
		}
	}
	return err
}

// mirrored is an axis whose motor turns the other way: once it knows its place it goes from there the other way.
func mirrored(a chair.Axis) func(*chair.Report) {
	var home chair.Coord
	known := false
	return func(r *chair.Report) {
		x := &r.Axes[a]
		if !known && x.Homed {
			known, home = true, x.Pos
		}
		if known {
			x.Pos, x.Vel = 2*home-x.Pos, -x.Vel
		}
	}
}

// stuck is an axis that reports one place for ever, once it knows it.
func stuck(a chair.Axis) func(*chair.Report) {
	var at chair.Coord
	known := false
	return func(r *chair.Report) {
		x := &r.Axes[a]
		if !known && x.Homed {
			known, at = true, x.Pos
		}
		if known {
			x.Pos, x.Vel = at, 0
		}
	}
}

// runaway is a chair whose carriage goes on at its speed from the moment that it is to stop, in one step of the test.
func runaway(r *rig, step string) func(*chair.Report) {
	var vel chair.CoordRate
	var pos chair.Coord
	var at, steady time.Duration
	return func(rep *chair.Report) {
		x := &rep.Axes[chair.Carriage]
		dt := r.now - at
		at = r.now
		if r.step != step {
			vel, steady = 0, 0
			return
		}
		if vel == 0 {
			if steady += dt; x.Vel < 8 && x.Vel > -8 {
				steady = 0
			}
			if steady > movesFor-200*time.Millisecond {
				vel, pos = x.Vel, x.Pos
			}
			return
		}
		pos += chair.Coord(float64(vel) * dt.Seconds())
		x.Pos, x.Vel = pos, vel
	}
}

// TestPlanted: every planted fault fails the step that is for it, and is named.
func TestPlanted(t *testing.T) {
	says := func(f func(*chair.Report)) func(*rig) { return func(r *rig) { r.chair = &bent{Chair: r.sim, says: f} } }
	breaks := func(f twin.Failure) func(*rig) { return func(r *rig) { r.sim.Inject(f, true) } }
	var frozen chair.Report
	tests := []struct {
		name  string
		wrong func(*rig)
		step  string
		want  string // part of why
	}{
		{"depth motor backwards", says(mirrored(chair.Depth)), "axis depth", "wrong way"},
		{"carriage motor backwards", says(mirrored(chair.Carriage)), "axis carriage", "wrong way"},
		{"back's motor backwards", says(mirrored(chair.Recline)), "axis recline", "wrong way"},
		{"leg rest's motor backwards", says(mirrored(chair.LegRest)), "axis leg_rest", "wrong way"},
		{"shaft backwards", says(mirrored(chair.Kneading)), "axis kneading", "wrong way"},
		{"tapper backwards", says(mirrored(chair.TapLeft)), "axis tap_left", "wrong way"},
		{"width's encoder off", says(stuck(chair.Width)), "axis width", "does not move"},
		{"carriage's encoder off", says(stuck(chair.Carriage)), "axis carriage", "does not move"},
		{"shaft's encoder off", says(stuck(chair.Kneading)), "axis kneading", "does not move"},
		{"depth jams", breaks(twin.DepthJam), "axis depth", "gave up while it looked for its end"},
		{"carriage jams", breaks(twin.CarriageJam), "axis carriage", "gave up while it looked for its end"},
		{"back jams", breaks(twin.ReclineJam), "axis recline", "gave up while it looked for its end"},
		{"drives swapped", says(func(r *chair.Report) { // the width goes where the carriage is asked to go
			if c := &r.Axes[chair.Carriage]; c.Homed && c.Pos > 41 {
				r.Axes[chair.TapLeft].Pos += min(c.Pos-41, 5)
			}
		}), "axis carriage", "swapped"},
		{"half the pitch", says(func(r *chair.Report) { r.Axes[chair.Width].Pos = 80 + (r.Axes[chair.Width].Pos-80)/2 }), "axis width", "it went 4"},
		{"something behind the cover", says(func(r *chair.Report) {
			if r.Axes[chair.Depth].Pos > 5 {
				r.Force[chair.Right] += 30
				r.Peak[chair.Right] += 30
			}
		}), "axis depth", "presses on the rollers"},
		{"cell repeats itself", breaks(twin.CellFrozen), "load cells", "very same"},
		{"cell bent", says(func(r *chair.Report) { r.Force[chair.Right] += 25 }), "load cells", "right load cell reads"},
		{"cell feels nothing", func(r *rig) {
			r.chair = &bent{Chair: r.sim, says: func(rep *chair.Report) {
				if r.step == "push left" {
					rep.Force[chair.Left] -= usualPush
				}
			}}
		}, "push left", "dead"},
		{"cell backwards", func(r *rig) {
			r.chair = &bent{Chair: r.sim, says: func(rep *chair.Report) {
				if r.step == "push right" {
					rep.Force[chair.Right] -= 2 * usualPush
				}
			}}
		}, "push right", "wired backwards"},
		{"cells swapped", says(func(r *chair.Report) { r.Force[0], r.Force[1] = r.Force[1], r.Force[0] }), "push left", "swapped"},
		{"cell of another gain", func(r *rig) {
			r.chair = &bent{Chair: r.sim, says: func(rep *chair.Report) {
				if r.step == "push left" {
					rep.Force[chair.Left] += usualPush
				}
			}}
		}, "push left", "gain"},
		{"thermometer off", breaks(twin.ThermistorOpen), "axis depth", "sensor says something that cannot be"},
		{"thermometer of another kind", says(func(r *chair.Report) { r.Pad += 9 }), "thermometer", "in a room of 23"},
		{"seat sensor stuck", breaks(twin.SeatStuck), "seat empty", "have the sensor looked at"},
		{"seat sensor dead", says(func(r *chair.Report) { r.Seated = false }), "seat taken", "does not notice"},
		{"seat sensor holds", func(r *rig) {
			had := false
			r.chair = &bent{Chair: r.sim, says: func(rep *chair.Report) {
				had = had || rep.Seated && r.step == "seat taken"
				rep.Seated = rep.Seated || had
			}}
		}, "seat left", "still says"},
		{"valve stuck", breaks(twin.BagStuck), "air seat", "does not empty"},
		{"hose off", says(func(r *chair.Report) { r.Air[chair.BagLegs] = 0 }), "air legs", "does not fill"},
		{"valves swapped", says(func(r *chair.Report) { r.Air[0], r.Air[1] = r.Air[1], r.Air[0] }), "air seat", "swapped"},
		{"pad off", breaks(twin.PadOff), "heat", "is the pad connected"},
		{"ignores stop", func(r *rig) { r.chair = &bent{Chair: r.sim, says: runaway(r, "stop")} }, "stop", "ignores STOP"},
		{"goes on in silence", func(r *rig) { r.chair = &bent{Chair: r.sim, says: runaway(r, "silence")} }, "silence", "goes on when Lumbar is silent"},
		{"does not notice silence", says(func(r *chair.Report) { r.Lost = false }), "silence", "does not say that it has missed"},
		{"button dead", func(r *rig) {
			r.chair = &bent{Chair: r.sim, says: func(rep *chair.Report) {
				if rep.Stop && r.step == "button" {
					r.dead = true
				}
				rep.Stop = false
			}}
		}, "button", "does not say so"},
		{"says nothing", breaks(twin.CablePulled), "link", "said nothing"},
		{"says the same", says(func(r *chair.Report) {
			if frozen.Seq == 0 {
				frozen = *r
			}
			at := r.At
			*r = frozen
			r.At = at
		}), "link", "too seldom"},
		{"confirms nothing", func(r *rig) {
			r.chair = &bent{Chair: r.sim, takes: func(guard.Cleared) error { return &driver.Unverified{Doing: "apply", Err: errors.New("no answer")} }}
		}, "link", "does not confirm"},
		{"another chair", says(func(r *chair.Report) { r.Axes[chair.LegRest] = chair.AxisReport{Pos: 300, Homed: true} }), "link", "does not fit its profile"},
		{"misses its heartbeat", says(func(r *chair.Report) { r.Lost = true }), "link", "misses its heartbeat"},
		{"drive lost", says(func(r *chair.Report) { r.Axes[chair.Width].Fault = true }), "link", "width's drive"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := simulated(t, nil)
			tt.wrong(r)
			v := r.run()
			last := v.Results[len(v.Results)-1]
			if v.Outcome != Failed || last.Passed || last.Name != tt.step || !strings.Contains(last.Why, tt.want) {
				t.Fatalf("%v at %q: %s; want %q to fail with %q", v.Outcome, last.Name, last.Why, tt.step, tt.want)
			}
			for _, x := range v.Results[:len(v.Results)-1] {
				if !x.Passed {
					t.Errorf("%s failed as well: %s", x.Name, x.Why)
				}
			}
			t.Logf("%s", last.Why)
		})
	}
}

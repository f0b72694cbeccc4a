package simlink

import (
	"testing"
	"time"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/driver/drivertest"
	"github.com/openlumbar/lumbar/internal/twin"
)

// closing lets time pass while a chair closes, which waits for it.
type closing struct {
	*Chair
	r *rig
}

func (c closing) Close() error {
	done, gone := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(gone)
		for {
			select {
			case <-done:
				return
			default:
				c.r.pass(twin.Tick)
			}
		}
	}()
	defer func() { close(done); <-gone }()
	return c.Chair.Close()
}

// mostTests is at least how many tests the suite has: each takes a station of its own, which is there before it so that
// only what the driver leaves behind counts as left behind.
const mostTests = 20

func TestDriver(t *testing.T) {
	for _, loss := range []chair.Loss{chair.Retracts, chair.Releases, chair.Holds} {
		t.Run(loss.String(), func(t *testing.T) {
			var rigs []*rig
			for range mostTests {
				rigs = append(rigs, newRig(t, func(p *chair.Profile) { p.OnSilence = loss }))
			}
			drivertest.Run(t, func(t *testing.T) drivertest.Bench {
				if len(rigs) == 0 {
					t.Fatal("the suite has grown: raise mostTests")
				}
				r := rigs[0]
				rigs = rigs[1:]
				r.T = t
				c := r.dial()
				return drivertest.Bench{
					Chair: closing{c, r},
					Now:   r.clock.engine,
					Pass:  func(d time.Duration) { r.pass(d); r.heard(c) },
					Deaf: func() {
						r.inject(twin.CablePulled, true)
						c.patient = 50 * time.Millisecond // no answer will come, however long a slow machine may need
					},
					Depth: func() chair.Coord { return r.truth().Axes[chair.Depth] },
				}
			})
		})
	}
}

// TestLateStation: a process that was not run for a while makes up for what it missed, so that reports say when what is in
// them was; one that was stopped for longer does not take that for a host that is silent.
func TestLateStation(t *testing.T) {
	r := newRig(t, nil)
	beat := r.profile.Heartbeat
	for _, tt := range []struct{ late, want time.Duration }{
		{beat / 2, beat / 2}, {beat/2 + 2*twin.Tick, twin.Tick}, {time.Hour, twin.Tick},
	} {
		r.pass(twin.Tick)
		was := r.station.twin.Now() // it rests
		r.clock.leap(tt.late)
		r.truth()         // it has noticed
		r.pass(twin.Tick) // waits until it rests again
		if lived := r.station.twin.Now() - was - twin.Tick; lived != tt.want {
			t.Errorf("late by %v it has lived through %v, want %v", tt.late, lived, tt.want)
		}
	}
}

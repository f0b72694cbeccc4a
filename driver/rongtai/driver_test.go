package rongtai

import (
	"testing"
	"time"

	"github.com/openlumbar/lumbar/driver/drivertest"
	"github.com/openlumbar/lumbar/driver/rongtai/standin"
)

// TestDriver runs the suite of all drivers over BlueZ's interface on a D-Bus.
func TestDriver(t *testing.T) {
	home := newRig(t, standin.Options{}) // its goroutines are none of the driver's
	drivertest.Run(t, func(t *testing.T) drivertest.Bench {
		home.station.Anew()
		r := &rig{T: t, bus: home.bus, station: home.station, profile: home.profile}
		r.now.Store(int64(time.Minute))
		c := r.open()
		return drivertest.Bench{
			Chair: c,
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

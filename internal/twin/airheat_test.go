package twin

import (
	"testing"
	"time"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/unit"
)

var airAndHeatFailures = []failureTest{
	{BagStuck, func(t *testing.T, w *Twin, cmd chair.Command, before chair.Report) {
		var r chair.Report
		cmd.Air[chair.BagSeat], cmd.Air[chair.BagLegs] = 0, 0
		run(w, &cmd, 5*time.Second)
		if w.Report(&r); r.Air[chair.BagSeat] != before.Air[chair.BagSeat] || r.Air[chair.BagSeat] < 14 {
			t.Errorf("seat bag at %.1f kPa, before %.1f; want it to hold", r.Air[chair.BagSeat], before.Air[chair.BagSeat])
		}
		cmd.Air[chair.BagSeat] = 18 // the pump still pumps
		run(w, &cmd, 5*time.Second)
		near(t, "seat bag", w.air[chair.BagSeat].pressure, 18, 0.01, "kPa")
		w.Inject(PowerLost, true) // without current the valve is open, unless it is stuck
		run(w, &cmd, 5*time.Second)
		near(t, "seat bag without power", w.air[chair.BagSeat].pressure, 18, 0.01, "kPa")
		w.Inject(BagStuck, false)
		run(w, &cmd, 5*time.Second)
		near(t, "seat bag, freed", w.air[chair.BagSeat].pressure, 0, 0.01, "kPa")
	}},
	{PadOff, func(t *testing.T, w *Twin, cmd chair.Command, before chair.Report) {
		run(w, &cmd, 5*time.Minute)
		if pad := w.Truth().Pad; pad > skinSet {
			t.Errorf("the pad is at %.1f °C after 5 minutes: warmer than skin alone makes it", pad)
		}
		w.Inject(PadStuck, true)
		run(w, &cmd, time.Minute)
		if pad := w.Truth().Pad; pad > skinSet {
			t.Errorf("a stuck switch heats a dead pad to %.1f °C", pad)
		}
		w.Inject(PadStuck, false)
		w.Inject(PadOff, false)
		run(w, &cmd, 10*time.Minute)
		near(t, "pad, alive again", float64(w.Truth().Pad), 40, 0.5, "°C")
	}},
	{ThermistorFrozen, func(t *testing.T, w *Twin, cmd chair.Command, before chair.Report) {
		var r chair.Report
		most := unit.Celsius(0)
		for range 900 {
			run(w, &cmd, time.Second)
			if w.Report(&r); r.Pad != before.Pad {
				t.Fatalf("pad reads %.2f °C, before %.2f", r.Pad, before.Pad)
			}
			most = max(most, w.Truth().Pad)
		}
		near(t, "the thermostat believes it, until the pad's fuse opens", float64(most), fuseOpens, 0.3, "°C")
	}},
}

// A thermistor that freezes before anybody has read it repeats the room's temperature.
func TestThermistorFrozenAtOnce(t *testing.T) {
	w := newTwin(t, 1, 1)
	w.Inject(ThermistorFrozen, true)
	var r chair.Report
	w.Report(&r)
	near(t, "pad", float64(r.Pad), plainRoom, 1e-9, "°C")
}

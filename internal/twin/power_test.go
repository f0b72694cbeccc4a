package twin

import (
	"testing"
	"time"

	"github.com/openlumbar/lumbar/chair"
)

var powerFailures = []failureTest{
	{PowerLost, func(t *testing.T, w *Twin, cmd chair.Command, before chair.Report) {
		r := before
		if w.Report(&r) || r != before || w.Answers() {
			t.Error("a report came through")
		}
		w.Inject(PadStuck, true) // a switch that no longer opens has nothing to switch
		w.heat.pad = 40
		run(w, &cmd, 2500*Tick)
		if hardest(w) != 0 || w.axes[chair.Depth].motor != 0 || w.air[chair.BagSeat].pressure > 0.1 || w.heat.pad >= 40 {
			t.Errorf("2.5 s after, in spite of commands: %.1f N, depth %.1f mm, %.1f kPa, pad %.2f °C; want all gone",
				hardest(w), w.axes[chair.Depth].motor, w.air[chair.BagSeat].pressure, w.heat.pad)
		}
		near(t, "carriage", w.axes[chair.Carriage].motor, 170, 0.1, "mm")
		w.Inject(PadStuck, false)
		w.Inject(PowerLost, false)
		if !w.Report(&r) || r.Lost {
			t.Errorf("power is back: want a report that does not say lost, got %+v", r)
		}
		notHomed(t, &r)
	}},
}

func notHomed(t *testing.T, r *chair.Report) {
	t.Helper()
	for a := chair.Carriage; a < chair.AxisEnd; a++ {
		if r.Axes[a].Homed {
			t.Errorf("%v knows its place after a loss of power", a)
		}
	}
}

// homedAgain is a new session's beginning, from wherever the carriage was left.
func homedAgain(t *testing.T, w *Twin) {
	t.Helper()
	w.Step(&chair.Command{})
	run(w, &chair.Command{Axes: [chair.AxisEnd]chair.Setpoint{chair.Carriage: {On: true, Pos: w.profile.Axes[chair.Carriage].Home}}}, 8*time.Second)
	homed(t, w)
}

// What the session went on asking moves, heats and inflates nothing when power comes back; a new one homes the chair.
func TestPowerBack(t *testing.T) {
	w, cmd := pressing(t)
	w.Inject(PowerLost, true)
	run(w, &cmd, 3*time.Second)
	w.Inject(PowerLost, false)
	before := w.Truth()
	run(w, &cmd, 3*time.Second)
	after := w.Truth()
	if after.Axes != before.Axes || w.heat.target != 0 || w.air[chair.BagSeat].pressure > 0.01 {
		t.Errorf("with the old command, axes from %v to %v, heat %.0f °C, %.1f kPa; want nothing to happen",
			before.Axes, after.Axes, w.heat.target, w.air[chair.BagSeat].pressure)
	}
	var r chair.Report
	w.Report(&r)
	notHomed(t, &r)
	near(t, "the carriage believes itself at home", float64(r.Axes[chair.Carriage].Pos), float64(w.profile.Axes[chair.Carriage].Home), 0.02, "mm")
	run(w, &cmd, 200*Tick)
	for range 200 { // nor does a heartbeat run that nobody began
		w.Step(nil)
	}
	if w.Report(&r); r.Lost {
		t.Error("a chair that acts on nothing says that it misses something")
	}

	homedAgain(t, w)
	w.Report(&r)
	near(t, "carriage", float64(r.Axes[chair.Carriage].Pos), w.axes[chair.Carriage].motor, 0.02, "mm")
	for range 101 {
		w.Step(nil)
	}
	if w.Report(&r); !r.Lost {
		t.Error("the heartbeat does not run again")
	}
}

// Power that comes back during the chair's own retreat does not end it, nor slow it down.
func TestPowerFlickers(t *testing.T) {
	w, cmd := pressing(t)
	w.Inject(PowerLost, true)
	run(w, &cmd, 60*Tick)
	w.Inject(PowerLost, false)
	for i := range 1000 {
		if i == 0 || i == 100 {
			w.Step(&chair.Command{}) // not even by asking for nothing: that would leave the screw where it is
		} else {
			w.Step(&cmd)
		}
	}
	if hardest(w) != 0 || w.axes[chair.Depth].motor != 0 {
		t.Errorf("1 s after: %.1f N, depth %.1f mm; want the rollers home", hardest(w), w.axes[chair.Depth].motor)
	}
	var r chair.Report
	w.Report(&r)
	notHomed(t, &r)
}

func TestPowerLossByProfile(t *testing.T) {
	for _, tt := range []struct {
		loss     chair.Loss
		wantHome bool
	}{{chair.Retracts, true}, {chair.Releases, true}, {chair.Holds, false}} {
		w, _ := pressing(t)
		w.profile.OnPowerLoss = tt.loss
		w.Inject(PowerLost, true)
		fastest := 0.0
		for range 2500 {
			w.Step(nil)
			fastest = max(fastest, -w.axes[chair.Depth].rate)
		}
		if home := w.axes[chair.Depth].motor == 0; home != tt.wantHome || home != (hardest(w) == 0) || w.air[chair.BagSeat].pressure > 0.1 {
			t.Errorf("%v: %.1f N, depth at %.1f mm, bag %.1f kPa", tt.loss, hardest(w), w.axes[chair.Depth].motor, w.air[chair.BagSeat].pressure)
		}
		if tt.loss == chair.Releases && fastest > pushedBack+0.1 {
			t.Errorf("released at %.0f mm/s, want at most %v", fastest, pushedBack)
		}
		// A chair that held its rollers out finds them out again, and homes from there.
		w.Inject(PowerLost, false)
		homedAgain(t, w)
		near(t, "depth", w.axes[chair.Depth].motor, 0, 1e-9, "mm")
	}
}

// The red button is not heard without power, and still counts when power is back.
func TestStopWithoutPower(t *testing.T) {
	w, cmd := pressing(t)
	w.profile.OnPowerLoss = chair.Holds
	w.Inject(PowerLost, true)
	w.Inject(StopPressed, true)
	run(w, &cmd, time.Second)
	if hardest(w) < 20 {
		t.Errorf("got %.1f N, want a chair that holds to hold", hardest(w))
	}
	w.Inject(PowerLost, false)
	w.Step(&chair.Command{})
	run(w, &cmd, time.Second)
	var r chair.Report
	if w.Report(&r); !r.Stop || w.heat.target != 0 {
		t.Errorf("stop %v, heat %.0f °C; want the button to count", r.Stop, w.heat.target)
	}
}

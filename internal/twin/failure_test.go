package twin

import (
	"testing"
	"time"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/unit"
)

// pressing is a chair that presses somebody with about 40 N.
func pressing(t *testing.T) (*Twin, chair.Command) {
	t.Helper()
	w := newTwin(t, 10, 3)
	cmd := homed(t, w)
	to(w, &cmd, chair.Carriage, 170, 4*time.Second)
	for pos := chair.Coord(20); hardest(w) < 40; pos += 0.1 {
		to(w, &cmd, chair.Depth, pos, period)
	}
	cmd.Air[chair.BagSeat] = 15
	cmd.Heat = 40
	run(w, &cmd, 5*time.Second)
	return w, cmd
}

func TestHeartbeat(t *testing.T) {
	w, cmd := pressing(t)
	var r chair.Report
	for range 96 { // the last command came 3 ms ago
		w.Step(nil)
	}
	if w.Report(&r); r.Lost {
		t.Fatal("lost before the heartbeat's time")
	}
	for range 5 {
		w.Step(nil)
	}
	if w.Report(&r); !r.Lost {
		t.Fatal("not lost after the heartbeat's time")
	}
	for range 2500 {
		w.Step(nil)
	}
	w.Report(&r)
	if r.Axes[chair.Depth].Pos != 0 || hardest(w) != 0 || w.air[0].pressure > 0.1 || w.heat.target != 0 {
		t.Errorf("2.5 s after: depth %.1f mm, %.1f N, %.1f kPa, heat %.0f °C; want all gone", r.Axes[chair.Depth].Pos, hardest(w), w.air[0].pressure, w.heat.target)
	}
	// The next command takes the chair back.
	cmd.Axes[chair.Depth] = chair.Setpoint{On: true}
	w.Step(&cmd)
	if w.Report(&r); r.Lost {
		t.Error("still lost after a command")
	}
}

// A command that comes back during the chair's own retreat does not stop it.
func TestRetreatIsNotInterrupted(t *testing.T) {
	w, cmd := pressing(t)
	for range 150 {
		w.Step(nil)
	}
	run(w, &cmd, 100*Tick)
	var r chair.Report
	if w.Report(&r); !r.Lost {
		t.Error("the chair gave up its retreat half way")
	}
}

// A chair without a depth axis has nothing to retract: the next command takes it back.
func TestSilenceWithoutDepth(t *testing.T) {
	p := bench()
	p.Axes[chair.Depth] = chair.AxisProfile{}
	w := New(Options{Profile: p, Body: ansurBack(t, 10), Seed: 3})
	run(w, &chair.Command{}, time.Second)
	for range 150 {
		w.Step(nil)
	}
	if !w.Truth().Lost {
		t.Fatal("not lost after the heartbeat's time")
	}
	run(w, &chair.Command{}, 100*Tick)
	if w.Truth().Lost {
		t.Error("still lost after commands")
	}
}

func TestSilenceByProfile(t *testing.T) {
	for _, tt := range []struct {
		loss     chair.Loss
		want     float64 // N after 2 s
		wantHome bool
	}{{chair.Retracts, 0, true}, {chair.Releases, 0, true}, {chair.Holds, 30, false}} {
		w, _ := pressing(t)
		w.profile.OnSilence = tt.loss
		fastest := 0.0
		for range 2500 {
			w.Step(nil)
			fastest = max(fastest, -w.axes[chair.Depth].rate)
		}
		if home := w.axes[chair.Depth].motor == 0; home != tt.wantHome || (tt.want == 0) != (hardest(w) == 0) {
			t.Errorf("%v: %.1f N, depth at %.1f mm", tt.loss, hardest(w), w.axes[chair.Depth].motor)
		}
		if tt.loss == chair.Releases && fastest > pushedBack+0.1 {
			t.Errorf("released at %.0f mm/s, want at most %v", fastest, pushedBack)
		}
	}
}

// Off is off: a screw without power stays where it is and keeps pressing.
func TestZeroCommandHolds(t *testing.T) {
	w, _ := pressing(t)
	before := w.axes[chair.Depth].motor
	run(w, &chair.Command{}, 2*time.Second)
	near(t, "depth", w.axes[chair.Depth].motor, before, 0.01, "mm")
	if hardest(w) < 20 {
		t.Errorf("got %.1f N, want the screw to keep pressing", hardest(w))
	}
	near(t, "bag", w.air[chair.BagSeat].pressure, 0, 0.01, "kPa")
}

// failureTest is what a failure must do to a chair that presses somebody, from its beginning on.
type failureTest struct {
	failure Failure
	check   func(t *testing.T, w *Twin, cmd chair.Command, before chair.Report)
}

func TestFailures(t *testing.T) {
	home := func(cmd *chair.Command) { cmd.Axes[chair.Depth] = chair.Setpoint{On: true} }
	tests := []failureTest{
		{DepthJam, func(t *testing.T, w *Twin, cmd chair.Command, before chair.Report) {
			var r chair.Report
			home(&cmd)
			run(w, &cmd, 200*Tick)
			w.Report(&r)
			if r.Axes[chair.Depth].Fault || r.Axes[chair.Depth].Pos != before.Axes[chair.Depth].Pos {
				t.Errorf("after 0.2 s: %+v, want it stuck and not yet lost", r.Axes[chair.Depth])
			}
			run(w, &cmd, 100*Tick)
			if w.Report(&r); !r.Axes[chair.Depth].Fault {
				t.Error("the drive does not say that it is lost")
			}
			w.Inject(DepthJam, false)
			run(w, &cmd, time.Second)
			if w.Report(&r); r.Axes[chair.Depth].Fault || r.Axes[chair.Depth].Pos != 0 {
				t.Errorf("freed: %+v, want it home", r.Axes[chair.Depth])
			}
		}},
		{PadStuck, func(t *testing.T, w *Twin, cmd chair.Command, before chair.Report) {
			cmd.Heat = 0
			most := unit.Celsius(0)
			for range 900 {
				run(w, &cmd, time.Second)
				most = max(most, w.Truth().Pad)
			}
			near(t, "the pad's fuse opens", float64(most), fuseOpens, 0.3, "°C")
		}},
		{CablePulled, func(t *testing.T, w *Twin, cmd chair.Command, before chair.Report) {
			r := before
			if w.Report(&r) || r != before {
				t.Error("a report came through")
			}
			run(w, &cmd, 2*time.Second)
			if w.axes[chair.Depth].motor != 0 {
				t.Error("the chair did not retract by itself")
			}
			w.Inject(CablePulled, false)
			if !w.Report(&r) || !r.Lost {
				t.Error("plugged in again: want a report that says lost")
			}
		}},
		{SitterLeaves, func(t *testing.T, w *Twin, cmd chair.Command, before chair.Report) {
			var r chair.Report
			run(w, &cmd, time.Second)
			if w.Report(&r); r.Seated || hardest(w) != 0 {
				t.Errorf("seated %v, %.1f N; want nobody", r.Seated, hardest(w))
			}
			w.Inject(SitterLeaves, false)
			home(&cmd)
			run(w, &cmd, time.Second)
			if w.Report(&r); !r.Seated {
				t.Error("nobody sat down again")
			}
		}},
		{CellFrozen, func(t *testing.T, w *Twin, cmd chair.Command, before chair.Report) {
			var r chair.Report
			home(&cmd)
			run(w, &cmd, time.Second)
			if w.Report(&r); r.Force[chair.Left] != before.Force[chair.Left] || r.Force[chair.Right] == before.Force[chair.Right] {
				t.Errorf("forces %v, before %v: want the left one alone the same", r.Force, before.Force)
			}
		}},
		{StopPressed, func(t *testing.T, w *Twin, cmd chair.Command, before chair.Report) {
			var r chair.Report
			run(w, &cmd, 2*time.Second)
			if w.Report(&r); !r.Stop || r.Axes[chair.Depth].Pos != 0 {
				t.Errorf("stop %v, depth %.1f; want the chair to have retracted in spite of its commands", r.Stop, r.Axes[chair.Depth].Pos)
			}
		}},
		{EncoderFrozen, func(t *testing.T, w *Twin, cmd chair.Command, before chair.Report) {
			var r chair.Report
			home(&cmd)
			run(w, &cmd, time.Second)
			if w.Report(&r); r.Axes[chair.Depth].Pos != before.Axes[chair.Depth].Pos || w.axes[chair.Depth].motor != 0 {
				t.Errorf("reports %.1f mm, is at %.1f; want the old position reported and the new one reached", r.Axes[chair.Depth].Pos, w.axes[chair.Depth].motor)
			}
		}},
		{ThermistorOpen, func(t *testing.T, w *Twin, cmd chair.Command, before chair.Report) {
			var r chair.Report
			if w.Report(&r); r.Pad != openThermistor {
				t.Errorf("pad reads %v °C, want %v", r.Pad, openThermistor)
			}
		}},
	}
	tests = append(tests, powerFailures...)
	tests = append(tests, driveFailures...)
	tests = append(tests, airAndHeatFailures...)
	tests = append(tests, sensorFailures...)
	if len(tests) != int(FailureEnd)-1 {
		t.Errorf("%d failures tested, there are %d", len(tests), FailureEnd-1)
	}
	for _, tt := range tests {
		t.Run(tt.failure.String(), func(t *testing.T) {
			if f, ok := ParseFailure(tt.failure.String()); !ok || f != tt.failure {
				t.Errorf("name gives %v back", f)
			}
			w, cmd := pressing(t)
			var before chair.Report
			w.Report(&before)
			w.Inject(tt.failure, true)
			if !w.Failing(tt.failure) {
				t.Error("not failing")
			}
			tt.check(t, w, cmd, before)
		})
	}
	w := newTwin(t, 1, 1)
	w.Inject(0, true)
	w.Inject(FailureEnd, true)
	if w.failing != [FailureEnd]bool{} {
		t.Error("an invalid failure began")
	}
}

func TestThermostat(t *testing.T) {
	w := newTwin(t, 1, 1)
	cmd := homed(t, w)
	cmd.Heat = 40
	run(w, &cmd, 15*time.Minute)
	tr := w.Truth()
	near(t, "pad", float64(tr.Pad), 40, 0.5, "°C")
	if tr.Skin < 37 || tr.Skin > 39.5 || tr.Dose > 0.5 {
		t.Errorf("skin %.2f °C, dose %.3f; want 37 to 39.5 and under 0.5", tr.Skin, tr.Dose)
	}
	var r chair.Report
	w.Report(&r)
	near(t, "thermistor", float64(r.Pad), float64(tr.Pad), 5*padNoise, "°C")
}

func TestCEM43(t *testing.T) {
	for _, tt := range []struct{ at, want float64 }{{40, 0.0156}, {41, 0.0625}, {42, 0.25}, {43, 1}, {45, 4}, {48, 32}} {
		near(t, "CEM43 a minute", cem43(tt.at), tt.want, 0.0001, "min")
	}
}

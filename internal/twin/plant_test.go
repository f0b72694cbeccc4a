package twin

import (
	"math"
	"testing"
	"time"

	"github.com/openlumbar/lumbar/body"
	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/unit"
)

type unitN = unit.Newton

func TestHoming(t *testing.T) {
	for seed := range uint64(30) {
		w := newTwin(t, 1, seed)
		var r chair.Report
		w.Report(&r)
		for a := chair.Carriage; a < chair.AxisEnd; a++ {
			if r.Axes[a].Homed {
				t.Fatalf("%v is homed at power-up", a)
			}
			if a != chair.Kneading && math.Abs(float64(r.Axes[a].Pos-w.profile.Axes[a].Home)) > 0.02 {
				t.Errorf("%v says %.2f %s at power-up, want its home %.2f", a, r.Axes[a].Pos, a.Unit(), w.profile.Axes[a].Home)
			}
		}
		homed(t, w)
		w.Report(&r)
		for a := chair.Carriage; a < chair.AxisEnd; a++ {
			if got, want := float64(r.Axes[a].Pos), w.axes[a].motor; math.Abs(got-want) > 0.02 {
				t.Errorf("%v reports %.3f, is at %.3f", a, got, want)
			}
			if a != chair.Kneading {
				near(t, a.String(), float64(r.Axes[a].Pos), float64(w.profile.Axes[a].Home), 0.02, a.Unit())
			}
		}
	}
}

// An axis that does not know where it is stays there, unless it is sent home.
func TestNotHomedStays(t *testing.T) {
	w := newTwin(t, 1, 1)
	before := w.Truth().Axes
	var cmd chair.Command
	for a := chair.Carriage; a < chair.AxisEnd; a++ {
		cmd.Axes[a] = chair.Setpoint{On: true, Pos: w.profile.Axes[a].Home + 7}
	}
	run(w, &cmd, 2*time.Second)
	for a := chair.Carriage; a < chair.AxisEnd; a++ {
		near(t, a.String(), float64(w.Truth().Axes[a]), float64(before[a]), 1e-9, a.Unit())
	}
}

// The seek is slow: 20 mm/s.
func TestSeekSpeed(t *testing.T) {
	w := newTwin(t, 1, 3)
	var cmd chair.Command
	cmd.Axes[chair.Carriage] = chair.Setpoint{On: true, Pos: w.profile.Axes[chair.Carriage].Home}
	for range 300 {
		was := w.axes[chair.Carriage].motor
		run(w, &cmd, period)
		if v := math.Abs(w.axes[chair.Carriage].motor-was) / period.Seconds(); v > 20.01 {
			t.Fatalf("seeks at %.1f mm/s, want at most 20", v)
		}
	}
}

// Once its mark is found the shaft keeps running by speed until the setpoint agrees with its angle; it never jumps.
func TestKneadingIndexesWithoutJump(t *testing.T) {
	for seed := range uint64(20) {
		w := newTwin(t, 1, seed)
		cmd := chair.Command{}
		was := w.axes[chair.Kneading].rate
		for range 1000 {
			cmd.Axes[chair.Kneading].On = true
			cmd.Axes[chair.Kneading].Vel = 120
			cmd.Axes[chair.Kneading].Pos += chair.Coord(120 * period.Seconds())
			run(w, &cmd, period)
			rate := w.axes[chair.Kneading].rate
			if rate > 120+25 || math.Abs(rate-was) > 720*period.Seconds()+1e-9 {
				t.Fatalf("seed %d: shaft goes from %.1f to %.1f °/s in a period", seed, was, rate)
			}
			was = rate
		}
		if !w.axes[chair.Kneading].homed {
			t.Errorf("seed %d: no mark found in 4 s", seed)
		}
	}
}

func TestDriveIsAFirstOrderLag(t *testing.T) {
	w := newTwin(t, 1, 1)
	cmd := homed(t, w)
	// A ramp well within its limits: after many time constants it trails by speed times lag.
	const speed, from = 30, 50
	for _, tt := range []struct {
		axis        chair.Axis
		lag, within float64 // s; half the backlash, mm
	}{{chair.Carriage, 0.020, 0}, {chair.Depth, 0.012, 0.1}} {
		to(w, &cmd, tt.axis, from, 3*time.Second)
		setpoint := chair.Coord(from)
		for range 250 {
			cmd.Axes[tt.axis] = chair.Setpoint{On: true, Pos: setpoint, Vel: speed}
			run(w, &cmd, period)
			setpoint += chair.Coord(speed * period.Seconds())
		}
		near(t, tt.axis.String()+" trails", float64(setpoint)-w.axes[tt.axis].motor, speed*tt.lag, 0.001, "mm")
		cmd.Axes[tt.axis] = chair.Setpoint{On: true, Pos: setpoint}
		run(w, &cmd, time.Second)
		near(t, tt.axis.String()+" arrives", w.axes[tt.axis].motor, float64(setpoint), 1e-9, "mm")
		near(t, "driven side, within the backlash", w.axes[tt.axis].out, float64(setpoint), tt.within+1e-9, "mm")
	}
}

// A setpoint that leaps is followed within the drive's limits and without overshoot to speak of.
func TestDriveLimits(t *testing.T) {
	w := newTwin(t, 1, 1)
	cmd := homed(t, w)
	cmd.Axes[chair.Depth].Pos = 100
	most, was, fastest, steepest := 0.0, 0.0, 0.0, 0.0
	for range 2000 {
		run(w, &cmd, Tick)
		d := &w.axes[chair.Depth]
		most, fastest, steepest = max(most, d.motor), max(fastest, d.rate), max(steepest, math.Abs(d.rate-was)/dt)
		was = d.rate
	}
	if most > 100.5 || fastest > 200.001 || steepest > 3000.001 {
		t.Errorf("leap to 100 mm: got to %.2f mm, %.1f mm/s, %.0f mm/s²; want 100, 200, 3000", most, fastest, steepest)
	}
	near(t, "arrives", w.axes[chair.Depth].motor, 100, 0.001, "mm")
}

func TestNonsenseDrivesNothing(t *testing.T) {
	w := newTwin(t, 1, 1)
	cmd := homed(t, w)
	before := w.Truth().Axes
	for _, bad := range []float64{math.NaN(), math.Inf(1), math.Inf(-1)} {
		for a := chair.Carriage; a < chair.AxisEnd; a++ {
			cmd.Axes[a] = chair.Setpoint{On: true, Pos: chair.Coord(bad)}
		}
		cmd.Heat = unit.Celsius(bad)
		cmd.Air[0] = unit.Kilopascal(bad)
		run(w, &cmd, 100*Tick)
	}
	if got := w.Truth().Axes; got != before {
		t.Errorf("got %v, want %v", got, before)
	}
}

// A setpoint runs on at its speed for one control period, then stands.
func TestSetpointRunsOnForOnePeriod(t *testing.T) {
	w := newTwin(t, 1, 1)
	cmd := homed(t, w)
	cmd.Axes[chair.Depth] = chair.Setpoint{On: true, Pos: 0, Vel: 20}
	w.Step(&cmd)
	for range 95 {
		w.Step(nil)
	}
	near(t, "depth", w.axes[chair.Depth].motor, 20*period.Seconds(), 0.001, "mm")
}

func TestAirFillsAndVents(t *testing.T) {
	w := newTwin(t, 1, 1)
	cmd := homed(t, w)
	cmd.Air = [chair.BagEnd]unit.Kilopascal{15, 99}
	run(w, &cmd, 1500*Tick)
	near(t, "seat bag after half its time", w.air[0].pressure, 10, 0.1, "kPa")
	run(w, &cmd, 3*time.Second)
	near(t, "seat bag", w.air[0].pressure, 15, 0.01, "kPa")
	near(t, "leg bags stop at their greatest pressure", w.air[1].pressure, 20, 0.01, "kPa")
	cmd.Air = [chair.BagEnd]unit.Kilopascal{}
	run(w, &cmd, 1500*Tick)
	near(t, "vented", w.air[1].pressure, 0, 0.1, "kPa")
}

// The trunk slides by 0.6 mm a degree and is left behind by friction both ways.
func TestTrunkSlides(t *testing.T) {
	w := newTwin(t, 1, 1)
	cmd := homed(t, w)
	slack := w.sitter.slack
	to(w, &cmd, chair.Recline, 160, 15*time.Second)
	near(t, "reclined by 50°", w.trunk.slid, 0.6*50-slack, 3, "mm")
	near(t, "L3 lies lower by all", float64(w.Truth().Levels[body.L3]), w.sitter.levels[body.L3]-w.sitter.sunk-w.trunk.slid-w.trunk.shifted+w.tilt.longer*w.tilt.upTo(w.sitter.levels[body.L3]), 1e-9, "mm")
	to(w, &cmd, chair.Recline, 110, 15*time.Second)
	near(t, "left behind", w.trunk.slid, slack, 3, "mm")
}

// Cells differ from the truth by their gain; tared at one recline they follow the head's weight at another.
func TestCellsAgainstTruth(t *testing.T) {
	for seed := range uint64(10) {
		w := newTwin(t, 2000, seed)
		cmd := homed(t, w)
		mean := func() (f [2]float64) {
			var r chair.Report
			for range 200 {
				run(w, &cmd, 8*period)
				w.Report(&r)
				for s := range f {
					f[s] += float64(r.Force[s]) / 200
				}
			}
			return f
		}
		zero := mean()
		tare := chair.Tare{Taken: true, Recline: 110, Head: 2, Zero: [2]unit.Newton{unit.Newton(zero[0]), unit.Newton(zero[1])}}
		to(w, &cmd, chair.Recline, 150, 10*time.Second)
		away := mean()
		for s := chair.Left; s < chair.SideEnd; s++ {
			near(t, "no contact at 150°", away[s]-float64(tare.Offset(s, 150)), 0, 0.05*10.3+0.1, "N")
		}
		near(t, "head's weight", zero[0]-away[0], 10.3, 0.6, "N")

		to(w, &cmd, chair.Carriage, 200, 4*time.Second)
		to(w, &cmd, chair.Depth, 60, 4*time.Second)
		still(w)
		run(w, &cmd, 20*time.Second)
		pressed := mean()
		for s := chair.Left; s < chair.SideEnd; s++ {
			truth := float64(w.Truth().Force[s])
			near(t, "cell against truth", pressed[s]-float64(tare.Offset(s, 150)), truth, 0.05*truth+1.1, "N")
		}
	}
}

func TestPeaksAreNotMissed(t *testing.T) {
	w := newTwin(t, 1, 1)
	cmd := homed(t, w)
	to(w, &cmd, chair.Carriage, 150, 4*time.Second)
	to(w, &cmd, chair.Depth, 45, 3*time.Second)
	var r chair.Report
	w.Report(&r)
	w.Report(&r)
	greatest := 0.0
	for i := range 100 {
		cmd.Axes[chair.TapLeft].Pos = chair.Coord(3 * (i / 12 % 2))
		for j := range 4 {
			if j == 0 {
				w.Step(&cmd)
			} else {
				w.Step(nil)
			}
			greatest = max(greatest, w.roller[0].force)
		}
	}
	if got := float64(w.Truth().Peak[0]); got != greatest {
		t.Errorf("peak of %.2f N, want %.2f", got, greatest)
	}
	w.Report(&r)
	if near := float64(r.Peak[0] - r.Force[0]); near < 1 {
		t.Errorf("peak reading is %.2f N over the reading, want more than 1", near)
	}
	if got := float64(w.Truth().Peak[0]); got != greatest {
		t.Errorf("after one report: peak of %.2f N, want still %.2f", got, greatest)
	}
	run(w, &cmd, 500*Tick)
	w.Report(&r)
	w.Report(&r)
	if got := float64(w.Truth().Peak[0]); got >= greatest {
		t.Errorf("after further reports: peak of %.2f N is still that of before", got)
	}
}

// The same seed gives the same, to the last bit; another seed another person and another chair.
func TestDeterminism(t *testing.T) {
	session := func(seed uint64) (r chair.Report, tr Truth) {
		w := newTwin(t, 77, seed)
		cmd := homed(t, w)
		to(w, &cmd, chair.Carriage, 170, 3*time.Second)
		to(w, &cmd, chair.Depth, 50, 2*time.Second)
		w.Report(&r)
		return r, w.Truth()
	}
	r1, t1 := session(5)
	r2, t2 := session(5)
	r3, t3 := session(6)
	if r1 != r2 || t1 != t2 {
		t.Error("the same seed gave something else")
	}
	if r1 == r3 || t1.Levels == t3.Levels {
		t.Error("another seed gave the same")
	}
}

// What the person does does not depend on how often somebody looks.
func TestLookingChangesNothing(t *testing.T) {
	a, b := newTwin(t, 9, 4), newTwin(t, 9, 4)
	var r chair.Report
	for range 2000 {
		a.Step(nil)
		b.Step(nil)
		b.Report(&r)
		b.Truth()
	}
	if a.Truth().Levels != b.Truth().Levels || a.Truth().Trunk != b.Truth().Trunk {
		t.Error("reports changed the person")
	}
}

// True levels scatter, landmarks lie off their bone by at least 8 mm (SD), midlines by 5.
func TestPeopleDiffer(t *testing.T) {
	const people = 2000
	o := Options{Profile: bench(), Body: ansurBack(t, 1), LandmarkSD: 1}
	var sacrum, ribs, midline, sunk float64
	for seed := range uint64(people) {
		p := sitterOf(&o, stream(seed, streamPerson))
		sacrum += math.Pow(p.sacrum-p.levels[body.S1], 2) / people
		ribs += math.Pow(p.ribs-(p.levels[body.T12]+p.levels[body.L1])/2, 2) / people
		midline += p.midline * p.midline / people
		sunk += p.sunk / people
		for l := body.L5; l < body.LevelEnd; l++ {
			if p.levels[l] <= p.levels[l-1] {
				t.Errorf("seed %d: %v lies under %v", seed, l, l-1)
			}
		}
	}
	near(t, "sacrum off its bone, SD", math.Sqrt(sacrum), 8, 0.4, "mm")
	near(t, "ribs off their bone, SD", math.Sqrt(ribs), 8, 0.4, "mm")
	near(t, "midline, SD", math.Sqrt(midline), 5, 0.3, "mm")
	near(t, "sink and slump", sunk, 65, 1, "mm")
}

func TestStepDoesNotAllocate(t *testing.T) {
	w := newTwin(t, 1, 1)
	cmd := homed(t, w)
	var r chair.Report
	if n := testing.AllocsPerRun(100, func() {
		run(w, &cmd, 100*Tick)
		w.Report(&r)
		w.Truth()
	}); n != 0 {
		t.Errorf("got %v allocations a tenth of a second, want 0", n)
	}
}

// A setpoint a hair beyond an axis's end takes it to the end, not beyond.
func TestSetpointBeyondTheEnd(t *testing.T) {
	w := newTwin(t, 1, 1)
	cmd := homed(t, w)
	cmd.Axes[chair.TapRight].Pos = -settledWithin / 2
	run(w, &cmd, 100*Tick)
	if got := w.axes[chair.TapRight].motor; got != 0 {
		t.Errorf("at %v mm", got)
	}
}

package motion

import (
	"math"
	"math/rand/v2"
	"testing"
)

func rest(from, to, vel, acc, jerk float64) Axis {
	return Axis{From: State{Pos: from}, To: State{Pos: to}, Limits: Limits{Vel: vel, Acc: acc, Jerk: jerk}}
}

// Axes arrive together, each by itself, or on a line, as asked.
func TestSync(t *testing.T) {
	axes := []Axis{rest(0, 100, 100, 400, 4000), rest(50, 40, 20, 100, 1000), rest(3, 3, 1, 1, 1)}
	for _, c := range []struct {
		sync  Sync
		least float64
		want  [3]float64 // s
	}{
		{SyncTime, 0, [3]float64{1.35, 1.35, 1.35}},
		{SyncNone, 0, [3]float64{1.35, 0.8, 0}},
		{SyncNone, 1, [3]float64{1.35, 1, 1}},
		{SyncTime, 2, [3]float64{2, 2, 2}},
		{SyncPhase, 2, [3]float64{2, 2, 2}},
	} {
		in := &Input{Axes: axes, Sync: c.sync, MinDuration: c.least}
		var tr Trajectory
		if err := tr.Plan(in); err != nil {
			t.Fatal(err)
		}
		for i, want := range c.want {
			measure(tr.Path(i), &in.Axes[i]).check(t, c)
			if got := tr.Path(i).Duration(); !near(got, want, 1e-12) {
				t.Errorf("%+v: axis %d takes %v s, want %v", c, i, got, want)
			}
		}
	}
}

// On a line the axes keep their proportion at every moment, and the slowest axis sets the pace.
func TestPhaseIsStraight(t *testing.T) {
	d := dice{rand.New(rand.NewPCG(3, 3)), 0.2}
	straight := 0
	for range 3000 {
		in := &Input{Axes: make([]Axis, 3), Sync: SyncPhase}
		share := [3]float64{1, d.between(-2, 2), d.maybe(d.between(-2, 2))}
		one := generalAxis(d)
		for i, r := range share {
			ax := generalAxis(d)
			from := State{d.between(-1, 1), one.From.Vel * r, one.From.Acc * r}
			ax.From, ax.To = from, State{from.Pos + r*(one.To.Pos-one.From.Pos), one.To.Vel * r, one.To.Acc * r}
			in.Axes[i] = ax
		}
		if in.Validate() != nil {
			continue
		}
		var tr, time Trajectory
		var n line
		if ok := n.of(in, make([]float64, 3)); !ok {
			continue
		}
		straight++
		if err := tr.Plan(in); err != nil {
			t.Fatalf("%+v: %v", in, err)
		}
		var out Output
		for k := range 50 {
			tr.At(tr.Duration()*float64(k)/49, &out)
			for i, r := range share {
				far := out.States[0].Pos - in.Axes[0].From.Pos
				if got := out.States[i].Pos - in.Axes[i].From.Pos; !near(got, r*far, 1e-9*(1+abs(far))) {
					t.Fatalf("%+v: axis %d has gone %v where the first has gone %v, want %v of it", in, i, got, far, r)
				}
			}
		}
		byTime := *in
		byTime.Sync = SyncTime
		if err := time.Plan(&byTime); err != nil || time.Duration() > tr.Duration()*(1+1e-9) {
			t.Fatalf("%+v: on the line in %v s, without it in %v: %v", in, tr.Duration(), time.Duration(), err)
		}
	}
	if straight < 300 {
		t.Errorf("only %d inputs were straight", straight)
	}
}

// A duration that one axis cannot do is not the one of the others: all wait for the next that it can. Here the first
// axis is at once where it is to be, with the speed that it is to have; it cannot loiter for half a second.
func TestBlockedDuration(t *testing.T) {
	loop := Axis{
		From: State{Vel: 1, Acc: 1}, To: State{Pos: 0, Vel: 1, Acc: 1},
		Limits: Limits{Vel: 2, Acc: 2, Jerk: 2},
	}
	in := &Input{Axes: []Axis{loop}}
	var tr Trajectory
	if err := tr.Plan(in); err != nil || tr.Duration() != 0 {
		t.Fatalf("takes %v s: %v", tr.Duration(), err)
	}
	in.MinDuration = 0.5
	if err := tr.Plan(in); err != nil || !(tr.Duration() > 1) {
		t.Fatalf("takes %v s: %v", tr.Duration(), err)
	}
	first := tr.Duration()
	measure(tr.Path(0), &loop).check(t, "the loop")
	in.Axes = append(in.Axes, rest(0, 0.05, 1, 10, 100))
	in.MinDuration = 0
	if err := tr.Plan(in); err != nil || !near(tr.Duration(), first, 1e-12) {
		t.Fatalf("with another axis it takes %v s, want %v: %v", tr.Duration(), first, err)
	}
}

// Stepping is sampling while nothing changes, and a new target is planned for at once.
func TestStep(t *testing.T) {
	in := &Input{Axes: []Axis{rest(0, 1, 2, 8, 60), rest(5, 4, 1, 4, 30)}}
	var tr, whole Trajectory
	if err := whole.Plan(in); err != nil {
		t.Fatal(err)
	}
	var out, want Output
	planned := 0
	for i := 1; !out.Arrived; i++ {
		if err := tr.Step(in, 0.004, &out); err != nil {
			t.Fatal(err)
		}
		if out.Planned {
			planned++
		}
		whole.At(out.Time, &want)
		for k := range out.States {
			if out.States[k] != want.States[k] {
				t.Fatalf("tick %d: axis %d is at %+v, want %+v", i, k, out.States[k], want.States[k])
			}
		}
		out.Pass(in)
	}
	if planned != 1 {
		t.Errorf("planned %d times, want once", planned)
	}
	for _, target := range []float64{3, 2.9, -1} {
		in.Axes[0].To.Pos = target
		if err := tr.Step(in, 0.004, &out); err != nil || !out.Planned || out.Arrived {
			t.Fatalf("to %v: planned %v, arrived %v: %v", target, out.Planned, out.Arrived, err)
		}
		out.Pass(in)
	}
	before := out.States[0]
	in.Axes[0].To.Pos = math.NaN()
	if err := tr.Step(in, 0.004, &out); err == nil || out.States[0] != before {
		t.Fatalf("on a bad target: %v, %+v", err, out.States[0])
	}
	in.Stop()
	for i := 0; !out.Arrived || i == 0; i++ {
		if err := tr.Step(in, 0.004, &out); err != nil {
			t.Fatal(err)
		}
		out.Pass(in)
	}
	for k, s := range out.States {
		if s.Vel != 0 || s.Acc != 0 {
			t.Errorf("axis %d stops at %+v", k, s)
		}
	}
}

// A target that moves at every tick: every plan keeps the limits, and the axes catch up when it rests.
func TestMovingTarget(t *testing.T) {
	d := dice{rand.New(rand.NewPCG(4, 4)), 0.2}
	in := &Input{Axes: []Axis{chairAxis(d), chairAxis(d), chairAxis(d)}}
	for i := range in.Axes {
		in.Axes[i].From = State{Pos: 0.4}
	}
	var tr Trajectory
	var out Output
	for tick := range 5000 {
		for i := range in.Axes {
			if tick < 4000 && d.IntN(3) > 0 {
				in.Axes[i].To.Pos = 0.4 + 0.4*math.Sin(float64(tick)/300*float64(i+1)) + 0.001*d.between(-1, 1)
			}
		}
		if err := tr.Step(in, 0.004, &out); err != nil {
			t.Fatal(err)
		}
		for i := range in.Axes {
			measure(tr.Path(i), &Axis{tr.Path(i).start, in.Axes[i].To, in.Axes[i].Limits, Position}).check(t, tick)
		}
		out.Pass(in)
	}
	for range 20000 {
		if err := tr.Step(in, 0.004, &out); err != nil {
			t.Fatal(err)
		}
		out.Pass(in)
	}
	for i, s := range out.States {
		if s != in.Axes[i].To {
			t.Errorf("axis %d is at %+v, want %+v", i, s, in.Axes[i].To)
		}
	}
}

func TestSeveralAxesAllocateNothing(t *testing.T) {
	ins := benchInputs(7, generalAxis)
	for i := range ins {
		ins[i].Sync, ins[i].MinDuration = Sync(i%3), float64(i%2)
	}
	tr, out, i := NewTrajectory(7), Output{States: make([]State, 7)}, 0
	if n := testing.AllocsPerRun(3000, func() {
		in := &ins[i%len(ins)]
		i++
		_ = tr.Plan(in)
		tr.At(0.3, &out)
		_ = tr.Step(in, 0.001, &out)
		out.Pass(in)
	}); n != 0 {
		t.Errorf("%v allocations, want none", n)
	}
}

// FuzzPlan: whatever the floats are, the answer is an error or finite at every moment.
func FuzzPlan(f *testing.F) {
	f.Add(0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 1.0, 1.0, 1.0, 0.0, 0.0, 0.0, uint8(0))
	f.Add(1.0, -2.0, 3.0, 1.0, 0.5, -0.5, 1.0, 2.0, 3.0, -1.0, -2.0, 5.0, uint8(1))
	f.Add(1e300, 1e-300, math.Inf(1), 1.0, 0.5, -0.5, 1e-308, 2.0, 1e308, -1.0, -2.0, 1e9, uint8(2))
	f.Add(0.0, math.NaN(), 0.0, 1e17, 0.0, 0.0, 5e-324, 1.0, 1.0, 0.0, 0.0, -1.0, uint8(3))
	f.Fuzz(func(t *testing.T, p, v, a, pf, vf, af, vmax, amax, jmax, vmin, amin, least float64, kind uint8) {
		ax := Axis{State{p, v, a}, State{pf, vf, af}, Limits{vmax, amax, jmax, vmin, amin}, Interface(kind & 1)}
		in := &Input{Axes: []Axis{ax, rest(0, 1, 1, 1, 1)}, Sync: Sync(kind / 2 % 4), MinDuration: least}
		var tr Trajectory
		var out Output
		err := tr.Plan(in)
		if bad := in.Validate(); bad != nil && (err == nil || tr.Axes() != 0) {
			t.Fatalf("planned although %v", bad)
		}
		if !finite(tr.Duration()) || tr.Duration() < 0 {
			t.Fatalf("takes %v s", tr.Duration())
		}
		for i := range 9 {
			tr.At(tr.Duration()*float64(i)/6, &out)
			for _, s := range out.States {
				if s.Pos != s.Pos || s.Vel != s.Vel || s.Acc != s.Acc || i <= 6 && !s.finite() {
					t.Fatalf("%+v at %v s of %v", s, out.Time, tr.Duration())
				}
			}
		}
		in.Foresee(nil)
		_ = tr.Step(in, least, &out)
	})
}

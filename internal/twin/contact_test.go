package twin

import (
	"math"
	"testing"
	"time"

	"github.com/openlumbar/lumbar/body"
	"github.com/openlumbar/lumbar/chair"
)

// still makes a person hold their breath, so that equilibria can be seen.
func still(w *Twin) {
	w.sitter.breathes = 0
}

func near(t *testing.T, what string, got, want, within float64, unit string) {
	t.Helper()
	if !(math.Abs(got-want) <= within) {
		t.Errorf("%s: got %.3f %s, want %.3f ± %.3f", what, got, unit, want, within)
	}
}

// Held still for three minutes, spring, tissue, upholstery and weight are in balance, each by its own law.
func TestStaticEquilibrium(t *testing.T) {
	for _, row := range []int{1, 2500, 5000} {
		w := newTwin(t, row, uint64(row))
		cmd := homed(t, w)
		still(w)
		to(w, &cmd, chair.Recline, 130, 5*time.Second)
		to(w, &cmd, chair.Carriage, chair.Coord(w.Truth().Levels[body.L3]), 6*time.Second)
		to(w, &cmd, chair.Depth, 66, 4*time.Second)
		run(w, &cmd, 3*time.Minute)
		var both float64
		for s, r := range w.roller {
			both += r.force
			spring := 6 * (w.base(chair.Side(s)) - r.pos)
			x := r.pos - w.trunk.out
			relax := w.ground.at(w.under.along + w.trunk.lowered).relax
			tissue := w.under.stiff[s] * math.Pow(x, body.Exponent) * (1 - relax)
			near(t, "spring carries the contact", spring, r.force, 0.05, "N")
			near(t, "tissue carries the contact", tissue, r.force, 0.1, "N")
			if r.force < 15 {
				t.Errorf("row %d: force of %.1f N is too little to test with", row, r.force)
			}
		}
		c := -w.trunk.out
		foam := 8 * c / (1 - c/45)
		weight := 0.45 * float64(ansurBack(t, row).Weight) * 9.80665 * math.Sin((w.recline()-90)*math.Pi/180)
		near(t, "upholstery and rollers carry the trunk", foam+both, weight, 0.2, "N")
	}
}

// An indentation that is held loses its relaxing share with two time constants.
func TestRelaxation(t *testing.T) {
	const share, force, h = 0.35, 50.0, 0.01
	flesh := fleshOf(&Options{})
	r := roller{elastic: force}
	at := map[int]float64{}
	for step := 1; step <= 10000; step++ {
		r.relax(&flesh, share, 1, h)
		at[step] = force - r.relaxed
	}
	for _, s := range []float64{0.3, 1, 5, 20, 100} {
		want := force * (1 - share*(0.3*(1-math.Exp(-s/0.6))+0.7*(1-math.Exp(-s/15))))
		near(t, "held force", at[int(s/h)], want, 0.1, "N")
	}
	near(t, "plateau", at[10000], force*(1-share), 0.05, "N")
}

// Rolling leaves relaxation behind: at a steady speed each memory stands at 1/(1 + tau v/patch).
func TestRollingMeetsFreshTissue(t *testing.T) {
	const share, force, h = 0.35, 50.0, 0.01
	flesh := fleshOf(&Options{})
	for _, speed := range []float64{5, 20, 60} {
		r := roller{elastic: force}
		for range 10000 {
			r.relax(&flesh, share, freshly(speed, h), h)
		}
		want := share * force * (0.3/(1+0.6*speed/patch) + 0.7/(1+15*speed/patch))
		near(t, "relaxed away", r.relaxed, want, 0.03*want, "N")
	}
}

func TestRaise(t *testing.T) {
	flesh := fleshOf(&Options{})
	m := mechanicsOf(&bench().Rollers, &flesh)
	for x := 0.0; x < 60; x += 0.037 {
		near(t, "x^n", m.raise(x), math.Pow(x, body.Exponent), 0.02, "")
	}
	if got := m.raise(1000); !(got > m.raise(64)) {
		t.Errorf("beyond the table: got %v, want more than at its end", got)
	}
}

// Rollers that are at home, and springs that are free, press nothing, however the chair reclines and the person
// breathes and shifts, whoever it is.
func TestNoForceWithoutContact(t *testing.T) {
	for row := 1; row <= body.ANSURRows(); row += 300 {
		w := newTwin(t, row, uint64(row))
		cmd := homed(t, w)
		to(w, &cmd, chair.Recline, 160, 10*time.Second)
		to(w, &cmd, chair.Carriage, 440, 6*time.Second)
		for range 1000 {
			run(w, &cmd, period)
			if tr := w.Truth(); tr.Force != [2]unitN{} {
				t.Fatalf("row %d: %v N at home", row, tr.Force)
			}
		}
		near(t, "spring at rest", w.roller[0].spring, 0, 0.01, "N")
	}
}

// Pressing in and drawing back gives less work back than it took.
func TestContactLosesEnergy(t *testing.T) {
	flesh := fleshOf(&Options{})
	m := mechanicsOf(&bench().Rollers, &flesh)
	for _, hz := range []float64{0.2, 1, 4, 10} {
		r := roller{pos: -5, base: -5}
		var work, was float64
		was = -5
		for i := range int(5 / hz / dt) {
			base := 5 - 10*math.Cos(2*math.Pi*hz*float64(i)*dt)
			if i%4 == 0 {
				r.relax(&flesh, 0.35, 1, 0.004)
			}
			r.step(&m, base, 0, 0, 1.3)
			work += r.spring * (base - was)
			was = base
			if r.force < 0 {
				t.Fatalf("%v Hz: tissue pulls with %.2f N", hz, r.force)
			}
		}
		if !(work > 0) {
			t.Errorf("%v Hz: five cycles gave %.2f N mm, want a loss", hz, -work)
		}
	}
}

// Retracting from 60 N at 200 mm/s, 3 m/s² and 60 m/s³ takes the force below 5 N within 0.4 s on everybody. Full depth gives
// nearly so much on a light person with a deep hollow, no more.
func TestStopFigures(t *testing.T) {
	worst := 0.0
	for i := range 100 {
		row := 1 + i*60
		w := newTwin(t, row, uint64(i))
		cmd := homed(t, w)
		to(w, &cmd, chair.Recline, 130, 4*time.Second)
		to(w, &cmd, chair.Carriage, chair.Coord(w.Truth().Levels[body.L5+body.Level(i%5)]), 5*time.Second)
		for pos := chair.Coord(20); hardest(w) < 60 && pos <= 110; pos += 0.1 {
			to(w, &cmd, chair.Depth, pos, period)
		}
		if hardest(w) < 45 {
			t.Fatalf("row %d: %.0f N at full depth, want 45", row, hardest(w))
		}
		run(w, &cmd, 50*Tick)
		ms := retract(w, &cmd)
		worst = max(worst, ms)
		if ms > 400 {
			t.Errorf("row %d: %.0f ms until under 5 N, want at most 400", row, ms)
		}
	}
	t.Logf("slowest of 100: %.0f ms", worst)
}

func hardest(w *Twin) float64 { return max(w.roller[0].force, w.roller[1].force) }

// retract takes the depth home with limited speed, acceleration and jerk, and returns the milliseconds until
// both contacts are under 5 N.
func retract(w *Twin, cmd *chair.Command) float64 {
	const speed, acc, jerk = 200.0, 3000.0, 60000.0
	var v, a float64
	for ms := 4; ms <= 1000; ms += 4 {
		for range 4 {
			if left := speed - v; a*a/(2*jerk) < left {
				a = min(a+jerk*dt, acc)
			} else {
				a = max(a-jerk*dt, 0)
			}
			v = min(v+a*dt, speed)
			cmd.Axes[chair.Depth].Pos = max(cmd.Axes[chair.Depth].Pos-chair.Coord(v*dt), 0)
		}
		cmd.Axes[chair.Depth].Vel = chair.CoordRate(-v)
		if cmd.Axes[chair.Depth].Pos == 0 {
			cmd.Axes[chair.Depth].Vel = 0
		}
		run(w, cmd, period)
		if hardest(w) < 5 {
			return float64(ms)
		}
	}
	return 1000
}

// What a scan can feel: at light force a dither of 1 mm at 4 Hz gives about twice the force on bone as on muscle.
func TestDitherTellsBoneFromMuscle(t *testing.T) {
	const people = 20
	var mean [2]float64
	for i := range people {
		row := 1 + i*300
		w := newTwin(t, row, uint64(row))
		cmd := homed(t, w)
		still(w)
		to(w, &cmd, chair.Recline, 130, 4*time.Second)
		tr := w.Truth()
		muscle := dither(t, w, &cmd, float64(tr.Levels[body.L3]))
		sacrum := dither(t, w, &cmd, float64(tr.Sacrum)-20)
		ribs := dither(t, w, &cmd, float64(tr.Ribs)+20)
		s, r := sacrum/muscle, ribs/muscle
		mean[0], mean[1] = mean[0]+s/people, mean[1]+r/people
		if !(s > 1.5 && s < 3.2 && r > 1.4 && r < 3.2) {
			t.Errorf("row %d: force of sacrum over L3 is %.2f, of ribs %.2f; want about 2", row, s, r)
		}
	}
	t.Logf("mean of sacrum over L3 %.2f, of ribs %.2f", mean[0], mean[1])
	if !(mean[0] > 1.8 && mean[1] > 1.6) { // ribs less: the spine gives most beneath them
		t.Errorf("mean of sacrum over L3 %.2f, of ribs %.2f; want about 2", mean[0], mean[1])
	}
}

// dither is the amplitude of the left cell's spring at 4 Hz, in N, under 12 N and 1 mm at a place.
func dither(t *testing.T, w *Twin, cmd *chair.Command, along float64) float64 {
	t.Helper()
	to(w, cmd, chair.Depth, 0, time.Second)
	to(w, cmd, chair.Carriage, chair.Coord(along), 5*time.Second)
	pos := chair.Coord(10)
	for ; w.roller[0].force < 12; pos += 0.2 {
		if pos > 110 {
			t.Fatal("no contact")
		}
		to(w, cmd, chair.Depth, pos, 20*time.Millisecond)
	}
	const hz = 4
	var sin, cos float64
	for i := range 2000 {
		ph := 2 * math.Pi * hz * float64(i) * dt
		if i%4 == 0 {
			cmd.Axes[chair.Depth].Pos = pos + chair.Coord(math.Sin(ph))
			cmd.Axes[chair.Depth].Vel = chair.CoordRate(2 * math.Pi * hz * math.Cos(ph))
		}
		run(w, cmd, Tick)
		if i >= 1000 {
			sin += w.roller[0].spring * math.Sin(ph) / 500
			cos += w.roller[0].spring * math.Cos(ph) / 500
		}
	}
	cmd.Axes[chair.Depth].Vel = 0
	return math.Hypot(sin, cos)
}

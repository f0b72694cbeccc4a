package stiffness

import (
	"math"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/openlumbar/lumbar/body"
	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/unit"
)

const tick = 4 * time.Millisecond

// press runs one measurement on straight springs: each roller's tissue, the roller's own, and the seat's. The force
// follows with a lag, and the chest breathes.
func press(tissue [chair.SideEnd]float64, breath, rate float64, noise *rand.Rand) (Result, time.Duration) {
	p := &chair.Profile{}
	p.Rollers.Spring, p.Rollers.CellGain = 6, 0.05
	var g Gauge
	var c Course
	var r chair.Report
	felt, at := 6.0, 0.0
	var took time.Duration
	for over := false; !over; took += tick {
		contact := [chair.SideEnd]unit.Newton{unit.Newton(felt + 0.3*noise.NormFloat64())}
		contact[chair.Right] = unit.Newton(felt*tissue[1]/tissue[0] + 0.3*noise.NormFloat64())
		if took > 0 {
			g.Add(p, &r, contact, &c, tick)
		}
		var force unit.Newton
		force, over = c.Step(contact, tick)
		felt += (float64(force) - felt) * tick.Seconds() / 0.1
		at += tick.Seconds()
		right := felt * tissue[1] / tissue[0]
		r.Axes[chair.Depth].Pos = chair.Coord(40 + felt/6 + felt/tissue[0] + (felt+right)/upholstery + breath*math.Sin(2*math.Pi*rate*at))
		if took > time.Minute {
			return Result{}, took
		}
	}
	for !g.Work(p) {
	}
	return g.Result(p), took
}

// TestGauge finds springs that are known, through breath and noise, and how sure that is.
func TestGauge(t *testing.T) {
	noise := rand.New(rand.NewPCG(2, 3))
	for _, k := range []float64{2, 3.4, 6} {
		for _, rate := range []float64{0.2, 0.25, 0.3} {
			r, took := press([chair.SideEnd]float64{k, k}, 1.5, rate, noise)
			if !r.OK || took > 30*time.Second {
				t.Fatalf("%.1f N/mm at %.2f Hz: not found in %v", k, rate, took)
			}
			for s, v := range r.Sides {
				if math.Abs(float64(v.Stiffness)/k-1) > 0.03 {
					t.Errorf("%.1f N/mm, breathing at %.2f Hz, %v: %.2f N/mm", k, rate, chair.Side(s), v.Stiffness)
				}
				if share := float64(v.SD / v.Stiffness); !(share > 0.05 && share < 0.25) {
					t.Errorf("%.1f N/mm: doubt of %.0f %%: the seat alone is unknown by 25 %%", k, share*100)
				}
				if !(v.Halves[0] > 0 && v.Halves[1] > 0) {
					t.Errorf("%.1f N/mm: halves %v", k, v.Halves)
				}
			}
		}
	}
}

// TestGaugeOfNothing: without contact, or on something that does not give, there is no figure.
func TestGaugeOfNothing(t *testing.T) {
	p := &chair.Profile{}
	p.Rollers.Spring = 6
	var g Gauge
	for !g.Work(p) {
	}
	if r := g.Result(p); r.OK || r.Sides[0].Stiffness != 0 {
		t.Errorf("nothing measured: %+v", r)
	}
	if r, _ := press([chair.SideEnd]float64{500, 500}, 0, 0.2, rand.New(rand.NewPCG(2, 3))); r.OK {
		t.Errorf("rock: %+v", r)
	}
}

// TestCourse: the force rises and falls at its rate, between its ends, as often as it should; and ends although the
// rollers never feel it.
func TestCourse(t *testing.T) {
	for _, follows := range []bool{true, false} {
		var c Course
		last, turns := unit.Newton(-1), 0
		var took time.Duration
		var contact [chair.SideEnd]unit.Newton
		for over := false; !over; took += tick {
			var f unit.Newton
			was := c.falling
			f, over = c.Step(contact, tick)
			if f > top || last >= 0 && math.Abs(float64(f-last)) > float64(Rate)*tick.Seconds()+1e-9 {
				t.Fatalf("%.2f N after %.2f N", f, last)
			}
			if was != c.falling {
				turns++
			}
			if last = f; follows {
				contact = [chair.SideEnd]unit.Newton{f, f}
			}
			if took > 2*time.Minute {
				t.Fatal("does not end")
			}
		}
		if turns != 2*cycles {
			t.Errorf("follows %v: %d turns, want %d", follows, turns, 2*cycles)
		}
	}
}

// TestCompare: a change counts from what repeats differ by.
func TestCompare(t *testing.T) {
	both := func(k, half unit.NewtonPerMM) (b Back) {
		v := Side{Stiffness: k, Halves: [2]unit.NewtonPerMM{k, k * half}}
		b.Levels[body.L3] = Result{Sides: [chair.SideEnd]Side{v, v}, OK: true}
		return b
	}
	for _, c := range []struct {
		name   string
		after  unit.NewtonPerMM
		half   unit.NewtonPerMM // how a half differs from the other
		want   Verdict
		atMost float64
	}{
		{"the same", 3, 1, NoChange, 0.15},
		{"a little softer", 2.7, 1, NoChange, 0.15},
		{"softer", 2.5, 1, Softer, 0.15},
		{"stiffer", 3.5, 1, Stiffer, 0.15},
		{"softer, but repeats differ as much", 2.5, 1.25, NoChange, 0.4},
	} {
		before, after := both(3, c.half), both(c.after, c.half)
		changes, least := Compare(&before, &after)
		if got := changes[body.L3][chair.Left]; got.Verdict != c.want || least > c.atMost || got.Least != least {
			t.Errorf("%s: %+v, least %.2f; want %v", c.name, got, least, c.want)
		}
		if got := changes[body.L4][chair.Left]; got.Verdict != 0 {
			t.Errorf("%s: what was not measured is %v", c.name, got.Verdict)
		}
	}
}

package control

import (
	"math"
	"testing"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/technique"
	"github.com/openlumbar/lumbar/unit"
	"pgregory.net/rapid"
)

// TestStrokeBound differentiates raised-cosine strokes at their bound: speed, acceleration, jerk and travel are kept,
// and one of them is used up to the headroom.
func TestStrokeBound(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		number := func(low, high float64, name string) float64 { return rapid.Float64Range(low, high).Draw(t, name) }
		p := chair.AxisProfile{
			Max: chair.Coord(number(2, 20, "travel")), Vel: chair.CoordRate(number(50, 500, "vel")),
			Acc: chair.CoordAccel(number(1000, 50000, "acc")), Jerk: chair.CoordJerk(number(1e5, 5e6, "jerk")),
		}
		speed, rate := unit.MMPerSecond(number(50, 500, "speed")), unit.Hertz(number(0.5, 20, "rate"))
		reach := float64(StrokeBound(&p, speed, rate))
		stroke := func(u float64) float64 { return reach * (1 - math.Cos(2*math.Pi*u)) / 2 } // u in turns
		const n = 2000
		h := 1 / (n * float64(rate)) // s
		var x, v, a, j float64
		for i := range n {
			u := float64(i) / n
			d0, d1, d2, d3 := stroke(u), stroke(u+1./n), stroke(u+2./n), stroke(u+3./n)
			x, v = max(x, d0), max(v, math.Abs(d1-d0)/h)
			a = max(a, math.Abs(d2-2*d1+d0)/(h*h))
			j = max(j, math.Abs(d3-3*d2+3*d1-d0)/(h*h*h))
		}
		used := max(x/float64(p.Max), v/(tapHeadroom*min(float64(p.Vel), float64(speed))), a/(tapHeadroom*float64(p.Acc)), j/(tapHeadroom*float64(p.Jerk)))
		if !(used <= 1.001 && used >= 0.99) {
			t.Fatalf("%.2f mm at %.2f Hz: travel %.1f mm, %.0f mm/s, %.0f mm/s2, %.0f mm/s3 use %.3f of the bound, want 1", reach, rate, x, v, a, j, used)
		}
	})
	for _, rate := range []unit.Hertz{0, -1, unit.Hertz(math.NaN())} {
		if got := StrokeBound(&chair.AxisProfile{Max: 10, Vel: 100, Acc: 1000, Jerk: 1e5}, 100, rate); got != 0 {
			t.Errorf("at %v Hz a stroke of %.2f mm, want none", rate, got)
		}
	}
}

// TestTappingOneSide: the tapper of the other side stays at home, and another side begins from rest.
func TestTappingOneSide(t *testing.T) {
	w := newPlant(t)
	w.tissue = 5
	s := tapping(3.3, 14)
	s.Side = technique.RightSide
	play := w.play(t, s)
	play.begin(t, w)
	var most, peak [chair.SideEnd]float64
	for n := range int(10 / dt) {
		w.tick(play.next(w, false))
		for side, a := range tapAxes {
			most[side] = max(most[side], float64(w.cmd.Axes[a].Pos-w.p.Axes[a].Home))
			if n > int(5/dt) {
				peak[side] = max(peak[side], w.force[side])
			}
		}
	}
	if !(most[chair.Left] < 0.01) || !(most[chair.Right] > tapLeast) {
		t.Errorf("strokes of %.2f and %.2f mm, want the right one alone", most[chair.Left], most[chair.Right])
	}
	if !(peak[chair.Left] < 10) || !(peak[chair.Right] > 11 && peak[chair.Right] < 17.5) {
		t.Errorf("peaks of %.1f N on the left and %.1f N on the right, want the base and 14 N", peak[chair.Left], peak[chair.Right])
	}
}

// TestTappingOntoBone: strokes that have found their reach on soft muscle come upon bone, which the map has told of a second
// before; none is over what is allowed there by more than what a cell may be off.
func TestTappingOntoBone(t *testing.T) {
	w := newPlant(t)
	w.tissue = 2.5
	play := w.play(t, tapping(4, 24))
	play.begin(t, w)
	for range int(12 / dt) {
		w.tick(play.next(w, false))
	}
	found := w.c.taps.reach
	w.c.Register(chair.ZoneMap{SacrumTop: 330, FlankFrom: 380, RibsFrom: 390, Top: 400, Doubt: 18, Recline: 125, Made: true}, chair.Contour{})
	for range int(0.9 / dt) {
		w.tick(play.next(w, false))
	}
	if !(w.c.taps.reach[0] < found[0]) {
		t.Errorf("strokes of %.1f mm before bone, as of %.1f mm on muscle", w.c.taps.reach[0], found[0])
	}
	// The rollers press as they did; only what a stroke meets is another.
	stiff := func() float64 { s := float64(w.p.Rollers.Spring); return s * w.tissue / (s + w.tissue) }
	held := stiff() * (w.pos[chair.Depth] - w.skin)
	w.tissue = boneStiffness / 1000
	w.skin = w.pos[chair.Depth] - held/stiff()
	most := float64(chair.Everyone().Force[chair.ZoneSacrum].Max)
	for range int(5 / dt) {
		w.tick(play.next(w, false))
		if peak := max(w.force[0], w.force[1]); !(peak <= 1.05*most) {
			t.Fatalf("a stroke of %.1f N, %.0f N are allowed", peak, most)
		}
	}
}

// TestTapping taps on soft and hard ground: within a few strokes the peaks come to what is wanted, no stroke goes
// further than its bound, and at the end both tappers are at home.
func TestTapping(t *testing.T) {
	const few = 12 // strokes
	for _, c := range []struct {
		tissue float64
		rate   unit.Hertz
		force  unit.Newton
		both   bool
	}{{2, 3, 14, false}, {5, 3.3, 14, false}, {5, 1, 10, true}, {10, 6, 20, false}, {35, 3.3, 14, false}, {35, 10, 30, true}} {
		w := newPlant(t)
		w.tissue = c.tissue
		s := tapping(c.rate, c.force)
		s.Both = c.both
		play := w.play(t, s)
		play.begin(t, w)
		bound := StrokeBound(&w.p.Axes[chair.TapLeft], chair.Everyone().TapSpeed.Max, c.rate)
		stroke := int(1 / (float64(c.rate) * dt))
		var peak [chair.SideEnd]float64
		for n := range (few + 20) * stroke {
			w.tick(play.next(w, false))
			for s, a := range tapAxes {
				if reach := w.cmd.Axes[a].Pos - w.p.Axes[a].Home; !(unit.Millimetre(reach) <= bound+1e-9) {
					t.Fatalf("%+v: a stroke of %.3f mm, the bound is %.3f mm", c, reach, bound)
				}
				if n > few*stroke {
					peak[s] = max(peak[s], w.force[s])
				}
			}
		}
		for s, got := range peak {
			free := w.c.taps.reach[s] < float64(bound)
			if want := float64(c.force); !(got <= 1.25*want) || free && !(got >= 0.8*want) {
				t.Errorf("%+v: the %v peaks at %.1f N after %d strokes, want %.0f N", c, chair.Side(s), got, few, want)
			}
		}
		if left, right := w.c.taps.reach[0], w.c.taps.reach[1]; left == 0 || right == 0 {
			t.Errorf("%+v: strokes of %.1f and %.1f mm, want both to tap", c, left, right)
		}
		for range int(3 / dt) { // a pause, in the middle of a stroke
			w.tick(play.next(w, true))
		}
		for _, a := range tapAxes {
			if off := math.Abs(w.pos[a] - float64(w.p.Axes[a].Home)); !(off < 0.01) || w.cmd.Axes[a].Vel != 0 {
				t.Errorf("%+v: %v is %.3f mm out after the end, moving at %.1f mm/s", c, a, off, w.cmd.Axes[a].Vel)
			}
		}
	}
}

// TestTappersAlternate: in turn half a stroke apart, together at once.
func TestTappersAlternate(t *testing.T) {
	for _, both := range []bool{false, true} {
		w := newPlant(t)
		s := tapping(2, 14)
		s.Both = both
		play := w.play(t, s)
		play.begin(t, w)
		together, apart := 0, 0
		for n := range int(6 / dt) {
			w.tick(play.next(w, false))
			left, right := w.cmd.Axes[chair.TapLeft].Vel, w.cmd.Axes[chair.TapRight].Vel
			if n < int(3/dt) || math.Abs(float64(left)) < 1 || math.Abs(float64(right)) < 1 {
				continue
			}
			if (left > 0) == (right > 0) {
				together++
			} else {
				apart++
			}
		}
		if both && apart > 0 || !both && together > 0 {
			t.Errorf("both %v: the tappers go the same way in %d ticks, opposite ways in %d", both, together, apart)
		}
	}
}

// TestStrokeMost: a heavy tapper, and a person who may bear little, are stroked more slowly.
func TestStrokeMost(t *testing.T) {
	for _, c := range []struct {
		kg     unit.Kilogram
		joule  unit.Joule
		muscle unit.Newton
		want   float64 // mm/s
	}{{0.6, 0.02, 60, 200}, {2, 0.02, 60, 141.42}, {0.6, 0.003, 60, 100}, {0.6, 0.02, 12, 82.81}, {0, 0.02, 60, 200}} {
		p, l := newPlant(t).p, chair.Everyone()
		p.Rollers.Moving, l.TapEnergy.Max, l.Force[chair.ZoneMuscle].Max = c.kg, c.joule, c.muscle
		if got := float64(New(p, l).strokeMost()); math.Abs(got-c.want) > 0.01 {
			t.Errorf("%v kg, %v J, %v N: got %.2f mm/s, want %.2f mm/s", c.kg, c.joule, c.muscle, got, c.want)
		}
	}
}

// TestReclineKeepsToThePersonsSpeed: back and leg rest, and no other axis.
func TestReclineKeepsToThePersonsSpeed(t *testing.T) {
	p, l := newPlant(t).p, chair.Everyone()
	l.ReclineSpeed.Max = 2
	c := New(p, l)
	for a := chair.Carriage; a < chair.AxisEnd; a++ {
		want := Headroom * float64(p.Axes[a].Vel)
		if a == chair.Recline || a == chair.LegRest {
			want = Headroom * 2
		}
		if got := c.plan[a].Vel; math.Abs(got-want) > 1e-9 {
			t.Errorf("%v: got at most %v per s, want %v", a, got, want)
		}
	}
}

package twin

import (
	"math"
	"testing"

	"github.com/openlumbar/lumbar/body"
	"github.com/openlumbar/lumbar/unit"
)

// slab is one tissue all the way, in cells of equal width: W/m K, J/m³K, 1/s of blood, mm.
func slab(conducts, holds, flow, thick float64) (l layers) {
	width := thick / 1000 / layerCells
	l.core, l.deep = bodyHeat, thick
	l.outer = 2 * conducts / width
	for i := range layerCells {
		l.down[i], l.holds[i] = conducts/width, holds*width
		l.flow[i] = flow * bloodHeat * width
		l.middle[i] = (float64(i) + 0.5) * thick / layerCells
	}
	l.down[layerCells-1] *= 2
	return l
}

// Steady conduction through a slab without blood is a straight line.
func TestSlabWithoutBlood(t *testing.T) {
	const conducts, thick, contact, outside = 0.4, 40.0, 25.0, 45.0
	l := slab(conducts, 3.6e6, 0, thick)
	c := settled(&l, outside, contact)
	flux := (outside - bodyHeat) / (1/contact + thick/1000/conducts)
	for _, mm := range []float64{0, 5, 20, 39} {
		near(t, "temperature", c.at(&l, mm), outside-flux*(1/contact+mm/1000/conducts), 1e-6, "°C")
	}
}

// Pennes's steady slab with blood: k T” = w (T - 37), so that T - 37 falls as sinh m(L - x), m² = w/k.
func TestSlabWithBlood(t *testing.T) {
	const conducts, thick, contact, outside, flow = 0.49, 40.0, 60.0, 44.0, 6.7e-4
	l := slab(conducts, 3.7e6, flow, thick)
	var c column
	c.temp, c.surface, c.answer = [layerCells]float64{}, skinSet, 1
	for range 40 {
		c.answer = 1 // vessels that do not answer: the solution has one flow
		c.step(&l, outside, contact, 1, 0, 1e9, 1e6)
	}
	m, length := math.Sqrt(flow*bloodHeat/conducts), thick/1000
	amplitude := contact * (outside - bodyHeat) / (contact*math.Sinh(m*length) + conducts*m*math.Cosh(m*length))
	for _, mm := range []float64{0, 3, 10, 25} {
		near(t, "temperature", c.at(&l, mm), bodyHeat+amplitude*math.Sinh(m*(length-mm/1000)), 0.03, "°C")
	}
}

// A surface that steps to a temperature warms a thick slab as erfc(x / 2 sqrt(alpha t)).
func TestSlabWarmsUp(t *testing.T) {
	const conducts, holds, thick = 0.49, 1090.0 * 3421, 42.0
	l := slab(conducts, holds, 0, thick)
	c := settled(&l, bodyHeat, 1e6)
	for range int(300 / heatDT) {
		c.step(&l, bodyHeat+10, 1e6, 1, 1, 240, heatDT)
	}
	for _, mm := range []float64{3, 6, 9, 15} {
		near(t, "rise", c.at(&l, mm)-bodyHeat, 10*math.Erfc(mm/1000/(2*math.Sqrt(conducts/holds*300))), 0.2, "°C")
	}
}

// What flows in at the skin is carried away by blood and core, and pressure takes the blood's part away.
func TestLayersBalance(t *testing.T) {
	for _, fat := range []float64{3, 10, 30, 60} {
		for _, open := range []float64{1, 0.5, 0} {
			l := layersOf(fat, 9.2, 1, bodyHeat)
			var c column
			c.surface, c.answer = skinSet, 1
			for range 60 {
				c.step(&l, 42, 100, open, 1, 1, 1e6)
			}
			in := 100 * (42 - c.surface)
			out := l.down[layerCells-1] * (c.temp[layerCells-1] - l.core)
			for i := range layerCells {
				flow := l.flow[i] * open
				if i < skinCells {
					flow *= c.answer
				}
				out += flow*(c.temp[i]-l.core) - l.makes[i]
			}
			near(t, "heat in and out", in, out, 0.01, "W/m²")
		}
	}
}

// The reference's sketch of a pad on bare skin and through clothing, 20 and 30 minutes: skin 40.4, 42.2, 43.9 and 40.6 °C, and
// 43.5 with a fifth of the blood or in the old. Its skin is one node of 2 mm: the middle of the skin here.
func TestSkinAgainstTheSketch(t *testing.T) {
	for _, tt := range []struct{ pad, contact, open, dilation, minutes, want float64 }{
		{42, 100, 1, 1, 20, 40.4}, {45, 100, 1, 1, 20, 42.2}, {48, 100, 1, 1, 20, 43.9}, {45, 100, 0.2, 1, 20, 43.5},
		{45, 100, 0.5, 0, 20, 43.5}, {45, 40, 1, 1, 30, 40.6}, {50, 40, 1, 1, 30, 42.5},
	} {
		l := layersOf(10, 9.2, 1, bodyHeat)
		c := settled(&l, plainRoom, skinLoss)
		for range int(tt.minutes * 60 / heatDT) {
			c.step(&l, tt.pad, tt.contact, tt.open, tt.dilation, 1, heatDT)
		}
		near(t, "skin", c.at(&l, skinThick/2), tt.want, 0.6, "°C")
	}
}

// Under a roller that rests the skin comes nearer to the pad, and keeps on moving it does not.
func TestPressedSkinIsWarmer(t *testing.T) {
	warm := func(p func(second int) press, age float64) *heat {
		h := heatOf(&Options{Profile: bench(), Body: ansurBack(t, 1), Age: age, BareSkin: true, Seed: 1})
		var none [FailureEnd]bool
		h.set(40, 40)
		for i := range int(900 / heatDT) {
			h.step(true, p(int(float64(i)*heatDT)), &none)
		}
		return &h
	}
	resting := warm(func(int) press { return press{leaning: 1.2, rolling: 40} }, 40)
	moving := warm(func(s int) press { return press{leaning: 1.2, rolling: 40, along: 20 * float64(s)} }, 40)
	old := warm(func(int) press { return press{leaning: 1.2, rolling: 40} }, 75)
	if !(resting.under.surface > resting.rests.surface+0.1) {
		t.Errorf("under a resting roller %.2f °C, beside it %.2f", resting.under.surface, resting.rests.surface)
	}
	if !(moving.under.surface < moving.rests.surface+0.05) || !(moving.dose < resting.dose) {
		t.Errorf("under a moving roller %.2f °C and %.3f CEM43, beside it %.2f; resting %.3f", moving.under.surface, moving.dose, moving.rests.surface, resting.dose)
	}
	if !(old.rests.surface > resting.rests.surface) {
		t.Errorf("old skin %.2f °C, young skin %.2f", old.rests.surface, resting.rests.surface)
	}
	if resting.skin() != max(resting.rests.surface, resting.under.surface) || resting.skin() > resting.pad {
		t.Errorf("skin %.2f °C with a pad at %.2f", resting.skin(), resting.pad)
	}
}

func TestFat(t *testing.T) {
	for _, tt := range []struct{ bmi, want float64 }{{20, 6.5}, {26, 12.5}, {32, 30}, {15, 3}, {80, 60}} {
		back := body.Back{Stature: 2000, Weight: unit.Kilogram(4 * tt.bmi)}
		near(t, "fat", fatOf(&back), tt.want, 1e-9, "mm")
	}
	near(t, "fat of nobody", fatOf(&body.Back{}), 11.5, 1e-9, "mm")
}

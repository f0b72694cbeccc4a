package body

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/openlumbar/lumbar/unit"
	"pgregory.net/rapid"
)

func ansurBack(t *testing.T, row int) Back {
	t.Helper()
	m, err := ANSUR(row)
	if err != nil {
		t.Fatal(err)
	}
	return m.Back()
}

// Heights above the seat over the whole population, mm at p1, p50 and p99.
func TestLevelHeights(t *testing.T) {
	tests := []struct {
		level Level
		sex   Sex
		want  [3]float64
	}{
		{L1, Male, [3]float64{305, 353, 398}},
		{L3, Male, [3]float64{230, 275, 320}},
		{L5, Male, [3]float64{146, 194, 240}},
		{S1, Male, [3]float64{125, 173, 220}},
		{L1, Female, [3]float64{296, 338, 377}},
		{L3, Female, [3]float64{228, 269, 306}},
		{L5, Female, [3]float64{158, 198, 235}},
		{S1, Female, [3]float64{139, 180, 219}},
	}
	all := everybody(t)
	for _, tt := range tests {
		var heights []float64
		for i := range all {
			if all[i].Sex == tt.sex {
				b := all[i].Back()
				heights = append(heights, float64(b.Levels[tt.level]))
			}
		}
		slices.Sort(heights)
		for i, q := range []float64{0.01, 0.5, 0.99} {
			if got := heights[int(q*float64(len(heights)-1))]; math.Abs(got-tt.want[i]) > 1.5 {
				t.Errorf("%v of %ss at %.0f %%: got %.1f mm, want %.0f", tt.level, tt.sex, 100*q, got, tt.want[i])
			}
		}
	}
}

// The steepest slopes of the hollow differ by the lordosis that the person's sex is given.
func TestLordosis(t *testing.T) {
	for _, tt := range []struct {
		row  int
		want float64
	}{{1, lordosisMale}, {5000, lordosisFemale}} {
		b := ansurBack(t, tt.row)
		var least, most float64
		for h := b.curve.buttock; h < b.curve.thorax; h++ {
			slope := float64(b.Gap(h+1) - b.Gap(h))
			least, most = min(least, slope), max(most, slope)
		}
		got := (math.Atan(most) - math.Atan(least)) * 180 / math.Pi
		if math.Abs(got-tt.want) > 1 {
			t.Errorf("row %d: got a lordosis of %.1f°, want %.1f", tt.row, got, tt.want)
		}
	}
}

func TestGap(t *testing.T) {
	b := ansurBack(t, 1)
	apex, depth := b.Hollow()
	tests := []struct {
		name string
		at   unit.Millimetre
		want unit.Millimetre
	}{
		{"upper buttock touches", b.curve.buttock, 0},
		{"thorax touches", b.curve.thorax, 0},
		{"the hollow is deepest at its apex", apex, depth},
		{"100 mm above T7", b.curve.thorax + 100, 100.0 * 100 / (2 * thoraxRadius)},
		{"50 mm below the upper buttock", b.curve.buttock - 50, 50.0 * 50 / (2 * buttockRadius)},
	}
	for _, tt := range tests {
		if got := b.Gap(tt.at); math.Abs(float64(got-tt.want)) > 1e-9 {
			t.Errorf("%s: got %.3f mm at %.0f, want %.3f", tt.name, got, tt.at, tt.want)
		}
	}
	if !(b.Levels[L4] < apex && apex < b.Levels[L3]) {
		t.Errorf("apex at %.0f mm is not between L4 %.0f and L3 %.0f", apex, b.Levels[L4], b.Levels[L3])
	}
	if b := (Back{}); b.Gap(200) != 0 {
		t.Errorf("zero Back: got a gap of %v mm, want 0", b.Gap(200))
	}
}

// Whoever it is: levels in order, a hollow of 10 to 60 mm, a smooth skin, muscle softer than bone.
func TestEveryBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m, _ := ANSUR(rapid.IntRange(1, ANSURRows()).Draw(t, "row"))
		if rapid.Bool().Draw(t, "only sex, stature and weight known") {
			m = Measurements{Sex: m.Sex, Stature: m.Stature, Weight: m.Weight}
		}
		b := m.Back()
		for l := L5; l < LevelEnd; l++ {
			if !(b.Levels[l] > b.Levels[l-1]) || !(b.Lanes[l] <= b.Lanes[l-1]) {
				t.Errorf("%v at %.0f mm, lane %.0f; %v at %.0f, lane %.0f", l, b.Levels[l], b.Lanes[l], l-1, b.Levels[l-1], b.Lanes[l-1])
			}
		}
		if _, depth := b.Hollow(); !(depth >= 10 && depth <= 60) {
			t.Errorf("hollow of %.1f mm", depth)
		}
		for h := unit.Millimetre(-50); h < 700; h++ {
			if bend := b.Gap(h+1) - 2*b.Gap(h) + b.Gap(h-1); !(math.Abs(float64(bend)) < 0.05) {
				t.Errorf("gap bends by %.3f mm within 1 mm at %.0f", bend, h)
			}
		}
		for _, f := range []unit.Newton{20, 80} {
			for l := S1; l < LevelEnd; l++ {
				secant := float64(f) / float64(b.Tissue[l].Indentation(f))
				if !(secant >= 1.7 && secant <= 6) {
					t.Errorf("%v: secant of %.2f N/mm at %v N, want about 2 to 6", l, secant, f)
				}
			}
			for name, bone := range map[string]Tissue{"sacrum": b.Sacrum, "ribs": b.Ribs} {
				secant := float64(f) / float64(bone.Indentation(f))
				if !(secant >= 9 && secant <= 35) {
					t.Errorf("%s: secant of %.2f N/mm at %v N, want about 10 to 35", name, secant, f)
				}
			}
		}
	})
}

func TestLanes(t *testing.T) {
	b := ansurBack(t, 1)
	want := [LevelEnd]unit.Millimetre{S1: 35, L5: 32.5, L4: 23.5, L3: 14, L2: 10, L1: 9, T12: 9}
	if b.Lanes != want {
		t.Errorf("got lanes %v mm, want %v", b.Lanes, want)
	}
}

func TestTissueOf(t *testing.T) {
	tissue := TissueOf(4, 50, 0.3)
	if got := tissue.Indentation(50); math.Abs(float64(got)-12.5) > 1e-9 {
		t.Errorf("50 N on 4 N/mm: got %.3f mm, want 12.5", got)
	}
	// Lee 1997: 25 % stiffer from 30 to 275 N than from 30 to 100 N.
	slope := func(from, to unit.Newton) float64 {
		return float64(to-from) / float64(tissue.Indentation(to)-tissue.Indentation(from))
	}
	if got := slope(30, 275) / slope(30, 100); math.Abs(got-1.25) > 0.03 {
		t.Errorf("stiffening: got %.3f, want 1.25", got)
	}
}

// Drawn many times, the spacings have the spread and the correlations of the survey.
func TestScatter(t *testing.T) {
	const people = 20000
	r := rand.New(rand.NewPCG(1, 2))
	var sum, sq [LevelEnd]float64
	var cross float64
	for range people {
		d := Scatter(r.NormFloat64)
		if d[S1] != 0 {
			t.Fatalf("S1 scatters by %v mm from itself", d[S1])
		}
		for l := L5; l < LevelEnd; l++ {
			s := float64(d[l] - d[l-1])
			sum[l], sq[l] = sum[l]+s, sq[l]+s*s
		}
		cross += float64(d[T12]-d[L1]) * float64(d[L1]-d[L2])
	}
	for l := L5; l < LevelEnd; l++ {
		mean, sd := sum[l]/people, math.Sqrt(sq[l]/people)
		want := spacingSD[int(l)-int(L5)]
		if math.Abs(mean) > 0.1 || math.Abs(sd-want) > 0.1 {
			t.Errorf("%v over %v: got mean %.2f SD %.2f mm, want 0 and %.2f", l, l-1, mean, sd, want)
		}
	}
	if got := cross / people / spacingSD[5] / spacingSD[4]; math.Abs(got-0.751) > 0.02 {
		t.Errorf("correlation of the top two spacings: got %.3f, want 0.751", got)
	}
}

func BenchmarkBack(b *testing.B) {
	m, _ := ANSUR(1)
	for b.Loop() {
		m.Back()
	}
}

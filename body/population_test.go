package body

import (
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestNHANESLinesAreFixedWidth(t *testing.T) {
	lines := strings.Split(strings.TrimSuffix(nhanes, "\n"), "\n")
	if len(lines) != 8704+1 {
		t.Fatalf("got %d lines, want 8705 with the header", len(lines))
	}
	for i, l := range lines {
		if len(l) != nhanesLine-1 || strings.Count(l, ",") != 4 {
			t.Fatalf("line %d is %q: want %d bytes and 5 fields", i+1, l, nhanesLine-1)
		}
	}
}

// What a spread is of: mean and standard deviation of weighted values.
type spread struct{ n, sum, square float64 }

func (s *spread) add(x, weight float64) {
	s.n, s.sum, s.square = s.n+weight, s.sum+x*weight, s.square+x*x*weight
}
func (s *spread) mean() float64 { return s.sum / s.n }
func (s *spread) sd() float64   { return math.Sqrt(s.square/s.n - s.mean()*s.mean()) }

// The survey's own check figures, of 20 years and over: with its weights, and as drawn.
func TestNHANESStatistics(t *testing.T) {
	var p NHANESPeople
	type figures struct{ stature, weight, bmi, age, obese spread }
	count := func(f *[sexEnd]figures, m *Measurements, weight float64) {
		if m.Age < 20 {
			return
		}
		s, bmi, obese := &f[m.Sex], m.bmi(), 0.0
		if bmi >= 30 {
			obese = 100
		}
		s.stature.add(float64(m.Stature)/10, weight)
		s.weight.add(float64(m.Weight), weight)
		s.bmi.add(bmi, weight)
		s.age.add(m.Age, weight)
		s.obese.add(obese, weight)
	}
	person := func(row int) Measurements {
		m, err := p.Body(row, 1)
		if err != nil {
			t.Fatal(err)
		}
		return m
	}
	var weighted, drawn [sexEnd]figures
	for row := 1; row <= p.Len(); row++ {
		m := person(row)
		count(&weighted, &m, p.Weight(row))
	}
	draw := rand.New(rand.NewPCG(1, 2))
	const draws = 20000
	for range draws {
		m := person(p.Row(draw.Float64()))
		count(&drawn, &m, 1)
	}
	for name, f := range map[string]*[sexEnd]figures{"weighted": &weighted, "drawn": &drawn} {
		slack := map[string]float64{"weighted": 1, "drawn": 4}[name] // of chance, of 20,000 draws
		for _, tt := range []struct {
			what      string
			got, want float64
			near      float64
		}{
			{"men's stature, cm", f[Male].stature.mean(), 175.0, 0.1}, {"its SD", f[Male].stature.sd(), 7.4, 0.1},
			{"men's weight, kg", f[Male].weight.mean(), 90.9, 0.3}, {"its SD", f[Male].weight.sd(), 21.7, 0.2},
			{"men's BMI", f[Male].bmi.mean(), 29.6, 0.1}, {"men's age", f[Male].age.mean(), 47.6, 0.2},
			{"men of a BMI of 30 and over, %", f[Male].obese.mean(), 41.6, 0.4},
			{"women's stature, cm", f[Female].stature.mean(), 161.2, 0.1}, {"its SD", f[Female].stature.sd(), 7.0, 0.1},
			{"women's weight, kg", f[Female].weight.mean(), 78.1, 0.3}, {"its SD", f[Female].weight.sd(), 22.3, 0.2},
			{"women's BMI", f[Female].bmi.mean(), 30.0, 0.1}, {"women's age", f[Female].age.mean(), 49.2, 0.4}, // less the pregnant
			{"women of a BMI of 30 and over, %", f[Female].obese.mean(), 42.3, 0.4},
		} {
			if math.Abs(tt.got-tt.want) > tt.near*slack {
				t.Errorf("%s, %s: %.2f, want %.1f", name, tt.what, tt.got, tt.want)
			}
		}
	}
}

// Everybody with any trunk is an adult as Check wants them, and has a back.
func TestNHANESEverybodyIsPlausible(t *testing.T) {
	var p NHANESPeople
	for seed := uint64(1); seed <= 3; seed++ {
		for row := 1; row <= p.Len(); row++ {
			m, err := p.Body(row, seed)
			if err != nil {
				t.Fatal(err)
			}
			if err := m.Check(); err != nil {
				t.Fatalf("%s, seed %d: %v", m.Name, seed, err)
			}
			b := m.Back()
			for l := S1; l < T12; l++ {
				if !(b.Levels[l+1] > b.Levels[l]) {
					t.Fatalf("%s, seed %d: %v at %v mm, %v at %v", m.Name, seed, l+1, b.Levels[l+1], l, b.Levels[l])
				}
			}
		}
	}
}

// Trunks spread about the regression as ANSUR II's people do, and are redrawn so seldom that nothing is bent by it.
func TestNHANESTrunks(t *testing.T) {
	var p NHANESPeople
	var crest, c7, together [sexEnd]spread
	for row := 1; row <= p.Len(); row++ {
		m, err := p.Body(row, 9)
		if err != nil {
			t.Fatal(err)
		}
		plain := m
		plain.SittingHeight, plain.Cervicale, plain.Iliocristale = 0, 0, 0
		plain = plain.Complete()
		crest[m.Sex].add(float64(m.Iliocristale-plain.Iliocristale), 1)
		c7[m.Sex].add(float64(m.Cervicale-plain.Cervicale), 1)
		together[m.Sex].add(float64(m.Iliocristale-plain.Iliocristale+m.Cervicale-plain.Cervicale), 1)
	}
	for sex, want := range map[Sex]struct{ crest, c7 float64 }{Male: {21.55, 10.75}, Female: {20.00, 10.51}} {
		if got := crest[sex].sd(); math.Abs(got-want.crest) > 0.7 || math.Abs(crest[sex].mean()) > 1 {
			t.Errorf("%v: iliac crest %.2f mm, SD %.2f, about the regression; want 0 and %.2f", sex, crest[sex].mean(), got, want.crest)
		}
		if got := c7[sex].sd(); math.Abs(got-want.c7) > 0.4 || math.Abs(c7[sex].mean()) > 1 {
			t.Errorf("%v: C7 %.2f mm, SD %.2f, about the regression; want 0 and %.2f", sex, c7[sex].mean(), got, want.c7)
		}
		// Drawn apart, the variances would add up: ANSUR II's go together.
		apart := math.Hypot(crest[sex].sd(), c7[sex].sd())
		if got := together[sex].sd(); math.Abs(got/apart-1) < 0.02 {
			t.Errorf("%v: crest and C7 together spread by %.2f mm, as if drawn apart (%.2f)", sex, got, apart)
		}
	}
}

func TestPopulations(t *testing.T) {
	for _, p := range Populations() {
		t.Run(p.Name(), func(t *testing.T) {
			if got, ok := FindPopulation(p.Name()); !ok || got != p {
				t.Errorf("found %v by its name", got)
			}
			for _, row := range []int{-1, 0, p.Len() + 1, math.MaxInt} {
				if _, err := p.Body(row, 1); err == nil || !strings.Contains(err.Error(), "rows are 1 to") {
					t.Errorf("row %d: got error %v, want one with the range", row, err)
				}
			}
			for _, tt := range []struct {
				u    float64
				want int
			}{{0, 1}, {-1, 1}, {math.NaN(), 1}, {1, p.Len()}, {2, p.Len()}, {math.Inf(1), p.Len()}} {
				if got := p.Row(tt.u); got != tt.want {
					t.Errorf("share %v: row %d, want %d", tt.u, got, tt.want)
				}
			}
			rapid.Check(t, func(t *rapid.T) {
				u, v := rapid.Float64Range(0, 1).Draw(t, "u"), rapid.Float64Range(0, 1).Draw(t, "v")
				if u > v {
					u, v = v, u
				}
				if a, b := p.Row(u), p.Row(v); a > b || a < 1 || b > p.Len() {
					t.Fatalf("shares %v and %v are rows %d and %d", u, v, a, b)
				}
				row, seed := rapid.IntRange(1, p.Len()).Draw(t, "row"), rapid.Uint64().Draw(t, "seed")
				a, errA := p.Body(row, seed)
				b, errB := p.Body(row, seed)
				if a != b || errA != nil || errB != nil {
					t.Fatalf("row %d, seed %d: %v (%v), and again %v (%v)", row, seed, a, errA, b, errB)
				}
			})
		})
	}
	if _, ok := FindPopulation("martians"); ok {
		t.Error("found martians")
	}
	if got := (NHANESPeople{}).Weight(0); got != 0 {
		t.Errorf("row 0 stands for %v people", got)
	}
}

// Why age is not in the regression: what it explains beyond stature and weight is next to nothing along the back.
func TestAgeSaysLittleOfTheTrunk(t *testing.T) {
	dot := func(a, b []float64) (sum float64) {
		for i := range a {
			sum += a[i] * b[i]
		}
		return sum
	}
	without := func(a []float64, parts ...[]float64) []float64 { // what is left of a; the parts are at right angles
		rest := append([]float64(nil), a...)
		for _, p := range parts {
			share := dot(rest, p) / dot(p, p)
			for i := range rest {
				rest[i] -= share * p[i]
			}
		}
		return rest
	}
	for _, o := range optional {
		for _, sex := range []Sex{Male, Female} {
			var one, stature, weight, age, length []float64
			for _, m := range everybody(t) {
				if m.Sex == sex {
					one, stature, weight = append(one, 1), append(stature, float64(m.Stature)), append(weight, float64(m.Weight))
					age, length = append(age, m.Age), append(length, float64(*o.field(&m)))
				}
			}
			s := without(stature, one)
			w := without(weight, one, s)
			a := without(age, one, s, w)
			rest := without(length, one, s, w)
			shrinks := 1 - math.Sqrt(1-dot(a, rest)*dot(a, rest)/dot(a, a)/dot(rest, rest))
			most := 0.011
			if o.name == "waist depth" { // bellies grow with age: by 0.8 mm a year in men
				most = 0.1
			}
			if shrinks > most {
				t.Errorf("%s, %v: age takes %.1f %% of the residuals, claimed at most %.1f", o.name, sex, 100*shrinks, 100*most)
			}
		}
	}
}

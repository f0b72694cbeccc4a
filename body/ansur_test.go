package body

import (
	"math"
	"strings"
	"testing"

	"github.com/openlumbar/lumbar/unit"
)

func everybody(t *testing.T) []Measurements {
	t.Helper()
	all := make([]Measurements, 0, ANSURRows())
	for row := 1; row <= ANSURRows(); row++ {
		m, err := ANSUR(row)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, m)
	}
	return all
}

func TestANSURLinesAreFixedWidth(t *testing.T) {
	lines := strings.Split(strings.TrimSuffix(ansur, "\n"), "\n")
	if len(lines) != 6068+1 {
		t.Fatalf("got %d lines, want 6069 with the header", len(lines))
	}
	for i, l := range lines {
		if len(l) != ansurLine-1 || strings.Count(l, ",") != 11 {
			t.Fatalf("line %d is %q: want %d bytes and 12 fields", i+1, l, ansurLine-1)
		}
	}
}

// The survey's own check figures: mean and standard deviation.
func TestANSURStatistics(t *testing.T) {
	stature := func(m *Measurements) float64 { return float64(m.Stature) }
	weight := func(m *Measurements) float64 { return float64(m.Weight) }
	tests := []struct {
		sex      Sex
		name     string
		of       func(*Measurements) float64
		mean, sd float64
	}{
		{Male, "stature mm", stature, 1756.2, 68.6},
		{Female, "stature mm", stature, 1628.5, 64.2},
		{Male, "weight kg", weight, 85.52, 14.22},
		{Female, "weight kg", weight, 67.76, 10.98},
		{Male, "sitting height mm", func(m *Measurements) float64 { return float64(m.SittingHeight) }, 918, 36},
		{Male, "back width mm", func(m *Measurements) float64 { return float64(m.BackWidth) }, 431, 35},
		{Female, "back width mm", func(m *Measurements) float64 { return float64(m.BackWidth) }, 373, 30},
		{Male, "waist breadth mm", func(m *Measurements) float64 { return float64(m.WaistBreadth) }, 326, 35},
		{Male, "waist depth mm", func(m *Measurements) float64 { return float64(m.WaistDepth) }, 238, 35},
		{Female, "C7 above the seat mm", func(m *Measurements) float64 { return float64(m.Cervicale - m.Stature + m.SittingHeight) }, 624, 28},
		{Male, "crest above the seat mm", func(m *Measurements) float64 { return float64(m.Iliocristale - m.Stature + m.SittingHeight) }, 224, 19},
		{Female, "crest above the seat mm", func(m *Measurements) float64 { return float64(m.Iliocristale - m.Stature + m.SittingHeight) }, 224, 17},
	}
	all := everybody(t)
	for _, tt := range tests {
		var n, sum, sq float64
		for i := range all {
			if all[i].Sex == tt.sex {
				v := tt.of(&all[i])
				n, sum, sq = n+1, sum+v, sq+v*v
			}
		}
		mean := sum / n
		sd := math.Sqrt((sq - n*mean*mean) / (n - 1))
		if near := 0.5; math.Abs(mean-tt.mean) > near || math.Abs(sd-tt.sd) > near {
			t.Errorf("%v %s: got mean %.2f SD %.2f, want %.2f and %.2f", tt.sex, tt.name, mean, sd, tt.mean, tt.sd)
		}
	}
}

func TestANSUREverybodyIsPlausible(t *testing.T) {
	for _, m := range everybody(t) {
		if err := m.Check(); err != nil {
			t.Errorf("%s: %v", m.Name, err)
		}
	}
}

func TestANSURUnknownRow(t *testing.T) {
	for _, row := range []int{-1, 0, 6069, math.MaxInt} {
		if _, err := ANSUR(row); err == nil || !strings.Contains(err.Error(), "1 to 6068") {
			t.Errorf("row %d: got error %v, want one with the range", row, err)
		}
	}
}

func TestANSURQuantile(t *testing.T) {
	stature := func(m *Measurements) float64 { return float64(m.Stature) }
	weight := func(m *Measurements) float64 { return float64(m.Weight) }
	tests := []struct {
		name string
		sex  Sex
		q    float64
		by   func(*Measurements) float64
		want float64
	}{
		{"shortest woman, mm", Female, 0, stature, 1409},
		{"tallest man, mm", Male, 1, stature, 1993},
		{"heaviest man, kg", Male, 1, weight, 144.2},
		{"heaviest woman, kg", Female, 1, weight, 119.6},
		{"99th percentile of men, kg", Male, 0.99, weight, 124.1},
		{"median woman, mm", Female, 0.5, stature, 1626},
	}
	for _, tt := range tests {
		row, err := ANSURQuantile(tt.sex, tt.q, tt.by)
		if err != nil {
			t.Fatal(err)
		}
		m, _ := ANSUR(row)
		if got := tt.by(&m); math.Abs(got-tt.want) > 1 || m.Sex != tt.sex {
			t.Errorf("%s: got %v (row %d, %v), want %v", tt.name, got, row, m.Sex, tt.want)
		}
	}
	for _, q := range []float64{-0.1, 1.1, math.NaN()} {
		if _, err := ANSURQuantile(Male, q, stature); err == nil {
			t.Errorf("quantile %v: want an error", q)
		}
	}
	if _, err := ANSURQuantile(0, 0.5, stature); err == nil {
		t.Error("no sex: want an error")
	}
}

// The fits in the table are those of the data.
func TestOptionalFits(t *testing.T) {
	all := everybody(t)
	for _, o := range optional {
		for _, sex := range []Sex{Male, Female} {
			// A least squares line leaves residuals that sum to zero and follow neither stature nor weight.
			var n, sum, byStature, byWeight float64
			for _, m := range all {
				if m.Sex != sex {
					continue
				}
				rest := float64(*o.field(&m) - o.fit[sex].of(&m))
				n++
				sum += rest
				byStature += rest * float64(m.Stature-1700) / 70
				byWeight += rest * float64(m.Weight-75) / 14
			}
			if math.Abs(sum/n) > 0.1 || math.Abs(byStature/n) > 0.1 || math.Abs(byWeight/n) > 0.1 {
				t.Errorf("%s, %v: residuals have mean %.3f mm, with stature %.3f, with weight %.3f; want 0", o.name, sex, sum/n, byStature/n, byWeight/n)
			}
		}
	}
}

func TestCheckRefuses(t *testing.T) {
	good := Measurements{Sex: Male, Stature: 1756, Weight: 85}
	if err := good.Check(); err != nil {
		t.Fatalf("a typical man: %v", err)
	}
	tests := []struct {
		name   string
		change func(*Measurements)
		want   string
	}{
		{"no sex", func(m *Measurements) { m.Sex = 0 }, "sex"},
		{"NaN stature", func(m *Measurements) { m.Stature = unit.Millimetre(math.NaN()) }, "stature"},
		{"stature in metres", func(m *Measurements) { m.Stature = 1.756 }, "stature"},
		{"weightless", func(m *Measurements) { m.Weight = 0 }, "weight"},
		{"child", func(m *Measurements) { m.Age = 9 }, "age"},
		{"NaN age", func(m *Measurements) { m.Age = math.NaN() }, "age"},
		{"sitting height over stature", func(m *Measurements) { m.SittingHeight = 1800 }, "sitting height"},
		{"negative waist", func(m *Measurements) { m.WaistDepth = -1 }, "waist depth"},
		{"crest above C7", func(m *Measurements) { m.Iliocristale = 1600 }, "cervicale"},
		{"crest below the seat", func(m *Measurements) { m.Cervicale, m.Iliocristale, m.SittingHeight = 1300, 700, 918 }, "seat"},
	}
	for _, tt := range tests {
		m := good
		tt.change(&m)
		if err := m.Check(); err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: got error %v, want one about %q", tt.name, err, tt.want)
		}
		if got := m.Back(); got != (Back{}) {
			t.Errorf("%s: got a back, want the zero Back", tt.name)
		}
	}
}

func TestSexNames(t *testing.T) {
	for _, s := range []Sex{Male, Female} {
		if got, ok := ParseSex(s.String()); !ok || got != s {
			t.Errorf("%v: got %v back", s, got)
		}
	}
	if _, ok := ParseSex("sex?"); ok {
		t.Error(`ParseSex("sex?") succeeded`)
	}
}

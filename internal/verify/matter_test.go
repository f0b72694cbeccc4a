package verify

import (
	"slices"
	"testing"

	"github.com/openlumbar/lumbar/body"
)

// TestMatter: what matters most is who was worst the last time, and after that the extremes of bodies; nobody twice.
func TestMatter(t *testing.T) {
	s := setting(t, brief())
	m := &Memory{}
	bodies, err := s.Matter(m, nil, 16)
	if err != nil {
		t.Fatal(err)
	}
	if distinct := slices.Compact(slices.Sorted(slices.Values(bodies))); len(bodies) != 16 || len(distinct) != 16 {
		t.Errorf("got %d bodies, %d of them different; want 16", len(bodies), len(distinct))
	}
	for _, most := range []struct {
		who string
		sex body.Sex
		q   float64
		by  func(*body.Measurements) float64
	}{
		{"shortest woman", body.Female, 0, func(m *body.Measurements) float64 { return float64(m.Stature) }},
		{"tallest man", body.Male, 1, func(m *body.Measurements) float64 { return float64(m.Stature) }},
		{"lightest woman", body.Female, 0, func(m *body.Measurements) float64 { return float64(m.Weight) }},
		{"heaviest man", body.Male, 1, func(m *body.Measurements) float64 { return float64(m.Weight) }},
	} {
		row, at := 0, 0.0
		for i := 1; i <= body.ANSURRows(); i++ {
			m, err := body.ANSUR(i)
			if err != nil {
				t.Fatal(err)
			}
			v := most.by(&m) * (2*most.q - 1)
			if m.Sex == most.sex && fits(&s.Profile.Person, &m) && (row == 0 || v > at) {
				row, at = i, v
			}
		}
		if !slices.Contains(bodies, row-1) {
			t.Errorf("the %s, row %d, is not among %v", most.who, row, bodies)
		}
	}

	last := play(t, s, []int{40, 3000, 5000})
	worst := s.worst(slices.Clone(last))
	again, err := s.Matter(m, last, 5)
	if err != nil {
		t.Fatal(err)
	}
	for i := range worst {
		if again[i] != worst[i].Row-1 {
			t.Errorf("number %d is body %d; want %d, the worst of the last run", i, again[i], worst[i].Row-1)
		}
	}
	if want := bodies[:5-len(worst)]; !slices.Equal(again[len(worst):], want) {
		t.Errorf("after them come %v, want %v", again[len(worst):], want)
	}
}

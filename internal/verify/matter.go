package verify

import (
	"cmp"
	"slices"

	"github.com/openlumbar/lumbar/internal/twin"
)

const (
	lastWorst   = 8   // bodies that matter because they were the worst
	leastLooked = 400 // bodies that are looked at for the stiffest and the softest
)

// Matter chooses the n bodies that matter most, as indices, the most telling first: the worst of the last run, if there was
// one, then the extremes of stature and mass of both sexes, of stiffness, and of what people bear.
func (s *Setting) Matter(last []Outcome, n int) ([]int, error) {
	var out []int
	add := func(row int) {
		if i := row - 1; len(out) < n && !slices.Contains(out, i) {
			out = append(out, i)
		}
	}
	worst := s.worst(slices.Clone(last))
	for i := range worst[:min(len(worst), lastWorst)] {
		add(worst[i].Row)
	}
	looked, err := Sample(s.Population, leastLooked, s.Seed)
	if err != nil {
		return nil, err
	}
	all := make([]Outcome, s.Population.Len())
	for i := range all {
		p, err := s.Population.Body(i)
		if err != nil {
			return nil, err
		}
		all[i] = Outcome{Row: p.Row, Traits: Traits{Sex: p.Sex.String(), StatureCM: float64(p.Stature) / 10, MassKG: float64(p.Weight)}}
	}
	drawn := make([]Outcome, 0, len(looked))
	for _, i := range looked {
		p, err := s.Population.Body(i)
		if err != nil {
			return nil, err
		}
		t := twin.New(s.twin(&p))
		drawn = append(drawn, Outcome{Row: p.Row, Traits: traits(&p, t)})
	}
	// extremes adds who has least and most of something, by turns, until there are enough.
	type extreme struct {
		of  []Outcome
		by  func(*Traits) float64
		sex string
	}
	stature, mass := func(t *Traits) float64 { return t.StatureCM }, func(t *Traits) float64 { return t.MassKG }
	list := []extreme{
		{all, stature, "female"}, {all, stature, "male"}, {drawn, func(t *Traits) float64 { return t.StiffNPMM }, ""},
		{all, mass, "female"}, {all, mass, "male"}, {drawn, func(t *Traits) float64 { return t.MidlineMM }, ""},
		{drawn, func(t *Traits) float64 { return t.ComfortN }, ""}, {drawn, func(t *Traits) float64 { return t.CellsPct }, ""},
	}
	for rank := 0; len(out) < min(n, len(all)) && rank < len(drawn); rank++ {
		for _, e := range list {
			of := slices.DeleteFunc(slices.Clone(e.of), func(o Outcome) bool { return e.sex != "" && o.Traits.Sex != e.sex })
			slices.SortStableFunc(of, func(a, b Outcome) int { return cmp.Compare(e.by(&a.Traits), e.by(&b.Traits)) })
			if rank < len(of) {
				add(of[rank].Row)
				add(of[len(of)-1-rank].Row)
			}
		}
	}
	return out, nil
}

package verify

import (
	"cmp"
	"slices"

	"github.com/openlumbar/lumbar/body"
	"github.com/openlumbar/lumbar/internal/twin"
)

const (
	lastWorst   = 8   // bodies that matter because they were the worst
	leastLooked = 400 // bodies that are looked at for the stiffest and the softest
)

// Matter chooses the n bodies that matter most, as indices, the most telling first: the worst of the last run, if there was
// one, then the extremes of stature and mass of both sexes, of stiffness, and of what people bear. Those it finds once for a
// memory.
func (s *Setting) Matter(m *Memory, last []Outcome, n int) ([]int, error) {
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
	if m.of == nil || !m.of.alike(s) {
		lists, err := s.extremes()
		if err != nil {
			return nil, err
		}
		m.of, m.extremes = s, lists
	}
	for rank, more := 0, true; more && len(out) < n; rank++ {
		more = false
		for _, of := range m.extremes {
			if rank < len(of) {
				more = true
				add(of[rank].row)
				add(of[len(of)-1-rank].row)
			}
		}
	}
	return out, nil
}

// ranked is one body by what it has of something.
type ranked struct {
	row   int
	value float64
}

// extremes lays bodies in rows, the least first, by what matters: all of them by stature and mass of each sex, and some by what
// is drawn from a seed and therefore takes making the twin.
func (s *Setting) extremes() ([8][]ranked, error) {
	const (
		shortWomen = iota
		shortMen
		soft
		lightWomen
		lightMen
		leftward
		tender
		trueCells
	)
	var lists [8][]ranked
	put := func(list, row int, value float64) { lists[list] = append(lists[list], ranked{row, value}) }
	for i := range s.Population.Len() {
		p, err := s.Population.Body(i)
		if err != nil {
			return lists, err
		}
		if !fits(&s.Profile.Person, &p.Measurements) {
			continue
		}
		stature, mass := shortMen, lightMen
		if p.Sex == body.Female {
			stature, mass = shortWomen, lightWomen
		}
		put(stature, p.Row, float64(p.Stature))
		put(mass, p.Row, float64(p.Weight))
	}
	looked, err := Sample(s.Population, leastLooked, s.Seed, s.Profile.Person)
	if err != nil {
		return lists, err
	}
	for _, i := range looked {
		p, err := s.Population.Body(i)
		if err != nil {
			return lists, err
		}
		t := traits(&p, twin.New(s.twin(&p, &s.Profile)))
		put(soft, p.Row, t.StiffNPMM)
		put(leftward, p.Row, t.MidlineMM)
		put(tender, p.Row, t.ComfortN)
		put(trueCells, p.Row, t.CellsPct)
	}
	for _, of := range lists {
		slices.SortFunc(of, func(a, b ranked) int { return cmp.Or(cmp.Compare(a.value, b.value), cmp.Compare(a.row, b.row)) })
	}
	return lists, nil
}

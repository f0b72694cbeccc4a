package verify

import (
	"fmt"
	"sort"

	"github.com/openlumbar/lumbar/body"
	"github.com/openlumbar/lumbar/chair"
)

// NHANES is the adults of the USA as a survey found them, 2017 to March 2020, of those for whom a chair is built: who is not is
// turned away by the safety check. Every place of it stands for as many people; somebody whom the survey lets stand for many
// has several, each sitting differently.
type NHANES struct {
	rows []int     // of body.NHANESPeople that fit
	upTo []float64 // people that a row and those before it stand for

	apart Apart
}

// NewNHANES is the part of the population within a range.
func NewNHANES(built chair.PersonRange) *NHANES {
	var n NHANES
	var people body.NHANESPeople
	n.apart = newApart(built, people.Len())
	sum, others := 0.0, 0.0
	for row := 1; row <= people.Len(); row++ {
		m, err := body.NHANES(row)
		if err != nil { // every row of the file is read by a test
			continue
		}
		if n.apart.sort(&built, &m) {
			others += people.Weight(row)
			continue
		}
		sum += people.Weight(row)
		n.rows, n.upTo = append(n.rows, row), append(n.upTo, sum)
	}
	if others > 0 {
		n.apart.Share = others / (sum + others)
	}
	return &n
}

// Name implements Population.
func (*NHANES) Name() string { return "nhanes" }

// Title implements Population.
func (*NHANES) Title() string { return "NHANES" }

// Apart implements Population: of the range that it was made for.
func (n *NHANES) Apart(chair.PersonRange) Apart { return n.apart }

// Len implements Population.
func (n *NHANES) Len() int { return len(n.rows) }

// Body implements Population.
func (n *NHANES) Body(i int) (Person, error) {
	if i < 0 || i >= len(n.rows) {
		return Person{}, fmt.Errorf("body %d of NHANES: there are %d", i, len(n.rows))
	}
	share := (float64(i) + 0.5) / float64(len(n.rows)) * n.upTo[len(n.upTo)-1]
	row := n.rows[min(sort.SearchFloat64s(n.upTo, share), len(n.rows)-1)]
	m, err := body.NHANES(row)
	return Person{ID: fmt.Sprintf("nhanes:%d", row), Row: i + 1, Measurements: m}, err
}

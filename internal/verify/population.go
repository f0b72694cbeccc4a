package verify

import (
	"fmt"

	"github.com/openlumbar/lumbar/body"
	"github.com/openlumbar/lumbar/chair"
)

// Person is one body of a population.
type Person struct {
	ID  string // as lumbar run --body takes it
	Row int    // in the population, from 1; decides the body's seed
	body.Measurements
}

// Population is many bodies. Its methods may be called by several goroutines at a time.
type Population interface {
	Name() string               // as --population takes it
	Title() string              // for people
	Len() int                   // how many bodies
	Body(i int) (Person, error) // 0 to Len-1

	// Apart is those for whom a chair that is built for some is not. They may be among the bodies, and Sample leaves them out.
	Apart(built chair.PersonRange) Apart
}

// ANSUR is the ANSUR II population: 4,082 men and 1,986 women of the US Army, 17 to 58 years.
type ANSUR struct{}

// Name implements Population.
func (ANSUR) Name() string { return "ansur" }

// Title implements Population.
func (ANSUR) Title() string { return "ANSUR II" }

// Len implements Population.
func (ANSUR) Len() int { return body.ANSURRows() }

// Body implements Population.
func (ANSUR) Body(i int) (Person, error) {
	m, err := body.ANSUR(i + 1)
	return Person{ID: fmt.Sprintf("ansur:%d", i+1), Row: i + 1, Measurements: m}, err
}

// Apart implements Population.
func (p ANSUR) Apart(built chair.PersonRange) Apart {
	a := newApart(built, p.Len())
	for i := range p.Len() {
		if m, err := body.ANSUR(i + 1); err == nil { // every row of the file is read by a test
			a.sort(&built, &m)
		}
	}
	a.Share = float64(a.Bodies) / float64(p.Len())
	return a
}

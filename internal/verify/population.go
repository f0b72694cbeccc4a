package verify

import (
	"fmt"

	"github.com/openlumbar/lumbar/body"
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

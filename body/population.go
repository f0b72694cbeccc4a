package body

// Population is people to simulate, in rows from 1 to Len.
type Population interface {
	// Name is one small word, "ansur" or "nhanes".
	Name() string
	// Len is how many rows there are.
	Len() int
	// Body is the person in a row. What the survey did not measure is drawn with the seed, the same for the same row and
	// seed. A row outside 1 to Len is an error.
	Body(row int, seed uint64) (Measurements, error)
	// Row is the row of the person who stands at share u of the population, 0 <= u < 1, each as wide as the number of
	// people that the survey lets it stand for. A u drawn uniformly draws people as they are met; other u are taken to the
	// nearest end.
	Row(u float64) int
}

// Populations are all there are.
func Populations() []Population { return []Population{ANSURPeople{}, NHANESPeople{}} }

// FindPopulation finds a population by its name.
func FindPopulation(name string) (Population, bool) {
	for _, p := range Populations() {
		if p.Name() == name {
			return p, true
		}
	}
	return nil, false
}

// ANSURPeople is the US Army of 2012: 17 to 58 years, fit, every length measured.
type ANSURPeople struct{}

// Name is "ansur".
func (ANSURPeople) Name() string { return "ansur" }

// Len is ANSURRows.
func (ANSURPeople) Len() int { return ANSURRows() }

// Body is ANSUR: everything is measured and nothing drawn.
func (ANSURPeople) Body(row int, _ uint64) (Measurements, error) { return ANSUR(row) }

// Row gives everybody the same share. Two men of three: the survey is of an army.
func (ANSURPeople) Row(u float64) int { return 1 + int(within(u)*float64(ANSURRows())) }

// within brings a share into 0 to below 1; NaN becomes 0.
func within(u float64) float64 {
	const most = 1 - 1e-12
	if !(u > 0) {
		return 0
	}
	return min(u, most)
}

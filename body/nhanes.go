package body

import (
	_ "embed"
	"fmt"
	"math/rand/v2"
	"sort"
	"strconv"

	"github.com/openlumbar/lumbar/unit"
)

// nhanes holds one fixed-width line a person; see data/CREDIT.md for its columns and its licence.
//
//go:embed data/nhanes.csv
var nhanes string

const nhanesLine = 27 // bytes, with the line feed

// NHANESPeople is the adults of the USA, 18 years and over, as the survey of 2017 to March 2020 found them: older and heavier
// than ANSUR's soldiers. Sex, age (80 stands for 80 and over), stature and weight are measured.
//
// The lengths of the trunk are not. They are ANSUR II's regression on stature and weight of that sex (Complete), plus what
// the regression leaves open of one person of ANSUR II, drawn with the seed: all of one person, so that lengths go together
// as they do in people. Age would add nothing: with it in the regression the residuals of no length along the back shrink by
// more than 1.1 % (a test fits it). Somebody over 58 years, or heavier than anybody in ANSUR II (144 kg, a woman 120 kg), is an extrapolation.
type NHANESPeople struct{}

// NHANES is the person called nhanes:ROW, row 1 to NHANESPeople's Len, with one of the trunks that they may have, always the
// same.
func NHANES(row int) (Measurements, error) {
	const oneTrunk = 1
	return NHANESPeople{}.Body(row, oneTrunk)
}

// Name is "nhanes".
func (NHANESPeople) Name() string { return "nhanes" }

// Len is how many people were measured: 8704.
func (NHANESPeople) Len() int { return len(nhanes)/nhanesLine - 1 }

// Row weighs everybody by the number of people that the survey lets them stand for.
func (p NHANESPeople) Row(u float64) int {
	n := p.Len()
	upTo := within(u) * p.upTo(n)
	return 1 + sort.Search(n-1, func(i int) bool { return p.upTo(i+1) > upTo })
}

// Weight is the number of people that a row stands for, 0 for no row.
func (p NHANESPeople) Weight(row int) float64 {
	if row < 1 || row > p.Len() {
		return 0
	}
	return p.upTo(row) - p.upTo(row-1)
}

// upTo is how many people the rows up to this one stand for.
func (NHANESPeople) upTo(row int) float64 {
	if row == 0 {
		return 0
	}
	return nhanesNumber(row, 16, 10)
}

func nhanesNumber(row, from, width int) float64 {
	f, _ := strconv.ParseFloat(nhanes[row*nhanesLine+from:][:width], 64) // the whole file is read by a test
	return f
}

// streamTrunk keeps the draw of a trunk apart from whatever else a seed decides.
const streamTrunk = 0x7472756e6b

// Body is the person in a row with a trunk of their own.
func (p NHANESPeople) Body(row int, seed uint64) (Measurements, error) {
	if row < 1 || row > p.Len() {
		return Measurements{}, fmt.Errorf("nhanes row %d: rows are 1 to %d", row, p.Len())
	}
	sex, first, last := Male, 1, ansurMen
	if nhanes[row*nhanesLine] == 'f' {
		sex, first, last = Female, ansurMen+1, ANSURRows()
	}
	plain := Measurements{
		Name: fmt.Sprintf("nhanes:%d", row), Sex: sex, Age: nhanesNumber(row, 2, 2),
		Stature: unit.Millimetre(nhanesNumber(row, 5, 4)), Weight: unit.Kilogram(nhanesNumber(row, 10, 5)),
	}
	plain = plain.Complete()
	draw := rand.New(rand.NewPCG(seed, streamTrunk+uint64(row)))
	const tries = 20
	for range tries { // a trunk that no adult could have is drawn again
		donor, err := ANSUR(first + draw.IntN(last-first+1))
		if err != nil {
			return Measurements{}, fmt.Errorf("nhanes row %d: %w", row, err)
		}
		m := plain
		for _, o := range optional {
			*o.field(&m) += *o.field(&donor) - o.fit[sex].of(&donor)
		}
		if m.Check() == nil {
			return m, nil
		}
	}
	return plain, nil
}

package body

import (
	_ "embed"
	"fmt"
	"slices"
	"strconv"

	"github.com/openlumbar/lumbar/unit"
)

// ansur holds one fixed-width line a person, so that any row is found without reading the others; see
// data/CREDIT.md for its columns and its licence.
//
//go:embed data/ansur2.csv
var ansur string

const (
	ansurLine = 54   // bytes, with the line feed
	ansurMen  = 4082 // rows 1 to ansurMen are men, the rest women
)

// ANSURRows is how many people the ANSUR II population has: 6068.
func ANSURRows() int { return len(ansur)/ansurLine - 1 }

// ANSUR is the person in row 1 to ANSURRows of the ANSUR II population (4,082 men first, then 1,986 women; US
// Army, 17 to 58 years). Every measure is known.
func ANSUR(row int) (Measurements, error) {
	if row < 1 || row > ANSURRows() {
		return Measurements{}, fmt.Errorf("ansur row %d: rows are 1 to %d", row, ANSURRows())
	}
	line := ansur[row*ansurLine:][:ansurLine]
	number := func(from, width int) float64 {
		f, _ := strconv.ParseFloat(line[from:from+width], 64) // the whole file is read by a test
		return f
	}
	length := func(from, width int) unit.Millimetre { return unit.Millimetre(number(from, width)) }
	sex := Male
	if line[7] == 'f' {
		sex = Female
	}
	return Measurements{
		Name: fmt.Sprintf("ansur:%d", row), Sex: sex, Age: number(9, 2),
		Stature: length(12, 4), SittingHeight: length(17, 4), Cervicale: length(22, 4), Iliocristale: length(27, 4),
		WaistBreadth: length(32, 3), WaistDepth: length(36, 3), HipBreadth: length(40, 3), BackWidth: length(44, 3),
		Weight: unit.Kilogram(number(48, 5)),
	}, nil
}

// ANSURQuantile is the row of the person who stands at share q (0 least, 1 greatest) of one sex by a measure:
// the shortest woman is at 0 of Female by stature. It reads everybody, about a millisecond's work.
func ANSURQuantile(sex Sex, q float64, by func(*Measurements) float64) (row int, err error) {
	if !(q >= 0 && q <= 1) {
		return 0, fmt.Errorf("ansur quantile %v: want 0 to 1", q)
	}
	first, last := 1, ansurMen
	switch sex {
	case Male:
	case Female:
		first, last = ansurMen+1, ANSURRows()
	default:
		return 0, fmt.Errorf("ansur quantile: %v is not male or female", sex)
	}
	type ranked struct {
		value float64
		row   int
	}
	people := make([]ranked, 0, last-first+1)
	for r := first; r <= last; r++ {
		m, err := ANSUR(r)
		if err != nil {
			return 0, err
		}
		people = append(people, ranked{by(&m), r})
	}
	slices.SortStableFunc(people, func(a, b ranked) int {
		switch {
		case a.value < b.value:
			return -1
		case a.value > b.value:
			return 1
		}
		return a.row - b.row
	})
	return people[int(q*float64(len(people)-1)+0.5)].row, nil
}

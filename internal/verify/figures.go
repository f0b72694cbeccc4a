package verify

import "fmt"

// tableRow is one line of the page's table of all figures: a measure, or what a level got, over all bodies.
type tableRow struct {
	Title, Unit           string
	P1, P5, P50, P95, P99 string
	Worst, WorstOf        string
}

func tableRowOf(title, unit string, digits int, s *Spread) tableRow {
	f := func(x float64) string { return fmt.Sprintf("%.*f", digits, x) }
	return tableRow{Title: title, Unit: unit, P1: f(s.P1), P5: f(s.P5), P50: f(s.P50), P95: f(s.P95), P99: f(s.P99), Worst: f(s.Worst), WorstOf: s.WorstOf}
}

// allFigures is every measure.
func (r *Report) allFigures() (rows []tableRow) {
	for i := range r.Measures {
		m := &Measures[i]
		rows = append(rows, tableRowOf(upper(m.Title), m.Unit, m.Digits, &r.Measures[i].Spread))
	}
	return rows
}

// levelTable is what all levels got of one thing.
type levelTable struct {
	Title string
	Rows  []tableRow
}

// levelFigures is what the levels got, the highest first.
func (r *Report) levelFigures() (tables []levelTable) {
	for _, of := range []struct {
		title, unit string
		digits      int
		value       func(*LevelRow) *Spread
	}{
		{"Greatest force of one roller, N", "N", 0, func(l *LevelRow) *Spread { return &l.Peak }},
		{"Mean force in contact, N", "N", 0, func(l *LevelRow) *Spread { return &l.Mean }},
		{"Contact, s", "s", 0, func(l *LevelRow) *Spread { return &l.Contact }},
		{"Dose of pressing, force times time, N min", "N min", 1, func(l *LevelRow) *Spread { return &l.Dose }},
	} {
		t := levelTable{Title: of.title}
		for i := len(r.Levels) - 1; i >= 0; i-- {
			t.Rows = append(t.Rows, tableRowOf(r.Levels[i].Level, of.unit, of.digits, of.value(&r.Levels[i])))
		}
		tables = append(tables, t)
	}
	return tables
}

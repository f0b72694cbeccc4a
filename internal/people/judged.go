package people

import (
	"github.com/openlumbar/lumbar/internal/outcome"
	"github.com/openlumbar/lumbar/internal/store"
)

// Judged is what verdicts on a person are made from: their notes, the days with the chair, and what they chose before the
// start. Ratings of activities that have been replaced since are not among them.
func Judged(notes []store.Note, a store.Aims, sessions []outcome.Day) outcome.Record {
	r := outcome.Record{Sessions: sessions, Begin: outcome.Begin(a.Since, sessions), Measure: a.Measure, Lasting: a.Lasting}
	for i := range notes {
		n := notes[i].Note
		if notes[i].At.Before(a.Named) {
			n.Hard = [outcome.Activities]outcome.Rating{}
		}
		r.Notes = append(r.Notes, n)
	}
	return r
}

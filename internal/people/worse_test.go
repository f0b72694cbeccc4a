package people

import (
	"slices"
	"testing"
	"time"

	"github.com/openlumbar/lumbar/internal/outcome"
	"github.com/openlumbar/lumbar/internal/screening"
	"github.com/openlumbar/lumbar/internal/store"
)

// TestFeltWorse: who said outside of a visit that they felt worse is asked everything, gets less, and waits; once a full
// check is answered, no more of it than the dose is left.
func TestFeltWorse(t *testing.T) {
	m, k := memory(t)
	at := morning
	for range 4 {
		v := m.visit(t, k, at).toCheck(3, 3, 1).cards()
		v.begin()
		v.end()
		at = v.at.Add(49 * time.Hour)
	}
	before, err := m.Known(t.Context(), k, at)
	if err != nil {
		t.Fatal(err)
	}
	said := at.Add(-40 * time.Hour)
	if err := m.Store.PutNote(t.Context(), k, store.Note{At: said, Note: outcome.Note{Day: outcome.DayOf(said), Kind: outcome.Daily}, Marks: []string{screening.MarkWorse}}); err != nil {
		t.Fatal(err)
	}
	after, err := m.Known(t.Context(), k, at)
	if err != nil {
		t.Fatal(err)
	}
	if got := screening.Due(before.Facts.Past, at); got != screening.Short {
		t.Errorf("before, the check is %v", got)
	}
	if got := screening.Due(after.Facts.Past, at); got != screening.Full {
		t.Errorf("after, the check is %v, want the full one", got)
	}
	was, is := m.Check.Remember(before.Facts.Sessions, at), m.Check.Remember(after.Facts.Sessions, at)
	if is.Most >= was.Most || is.Quiet > was.Quiet || !is.NotBefore.After(was.NotBefore) {
		t.Errorf("the dose was %+v and is %+v", was, is)
	}
	if n := len(after.Facts.Sessions); !slices.Contains(after.Facts.Sessions[n-1].Marks, screening.MarkWorse) {
		t.Error("the last session has no mark")
	}
	m.visit(t, k, at).toCheck(3, 3, 1).cards()
	full, err := m.Known(t.Context(), k, at)
	if err != nil {
		t.Fatal(err)
	}
	if got := screening.Due(full.Facts.Past, at.Add(time.Minute)); got != screening.Short {
		t.Errorf("after a full check the next is %v", got)
	}
}

// TestJudged: what was rated of other activities, and before another comparison, is not judged.
func TestJudged(t *testing.T) {
	day := outcome.DayOf(morning)
	note := func(at time.Time) store.Note {
		n := outcome.Note{Day: outcome.DayOf(at), Kind: outcome.Daily, Pain: rate(5), Hard: [outcome.Activities]outcome.Rating{rate(7)}}
		return store.Note{At: at, Note: n}
	}
	a := store.Aims{Measure: outcome.Hardness, Lasting: true, Since: day + 10, Named: morning.AddDate(0, 0, 2)}
	r := Judged([]store.Note{note(morning), note(morning.AddDate(0, 0, 3))}, a, []outcome.Day{day + 1, day + 30, day + 12})
	if r.Begin != day+12 || r.Measure != outcome.Hardness || !r.Lasting || len(r.Notes) != 2 || len(r.Sessions) != 3 {
		t.Errorf("it begins on %v with %d notes", r.Begin, len(r.Notes))
	}
	if _, ok := r.Notes[0].Hard[0].Value(); ok || r.Notes[0].Pain != rate(5) {
		t.Error("a rating of another activity is judged, or the pain is not")
	}
	if v, ok := r.Notes[1].Hard[0].Value(); !ok || v != 7 {
		t.Error("the rating of this activity is not judged")
	}
}

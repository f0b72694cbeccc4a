package store

import (
	"errors"
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/internal/outcome"
)

// TestVisitAgain: what a visit says again replaces what it has said; another's stays, and what it does not say, too.
func TestVisitAgain(t *testing.T) {
	s, _ := fresh(t)
	ctx := t.Context()
	_, k := person(t, s, "Robin")
	pain, _ := outcome.Rate(3)
	c := aCheck()
	first := Visit{ID: "a", At: noon, Check: &c, Limits: someLimits(), Figures: &Figures{noon, 41, 1720, 70},
		Notes: []Note{{At: noon, Note: outcome.Note{Kind: outcome.Before, Pain: pain}}}}
	must(t, s.PutVisit(ctx, k, &first))
	dose := Dose{Visit: "a", Ended: noon.Add(time.Hour), Level: 2, PainBefore: 3, PainNext: -1, Soreness: -1, AskAt: noon.Add(24 * time.Hour)}
	more := Visit{ID: "a", At: dose.Ended, Session: &dose, Notes: []Note{first.Notes[0], {At: dose.Ended, Note: outcome.Note{Kind: outcome.After}}},
		Turn: func(x Standing) Standing {
			return Standing{Last: x.Last + "M", Changed: !x.Changed, Told: append(x.Told, "exit")}
		}}
	for range 3 {
		must(t, s.PutVisit(ctx, k, &more))
	}
	other := dose
	other.Visit, other.Ended = "b", noon.Add(48*time.Hour)
	must(t, s.PutVisit(ctx, k, &Visit{ID: "b", At: other.Ended, Session: &other, Before: &Before{"a", func(d Dose) Dose { d.Asked, d.PainNext = true, 2; return d }}}))
	dose.Asked, dose.PainNext = true, 2
	if got, err := s.Doses(ctx, k); err != nil || !reflect.DeepEqual(got, []Dose{dose, other}) {
		t.Errorf("doses are %#v, want %#v: %v", plainDoses(got), plainDoses([]Dose{dose, other}), err)
	}
	if all, err := s.Notes(ctx, k); err != nil || len(all) != 2 {
		t.Errorf("%d notes, want 2: %v", len(all), err)
	}
	if all, err := s.Checks(ctx, k); err != nil || len(all) != 1 || !reflect.DeepEqual(all[0], c) {
		t.Errorf("%d checks, want 1: %v", len(all), err)
	}
	if f, err := s.Figures(ctx, k); err != nil || f != *first.Figures {
		t.Errorf("the figures are others: %v", err)
	}
	if l, ok, err := s.Limits(ctx, k.Person()); err != nil || !ok || l.Limits != someLimits() || !l.Until.Equal(c.Until) {
		t.Errorf("the limits are others: %v, %v", ok, err)
	}
	if x, err := s.Standing(ctx, k); err != nil || x.Last != "MMM" || !x.Changed || len(x.Told) != 3 {
		t.Errorf("standing: three turns gave another one: %v", err)
	}
}

// plainDoses makes doses printable in tests.
func plainDoses(all []Dose) (list []string) {
	for i := range all {
		d := &all[i]
		list = append(list, fmt.Sprint(d.Visit, d.Ended, d.Level, d.Stopped, d.Marks, d.PainBefore, d.PainNext, d.Soreness, d.AskAt, d.Asked))
	}
	return list
}

// TestVisitWholeOrNothing: what cannot be kept whole leaves nothing: of a person who was forgotten, a note of no kind, a row of another.
func TestVisitWholeOrNothing(t *testing.T) {
	s, _ := fresh(t)
	ctx := t.Context()
	p, k := person(t, s, "Robin")
	_, other := person(t, s, "Kim")
	c := aCheck()
	must(t, s.PutVisit(ctx, other, &Visit{ID: "taken", At: noon, Session: &Dose{Ended: noon}}))
	for name, v := range map[string]Visit{
		"a note of no kind": {ID: "a", Notes: []Note{{At: noon}}},
		"another's row":     {ID: "taken", Session: &Dose{Ended: noon, Level: 5}},
	} {
		v.Check, v.At = &c, noon
		if err := s.PutVisit(ctx, k, &v); err == nil {
			t.Errorf("%s is kept", name)
		}
		if all, err := s.Checks(ctx, k); err != nil || len(all) != 0 {
			t.Errorf("%s: %d checks are kept, %v", name, len(all), err)
		}
		if _, ok, err := s.Limits(ctx, p.ID); ok || err != nil {
			t.Errorf("%s: limits are kept, %v", name, err)
		}
	}
	if all, err := s.Doses(ctx, other); err != nil || len(all) != 1 || all[0].Level != 0 {
		t.Errorf("the other's dose: %v, %v", plainDoses(all), err)
	}
	must(t, s.Forget(ctx, p.ID))
	if err := s.PutVisit(ctx, k, &Visit{ID: "late", At: noon, Check: &c, Limits: chair.Everyone()}); !errors.Is(err, ErrNoPerson) {
		t.Errorf("a visit of somebody forgotten: %v, want %v", err, ErrNoPerson)
	}
}

// TestOlderExport: what the format of before had not is not missed.
func TestOlderExport(t *testing.T) {
	s, c := fresh(t)
	p, k := person(t, s, "Robin")
	life(t, s, p, k, "word")
	text := exportOf(t, s, k)
	cut := strings.Index(text, `"figures"`)
	end := strings.Index(text, `"sessions"`)
	old := strings.Replace(text[:cut]+text[end:], `"lumbar_person": 3`, `"lumbar_person": 1`, 1)
	e := openAt(t, t.TempDir(), c)
	if _, err := e.Import(t.Context(), strings.NewReader(old)); err != nil {
		t.Fatal(err)
	}
	k2, err := e.Unlock(t.Context(), p.ID, "")
	must(t, err)
	if all, err := e.Notes(t.Context(), k2); err != nil || len(all) != 1 {
		t.Errorf("%d notes, %v", len(all), err)
	}
}

// TestRename: a name changes unless somebody has it.
func TestRename(t *testing.T) {
	s, c := fresh(t)
	ctx := t.Context()
	p, k := person(t, s, "Robin")
	person(t, s, "Kim")
	for name, want := range map[string]error{"Kim": ErrExists, " Kim ": ErrExists} {
		if err := s.Rename(ctx, k, name); !errors.Is(err, want) {
			t.Errorf("%q: %v, want %v", name, err, want)
		}
	}
	if err := s.Rename(ctx, k, "  "); err == nil {
		t.Error("no name at all")
	}
	must(t, s.Rename(ctx, k, " Sam "))
	c.at = noon.Add(time.Hour)
	must(t, s.See(ctx, p.ID))
	if got, err := s.Find(ctx, "Sam"); err != nil || got.ID != p.ID || !got.Seen.Equal(c.at) {
		t.Errorf("found %+v, %v", got, err)
	}
	must(t, s.Forget(ctx, p.ID))
	if err := s.Rename(ctx, k, "Robin"); !errors.Is(err, ErrNoPerson) {
		t.Errorf("somebody forgotten is renamed: %v", err)
	}
}

package store

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/openlumbar/lumbar/internal/outcome"
)

// painOf is a daily note with a pain.
func painOf(t *testing.T, v int) outcome.Note {
	t.Helper()
	r, err := outcome.Rate(v)
	must(t, err)
	return outcome.Note{Day: outcome.DayOf(noon), Kind: outcome.Daily, Pain: r}
}

// TestNoteInPlace: a note is changed and taken back by its own person alone, and nothing of the earlier one stays.
func TestNoteInPlace(t *testing.T) {
	s, _ := fresh(t)
	ctx := t.Context()
	_, k := person(t, s, "Robin")
	_, other := person(t, s, "Kim")
	must(t, s.PutNote(ctx, k, Note{At: noon, Note: painOf(t, 4)}))
	must(t, s.PutNote(ctx, k, Note{At: noon.Add(time.Minute), Note: painOf(t, 5)}))
	all, err := s.Notes(ctx, k)
	must(t, err)
	n := all[0]
	n.Note = painOf(t, 7)
	must(t, s.PutNote(ctx, k, n))
	got, err := s.Notes(ctx, k)
	must(t, err)
	if v, _ := got[0].Note.Pain.Value(); len(got) != 2 || v != 7 || got[0].ID != n.ID || !got[0].At.Equal(noon) || got[1].ID != all[1].ID {
		t.Errorf("after a change there are %d notes", len(got))
	}
	for name, err := range map[string]error{
		"another's is changed": s.PutNote(ctx, other, n), "another's is taken back": s.DropNote(ctx, other, n.ID),
		"what is none is taken back": s.DropNote(ctx, k, "none"), "what is none is changed": s.PutNote(ctx, k, Note{ID: "none", At: noon, Note: n.Note}),
	} {
		if !errors.Is(err, ErrNoNote) {
			t.Errorf("%s: %v", name, err)
		}
	}
	must(t, s.PutAims(ctx, k, Aims{}))
	var id string
	must(t, s.db.QueryRow(`SELECT id FROM sealed WHERE kind = 'aims'`).Scan(&id))
	if err := s.DropNote(ctx, k, id); !errors.Is(err, ErrNoNote) {
		t.Errorf("what is no note is taken back: %v", err)
	}
	if got, err := s.Notes(ctx, k); err != nil || len(got) != 2 {
		t.Fatalf("%d notes, %v", len(got), err)
	}
	must(t, s.DropNote(ctx, k, n.ID))
	if got, err := s.Notes(ctx, k); err != nil || len(got) != 1 || got[0].ID != all[1].ID {
		t.Errorf("taken back, there are %d notes, %v", len(got), err)
	}
}

// TestOldBox: what a Lumbar before sleep, active days and the rest has sealed and exported opens, with the new answers missing.
func TestOldBox(t *testing.T) {
	s, _ := fresh(t)
	ctx := t.Context()
	_, k := person(t, s, "Robin")
	type object = map[string]any
	must(t, put(ctx, s.db, k, notes, "", noon, object{
		"day": "2026-03-01", "kind": "daily", "pain": 4, "hard": []any{3, nil, nil}, "reach_mm": 120.5, "session": "spool/1", "marks": []string{"too_hard"},
	}))
	must(t, put(ctx, s.db, k, aims, "", noon, object{"activities": []string{"stairs", "", ""}, "measure": 2}))
	all, err := s.Notes(ctx, k)
	must(t, err)
	if len(all) != 1 || all[0].Marks[0] != "too_hard" {
		t.Fatalf("%d notes", len(all))
	}
	n := all[0].Note
	pain, _ := n.Pain.Value()
	_, slept := n.Sleep.Value()
	_, active := n.Active.Value()
	_, changed := n.Change.Value()
	if pain != 4 || slept || active || changed {
		t.Errorf("it opens otherwise: %d %v %v %v", pain, slept, active, changed)
	}
	a, err := s.Aims(ctx, k)
	must(t, err)
	if want := (Aims{Activities: [3]string{"stairs"}, Measure: outcome.Hardness}); a != want {
		t.Error("the aims open otherwise")
	}
	text := exportOf(t, s, k)
	if strings.Contains(text, "sleep") || strings.Contains(text, "since") {
		t.Errorf("what was not said is exported:\n%s", text)
	}
	must(t, s.Forget(ctx, k.Person()))
	if _, err := s.Import(ctx, strings.NewReader(text)); err != nil {
		t.Errorf("an old export: %v", err)
	}
}

// TestExportOfWeeks: the new answers and the aims come back from an export, stand in the table, and are refused out of range.
func TestExportOfWeeks(t *testing.T) {
	s, c := fresh(t)
	ctx := t.Context()
	_, k := person(t, s, "Robin")
	n := outcome.Note{Day: outcome.DayOf(noon), Kind: outcome.Weekly}
	for name, v := range map[string]int{"sleep": 6, "active": 5, "change": -2, "hard-2": 8} {
		must(t, n.Put(name, v))
	}
	must(t, s.PutNote(ctx, k, Note{At: noon, Note: n}))
	must(t, s.PutAims(ctx, k, Aims{Activities: [3]string{"stairs", "socks"}, Lasting: true, Since: n.Day, OnOff: n.Day + 42}))
	var b strings.Builder
	must(t, s.ExportCSV(ctx, k, &b))
	for _, row := range []string{
		"weekly,sleep,6,0-10", "weekly,active days,5,days of 7", "weekly,change since the start,-2,-5 to 5", "weekly,activity 2,8,0-10",
		"aims,activity 2,socks,", "aims,judged,pain,", "aims,for three months at least,true,", "aims,compared since,2026-03-01,", "aims,weeks on and off since,2026-04-12,",
	} {
		if !strings.Contains(b.String(), "2026-03-01T12:00:00Z,"+row+"\n") {
			t.Errorf("no %q in\n%s", row, b.String())
		}
	}
	want := exportOf(t, s, k)
	e := openAt(t, t.TempDir(), c)
	p, err := e.Import(ctx, strings.NewReader(want))
	must(t, err)
	k2, err := e.Unlock(ctx, p.ID, "")
	must(t, err)
	if got := exportOf(t, e, k2); got != want {
		t.Errorf("came back as\n%s\nwant\n%s", got, want)
	}
	must(t, e.Forget(ctx, p.ID))
	for from, to := range map[string]string{`"sleep": 6`: `"sleep": 11`, `"active_days": 5`: `"active_days": 8`, `"change": -2`: `"change": -6`, `"since": "2026-03-01"`: `"since": "soon"`, `"measure": 0`: `"measure": 3`} {
		bad := strings.Replace(want, from, to, 1)
		if _, err := e.Import(ctx, strings.NewReader(bad)); err == nil || bad == want {
			t.Errorf("with %s it is imported", to)
		}
	}
}

func TestAimsAreChecked(t *testing.T) {
	s, _ := fresh(t)
	_, k := person(t, s, "Robin")
	for name, a := range map[string]Aims{
		"no such measure": {Measure: 3}, "nothing to judge": {Measure: outcome.Hardness},
		"too long": {Activities: [3]string{strings.Repeat("ä", 61)}}, "no text": {Activities: [3]string{"\xff"}},
	} {
		if err := s.PutAims(t.Context(), k, a); err == nil {
			t.Errorf("%s: it is kept", name)
		}
	}
	must(t, s.PutAims(t.Context(), k, Aims{Activities: [3]string{strings.Repeat("ä", 60)}, Measure: outcome.Hardness}))
}

package httpapi_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/internal/screening"
	"github.com/openlumbar/lumbar/internal/store"
)

// marks are those of every note of Robin's.
func (w *world) marks() (all []string) {
	w.t.Helper()
	notes, err := w.store.Notes(w.t.Context(), w.key)
	if err != nil {
		w.t.Fatal(err)
	}
	for i := range notes {
		all = append(all, notes[i].Marks...)
	}
	return all
}

// TestFeltWorse: one tap keeps it, before anything is asked; the questions of the next day follow, and what they say is kept.
func TestFeltWorse(t *testing.T) {
	w := newWorld(t)
	w.day(3)
	w.session()
	c := w.client("Robin")
	w.says(w.read(w.do(c, "GET", "/mine")), "I felt worse")
	text := w.read(w.do(c, "POST", "/mine/worse", "do", "worse"))
	w.says(text, "that is kept", "A bruise or skin mark", "None of these")
	if got := w.marks(); !slices.Equal(got, []string{screening.MarkWorse}) {
		t.Fatalf("kept are %v", got)
	}
	notes, _ := w.store.Notes(t.Context(), w.key)
	if notes[0].Session != "spool/1" {
		t.Errorf("it is about session %q", notes[0].Session)
	}
	w.read(w.do(c, "POST", "/mine/worse", "do", "worse")) // twice is once
	w.says(w.read(w.do(c, "POST", "/mine/worse", "do", "choose", "turn", turnOf(text), "line", line(t, text, "A bruise or skin mark"))), "Let the chair be for now.", "the whole safety check")
	if got := w.marks(); !slices.Equal(got, []string{screening.MarkWorse, screening.MarkBruise}) {
		t.Errorf("kept are %v", got)
	}
	// It is no note of the day: that is still to be written, and takes the marks along.
	w.says(w.read(w.do(c, "GET", "/mine")), `class="write due"`)
	w.read(w.do(c, "POST", "/mine", "do", "note", "kind", "daily", "pain", "7"))
	if got := w.marks(); len(got) != 2 {
		t.Errorf("after a note kept are %v", got)
	}
	w.read(w.do(c, "POST", "/mine/worse", "do", "undo")) // too late: more was said
	if got := w.marks(); len(got) != 2 {
		t.Errorf("after taking it back kept are %v", got)
	}
	if checks, err := w.store.Checks(t.Context(), w.key); err != nil || len(checks) != 0 {
		t.Errorf("%d checks, %v", len(checks), err)
	}
	w.says(w.read(w.do(c, "GET", "/mine/sheet")), "Said to feel worse")
}

// line is what a line of a card is chosen by.
func line(t *testing.T, page, words string) string {
	t.Helper()
	before, _, ok := strings.Cut(page, "<span>"+words)
	i := strings.LastIndex(before, `value="`)
	if !ok || i < 0 {
		t.Fatalf("no line %q", words)
	}
	id, _, _ := strings.Cut(before[i+len(`value="`):], `"`)
	return id
}

// TestFeltWorseAndRefused: a sign of something serious refuses the chair at once, and an emergency stands for itself.
func TestFeltWorseAndRefused(t *testing.T) {
	w := newWorld(t)
	if err := w.store.PutCheck(t.Context(), w.key, store.Check{At: w.now(), Outcome: "OK", Until: w.now().AddDate(0, 3, 0)}, chair.Everyone()); err != nil {
		t.Fatal(err)
	}
	c := w.client("Robin")
	text := w.read(w.do(c, "POST", "/mine/worse", "do", "worse"))
	text = w.read(w.do(c, "POST", "/mine/worse", "do", "choose", "turn", turnOf(text), "line", line(t, text, "Bladder, bowel or saddle trouble")))
	w.says(text, "Not sure", "I would rather not say")
	text = w.read(w.do(c, "POST", "/mine/worse", "do", "answer", "turn", turnOf(text), "answer", "yes"))
	w.says(text, `data-severe="S"`)
	w.lacks(text, "Questions for my doctor", "that is kept")
	checks, err := w.store.Checks(t.Context(), w.key)
	if err != nil || len(checks) != 2 || checks[1].Outcome != "S" {
		t.Fatalf("%d checks, %v", len(checks), err)
	}
	if l, ok, err := w.store.Limits(t.Context(), w.robin.ID); err != nil || !ok || l.Limits != (chair.Limits{}) {
		t.Errorf("the chair may still do something: %v", err)
	}
	if a := w.do(c, "POST", "/mine/worse", "do", "close"); a.Request.URL.Path != "/mine" {
		t.Errorf("closed, it ends at %s", a.Request.URL)
	}
}

// TestFeltWorseByMistake: taken back at once nothing stays, and what was noted before does.
func TestFeltWorseByMistake(t *testing.T) {
	w := newWorld(t)
	c := w.client("Robin")
	w.read(w.do(c, "POST", "/mine/worse", "do", "worse"))
	w.read(w.do(c, "POST", "/mine/worse", "do", "undo"))
	if got := w.marks(); len(got) != 0 {
		t.Errorf("kept are %v", got)
	}
	if a := w.do(c, "GET", "/mine/worse"); a.Request.URL.Path != "/mine" {
		t.Errorf("there is still a page of it: %s", a.Request.URL)
	}
	// The questions are left: what was said first stays, and the page says so.
	w.read(w.do(c, "POST", "/mine/worse", "do", "worse"))
	for range 2 { // to be heard before they are locked
		w.mu.Lock()
		w.at = w.at.Add(10 * time.Minute)
		w.mu.Unlock()
		w.read(w.do(c, "GET", "/mine"))
	}
	w.says(w.read(w.do(c, "GET", "/mine/worse")), "Let the chair be for now.")
	if a := w.do(c, "POST", "/mine/worse", "do", "undo"); a.StatusCode != http.StatusOK {
		t.Errorf("%d", a.StatusCode)
	}
	if got := w.marks(); len(got) != 1 {
		t.Errorf("kept are %v", got)
	}
}

package httpapi_test

import (
	"context"
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/internal/outcome"
	"github.com/openlumbar/lumbar/internal/screening"
	"github.com/openlumbar/lumbar/internal/store"
)

// minePages are all that is one person's own.
var minePages = []struct{ method, path string }{
	{"GET", "/mine"}, {"GET", "/mine/sheet"}, {"GET", "/mine/worse"},
	{"POST", "/mine"}, {"POST", "/mine/export"}, {"POST", "/mine/worse"},
}

// TestMineIsOnesOwn: nobody who is not unlocked, or not any more, sees or does anything; they are sent to the first page,
// which says why. Kim sees nothing of Robin's.
func TestMineIsOnesOwn(t *testing.T) {
	w := newWorld(t)
	w.note(outcome.Daily, map[string]int{"pain": 7})
	nobody := w.client("")
	forged := func(c *http.Client, p struct{ method, path string }) *http.Response {
		r, _ := http.NewRequestWithContext(t.Context(), p.method, w.url+p.path, strings.NewReader("do=note&kind=daily&pain=1&as=json&name=Robin"))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.AddCookie(&http.Cookie{Name: "lumbar", Value: strings.Repeat("0", 32)})
		return w.send(c, r)
	}
	robin := w.client("Robin")
	w.read(w.do(robin, "GET", "/mine"))
	w.mu.Lock()
	w.at = w.at.Add(16 * time.Minute) // locked again
	w.mu.Unlock()
	for _, p := range minePages {
		for who, answer := range map[string]*http.Response{
			"nobody": w.do(nobody, p.method, p.path), "a forged cookie": forged(nobody, p), "who was away": w.do(robin, p.method, p.path),
		} {
			text := w.read(answer)
			if answer.Request.URL.Path != "/" || answer.StatusCode != http.StatusOK || !strings.Contains(text, "Say first who is sitting") {
				t.Errorf("%s %s as %s ends at %s with %d", p.method, p.path, who, answer.Request.URL, answer.StatusCode)
			}
			w.lacks(text, "Noted", "pain")
		}
	}
	w.add("Kim")
	text := w.read(w.do(w.client("Kim"), "GET", "/mine"))
	w.says(text, "Kim", "Example, not your notes")
	w.lacks(text, "Robin", "Noted: pain 7")
	if notes, err := w.store.Notes(t.Context(), w.key); err != nil || len(notes) != 1 {
		t.Errorf("Robin has %d notes, %v", len(notes), err)
	}
}

// TestMineIsKeptNowhere: no browser keeps what it shows, no address has anything of it, and no log has a word.
func TestMineIsKeptNowhere(t *testing.T) {
	w := newWorld(t)
	c := w.client("Robin")
	for _, form := range [][]string{
		{"do", "aims", "activity", "Xylophone", "measure", "activities", "lasting", "1"},
		{"do", "note", "kind", "daily", "pain", "8", "tight", "9", "hard-1", "7"},
		{"do", "note", "kind", "weekly", "sleep", "2"}, {"do", "note", "kind", "daily", "pain", "99"}, {"do", "on-off"},
	} {
		if a := w.do(c, "POST", "/mine", form...); a.Request.URL.RawQuery != "" || a.Header.Get("Cache-Control") != "no-store" {
			t.Errorf("%v ends at %s, kept as %q", form, a.Request.URL, a.Header.Get("Cache-Control"))
		}
	}
	for _, p := range minePages {
		a := w.do(c, p.method, p.path, "as", "json", "do", "worse", "name", "Robin?")
		if a.Header.Get("Cache-Control") != "no-store" {
			t.Errorf("%s %s may be kept: %q", p.method, p.path, a.Header.Get("Cache-Control"))
		}
		w.read(a)
	}
	w.says(w.read(w.do(c, "GET", "/mine")), "Xylophone", "Noted: pain 8, tightness 9, Xylophone 7.")
	if err := w.store.Close(); err != nil {
		t.Fatal(err)
	}
	if a := w.do(c, "GET", "/mine"); a.StatusCode != http.StatusInternalServerError {
		t.Errorf("without a store it answers %d", a.StatusCode)
	}
	w.logs.mu.Lock()
	defer w.logs.mu.Unlock()
	logged := w.logs.text.String()
	if !strings.Contains(logged, "cannot be read") {
		t.Error("the log was not written at all, so that it proves nothing")
	}
	w.lacks(logged, "Xylophone", "Robin", w.robin.ID, "pain", "sleep", "worse")
}

// TestMineForms: what a page could not have sent is refused, and changes nothing.
func TestMineForms(t *testing.T) {
	w := newWorld(t)
	c := w.client("Robin")
	before := w.export(w.key)
	for _, tt := range []struct {
		path   string
		fields []string
		want   int
	}{
		{"/mine", nil, 400}, {"/mine", []string{"do", "dance"}, 400}, {"/mine", []string{"do", "note"}, 400},
		{"/mine", []string{"do", "note", "kind", "before", "pain", "3"}, 400}, {"/mine", []string{"do", "note", "kind", "daily", "pain", "11"}, 400},
		{"/mine", []string{"do", "note", "kind", "daily", "pain", "-1"}, 400}, {"/mine", []string{"do", "note", "kind", "daily", "pain", "x"}, 400},
		{"/mine", []string{"do", "note", "kind", "daily", "pain", "3", "pain", "4"}, 400}, {"/mine", []string{"do", "note", "kind", "daily", "sleep", "3"}, 400},
		{"/mine", []string{"do", "note", "kind", "daily", "hard-1", "3"}, 400}, {"/mine", []string{"do", "note", "kind", "daily", "more", "3"}, 400},
		{"/mine", []string{"do", "note", "kind", "daily", "pain", "3", "reach", "5"}, 400}, {"/mine", []string{"do", "note", "kind", "daily", "skip", "1"}, 400},
		{"/mine", []string{"do", "note", "kind", "daily"}, 422}, {"/mine", []string{"do", "take-back", "kind", "daily"}, 422},
		{"/mine", []string{"do", "aims"}, 422}, {"/mine", []string{"do", "aims", "measure", "activities"}, 422},
		{"/mine", []string{"do", "aims", "measure", "pain", "activity", strings.Repeat("a", 61)}, 422},
		{"/mine", []string{"do", "aims", "measure", "pain", "activity", "1", "activity", "2", "activity", "3", "activity", "4"}, 400},
		{"/mine", []string{"do", "aims", "measure", "pain", "reach", "1"}, 400},
		{"/mine?pain=3", []string{"do", "note", "kind", "daily", "pain", "3"}, 400},
		{"/mine", []string{"do", strings.Repeat("long", 2000)}, 400},
		{"/mine/export", []string{"as", "xml"}, 400}, {"/mine/export", []string{"as", "csv", "who", "Kim"}, 400},
		{"/mine/worse", []string{"do", "dance"}, 400}, {"/mine/worse", []string{"do", "answer", "answer", "perhaps"}, 400},
	} {
		a := w.do(c, "POST", tt.path, tt.fields...)
		if w.read(a); a.StatusCode != tt.want {
			t.Errorf("%s %.80q is answered with %d, want %d", tt.path, tt.fields, a.StatusCode, tt.want)
		}
	}
	r, _ := http.NewRequestWithContext(t.Context(), "POST", w.url+"/mine", strings.NewReader(`{"do":"note"}`))
	r.Header.Set("Content-Type", "application/json")
	if a := w.send(c, r); a.StatusCode != http.StatusUnsupportedMediaType {
		t.Errorf("what is no form: %d", a.StatusCode)
	}
	r, _ = http.NewRequestWithContext(t.Context(), "POST", w.url+"/mine", strings.NewReader("do=on-off"))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Sec-Fetch-Site", "cross-site")
	if a := w.send(c, r); a.StatusCode != http.StatusForbidden {
		t.Errorf("another site begins weeks on and off: %d", a.StatusCode)
	}
	if after := w.export(w.key); after != before {
		t.Errorf("something was kept:\n%s", after)
	}
}

func (w *world) export(k *store.Key) string {
	w.t.Helper()
	var b strings.Builder
	if err := w.store.Export(context.Background(), k, &b); err != nil {
		w.t.Fatal(err)
	}
	return b.String()
}

// TestNotesOfToday: a note is kept, changed and taken back on its day; what a session has marked stays.
func TestNotesOfToday(t *testing.T) {
	w := newWorld(t)
	c := w.client("Robin")
	notes := func(want int) []store.Note {
		t.Helper()
		all, err := w.store.Notes(t.Context(), w.key)
		if err != nil || len(all) != want {
			t.Fatalf("%d notes, want %d: %v", len(all), want, err)
		}
		return all
	}
	w.says(w.read(w.do(c, "POST", "/mine", "do", "note", "kind", "daily", "pain", "4")), "Noted: pain 4.")
	w.says(w.read(w.do(c, "POST", "/mine", "do", "note", "kind", "daily", "pain", "5", "tight", "6")), "Noted: pain 5, tightness 6.")
	notes(1)
	w.lacks(w.read(w.do(c, "POST", "/mine", "do", "take-back", "kind", "daily")), "Noted")
	notes(0)

	// The next day's question of a session, as a visit keeps it.
	pain, _ := outcome.Rate(6)
	n := store.Note{At: w.now(), Note: outcome.Note{Day: outcome.DayOf(w.now()), Kind: outcome.Daily, Pain: pain}, Session: "spool/1", Marks: []string{screening.MarkBruise}}
	if err := w.store.PutNote(t.Context(), w.key, n); err != nil {
		t.Fatal(err)
	}
	w.says(w.read(w.do(c, "POST", "/mine", "do", "note", "kind", "daily", "pain", "2")), "Noted: pain 2.")
	w.lacks(w.read(w.do(c, "POST", "/mine", "do", "take-back", "kind", "daily")), "Noted")
	if kept := notes(1)[0]; !kept.Note.Empty() || !slices.Equal(kept.Marks, n.Marks) || kept.Session != n.Session {
		t.Error("what the session has marked was taken back too")
	}
	w.says(w.read(w.do(c, "POST", "/mine", "do", "note", "kind", "weekly", "skip", "1")), "Skipped this time.")
	w.day(1)
	c = w.client("Robin")
	w.lacks(w.read(w.do(c, "GET", "/mine")), "Noted", "Skipped")
	if a := w.do(c, "POST", "/mine", "do", "take-back", "kind", "weekly"); a.StatusCode != http.StatusUnprocessableEntity {
		t.Errorf("a note of yesterday was taken back: %d", a.StatusCode)
	}
}

// TestAims: what is judged is chosen before the start and stays; a new comparison begins without the chair.
func TestAims(t *testing.T) {
	w := newWorld(t)
	c := w.client("Robin")
	aims := func() store.Aims {
		t.Helper()
		a, err := w.store.Aims(t.Context(), w.key)
		if err != nil {
			t.Fatal(err)
		}
		return a
	}
	choose := []string{"do", "aims", "activity", " climb   stairs", "activity", "", "activity", "socks", "measure", "activities", "lasting", "1"}
	w.says(w.read(w.do(c, "POST", "/mine", choose...)), `value="climb stairs"`, "How hard was it: climb stairs?")
	today := outcome.DayOf(w.now())
	if a := aims(); a.Since != today || a.Measure != outcome.Hardness || !a.Lasting || a.Activities != [3]string{"climb stairs", "socks"} || !a.Named.Equal(w.now()) {
		t.Error("the aims were kept otherwise")
	}
	w.note(outcome.Daily, map[string]int{"pain": 1, "hard-1": 9, "hard-2": 9})
	w.day(3)
	c = w.client("Robin")
	w.do(c, "POST", "/mine", "do", "aims", "activity", "socks", "measure", "pain")
	if a := aims(); a.Since != today || !a.Named.Equal(w.now()) || a.Measure != outcome.Pain {
		t.Error("before the start they may be chosen anew")
	}
	text := w.read(w.do(c, "GET", "/mine"))
	if table := text[strings.Index(text, "<tbody>"):]; strings.Contains(table[:strings.Index(table, "</tbody>")], "9") {
		t.Error("what was rated of another activity stands under the new one")
	}
	w.session()
	w.says(w.read(w.do(c, "GET", "/mine")), "This was chosen before the start and stays")
	if a := w.do(c, "POST", "/mine", choose...); a.StatusCode != http.StatusUnprocessableEntity {
		t.Errorf("after the start they were chosen anew: %d", a.StatusCode)
	}
	w.do(c, "POST", "/mine", "do", "anew")
	if a := aims(); a.Since != today+4 { // today's session is not the first of it
		t.Errorf("the new comparison counts from %v, want the day after today", a.Since)
	}
	w.says(w.read(w.do(c, "POST", "/mine", choose...)), "How hard was it: climb stairs?")
	w.says(w.read(w.do(c, "POST", "/mine", "do", "on-off")), "Weeks on and off</h3>", "Now: two weeks with the chair")
	if a := w.do(c, "POST", "/mine", "do", "on-off"); a.StatusCode != http.StatusUnprocessableEntity {
		t.Errorf("weeks on and off were begun twice: %d", a.StatusCode)
	}
	w.lacks(w.read(w.do(c, "POST", "/mine", "do", "on-off-end")), "Now: two weeks")
}

// TestReach: bending is asked of nobody of whom the safety check knows a reason against it, or of whom there is none.
func TestReach(t *testing.T) {
	w := newWorld(t)
	c := w.client("Robin")
	const offer = "how far I reach"
	w.lacks(w.read(w.do(c, "GET", "/mine")), offer)
	check := func(rules ...string) {
		t.Helper()
		if err := w.store.PutCheck(t.Context(), w.key, store.Check{At: w.now(), Outcome: "M", Rules: rules, Until: w.now()}, chair.Limits{}); err != nil {
			t.Fatal(err)
		}
	}
	check("T-MEAL")
	w.says(w.read(w.do(c, "GET", "/mine")), offer)
	w.do(c, "POST", "/mine", "do", "aims", "measure", "pain", "reach", "1")
	w.says(w.read(w.do(c, "POST", "/mine", "do", "note", "kind", "daily", "reach", "12,5")), "Noted: reach 12.5 cm.", `value="12.5"`)
	if a := w.do(c, "POST", "/mine", "do", "note", "kind", "daily", "reach", "1000"); a.StatusCode != http.StatusUnprocessableEntity {
		t.Errorf("ten metres: %d", a.StatusCode)
	}
	for _, rule := range []string{"C-OSTP", "C-DISC", "RF-SCI-1", "C-PREG", "C-PREG/late", "C-BP-LO"} {
		check("T-MEAL", rule)
		w.lacks(w.read(w.do(c, "GET", "/mine")), offer, "fingertips")
		if a := w.do(c, "POST", "/mine", "do", "note", "kind", "daily", "reach", "5"); a.StatusCode != http.StatusBadRequest {
			t.Errorf("%s: a reach is kept: %d", rule, a.StatusCode)
		}
	}
}

// TestTakeAlong: everything goes along, as a download, and comes back.
func TestTakeAlong(t *testing.T) {
	w := newWorld(t)
	w.live(3, 6, 3)
	c := w.client("Robin")
	a := w.do(c, "POST", "/mine/export", "as", "json")
	text := w.read(a)
	if a.Header.Get("Content-Disposition") != `attachment; filename="lumbar-my-back.json"` || !json.Valid([]byte(text)) || text != w.export(w.key) {
		t.Errorf("%s: %.200s", a.Header.Get("Content-Disposition"), text)
	}
	a = w.do(c, "POST", "/mine/export", "as", "csv")
	w.says(w.read(a), "weekly,active days,", "aims,activity 1,put on socks,")
	if kind := a.Header.Get("Content-Type"); !strings.HasPrefix(kind, "text/csv") {
		t.Errorf("a table is %s", kind)
	}
}

// TestMineOfTheForgotten: whoever was forgotten is nobody here, also at a browser that still has their key.
func TestMineOfTheForgotten(t *testing.T) {
	w := newWorld(t)
	w.note(outcome.Daily, map[string]int{"pain": 7})
	c := w.client("Robin")
	if err := w.store.Forget(t.Context(), w.robin.ID); err != nil {
		t.Fatal(err)
	}
	for _, form := range [][]string{{"do", "note", "kind", "daily", "pain", "3"}, {"do", "on-off"}} {
		if a := w.do(c, "POST", "/mine", form...); a.Request.URL.Path != "/" {
			t.Errorf("who was forgotten writes on: %s, %d", a.Request.URL, a.StatusCode)
		}
	}
}

// TestMineNamesItsSession: the day's note is kept with the session of the day before, and says which; without one, with none.
func TestMineNamesItsSession(t *testing.T) {
	w := newWorld(t)
	c := w.client("Robin")
	w.lacks(w.read(w.do(c, "GET", "/mine")), "About your session")
	w.session()
	sessions, err := w.store.SessionsOf(t.Context(), w.robin.ID)
	if err != nil || len(sessions) != 1 {
		t.Fatalf("%d sessions, %v", len(sessions), err)
	}
	w.lacks(w.read(w.do(c, "GET", "/mine")), "About your session") // it was today
	w.mu.Lock()
	w.at = w.at.AddDate(0, 0, 1)
	w.mu.Unlock()
	c = w.client("Robin")
	w.says(w.read(w.do(c, "GET", "/mine")), "About your session of "+sessions[0].Began.In(w.now().Location()).Format("Monday 2 January, 15:04"))
	for range 2 { // and again, in place of the first
		w.read(w.do(c, "POST", "/mine", "do", "note", "kind", "daily", "pain", "3"))
		if notes, err := w.store.Notes(t.Context(), w.key); err != nil || len(notes) != 1 || notes[0].Session != sessions[0].Key {
			t.Errorf("%d notes, want one of %q: %v", len(notes), sessions[0].Key, err)
		}
	}
}

package httpapi_test

import (
	"bytes"
	"io"
	"log/slog"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/internal/httpapi"
	"github.com/openlumbar/lumbar/internal/outcome"
	"github.com/openlumbar/lumbar/internal/store"
	"github.com/openlumbar/lumbar/internal/wire"
)

// house is a chair with a store, one or two people, and a clock that tests set.
type house struct {
	*httptest.Server
	store  *store.Store
	person store.Person
	key    *store.Key
	log    *bytes.Buffer

	mu sync.Mutex
	at time.Time
}

func (h *house) now() time.Time {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.at
}

func (h *house) set(at time.Time) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.at = at
}

// wednesday is some Wednesday in the morning, far enough ahead that no break of it is due on a browser's own clock.
var wednesday = time.Date(2040, 3, 21, 10, 5, 0, 0, time.Local)

func newHouse(t *testing.T, o httpapi.Options, pin store.PIN, others ...string) *house {
	t.Helper()
	h := &house{at: wednesday, log: &bytes.Buffer{}}
	var err error
	if h.store, err = store.Open(t.Context(), t.TempDir(), store.Options{Now: h.now}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = h.store.Close() })
	if h.person, h.key, err = h.store.AddPerson(t.Context(), "Robin", pin); err != nil {
		t.Fatal(err)
	}
	for _, name := range others {
		if _, _, err := h.store.AddPerson(t.Context(), name, ""); err != nil {
			t.Fatal(err)
		}
	}
	o.Programmes, o.Store, o.Now = cards(), h.store, h.now
	o.Logger = slog.New(slog.NewTextHandler(h.log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	h.Server = serveEngine(t, newFake(), o)
	return h
}

// browser is a client that keeps cookies and follows no redirect.
func (h *house) browser(t *testing.T) *http.Client {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	return &http.Client{Jar: jar, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
}

// in is a browser where somebody is unlocked.
func (h *house) in(t *testing.T, pin string) *http.Client {
	t.Helper()
	b := h.browser(t)
	if status, _, _ := h.post(t, b, "/note/"+h.now().Format(time.DateOnly), url.Values{"who": {h.person.ID}, "pin": {pin}}); status != http.StatusSeeOther {
		t.Fatalf("unlocking: %d", status)
	}
	return b
}

// marks is how many are kept of today.
func (h *house) marks(t *testing.T) int {
	t.Helper()
	all, err := h.store.Marks(t.Context(), h.key, wednesday.Add(-12*time.Hour))
	if err != nil {
		t.Fatal(err)
	}
	return len(all)
}

func (h *house) get(t *testing.T, b *http.Client, path string) (status int, text string, header http.Header) {
	t.Helper()
	r, err := b.Get(h.URL + path)
	if err != nil {
		t.Fatal(err)
	}
	return read(t, r)
}

func (h *house) post(t *testing.T, b *http.Client, path string, f url.Values) (status int, text string, header http.Header) {
	t.Helper()
	r, err := b.PostForm(h.URL+path, f)
	if err != nil {
		t.Fatal(err)
	}
	return read(t, r)
}

func read(t *testing.T, r *http.Response) (int, string, http.Header) {
	t.Helper()
	defer r.Body.Close()
	text, err := io.ReadAll(r.Body)
	if err != nil {
		t.Fatal(err)
	}
	return r.StatusCode, string(text), r.Header
}

// aPlan is a plan's form.
func aPlan(with ...string) url.Values {
	f := url.Values{
		"do": {"plan"}, "kind": {"sitting"}, "sessions": {"3"}, "at": {"18:30"}, "quiet_from": {"22:00"}, "quiet_to": {"07:00"},
		"breaks": {"1"}, "every": {"50"}, "from": {"09:00"}, "until": {"17:00"}, "break-mon": {"1"}, "break-wed": {"1"},
	}
	for i := 0; i < len(with); i += 2 {
		if f.Del(with[i]); with[i+1] != "" {
			f.Set(with[i], with[i+1])
		}
	}
	return f
}

func TestWeekIsOnesOwn(t *testing.T) {
	h := newHouse(t, httpapi.Options{}, "")
	b := h.browser(t)
	for _, path := range []string{"/week", "/week/moves"} {
		if status, _, head := h.get(t, b, path); status != http.StatusSeeOther || head.Get("Location") != "/?say=who" {
			t.Errorf("%s without anybody: %d to %q", path, status, head.Get("Location"))
		}
		if status, _, head := h.post(t, b, path, aPlan()); status != http.StatusSeeOther || head.Get("Location") != "/?say=who" {
			t.Errorf("POST %s without anybody: %d to %q", path, status, head.Get("Location"))
		}
	}
	if _, _, ok, err := h.store.Routine(t.Context(), h.person.ID); ok || err != nil {
		t.Errorf("something was kept: %v, %v", ok, err)
	}
}

func TestWeek(t *testing.T) {
	h := newHouse(t, httpapi.Options{}, "", "Kim")
	b := h.in(t, "")
	if status, text, _ := h.get(t, b, "/week"); status != 200 || !strings.Contains(text, "Say what your days are like") || strings.Contains(text, `class="bars`) {
		t.Errorf("an empty week: %d", status)
	}
	if status, text, _ := h.post(t, b, "/week", aPlan("at", "23:00")); status != http.StatusUnprocessableEntity || !strings.Contains(text, "lies in your quiet hours") {
		t.Errorf("a session in quiet hours: %d", status)
	}
	for name, wrong := range map[string]string{"kind": "lying", "sessions": "8", "at": "half six", "every": "1", "until": "08:00", "break-mon": ""} {
		f := aPlan(name, wrong)
		if name == "break-mon" {
			f.Del("break-wed")
		}
		if status, _, _ := h.post(t, b, "/week", f); status != http.StatusUnprocessableEntity {
			t.Errorf("%s %q was taken: %d", name, wrong, status)
		}
	}
	if status, _, head := h.post(t, b, "/week", aPlan()); status != http.StatusSeeOther || head.Get("Location") != "/week?did=plan" {
		t.Fatalf("planning: %d to %q", status, head.Get("Location"))
	}
	status, text, head := h.get(t, b, "/week?did=plan")
	for _, want := range []string{"The week is planned.", `class="bars w100"`, "In the chair", "How is it today?", "Before your first safety check", "0 min noted, 0 changes", "It is off.", "Wednesday 21 March"} {
		if status != 200 || !strings.Contains(text, want) {
			t.Errorf("%d, and no %q", status, want)
		}
	}
	if n := strings.Count(text, `data-kind="session"`); n < 3 || n > 4 { // today's stands twice
		t.Errorf("%d sessions in the week", n)
	}
	if head.Get("Cache-Control") != "no-store" {
		t.Error("a browser may keep it")
	}

	// What is noted of sitting counts and says nothing else.
	for _, do := range []string{"sit", "change", "up"} {
		h.set(h.now().Add(10 * time.Minute))
		if _, text, _ := h.get(t, b, "/week"); do == "change" && !strings.Contains(text, "I got up") {
			t.Error("somebody who sits is not asked whether they got up")
		}
		h.post(t, b, "/week", url.Values{"do": {do}})
	}
	if _, text, _ := h.get(t, b, "/week"); !strings.Contains(text, "20 min noted, 2 changes") {
		t.Error("the tallies are not there")
	}
	h.post(t, b, "/week", url.Values{"do": {"take-back"}})
	if _, text, _ := h.get(t, b, "/week"); !strings.Contains(text, "1 change<") {
		t.Error("taking back did nothing")
	}
	if status, _, _ := h.post(t, b, "/week", url.Values{"do": {"let"}}); status != http.StatusUnprocessableEntity {
		t.Errorf("a form lets a break pass: %d", status)
	}
	if status, _, _ := h.post(t, b, "/week", url.Values{"do": {"win"}}); status != http.StatusUnprocessableEntity {
		t.Errorf("something unknown was taken: %d", status)
	}
	if log := h.log.String(); strings.Contains(log, "Robin") || strings.Contains(log, "break") || strings.Contains(log, "18:30") {
		t.Errorf("logged: %s", log)
	}
}

// TestDoseWins: the week keeps to what a person's check allows, and says so.
func TestDoseWins(t *testing.T) {
	h := newHouse(t, httpapi.Options{}, "")
	b := h.in(t, "")
	h.post(t, b, "/week", aPlan("sessions", "7"))
	if _, text, _ := h.get(t, b, "/week"); !strings.Contains(text, "You wished for 7 sessions. Your limits allow 3 in a week, with at least 2 days off: the week has 3.") {
		t.Error("the dose is not told")
	}
	l := chair.Everyone()
	l.WeekSessions.Max = 1
	keep := func(outcome string, l chair.Limits, until time.Time) {
		t.Helper()
		if err := h.store.PutCheck(t.Context(), h.key, store.Check{At: h.now(), Outcome: outcome, Until: until, RuleSet: "1"}, l); err != nil {
			t.Fatal(err)
		}
	}
	keep("M", l, h.now().AddDate(0, 1, 0))
	if _, text, _ := h.get(t, b, "/week"); !strings.Contains(text, "allow 1 in a week") || strings.Count(text, `data-kind="session"`) > 2 {
		t.Error("the check's limit does not hold")
	}
	keep("W", chair.Limits{}, h.now().AddDate(0, 0, 3))
	_, text, _ := h.get(t, b, "/week")
	if !strings.Contains(text, "holds the chair back until 10:05 on Saturday 24 March") || strings.Contains(text, `data-kind="session"`) {
		t.Error("a refusal does not hold")
	}
	if _, text, _ := h.get(t, b, "/week/moves?of=floor"); !strings.Contains(text, "Your last safety check leaves walking and breathing") || strings.Contains(text, "Knee rolls") {
		t.Error("a refusal leaves more than walking and breathing")
	}
	keep("S", chair.Limits{}, h.now().AddDate(0, 0, 3))
	if _, text, _ := h.get(t, b, "/week/moves?of=floor"); strings.Contains(text, "<figure") || !strings.Contains(text, "no movement is proposed") {
		t.Error("movements after S")
	}
}

func TestMoves(t *testing.T) {
	h := newHouse(t, httpapi.Options{}, "")
	b := h.in(t, "")
	if _, text, _ := h.get(t, b, "/week/moves"); !strings.Contains(text, "Until your first safety check") || !strings.Contains(text, "Belly breathing") {
		t.Error("before a check there is not walking and breathing alone")
	}
	if err := h.store.PutCheck(t.Context(), h.key, store.Check{At: h.now(), Outcome: "M", Rules: []string{"C-OSTP"}, Until: h.now().AddDate(0, 6, 0)}, chair.Everyone()); err != nil {
		t.Fatal(err)
	}
	_, text, _ := h.get(t, b, "/week/moves?of=floor")
	for _, want := range []string{"Lifting the breastbone", "Belly breathing", "With pregnancy: sitting quietly instead.", "<svg"} {
		if !strings.Contains(text, want) {
			t.Errorf("on the floor, with thin bones: no %q", want)
		}
	}
	if strings.Contains(text, "One knee to the chest</h2>") {
		t.Error("rounding the back is offered with thin bones")
	}
	if !strings.Contains(text, "Knee rolls") == strings.Contains(text, "Knee rolls</h2>") {
		t.Log("knee rolls are named, and left out")
	}
	h.post(t, b, "/week/moves", url.Values{"flag": {"knee", "C-PREG", "nonsense"}})
	if flags, err := h.store.Flags(t.Context(), h.key); err != nil || len(flags) != 1 || flags[0] != "knee" {
		t.Errorf("kept %v, %v", flags, err)
	}
	if _, text, _ := h.get(t, b, "/week/moves?of=desk"); strings.Contains(text, "standing up</h2>") {
		t.Error("sitting down and standing up with sore knees")
	}
	if status, _, _ := h.get(t, b, "/week/moves?of=headstand"); status != 200 {
		t.Errorf("an unknown sequence: %d", status)
	}
}

func TestBreaks(t *testing.T) {
	h := newHouse(t, httpapi.Options{}, "")
	b := h.in(t, "")
	h.post(t, b, "/week", aPlan())
	_, text, _ := h.get(t, b, "/week")
	token := regexp.MustCompile(`data-token="([0-9a-f]{32})"`).FindStringSubmatch(text)
	if token == nil || !strings.Contains(text, "Next about 10:55, if you like.") {
		t.Fatal("no break is on its way")
	}
	tell := func(do string) (int, string) {
		t.Helper()
		r, err := http.NewRequest(http.MethodPost, h.URL+"/week/desk", strings.NewReader(url.Values{"token": {token[1]}, "do": {do}}.Encode()))
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.Header.Set("Accept", "application/json")
		answer, err := http.DefaultClient.Do(r) // without the cookie
		if err != nil {
			t.Fatal(err)
		}
		status, text, _ := read(t, answer)
		return status, text
	}
	// The page is left open; its person is locked, and breaks go on.
	for range 4 {
		h.set(h.now().Add(12 * time.Minute))
		if status, text := tell("beat"); status != 200 {
			t.Fatalf("%d %s", status, text)
		}
	}
	if status, _, _ := h.get(t, b, "/week"); status != http.StatusSeeOther {
		t.Errorf("nobody was heard for 48 minutes, and the week is shown: %d", status)
	}
	h.set(wednesday.Add(50 * time.Minute))
	if _, text := tell("break"); !strings.Contains(text, "Next about 11:45") {
		t.Errorf("after a break: %s", text)
	}
	for range 2 {
		h.set(h.now().Add(10 * time.Minute))
		tell("let")
	}
	if _, text := tell("beat"); !strings.Contains(text, "Next about 12:55") { // 11:15, and twice 50 minutes
		t.Errorf("after two that passed: %s", text)
	}
	if status, _ := tell("plan"); status != http.StatusBadRequest {
		t.Errorf("the token does more than it may: %d", status)
	}
	if status, _ := tell("snooze"); status != http.StatusBadRequest {
		t.Errorf("a snooze until never: %d", status)
	}
	if n := h.marks(t); n != 0 {
		t.Errorf("%d marks are sealed by a page whose person is locked", n)
	}
	b = h.in(t, "") // and what the page was told is kept
	_, text, _ = h.get(t, b, "/week")
	if n := h.marks(t); n != 3 {
		t.Errorf("%d marks are kept once they are unlocked, want 3", n)
	}
	own := regexp.MustCompile(`data-token="([0-9a-f]{32})"`).FindStringSubmatch(text)
	if status, _, head := h.post(t, b, "/week/desk", url.Values{"token": {own[1]}, "snooze": {"120"}}); status != http.StatusSeeOther || head.Get("Location") != "/week?did=snooze" {
		t.Errorf("a snooze: %d to %q", status, head.Get("Location"))
	}
	if _, text, _ := h.get(t, b, "/week"); !strings.Contains(text, "Later, then.") && !strings.Contains(text, "Next about 13:15") {
		t.Error("the snooze does not hold")
	}
	h.set(h.now().Add(16 * time.Minute))
	if status, _ := tell("beat"); status != http.StatusGone {
		t.Errorf("a page that was silent: %d", status)
	}
}

func TestNote(t *testing.T) {
	h := newHouse(t, httpapi.Options{}, "")
	yesterday := h.now().AddDate(0, 0, -1)
	if err := h.store.PutVisit(t.Context(), h.key, &store.Visit{ID: "v1", At: yesterday, Session: &store.Dose{Ended: yesterday, Level: 2, PainBefore: 3, PainNext: -1, Soreness: -1}}); err != nil {
		t.Fatal(err)
	}
	b, path := h.browser(t), "/note/"+h.now().Format(time.DateOnly)
	_, text, head := h.get(t, b, path)
	if !strings.Contains(text, "How does your back feel today") || head.Get("X-Robots-Tag") != "noindex" || strings.Contains(text, "Robin") {
		t.Errorf("who is here alone is asked at once, and not named; robots %q", head.Get("X-Robots-Tag"))
	}
	// Two taps.
	if _, text, _ := h.post(t, b, path, url.Values{"who": {h.person.ID}, "pain": {"2"}}); !strings.Contains(text, "Anything unpleasant since the session?") {
		t.Fatal("after the first tap")
	}
	if _, text, _ := h.post(t, b, path, url.Values{"sore": {"5"}}); !strings.Contains(text, "Noted. That is all.") || !strings.Contains(text, "is softer") {
		t.Fatal("after the second tap")
	}
	notes, err := h.store.Notes(t.Context(), h.key)
	if err != nil || len(notes) != 1 || notes[0].Note.Kind != outcome.Daily || notes[0].Note.Day != outcome.DayOf(h.now()) {
		t.Fatalf("%d notes, %v", len(notes), err)
	}
	doses, err := h.store.Doses(t.Context(), h.key)
	if err != nil || len(doses) != 1 || doses[0].PainNext != 2 || doses[0].Soreness != 5 || doses[0].Asked {
		t.Errorf("the session's dose does not go by it: %v", err)
	}
	if _, text, _ := h.get(t, b, path); !strings.Contains(text, "There is a note of Wednesday 21 March already.") {
		t.Error("it is asked twice")
	}
	h.post(t, b, path, url.Values{"pain": {"9"}})
	if notes, _ := h.store.Notes(t.Context(), h.key); len(notes) != 1 {
		t.Errorf("a tap that came twice makes %d notes", len(notes))
	}
	for day, want := range map[string]string{"2040-03-20": "Anything", "2040-03-19": "Nothing to note", "2040-03-22": "Nothing to note", "today": "Nothing to note"} {
		_, text, _ := h.post(t, b, "/note/"+day, url.Values{"pain": {"1"}})
		if got := strings.Contains(text, "Nothing to note"); got != (want == "Nothing to note") {
			t.Errorf("%s: closed %v", day, got)
		}
	}
	for _, wrong := range []string{"11", "-1", "x"} {
		h.post(t, b, "/note/2040-03-21", url.Values{"sore": {wrong}})
	}
	if doses, _ := h.store.Doses(t.Context(), h.key); doses[0].Soreness != 5 {
		t.Errorf("a rating of no scale was kept: %v", doses[0].Soreness)
	}
	if strings.Contains(h.log.String(), "pain") || strings.Contains(h.log.String(), "sore") || strings.Contains(h.log.String(), "Robin") {
		t.Errorf("logged: %s", h.log.String())
	}
}

// TestNoteNamesItsSession: a tap of the day after is kept with the session it is about, and who is unlocked is told which.
func TestNoteNamesItsSession(t *testing.T) {
	h := newHouse(t, httpapi.Options{}, "")
	began := h.now().AddDate(0, 0, -1).Truncate(time.Second)
	events := []wire.Event{{V: 1, Seq: 1, Event: "start", Person: h.person.ID, Programme: "after-desk"}, {V: 1, Seq: 2, Event: "stage", Stage: wire.Scan},
		{V: 1, Seq: 3, Event: "summary", Summary: &wire.Summary{Outcome: "finished", Faults: []string{}, Changed: []string{}, Contact: []wire.LevelSummary{}}}}
	for i := range events {
		events[i].Time, events[i].AtMS = began.Add(time.Duration(i)*time.Minute).Format(time.RFC3339), int64(i)*60_000
	}
	if err := h.store.Append(t.Context(), "spool", events); err != nil {
		t.Fatal(err)
	}
	sessions, err := h.store.SessionsOf(t.Context(), h.person.ID)
	if err != nil || len(sessions) != 1 {
		t.Fatalf("%d sessions, %v", len(sessions), err)
	}
	path, says := "/note/"+h.now().Format(time.DateOnly), "About your session of Tuesday 20 March, 10:05."
	if _, text, _ := h.get(t, h.browser(t), path); strings.Contains(text, "About your session") {
		t.Error("a browser where nobody is unlocked is told of a session")
	}
	b := h.in(t, "")
	if _, text, _ := h.get(t, b, path); !strings.Contains(text, says) {
		t.Error("which session it is about is not said")
	}
	h.post(t, b, path, url.Values{"pain": {"2"}})
	notes, err := h.store.Notes(t.Context(), h.key)
	if err != nil || len(notes) != 1 || notes[0].Session != sessions[0].Key {
		t.Errorf("%d notes, want one of %q: %v", len(notes), sessions[0].Key, err)
	}
}

func TestNotePIN(t *testing.T) {
	h := newHouse(t, httpapi.Options{}, "4711")
	b, path := h.browser(t), "/note/"+h.now().Format(time.DateOnly)
	if _, text, _ := h.get(t, b, path); !strings.Contains(text, "Who is it?") || strings.Contains(text, "0 to 10") {
		t.Fatal("with a PIN the question comes first")
	}
	if _, text, _ := h.post(t, b, path, url.Values{"who": {h.person.ID}, "pain": {"3"}}); !strings.Contains(text, "your PIN first") {
		t.Fatal("a tap without the PIN")
	}
	if _, text, _ := h.post(t, b, path, url.Values{"who": {h.person.ID}, "pin": {"1234"}}); !strings.Contains(text, "The PIN is wrong") {
		t.Error("a wrong PIN is not told")
	}
	if notes, err := h.store.Notes(t.Context(), h.key); err != nil || len(notes) != 0 {
		t.Fatalf("%d notes, %v", len(notes), err)
	}
	h.set(h.now().Add(time.Minute))
	if status, _, _ := h.post(t, b, path, url.Values{"who": {h.person.ID}, "pin": {"4711"}}); status != http.StatusSeeOther {
		t.Fatalf("the PIN: %d", status)
	}
	if _, text, _ := h.get(t, b, path); !strings.Contains(text, "0 to 10") {
		t.Error("after the PIN there is no question")
	}
	if _, text, _ := h.post(t, b, path, url.Values{"who": {"nobody"}}); !strings.Contains(text, "Who is it?") {
		t.Error("nobody came in")
	}
	if strings.Contains(h.log.String(), "4711") || strings.Contains(h.log.String(), "1234") {
		t.Error("a PIN is in the log")
	}
	shared := newHouse(t, httpapi.Options{Shared: true}, "")
	for _, path := range []string{path, "/week", "/calendar/x.ics"} {
		if status, text, _ := shared.get(t, shared.browser(t), path); status != http.StatusNotFound || strings.Contains(text, "Robin") {
			t.Errorf("%s in a shared place: %d", path, status)
		}
	}
}

package httpapi_test

import (
	"bytes"
	"context"

	"io"
	"log/slog"
	"math"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/openlumbar/lumbar/internal/httpapi"
	"github.com/openlumbar/lumbar/internal/outcome"
	"github.com/openlumbar/lumbar/internal/screening/checkfile"
	"github.com/openlumbar/lumbar/internal/store"
	"github.com/openlumbar/lumbar/internal/wire"
)

// world is a server with a store and a clock that a test sets, and Robin, who is here.
type world struct {
	t     *testing.T
	store *store.Store
	robin store.Person
	key   *store.Key
	url   string
	logs  *log

	mu  sync.Mutex
	at  time.Time
	seq uint64
}

// monday is when every test begins.
var monday = time.Date(2026, 3, 2, 18, 0, 0, 0, time.UTC)

func newWorld(t *testing.T) *world {
	t.Helper()
	w := &world{t: t, at: monday, logs: &log{}}
	var err error
	if w.store, err = store.Open(context.Background(), t.TempDir(), store.Options{Now: w.now}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = w.store.Close() })
	w.robin, w.key = w.add("Robin")
	check, err := checkfile.Load()
	if err != nil {
		t.Fatal(err)
	}
	s, err := httpapi.New(httpapi.Options{
		Engine: newFake(), Programmes: cards(), Bodies: bodies(), Version: "test", Check: check, Built: built, Store: w.store, Now: w.now,
		Logger: slog.New(slog.NewTextHandler(w.logs, &slog.HandlerOptions{Level: slog.LevelDebug})),
	})
	if err != nil {
		t.Fatal(err)
	}
	mux := http.NewServeMux()
	mux.Handle("/", s)
	mux.HandleFunc("GET /be/{name}", func(rw http.ResponseWriter, r *http.Request) { // what unlocking does
		p, err := w.store.Find(r.Context(), r.PathValue("name"))
		if err == nil {
			var k *store.Key
			if k, err = w.store.Unlock(r.Context(), p.ID, ""); err == nil {
				err = s.Enter(rw, r, p, k)
			}
		}
		if err != nil {
			http.Error(rw, err.Error(), http.StatusInternalServerError)
			return
		}
		http.Redirect(rw, r, "/mine", http.StatusSeeOther)
	})
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		s.Serve(ctx)
	}()
	server := httptest.NewServer(mux)
	t.Cleanup(func() {
		cancel()
		<-ended
		server.Close()
	})
	w.url = server.URL
	return w
}

func (w *world) now() time.Time {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.at
}

// day moves the clock to the evening of a day, counted from monday.
func (w *world) day(n int) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.at = monday.AddDate(0, 0, n)
}

func (w *world) add(name string) (store.Person, *store.Key) {
	w.t.Helper()
	p, k, err := w.store.AddPerson(context.Background(), name, "")
	if err != nil {
		w.t.Fatal(err)
	}
	return p, k
}

// note puts a note of Robin's straight into the store.
func (w *world) note(k outcome.Kind, answers map[string]int) {
	w.t.Helper()
	n := outcome.Note{Day: outcome.DayOf(w.now()), Kind: k}
	for name, v := range answers {
		if err := n.Put(name, v); err != nil {
			w.t.Fatal(err)
		}
	}
	if err := w.store.PutNote(context.Background(), w.key, store.Note{At: w.now(), Note: n}); err != nil {
		w.t.Fatal(err)
	}
}

// session puts a session of Robin's on record, of eight minutes, an hour ago.
func (w *world) session() {
	w.t.Helper()
	at := w.now().Add(-time.Hour)
	event := func(name string, after time.Duration) wire.Event {
		w.seq++
		return wire.Event{V: 1, Event: name, Seq: w.seq, AtMS: after.Milliseconds(), Time: at.Add(after).Format(time.RFC3339)}
	}
	start := event("start", 0)
	start.Person, start.Programme = w.robin.ID, "after-desk"
	stage := event("stage", time.Minute)
	stage.Stage = wire.Scan
	found := wire.Known{V: wire.KnownVersion, Chair: "twin", Back: &wire.Back{From: 4}}
	for i, name := range []string{"S1", "L5", "L4", "L3", "L2", "L1", "T12"} {
		wave := math.Sin(float64(w.seq)*0.7 + float64(i))
		found.Back.Levels = append(found.Back.Levels, wire.Place{Name: name, AlongMM: 40 + 35*float64(i) + wave, SDMM: 3 + wave})
		found.Comfort = append(found.Comfort, wire.Comfort{Name: name, ForceN: 34 - 2*math.Abs(float64(i)-2) + 2*wave})
		found.Stiffness = append(found.Stiffness, wire.Stiffness{Name: name, Side: "left", NPerMM: 3 + 0.3*float64(i) + wave/4})
	}
	for i := range 50 {
		found.Back.Out = append(found.Back.Out, 60-25*math.Sin(float64(i)/16))
	}
	if err := w.store.PutKnown(context.Background(), w.key, at, &found); err != nil {
		w.t.Fatal(err)
	}
	end := event("summary", 9*time.Minute)
	end.Summary = &wire.Summary{Outcome: "finished", Faults: []string{}, Changed: []string{}, Contact: []wire.LevelSummary{}}
	if err := w.store.Append(context.Background(), "spool", []wire.Event{start, stage, end}); err != nil {
		w.t.Fatal(err)
	}
}

// client is a browser where somebody is.
func (w *world) client(name string) *http.Client {
	w.t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		w.t.Fatal(err)
	}
	c := &http.Client{Jar: jar}
	if name != "" {
		w.read(w.do(c, http.MethodGet, "/be/"+name))
	}
	return c
}

func (w *world) do(c *http.Client, method, path string, fields ...string) *http.Response {
	w.t.Helper()
	f := url.Values{}
	for i := 0; i < len(fields); i += 2 {
		f.Add(fields[i], fields[i+1])
	}
	r, err := http.NewRequestWithContext(context.Background(), method, w.url+path, strings.NewReader(f.Encode()))
	if err != nil {
		w.t.Fatal(err)
	}
	if method == http.MethodPost {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	return w.send(c, r)
}

// send sends a request and reads the whole answer.
func (w *world) send(c *http.Client, r *http.Request) *http.Response {
	w.t.Helper()
	answer, err := c.Do(r)
	if err != nil {
		w.t.Fatal(err)
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	if err != nil {
		w.t.Fatal(err)
	}
	answer.Body = io.NopCloser(bytes.NewReader(text))
	return answer
}

func (w *world) read(r *http.Response) string {
	w.t.Helper()
	defer r.Body.Close()
	text, err := io.ReadAll(r.Body)
	if err != nil {
		w.t.Fatal(err)
	}
	return string(text)
}

// live is a life of Robin's over so many weeks, the first two before the chair, then three sessions a week: pain goes from one
// number to another over the first weeks with the chair, and wanders by a repeatable pattern.
func (w *world) live(weeks int, from, to float64) {
	w.t.Helper()
	for d := range weeks * 7 {
		w.day(d)
		if d == 0 {
			err := w.store.PutAims(context.Background(), w.key, store.Aims{
				Activities: [outcome.Activities]string{"put on socks", "drive to work"}, Lasting: true, Since: outcome.DayOf(w.now()),
			})
			if err != nil {
				w.t.Fatal(err)
			}
		}
		share := math.Max(0, math.Min(1, float64(d-14)/14))
		wave := 1.3*math.Sin(float64(d)*2.4) + 0.5*math.Sin(float64(d)*0.9)
		rate := func(v float64) int { return int(math.Max(0, math.Min(10, math.Round(v)))) }
		level := from + (to-from)*share
		if d%7 != 5 {
			answers := map[string]int{"pain": rate(level + wave)}
			if d%2 == 0 {
				answers["tight"], answers["hard-1"], answers["hard-2"] = rate(level+1+wave/2), rate(level+wave/2), rate(level-1-wave/2)
			}
			w.note(outcome.Daily, answers)
		}
		if d >= 14 && (d%7 == 1 || d%7 == 3 || d%7 == 6) {
			w.session()
			w.note(outcome.After, map[string]int{"pain": rate(level - 2), "relaxed": rate(7 + wave)})
		}
		if d > 0 && d%7 == 0 {
			w.note(outcome.Weekly, map[string]int{"pain": rate(level), "sleep": rate(10 - level), "active": 3 + d/7%4, "hard-1": rate(level), "hard-2": rate(level - 1)})
		}
		if d >= 42 && (d-42)%28 == 0 {
			w.note(outcome.Monthly, map[string]int{"change": rate(math.Abs(from-to)/2 + 0.2)})
		}
	}
}

// says fails the test if a text lacks something.
func (w *world) says(text string, want ...string) {
	w.t.Helper()
	for _, s := range want {
		if !strings.Contains(text, s) {
			w.t.Errorf("it does not say %q:\n%.4000s", s, text[max(0, strings.Index(text, "<main")):])
		}
	}
}

// lacks fails the test if a text has something.
func (w *world) lacks(text string, never ...string) {
	w.t.Helper()
	for _, s := range never {
		if strings.Contains(text, s) {
			w.t.Errorf("it says %q", s)
		}
	}
}

// onOff lets Robin have begun weeks on and off on a day.
func (w *world) onOff(day int) {
	w.t.Helper()
	a, err := w.store.Aims(context.Background(), w.key)
	if err == nil {
		a.OnOff = outcome.DayOf(monday.AddDate(0, 0, day))
		err = w.store.PutAims(context.Background(), w.key, a)
	}
	if err != nil {
		w.t.Fatal(err)
	}
}

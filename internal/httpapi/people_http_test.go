package httpapi_test

import (
	"bytes"
	"fmt"
	"html"
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
	"github.com/openlumbar/lumbar/internal/store"
	"github.com/openlumbar/lumbar/internal/wire"
)

// clock is a clock that a test sets.
type clock struct {
	mu sync.Mutex
	at time.Time
}

func (c *clock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.at
}

func (c *clock) forward(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = c.at.Add(d)
}

// place is a chair with a memory, in a test.
type place struct {
	*httptest.Server
	fake  *fake
	store *store.Store
	clock *clock
	log   *log
	end   func() // of the server; it may be called again
}

func newPlace(t *testing.T, o httpapi.Options) *place {
	t.Helper()
	p := &place{fake: newFake(), clock: &clock{at: time.Date(2026, 3, 2, 9, 0, 0, 0, time.Local)}, log: &log{}}
	var err error
	if p.store, err = store.Open(t.Context(), t.TempDir(), store.Options{Now: p.clock.now}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = p.store.Close() })
	o.Programmes, o.Store, o.Now = cards(), p.store, p.clock.now
	o.Logger = slog.New(slog.NewTextHandler(p.log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	p.Server, p.end = serveUntil(t, p.fake, o)
	t.Cleanup(p.end)
	return p
}

// visitor is a browser with cookies, and a page in it.
type visitor struct {
	*testing.T
	p    *place
	web  *http.Client
	name string // the page's secret
	turn string // which word its visit awaits
}

func (p *place) visitor(t *testing.T) *visitor {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	return &visitor{t, p, &http.Client{Jar: jar}, fmt.Sprintf("%064d", len(t.Name())), ""}
}

func (v *visitor) read(r *http.Response, err error) (int, string) {
	v.Helper()
	if err != nil {
		v.Fatal(err)
	}
	defer r.Body.Close()
	text, err := io.ReadAll(r.Body)
	if err != nil {
		v.Fatal(err)
	}
	return r.StatusCode, html.UnescapeString(string(text))
}

func (v *visitor) get(path string) (int, string) {
	v.Helper()
	return v.read(v.web.Get(v.p.URL + path))
}

func (v *visitor) post(path string, fields ...string) (int, string) {
	v.Helper()
	f := url.Values{}
	for i := 0; i < len(fields); i += 2 {
		f.Add(fields[i], fields[i+1])
	}
	return v.read(v.web.PostForm(v.p.URL+path, f))
}

// does takes a step of the visit, and fails if the one that follows is another than wanted.
func (v *visitor) does(want string, fields ...string) string {
	v.Helper()
	_, text := v.post("/visit", append([]string{"by", v.name, "turn", v.turn}, fields...)...)
	v.turn = turnOf(text)
	if want != "" {
		stands(v.T, text, want)
	}
	return text
}

// adds somebody, who sits from then on.
func (v *visitor) adds(name, pin string) {
	v.Helper()
	status, text := v.post("/who", "do", "new", "name", name, "pin", pin, "again", pin)
	if status != 200 || !strings.Contains(text, `data-who="me"`) || !strings.Contains(text, name) {
		v.Fatalf("adding %s: %d %s", name, status, text)
	}
}

// cards answers a check with nothing chosen.
func (v *visitor) cards() string {
	v.Helper()
	text := v.does("", "do", "choose")
	for range 20 {
		if !strings.Contains(text, `data-step="cards"`) {
			break
		}
		text = v.does("", "do", "choose")
	}
	return text
}

// walks a whole visit: to the check, through a session that ends by itself, to the end.
func (v *visitor) walks(pain string) {
	v.Helper()
	text := v.does("", "do", "begin", "who", "me", "programme", "after-desk", "body", "average-man", "pace", "1")
	if strings.Contains(text, `data-step="next-day"`) {
		v.does("cards", "do", "next-day", "pain", pain, "sore", "1")
		text = v.does("", "do", "choose")
	}
	if strings.Contains(text, `data-step="about"`) {
		v.does("feel", "do", "about", "age", "43", "height", "171", "weight", "68")
	}
	v.does("cards", "do", "feel", "pain", pain)
	stands(v.T, v.cards(), "warm-up")
	v.does("water", "do", "skip")
	v.does("sit", "do", "next")
	v.does("ready", "do", "next")
	v.does("session", "do", "start")
}

func (v *visitor) ends() {
	v.Helper()
	v.p.fake.goTo(massageFrom + v.p.fake.score.Total + time.Minute)
	v.does("rate", "do", "look")
	v.does("cards", "do", "rate", "pain", "2", "tight", "3", "relaxed", "8")
	v.does("rest", "do", "choose")
	v.does("over", "do", "next")
}

// TestPersonThrice: a person with a PIN over four visits: asked everything once, held to first sessions for three, known
// to the engine by one opaque id, and asked about each day after.
func TestPersonThrice(t *testing.T) {
	p := newPlace(t, httpapi.Options{})
	v := p.visitor(t)
	v.adds("Robin", "2468")
	for i := range 4 {
		v.walks("3")
		got := p.fake.requests(wire.Start)
		if len(got) != i+1 {
			t.Fatalf("%d starts, want %d", len(got), i+1)
		}
		want := 24.0
		if i == 3 {
			want = 36
		}
		if r := got[i]; r.Person != got[0].Person || len(r.Person) != 32 || float64(r.Limits.Force[chair.ZoneMuscle].Max) != want {
			t.Errorf("visit %d: asked for %q with %g N, want %q, %g N", i+1, r.Person, float64(r.Limits.Force[chair.ZoneMuscle].Max), got[0].Person, want)
		}
		v.ends()
		p.clock.forward(49 * time.Hour)
		if _, home := v.get("/"); !strings.Contains(home, "Robin") || strings.Contains(home, `data-who="me"`) {
			t.Fatalf("after two days nobody is unlocked, and Robin offered")
		}
		who, err := p.store.Find(t.Context(), "Robin")
		if err != nil {
			t.Fatal(err)
		}
		if status, text := v.post("/who", "person", who.ID, "pin", "2468"); status != 200 || !strings.Contains(text, `data-who="me"`) {
			t.Fatalf("the PIN does not open: %d %s", status, text)
		}
	}
	who, _ := p.store.Find(t.Context(), "Robin")
	if l, ok, err := p.store.Limits(t.Context(), who.ID); !ok || err != nil || l.Session.Max == 0 {
		t.Errorf("the limits are not readable without the PIN: %v, %v", ok, err)
	}
}

// TestOthersGetNothing: neither another browser, nor another page without the secret, nor the log has anything of a
// person but their name; and a refusal changes nothing that others see.
func TestOthersGetNothing(t *testing.T) {
	p := newPlace(t, httpapi.Options{})
	v, other := p.visitor(t), p.visitor(t)
	v.adds("Robin", "2468")
	other.name = strings.Repeat("b", 40)
	_, before := other.get("/")
	v.does("about", "do", "begin", "who", "me")
	v.does("feel", "do", "about", "age", "43", "height", "171", "weight", "68")
	v.does("cards", "do", "feel", "pain", "7")
	v.does("question", "do", "choose", "line", "RF-CES-1")
	v.does("refused", "do", "answer", "answer", "yes")
	if _, after := other.get("/"); after != before {
		t.Error("others see another page after a refusal")
	}
	for _, c := range []struct{ fields []string }{{[]string{"do", "look"}}, {[]string{"do", "next"}}} {
		if text := other.does("gone", c.fields...); strings.Contains(text, "Robin") {
			t.Errorf("another page hears %s", text)
		}
	}
	if text := other.does("over", "do", "begin", "who", "me"); !strings.Contains(text, `role="alert"`) {
		t.Error("a browser where nobody is unlocked begins as somebody")
	}
	if status, text := other.get("/me"); strings.Contains(text, "My settings") {
		t.Errorf("settings without being unlocked: %d", status)
	}
	if _, text := other.post("/me", "do", "forget", "sure", "yes", "now", "2468"); strings.Contains(text, "My settings") {
		t.Error("a browser where nobody is unlocked may forget")
	}
	who, err := p.store.Find(t.Context(), "Robin")
	if err != nil {
		t.Fatal(err)
	}
	if _, text := other.post("/who", "person", "Robin", "pin", "2468"); strings.Contains(text, `data-who="me"`) {
		t.Error("a name alone opens")
	}
	// With the cookie of another browser, and without the page's secret, there is no visit either.
	if text := v.does("refused", "do", "look"); !strings.Contains(text, "data-severe") {
		t.Error("the page itself is not told")
	}
	p.log.mu.Lock()
	defer p.log.mu.Unlock()
	for _, secret := range []string{"RF-", "43", "171", v.name, "refused", "2468", who.ID, "Robin"} {
		if bytes.Contains(p.log.text.Bytes(), []byte(secret)) {
			t.Errorf("the log holds %q: %s", secret, p.log.text.String())
		}
	}
}

var waits = regexp.MustCompile(`data-wait="(\d+)"`)

// TestPINOnThePage: wrong ones make the wait longer, one that comes too soon is not tried, the right one opens after it.
func TestPINOnThePage(t *testing.T) {
	p := newPlace(t, httpapi.Options{})
	v := p.visitor(t)
	v.adds("Robin", "2468")
	v.post("/who", "do", "leave")
	who, err := p.store.Find(t.Context(), "Robin")
	if err != nil {
		t.Fatal(err)
	}
	if status, text := v.post("/who", "person", who.ID); status != 200 || !strings.Contains(text, `id="pin-form"`) {
		t.Fatalf("the PIN is not asked for: %d %s", status, text)
	}
	for i, want := range []string{"1", "2", "4"} {
		status, text := v.post("/who", "person", who.ID, "pin", "0000")
		if m := waits.FindStringSubmatch(text); status != 403 || m == nil || m[1] != want || !strings.Contains(text, "wrong") {
			t.Fatalf("wrong PIN %d: %d, %v, want 403 and %s s", i+1, status, m, want)
		}
		if status, text := v.post("/who", "person", who.ID, "pin", "2468"); status != 429 || !strings.Contains(text, "Not tried") {
			t.Fatalf("the right one too soon: %d %s", status, text)
		}
		p.clock.forward(time.Duration(1<<i)*time.Second + time.Millisecond)
	}
	if status, text := v.post("/who", "person", who.ID, "pin", "2468"); status != 200 || !strings.Contains(text, `data-who="me"`) {
		t.Errorf("the right one after the wait: %d %s", status, text)
	}
	for _, c := range [][]string{{"12", "12"}, {"letters", "letters"}, {"1234", "4321"}} {
		if status, text := v.post("/who", "do", "new", "name", "Kim", "pin", c[0], "again", c[1]); status != 422 || !strings.Contains(text, `role="alert"`) {
			t.Errorf("PIN %v is taken: %d", c, status)
		}
	}
	if status, text := v.post("/who", "do", "new", "name", " Robin "); status != 422 || !strings.Contains(text, "has that name") {
		t.Errorf("the same name: %d %s", status, text)
	}
}

// TestLocks: 15 minutes without a word, another person, a guest and "not me" lock; a session under way does not.
func TestLocks(t *testing.T) {
	p := newPlace(t, httpapi.Options{Unwatched: time.Millisecond})
	v := p.visitor(t)
	here := func() bool { _, text := v.get("/"); return strings.Contains(text, `data-who="me"`) }
	v.adds("Robin", "")
	p.clock.forward(15*time.Minute - time.Second)
	if !here() {
		t.Fatal("locked too soon")
	}
	p.clock.forward(15 * time.Minute)
	if here() {
		t.Fatal("not locked after 15 minutes")
	}
	robin, _ := p.store.Find(t.Context(), "Robin")
	enter := func() {
		t.Helper()
		if v.post("/who", "person", robin.ID); !here() {
			t.Fatal("not unlocked")
		}
	}
	enter()
	v.does("about", "do", "begin", "who", "me")
	if v.post("/who", "do", "leave"); here() {
		t.Error("not locked by leaving")
	}
	v.does("gone", "do", "look")
	enter()
	v.does("about", "do", "begin", "who", "me")
	v.adds("Kim", "")
	v.does("gone", "do", "look")
	if _, text := v.get("/"); !strings.Contains(text, `name="person" value="`+robin.ID) {
		t.Error("Robin is not offered beside Kim")
	}
	v.does("about", "do", "begin", "who", "guest")
	if here() {
		t.Error("not locked by a guest")
	}

	enter()
	v.walks("3")
	for range 4 { // forty minutes in the chair
		p.clock.forward(10 * time.Minute)
		began := p.clock.now()
		for deadline := time.Now().Add(10 * time.Second); ; {
			if _, err := p.store.People(t.Context()); err != nil || time.Now().After(deadline) {
				t.Fatal("the pump does not run")
			}
			if looks := p.fake.lookCount(); looks > 3 {
				p.fake.forgetLooks()
				break
			}
		}
		if p.clock.now() != began {
			t.Fatal("the clock moved")
		}
	}
	if !here() {
		t.Error("locked in the session")
	}
	v.does("session", "do", "look")
}

// TestSettings: name and PIN change, a PIN only by the one of now; who forgets themselves is gone, with the visit.
func TestSettings(t *testing.T) {
	p := newPlace(t, httpapi.Options{})
	v, other := p.visitor(t), p.visitor(t)
	v.adds("Robin", "")
	if status, text := v.post("/me", "do", "name", "name", "Sam"); status != 200 || !strings.Contains(text, "The name is changed") {
		t.Fatalf("renamed: %d %s", status, text)
	}
	if status, text := v.post("/me", "do", "pin", "pin", "1357", "again", "1357"); status != 200 || !strings.Contains(text, "PIN of now") {
		t.Fatalf("a PIN: %d %s", status, text)
	}
	if status, _ := v.post("/me", "do", "pin", "now", "9999", "pin", "2468", "again", "2468"); status != 403 {
		t.Errorf("with a wrong PIN: %d", status)
	}
	p.clock.forward(2 * time.Second)
	if status, text := v.post("/me", "do", "pin", "now", "1357", "pin", "2468", "again", "2468"); status != 200 || !strings.Contains(text, "The PIN is changed") {
		t.Errorf("with the right one: %d %s", status, text)
	}
	sam, err := p.store.Find(t.Context(), "Sam")
	if err != nil || !sam.PIN {
		t.Fatalf("Sam is %v, %v", sam.PIN, err)
	}
	v.does("about", "do", "begin", "who", "me")
	other.name = strings.Repeat("c", 40)
	other.post("/who", "person", sam.ID, "pin", "2468")
	if status, _ := v.post("/me", "do", "forget", "now", "2468"); status != 422 {
		t.Errorf("unsure: %d", status)
	}
	p.fake.set(func(f *fake) { f.refusal = "a session of theirs is under way" })
	if status, text := v.post("/me", "do", "forget", "now", "2468", "sure", "yes"); status != 503 || !strings.Contains(text, "under way") {
		t.Errorf("the engine refuses: %d %s", status, text)
	}
	if all, err := p.store.People(t.Context()); err != nil || len(all) != 1 {
		t.Errorf("refused, and %d people are left, %v", len(all), err)
	}
	p.fake.set(func(f *fake) { f.refusal = "" })
	if status, text := v.post("/me", "do", "forget", "now", "2468", "sure", "yes"); status != 200 || strings.Contains(text, "Sam") {
		t.Errorf("forgotten: %d %s", status, text)
	}
	if asked := p.fake.requests(wire.Forget); len(asked) != 2 || asked[1].Person != sam.ID {
		t.Errorf("the engine was asked %d times to forget", len(asked))
	}
	if all, err := p.store.People(t.Context()); err != nil || len(all) != 0 {
		t.Errorf("%d people are left, %v", len(all), err)
	}
	v.does("gone", "do", "look")
	if _, text := other.get("/me"); strings.Contains(text, "My settings") {
		t.Error("still unlocked at another browser")
	}
}

// TestForgottenElsewhere: whoever is forgotten while their visit runs, as by the command, has no visit any more, and no
// session begins for them.
func TestForgottenElsewhere(t *testing.T) {
	p := newPlace(t, httpapi.Options{})
	v := p.visitor(t)
	v.adds("Robin", "")
	robin, err := p.store.Find(t.Context(), "Robin")
	if err != nil {
		t.Fatal(err)
	}
	v.does("about", "do", "begin", "who", "me")
	v.does("feel", "do", "about", "age", "43", "height", "171", "weight", "68")
	v.does("cards", "do", "feel")
	stands(t, v.cards(), "warm-up")
	v.does("water", "do", "skip")
	v.does("sit", "do", "next")
	if err := p.store.Forget(t.Context(), robin.ID); err != nil {
		t.Fatal(err)
	}
	v.does("", "do", "next")
	v.does("gone", "do", "start")
	if n := len(p.fake.requests(wire.Start)); n != 0 {
		t.Errorf("%d sessions of somebody forgotten", n)
	}
}

// TestSecondPage: a person's visit on another page ends the first one's, and waits for a session.
func TestSecondPage(t *testing.T) {
	p := newPlace(t, httpapi.Options{})
	v := p.visitor(t)
	v.adds("Robin", "")
	first, second := v.name, strings.Repeat("d", 40)
	v.does("about", "do", "begin", "who", "me")
	v.name = second
	v.does("about", "do", "begin", "who", "me")
	v.name = first
	v.does("gone", "do", "look")
	v.walks("3")
	v.name = second
	if text := v.does("over", "do", "begin", "who", "me"); !strings.Contains(text, "under way") {
		t.Errorf("while a session runs: %s", text)
	}
	if status, text := v.post("/me", "do", "forget", "sure", "yes"); status != 422 || !strings.Contains(text, "under way") {
		t.Errorf("forgotten in the session: %d", status)
	}
}

// TestStartUnanswered: a person whose start was not answered can begin anew as soon as the engine is seen at rest.
func TestStartUnanswered(t *testing.T) {
	p := newPlace(t, httpapi.Options{})
	v := p.visitor(t)
	v.adds("Robin", "")
	v.does("about", "do", "begin", "who", "me", "programme", "after-desk")
	v.does("feel", "do", "about", "age", "43", "height", "171", "weight", "68")
	v.does("cards", "do", "feel")
	stands(t, v.cards(), "warm-up")
	v.does("water", "do", "skip")
	v.does("sit", "do", "next")
	v.does("ready", "do", "next")
	p.fake.set(func(f *fake) { f.down = errDown })
	if text := v.does("ready", "do", "start"); !strings.Contains(text, "not known whether") {
		t.Fatalf("the start was answered: %s", text)
	}
	first := v.name
	v.name = strings.Repeat("d", 40)
	if text := v.does("over", "do", "begin", "who", "me"); !strings.Contains(text, "under way") {
		t.Errorf("while it is not known: %s", text)
	}
	p.fake.set(func(f *fake) { f.down = nil })
	v.name = first
	v.does("ready", "do", "look") // and with it the engine is looked at
	v.name = strings.Repeat("d", 40)
	if text := v.does("", "do", "begin", "who", "me"); strings.Contains(text, "under way") || strings.Contains(text, `data-step="over"`) {
		t.Errorf("with the engine at rest: %s", text)
	}
}

// TestChosenStays: the programme that was chosen stays so while it is said who is sitting, and nothing else gets into the
// address.
func TestChosenStays(t *testing.T) {
	p := newPlace(t, httpapi.Options{})
	v := p.visitor(t)
	v.web.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	leads := func(want, path string, fields ...string) {
		t.Helper()
		f := url.Values{}
		for i := 0; i < len(fields); i += 2 {
			f.Add(fields[i], fields[i+1])
		}
		r, err := v.web.PostForm(p.URL+path, f)
		if err != nil {
			t.Fatal(err)
		}
		_ = r.Body.Close()
		if got := r.Header.Get("Location"); r.StatusCode != http.StatusSeeOther || got != want {
			t.Errorf("%v leads to %q with %d, want %q", fields, got, r.StatusCode, want)
		}
	}
	chosen := cards()[1].Name
	home := "/?programme=" + chosen
	leads(home, "/who", "do", "new", "name", "Robin", "pin", "2468", "again", "2468", "programme", chosen)
	leads(home, "/who", "do", "leave", "programme", chosen)
	robin, err := p.store.Find(t.Context(), "Robin")
	if err != nil {
		t.Fatal(err)
	}
	pin := "/who?person=" + robin.ID + "&programme=" + chosen
	leads(pin, "/who", "person", robin.ID, "programme", chosen)
	for path, want := range map[string]string{
		home:                           `value="` + chosen + `" data-title="` + cards()[1].Title + `" checked`,
		home + "&":                     `<form id="pick" method="post" action="/who"><span><input type="hidden" name="programme" value="` + chosen + `">`,
		home + "&&":                    `href="/who/new?programme=` + chosen + `"`,
		pin:                            `<input type="hidden" name="programme" value="` + chosen + `">`,
		"/who/new?programme=" + chosen: `<input type="hidden" name="programme" value="` + chosen + `">`,
	} {
		if _, text := v.get(path); !strings.Contains(text, want) || strings.Count(text, " checked") > 3 {
			t.Errorf("%s: no %s", path, want)
		}
	}
	leads(home, "/who", "do", "unlock", "person", robin.ID, "pin", "2468", "programme", chosen)
	for _, odd := range []string{"", "nowhere", "//evil.example", "../x", `"><b>`} {
		leads("/", "/who", "person", robin.ID, "pin", "2468", "programme", odd)
		if _, text := v.get("/who/new?" + url.Values{"programme": {odd}}.Encode()); strings.Contains(text, `name="programme"`) {
			t.Errorf("%q is carried on", odd)
		}
	}
}

// TestServerEndsInSession: a server that ends in a session, or is killed, leaves a session that counts, and a full check.
func TestServerEndsInSession(t *testing.T) {
	p := newPlace(t, httpapi.Options{})
	v := p.visitor(t)
	v.adds("Robin", "")
	v.walks("3")
	p.end()                                                                                                 // or it would hear how the session ends, and keep that
	again := serveEngine(t, p.fake, httpapi.Options{Programmes: cards(), Store: p.store, Now: p.clock.now}) // knows only what the store does
	p.fake.goTo(massageFrom + p.fake.score.Total + time.Minute)
	p.clock.forward(49 * time.Hour)
	p.Server = again
	v = p.visitor(t)
	robin, _ := p.store.Find(t.Context(), "Robin")
	v.post("/who", "person", robin.ID)
	v.does("feel", "do", "begin", "who", "me") // no figures any more, and no next day's question of what nobody knows
	if text := v.does("cards", "do", "feel"); !strings.Contains(text, "of 10") {
		t.Errorf("not a full check: %s", text)
	}
}

// TestReload: a page that comes back within two minutes finds its visit, also of a guest; later it does not.
func TestReload(t *testing.T) {
	p := newPlace(t, httpapi.Options{})
	v := p.visitor(t)
	v.does("about", "do", "begin")
	v.does("feel", "do", "about", "age", "43", "height", "171", "weight", "68")
	if status, _ := v.post("/visit", "by", v.name, "do", "away"); status != 204 {
		t.Errorf("away: %d", status)
	}
	p.clock.forward(2*time.Minute - time.Second)
	v.does("feel", "do", "look")
	p.clock.forward(5 * time.Minute) // it is here again
	v.does("feel", "do", "look")
	v.post("/visit", "by", v.name, "do", "away")
	p.clock.forward(2 * time.Minute)
	v.does("gone", "do", "look")
}

// TestSharedPlace: nobody is kept, home offers nobody, and a minor is not let on.
func TestSharedPlace(t *testing.T) {
	p := newPlace(t, httpapi.Options{Shared: true})
	if _, _, err := p.store.AddPerson(t.Context(), "Robin", ""); err != nil {
		t.Fatal(err)
	}
	v := p.visitor(t)
	if _, home := v.get("/"); strings.Contains(home, "Robin") || strings.Contains(home, "Somebody new") || !strings.Contains(home, `id="myself"`) {
		t.Errorf("home offers people: %s", home)
	}
	for _, path := range []string{"/who/new", "/me", "/who"} {
		if status, _ := v.get(path); status != 404 {
			t.Errorf("%s: %d", path, status)
		}
	}
	v.does("over", "do", "begin", "who", "me")
	v.does("about", "do", "begin", "who", "guest")
	v.does("feel", "do", "about", "age", "17", "height", "171", "weight", "68")
	v.does("cards", "do", "feel")
	stands(t, v.cards(), "refused")
}

// TestBudgetOnHome: what a person has had stands at their name, for them alone; where nothing more is allowed, movement
// is offered instead.
func TestBudgetOnHome(t *testing.T) {
	p := newPlace(t, httpapi.Options{})
	v, other := p.visitor(t), p.visitor(t)
	v.adds("Robin", "")
	robin, _ := p.store.Find(t.Context(), "Robin")
	if _, home := v.get("/"); !strings.Contains(home, "Nothing in the last 24 hours, up to 10 minutes now") {
		t.Errorf("new: %s", home)
	}
	ev := func(seq uint64, name string, at time.Duration) wire.Event {
		return wire.Event{V: 1, Seq: seq, Event: name, AtMS: at.Milliseconds(), Time: p.clock.now().Add(at - 30*time.Minute).Format(time.RFC3339Nano)}
	}
	start, scan, end := ev(1, "start", 0), ev(2, "stage", 0), ev(3, "summary", 8*time.Minute)
	start.Person, scan.Stage = robin.ID, wire.Scan
	end.Summary = &wire.Summary{Outcome: "finished", Faults: []string{}, Changed: []string{}, Contact: []wire.LevelSummary{}}
	if err := p.store.Append(t.Context(), "spool", []wire.Event{start, scan, end}); err != nil {
		t.Fatal(err)
	}
	if _, home := v.get("/"); !strings.Contains(home, "8 of 30 minutes in the last 24 hours, next massage from") || !strings.Contains(home, "movement instead") {
		t.Errorf("after a session: %s", home)
	}
	if text := v.does("later", "do", "begin", "who", "me"); !strings.Contains(text, "Next massage from") || !strings.Contains(text, "movement instead") {
		t.Errorf("begun too soon: %s", text)
	}
	if _, home := other.get("/"); strings.Contains(home, "8 of 30") {
		t.Error("others see what somebody has had")
	}
}

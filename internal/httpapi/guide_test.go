package httpapi_test

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/driver/manual"
	"github.com/openlumbar/lumbar/driver/manual/massagerfile"
	"github.com/openlumbar/lumbar/internal/guided"
	"github.com/openlumbar/lumbar/internal/httpapi"
	"github.com/openlumbar/lumbar/internal/store"
	"github.com/openlumbar/lumbar/internal/wire"
	"github.com/openlumbar/lumbar/programme"
	"github.com/openlumbar/lumbar/programmes"
)

// wall is a wall clock that a test moves.
type wall struct {
	mu sync.Mutex
	at time.Time
}

func (c *wall) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.at
}

func (c *wall) pass(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = c.at.Add(d)
}

// study is a server with massagers, whose time a test moves.
type study struct {
	*httptest.Server
	fake  *fake
	clock *wall
	dir   string
	room  *guided.Room
	store *store.Store
	shelf *guided.Shelf
}

func shipped(name string, set map[string]string) (*programme.Plan, error) {
	file, src, _ := programmes.Source(name)
	p, list := programme.Compile(file, src, programme.Options{Set: set})
	return p, list.Err()
}

// newStudy makes one in a data directory that may hold what another has left.
func newStudy(t *testing.T, dir string, clock *wall) *study {
	t.Helper()
	s := &study{fake: newFake(), clock: clock, dir: dir, shelf: guided.ShelfIn(dir)}
	var err error
	if s.store, err = store.Open(t.Context(), dir, store.Options{Now: clock.now}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.store.Close() })
	if s.room, err = guided.Open(t.Context(), guided.Options{Shelf: s.shelf, Record: s.store, Programme: shipped, Now: clock.now}); err != nil {
		t.Fatal(err)
	}
	var list = cards()
	for i := range list { // real programmes under the names that the cards have here
		list[i].Name = programmes.All()[i%len(programmes.All())]
	}
	s.Server = serveEngine(t, s.fake, httpapi.Options{Programmes: list, Guided: s.room, Shelf: s.shelf, Store: s.store})
	return s
}

func someStudy(t *testing.T) *study {
	t.Helper()
	return newStudy(t, t.TempDir(), &wall{at: time.Now()})
}

// with puts the template of a kind on the shelf.
func (s *study) with(t *testing.T, k manual.Kind) *study {
	t.Helper()
	_, m, err := massagerfile.Template(k)
	if err == nil {
		err = s.shelf.Put(&m)
	}
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// post sends a form and gives status and text, without following.
func (s *study) post(t *testing.T, path string, form url.Values) (int, string) {
	t.Helper()
	client := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	r, err := client.PostForm(s.URL+path, form)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Body.Close()
	text, err := io.ReadAll(r.Body)
	if err != nil {
		t.Fatal(err)
	}
	return r.StatusCode, string(text)
}

func (s *study) get(t *testing.T, path string) string {
	t.Helper()
	r, err := http.Get(s.URL + path)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Body.Close()
	text, err := io.ReadAll(r.Body)
	if err != nil || r.StatusCode != http.StatusOK {
		t.Fatalf("%s: %d %s %v", path, r.StatusCode, text, err)
	}
	return string(text)
}

// state is what the page is told.
func (s *study) state(t *testing.T, text string) (state struct {
	Active  bool
	View    *manual.View
	Problem string
}) {
	t.Helper()
	if err := json.Unmarshal([]byte(text), &state); err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	return state
}

// TestMassagersAdded: by a form that tells everything that is wrong at once; kept as a file; changed, and removed.
func TestMassagersAdded(t *testing.T) {
	s := someStudy(t)
	if page := s.get(t, "/massagers"); !strings.Contains(page, "What is it?") || !strings.Contains(page, "/massagers?new=cushion") {
		t.Error("nothing to add is offered")
	}
	if page := s.get(t, "/massagers?new=cushion"); !strings.Contains(page, `value="SHIATSU"`) || !strings.Contains(page, "Keep it") {
		t.Error("the form is not there")
	}
	form := url.Values{"do": {"save"}, "kind": {"cushion"}, "title": {"Sofa & <b>"}, "on": {"ON"}, "off": {"OFF"}, "strengths": {"low, high"}, "feels": {"gentle"},
		"place": {"LOW", ""}, "over": {"L5..L1", "L5..L1"}, "does-knead": {"KNEAD"}, "auto_off": {"15"}, "heat": {"WARM"}, "cannot": {"It feels nothing."}}
	bad := url.Values{"do": {"save"}, "kind": {"cushion"}, "title": {"x"}, "auto_off": {"a while"}, "feels": {"gentle"}}
	code, page := s.post(t, "/massagers", bad)
	for _, words := range []string{"minutes from 5 to 120", "Switching on", "Strengths", "Places"} {
		if code != http.StatusOK || !strings.Contains(page, words) {
			t.Errorf("%d, and %q is not said", code, words)
		}
	}
	if code, page := s.post(t, "/massagers", form); code != http.StatusSeeOther {
		t.Fatalf("%d: %s", code, page)
	}
	m, err := s.shelf.Get("sofa-b")
	if err != nil || m.AutoOff != 15*time.Minute || len(m.Strengths) != 2 || m.Heat != "WARM" || len(m.Places) != 1 || m.Modes[0].Press != "KNEAD" || len(m.Cannot) != 1 {
		t.Errorf("%+v, %v", m, err)
	}
	if page := s.get(t, "/massagers"); !strings.Contains(page, "Sofa &amp; &lt;b&gt;") || !strings.Contains(page, "2 strengths, warmth, off by itself after 15 min") {
		t.Error("it is not in the list")
	}
	if page := s.get(t, "/massagers?edit=sofa-b"); !strings.Contains(page, `value="low, high"`) {
		t.Error("it cannot be changed")
	}
	form.Set("name", "sofa-b")
	form.Set("heat", "")
	if code, _ := s.post(t, "/massagers", form); code != http.StatusSeeOther {
		t.Errorf("changing: %d", code)
	}
	if m, _ := s.shelf.Get("sofa-b"); m.Heat != "" {
		t.Error("it was not changed")
	}
	form.Set("name", "../../evil")
	if code, _ := s.post(t, "/massagers", form); code != http.StatusOK {
		t.Errorf("a name out of the folder: %d", code)
	}
	s.post(t, "/massagers", url.Values{"do": {"remove"}, "name": {"sofa-b"}})
	if left, _ := filepath.Glob(filepath.Join(s.dir, "massagers", "*")); len(left) != 0 {
		t.Errorf("left: %v", left)
	}
	if _, err := os.Stat(filepath.Join(s.dir, "evil.massager.hcl")); err == nil {
		t.Error("a file outside of the folder")
	}
}

// TestGuideNeedsCheck: no session without a visit's grant, whoever asks.
func TestGuideNeedsCheck(t *testing.T) {
	s := someStudy(t).with(t, manual.Cushion)
	body := fmt.Sprintf(`{"v":%d,"verb":"start","programme":"gentle","massager":"cushion"}`, wire.Version)
	r, err := http.Post(s.URL+"/do", "application/json", strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	defer r.Body.Close()
	if r.StatusCode != http.StatusBadRequest || s.room.Active() {
		t.Errorf("%d, active %v", r.StatusCode, s.room.Active())
	}
	by := strings.Repeat("n", 36)
	s.post(t, "/visit", url.Values{"by": {by}, "do": {"begin"}, "massager": {"cushion"}, "programme": {"gentle"}, "who": {"guest"}})
	_, page := s.post(t, "/visit", url.Values{"by": {by}, "do": {"look"}})
	s.post(t, "/visit", url.Values{"by": {by}, "do": {"start"}, "turn": {turnOf(page)}})
	if s.room.Active() {
		t.Error("begun before the check was answered")
	}
	if n := len(s.fake.requests(wire.Start)); n != 0 {
		t.Errorf("the engine was asked %d times", n)
	}
}

// guest brings a guest to the start of a session on a massager, and starts it.
func (s *study) guest(t *testing.T, by, massager string) string {
	t.Helper()
	turn := ""
	say := func(form url.Values) string {
		form.Set("by", by)
		form.Set("turn", turn)
		_, page := s.post(t, "/visit", form)
		turn = turnOf(page)
		return page
	}
	say(url.Values{"do": {"begin"}, "massager": {massager}, "programme": {"gentle"}, "who": {"guest"}})
	say(url.Values{"do": {"about"}, "age": {"40"}, "height": {"172"}, "weight": {"70"}})
	page := say(url.Values{"do": {"skip"}})
	for strings.Contains(page, `data-step="cards"`) {
		page = say(url.Values{"do": {"choose"}})
	}
	say(url.Values{"do": {"skip"}})
	say(url.Values{"do": {"next"}})
	say(url.Values{"do": {"next"}})
	return say(url.Values{"do": {"start"}})
}

// TestGuideOverHTTP: from the grant to how it felt; STOP from any page asks to switch it off; the simulated chair has no part.
func TestGuideOverHTTP(t *testing.T) {
	s := someStudy(t).with(t, manual.Cushion)
	by := strings.Repeat("n", 36)
	if page := s.guest(t, by, "cushion"); !strings.Contains(page, `data-step="session"`) {
		t.Fatal(page)
	}
	if n := len(s.fake.requests(wire.Start)); n != 0 {
		t.Errorf("the engine was asked %d times", n)
	}
	now := s.state(t, s.get(t, "/guide/now"))
	if !now.Active || now.View.Stage != "asking" || now.View.Massager != "Massage cushion" {
		t.Fatalf("%+v", now.View)
	}
	if page := s.get(t, "/"); !strings.Contains(page, "A massager may be running") {
		t.Error("home does not say so")
	}
	s.clock.pass(20 * time.Second)
	_, text := s.post(t, "/guide", url.Values{"do": {"softer"}})
	if now = s.state(t, text); !strings.Contains(now.Problem, "folded towel") {
		t.Errorf("softer: %+v", now)
	}
	if _, text = s.post(t, "/guide", url.Values{"do": {"stopped"}}); s.state(t, text).Problem != "" || !s.state(t, text).Active {
		t.Error("what is out of date is no problem, and changes nothing")
	}
	for form, want := range map[string]int{"do=fly": 400, "do=skip&step=x": 400} {
		f, _ := url.ParseQuery(form)
		if code, _ := s.post(t, "/guide", f); code != want {
			t.Errorf("%s: %d", form, code)
		}
	}
	s.post(t, "/stop", nil)
	if now = s.state(t, s.get(t, "/guide/now")); now.View.Stage != "stopping" || now.View.Now.Large != "Press POWER on your remote" {
		t.Fatalf("%+v", now.View)
	}
	if len(s.fake.requests(wire.Stop)) != 1 {
		t.Error("the engine did not hear the stop")
	}
	s.clock.pass(time.Minute)
	if code, _ := s.post(t, "/guide", url.Values{"do": {"stopped"}, "plain": {"1"}}); code != http.StatusSeeOther {
		t.Errorf("without a script: %d", code)
	}
	_, page := s.post(t, "/visit", url.Values{"by": {by}, "do": {"look"}})
	if !strings.Contains(page, "Why did you stop?") || !strings.Contains(page, "You have said that it has stopped") {
		t.Errorf("%s", page)
	}
	s.post(t, "/visit", url.Values{"by": {by}, "do": {"why"}, "why": {"wrong"}, "turn": {turnOf(page)}})
	if n := len(s.fake.requests(wire.Wrong)); n != 0 {
		t.Error("the simulated chair was told that something felt wrong on another")
	}
	all, err := s.store.Sessions(t.Context())
	if err != nil || len(all) != 1 || all[0].Outcome != "stopped" || all[0].Contact != 80*time.Second || all[0].Person != "" {
		t.Errorf("on record: %+v, %v", all, err)
	}
}

// TestGuideBesideEngine: a session on the simulated chair and one on a massager do not end each other's visit.
func TestGuideBesideEngine(t *testing.T) {
	s := someStudy(t).with(t, manual.Cushion)
	by := strings.Repeat("n", 36)
	s.guest(t, by, "cushion")
	body := fmt.Sprintf(`{"v":%d,"verb":"start","programme":"gentle","by":"somebody else"}`, wire.Version)
	r, err := http.Post(s.URL+"/do", "application/json", strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	r.Body.Close()
	if _, page := s.post(t, "/visit", url.Values{"by": {by}, "do": {"look"}}); !strings.Contains(page, `data-step="session"`) {
		t.Errorf("the visit is not in its session any more: %s", page)
	}
	if page := s.guest(t, strings.Repeat("o", 36), "cushion"); !strings.Contains(page, "A session is under way on a massager") {
		t.Errorf("a second one: %s", page)
	}
}

// TestGuideAfterKill: the server's end in the middle is followed by the question whether it still runs.
func TestGuideAfterKill(t *testing.T) {
	dir, clock := t.TempDir(), &wall{at: time.Now()}
	s := newStudy(t, dir, clock).with(t, manual.Cushion)
	s.guest(t, strings.Repeat("n", 36), "cushion")
	clock.pass(2 * time.Minute)
	again := newStudy(t, dir, clock)
	if page := again.get(t, "/guide"); !strings.Contains(page, "Is it still running?") || !strings.Contains(page, "Press POWER on your remote") || !strings.Contains(page, "It has stopped") {
		t.Error(page)
	}
	clock.pass(time.Minute)
	again.post(t, "/guide", url.Values{"do": {"stopped"}})
	all, err := again.store.Sessions(t.Context())
	if err != nil || all[0].Outcome != "interrupted" || all[0].Contact != 3*time.Minute || all[0].Open {
		t.Errorf("%+v, %v", all, err)
	}
}

func everyones() chair.Limits { return chair.Everyone() }

// firstLimits are those of somebody who is new.
func firstLimits() chair.Limits {
	l := chair.Everyone()
	l.Force[chair.ZoneMuscle].Max, l.Session.Max, l.Zone.Max, l.Spot.Max, l.Tapping.Max = 24, 10*time.Minute, 3*time.Minute, time.Minute, 0
	return l
}

package httpapi_test

import (
	"context"
	"crypto/sha256"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/internal/access"
	"github.com/openlumbar/lumbar/internal/httpapi"
	"github.com/openlumbar/lumbar/internal/wire"
)

// shelf keeps devices in memory.
type shelf struct {
	mu  sync.Mutex
	all map[[sha256.Size]byte]access.Device
}

func (s *shelf) AddDevice(_ context.Context, hash [sha256.Size]byte, d access.Device) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.all[hash] = d
	return nil
}

func (s *shelf) DeviceOf(_ context.Context, hash [sha256.Size]byte) (access.Device, bool, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	d, ok := s.all[hash]
	return d, ok, nil
}

func (*shelf) SawDevice(context.Context, string, time.Time) error { return nil }

func (s *shelf) Devices(context.Context) (all []access.Device, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, d := range s.all {
		all = append(all, d)
	}
	return all, nil
}

func (s *shelf) RemoveDevice(_ context.Context, id string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	for hash, d := range s.all {
		if d.ID == id {
			delete(s.all, hash)
		}
	}
	return nil
}

const elsewhere, here = "192.0.2.7:51000", "127.0.0.1:51000"

// caller asks a server from an address, with the cookies that it was given.
type caller struct {
	t       *testing.T
	server  http.Handler
	from    string
	headers map[string]string
	cookies map[string]*http.Cookie
	host    string // that it asks, with the port; empty: 192.0.2.1:8420
}

func (v *caller) ask(method, path, body string) *httptest.ResponseRecorder {
	v.t.Helper()
	r := httptest.NewRequest(method, "http://192.0.2.1:8420"+path, strings.NewReader(body))
	r.RemoteAddr = v.from
	if v.host != "" {
		r.Host = v.host
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	if strings.HasPrefix(body, "{") {
		r.Header.Set("Content-Type", "application/json")
	}
	for k, text := range v.headers {
		r.Header.Set(k, text)
	}
	for _, c := range v.cookies {
		r.AddCookie(c)
	}
	w := httptest.NewRecorder()
	v.server.ServeHTTP(w, r)
	for _, c := range w.Result().Cookies() {
		v.cookies[c.Name] = c
	}
	return w
}

func newCaller(t *testing.T, s http.Handler, from string) *caller {
	return &caller{t: t, server: s, from: from, cookies: map[string]*http.Cookie{}}
}

func callers(t *testing.T, f *fake) (there, local *caller) {
	t.Helper()
	there, local, _ = callersOf(t, httpapi.Options{Engine: f})
	return there, local
}

// callersOf is callers of a server with further options, and its door.
func callersOf(t *testing.T, o httpapi.Options) (there, local *caller, door *access.Door) {
	t.Helper()
	door = access.NewDoor(&shelf{all: map[[sha256.Size]byte]access.Device{}})
	o.Programmes, o.Door, o.Addresses = cards(), door, []string{"http://192.0.2.1:8420"}
	s, err := httpapi.New(o)
	if err != nil {
		t.Fatal(err)
	}
	return newCaller(t, s, elsewhere), newCaller(t, s, here), door
}

// letIn lets whoever is there in with a code that the machine shows.
func letIn(t *testing.T, local, there *caller, role access.Role) {
	t.Helper()
	local.ask("POST", "/devices/code", "role="+role.String())
	m := sixDigits.FindStringSubmatch(local.ask("GET", "/devices", "").Body.String())
	if m == nil {
		t.Fatal("no code is shown")
	}
	there.cookies = map[string]*http.Cookie{}
	there.ask("POST", "/pair", "name=Tablet&code="+m[1]+m[2])
}

// TestStranger: a device that was not let in may press STOP, and nothing else, whatever it says of where it is.
func TestStranger(t *testing.T) {
	f := newFake()
	there, local := callers(t, f)
	for _, headers := range []map[string]string{nil, {"X-Forwarded-For": "127.0.0.1"}, {"Accept": "text/html"}, {"Forwarded": "for=127.0.0.1"}} {
		there.headers = headers
		for _, c := range [][3]string{
			{"GET", "/", ""}, {"GET", "/events", ""}, {"GET", "/api/v1/chair", ""}, {"GET", "/api/v1/events", ""}, {"GET", "/devices", ""}, {"GET", "/metrics", ""},
			{"POST", "/do", `{"v":1,"verb":"start","programme":"after-desk"}`}, {"POST", "/do", `{"v":1,"verb":"stop"}`}, {"POST", "/visit", "do=begin&by=" + pageName},
			{"POST", "/api/v1/commands", `{"verb":"start"}`}, {"POST", "/devices/code", "role=owner"}, {"POST", "/devices/remove", "id=x"}, {"GET", "/nowhere", ""},
		} {
			if w := there.ask(c[0], c[1], c[2]); w.Code != 403 && !strings.HasPrefix(w.Header().Get("Location"), "/pair") {
				t.Errorf("%v: %v is answered with %d", headers, c, w.Code)
			}
		}
	}
	if n := len(f.requests(wire.Start)) + len(f.requests(wire.Stop)); n != 0 {
		t.Fatalf("%d requests went through", n)
	}
	there.headers = nil
	for _, path := range []string{"/stop", "/api/v1/stop"} {
		there.ask("POST", path, "")
	}
	if n := len(f.requests(wire.Stop)); n != 2 {
		t.Errorf("STOP went through %d times of 2", n)
	}
	if w := there.ask("GET", "/pair", ""); w.Code != 200 {
		t.Errorf("/pair: %d", w.Code)
	}
	if w := local.ask("GET", "/", ""); w.Code != 200 {
		t.Errorf("at the machine itself: %d", w.Code)
	}
	local.headers = map[string]string{"X-Forwarded-For": "192.0.2.9"} // a proxy at this machine
	if w := local.ask("GET", "/", ""); w.Code != 403 {
		t.Errorf("through a proxy: %d", w.Code)
	}
}

var sixDigits = regexp.MustCompile(`class="code"[^>]*>(\d{3}) (\d{3})<`)

// TestLetIn: a device with the code may do what its role allows, until it is removed; five wrong ones spend the code.
func TestLetIn(t *testing.T) {
	f := newFake()
	there, local := callers(t, f)
	code := func(role string) string {
		t.Helper()
		if w := local.ask("POST", "/devices/code", "role="+role); w.Code != 303 {
			t.Fatal(w.Code, w.Body)
		}
		m := sixDigits.FindStringSubmatch(local.ask("GET", "/devices", "").Body.String())
		if m == nil {
			t.Fatal("no code is shown")
		}
		return m[1] + m[2]
	}
	enter := func(code string) string {
		return there.ask("POST", "/pair", url.Values{"code": {code}, "name": {"Tablet <1>"}}.Encode()).Body.String()
	}
	right := code("sitter")
	wrong := "000000"
	if right == wrong {
		wrong = "000001"
	}
	for range 5 {
		if text := enter(wrong); !strings.Contains(text, `role="alert"`) {
			t.Error("a wrong code was taken")
		}
	}
	if text := enter(right); strings.Contains(text, "is let in") {
		t.Error("the code counts after five wrong ones")
	}
	if text := enter(code("sitter")); !strings.Contains(text, "Tablet &lt;1&gt; is let in") {
		t.Fatal("not let in: ", text)
	}
	c := there.cookies["lumbar-device-8420"]
	if c == nil || !c.HttpOnly || c.SameSite != http.SameSiteStrictMode {
		t.Errorf("cookie %+v", c)
	}
	if w := there.ask("GET", "/", ""); w.Code != 200 {
		t.Errorf("page: %d", w.Code)
	}
	if w := there.ask("POST", "/do", `{"v":1,"verb":"start","programme":"after-desk"}`); w.Code != 200 {
		t.Errorf("start: %d %s", w.Code, w.Body)
	}
	for _, w := range []*httptest.ResponseRecorder{there.ask("GET", "/devices", ""), there.ask("GET", "/metrics", ""), there.ask("POST", "/devices/code", "role=maker")} {
		if w.Code != 403 || !strings.Contains(w.Body.String(), "takes owner") {
			t.Errorf("a sitter reaches the devices: %d", w.Code)
		}
	}
	id := regexp.MustCompile(`name="id" value="([^"]+)"`).FindStringSubmatch(local.ask("GET", "/devices", "").Body.String())
	if id == nil {
		t.Fatal("the device is not listed")
	}
	local.ask("POST", "/devices/remove", "id="+id[1])
	if w := there.ask("GET", "/", ""); w.Code != 403 {
		t.Errorf("removed, and let in: %d", w.Code)
	}
	if text := enter(code("owner")); !strings.Contains(text, "is let in") {
		t.Fatal("not let in as owner")
	}
	if w := there.ask("POST", "/devices/code", "role=maker"); !strings.Contains(w.Body.String(), `role="alert"`) {
		t.Error("an owner lets a maker in")
	}
	if w := there.ask("POST", "/devices/code", "role=owner"); w.Code != 303 {
		t.Errorf("an owner lets no owner in: %d", w.Code)
	}
}

// TestPairedGoesOn: who had to be let in first is brought to the page that they wanted, and never to another site.
func TestPairedGoesOn(t *testing.T) {
	goesOn := regexp.MustCompile(`class="primary big" href="([^"]*)"`)
	for wanted, want := range map[string]string{
		"/note/2026-03-02": "/note/2026-03-02", "/week/moves?of=after": "/week/moves?of=after", "/": "/",
		"/pair": "/", "//evil.example/": "/", `/\evil.example/`: "/", "https://evil.example/": "/", "/a//evil.example": "/", "evil.example": "/",
		"/\t/evil.example": "/", "/" + strings.Repeat("a", 400): "/", "javascript:alert(1)": "/", "": "/", "/%zz": "/",
	} {
		there, local := callers(t, newFake())
		way := "/pair?" + url.Values{"to": {wanted}}.Encode()
		there.headers = map[string]string{"Accept": "text/html"}
		if want != "/" {
			if got := there.ask("GET", wanted, "").Header().Get("Location"); got != way {
				t.Errorf("%s leads a stranger to %s, want %s", wanted, got, way)
			}
		}
		if text := there.ask("GET", way, "").Body.String(); !strings.Contains(text, `name="to" value="`+want+`"`) {
			t.Errorf("%q: the form does not keep %q", wanted, want)
		}
		local.ask("POST", "/devices/code", "role=sitter")
		m := sixDigits.FindStringSubmatch(local.ask("GET", "/devices", "").Body.String())
		if m == nil {
			t.Fatal("no code is shown")
		}
		text := there.ask("POST", "/pair", url.Values{"code": {m[1] + m[2]}, "name": {"Phone"}, "to": {wanted}}.Encode()).Body.String()
		if got := goesOn.FindStringSubmatch(text); got == nil || got[1] != want {
			t.Errorf("%q: let in, they go on to %q, want %q", wanted, got, want)
		}
		if got := goesOn.FindStringSubmatch(there.ask("GET", way, "").Body.String()); got == nil || got[1] != want {
			t.Errorf("%q: at the door again, they go on to %q, want %q", wanted, got, want)
		}
	}
}

// TestOwnersFault: a fault that the owner has to look at is not a sitter's to clear, on any way.
func TestOwnersFault(t *testing.T) {
	f := newFake()
	there, local := callers(t, f)
	local.ask("POST", "/devices/code", "role=sitter")
	m := sixDigits.FindStringSubmatch(local.ask("GET", "/devices", "").Body.String())
	there.ask("POST", "/pair", "code="+m[1]+m[2]+"&name=Tablet")
	owners := 0
	for _, i := range chair.Catalogue {
		if i.Clear == chair.ClearAnswered {
			continue // not by "clear"
		}
		want := 200
		if i.Clear == chair.ClearOwner {
			want = 403
			owners++
		}
		for _, c := range [][2]string{{"/do", `{"v":1,"verb":"clear"}`}, {"/api/v1/commands", `{"verb":"clear"}`}} {
			f.fail(i.Code)
			if w := there.ask("POST", c[0], c[1]); w.Code != want {
				t.Errorf("%s of %s: %d, want %d: %s", c[0], i.Code, w.Code, want, w.Body)
			}
		}
		f.fail(i.Code)
		if w := local.ask("POST", "/do", `{"v":1,"verb":"clear"}`); w.Code != 200 {
			t.Errorf("at the machine: %d", w.Code)
		}
	}
	if owners == 0 {
		t.Error("no fault is the owner's: nothing was tried")
	}
}

// TestPhoneBySign: who has scanned the sign uses the chair; a wrong secret leads to the code, and the sign is the owner's to
// make anew.
func TestPhoneBySign(t *testing.T) {
	f := newFake()
	door := access.NewDoor(&shelf{all: map[[sha256.Size]byte]access.Device{}})
	if err := door.UseSign(t.TempDir()); err != nil {
		t.Fatal(err)
	}
	s, err := httpapi.New(httpapi.Options{Engine: f, Programmes: cards(), Door: door, Shared: true})
	if err != nil {
		t.Fatal(err)
	}
	there := newCaller(t, s, elsewhere)
	if w := there.ask("GET", "/at/"+door.Sign()+"x", ""); w.Header().Get("Location") != "/pair" || len(there.cookies) != 0 {
		t.Errorf("a wrong secret: %d, %v", w.Code, there.cookies)
	}
	if w := there.ask("GET", "/at/"+door.Sign(), ""); w.Header().Get("Location") != "/" {
		t.Fatalf("the sign leads to %d %q", w.Code, w.Header().Get("Location"))
	}
	if w := there.ask("GET", "/", ""); w.Code != 200 {
		t.Errorf("page: %d", w.Code)
	}
	if w := there.ask("GET", "/sign", ""); w.Code != 200 {
		t.Errorf("sign: %d", w.Code)
	}
	for _, path := range []string{"/sign", "/devices/code"} {
		if w := there.ask("POST", path, ""); w.Code != 403 {
			t.Errorf("POST %s by a phone: %d", path, w.Code)
		}
	}
	if w := there.ask("POST", "/do", `{"v":1,"verb":"move","axis":"recline","by":"`+pageName+`"}`); w.Code != 403 {
		t.Errorf("by hand from a phone that may be anywhere by now: %d", w.Code)
	}
	local := newCaller(t, s, here)
	was := door.Sign()
	if w := local.ask("POST", "/sign", ""); w.Code != 303 || door.Sign() == was {
		t.Errorf("a new sign: %d", w.Code)
	}
	if w := there.ask("GET", "/", ""); w.Code != 403 {
		t.Errorf("by an old sign: %d", w.Code)
	}
}

package httpapi_test

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/internal/httpapi"
	"github.com/openlumbar/lumbar/internal/web"
	"github.com/openlumbar/lumbar/internal/wire"
)

// answer sends one request straight to a server, without a network.
func answer(t *testing.T, f *fake, r *http.Request) *http.Response {
	t.Helper()
	s, err := httpapi.New(httpapi.Options{Engine: f, Programmes: cards(), Bodies: bodies(), Hosts: []string{"lumbar.local"}, Answer: time.Second})
	if err != nil {
		t.Fatal(err)
	}
	w := httptest.NewRecorder()
	s.ServeHTTP(w, r)
	return w.Result()
}

func post(path, body string, change ...func(*http.Request)) *http.Request {
	r := httptest.NewRequest(http.MethodPost, "http://localhost:8080"+path, strings.NewReader(body))
	r.Header.Set("Content-Type", "application/json")
	for _, c := range change {
		c(r)
	}
	return r
}

func header(key, value string) func(*http.Request) {
	return func(r *http.Request) { r.Header.Set(key, value) }
}

func content(t *testing.T, r *http.Response) string {
	t.Helper()
	text, err := io.ReadAll(r.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func TestNewNeedsAnEngine(t *testing.T) {
	if _, err := httpapi.New(httpapi.Options{}); err == nil {
		t.Error("a server without an engine was made")
	}
}

func TestDo(t *testing.T) {
	const stop = `{"v":1,"verb":"stop","by":"page-1"}`
	for _, c := range []struct {
		name    string
		prepare func(*fake)
		request *http.Request
		status  int
		says    string
	}{
		{"taken", nil, post("/do", `{"v":1,"verb":"start","programme":"after-desk"}`), 200, `"stage":"homing"`},
		{"refused by the engine", func(f *fake) { f.refusal = "Only one session at a time. Finish this one first." },
			post("/do", `{"v":1,"verb":"start"}`), 409, "Finish this one first."},
		{"engine down", func(f *fake) { f.down = errDown }, post("/do", stop), 503, "press the red button"},
		{"not understood", nil, post("/do", `{"v":1,"verb":"jump"}`), 400, "Reload the page"},
		{"same origin", nil, post("/do", stop, header("Sec-Fetch-Site", "same-origin"), header("Origin", "http://localhost:8080")), 200, `"v":1`},
		{"another site, new browser", nil, post("/do", stop, header("Sec-Fetch-Site", "cross-site")), 403, "own page"},
		{"another site, old browser", nil, post("/do", stop, header("Origin", "http://evil.example")), 403, "own page"},
		{"another port of this machine", nil, post("/do", stop, header("Origin", "http://localhost:9999")), 403, "own page"},
		{"a form of another site", nil, post("/stop", "", header("Sec-Fetch-Site", "cross-site")), 403, "own page"},
		{"a name that is not ours", nil, post("/do", stop, func(r *http.Request) { r.Host = "rebound.example:8080" }), 421, "rebound.example"},
		{"a name that is ours", nil, post("/do", stop, func(r *http.Request) { r.Host = "Lumbar.local:8080" }), 200, `"v":1`},
		{"an address", nil, post("/do", stop, func(r *http.Request) { r.Host = "192.168.1.20:8080" }), 200, `"v":1`},
		{"an IPv6 address", nil, post("/do", stop, func(r *http.Request) { r.Host = "[fe80::1]:8080" }), 200, `"v":1`},
		{"an IPv6 address without a port", nil, post("/do", stop, func(r *http.Request) { r.Host = "[::1]" }), 200, `"v":1`},
		{"no name", nil, post("/do", stop, func(r *http.Request) { r.Host = "" }), 421, "name"},
	} {
		t.Run(c.name, func(t *testing.T) {
			f := newFake()
			if c.prepare != nil {
				c.prepare(f)
			}
			r := answer(t, f, c.request)
			text := content(t, r)
			if r.StatusCode != c.status || !strings.Contains(text, c.says) {
				t.Errorf("got %d %s, want %d saying %q", r.StatusCode, text, c.status, c.says)
			}
			if c.status >= 400 {
				var p struct {
					Title, Detail string
					Status        int
				}
				if err := json.Unmarshal([]byte(text), &p); err != nil || p.Status != c.status || p.Title == "" || p.Detail == "" {
					t.Errorf("not a problem with title, detail and status: %s", text)
				}
				if kind := r.Header.Get("Content-Type"); kind != "application/problem+json" {
					t.Errorf("content type %q, want application/problem+json", kind)
				}
				if len(f.asked) > 0 && c.status != 409 {
					t.Errorf("a refused request reached the engine: %+v", f.asked)
				}
			}
		})
	}
}

func TestStopGoesOnWhenItsSenderIsGone(t *testing.T) {
	f := newFake()
	f.deaf = make(chan struct{})
	ctx, cancel := context.WithCancel(t.Context())
	cancel() // the tab was closed while STOP was on its way
	close(f.deaf)
	answer(t, f, post("/do", `{"v":1,"verb":"stop"}`).WithContext(ctx))
	if len(f.requests(wire.Stop)) != 1 {
		t.Error("the engine did not get the stop")
	}
}

func TestStopWithoutScript(t *testing.T) {
	f := newFake()
	r := answer(t, f, post("/stop", "", header("Content-Type", "application/x-www-form-urlencoded"), header("Sec-Fetch-Site", "same-origin")))
	if r.StatusCode != http.StatusSeeOther || len(f.requests(wire.Stop)) != 1 {
		t.Errorf("got %d and %d stops, want 303 and one", r.StatusCode, len(f.requests(wire.Stop)))
	}
}

func TestHeaders(t *testing.T) {
	for _, path := range []string{"/", "/static/app.js", "/healthz", "/nothing"} {
		h := answer(t, newFake(), httptest.NewRequest("GET", "http://localhost"+path, nil)).Header
		csp := h.Get("Content-Security-Policy")
		for _, want := range []string{"default-src 'none'", "script-src 'self'", "frame-ancestors 'none'"} {
			if !strings.Contains(csp, want) {
				t.Errorf("%s: policy %q lacks %s", path, csp, want)
			}
		}
		if strings.Contains(csp, "unsafe") || h.Get("X-Content-Type-Options") != "nosniff" {
			t.Errorf("%s: headers %v", path, h)
		}
		if got := h.Get("Referrer-Policy"); got != "same-origin" { // nothing to other sites, and the Origin of our own forms to us
			t.Errorf("%s: the referrer's policy is %q", path, got)
		}
	}
}

func TestAssets(t *testing.T) {
	get := func(path string, change ...func(*http.Request)) *http.Response {
		r := httptest.NewRequest("GET", "http://localhost/static/"+path, nil)
		for _, c := range change {
			c(r)
		}
		return answer(t, newFake(), r)
	}
	script := get("app.js")
	if kind := script.Header.Get("Content-Type"); !strings.Contains(kind, "javascript") {
		t.Errorf("a script has content type %q", kind)
	}
	tag := script.Header.Get("ETag")
	if again := get("app.js", header("If-None-Match", tag)); tag == "" || again.StatusCode != http.StatusNotModified {
		t.Errorf("known script: got %d with tag %s, want 304", again.StatusCode, tag)
	}
	for _, path := range []string{"", "../page.html", "nothing.js"} {
		if r := get(path); r.StatusCode == 200 {
			t.Errorf("%q was served", path)
		}
	}
}

func TestPageWithoutScript(t *testing.T) {
	f := newFake()
	text := content(t, answer(t, f, httptest.NewRequest("GET", "http://localhost/", nil)))
	for _, want := range []string{"Simulation", "Watch a simulated person", "After the desk", fmt.Sprintf("%d min", cards()[0].Minutes), "an average woman", "the tallest man",
		"Not a medical device", `action="/stop"`, "I have a chair or a massager", "The score of"} {
		if !strings.Contains(text, want) {
			t.Errorf("the page does not say %q", want)
		}
	}
	if m := regexp.MustCompile(`<[^>]+\s(style|on\w+)=`).FindString(text); m != "" {
		t.Errorf("the policy forbids %q", m)
	}
	if m := regexp.MustCompile(`(src|href|action)="(?:https?:)?//[^"]*"`).FindString(text); m != "" {
		t.Errorf("the page asks a third party: %s", m)
	}
	if at, stop := strings.Index(text, `id="stop"`), regexp.MustCompile(`<(a|button|input|summary)\b`).FindStringIndex(text); stop == nil || at < stop[0] || at > stop[0]+40 {
		t.Error("STOP is not the first thing that can have the focus")
	}

	f.Do(t.Context(), wire.Request{V: 1, Verb: wire.Start, Programme: "after-desk"})
	if text := content(t, answer(t, f, httptest.NewRequest("GET", "http://localhost/", nil))); !strings.Contains(text, "Finding its ends") {
		t.Error("a running session is not told without script")
	}
	f.down = errDown
	if text := content(t, answer(t, f, httptest.NewRequest("GET", "http://localhost/", nil))); !strings.Contains(text, `role="alert">`) {
		t.Error("a silent engine is not told without script")
	}
}

// TestWords: what the wire can say, the page can say.
func TestWords(t *testing.T) {
	w := web.English()
	for _, s := range []wire.Stage{wire.Idle, wire.Homing, wire.Taring, wire.Settle, wire.Scan, wire.Massage, wire.Ending, wire.Retreat, wire.Done} {
		if w.Stages[string(s)].Title == "" {
			t.Errorf("no words for the stage %q", s)
		}
	}
	for _, s := range []wire.StopState{wire.StopSent, wire.StopConfirmed, wire.StopUnconfirmed} {
		if w.Stop[string(s)] == "" {
			t.Errorf("no words for the stop state %q", s)
		}
	}
	for _, i := range chair.Catalogue {
		if w.Severities[i.Severity.String()] == "" {
			t.Errorf("no words for the severity %q of %s", i.Severity, i.Code)
		}
	}
	for _, by := range []chair.Author{chair.ByEveryone, chair.ByChair, chair.ByAnswers, chair.ByDose, chair.ByChoice} {
		if w.Limits[string(by)] == "" {
			t.Errorf("no words for a limit by %q", by)
		}
	}
	for _, o := range []string{"finished", "stopped", "fault", "interrupted"} {
		if w.Outcomes[o].Text == "" {
			t.Errorf("no words for the outcome %q", o)
		}
	}
}

// TestWording: the page promises comfort and nothing else. The standing notice is the one place that names what
// this is not.
func TestWording(t *testing.T) {
	text := content(t, answer(t, newFake(), httptest.NewRequest("GET", "http://localhost/", nil)))
	text = regexp.MustCompile(`(?s)<footer>.*</footer>`).ReplaceAllString(text, "")
	banned := regexp.MustCompile(`(?i)\b(treat|cure|heal|pain|therap\w*|detox|circulation|posture|safe|cleared|clinical\w*|patients?|medical|screening|risk)\b|[a-z]!`)
	if m := banned.FindAllString(text, -1); len(m) > 0 {
		t.Errorf("the page says %q", m)
	}
}

func TestHealth(t *testing.T) {
	f := newFake()
	if r := answer(t, f, httptest.NewRequest("GET", "http://localhost/healthz", nil)); r.StatusCode != http.StatusServiceUnavailable {
		t.Errorf("without a pump: %d, want 503", r.StatusCode)
	}
	server := serve(t, f)
	for deadline := time.Now().Add(10 * time.Second); ; {
		r, err := server.Client().Get(server.URL + "/healthz")
		if err != nil {
			t.Fatal(err)
		}
		text := content(t, r)
		r.Body.Close()
		if r.StatusCode == http.StatusOK && strings.Contains(text, `"engine":"answers"`) {
			return
		}
		if time.Now().After(deadline) {
			t.Fatalf("with a pump: %d %s, want 200", r.StatusCode, text)
		}
	}
}

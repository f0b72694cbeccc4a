package httpapi_test

import (
	"bytes"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/openlumbar/lumbar/internal/httpapi"
	"github.com/openlumbar/lumbar/internal/wire"
)

const pageName = "0123456789abcdef-0123456789abcdef"

// log is a log that a test may read.
type log struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (l *log) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Write(p)
}

// turnOf is which word is awaited by a form of a page.
func turnOf(page string) string {
	_, after, _ := strings.Cut(page, `name="turn" value="`)
	n, _, _ := strings.Cut(after, `"`)
	return n
}

// send posts one step of a visit, as an answer to what is asked now, and gives the answer's text.
func send(t *testing.T, server *httptest.Server, fields ...string) (int, string) {
	t.Helper()
	f := url.Values{}
	if !slices.Contains(fields, "look") && !slices.Contains(fields, "turn") {
		_, now := send(t, server, "do", "look")
		f.Set("turn", turnOf(now))
	}
	f.Set("by", pageName)
	for i := 0; i < len(fields); i += 2 {
		f.Add(fields[i], fields[i+1])
	}
	r, err := http.PostForm(server.URL+"/visit", f)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Body.Close()
	if r.StatusCode == 200 && r.Header.Get("Cache-Control") != "no-store" {
		t.Error("a step may be kept by the browser")
	}
	text, err := io.ReadAll(r.Body)
	if err != nil {
		t.Fatal(err)
	}
	return r.StatusCode, string(text)
}

// stands fails the test if the answer is not a step.
func stands(t *testing.T, text, step string) {
	t.Helper()
	if !strings.Contains(text, `data-step="`+step+`"`) {
		t.Fatalf("want step %q, got %s", step, text)
	}
}

// TestVisitIsPrivate: what is answered is in no log, no address and nothing that others are told; a refusal changes
// nothing that they see.
func TestVisitIsPrivate(t *testing.T) {
	f, l := newFake(), &log{}
	server := serveEngine(t, f, httpapi.Options{Programmes: cards(), Logger: slog.New(slog.NewTextHandler(l, &slog.HandlerOptions{Level: slog.LevelDebug}))})
	get := func(path string) string {
		r, err := http.Get(server.URL + path)
		if err != nil {
			t.Fatal(err)
		}
		defer r.Body.Close()
		text, _ := io.ReadAll(r.Body)
		return string(text)
	}
	home := get("/")
	for _, c := range []struct{ line, outcome string }{{"RF-CES-1", "S"}, {"RF-AAA-2", "D"}} {
		_, text := send(t, server, "do", "begin", "programme", "after-desk", "body", "average-man", "seed", "1", "pace", "1")
		stands(t, text, "about")
		_, text = send(t, server, "do", "about", "age", "43", "height", "171", "weight", "68")
		stands(t, text, "feel")
		_, text = send(t, server, "do", "skip")
		stands(t, text, "cards")
		_, text = send(t, server, "do", "choose", "line", c.line)
		stands(t, text, "question")
		_, text = send(t, server, "do", "answer", "answer", "yes")
		for range 20 {
			if strings.Contains(text, `data-step="cards"`) {
				_, text = send(t, server, "do", "choose")
			}
		}
		stands(t, text, "refused")
		if !strings.Contains(text, `data-severe="`+c.outcome+`"`) {
			t.Errorf("%s: %s", c.line, text)
		}
		if is := get("/"); is != home {
			t.Error("others see another page after a refusal")
		}
	}
	if _, text := send(t, server, "do", "start"); !strings.Contains(text, `role="alert"`) {
		t.Error("a start after a refusal was taken without a word")
	}
	if n := len(f.requests(wire.Start)); n != 0 {
		t.Errorf("%d sessions were asked for", n)
	}
	_, text := send(t, server, "do", "leave")
	stands(t, text, "over")
	_, text = send(t, server, "do", "look")
	stands(t, text, "gone")
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, secret := range []string{"RF-", "43", "171", pageName, "refused", "yes"} {
		if strings.Contains(l.text.String(), secret) {
			t.Errorf("the log holds %q: %s", secret, l.text.String())
		}
	}
}

// TestVisitForms: what is no form of this page is refused, and changes nothing.
func TestVisitForms(t *testing.T) {
	f := newFake()
	server := serve(t, f)
	for name, c := range map[string]struct {
		kind, body string
		status     int
	}{
		"JSON":         {"application/json", `{}`, 415},
		"no type":      {"", "do=begin&by=" + pageName, 415},
		"too long":     {"application/x-www-form-urlencoded", "by=" + pageName + "&line=" + strings.Repeat("x", 5000), 400},
		"no name":      {"application/x-www-form-urlencoded", "do=begin", 400},
		"a short name": {"application/x-www-form-urlencoded", "do=begin&by=terminal", 400},
	} {
		t.Run(name, func(t *testing.T) {
			r, err := http.Post(server.URL+"/visit", c.kind, strings.NewReader(c.body))
			if err != nil {
				t.Fatal(err)
			}
			defer r.Body.Close()
			if r.StatusCode != c.status {
				t.Errorf("status %d, want %d", r.StatusCode, c.status)
			}
		})
	}
	_, text := send(t, server, "do", "begin")
	stands(t, text, "about")
	for _, fields := range [][]string{
		{"do", "about", "age", "NaN", "height", "170", "weight", "70"}, {"do", "about", "age", "40", "height", "17", "weight", "70"},
		{"do", "about"}, {"do", "jump"}, {"do", "start"}, {"do", "rate", "pain", "3"}, {"do", "next"}, {"do", "approve", "on", "x"},
	} {
		status, text := send(t, server, fields...)
		if status != 200 || !strings.Contains(text, `role="alert"`) {
			t.Errorf("%v was taken: %d", fields, status)
		}
		stands(t, text, "about")
	}
	if r := answer(t, f, post("/do", `{"v":1,"verb":"start","limits":{}}`)); r.StatusCode != 400 {
		t.Errorf("a page's own limits: %d", r.StatusCode)
	}
}

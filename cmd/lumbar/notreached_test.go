package main

import (
	"io"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/openlumbar/lumbar/internal/adding"
	"github.com/openlumbar/lumbar/internal/chairs"
)

// TestStarter: why there is no chair is what the engine said that ended without it, until one answers.
func TestStarter(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "engine.err")
	s := &starter{path: path}
	says := func(text string) {
		t.Helper()
		f, err := os.OpenFile(path, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := f.WriteString(text); err != nil {
			t.Fatal(err)
		}
		if err := f.Close(); err != nil {
			t.Fatal(err)
		}
	}
	next := func() {
		t.Helper()
		if _, err := s.command(); err != nil {
			t.Fatal(err)
		}
	}
	expect := func(when, want string) {
		t.Helper()
		if got := s.lacks(); got != want {
			t.Errorf("%s: %q, want %q", when, got, want)
		}
	}
	says("lumbar: of a server before\n")
	expect("none was started", "")
	next()
	expect("the first one is at it", "")
	says("lumbar: opening den: refused\n")
	expect("it has ended", "opening den: refused")
	next()
	s.heard(false)
	expect("the second one is at it", "opening den: refused")
	s.heard(true)
	expect("it has its chair", "")
	says("lumbar: something else\n")
	expect("it ends, having had it", "")
	next()
	expect("the third one is at it", "")
	says("lumbar: opening den: no answer\n")
	expect("it has ended", "opening den: no answer")
}

// TestNotReached: a chair that is off when lumbar starts does not keep the page away: it says so, tries again, and takes another.
func TestNotReached(t *testing.T) {
	t.Parallel()
	dir, socket := t.TempDir(), filepath.Join(shortDir(t), "chair")
	m, err := chairs.Shipped("bench-4d")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := chairs.In(dir).Add(m, adding.Answers{Link: "unix:" + socket, Title: "The lab", Weight: "100", Real: "no"}, time.Now()); err != nil {
		t.Fatal(err)
	}
	if err := chairs.In(dir).Use("the-lab"); err != nil {
		t.Fatal(err)
	}
	p := start(t, "serve", "--addr", "127.0.0.1:0", "--data", dir)
	page := p.page()
	shows := func(want string) bool {
		answer, err := http.Get(page + "/chair")
		if err != nil {
			return false // between two servers
		}
		defer answer.Body.Close()
		text, err := io.ReadAll(answer.Body)
		return err == nil && strings.Contains(string(text), want)
	}
	wait := func(want string, is bool) {
		t.Helper()
		for late := time.Now().Add(3 * soon); shows(want) != is; time.Sleep(10 * time.Millisecond) { // between looks
			if time.Now().After(late) {
				t.Fatalf("the page says %q: not %v", want, is)
			}
		}
	}
	post := func(path string, pairs url.Values) (int, string) {
		t.Helper()
		answer, err := http.PostForm(page+path, pairs)
		if err != nil {
			t.Fatal(err)
		}
		defer answer.Body.Close()
		text, _ := io.ReadAll(answer.Body) // of this machine
		return answer.StatusCode, string(text)
	}
	wait("The lab is not reached", true)
	wait("Start what listens at "+socket, true)
	if code, text := post("/chair/again", nil); code != http.StatusConflict || !strings.Contains(text, "Nothing answers at "+socket) {
		t.Errorf("tried again: %d %s", code, text)
	}
	// It comes.
	start(t, "twin", "--socket", socket, "--chair", chairFile(dir, "the-lab"))
	for late := time.Now().Add(3 * soon); ; time.Sleep(10 * time.Millisecond) { // until it listens, or has been found already
		code, text := post("/chair/again", nil)
		if code == http.StatusOK || strings.Contains(text, "not missed now") {
			break
		}
		if time.Now().After(late) {
			t.Fatalf("%d %s", code, text)
		}
	}
	wait("The lab is not reached", false)
	if code, text := post("/chair/again", nil); code != http.StatusConflict || !strings.Contains(text, "not missed now") {
		t.Errorf("%d %s", code, text)
	}
}

// TestNotReachedAnother: where the chair is off another one is taken, though its control says nothing.
func TestNotReachedAnother(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	added(t, dir, "open-board", "modbus-tcp://127.0.0.1:1", "Off") // nothing listens there
	if err := chairs.In(dir).Use("off"); err != nil {
		t.Fatal(err)
	}
	p := start(t, "serve", "--addr", "127.0.0.1:0", "--data", dir)
	page := p.page()
	var before string
	for late := time.Now().Add(3 * soon); before != "200"; time.Sleep(10 * time.Millisecond) { // until it is known
		if time.Now().After(late) {
			t.Fatal("another chair is not taken: ", before)
		}
		answer, err := http.PostForm(page+"/chair/use", url.Values{"name": {"simulated"}})
		if err != nil {
			continue
		}
		text, _ := io.ReadAll(answer.Body) // of this machine
		_ = answer.Body.Close()
		if before = answer.Status[:3]; before != "200" {
			before += " " + string(text)
		}
	}
	for late := time.Now().Add(3 * soon); ; time.Sleep(10 * time.Millisecond) { // between looks
		if u, ok := usedNow(page); ok && u.Name == "simulated" && u.Said == "" {
			break
		}
		if time.Now().After(late) {
			t.Fatal("the simulated chair is not used")
		}
	}
}

// TestStarterBegins: what engines say does not grow without end, and what the last one said is still known.
func TestStarterBegins(t *testing.T) {
	t.Parallel()
	s := &starter{path: filepath.Join(t.TempDir(), "engine.err")}
	if _, err := s.command(); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(s.path, []byte(strings.Repeat("x", mostKept)+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	s.from = mostKept - 3
	if _, err := s.command(); err != nil {
		t.Fatal(err)
	}
	if info, err := os.Stat(s.path); err != nil || info.Size() != 0 || s.lacks() != "xxx" {
		t.Error(info, err, s.lacks())
	}
}

package main

import (
	"encoding/json"
	"net"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/openlumbar/lumbar/internal/adding"
	"github.com/openlumbar/lumbar/internal/chairs"
	"github.com/openlumbar/lumbar/internal/httpapi"
)

// usedNow is which chair a server says that it uses; false while it does not answer.
func usedNow(address string) (u httpapi.Used, ok bool) {
	answer, err := http.Get(address + "/chair/used")
	if err != nil {
		return u, false
	}
	defer answer.Body.Close()
	return u, json.NewDecoder(answer.Body).Decode(&u) == nil
}

// added adds a chair to a data directory.
func added(t *testing.T, dir, like, link, title string) {
	t.Helper()
	m, err := chairs.Shipped(like)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := chairs.In(dir).Add(m, adding.Answers{Link: link, Title: title, Weight: "100"}, time.Now()); err != nil {
		t.Fatal(err)
	}
}

// TestChange: the page takes another chair at the same address, and what cannot be used gives way to what was there before.
func TestChange(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	added(t, dir, "infinity", "ble", "Den")
	added(t, dir, "open-board", "modbus-tcp://127.0.0.1:1", "Off")
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	hangsUp := make(chan struct{})
	go func() { // something listens there, and it is no board
		defer close(hangsUp)
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			_ = c.Close()
		}
	}()
	t.Cleanup(func() { _ = l.Close(); <-hangsUp })
	added(t, dir, "open-board", "modbus-tcp://"+l.Addr().String(), "Gone")
	p := start(t, "serve", "--addr", "127.0.0.1:0", "--data", dir)
	address := p.page()
	to := func(name, want string) (u httpapi.Used) {
		t.Helper()
		before, _ := usedNow(address)
		answer, err := http.PostForm(address+"/chair/use", url.Values{"name": {name}})
		if err != nil || answer.StatusCode != http.StatusOK {
			t.Fatal(name, answer, err)
		}
		_ = answer.Body.Close()
		for late := time.Now().Add(3 * soon); u.Since == 0 || u.Since == before.Since; time.Sleep(5 * time.Millisecond) { // between looks
			if u, _ = usedNow(address); time.Now().After(late) {
				t.Fatal("the server does not come back")
			}
		}
		if u.Name != want {
			t.Fatalf("%s was chosen, and %+v is used", name, u)
		}
		return u
	}
	if u := to("den", "den"); u.Said != "" {
		t.Errorf("%+v", u)
	}
	removing := func(name string) int {
		t.Helper()
		answer, err := http.PostForm(address+"/chair/remove", url.Values{"name": {name}})
		if err != nil {
			t.Fatal(err)
		}
		_ = answer.Body.Close()
		return answer.StatusCode
	}
	if code, _, errs := lumbar("", "chair", "use", "simulated", "--data", dir); code != exitDone {
		t.Error(code, errs)
	}
	if code, _, errs := lumbar("", "chair", "remove", "den", "--yes", "--data", dir); code != exitRefused || !strings.Contains(errs, "den is driven now") {
		t.Errorf("the chair that is served is removed: %d %s", code, errs)
	}
	if code := removing("den"); code != http.StatusConflict {
		t.Errorf("the page removes the chair that is served: %d", code)
	}
	if code, _, errs := lumbar("", "chair", "use", "den", "--data", dir); code != exitDone {
		t.Error(code, errs)
	}
	if answer, err := http.PostForm(address+"/chair/use", url.Values{"name": {"off"}}); err != nil || answer.StatusCode != http.StatusConflict {
		t.Error("a chair that is off is taken", answer, err)
	} else {
		_ = answer.Body.Close()
	}
	// The engine ends over it, and says why if it still can.
	if u := to("gone", "den"); !strings.Contains(u.Said, "could not be used") || !strings.Contains(u.Said, "engine does not answer") && !strings.Contains(u.Said, "opening gone") {
		t.Errorf("%+v", u)
	}
	if l, ok, err := chairs.In(dir).Used(); !ok || err != nil || l.Name() != "den" {
		t.Errorf("%+v %v %v", l, ok, err)
	}
	if u := to("simulated", "simulated"); u.Said != "" {
		t.Errorf("%+v", u)
	}
	if code := removing("den"); code != http.StatusOK { // where it leads to
		t.Errorf("the page does not remove another chair: %d", code)
	}
	if code, out, errs := lumbar("", "chair", "remove", "off", "--yes", "--data", dir); code != exitDone {
		t.Errorf("another chair than the one that is served stays: %d %s %s", code, out, errs)
	}
	if names, err := chairs.In(dir).Names(); err != nil || len(names) != 1 || names[0] != "gone" {
		t.Error(names, err)
	}
}

// TestUseChair: the terminal chooses for the next start; what the configuration names goes before it.
func TestUseChair(t *testing.T) {
	dir := t.TempDir()
	added(t, dir, "infinity", "ble", "Den")
	if code, _, errs := lumbar("", "chair", "use", "nobody", "--data", dir); code != exitRefused || !strings.Contains(errs, `no chair is called "nobody"`) {
		t.Errorf("%d %s", code, errs)
	}
	if code, out, _ := lumbar("", "chair", "use", "den", "--data", dir); code != exitDone || !strings.Contains(out, "den is used") {
		t.Errorf("%d %s", code, out)
	}
	a := &app{err: &strings.Builder{}, env: func(string) (string, bool) { return "", false }}
	conf, profile, err := (&serveCmd{Data: dir}).prepare(a)
	if err != nil || profile.Name != "den" || conf.Link != "ble" || conf.Chair != chairFile(dir, "den") {
		t.Errorf("%+v %s %v", conf, profile.Name, err)
	}
	if conf, _, err := (&serveCmd{Data: dir, Twin: "/run/chair"}).prepare(a); err != nil || conf.Link != "unix:/run/chair" || conf.Chair != "bench-4d" {
		t.Errorf("%+v %v", conf, err)
	}
}

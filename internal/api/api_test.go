package api_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"reflect"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/openlumbar/lumbar/internal/api"
	"github.com/openlumbar/lumbar/internal/wire"
)

// engine takes what it is asked.
type engine struct {
	mu    sync.Mutex
	asked []wire.Request
	reply wire.Reply
	err   error
	hold  chan struct{} // answers when closed; nil: at once
}

func (e *engine) Do(_ context.Context, r wire.Request) (wire.Reply, error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.asked = append(e.asked, r)
	if e.hold != nil {
		<-e.hold
	}
	return e.reply, e.err
}

func (e *engine) count() int {
	e.mu.Lock()
	defer e.mu.Unlock()
	return len(e.asked)
}

func serve(e *engine) *api.API {
	return api.New(api.Options{Engine: e, Events: http.NotFoundHandler(), Version: "1.2.3",
		Programmes: func() []api.Programme {
			return []api.Programme{{Name: "a", Title: "A", Minutes: 8, Text: "programme"}}
		}})
}

// call sends a request and gives status, headers and body.
func call(a http.Handler, method, path, body string, headers ...string) (int, http.Header, string) {
	r := httptest.NewRequest(method, path, strings.NewReader(body))
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	a.ServeHTTP(w, r)
	text, _ := io.ReadAll(w.Body)
	return w.Code, w.Header(), string(text)
}

// TestCommands: what may be asked reaches the engine, and nothing that a page may not say.
func TestCommands(t *testing.T) {
	for name, c := range map[string]struct {
		body   string
		status int
		want   wire.Request
	}{
		"start": {`{"verb":"start","programme":"a","body":"average-man","seed":7,"pace":8,"calibrate":true,"measure":true,"told":true,"by":"me"}`, 200,
			wire.Request{V: 1, Verb: wire.Start, Programme: "a", Body: "average-man", Seed: 7, Pace: 8, Calibrate: true, Measure: true, Told: true, By: "me"}},
		"what is chosen": {`{"verb":"start","programme":"a","set":{"rounds":"1"}}`, 200, wire.Request{V: 1, Verb: wire.Start, Programme: "a", Set: map[string]string{"rounds": "1"}, By: "api"}},
		"nudge":          {`{"verb":"nudge","level":"L4","mm":-5}`, 200, wire.Request{V: 1, Verb: wire.Nudge, Level: "L4", MM: -5, By: "api"}},
		"limits":         {`{"verb":"start","limits":{}}`, 422, wire.Request{}},
		"person":         {`{"verb":"start","person":"x"}`, 422, wire.Request{}},
		"unknown verb":   {`{"verb":"fly"}`, 422, wire.Request{}},
		"no verb":        {`{}`, 422, wire.Request{}},
		"far too much":   {`{"verb":"nudge","mm":31}`, 422, wire.Request{}},
		"not JSON":       {`{`, 400, wire.Request{}},
		"far too long":   {`{"verb":"start","programme":"` + strings.Repeat("x", 5000) + `"}`, 413, wire.Request{}},
		"a long secret":  {`{"verb":"stop","by":"` + strings.Repeat("x", 65) + `"}`, 422, wire.Request{}},
	} {
		t.Run(name, func(t *testing.T) {
			e := &engine{}
			status, h, text := call(serve(e), "POST", "/api/v1/commands", c.body)
			if status != c.status {
				t.Fatalf("status %d, want %d: %s", status, c.status, text)
			}
			if status != 200 {
				if h.Get("Content-Type") != "application/problem+json" || len(e.asked) != 0 {
					t.Errorf("%s, asked %v", h.Get("Content-Type"), e.asked)
				}
			} else if len(e.asked) != 1 || !reflect.DeepEqual(e.asked[0], c.want) {
				t.Errorf("asked %+v, want %+v", e.asked, c.want)
			}
		})
	}
}

// TestProblems: a refusal says why and what to do; a latched fault is pointed to.
func TestProblems(t *testing.T) {
	e := &engine{reply: wire.Reply{Error: "clear the fault first", Snapshot: wire.Snapshot{Fault: &wire.Fault{Code: "tracking", Title: "An axis is stuck"}}}}
	a := serve(e)
	status, _, text := call(a, "POST", "/api/v1/commands", `{"verb":"start"}`)
	var p struct{ Type, Title, Detail string }
	if err := json.Unmarshal([]byte(text), &p); err != nil || status != 409 {
		t.Fatal(status, text, err)
	}
	if p.Type != "/api/v1/faults/tracking" || p.Title != "An axis is stuck" || p.Detail != "clear the fault first" {
		t.Errorf("%+v", p)
	}
	if status, _, text := call(a, "GET", p.Type, ""); status != 200 || !strings.Contains(text, `"do"`) {
		t.Errorf("the problem points to nothing: %d %s", status, text)
	}
	e.reply, e.err = wire.Reply{}, errors.New("no engine")
	for _, c := range [][2]string{{"GET", "/api/v1/chair"}, {"POST", "/api/v1/stop"}} {
		if status, _, text := call(a, c[0], c[1], ""); status != 503 || !strings.Contains(text, "red button") {
			t.Errorf("%v: %d %s", c, status, text)
		}
	}
	for _, path := range []string{"/api/v1/faults/none", "/api/v1/programmes/none", "/api/v1/none"} {
		if status, _, _ := call(a, "GET", path, ""); status != 404 {
			t.Errorf("%s: %d", path, status)
		}
	}
	if status, _, _ := call(a, "GET", "/api/v1/chair?x=1", ""); status != 422 {
		t.Errorf("an unknown parameter was taken: %d", status)
	}
}

// TestOnce: a key's request is done once, whoever sends it how often, also at the same time; another under the same key
// is refused; STOP is never left out; after a while the key is free.
func TestOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		e := &engine{hold: make(chan struct{})}
		a := serve(e)
		var all sync.WaitGroup
		for range 5 {
			all.Go(func() {
				if status, _, text := call(a, "POST", "/api/v1/commands", `{"verb":"softer"}`, "Idempotency-Key", "k"); status != 200 {
					t.Error(status, text)
				}
			})
		}
		synctest.Wait()
		close(e.hold)
		all.Wait()
		if n := e.count(); n != 1 {
			t.Errorf("done %d times", n)
		}
		if status, _, _ := call(a, "POST", "/api/v1/commands", `{"verb":"stronger"}`, "Idempotency-Key", "k"); status != 422 || e.count() != 1 {
			t.Errorf("another request under the key: %d, done %d", status, e.count())
		}
		for range 2 {
			call(a, "POST", "/api/v1/commands", `{"verb":"stop"}`, "Idempotency-Key", "s")
		}
		if e.count() != 3 {
			t.Error("a stop was left out")
		}
		time.Sleep(10 * time.Minute)
		call(a, "POST", "/api/v1/commands", `{"verb":"softer"}`, "Idempotency-Key", "k")
		if e.count() != 4 {
			t.Error("the key is not free after ten minutes")
		}
		for i := range 3000 {
			call(a, "POST", "/api/v1/commands", `{"verb":"beat"}`, "Idempotency-Key", fmt.Sprint(i))
			time.Sleep(time.Millisecond)
		}
		if got := reflect.ValueOf(a).Elem().FieldByName("keys").Elem().FieldByName("all").Len(); got > 1024 {
			t.Errorf("%d keys are remembered", got)
		}
	})
}

// TestDocument: the OpenAPI document names every operation and the fields of a command, and nothing of a person.
func TestDocument(t *testing.T) {
	a := serve(&engine{})
	status, _, text := call(a, "GET", "/api/v1/openapi.json", "")
	var doc struct {
		OpenAPI string
		Paths   map[string]map[string]any
	}
	if err := json.Unmarshal([]byte(text), &doc); err != nil || status != 200 {
		t.Fatal(status, err)
	}
	if !strings.HasPrefix(doc.OpenAPI, "3.1") || len(doc.Paths) < 8 {
		t.Errorf("%s with %d paths", doc.OpenAPI, len(doc.Paths))
	}
	command := text[strings.Index(text, `"Command":`):]
	command = command[:strings.Index(command, `"type":"object"`)]
	for _, secret := range []string{`"person"`, `"limits"`, `"known"`} {
		if strings.Contains(command, secret) {
			t.Errorf("a command may say %s", secret)
		}
	}
	listed := 0
	for _, entry := range a.Reference() {
		if doc.Paths[entry.Path][strings.ToLower(entry.Method)] == nil {
			t.Errorf("%s %s is shown and not there", entry.Method, entry.Path)
		}
		listed++
	}
	for _, methods := range doc.Paths {
		listed -= len(methods)
	}
	if listed != 0 {
		t.Errorf("%d operations more are shown than there are", listed)
	}
}

// FuzzCommand: whatever is sent is refused with a reason, or is a request without anything personal.
func FuzzCommand(f *testing.F) {
	for _, seed := range []string{`{"verb":"start","programme":"a"}`, `{"verb":"stop"}`, `{"verb":"pace","pace":1e400}`, `[]`, `{"verb":"start","limits":null}`, "\x00"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, body string) {
		e := &engine{}
		status, h, text := call(serve(e), "POST", "/api/v1/commands", body)
		switch {
		case status == 200:
			if r := e.asked[0]; r.Person != "" || r.Limits != nil {
				t.Errorf("took %+v", r)
			}
		case status < 400 || status > 499 || h.Get("Content-Type") != "application/problem+json":
			t.Errorf("%d %s %s", status, h.Get("Content-Type"), text)
		}
	})
}

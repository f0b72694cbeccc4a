package httpapi

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/openlumbar/lumbar/internal/wire"
)

func TestReadRequest(t *testing.T) {
	const jsonType = "application/json"
	long := `{"v":1,"verb":"stop","by":"` + strings.Repeat("x", mostBytes) + `"}`
	for _, c := range []struct {
		name, kind, body string
		status           int // 0: taken
		says             string
	}{
		{"a start", jsonType, `{"v":1,"verb":"start","programme":"after-desk","body":"average-man","seed":7,"pace":8,"by":"page-1"}`, 0, ""},
		{"with a charset", "application/json; charset=utf-8", `{"v":1,"verb":"stop"}`, 0, ""},
		{"space around", jsonType, " {\"v\":1,\"verb\":\"look\"}\n", 0, ""},
		{"nothing", jsonType, "", http.StatusBadRequest, "could not be read"},
		{"not JSON", jsonType, "stop", http.StatusBadRequest, "could not be read"},
		{"a form", "application/x-www-form-urlencoded", `{"v":1,"verb":"stop"}`, http.StatusUnsupportedMediaType, "application/json"},
		{"plain text, as a form of another site can send", "text/plain", `{"v":1,"verb":"stop"}`, http.StatusUnsupportedMediaType, "application/json"},
		{"no type", "", `{"v":1,"verb":"stop"}`, http.StatusUnsupportedMediaType, "application/json"},
		{"an unknown field", jsonType, `{"v":1,"verb":"stop","force":200}`, http.StatusBadRequest, "unknown field"},
		{"a wrong type", jsonType, `{"v":1,"verb":"start","seed":"seven"}`, http.StatusBadRequest, "could not be read"},
		{"something after", jsonType, `{"v":1,"verb":"stop"}{"v":1,"verb":"start"}`, http.StatusBadRequest, "after the request"},
		{"an array", jsonType, `[{"v":1,"verb":"stop"}]`, http.StatusBadRequest, "could not be read"},
		{"null", jsonType, `null`, http.StatusBadRequest, "version 0"},
		{"no version", jsonType, `{"verb":"stop"}`, http.StatusBadRequest, "version 0"},
		{"a later version", jsonType, `{"v":2,"verb":"stop"}`, http.StatusBadRequest, "version 2"},
		{"no verb", jsonType, `{"v":1}`, http.StatusBadRequest, "no verb"},
		{"an unknown verb", jsonType, `{"v":1,"verb":"harder"}`, http.StatusBadRequest, `"harder"`},
		{"what the server alone asks", jsonType, `{"v":1,"verb":"forget"}`, http.StatusBadRequest, "no verb"},
		{"what somebody has had", jsonType, `{"v":1,"verb":"forget","person":"7f3a"}`, http.StatusBadRequest, "not for a page"},
		{"something felt wrong", jsonType, `{"v":1,"verb":"wrong","by":"page-1"}`, 0, ""},
		{"let me up", jsonType, `{"v":1,"verb":"up","by":"page-1"}`, 0, ""},
		{"somebody else's budget", jsonType, `{"v":1,"verb":"start","person":"7f3a"}`, http.StatusBadRequest, "not for a page"},
		{"what is known of a back", jsonType, `{"v":1,"verb":"start","known":{"v":1}}`, http.StatusBadRequest, "not for a page"},
		{"it is me", jsonType, `{"v":1,"verb":"mine","by":"page-1"}`, 0, ""},
		{"too long", jsonType, long, http.StatusRequestEntityTooLarge, "at most"},
	} {
		t.Run(c.name, func(t *testing.T) {
			body := http.MaxBytesReader(httptest.NewRecorder(), http.NoBody, mostBytes)
			if c.body != "" {
				body = http.MaxBytesReader(httptest.NewRecorder(), httptest.NewRequest("POST", "/do", strings.NewReader(c.body)).Body, mostBytes)
			}
			_, p := readRequest(body, c.kind)
			switch {
			case c.status == 0 && p != nil:
				t.Errorf("refused with %d: %s", p.Status, p.Detail)
			case c.status != 0 && p == nil:
				t.Errorf("taken, want %d", c.status)
			case c.status != 0 && (p.Status != c.status || !strings.Contains(p.Detail, c.says)):
				t.Errorf("got %d %q, want %d saying %q", p.Status, p.Detail, c.status, c.says)
			}
		})
	}
}

// FuzzRequest: whatever is sent, it is refused with a reason or is a request that reads back the same.
func FuzzRequest(f *testing.F) {
	for _, seed := range []string{
		`{"v":1,"verb":"start","programme":"after-desk","pace":8}`, `{"v":1,"verb":"stop"}{}`, `{"V":1,"VERB":"stop"}`,
		`{"v":1e0,"verb":"stop"}`, `{"v":1,"verb":"pace","pace":1e999}`, `{"v":1,"verb":"stop","by":"\ud800"}`, "", "{", "\x00", "[[[[",
	} {
		f.Add("application/json", seed)
	}
	f.Fuzz(func(t *testing.T, kind, body string) {
		r, p := readRequest(strings.NewReader(body), kind)
		if p != nil {
			if p.Status < 400 || p.Status > 499 || p.Detail == "" || p.Title == "" {
				t.Errorf("refused without a reason: %+v", p)
			}
			return
		}
		if r.V != wire.Version || !slices.Contains(wire.Verbs(), r.Verb) || r.Verb.Inner() {
			t.Errorf("took %+v", r)
		}
		text, err := json.Marshal(r)
		if err != nil {
			t.Fatal(err)
		}
		again, p := readRequest(strings.NewReader(string(text)), "application/json")
		if p != nil || !reflect.DeepEqual(again, r) {
			t.Errorf("reads back as %+v (%v), want %+v", again, p, r)
		}
	})
}

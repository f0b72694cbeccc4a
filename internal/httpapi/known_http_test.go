package httpapi_test

import (
	"bufio"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/openlumbar/lumbar/internal/wire"
)

// TestFoundIsTheOwners: what was found of a back, and who sits there, is in the answers to whoever started the session, and
// in nobody else's, nor in the stream.
func TestFoundIsTheOwners(t *testing.T) {
	f := newFake()
	f.back.who = wire.WhoUnsure
	server := serve(t, f)
	ask := func(verb, by string) string {
		t.Helper()
		r, err := http.Post(server.URL+"/do", "application/json", strings.NewReader(`{"v":1,"verb":"`+verb+`","programme":"after-desk","by":"`+by+`"}`))
		if err != nil {
			t.Fatal(err)
		}
		defer r.Body.Close()
		text, err := io.ReadAll(r.Body)
		if err != nil || r.StatusCode != http.StatusOK {
			t.Fatalf("%s: %d, %v: %s", verb, r.StatusCode, err, text)
		}
		return string(text)
	}
	ask("start", pageName)
	f.goTo(massageFrom + 20*time.Second)
	if own := ask("beat", pageName); !strings.Contains(own, `"found":{`) || !strings.Contains(own, `"who":"unsure"`) {
		t.Errorf("who started it hears %s", own)
	}
	others := ask("beat", "another-"+pageName)
	stream, err := http.Get(server.URL + "/events")
	if err != nil {
		t.Fatal(err)
	}
	defer stream.Body.Close()
	lines := bufio.NewReaderSize(stream.Body, 1<<16)
	for !strings.Contains(others, `"stage":"massage","paused"`) || !strings.Contains(others, "data:") {
		line, err := lines.ReadString('\n')
		if err != nil {
			t.Fatal(err)
		}
		others += line
	}
	for _, secret := range []string{`"found"`, `"who"`, "muscle_n_per_mm"} {
		if strings.Contains(others, secret) {
			t.Errorf("others hear %s", secret)
		}
	}
}

package httpapi_test

import (
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/openlumbar/lumbar/internal/httpapi"
	"github.com/openlumbar/lumbar/internal/wire"
)

// TestHouse: the owner's page says how things stand with the smart home, Home what was prepared there, and the pump lets the
// bridge hear.
func TestHouse(t *testing.T) {
	prepared, house, well := "", "Connected to mqtt://b:1883.", true
	type heard struct {
		stage   wire.Stage
		answers bool
	}
	ears := make(chan heard, 1)
	f := newFake()
	var mu sync.Mutex // of what the server asks while the test changes it
	server := serveEngine(t, f, httpapi.Options{
		Programmes: cards(), Unwatched: 10 * time.Millisecond,
		Prepared: func(time.Time) string { mu.Lock(); defer mu.Unlock(); return prepared },
		House:    func() (string, bool) { mu.Lock(); defer mu.Unlock(); return house, well },
		Heard: func(s wire.Snapshot, answers bool) {
			select {
			case ears <- heard{s.Stage, answers}:
			default:
			}
		},
	})
	set := func(p, h string, w bool) { mu.Lock(); defer mu.Unlock(); prepared, house, well = p, h, w }
	get := func(path string) string {
		t.Helper()
		r, err := http.Get(server.URL + path)
		if err != nil {
			t.Fatal(err)
		}
		defer r.Body.Close()
		text, err := io.ReadAll(r.Body)
		if err != nil {
			t.Fatal(err)
		}
		return string(text)
	}
	if text := get("/devices"); !strings.Contains(text, "Connected to mqtt://b:1883.") || strings.Contains(text, `class="problem">Connected`) {
		t.Errorf("devices do not say that all is well: %s", text)
	}
	const trouble = "It does not let this username and password in."
	set("", trouble, false)
	if text := get("/devices"); !strings.Contains(text, `class="problem">`+trouble) {
		t.Errorf("devices do not say what is wrong: %s", text)
	}
	if set("", "", true); strings.Contains(get("/devices"), "Smart home") {
		t.Error("there is no smart home, and it is shown")
	}
	last := cards()[len(cards())-1].Name
	chosen := func(text, name string) bool {
		at := strings.Index(text, `name="programme" value="`+name+`"`)
		return at > 0 && strings.Contains(text[at:at+strings.Index(text[at:], ">")], " checked")
	}
	const word = "was prepared from your smart home"
	if text := get("/"); strings.Contains(text, word) || chosen(text, last) {
		t.Error("nothing is prepared, and Home says so")
	}
	set(last, "", true)
	if text := get("/"); !strings.Contains(text, word) || !chosen(text, last) {
		t.Errorf("%s is prepared, and Home does not say so", last)
	}
	if text := get("/?programme=" + cards()[0].Name); strings.Contains(text, word) || !chosen(text, cards()[0].Name) {
		t.Error("what was chosen here goes before what was prepared from afar")
	}
	set("gone", "", true)
	if text := get("/"); strings.Contains(text, word) {
		t.Error("a programme is prepared that there is not, and Home says so")
	}
	if got := <-ears; got != (heard{wire.Idle, true}) {
		t.Errorf("heard %+v", got)
	}
	f.set(func(f *fake) { f.down = errDown })
	for got := range ears {
		if !got.answers {
			break
		}
	}
}

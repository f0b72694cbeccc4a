package httpapi_test

import (
	"encoding/json"
	"maps"
	"strings"
	"testing"

	"github.com/openlumbar/lumbar/internal/api"
	"github.com/openlumbar/lumbar/internal/httpapi"
	"github.com/openlumbar/lumbar/internal/library"
	"github.com/openlumbar/lumbar/internal/wire"
)

// TestVisitChoice: what a person or a guest has chosen before they said who they are goes with them to the session; what
// cannot be chosen is refused before anything is asked of them.
func TestVisitChoice(t *testing.T) {
	once := map[string]string{"rounds": "1"}
	p := newPlace(t, httpapi.Options{Library: &library.Library{}})
	v := p.visitor(t)
	_, text := v.get("/who/new?programme=after-desk&after-desk.rounds=1")
	if !strings.Contains(text, `name="after-desk.rounds" value="1"`) || !strings.Contains(text, `href="/?after-desk.rounds=1&programme=after-desk"`) {
		t.Errorf("somebody new loses what was chosen: %s", text)
	}
	_, text = v.post("/who", "do", "new", "name", "Robin", "pin", "2468", "again", "2468", "programme", "after-desk", "after-desk.rounds", "1")
	if !strings.Contains(text, `data-set="after-desk.rounds=1"`) || !strings.Contains(text, `name="after-desk.rounds" value="1" checked`) {
		t.Error("home does not show what was chosen")
	}
	for value, want := range map[string]string{"7": "From 1 to 2", "": "from 1 to 2", "firm": "steps of 1"} {
		if text := v.does("over", "do", "begin", "who", "me", "programme", "after-desk", "after-desk.rounds", value); !strings.Contains(strings.ToLower(text), strings.ToLower(want)) {
			t.Errorf("%q: %s", value, text)
		}
	}
	v.does("about", "do", "begin", "who", "me", "programme", "after-desk", "after-desk.rounds", "1", "body", "average-man", "pace", "1")
	v.does("feel", "do", "about", "age", "43", "height", "171", "weight", "68")
	v.toSession()
	if text := v.does("", "do", "begin", "who", "guest", "programme", "after-desk", "after-desk.round", "1"); !strings.Contains(text, `Did you mean "rounds"`) {
		t.Errorf("a variable that is none: %s", text)
	}
	if got := p.fake.requests(wire.Start); len(got) != 1 || !maps.Equal(got[0].Set, once) || got[0].Limits == nil {
		t.Errorf("the engine was asked for %+v", got)
	}

	p = newPlace(t, httpapi.Options{Library: &library.Library{}})
	v = p.visitor(t)
	v.does("about", "do", "begin", "who", "guest", "programme", "after-desk", "after-desk.rounds", "1", "body", "average-man", "pace", "1")
	v.does("feel", "do", "about", "age", "43", "height", "171", "weight", "68")
	v.toSession()
	if got := p.fake.requests(wire.Start); len(got) != 1 || !maps.Equal(got[0].Set, once) {
		t.Errorf("for a guest, the engine was asked for %+v", got)
	}
}

// toSession goes on from how it feels to the session.
func (v *visitor) toSession() {
	v.Helper()
	v.does("cards", "do", "feel", "pain", "3")
	stands(v.T, v.cards(), "warm-up")
	v.does("water", "do", "skip")
	v.does("sit", "do", "next")
	v.does("ready", "do", "next")
	v.does("session", "do", "start")
}

// TestPlayed: the server draws a programme as it was chosen, and says why it cannot be.
func TestPlayed(t *testing.T) {
	p := newPlace(t, httpapi.Options{Library: &library.Library{}})
	v := p.visitor(t)
	for path, want := range map[string]string{
		"/programmes/after-desk/played":                      "<p>15</p>",
		"/programmes/after-desk/played?after-desk.rounds=1":  "<p>12</p>",
		"/programmes/after-desk/played?after-desk.rounds=9":  "from 1 to 2",
		"/programmes/after-desk/played?after-desk.squares=1": `no variable is called "squares"`,
		"/programmes/nobody/played":                          `class="problem"`,
		"/programmes/after-desk?after-desk.rounds=1":         "12 min in all",
	} {
		if status, text := v.get(path); status != 200 || !strings.Contains(strings.ToLower(text), strings.ToLower(want)) {
			t.Errorf("%s: %d, without %q: %s", path, status, want, text)
		}
	}
}

// TestInterfaceProgrammes: other programs are told whom a programme suits, what should have come before it, and what may be
// chosen of it.
func TestInterfaceProgrammes(t *testing.T) {
	p := newPlace(t, httpapi.Options{Library: &library.Library{}})
	_, text := p.visitor(t).get(api.Root + "/programmes")
	var all []api.Programme
	if err := json.Unmarshal([]byte(text), &all); err != nil {
		t.Fatal(err)
	}
	found := map[string]api.Programme{}
	for _, one := range all {
		found[one.Name] = one
	}
	if p := found["deep-slow"]; p.QuietSessions != 6 || len(p.Suits) == 0 || p.Text != "" {
		t.Errorf("deep-slow: %+v", p)
	}
	if v := found["after-desk"].Variables; len(v) != 1 || v[0].Name != "rounds" || v[0].Max != 2 || v[0].Default != "2" {
		t.Errorf("after-desk: %+v", v)
	}
}

package httpapi_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/openlumbar/lumbar/internal/access"
	"github.com/openlumbar/lumbar/internal/adding"
	"github.com/openlumbar/lumbar/internal/httpapi"
	"github.com/openlumbar/lumbar/internal/wire"
)

// form is the body of a form.
func form(pairs ...string) string {
	v := url.Values{}
	for i := 0; i < len(pairs); i += 2 {
		v.Set(pairs[i], pairs[i+1])
	}
	return v.Encode()
}

// TestChairs: the machine itself looks, is asked five things, adds and chooses; each step says what comes next.
func TestChairs(t *testing.T) {
	g, p := newGarage(t), bench(t)
	_, local, _ := callersOf(t, httpapi.Options{Engine: newFake(), Chair: &p, Chairs: g})
	says := func(path string, words ...string) {
		t.Helper()
		text := local.ask("GET", path, "").Body.String()
		for _, w := range words {
			if !strings.Contains(text, w) {
				t.Errorf("%s: %q is not said", path, w)
			}
		}
	}
	says("/chair", "None was added yet", "Look for chairs")
	g.set(func(g *garage) {
		g.look = adding.Look{Notes: []adding.Note{{What: "Bluetooth", Found: "hci0, switched off", Mend: "rfkill unblock bluetooth"}}}
	})
	if w := local.ask("POST", "/chair/scan", form("at", "192.168.1.20")); w.Code != http.StatusSeeOther || w.Header().Get("Location") != "/chair#found" || g.at != "192.168.1.20" {
		t.Fatalf("%d %s, at %q", w.Code, w.Body, g.at)
	}
	says("/chair", "Nothing was found", "switched off. What to do: rfkill unblock bluetooth.")
	g.set(func(g *garage) { g.look = reachable() })
	local.ask("POST", "/chair/scan", "")
	says("/chair", "EVOLUTION-10:13", "May be: infinity", "usermod -aG dialout", "Nothing answers at 192.168.1.20:502", `href="/chair/add?like=infinity&amp;link=ble%3AAA%3ABB%3ACC%3A00%3A10%3A13"`)
	says("/chair/add", "How is it reached?")
	says("/chair/add?like=infinity&link=ble%3AAA%3ABB%3ACC%3A00%3A10%3A13", `name="like"`, `name="title"`, `name="weight"`, "<option selected>infinity")
	if text := local.ask("GET", "/chair/add?link=modbus-tcp%3A%2F%2F192.168.1.20%3A502", "").Body.String(); strings.Count(text, `name="real"`) != 2 || !strings.Contains(text, "open-board") || strings.Contains(text, "<option>infinity") {
		t.Error("the questions of a board are others")
	}
	if w := local.ask("GET", "/chair/add?link=pigeon%3A", ""); w.Code != http.StatusUnprocessableEntity || !strings.Contains(w.Body.String(), "no link begins with") {
		t.Errorf("%d", w.Code)
	}
	for wrong, want := range map[string]string{
		form("link", "ble", "like", "infinity", "title", "Den", "weight", "much"):                     "no weight in kg",
		form("link", "ble", "like", "bench-4d", "title", "Den", "weight", "100"):                      "none is reached over Bluetooth",
		form("link", "ble", "like", "/etc/passwd", "title", "Den", "weight", "100"):                   "no chair is called",
		form("link", "unix:/run/x", "like", "bench-4d", "title", "X", "weight", "1", "real", "maybe"): "neither yes nor no",
	} {
		if w := local.ask("POST", "/chair/add", wrong); w.Code != http.StatusUnprocessableEntity || !strings.Contains(strings.ToLower(w.Body.String()), strings.ToLower(want)) {
			t.Errorf("%s: %d, %q is not said", wrong, w.Code, want)
		}
	}
	if w := local.ask("POST", "/chair/add", form("link", "ble:AA:BB:CC:00:10:13", "like", "infinity", "title", "The den", "weight", "110")); w.Header().Get("Location") != "/chair?added=the-den#chairs" {
		t.Fatalf("%d %s", w.Code, w.Body)
	}
	says("/chair?added=the-den", "The den", "use it, and try it with nobody in it", "Nobody sits in The den yet")
	if l, err := g.Find("the-den", ""); err != nil || l.Profile.Person.MaxWeight != 110 || l.Address != "ble:AA:BB:CC:00:10:13" {
		t.Errorf("%+v, %v", l, err)
	}
	if w := local.ask("POST", "/chair/use", form("name", "the-den")); w.Code != http.StatusOK || !strings.Contains(w.Body.String(), "Another chair comes") || w.Header().Get("Refresh") == "" {
		t.Errorf("%d %s", w.Code, w.Body)
	}
	if text := local.ask("GET", "/chair/used", "").Body.String(); !strings.Contains(text, `"name":"the-den"`) || !strings.Contains(text, `"since":2`) {
		t.Error(text)
	}
	says("/chair", "in use", "Use the simulated chair")
	g.set(func(g *garage) { g.said = "The chair that was chosen could not be used: nothing answers." })
	says("/chair", "could not be used: nothing answers")
}

// TestChairsNotNow: another chair is not taken while anything is under way, nor where the configuration names one.
func TestChairsNotNow(t *testing.T) {
	g, f, p := newGarage(t), newFake(), bench(t)
	_, local, _ := callersOf(t, httpapi.Options{Engine: f, Chair: &p, Chairs: g})
	if _, err := g.Add(adding.Answers{Link: "ble", Like: "infinity", Title: "Den", Weight: "100"}); err != nil {
		t.Fatal(err)
	}
	for want, now := range map[string]struct{ begin, end func(*fake) }{
		"session is under way": {func(f *fake) { f.snapshot.Stage = wire.Massage }, func(f *fake) { f.snapshot.Stage = wire.Idle }},
		"being tried":          {func(f *fake) { f.testing = testingAt("link", "The link", "wait", "") }, func(f *fake) { f.testing = nil }},
		"fault is latched":     {func(f *fake) { f.snapshot.Fault = &wire.Fault{} }, func(f *fake) { f.snapshot.Fault = nil }},
		"does not answer":      {func(f *fake) { f.down = errDown }, func(f *fake) { f.down = nil }},
	} {
		f.set(now.begin)
		if w := local.ask("POST", "/chair/use", form("name", "den")); w.Code != http.StatusConflict || !strings.Contains(w.Body.String(), want) {
			t.Errorf("%s: %d %s", want, w.Code, w.Body)
		}
		f.set(now.end)
	}
	for _, name := range []string{"nobody", "", "../den", "simulated"} {
		if w := local.ask("POST", "/chair/use", form("name", name)); w.Code != http.StatusConflict {
			t.Errorf("%q: %d", name, w.Code)
		}
	}
	g.set(func(g *garage) { g.fixed, g.used = "The configuration names the chair.", "" })
	if w := local.ask("POST", "/chair/use", form("name", "den")); w.Code != http.StatusConflict || !strings.Contains(w.Body.String(), "configuration names") {
		t.Errorf("%d %s", w.Code, w.Body)
	}
	if text := local.ask("GET", "/chair", "").Body.String(); !strings.Contains(text, "The configuration names the chair.") || strings.Contains(text, "/chair/use") {
		t.Error("it is offered all the same")
	}
	if _, ok, err := g.Used(); ok || err != nil {
		t.Error("something was chosen", err)
	}
}

// TestChairsFromAfar: who only sits finds, adds and chooses nothing, and sees no address; an owner's device does, but names no
// socket and no port of the machine that was not found by looking.
func TestChairsFromAfar(t *testing.T) {
	g, p := newGarage(t), bench(t)
	there, local, _ := callersOf(t, httpapi.Options{Engine: newFake(), Chair: &p, Chairs: g})
	add := func(link, like string) string { return form("link", link, "like", like, "title", "X", "weight", "100") }
	if w := local.ask("POST", "/chair/add", add("ble:AA:BB:CC:00:10:13", "infinity")); w.Code != http.StatusSeeOther {
		t.Fatal(w.Code)
	}
	letIn(t, local, there, access.Sitter)
	for _, c := range [][3]string{{"POST", "/chair/scan", ""}, {"GET", "/chair/add?link=ble", ""}, {"POST", "/chair/add", add("ble", "infinity")}, {"POST", "/chair/use", form("name", "x")}} {
		if w := there.ask(c[0], c[1], c[2]); w.Code != http.StatusForbidden {
			t.Errorf("%v: %d", c, w.Code)
		}
	}
	if text := there.ask("GET", "/chair", "").Body.String(); !strings.Contains(text, "let in as owner") || strings.Contains(text, "AA:BB") || strings.Contains(text, "Look for chairs") {
		t.Error("a sitter is shown what is an owner's")
	}
	letIn(t, local, there, access.Owner)
	const port = "modbus-rtu:///dev/ttyUSB0?baud=115200&parity=even"
	for link, want := range map[string]int{"unix:/run/docker.sock": http.StatusForbidden, port: http.StatusForbidden, "ble": http.StatusSeeOther, "modbus-tcp://192.168.1.20:502": http.StatusSeeOther} {
		like := map[bool]string{true: "infinity", false: "open-board"}[link == "ble"]
		if w := there.ask("POST", "/chair/add", add(link, like)); w.Code != want {
			t.Errorf("%s: %d, want %d", link, w.Code, want)
		}
	}
	g.set(func(g *garage) { g.look = reachable() })
	there.ask("POST", "/chair/scan", "")
	if w := there.ask("POST", "/chair/add", add(port, "open-board")); w.Code != http.StatusSeeOther {
		t.Errorf("a port that was found: %d", w.Code)
	}
	if w := there.ask("POST", "/do", `{"v":1,"verb":"test","by":"`+pageName+`","test":{"do":"begin","who":"x"}}`); w.Code != http.StatusForbidden {
		t.Errorf("it tries a chair from afar: %d", w.Code)
	}
}

// TestChairRemoved: at the machine itself a chair is removed that is not used, once it was asked; from elsewhere none is.
func TestChairRemoved(t *testing.T) {
	t.Parallel()
	g, p := newGarage(t), bench(t)
	there, local, _ := callersOf(t, httpapi.Options{Engine: newFake(), Chair: &p, Chairs: g})
	for _, title := range []string{"Den", "Attic"} {
		if _, err := g.Add(adding.Answers{Link: "ble", Like: "infinity", Title: title, Weight: "100"}); err != nil {
			t.Fatal(err)
		}
	}
	letIn(t, local, there, access.Owner)
	if w := there.ask("POST", "/chair/remove", form("name", "attic")); w.Code != http.StatusForbidden || !strings.Contains(w.Body.String(), "at the machine that runs Lumbar") {
		t.Errorf("an owner from afar: %d %s", w.Code, w.Body)
	}
	if text := there.ask("GET", "/chair", "").Body.String(); !strings.Contains(text, "Attic") || strings.Contains(text, "/chair/remove") {
		t.Error("it is offered from afar")
	}
	letIn(t, local, there, access.Sitter)
	if w := there.ask("POST", "/chair/remove", form("name", "attic")); w.Code != http.StatusForbidden {
		t.Errorf("a sitter: %d", w.Code)
	}
	g.set(func(g *garage) { g.used = "den" })
	if text := local.ask("GET", "/chair", "").Body.String(); strings.Count(text, "/chair/remove") != 1 || !strings.Contains(text, `aria-label="Remove Attic"`) {
		t.Error("what is offered at the machine is not the one that is not used")
	}
	for name, want := range map[string]string{"infinity": "ships with Lumbar", "simulated": "ships with Lumbar", "nobody": "no chair that was added", "": "no chair that was added", "den": "in use"} {
		if w := local.ask("POST", "/chair/remove", form("name", name)); w.Code != http.StatusConflict || !strings.Contains(strings.ToLower(w.Body.String()), strings.ToLower(want)) {
			t.Errorf("%q: %d %s", name, w.Code, w.Body)
		}
	}
	local.headers = map[string]string{"Accept": "application/json"}
	if w := local.ask("POST", "/chair/remove", form("name", "attic")); w.Code != http.StatusOK || !strings.Contains(w.Body.String(), `"title":"Attic"`) {
		t.Errorf("%d %s", w.Code, w.Body)
	}
	local.headers = nil
	g.set(func(g *garage) { g.used = "simulated" })
	if w := local.ask("POST", "/chair/remove", form("name", "den")); w.Code != http.StatusSeeOther || w.Header().Get("Location") != "/chair#chairs" {
		t.Errorf("%d %s", w.Code, w.Body)
	}
	if text := local.ask("GET", "/chair", "").Body.String(); !strings.Contains(text, "None was added yet.") {
		t.Error("the list does not say that none is left")
	}
}

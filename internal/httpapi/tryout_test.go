package httpapi_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"github.com/openlumbar/lumbar/body"
	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/chair/profile"
	"github.com/openlumbar/lumbar/driver"
	"github.com/openlumbar/lumbar/driver/sim"
	"github.com/openlumbar/lumbar/internal/access"
	"github.com/openlumbar/lumbar/internal/commission"
	"github.com/openlumbar/lumbar/internal/engine"
	"github.com/openlumbar/lumbar/internal/httpapi"
	"github.com/openlumbar/lumbar/internal/tryout"
	"github.com/openlumbar/lumbar/internal/twin"
	"github.com/openlumbar/lumbar/internal/wire"
	"github.com/openlumbar/lumbar/programme"
)

// helped is a simulated chair with somebody beside it. Only the engine's goroutine uses it.
type helped struct{ breakable }

func (h *helped) Help(v *commission.View, said bool) {
	step := v.Name
	if v.Outcome != commission.UnderWay {
		step = ""
	}
	h.Assist(step, said, v.Moving, 20)
}

// helpedEngine is an engine whose simulated chair can be tried.
func helpedEngine(t *testing.T) *engine.Engine {
	t.Helper()
	p, h, clock := bench(t), &helped{}, engine.NewVirtual(60)
	e := engine.New(engine.Options{
		Clock: clock, Simulation: h, Tried: func(x *tryout.Tried) (string, error) { return "Kept for " + x.Who + ".", nil },
		Open: func(_ context.Context, name string, seed uint64) (driver.Chair, string, error) {
			m, err := body.ANSUR(1)
			if err != nil {
				return nil, "", err
			}
			h.Chair = sim.New(sim.Options{Twin: twin.New(twin.Options{Profile: &p, Body: m.Back(), Seed: seed}), Clock: clock.Now})
			return h.Chair, name, nil
		},
		Programme: func(string, map[string]string) (*programme.Plan, error) { return nil, errDown },
	})
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- e.Run(ctx, "", 1) }()
	t.Cleanup(func() { cancel(); <-ended })
	return e
}

// TestTryOverHTTP: the page's requests take a chair through its whole test, with a real engine behind the server.
func TestTryOverHTTP(t *testing.T) {
	server := serveEngine(t, helpedEngine(t), breakableOptions(t))
	const me = "page-0123456789abcdef01"
	ask := func(a wire.TestAsk) *wire.Testing {
		t.Helper()
		text, err := json.Marshal(wire.Request{V: wire.Version, Verb: wire.Test, By: me, Test: &a})
		if err != nil {
			t.Fatal(err)
		}
		answer, err := http.Post(server.URL+"/do", "application/json", bytes.NewReader(text))
		if err != nil {
			t.Fatal(err)
		}
		defer answer.Body.Close()
		var reply wire.Reply
		if err := json.NewDecoder(answer.Body).Decode(&reply); err != nil || answer.StatusCode != http.StatusOK {
			t.Fatalf("%+v: %s, %v", a, answer.Status, err)
		}
		return reply.Test
	}
	s := ask(wire.TestAsk{Do: wire.TestBegin, Who: "the maker", RoomC: 23})
	for late := time.Now().Add(20 * time.Second); s.Outcome == ""; {
		if time.Now().After(late) {
			t.Fatalf("not over: %+v", s)
		}
		do := map[string]wire.TestDo{"confirm": wire.TestYes, "hold": wire.TestHold, "wait": wire.TestLook}[s.How]
		s = ask(wire.TestAsk{Do: do, Step: s.Name})
	}
	if s.Outcome != "passed" || s.Record != "Kept for the maker." || len(s.Results) != s.Steps {
		t.Errorf("%+v", s)
	}
}

// TestTryFromAfar: a device that is not the machine itself is refused what moves back and legs, with the reason, whatever its
// role, and however it says to be near; it may look, and give the test up. Programs may not ask at all.
func TestTryFromAfar(t *testing.T) {
	f, p := newFake(), bench(t)
	there, local, _ := callersOf(t, httpapi.Options{Engine: f, Chair: &p})
	do := func(who *caller, do wire.TestDo) *httptest.ResponseRecorder {
		return who.ask("POST", "/do", `{"v":1,"verb":"test","by":"`+pageName+`","test":{"do":"`+string(do)+`","step":"axis recline","who":"x"}}`)
	}
	for _, role := range []access.Role{access.Sitter, access.Owner, access.Maker} {
		letIn(t, local, there, role)
		for _, headers := range []map[string]string{nil, {"X-Forwarded-For": "127.0.0.1"}} {
			there.headers = headers
			for _, what := range []wire.TestDo{wire.TestBegin, wire.TestHold, wire.TestYes, wire.TestNo} {
				if w := do(there, what); w.Code != http.StatusForbidden || !strings.Contains(w.Body.String(), "never moved from afar") {
					t.Errorf("%v, %s: %d %s", role, what, w.Code, w.Body)
				}
			}
		}
		there.headers = nil
		for _, what := range []wire.TestDo{wire.TestLook, wire.TestEnd} {
			if w := do(there, what); w.Code != http.StatusOK {
				t.Errorf("%v, %s: %d %s", role, what, w.Code, w.Body)
			}
		}
	}
	for _, r := range f.requests(wire.Test) {
		if r.Test.Do != wire.TestEnd && r.Test.Do != wire.TestLook {
			t.Errorf("the engine was asked to %s", r.Test.Do)
		}
	}
	if text := there.ask("GET", "/chair", "").Body.String(); !strings.Contains(text, "never moved from afar") || strings.Contains(text, "tryout-begin") {
		t.Error("the view offers it from afar")
	}
	if w := do(local, wire.TestBegin); w.Code != http.StatusOK {
		t.Errorf("the machine itself: %d %s", w.Code, w.Body)
	}
	if text := local.ask("GET", "/chair", "").Body.String(); !strings.Contains(text, `id="tryout-begin"`) {
		t.Error("the view does not offer it at the machine itself")
	}
	if w := local.ask("POST", "/api/v1/commands", `{"verb":"test"}`); w.Code != 422 {
		t.Errorf("for programs: %d", w.Code)
	}
	if w := local.ask("POST", "/do", `{"v":1,"verb":"test","by":"`+pageName+`"}`); w.Code != http.StatusForbidden {
		t.Errorf("without what is to be done: %d", w.Code)
	}
	p.Axes[chair.Recline], p.Axes[chair.LegRest] = chair.AxisProfile{}, chair.AxisProfile{} // a chair without: a maker may, from there
	for role, want := range map[access.Role]int{access.Owner: 403, access.Maker: 200} {
		letIn(t, local, there, role)
		if w := do(there, wire.TestBegin); w.Code != want {
			t.Errorf("%v, of a chair without back and legs that move: %d, want %d", role, w.Code, want)
		}
	}
}

// testingAt is a test of the chair at some step.
func testingAt(name, title, how, text string) *wire.Testing {
	return &wire.Testing{Step: 6, Steps: 22, Name: name, Title: title, How: how, Text: text, Yours: true, Results: []wire.TestResult{
		{Name: "link", Title: "The link", Passed: true, Figures: []string{"reports 250 /s (at least 125)", "oldest report 4 ms (at most 40)", "fresh 100 % (at least 95)"}},
		{Name: "seat empty", Title: "The empty seat", Passed: true},
		{Name: "axis depth", Title: "The depth, towards the back", Passed: true, Figures: []string{"out 10.22 mm", "back -10.22 mm", "force meanwhile 1.3 N more (at most 15)"}},
	}}
}

// axeTryout is a chair that is tried: before, asked, held, waiting, refused, passed, and found wrong.
func axeTryout(t *testing.T, tab context.Context, judge func(string)) {
	f := newFake()
	run(t, tab, chromedp.Navigate(serveEngine(t, f, breakableOptions(t)).URL+"/chair"))
	until(t, tab, `document.body.dataset.link === "live" && `+shown("tryout-begin"))
	judge("a chair to try")
	set := func(s *wire.Testing) { f.set(func(f *fake) { f.testing = s }) }
	set(testingAt("seat empty", "The empty seat", "confirm", "Look: nobody sits in the chair, nothing lies on seat and backrest, and no child, animal or cable is behind or under it. Stay beside the chair. Is it so?"))
	run(t, tab, js(`document.getElementById("tryout-who").value = "the maker"; document.querySelector("#tryout-begin button").click()`))
	until(t, tab, shown("tryout-yes"))
	judge("the chair's test asks")
	if got := f.requests(wire.Test); len(got) < 2 || got[len(got)-1].Test.Do != wire.TestLook && got[1].Test.Who != "the maker" {
		t.Errorf("it asked for %+v", got)
	}
	set(testingAt("axis carriage", "The carriage, along the back", "hold", "The carriage, along the back: hold, and look whether this is what moves. It looks for its end, goes out a little, and comes back."))
	run(t, tab, js(`document.getElementById("tryout-yes").click()`))
	until(t, tab, shown("tryout-hold"))
	judge("the chair's test: hold")
	f.set(func(f *fake) { f.refusal = "somebody else tries the chair now" })
	run(t, tab, js(`document.getElementById("tryout-hold").click()`))
	until(t, tab, says("tryout-says", "Somebody else tries the chair now."))
	judge("the chair's test refused")
	f.set(func(f *fake) { f.refusal = "" })
	over := testingAt("axis carriage", "The carriage, along the back", "", "")
	over.Outcome, over.Why, over.Record = "failed", "The carriage, along the back: it moves the wrong way: asked to go 0.7 mm, it went -0.5. Its motor or its encoder is wired backwards", "Its record is in chair-tests/bench-4d.json. Nobody sits in this chair until a test ends well."
	over.Results = append(over.Results, wire.TestResult{Name: "axis carriage", Title: over.Title, Why: "it moves the wrong way"})
	set(over)
	until(t, tab, shown("tryout-over")+` && `+says("tryout-outcome", "did not pass"))
	judge("the chair did not pass")
}

// TestTryBrowser: the buttons of a real browser ask for what they say, each with its step, and letting go ends a hold.
func TestTryBrowser(t *testing.T) {
	t.Parallel()
	browser := newBrowser(t)
	f := newFake()
	f.testing = testingAt("axis carriage", "The carriage, along the back", "hold", "Hold.")
	tab := view(t, browser, serveEngine(t, f, breakableOptions(t)).URL+"/chair")
	until(t, tab, shown("tryout-hold"))
	pictureOf(t, tab, "tryout-hold")
	holds := func() (n int) {
		for _, r := range f.requests(wire.Test) {
			if r.Test.Do == wire.TestHold && r.Test.Step == "axis carriage" {
				n++
			}
		}
		return n
	}
	run(t, tab, js(`document.getElementById("tryout-hold").focus(); document.getElementById("tryout-hold").dispatchEvent(new KeyboardEvent("keydown", {key: " ", bubbles: true, cancelable: true}))`))
	until(t, tab, `document.getElementById("tryout-hold").dataset.held === ""`)
	for late := time.Now().Add(20 * time.Second); holds() < 3; time.Sleep(time.Millisecond) { // between looks
		if time.Now().After(late) {
			t.Fatalf("%d holds were asked for", holds())
		}
	}
	run(t, tab, js(`dispatchEvent(new Event("blur"))`))
	until(t, tab, `document.getElementById("tryout-hold").dataset.held === undefined`)
	n := holds()
	for range 10 {
		run(t, tab, js("0"))
	}
	if again := holds(); again > n+2 { // two may have been on their way
		t.Errorf("%d holds after it was let go", again-n)
	}
	for _, look := range axeLooks {
		if look.name == "phone, dark" || look.name == "wide, light" {
			run(t, tab, media(look.scheme, "reduce"), chromedp.EmulateViewport(look.width, look.height))
			pictureOf(t, tab, "tryout-"+strings.ReplaceAll(look.name, ", ", "-"))
		}
	}
}

// TestTryView: what the view says of the record and of where a chair is tried.
func TestTryView(t *testing.T) {
	closed, list := profile.Load("infinity")
	if err := list.Err(); err != nil {
		t.Fatal(err)
	}
	real := bench(t)
	real.Simulated = false
	simulated := bench(t)
	tests := []struct {
		name   string
		o      httpapi.Options
		says   string
		begins bool
	}{
		{"simulated", httpapi.Options{Chair: &simulated}, "Simulated: no record needed", true},
		{"never tried", httpapi.Options{Chair: &real, Tested: func() error { return errors.New("nobody sits in Bench 4D yet") }}, "Nobody sits in Bench 4D yet.", true},
		{"tried", httpapi.Options{Chair: &real, Tested: func() error { return nil }}, "The record of its last test holds", true},
		{"closed", httpapi.Options{Chair: &closed, Tested: func() error { return errors.New("nobody sits in it yet") }}, "Nobody sits in it yet.", true},
		{"closed, simulated", httpapi.Options{Chair: &closed, Simulated: true}, "each key when you say yes", true},
	}
	for _, tt := range tests {
		tt.o.Engine = newFake()
		_, local, _ := callersOf(t, tt.o)
		text := local.ask("GET", "/chair", "").Body.String()
		if !strings.Contains(text, tt.says) || strings.Contains(text, `id="tryout-begin"`) != tt.begins {
			t.Errorf("%s: %q is not said, or the form is wrong", tt.name, tt.says)
		}
	}
}

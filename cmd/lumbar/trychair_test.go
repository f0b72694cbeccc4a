package main

import (
	"context"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"github.com/openlumbar/lumbar/body"
	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/driver"
	"github.com/openlumbar/lumbar/driver/sim"
	"github.com/openlumbar/lumbar/internal/commission"
	"github.com/openlumbar/lumbar/internal/engine"
	"github.com/openlumbar/lumbar/internal/library"
	"github.com/openlumbar/lumbar/internal/tryout"
	"github.com/openlumbar/lumbar/internal/twin"
	"github.com/openlumbar/lumbar/internal/wire"
)

// TestChairTest: the simulated chairs, of axes and of keys, pass from end to end, and their record holds until it is edited.
func TestChairTest(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	for _, name := range []string{"bench-4d", "infinity"} {
		code, out, errs := lumbar("", "chair", "test", name, "--link", "simulated", "--auto", "--who", "the maker", "--room", "23", "--data", dir)
		if code != exitDone || !strings.Contains(out, needless) || strings.Contains(out, "FAILED") {
			t.Fatalf("%s: %d\n%s%s", name, code, out, errs)
		}
		code, out, _ = lumbar("", "chair", "test", name, "--link", "simulated", "--show", "--data", dir)
		if code != exitDone || !strings.Contains(out, "tried by the maker") || !strings.Contains(out, "The record holds") {
			t.Errorf("%s: %d\n%s", name, code, out)
		}
	}
	records, err := filepath.Glob(filepath.Join(dir, "chair-tests", "bench-4d-*.json"))
	if err != nil || len(records) != 1 {
		t.Fatalf("%v %v", records, err)
	}
	text, err := os.ReadFile(records[0])
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(records[0], []byte(strings.Replace(string(text), "the maker", "the owner", 1)), 0o600); err != nil {
		t.Fatal(err)
	}
	code, out, errs := lumbar("", "chair", "test", "bench-4d", "--show", "--json", "--data", dir)
	if code != exitRefused || !strings.Contains(errs, "changed since it was signed") || !json.Valid([]byte(out)) {
		t.Errorf("an edited record: %d %s\n%s", code, errs, out)
	}
}

// TestChairTestRefuses: nothing moves for what cannot be, and the way out is said.
func TestChairTestRefuses(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	for _, tt := range []struct {
		args []string
		want string
	}{
		{[]string{"bench-4d", "--who", "x"}, "from a terminal"},
		{[]string{"bench-4d", "--auto"}, "--who NAME"},
		{[]string{"infinity", "--auto", "--who", "x"}, "Say --link LINK"},
		{[]string{"infinity", "--auto", "--who", "x", "--link", "ble"}, "--auto is for the simulated chair"},
		{[]string{"bench-4d", "--auto", "--who", "x", "--link", "ble"}, "none is reached over Bluetooth"},
		{[]string{"bench-5d", "--auto", "--who", "x"}, `Did you mean "bench-4d"?`},
		{[]string{"infinity", "--link", "ble", "--show"}, "lumbar chair test infinity"},
	} {
		code, _, errs := lumbar("", append([]string{"chair", "test", "--data", dir}, tt.args...)...)
		if code != exitRefused || !strings.Contains(errs, tt.want) {
			t.Errorf("%v: %d %s; want %q", tt.args, code, errs, tt.want)
		}
	}
}

// TestSessionNeedsRecord: an engine that opens a real chair gives a session only by a record of that very profile.
func TestSessionNeedsRecord(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	p, err := readChair("bench-4d")
	if err != nil {
		t.Fatal(err)
	}
	p.Simulated = false
	m, err := body.ANSUR(1)
	if err != nil {
		t.Fatal(err)
	}
	begins := func(p chair.Profile) error {
		t.Helper()
		proven, err := proofOf(dir, &p, "unix:/run/chair")
		if err != nil {
			t.Fatal(err)
		}
		clock := engine.NewVirtual(engine.MaxPace)
		e := engine.New(engine.Options{
			Clock: clock, Programme: library.Library{}.Plan, Tested: proven.tested,
			Open: func(context.Context, string, uint64) (driver.Chair, string, error) {
				return sim.New(sim.Options{Twin: twin.New(twin.Options{Profile: &p, Body: m.Back(), Seed: 1}), Clock: clock.Now}), "", nil
			},
		})
		ctx, end := context.WithCancel(t.Context())
		ended := make(chan error, 1)
		go func() { ended <- e.Run(ctx, "", 0) }()
		reply, err := e.Do(ctx, wire.Request{V: wire.Version, Verb: wire.Start, Programme: "break", Told: true})
		end()
		if gone := <-ended; err != nil || gone != nil {
			t.Fatal(err, gone)
		}
		if reply.Error != "" {
			return errors.New(reply.Error)
		}
		return nil
	}
	proven, err := proofOf(dir, &p, "unix:/run/chair")
	if err != nil {
		t.Fatal(err)
	}
	if err := begins(p); err == nil || !strings.Contains(err.Error(), "lumbar chair test bench-4d") {
		t.Errorf("never tried: %v", err)
	}
	try := func(o commission.Outcome) {
		t.Helper()
		if _, err := proven.tried(&tryout.Tried{Profile: &p, Who: "the maker", Began: time.Now(), Ended: time.Now(), Outcome: o}); err != nil {
			t.Fatal(err)
		}
	}
	try(commission.Passed)
	if err := begins(p); err != nil {
		t.Errorf("tried: %v", err)
	}
	changed := p
	changed.Axes[chair.Depth].Vel++
	if err := begins(changed); err == nil || !strings.Contains(err.Error(), "profile has been changed") {
		t.Errorf("another profile: %v", err)
	}
	try(commission.Failed)
	if err := begins(p); err == nil || !strings.Contains(err.Error(), "did not end well") {
		t.Errorf("found wrong since: %v", err)
	}
}

// TestTryingKeys: the terminal's view asks for what its keys say, names the step, and everything hit in a hurry is STOP.
func TestTryingKeys(t *testing.T) {
	p, err := readChair("bench-4d")
	if err != nil {
		t.Fatal(err)
	}
	clock := engine.NewVirtual(20)
	s := &simulation{profile: p, clock: clock}
	const by = "terminal-0123456789abcdef"
	e := engine.New(engine.Options{Clock: clock, Open: s.open, Simulation: s, Programme: library.Library{}.Plan,
		First: []wire.Request{{V: wire.Version, Verb: wire.Test, By: by, Test: &wire.TestAsk{Do: wire.TestBegin, Who: "x"}}}})
	ended := make(chan error, 1)
	ctx, end := context.WithCancel(t.Context())
	go func() { ended <- e.Run(ctx, "ansur:1", 1) }()
	defer func() { end(); <-ended }()
	var v tea.Model = trying{t: &terminalTry{engine: e, by: by}, width: 60}
	press := func(key string) {
		t.Helper()
		var cmd tea.Cmd
		k := tea.KeyPressMsg{Text: key, Code: rune(key[0])}
		if key == "space" {
			k = tea.KeyPressMsg{Code: tea.KeySpace}
		}
		if v, cmd = v.Update(k); cmd == nil {
			t.Fatalf("%s asks for nothing", key)
		}
		v, _ = v.Update(cmd())
	}
	look := func() *wire.Testing {
		v, _ = v.Update(v.(trying).ask(wire.TestLook)())
		return v.(trying).shot
	}
	until := func(what string, is func(*wire.Testing) bool) {
		t.Helper()
		for late := time.Now().Add(soon); !is(look()); time.Sleep(time.Millisecond) { // between looks
			if time.Now().After(late) {
				t.Fatalf("not within %v: %s: %+v", soon, what, v.(trying).shot)
			}
		}
	}
	until("it asks for the seat", func(s *wire.Testing) bool { return s.How == "confirm" })
	if text := v.(trying).draw(); !strings.Contains(text, "Look: nobody sits in the chair") || !strings.Contains(text, "space STOP") || !strings.Contains(text, "Step 2 of 22") {
		t.Errorf("it shows:\n%s", text)
	}
	press("y")
	until("it asks to hold", func(s *wire.Testing) bool { return s.Name == "axis depth" && s.How == "hold" })
	until("it moves while h is held", func(s *wire.Testing) bool { press("h"); return s.Moving })
	if text := v.(trying).draw(); !strings.Contains(text, "hold h") {
		t.Errorf("it shows:\n%s", text)
	}
	press("space")
	until("it ends", func(s *wire.Testing) bool { return s.Outcome == "aborted" })
	if v.View().Content != "" {
		t.Error("something is left of the view")
	}
}

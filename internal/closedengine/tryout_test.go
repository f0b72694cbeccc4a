package closedengine

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/driver"
	"github.com/openlumbar/lumbar/internal/commission"
	"github.com/openlumbar/lumbar/internal/tryout"
	"github.com/openlumbar/lumbar/internal/wire"
)

// tried is a rig whose tests are handed on, and whose time goes so fast that keys need not be waited for.
func triedRig(t *testing.T, change func(*Options)) (r *rig, got chan tryout.Tried) {
	got = make(chan tryout.Tried, 4)
	return newRig(t, func(o *Options) {
		o.Clock = NewClock(100)
		o.Tried = func(x *tryout.Tried) (string, error) { got <- *x; return "kept", nil }
		if change != nil {
			change(o)
		}
	}).run(), got
}

func (r *rig) try(do wire.TestDo, by, step string) (*wire.Testing, string) {
	r.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	reply, err := r.engine.Do(ctx, wire.Request{V: wire.Version, Verb: wire.Test, By: by, Test: &wire.TestAsk{Do: do, Step: step, Who: "the maker"}})
	if err != nil {
		r.Fatal(err)
	}
	return reply.Test, reply.Error
}

// goes says yes until a step asks, or the test is over. What it saw of the keys under way is the second.
func (r *rig) goes(step string) (s *wire.Testing, keys map[string]bool) {
	r.Helper()
	keys = map[string]bool{}
	for end := time.Now().Add(patience); ; time.Sleep(200 * time.Microsecond) { // between looks
		s, _ = r.try(wire.TestLook, me, "")
		if s.Action != nil {
			keys[s.Action.Progress] = true
		}
		switch {
		case s.Outcome != "", s.Name == step && s.How == "confirm":
			return s, keys
		case s.How == "confirm":
			r.try(wire.TestYes, me, s.Name)
		}
		if time.Now().After(end) {
			r.Fatalf("not there: %+v", s)
		}
	}
}

func (r *rig) begins() {
	r.Helper()
	if _, why := r.try(wire.TestBegin, me, ""); why != "" {
		r.Fatal(why)
	}
}

// TestTry: a page takes a closed chair through its whole test: each key is shown with how far it has come, then it is stopped
// and left in silence; what came of it is handed on once, the link is let go of, and a session goes on from there.
func TestTry(t *testing.T) {
	r, got := triedRig(t, nil)
	r.begins()
	if _, why := r.ask(begin("")); why != tryout.ErrBusy.Error() {
		t.Errorf("a session meanwhile: %q", why)
	}
	if _, why := r.try(wire.TestBegin, "another name that is long enough", ""); why != tryout.ErrBusy.Error() {
		t.Errorf("another test meanwhile: %q", why)
	}
	s, keys := r.goes("")
	if s.Outcome != "passed" || s.Record != "kept" || len(s.Results) != s.Steps {
		t.Fatalf("%+v", s)
	}
	if !keys[chair.Verified.String()] { // what was before may be gone between two looks
		t.Errorf("of the keys it showed %v", keys)
	}
	if x := <-got; x.Outcome != commission.Passed || x.Who != "the maker" || x.Profile.Name != "infinity" {
		t.Errorf("handed on: %+v", x)
	}
	if !r.sim.Stopped() {
		t.Error("the chair runs")
	}
	r.until("the link is let go of", func(s *wire.Snapshot) bool { return s.Closed.Link == wire.LinkFree })
	r.do(begin(""))
	r.until("a session begins", func(s *wire.Snapshot) bool { return s.Stage == wire.Massage })
}

// TestTryUnreached: of a chair that is not reached, or given up before, nothing was tried and nothing is taken down.
func TestTryUnreached(t *testing.T) {
	r, got := triedRig(t, nil)
	r.mu.Lock()
	r.fails = errReach
	r.mu.Unlock()
	r.begins()
	if s, _ := r.goes(""); s.Outcome != tryout.Unreached || !strings.Contains(s.Why, "no such chair is in reach") {
		t.Errorf("%+v", s)
	}
	wait := make(chan struct{})
	waits, held := triedRig(t, func(o *Options) {
		open := o.Open
		o.Open = func(ctx context.Context) (driver.Chair, error) {
			select {
			case <-wait:
			case <-ctx.Done():
				return nil, ctx.Err()
			}
			return open(ctx)
		}
	})
	for name, giveUp := range map[string]func(){
		"given up": func() { waits.try(wire.TestEnd, me, "") },
		"STOP":     func() { waits.do(wire.Request{Verb: wire.Stop, By: "somebody else"}) },
	} {
		waits.begins()
		if s, _ := waits.try(wire.TestLook, me, ""); s.Outcome != "" || !strings.Contains(s.Text, "reaches for the chair") {
			t.Errorf("%s: %+v", name, s)
		}
		giveUp()
		if s, _ := waits.try(wire.TestLook, me, ""); s.Outcome != tryout.Unreached {
			t.Errorf("%s: %+v", name, s)
		}
	}
	if len(got)+len(held) > 0 {
		t.Error("something was taken down")
	}
	if keys := waits.sim.Pressed(); len(keys) > 0 {
		t.Errorf("pressed % X", keys)
	}
	close(wait)
}

// TestTryStops: STOP by anybody, and the engine's end, stop the chair and end the test; that is taken down.
func TestTryStops(t *testing.T) {
	for name, end := range map[string]func(*rig){
		"STOP":         func(r *rig) { r.do(wire.Request{Verb: wire.Stop, By: "somebody else"}) },
		"given up":     func(r *rig) { r.try(wire.TestEnd, me, "") },
		"engine's end": func(r *rig) { r.end() },
	} {
		t.Run(name, func(t *testing.T) {
			r, got := triedRig(t, nil)
			r.begins()
			if s, _ := r.goes("key tap"); s.Outcome != "" {
				t.Fatalf("%+v", s)
			}
			end(r)
			if x := <-got; x.Outcome != commission.Aborted || x.Why == "" {
				t.Errorf("%+v", x)
			}
			if !r.sim.Stopped() {
				t.Error("the chair runs")
			}
		})
	}
}

// TestTryNothingBeforeSeat: no key is pressed before the seat was said to be empty, and none of a step that is over.
func TestTryNothingBeforeSeat(t *testing.T) {
	r, got := triedRig(t, nil)
	r.begins()
	r.goes("seat empty")
	r.try(wire.TestYes, me, "key knead")
	r.try(wire.TestNo, me, "seat empty")
	if x := <-got; x.Outcome != commission.Failed {
		t.Errorf("%+v", x)
	}
	if keys := r.sim.Pressed(); len(keys) > 0 {
		t.Errorf("pressed % X", keys)
	}
}

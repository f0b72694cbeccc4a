package engine

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/guard"
	"github.com/openlumbar/lumbar/internal/wire"
	"pgregory.net/rapid"
)

const (
	pageA = "page-a-0123456789abcdef"
	pageB = "page-b-0123456789abcdef"
)

// holding is an engine between sessions whose chair knows its place, and what moves it by hand.
type holding struct {
	t testing.TB
	e *Engine
	w *wall
	k *kept
}

func newHolding(t *testing.T) *holding {
	t.Helper()
	e, w, k := onWall(t, Options{})
	massaging(t, e, wire.Request{})
	h := &holding{t, e, w, k}
	if err := h.ask(wire.Stop, "", ""); err != nil {
		t.Fatal(err)
	}
	for e.loop.Active() {
		quietTick(t, e)
	}
	h.ticks(250)
	return h
}

// ask asks for something, having seen the chair this moment.
func (h *holding) ask(v wire.Verb, by, axis string) error {
	return h.e.heed(&wire.Request{V: wire.Version, Verb: v, By: by, Axis: axis, SeenMS: h.e.o.Clock.Now().Milliseconds()})
}

// ticks takes so many, in which the wall's time passes as the chair's does.
func (h *holding) ticks(n int) {
	h.t.Helper()
	for range n {
		h.w.now += h.e.profile.Period()
		if err := h.e.tick(h.t.Context()); err != nil {
			h.t.Fatal(err)
		}
	}
}

// carries holds an axis for a while as a page does, asking every 100 ms.
func (h *holding) carries(by, axis string, d time.Duration) {
	h.t.Helper()
	for ; d > 0; d -= 100 * time.Millisecond {
		if err := h.ask(wire.Move, by, axis); err != nil {
			h.t.Fatal(err)
		}
		h.ticks(int(100 * time.Millisecond / h.e.profile.Period()))
	}
}

func (h *holding) moves() bool { return h.e.loop.Guard().State() == guard.Moving }

func (h *holding) recline() float64 {
	var s wire.Snapshot
	h.e.fill(&s, false)
	return s.ReclineDeg
}

// TestHold: an axis moves for as long as a page asks, and stands within the lease and the time of a stop after its last word.
func TestHold(t *testing.T) {
	h := newHolding(t)
	from := h.recline()
	h.carries(pageA, "recline", time.Second)
	if !h.moves() || h.recline() >= from-2 {
		t.Fatalf("after a second at %.1f°, moving %v; want it up from %.1f°", h.recline(), h.moves(), from)
	}
	var s wire.Snapshot
	if h.e.fill(&s, false); s.Moving != "recline" || s.Rising {
		t.Errorf("snapshot says moving %q, rising %v", s.Moving, s.Rising)
	}
	if err := h.e.start(&wire.Request{V: wire.Version, Seed: h.e.seed}); err == nil || !strings.Contains(err.Error(), "moved by hand") {
		t.Errorf("a start meanwhile: got %v", err)
	}
	// The last word was 100 ms ago. The page is quiet from now on.
	h.ticks(int(190 * time.Millisecond / h.e.profile.Period()))
	if got := h.e.held(); got == (guard.Move{}) {
		t.Error("the lease ended before its time")
	}
	h.ticks(int(12 * time.Millisecond / h.e.profile.Period()))
	if got := h.e.held(); got != (guard.Move{}) {
		t.Errorf("the lease goes on: %+v", got)
	}
	h.ticks(int(time.Second / h.e.profile.Period()))
	if h.moves() {
		t.Error("it still moves a second after the lease's end")
	}
	at := h.recline()
	if h.ticks(250); h.recline() != at {
		t.Errorf("went on from %.1f° to %.1f°", at, h.recline())
	}
	h.carries(pageA, "recline", 300*time.Millisecond)
	if !h.moves() {
		t.Error("pressed anew it does not move")
	}
	if text, err := json.Marshal(h.k.events); err != nil || strings.Contains(string(text), pageA) {
		t.Errorf("events tell who held it (%v)", err)
	}
}

// TestHoldRefused: who and what is not heard.
func TestHoldRefused(t *testing.T) {
	h := newHolding(t)
	say := func(name string, err error, want string) {
		t.Helper()
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: got %v, want %q", name, err, want)
		}
		if h.ticks(5); h.moves() {
			t.Fatalf("%s: it moves", name)
		}
	}
	say("nobody", h.ask(wire.Move, "", "recline"), "says who it is")
	say("terminal", h.ask(wire.Move, "terminal", "recline"), "says who it is")
	say("no axis", h.ask(wire.Move, pageA, ""), "no such axis")
	say("another axis", h.ask(wire.Move, pageA, "width"), "not moved by hand")
	say("seated", h.ask(wire.Move, pageA, "carriage"), "seat is empty")
	old := func(age time.Duration) error {
		return h.e.heed(&wire.Request{V: wire.Version, Verb: wire.Move, By: pageA, Axis: "recline", SeenMS: (h.e.o.Clock.Now() - age).Milliseconds()})
	}
	say("long under way", old(SeenFor+2*time.Millisecond), "too slow")
	say("of the future", old(-10*time.Millisecond), "too slow")
	say("never seen", h.e.heed(&wire.Request{V: wire.Version, Verb: wire.Move, By: pageA, Axis: "recline"}), "too slow")
	if err := old(SeenFor - 2*time.Millisecond); err != nil {
		t.Errorf("half a second old: %v", err)
	}
	h.ticks(500)
	if err := h.e.start(&wire.Request{V: wire.Version, Seed: h.e.seed}); err != nil {
		t.Fatal(err)
	}
	say("in a session", h.ask(wire.Move, pageA, "recline"), "session is under way")
}

// TestHoldOfTwo: one page at a time; the other may when the first has been quiet for a lease.
func TestHoldOfTwo(t *testing.T) {
	h := newHolding(t)
	h.carries(pageA, "recline", 300*time.Millisecond)
	if err := h.ask(wire.Move, pageB, "recline"); err != errHeld {
		t.Errorf("the other page: got %v", err)
	}
	if err := h.ask(wire.Move, pageB, "leg_rest"); err != errHeld {
		t.Errorf("the other page, another axis: got %v", err)
	}
	h.carries(pageA, "recline", 200*time.Millisecond)
	if !h.moves() {
		t.Error("the first page's move was ended by the other's word")
	}
	h.ticks(int(2 * time.Second / h.e.profile.Period()))
	h.carries(pageB, "leg_rest", 300*time.Millisecond)
	if !h.moves() || h.e.hold.by != pageB {
		t.Error("the other page cannot when the first is quiet")
	}
	if err := h.ask(wire.Move, pageB, "recline"); err != errStopped { // another axis without letting go
		t.Errorf("got %v, want it to be let go first", err)
	}
}

// TestHoldStopped: STOP by anybody ends it; what is held on does nothing before it is let go for a lease.
func TestHoldStopped(t *testing.T) {
	h := newHolding(t)
	h.carries(pageA, "recline", 500*time.Millisecond)
	if err := h.ask(wire.Stop, "form", ""); err != nil {
		t.Fatal(err)
	}
	for range 20 {
		if err := h.ask(wire.Move, pageA, "recline"); err == nil {
			t.Fatal("held on it is taken")
		}
		h.ticks(25)
	}
	if h.moves() {
		t.Fatal("it moves after STOP")
	}
	at := h.recline()
	h.ticks(int(HoldFor/h.e.profile.Period()) + 1)
	h.carries(pageA, "recline", 500*time.Millisecond)
	if h.recline() >= at {
		t.Errorf("let go and pressed anew it stays at %.1f°", at)
	}
}

// TestHoldAtItsEnd: the page hears why it does not go on.
func TestHoldAtItsEnd(t *testing.T) {
	h := newHolding(t)
	var err error
	for range 400 {
		if err = h.ask(wire.Move, pageA, "recline"); err != nil {
			break
		}
		h.ticks(25)
	}
	if err == nil || !strings.Contains(err.Error(), "as far as it goes") {
		t.Errorf("got %v at %.1f°", err, h.recline())
	}
}

// TestHoldWhateverComes: however pages ask, and fall silent, and STOP is pressed: when nobody has asked for a lease and the
// time of a stop, nothing moves; and nothing moves that was never asked for.
func TestHoldWhateverComes(t *testing.T) {
	h := newHolding(t)
	rapid.Check(t, func(rt *rapid.T) {
		for range rapid.IntRange(1, 12).Draw(rt, "steps") {
			by := rapid.SampledFrom([]string{pageA, pageB}).Draw(rt, "by")
			axis := rapid.SampledFrom([]string{"recline", "leg_rest", "carriage", "depth"}).Draw(rt, "axis")
			r := wire.Request{V: wire.Version, Verb: wire.Move, By: by, Axis: axis, Out: rapid.Bool().Draw(rt, "out"),
				SeenMS: (h.e.o.Clock.Now() - time.Duration(rapid.IntRange(0, 700).Draw(rt, "age"))*time.Millisecond).Milliseconds()}
			if rapid.IntRange(0, 9).Draw(rt, "stop") == 0 {
				r.Verb = wire.Stop
			}
			_ = h.e.heed(&r) // refusals are fine
			h.ticks(rapid.IntRange(0, 60).Draw(rt, "ticks"))
			for a := chair.Carriage; a < chair.Recline; a++ {
				if v := h.e.report.Axes[a].Vel; h.moves() && v != 0 {
					rt.Fatalf("%v moves with somebody seated: %v", a, v)
				}
			}
		}
		h.ticks(int((HoldFor + 1500*time.Millisecond) / h.e.profile.Period()))
		if h.moves() {
			rt.Fatal("it moves although nobody asks")
		}
	})
}

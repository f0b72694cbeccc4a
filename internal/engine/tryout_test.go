package engine

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/driver"
	"github.com/openlumbar/lumbar/driver/sim"
	"github.com/openlumbar/lumbar/internal/commission"
	"github.com/openlumbar/lumbar/internal/tryout"
	"github.com/openlumbar/lumbar/internal/wire"
)

// helped is a simulated chair with somebody beside it.
type helped struct{ breakable }

func (h *helped) Help(v *commission.View, said bool) {
	step := v.Name
	if v.Outcome != commission.UnderWay {
		step = ""
	}
	h.Assist(step, said, v.Moving, 20)
}

// trier is an engine whose chair is tried.
type trier struct {
	t *testing.T
	e *Engine
	w *wall
	k *kept
	h *helped
}

func newTrier(t *testing.T, o Options) *trier {
	t.Helper()
	h := &helped{}
	o.Simulation = h
	e, w, k := onWall(t, o)
	h.Chair = e.chair.(*sim.Chair)
	open := e.o.Open
	e.o.Open = func(ctx context.Context, name string, seed uint64) (driver.Chair, string, error) {
		c, label, err := open(ctx, name, seed)
		if err == nil {
			h.Chair = c.(*sim.Chair)
		}
		return c, label, err
	}
	return &trier{t, e, w, k, h}
}

func (r *trier) ask(do wire.TestDo, by, step string) error {
	return r.e.heed(&wire.Request{V: wire.Version, Verb: wire.Test, By: by, Test: &wire.TestAsk{Do: do, Step: step, Who: "the maker"}})
}

func (r *trier) must(do wire.TestDo, step string) {
	r.t.Helper()
	if err := r.ask(do, pageA, step); err != nil {
		r.t.Fatalf("%s at %s: %v", do, step, err)
	}
}

// passes lets time pass, on the wall as in the chair.
func (r *trier) passes(d time.Duration) {
	r.t.Helper()
	for end := r.e.o.Clock.Now() + d; r.e.o.Clock.Now() < end; {
		r.w.now += r.e.profile.Period()
		r.e.host.hear()
		_ = r.e.tick(context.Background()) // a silent step applies nothing
	}
}

// goes answers and holds until a step is reached, or the test is over.
func (r *trier) goes(step string) *wire.Testing {
	r.t.Helper()
	for end := r.e.o.Clock.Now() + 20*time.Minute; ; {
		s := r.e.tryout.Testing(pageA, r.e.host.now())
		if s.Name == step && s.How != "wait" || s.Outcome != "" {
			return s
		}
		switch s.How {
		case "confirm":
			r.must(wire.TestYes, s.Name)
		case "hold":
			r.must(wire.TestHold, s.Name)
		default:
			r.must(wire.TestLook, "")
		}
		r.passes(100 * time.Millisecond)
		if r.e.o.Clock.Now() > end {
			r.t.Fatalf("not there: %+v", s)
		}
	}
}

// TestTryTheChair: a page, or a terminal, takes a chair through its whole test, and what came of it is handed on once.
func TestTryTheChair(t *testing.T) {
	var all []tryout.Tried
	r := newTrier(t, Options{Tried: func(x *tryout.Tried) (string, error) { all = append(all, *x); return "kept", nil }})
	r.must(wire.TestBegin, "")
	s := r.goes("")
	if s.Outcome != "passed" || s.Record != "kept" || len(s.Results) != s.Steps || !s.Yours {
		t.Fatalf("%+v", s)
	}
	if len(all) != 1 || all[0].Outcome != commission.Passed || all[0].Who != "the maker" || len(all[0].Results) != s.Steps {
		t.Fatalf("handed on: %+v", all)
	}
	if err := r.ask(wire.TestHold, pageA, "silence"); err != nil { // that was on its way at the end
		t.Errorf("a hold after the end: %v", err)
	}
	if err := r.ask(wire.TestHold, pageB, "silence"); !errors.Is(err, tryout.ErrNone) {
		t.Errorf("somebody else's: %v", err)
	}
	if r.e.trying() {
		t.Error("it began anew")
	}
	r.passes(5 * time.Second)
	massaging(t, r.e, wire.Request{}) // and a session goes on from there
}

// TestTryOneAtATime: while the chair is tried there is no session, no other test and nothing moved by hand; nobody else answers.
func TestTryOneAtATime(t *testing.T) {
	r := newTrier(t, Options{})
	for _, bad := range []wire.TestAsk{{Do: wire.TestBegin}, {Do: wire.TestBegin, Who: " "}, {Do: wire.TestBegin, Who: "x\x1b[2J"}, {Do: wire.TestBegin, Who: strings.Repeat("x", 81)}, {Do: wire.TestBegin, Who: "x", PushN: 1}, {Do: wire.TestBegin, Who: "x", RoomC: 90}, {Do: "dance"}, {Do: wire.TestHold}} {
		if err := r.e.heed(&wire.Request{V: wire.Version, Verb: wire.Test, By: pageA, Test: &bad}); err == nil {
			t.Errorf("%+v was taken", bad)
		}
	}
	if err := r.ask(wire.TestBegin, "form", ""); err == nil {
		t.Error("begun by nobody")
	}
	r.must(wire.TestBegin, "")
	for what, err := range map[string]error{
		"another test": r.ask(wire.TestBegin, pageB, ""),
		"an answer":    r.ask(wire.TestYes, pageB, "seat empty"),
		"a session":    r.e.heed(&wire.Request{V: wire.Version, Verb: wire.Start, Programme: "short", By: pageB}),
		"by hand":      r.e.heed(&wire.Request{V: wire.Version, Verb: wire.Move, By: pageA, Axis: "recline", Out: true, SeenMS: r.e.o.Clock.Now().Milliseconds()}),
		"up":           r.e.heed(&wire.Request{V: wire.Version, Verb: wire.Up, By: pageA}),
	} {
		if err == nil {
			t.Errorf("%s was taken while the chair is tried", what)
		}
	}
	if s := r.e.tryout.Testing(pageB, r.e.host.now()); s.Yours {
		t.Error("the test is said to be somebody else's")
	}
}

// TestTryLease: what is held stands within a moment of the last request; a hold of another step moves nothing.
func TestTryLease(t *testing.T) {
	r := newTrier(t, Options{})
	r.must(wire.TestBegin, "")
	r.goes("axis carriage")
	r.must(wire.TestHold, "axis carriage")
	r.passes(200 * time.Millisecond)
	if s := r.e.tryout.Testing(pageA, r.e.host.now()); !s.Moving || !s.Held {
		t.Fatalf("%+v", s)
	}
	r.passes(time.Second)
	if s := r.e.tryout.Testing(pageA, r.e.host.now()); s.Moving || s.Held {
		t.Fatalf("a second after the last request: %+v", s)
	}
	if v := r.e.report.Axes[chair.Carriage].Vel; v != 0 {
		t.Errorf("the carriage moves at %v", v)
	}
	r.must(wire.TestHold, "axis depth") // of a step that is over
	r.passes(100 * time.Millisecond)
	if s := r.e.tryout.Testing(pageA, r.e.host.now()); s.Moving || s.Held {
		t.Errorf("a hold of another step: %+v", s)
	}
}

// TestTryStops: STOP by anybody, a page that is gone and the engine's end all end the test, with the chair at rest.
func TestTryStops(t *testing.T) {
	ends := map[string]func(*trier){
		"STOP of another page": func(r *trier) {
			_ = r.e.heed(&wire.Request{V: wire.Version, Verb: wire.Stop, By: pageB})
			r.passes(5 * time.Second)
		},
		"given up":     func(r *trier) { r.must(wire.TestEnd, ""); r.passes(5 * time.Second) },
		"page gone":    func(r *trier) { r.passes(tryout.AskerSilence + 5*time.Second) },
		"engine's end": func(r *trier) { _ = r.e.shut(context.Background()) },
	}
	for name, end := range ends {
		t.Run(name, func(t *testing.T) {
			var got []tryout.Tried
			r := newTrier(t, Options{Tried: func(x *tryout.Tried) (string, error) { got = append(got, *x); return "", nil }})
			r.must(wire.TestBegin, "")
			r.goes("axis recline")
			r.must(wire.TestHold, "axis recline")
			r.passes(200 * time.Millisecond)
			end(r)
			if s := r.e.tryout.Testing(pageA, r.e.host.now()); s.Outcome != "aborted" || s.Why == "" {
				t.Fatalf("%+v", s)
			}
			if len(got) != 1 || got[0].Outcome != commission.Aborted {
				t.Errorf("handed on %+v", got)
			}
			for a := range r.e.report.Axes {
				if v := r.e.report.Axes[a].Vel; v != 0 {
					t.Errorf("%v moves at %v", chair.Axis(a), v)
				}
			}
		})
	}
}

// TestRealNeedsRecord: a real chair gives no session, and is not moved by hand, without somebody who says that it was tried.
func TestRealNeedsRecord(t *testing.T) {
	asked := 0
	var why error
	for name, tested := range map[string]func(*chair.Profile) error{
		"nobody knows": nil,
		"not tried":    func(*chair.Profile) error { asked++; return errors.New("no record: lumbar chair test bench-4d") },
	} {
		r := newTrier(t, Options{Tested: tested})
		r.e.profile.Simulated = false
		for _, q := range []wire.Request{
			{Verb: wire.Start, Programme: "short", By: pageA},
			{Verb: wire.Move, By: pageA, Axis: "recline", Out: true, SeenMS: r.e.o.Clock.Now().Milliseconds()},
		} {
			q.V = wire.Version
			if why = r.e.heed(&q); why == nil || !strings.Contains(why.Error(), "lumbar chair test") {
				t.Errorf("%s: %s: got %v, want a refusal that names the way out", name, q.Verb, why)
			}
		}
		if r.e.loop.Active() {
			t.Errorf("%s: a session is under way", name)
		}
		r.must(wire.TestBegin, "") // it can be tried, of course
	}
	if asked == 0 {
		t.Error("nobody was asked")
	}
	r := newTrier(t, Options{Tested: func(*chair.Profile) error { return nil }})
	r.e.profile.Simulated = false
	if err := r.e.heed(&wire.Request{V: wire.Version, Verb: wire.Start, Programme: "short", By: pageA, Told: true}); err != nil {
		t.Errorf("with a record: %v", err)
	}
}

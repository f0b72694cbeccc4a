package replay

import (
	"bytes"
	"context"
	"errors"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/openlumbar/lumbar/body"
	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/chair/profile"
	"github.com/openlumbar/lumbar/driver"
	"github.com/openlumbar/lumbar/driver/sim"
	"github.com/openlumbar/lumbar/internal/engine"
	"github.com/openlumbar/lumbar/internal/recording"
	"github.com/openlumbar/lumbar/internal/twin"
	"github.com/openlumbar/lumbar/internal/wire"
	"github.com/openlumbar/lumbar/programme"
	"github.com/openlumbar/lumbar/unit"
)

const text = `
programme "short" {
  title = "Short"
  needs = ["carriage", "depth", "kneading"]
  phase "work" {
    knead {
      over  = "L5..L2"
      force = "medium"
      pace  = "20 /min"
      for   = "20 s"
    }
  }
}
`

// kept is a file in memory.
type kept struct{ bytes.Buffer }

func (*kept) Close() error { return nil }

// rig is an engine with its recorder, on a simulated chair whose time does not wait.
type rig struct {
	t      *testing.T
	engine *engine.Engine
	file   *kept
	sim    *sim.Chair
	end    func() error
}

// Knows and the like let faults be tried.
func (r *rig) Knows(f string) error { return r.sim.Knows(f) }
func (r *rig) Break(f string) error { return r.sim.Break(f) }
func (r *rig) Mend()                { r.sim.Mend() }
func (r *rig) Truth() engine.Truth {
	t := r.sim.Truth()
	return engine.Truth{Force: t.Force, Air: t.Air, Lost: t.Lost}
}

// record starts an engine that ends after its first session, or when it is told.
func record(t *testing.T, first wire.Request) *rig {
	t.Helper()
	return recordAt(t, first, 0, text, "somebody's own file")
}

// recordAt is record at another control rate than the chair's, if it is not 0, with another programme and name of the body.
func recordAt(t *testing.T, first wire.Request, rate unit.Hertz, source, name string) *rig {
	t.Helper()
	p, diags := profile.Load("bench-4d")
	if err := diags.Err(); err != nil {
		t.Fatal(err)
	}
	if rate > 0 {
		p.Control = rate
	}
	plan, diags := programme.Compile("short.lumbar.hcl", []byte(source), programme.Options{})
	if err := diags.Err(); err != nil {
		t.Fatal(err)
	}
	clock := engine.NewVirtual(engine.MaxPace)
	r := &rig{t: t, file: &kept{}}
	rec := recording.New(recording.Options{Shelf: recording.Into(r.file), Version: "test", Patient: true})
	ctx, cancel := context.WithCancel(t.Context())
	first.V, first.Verb, first.Programme = wire.Version, wire.Start, "short"
	over := make(chan struct{})
	r.engine = engine.New(engine.Options{
		Open: func(_ context.Context, name string, seed uint64) (driver.Chair, string, error) {
			m, err := body.ANSUR(7)
			if err != nil {
				return nil, "", err
			}
			r.sim = sim.New(sim.Options{Twin: twin.New(twin.Options{Profile: &p, Body: m.Back(), Seed: seed, Sex: m.Sex, Age: m.Age}), Clock: clock.Now})
			return r.sim, name, nil
		},
		Clock: clock, Record: rec, First: []wire.Request{first}, Simulation: r,
		Sitter:    func() bool { return r.sim.Answer() == twin.Enough },
		Programme: func(string, map[string]string) (*programme.Plan, error) { return plan, nil },
		Observe: func(ev *wire.Event) {
			if ev.Event == "summary" {
				select {
				case over <- struct{}{}:
				default:
				}
			}
		},
	})
	writing, written := context.WithCancel(context.Background())
	done, wrote := make(chan error, 1), make(chan error, 1)
	go func() { wrote <- rec.Run(writing) }()
	go func() { done <- r.engine.Run(ctx, name, 0) }()
	r.end = func() error {
		cancel()
		err := <-done
		written()
		return errors.Join(err, <-wrote)
	}
	go func() { <-t.Context().Done(); cancel() }()
	r.wait(over)
	return r
}

// wait waits for something of the engine.
func (r *rig) wait(over <-chan struct{}) {
	r.t.Helper()
	select {
	case <-over:
	case <-time.After(time.Minute):
		r.t.Fatal("the session does not end")
	}
}

// finish ends the engine, and returns the recording.
func (r *rig) finish() []byte {
	r.t.Helper()
	if err := r.end(); err != nil {
		r.t.Fatal(err)
	}
	return r.file.Bytes()
}

func play(t *testing.T, file []byte) *Result {
	t.Helper()
	res, err := Play(bytes.NewReader(file))
	if err != nil {
		t.Fatal(err)
	}
	return res
}

// TestSame: a recorded session, with a calibration, measurements, limits and what is known of a back, comes out the same.
func TestSame(t *testing.T) {
	l := chair.Everyone()
	l.Force[chair.ZoneMuscle].Max, l.Force[chair.ZoneMuscle].By = 30, chair.ByAnswers
	for name, first := range map[string]wire.Request{
		"plain": {}, "limited": {Limits: &l, Person: "8c1f"}, "calibrated": {Calibrate: true, Measure: true},
	} {
		t.Run(name, func(t *testing.T) {
			file := record(t, first).finish()
			res := play(t, file)
			if !res.Same() || res.Torn || res.Sessions != 1 || res.Stage != "done" || res.Outcome.String() != "finished" || res.Within != 0 {
				t.Errorf("%+v", res)
			}
			per := float64(len(file)) / float64(res.Ticks)
			t.Logf("%d ticks, %d bytes: %.0f bytes a tick, %.2f MB/min", res.Ticks, len(file), per, per*250*60/1e6)
		})
	}
}

// do asks the engine.
func (r *rig) do(req wire.Request) {
	r.t.Helper()
	req.V = wire.Version
	if _, err := r.engine.Do(r.t.Context(), req); err != nil {
		r.t.Fatal(err)
	}
}

// TestGoneOn: a session that is stopped, let up from, gone on with and faulted is one recording, and comes out the same.
func TestGoneOn(t *testing.T) {
	r := record(t, wire.Request{Person: "8c1f"})
	for range 20 {
		r.do(wire.Request{Verb: wire.Up})
	}
	r.do(wire.Request{Verb: wire.Start, Programme: "short", Person: "8c1f"})
	for _, v := range []wire.Verb{wire.Pause, wire.Resume, wire.Softer, wire.Stronger, wire.Wrong} {
		r.do(wire.Request{Verb: v})
	}
	for active := true; active; {
		reply, err := r.engine.Do(t.Context(), wire.Request{V: wire.Version, Verb: wire.Look})
		if err != nil {
			t.Fatal(err)
		}
		active = reply.Snapshot.Stage != wire.Done
	}
	r.do(wire.Request{Verb: wire.Clear})
	r.do(wire.Request{Verb: wire.Move, Axis: "recline", Out: true, By: "a page that nobody else knows"})
	res := play(t, r.finish())
	if !res.Same() || res.Sessions != 2 {
		t.Errorf("%+v", res)
	}
}

// TestTorn: a recording that was cut anywhere plays as far as it goes, and says so.
func TestTorn(t *testing.T) {
	file := record(t, wire.Request{}).finish()
	whole, last := play(t, file).Ticks, -1
	for cut := 0; cut < len(file); cut += max(1, len(file)/13) {
		res, err := Play(bytes.NewReader(file[:cut]))
		if err != nil {
			if last > 0 {
				t.Fatalf("cut at %d: %v", cut, err)
			}
			continue
		}
		if !res.Torn || !res.Same() || res.Ticks < last || res.Ticks > whole {
			t.Fatalf("cut at %d of %d: %+v after %d ticks", cut, len(file), res, last)
		}
		last = res.Ticks
	}
	if last < whole*9/10 {
		t.Errorf("the last cut left %d of %d ticks", last, whole)
	}
}

// TestDifferent is the test of the replay: what came out otherwise is found, at its tick and by its name.
func TestDifferent(t *testing.T) {
	file := record(t, wire.Request{}).finish()
	for _, c := range []struct {
		name   string
		tick   int
		change func(*recording.Tick)
		field  string
	}{
		{"asked", 4000, func(t *recording.Tick) { t.Asked.Axes[chair.Depth].Pos += 1e-9 }, "asked_pos.depth"},
		{"sent", 4500, func(t *recording.Tick) { t.Sent.Heat++ }, "sent_heat_c"},
		{"sequence", 5000, func(t *recording.Tick) { t.Sequence++ }, "sent_seq"},
		{"fault", 6000, func(t *recording.Tick) { t.Fault.Code = chair.FaultForce }, "fault"},
		{"stage", 1, func(t *recording.Tick) { t.Stage++ }, "stage"},
		{"report", 7000, func(t *recording.Tick) { t.Report.Force[0] += 400 }, "sent_"}, // another report makes another course
	} {
		res := play(t, altered(t, file, c.tick, c.change))
		if res.Same() || res.FirstTick != c.tick || !strings.HasPrefix(first(res), c.field) && c.name != "report" {
			t.Errorf("%s: the first difference is %s at tick %d, want %s at %d", c.name, first(res), res.FirstTick, c.field, c.tick)
		}
	}
}

func first(r *Result) string {
	if len(r.First) == 0 {
		return "none"
	}
	return r.First[0].Field
}

// altered is a recording with one tick changed.
func altered(t *testing.T, file []byte, at int, change func(*recording.Tick)) []byte {
	t.Helper()
	r, err := recording.Open(bytes.NewReader(file))
	if err != nil {
		t.Fatal(err)
	}
	out := &kept{}
	rec := recording.New(recording.Options{Shelf: recording.Into(out), Version: "test", Patient: true})
	ctx, cancel := context.WithCancel(t.Context())
	wrote := make(chan error, 1)
	go func() { wrote <- rec.Run(ctx) }()
	for n := 0; ; {
		next, err := r.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		switch v := next.(type) {
		case *recording.Start:
			rec.Start(v)
		case *recording.Zones:
			rec.Say(*v)
		case *recording.Tick:
			if n++; n == at {
				change(v)
			}
			rec.Tick(v)
		}
	}
	cancel()
	if err := <-wrote; err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

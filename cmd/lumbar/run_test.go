package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/openlumbar/lumbar/body"
	"github.com/openlumbar/lumbar/chair/profile"
	"github.com/openlumbar/lumbar/internal/engine"
	"github.com/openlumbar/lumbar/internal/wire"
)

// TestSummary reads the last line of a session as another program would.
func TestSummary(t *testing.T) {
	var out, errw bytes.Buffer
	if got := run([]string{"run", "after-desk", "--pace", "max", "--json", "--seed", "7"}, nil, &out, &errw); got != exitDone {
		t.Fatalf("exit status %d, want %d: %s", got, exitDone, errw.String())
	}
	lines := strings.Split(strings.TrimSuffix(out.String(), "\n"), "\n")
	var seq uint64
	for _, line := range lines {
		var ev wire.Event
		if err := json.Unmarshal([]byte(line), &ev); err != nil {
			t.Fatalf("%s: %v", line, err)
		}
		if ev.V != wire.Version || ev.Seq != seq+1 {
			t.Errorf("event %s has version %d and number %d, want %d and %d", ev.Event, ev.V, ev.Seq, wire.Version, seq+1)
		}
		seq = ev.Seq
	}
	var sum struct {
		Event      string              `json:"event"`
		Outcome    string              `json:"outcome"`
		Body       string              `json:"body"`
		Seed       uint64              `json:"seed"`
		DurationS  float64             `json:"duration_s"`
		MassageS   float64             `json:"massage_s"`
		PhasesDone int                 `json:"phases_done"`
		Phases     int                 `json:"phases"`
		Levels     []wire.LevelSummary `json:"levels_done"`
		HeatDose   *float64            `json:"heat_dose_cem43_min"`
		Faults     []string            `json:"faults"`
		Changed    []string            `json:"changed"`
		Scan       *wire.ScanError     `json:"scan"`
	}
	if err := json.Unmarshal([]byte(lines[len(lines)-1]), &sum); err != nil {
		t.Fatal(err)
	}
	if sum.Event != "summary" || sum.Outcome != "finished" || sum.Body != "ansur:1" || sum.Seed != 7 {
		t.Errorf("the last line is %s of %s, seed %d: %s", sum.Event, sum.Body, sum.Seed, sum.Outcome)
	}
	if sum.PhasesDone != 6 || sum.Phases != 6 {
		t.Errorf("%d of %d phases, want 6 of 6", sum.PhasesDone, sum.Phases)
	}
	if !(sum.MassageS > 14*60 && sum.DurationS > sum.MassageS && sum.DurationS < 20*60) {
		t.Errorf("%.1f s of massage in %.1f s; want 14 min and more, in less than 20", sum.MassageS, sum.DurationS)
	}
	if sum.HeatDose == nil || !(*sum.HeatDose > 0 && *sum.HeatDose < 5) {
		t.Errorf("heat dose %v CEM43 min; want more than 0, less than 5", sum.HeatDose)
	}
	if sum.Faults == nil || len(sum.Faults) > 0 || sum.Changed == nil {
		t.Errorf("faults %v, changed %v; want lists, the first one empty", sum.Faults, sum.Changed)
	}
	if len(sum.Levels) != int(body.T12) {
		t.Fatalf("%d levels, want %d", len(sum.Levels), body.T12)
	}
	for i, l := range sum.Levels {
		if want := (body.S1 + body.Level(i)).String(); l.Level != want {
			t.Errorf("level %d is %s, want %s", i, l.Level, want)
		}
		if !(l.ContactS > 0 && l.MeanN > 0 && l.PeakN >= l.MeanN && l.PeakN < 80) {
			t.Errorf("%s: %.1f s of contact, %.1f N on average, %.1f N at most", l.Level, l.ContactS, l.MeanN, l.PeakN)
		}
	}
	if sum.Scan == nil || sum.Scan.Levels != len(sum.Levels) || len(sum.Scan.ByMM) != len(sum.Levels) || !(sum.Scan.MeanMM <= sum.Scan.MaxMM) {
		t.Errorf("the scan is judged as %+v", sum.Scan)
	}
}

// TestUnreadStops: when nobody can read what happens, the session is stopped in order.
func TestUnreadStops(t *testing.T) {
	t.Parallel()
	var errw bytes.Buffer
	for _, args := range [][]string{{"--json"}, {}} {
		errw.Reset()
		got := run(append([]string{"run", "break", "--pace", "max"}, args...), nil, &full{room: 200}, &errw)
		if got != exitError || !strings.Contains(errw.String(), "stopped, because the event could not be written: no room") {
			t.Errorf("%v: exit status %d, want %d; said %q", args, got, exitError, errw.String())
		}
	}
}

// full is a writer that has no room any more after so many bytes.
type full struct{ room int }

func (f *full) Write(p []byte) (int, error) {
	if f.room -= len(p); f.room < 0 {
		return 0, errors.New("no room")
	}
	return len(p), nil
}

// TestProgress: without a live view there are lines between the events, as often as asked for.
func TestProgress(t *testing.T) {
	p, list := profile.Load("bench-4d")
	if err := list.Err(); err != nil {
		t.Fatal(err)
	}
	plan, err := findProgramme("break")
	if err != nil {
		t.Fatal(err)
	}
	out := &untilSeen{seen: "Gliding at "}
	clock := engine.NewVirtual(60)
	s := &session{
		app: &app{out: out, err: io.Discard}, sim: &simulation{profile: p, clock: clock}, every: time.Millisecond,
		given: plan, plan: plan, events: make(chan wire.Event, mostEvents),
	}
	s.engine = engine.New(engine.Options{
		Open: s.sim.open, Clock: clock, Programme: s.programme, Observe: s.observe,
		First: []wire.Request{{V: wire.Version, Verb: wire.Start, Programme: "break"}},
	})
	err = s.give(t.Context(), "ansur:1", 1, false)
	var ended *status
	if !errors.As(err, &ended) || ended.code != exitError { // the writer's own end
		t.Errorf("ended with %v", err)
	}
	text := out.String()
	for _, want := range []string{"... Feeling the way\n", " ... arrive · Gliding at ", " N of ", " left\n"} {
		if !strings.Contains(text, want) {
			t.Errorf("no line of progress says %q", want)
		}
	}
}

// untilSeen takes everything until a text was written, and then nothing, which ends the session.
type untilSeen struct {
	bytes.Buffer
	seen string
}

func (u *untilSeen) Write(p []byte) (int, error) {
	if bytes.Contains(u.Bytes(), []byte(u.seen)) {
		return 0, errors.New("seen enough")
	}
	return u.Buffer.Write(p)
}

func TestSayNow(t *testing.T) {
	at := wire.Snapshot{AtMS: 125_400, Stage: wire.Massage, Phase: "loosen", Technique: "knead", Level: "L4", LimitN: 36, LeftS: 371.6}
	at.Rollers[1].ForceN = 23.6
	for _, c := range []struct {
		name   string
		change func(*wire.Snapshot)
		want   string
	}{
		{"massage", func(*wire.Snapshot) {}, "  2:05    ... loosen · Kneading at L4, 24 N of 36, 6:12 left\n"},
		{"paused", func(s *wire.Snapshot) { s.Paused, s.Level = true, "" }, "  2:05    ... loosen · Kneading · paused, 24 N of 36, 6:12 left\n"},
		{"before", func(s *wire.Snapshot) { s.Stage = wire.Scan }, "  2:05    ... Feeling the way\n"},
	} {
		s := at
		c.change(&s)
		var out strings.Builder
		if err := sayNow(&out, &s); err != nil {
			t.Fatal(err)
		}
		if out.String() != c.want {
			t.Errorf("%s: got %q, want %q", c.name, out.String(), c.want)
		}
	}
}

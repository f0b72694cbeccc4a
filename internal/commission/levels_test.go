package commission

import (
	"context"
	"os"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/driver"
	"github.com/openlumbar/lumbar/driver/rongtai"
	"github.com/openlumbar/lumbar/driver/rongtai/standin"
	"github.com/openlumbar/lumbar/guard"
)

// patient is how long a test waits for what takes milliseconds on a machine that has time.
const patient = 20 * time.Second

// infinity is a rig of a stand-in for a closed chair, on a bus of its own.
func infinity(t *testing.T) (*rig, *standin.Station) {
	t.Helper()
	dir, err := os.MkdirTemp("", "lumbar-bus-") // a socket's path is short
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	bus, err := standin.StartBus(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(bus.Stop)
	s, err := standin.Open(bus.Address, standin.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	r := &rig{T: t, profile: load(t, "infinity"), now: time.Minute, refuse: map[string]bool{}}
	var clock atomic.Int64
	clock.Store(int64(r.now))
	ctx, cancel := context.WithTimeout(t.Context(), patient)
	defer cancel()
	c, err := rongtai.Open(ctx, rongtai.Options{Profile: &r.profile, Clock: func() time.Duration { return time.Duration(clock.Load()) }, Bus: bus.Address, Patient: time.Second})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.Close() }) // what Close must return is tested elsewhere
	r.chair = c
	r.pass = func(d time.Duration) {
		for d > 0 {
			step := min(d, 50*time.Millisecond)
			d -= step
			r.now += step
			clock.Store(int64(r.now))
			s.Pass(step)
			for end := time.Now().Add(patient); ; time.Sleep(200 * time.Microsecond) { // between looks; nothing depends on how long
				if n := c.Counts(); !s.Listening() || n.Frames+n.Foreign >= s.Emitted() {
					break
				}
				if time.Now().After(end) {
					t.Fatal("the driver does not hear what was notified")
				}
			}
		}
	}
	return r, s
}

// TestClosedChair: each key by itself, then stop and silence, on a stand-in that keeps to the published tables.
func TestClosedChair(t *testing.T) {
	r, s := infinity(t)
	v := r.run()
	for _, x := range v.Results {
		t.Logf("%-28s %v %s %v", x.Name, x.Passed, x.Why, x.Figures)
	}
	if v.Outcome != Passed || len(v.Results) != v.Steps {
		t.Fatalf("%v: %s", v.Outcome, v.Why)
	}
	if !s.Chair.Stopped() {
		t.Error("the chair still runs")
	}
	if r.silent < r.profile.Heartbeat {
		t.Errorf("it was never silent for longer than %v, want more than a heartbeat", r.silent)
	}
}

// TestClosedNothingBeforeSeat: no key is pressed before the seat was said to be empty.
func TestClosedNothingBeforeSeat(t *testing.T) {
	r, s := infinity(t)
	r.refuse["seat empty"] = true
	if v := r.run(); v.Outcome != Failed {
		t.Fatalf("%v: %s", v.Outcome, v.Why)
	}
	if keys := s.Chair.Pressed(); len(keys) > 0 {
		t.Errorf("pressed % X", keys)
	}
}

// TestClosedPlanted: what is wrong with a closed chair is named.
func TestClosedPlanted(t *testing.T) {
	tests := []struct {
		name  string
		wrong func(*rig, *standin.Station)
		step  string
		want  string
	}{
		{"runs already", func(r *rig, s *standin.Station) {
			s.Chair.Remote(0x01)
			r.pass(10 * time.Second)
			s.Chair.Remote(0x20)
			r.pass(time.Second)
		}, "link", "runs already"},
		{"says nothing", func(_ *rig, s *standin.Station) { s.Fail(standin.Faults{LoseFrames: 1}) }, "link", "too seldom"},
		{"hears no key", func(_ *rig, s *standin.Station) { s.Fail(standin.Faults{LoseKeys: 1}) }, "key knead", ""},
		{"breaks", func(r *rig, s *standin.Station) { r.upon("key tap", func() { s.Chair.Break(3) }) }, "key tap", "own computer says that something is wrong"},
		{"somebody else", func(r *rig, s *standin.Station) { r.upon("key speed 3", func() { s.Chair.Remote(0x01) }) }, "key speed 3", ""},
		{"ignores stop", func(r *rig, s *standin.Station) { r.upon("stop", func() { s.Fail(standin.Faults{LoseKeys: 1}) }) }, "stop", "ignores STOP"},
		{"goes on in silence", func(r *rig, s *standin.Station) {
			r.chair = &bent{Chair: r.chair, says: func(rep *chair.Report) {
				if rep.Lost && r.step == "silence" { // the driver has pressed the power key, and the chair does not care
					c := *rep.Closed
					c.Run = chair.Running
					rep.Closed = &c
				}
			}}
		}, "silence", "goes on when Lumbar is silent"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r, s := infinity(t)
			tt.wrong(r, s)
			v := r.run()
			last := v.Results[len(v.Results)-1]
			if v.Outcome != Failed || last.Passed || last.Name != tt.step || !strings.Contains(last.Why, tt.want) {
				t.Fatalf("%v at %q: %s; want %q to fail with %q", v.Outcome, last.Name, last.Why, tt.step, tt.want)
			}
			t.Logf("%s: %s", last.Name, last.Why)
		})
	}
}

// upon does something once, when a step has begun to move.
func (r *rig) upon(step string, do func()) {
	done := false
	inner := r.chair
	r.chair = &bent{Chair: inner, takes: func(c guard.Cleared) error {
		if v := r.bench.View(); !done && v.Name == step && v.Prompt.How == Wait {
			done = true
			do()
		}
		return nil
	}}
}

var _ driver.Chair = (*bent)(nil)

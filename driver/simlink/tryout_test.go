package simlink

import (
	"strings"
	"testing"
	"time"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/internal/commission"
	"github.com/openlumbar/lumbar/internal/twin"
)

// small is a real chair with little to try: every millisecond of it crosses goroutines.
func small(p *chair.Profile) {
	p.Simulated, p.Control, p.Air, p.Heat = false, 100, [chair.BagEnd]chair.AirProfile{}, chair.HeatProfile{}
	for a := chair.Carriage; a < chair.AxisEnd; a++ {
		if a != chair.Depth && a != chair.Width {
			p.Axes[a] = chair.AxisProfile{}
		}
	}
}

// tries takes the chair at the far end of the socket through its whole test, with somebody beside it.
func tries(t *testing.T, wrong func(*rig, string, *chair.Report)) commission.View {
	t.Helper()
	r := newRig(t, small)
	r.inject(twin.SitterLeaves, true)
	r.pass(10 * time.Second) // until the seat is empty
	c := r.dial()
	defer c.link.close() // a chair that passed is at rest; what Close must return is tested elsewhere
	b := commission.New(commission.Options{Profile: &r.profile})
	took, seq, since := false, uint64(0), r.clock.engine()
	for end := since + 10*time.Minute; !b.Over(); {
		if r.clock.engine() > end {
			t.Fatalf("not over: %+v", b.View())
		}
		r.pass(r.profile.Period())
		if took {
			r.heard(c)
		} else { // in silence nothing bounds the difference of the clocks: any later report will do
			for late := time.After(patience); c.link.look(false).Seq <= seq; {
				select {
				case <-c.link.news:
				case <-late:
					t.Fatalf("no report within %v", patience)
				}
			}
		}
		seq = c.link.look(false).Seq
		rep, err := c.Read(t.Context())
		v := b.View()
		in := commission.In{At: r.clock.engine(), Report: &rep, Fresh: err == nil, Took: took, Alive: true, Held: v.Prompt.How == commission.Hold, Yes: v.Prompt.How == commission.Confirm}
		switch { // what is asked of the person beside it
		case v.Name == "push left":
			rep.Force[chair.Left] += 20
		case v.Name == "push right":
			rep.Force[chair.Right] += 20
		case v.Name == "seat taken" || v.Name == "seat left":
			r.inject(twin.SitterLeaves, v.Name == "seat left")
		}
		if !v.Moving {
			since = r.clock.engine()
		}
		r.inject(twin.StopPressed, v.Name == "button" && r.clock.engine()-since > 1500*time.Millisecond)
		if wrong != nil {
			wrong(r, v.Name, &rep)
		}
		cleared, send := b.Tick(&in)
		if took = false; send {
			took = c.Apply(t.Context(), cleared) == nil
		}
	}
	return b.View()
}

// TestTryout: over a socket, with frames and two clocks between, the same test passes; what is wrong is named there too.
func TestTryout(t *testing.T) {
	tests := []struct {
		name  string
		wrong func(*rig, string, *chair.Report)
		step  string // that fails; empty: none
		want  string
	}{
		{"sound", nil, "", ""},
		{"cell dead", func(_ *rig, step string, rep *chair.Report) {
			if step == "push left" {
				rep.Force[chair.Left] -= 20
			}
		}, "push left", "dead"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			v := tries(t, tt.wrong)
			last := v.Results[len(v.Results)-1]
			if tt.step == "" {
				if v.Outcome != commission.Passed {
					t.Fatalf("%v: %s", v.Outcome, v.Why)
				}
				return
			}
			if v.Outcome != commission.Failed || last.Name != tt.step || !strings.Contains(last.Why, tt.want) {
				t.Fatalf("%v at %s: %s; want %s to fail with %q", v.Outcome, last.Name, last.Why, tt.step, tt.want)
			}
		})
	}
}

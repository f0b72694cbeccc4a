package motion

import (
	"bufio"
	"encoding/json"
	"math"
	"os"
	"testing"
)

// peer is a line of cases.jsonl: a problem, and the duration that Ruckig finds.
type peer struct {
	ID, Class, Interface   string
	P0, V0, A0, PF, VF, AF []float64
	VMax, AMax, JMax       []float64
	VMin, AMin             []float64
	Duration               float64
	Sync                   string
	Least                  []float64 `json:"independent_min_durations"`
}

func (p *peer) input() *Input {
	in := &Input{Axes: make([]Axis, len(p.P0))}
	for i := range in.Axes {
		a := &in.Axes[i]
		a.From, a.To = State{p.P0[i], p.V0[i], p.A0[i]}, State{p.PF[i], p.VF[i], p.AF[i]}
		a.Limits = Limits{Acc: p.AMax[i], Jerk: p.JMax[i], Vel: 1}
		if p.VMax != nil {
			a.Limits.Vel = p.VMax[i]
		}
		if p.VMin != nil {
			a.Limits.MinVel = p.VMin[i]
		}
		if p.AMin != nil {
			a.Limits.MinAcc = p.AMin[i]
		}
		if p.Interface == "velocity" {
			a.Interface = Velocity
		}
	}
	return in
}

// peers reads the file of LUMBAR_CASES, or the one kept here.
func peers(t *testing.T) (out []peer) {
	t.Helper()
	path := os.Getenv("LUMBAR_CASES")
	if path == "" {
		path = "testdata/cases.jsonl"
	}
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 1<<22)
	for lines.Scan() {
		var p peer
		if err := json.Unmarshal(lines.Bytes(), &p); err != nil {
			t.Fatalf("%s, line %d: %v", path, len(out)+1, err)
		}
		out = append(out, p)
	}
	if err := lines.Err(); err != nil {
		t.Fatal(err)
	}
	return out
}

// afresh integrates the jerks of a path from its start alone.
func afresh(p *Path) State {
	_, _, s := p.Phase(0)
	for i := range p.Phases() {
		at, jerk, _ := p.Phase(i)
		next := p.Duration()
		if i+1 < p.Phases() {
			next, _, _ = p.Phase(i + 1)
		}
		s = s.step(jerk, next-at)
	}
	return s
}

// TestPeerCases: every case is solved, as fast as Ruckig does or faster, and within the limits.
func TestPeerCases(t *testing.T) {
	worst := 0.0
	for _, p := range peers(t) {
		in := p.input()
		var tr Trajectory
		if err := tr.Plan(in); err != nil {
			t.Errorf("%s: %v", p.ID, err)
			continue
		}
		late := (tr.Duration() - p.Duration) / max(1, p.Duration)
		worst = max(worst, math.Abs(late))
		if late > 1e-9 {
			t.Errorf("%s (%s): takes %.15g s, Ruckig %.15g s", p.ID, p.Class, tr.Duration(), p.Duration)
		}
		if late < -1e-9 {
			t.Errorf("%s (%s): takes %.15g s, less than Ruckig's %.15g s: look why", p.ID, p.Class, tr.Duration(), p.Duration)
		}
		for i := range in.Axes {
			path := tr.Path(i)
			measure(path, &in.Axes[i]).check(t, p.ID)
			end, want := afresh(path), in.Axes[i].To
			if p.Interface == "velocity" {
				want.Pos = end.Pos
			}
			if !near(end.Pos, want.Pos, 1e-8) || !near(end.Vel, want.Vel, 1e-8) || !near(end.Acc, want.Acc, 1e-10) {
				t.Errorf("%s: axis %d ends at %+v, want %+v", p.ID, i, end, want)
			}
		}
	}
	t.Logf("durations differ by %.2g at most", worst)
}

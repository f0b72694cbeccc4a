package motion

import (
	"errors"
	"math"
	"strings"
	"testing"
)

// All that is wrong is said at once: which axis, which value, which bound.
func TestValidate(t *testing.T) {
	nan, inf := math.NaN(), math.Inf(1)
	good := Limits{Vel: 2, Acc: 3, Jerk: 4}
	for _, c := range []struct {
		name string
		axis Axis
		kind error
		want string
	}{
		{"limit", Axis{Limits: Limits{Vel: 0, Acc: 1, Jerk: 1}}, ErrLimits, "axis 1: velocity limit is 0, must be over 0 and finite"},
		{"limit", Axis{Limits: Limits{Vel: 1, Acc: nan, Jerk: 1}}, ErrLimits, "acceleration limit is NaN"},
		{"limit", Axis{Limits: Limits{Vel: 1, Acc: 1, Jerk: inf}}, ErrLimits, "jerk limit is +Inf"},
		{"side", Axis{Limits: Limits{Vel: 1, Acc: 1, Jerk: 1, MinVel: 1}}, ErrLimits, "minimum velocity is 1, must be under 0 and finite"},
		{"side", Axis{Limits: Limits{Vel: 1, Acc: 1, Jerk: 1, MinAcc: -inf}}, ErrLimits, "minimum acceleration is -Inf"},
		{"start", Axis{Limits: good, From: State{Vel: nan}}, ErrState, "axis 1: start velocity is NaN, must be finite"},
		{"target", Axis{Limits: good, To: State{Pos: inf}}, ErrTarget, "target position is +Inf, must be finite"},
		{"speed", Axis{Limits: good, To: State{Vel: -2.5}}, ErrTarget, "target velocity is -2.5, and the bound is -2"},
		{"speed", Axis{Limits: Limits{Vel: 2, Acc: 3, Jerk: 4, MinVel: -1}, To: State{Vel: -1.5}}, ErrTarget, "target velocity is -1.5, and the bound is -1"},
		{"acceleration", Axis{Limits: good, To: State{Acc: 3.5}, Interface: Velocity}, ErrTarget, "target acceleration is 3.5, and the bound is 3"},
		{"before", Axis{Limits: good, To: State{Vel: -1.5, Acc: 2.4}}, ErrTarget, "velocity before the target is -2.22, and the bound is -2 (-0.6 s from there)"},
		{"before", Axis{Limits: good, To: State{Vel: 1.5, Acc: -2.4}}, ErrTarget, "velocity before the target is 2.22, and the bound is 2 (-0.6 s from there)"},
		{"interface", Axis{Limits: good, Interface: 7}, ErrInput, "axis 1: interface 7 is neither Position nor Velocity"},
	} {
		in := &Input{Axes: []Axis{{Limits: good}, c.axis}}
		err := in.Validate()
		if !errors.Is(err, c.kind) || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: got %v, want %v with %q", c.name, err, c.kind, c.want)
		}
		tr := NewTrajectory(2)
		if got := tr.Plan(in); got == nil || tr.Duration() != 0 || tr.Axes() != 0 {
			t.Errorf("%s: plans %v s, %v", c.name, tr.Duration(), got)
		}
		if _, err := c.axis.Plan(); !errors.Is(err, c.kind) {
			t.Errorf("%s: the axis by itself: %v", c.name, err)
		}
	}
	for _, in := range []*Input{
		{}, {Axes: []Axis{{Limits: good}}, Sync: 9}, {Axes: []Axis{{Limits: good}}, MinDuration: -1}, {Axes: []Axis{{Limits: good}}, MinDuration: nan},
	} {
		if err := in.Validate(); !errors.Is(err, ErrInput) {
			t.Errorf("%+v: %v", in, err)
		}
	}
	both := (&Input{Axes: []Axis{{}, {Limits: good, From: State{Pos: nan}}}}).Validate()
	if !errors.Is(both, ErrLimits) || !errors.Is(both, ErrState) || strings.Count(both.Error(), "\n") != 3 {
		t.Errorf("four things are wrong, said is: %v", both)
	}
	var b *Breach
	if !errors.As(both, &b) || b.Axis != 0 || b.What != "velocity limit" {
		t.Errorf("the first breach is %+v", b)
	}
}

// What is foreseen comes to pass: the trajectory does reach the value foreseen, at the time foreseen.
func TestForesee(t *testing.T) {
	l := Limits{Vel: 2, Acc: 3, Jerk: 4}
	in := &Input{Axes: []Axis{
		{Limits: l},
		{Limits: l, From: State{Vel: 1.9, Acc: 2}, To: State{Pos: 5}},
		{Limits: l, From: State{Vel: -2.5, Acc: -4}, To: State{Pos: 5}},
		{Limits: l, To: State{Pos: 1, Vel: 1.8, Acc: 2}},
		{Limits: l, From: State{Vel: 99, Acc: -3.5}, Interface: Velocity},
	}}
	type line struct {
		axis  int
		what  string
		value float64
		bound float64
		when  float64
	}
	want := []line{
		{1, "velocity after the start", 2.4, 2, 0.5},
		{2, "start acceleration", -4, -3, 0},
		{2, "start velocity", -2.5, -2, 0},
		{2, "velocity after the start", -4.5, -2, 1},
		{3, "velocity after the target", 2.3, 2, 0.5},
		{4, "start acceleration", -3.5, -3, 0},
	}
	var got []line
	seen := in.Foresee(nil)
	for _, b := range seen {
		got = append(got, line{b.Axis, b.What, math.Round(b.Value*1e9) / 1e9, b.Bound, b.When})
		if !strings.Contains(b.Error(), b.What) {
			t.Errorf("says %q", b.Error())
		}
	}
	if len(got) != len(want) {
		t.Fatalf("got %+v, want %+v", got, want)
	}
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("got %+v, want %+v", got[i], want[i])
		}
	}
	var tr Trajectory
	if err := tr.Plan(in); err != nil {
		t.Fatal(err)
	}
	for _, b := range seen {
		if b.What == "velocity after the start" {
			if v := tr.Path(b.Axis).At(b.When).Vel; !near(v, b.Value, 1e-12) {
				t.Errorf("axis %d: at %v s the velocity is %v, foreseen was %v", b.Axis, b.When, v, b.Value)
			}
		}
	}
}

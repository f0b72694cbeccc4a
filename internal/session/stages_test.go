package session

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/openlumbar/lumbar/body"
	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/internal/control"
	"github.com/openlumbar/lumbar/unit"
)

// TestStagesInOrder runs a session to its end and looks at everything that it did on the way.
func TestStagesInOrder(t *testing.T) {
	w := newScript(t, short())
	w.run(Done, 5*time.Minute)
	if w.s.stage != Done || w.s.outcome != Finished || w.s.reason != "" {
		t.Fatalf("%s, want done and finished", w.outcome())
	}
	if got, want := w.stages(), []Stage{Homing, Taring, Settling, Scanning, Massage, Finishing, Done}; !slices.Equal(got, want) {
		t.Errorf("stages %v, want %v", got, want)
	}
	if got, want := w.goals, []control.Kind{control.Rest, control.Home, control.Pose, control.Feel, control.Stroke, control.Pose}; !slices.Equal(got, want) {
		t.Errorf("goals %v, want %v", got, want)
	}
	var kinds []EffectKind
	for _, e := range w.effects {
		if e.Kind != Noted {
			kinds = append(kinds, e.Kind)
		}
	}
	if want := []EffectKind{SetTare, Learn, Register, Disarm}; !slices.Equal(kinds, want) {
		t.Errorf("effects %v, want %v", kinds, want)
	}
	var told []string
	for _, n := range w.notes {
		if n.Kind == "phase" || n.Kind == "stroke" {
			told = append(told, n.Kind+" "+n.PhaseName+" "+n.Technique)
		}
	}
	want := []string{"phase work glide", "stroke work glide", "stroke work knead", "phase leave press", "stroke leave press"}
	if !slices.Equal(told, want) {
		t.Errorf("told %q, want %q", told, want)
	}
	if v := w.s.View(); v.Progress != 1 || v.Left != 0 || w.s.PhasesDone() != 2 {
		t.Errorf("progress %.2f, %v left, %d phases done; want 1, none, 2", v.Progress, v.Left, w.s.PhasesDone())
	}
	before := len(w.effects)
	if w.step(Stop); len(w.effects) != before || w.s.stage != Done {
		t.Error("a session that is over does something")
	}
}

// TestTareIsTheMeanAtHome: what the cells read at home, at the recline of home, with the head's mass.
func TestTareIsTheMeanAtHome(t *testing.T) {
	w := reach(t, Taring)
	n := 0
	w.each = func() {
		n++
		w.report.Force = [chair.SideEnd]unit.Newton{-6 + unit.Newton(n%2), 3}
	}
	w.run(Settling, time.Minute)
	for _, e := range w.effects {
		if e.Kind != SetTare {
			continue
		}
		home := unit.Degree(w.s.Profile.Axes[chair.Recline].Home)
		if left := e.Tare.Zero[chair.Left] + 5.5; !(left > -0.1 && left < 0.1) || e.Tare.Zero[chair.Right] != 3 ||
			!e.Tare.Taken || e.Tare.Recline != home || e.Tare.Head != w.s.Profile.Rollers.Head {
			t.Errorf("tare %+v, want -5.5 and 3 N at %.0f°", e.Tare, home)
		}
		return
	}
	t.Error("no tare")
}

// TestSettlingWaitsForThePerson: three seconds from when somebody sits, whatever was before.
func TestSettlingWaitsForThePerson(t *testing.T) {
	w := reach(t, Settling)
	w.report.Seated = false
	w.run(Scanning, 10*time.Second)
	if w.s.stage != Settling {
		t.Fatalf("%v with nobody there", w.s.stage)
	}
	w.report.Seated = true
	from := w.in.At
	w.run(Scanning, 10*time.Second)
	if got := w.in.At - from; got < settleFor || got > settleFor+20*time.Millisecond {
		t.Errorf("scans %v after somebody sat down, want %v", got, settleFor)
	}
}

// TestScan: the levels found are those of the script's back, and the map is where the back is.
func TestScan(t *testing.T) {
	w := reach(t, Massage)
	e, ok := w.s.Scan()
	if !ok {
		t.Fatal("no scan")
	}
	// Sacrum at 150 mm; the ribs' edge at 330 mm is half a spacing below T12.
	for l, want := range map[body.Level]unit.Millimetre{body.S1: 150, body.T12: 346} {
		if d := e.Levels[l].Along - want; !(d > -15 && d < 15) {
			t.Errorf("%v found at %.0f mm, want %.0f mm", l, e.Levels[l].Along, want)
		}
	}
	if z := w.s.Zones(); !z.Holds(w.s.Profile.Massage) || z.Check() != nil {
		t.Errorf("map %+v: %v", z, z.Check())
	}
}

// TestPatience: a stage that does not come to its end is given up, with a reason, and the session still ends.
func TestPatience(t *testing.T) {
	for _, st := range []Stage{Homing, Taring, Settling, Scanning, Comfort, Measuring, Remeasuring, Finishing, Retreating} {
		w := reach(t, st)
		w.never, w.hangs = true, true
		from := w.in.At
		w.run(st+1, 5*time.Minute)
		if got := w.in.At - from; got < patience[st] || got > patience[st]+50*time.Millisecond {
			t.Errorf("%v is given up after %v, want %v", st, got, patience[st])
		}
		w.run(Done, 5*time.Minute)
		outcome, reason := Ended, st.String()+" took longer than"
		switch st {
		case Homing:
			w.hangs = false
		case Finishing:
			reason = "the chair did not come home in time"
		case Retreating:
			outcome, reason = Stopped, ""
		}
		if w.s.stage != Done || w.s.outcome != outcome || !strings.HasPrefix(w.s.reason, reason) {
			t.Errorf("%v without end: %s, want %v (%s)", st, w.outcome(), outcome, reason)
		}
		if last := w.effects[len(w.effects)-2]; last.Kind != Disarm && st != Homing {
			t.Errorf("%v without end: the guard is not told", st)
		}
	}
}

// TestReasons is one row for each way in which a session cannot go on: the reason, and an orderly end.
func TestReasons(t *testing.T) {
	for _, c := range []struct {
		name  string
		stage Stage
		spoil func(*script)
		want  string
	}{
		{"a cell drifts", Taring, func(w *script) { w.cells = 7 }, "the left force sensor reads 7 N with nothing before it"},
		{"a cell says nothing", Taring, func(w *script) { w.cells = unit.Newton(nan) }, "the left force sensor reads NaN N"},
		{"the tare is refused", Settling, func(w *script) { w.in.Refused = "guard: tare refused" }, "guard: tare refused"},
		{"a back without bone", Scanning, func(w *script) { w.soft = true }, "scan: neither sacrum nor ribs were felt"},
		{"nobody leans back", Scanning, func(w *script) { w.away = true }, "scan: neither sacrum nor ribs were felt"},
		{"the map is refused", Massage, func(w *script) { w.in.Refused = "guard: zone map refused" }, "guard: zone map refused"},
		{"the start is not reached", Massage, func(w *script) { w.away = true }, "the rollers did not find the back"},
	} {
		w := reach(t, c.stage)
		c.spoil(w)
		w.run(Done, 10*time.Minute)
		if w.s.outcome != Ended || !strings.HasPrefix(w.s.reason, c.want) || !w.noted("ended", w.s.reason) {
			t.Errorf("%s: %s, want ended (%s)", c.name, w.outcome(), c.want)
		}
		if stages := w.stages(); !slices.Equal(stages[len(stages)-2:], []Stage{Finishing, Done}) {
			t.Errorf("%s: ends by %v, want finishing and done", c.name, stages)
		}
	}
}

// TestFault: in every stage the session stands by while the guard retreats, asks for nothing, and keeps the fault.
func TestFault(t *testing.T) {
	for st := Fresh; st < Done; st++ {
		w := reach(t, st)
		w.hangs = false
		w.in.Fault = &chair.Fault{Code: chair.FaultForce, Value: 70, Bound: 60}
		w.step(Nothing)
		if w.s.stage != Retreating || *w.s.Goal() != (control.Goal{}) {
			t.Errorf("%v: %v, goal %v; want to stand by", st, w.s.stage, w.s.Goal().Kind)
		}
		w.run(Done, time.Minute)
		outcome := Faulted
		if st == Retreating { // it was stopped before
			outcome = Stopped
		}
		if w.s.stage != Done || w.s.outcome != outcome || !w.noted("fault", w.in.Fault.Error()) {
			t.Errorf("%v: %s, want done and %v, with the fault on record", st, w.outcome(), outcome)
		}
		if n := len(slices.DeleteFunc(w.notes, func(n Note) bool { return n.Kind != "fault" })); n != 1 {
			t.Errorf("%v: the fault is on record %d times", st, n)
		}
	}
}

// TestStopButton: the chair's own button stops a session as STOP does.
func TestStopButton(t *testing.T) {
	for st := Fresh; st <= Finishing; st++ {
		w := reach(t, st)
		w.report.Stop = true
		if w.step(Nothing); w.s.stage != Retreating || !w.noted("ask", "stop") {
			t.Errorf("%v: %s, want retreating", st, w.outcome())
		}
		w.run(Done, time.Minute)
		if w.s.stage != Done || w.s.outcome != Stopped {
			t.Errorf("%v: %s, want done and stopped", st, w.outcome())
		}
	}
}

// TestReadyIsOfTheGoalInForce: a tick that comes late finds control still speaking of the goal before.
func TestReadyIsOfTheGoalInForce(t *testing.T) {
	s := New(Options{Plan: short(), Profile: bench(t), Limits: chair.Everyone()})
	in := Input{Report: &chair.Report{}, Control: control.Status{Ready: true}}
	for _, want := range []Stage{Homing, Homing, Taring} {
		in.At += 10 * settledFor
		s.Step(&in, nil)
		if s.Stage() != want {
			t.Fatalf("at %v in %v, want %v", in.At, s.Stage(), want)
		}
	}
}

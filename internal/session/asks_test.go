package session

import (
	"math"
	"slices"
	"testing"
	"time"

	"github.com/openlumbar/lumbar/body"
	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/programme"
	"github.com/openlumbar/lumbar/technique"
	"github.com/openlumbar/lumbar/unit"
)

var nan = math.NaN()

// TestAsks asks for everything in every stage.
func TestAsks(t *testing.T) {
	type want struct {
		stage   Stage
		outcome Outcome
		paused  bool
		skip    bool
		steps   int // of intensity
	}
	for st := Fresh; st <= Retreating; st++ {
		for ask := Pause; ask < AskEnd; ask++ {
			w := reach(t, st)
			before := w.s.outcome
			w.step(ask)
			after := st
			finish := ask == Finish || ask == Other || ask == Forsake
			if st == Fresh && !finish && ask != Stop {
				after = Homing // of itself
			}
			expect := want{stage: after, outcome: before}
			switch {
			case st == Retreating: // nothing is heard any more
			case ask == Stop:
				expect.stage, expect.outcome = Retreating, Stopped
			case finish && st <= Homing:
				expect.stage, expect.outcome = Retreating, Finished
			case finish:
				expect.stage = Finishing
			case ask == Pause:
				expect.paused = st.pausable()
			case ask == Softer:
				expect.steps = -1
			case ask == Stronger:
				expect.steps = 1
			case ask == Skip:
				expect.skip = st == Massage
				switch st {
				case Comfort, Measuring:
					expect.stage = Massage
				case Remeasuring:
					expect.stage = Finishing
				}
			case ask == Enough && st == Massage:
				expect.steps = -1
			}
			if ask == Forsake && st < Finishing {
				expect.outcome = Ended
			}
			if got := (want{w.s.stage, w.s.outcome, w.s.paused, w.s.cur.skip, w.s.intensity}); got != expect {
				t.Errorf("%v in %v: %+v, want %+v", ask, st, got, expect)
			}
			heard := st != Retreating && !((ask == Finish || ask == Forsake) && st == Finishing)
			if w.noted("ask", ask.String()) != heard && ask != Stop {
				t.Errorf("%v in %v: noted %v, want %v", ask, st, !heard, heard)
			}
			w.hangs = false
			end := Finished
			if ask == Stop || st == Retreating {
				end = Stopped
			}
			if ask == Forsake && st < Finishing {
				end = Ended
			}
			w.step(Resume)
			w.run(Done, 5*time.Minute)
			if w.s.stage != Done || w.s.outcome != end {
				t.Errorf("%v in %v: ends as %s, want done and %v", ask, st, w.outcome(), end)
			}
			halted := slices.ContainsFunc(w.effects, func(e Effect) bool { return e.Kind == Halt })
			if halted != (end == Stopped) {
				t.Errorf("%v in %v: the guard was told to stop: %v", ask, st, halted)
			}
		}
	}
}

// TestPause: the stroke's time comes to a stand and to speed again without ever jumping, so that places and speeds
// stay continuous; then the rollers lift, and the stroke goes on where it was.
func TestPause(t *testing.T) {
	w := massaging(t, short())
	at, rate := w.s.cur.at, w.s.cur.rate
	place := w.s.cur.shape.At(at)
	w.each = func() {
		c := &w.s.cur
		if d := c.at - at; d < 0 || d > tick {
			t.Fatalf("the stroke's time goes from %v to %v in a tick", at, c.at)
		}
		if d := math.Abs(c.rate - rate); d > tick.Seconds()/warp+1e-9 {
			t.Fatalf("its rate goes from %.3f to %.3f in a tick", rate, c.rate)
		}
		now := c.shape.At(c.at)
		carriage := &w.s.Profile.Axes[chair.Carriage]
		if d := math.Abs(float64(now.AlongVel)*c.rate - float64(place.AlongVel)*rate); d > float64(carriage.Acc)*tick.Seconds() {
			t.Fatalf("the carriage's speed changes by %.2f mm/s in a tick", d)
		}
		at, rate, place = c.at, c.rate, now
	}
	stand := func(d time.Duration) {
		for end := w.in.At + d; w.in.At < end; {
			w.step(Nothing)
		}
	}
	elapsed := w.s.elapsed
	w.step(Pause)
	ways := 0
	for w.s.cur.rate > 0 {
		if w.step(Nothing); w.s.goal.Lift && w.s.cur.rate > 0 {
			t.Fatal("lifts before it has come to a stand")
		}
		ways++
	}
	if got := time.Duration(ways) * tick; got < 580*time.Millisecond || got > 620*time.Millisecond {
		t.Errorf("comes to a stand in %v, want %.1f s", got, warp)
	}
	stood := w.s.cur.at
	stand(20 * time.Second)
	if w.s.cur.at != stood || w.s.elapsed != elapsed || !w.s.goal.Lift || w.s.goal.Heat != 0 {
		t.Errorf("in the pause: time moved by %v, %v counted, lifted %v, heat %.0f °C", w.s.cur.at-stood, w.s.elapsed-elapsed, w.s.goal.Lift, w.s.goal.Heat)
	}
	if v := w.s.View(); !v.Paused || v.Stage != Massage {
		t.Errorf("the view says %+v", v)
	}

	w.away = true // the person has leaned forward
	w.step(Resume)
	stand(10 * time.Second)
	if w.s.cur.at != stood || w.s.goal.Lift {
		t.Error("the stroke goes on without the back")
	}
	w.away = false
	stand(5 * time.Second)
	if w.s.cur.rate != 1 || w.s.cur.at-stood < 4*time.Second || w.s.goal.Heat == 0 {
		t.Errorf("after the pause: rate %.2f, %v on", w.s.cur.rate, w.s.cur.at-stood)
	}
}

// TestPauseEnds: nobody comes back, or the back does not.
func TestPauseEnds(t *testing.T) {
	w := massaging(t, short())
	w.step(Pause)
	from := w.in.At
	w.run(Finishing, 10*time.Minute)
	if got := w.in.At - from; (got-pauseMost).Abs() > time.Second || w.s.reason != "the pause lasted too long" || w.s.View().Paused {
		t.Errorf("after %v: %s, paused %v; want it given up after %v", got, w.outcome(), w.s.View().Paused, pauseMost)
	}

	w = massaging(t, short())
	w.step(Pause)
	for w.s.cur.rate > 0 {
		w.step(Nothing)
	}
	w.away = true
	w.step(Resume)
	from = w.in.At
	w.run(Finishing, 10*time.Minute)
	if got := w.in.At - from; (got-startMost).Abs() > time.Second || w.s.reason != "the rollers did not find the back" {
		t.Errorf("after %v: %s, want it given up after %v", got, w.outcome(), startMost)
	}
}

// TestManyPauses: the time that each takes to find the back again does not add up.
func TestManyPauses(t *testing.T) {
	w := massaging(t, short())
	for range 40 {
		w.step(Pause)
		for w.s.cur.rate > 0 {
			w.step(Nothing)
		}
		w.away = true
		w.step(Resume)
		for range int(3 * time.Second / tick) {
			w.step(Nothing)
		}
		w.away = false
		for range 10 {
			w.step(Nothing)
		}
	}
	w.run(Done, 5*time.Minute)
	if w.s.outcome != Finished {
		t.Errorf("%s, want finished", w.outcome())
	}
}

// TestSkip: the stroke comes to a stand and the next one begins; skipping the last one ends the massage.
func TestSkip(t *testing.T) {
	w := massaging(t, short())
	w.step(Skip)
	from := w.in.At
	for w.s.cur.index == 0 {
		w.step(Nothing)
	}
	if got := w.in.At - from; got < 580*time.Millisecond || got > 620*time.Millisecond {
		t.Errorf("the next stroke comes after %v, want %.1f s", got, warp)
	}
	if w.s.cur.begun || w.s.cur.skip {
		t.Error("the next stroke begins without going to its start")
	}
	w.step(Skip) // on the way to the start: at once
	for range 3 {
		w.step(Nothing)
	}
	if w.s.cur.index != 2 {
		t.Errorf("stroke %d after skipping two", w.s.cur.index)
	}
	w.step(Pause)
	w.step(Skip)
	w.run(Done, time.Minute)
	if w.s.outcome != Finished || w.s.PhasesDone() != 2 {
		t.Errorf("%s, %d phases done; want finished, 2", w.outcome(), w.s.PhasesDone())
	}
}

// TestIntensity: each step is a share of the plan's force, three either way.
func TestIntensity(t *testing.T) {
	w := massaging(t, short())
	for i, c := range []struct {
		ask  Ask
		want float64
	}{
		{Stronger, 1.15}, {Stronger, 1.3}, {Stronger, 1.45}, {Stronger, 1.45}, {Softer, 1.3}, {Softer, 1.15}, {Softer, 1},
		{Softer, 0.85}, {Softer, 0.7}, {Softer, 0.55}, {Softer, 0.55}, {Stronger, 0.7},
	} {
		if w.step(c.ask); math.Abs(w.s.goal.Scale-c.want) > 1e-9 {
			t.Errorf("step %d, %v: %.2f of the force, want %.2f", i, c.ask, w.s.goal.Scale, c.want)
		}
	}
}

// TestHeat: on from and until what the plan says, by the time of the massage without pauses.
func TestHeat(t *testing.T) {
	w := newScript(t, short())
	w.run(Massage, 2*time.Minute)
	on := time.Duration(0)
	w.each = func() {
		want := unit.Celsius(0)
		if w.s.stage == Massage && !w.s.paused && w.s.elapsed >= 5*time.Second && w.s.elapsed < 20*time.Second {
			want = 39
		}
		if w.s.goal.Heat != want {
			t.Fatalf("heat %.0f °C after %v in %v, want %.0f °C", w.s.goal.Heat, w.s.elapsed, w.s.stage, want)
		}
		if want > 0 {
			on += tick
		}
	}
	for w.s.elapsed < 10*time.Second {
		w.step(Nothing)
	}
	w.step(Pause)
	for range int(7 * time.Second / tick) {
		w.step(Nothing)
	}
	w.step(Resume)
	w.run(Done, 2*time.Minute)
	if on != 15*time.Second {
		t.Errorf("on for %v, want 15 s", on)
	}
}

// TestTally: contact, mean and peak by level, from 5 N up.
func TestTally(t *testing.T) {
	w := newScript(t, short())
	w.run(Massage, 2*time.Minute)
	for w.s.cur.index < 1 { // kneading at L4
		w.step(Nothing)
	}
	force := []unit.Newton{10, 30, 4, 20} // a second each; 4 N do not count
	for !w.s.cur.begun {
		w.force = 4
		w.step(Nothing)
	}
	before := w.s.Tally().Levels[body.L4]
	for _, f := range force {
		w.force = f
		w.control()
		for range int(time.Second / tick) {
			w.step(Nothing)
		}
	}
	got := w.s.Tally().Levels[body.L4]
	contact, sum := got.Contact-before.Contact, got.sum-before.sum
	if (contact-3*time.Second).Abs() > 2*tick || math.Abs(sum-60) > 0.5 || got.Peak != 30 {
		t.Errorf("L4 had %v, %.1f N s, peak %.0f N; want 3 s, 60 N s, 30 N", contact, sum, got.Peak)
	}
	for l, lt := range w.s.Tally().Levels {
		if lt.Contact == 0 && lt.Mean() != 0 || lt.Contact > 0 && !(lt.Mean() >= counts && lt.Mean() <= 30) {
			t.Errorf("%v: mean %.1f N over %v", body.Level(l), lt.Mean(), lt.Contact)
		}
	}
}

// TestMapAfterAStretch: once the back has moved and come up again the map is told anew, with more doubt each time,
// but never with so much that it would be no map.
func TestMapAfterAStretch(t *testing.T) {
	p := short()
	p.Phases = nil
	for range 12 {
		p.Phases = append(p.Phases, programme.Phase{Name: "lengthen", Strokes: []technique.Stroke{
			{Kind: technique.Stretch, Recline: 140, Hold: time.Second, Repeat: 1}, {Kind: technique.Rest, From: body.L3, For: 5 * time.Second}}})
	}
	w := newScript(t, p)
	var doubts []unit.Millimetre
	w.each = func() {
		for ; len(w.effects) > 0; w.effects = w.effects[1:] {
			if e := w.effects[0]; e.Kind == Register {
				if err := e.Map.Check(); err != nil || !e.Map.Holds(unit.Degree(w.report.Axes[chair.Recline].Pos)) {
					t.Fatalf("told a map that does not hold: %v", err)
				}
				doubts = append(doubts, e.Map.Doubt)
			}
		}
	}
	w.run(Done, 30*time.Minute)
	if w.s.outcome != Finished || len(doubts) != 13 {
		t.Fatalf("%s, %d maps; want finished, 13 maps", w.outcome(), len(doubts))
	}
	if d := doubts[2] - doubts[0]; math.Abs(float64(d-2*slideDoubt)) > 1e-9 || doubts[12] <= 54 {
		t.Errorf("doubts %.0f mm, want %.0f mm more each time, up to 60 mm", doubts, slideDoubt)
	}
}

// TestEmptyPlan has nothing to do, and ends.
func TestEmptyPlan(t *testing.T) {
	p := short()
	p.Phases = nil
	w := newScript(t, p)
	w.run(Done, 5*time.Minute)
	if w.s.outcome != Finished {
		t.Errorf("%s, want finished", w.outcome())
	}
}

// TestViewOnTheWay: within a stage progress only grows, and the time left only falls.
func TestViewOnTheWay(t *testing.T) {
	w := newScript(t, short())
	last := w.s.View()
	w.each = func() {
		v := w.s.View()
		if v.Stage == last.Stage && v.Progress < last.Progress || v.Left > last.Left || v.Elapsed < last.Elapsed || !(v.Progress >= 0 && v.Progress <= 1) {
			t.Fatalf("from %+v to %+v", last, v)
		}
		if (v.Phase >= 0) != (v.Stage == Massage && v.Stroke < 3) {
			t.Fatalf("phase %d in %v", v.Phase, v.Stage)
		}
		last = v
	}
	w.run(Done, 5*time.Minute)
	if last.Stage != Done || !last.Scanned {
		t.Errorf("ends as %+v", last)
	}
}

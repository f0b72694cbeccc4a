package twin

import (
	"math"
	"testing"
	"time"

	"github.com/openlumbar/lumbar/body"
	"github.com/openlumbar/lumbar/chair"
)

// Without a sweep, what nobody has measured is alike in everybody; with one, no two people are.
func TestSweep(t *testing.T) {
	back := ansurBack(t, 1)
	made := func(seed uint64, sweep bool) *Twin {
		return New(Options{Profile: bench(), Body: back, Seed: seed, Sweep: sweep})
	}
	a, b := made(1, false), made(2, false)
	if a.flesh != b.flesh || a.habit != b.habit {
		t.Errorf("two people: %+v %+v and %+v %+v", a.flesh, a.habit, b.flesh, b.habit)
	}
	want := flesh{exponent: body.Exponent, relax: 1, quick: 1 / 0.6, slow: 1 / 15.0, damping: 0.3e-3}
	if a.flesh != want {
		t.Errorf("%+v, want %+v", a.flesh, want)
	}
	if a, b := made(1, true), made(2, true); a.flesh == b.flesh || a.habit == b.habit || a.sitter == b.sitter {
		t.Error("two people of a sweep are alike")
	}
	if a, b := made(1, true), made(1, true); a.flesh != b.flesh || a.habit != b.habit || a.sitter != b.sitter {
		t.Error("the same seed gives two people")
	}
}

// Whatever the exponent, tissue is as deep in at the force for which it is known.
func TestExponentKeepsTheSecant(t *testing.T) {
	for _, n := range []float64{1.25, 1.44, 1.65} {
		f := flesh{exponent: n}
		for _, usual := range []float64{0.5, 1, 4} {
			k := f.stiffness(usual)
			near(t, "indentation at 50 N", math.Pow(knownAt/k, 1/n), math.Pow(knownAt/usual, 1/body.Exponent), 1e-9, "mm")
		}
	}
	if got := (&flesh{exponent: 1.3}).stiffness(0); got != 0 {
		t.Errorf("nothing is stiff: %v", got)
	}
}

// Tone changes while rollers press, towards its share, and is gone three minutes after (Eriksson Crommert 2015).
func TestTone(t *testing.T) {
	f := flesh{tone: -0.05, returns: 1 / 90.0}
	var worked float64
	for range int(7 * time.Minute / (heatSteps * Tick)) {
		f.work(&worked, 30, heatDT)
	}
	if worked < 0.9 || worked > 1 {
		t.Errorf("after 7 minutes %.2f of the change is there", worked)
	}
	for range int(4.5 * 60 / heatDT) {
		f.work(&worked, 0, heatDT)
	}
	if worked > 0.06 {
		t.Errorf("4.5 minutes later %.2f of it is still there", worked)
	}
	w := newTwin(t, 1, 1)
	cmd := homed(t, w)
	to(w, &cmd, chair.Depth, 60, 2*time.Second)
	run(w, &cmd, time.Minute)
	if w.worked != 0 {
		t.Errorf("without a sweep %.2f of a change", w.worked)
	}
}

// Somebody who gets up is not in the seat, and then is again.
func TestGetsUp(t *testing.T) {
	w := newTwin(t, 1, 1)
	cmd := homed(t, w)
	w.habit.up, w.habit.back = w.tick+1000, w.tick+4000
	seated := func() bool {
		var r chair.Report
		w.Report(&r)
		if r.Seated != w.Truth().Seated {
			t.Error("the seat sensor says otherwise")
		}
		return r.Seated
	}
	for _, step := range []struct {
		lasts time.Duration
		want  bool
	}{{900 * Tick, true}, {time.Second, false}, {2 * time.Second, false}, {time.Second, true}} {
		run(w, &cmd, step.lasts)
		if seated() != step.want {
			t.Errorf("%v: seated %v", w.Now(), !step.want)
		}
	}
	if h := habitOf(&Options{}); h.up != 0 || h.away(0) || h.away(math.MaxUint64) {
		t.Error("without a sweep somebody gets up")
	}
}

package verify

import (
	"math"
	"runtime"
	"slices"
	"testing"
	"time"

	"github.com/openlumbar/lumbar/chair"
)

// TestQuick holds the quick rate against the chair's own on the same bodies: what limits look at may be off by half its margin,
// so that nobody who exceeds a limit is missed, and what is told of the middle one by 2 in 100. (A roller that is over another
// tissue at its hardest moment has another share of the trip: no mean of a few bodies bears that.)
func TestQuick(t *testing.T) {
	s := setting(t, brief())
	var trip, felt, both []float64
	bodies := []int{10, 700, 1500, 2200, 2900, 3600, 4100, 4400, 4900, 5300, 5800, 5990}
	for _, i := range bodies {
		p, err := s.Population.Body(i)
		if err != nil {
			t.Fatal(err)
		}
		full, err := s.rigOf(&p, false).run(t.Context(), nil)
		if err != nil {
			t.Fatal(err)
		}
		quick, err := s.rigOf(&p, true).run(t.Context(), nil)
		if err != nil {
			t.Fatal(err)
		}
		if quick.PeakN == full.PeakN {
			t.Errorf("%s: %.3f N at either rate: was it another one?", p.ID, quick.PeakN)
		}
		for k := range Limits {
			l := &Limits[k]
			if off := math.Abs(l.Value(&quick) - l.Value(&full)); off > margins[l.Key]/2 {
				t.Errorf("%s: %s is off by %.3g %s of a margin of %.3g", p.ID, l.Title, off, l.Unit, margins[l.Key])
			}
		}
		trip = append(trip, quick.TripShare/full.TripShare)
		both = append(both, quick.BothN/full.BothN)
		felt = append(felt, quick.ContactS/full.ContactS)
	}
	for what, ratios := range map[string][]float64{"share of the trip": trip, "force of both": both, "contact": felt} {
		slices.Sort(ratios)
		if r := ratios[len(ratios)/2]; math.Abs(r-1) > 0.02 {
			t.Errorf("the middle %s at the quick rate is %.3f of that at the chair's own", what, r)
		}
	}
}

// TestQuickSettles: the worst of a quick run are those of the chair's own rate, the same whatever the number of cores.
func TestQuickSettles(t *testing.T) {
	quick := setting(t, brief())
	quick.Quick = true
	quick.Prepare()
	bodies, err := Sample(quick.Population, 14, 1, quick.Profile.Person)
	if err != nil {
		t.Fatal(err)
	}
	was := runtime.GOMAXPROCS(1)
	defer runtime.GOMAXPROCS(was)
	settled := func() (Report, int) {
		all, again := play(t, quick, bodies), 0
		if n := count(all, func(o *Outcome) bool { return o.Quick }); n != len(bodies) {
			t.Errorf("the quick rate was enough for %d of %d bodies", n, len(bodies))
		}
		slices.SortFunc(all, func(a, b Outcome) int { return a.Row - b.Row }) // as a record would have it
		if err := quick.Settle(t.Context(), all, func(Outcome) error { again++; return nil }); err != nil {
			t.Fatal(err)
		}
		return quick.Report(all, len(bodies)), again
	}
	one, again := settled()
	runtime.GOMAXPROCS(3)
	three, _ := settled()
	if a, b := text(t, one), text(t, three); a != b {
		t.Errorf("one core and three differ:\n%s\n%s", a, b)
	}
	if again < mostWorst || one.Quick != len(bodies)-again {
		t.Errorf("%d bodies were played again, %d of %d are of the quick rate", again, one.Quick, len(bodies))
	}
	full := setting(t, brief())
	for _, w := range one.Worst {
		p, err := full.Population.Body(w.Row - 1)
		if err != nil {
			t.Fatal(err)
		}
		if o, err := full.Play(t.Context(), &p); err != nil || text(t, o) != text(t, w.Outcome) {
			t.Errorf("%s: %v\n%s\nat the chair's own rate\n%s", w.ID, err, text(t, w.Outcome), text(t, o))
		}
	}
	a, err := full.Key()
	if err != nil {
		t.Fatal(err)
	}
	if b, err := quick.Key(); err != nil || a == b {
		t.Errorf("a quick run goes on from the record of another: %s, %v", b, err)
	}
}

// TestQuickTellsApart: who is near a limit, or did not come to the end, is played at the chair's own rate.
func TestQuickTellsApart(t *testing.T) {
	ok := Outcome{Ended: "finished"}
	if ok.telling() {
		t.Error("nothing at all is told of a body that is far from every limit")
	}
	for name, change := range map[string]func(*Outcome){
		"force":   func(o *Outcome) { o.TripShare = 0.71 },
		"both":    func(o *Outcome) { o.BothN = 186 },
		"skin":    func(o *Outcome) { o.SkinC = 40.95 },
		"part":    func(o *Outcome) { o.PartS = 276 },
		"no end":  func(o *Outcome) { o.Ended = "ended" },
		"fault":   func(o *Outcome) { o.Fault = "force" },
		"refused": func(o *Outcome) { o.Refused = 1 },
		"nothing": func(o *Outcome) { o.BothN = math.NaN() },
	} {
		o := ok
		if change(&o); !o.telling() {
			t.Errorf("%s: the quick rate is enough for it", name)
		}
	}
	for i := range Limits {
		if key := Limits[i].Key; key != "guard" && !(margins[key] > 0) {
			t.Errorf("%s has no margin", key)
		}
	}
}

// TestNoRoomForQuick: a chair that is no faster, or whose reports would be too old, is played at its own rate.
func TestNoRoomForQuick(t *testing.T) {
	s := setting(t, brief())
	for name, change := range map[string]func(p *chair.Profile){
		"stale":     func(p *chair.Profile) { p.Stale = 9 * time.Millisecond },
		"heartbeat": func(p *chair.Profile) { p.Stale, p.Heartbeat = 10*time.Millisecond, 19*time.Millisecond },
		"rate":      func(p *chair.Profile) { p.Control = quickRate },
	} {
		s.Profile, s.Quick = bench(t), true
		change(&s.Profile)
		if s.Prepare(); s.quick {
			t.Errorf("%s: the quick rate is taken", name)
		}
	}
	s.Profile = bench(t)
	if s.Prepare(); !s.quick || s.slow.Period() != 10*time.Millisecond {
		t.Errorf("%v for %v", s.slow.Control, s.Profile.Control)
	}
}

// TestKnown: of a first verdict at the quick rate, a whole run takes over nobody, and a quick one whoever is far from every limit.
func TestKnown(t *testing.T) {
	whole := setting(t, brief())
	hurried, quick := whole.Hurried()
	if !quick || whole.Quick {
		t.Fatal("there is room for the quick rate")
	}
	bodies := []int{10, 5800}
	var got []Outcome
	if err := hurried.Again(t.Context(), &Memory{}, bodies, func(o Outcome) error { got = append(got, o); return nil }); err != nil {
		t.Fatal(err)
	}
	got[1].TripShare = 0.9
	if len(got) != 2 || !got[0].Quick || !got[1].Quick || got[0].telling() {
		t.Fatalf("%d bodies at the quick rate: %+v", len(got), got)
	}
	if known := whole.Known(got); len(known) != 0 {
		t.Errorf("a whole run takes over %d bodies of the quick rate", len(known))
	}
	if known := hurried.Known(got); len(known) != 1 || known[0].Row != got[0].Row {
		t.Errorf("a quick run takes over %d bodies, one of two was near a limit", len(known))
	}
	got[1].Quick = false
	if known := whole.Known(got); len(known) != 1 || known[0].Row != got[1].Row {
		t.Errorf("a whole run takes over %d bodies, one of two was played at the chair's rate", len(known))
	}
}

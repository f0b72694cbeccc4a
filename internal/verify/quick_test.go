package verify

import (
	"math"
	"runtime"
	"slices"
	"testing"
	"time"
)

// TestQuick holds half the chair's rate against the whole on the same bodies: what limits look at may be off by half its
// margin, so that nobody who exceeds a limit is missed, and what is told of all bodies by what docs/verify.md says.
func TestQuick(t *testing.T) {
	s := setting(t, brief())
	var trip, felt, both float64
	bodies := []int{10, 1500, 2900, 4400, 5800}
	for _, i := range bodies {
		p, err := s.Population.Body(i)
		if err != nil {
			t.Fatal(err)
		}
		full, err := s.newRig(&p).run(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		half, err := s.rigOf(&p, &s.slow).run(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if half.PeakN == full.PeakN {
			t.Errorf("%s: %.3f N at either rate: was it another one?", p.ID, half.PeakN)
		}
		for k := range Limits {
			l := &Limits[k]
			if off := math.Abs(l.Value(&half) - l.Value(&full)); off > margins[l.Key]/2 {
				t.Errorf("%s: %s is off by %.3g %s of a margin of %.3g", p.ID, l.Title, off, l.Unit, margins[l.Key])
			}
		}
		trip, both, felt = trip+half.TripShare/full.TripShare, both+half.BothN/full.BothN, felt+half.ContactS/full.ContactS
	}
	for what, ratio := range map[string]float64{"share of the trip": trip, "force of both": both, "contact": felt} {
		if r := ratio / float64(len(bodies)); math.Abs(r-1) > 0.03 {
			t.Errorf("the mean %s at half the rate is %.3f of that at the whole", what, r)
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
			t.Errorf("%d of %d bodies were enough at half the rate", n, len(bodies))
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
		t.Errorf("%d bodies were played again, %d of %d are of half the rate", again, one.Quick, len(bodies))
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
		"force":   func(o *Outcome) { o.TripShare = 0.78 },
		"both":    func(o *Outcome) { o.BothN = 191 },
		"skin":    func(o *Outcome) { o.SkinC = 40.95 },
		"part":    func(o *Outcome) { o.PartS = 263 },
		"no end":  func(o *Outcome) { o.Ended = "ended" },
		"fault":   func(o *Outcome) { o.Fault = "force" },
		"refused": func(o *Outcome) { o.Refused = 1 },
		"nothing": func(o *Outcome) { o.BothN = math.NaN() },
	} {
		o := ok
		if change(&o); !o.telling() {
			t.Errorf("%s: half the rate is enough for it", name)
		}
	}
	for i := range Limits {
		if key := Limits[i].Key; key != "guard" && !(margins[key] > 0) {
			t.Errorf("%s has no margin", key)
		}
	}
}

// TestNoRoomForHalf: a chair whose reports are too old at half its rate is played at its own.
func TestNoRoomForHalf(t *testing.T) {
	s := setting(t, brief())
	for name, change := range map[string]func(){
		"stale":     func() { s.Profile.Stale = 7 * time.Millisecond },
		"heartbeat": func() { s.Profile.Stale, s.Profile.Heartbeat = 8*time.Millisecond, 15*time.Millisecond },
	} {
		change()
		s.Quick = true
		if s.Prepare(); s.half {
			t.Errorf("%s: half the rate is taken", name)
		}
	}
	s.Profile = bench(t)
	if s.Prepare(); !s.half || s.slow.Period() != 2*s.Profile.Period() {
		t.Errorf("half of %v is %v", s.Profile.Control, s.slow.Control)
	}
}

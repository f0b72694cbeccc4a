package verify

import (
	"math"
	"slices"
	"testing"

	"github.com/openlumbar/lumbar/body"
	"github.com/openlumbar/lumbar/chair"
)

// TestApart: who does not fit is counted once, is in no sample and in no list of those that matter, and is told.
func TestApart(t *testing.T) {
	built := chair.PersonRange{MaxWeight: 100, MinHeight: 1550, MaxHeight: 1900}
	a := ANSUR{}.Apart(built)
	var short, tall, heavy int
	for row := 1; row <= body.ANSURRows(); row++ {
		m, err := body.ANSUR(row)
		if err != nil {
			t.Fatal(err)
		}
		switch {
		case m.Weight > 100:
			heavy++
		case m.Stature < 1550:
			short++
		case m.Stature > 1900:
			tall++
		}
	}
	if a.Short != short || a.Tall != tall || a.Heavy != heavy || a.Bodies != short+tall+heavy || a.Of != 6068 || short*tall*heavy == 0 {
		t.Errorf("%+v; want %d short, %d tall, %d heavy", a, short, tall, heavy)
	}
	if math.Abs(a.Share-float64(a.Bodies)/6068) > 1e-9 {
		t.Errorf("a share of %v", a.Share)
	}
	for _, n := range []int{0, 200} {
		some, err := Sample(ANSUR{}, n, 1, built)
		if err != nil {
			t.Fatal(err)
		}
		if want := map[int]int{0: 6068 - a.Bodies, 200: 200}[n]; len(some) != want || !slices.IsSorted(some) {
			t.Errorf("%d asked for: %d in the sample, want %d", n, len(some), want)
		}
		for _, i := range some {
			p, err := ANSUR{}.Body(i)
			if err != nil || !fits(&built, &p.Measurements) {
				t.Fatalf("%s is in the sample: %v", p.ID, err)
			}
		}
	}
	want := "This chair is built for people of 155 to 190 cm and up to 100 kg: " + Number(a.Bodies) + " of 6,068 bodies"
	if got := a.note(); len(got) < len(want) || got[:len(want)] != want {
		t.Errorf("told as %q", got)
	}
	if nobody := (ANSUR{}).Apart(chair.PersonRange{MaxWeight: 300, MaxHeight: 3000}); nobody.Bodies != 0 || nobody.note() != "" {
		t.Errorf("with room for everybody: %+v %q", nobody, nobody.note())
	}
}

// TestMatterFits: the extremes that matter are those of whom the chair is built for.
func TestMatterFits(t *testing.T) {
	s := setting(t, brief())
	s.Profile.Person = chair.PersonRange{MaxWeight: 90, MinHeight: 1600, MaxHeight: 1800}
	some, err := s.Matter(&Memory{}, nil, 16)
	if err != nil || len(some) != 16 {
		t.Fatalf("%d bodies: %v", len(some), err)
	}
	for _, i := range some {
		if p, err := s.Population.Body(i); err != nil || !fits(&s.Profile.Person, &p.Measurements) {
			t.Errorf("%s matters: %.0f mm, %.0f kg, %v", p.ID, p.Stature, p.Weight, err)
		}
	}
}

// TestApartOfNHANES: the survey's weights say how many people they are, not how many were measured.
func TestApartOfNHANES(t *testing.T) {
	built := chair.PersonRange{MaxWeight: 150, MinHeight: 1450, MaxHeight: 2050}
	n := NewNHANES(built)
	a := n.Apart(built)
	if a.Of != (body.NHANESPeople{}).Len() || a.Bodies != a.Of-n.Len() || a.Bodies != a.Short+a.Tall+a.Heavy {
		t.Errorf("%+v of %d that fit", a, n.Len())
	}
	if !(a.Share > 0.01 && a.Share < 0.05) {
		t.Errorf("%.2f %% of the people", a.Share*100)
	}
}

// TestFiguresByLevel: the dose of pressing is force times time, and the table has every level, the highest first.
func TestFiguresByLevel(t *testing.T) {
	o := Outcome{ID: "planted:1", Row: 1, Ended: "finished"}
	o.Levels[2] = OnLevel{ContactS: 90, MeanN: 20, PeakN: 31} // L4
	s := setting(t, brief())
	r := s.Report([]Outcome{o}, 1)
	if got := r.Levels[2].Dose.P50; math.Abs(got-30) > 1e-9 {
		t.Errorf("20 N for 90 s are %.2f N min, want 30", got)
	}
	tables := r.levelFigures()
	if len(tables) != 4 || len(tables[3].Rows) != levels || tables[3].Rows[0].Title != "T12" || tables[3].Rows[4].P99 != "30.0" {
		t.Errorf("the tables are %+v", tables)
	}
	if all := r.allFigures(); len(all) != len(Measures) || all[0].Title != "Greatest force of one roller" {
		t.Errorf("all figures are %+v", all)
	}
}

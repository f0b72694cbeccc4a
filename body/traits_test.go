package body

import (
	"math"
	"math/rand/v2"
	"testing"
)

func eachTrait(t *testing.T, check func(t *testing.T, trait Trait, row Row)) {
	for trait := Trait(1); trait < TraitEnd; trait++ {
		row := trait.Row()
		t.Run(row.Name, func(t *testing.T) { check(t, trait, row) })
	}
}

func TestTraitRows(t *testing.T) {
	names := map[string]bool{}
	eachTrait(t, func(t *testing.T, trait Trait, row Row) {
		if row.Name == "" || row.Confidence.String() == "confidence?" {
			t.Fatalf("trait %d has no name or no confidence", trait)
		}
		if names[row.Name] {
			t.Error("the name is taken")
		}
		names[row.Name] = true
		if (row.Source == "") && row.Confidence != Assumed {
			t.Errorf("%v, and no source", row.Confidence)
		}
		switch row.Form {
		case Uniform:
			if !(row.Least < row.Middle && row.Middle < row.Most) {
				t.Errorf("%v is not between %v and %v", row.Middle, row.Least, row.Most)
			}
		case Normal, LogNormal:
			if !(row.Spread > 0) {
				t.Error("no spread")
			}
		}
		if row.Form == LogNormal && !(row.Middle > 0) {
			t.Errorf("median %v of a lognormal", row.Middle)
		}
	})
	for _, none := range []Trait{0, TraitEnd, TraitEnd + 1} {
		if none.Row() != (Row{}) || none.Middle() != 0 {
			t.Errorf("trait %d has a row", none)
		}
	}
}

// spreadOf is mean and standard deviation of many draws, of their logarithms for a lognormal.
func spreadOf(row Row, draw func(*rand.Rand) float64) (s spread) {
	r := rand.New(rand.NewPCG(3, 4))
	for range 20000 {
		x := draw(r)
		if row.Form == LogNormal {
			x = math.Log(x)
		}
		s.add(x, 1)
	}
	return s
}

// Draws are distributed as the table says, and sweeps wider by the confidence.
func TestTraitDraws(t *testing.T) {
	eachTrait(t, func(t *testing.T, trait Trait, row Row) {
		drawn, swept := spreadOf(row, trait.Draw), spreadOf(row, trait.Sweep)
		mean, sd := row.Middle, row.Spread
		switch row.Form {
		case Uniform:
			mean, sd = (row.Least+row.Most)/2, (row.Most-row.Least)/math.Sqrt(12)
		case LogNormal:
			mean = math.Log(row.Middle)
		case Exponential:
			sd = row.Middle
		}
		wider := row.Confidence.Wider()
		if row.Form == Exponential || row.Form == Fixed {
			wider = 1
		}
		if row.Form == Uniform && row.Least > 0 { // what is over nothing stays so
			centre, half := (row.Least+row.Most)/2, (row.Most-row.Least)/2*wider
			wider = (centre + half - max(centre-half, row.Least/(2*wider))) / (row.Most - row.Least)
		}
		const chance = 0.03
		off := chance * sd
		if row.Most > row.Least && row.Form == Normal {
			off, sd = 0.1*sd, drawn.sd() // cut off
			wider = min(wider, swept.sd()/sd)
		}
		if math.Abs(drawn.mean()-mean) > off+1e-9 || math.Abs(drawn.sd()-sd) > off+1e-9 {
			t.Errorf("drawn: mean %.4f, SD %.4f; the table says %.4f and %.4f", drawn.mean(), drawn.sd(), mean, sd)
		}
		if got := swept.sd(); sd > 0 && math.Abs(got/sd-wider) > 0.05*wider {
			t.Errorf("a sweep spreads by %.4f, %.2f times as far; want %.2f", got, got/sd, wider)
		}
	})
}

// A sweep takes as many random numbers as a draw, and nothing that cannot be negative becomes so.
func TestTraitSweeps(t *testing.T) {
	eachTrait(t, func(t *testing.T, trait Trait, row Row) {
		a, b := rand.New(rand.NewPCG(5, 6)), rand.New(rand.NewPCG(5, 6))
		for range 1000 {
			x, y := trait.Draw(a), trait.Sweep(b)
			if row.Form != Normal && (x < 0 || y < 0) {
				t.Fatalf("drawn %v, swept %v", x, y)
			}
			if row.Most > row.Least && row.Form == Normal && (y < row.Least || y > row.Most) {
				t.Fatalf("swept %v, want %v to %v", y, row.Least, row.Most)
			}
		}
		if a.Uint64() != b.Uint64() {
			t.Error("draw and sweep took different amounts of chance")
		}
	})
	if !(Read.Wider() < Recalled.Wider() && Recalled.Wider() < Assumed.Wider()) {
		t.Error("less confidence does not sweep wider")
	}
}

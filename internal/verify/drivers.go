package verify

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"
)

// Driver is how one trait goes with one measure over the bodies.
type Driver struct {
	Trait string  `json:"trait"`
	Rho   float64 `json:"rho"`   // Spearman's rank correlation
	Share float64 `json:"share"` // its square: the share of the ranks' variance that goes with the trait alone
}

// Driven is what drives one measure, strongest first.
type Driven struct {
	Measure string   `json:"measure"`
	Drivers []Driver `json:"drivers"`
}

// driven is the measures of which drivers are told, by key.
var driven = [...]string{"peak_n", "trip_pct", "comfort_pct", "dose", "skin_c", "coverage_pct", "scan_mm"}

const (
	leastBodies = 20  // fewer say nothing of what drives
	leastRho    = 0.1 // weaker is not told
	mostDrivers = 5
)

// drivers is which traits go with each of the driven measures. Traits go together (tall people are heavy), so that shares
// overlap and do not add up to one.
func drivers(all []Outcome) (out []Driven) {
	if len(all) < leastBodies {
		return nil
	}
	var traits [len(TraitTable)][]float64
	x := make([]float64, len(all))
	for k := range TraitTable {
		for i := range all {
			x[i] = TraitTable[k].Value(&all[i].Traits)
		}
		traits[k] = ranks(x)
	}
	noise := 3 / math.Sqrt(float64(len(all)-1)) // three standard errors of no correlation
	for _, key := range driven {
		m := measure(key)
		for i := range all {
			x[i] = m.Value(&all[i])
		}
		y := ranks(x)
		d := Driven{Measure: key, Drivers: []Driver{}}
		for k := range TraitTable {
			rho := correlation(traits[k], y)
			if math.Abs(rho) >= max(leastRho, noise) {
				d.Drivers = append(d.Drivers, Driver{TraitTable[k].Key, round(rho), round(rho * rho)})
			}
		}
		slices.SortStableFunc(d.Drivers, func(a, b Driver) int { return cmp.Compare(b.Share, a.Share) })
		d.Drivers = d.Drivers[:min(len(d.Drivers), mostDrivers)]
		out = append(out, d)
	}
	return out
}

// measure finds a measure by its key; nil if there is none.
func measure(key string) *Measure {
	for i := range Measures {
		if Measures[i].Key == key {
			return &Measures[i]
		}
	}
	return nil
}

// whom says in a sentence how some bodies differ from all, by the traits that set them apart most; empty if they are too
// few to say, or nothing does.
func whom(all []Outcome, is func(*Outcome) bool) string {
	var some []int
	for i := range all {
		if is(&all[i]) {
			some = append(some, i)
		}
	}
	const leastSome, mostTraits = 3, 4
	if len(some) < leastSome || len(some) == len(all) || len(all) < leastBodies {
		return ""
	}
	type apart struct {
		k    int
		away float64 // of the chance that one of them has more than one of the others, from a half
	}
	var list []apart
	x := make([]float64, len(all))
	for k := range TraitTable {
		if TraitTable[k].More == "" {
			continue
		}
		for i := range all {
			x[i] = TraitTable[k].Value(&all[i].Traits)
		}
		r, sum := ranks(x), 0.0
		for _, i := range some {
			sum += r[i]
		}
		n, rest := float64(len(some)), float64(len(all)-len(some))
		chance := (sum - n*(n+1)/2) / (n * rest) // Mann and Whitney's
		noise := 3 * math.Sqrt((n+rest+1)/(12*n*rest))
		if away := chance - 0.5; math.Abs(away) >= max(0.15, noise) {
			list = append(list, apart{k, away})
		}
	}
	slices.SortStableFunc(list, func(a, b apart) int { return cmp.Compare(math.Abs(b.away), math.Abs(a.away)) })
	var say []string
	for _, a := range list[:min(len(list), mostTraits)] {
		t := &TraitTable[a.k]
		word := t.More
		if a.away < 0 {
			word = t.Less
		}
		if t.Unit == "" {
			n := 0
			for _, i := range some {
				if (t.Value(&all[i].Traits) > 0) == (a.away > 0) {
					n++
				}
			}
			say = append(say, fmt.Sprintf("%s (%d of %d)", word, n, len(some)))
			continue
		}
		say = append(say, fmt.Sprintf("%s (median %.*f %s, of all %.*f)", word,
			t.Digits, median(t, all, some), t.Unit, t.Digits, median(t, all, nil)))
	}
	return strings.Join(say, ", ")
}

// median is that of a trait over some of all bodies; nil is all.
func median(t *Trait, all []Outcome, some []int) float64 {
	var x []float64
	if some == nil {
		for i := range all {
			x = append(x, t.Value(&all[i].Traits))
		}
	}
	for _, i := range some {
		x = append(x, t.Value(&all[i].Traits))
	}
	slices.Sort(x)
	return x[len(x)/2]
}

package verify

import (
	"fmt"
	"html/template"
	"math"
	"slices"
)

// peopleMap is whom a measure was worst for: people of one sex by stature and mass, a dot for a few alike, its size by
// how many they are and its colour by the worst of them.
func peopleMap(all []Outcome, sex string, m *Measure) template.HTML {
	const width, height, left, foot, cols, rows = 300.0, 230.0, 30.0, 204.0, 14, 11
	var of []*Outcome
	lowS, highS, lowM, highM := math.Inf(1), math.Inf(-1), math.Inf(1), math.Inf(-1)
	var values []float64
	for i := range all {
		t := &all[i].Traits
		lowS, highS, lowM, highM = min(lowS, t.StatureCM), max(highS, t.StatureCM), min(lowM, t.MassKG), max(highM, t.MassKG)
		values = append(values, m.Value(&all[i]))
		if t.Sex == sex {
			of = append(of, &all[i])
		}
	}
	highS, highM = highS+1e-9, highM+1e-9
	slices.Sort(values)
	type cell struct {
		n     int
		worst float64
	}
	var grid [cols][rows]cell
	most := 0
	for _, o := range of {
		c := &grid[int((o.Traits.StatureCM-lowS)/(highS-lowS)*cols)][int((o.Traits.MassKG-lowM)/(highM-lowM)*rows)]
		v := m.Value(o)
		if c.n == 0 || (v > c.worst) != m.Low {
			c.worst = v
		}
		c.n++
		most = max(most, c.n)
	}
	word := "women"
	if sex == "male" {
		word = "men"
	}
	var p pen
	p.open("people", width, height, fmt.Sprintf("%s by stature and mass: %s", upper(word), m.Title))
	sx, sy := (width-left)/cols, (foot-10)/rows
	for i := range grid {
		for k, c := range grid[i] {
			if c.n > 0 {
				r := 2.2 + (min(sx, sy)/2-2.4)*math.Sqrt(float64(c.n)/float64(most))
				p.add(`<circle class="%s" cx="%s" cy="%s" r="%s"/>`, share(values, c.worst, m.Low), num(left+sx*(float64(i)+0.5)), num(foot-sy*(float64(k)+0.5)), num(r))
			}
		}
	}
	p.line("axis", left, foot, width, foot)
	p.line("axis", left, 10, left, foot)
	p.text("small strong", "start", left+8, 20, fmt.Sprintf("%s, %s", word, Number(len(of))))
	for _, u := range []float64{0, 0.5, 1} {
		p.text("tiny", map[float64]string{0: "start", 0.5: "middle", 1: "end"}[u], left+(width-left)*u, foot+16, fmt.Sprintf("%.0f cm", lowS+(highS-lowS)*u))
		p.text("tiny", "end", left-5, foot-(foot-16)*u+4*(1-u), fmt.Sprintf("%.0f", lowM+(highM-lowM)*u))
	}
	p.text("tiny", "end", left-5, 26, "kg")
	return p.close()
}

// Where the ramp's five steps begin, as shares of all bodies: the worst tenth and the worst hundredth stand out.
var shares = [...]float64{0, 0.5, 0.75, 0.9, 0.99}

// share is the class of a value by how many bodies have less of it.
func share(sorted []float64, v float64, low bool) string {
	at, _ := slices.BinarySearch(sorted, v)
	below := float64(at) / float64(len(sorted))
	if low {
		up, _ := slices.BinarySearch(sorted, math.Nextafter(v, math.Inf(1)))
		below = 1 - float64(up)/float64(len(sorted))
	}
	class := "p1"
	for i, s := range shares {
		if below >= s && below > 0 {
			class = fmt.Sprintf("p%d", i+1)
		}
	}
	return class
}

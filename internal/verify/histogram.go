package verify

import (
	"fmt"
	"html/template"
	"math"
	"slices"
)

// histogram is how a measure lies over the bodies: bars, the middle back and the worst, and the limit where it is near.
func histogram(all []Outcome, m *Measure, row *MeasureRow, bound float64) template.HTML {
	const width, height, top, foot, bars = 300.0, 118.0, 18.0, 98.0, 40
	x := make([]float64, len(all))
	for i := range all {
		x[i] = m.Value(&all[i])
	}
	low, high := slices.Min(x), slices.Max(x)
	if bound > 0 && high < bound && high > bound*0.6 {
		high = bound * 1.03
	}
	if pad := math.Pow(10, -float64(m.Digits)) * 2; high-low < pad {
		low, high = low-pad/2, high+pad/2
	}
	var n [bars]int
	most := 0
	bin := func(v float64) int { return min(max(int((v-low)/(high-low)*bars), 0), bars-1) }
	for _, v := range x {
		b := bin(v)
		n[b]++
		most = max(most, n[b])
	}
	at := func(v float64) float64 { return min(max((v-low)/(high-low), 0), 1) * width } // rounded figures may lie a little outside
	f := func(v float64) string { return fmt.Sprintf("%.*f", m.Digits, v) }
	var p pen
	p.open("hist", width, height, fmt.Sprintf("%s: middle %s, 99 of 100 at %s, worst %s %s", m.Title, f(row.P50), f(row.far(m)), f(row.Worst), m.Unit))
	for b, k := range n {
		if k == 0 {
			continue
		}
		class := "bar"
		if from := low + (high-low)*float64(b)/bars; bound > 0 && from >= bound {
			class = "bar over"
		}
		h := max(1.5, (foot-top)*math.Sqrt(float64(k)/float64(most))) // by the root, so that few bodies show
		p.rect(class, float64(b)*width/bars+0.5, foot-h, width/bars-1, h, 1)
	}
	p.line("axis", 0, foot, width, foot)
	if bound > 0 && bound <= high {
		p.line("bound", at(bound), top-6, at(bound), foot)
		p.text("tiny over", "end", at(bound)-4, top, "limit "+Digits(bound))
	}
	p.line("middle", at(row.P50), top-2, at(row.P50), foot+4)
	p.text("small strong", anchor(at(row.P50), width), at(row.P50), foot+16, f(row.P50))
	if d := at(row.Worst) - at(row.P50); math.Abs(d) > 44 {
		p.line("axis", at(row.Worst), foot-4, at(row.Worst), foot+4)
		p.text("small", anchor(at(row.Worst), width), at(row.Worst), foot+16, f(row.Worst))
	}
	return p.close()
}

// far is the percentile that only one body in a hundred is beyond, on the bad side.
func (r *MeasureRow) far(m *Measure) float64 {
	if m.Low {
		return r.P1
	}
	return r.P99
}

// anchor keeps a word within a picture.
func anchor(x, width float64) string {
	const near = 24
	switch {
	case x < near:
		return "start"
	case x > width-near:
		return "end"
	}
	return "middle"
}

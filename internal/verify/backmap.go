package verify

import (
	"fmt"
	"html/template"
	"math"
	"slices"
)

// The drawing of a back: levels are rows, as in the score, S1 the lowest. The outline is nobody's.
const (
	mapWidth, mapHeight = 470.0, 400.0
	mapMiddle           = 118.0 // the spine
	mapTop, mapRow      = 92.0, 38.0
	mapLeft, mapRight   = 262.0, 462.0 // of the ranges
)

// outline is half the width of the drawn back in picture units, by row from T12 (0) down.
var outline = [...]point{{104, -2.4}, {99, -1.4}, {93, -0.4}, {87, 0.8}, {82, 2}, {80, 3}, {83, 4}, {91, 5}, {100, 6}, {106, 7}, {108, 8}}

// lane is how far from the spine the rollers run, in picture units, by level from S1 up.
var lane = [levels]float64{34, 34, 32, 29, 27, 25, 24}

func rowY(i int) float64 { return mapTop + mapRow*float64(levels-1-i) }

// column is one column of a map: how a figure of each level lies over the bodies.
type column struct {
	title, unit string
	of          func(*LevelRow) *Spread
	class       func(*Spread) string  // of a level's dents
	size        func(*Spread) float64 // of them, 0 to 1
}

var forceColumn = column{"greatest force", "N", func(l *LevelRow) *Spread { return &l.Peak },
	func(s *Spread) string { return ramp(s.P50) }, func(s *Spread) float64 { return min(s.P50/40, 1) }}

var timeColumn = column{"contact", "s", func(l *LevelRow) *Spread { return &l.Contact },
	func(*Spread) string { return "dose" }, func(s *Spread) float64 { return min(math.Sqrt(s.P50/180), 1) }}

var doseColumn = column{"dose of pressing", "N min", func(l *LevelRow) *Spread { return &l.Dose },
	func(s *Spread) string { return ramp(s.P50 * 60 / 50) }, func(s *Spread) float64 { return min(math.Sqrt(s.P50/60), 1) }}

// backMap draws a back with what its levels got, and beside it, on the same lines, how that lies over all bodies.
func (r *Report) backMap(c *column) template.HTML {
	var p pen
	p.open("back", mapWidth, mapHeight, upper(c.title)+" by level of the spine")
	p.outline()
	most := 0.0
	for i := range r.Levels {
		most = max(most, c.of(&r.Levels[i]).Worst)
	}
	most = roundUp(most)
	for i := range r.Levels {
		y, s := rowY(i), c.of(&r.Levels[i])
		p.line("rule", 18, y, mapRight, y)
		p.text("small", "end", 14, y+4, r.Levels[i].Level)
		if size := c.size(s); s.P50 > 0 {
			for _, side := range []float64{-1, 1} {
				p.add(`<ellipse class="dent %s" cx="%s" cy="%s" rx="%s" ry="%s"/>`, c.class(s), num(mapMiddle+side*lane[i]), num(y), num(5+8*size), num(6+11*size))
			}
		}
		at := func(v float64) float64 { return mapLeft + (mapRight-mapLeft)*v/max(most, 1e-9) }
		p.rect("reach", at(s.P1), y-2.5, at(s.P99)-at(s.P1), 5, 2.5)
		p.rect("core", at(s.P5), y-5, at(s.P95)-at(s.P5), 10, 5)
		p.line("worst", at(s.Worst), y-8, at(s.Worst), y+8)
		p.add(`<circle class="mid" cx="%s" cy="%s" r="4.5"/>`, num(at(s.P50)), num(y))
	}
	p.text("small strong", "start", mapLeft, 44, upper(c.title)+", "+c.unit)
	foot := rowY(0) + 30
	p.line("axis", mapLeft, foot, mapRight, foot)
	for k := range 5 {
		v := most * float64(k) / 4
		x := mapLeft + (mapRight-mapLeft)*float64(k)/4
		p.line("axis", x, foot, x, foot+4)
		p.text("tiny", anchor(x-mapLeft+20, mapRight-mapLeft+44), x, foot+17, fmt.Sprintf("%.0f", v))
	}
	return p.close()
}

// outline draws the quiet part: contour, spine, sacrum, ribs.
func (p *pen) outline() {
	var left, right []point
	for _, o := range outline {
		y := mapTop + mapRow*o.y
		left, right = append(left, point{mapMiddle - o.x, y}), append(right, point{mapMiddle + o.x, y})
	}
	down := fmt.Sprintf("M%s %s%s", num(left[0].x), num(left[0].y), bends(left))
	up := fmt.Sprintf("M%s %s%s", num(right[0].x), num(right[0].y), bends(right))
	slices.Reverse(right)
	p.add(`<path class="skin" d="%sL%s %s%sZ"/>`, down, num(right[0].x), num(right[0].y), bends(right))
	p.add(`<path class="contour" d="%s%s"/>`, down, up) // open above and below: the person goes on
	for i := range levels - 1 {
		y := rowY(i + 1)
		p.rect("bone", mapMiddle-7, y-8, 14, 16, 5)
	}
	y := rowY(0)
	p.add(`<path class="bone" d="M%s %sh36l-9 26q-9 12 -18 0z"/>`, num(mapMiddle-18), num(y-6))
	for k := range 2 {
		top := rowY(levels-1) - 6 - 24*float64(k)
		for _, side := range []float64{-1, 1} {
			p.add(`<path class="rib" d="M%s %sq%s -4 %s %s"/>`, num(mapMiddle+side*10), num(top), num(side*38), num(side*62), num(24-4*float64(k)))
		}
	}
}

// roundUp is the next figure that a scale of four steps divides well.
func roundUp(x float64) float64 {
	if !(x > 0) {
		return 1
	}
	unit := math.Pow(10, math.Floor(math.Log10(x)))
	for _, k := range []float64{1, 1.2, 1.6, 2, 2.4, 3.2, 4, 6, 8, 10} {
		if x <= k*unit {
			return k * unit
		}
	}
	return 10 * unit
}

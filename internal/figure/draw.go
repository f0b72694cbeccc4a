package figure

import (
	"fmt"
	"math"
	"strings"
)

// A mark is one path of the picture. Marks of one motion keep their order and number at every moment, so that a
// picture can move from one moment to the next.
type mark struct{ class, d string }

// A disc is a round cross-section on paper.
type disc struct{ x, y, r float64 }

// A sheet collects the paths of one pose.
type sheet struct {
	view  View
	marks []mark
	path  strings.Builder
	dry   bool // only measures: writes no path
	// What the drawing covers.
	left, right, bottom, top float64
}

func newSheet(v View) *sheet {
	return &sheet{view: v, left: math.Inf(1), right: math.Inf(-1), bottom: math.Inf(1), top: math.Inf(-1)}
}

func (s *sheet) covers(x, y, r float64) {
	s.left, s.right = min(s.left, x-r), max(s.right, x+r)
	s.bottom, s.top = min(s.bottom, y-r), max(s.top, y+r)
}

// num writes a coordinate short: a hundredth of the unit is finer than a screen.
func num(v float64) string {
	t := strings.TrimRight(strings.TrimRight(fmt.Sprintf("%.2f", v), "0"), ".")
	if t == "-0" {
		return "0"
	}
	return t
}

// ball adds a sphere.
func (s *sheet) ball(at Point, r float64) disc {
	x, y, _ := s.view.see(at)
	d := disc{x, y, r}
	s.disc(d)
	return d
}

func (s *sheet) disc(d disc) {
	s.covers(d.x, d.y, d.r)
	if s.dry {
		return
	}
	r := num(d.r)
	fmt.Fprintf(&s.path, "M%s %sa%s %s 0 1 1 %s 0a%s %s 0 1 1 -%s 0z", num(d.x-d.r), num(-d.y), r, r, num(2*d.r), r, r, num(2*d.r))
}

// closed adds a smooth or straight closed line, turned the way of discs so that overlaps stay filled.
func (s *sheet) closed(points [][2]float64, smooth bool) {
	area, n := 0.0, len(points)
	for i, p := range points {
		q := points[(i+1)%n]
		area += p[0]*q[1] - q[0]*p[1]
		s.covers(p[0], p[1], 0)
	}
	if s.dry {
		return
	}
	at := func(i int) (x, y float64) { p := points[((i%n)+n)%n]; return p[0], -p[1] }
	if area > 0 { // counter-clockwise with y up
		at = func(i int) (x, y float64) { p := points[(((n-i)%n)+n)%n]; return p[0], -p[1] }
	}
	x, y := at(0)
	fmt.Fprintf(&s.path, "M%s %s", num(x), num(y))
	for i := range n {
		x, y := at(i + 1)
		if !smooth {
			fmt.Fprintf(&s.path, "L%s %s", num(x), num(y))
			continue
		}
		// Catmull and Rom's curve, as cubics.
		xa, ya := at(i - 1)
		xb, yb := at(i)
		xd, yd := at(i + 2)
		fmt.Fprintf(&s.path, "C%s %s %s %s %s %s", num(xb+(x-xa)/6), num(yb+(y-ya)/6), num(x-(xd-xb)/6), num(y-(yd-yb)/6), num(x), num(y))
	}
	s.path.WriteString("z")
}

// taper adds what lies between two discs.
func (s *sheet) taper(a, b disc) {
	dx, dy := b.x-a.x, b.y-a.y
	d := math.Hypot(dx, dy)
	if d <= math.Abs(a.r-b.r)+1e-6 { // one disc hides the other
		s.closed([][2]float64{{a.x, a.y}, {a.x, a.y}, {a.x, a.y}, {a.x, a.y}}, false)
		return
	}
	// The tangents touch both discs at the same angle off the line of their middles.
	along, across := math.Atan2(dy, dx), math.Acos((a.r-b.r)/d)
	at := func(c disc, angle float64) [2]float64 {
		return [2]float64{c.x + c.r*math.Cos(angle), c.y + c.r*math.Sin(angle)}
	}
	s.closed([][2]float64{at(a, along+across), at(b, along+across), at(b, along-across), at(a, along-across)}, false)
}

// limb adds round cross-sections along a bone and what lies between. Each is a share of the way and a radius; between
// them the radius runs smoothly.
func (s *sheet) limb(from, to Point, sections ...[2]float64) {
	const parts = 2
	at := func(share, radius float64) disc {
		return s.ball(from.plus(to.minus(from).times(share)), radius)
	}
	last := at(sections[0][0], sections[0][1])
	for i, c := range sections[1:] {
		before := sections[i]
		for j := 1; j <= parts; j++ {
			u := float64(j) / parts
			d := at(before[0]+float64(u*(c[0]-before[0])), radius(sections, i, u))
			s.taper(last, d)
			last = d
		}
	}
}

// radius runs through the sections' radii by Catmull and Rom's curve, u of the way from section i to the next.
func radius(sections [][2]float64, i int, u float64) float64 {
	r := func(j int) float64 { return sections[max(0, min(len(sections)-1, j))][1] }
	a, b, c, d := r(i-1), r(i), r(i+1), r(i+2)
	return b + u/2*(c-a+u*(2*a-5*b+4*c-d+u*(3*b-a-3*c+d)))
}

// finish ends a layer: its outline, then its surface over all inner lines.
func (s *sheet) finish(class string) {
	d := s.path.String()
	s.path.Reset()
	s.marks = append(s.marks, mark{class + " line", d}, mark{class + " skin", d})
}

// blend takes away a layer's outline where a limb grows out of the trunk.
func (s *sheet) blend(at Point, r float64) {
	s.ball(at, r)
	s.marks = append(s.marks, mark{"near skin", s.path.String()})
	s.path.Reset()
}

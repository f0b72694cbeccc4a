package verify

import (
	"encoding/xml"
	"fmt"
	"html/template"
	"math"
	"strconv"
	"strings"
)

// pen writes one picture. Colours come from the page's style by class, so that light, dark and paper share it.
type pen struct{ strings.Builder }

func (p *pen) add(format string, a ...any) { fmt.Fprintf(p, format, a...) }

// open begins a picture that scales to the width it is given; words is what it shows, for who cannot see it.
func (p *pen) open(class string, width, height float64, words string) {
	p.add(`<svg class="%s" viewBox="0 0 %s %s" role="img" aria-label="%s">`, class, num(width), num(height), escape(words))
}

func (p *pen) close() template.HTML {
	p.add("</svg>")
	return template.HTML(p.String())
}

// line is a straight line.
func (p *pen) line(class string, x1, y1, x2, y2 float64) {
	p.add(`<line class="%s" x1="%s" y1="%s" x2="%s" y2="%s"/>`, class, num(x1), num(y1), num(x2), num(y2))
}

// rect is a box; one without a size is not drawn.
func (p *pen) rect(class string, x, y, w, h, r float64) {
	if w > 0 && h > 0 {
		p.add(`<rect class="%s" x="%s" y="%s" width="%s" height="%s" rx="%s"/>`, class, num(x), num(y), num(w), num(h), num(r))
	}
}

// text is words at a place; anchor is start, middle or end.
func (p *pen) text(class, anchor string, x, y float64, words string) {
	p.add(`<text class="%s" text-anchor="%s" x="%s" y="%s">%s</text>`, class, anchor, num(x), num(y), escape(words))
}

// point is a place in a picture.
type point struct{ x, y float64 }

// bends is a smooth path from the first of some points through the others (Catmull and Rom's, as cubic curves).
func bends(at []point) string {
	var b strings.Builder
	for i := range at[:len(at)-1] {
		before, from, to, after := at[max(i-1, 0)], at[i], at[i+1], at[min(i+2, len(at)-1)]
		fmt.Fprintf(&b, "C%s %s %s %s %s %s", num(from.x+(to.x-before.x)/6), num(from.y+(to.y-before.y)/6),
			num(to.x-(after.x-from.x)/6), num(to.y-(after.y-from.y)/6), num(to.x), num(to.y))
	}
	return b.String()
}

// num writes a coordinate with a tenth at most.
func num(x float64) string { return strconv.FormatFloat(math.Round(x*10)/10, 'f', -1, 64) }

func escape(s string) string {
	var b strings.Builder
	if err := xml.EscapeText(&b, []byte(s)); err != nil {
		return ""
	}
	return b.String()
}

// ramp is the class of a force in the pressure ramp: one step is a force level, 12 N.
func ramp(force float64) string {
	return fmt.Sprintf("p%d", int(min(max(math.Ceil(force/12), 1), 5)))
}

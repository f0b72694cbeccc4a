package web

import (
	"encoding/xml"
	"fmt"
	"html/template"
	"math"
	"strings"
	"time"

	"github.com/openlumbar/lumbar/body"
	"github.com/openlumbar/lumbar/technique"
	"github.com/openlumbar/lumbar/unit"
)

// A Size is how large a score is drawn, in CSS pixels.
type Size struct {
	Width  float64
	Line   float64 // from one staff line to the next
	Labels bool    // names of levels and phases
	Lanes  bool    // beneath the staff: techniques by name, force, heat, minutes
}

// The sizes of the page.
var (
	CardSize   = Size{Width: 300, Line: 8}
	WideSize   = Size{Width: 860, Line: 14, Labels: true}
	NarrowSize = Size{Width: 358, Line: 11, Labels: true}

	// With everything that there is to read, for a programme's own view and for a file.
	FullSize       = Size{Width: 860, Line: 14, Labels: true, Lanes: true}
	FullNarrowSize = Size{Width: 358, Line: 11, Labels: true, Lanes: true}
)

// forceStep is one step of the pressure ramp: the force levels 1 to 5 of the page.
const forceStep unit.Newton = 12

// pen writes one score.
type pen struct {
	strings.Builder
	score       Score
	size        Size
	left, right float64 // where time begins and ends
	top, bottom float64 // T12's line and S1's
}

// SVG draws the score: levels are the staff, S1 lowest; time runs to the right. Ink carries the shape; the
// colour under it and its weight carry the force. Colours come from the page's style by class.
func (s Score) SVG(size Size) template.HTML {
	p, height := s.pen(size)
	p.add(`<svg class="score" viewBox="0 0 %s %s" role="img" aria-label="%s" data-left="%s" data-right="%s" data-total="%s">`,
		num(size.Width), num(height), escape(s.Words()), num(p.left), num(p.right), num(s.Total.Seconds()))
	p.notes()
	p.add(`<rect class="played" x="%s" y="0" width="0" height="%s"/>`, num(p.left), num(height))
	p.add(`<line class="playhead" x1="0" x2="0" y1="%s" y2="%s"/></svg>`, num(p.top-8), num(p.bottom+8))
	return template.HTML(p.String())
}

// pen is a pen that has written nothing yet, and the height of what it will write.
func (s Score) pen(size Size) (p *pen, height float64) {
	p = &pen{score: s, size: size, left: 4, right: size.Width - 4, top: 14}
	if size.Labels {
		p.left, p.top = 34, 38
	}
	p.bottom = p.top + size.Line*float64(body.T12-body.S1)
	height = p.bottom + 16
	if size.Lanes {
		height += s.lanesHeight()
	}
	return p, height
}

// notes writes all that does not move.
func (p *pen) notes() {
	p.heat()
	p.staff()
	p.marks()
	for _, b := range p.score.Bars {
		p.bar(b)
	}
	if p.size.Lanes {
		p.lanes(p.bottom + 16)
	}
}

func (p *pen) add(format string, args ...any) { fmt.Fprintf(p, format, args...) }

// x is where a moment lies.
func (p *pen) x(at time.Duration) float64 {
	if p.score.Total <= 0 {
		return p.left
	}
	return p.left + float64((p.right-p.left)*at.Seconds())/p.score.Total.Seconds()
}

// y is the line of a level; an unnamed level lies in the middle.
func (p *pen) y(l body.Level) float64 {
	if !l.Valid() {
		return (p.top + p.bottom) / 2
	}
	return p.bottom - float64(p.size.Line*float64(l-body.S1))
}

func (p *pen) staff() {
	p.add(`<g class="staff">`)
	for l := body.S1; l < body.LevelEnd; l++ {
		p.add(`<path d="M%s %sH%s"/>`, num(p.left), num(p.y(l)), num(p.right))
		if p.size.Labels {
			p.add(`<text x="%s" y="%s" text-anchor="end">%s</text>`, num(p.left-8), num(p.y(l)+3.5), l)
		}
	}
	p.add(`</g>`)
}

// marks writes a phase's name where it begins, and leaves out a name that would touch the one before.
func (p *pen) marks() {
	if !p.size.Labels {
		return
	}
	const perLetter = 7.0 // px at the size of the style sheet, generously
	free := 0.0
	for _, m := range p.score.Marks {
		x := p.x(m.Start)
		p.add(`<path class="mark" d="M%s %sV%s"/>`, num(x), num(p.top-18), num(p.bottom))
		if x < free {
			continue
		}
		p.add(`<text class="phase" x="%s" y="%s">%s</text>`, num(x+5), num(p.top-22), escape(m.Name))
		free = x + 5 + perLetter*float64(len(m.Name)+1)
	}
}

// heat is a wash that deepens beneath the lowest line.
func (p *pen) heat() {
	h := p.score.Heat
	if h == nil {
		return
	}
	x := p.x(h.From)
	w := p.x(min(h.Until, p.score.Total)) - x
	for i, y := range []float64{p.top, (p.top + p.bottom) / 2, p.bottom} {
		p.add(`<rect class="heat%d" x="%s" y="%s" width="%s" height="%s"/>`, i+1, num(x), num(y), num(w), num(p.bottom+10-y))
	}
}

func (p *pen) bar(b Bar) {
	s := b.Stroke
	from, to := ends(s)
	p.add(`<g class="stroke f%d" data-kind="%s" data-phase="%s" data-from="%s" data-to="%s" data-x0="%s" data-x1="%s" data-s="%s">`,
		step(s.Force), s.Kind, escape(b.Phase), name(from), name(to), num(p.x(b.Start)), num(p.x(b.End)), num((b.End - b.Start).Seconds()))
	if s.With.On() {
		p.tap(Bar{Stroke: s.Alone(), Phase: b.Phase, Start: b.Start, End: b.End})
	}
	switch s.Kind {
	case technique.Glide:
		p.inked(p.path(b, 0), s.Force)
	case technique.Knead:
		p.inked(p.path(b, 1), s.Force)
	case technique.Press:
		p.press(b)
	case technique.Tap:
		p.tap(b)
	case technique.Stretch:
		p.stretch(b)
	case technique.Rest:
		p.rest(b)
	}
	p.add(`</g>`)
}

// inked draws a line twice: the colour of its force, wide, and the ink over it.
func (p *pen) inked(d string, f unit.Newton) {
	n := float64(step(f))
	p.add(`<path class="tint" stroke-width="%s" d="%s"/>`, num(2+float64(1.3*n)), d)
	p.add(`<path class="ink" stroke-width="%s" d="%s"/>`, num(0.8+float64(0.2*n)), d)
}

// forceSteps is how many colours of force there are.
const forceSteps = 5

func step(f unit.Newton) int {
	return int(min(forceSteps, max(1, math.Ceil(float64(f/forceStep)))))
}

// ends are the first and the last place of a stroke.
func ends(s technique.Stroke) (from, to body.Level) {
	if s.Kind == technique.Press && len(s.At) > 0 {
		return s.At[0], s.At[len(s.At)-1]
	}
	return s.From, s.To
}

// name is a level's name, or nothing if it is none.
func name(l body.Level) string {
	if !l.Valid() {
		return ""
	}
	return l.String()
}

// escape makes text fit for XML as well as HTML.
func escape(text string) string {
	var out strings.Builder
	_ = xml.EscapeText(&out, []byte(text)) // a Builder takes everything
	return out.String()
}

// num writes a coordinate short: a tenth of a pixel is finer than a screen.
func num(v float64) string {
	s := fmt.Sprintf("%.1f", v)
	return strings.TrimSuffix(s, ".0")
}

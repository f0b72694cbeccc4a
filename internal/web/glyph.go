package web

import (
	"fmt"
	"math"
	"strings"
	"time"
)

// legWidth is the least width of one way along the levels that still reads as a slope, in staff spaces: denser
// passes are drawn as fewer.
const legWidth = 2.4

// path is a stroke's way along the levels, up and down again. With wave 0 it is straight; with wave 1 each
// half wave swings to one side and the next to the other, as kneading does.
func (p *pen) path(b Bar, wave float64) string {
	x0, x1 := p.x(b.Start)+1, p.x(b.End)-1
	legs := int(max(1, min(math.Floor(passes(b.Stroke)), math.Floor((x1-x0)/(legWidth*p.size.Line)))))
	leg := (x1 - x0) / float64(legs)
	low, high := p.y(b.Stroke.From), p.y(b.Stroke.To)
	var d strings.Builder
	fmt.Fprintf(&d, "M%s %s", num(x0), num(low))
	for i := range legs {
		dy := high - low
		if i%2 == 1 {
			dy = -dy
		}
		if wave == 0 {
			fmt.Fprintf(&d, "l%s %s", num(leg), num(dy))
			continue
		}
		halves := max(2, int(math.Round(leg/(p.size.Line*0.38))))
		dx, rise := leg/float64(halves), dy/float64(halves)
		// One half wave leans against the slope by the same share everywhere, so that steep ways read as waves too.
		swing := p.size.Line * 0.55 * wave
		fmt.Fprintf(&d, "q%s %s %s %s", num(dx/2), num(rise/2-swing), num(dx), num(rise))
		for range halves - 1 {
			fmt.Fprintf(&d, "t%s %s", num(dx), num(rise))
		}
	}
	return d.String()
}

// press is a wedge at each place that swells while the force is eased in and ebbs while it is eased out.
func (p *pen) press(b Bar) {
	s := b.Stroke
	times := time.Duration(max(1, s.Repeat))
	// What is left of the stroke's time is the way from place to place.
	way := b.End - b.Start
	for i := range s.At {
		way -= times * (2*s.Ease + s.HoldAt(i))
	}
	way /= time.Duration(max(1, len(s.At)-1))
	at := b.Start
	for i, level := range s.At {
		cycle := 2*s.Ease + s.HoldAt(i)
		for range times {
			p.wedge(at, at+cycle, s.Ease, s.HoldAt(i), p.y(level), step(s.ForceAt(i)))
			at += cycle
		}
		at += way
	}
}

// wedge is one press. Its ease is drawn longer than it is, by a third of the hold, or it would read as a box.
func (p *pen) wedge(from, to, ease, hold time.Duration, y float64, force int) {
	half := p.size.Line * (0.35 + float64(0.1*float64(force)))
	a, in, out, e := p.x(from)+0.4, p.x(from+ease+hold/3), p.x(to-ease-hold/3), p.x(to)-0.4
	// Two curves to a corner: leaving the line level and arriving level.
	rise := func(x0, x1, y0, y1 float64) string {
		m := num((x0 + x1) / 2)
		return fmt.Sprintf("C%s %s %s %s %s %s", m, num(y0), m, num(y1), num(x1), num(y1))
	}
	p.add(`<path class="wedge" d="M%s %s%sH%s%s%sH%s%sZ"/>`, num(a), num(y),
		rise(a, in, y, y-half), num(out), rise(out, e, y-half, y),
		rise(e, out, y, y+half), num(in), rise(in, a, y+half, y))
}

// tap is rows of dots, one row a level; in turn, every other row stands between.
func (p *pen) tap(b Bar) {
	s := b.Stroke
	from, to := min(s.From, s.To), max(s.From, s.To)
	gap := p.size.Line * 0.62
	radius := p.size.Line * (0.09 + float64(0.025*float64(step(s.Force))))
	for l := from; l <= to; l++ {
		x := p.x(b.Start) + gap/2
		if !s.Both && (l-from)%2 == 1 {
			x += gap / 2
		}
		for ; x <= p.x(b.End)-gap/4; x += gap {
			p.add(`<circle cx="%s" cy="%s" r="%.2f"/>`, num(x), num(p.y(l)), radius)
		}
	}
}

// stretch is one bracket over the staff for each time it is held.
func (p *pen) stretch(b Bar) {
	times := max(1, b.Stroke.Repeat)
	each := (b.End - b.Start) / time.Duration(times)
	for i := range times {
		from := b.Start + each*time.Duration(i)
		a, e := p.x(from)+1.5, p.x(from+each)-1.5
		p.add(`<path class="bracket" d="M%s %sV%sH%sV%s"/>`, num(a), num(p.top+p.size.Line/2), num(p.top-8), num(e), num(p.top+p.size.Line/2))
	}
}

// rest hangs from its line, as in music.
func (p *pen) rest(b Bar) {
	w := min(p.size.Line, 0.7*(p.x(b.End)-p.x(b.Start)))
	middle := (p.x(b.Start) + p.x(b.End)) / 2
	p.add(`<rect class="rest" x="%s" y="%s" width="%s" height="%s"/>`, num(middle-w/2), num(p.y(b.Stroke.From)), num(w), num(p.size.Line*0.4))
}

// Words is the score in one sentence a phase, for those who do not see it.
func (s Score) Words() string {
	var out strings.Builder
	fmt.Fprintf(&out, "The score of %s.", clock(s.Total))
	for i, m := range s.Marks {
		end := s.Total
		if i+1 < len(s.Marks) {
			end = s.Marks[i+1].Start
		}
		var parts []string
		for _, b := range s.Bars {
			if b.Start >= m.Start && b.Start < end {
				parts = append(parts, barWords(b))
			}
		}
		fmt.Fprintf(&out, " %s, %s: %s.", m.Name, clock(end-m.Start), strings.Join(parts, ", "))
	}
	return out.String()
}

func barWords(b Bar) string {
	from, to := ends(b.Stroke)
	words := strings.ToLower(English().Techniques[b.Stroke.Kind.String()].Title)
	switch {
	case from.Valid() && (from == to || !to.Valid()):
		words += " at " + from.String()
	case from.Valid() && to.Valid():
		words += " from " + from.String() + " to " + to.String()
	}
	if b.Stroke.Force > 0 {
		words += fmt.Sprintf(" with %.0f N", float64(b.Stroke.Force))
	}
	return words
}

// clock is a length of time as minutes and seconds.
func clock(d time.Duration) string {
	d = d.Round(time.Second)
	return fmt.Sprintf("%d:%02d min", d/time.Minute, d%time.Minute/time.Second)
}

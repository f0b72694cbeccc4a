package web

import (
	"fmt"
	"math"
	"strings"
	"time"

	"github.com/openlumbar/lumbar/technique"
)

// kindNames is how the page's scripts and styles know a technique.
var kindNames = [technique.KindEnd]string{"", "glide", "knead", "tap", "press", "stretch"}

// kindWords is how people read it.
var kindWords = [technique.KindEnd]string{"", "gliding", "kneading", "tapping", "pressing", "stretching"}

// legWidth is the least width of one way along the levels that still reads as a slope, in staff spaces: denser
// passes are drawn as fewer.
const legWidth = 2.4

// path is a stroke's way along the levels, up and down again. With wave 0 it is straight; with wave 1 each
// half wave swings to one side and the next to the other, as kneading does.
func (p *pen) path(b Bar, wave float64) string {
	x0, x1 := p.x(b.Start)+1, p.x(b.End)-1
	legs := int(max(1, min(math.Round(passes(b.Stroke)), math.Floor((x1-x0)/(legWidth*p.size.Line)))))
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
	count := max(1, s.Repeat) * len(s.At)
	if count == 0 {
		return
	}
	each := (b.End - b.Start) / time.Duration(count)
	// The ease is drawn longer than it is, by a third of the hold, or a wedge would read as a box.
	ease := min(s.Ease+s.Hold/3, each/2)
	half := p.size.Line * (0.35 + 0.1*float64(step(s.Force)))
	for i := range count {
		from := b.Start + each*time.Duration(i)
		y := p.y(s.At[i%len(s.At)])
		a, e := p.x(from)+0.5, p.x(from+each)-0.5
		in, out := p.x(from+ease), p.x(from+each-ease)
		// From a point to the held height and back, leaving and arriving level: eased, not a corner.
		p.add(`<path class="wedge" d="M%s %sC%s %s %s %s %s %sH%sC%s %s %s %s %s %sC%s %s %s %s %s %sH%sC%s %s %s %s %s %sZ"/>`,
			num(a), num(y), num((a+in)/2), num(y), num((a+in)/2), num(y-half), num(in), num(y-half), num(out),
			num((out+e)/2), num(y-half), num((out+e)/2), num(y), num(e), num(y),
			num((out+e)/2), num(y), num((out+e)/2), num(y+half), num(out), num(y+half), num(in),
			num((a+in)/2), num(y+half), num((a+in)/2), num(y), num(a), num(y))
	}
}

// tap is rows of dots, one row a level; in turn, every other row stands between.
func (p *pen) tap(b Bar) {
	s := b.Stroke
	from, to := min(s.From, s.To), max(s.From, s.To)
	gap := p.size.Line * 0.62
	radius := p.size.Line * (0.09 + 0.025*float64(step(s.Force)))
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
	words := kindWords[b.Stroke.Kind]
	switch {
	case from == to && from.Valid():
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

package web

import (
	"fmt"
	"html/template"
	"strings"
)

// Shape is the outline of a back along the chair as the rollers felt it. It has no target and no score.
type Shape struct {
	Day    string
	Points []Outline // the skin, from the seat upwards; may be empty
	Levels []LevelAt
}

// Outline is a point in mm: along the backrest, and out from it.
type Outline struct{ Along, Out float64 }

// LevelAt is where a level was found, and the half-width of its 95 % interval, in mm.
type LevelAt struct {
	Name         string
	Along, Doubt float64
}

// SVG draws the outline on its side: up is up the back, right is out towards the person.
func (s Shape) SVG() template.HTML {
	if len(s.Levels) == 0 {
		return ""
	}
	low, high := s.Levels[0].Along, s.Levels[0].Along
	for _, l := range s.Levels {
		low, high = min(low, l.Along-l.Doubt), max(high, l.Along+l.Doubt)
	}
	for _, p := range s.Points {
		low, high = min(low, p.Along), max(high, p.Along)
	}
	const width, margin = 260.0, 16.0
	out, least := 0.0, 0.0
	for i, p := range s.Points {
		if i == 0 {
			out, least = p.Out, p.Out
		}
		out, least = max(out, p.Out), min(least, p.Out)
	}
	height := high - low + 2*margin
	y := func(along float64) float64 { return height - margin - (along - low) }
	p := &pen{}
	p.add(`<svg class="back-shape" viewBox="0 0 %s %s" role="img" aria-label="%s">`, num(width), num(height), escape(s.Words()))
	var d strings.Builder
	for i, pt := range s.Points {
		c := "L"
		if i == 0 {
			c = "M"
		}
		fmt.Fprintf(&d, "%s%s %s", c, num(90+pt.Out-least), num(y(pt.Along)))
	}
	if d.Len() > 0 {
		p.add(`<path class="skin" d="%s"/>`, d.String())
	}
	for _, l := range s.Levels {
		p.add(`<path class="doubt" d="M60 %sV%s"/><circle class="level" cx="60" cy="%s" r="3"/><text x="44" y="%s" text-anchor="end">%s</text>`,
			num(y(l.Along-l.Doubt)), num(y(l.Along+l.Doubt)), num(y(l.Along)), num(y(l.Along)+4), escape(l.Name))
	}
	p.add(`</svg>`)
	return template.HTML(p.String())
}

// Words is the shape in a sentence.
func (s Shape) Words() string {
	var parts []string
	for _, l := range s.Levels {
		parts = append(parts, fmt.Sprintf("%s at %.0f mm, give or take %.0f", l.Name, l.Along, l.Doubt))
	}
	return "Levels along the backrest as found: " + strings.Join(parts, "; ") + "."
}

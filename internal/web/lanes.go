package web

import (
	"fmt"
	"math"
	"strings"
	"time"

	"github.com/openlumbar/lumbar/programme"
	"github.com/openlumbar/lumbar/technique"
)

// The lanes beneath the staff, in CSS pixels: what is done by name, how firmly, warmth, and minutes.
const (
	laneGap    = 12.0 // above a lane's name
	laneName   = 15.0 // a lane's name stands in it
	nameHeight = 20.0 // one technique's bar
	forceTall  = 68.0
	forceHead  = 26.0 // of it, for two lines of words
	lineTall   = 11.0
	heatTall   = 16.0
	axisTall   = 30.0
	laneLetter = 5.5 // of a letter of the lanes, as in most fonts
	leastTick  = 34.0
)

// lanesHeight is what the lanes need beneath the staff.
func (s Score) lanesHeight() float64 {
	h := 3*laneGap + 2*laneName + float64(nameHeight*float64(s.voices())) + forceTall + axisTall
	if s.Heat != nil {
		h += laneGap + laneName + heatTall
	}
	return h
}

// voices is how many techniques go at once where there are most.
func (s Score) voices() int {
	n := 1
	for _, b := range s.Bars {
		n = max(n, len(b.Names))
	}
	return n
}

// lanes writes them, one under the other from y on.
func (p *pen) lanes(y float64) {
	p.add(`<g class="lanes">`)
	y = p.names(p.laneName(y, "technique"))
	y = p.forces(p.laneName(y, "force of each roller, N"))
	if h := p.score.Heat; h != nil {
		y = p.laneName(y, "heat")
		x0, x1 := p.x(h.From), p.x(min(h.Until, p.score.Total))
		p.add(`<rect class="pad" x="%s" y="%s" width="%s" height="%s" rx="3"/>`, num(x0), num(y), num(x1-x0), num(heatTall))
		p.fit(fmt.Sprintf("%.3g °C", float64(h.Target)), x0, x1, y+heatTall-4, "on")
		y += heatTall
	}
	p.axis(y + laneGap)
	p.add(`</g>`)
}

// laneName writes a lane's name and returns where the lane begins.
func (p *pen) laneName(y float64, text string) float64 {
	y += laneGap
	p.add(`<text class="lane" x="%s" y="%s">%s</text>`, num(p.left), num(y+laneName-5), text)
	return y + laneName
}

// names are the techniques as bars; those that go at once lie under one another.
func (p *pen) names(y float64) float64 {
	voices := p.score.voices()
	for _, b := range p.score.Bars {
		tall := nameHeight * float64(voices) / float64(max(1, len(b.Names)))
		for i, n := range b.Names {
			x0, x1, top := p.x(b.Start)+0.5, p.x(b.End)-0.5, y+float64(tall*float64(i))
			class := "named"
			if b.Stroke.Kind == technique.Rest {
				class = "named idle"
			}
			p.add(`<rect class="%s" x="%s" y="%s" width="%s" height="%s" rx="3"><title>%s</title></rect>`,
				class, num(x0), num(top), num(math.Max(0.5, x1-x0)), num(tall-2), escape(strings.Join(nonEmpty(n, b.Place, b.Force, b.Pace), ", ")))
			if class == "named" { // a pause needs no name
				p.fit(n, x0, x1, top+float64(tall/2)+3, "")
			}
		}
	}
	return y + float64(nameHeight*float64(voices))
}

// forces is how firmly, over time: the words that were asked for stand over it, newtons at the side.
func (p *pen) forces(y float64) float64 {
	most := float64(forceStep)
	for _, b := range p.score.Bars {
		most = max(most, float64(b.Stroke.Force))
	}
	most = float64(forceStep) * math.Ceil(most/float64(forceStep))
	foot, head := y+forceTall, y+forceHead
	at := func(n float64) float64 { return foot - float64((foot-head)*n)/most }
	for n := 0.0; n <= most; n += float64(forceStep) * math.Max(1, math.Ceil(most/48)) {
		p.add(`<path class="rule" d="M%s %sH%s"/><text x="%s" y="%s" text-anchor="end">%.0f</text>`, num(p.left), num(at(n)), num(p.right), num(p.left-6), num(at(n)+3.5), n)
	}
	for _, b := range p.score.Bars {
		for _, f := range firm(b) {
			x0, x1, y0, y1 := p.x(f.start), p.x(f.end), at(float64(f.from.Force)), at(float64(f.to.Force))
			p.add(`<path class="force f%d" d="M%s %sV%sL%s %sV%sZ"/>`, step(max(f.from.Force, f.to.Force)), num(x0), num(foot), num(y0), num(x1), num(y1), num(foot))
			if f.from == f.to {
				p.firmness(f.from, x0, x1, y0-3)
				continue
			}
			middle := (x0 + x1) / 2
			p.firmness(f.from, x0, middle, min(y0, (y0+y1)/2)-3)
			p.firmness(f.to, middle, x1, min(y1, (y0+y1)/2)-3)
		}
	}
	return foot
}

// pressed is a part of a stroke with one force, or with one that changes evenly.
type pressed struct {
	start, end time.Duration
	from, to   technique.Firmness
}

// firm is how firmly a stroke is done, in its order; nothing if it has no force. The places of a press share its time
// evenly: the way from one to the next is short beside them.
func firm(b Bar) []pressed {
	s := b.Stroke
	one := technique.Firmness{Force: s.Force, Share: s.Share}
	switch {
	case s.Force <= 0:
		return nil
	case len(s.Forces) == 2 && len(s.At) == 0:
		return []pressed{{b.Start, b.End, s.Forces[0], s.Forces[1]}}
	case len(s.Forces) > 0 && len(s.Forces) == len(s.At):
		each := (b.End - b.Start) / time.Duration(len(s.At))
		out := make([]pressed, len(s.At))
		for i, f := range s.Forces {
			start := b.Start + each*time.Duration(i)
			out[i] = pressed{start, start + each, f, f}
		}
		return out
	}
	return []pressed{{b.Start, b.End, one, one}}
}

// firmness writes what was asked for over its bar, as much of it as there is room for.
func (p *pen) firmness(f technique.Firmness, x0, x1, y float64) {
	word, newtons := strength(f.Share), fmt.Sprintf("%.3g N", float64(f.Force))
	switch {
	case word != "" && p.fit(word+" "+newtons, x0, x1, y, ""):
	case word != "" && room(word, x0, x1) && p.fit(newtons, x0, x1, y, ""):
		p.fit(word, x0, x1, y-lineTall, "")
	case p.fit(newtons, x0, x1, y, ""):
	default:
		p.fit(strings.TrimSuffix(newtons, " N"), x0, x1, y, "")
	}
}

// strength is the word that was asked for; empty if it was newtons.
func strength(share float64) string {
	for _, s := range technique.Strengths() {
		if s.Share == share {
			return s.Word
		}
	}
	return ""
}

// axis is time in minutes, as often as there is room.
func (p *pen) axis(y float64) {
	p.add(`<path class="axis" d="M%s %sH%s"/>`, num(p.left), num(y), num(p.right))
	perMinute := p.x(time.Minute) - p.x(0)
	every := 1
	for _, n := range []int{1, 2, 5, 10, 15, 30, 60} {
		if every = n; float64(perMinute*float64(n)) >= leastTick {
			break
		}
	}
	for m := 0; time.Duration(m)*time.Minute <= p.score.Total; m++ {
		x := p.x(time.Duration(m) * time.Minute)
		long := 3.0
		if m%every == 0 {
			long = 6
			label := fmt.Sprint(m)
			if m == 0 {
				label += " min"
			}
			p.add(`<text x="%s" y="%s" text-anchor="middle">%s</text>`, num(x), num(y+18), label)
		}
		p.add(`<path class="axis" d="M%s %sv%s"/>`, num(x), num(y), num(long))
	}
}

// fit writes a text in the middle between two places if there is room, and says whether there was.
func (p *pen) fit(text string, x0, x1, y float64, class string) bool {
	if !room(text, x0, x1) {
		return false
	}
	if class != "" {
		class = fmt.Sprintf(` class="%s"`, class)
	}
	p.add(`<text%s x="%s" y="%s" text-anchor="middle">%s</text>`, class, num((x0+x1)/2), num(y), escape(text))
	return true
}

// room says whether a text fits between two places.
func room(text string, x0, x1 float64) bool {
	return float64(laneLetter*float64(len([]rune(text))))+3 <= x1-x0
}

// nonEmpty leaves out what is not there.
func nonEmpty(texts ...string) (out []string) {
	for _, t := range texts {
		if t != "" {
			out = append(out, t)
		}
	}
	return out
}

// together are the techniques of a row of a plan, those at once one after the other.
func together(r programme.Row) []string { return strings.Split(r.Technique, " + ") }

package web

import (
	"fmt"
	"html/template"
	"math"
	"strings"
	"time"
)

// Weeks is what one person noted over the weeks, as small multiples: one row a measure, all over the same days. Days count
// from 1 January 1970. The zero Weeks draws nothing.
type Weeks struct {
	From, Until int // the first and the last day shown
	Origin      int // weeks are counted from here
	Periods     []Period
	Sessions    []int // days with the chair
	Rows        []Strip
	Example     bool // made up, to show the form
	Fine        bool // lower rows
}

// Period is a stretch of days that is shaded, its last day included.
type Period struct {
	From, Until int
	Kind        string // before, on, off
	Name        string
}

// Strip is one measure.
type Strip struct {
	Name      string
	Scale     string // what the ends mean
	Unit      string // behind a number; may be empty
	Low, High float64
	Days      []Value // in order of days; a day that is missing stays a gap
	Memories  []Value // of the seven days up to the day
	Means     []Value // of the seven days from the day on
}

// Value is a number on a day.
type Value struct {
	Day int
	V   float64
}

// Last is the newest number of a strip.
func (s *Strip) Last() (Value, bool) {
	var last Value
	ok := false
	for _, list := range [][]Value{s.Memories, s.Days} {
		if n := len(list); n > 0 && (!ok || list[n-1].Day >= last.Day) {
			last, ok = list[n-1], true
		}
	}
	return last, ok
}

// say is a number with its unit.
func (s *Strip) say(v float64) string { return strings.TrimSpace(num(v) + " " + s.Unit) }

// A WeeksSize is how large the rows are drawn, in CSS pixels.
type WeeksSize struct {
	Width, Row float64
	Left       float64 // of the names; 0 puts them above the rows
	Text       float64 // height of a line of text
}

// The sizes of the page.
var (
	WideWeeks   = WeeksSize{Width: 860, Row: 52, Left: 196, Text: 16}
	NarrowWeeks = WeeksSize{Width: 358, Row: 46, Text: 16}
)

// Wide and Narrow are the rows at the page's two sizes.
func (w Weeks) Wide() template.HTML   { return w.SVG(WideWeeks) }
func (w Weeks) Narrow() template.HTML { return w.SVG(NarrowWeeks) }

// loom writes one drawing of rows.
type loom struct {
	pen
	w    Weeks
	size WeeksSize
	top  float64 // of the first row
	each float64 // from row to row
}

const (
	rowGap    = 24.0 // with the ticks of sessions in it
	fineRow   = 28.0
	edgeRight = 48.0 // for the newest number, at least
	perDigit  = 9.0  // of the newest number and its unit
	scaleLeft = 20.0 // for the ends of the scale
	mostGap   = 1    // days from one to the next that are joined
)

// SVG draws the rows. Colours come from the page's style by class.
func (w Weeks) SVG(size WeeksSize) template.HTML {
	if len(w.Rows) == 0 || w.Until < w.From {
		return ""
	}
	if w.Fine {
		size.Row = fineRow
	}
	l := &loom{w: w, size: size, top: 28, each: size.Row + rowGap}
	l.left, l.right = size.Left+scaleLeft, size.Width-edgeRight
	for i := range w.Rows {
		if last, ok := w.Rows[i].Last(); ok {
			l.right = min(l.right, size.Width-perDigit*float64(len(w.Rows[i].say(last.V)))-8)
		}
	}
	if size.Left == 0 {
		l.each += size.Text + 6
	}
	l.bottom = l.top + l.each*float64(len(w.Rows)) - rowGap
	kind := "weeks"
	if w.Example {
		kind += " example"
	}
	l.add(`<svg class="%s" viewBox="0 0 %s %s" role="img" aria-label="%s">`, kind, num(size.Width), num(l.bottom+32), escape(w.Words()))
	for _, p := range w.Periods {
		l.period(p)
	}
	l.axis()
	for i := range w.Rows {
		l.row(&w.Rows[i], l.top+l.each*float64(i))
	}
	if w.Example { // over the first row
		l.add(`<text class="mark" x="%s" y="%s" text-anchor="middle">Example, not your notes</text>`, num((l.left+l.right)/2), num(l.top+l.each-rowGap-size.Row/2+6))
	}
	l.add(`</svg>`)
	return template.HTML(l.String())
}

// dayWidth is the width of a day.
func (l *loom) dayWidth() float64 { return (l.right - l.left) / float64(l.w.Until-l.w.From+1) }

// edge is where a day begins.
func (l *loom) edge(day int) float64 {
	return l.left + float64(l.dayWidth()*float64(min(l.w.Until+1, max(l.w.From, day))-l.w.From))
}

// middle is the middle of a day.
func (l *loom) middle(day int) float64 { return l.edge(day) + l.dayWidth()/2 }

func (l *loom) period(p Period) {
	if p.Until < l.w.From || p.From > l.w.Until {
		return
	}
	a, e := l.edge(p.From), l.edge(p.Until+1)
	l.add(`<rect class="%s" x="%s" y="%s" width="%s" height="%s"/>`, p.Kind, num(a), num(l.top-20), num(e-a), num(l.bottom-l.top+30))
	const perLetter = 6.6
	if e-a > perLetter*float64(len(p.Name)) {
		l.add(`<text class="period" x="%s" y="%s">%s</text>`, num(a+4), num(l.top-8), escape(p.Name))
	}
}

// axis writes a date every so many weeks, as many as there is room for.
func (l *loom) axis() {
	const perLabel = 52.0
	step := 7
	for float64(step)*l.dayWidth() < perLabel {
		step *= 2
	}
	first := l.w.From + mod(l.w.Origin-l.w.From, step)
	for d := first; d <= l.w.Until; d += step {
		x := l.edge(d)
		l.add(`<path class="week" d="M%s %sV%s"/>`, num(x), num(l.top), num(l.bottom+10))
		if x < l.right-24 {
			l.add(`<text class="date" x="%s" y="%s">%s</text>`, num(x), num(l.bottom+24), dateOf(d))
		}
	}
}

func (l *loom) row(s *Strip, top float64) {
	l.add(`<g class="strip">`)
	if l.size.Left > 0 {
		for i, line := range folded(s.Name, 24) {
			l.add(`<text class="name" x="0" y="%s">%s</text>`, num(top+14+float64(17*i)), escape(line))
		}
		l.add(`<text class="scale" x="0" y="%s">%s</text>`, num(top+14+float64(17*len(folded(s.Name, 24)))), escape(s.Scale))
	} else {
		name, scale := folded(s.Name, 30)[0], s.Scale
		if len(name)+len(scale) > 46 { // no room beside it
			scale = ""
		}
		l.add(`<text class="name" x="0" y="%s">%s <tspan class="scale">%s</tspan></text>`, num(top+12), escape(name), escape(scale))
		top += l.size.Text + 6
	}
	y := func(v float64) float64 { return top + float64(l.size.Row*(s.High-v))/(s.High-s.Low) }
	for _, end := range []float64{s.High, s.Low} {
		l.add(`<path class="grid" d="M%s %sH%s"/>`, num(l.left), num(y(end)), num(l.right))
		l.add(`<text class="end" x="%s" y="%s" text-anchor="end">%s</text>`, num(l.left-6), num(y(end)+4), num(end))
	}
	if s.Low < 0 {
		l.add(`<path class="grid zero" d="M%s %sH%s"/>`, num(l.left), num(y(0)), num(l.right))
	}
	for _, d := range l.w.Sessions {
		if d >= l.w.From && d <= l.w.Until {
			l.add(`<path class="tick" d="M%s %sv6"/>`, num(l.middle(d)), num(top+l.size.Row+2))
		}
	}
	for _, m := range s.Memories {
		if m.Day >= l.w.From && m.Day <= l.w.Until {
			l.add(`<path class="memory" d="M%s %sH%s"/>`, num(l.edge(m.Day-6)), num(y(m.V)), num(l.edge(m.Day+1)))
		}
	}
	l.days(s, y)
	for _, m := range s.Means {
		if m.Day+6 >= l.w.From && m.Day <= l.w.Until {
			l.add(`<path class="mean" d="M%s %sH%s"/>`, num(l.edge(m.Day)+1), num(y(m.V)), num(l.edge(m.Day+7)-1))
		}
	}
	if last, ok := s.Last(); ok && last.Day >= l.w.From {
		l.add(`<text class="last" x="%s" y="%s">%s</text>`, num(l.right+6), num(y(last.V)+5), escape(s.say(last.V)))
	}
	l.add(`</g>`)
}

// days joins what was noted on neighbouring days, and leaves a gap where a day is missing.
func (l *loom) days(s *Strip, y func(float64) float64) {
	var d strings.Builder
	radius := max(1.3, min(2.4, l.dayWidth()*0.3))
	var dots strings.Builder
	before := 0
	for i, v := range s.Days {
		if v.Day < l.w.From || v.Day > l.w.Until {
			continue
		}
		if i > 0 && before > 0 && v.Day-before <= mostGap {
			fmt.Fprintf(&d, "L%s %s", num(l.middle(v.Day)), num(y(v.V)))
		} else {
			fmt.Fprintf(&d, "M%s %s", num(l.middle(v.Day)), num(y(v.V)))
		}
		before = v.Day
		fmt.Fprintf(&dots, `<circle cx="%s" cy="%s" r="%s"/>`, num(l.middle(v.Day)), num(y(v.V)), num(radius))
	}
	if d.Len() > 0 {
		l.add(`<path class="days" d="%s"/><g class="day">%s</g>`, d.String(), dots.String())
	}
}

// Words is the drawing in a sentence a row, for those who do not see it.
func (w Weeks) Words() string {
	var out strings.Builder
	if w.Example {
		out.WriteString("An example, not your notes. ")
	}
	fmt.Fprintf(&out, "From %s to %s.", longDate(w.From), longDate(w.Until))
	for i := range w.Rows {
		s := &w.Rows[i]
		fmt.Fprintf(&out, " %s", s.Name)
		if n := len(s.Means); n > 1 {
			fmt.Fprintf(&out, ": on average %s in the first week and %s in the newest", s.say(math.Round(10*s.Means[0].V)/10), s.say(math.Round(10*s.Means[n-1].V)/10))
		}
		if last, ok := s.Last(); ok {
			fmt.Fprintf(&out, ", last %s on %s", s.say(last.V), longDate(last.Day))
		}
		out.WriteString(".")
	}
	return out.String()
}

func date(day int) time.Time { return time.Unix(int64(day)*24*60*60, 0).UTC() }

func dateOf(day int) string { return date(day).Format("2 Jan") }

func longDate(day int) string { return date(day).Format("2 January 2006") }

// mod is the remainder that is never negative.
func mod(a, n int) int { return ((a % n) + n) % n }

// folded breaks a name into lines at words, two at most.
func folded(name string, most int) []string {
	if len([]rune(name)) <= most {
		return []string{name}
	}
	lines := []string{""}
	for _, word := range strings.Fields(name) {
		n := len(lines) - 1
		switch {
		case lines[n] == "":
			r := []rune(word)
			lines[n] = string(r[:min(len(r), most)])
		case len([]rune(lines[n]+word)) < most:
			lines[n] = strings.TrimSpace(lines[n] + " " + word)
		case n == 0:
			lines = append(lines, word)
		default:
			r := []rune(strings.TrimSpace(lines[n] + " " + word))
			lines[n] = string(r[:min(len(r), most-1)]) + "…"
			return lines
		}
	}
	return lines
}

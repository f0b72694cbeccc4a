package web

import (
	"fmt"
	"html/template"
	"strings"
)

// Bar7 is one day of a week's picture. Times are minutes after midnight on that day's clock.
type Bar7 struct {
	Session  int // -1 is none
	WarmUp   int // -1 is none
	Question int // -1 is none
	Breaks   []int
	Quiet    [2]int // from, to; may run over midnight; equal is none
	Today    bool
}

// The measures of a week's picture: a day is one bar of music, the day's hours run through it.
const (
	WideBar    = 100 // the width of a day
	NarrowBar  = 52  // on a phone
	barMargin  = 5
	staffTop   = 16
	staffGap   = 10
	staffLines = 6
	breakLine  = staffTop + staffLines*staffGap + 2
	weekHeight = breakLine + 14
)

// WeekPicture draws days as bars on one staff, in the way of a programme's score: a session is a wave, its warm-up the
// slanted line before it, the question of the day after a ring, a break a tick, quiet hours a wash.
func WeekPicture(days []Bar7, barWidth int) template.HTML {
	const bottom = staffTop + (staffLines-1)*staffGap
	width := barWidth * len(days)
	var b strings.Builder
	fmt.Fprintf(&b, `<svg class="bars w%d" viewBox="0 0 %d %d" aria-hidden="true">`, barWidth, width, weekHeight)
	x := func(day, minute int) float64 {
		return float64(day*barWidth+barMargin) + float64((barWidth-2*barMargin)*minute)/1440
	}
	for i, d := range days {
		wash := func(from, to int) {
			fmt.Fprintf(&b, `<rect class="quiet-hours" x="%s" y="%d" width="%s" height="%d"/>`, num(x(i, from)), staffTop, num(x(i, to)-x(i, from)), bottom-staffTop)
		}
		switch from, to := d.Quiet[0], d.Quiet[1]; {
		case from < to:
			wash(from, to)
		case from > to:
			wash(0, to)
			wash(from, 1440)
		}
	}
	b.WriteString(`<g class="lines">`)
	for line := range staffLines {
		fmt.Fprintf(&b, `<path d="M0 %dH%d"/>`, staffTop+line*staffGap, width)
	}
	for i := range len(days) + 1 {
		fmt.Fprintf(&b, `<path d="M%d %dV%d"/>`, i*barWidth, staffTop, bottom)
	}
	b.WriteString(`</g>`)
	for i, d := range days {
		if d.Today {
			fmt.Fprintf(&b, `<path class="today-line" d="M%d %dh%d"/>`, i*barWidth+barMargin, staffTop-8, barWidth-2*barMargin)
		}
		for _, at := range d.Breaks {
			fmt.Fprintf(&b, `<path class="tick" d="M%s %dv6"/>`, num(x(i, at)), breakLine)
		}
		if d.Session >= 0 {
			// Clear of the bar's ends, whatever the hour.
			at := min(max(x(i, d.Session), float64(i*barWidth+33)), float64((i+1)*barWidth-18))
			if d.WarmUp >= 0 {
				fmt.Fprintf(&b, `<path class="warm" d="M%s %dl14 -%d"/>`, num(at-28), bottom-4, 2*staffGap)
			}
			fmt.Fprintf(&b, `<path class="wave" d="M%s %dq2.5 -14 5 -10t5 -10 5 -10 5 -10 5 -10"/>`, num(at-9), bottom-1)
		}
		if d.Question >= 0 {
			at := min(max(x(i, d.Question), float64(i*barWidth+8)), float64((i+1)*barWidth-8))
			if d.Session >= 0 { // beside the day's own session
				at = float64(i*barWidth + 10)
			}
			fmt.Fprintf(&b, `<circle class="ring" cx="%s" cy="%d" r="4"/>`, num(at), staffTop+staffGap*5/2)
		}
	}
	b.WriteString(`</svg>`)
	return template.HTML(b.String()) // numbers alone
}

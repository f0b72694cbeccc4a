package verify

import (
	"fmt"
	"html/template"
	"strings"
)

// plot draws a session as it was: above the force with the trip of what lay under the rollers, beneath, on the levels'
// lines, where the rollers went.
func (t *Trace) plot(words string) template.HTML {
	const width, left, top, foot, staff, line = 860.0, 40.0, 14.0, 108.0, 128.0, 10.0
	height := staff + line*float64(levels) + 18
	const most = 110.0 // N: more than any trip
	n := len(t.Force)
	if n == 0 {
		return ""
	}
	columns := min(n, 320)
	var p pen
	p.open("trace", width, height, words)
	x := func(c int) float64 { return left + (width-left)*(float64(c)+0.5)/float64(columns) }
	y := func(f float64) float64 { return foot - (foot-top)*min(f, most)/most }
	for _, f := range []float64{0, 50, 100} {
		p.line("rule", left, y(f), width, y(f))
		p.text("tiny", "end", left-6, y(f)+4, fmt.Sprintf("%.0f N", f))
	}
	for i := range levels {
		ly := staff + line*float64(levels-1-i)
		p.line("rule", left, ly, width, ly)
		if i == 0 || i == levels-1 || i == 3 {
			p.text("tiny", "end", left-6, ly+4, Level(i).String())
		}
	}
	area, trip := &strings.Builder{}, &strings.Builder{}
	fmt.Fprintf(area, "M%s %s", num(x(0)), num(foot))
	wide := (width - left) / float64(columns)
	last := 0.0
	for c := range columns {
		from, to := c*n/columns, max((c+1)*n/columns, c*n/columns+1)
		f, bound, low, high := 0.0, 0.0, t.Low[from], t.High[from]
		for k := from; k < to; k++ {
			low, high = min(low, t.Low[k]), max(high, t.High[k])
			if t.Force[k] >= f {
				f, bound = t.Force[k], t.Trip[k]
			}
		}
		fmt.Fprintf(area, "L%s %s", num(x(c)), num(y(f)))
		switch {
		case bound > 0 && last == 0:
			fmt.Fprintf(trip, "M%s %sH%s", num(x(c)-wide/2), num(y(bound)), num(x(c)+wide/2))
		case bound > 0:
			fmt.Fprintf(trip, "V%sH%s", num(y(bound)), num(x(c)+wide/2))
		}
		if last = bound; f <= 0 {
			continue
		}
		thick := 1 + f/14 // ink carries force, as in the score
		low, high = min(max(low, -1), float64(levels)), min(max(high, -1), float64(levels))
		top := staff + line*(float64(levels-1)-high)
		p.rect(ramp(f), x(c)-wide/2-0.2, top-thick, wide+0.4, line*(high-low)+2*thick, 0)
	}
	fmt.Fprintf(area, "L%s %sZ", num(x(columns-1)), num(foot))
	p.add(`<path class="area" d="%s"/>`, area)
	if trip.Len() > 0 {
		p.add(`<path class="bound" d="%s"/>`, trip)
	}
	p.text("tiny", "end", width, height-4, fmt.Sprintf("%d min", (n+30)/60))
	p.text("tiny", "start", left, height-4, "0")
	return p.close()
}

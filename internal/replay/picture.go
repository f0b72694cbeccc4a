package replay

import (
	"bytes"
	"fmt"
	"html"
	"io"
	"time"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/internal/session"
)

// The drawing's measures.
const (
	drawingLeft, drawingRight = 64.0, 28.0
	laneGap                   = 40.0
	forceHigh, placeHigh      = 190.0, 170.0
	depthHigh, padHigh        = 110.0, 64.0
	headHigh                  = 124.0
)

const drawingWidth = drawingLeft + columns + drawingRight

// style is the look's tokens, light and dark, and the few rules of this drawing.
const style = `:root{--paper:#faf7f2;--ink:#1d2329;--soft:#5a636d;--hairline:#ddd6cb;--calm:#1f6f6a;--left:#b84a3f;--right:#7a5a1f;--limit:#5a636d;--warmth:#e39a2d;--stop:#c4161c;--wash:#f3eade;--bone:#ece3d6}
@media screen and (prefers-color-scheme:dark){:root{--paper:#14171c;--ink:#ece7de;--soft:#a3abb5;--hairline:#333a44;--calm:#6cc4bb;--left:#d97f5c;--right:#e9b48a;--limit:#a3abb5;--warmth:#f0b454;--stop:#ff6b6b;--wash:#1f242c;--bone:#262c35}}
svg{background:var(--paper);font-family:"Segoe UI",Roboto,"Helvetica Neue","Noto Sans","Liberation Sans",Arial,sans-serif;font-variant-numeric:tabular-nums}
text{fill:var(--soft);font-size:13px}.title{fill:var(--ink);font-size:20px;font-weight:600}.name{fill:var(--ink);font-size:14px;font-weight:600}
.rule{stroke:var(--hairline);fill:none}.band{fill:var(--wash)}.bone{fill:var(--bone)}.end{text-anchor:end}.mid{text-anchor:middle}
.left{stroke:var(--left);fill:var(--left)}path.left{opacity:.75}.right{stroke:var(--right);fill:var(--right)}.target{stroke:var(--ink);fill:none;stroke-width:1.2}
.limit{stroke:var(--limit);fill:none;stroke-dasharray:5 4}.depth{stroke:var(--calm);fill:var(--calm)}.pad{stroke:var(--warmth);fill:none;stroke-width:2}
.fault{stroke:var(--stop);fill:var(--stop)}text.fault{stroke:none;font-weight:600}.ask{stroke:var(--soft);stroke-dasharray:2 3;fill:none}
text.left,text.right,text.depth{stroke:none}`

// drawing is the picture under way.
type drawing struct {
	*seen
	out bytes.Buffer
	y   float64 // upper edge of the lane under way
}

func (d *drawing) add(format string, args ...any) { fmt.Fprintf(&d.out, format, args...) }

// SVG draws a span of a recording: force by roller, what was wanted and what was allowed; where on the back; how far out;
// how warm the pad was. One file, nothing outside it, light and dark.
func SVG(out io.Writer, in io.ReadSeeker, span Span) (torn bool, err error) {
	s, err := look(in, span)
	if err != nil {
		return false, err
	}
	d := &drawing{seen: s}
	high := headHigh + forceHigh + placeHigh + depthHigh + padHigh + 4*laneGap + 8
	d.add(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %g %g" width="%g" height="%g" role="img" aria-labelledby="t d">`, drawingWidth, high, drawingWidth, high)
	d.add("<title id=\"t\">%s</title><desc id=\"d\">%s</desc>\n<style>%s</style>\n", html.EscapeString(d.title()), html.EscapeString(d.words()), style)
	d.add(`<text class="title" x="%g" y="34">%s</text><text x="%g" y="56">%s</text>`+"\n", drawingLeft, html.EscapeString(d.title()), drawingLeft, html.EscapeString(d.words()))
	d.y = headHigh
	d.stageBands(high - laneGap)
	d.force()
	d.placeLane()
	d.depthLane()
	d.padLane()
	d.timeAxis(high - laneGap + 12)
	d.markers(high - laneGap)
	d.add("</svg>\n")
	_, err = out.Write(d.out.Bytes())
	return s.torn, err
}

func (d *drawing) title() string {
	return fmt.Sprintf("%s, on %s", d.about.Programme, d.about.Chair)
}

// words tells what is drawn, and what the recording lacks.
func (d *drawing) words() string {
	s := fmt.Sprintf("%s to %s of a recording; greatest contact force %.0f N.", clock(d.from), clock(d.to), d.greatest())
	if d.torn {
		s += " It ends before its end."
	}
	if d.missing > 0 {
		s += fmt.Sprintf(" %d ticks are missing.", d.missing)
	}
	return s
}

// greatest is the greatest contact force, N.
func (d *drawing) greatest() (most float64) {
	for i := range d.cols {
		most = max(most, d.cols[i].force[chair.Left][1], d.cols[i].force[chair.Right][1])
	}
	return most
}

// x is where a moment is.
func (d *drawing) x(at time.Duration) float64 {
	return drawingLeft + columns*float64(at-d.from)/float64(d.to-d.from)
}

// lane begins one: its name, its ground, and lines at whole figures. It returns where a figure is.
func (d *drawing) lane(name string, high, low, top, step float64, unit string) func(float64) float64 {
	y := func(v float64) float64 { return d.y + high - high*(min(max(v, low), top)-low)/(top-low) }
	d.add(`<text class="name" x="%g" y="%.1f">%s</text>`, drawingLeft, d.y-8, name)
	for v := low; v <= top+step/1e6; v += step {
		d.add(`<path class="rule" d="M%g %.1fh%d"/><text class="end" x="%g" y="%.1f">%g</text>`, drawingLeft, y(v), columns, drawingLeft-8, y(v)+4, v)
	}
	d.add(`<text x="%g" y="%.1f">%s</text>`+"\n", drawingLeft+columns+5, y(top)+4, unit)
	return y
}

// curve draws what lies between two figures of every column, as one shape; gaps stay gaps.
func (d *drawing) curve(class string, y func(float64) float64, of func(*column) (low, high float64, ok bool)) {
	for i := 0; i < columns; i++ {
		from := i
		var up, down bytes.Buffer
		for ; i < columns; i++ {
			low, high, ok := of(&d.cols[i])
			if !ok {
				break
			}
			fmt.Fprintf(&up, "L%g %.1f", drawingLeft+float64(i), y(high))
			if low != high || down.Len() > 0 {
				fmt.Fprintf(&down, "|%g %.1f", drawingLeft+float64(i), y(low))
			}
		}
		if up.Len() == 0 {
			continue
		}
		path := "M" + up.String()[1:]
		if points := bytes.Split(down.Bytes(), []byte{'|'}); len(points) > 1 {
			for k := len(points) - 1; k > 0; k-- {
				path += "L" + string(points[k])
			}
			path += "Z"
		}
		d.add(`<path class="%s" stroke-width="1" data-from="%d" d="%s"/>`, class, from, path)
	}
	d.add("\n")
}

// line draws one figure of every column.
func (d *drawing) line(class string, y func(float64) float64, of func(*column) (float64, bool)) {
	pen := byte('M')
	d.add(`<path class="%s" fill="none" d="`, class)
	for i := range d.cols {
		v, ok := of(&d.cols[i])
		if !ok {
			pen = 'M'
			continue
		}
		d.add("%c%g %.1f", pen, drawingLeft+float64(i), y(v))
		pen = 'L'
	}
	d.add("\"/>\n")
}

// stageBands washes every other stage, and names them where there is room.
func (d *drawing) stageBands(to float64) {
	for i, s := range d.stages {
		if i%2 == 0 {
			d.add(`<rect class="band" x="%.1f" y="%g" width="%.1f" height="%g"/>`, d.x(s.from), headHigh-44, d.x(s.to)-d.x(s.from), to-headHigh+44)
		}
		if s.name == stages[session.Massage] {
			continue // its phases are named
		}
		d.label(s, 95)
	}
	for i, p := range d.phases {
		if p.name != "" {
			d.label(p, 95)
		}
		if i > 0 {
			d.add(`<path class="rule" d="M%.1f %gV%g"/>`, d.x(p.from), headHigh-44, to)
		}
	}
	d.add("\n")
}

// label names a stretch of time if its name has room.
func (d *drawing) label(s stretch, y float64) {
	const perLetter = 7
	if w := d.x(s.to) - d.x(s.from); w > perLetter*float64(len(s.name)) {
		d.add(`<text class="mid" x="%.1f" y="%g">%s</text>`, (d.x(s.from)+d.x(s.to))/2, y, html.EscapeString(s.name))
	}
}

// force is the lane of force.
func (d *drawing) force() {
	step := 10.0
	for d.most > 8*step {
		step *= 2
	}
	top := step
	for top < d.most {
		top += step
	}
	y := d.lane("Force of each roller", forceHigh, 0, top, step, "N")
	d.add(`<text class="left" x="%g" y="%.1f">left</text><text class="right" x="%g" y="%.1f">right</text><text x="%g" y="%.1f">line: wanted · dashes: what the limits allow there</text>`,
		drawingLeft+170, d.y-8, drawingLeft+206, d.y-8, drawingLeft+252, d.y-8)
	for side := chair.Right; ; side-- { // left is drawn over right
		d.curve(side.String(), y, func(c *column) (float64, float64, bool) {
			return c.force[side][0], c.force[side][1], c.any
		})
		if side == chair.Left {
			break
		}
	}
	d.line("limit", y, func(c *column) (float64, bool) { return c.limit, c.any && c.limit > 0 && c.limit <= top })
	d.line("target", y, func(c *column) (float64, bool) { return c.target, c.any && c.target > 0 })
	d.y += forceHigh + laneGap
}

// placeLane is the lane of where on the back the rollers are, with the zones that were found.
func (d *drawing) placeLane() {
	low, top := float64(d.place.Min), float64(d.place.Max)
	if !(top > low) {
		low, top = 0, 500
	}
	at := func(v float64) float64 { return d.y + placeHigh - placeHigh*(min(max(v, low), top)-low)/(top-low) }
	if m := &d.zones; m.Made {
		d.add(`<rect class="bone" x="%g" y="%.1f" width="%d" height="%.1f"/><rect class="bone" x="%g" y="%.1f" width="%d" height="%.1f"/>`,
			drawingLeft, at(float64(m.SacrumTop)), columns, d.y+placeHigh-at(float64(m.SacrumTop)),
			drawingLeft, d.y, columns, at(float64(m.RibsFrom))-d.y)
		d.add(`<text class="end" x="%g" y="%.1f">sacrum</text><text class="end" x="%g" y="%.1f">ribs</text>`,
			drawingLeft+columns-6, d.y+placeHigh-6, drawingLeft+columns-6, d.y+16)
	}
	y := d.lane("Place along the back", placeHigh, low, top, max(20, (top-low)/4), "mm")
	d.curve("depth", y, func(c *column) (float64, float64, bool) { return c.along[0], c.along[1], c.any })
	d.y += placeHigh + laneGap
}

// depthLane is how far out the rollers are.
func (d *drawing) depthLane() {
	low, top := float64(d.depth.Min), float64(d.depth.Max)
	if !(top > low) {
		low, top = 0, 110
	}
	y := d.lane("Depth, towards the person", depthHigh, low, top, (top-low)/2, "mm")
	d.curve("depth", y, func(c *column) (float64, float64, bool) { return c.depth[0], c.depth[1], c.any })
	d.y += depthHigh + laneGap
}

// padLane is the pad's temperature.
func (d *drawing) padLane() {
	y := d.lane("Heat pad", padHigh, 20, 45, 25, "°C")
	d.line("pad", y, func(c *column) (float64, bool) { return c.pad, c.any })
	d.y += padHigh
}

// timeAxis writes whole minutes or seconds beneath.
func (d *drawing) timeAxis(y float64) {
	step := time.Second
	for _, s := range []time.Duration{2 * time.Second, 5 * time.Second, 10 * time.Second, 30 * time.Second, time.Minute, 2 * time.Minute, 5 * time.Minute} {
		if (d.to-d.from)/step > 12 {
			step = s
		}
	}
	for at := (d.from + step - 1) / step * step; at <= d.to; at += step {
		d.add(`<path class="rule" d="M%.1f %gv6"/><text class="mid" x="%.1f" y="%g">%s</text>`, d.x(at), y-12, d.x(at), y+12, clock(at))
	}
	d.add("\n")
}

// markers are what was asked, and faults.
func (d *drawing) markers(to float64) {
	for _, m := range d.marks {
		if m.at < d.from || m.at > d.to {
			continue
		}
		class, y := "ask", 75.0
		if m.fault {
			class = "fault"
		}
		anchor := ""
		if d.x(m.at) > drawingLeft+columns*3/4 {
			anchor = " end"
		}
		d.add(`<path class="%s" d="M%.1f %gV%g"/><text class="%s%s" x="%.1f" y="%g">%s</text>`, class, d.x(m.at), y+4, to, map[bool]string{true: "fault", false: ""}[m.fault], anchor, d.x(m.at), y, html.EscapeString(m.name))
	}
	d.add("\n")
}

// clock writes a time as minutes and seconds.
func clock(t time.Duration) string {
	s := int(t.Round(time.Second) / time.Second)
	return fmt.Sprintf("%d:%02d", s/60, s%60)
}

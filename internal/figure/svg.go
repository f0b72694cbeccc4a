package figure

import (
	"encoding/xml"
	"fmt"
	"math"
	"slices"
	"strings"
	"time"
)

// Style is the look of a figure that stands alone. A page that has the tokens of its own style sheet takes this text
// as it is: the fallbacks then never count.
const Style = `.figure .line{fill:var(--ink,#1d2329);stroke:var(--ink,#1d2329);stroke-width:.9;stroke-linejoin:round}` +
	`.figure .far.line{fill:var(--soft,#5a636d);stroke:var(--soft,#5a636d);stroke-width:.76}` +
	`.figure .skin{fill:var(--skin,#fbf0e1);stroke:var(--skin,#fbf0e1);stroke-width:.36}` +
	`.figure .far.skin{fill:var(--far,#ece4d7);stroke:var(--far,#ece4d7)}` +
	`.figure .spine{fill:none;stroke:var(--ink,#1d2329);stroke-width:.35;stroke-linecap:round;stroke-linejoin:round;opacity:.55}` +
	`.figure .level{fill:#d97f5c}.figure .through{opacity:.28}.figure .face{fill:none;stroke:var(--ink,#1d2329);stroke-width:.35;stroke-linejoin:round;opacity:.55}` +
	`.figure .prop{fill:var(--paper,#faf7f2);stroke:var(--soft,#5a636d);stroke-width:.4;stroke-linejoin:round}` +
	`.figure .ground{fill:none;stroke:var(--hairline,#ddd6cb);stroke-width:.6}` +
	`.figure .step{font:600 4.6px system-ui,sans-serif;fill:var(--soft,#5a636d)}`

const (
	margin  = 3.0 // around the figure
	samples = 24  // moments of a loop that are looked at for the picture's size
	frames  = 16  // moments of a loop that moves by itself; the browser fills in between
)

// box is what a motion covers at any moment.
type box struct{ left, right, bottom, top float64 }

func (m Motion) box(o order) box {
	b := box{math.Inf(1), math.Inf(-1), 0, 0}
	if m.View.Above != 0 {
		b.bottom, b.top = math.Inf(1), math.Inf(-1)
	}
	take := func(p Pose) {
		s := p.measure(m.View, o)
		b.left, b.right = min(b.left, s.left), max(b.right, s.right)
		b.bottom, b.top = min(b.bottom, s.bottom), max(b.top, s.top)
	}
	for _, k := range m.Keys {
		take(k.Pose)
	}
	for i := range samples {
		take(m.At(m.Length() * time.Duration(i) / samples))
	}
	for _, p := range m.propLines() {
		for _, q := range p {
			b.left, b.right = min(b.left, q[0]), max(b.right, q[0])
			b.bottom, b.top = min(b.bottom, q[1]), max(b.top, q[1])
		}
	}
	b.left, b.right, b.bottom, b.top = b.left-margin, b.right+margin, b.bottom-margin, b.top+margin
	return b
}

// propLines are the outlines of the prop on paper.
func (m Motion) propLines() [][][2]float64 {
	see := func(points ...Point) [][2]float64 {
		var out [][2]float64
		for _, p := range points {
			x, y, _ := m.View.see(p)
			out = append(out, [2]float64{x, y})
		}
		return out
	}
	a := m.PropAt
	switch m.Prop {
	case Stool:
		const deep, wide, thick = 11.0, 12.0, 1.8
		leg := func(x, z float64) [][2]float64 {
			return see(a.plus(Point{x - 0.7, -thick, z}), a.plus(Point{x + 0.7, -thick, z}), Point{a.X + x + 0.5, 0, z}, Point{a.X + x - 0.5, 0, z})
		}
		return [][][2]float64{
			leg(-deep+2.5, -wide+2), leg(deep-2.5, -wide+2), leg(-deep+2.5, wide-2), leg(deep-2.5, wide-2),
			m.seat(deep, wide, thick),
		}
	case Wall:
		return [][][2]float64{see(a, a.plus(Point{Y: 96}), a.plus(Point{3, 96, 0}), a.plus(Point{X: 3}))}
	case Mat:
		if m.View.Above == 0 {
			return nil // as wide as the box: scene draws it
		}
		const halfLength, halfWidth = 44.0, 24.0
		return [][][2]float64{see(a.plus(Point{-halfLength, 0, -halfWidth}), a.plus(Point{halfLength, 0, -halfWidth}), a.plus(Point{halfLength, 0, halfWidth}), a.plus(Point{-halfLength, 0, halfWidth}))}
	}
	return nil
}

// seat is the outline of the stool's board: the box of its corners on paper.
func (m Motion) seat(deep, wide, thick float64) [][2]float64 {
	left, right, bottom, top := math.Inf(1), math.Inf(-1), math.Inf(1), math.Inf(-1)
	for _, x := range []float64{-deep, deep} {
		for _, y := range []float64{-thick, 0} {
			for _, z := range []float64{-wide, wide} {
				px, py, _ := m.View.see(m.PropAt.plus(Point{x, y, z}))
				left, right, bottom, top = min(left, px), max(right, px), min(bottom, py), max(top, py)
			}
		}
	}
	return [][2]float64{{left, bottom}, {right, bottom}, {right, top}, {left, top}}
}

// scene is all marks behind the figure.
func (m Motion) scene(b box) string {
	var out strings.Builder
	if m.View.Above == 0 && m.Prop != Mat {
		fmt.Fprintf(&out, `<path class="ground" d="M%s 0.3H%s"/>`, num(b.left), num(b.right))
	}
	if m.Prop == Mat && m.View.Above == 0 {
		fmt.Fprintf(&out, `<path class="prop" d="M%s 0H%sv1.2H%sz"/>`, num(b.left+margin/2), num(b.right-margin/2), num(b.left+margin/2))
	}
	for _, line := range m.propLines() {
		s := newSheet(m.View)
		s.closed(line, false)
		fmt.Fprintf(&out, `<path class="prop" d="%s"/>`, s.path.String())
	}
	return out.String()
}

func (m Motion) order() order { return orderOf(m.Keys[0].Pose.stand(), m.View) }

// open is the start of a picture of the box, said in words.
func (b box) open(words string) string {
	return fmt.Sprintf(`<svg xmlns="http://www.w3.org/2000/svg" class="figure" viewBox="%s %s %s %s" role="img" aria-label="%s">`,
		num(b.left), num(-b.top), num(b.right-b.left), num(b.top-b.bottom), escape(words))
}

// SVG is the picture of a moment, in a box that is the same for every moment. The empty motion has none.
func (m Motion) SVG(at time.Duration) string {
	if len(m.Keys) == 0 {
		return ""
	}
	o := m.order()
	b := m.box(o)
	var out strings.Builder
	out.WriteString(b.open(m.Words()) + m.scene(b))
	for _, k := range m.At(at).draw(m.View, o).marks {
		fmt.Fprintf(&out, `<path class="%s" d="%s"/>`, k.class, k.d)
	}
	out.WriteString("</svg>")
	return out.String()
}

// Loop is one picture that moves by itself, without a script, as often as it is shown. A page gives it only to those
// who have not asked for reduced motion; they get Strip. Names within it begin with id, which must be the picture's own
// on a page: letters, digits and hyphens.
func (m Motion) Loop(id string) string {
	if len(m.Keys) == 0 {
		return ""
	}
	o := m.order()
	b := m.box(o)
	var moments [][]mark
	for i := range frames + 1 {
		moments = append(moments, m.At(m.Length()*time.Duration(i)/frames).draw(m.View, o).marks)
	}
	var out strings.Builder
	out.WriteString(b.open(m.Words()) + m.scene(b))
	for i, k := range moments[0] {
		name := fmt.Sprintf("%s-%d", escape(id), i)
		if i > 0 && moments[0][i-1].d == k.d { // the surface over its own outline: the same path again
			fmt.Fprintf(&out, `<use class="%s" href="#%s-%d"/>`, k.class, escape(id), i-1)
			continue
		}
		fmt.Fprintf(&out, `<defs><path id="%s" d="%s"><animate attributeName="d" dur="%ss" repeatCount="indefinite" values="`, name, k.d, num(m.Length().Seconds()))
		for j, f := range moments {
			if j > 0 {
				out.WriteByte(';')
			}
			out.WriteString(f[i].d)
		}
		fmt.Fprintf(&out, `"/></path></defs><use class="%s" href="#%s"/>`, k.class, name)
	}
	out.WriteString("</svg>")
	return out.String()
}

// Strip is the key poses side by side, numbered: the picture for reduced motion and for paper.
func (m Motion) Strip() string {
	if len(m.Keys) == 0 {
		return ""
	}
	o := m.order()
	b := m.box(o)
	wide, high := b.right-b.left, b.top-b.bottom
	said := slices.DeleteFunc(slices.Clone(m.Keys), func(k Key) bool { return k.Says == "" })
	// Wide poses stand in two columns.
	columns := len(said)
	if columns > 2 && wide > high {
		columns = 2
	}
	const label = 7.0 // room for the number under a pose
	rows := (len(said) + columns - 1) / columns
	all := box{0, wide * float64(columns), -(high + label) * float64(rows), 0}
	var out strings.Builder
	out.WriteString(all.open(m.Words()))
	for i, k := range said {
		x, y := wide*float64(i%columns)-b.left, (high+label)*float64(i/columns)+b.top
		fmt.Fprintf(&out, `<g transform="translate(%s %s)">%s`, num(x), num(y), m.scene(b))
		for _, p := range k.Pose.draw(m.View, o).marks {
			fmt.Fprintf(&out, `<path class="%s" d="%s"/>`, p.class, p.d)
		}
		fmt.Fprintf(&out, `<text class="step" x="%s" y="%s" text-anchor="middle">%d</text></g>`, num(b.left+wide/2), num(5-b.bottom), i+1)
	}
	out.WriteString("</svg>")
	return out.String()
}

// Words say the key poses in order.
func (m Motion) Words() string {
	var says []string
	for _, k := range m.Keys {
		if k.Says != "" {
			says = append(says, fmt.Sprintf("%d: %s", len(says)+1, k.Says))
		}
	}
	return strings.Join(says, " ")
}

func escape(text string) string {
	var out strings.Builder
	_ = xml.EscapeText(&out, []byte(text)) // a Builder takes everything
	return out.String()
}

package programme

import (
	"strings"

	"github.com/openlumbar/lumbar/internal/diag"
)

// trials tries a programme with other values of its variables. What does not name a variable stays as it was read, and what
// does is read once for each of the values that it names.
type trials struct {
	*compiler // with every variable at its default, and without an error
	top       *diag.Reader
	file      *diag.Reader // the programme's block
	named     map[*part][]string
	read      map[*part]map[string]*reading
	readings  int
	tired     bool // there was too much to try: what was not counts as good here
}

// reading is a stroke as some values of its variables make it.
type reading struct {
	written []*written
	stroke  *written
	wrong   *diag.Diagnostic // nil: nothing
}

func newTrials(top *diag.Reader, c *compiler) *trials {
	t := &trials{compiler: c, top: top, file: c.block, named: map[*part][]string{}, read: map[*part]map[string]*reading{}}
	for _, s := range c.sections {
		for _, p := range s.parts {
			t.named[p], t.read[p] = p.named(), map[string]*reading{}
		}
	}
	return t
}

// try makes the programme with some values chosen; the rest keep their defaults. It returns the first error; nil if there is
// none, or it is tired.
func (t *trials) try(chosen map[string]string) *diag.Diagnostic {
	if t.tired = t.tired || t.readings > mostReadings; t.tired {
		return nil
	}
	for i := range t.declared {
		d := &t.declared[i]
		v := d.Variable
		if value, is := chosen[v.Name]; is {
			v.Value = value
		}
		let(t.top, &v)
	}
	t.readings++ // of what the strokes add up to
	c := &compiler{comfort: t.comfort, limits: t.limits, heat: t.heat}
	c.plan.Heat = t.plan.Heat
	var wrong *diag.Diagnostic
	note := func(f *diag.Diagnostic) {
		if f != nil && (wrong == nil || f.Line < wrong.Line || f.Line == wrong.Line && f.Column < wrong.Column) {
			wrong = f
		}
	}
	if t.heat != nil && len(t.heat.Named()) > 0 {
		note(firstError(t.top.Aside(c.warmth)))
	}
	for _, s := range t.sections {
		times := len(s.parts)
		note(firstError(t.top.Aside(func() { times = s.times() })))
		phase := Phase{Name: s.Label(0)}
		for range times {
			for _, p := range s.parts {
				r := t.reading(p, chosen)
				note(r.wrong)
				if r.stroke == nil {
					return wrong
				}
				phase.Strokes = append(phase.Strokes, r.stroke.stroke)
				c.played = append(c.played, r.stroke)
			}
		}
		c.plan.Phases = append(c.plan.Phases, phase)
	}
	note(firstError(t.top.Aside(func() { c.checkWhole(t.file) })))
	return wrong
}

// reading is a stroke with some values chosen.
func (t *trials) reading(p *part, chosen map[string]string) *reading {
	var key strings.Builder
	other := false
	for _, name := range t.named[p] {
		value, is := chosen[name]
		other = other || is
		key.WriteString(value + "\x00")
	}
	if !other {
		return &reading{p.written, p.stroke, nil}
	}
	if r := t.read[p][key.String()]; r != nil {
		return r
	}
	t.readings++
	c := &compiler{comfort: t.comfort, limits: t.limits}
	r := &reading{}
	r.wrong = firstError(t.top.Aside(func() {
		r.stroke = p.again(c)
		for _, w := range c.written {
			c.checkStroke(w)
		}
	}))
	r.written = c.written
	t.read[p][key.String()] = r
	return r
}

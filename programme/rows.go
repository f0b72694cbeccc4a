package programme

import (
	"fmt"
	"io"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/openlumbar/lumbar/technique"
)

// Row is one stroke of a plan in words, for a timeline. Texts are empty where the technique has no such thing.
type Row struct {
	Start, End time.Duration // of the massage
	Phase      string
	Technique  string
	Place      string // "L5..L1", "L5 L4 L3"
	Force      string // "24 N", per roller
	Pace       string // "22 /min", "30 mm/s"
	Detail     string // what else was asked for
	Heat       string // "40 °C" if the pad is on at any time of it
}

// Rows is the plan's timeline.
func (p *Plan) Rows() []Row {
	var rows []Row
	for step := range p.Strokes() {
		s := step.Stroke
		row := Row{
			Start: step.Start, End: step.End, Phase: step.Phase.Name, Technique: s.Kind.String(),
			Place: place(s), Pace: pace(s), Detail: detail(s),
		}
		if s.With.On() {
			row.Technique += " + " + technique.Tap.String()
		}
		if s.Force > 0 {
			row.Force = forces(s)
		}
		if h := p.Heat; h != nil && h.From < step.End && h.Until > step.Start {
			row.Heat = celsius(h.Target)
		}
		rows = append(rows, row)
	}
	return rows
}

func place(s *technique.Stroke) string {
	switch {
	case len(s.At) > 0:
		return strings.Trim(fmt.Sprint(s.At), "[]")
	case s.From.Valid() && s.To.Valid():
		return fmt.Sprintf("%v..%v", s.From, s.To)
	case s.From.Valid():
		return s.From.String()
	}
	return ""
}

// forces is a stroke's force: one, a ramp, or one for each place.
func forces(s *technique.Stroke) string {
	if len(s.Forces) == 0 {
		return newtons(s.Force)
	}
	all := make([]string, len(s.Forces))
	for i, f := range s.Forces {
		all[i] = fmt.Sprintf("%.3g", float64(f.Force))
	}
	if len(s.At) == 0 {
		return strings.Join(all, "..") + " N"
	}
	return strings.Join(all, " ") + " N"
}

// holds is how long a stroke is held: once, or for each place.
func holds(s *technique.Stroke) string {
	if len(s.Holds) == 0 {
		return Spoken(s.Hold)
	}
	all := make([]string, len(s.Holds))
	for i, d := range s.Holds {
		all[i] = Spoken(d)
	}
	return strings.Join(all, ", ")
}

func pace(s *technique.Stroke) string {
	switch {
	case s.Rate > 0:
		return perMinute(s.Rate)
	case s.Speed > 0:
		return mmPerSecond(s.Speed)
	}
	return ""
}

// detail tells what is left: the fields that are not zero, whatever the technique.
func detail(s *technique.Stroke) string {
	var d []string
	add := func(is bool, format string, args ...any) {
		if is {
			d = append(d, fmt.Sprintf(format, args...))
		}
	}
	add(s.Recline > 0, "to %s", angle(s.Recline))
	add(s.Hold > 0, "hold %s", holds(s))
	add(s.Ease > 0, "ease %s", Spoken(s.Ease))
	add(s.Repeat > 1, "%d times", s.Repeat)
	add(s.Rate > 0 && s.Speed > 0, "sweep %s", mmPerSecond(s.Speed))
	add(s.Width > 0, "%s wide", millimetres(s.Width))
	add(s.Out, "outwards")
	add(s.Both, "together")
	add(s.Side != technique.BothSides, "%v side", s.Side)
	add(s.Gentle, "gently")
	add(s.With.On(), "tap %s, %s", perMinute(s.With.Rate), newtons(s.With.Force))
	add(s.With.On() && s.With.Both, "together")
	add(s.With.On() && s.With.Side != technique.BothSides, "%v side", s.With.Side)
	return strings.Join(d, ", ")
}

// Table writes the plan's timeline as a table of text. The error is the writer's.
func Table(w io.Writer, p *Plan) error {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(t, "from\tto\tphase\ttechnique\tplace\tforce\tpace\theat\t")
	for _, r := range p.Rows() {
		fmt.Fprintf(t, "%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\n",
			clock(r.Start), clock(r.End), r.Phase, r.Technique, r.Place, r.Force, r.Pace, r.Heat, r.Detail)
	}
	return t.Flush()
}

package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"strings"
	"time"

	"github.com/openlumbar/lumbar/internal/latency"
	"github.com/openlumbar/lumbar/internal/realtime"
)

// measured is what lumbar latency has to tell.
type measured struct {
	Hz          float64
	Period      time.Duration
	Chair       string
	Cores       int
	Load        bool
	Viewers     int
	Collections uint32 // of garbage in this process meanwhile
	Granted     realtime.Report
	reading     reading
}

// tell prints the result.
func (m *measured) tell(a *app, asJSON bool) error {
	if asJSON {
		text, err := json.MarshalIndent(m.record(), "", "  ")
		if err != nil {
			return err
		}
		_, err = a.out.Write(append(text, '\n'))
		return err
	}
	text := &bytes.Buffer{}
	for _, line := range append(m.lines(style(a.out).Colour), m.footing()...) {
		fmt.Fprintln(text, line)
	}
	_, err := a.out.Write(text.Bytes())
	return err
}

// quantiles is what is told of a histogram, beside its greatest.
var quantiles = [...]float64{0.5, 0.9, 0.99, 0.999}

// lines is the figures and the two histograms, at most usualCols wide.
func (m *measured) lines(colour bool) []string {
	paint := func(l look, text string) string {
		if !colour {
			return text
		}
		return l.paint(text)
	}
	r := &m.reading
	busy := "the machine as it is"
	switch {
	case m.Load && m.Viewers > 0:
		busy = fmt.Sprintf("%d cores kept busy, %d viewers", m.Cores, m.Viewers)
	case m.Load:
		busy = fmt.Sprintf("%d cores kept busy", m.Cores)
	case m.Viewers > 0:
		busy = fmt.Sprintf("%d viewers", m.Viewers)
	}
	out := []string{
		paint(strong, fmt.Sprintf("Control loop at %g Hz: %s ticks, %s missed", m.Hz, thousands(r.all.Count()), thousands(r.missed))),
		paint(soft, fmt.Sprintf("simulated chair %s, %d cores, %s", m.Chair, m.Cores, busy)), "",
		paint(soft, fmt.Sprintf("%-22s%10s%10s%10s%10s%10s", "", "p50", "p90", "p99", "p99.9", "max")),
	}
	for _, row := range []struct {
		name string
		h    *latency.Histogram
	}{{"woken late", &r.late}, {"tick", &r.work}, {"simulated chair", &r.chair}, {"due until done", &r.all}} {
		line := fmt.Sprintf("%-22s", row.name)
		for _, q := range quantiles {
			line += fmt.Sprintf("%10s", brief(row.h.Quantile(q)))
		}
		out = append(out, line+fmt.Sprintf("%10s", brief(row.h.Max())))
	}
	out = append(out, "", paint(soft, fmt.Sprintf("%-12s%-34s%s", "", "woken late", "due until done")))
	late, all := steps(&r.late), steps(&r.all)
	first, last := len(edges), 0
	for i := range edges {
		if late[i]+all[i] > 0 {
			first, last = min(first, i), i
		}
	}
	for i := first; i <= last; i++ {
		l := calm
		if edges[i] > m.Period {
			l = alarm
		}
		line := fmt.Sprintf("%10s  ", label(i))
		for side, n := range []uint64{late[i], all[i]} {
			most := max(r.late.Count(), 1)
			b := bar(n, most)
			line += fmt.Sprintf("%10s ", dash(n)) + paint(l, b)
			if side == 0 {
				line += strings.Repeat(" ", barCells+1-cells(b))
			}
		}
		out = append(out, strings.TrimRight(line, " "))
	}
	return append(out, paint(soft, fmt.Sprintf("%12sbars are logarithmic; a full one is every tick", "")))
}

// footing is what is said once, beneath.
func (m *measured) footing() []string {
	out := []string{"", fmt.Sprintf("garbage collections in this process meanwhile: %d", m.Collections)}
	for _, g := range m.Granted.Grants() {
		word := "granted"
		if !g.Granted {
			word = "without"
		}
		out = append(out, fold(fmt.Sprintf("%-22s%s: %s", g.What, word, g.Detail), 24)...)
		if g.Allow != "" {
			out = append(out, fold(fmt.Sprintf("%-22sto allow it: %s", "", g.Allow), 24)...)
		}
	}
	return out
}

// edges is the upper ends of the histogram's rows: 1, 2, 5, 10 ..., from 1 µs to 1 s and whatever is more.
var edges = func() []time.Duration {
	var e []time.Duration
	for d := time.Microsecond; d < time.Second; d *= 10 {
		e = append(e, d, 2*d, 5*d)
	}
	return append(e, time.Second, math.MaxInt64)
}()

// steps counts by edges. A span that lies across an edge counts where it begins.
func steps(h *latency.Histogram) []uint64 {
	out := make([]uint64, len(edges))
	i := 0
	for span, n := range h.All() {
		for span.Least >= edges[i] && i < len(edges)-1 {
			i++
		}
		out[i] += n
	}
	return out
}

// label names a row of the histogram.
func label(i int) string {
	if i == len(edges)-1 {
		return "more"
	}
	return "< " + inUnits(edges[i])
}

// barCells is the length of a full bar.
const barCells = 22

// bar is logarithmic, so that one late tick among a million shows: its length is that of log(1+n) against log(1+most).
func bar(n, most uint64) string {
	const eighths = " ▏▎▍▌▋▊▉"
	if n == 0 {
		return ""
	}
	length := int(math.Round(8 * barCells * math.Log1p(float64(n)) / math.Log1p(float64(most))))
	length = max(1, min(length, 8*barCells))
	b := strings.Repeat("█", length/8)
	if length%8 > 0 {
		b += string([]rune(eighths)[length%8])
	}
	return b
}

// dash writes a count, and none as a dot.
func dash(n uint64) string {
	if n == 0 {
		return "·"
	}
	return thousands(n)
}

// thousands writes a count with commas.
func thousands(n uint64) string {
	s := fmt.Sprint(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

// scales is the units in which durations are written.
var scales = [...]struct {
	unit time.Duration
	name string
}{{time.Second, "s"}, {time.Millisecond, "ms"}, {time.Microsecond, "µs"}}

// brief writes a duration with three digits.
func brief(d time.Duration) string {
	for _, s := range scales {
		if x := float64(d) / float64(s.unit); x >= 0.9995 {
			return fmt.Sprintf("%.*f %s", max(0, 2-int(math.Floor(math.Log10(x*1.0005)))), x, s.name)
		}
	}
	return fmt.Sprintf("%d ns", d)
}

// inUnits writes an edge.
func inUnits(d time.Duration) string {
	for _, s := range scales {
		if d >= s.unit {
			return fmt.Sprintf("%d %s", d/s.unit, s.name)
		}
	}
	return d.String()
}

// fold breaks a text at spaces to fit usualCols; lines after the first begin at the column indent.
func fold(text string, indent int) (lines []string) {
	for cells(text) > usualCols {
		r := []rune(text)
		at := usualCols
		for at > indent+1 && r[at] != ' ' {
			at--
		}
		if at == indent+1 {
			break // a word that is longer than a line
		}
		lines = append(lines, string(r[:at]))
		text = strings.Repeat(" ", indent) + string(r[at+1:])
	}
	return append(lines, text)
}

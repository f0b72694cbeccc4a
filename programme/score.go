package programme

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/openlumbar/lumbar/body"
	"github.com/openlumbar/lumbar/technique"
)

// NarrowestScore is the least width of a score, in characters; narrower ones are drawn as wide as this.
const NarrowestScore = 40

// margin is the width of what stands left of the staff.
const margin = 5

// Score draws a plan like music, in plain characters of width columns: the levels are the staff, S1 the lowest
// line, and time runs to the right. A glide is a slant, kneading a wave, a press a wedge, tapping dots; a
// stretch is a bracket over the staff. Beneath stand the force in newtons, heat, and minutes. Blanks at the
// ends of lines are left out. An empty plan has no score.
func Score(p *Plan, width int) []string {
	total := p.Duration()
	if total <= 0 {
		return nil
	}
	s := newSheet(total, max(width, NarrowestScore)-margin)
	for step := range p.Strokes() {
		if step.Stroke == &step.Phase.Strokes[0] {
			s.bar(step)
		}
		s.stroke(step)
	}
	s.warmth(p.Heat)
	s.minutes()
	return s.lines()
}

// sheet is a score being drawn. Each row is cols characters.
type sheet struct {
	total time.Duration
	cols  int
	staff [body.LevelEnd][]byte
	marks []byte // phases
	over  []byte // brackets
	force []byte
	heat  []byte
	time  []byte
}

func newSheet(total time.Duration, cols int) *sheet {
	row := func(fill string) []byte { return []byte(strings.Repeat(fill, cols)) }
	s := &sheet{total: total, cols: cols, marks: row(" "), over: row(" "), force: row(" "), heat: row(" "), time: row(" ")}
	for l := range s.staff {
		s.staff[l] = row("-")
	}
	return s
}

// col is the column of a moment.
func (s *sheet) col(at time.Duration) int {
	return min(s.cols-1, int(float64(s.cols)*at.Seconds()/s.total.Seconds()))
}

// span is the columns of a stroke, the last one included; at least one.
func (s *sheet) span(step Step) (first, last int) {
	first = s.col(step.Start)
	return first, max(first, s.col(step.End-time.Millisecond))
}

// write puts text into a row if it is free there, with a blank on either side.
func write(row []byte, at int, text string) {
	end := at + len(text)
	if end > len(row) || strings.TrimSpace(string(row[max(0, at-1):min(len(row), end+1)])) != "" {
		return
	}
	copy(row[at:], text)
}

// bar marks where a phase begins.
func (s *sheet) bar(step Step) {
	at := s.col(step.Start)
	write(s.marks, at, step.Phase.Name)
	for l := body.S1; l < body.LevelEnd; l++ {
		s.staff[l][at] = '|'
	}
}

func (s *sheet) stroke(step Step) {
	first, last := s.span(step)
	k := step.Stroke
	if k.Force > 0 {
		write(s.force, first, strconv.Itoa(int(math.Round(float64(k.Force)))))
	}
	if k.With.On() { // beneath what it goes along with
		s.dots(k, first, last)
	}
	switch k.Kind {
	case technique.Glide:
		s.slant(k, first, last)
	case technique.Knead:
		s.wave(k, first, last)
	case technique.Tap:
		s.dots(k, first, last)
	case technique.Press:
		s.wedges(k, first, last)
	case technique.Stretch:
		s.brackets(k, first, last)
	default:
		for _, l := range k.Covers() {
			s.fill(l, first, last, '.')
		}
	}
}

func (s *sheet) fill(l body.Level, first, last int, c byte) {
	for x := first; x <= last; x++ {
		s.staff[l][x] = c
	}
}

// slant is one line from the first level to the last, however often the rollers go there and back.
func (s *sheet) slant(k *technique.Stroke, first, last int) {
	c := byte('/')
	if k.To < k.From {
		c = '\\'
	}
	low, rows := min(k.From, k.To), float64(max(k.From, k.To)-min(k.From, k.To))
	step := rows / float64(last-first+1)
	for x := first; x <= last; x++ {
		// Where the line is steeper than the characters, a column holds several.
		from := math.Round(step * float64(x-first))
		to := max(from, math.Round(step*float64(x-first+1))-1)
		if x == last {
			to = rows
		}
		for y := from; y <= to; y++ {
			l := low + body.Level(y)
			if k.To < k.From {
				l = low + body.Level(rows-y)
			}
			s.staff[l][x] = c
		}
	}
}

// wave goes from level to level and back, a column each.
func (s *sheet) wave(k *technique.Stroke, first, last int) {
	low, rows := min(k.From, k.To), int(max(k.From, k.To)-min(k.From, k.To))
	for x := first; x <= last; x++ {
		y := (x - first) % (2 * max(1, rows))
		y = min(y, 2*rows-y)
		if k.To < k.From {
			y = rows - y
		}
		s.staff[low+body.Level(y)][x] = '~'
	}
}

// dots fill the range.
func (s *sheet) dots(k *technique.Stroke, first, last int) {
	for _, l := range k.Covers() {
		s.fill(l, first, last, ':')
	}
}

// wedges swell and ebb at each place in turn.
func (s *sheet) wedges(k *technique.Stroke, first, last int) {
	parts(first, last, len(k.At), func(i, a, b int) {
		s.fill(k.At[i], a, b, '=')
		if b > a {
			s.staff[k.At[i]][a], s.staff[k.At[i]][b] = '<', '>'
		}
	})
}

// brackets lie over the staff, one a stretch.
func (s *sheet) brackets(k *technique.Stroke, first, last int) {
	parts(first, last, k.Repeat, func(_, a, b int) {
		for x := a; x <= b; x++ {
			s.over[x] = '_'
		}
		s.over[a], s.over[b] = '[', ']'
	})
}

// parts divides columns into n parts and visits each: its number, first and last column.
func parts(first, last, n int, visit func(i, a, b int)) {
	width := float64(last-first+1) / float64(n)
	for i := range n {
		a := first + int(width*float64(i))
		visit(i, a, max(a, first+int(width*float64(i+1))-1))
	}
}

func (s *sheet) warmth(h *Heat) {
	if h == nil || h.From >= s.total {
		return
	}
	for x := s.col(h.From); x <= s.col(h.Until-time.Millisecond); x++ {
		s.heat[x] = '^'
	}
	copy(s.heat[s.col(h.From):], fmt.Sprintf("%.0f", float64(h.Target)))
}

// minutes writes the time wherever there is room.
func (s *sheet) minutes() {
	for m := 0; time.Duration(m)*time.Minute < s.total; m++ {
		write(s.time, s.col(time.Duration(m)*time.Minute), strconv.Itoa(m))
	}
}

func (s *sheet) lines() []string {
	var out []string
	add := func(label string, row []byte) {
		if text := strings.TrimRight(string(row), " "); text != "" {
			out = append(out, fmt.Sprintf("%-*s%s", margin, label, text))
		}
	}
	add("", s.marks)
	add("", s.over)
	for l := body.T12; l >= body.S1; l-- {
		add(l.String(), s.staff[l])
	}
	add("N", s.force)
	add("°C", s.heat)
	add("min", s.time)
	return out
}

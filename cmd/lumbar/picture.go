package main

import (
	"math"
	"strings"

	"github.com/openlumbar/lumbar/body"
	"github.com/openlumbar/lumbar/internal/wire"
	"github.com/openlumbar/lumbar/programme"
)

// The picture is the score and, in the same rows, the back: the staff lines are the levels of the spine.

// The back's drawing. It is a sketch: its outline is nobody's, its rollers are where the chair says.
const (
	halfBack  = 12   // cells from the spine to the edge of the drawing
	mmPerCell = 15.0 // across
	gutter    = 3    // cells between score and back
	labels    = 5    // cells of the names of the staff, left of the score
)

// outline is half the width of the sketched back, in mm, from the top of the drawing down; it begins five rows above
// L3, the waist.
var outline = [...]float64{166, 160, 153, 146, 140, 137, 140, 150, 162, 171, 176, 178, 178, 176}

// aboveWaist is how many rows of the outline lie above L3.
const aboveWaist = 5

// picture draws score and back side by side; the back alone where there is not room for both.
func (s *screen) picture() []string {
	backWidth := 2*halfBack + 1
	width := s.width - backWidth - gutter
	score := programme.Score(s.plan, max(width, programme.NarrowestScore))
	top := 0 // the row of T12
	for i, line := range score {
		if strings.HasPrefix(line, body.T12.String()) {
			top = i
		}
	}
	backRows := back(s.shot, len(score), top)
	playhead := -1
	if s.shot.Stage == wire.Massage {
		cols := max(width, programme.NarrowestScore) - labels
		playhead = labels + min(cols-1, int(s.shot.Progress*float64(cols)))
	}
	out := make([]string, len(score))
	for i, line := range score {
		row := []rune(line)
		if width < programme.NarrowestScore {
			name := strings.Repeat(" ", labels)
			if i >= top && i <= top+int(body.T12-body.S1) {
				name = string(row[:labels])
			}
			out[i] = soft.paint(name) + backRows[i]
			continue
		}
		row = append(row, []rune(strings.Repeat(" ", width-len(row)+gutter))...)
		out[i] = paintScore(row, playhead) + backRows[i]
	}
	return out
}

// paintScore gives a row of the score its looks: what is played grows quiet, the playhead stands out.
func paintScore(row []rune, playhead int) string {
	warmth := strings.HasPrefix(string(row), "°C")
	var b strings.Builder
	var run []rune
	last := ink
	flush := func() {
		b.WriteString(last.paint(string(run)))
		run = run[:0]
	}
	for i, c := range row {
		l := ink
		switch {
		case i == playhead:
			l = head
		case i < labels, i < playhead, c == '-', c == '|':
			l = soft
		case warmth && c != ' ':
			l = warm
		case strings.ContainsRune(`~/\=<>:._[]`, c):
			l = calm
		}
		if l != last {
			flush()
			last = l
		}
		run = append(run, c)
	}
	flush()
	return b.String()
}

// back draws the sketched back with the rollers on it, rows high, T12 in row top.
func back(s *wire.Snapshot, rows, top int) []string {
	waist := top + int(body.T12-body.L3)
	out := make([]string, rows)
	for row := range out {
		line := []rune(strings.Repeat(" ", 2*halfBack+1))
		looks := make([]look, len(line))
		put := func(at int, c rune, l look) {
			if at = at + halfBack; at >= 0 && at < len(line) {
				line[at], looks[at] = c, l
			}
		}
		i := min(max(row-waist+aboveWaist, 1), len(outline)-1)
		half, above := edge(i), edge(i-1)
		left, right := '│', '│'
		switch {
		case half > above:
			left, right = '╱', '╲'
		case half < above:
			left, right = '╲', '╱'
		}
		put(-half, left, soft)
		put(half, right, soft)
		put(0, '┊', soft)
		for side, r := range s.Rollers {
			c := roller(row, height(s, r.AlongMM, top))
			if c == ' ' {
				continue
			}
			l := soft
			if r.ForceN > touches {
				l = pressure(r.ForceN / math.Max(s.LimitN, 1))
			}
			at := max(2, int(math.Round(math.Abs(r.LateralMM)/mmPerCell)))
			for d := -1; d <= 1; d++ {
				put((2*side-1)*at+d, c, l)
			}
		}
		out[row] = paintEach(line, looks)
	}
	return out
}

// touches is the force, in N, from which a roller is drawn as touching: well above the noise of a cell.
const touches = 2

func edge(i int) int { return int(math.Round(outline[i] / mmPerCell)) }

// Where S1 and T12 are drawn before the scan has found them, in mm: those of an average man on the reference chair.
const usualS1, usualT12 = 110.0, 330.0

// height is the row, with its fraction, of a place along the back.
func height(s *wire.Snapshot, along float64, top int) float64 {
	const steps = int(body.T12 - body.S1)
	at := make([]float64, steps+1) // of the levels, S1 first
	for i := range at {
		at[i] = usualS1 + (usualT12-usualS1)*float64(i)/float64(steps)
		if len(s.Levels) == len(at) {
			at[i] = s.Levels[i].AlongMM
		}
	}
	i := 0
	for i < steps-1 && along > at[i+1] {
		i++
	}
	return float64(top+steps-i) - (along-at[i])/(at[i+1]-at[i])
}

// roller is what a roller one row high, centred at the given height, shows in a row: moving by half rows.
func roller(row int, height float64) rune {
	switch half := int(math.Round(2*height)) - 2*row; half {
	case 0:
		return '█'
	case 1:
		return '▄'
	case -1:
		return '▀'
	}
	return ' '
}

func paintEach(line []rune, looks []look) string {
	var b strings.Builder
	for from := 0; from < len(line); {
		to := from + 1
		for to < len(line) && looks[to] == looks[from] {
			to++
		}
		b.WriteString(looks[from].paint(string(line[from:to])))
		from = to
	}
	return strings.TrimRight(b.String(), " ")
}

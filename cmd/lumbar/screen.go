package main

import (
	"fmt"
	"math"
	"strings"
	"unicode/utf8"

	"github.com/openlumbar/lumbar/internal/web"
	"github.com/openlumbar/lumbar/internal/wire"
	"github.com/openlumbar/lumbar/programme"
)

// screen is one picture of the live view: what is going on, the score with its playhead beside the back with its
// rollers, the figures, and the keys.
type screen struct {
	shot          *wire.Snapshot
	plan          *programme.Plan
	words         web.Words
	width, height int // cells
	said          string
}

// The size of a terminal that does not tell its own, and the widest picture worth drawing, in cells.
const (
	usualCols, usualRows = 80, 24
	mostCols             = 120
)

// look is how text looks, as the parameters of a terminal's "select graphic rendition". The colours are legible on
// light and on dark ground alike, 3 to 1 on both, as a terminal seldom says which it has.
type look string

const (
	ink     look = ""
	strong  look = "1"
	soft    look = "38;2;125;134;143"
	calm    look = "38;2;42;143;136"
	warm    look = "38;2;192;122;20"
	alarm   look = "1;38;2;206;58;58"
	stopKey look = "1;38;2;255;255;255;48;2;196;22;28"
	banner  look = "1;38;2;255;255;255;48;2;140;88;16"
	head    look = "7" // the playhead
)

// ramp is the pressure ramp, from light to hard.
var ramp = [...]look{"38;2;196;128;79", "38;2;204;106;72", "38;2;201;80;63", "38;2;194;58;58"}

// pressure is the look of a share of the force allowed.
func pressure(share float64) look {
	i := int(math.Max(0, math.Min(share, 1)) * float64(len(ramp)))
	return ramp[min(i, len(ramp)-1)]
}

func (l look) paint(text string) string {
	if l == ink || text == "" {
		return text
	}
	return "\x1b[" + string(l) + "m" + text + "\x1b[0m"
}

// draw is the whole picture. It fits: blank lines go first, then the picture from its bottom up; who sits there, what is
// going on, and STOP, stay to the last.
func (s *screen) draw() string {
	if s.width <= 0 || s.height <= 0 {
		s.width, s.height = usualCols, usualRows
	}
	s.width = min(s.width, mostCols)
	top, middle := s.heading(), s.picture()
	bottom := append(append([]string{""}, s.figures()...), "", s.keys())
	if len(top)+1+len(middle)+len(bottom) <= s.height {
		top = append(top, "")
	} else {
		top, bottom = nonBlank(top), nonBlank(bottom)
		middle = middle[:max(0, min(len(middle), s.height-len(top)-len(bottom)))]
		bottom = bottom[max(0, len(bottom)-max(1, s.height-len(top))):]
	}
	lines := append(append(top, middle...), bottom...)
	return strings.Join(lines[max(0, len(lines)-s.height):], "\n")
}

func nonBlank(lines []string) (out []string) {
	for _, l := range lines {
		if l != "" {
			out = append(out, l)
		}
	}
	return out
}

// heading says who sits where, what is given, and where it stands.
func (s *screen) heading() []string {
	who := " " + s.shot.Chair
	if s.shot.Body != "" { // of a chair elsewhere nobody says who sits there
		who += ", " + s.shot.Body
	}
	if s.shot.Pace > 1 {
		who += fmt.Sprintf(", %g× real time", s.shot.Pace)
	}
	first := soft.paint(who)
	if s.shot.Simulated {
		first = banner.paint(" SIMULATION ") + first
	}
	left := clock(s.shot.LeftS) + " left"
	what := "   " + doing(s.shot)
	if s.shot.Stage == wire.Done {
		left, what = "", "   "+s.words.Outcomes[s.shot.Outcome].Title
	} else if s.shot.Stage != wire.Massage && s.shot.Progress > 0 {
		what += fmt.Sprintf(" %.0f %%", 100*s.shot.Progress)
	}
	what = cut(what, max(0, s.width-cells(s.shot.Title)-1-cells(left))) // the time that is left stays
	gap := s.width - cells(s.shot.Title) - cells(what) - cells(left)
	return []string{first, "", strong.paint(s.shot.Title) + calm.paint(what) + strings.Repeat(" ", max(1, gap)) + left}
}

// figures is force, posture and warmth, and what is worth saying.
func (s *screen) figures() []string {
	f, most := force(s.shot), math.Max(s.shot.LimitN, 1)
	heat := "off"
	if s.shot.HeatOn {
		heat = fmt.Sprintf("%.0f °C", s.shot.PadC)
	}
	intensity := "as planned"
	switch n := s.shot.Intensity; {
	case n > 0:
		intensity = fmt.Sprintf("%d stronger", n)
	case n < 0:
		intensity = fmt.Sprintf("%d softer", -n)
	}
	figure, apart := fmt.Sprintf("%3.0f N of %.0f allowed here", f, s.shot.LimitN), "   "
	long := mostForceBar
	if s.width < cells("force ")+long+1+cells(figure) { // the figure and its limit stay, the bar gives way
		figure, apart = fmt.Sprintf("%.0f N of %.0f", f, s.shot.LimitN), " "
		long = min(long, max(0, s.width-cells("force ")-1-cells(figure)))
	}
	full := int(math.Round(math.Min(f/most, 1) * float64(long)))
	bar := pressure(f/most).paint(strings.Repeat("━", full)) + soft.paint(strings.Repeat("─", long-full))
	return append([]string{
		fmt.Sprintf("force %s %s", bar, figure),
		soft.paint("recline ") + fmt.Sprintf("%.0f°", s.shot.ReclineDeg) + soft.paint(apart+"warmth ") + heat + soft.paint(apart+"intensity ") + intensity,
	}, s.news()...)
}

// mostForceBar is how long the bar of the force is where there is room, in cells.
const mostForceBar = 24

// news is what is worth saying now, in one line, or two for a fault.
func (s *screen) news() []string {
	text, l := s.words.Stages[string(s.shot.Stage)].Text, soft
	switch f := s.shot.Fault; {
	case f != nil:
		return []string{alarm.paint(cut("FAULT: "+f.Title, s.width)), cut(f.Does, s.width)}
	case s.shot.Rising:
		text, l = s.words.Up["held"]+".", calm
	case s.shot.Stop != wire.StopNone:
		text, l = "STOP: "+s.words.Stop[string(s.shot.Stop)], alarm
	case s.said != "":
		text, l = s.said, alarm
	case s.shot.Who == wire.WhoDifferent:
		text, l = s.words.Known["who"]+" m "+lower(s.words.Known["mine"])+", o "+lower(s.words.Known["other"])+". Gentle until then.", strong
	case s.shot.Paused:
		text = s.words.Labels["pausedText"]
	case s.shot.Stage == wire.Massage:
		text = s.words.Techniques[s.shot.Technique].Text
	}
	return []string{l.paint(cut(text, s.width))}
}

// keys is what can be pressed now.
func (s *screen) keys() string {
	if s.shot.Stage == wire.Done {
		return stopKey.paint(" SPACE  STOP ") + cut("  hold u until you sit  q leave", s.width-13)
	}
	rest := "  p pause"
	if s.shot.Paused {
		rest = "  r go on"
	}
	if s.shot.Stage == wire.Firmness {
		rest = "  e enough" + rest
	}
	rest += "  + stronger  - softer  n next  f finish gently"
	return stopKey.paint(" SPACE  STOP ") + cut(rest, s.width-13)
}

// lower begins a text within a sentence.
func lower(text string) string { return strings.ToLower(text[:1]) + text[1:] }

func force(s *wire.Snapshot) float64 { return math.Max(s.Rollers[0].ForceN, s.Rollers[1].ForceN) }

// cells is the width of a text whose characters are one cell each.
func cells(text string) int { return utf8.RuneCountInString(text) }

// cut ends a text where the screen does.
func cut(text string, width int) string {
	if r := []rune(text); len(r) > width {
		return string(r[:max(0, width-1)]) + "…"
	}
	return text
}

package main

import (
	"context"
	"fmt"
	"math"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"github.com/openlumbar/lumbar/internal/engine"
	"github.com/openlumbar/lumbar/internal/wire"
)

// live is the terminal's view of a session: the back as rows of levels, the rollers on it, force as a bar.
type live struct {
	ctx    context.Context
	engine *engine.Engine
	shot   wire.Snapshot
	width  int
	asked  string
	gone   bool
}

// every is how often the view looks.
const every = 100 * time.Millisecond

type lookMsg struct {
	shot wire.Snapshot
	text string
	err  error
}

func (l live) look(verb wire.Verb) tea.Cmd {
	return func() tea.Msg {
		reply, err := l.engine.Do(l.ctx, wire.Request{V: wire.Version, Verb: verb, By: "keyboard"})
		return lookMsg{reply.Snapshot, reply.Error, err}
	}
}

// Init starts looking.
func (l live) Init() tea.Cmd { return l.look(wire.Look) }

// keys is what each key asks for; everything that might be hit in a hurry stops.
var keys = map[string]wire.Verb{
	"space": wire.Stop, "enter": wire.Stop, "esc": wire.Stop, "ctrl+c": wire.Stop, "s": wire.Stop, "q": wire.Stop,
	"p": wire.Pause, "r": wire.Resume, "+": wire.Stronger, "=": wire.Stronger, "-": wire.Softer,
	"n": wire.Skip, "f": wire.Finish,
}

// Update takes a key or a snapshot.
func (l live) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	switch m := msg.(type) {
	case tea.WindowSizeMsg:
		l.width = m.Width
	case tea.KeyPressMsg:
		if verb, ok := keys[m.String()]; ok {
			l.asked = string(verb)
			return l, l.look(verb)
		}
	case lookMsg:
		if m.err != nil {
			l.gone = true
			return l, tea.Quit
		}
		l.shot = m.shot
		if m.text != "" {
			l.asked = m.text
		}
		if m.shot.Stage == wire.Done {
			l.gone = true
			return l, tea.Quit
		}
		return l, tea.Tick(every, func(time.Time) tea.Msg { return tickMsg{} })
	case tickMsg:
		return l, l.look(wire.Look)
	}
	return l, nil
}

type tickMsg struct{}

// View draws the session.
func (l live) View() tea.View {
	if l.gone {
		return tea.NewView("")
	}
	return tea.NewView(draw(&l.shot, max(l.width, 60), l.asked))
}

const (
	bold, dim, plainly = "\x1b[1m", "\x1b[2m", "\x1b[0m"
	red, amber, teal   = "\x1b[31m", "\x1b[33m", "\x1b[36m"
)

// draw is the whole view as text.
func draw(s *wire.Snapshot, width int, asked string) string {
	var b strings.Builder
	if s.Simulated {
		fmt.Fprintf(&b, "%s SIMULATION %s %s, %s\n\n", amber, plainly, s.Chair, s.Body)
	}
	what := string(s.Stage)
	if s.Stage == wire.Massage {
		what = fmt.Sprintf("%s · %s", s.Phase, s.Technique)
		if s.Paused {
			what += " · paused"
		}
	}
	fmt.Fprintf(&b, "%s%s%s   %s%s%s\n", bold, s.Title, plainly, teal, what, plainly)
	fmt.Fprintf(&b, "%s  %s left\n\n", bar(s.Progress, 30), clock(s.LeftS))
	b.WriteString(back(s, width))
	fmt.Fprintf(&b, "\nforce  %s %4.0f N of %.0f\n", bar(force(s)/math.Max(s.LimitN, 1), 30), force(s), s.LimitN)
	heat := dim + "off" + plainly
	if s.HeatOn {
		heat = fmt.Sprintf("%s%.0f °C%s", amber, s.PadC, plainly)
	}
	fmt.Fprintf(&b, "heat %s   recline %.0f°   intensity %+d   %s\n", heat, s.ReclineDeg, s.Intensity, dim+asked+plainly)
	if s.Fault != nil {
		fmt.Fprintf(&b, "\n%s%s%s\n%s %s\n", red, s.Fault.Title, plainly, s.Fault.Text, s.Fault.Does)
	}
	fmt.Fprintf(&b, "\n%s%sSPACE  STOP%s   p pause  r resume  + stronger  - softer  n next  f finish gently\n", bold, red, plainly)
	return b.String()
}

func force(s *wire.Snapshot) float64 { return math.Max(s.Rollers[0].ForceN, s.Rollers[1].ForceN) }

// back draws the levels from the top down with the rollers beside the spine.
func back(s *wire.Snapshot, width int) string {
	const rows = 13
	lo, hi := 40.0, 420.0
	if n := len(s.Levels); n > 1 {
		lo, hi = s.Levels[0].AlongMM-20, s.Levels[n-1].AlongMM+20
	}
	scale := (hi - lo) / (rows - 1)
	var b strings.Builder
	for row := rows - 1; row >= 0; row-- {
		at := lo + float64(row)*scale
		name := "   "
		for _, l := range s.Levels {
			if math.Abs(l.AlongMM-at) <= scale/2 {
				name = fmt.Sprintf("%-3s", l.Name)
			}
		}
		line := []rune(strings.Repeat(" ", 29))
		line[14] = '┊'
		for i, r := range s.Rollers {
			if math.Abs(r.AlongMM-at) > scale/2 {
				continue
			}
			mark := '○'
			if r.ForceN > 2 {
				mark = '●'
			}
			line[14+(2*i-1)*max(1, min(13, int(math.Abs(r.LateralMM)/6)))] = mark
		}
		fmt.Fprintf(&b, "  %s%s%s %s\n", dim, name, plainly, string(line))
	}
	return b.String()
}

func bar(share float64, width int) string {
	n := int(math.Round(math.Max(0, math.Min(1, share)) * float64(width)))
	return teal + strings.Repeat("━", n) + plainly + dim + strings.Repeat("─", width-n) + plainly
}

func clock(seconds float64) string {
	s := int(math.Round(seconds))
	return fmt.Sprintf("%d:%02d", s/60, s%60)
}

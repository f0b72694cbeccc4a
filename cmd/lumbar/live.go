package main

import (
	"context"
	"time"

	tea "charm.land/bubbletea/v2"

	"github.com/openlumbar/lumbar/internal/engine"
	"github.com/openlumbar/lumbar/internal/web"
	"github.com/openlumbar/lumbar/internal/wire"
	"github.com/openlumbar/lumbar/programme"
)

// live is the terminal's view of a session: it looks, draws, and passes on what keys ask for.
type live struct {
	engine *engine.Engine
	plan   *programme.Plan
	by     string // the name that owns the session
	shot   wire.Snapshot
	seen   bool // shot holds something
	width  int  // cells; 0 is not known
	height int
	said   string // what was refused, or could not be done
	alone  int    // looks since the session's end, or the last key after it
	gone   bool
}

// lookEvery is how often the view looks: movements of 30 mm/s and less step by 3 mm.
const lookEvery = 100 * time.Millisecond

// alones is how many looks the view stays after a session for somebody to come up, 10 s: a script in a terminal must
// end, too. Each key begins them anew.
const alones = 100

type (
	lookMsg struct {
		shot wire.Snapshot
		text string // why the request was refused
		err  error
	}
	tickMsg struct{}
)

func (l live) ask(verb wire.Verb) tea.Cmd {
	return func() tea.Msg {
		reply, err := l.engine.Do(context.Background(), wire.Request{V: wire.Version, Verb: verb, By: l.by})
		return lookMsg{reply.Snapshot, reply.Error, err}
	}
}

// again looks a little later.
func again() tea.Cmd { return tea.Tick(lookEvery, func(time.Time) tea.Msg { return tickMsg{} }) }

// Init starts looking. Each look says, too, that whoever can press STOP is here.
func (l live) Init() tea.Cmd { return tea.Batch(l.ask(wire.Beat), again()) }

// keys is what each key asks for; everything that might be hit in a hurry stops. A terminal repeats a key that is
// held: so "let me up" goes on for as long as u is, after a short step for the first press.
var keys = map[string]wire.Verb{
	"space": wire.Stop, "enter": wire.Stop, "esc": wire.Stop, "backspace": wire.Stop, "ctrl+c": wire.Stop, "s": wire.Stop, "q": wire.Stop,
	"p": wire.Pause, "r": wire.Resume, "+": wire.Stronger, "=": wire.Stronger, "-": wire.Softer,
	"n": wire.Skip, "f": wire.Finish, "u": wire.Up, "e": wire.Enough, "m": wire.Mine, "o": wire.Other,
}

// means says whether a key means something now: e while the force rises, m and o while it is asked who sits there.
func means(v wire.Verb, s *wire.Snapshot) bool {
	switch v {
	case wire.Up:
		return s.CanUp
	case wire.Enough:
		return s.Stage == wire.Firmness
	case wire.Mine, wire.Other:
		return s.Who == wire.WhoDifferent
	}
	return true
}

// Update takes a key or a snapshot.
func (l live) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	switch m := msg.(type) {
	case tea.WindowSizeMsg:
		l.width, l.height = m.Width, m.Height
	case tea.KeyPressMsg:
		l.alone = 0
		verb, ok := keys[m.String()]
		switch {
		case !ok, !means(verb, &l.shot):
		case verb == wire.Stop && l.shot.Stage == wire.Done:
			return l, tea.Sequence(l.ask(verb), tea.Quit)
		default:
			l.said = ""
			return l, l.ask(verb)
		}
	case tickMsg:
		if l.seen && l.shot.Stage == wire.Done {
			l.alone++
		}
		if l.alone > alones {
			l.gone = true
			return l, tea.Quit
		}
		return l, tea.Batch(l.ask(wire.Beat), again())
	case lookMsg:
		if m.err != nil || m.shot.Stage == wire.Done && !mayRise(&m.shot) {
			l.gone = true
			return l, tea.Quit
		}
		if !l.seen || m.shot.Seq > l.shot.Seq { // answers may overtake each other
			l.shot, l.seen = m.shot, true
		}
		if m.text != "" {
			l.said = m.text
		}
	}
	return l, nil
}

// mayRise says whether the view stays after a session, for the person to come up: not after one that went to its end,
// which a script may wait for.
func mayRise(s *wire.Snapshot) bool { return s.CanUp && s.Outcome != "finished" }

// View draws the session; nothing is left of it when it has ended.
func (l live) View() tea.View {
	if l.gone || !l.seen {
		return tea.NewView("")
	}
	s := screen{shot: &l.shot, plan: l.plan, words: web.English(), width: l.width, height: l.height, said: l.said}
	v := tea.NewView(s.draw())
	v.AltScreen = true
	return v
}

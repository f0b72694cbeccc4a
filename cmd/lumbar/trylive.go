package main

import (
	"bufio"
	"context"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	tea "charm.land/bubbletea/v2"

	"github.com/openlumbar/lumbar/internal/wire"
)

// askName asks who tries the chair.
func askName(a *app) string {
	fmt.Fprint(a.err, "Who tries the chair? The name goes into its record: ")
	line, _ := bufio.NewReader(a.in).ReadString('\n') // an end is an empty answer
	return strings.TrimSpace(line)
}

// trying is the terminal's view of a test.
type trying struct {
	t     *terminalTry
	shot  *wire.Testing
	said  string
	width int
	gone  bool
}

// tryEvery is how often it looks: several times in what a hold lasts.
const tryEvery = 50 * time.Millisecond

type tryMsg struct {
	shot *wire.Testing
	text string
	ok   bool
}

func (v trying) ask(do wire.TestDo) tea.Cmd {
	step := ""
	if v.shot != nil {
		step = v.shot.Name
	}
	return func() tea.Msg {
		s, text, ok := v.t.ask(do, step)
		return tryMsg{s, text, ok}
	}
}

// stop ends the test, before everything else that waits.
func (v trying) stop() tea.Cmd {
	return func() tea.Msg {
		v.t.stop()
		s, text, ok := v.t.ask(wire.TestLook, "")
		return tryMsg{s, text, ok}
	}
}

func tryAgain() tea.Cmd { return tea.Tick(tryEvery, func(time.Time) tea.Msg { return tickMsg{} }) }

// Init starts looking.
func (v trying) Init() tea.Cmd { return tea.Batch(v.ask(wire.TestLook), tryAgain()) }

// tryKeys is what each key asks for; everything that might be hit in a hurry is STOP, which ends the test. A terminal repeats a
// key that is held: what h moves goes on for as long as it is, after a short step for the first press.
var tryKeys = map[string]wire.TestDo{"h": wire.TestHold, "y": wire.TestYes, "n": wire.TestNo}

// isStop says whether a key is STOP: those of a session's view.
func isStop(key string) bool { return keys[key] == wire.Stop }

// Update takes a key, or how the test stands.
func (v trying) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	switch m := msg.(type) {
	case tea.WindowSizeMsg:
		v.width = m.Width
	case tea.KeyPressMsg:
		if isStop(m.String()) {
			return v, v.stop()
		}
		if do, ok := tryKeys[m.String()]; ok {
			v.said = ""
			return v, v.ask(do)
		}
	case tickMsg:
		return v, tea.Batch(v.ask(wire.TestLook), tryAgain())
	case tryMsg:
		if m.ok {
			v.shot = m.shot
		}
		if m.text != "" {
			v.said = m.text
		}
		if !m.ok || m.shot.Outcome != "" {
			v.gone = true
			return v, tea.Quit
		}
	}
	return v, nil
}

// lastSteps is how many steps that are over are shown.
const lastSteps = 6

// View draws what is asked; nothing is left of it when the test is over.
func (v trying) View() tea.View {
	if v.gone || v.shot == nil {
		return tea.NewView("")
	}
	view := tea.NewView(v.draw())
	view.AltScreen = true
	return view
}

func (v trying) draw() string {
	s := v.shot
	wide := min(max(v.width, 40), mostCols)
	if v.width == 0 {
		wide = usualCols
	}
	var b strings.Builder
	fmt.Fprintf(&b, " %s\n\n", soft.paint(fmt.Sprintf("The chair is tried, with nobody in it. Step %d of %d", s.Step, s.Steps)))
	from := max(0, len(s.Results)-lastSteps)
	for i := range s.Results[from:] {
		r := &s.Results[from+i]
		b.WriteString(" " + calm.paint("passed  ") + r.Title + "\n")
	}
	b.WriteString("\n " + strong.paint(s.Title) + "\n")
	for _, line := range wrap(s.Text, wide-2) {
		b.WriteString(" " + line + "\n")
	}
	b.WriteString("\n")
	switch {
	case s.Moving:
		b.WriteString(" " + warm.paint("it moves") + "\n")
	case s.How == "hold":
		b.WriteString(" it stands\n")
	default:
		b.WriteString("\n")
	}
	if v.said != "" {
		b.WriteString(" " + alarm.paint(v.said) + "\n")
	}
	b.WriteString("\n ")
	switch s.How {
	case "hold":
		b.WriteString(strong.paint("hold h") + " to move   ")
		if s.Name == "button" {
			b.WriteString(strong.paint("n") + " it is pressed and nothing happens   ")
		}
	case "confirm":
		b.WriteString(strong.paint("y") + " yes   " + strong.paint("n") + " no   ")
	}
	b.WriteString(stopKey.paint(" space STOP "))
	return b.String()
}

// live shows the test until it is over. An interrupt ends it in order.
func (t *terminalTry) live(ctx context.Context, a *app) error {
	stop := context.AfterFunc(ctx, t.stop)
	defer stop()
	m, err := tea.NewProgram(trying{t: t}, tea.WithInput(a.in), tea.WithOutput(a.out), tea.WithoutSignalHandler()).Run()
	if v, ok := m.(trying); ok {
		t.last = v.shot
	}
	if t.last != nil {
		for i := range t.last.Results {
			if err := tellStep(a.out, &t.last.Results[i]); err != nil {
				return err
			}
		}
	}
	return err
}

// wrap breaks a text into lines.
func wrap(text string, most int) (lines []string) {
	line := ""
	for _, word := range strings.Fields(text) {
		if line != "" && utf8.RuneCountInString(line)+1+utf8.RuneCountInString(word) > most {
			lines, line = append(lines, line), ""
		}
		line = strings.TrimSpace(line + " " + word)
	}
	return append(lines, line)
}

package main

import (
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"github.com/charmbracelet/x/term"

	"github.com/openlumbar/lumbar/internal/verify"
)

// bodyBar shows how far a run is: a bar in a terminal, otherwise a line now and then. It goes to the error stream, so that
// what the run has to say stays alone on the other.
type bodyBar struct {
	out    io.Writer
	live   bool
	all    int
	done   int
	before int // that were on record
	over   int // bodies on which a limit was exceeded
	began  time.Time
	shown  time.Time
}

// How often it is shown.
const (
	barEvery  = 100 * time.Millisecond
	textEvery = 20 * time.Second
	barWide   = 32
)

func newBodyBar(a *app, all int) *bodyBar {
	f, ok := a.err.(*os.File)
	kind, _ := a.env("TERM")
	return &bodyBar{out: a.err, live: ok && term.IsTerminal(f.Fd()) && kind != "dumb", all: all}
}

// begin begins with bodies that need not be played, some of them because they are on record.
func (p *bodyBar) begin(done []verify.Outcome, recorded int) {
	p.done, p.before = len(done), len(done)
	for i := range done {
		if done[i].Broken() {
			p.over++
		}
	}
	p.began = time.Now()
	p.shown = p.began
	if recorded > 0 {
		fmt.Fprintf(p.out, "%s of %s bodies are on record\n", verify.Number(recorded), verify.Number(p.all))
	}
	if p.live {
		p.show()
	}
}

func (p *bodyBar) step(o *verify.Outcome) {
	p.done++
	if o.Broken() {
		p.over++
	}
	every := textEvery
	if p.live {
		every = barEvery
	}
	if now := time.Now(); now.Sub(p.shown) >= every {
		p.shown = now
		p.show()
	}
}

// show writes the bar, or a line.
func (p *bodyBar) show() {
	text := fmt.Sprintf("%s of %s bodies", verify.Number(p.done), verify.Number(p.all))
	if left := p.left(); left > 0 {
		text += ", " + clock(left.Seconds()) + " left"
	}
	if p.over > 0 {
		text += fmt.Sprintf(", a limit exceeded on %s", verify.Number(p.over))
	}
	if !p.live {
		fmt.Fprintln(p.out, text)
		return
	}
	full := barWide * p.done / max(p.all, 1)
	fmt.Fprintf(p.out, "\r\x1b[K%s%s  %s", calm.paint(strings.Repeat("━", full)), soft.paint(strings.Repeat("─", barWide-full)), text)
}

// left is about how long the rest takes; 0 is not known.
func (p *bodyBar) left() time.Duration {
	played := p.done - p.before
	if played == 0 {
		return 0
	}
	return time.Since(p.began) * time.Duration(p.all-p.done) / time.Duration(played)
}

// end takes the bar away.
func (p *bodyBar) end() {
	if p.live {
		fmt.Fprint(p.out, "\r\x1b[K")
	}
}

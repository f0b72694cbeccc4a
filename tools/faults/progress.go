package main

import (
	"fmt"
	"os"
	"time"
)

// progress is one line on a terminal that tells how far it has come, and nothing elsewhere but a line a minute.
type progress struct {
	to       *os.File
	terminal bool
	all      int
	began    time.Time
	shown    time.Time
}

func newProgress(to *os.File, all int) *progress {
	info, err := to.Stat()
	return &progress{to: to, terminal: err == nil && info.Mode()&os.ModeCharDevice != 0, all: all, began: time.Now(), shown: time.Now()}
}

// step tells how many cases are done and broken.
func (p *progress) step(done, broken int) {
	every, before, after := time.Minute, "", "\n"
	if p.terminal {
		every, before, after = 200*time.Millisecond, "\r\033[K", ""
	}
	now := time.Now()
	if now.Sub(p.shown) < every {
		return
	}
	p.shown = now
	took := now.Sub(p.began)
	left := time.Duration(float64(took) / float64(done) * float64(p.all-done)).Round(time.Second)
	fmt.Fprintf(p.to, "%s%d of %d cases, %.0f a second, %d broken, %v left%s", before, done, p.all, float64(done)/took.Seconds(), broken, left, after)
}

// line prints a line of its own.
func (p *progress) line(s string) {
	if p.terminal {
		fmt.Fprint(p.to, "\r\033[K")
	}
	fmt.Println(s)
}

// end takes the line away.
func (p *progress) end() {
	if p.terminal {
		fmt.Fprint(p.to, "\r\033[K")
	}
}

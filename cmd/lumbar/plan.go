package main

import (
	"fmt"
	"os"
	"text/tabwriter"

	"github.com/charmbracelet/x/term"

	"github.com/openlumbar/lumbar/programme"
	"github.com/openlumbar/lumbar/programmes"
)

type planCmd struct {
	Programme string `arg:"" help:"A programme that ships, or a file."`
}

// Run prints a programme's timeline: the score, and the strokes as a table.
func (c *planCmd) Run(a *app) error {
	p, err := findProgramme(c.Programme)
	if err != nil {
		return refused(a, err)
	}
	width := 100
	if f, ok := a.out.(*os.File); ok && term.IsTerminal(f.Fd()) {
		if w, _, err := term.GetSize(f.Fd()); err == nil {
			width = min(w, 160)
		}
	}
	fmt.Fprintf(a.out, "%s\n%s\n\n", p.Title, p.About)
	for _, line := range programme.Score(p, width) {
		fmt.Fprintln(a.out, line)
	}
	fmt.Fprintln(a.out)
	return programme.Table(a.out, p)
}

type programmesCmd struct{}

// Run lists the programmes that ship.
func (programmesCmd) Run(a *app) error {
	t := tabwriter.NewWriter(a.out, 0, 0, 3, ' ', 0)
	for _, name := range programmes.All() {
		p, err := findProgramme(name)
		if err != nil {
			return err
		}
		fmt.Fprintf(t, "%s\t%s\t%s\t%s\n", name, clock(p.Duration().Seconds()), p.Title, p.About)
	}
	if err := t.Flush(); err != nil {
		return err
	}
	_, err := fmt.Fprintln(a.out, "\nTry: lumbar plan NAME, lumbar run NAME. Your own go into files: lumbar check FILE.")
	return err
}

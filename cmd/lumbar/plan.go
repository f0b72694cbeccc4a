package main

import (
	"bytes"
	"fmt"
	"os"
	"text/tabwriter"

	"github.com/charmbracelet/x/term"

	"github.com/openlumbar/lumbar/programme"
	"github.com/openlumbar/lumbar/programmes"
)

type planCmd struct {
	Programme string `arg:"" help:"A programme that ships, or a file."`
	Chair     string `placeholder:"NAME" help:"A massager without a link (see: lumbar chair list), or its file: what a person would be asked to press."`
	setFlag
	dataFlag
}

// Help teaches more than the flags.
func (planCmd) Help() string {
	return `First the score: the levels of the spine are the staff, time runs to the right. / and \ glide, ~ kneads, <==> presses,
: taps, [__] stretches, . rests; beneath stand the force in newtons, warmth and minutes. Then every stroke as a row.

Exit status: 0, or 2 if the programme cannot be used.

  lumbar plan after-desk
  lumbar plan after-desk --chair old-chair
  lumbar plan my.lumbar.hcl --set 'strength=18 N' --set rounds=3`
}

// Run prints a programme's timeline: the score, and the strokes as a table.
func (c *planCmd) Run(a *app) error {
	p, err := findSet(c.Programme, c.setFlag)
	if err != nil {
		return problems{err}.refuse(a)
	}
	if c.Chair != "" {
		return c.guided(a, p)
	}
	width := 100
	if f, ok := a.out.(*os.File); ok && term.IsTerminal(f.Fd()) {
		if w, _, err := term.GetSize(f.Fd()); err == nil {
			width = min(w, 160)
		}
	}
	text := &bytes.Buffer{}
	fmt.Fprintln(text, p.Title)
	if p.About != "" {
		fmt.Fprintln(text, p.About)
	}
	fmt.Fprintln(text)
	for _, line := range programme.Score(p, width) {
		fmt.Fprintln(text, line)
	}
	fmt.Fprintln(text)
	if err := programme.Table(text, p); err != nil {
		return err
	}
	_, err = a.out.Write(text.Bytes())
	return err
}

type programmesCmd struct{}

// Help teaches more than the flags.
func (programmesCmd) Help() string {
	return "Exit status: 0.\n\n  lumbar programmes\n  lumbar plan after-desk"
}

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

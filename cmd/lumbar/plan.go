package main

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/charmbracelet/x/term"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/internal/fit"
	"github.com/openlumbar/lumbar/internal/web"
	"github.com/openlumbar/lumbar/programme"
)

type planCmd struct {
	Programme string `arg:"" help:"A programme that ships, or a file."`
	Chair     string `placeholder:"NAME" help:"A chair or a massager (see: lumbar chair list), or its file: what it would do, and what is lost or otherwise there."`
	SVG       string `placeholder:"FILE" name:"svg" help:"Write the score as a picture instead; - is standard output."`
	setFlag
	dataFlag
}

// Help teaches more than the flags.
func (planCmd) Help() string {
	return `First the score: the levels of the spine are the staff, time runs to the right. / and \ glide, ~ kneads, <==> presses,
: taps, [__] stretches, . rests; beneath stand the force in newtons, warmth and minutes. Then every stroke as a row.

Exit status: 0, or 2 if the programme cannot be used.

  lumbar plan after-desk
  lumbar plan after-desk --svg after-desk.svg
  lumbar plan after-desk --chair infinity
  lumbar plan after-desk --chair old-chair
  lumbar plan after-desk --set rounds=1`
}

// Run prints a programme's timeline: the score, and the strokes as a table.
func (c *planCmd) Run(a *app) error {
	p, err := findSet(c.Programme, c.setFlag)
	if err != nil {
		return problems{err}.refuse(a)
	}
	if c.SVG != "" && c.Chair != "" {
		return &status{exitRefused, errors.New("--svg draws the programme, not what a person is asked to press: leave out --svg or --chair")}
	}
	if c.Chair != "" {
		return c.guided(a, p)
	}
	if c.SVG != "" {
		return c.drawn(a, p)
	}
	return c.scored(a, p, nil)
}

// linked is the profile of a chair that ships, that was added, or whose file was named.
func (c *planCmd) linked(a *app) (chair.Profile, error) {
	if looksLikePath(c.Chair) || slices.Contains(chairNames(), c.Chair) {
		return readChair(c.Chair)
	}
	dir, err := c.dir(a)
	if err != nil {
		return chair.Profile{}, err
	}
	l, err := findLink(dir, c.Chair, "")
	return l.profile, err
}

// fitted prints the timeline as a chair whose axes are driven plays it, within the limits that hold for everyone, and what is
// otherwise than in the programme.
func (c *planCmd) fitted(a *app, p *programme.Plan, on *chair.Profile) error {
	r := fit.Fit(p, on, chair.Everyone())
	lines := []string{"", on.Title + " plays it as it is written."}
	if len(r.Changes) > 0 {
		lines[1] = "On " + on.Title + ", otherwise than in the programme:"
	}
	for _, change := range r.Changes {
		lines = append(lines, "  "+change.String())
	}
	if len(r.Plan.Phases) == 0 {
		return &status{exitRefused, fmt.Errorf("nothing of %s is left for %s:\n%s", p.Title, on.Title, strings.Join(lines[2:], "\n"))}
	}
	return c.scored(a, r.Plan, lines)
}

// scored prints a plan as a score and a table, and lines beneath.
func (c *planCmd) scored(a *app, p *programme.Plan, beneath []string) error {
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
	for _, line := range beneath {
		fmt.Fprintln(text, line)
	}
	_, err := a.out.Write(text.Bytes())
	return err
}

// drawn writes the score as a picture: the page's, with its lanes.
func (c *planCmd) drawn(a *app, p *programme.Plan) error {
	picture, err := web.NewScore(p).File(web.FullSize, p.Title)
	if err != nil {
		return err
	}
	if c.SVG == stdin {
		_, err := a.out.Write(picture)
		return err
	}
	if err := os.WriteFile(c.SVG, picture, 0o644); err != nil {
		return fmt.Errorf("writing the picture: %w", err)
	}
	return nil
}

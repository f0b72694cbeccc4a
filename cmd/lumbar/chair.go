package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/charmbracelet/x/term"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/chair/profile"
	"github.com/openlumbar/lumbar/driver/manual"
	"github.com/openlumbar/lumbar/driver/manual/massagerfile"
	"github.com/openlumbar/lumbar/driver/modbus"
	"github.com/openlumbar/lumbar/internal/guided"
	"github.com/openlumbar/lumbar/programme"
)

type chairCmd struct {
	Add    chairAddCmd    `cmd:"" help:"A chair with a link, or a massager without one, in its remote's own words."`
	List   chairListCmd   `cmd:"" help:"What is here: simulated chairs, chairs over Bluetooth, and massagers without a link."`
	Remove chairRemoveCmd `cmd:"" help:"Takes a chair away that was added, whole, or a massager."`
	Scan   chairScanCmd   `cmd:"" help:"What is in reach, over Bluetooth, on serial ports and in the network, and what it may be."`
	Test   chairTestCmd   `cmd:"" help:"Tries a chair step by step, with nobody in it, and signs what came of it."`
	Use    chairUseCmd    `cmd:"" help:"Chooses the chair that is served."`
}

type chairAddCmd struct {
	Template string `placeholder:"KIND" help:"Without a link: chair, cushion or hand-held; asked for otherwise."`
	linkedAdd
	dataFlag
}

// Help teaches more than the flags.
func (chairAddCmd) Help() string {
	return `A chair with a link begins with --link, or with --scan, which takes the one that is found over Bluetooth. At most five things
are asked, each a flag as well: the link, the profile that it is like, what you call it, how heavy a person it bears, and
whether it is a real chair. What is known beyond that goes into the profile that is written. Then: lumbar chair test.

Without a link it asks at most five things too; Enter takes what stands in brackets. The rest comes from the kind's template, and can be changed in
the file that is named at the end, or on the page. Nothing moves by Lumbar: you work the remote, Lumbar says what to
press and when.

Exit status: 0 added, 1 an error on this machine, 2 refused: something cannot be used.

  lumbar chair add --link unix:/run/my-chair --title "The chair in the lab"
  lumbar chair add --scan
  lumbar chair add
  lumbar chair add --template cushion
  lumbar run after-desk --chair cushion`
}

// Run asks and keeps the massager.
func (c *chairAddCmd) Run(ctx context.Context, a *app) error {
	dir, err := c.dir(a)
	if err != nil {
		return err
	}
	if c.linkedAdd.wanted() {
		return c.linkedAdd.add(ctx, a, dir)
	}
	in := bufio.NewReader(a.in)
	ask := func(question, standard string) string {
		fmt.Fprintf(a.err, "%s [%s]: ", question, standard)
		line, _ := in.ReadString('\n') // an end is an answer: what stands in brackets
		if line = strings.TrimSpace(line); line == "" {
			return standard
		}
		return line
	}
	kind := c.Template
	if kind == "" {
		kind = ask("What is it: chair, cushion or hand-held", manual.Chair.String())
	}
	m, err := template(kind)
	if err != nil {
		return &status{exitRefused, err}
	}
	shelf := guided.ShelfIn(dir)
	m.Title = ask("What do you call it", m.Title)
	m.Strengths = nil
	for word := range strings.SplitSeq(ask("Its strengths, the weakest first, with commas", "1, 2, 3"), ",") {
		if word = strings.TrimSpace(word); word != "" {
			m.Strengths = append(m.Strengths, word)
		}
	}
	feels := ask("How firm the weakest feels to you: gentle, medium or firm", manual.Medium.String())
	m.Feels = 0
	for _, f := range manual.Feels() {
		if f.String() == feels {
			m.Feels = f
		}
	}
	// Neither is taken from the template: the dose counts by the one, and nobody has said that there is the other.
	m.AutoOff, m.Heat = 0, ""
	if text := ask("It switches itself off after how many minutes; none if not, or not known", "none"); text != "none" {
		n, err := strconv.ParseFloat(text, 64)
		if err != nil {
			return &status{exitRefused, fmt.Errorf("%q is no number of minutes: write one from 5 to 120, or none", text)}
		}
		m.AutoOff = time.Duration(n * float64(time.Minute))
	}
	m.Name = shelf.Name(m.Title)
	if err := m.Check(); err != nil {
		return &status{exitRefused, err}
	}
	if err := shelf.Put(&m); err != nil {
		return err
	}
	_, err = fmt.Fprintf(a.out, "%s is here as %s.\nIts keys are %s; change them, and add warmth, in %s, or on the page.\nTry: lumbar plan after-desk --chair %s\n",
		m.Title, m.Name, strings.Join(keysOf(&m), ", "), shelf.Path(m.Name), m.Name)
	return err
}

// template is the massager of a kind's template.
func template(kind string) (m manual.Massager, err error) {
	for _, k := range manual.Kinds() {
		if k.String() == kind {
			_, m, err = massagerfile.Template(k)
			return m, err
		}
	}
	return m, fmt.Errorf("no template is called %q: chair, cushion or hand-held", kind)
}

// keysOf is every word that Lumbar will ask to press.
func keysOf(m *manual.Massager) []string {
	words := []string{m.On, m.Off}
	for _, p := range m.Places {
		words = append(words, p.Press)
	}
	for _, x := range m.Modes {
		words = append(words, x.Press)
	}
	if m.Strength != "" {
		words = append(words, m.Strength)
	}
	slices.Sort(words)
	return slices.Compact(words)
}

type chairListCmd struct {
	JSON bool `help:"As one JSON array."`
	dataFlag
}

// Help teaches more than the flags.
func (chairListCmd) Help() string {
	return "Exit status: 0, or 1 if a massager's file cannot be read; the others are listed all the same.\n\n  lumbar chair list\n  lumbar chair list --json"
}

// listed is one chair as other programs read it.
type listed struct {
	Name      string   `json:"name"`
	Title     string   `json:"title"`
	Kind      string   `json:"kind"`             // chair, cushion, hand-held
	Link      string   `json:"link"`             // simulated, bluetooth, none; of a chair that was added, its link's address
	Tested    string   `json:"tested,omitempty"` // of a chair that was added: why nobody sits there yet; "yes" is that it was
	Strengths []string `json:"strengths,omitempty"`
	File      string   `json:"file,omitempty"`
}

// Run lists what is here.
func (c *chairListCmd) Run(a *app) error {
	dir, err := c.dir(a)
	if err != nil {
		return err
	}
	list := []listed{}
	for _, name := range profile.Shipped() {
		p, diags := profile.Load(name)
		if err := diags.Err(); err != nil {
			return err
		}
		if p.Simulated {
			list = append(list, listed{Name: name, Title: p.Title, Kind: "chair", Link: "simulated"})
		}
	}
	for _, name := range profile.ShippedClosed() {
		p, diags := profile.Load(name)
		if err := diags.Err(); err != nil {
			return err
		}
		list = append(list, listed{Name: name, Title: p.Title, Kind: "chair", Link: "bluetooth"})
	}
	for _, name := range modbus.Shipped() {
		p, err := readChair(name)
		if err != nil {
			return err
		}
		list = append(list, listed{Name: name, Title: p.Title, Kind: "chair", Link: "modbus"})
	}
	added, err := listAdded(dir)
	if err != nil {
		return err
	}
	list = append(list, added...)
	shelf := guided.ShelfIn(dir)
	all, wrong := shelf.All()
	for _, m := range all {
		list = append(list, listed{Name: m.Name, Title: m.Title, Kind: m.Kind.String(), Link: "none", Strengths: m.Strengths, File: shelf.Path(m.Name)})
	}
	if c.JSON {
		return errors.Join(a.json(list), wrong)
	}
	t := tabwriter.NewWriter(a.out, 0, 0, 3, ' ', 0)
	for _, l := range list {
		link := "no link: you work its remote"
		switch l.Link {
		case "simulated":
			link = "simulated"
		case "modbus":
			link = "Modbus: a worked example to start your own from; on no hardware yet"
		case "bluetooth":
			link = "Bluetooth: looked for with lumbar chair scan; on no hardware yet"
		}
		if l.Tested != "" {
			link = l.Link + ": tried"
			if l.Tested != "yes" {
				link = l.Link + ": " + l.Tested
			}
		}
		fmt.Fprintf(t, "%s\t%s\t%s\t%s\n", l.Name, l.Title, l.Kind, link)
	}
	return errors.Join(t.Flush(), wrong)
}

// massager finds one by its file or name; false if there is none, as of a simulated chair's.
func (d dataFlag) massager(a *app, name string) (m manual.Massager, ok bool, err error) {
	if strings.HasSuffix(name, massagerfile.Ending) {
		m, list, err := guided.File(name)
		if list.HasErrors() {
			return m, false, errors.Join(list.Write(a.err, nil, style(a.err)), err)
		}
		return m, err == nil, err
	}
	if looksLikePath(name) || slices.Contains(profile.Shipped(), name) {
		return m, false, nil
	}
	dir, err := d.dir(a)
	if err != nil {
		return m, false, err
	}
	m, err = guided.ShelfIn(dir).Get(name)
	if errors.Is(err, guided.ErrUnknown) {
		return m, false, nil
	}
	return m, err == nil, err
}

// guided prints what a person would be asked to press, within the limits that hold for everyone.
func (c *planCmd) guided(a *app, p *programme.Plan) error {
	m, ok, err := c.massager(a, c.Chair)
	if err == nil && !ok {
		linked, err := c.linked(a)
		switch {
		case err != nil:
			return problems{err}.refuse(a)
		case linked.Closed != nil:
			return tellClosed(a, &linked, p)
		}
		return c.fitted(a, p, &linked)
	}
	if err != nil {
		return &status{exitRefused, err}
	}
	plan, err := manual.Fit(&m, p, chair.Everyone())
	if err != nil {
		return &status{exitRefused, err}
	}
	return tellGuided(a, plan)
}

// tellGuided writes a plan's instructions as a table.
func tellGuided(a *app, plan *manual.Plan) error {
	fmt.Fprintf(a.out, "%s, on %s: you press, Lumbar says when\n\n", plan.Title, plan.Massager.Title)
	t := tabwriter.NewWriter(a.out, 0, 0, 3, ' ', 0)
	at := time.Duration(0)
	for i, card := range plan.Cards(0) {
		fmt.Fprintf(t, "%s\t%s\t%s\t%s\n", clock(at.Seconds()), card.Phase, card.Large, strings.Join(card.Do, "; "))
		at += plan.Steps[i].For
	}
	fmt.Fprintf(t, "%s\t\t%s\t\n", clock(at.Seconds()), plan.Massager.Halt().Large)
	if err := t.Flush(); err != nil {
		return err
	}
	for _, line := range plan.Changes {
		fmt.Fprintln(a.out, line)
	}
	_, err := fmt.Fprintf(a.out, "\nWithin the limits that hold for everyone; the safety check may make it gentler. Each step waits up to %.0f s for you.\n", manual.Patience.Seconds())
	return err
}

// terminal says whether somebody can answer here.
func (a *app) terminal() bool {
	f, ok := a.in.(*os.File)
	return ok && term.IsTerminal(f.Fd())
}

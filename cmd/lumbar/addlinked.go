package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/openlumbar/lumbar/internal/adding"
	"github.com/openlumbar/lumbar/internal/chairs"
	"github.com/openlumbar/lumbar/internal/links"
)

// linkedAdd is what a chair with a link is added by: five things at most, each of them a flag.
type linkedAdd struct {
	Link   string `placeholder:"LINK" help:"With a link: how the chair is reached, such as unix:/path/to/socket or ble:AA:BB:CC:DD:EE:FF."`
	Scan   bool   `help:"With a link: the chair that is found over Bluetooth."`
	Like   string `placeholder:"CHAIR" help:"The profile that it is like: one that ships, or a file."`
	Title  string `placeholder:"TEXT" help:"What you call it."`
	Weight string `placeholder:"KG" help:"The heaviest person it bears, by its maker's plate."`
	Real   string `placeholder:"yes|no" help:"Whether it is a real chair; a simulated one gives sessions to nobody real."`
	Yes    bool   `help:"Ask nothing: what is not said stays as the profile has it."`
}

// wanted says whether a chair with a link is added.
func (c *linkedAdd) wanted() bool { return c.Link != "" || c.Scan }

// asks puts a question that a flag may have answered.
type asks struct {
	app *app
	in  *bufio.Reader
	yes bool
}

// put is the answer: the flag's, what was typed, or what stands in brackets. Where nobody answers it is an error.
func (q *asks) put(flag, said, question, standard string) (string, error) {
	if said != "" {
		return said, nil
	}
	if q.yes {
		return standard, nil
	}
	fmt.Fprintf(q.app.err, "%s [%s]: ", question, standard)
	line, err := q.in.ReadString('\n')
	line = strings.TrimSpace(line)
	if errors.Is(err, io.EOF) && line == "" {
		fmt.Fprintln(q.app.err)
		return "", fmt.Errorf("nobody answers here: say --%s, or --yes to take %q and whatever else is usual", flag, standard)
	}
	if line == "" {
		line = standard
	}
	return line, nil
}

// add asks, and writes the profile.
func (c *linkedAdd) add(ctx context.Context, a *app, dir string) error {
	if c.Scan && c.Link == "" {
		found, like, err := onlyOne(ctx)
		if err != nil {
			return err
		}
		c.Link = found
		if c.Like == "" {
			c.Like = like
		}
	}
	q := &asks{a, bufio.NewReader(a.in), c.Yes}
	first := chairs.Like(c.Link, nil)
	like, err := q.put("like", c.Like, first.Text+": "+strings.Join(first.Choices, ", ")+", or a file", first.Usual)
	if err != nil {
		return &status{exitRefused, err}
	}
	m, err := findModel(like)
	if err == nil {
		err = links.Check(c.Link, &m.Profile)
	}
	if err != nil {
		return problems{err}.refuse(a)
	}
	said := adding.Answers{Link: c.Link, Like: like}
	for _, x := range chairs.About(&m.Profile) {
		to, flag := c.answer(x.Name, &said)
		text := x.Text
		if len(x.Choices) > 0 {
			text += ": " + strings.Join(x.Choices, " or ")
		}
		if *to, err = q.put(x.Name, flag, text, x.Usual); err != nil {
			return &status{exitRefused, err}
		}
	}
	added, err := chairs.In(dir).Add(m, said, time.Now())
	switch {
	case errors.Is(err, chairs.ErrKeep):
		return err
	case err != nil:
		return problems{told(err)}.refuse(a)
	}
	_, err = fmt.Fprintf(a.out, "%s is here as %s.\nIts profile is %s: hold its figures against the chair, before it moves.\nNext, with nobody in it: lumbar chair test %s\n",
		added.Title, added.Name, added.File, added.Name)
	return err
}

// answer is where the answer to a question goes, and what a flag has said already.
func (c *linkedAdd) answer(question string, to *adding.Answers) (answer *string, flag string) {
	switch question {
	case "title":
		return &to.Title, c.Title
	case "weight":
		return &to.Weight, c.Weight
	}
	return &to.Real, c.Real
}

// addScan is how long --scan looks.
const addScan = 10 * time.Second

// onlyOne is the link of the one chair that is found over Bluetooth, and the profile that it may be of.
func onlyOne(ctx context.Context) (link, like string, err error) {
	list, err := (&chairs.Finder{For: addScan}).Bluetooth(ctx)
	if err != nil {
		return "", "", err
	}
	return choose(list)
}

// choose takes the one that was found.
func choose(list []adding.Found) (link, like string, err error) {
	switch len(list) {
	case 0:
		err = errors.New("no chair was found over Bluetooth: is it switched on, within a few metres, and its own app closed? Otherwise say --link LINK")
	case 1:
		if list[0].Taken != "" {
			err = fmt.Errorf("%s has a link with something else already: close its app", list[0].Name)
		}
		if m := list[0].Maybe; len(m) == 1 {
			like = m[0]
		}
		return list[0].Link, like, err
	default:
		var all []string
		for _, x := range list {
			all = append(all, fmt.Sprintf("--link %s (%s)", x.Link, x.Name))
		}
		err = errors.New("several were found: say which, " + strings.Join(all, ", "))
	}
	return "", "", &status{exitRefused, err}
}

// listAdded is the chairs with a link that were added, and whether somebody may sit in them.
func listAdded(dir string) (all []listed, err error) {
	added, err := chairs.In(dir).All()
	for i := range added {
		c := &added[i]
		x := listed{Name: c.Name, Title: c.Title, Kind: "chair", Link: c.Link, Tested: "yes", File: c.File}
		switch {
		case c.Wrong != "":
			x.Link, x.Tested = "not known", c.Wrong
		case c.Why != "":
			x.Tested = c.Why
		case c.Simulated:
			x.Tested = needless
		}
		all = append(all, x)
	}
	return all, err
}

package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/openlumbar/lumbar/internal/chairs"
	"github.com/openlumbar/lumbar/internal/guided"
	"github.com/openlumbar/lumbar/internal/keep"
	"github.com/openlumbar/lumbar/internal/link"
)

type chairRemoveCmd struct {
	Name string `arg:"" help:"A chair that was added, or a massager."`
	Yes  bool   `help:"Do not ask."`
	JSON bool   `help:"What was removed as one JSON object."`
	dataFlag
}

// Help teaches more than the flags.
func (chairRemoveCmd) Help() string {
	return `Takes a chair away that was added, whole: its profile, its link and the records of its tests. A chair that is added later by
the same name and link is another one, and is to be tried before anybody sits there. What was done with it stays on record.

A massager without a link is removed too, with its keys.

Refused: what ships, the chair that lumbar begins with (lumbar chair use another first; one that lumbar.hcl or a LUMBAR_ variable
names is changed there), and one that is driven now: end that first, or have the page use another.

Exit status: 0 removed, 1 an error on this machine (do it again: it goes on where it was), 2 refused, or the answer was no.

  lumbar chair remove my-chair
  lumbar chair remove my-chair --yes --json`
}

// removed is what other programs read of a chair that was removed.
type removed struct {
	Name    string `json:"name"`
	Title   string `json:"title"`
	Link    bool   `json:"link"`    // false: a massager, which has none
	Records int    `json:"records"` // of its tests, which went with it
}

// Run asks, and removes.
func (c *chairRemoveCmd) Run(ctx context.Context, a *app) error {
	dir, err := c.dir(a)
	if err != nil {
		return err
	}
	shelf := chairs.In(dir)
	added, err := shelf.Names()
	if err != nil {
		return err
	}
	if massagers := guided.ShelfIn(dir); !slices.Contains(added, c.Name) {
		if m, err := massagers.Get(c.Name); err == nil {
			return c.massager(a, dir, massagers, m.Title)
		}
	}
	if err := c.begunWith(a, shelf); err != nil {
		return &status{exitRefused, err}
	}
	if slices.Contains(added, c.Name) {
		release, err := notDriven(ctx, shelf, dir, c.Name)
		if err != nil {
			return err
		}
		release() // lumbar may begin while somebody thinks
		if err := c.agreed(a, fmt.Sprintf("Take away %s, its link and the records of its tests, for good?", c.Name)); err != nil {
			return err
		}
		if release, err = notDriven(ctx, shelf, dir, c.Name); err != nil {
			return err
		}
		defer release()
	}
	gone, err := shelf.Remove(c.Name)
	switch _, there := os.Stat(shelf.File(c.Name)); {
	case err != nil && there == nil, err != nil && !slices.Contains(added, c.Name):
		return &status{exitRefused, err}
	case err != nil: // it is gone, and something of it lies there still
		return err
	}
	records := "no record of a test"
	if gone.Records > 0 {
		records = "what came of its tests"
	}
	return c.tell(a, removed{gone.Name, gone.Title, true, gone.Records}, fmt.Sprintf("%s is gone, with its link and %s. To have it again: lumbar chair add --link LINK", gone.Title, records))
}

// massager takes one without a link away.
func (c *chairRemoveCmd) massager(a *app, dir string, shelf *guided.Shelf, title string) error {
	lock, err := keep.Hold(dir, "server") // a session on it may be under way there
	var held *keep.Held
	switch {
	case errors.As(err, &held):
		return &status{exitRefused, fmt.Errorf("%w: remove %s on its page, under I have a chair or a massager, or end lumbar first", err, c.Name)}
	case err != nil:
		return err
	}
	defer lock.Release()
	if err := c.agreed(a, fmt.Sprintf("Take away %s and its keys, for good?", c.Name)); err != nil {
		return err
	}
	if err := shelf.Remove(c.Name); err != nil {
		return err
	}
	return c.tell(a, removed{Name: c.Name, Title: title}, title+" is gone. To have it again: lumbar chair add")
}

// agreed asks, unless it is said.
func (c *chairRemoveCmd) agreed(a *app, question string) error {
	if c.Yes {
		return nil
	}
	answer, err := a.ask(question+" Write yes: ", false)
	if err != nil {
		return err
	}
	if strings.TrimSpace(answer) != "yes" {
		return &status{exitRefused, fmt.Errorf("nothing was changed: %s is still here", c.Name)}
	}
	return nil
}

// tell says what was removed.
func (c *chairRemoveCmd) tell(a *app, r removed, line string) error {
	if c.JSON {
		return a.json(r)
	}
	_, err := fmt.Fprintln(a.out, line+".")
	return err
}

// begunWith says whether the configuration names the chair as the one that lumbar begins with.
func (c *chairRemoveCmd) begunWith(a *app, shelf chairs.Shelf) error {
	conf, _ := (&serveCmd{Data: c.Data}).configure(a.env) // it was read before
	if named(&conf) && sameFile(conf.Chair, shelf.File(c.Name)) {
		return fmt.Errorf("%s is the chair that lumbar begins with: lumbar.hcl or LUMBAR_CHAIR names its profile. Name another there first", c.Name)
	}
	return nil
}

// sameFile says whether two paths lead to one file.
func sameFile(a, b string) bool {
	x, errX := os.Stat(a)
	y, errY := os.Stat(b)
	return errX == nil && errY == nil && os.SameFile(x, y)
}

// greets is how long an engine may take to say which chair it drives.
const greets = 2 * time.Second

// notDriven makes sure that nobody drives a chair here, nor begins to until release is called; or that what is driven is
// another one than that of a name.
func notDriven(ctx context.Context, shelf chairs.Shelf, dir, name string) (release func(), err error) {
	release, err = alone(dir)
	var s *status
	if err == nil || !errors.As(err, &s) {
		return release, err
	}
	socket, where := link.SocketPath(dir)
	if where != nil {
		return nil, where
	}
	talking, quiet := context.WithTimeout(ctx, greets)
	defer quiet()
	client, done := &link.Client{Socket: socket, Logger: slog.New(slog.DiscardHandler)}, make(chan struct{})
	go func() { defer close(done); client.Run(talking) }()
	h, unknown := client.Hello(talking)
	quiet()
	<-done
	switch {
	case unknown != nil:
		return nil, err // something runs, and does not say which chair it has
	case h.Chair == name, h.Chair == ownName(shelf, name):
		return nil, &status{exitRefused, fmt.Errorf("%s is driven now, by process %d: end lumbar first, or have it use another chair, on the page under Chair", name, h.PID)}
	}
	return func() {}, nil
}

// ownName is what a chair's profile calls it, which its owner may have changed.
func ownName(shelf chairs.Shelf, name string) string {
	l, err := shelf.Find(name, "")
	if err != nil { // it cannot be driven either
		return name
	}
	return l.Profile.Name
}

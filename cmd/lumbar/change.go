package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"sync"
	"time"

	"github.com/openlumbar/lumbar/internal/adding"
	"github.com/openlumbar/lumbar/internal/chairs"
	"github.com/openlumbar/lumbar/internal/config"
	"github.com/openlumbar/lumbar/internal/httpapi"
)

// errAnother is how serving ends when another chair was chosen.
var errAnother = errors.New("another chair was chosen")

// change is how the server goes from one chair to another. One goroutine owns it, and serves with one chair after the other;
// only asked is written to from the page.
type change struct {
	addr   string // where the page is, once it is somewhere
	shelf  chairs.Shelf
	used   string // the chair that is served, by name; empty: one that the configuration names
	file   string // its profile's, or a name that ships
	link   string // its address
	before string // the chair before a change, until the new one is up
	said   string // what became of the last change, if it failed
	fixed  string // why the page cannot choose the chair; empty: it can
	began  time.Time
	asked  chan struct{}
}

// named says whether whoever runs Lumbar has said which chair it is, or how it is reached.
func named(conf *config.Config) bool {
	d := config.Defaults()
	return conf.Chair != d.Chair || conf.Link != d.Link
}

// useChosen takes the chair that was chosen on the page, or with lumbar chair use, where the configuration names none.
func useChosen(conf *config.Config) error {
	if named(conf) {
		return nil
	}
	dir := conf.Data
	if dir == "" {
		var err error
		if dir, err = stateDir(); err != nil {
			return nil // what is wrong with the directory is said where it is made
		}
	}
	l, ok, err := chairs.In(dir).Used()
	if ok {
		conf.Chair, conf.Link = l.File, l.Address
	}
	if errors.Is(err, fs.ErrPermission) {
		return fmt.Errorf("%w; let the user that runs lumbar read %s, or choose another directory with --data DIR", err, dir)
	}
	return told(err)
}

// with begins to serve with a chair, from a data directory.
func (c *change) with(dir string, conf *config.Config) {
	c.shelf, c.asked, c.began, c.file, c.link = chairs.In(dir), make(chan struct{}, 1), time.Now(), conf.Chair, conf.Link
	l, ok, err := c.shelf.Used()
	switch {
	case err == nil && ok && conf.Chair == l.File && conf.Link == l.Address:
		c.used, c.fixed = l.Name(), ""
	case !named(conf):
		c.used, c.fixed = chairs.SimulatedOne, ""
	default:
		c.used = ""
		c.fixed = "The configuration names the chair and its link (lumbar.hcl, a LUMBAR_ variable or a flag), so it is changed there and not here."
	}
}

// isUp is that the chair is served.
func (c *change) isUp() { c.before = "" }

// unsure says whether a chair was chosen just now, so that it is not known yet whether it can be used.
func (c *change) unsure() bool { return c.before != "" }

// worth says of how an engine ended whether another is tried. A chair that was chosen just now has its chance, and then the one
// before comes back.
func (c *change) worth() func(error) bool {
	if c.unsure() {
		return nil
	}
	return onlyUnreached
}

// goesOn says whether another round of serving follows on one that has ended.
func (c *change) goesOn(ctx context.Context, a *app, err error) bool {
	switch {
	case ctx.Err() != nil:
		return false
	case errors.Is(err, errAnother):
		c.before, c.said = c.used, ""
		return true
	case err == nil || c.before == "":
		return false
	}
	// What was chosen does not come up: the page comes back with what was there before, and says so.
	why := err.Error()
	var s *status
	if errors.As(err, &s) && s.err == nil {
		why = "something of it cannot be read, as the terminal says"
	}
	c.said = fmt.Sprintf("The chair that was chosen could not be used: %s. The one before is used again.", strings.TrimSuffix(why, "."))
	fmt.Fprintln(a.err, "lumbar:", c.said)
	back := c.before
	c.before = ""
	if err := c.shelf.Use(back); err != nil {
		fmt.Fprintln(a.err, "lumbar:", err)
		return false
	}
	return true
}

// page is what the page needs of chairs.
func (c *change) page(starts *starter, again chan<- struct{}) httpapi.Chairs {
	return &pageChairs{Shelf: c.shelf, used: c.used, file: c.file, link: c.link, fixed: c.fixed, said: c.said, began: c.began, asked: c.asked, starts: starts, again: again}
}

// pageChairs finds, adds and chooses chairs for the page. Any goroutine may use it.
type pageChairs struct {
	chairs.Shelf
	finder            chairs.Finder
	used, fixed, said string
	file, link        string // of the chair that is served
	began             time.Time
	asked             chan<- struct{}
	starts            *starter
	again             chan<- struct{}

	choosing sync.Mutex // held while a chair is chosen, or removed
}

// Look looks around.
func (p *pageChairs) Look(ctx context.Context, at string) adding.Look { return p.finder.Look(ctx, at) }

// Ask is what is asked of a chair at a link that is like a profile; an empty one is the likeliest.
func (p *pageChairs) Ask(link, like string) ([]adding.Question, error) {
	first := chairs.Like(link, nil)
	if like == "" {
		like = first.Usual
	}
	m, err := chairs.Shipped(like)
	if err != nil {
		return nil, err
	}
	first.Usual = like
	_, err = chairs.Reach(m, "", link)
	return append([]adding.Question{first}, chairs.About(&m.Profile)...), err
}

// Add adds a chair.
func (p *pageChairs) Add(a adding.Answers) (adding.Chair, error) {
	m, err := chairs.Shipped(a.Like) // no file of this machine: whoever reaches the page must not have one read
	if err != nil {
		return adding.Chair{}, err
	}
	return p.Shelf.Add(m, a, time.Now())
}

// Use has the server change to a chair; it ends soon after, and comes back.
func (p *pageChairs) Use(name string) error {
	if p.fixed != "" {
		return errors.New(p.fixed)
	}
	if name != chairs.SimulatedOne {
		l, err := p.Find(name, "")
		if err == nil {
			err = p.finder.Reachable(context.Background(), &l) // within a few seconds
		}
		if err != nil {
			return fmt.Errorf("nothing was changed: %w", err)
		}
	}
	p.choosing.Lock()
	defer p.choosing.Unlock()
	if err := p.Shelf.Use(name); err != nil {
		return err
	}
	select {
	case p.asked <- struct{}{}:
	default: // it was asked already
	}
	return nil
}

// Remove takes a chair away that is not used.
func (p *pageChairs) Remove(name string) (adding.Removed, error) {
	p.choosing.Lock()
	defer p.choosing.Unlock()
	if name == p.used || sameFile(p.file, p.File(name)) {
		return adding.Removed{}, fmt.Errorf("%s is in use: use another chair first", name)
	}
	return p.Shelf.Remove(name)
}

// State is how things stand with the chair that is used.
func (p *pageChairs) State() httpapi.Used {
	u := httpapi.Used{Name: p.used, Fixed: p.fixed, Said: p.said, Since: p.began.UnixMilli()}
	if u.Off = p.starts.lacks(); u.Off != "" {
		u.Link, u.Mend = p.link, chairs.Mend(p.link)
	}
	return u
}

// Again has the chair reached for at once that is not reached.
func (p *pageChairs) Again(ctx context.Context) error {
	if p.starts.lacks() == "" {
		return errors.New("the chair is not missed now: load the page again")
	}
	if err := p.finder.Reachable(ctx, &chairs.Linked{Address: p.link}); err != nil {
		return err
	}
	select {
	case p.again <- struct{}{}:
	default: // it was asked already
	}
	return nil
}

package main

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/openlumbar/lumbar/internal/keep"
)

type forgetCmd struct {
	Person string `arg:"" help:"Name, or id."`
	Yes    bool   `help:"Do not ask."`
	dataFlag
}

// Help teaches more than the flags.
func (forgetCmd) Help() string {
	return `Takes away all there is of one person: their key, checks, notes, limits and sessions, what they had in the last days, and
the copies that migrations and restores have left in the data directory; and every recording, for none says whose it is. The file is overwritten and written anew. No PIN
is needed: whoever may run this may delete the files as well. Lumbar must not run.

Out of reach are backups elsewhere, exports, and what a disk keeps of overwritten blocks. With the budgets of the last
days, their limits are gone too: they count as somebody new.

Exit status: 0 gone, 1 an error (do it again), 2 refused: no such person, lumbar runs, or the answer was no.

  lumbar forget Robin
  lumbar forget Robin --yes`
}

// Run forgets a person.
func (c *forgetCmd) Run(ctx context.Context, a *app) (err error) {
	dir, err := c.dir(a)
	if err != nil {
		return err
	}
	release, err := alone(dir)
	if err != nil {
		return err
	}
	defer release()
	s, err := openKept(ctx, dir)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	p, err := s.Find(ctx, c.Person)
	if err != nil {
		return storeError(err)
	}
	if !c.Yes {
		answer, err := a.ask(fmt.Sprintf("Take away all there is of %s, for good? Write yes: ", p.Name), false)
		if err != nil {
			return err
		}
		if strings.TrimSpace(answer) != "yes" {
			return &status{exitRefused, fmt.Errorf("nothing was changed: %s is still here", p.Name)}
		}
	}
	// The engine's files first: the id is only known while the person is here.
	if err := errors.Join(keep.Forget(dir, p.ID), forgetRecordings(dir), s.Forget(ctx, p.ID)); err != nil {
		return err
	}
	fmt.Fprintf(a.out, "%s is gone. Backups and exports elsewhere are yours to delete.\n", p.Name)
	return nil
}

package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/openlumbar/lumbar/internal/store"
)

type exportCmd struct {
	Person string `arg:"" help:"Name, or id."`
	JSON   bool   `required:"" xor:"form" help:"Everything, for lumbar import and other programs."`
	CSV    bool   `required:"" xor:"form" help:"Sessions, checks and notes, one value a line, for a spreadsheet."`
	Out    string `short:"o" placeholder:"FILE" help:"A file that does not exist yet; standard output otherwise."`
	dataFlag
}

// Help teaches more than the flags.
func (exportCmd) Help() string {
	return `All there is of one person: limits, checks, notes, aims, what was found of their back, sessions with every event.
It is theirs, and it is not sealed any more: it tells how somebody's back feels. A PIN is asked for where there is one;
it is not exported.

Exit status: 0 exported, 1 an error, 2 refused: no such person, or a wrong PIN.

  lumbar export Robin --json -o robin.json
  lumbar export Robin --csv > robin.csv
  lumbar import robin.json --data ./elsewhere`
}

// Run exports a person.
func (c *exportCmd) Run(ctx context.Context, a *app) (err error) {
	s, err := c.open(ctx, a)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	k, err := unlock(ctx, a, s, c.Person)
	if err != nil {
		return err
	}
	write := s.Export
	if c.CSV {
		write = s.ExportCSV
	}
	if c.Out == "" {
		return write(ctx, k, a.out)
	}
	return writeFile(c.Out, func(w io.Writer) error { return write(ctx, k, w) })
}

// writeFile writes a new private file whole, or leaves none.
func writeFile(path string, write func(io.Writer) error) error {
	f, err := create(path)
	if err != nil {
		return fmt.Errorf("%w: choose another name with -o FILE", err)
	}
	if err := errors.Join(write(f), f.Sync(), f.Close()); err != nil {
		return errors.Join(err, os.Remove(path))
	}
	return nil
}

type importCmd struct {
	File string `arg:"" help:"What lumbar export --json has written."`
	dataFlag
}

// Help teaches more than the flags.
func (importCmd) Help() string {
	return `Adds a person who was exported, with everything, under the id of before and without a PIN. Nothing is merged: somebody
of that name or id must not be here yet.

Exit status: 0 imported, 1 an error (nothing was added), 2 refused: this person is here already.

  lumbar import robin.json`
}

// Run imports a person.
func (c *importCmd) Run(ctx context.Context, a *app) (err error) {
	dir, err := c.dir(a)
	if err != nil {
		return err
	}
	f, err := os.Open(c.File)
	if err != nil {
		return err
	}
	defer f.Close()
	s, err := store.Open(ctx, dir, store.Options{})
	if err != nil {
		return storeError(err)
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	p, err := s.Import(ctx, f)
	if err != nil {
		return storeError(err)
	}
	fmt.Fprintf(a.out, "%s is here now, without a PIN.\n", p.Name)
	return nil
}

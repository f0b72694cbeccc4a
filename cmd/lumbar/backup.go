package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/openlumbar/lumbar/internal/store"
)

type backupCmd struct {
	File string `arg:"" help:"A file that does not exist yet."`
	dataFlag
}

// Help teaches more than the flags.
func (backupCmd) Help() string {
	return `One file with people, limits, checks, notes, the record of sessions, massagers without a link and programmes of your own,
as of one moment. Lumbar may run meanwhile.
The device key is in it, so that it can be restored on another machine: whoever has the file can read everything of people
who have no PIN. Keep it where nobody else reads, and delete it when somebody asks to be forgotten.

Not in it: the engine's own files (latched fault, budgets of the last days), the log, lumbar.hcl.

Exit status: 0 written, 1 an error, 2 refused: nothing is kept here.

  lumbar backup lumbar-monday.backup
  lumbar backup --data ./state /media/stick/lumbar.backup`
}

// Run writes the backup.
func (c *backupCmd) Run(ctx context.Context, a *app) error {
	s, err := c.open(ctx, a)
	if err != nil {
		return err
	}
	if err := errors.Join(s.Backup(ctx, c.File), s.Close()); err != nil {
		return err
	}
	fmt.Fprintf(a.out, "%s is written. Whoever reads it can read what people without a PIN have said: keep it to yourself.\n", c.File)
	return nil
}

type restoreCmd struct {
	File string `arg:"" help:"What lumbar backup has written."`
	dataFlag
}

// Help teaches more than the flags.
func (restoreCmd) Help() string {
	return `Puts a backup in the place of what is kept. What was there stays beside it, under names ending in .before- and the
time, until you delete it; massagers and programmes that the backup does not have stay. Lumbar must not run. The backup is looked through before anything is touched.

Exit status: 0 restored, 1 an error (what was there is as it was), 2 refused: lumbar runs.

  lumbar restore lumbar-monday.backup
  lumbar restore --data ./state /media/stick/lumbar.backup`
}

// Run restores a backup.
func (c *restoreCmd) Run(ctx context.Context, a *app) error {
	dir, err := c.dir(a)
	if err != nil {
		return err
	}
	release, err := alone(dir)
	if err != nil {
		return err
	}
	defer release()
	kept, err := store.Restore(ctx, dir, c.File, time.Now())
	if err != nil {
		return storeError(err)
	}
	fmt.Fprintf(a.out, "%s is restored.\n", c.File)
	if kept != "" {
		fmt.Fprintf(a.out, "What was there is kept in %s, as %s%s and %s%s; delete them when you do not need them.\n", dir, store.Name, kept, store.KeyName, kept)
	}
	return nil
}

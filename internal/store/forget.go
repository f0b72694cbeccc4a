package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
)

// Forget destroys a person's key, takes away all that is known of them, and writes the file anew, so that no old page
// of it holds anything. The copies that a migration or a restore has left in the directory go too; backups elsewhere
// are out of reach. It waits for readers. What a disk keeps of overwritten blocks is up to the disk.
func (s *Store) Forget(ctx context.Context, person string) error {
	if err := s.forget(ctx, person); err != nil {
		return fmt.Errorf("forgetting a person: %w", err)
	}
	return nil
}

func (s *Store) forget(ctx context.Context, person string) error {
	err := s.in(ctx, func(tx *sql.Tx) error {
		// Everything else refers to this row, and goes with it.
		if err := one(tx.ExecContext(ctx, `DELETE FROM people WHERE id = ?`, person)); err != nil {
			return err
		}
		_, err := tx.ExecContext(ctx, `PRAGMA user_version = 1`)
		return err
	})
	if err != nil {
		return err
	}
	return s.clean(ctx)
}

// clean takes the last traces away. Until it has, user_version is 1, and the next Open does it again.
func (s *Store) clean(ctx context.Context) error {
	if err := errors.Join(s.rewrite(ctx), s.removeCopies()); err != nil {
		return err
	}
	_, err := s.db.ExecContext(ctx, `PRAGMA user_version = 0`)
	return err
}

// cleanAgain is clean, if a Forget was cut off. Failing to is no reason not to open: it is tried again the next time.
func (s *Store) cleanAgain(ctx context.Context) error {
	unclean := 0
	if err := s.db.QueryRowContext(ctx, `PRAGMA user_version`).Scan(&unclean); err != nil {
		return err
	}
	if unclean != 0 {
		_ = s.clean(ctx)
	}
	return nil
}

// rewrite leaves only what is there in the file, and nothing in the log before it.
func (s *Store) rewrite(ctx context.Context) error {
	for _, do := range []string{`PRAGMA wal_checkpoint(TRUNCATE)`, `VACUUM`, `PRAGMA wal_checkpoint(TRUNCATE)`} {
		busy := 0
		err := error(nil)
		if do == `VACUUM` {
			_, err = s.db.ExecContext(ctx, do)
		} else {
			err = s.db.QueryRowContext(ctx, do).Scan(&busy, new(int), new(int))
		}
		if err != nil {
			return err
		}
		if busy != 0 {
			return errors.New("somebody is still reading: end the server and do it again, so that no old page stays behind")
		}
	}
	return nil
}

// removeCopies takes away what migrations and restores have kept.
func (s *Store) removeCopies() error {
	var errs []error
	for _, name := range []string{Name, KeyName, LegacyName} {
		for _, ending := range []string{copies + "*", ".new*"} {
			found, err := filepath.Glob(filepath.Join(s.dir, name+ending))
			errs = append(errs, err)
			for _, path := range found {
				errs = append(errs, os.Remove(path))
			}
		}
	}
	return errors.Join(append(errs, syncDir(s.dir))...)
}

package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"
)

// The wait after a wrong PIN: a second, and twice as long after each further one.
const (
	firstWait = time.Second
	mostWait  = time.Hour
)

// waitAfter is the wait after so many wrong PINs in a row.
func waitAfter(failures int) time.Duration {
	w := firstWait
	for range failures - 1 {
		if w *= 2; w >= mostWait {
			return mostWait
		}
	}
	return w
}

// Unlock gives the key of a person; pin is "" where there is none. Errors: ErrNoPerson, ErrLocked, *Wait (ErrWrongPIN),
// ErrNoKey, ErrDamaged.
func (s *Store) Unlock(ctx context.Context, person string, pin PIN) (*Key, error) {
	k, err := s.unlock(ctx, person, pin)
	if err != nil {
		return nil, fmt.Errorf("opening what a person said: %w", err)
	}
	return k, nil
}

func (s *Store) unlock(ctx context.Context, person string, pin PIN) (*Key, error) {
	var w wrapped
	err := s.db.QueryRowContext(ctx, `SELECT wrapped, salt, passes, memory_kib, threads FROM people WHERE id = ?`, person).
		Scan(&w.Box, &w.Salt, &w.Passes, &w.MemoryKiB, &w.Threads)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return nil, ErrNoPerson
	case err != nil:
		return nil, err
	case s.device == nil:
		return nil, ErrNoKey
	case w.Salt == nil:
		pin = ""
	case pin == "":
		return nil, ErrLocked
	}
	var until time.Time
	if w.Salt != nil {
		if until, err = s.attempt(ctx, person); err != nil {
			return nil, err
		}
	}
	data, ok, err := w.open(s.device, person, pin)
	switch {
	case err != nil:
		return nil, err
	case !ok && w.Salt == nil:
		return nil, ErrDamaged
	case !ok:
		return nil, &Wait{Until: until, Wrong: true}
	}
	if w.Salt != nil {
		if _, err := s.db.ExecContext(ctx, `UPDATE people SET failures = 0, wait_ms = 0 WHERE id = ?`, person); err != nil {
			return nil, err
		}
	}
	return &Key{person: person, data: data}, nil
}

// attempt counts one attempt as wrong before it is tried, so that neither a kill nor many at once get one for nothing.
// A wait that is longer than any comes from a clock that was set, and does not count.
func (s *Store) attempt(ctx context.Context, person string) (until time.Time, err error) {
	now := s.now()
	err = s.in(ctx, func(tx *sql.Tx) error {
		var failures int
		var wait int64
		if err := tx.QueryRowContext(ctx, `SELECT failures, wait_ms FROM people WHERE id = ?`, person).Scan(&failures, &wait); err != nil {
			return err
		}
		if left := moment(wait).Sub(now); left > 0 && left <= mostWait {
			return &Wait{Until: moment(wait)}
		}
		until = now.Add(waitAfter(failures + 1))
		_, err := tx.ExecContext(ctx, `UPDATE people SET failures = failures + 1, wait_ms = ? WHERE id = ?`, millis(until), person)
		return err
	})
	return until, err
}

// SetPIN gives a person another PIN, or none ("").
func (s *Store) SetPIN(ctx context.Context, k *Key, pin PIN) error {
	err := func() error {
		if pin != "" {
			if err := pin.check(); err != nil {
				return err
			}
		}
		w, err := wrap(s.device, k.data, k.person, pin)
		if err != nil {
			return err
		}
		return one(s.db.ExecContext(ctx, `UPDATE people SET wrapped = ?, salt = ?, passes = ?, memory_kib = ?, threads = ?,
			failures = 0, wait_ms = 0 WHERE id = ?`, w.Box, w.Salt, w.Passes, w.MemoryKiB, w.Threads, k.person))
	}()
	if err != nil {
		return fmt.Errorf("setting a PIN: %w", err)
	}
	return nil
}

// one wants a statement to have changed the row of one person.
func one(r sql.Result, err error) error {
	if err != nil {
		return err
	}
	if n, err := r.RowsAffected(); err != nil || n == 1 {
		return err
	}
	return ErrNoPerson
}

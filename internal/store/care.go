package store

import (
	"context"
	"time"
)

// cleaned is what the record calls it that somebody has cleaned the chair.
const cleaned = "cleaned"

// PutCleaned notes that the chair was cleaned at a moment, and not by whom.
func (s *Store) PutCleaned(ctx context.Context, at time.Time) error {
	_, err := s.db.ExecContext(ctx, `INSERT INTO care (what, at_ms) VALUES (?, ?)`, cleaned, millis(at))
	return about("noting that the chair was cleaned", err)
}

// Cleaned is when the chair was last noted to be cleaned; zero is never.
func (s *Store) Cleaned(ctx context.Context) (at time.Time, err error) {
	var ms *int64
	err = s.db.QueryRowContext(ctx, `SELECT max(at_ms) FROM care WHERE what = ?`, cleaned).Scan(&ms)
	if err != nil || ms == nil {
		return at, about("reading when the chair was cleaned", err)
	}
	return moment(*ms), nil
}

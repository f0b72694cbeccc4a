package store

import (
	"context"
	"time"
)

// Used is for how long since a moment a session was under way, by whomever; of one under way now, as far as its record goes.
func (s *Store) Used(ctx context.Context, since time.Time) (time.Duration, error) {
	var ms int64
	err := s.db.QueryRowContext(ctx, `SELECT coalesce(sum(max(0, ended_ms - max(began_ms, ?1))), 0) FROM sessions WHERE ended_ms > ?1`, millis(since)).Scan(&ms)
	return time.Duration(ms) * time.Millisecond, about("reading how long the chair was in use", err)
}

package store

import (
	"context"
	"fmt"
	"time"
)

// latest is the last row of a kind.
func latest[T any](ctx context.Context, s *Store, k *Key, what kind) (v T, at time.Time, err error) {
	rows, err := open[T](ctx, s.db, k, what)
	if err != nil || len(rows) == 0 {
		return v, at, err
	}
	last := rows[len(rows)-1]
	return last.Value, moment(last.AtMS), nil
}

// about says what was being done when an error came.
func about(doing string, err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%s: %w", doing, err)
}

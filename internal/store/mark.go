package store

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/openlumbar/lumbar/internal/routine"
)

// sealedMark is a mark as it is sealed and exported; its moment is the row's.
type sealedMark struct {
	What string `json:"what"`
}

func (b *sealedMark) mark(at time.Time) (routine.Mark, error) {
	what, ok := routine.MarkKindOf(b.What)
	if !ok {
		return routine.Mark{}, fmt.Errorf("there is no kind of mark %q", b.What)
	}
	return routine.Mark{At: at, What: what}, nil
}

// PutMark keeps what a person noted of sitting and moving, to the millisecond.
func (s *Store) PutMark(ctx context.Context, k *Key, m routine.Mark) error {
	b := sealedMark{m.What.String()}
	_, err := b.mark(m.At)
	if err == nil {
		err = put(ctx, s.db, k, sittings, "", m.At, b)
	}
	return about("keeping what was noted of sitting", err)
}

// Marks is what a person noted of sitting and moving since a moment, the oldest first.
func (s *Store) Marks(ctx context.Context, k *Key, since time.Time) ([]routine.Mark, error) {
	rows, err := openSince[sealedMark](ctx, s.db, k, sittings, since)
	var all []routine.Mark
	for i := 0; i < len(rows) && err == nil; i++ {
		var m routine.Mark
		m, err = rows[i].Value.mark(moment(rows[i].AtMS))
		all = append(all, m)
	}
	return all, about("reading what was noted of sitting", err)
}

// TakeBackMark takes away the last mark since a moment; where there is none it does nothing.
func (s *Store) TakeBackMark(ctx context.Context, k *Key, since time.Time) error {
	_, err := s.db.ExecContext(ctx, `DELETE FROM sealed WHERE id = (SELECT id FROM sealed WHERE person = ? AND kind = ? AND at_ms >= ?
		ORDER BY at_ms DESC, rowid DESC LIMIT 1)`, k.person, sittings, millis(since))
	return about("taking back what was noted of sitting", err)
}

// sealedMoving is which of the flags that the safety check does not ask for a person has named.
type sealedMoving struct {
	Flags []routine.Flag `json:"flags"`
}

func (b *sealedMoving) check() error {
	for _, f := range b.Flags {
		if !slices.Contains(routine.Asked(), f) {
			return fmt.Errorf("there is no flag %q that is asked of movements", f)
		}
	}
	return nil
}

// PutFlags keeps what a person named that speaks against movements, in place of what they named before.
func (s *Store) PutFlags(ctx context.Context, k *Key, flags []routine.Flag) error {
	b := sealedMoving{flags}
	err := b.check()
	if err == nil {
		err = put(ctx, s.db, k, movings, "", s.now(), b)
	}
	return about("keeping what speaks against movements", err)
}

// Flags is what a person named last.
func (s *Store) Flags(ctx context.Context, k *Key) ([]routine.Flag, error) {
	b, _, err := latest[sealedMoving](ctx, s, k, movings)
	return b.Flags, about("reading what speaks against movements", errors.Join(err, b.check()))
}

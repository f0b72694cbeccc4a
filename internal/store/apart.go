package store

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"

	"github.com/openlumbar/lumbar/internal/wire"
)

// apart is how the spools begin of sessions that no engine runs: guided ones, on massagers without a link. Each has a spool
// of its own, numbered from 1. They go on beside what the engine does, and neither ends the other's session.
const apart = "guided-"

// ApartSpool is the spool of a session that no engine runs, by an id that is its own.
func ApartSpool(id string) string { return apart + id }

// sameSide is the condition that a session's spool (?1 is the other) is on the same side: the engine's, or the very one.
const sameSide = `(spool = ?1 OR (spool NOT LIKE '` + apart + `%' AND ?1 NOT LIKE '` + apart + `%'))`

// AppendApart puts events of a session that no engine runs on record, as Append does with the engine's.
func (s *Store) AppendApart(ctx context.Context, spool string, events []wire.Event) error {
	if !strings.HasPrefix(spool, apart) {
		return fmt.Errorf("putting events on record: %q is no spool of a guided session", spool)
	}
	err := s.in(ctx, func(tx *sql.Tx) error {
		var last uint64
		if err := tx.QueryRowContext(ctx, `SELECT coalesce(max(seq), 0) FROM events WHERE spool = ?`, spool).Scan(&last); err != nil {
			return err
		}
		for i := range events {
			if events[i].Seq <= last {
				continue
			}
			if err := s.add(ctx, tx, spool, &events[i]); err != nil {
				return fmt.Errorf("event %d: %w", events[i].Seq, err)
			}
			last = events[i].Seq
		}
		return nil
	})
	if err == nil && slices.ContainsFunc(events, func(ev wire.Event) bool { return ev.Summary != nil }) {
		_, err = s.count(ctx)
	}
	return about("putting events of a guided session on record", err)
}

// OpenApart is the guided session of which no end is known, and what happened in it; false if there is none.
func (s *Store) OpenApart(ctx context.Context) (x Session, events []wire.Event, ok bool, err error) {
	all, err := collect(ctx, s.db, scanSession, `SELECT `+sessionColumns+` FROM sessions WHERE open AND spool LIKE '`+apart+`%' ORDER BY id DESC LIMIT 1`)
	if err != nil || len(all) == 0 {
		return x, nil, false, about("reading the guided session under way", err)
	}
	events, err = s.Events(ctx, all[0].Key)
	return all[0], events, err == nil, err
}

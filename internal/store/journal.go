package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/openlumbar/lumbar/internal/wire"
)

// Last is the number of the last event on record, and the spool that gave it; "" and 0 if there is none.
func (s *Store) Last(ctx context.Context) (spool string, seq uint64, err error) {
	if err = s.db.QueryRowContext(ctx, `SELECT spool, last FROM journal`).Scan(&spool, &seq); err != nil {
		err = fmt.Errorf("reading where the record is: %w", err)
	}
	return spool, seq, err
}

// Append puts events of a spool on record, in one transaction, and returns when they are on the disk. What the record
// has already is left out, so that the same may be said twice.
func (s *Store) Append(ctx context.Context, spool string, events []wire.Event) error {
	err := s.in(ctx, func(tx *sql.Tx) error {
		var from string
		var last uint64
		if err := tx.QueryRowContext(ctx, `SELECT spool, last FROM journal`).Scan(&from, &last); err != nil {
			return err
		}
		had := last
		for i := range events {
			if events[i].Seq <= last {
				continue
			}
			if err := s.add(ctx, tx, spool, &events[i]); err != nil {
				return fmt.Errorf("event %d: %w", events[i].Seq, err)
			}
			last = events[i].Seq
		}
		if last == had {
			return nil
		}
		_, err := tx.ExecContext(ctx, `UPDATE journal SET spool = ?, last = ?`, spool, last)
		return err
	})
	if err == nil && slices.ContainsFunc(events, func(ev wire.Event) bool { return ev.Summary != nil }) {
		_, err = s.count(ctx)
	}
	if err != nil {
		return fmt.Errorf("putting events on record: %w", err)
	}
	return nil
}

// add puts one event on record, and what follows of it for the session under way.
func (s *Store) add(ctx context.Context, tx *sql.Tx, spool string, ev *wire.Event) error {
	bare := *ev
	bare.Person = "" // the session's row has it, and loses it when the person is forgotten
	text, err := json.Marshal(&bare)
	if err != nil {
		return err
	}
	session, err := s.follow(ctx, tx, spool, ev)
	if err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, `INSERT INTO events (session, spool, seq, event) VALUES (?, ?, ?, ?)`, session, spool, ev.Seq, string(text))
	return err
}

// follow keeps the row of the session under way. From its start on a session counts as interrupted, with all that has
// happened until then; only its summary says another outcome. So whatever ends this process, or the engine's, nothing
// has to be mended.
func (s *Store) follow(ctx context.Context, tx *sql.Tx, spool string, ev *wire.Event) (session sql.NullInt64, err error) {
	at := millis(s.timeOf(ev))
	if ev.Event == "start" {
		if _, err := tx.ExecContext(ctx, `UPDATE sessions SET open = 0 WHERE open AND `+sameSide, spool); err != nil {
			return session, err
		}
		r, err := tx.ExecContext(ctx, `INSERT INTO sessions (spool, seq, programme, began_ms, ended_ms, person)
			VALUES (?, ?, ?, ?, ?, (SELECT id FROM people WHERE id = ?))`, spool, ev.Seq, ev.Programme, at, at, ev.Person)
		if err != nil {
			return session, err
		}
		session.Int64, err = r.LastInsertId()
		session.Valid = true
		return session, err
	}
	var since sql.NullInt64
	err = tx.QueryRowContext(ctx, `SELECT id, contact_from_ms FROM sessions WHERE open AND `+sameSide, spool).Scan(&session, &since)
	if errors.Is(err, sql.ErrNoRows) {
		return session, nil
	}
	if err != nil {
		return session, err
	}
	switch {
	case ev.Event == "interrupted": // by an engine that began later, with a clock of its own
		_, err = tx.ExecContext(ctx, `UPDATE sessions SET open = 0 WHERE id = ?`, session)
		return session, err
	case ev.Event == "ask" && ev.Text == string(wire.Other): // somebody else sat there: it is nobody's from then on
		_, err = tx.ExecContext(ctx, `UPDATE sessions SET person = NULL, ended_ms = max(ended_ms, ?) WHERE id = ?`, at, session)
		return session, err
	case ev.Event == "lost":
		return session, nil // its moment is the writer's
	case ev.Event == "stage" && (ev.Stage == wire.Scan || ev.Stage == wire.Massage) && !since.Valid: // a massager without a link scans nothing
		_, err = tx.ExecContext(ctx, `UPDATE sessions SET ended_ms = ?, contact_from_ms = ? WHERE id = ?`, at, ev.AtMS, session)
		return session, err
	}
	outcome := ""
	if ev.Summary != nil {
		outcome = ev.Outcome
	}
	_, err = tx.ExecContext(ctx, `UPDATE sessions SET ended_ms = max(ended_ms, ?1),
		contact_ms = max(contact_ms, coalesce(?2 - contact_from_ms, 0)),
		open = open AND ?3 = '', outcome = CASE ?3 WHEN '' THEN outcome ELSE ?3 END WHERE id = ?4`, at, ev.AtMS, outcome, session)
	return session, err
}

// timeOf is when an event was; now, if it does not say.
func (s *Store) timeOf(ev *wire.Event) time.Time {
	if at, err := time.Parse(time.RFC3339Nano, ev.Time); err == nil {
		return at
	}
	return s.now()
}

// Record is the store as the engine's spool is followed: without a context, as what has happened goes on record
// whoever is leaving. One goroutine uses it.
type Record struct{ *Store }

// Last is Store.Last. What cannot be read counts as nothing, and Append will say so.
func (r Record) Last() (spool string, seq uint64) {
	spool, seq, err := r.Store.Last(context.Background())
	if err != nil {
		return "", 0
	}
	return spool, seq
}

// Append is Store.Append.
func (r Record) Append(spool string, events []wire.Event) error {
	return r.Store.Append(context.Background(), spool, events)
}

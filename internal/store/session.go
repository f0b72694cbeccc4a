package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"time"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/internal/wire"
)

// Session is one on record.
type Session struct {
	Key       string // stable, also over export and import
	Person    string // "" is nobody's
	Programme string
	Began     time.Time
	Ended     time.Time // its last event so far
	// Contact is from the scan, which touches first, to the last event: of an interrupted session at least that much.
	Contact time.Duration
	Open    bool   // nothing has said yet that it is over
	Outcome string // finished, stopped, fault, ended; interrupted until a summary says another
	// Counts is when it counts as ended, by the clock as it is now: Ended, unless the clock was set or was wrong. SessionsOf says it.
	Counts time.Time
}

const sessionColumns = `spool || '/' || seq, coalesce(person, ''), programme, began_ms, ended_ms, contact_ms, open, outcome`

func scanSession(rows *sql.Rows) (x Session, err error) {
	var began, ended, contact int64
	err = rows.Scan(&x.Key, &x.Person, &x.Programme, &began, &ended, &contact, &x.Open, &x.Outcome)
	x.Began, x.Ended, x.Contact = moment(began), moment(ended), time.Duration(contact)*time.Millisecond
	return x, err
}

// Sessions is all on record, the oldest first.
func (s *Store) Sessions(ctx context.Context) ([]Session, error) {
	all, err := collect(ctx, s.db, scanSession, `SELECT `+sessionColumns+` FROM sessions ORDER BY id`)
	return all, about("reading sessions", err)
}

// SessionsOf is a person's, the oldest first.
func (s *Store) SessionsOf(ctx context.Context, person string) ([]Session, error) {
	now, err := s.count(ctx)
	if err != nil {
		return nil, about("reading a person's sessions", err)
	}
	all, err := collect(ctx, s.db, scanSession, `SELECT `+sessionColumns+` FROM sessions WHERE person = ? ORDER BY id`, person)
	for i := range all {
		all[i].Counts = s.countsAs(&all[i], now)
	}
	return all, about("reading a person's sessions", err)
}

// Events is all that happened in a session, in order.
func (s *Store) Events(ctx context.Context, session string) ([]wire.Event, error) {
	all, err := collect(ctx, s.db, scanEvent, `SELECT event FROM events WHERE session = (SELECT id FROM sessions WHERE spool || '/' || seq = ?) ORDER BY id`, session)
	return all, about("reading a session", err)
}

// All is every event on record, in order.
func (s *Store) All(ctx context.Context) ([]wire.Event, error) {
	all, err := collect(ctx, s.db, scanEvent, `SELECT event FROM events ORDER BY id`)
	return all, about("reading the record", err)
}

func scanEvent(rows *sql.Rows) (ev wire.Event, err error) {
	var text string
	if err := rows.Scan(&text); err != nil {
		return ev, err
	}
	return ev, json.Unmarshal([]byte(text), &ev)
}

// The times that budgets look back.
const (
	day  = 24 * time.Hour
	week = 7 * day
)

// Spent is what a person has had by this record, for pages; the engine counts by its own, which is finer.
func (s *Store) Spent(ctx context.Context, person string) (chair.Spent, error) {
	return s.spent(ctx, person, func(context.Context, *Session) (bool, error) { return true, nil })
}

// SpentGuided is what of it a person has had on massagers without a link: no engine knows of that.
func (s *Store) SpentGuided(ctx context.Context, person string) (chair.Spent, error) {
	return s.spent(ctx, person, func(ctx context.Context, x *Session) (bool, error) {
		events, err := s.Events(ctx, x.Key)
		return err == nil && len(events) > 0 && events[0].Massager != "", err
	})
}

// spent counts a person's sessions of the last week that count.
func (s *Store) spent(ctx context.Context, person string, counts func(context.Context, *Session) (bool, error)) (spent chair.Spent, err error) {
	now := s.now()
	all, err := s.SessionsOf(ctx, person)
	if err != nil {
		return spent, fmt.Errorf("counting what a person has had: %w", err)
	}
	for i := range all {
		x := &all[i]
		ago := max(0, now.Sub(x.Counts))
		if x.Contact <= 0 || ago > week {
			continue
		}
		ok, err := counts(ctx, x)
		if err != nil {
			return chair.Spent{}, fmt.Errorf("counting what a person has had: %w", err)
		}
		if !ok {
			continue
		}
		if spent.WeekSessions == 0 || ago < spent.Since {
			spent.Since = ago
		}
		spent.WeekSessions++
		if ago <= day {
			spent.Day += x.Contact
			spent.DaySessions++
		}
	}
	return spent, nil
}

package store

import (
	"context"
	"crypto/subtle"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/openlumbar/lumbar/internal/routine"
)

// Routine is how a person wants their week. It holds no health answer and is readable without a PIN: a calendar program
// asks for it while nobody is there.
type Routine struct {
	Wish   routine.Wish
	Breaks routine.Breaks // its Quiet is Quiet
	Quiet  routine.Quiet
	Snooze time.Time // no break is proposed before
	// Planned is the days of a week with a session as they were last laid out for this person, by time.Weekday: within a
	// dose that goes by what they said, which a calendar cannot read.
	Planned [7]bool
}

// keptRoutine is a routine in a row. Days are by time.Weekday, clocks are minutes after midnight.
type keptRoutine struct {
	V         int           `json:"v"`
	Kind      string        `json:"kind"`
	Sessions  int           `json:"per_week"`
	AtMin     routine.Clock `json:"at_min"`
	Free      [7]bool       `json:"free"`
	Hard      [7]bool       `json:"hard"`
	EveryMin  int           `json:"break_every_min"`
	BreakFrom routine.Clock `json:"break_from_min"`
	BreakTo   routine.Clock `json:"break_until_min"`
	BreakDays [7]bool       `json:"break_days"`
	QuietFrom routine.Clock `json:"quiet_from_min"`
	QuietTo   routine.Clock `json:"quiet_to_min"`
	SnoozeMS  int64         `json:"snooze_ms,omitempty"`
	Planned   [7]bool       `json:"planned"`
}

// dayMinutes is the end of a day as a clock.
const dayMinutes = 24 * 60

func encodeRoutine(r Routine) ([]byte, error) {
	k := keptRoutine{
		V: 1, Kind: r.Wish.Kind.String(), Sessions: r.Wish.Sessions, AtMin: r.Wish.At, Free: r.Wish.Free, Hard: r.Wish.Hard,
		EveryMin: int(r.Breaks.Every / time.Minute), BreakFrom: r.Breaks.From, BreakTo: r.Breaks.Until, BreakDays: r.Breaks.Days,
		QuietFrom: r.Quiet.From, QuietTo: r.Quiet.To, Planned: r.Planned,
	}
	if !r.Snooze.IsZero() {
		k.SnoozeMS = millis(r.Snooze)
	}
	text, err := json.Marshal(k)
	if err == nil {
		_, err = decodeRoutine(text)
	}
	return text, err
}

func decodeRoutine(text []byte) (r Routine, err error) {
	var k keptRoutine
	if err := strict(text, &k); err != nil {
		return r, err
	}
	if k.V != 1 {
		return r, errors.New("it is of another version: plan the week again")
	}
	kind, ok := routine.KindOf(k.Kind)
	if !ok {
		return r, fmt.Errorf("there is no kind of day %q: plan the week again", k.Kind)
	}
	for _, c := range []routine.Clock{k.AtMin, k.BreakFrom, k.BreakTo, k.QuietFrom, k.QuietTo} {
		if c < 0 || c > dayMinutes {
			return r, fmt.Errorf("no time of day is %d minutes after midnight: plan the week again", c)
		}
	}
	if k.Sessions < 0 || k.Sessions > 7 || k.EveryMin < 0 || k.EveryMin > dayMinutes {
		return r, errors.New("a week has at most 7 sessions and a day one break: plan the week again")
	}
	r.Wish = routine.Wish{Kind: kind, Sessions: k.Sessions, At: k.AtMin, Free: k.Free, Hard: k.Hard}
	r.Planned = k.Planned
	r.Quiet = routine.Quiet{From: k.QuietFrom, To: k.QuietTo}
	r.Breaks = routine.Breaks{Every: time.Duration(k.EveryMin) * time.Minute, From: k.BreakFrom, Until: k.BreakTo, Days: k.BreakDays, Quiet: r.Quiet}
	if k.SnoozeMS != 0 {
		r.Snooze = moment(k.SnoozeMS)
	}
	return r, nil
}

// PutRoutine keeps a person's routine in place of the one before; the calendar's address stays.
func (s *Store) PutRoutine(ctx context.Context, k *Key, r Routine) error {
	return about("keeping a routine", putRoutine(ctx, s.db, k.person, r))
}

func putRoutine(ctx context.Context, q queryer, person string, r Routine) error {
	text, err := encodeRoutine(r)
	if err != nil {
		return err
	}
	return one(q.ExecContext(ctx, `INSERT INTO routines (person, routine) SELECT ?1, ?2 WHERE EXISTS (SELECT 1 FROM people WHERE id = ?1)
		ON CONFLICT (person) DO UPDATE SET routine = ?2`, person, string(text)))
}

// Routine is a person's, and the secret of their calendar's address ("" is no calendar); false is that there is none.
func (s *Store) Routine(ctx context.Context, person string) (r Routine, feed string, ok bool, err error) {
	var text string
	err = s.db.QueryRowContext(ctx, `SELECT routine, coalesce(feed, '') FROM routines WHERE person = ?`, person).Scan(&text, &feed)
	if errors.Is(err, sql.ErrNoRows) {
		return r, "", false, nil
	}
	if err == nil {
		r, err = decodeRoutine([]byte(text))
	}
	return r, feed, err == nil, about("reading a routine", err)
}

// ErrNoFeed is that no calendar has the secret that was given.
var ErrNoFeed = errors.New("there is no such calendar: its address was made anew, or turned off")

// errNoRoutine is that a calendar would be empty.
var errNoRoutine = errors.New("there is no routine yet: plan the week first")

// NewFeed gives a person's calendar an address with a secret of 128 bits; the one before ends.
func (s *Store) NewFeed(ctx context.Context, k *Key) (secret string, err error) {
	secret, err = newID()
	if err == nil {
		err = one(s.db.ExecContext(ctx, `UPDATE routines SET feed = ? WHERE person = ?`, secret, k.person))
	}
	if errors.Is(err, ErrNoPerson) {
		err = errNoRoutine
	}
	return secret, about("making an address for a calendar", err)
}

// EndFeed turns a person's calendar off.
func (s *Store) EndFeed(ctx context.Context, k *Key) error {
	_, err := s.db.ExecContext(ctx, `UPDATE routines SET feed = NULL WHERE person = ?`, k.person)
	return about("turning a calendar off", err)
}

// Feed is whose calendar has a secret, and their routine; ErrNoFeed is nobody's. Secrets are compared in constant time:
// how long an answer takes tells nothing of them.
func (s *Store) Feed(ctx context.Context, secret string) (person string, r Routine, err error) {
	type feed struct{ person, secret, text string }
	all, err := collect(ctx, s.db, func(rows *sql.Rows) (f feed, err error) { return f, rows.Scan(&f.person, &f.secret, &f.text) },
		`SELECT person, feed, routine FROM routines WHERE feed IS NOT NULL`)
	if err != nil {
		return "", r, about("reading a calendar", err)
	}
	found := feed{}
	for _, f := range all {
		if subtle.ConstantTimeCompare([]byte(f.secret), []byte(secret)) == 1 {
			found = f
		}
	}
	if found.person == "" {
		return "", r, ErrNoFeed
	}
	r, err = decodeRoutine([]byte(found.text))
	return found.person, r, about("reading a calendar", err)
}

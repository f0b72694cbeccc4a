package store

import (
	"context"
	"database/sql"
	"fmt"
	"log/slog"
	"time"

	"github.com/openlumbar/lumbar/internal/outcome"
	"github.com/openlumbar/lumbar/unit"
)

// Note is what a person wrote down once. It prints as "withheld".
type Note struct {
	ID      string    // of its row; "" is one that is not kept yet
	At      time.Time // to the millisecond
	Note    outcome.Note
	Session string   // Session.Key of the one that it is about; "" is none
	Marks   []string // what the person said of that session, such as too_hard
}

// sealedNote is a note as it is sealed and exported; nil is no answer.
type sealedNote struct {
	Day       string   `json:"day"`
	Kind      string   `json:"kind"`
	Pain      *int     `json:"pain,omitempty"`
	Tightness *int     `json:"tightness,omitempty"`
	Relaxed   *int     `json:"relaxed,omitempty"`
	Sleep     *int     `json:"sleep,omitempty"`
	Active    *int     `json:"active_days,omitempty"`
	Change    *int     `json:"change,omitempty"`
	Hard      []*int   `json:"hard,omitempty"`
	ReachMM   *float64 `json:"reach_mm,omitempty"`
	Session   string   `json:"session,omitempty"`
	Marks     []string `json:"marks,omitempty"`
}

func (n *Note) sealed() sealedNote {
	o := &n.Note
	b := sealedNote{
		Day: o.Day.String(), Kind: o.Kind.String(), Pain: rated(o.Pain), Tightness: rated(o.Tightness), Relaxed: rated(o.Relaxed),
		Sleep: rated(o.Sleep), Active: rated(o.Active), Change: rated(o.Change), Session: n.Session, Marks: n.Marks,
	}
	for _, h := range o.Hard {
		b.Hard = append(b.Hard, rated(h))
	}
	if mm, ok := o.Reach.Value(); ok {
		f := float64(mm)
		b.ReachMM = &f
	}
	return b
}

// rated is an answer's number; nil is none.
func rated(r interface{ Value() (int, bool) }) *int {
	if v, ok := r.Value(); ok {
		return &v
	}
	return nil
}

// note turns it back.
func (b *sealedNote) note(at time.Time) (n Note, err error) {
	n = Note{At: at, Session: b.Session, Marks: b.Marks}
	day, err := time.Parse(time.DateOnly, b.Day)
	if err != nil {
		return n, err
	}
	n.Note.Day = outcome.DayOf(day)
	n.Note.Kind, _ = outcome.KindOf(b.Kind)
	if err := n.Note.Check(); err != nil {
		return n, err
	}
	take(b.Pain, outcome.Rate, &n.Note.Pain, &err)
	take(b.Tightness, outcome.Rate, &n.Note.Tightness, &err)
	take(b.Relaxed, outcome.Rate, &n.Note.Relaxed, &err)
	take(b.Sleep, outcome.Rate, &n.Note.Sleep, &err)
	take(b.Active, outcome.ActiveOn, &n.Note.Active, &err)
	take(b.Change, outcome.ChangeBy, &n.Note.Change, &err)
	if len(b.Hard) > outcome.Activities {
		return n, fmt.Errorf("a note rates %d activities, and there are at most %d", len(b.Hard), outcome.Activities)
	}
	for i, h := range b.Hard {
		take(h, outcome.Rate, &n.Note.Hard[i], &err)
	}
	if b.ReachMM != nil && err == nil {
		n.Note.Reach, err = outcome.ReachOf(unit.Millimetre(*b.ReachMM))
	}
	return n, err
}

// take reads an answer that may be missing; the first that is none stays the error.
func take[T any](v *int, read func(int) (T, error), into *T, err *error) {
	if v != nil && *err == nil {
		*into, *err = read(*v)
	}
}

// Format writes "withheld" for every verb.
func (Note) Format(f fmt.State, _ rune) { fmt.Fprint(f, withheld) }

// LogValue is "withheld".
func (Note) LogValue() slog.Value { return slog.StringValue(withheld) }

// MarshalText is "withheld", and with it JSON.
func (Note) MarshalText() ([]byte, error) { return []byte(withheld), nil }

// PutNote keeps a note: a new one where it has no ID, otherwise in place of the one of that ID, of which nothing stays.
// ErrNoNote: this person has none of that ID.
func (s *Store) PutNote(ctx context.Context, k *Key, n Note) error {
	err := n.Note.Check()
	switch {
	case err != nil:
	case n.ID == "":
		err = put(ctx, s.db, k, notes, "", n.At, n.sealed())
	default:
		err = s.in(ctx, func(tx *sql.Tx) error {
			if err := dropNote(ctx, tx, k, n.ID); err != nil {
				return err
			}
			return put(ctx, tx, k, notes, n.ID, n.At, n.sealed())
		})
	}
	return about("keeping a note", err)
}

// DropNote takes a note back. ErrNoNote: this person has none of that ID.
func (s *Store) DropNote(ctx context.Context, k *Key, id string) error {
	return about("taking a note back", dropNote(ctx, s.db, k, id))
}

func dropNote(ctx context.Context, q queryer, k *Key, id string) error {
	r, err := q.ExecContext(ctx, `DELETE FROM sealed WHERE id = ? AND person = ? AND kind = ?`, id, k.person, notes)
	if err != nil {
		return err
	}
	if n, err := r.RowsAffected(); err != nil || n == 1 {
		return err
	}
	return ErrNoNote
}

// Notes is a person's notes, the oldest first. Whether it helps is outcome's to judge from them: a verdict is not kept.
func (s *Store) Notes(ctx context.Context, k *Key) ([]Note, error) {
	rows, err := open[sealedNote](ctx, s.db, k, notes)
	var all []Note
	for i := 0; i < len(rows) && err == nil; i++ {
		var n Note
		n, err = rows[i].Value.note(moment(rows[i].AtMS))
		n.ID = rows[i].ID
		all = append(all, n)
	}
	if err != nil {
		return nil, fmt.Errorf("reading notes: %w", err)
	}
	return all, nil
}

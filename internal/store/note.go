package store

import (
	"context"
	"fmt"
	"log/slog"
	"time"

	"github.com/openlumbar/lumbar/internal/outcome"
	"github.com/openlumbar/lumbar/unit"
)

// Note is what a person wrote down once. It prints as "withheld".
type Note struct {
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
	Hard      []*int   `json:"hard,omitempty"`
	ReachMM   *float64 `json:"reach_mm,omitempty"`
	Session   string   `json:"session,omitempty"`
	Marks     []string `json:"marks,omitempty"`
}

func (n *Note) sealed() sealedNote {
	o := &n.Note
	b := sealedNote{
		Day: o.Day.String(), Kind: o.Kind.String(), Pain: rated(o.Pain), Tightness: rated(o.Tightness), Relaxed: rated(o.Relaxed),
		Session: n.Session, Marks: n.Marks,
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

// rated is a rating's number; nil is none.
func rated(r outcome.Rating) *int {
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
	rate := func(v *int, into *outcome.Rating) {
		if v != nil && err == nil {
			*into, err = outcome.Rate(*v)
		}
	}
	rate(b.Pain, &n.Note.Pain)
	rate(b.Tightness, &n.Note.Tightness)
	rate(b.Relaxed, &n.Note.Relaxed)
	if len(b.Hard) > outcome.Activities {
		return n, fmt.Errorf("a note rates %d activities, and there are at most %d", len(b.Hard), outcome.Activities)
	}
	for i, h := range b.Hard {
		rate(h, &n.Note.Hard[i])
	}
	if b.ReachMM != nil && err == nil {
		n.Note.Reach, err = outcome.ReachOf(unit.Millimetre(*b.ReachMM))
	}
	return n, err
}

// Format writes "withheld" for every verb.
func (Note) Format(f fmt.State, _ rune) { fmt.Fprint(f, withheld) }

// LogValue is "withheld".
func (Note) LogValue() slog.Value { return slog.StringValue(withheld) }

// MarshalText is "withheld", and with it JSON.
func (Note) MarshalText() ([]byte, error) { return []byte(withheld), nil }

// PutNote keeps a note.
func (s *Store) PutNote(ctx context.Context, k *Key, n Note) error {
	err := n.Note.Check()
	if err == nil {
		err = put(ctx, s.db, k, notes, "", n.At, n.sealed())
	}
	if err != nil {
		return fmt.Errorf("keeping a note: %w", err)
	}
	return nil
}

// Notes is a person's notes, the oldest first. Whether it helps is outcome's to judge from them: a verdict is not kept.
func (s *Store) Notes(ctx context.Context, k *Key) ([]Note, error) {
	rows, err := open[sealedNote](ctx, s.db, k, notes)
	var all []Note
	for i := 0; i < len(rows) && err == nil; i++ {
		var n Note
		n, err = rows[i].Value.note(moment(rows[i].AtMS))
		all = append(all, n)
	}
	if err != nil {
		return nil, fmt.Errorf("reading notes: %w", err)
	}
	return all, nil
}

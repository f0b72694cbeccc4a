package store

import (
	"context"
	"database/sql"
	"fmt"
	"strings"
	"time"

	"github.com/openlumbar/lumbar/chair"
)

// Visit is what one visit has left behind so far. What is nil or empty stays as it was; the same said again, also with
// more in it, replaces what the visit has said before. It prints as "withheld".
type Visit struct {
	ID      string    // of the visit, opaque: nobody else's
	At      time.Time // of this word
	Figures *Figures
	Check   *Check       // a full one
	Limits  chair.Limits // that follow from it
	Session *Dose
	Notes   []Note // at most one of each kind
	// Before is the change to an earlier session's dose, of which Visit names the one.
	Before *Before
	// Turn is how things stand from now on, by how they stood a moment before; nil: as they did.
	Turn func(Standing) Standing
}

// Before changes what an earlier visit's session has left.
type Before struct {
	Visit string
	Turn  func(Dose) Dose
}

// Format writes "withheld" for every verb.
func (*Visit) Format(f fmt.State, _ rune) { fmt.Fprint(f, withheld) }

// The parts of a visit: its rows' ids are the visit's with one of these behind.
const (
	ofFigures = "-figures"
	ofCheck   = "-check"
	ofDose    = "-dose"
	ofNote    = "-note-"
	// There is one standing a person.
	ofStanding = "-standing"
)

// visitOf is the visit that a dose's row belongs to.
func visitOf(id string) string { return strings.TrimSuffix(id, ofDose) }

// PutVisit keeps what a visit has left behind, all of it or nothing. ErrNoPerson: they were forgotten meanwhile.
func (s *Store) PutVisit(ctx context.Context, k *Key, v *Visit) error {
	return about("keeping a visit", s.in(ctx, func(tx *sql.Tx) error { return putVisit(ctx, tx, k, v) }))
}

func putVisit(ctx context.Context, tx *sql.Tx, k *Key, v *Visit) error {
	again := func(what kind, part string, at time.Time, x any) error {
		return putAgain(ctx, tx, k, what, v.ID+part, at, x)
	}
	if f := v.Figures; f != nil {
		if err := again(figures, ofFigures, f.At, sealedFigures{f.Age, f.Height, f.Weight}); err != nil {
			return err
		}
	}
	if c := v.Check; c != nil {
		if err := again(checks, ofCheck, c.At, c.sealed()); err != nil {
			return err
		}
		if err := putLimits(ctx, tx, k.person, Limits{v.Limits, c.Until}); err != nil {
			return err
		}
	}
	for i := range v.Notes {
		n := &v.Notes[i]
		if err := n.Note.Check(); err != nil {
			return err
		}
		if err := again(notes, ofNote+n.Note.Kind.String(), n.At, n.sealed()); err != nil {
			return err
		}
	}
	if d := v.Session; d != nil {
		if err := again(doses, ofDose, d.Ended, d.sealed()); err != nil {
			return err
		}
	}
	if v.Before != nil {
		if err := turnBefore(ctx, tx, k, v.Before); err != nil {
			return err
		}
	}
	if v.Turn == nil {
		return nil
	}
	stood, err := open[sealedStanding](ctx, tx, k, standing)
	if err != nil {
		return err
	}
	var now Standing
	if len(stood) > 0 {
		now = Standing(stood[len(stood)-1].Value)
	}
	return putAgain(ctx, tx, k, standing, k.person+ofStanding, v.At, sealedStanding(v.Turn(now)))
}

// turnBefore changes the dose of an earlier session, if it is still there.
func turnBefore(ctx context.Context, tx *sql.Tx, k *Key, b *Before) error {
	rows, err := open[sealedDose](ctx, tx, k, doses)
	if err != nil {
		return err
	}
	for i := range rows {
		d := rows[i].Value.dose(&rows[i].row)
		if d.Visit != b.Visit {
			continue
		}
		d = b.Turn(d)
		if err := putAgain(ctx, tx, k, doses, rows[i].ID, d.Ended, d.sealed()); err != nil {
			return err
		}
	}
	return nil
}

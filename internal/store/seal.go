package store

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"time"
)

// kind is what a sealed row holds.
type kind string

// The kinds.
const (
	checks   kind = "check"
	notes    kind = "note"
	aims     kind = "aims"
	backs    kind = "back"
	figures  kind = "figures"
	doses    kind = "dose"
	standing kind = "standing" // one row
	comforts kind = "comfort"  // of older Lumbars: read, and kept no more
	scans    kind = "scan"     // the same
	sittings kind = "sitting"
	movings  kind = "moving"
)

// row is a sealed row's identity.
type row struct {
	ID     string
	Person string
	Kind   kind
	AtMS   int64
}

// about is what the box is authenticated with: it opens in this row only.
func (r *row) about() []byte {
	return fmt.Appendf(nil, "lumbar row 1\x00%s\x00%s\x00%s\x00%d", r.Kind, r.Person, r.ID, r.AtMS)
}

// put seals a value into a new row; id is "" for a new one.
func put(ctx context.Context, q queryer, k *Key, what kind, id string, at time.Time, v any) error {
	if id == "" {
		var err error
		if id, err = newID(); err != nil {
			return err
		}
	}
	return seal(ctx, q, k, row{id, k.person, what, millis(at)}, v, "")
}

// putAgain seals a value into the row of an id, in place of what was in it. A row of another person, or of another
// kind, is not changed: that is ErrNoPerson.
func putAgain(ctx context.Context, q queryer, k *Key, what kind, id string, at time.Time, v any) error {
	return seal(ctx, q, k, row{id, k.person, what, millis(at)}, v,
		` ON CONFLICT (id) DO UPDATE SET at_ms = excluded.at_ms, box = excluded.box WHERE person = excluded.person AND kind = excluded.kind`)
}

func seal(ctx context.Context, q queryer, k *Key, r row, v any, conflict string) error {
	text, err := json.Marshal(v)
	if err != nil {
		return err
	}
	aead, err := newAEAD(k.data)
	if err != nil {
		return err
	}
	// Without the person no row: somebody who was forgotten stays so, whoever still has the key.
	return one(q.ExecContext(ctx, `INSERT INTO sealed (id, person, kind, at_ms, box) SELECT ?1, ?2, ?3, ?4, ?5 WHERE EXISTS (SELECT 1 FROM people WHERE id = ?2)`+conflict,
		r.ID, r.Person, r.Kind, r.AtMS, aead.Seal(nil, nil, text, r.about())))
}

// opened is a row with what was in it.
type opened[T any] struct {
	row
	Value T
}

// open reads all rows of a kind, the oldest first.
func open[T any](ctx context.Context, q queryer, k *Key, what kind) ([]opened[T], error) {
	return openSince[T](ctx, q, k, what, moment(math.MinInt64))
}

// openSince reads the rows of a kind from a moment on, the oldest first.
func openSince[T any](ctx context.Context, q queryer, k *Key, what kind, since time.Time) ([]opened[T], error) {
	aead, err := newAEAD(k.data)
	if err != nil {
		return nil, err
	}
	return collect(ctx, q, func(rows *sql.Rows) (o opened[T], err error) {
		var box []byte
		if err := rows.Scan(&o.ID, &o.Person, &o.Kind, &o.AtMS, &box); err != nil {
			return o, err
		}
		text, err := aead.Open(nil, nil, box, o.about())
		if err != nil {
			return o, fmt.Errorf("%s of %s: %w", what, moment(o.AtMS).Format(time.DateTime), ErrDamaged)
		}
		return o, strict(text, &o.Value)
	}, `SELECT id, person, kind, at_ms, box FROM sealed WHERE person = ? AND kind = ? AND at_ms >= ? ORDER BY at_ms, rowid`, k.person, what, millis(since))
}

// strict reads JSON and refuses what this Lumbar does not know.
func strict(text []byte, v any) error {
	d := json.NewDecoder(bytes.NewReader(text))
	d.DisallowUnknownFields()
	if err := d.Decode(v); err != nil {
		return err
	}
	if d.Decode(&struct{}{}) != io.EOF {
		return fmt.Errorf("there is something after the JSON")
	}
	return nil
}

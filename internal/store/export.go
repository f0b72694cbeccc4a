package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/openlumbar/lumbar/internal/outcome"
	"github.com/openlumbar/lumbar/internal/wire"
)

// exported is one person as lumbar export --json writes it: all there is of them, and enough to read it again.
type exported struct {
	V           int               `json:"lumbar_person"` // version
	Person      Person            `json:"person"`
	Limits      *exportedLimits   `json:"limits,omitempty"`
	Routine     json.RawMessage   `json:"routine,omitempty"` // without the calendar's address, which is a secret
	Checks      []exportedRow     `json:"checks"`
	Notes       []exportedRow     `json:"notes"`
	Aims        []exportedRow     `json:"aims"`
	Backs       []exportedRow     `json:"backs"`
	Figures     []exportedRow     `json:"figures"`
	Doses       []exportedRow     `json:"doses"`
	Standing    []exportedRow     `json:"standing"`
	Calibration []exportedRow     `json:"calibrations,omitempty"` // of older Lumbars
	Scans       []exportedRow     `json:"scans,omitempty"`        // the same
	Sitting     []exportedRow     `json:"sitting"`
	Moving      []exportedRow     `json:"moving"`
	Sessions    []exportedSession `json:"sessions"`
}

type exportedLimits struct {
	Until time.Time       `json:"until"`
	Value json.RawMessage `json:"value"`
}

type exportedRow struct {
	ID    string          `json:"id"`
	At    time.Time       `json:"at"`
	Value json.RawMessage `json:"value"`
}

type exportedSession struct {
	Spool  string            `json:"spool"`
	Events []json.RawMessage `json:"events"`
}

// exportVersion is what Export writes; Import reads the older ones. 2 has figures, doses and standing, and backs instead
// of calibrations and scans; 3 has the routine and what was noted of sitting.
const exportVersion = 3

// rows is where the rows of each kind are.
func (e *exported) rows() map[kind]*[]exportedRow {
	return map[kind]*[]exportedRow{
		checks: &e.Checks, notes: &e.Notes, aims: &e.Aims, backs: &e.Backs, comforts: &e.Calibration, scans: &e.Scans,
		figures: &e.Figures, doses: &e.Doses, standing: &e.Standing,
		sittings: &e.Sitting, movings: &e.Moving,
	}
}

// Export writes all there is of a person as JSON that Import reads again. A PIN is not in it, and nothing is sealed.
func (s *Store) Export(ctx context.Context, k *Key, w io.Writer) error {
	err := s.in(ctx, func(tx *sql.Tx) error { // one moment
		e, err := s.export(ctx, tx, k)
		if err != nil {
			return err
		}
		j := json.NewEncoder(w)
		j.SetIndent("", "  ")
		j.SetEscapeHTML(false)
		return j.Encode(e)
	})
	return about("exporting a person", err)
}

func (s *Store) export(ctx context.Context, tx *sql.Tx, k *Key) (*exported, error) {
	e := &exported{V: exportVersion, Sessions: []exportedSession{}}
	var created, until int64
	err := tx.QueryRowContext(ctx, `SELECT id, name, created_ms FROM people WHERE id = ?`, k.person).Scan(&e.Person.ID, &e.Person.Name, &created)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, ErrNoPerson
	}
	if err != nil {
		return nil, err
	}
	e.Person.Created = moment(created)
	var text string
	err = tx.QueryRowContext(ctx, `SELECT until_ms, limits FROM limits WHERE person = ?`, k.person).Scan(&until, &text)
	if err == nil {
		e.Limits = &exportedLimits{moment(until), json.RawMessage(text)}
	} else if !errors.Is(err, sql.ErrNoRows) {
		return nil, err
	}
	err = tx.QueryRowContext(ctx, `SELECT routine FROM routines WHERE person = ?`, k.person).Scan((*[]byte)(&e.Routine))
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return nil, err
	}
	for what, into := range e.rows() {
		rows, err := open[json.RawMessage](ctx, tx, k, what)
		if err != nil {
			return nil, err
		}
		*into = []exportedRow{}
		for _, r := range rows {
			*into = append(*into, exportedRow{r.ID, moment(r.AtMS), r.Value})
		}
	}
	type of struct {
		id    int64
		spool string
	}
	sessions, err := collect(ctx, tx, func(rows *sql.Rows) (o of, err error) { return o, rows.Scan(&o.id, &o.spool) },
		`SELECT id, spool FROM sessions WHERE person = ? ORDER BY id`, k.person)
	if err != nil {
		return nil, err
	}
	for _, x := range sessions {
		events, err := collect(ctx, tx, func(rows *sql.Rows) (text json.RawMessage, err error) { return text, rows.Scan((*[]byte)(&text)) },
			`SELECT event FROM events WHERE session = ? ORDER BY id`, x.id)
		if err != nil {
			return nil, err
		}
		e.Sessions = append(e.Sessions, exportedSession{x.spool, events})
	}
	return e, nil
}

// Import adds a person who was exported, without a PIN. ErrExists: there is one of that id or name.
func (s *Store) Import(ctx context.Context, r io.Reader) (Person, error) {
	text, err := io.ReadAll(r)
	var e exported
	if err == nil {
		err = strict(text, &e)
	}
	if err == nil && (e.V < 1 || e.V > exportVersion) {
		err = fmt.Errorf("it has version %d of the format, this Lumbar reads up to %d: give a file that lumbar export --json has written", e.V, exportVersion)
	}
	if err == nil {
		err = s.in(ctx, func(tx *sql.Tx) error { return s.addExported(ctx, tx, &e) })
	}
	return e.Person, about("importing a person", err)
}

// addExported adds a person with everything.
func (s *Store) addExported(ctx context.Context, tx *sql.Tx, e *exported) error {
	k, err := s.addPerson(ctx, tx, &e.Person, "")
	if err != nil {
		return err
	}
	if e.Limits != nil {
		l, err := decodeLimits(e.Limits.Value)
		if err != nil {
			return fmt.Errorf("the limits: %w", err)
		}
		if err := putLimits(ctx, tx, k.person, Limits{l, e.Limits.Until}); err != nil {
			return err
		}
	}
	if e.Routine != nil {
		r, err := decodeRoutine(e.Routine)
		if err != nil {
			return fmt.Errorf("the routine: %w", err)
		}
		if err := putRoutine(ctx, tx, k.person, r); err != nil {
			return err
		}
	}
	for what, rows := range e.rows() {
		for _, r := range *rows {
			if err := readable(what, r.Value); err != nil {
				return fmt.Errorf("the %s of %s: %w", what, r.At.Format(time.DateTime), err)
			}
			if err := put(ctx, tx, k, what, r.ID, r.At, r.Value); err != nil {
				return err
			}
		}
	}
	for _, x := range e.Sessions {
		if err := s.addSession(ctx, tx, k.person, &x); err != nil {
			return err
		}
	}
	return nil
}

// readable says whether a row will be one when it is read again.
func readable(what kind, text []byte) error {
	switch what {
	case checks:
		return strict(text, &sealedCheck{})
	case notes:
		var n sealedNote
		if err := strict(text, &n); err != nil {
			return err
		}
		_, err := n.note(time.Time{})
		return err
	case aims:
		var a plainAims
		if err := strict(text, &a); err != nil {
			return err
		}
		if a.Measure > outcome.Hardness {
			return fmt.Errorf("nothing is judged by measure %d", a.Measure)
		}
		return nil
	case backs:
		return strict(text, &wire.Known{})
	case comforts:
		return strict(text, &[]oldComfort{})
	case figures:
		return strict(text, &sealedFigures{})
	case doses:
		return strict(text, &sealedDose{})
	case standing:
		return strict(text, &sealedStanding{})
	case sittings:
		var b sealedMark
		if err := strict(text, &b); err != nil {
			return err
		}
		_, err := b.mark(time.Time{})
		return err
	case movings:
		var b sealedMoving
		if err := strict(text, &b); err != nil {
			return err
		}
		return b.check()
	}
	return strict(text, &[]wire.Level{})
}

// addSession puts a session on record as its events tell it.
func (s *Store) addSession(ctx context.Context, tx *sql.Tx, person string, x *exportedSession) error {
	// The one under way here is not to be touched.
	var running sql.NullInt64
	err := tx.QueryRowContext(ctx, `SELECT id FROM sessions WHERE open AND `+sameSide, x.Spool).Scan(&running)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return err
	}
	for i, text := range x.Events {
		var ev wire.Event
		if err := json.Unmarshal(text, &ev); err != nil {
			return fmt.Errorf("an event of a session: %w", err)
		}
		if (i == 0) != (ev.Event == "start") {
			return errors.New("a session has one start, as its first event")
		}
		if i == 0 {
			ev.Person = person
		}
		if err := s.add(ctx, tx, x.Spool, &ev); err != nil {
			return fmt.Errorf("event %d of a session: %w", ev.Seq, err)
		}
	}
	_, err = tx.ExecContext(ctx, `UPDATE sessions SET open = (id IS ?2) WHERE (open OR id IS ?2) AND `+sameSide, x.Spool, running)
	return err
}

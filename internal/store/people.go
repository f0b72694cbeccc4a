package store

import (
	"context"
	"crypto/rand"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"
	"time"
)

// Person is somebody who uses the chair.
type Person struct {
	ID      string    `json:"id"` // opaque; the engine counts budgets by it
	Name    string    `json:"name"`
	Created time.Time `json:"created"`
	PIN     bool      `json:"-"` // there is one
	Seen    time.Time `json:"-"` // when they were last here; zero: never
}

// AddPerson adds somebody by a name that nobody here has yet, with a PIN or without ("").
func (s *Store) AddPerson(ctx context.Context, name string, pin PIN) (Person, *Key, error) {
	id, err := newID()
	if err != nil {
		return Person{}, nil, err
	}
	p := Person{ID: id, Name: strings.TrimSpace(name), Created: moment(millis(s.now())), PIN: pin != ""}
	var k *Key
	err = s.in(ctx, func(tx *sql.Tx) error {
		k, err = s.addPerson(ctx, tx, &p, pin)
		return err
	})
	if err != nil {
		return Person{}, nil, fmt.Errorf("adding a person: %w", err)
	}
	return p, k, nil
}

func (s *Store) addPerson(ctx context.Context, tx *sql.Tx, p *Person, pin PIN) (*Key, error) {
	if err := checkName(p.Name); err != nil {
		return nil, err
	}
	if p.ID == "" {
		return nil, errors.New("a person has an id")
	}
	if pin != "" {
		if err := pin.check(); err != nil {
			return nil, err
		}
	}
	there := false
	if err := tx.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM people WHERE id = ? OR name = ?)`, p.ID, p.Name).Scan(&there); err != nil {
		return nil, err
	}
	if there {
		return nil, ErrExists
	}
	k := &Key{person: p.ID, data: make([]byte, keyBytes)}
	if _, err := rand.Read(k.data); err != nil {
		return nil, err
	}
	w, err := wrap(s.device, k.data, p.ID, pin)
	if err != nil {
		return nil, err
	}
	_, err = tx.ExecContext(ctx, `INSERT INTO people (id, name, created_ms, wrapped, salt, passes, memory_kib, threads)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?)`, p.ID, p.Name, millis(p.Created), w.Box, w.Salt, w.Passes, w.MemoryKiB, w.Threads)
	return k, err
}

// newID is an id that says nothing.
func newID() (string, error) {
	var id [16]byte
	if _, err := rand.Read(id[:]); err != nil {
		return "", err
	}
	return hex.EncodeToString(id[:]), nil
}

const personColumns = `id, name, created_ms, salt IS NOT NULL, seen_ms`

// People is everybody, by name.
func (s *Store) People(ctx context.Context) ([]Person, error) {
	return s.people(ctx, `SELECT `+personColumns+` FROM people ORDER BY name`)
}

// See notes that a person is here now.
func (s *Store) See(ctx context.Context, person string) error {
	return about("noting who is here", one(s.db.ExecContext(ctx, `UPDATE people SET seen_ms = ? WHERE id = ?`, millis(s.now()), person)))
}

// Rename gives a person another name. ErrExists: somebody has it.
func (s *Store) Rename(ctx context.Context, k *Key, name string) error {
	name = strings.TrimSpace(name)
	return about("changing a name", s.in(ctx, func(tx *sql.Tx) error {
		if err := checkName(name); err != nil {
			return err
		}
		there := false
		if err := tx.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM people WHERE name = ? AND id <> ?)`, name, k.person).Scan(&there); err != nil {
			return err
		}
		if there {
			return ErrExists
		}
		return one(tx.ExecContext(ctx, `UPDATE people SET name = ? WHERE id = ?`, name, k.person))
	}))
}

// checkName says what is wrong with a name.
func checkName(name string) error {
	if name == "" || len(name) > 100 {
		return errors.New("a name has 1 to 100 bytes: choose another")
	}
	return nil
}

// Find is who has an id or a name; ErrNoPerson is nobody.
func (s *Store) Find(ctx context.Context, who string) (Person, error) {
	all, err := s.people(ctx, `SELECT `+personColumns+` FROM people WHERE id = ?1 OR name = ?1 ORDER BY id = ?1 DESC`, who)
	switch {
	case err != nil:
		return Person{}, err
	case len(all) == 0:
		return Person{}, fmt.Errorf("looking for %q: %w", who, ErrNoPerson)
	}
	return all[0], nil
}

func (s *Store) people(ctx context.Context, query string, args ...any) ([]Person, error) {
	all, err := collect(ctx, s.db, func(rows *sql.Rows) (p Person, err error) {
		var created, seen int64
		err = rows.Scan(&p.ID, &p.Name, &created, &p.PIN, &seen)
		if p.Created = moment(created); seen > 0 {
			p.Seen = moment(seen)
		}
		return p, err
	}, query, args...)
	if err != nil {
		err = fmt.Errorf("reading who is here: %w", err)
	}
	return all, err
}

// queryer is a database or a transaction.
type queryer interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
}

// collect reads all rows of a query.
func collect[T any](ctx context.Context, q queryer, scan func(*sql.Rows) (T, error), query string, args ...any) (all []T, err error) {
	rows, err := q.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		v, err := scan(rows)
		if err != nil {
			return nil, err
		}
		all = append(all, v)
	}
	return all, rows.Err()
}

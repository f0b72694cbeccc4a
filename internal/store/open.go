package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"sync"
	"syscall"
	"time"

	"modernc.org/sqlite" // also the driver "sqlite"
	lib "modernc.org/sqlite/lib"

	"github.com/openlumbar/lumbar/internal/ago"
)

// The files, in the data directory.
const (
	Name    = "lumbar.db"
	KeyName = "device.key"
	// lockName is held while a store is opened: two that migrate, or make a key, would be in each other's way.
	lockName = "store.lock"
	copies   = ".before-" // behind either name: what a migration or a restore has replaced
)

// private is the mode of every file here.
const private = 0o600

// Options are what a store may be told. The zero value is right but in tests.
type Options struct {
	Now func() time.Time // nil: time.Now
	// Clock is what budgets look back by; its Wall is Now's. The zero Clock is the machine's, or with Now the wall's alone.
	Clock ago.Clock
}

// Store is an open store. Any goroutine, and several processes, may use it.
type Store struct {
	dir    string
	db     *sql.DB
	now    func() time.Time
	device []byte // nil: the file is missing

	clock    ago.Clock
	counting sync.Mutex
	counted  map[string]counted // by the session's key
}

// Open opens the store of a data directory, or makes it: it looks whether the file is whole, keeps a copy and migrates
// if an older Lumbar wrote it, and refuses with ErrNewer if a newer one did, and with ErrFull where there is no room.
func Open(ctx context.Context, dir string, o Options) (*Store, error) {
	s, err := openIn(ctx, dir, o)
	if noRoom(err) {
		return nil, fmt.Errorf("%s: %w", dir, ErrFull)
	}
	return s, err
}

// noRoom says whether a disk had no room.
func noRoom(err error) bool {
	var refused *sqlite.Error
	return errors.Is(err, syscall.ENOSPC) || errors.As(err, &refused) && refused.Code()&0xff == lib.SQLITE_FULL
}

func openIn(ctx context.Context, dir string, o Options) (*Store, error) {
	path := filepath.Join(dir, Name)
	release, err := oneAtATime(ctx, filepath.Join(dir, lockName))
	if err != nil {
		return nil, fmt.Errorf("opening %s: %w", path, err)
	}
	defer release()
	if err := touch(path); err != nil {
		return nil, fmt.Errorf("making the store: %w", err)
	}
	db, err := connect(path)
	if err != nil {
		return nil, err
	}
	s := &Store{dir: dir, db: db, now: o.Now}
	s.clock, s.counted = o.Clock, readCounted(dir)
	if s.now == nil {
		s.now = time.Now
		if s.clock.Boot == "" {
			s.clock = ago.System()
		}
	}
	s.clock.Wall = s.now
	if err := s.ready(ctx); err != nil {
		return nil, errors.Join(fmt.Errorf("opening %s: %w", path, err), db.Close())
	}
	return s, nil
}

// ready checks the file, brings its schema up to date and reads the device key.
func (s *Store) ready(ctx context.Context) error {
	if err := whole(ctx, s.db); err != nil {
		return err
	}
	if err := migrate(ctx, s.db, filepath.Join(s.dir, Name)); err != nil {
		return err
	}
	if err := s.cleanAgain(ctx); err != nil {
		return err
	}
	people := false
	if err := s.db.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM people)`).Scan(&people); err != nil {
		return err
	}
	if _, err := s.count(ctx); err != nil {
		return err
	}
	var err error
	s.device, err = deviceKey(s.dir, !people)
	return err
}

// Close lets go of the file.
func (s *Store) Close() error { return s.db.Close() }

// touch makes an empty file that is private from its first moment; SQLite gives its side files the same mode.
func touch(path string) error {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, private)
	if err != nil {
		return err
	}
	return f.Close()
}

// connect opens a file of SQLite. Transactions take the write lock at once, so that two cannot wait for each other;
// FULL with a write-ahead log syncs every commit; freed cells are overwritten.
func connect(path string) (*sql.DB, error) {
	at, err := address(path, url.Values{
		"_txlock": {"immediate"},
		"_pragma": {"busy_timeout(10000)", "journal_mode(WAL)", "synchronous(FULL)", "foreign_keys(1)", "secure_delete(1)"},
	})
	if err != nil {
		return nil, err
	}
	db, err := sql.Open("sqlite", at)
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(4) // readers beside the one writer
	return db, nil
}

// openingTakes is how long another process may take to open the store, a migration and its copy included.
const openingTakes = 2 * time.Minute

// oneAtATime waits until no other process, and nobody in this one, opens the store. The lock is SQLite's own of an
// empty file, which ends with whoever holds it on every system.
func oneAtATime(ctx context.Context, path string) (release func(), err error) {
	if err := touch(path); err != nil {
		return nil, err
	}
	at, err := address(path, url.Values{"_txlock": {"immediate"}, "_pragma": {fmt.Sprintf("busy_timeout(%d)", openingTakes.Milliseconds())}})
	if err != nil {
		return nil, err
	}
	db, err := sql.Open("sqlite", at)
	if err != nil {
		return nil, err
	}
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return nil, errors.Join(fmt.Errorf("waiting for another process to open it: %w", err), db.Close())
	}
	return func() { _, _ = tx.Rollback(), db.Close() }, nil // nothing was written
}

// address is a file's for SQLite.
func address(path string, with url.Values) (string, error) {
	abs, err := filepath.Abs(path)
	if err != nil {
		return "", err
	}
	return (&url.URL{Scheme: "file", OmitHost: true, Path: filepath.ToSlash(abs), RawQuery: with.Encode()}).String(), nil
}

// whole says whether SQLite finds nothing wrong with a file.
func whole(ctx context.Context, db *sql.DB) error {
	var found string
	if err := db.QueryRowContext(ctx, `PRAGMA quick_check(1)`).Scan(&found); err != nil {
		return fmt.Errorf("it cannot be read (%w): bring a backup back with lumbar restore FILE", err)
	}
	if found != "ok" {
		return fmt.Errorf("it is damaged (%s): bring a backup back with lumbar restore FILE", found)
	}
	return nil
}

// in does something in one transaction, which is on the disk when it returns without an error, and never was otherwise.
func (s *Store) in(ctx context.Context, do func(*sql.Tx) error) error {
	tx, err := s.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	if err := do(tx); err != nil {
		return errors.Join(err, tx.Rollback())
	}
	return tx.Commit()
}

// millis is a moment as the tables have it.
func millis(t time.Time) int64 { return t.UnixMilli() }

// moment is a moment of the tables.
func moment(ms int64) time.Time { return time.UnixMilli(ms).UTC() }

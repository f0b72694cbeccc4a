package store

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/pressly/goose/v3"
)

//go:embed migrations/*.sql
var migrations embed.FS

// migrator knows the migrations of this Lumbar.
func migrator(db *sql.DB) (*goose.Provider, error) {
	files, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return nil, err
	}
	return goose.NewProvider(goose.DialectSQLite3, db, files)
}

// versions is what a file has and what this Lumbar has; has is 0 for an empty file.
func versions(ctx context.Context, db *sql.DB, p *goose.Provider) (has, ours int64, err error) {
	known := p.ListSources()
	ours = known[len(known)-1].Version
	there := false
	err = db.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM sqlite_schema WHERE name = 'goose_db_version')`).Scan(&there)
	if err != nil || !there {
		return 0, ours, err
	}
	err = db.QueryRowContext(ctx, `SELECT coalesce(max(version_id), 0) FROM goose_db_version WHERE is_applied`).Scan(&has)
	return has, ours, err
}

// migrate brings a file up to date, each step in a transaction of its own, after a copy of what was. A file of a newer
// Lumbar is left as it is.
func migrate(ctx context.Context, db *sql.DB, path string) error {
	p, err := migrator(db)
	if err != nil {
		return err
	}
	has, ours, err := versions(ctx, db, p)
	switch {
	case err != nil:
		return err
	case has > ours:
		return fmt.Errorf("%w (its schema is %d, this one knows up to %d)", ErrNewer, has, ours)
	case has == ours:
		return nil
	case has > 0:
		if err := copyTo(ctx, db, fmt.Sprintf("%s%sv%d", path, copies, ours)); err != nil {
			return fmt.Errorf("keeping a copy before migrating: %w", err)
		}
	}
	if _, err := p.Up(ctx); err != nil {
		return fmt.Errorf("migrating from schema %d to %d: %w", has, ours, err)
	}
	return nil
}

// copyTo writes a whole copy of a store, in place of an older one of that name.
func copyTo(ctx context.Context, db *sql.DB, path string) error {
	temporary := path + ".new"
	if err := os.Remove(temporary); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if err := touch(temporary); err != nil { // so that it is private from its first moment
		return err
	}
	if _, err := db.ExecContext(ctx, `VACUUM INTO ?`, temporary); err != nil {
		return errors.Join(err, os.Remove(temporary))
	}
	return settle(temporary, path)
}

// settle makes a written file last under its name.
func settle(temporary, path string) error {
	f, err := os.OpenFile(temporary, os.O_RDWR, private)
	if err != nil {
		return err
	}
	if err := errors.Join(f.Sync(), f.Close()); err != nil {
		return err
	}
	if err := os.Rename(temporary, path); err != nil {
		return err
	}
	return syncDir(filepath.Dir(path))
}

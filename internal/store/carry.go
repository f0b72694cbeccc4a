package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// folders hold what people keep beside the store, a text file each: massagers without a link, and programmes of their own.
var folders = [...]string{"massagers", "programmes"}

// mostCarried is more than any such file has, in bytes; what is larger is none of ours.
const mostCarried = 1 << 20

// carried is one such file.
type carried struct {
	folder, name string
	text         []byte
}

// carry puts the files beside a store into a backup of it.
func carry(ctx context.Context, db *sql.DB, dir string) error {
	if _, err := db.ExecContext(ctx, `CREATE TABLE carried_files (folder TEXT NOT NULL, name TEXT NOT NULL, text BLOB NOT NULL)`); err != nil {
		return err
	}
	for _, folder := range folders {
		entries, err := os.ReadDir(filepath.Join(dir, folder))
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
		for _, e := range entries {
			info, err := e.Info()
			if err != nil || !info.Mode().IsRegular() || info.Size() > mostCarried || !carriable(e.Name()) {
				continue // a file that is just being written, or of somebody else
			}
			text, err := os.ReadFile(filepath.Join(dir, folder, e.Name()))
			if err != nil {
				return err
			}
			if _, err := db.ExecContext(ctx, `INSERT INTO carried_files VALUES (?, ?, ?)`, folder, e.Name(), text); err != nil {
				return err
			}
		}
	}
	return nil
}

// carriable says whether a name is of a file that stays in its folder and that somebody wrote.
func carriable(name string) bool {
	return strings.HasSuffix(name, ".hcl") && name == filepath.Base(name) && !strings.HasPrefix(name, ".") && !strings.ContainsAny(name, `/\:`)
}

// unload takes the files out of a backup. One of an older Lumbar has none.
func unload(ctx context.Context, db *sql.DB) ([]carried, error) {
	var n int
	if err := db.QueryRowContext(ctx, `SELECT count(*) FROM sqlite_master WHERE name = 'carried_files'`).Scan(&n); err != nil || n == 0 {
		return nil, err
	}
	all, err := collect(ctx, db, func(rows *sql.Rows) (c carried, err error) {
		return c, rows.Scan(&c.folder, &c.name, &c.text)
	}, `SELECT folder, name, text FROM carried_files ORDER BY folder, name`)
	if err != nil {
		return nil, err
	}
	for _, c := range all {
		if !slices.Contains(folders[:], c.folder) || !carriable(c.name) {
			return nil, fmt.Errorf("it carries a file that does not belong there, %q", c.folder+"/"+c.name)
		}
	}
	_, err = db.ExecContext(ctx, `DROP TABLE carried_files`)
	return all, err
}

// unpackFiles puts files where they belong. What is there under the same name and says something else is kept under ending.
func unpackFiles(dir string, all []carried, ending string) error {
	for _, c := range all {
		path := filepath.Join(dir, c.folder, c.name)
		old, err := os.ReadFile(path)
		switch {
		case err == nil && string(old) == string(c.text):
			continue
		case err == nil:
			if err := os.Rename(path, path+ending); err != nil {
				return err
			}
		case !errors.Is(err, fs.ErrNotExist):
			return err
		}
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			return err
		}
		if err := errors.Join(os.WriteFile(path+".new", c.text, private), settle(path+".new", path)); err != nil {
			return err
		}
	}
	return nil
}

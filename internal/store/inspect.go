package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
)

// Inspection is what can be said of a store from outside, without a word of what is in it.
type Inspection struct {
	Bytes     int64
	Has, Ours int64 // schema of the file, and of this Lumbar
}

// Inspect looks at the store of a data directory, whole and up to date or not, and changes nothing. The error is
// fs.ErrNotExist where there is none, and ErrNewer where a newer Lumbar wrote it.
func Inspect(ctx context.Context, dir string) (i Inspection, err error) {
	path := filepath.Join(dir, Name)
	info, err := os.Stat(path)
	if err != nil {
		return i, err
	}
	i.Bytes = info.Size()
	at, err := address(path, url.Values{"mode": {"ro"}, "_pragma": {"busy_timeout(2000)", "query_only(1)"}})
	if err != nil {
		return i, err
	}
	db, err := sql.Open("sqlite", at)
	if err != nil {
		return i, err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	if err := whole(ctx, db); err != nil {
		return i, err
	}
	p, err := migrator(db)
	if err != nil {
		return i, err
	}
	if i.Has, i.Ours, err = versions(ctx, db, p); err != nil {
		return i, err
	}
	if i.Has > i.Ours {
		return i, fmt.Errorf("%w (its schema is %d, this one knows up to %d)", ErrNewer, i.Has, i.Ours)
	}
	return i, nil
}

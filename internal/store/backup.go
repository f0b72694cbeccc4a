package store

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"
)

// Backup writes the whole store to a new file, the device key and the files beside it in it, while it may be in use. Who has the file can read
// everything of people without a PIN.
func (s *Store) Backup(ctx context.Context, file string) error {
	if err := s.backup(ctx, file); err != nil {
		return fmt.Errorf("writing the backup %s: %w", file, err)
	}
	return nil
}

func (s *Store) backup(ctx context.Context, file string) error {
	if s.device == nil {
		return ErrNoKey
	}
	if _, err := os.Lstat(file); err == nil {
		return errors.New("the file exists: choose another name")
	}
	temporary := file + ".part"
	if err := copyTo(ctx, s.db, temporary); err != nil {
		return err
	}
	db, err := connect(temporary)
	if err == nil {
		_, err = db.ExecContext(ctx, `PRAGMA journal_mode = DELETE; CREATE TABLE carried (device BLOB NOT NULL); INSERT INTO carried VALUES (?)`, s.device)
		if err == nil {
			err = carry(ctx, db, s.dir)
		}
		err = errors.Join(err, db.Close())
	}
	if err != nil {
		return errors.Join(err, removeAll(temporary))
	}
	return settle(temporary, file)
}

// removeAll takes a file of SQLite away, and its side files.
func removeAll(path string) error {
	var errs []error
	for _, side := range []string{"", "-wal", "-shm", "-journal"} {
		if err := os.Remove(path + side); err != nil && !errors.Is(err, fs.ErrNotExist) {
			errs = append(errs, err)
		}
	}
	return errors.Join(errs...)
}

// Restore puts a backup in the place of a directory's store, device key and the files beside it, and keeps those as copies, whose endings it
// returns; "" if there were none. Nothing may have the store open: the caller makes sure of that. What is cut off
// half-way is done again; until then either store is whole.
func Restore(ctx context.Context, dir, file string, now time.Time) (kept string, err error) {
	if kept, err = restore(ctx, dir, file, now); err != nil {
		return "", fmt.Errorf("restoring %s: %w", file, err)
	}
	return kept, nil
}

func restore(ctx context.Context, dir, file string, now time.Time) (kept string, err error) {
	release, err := oneAtATime(ctx, filepath.Join(dir, lockName))
	if err != nil {
		return "", err
	}
	defer release()
	next := filepath.Join(dir, Name+".new")
	if err := errors.Join(removeAll(next), copyFile(next, file)); err != nil {
		return "", err
	}
	device, files, err := unpack(ctx, next)
	if err != nil {
		return "", errors.Join(err, removeAll(next))
	}
	path, key := filepath.Join(dir, Name), filepath.Join(dir, KeyName)
	kept = copies + now.UTC().Format("20060102-150405")
	if err := unpackFiles(dir, files, kept); err != nil {
		return "", errors.Join(err, removeAll(next))
	}
	if _, err := os.Lstat(path); errors.Is(err, fs.ErrNotExist) {
		kept = ""
	} else if err := keepOld(ctx, path, key, kept); err != nil {
		return "", fmt.Errorf("keeping what is there: %w", errors.Join(err, removeAll(next)))
	}
	// The key first: a store whose key is missing would be taken for one without people.
	if err := errors.Join(os.WriteFile(key+".new", device, private), settle(key+".new", key)); err != nil {
		return "", err
	}
	return kept, settle(next, path)
}

// keepOld keeps copies of a store and its key. Afterwards the store has no side files: they would be taken for the
// next one's.
func keepOld(ctx context.Context, path, key, ending string) error {
	db, err := connect(path)
	if err != nil {
		return err
	}
	_, err = db.ExecContext(ctx, `PRAGMA journal_mode = DELETE`) // writes back what the log has
	if err = errors.Join(err, db.Close()); err != nil {
		// It may be too damaged for that: then as it is, log and all.
		for _, side := range []string{"-wal", "-shm"} {
			if err := os.Rename(path+side, path+ending+side); err != nil && !errors.Is(err, fs.ErrNotExist) {
				return err
			}
		}
	}
	for _, from := range []string{path, key} {
		if err := copyFile(from+ending, from); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return nil
}

// unpack checks that a file is a backup which this Lumbar can read, and takes out the device key, whose text it returns, and
// the files that came along.
func unpack(ctx context.Context, path string) (device []byte, files []carried, err error) {
	db, err := connect(path)
	if err != nil {
		return nil, nil, err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	var id int
	var key []byte
	if db.QueryRowContext(ctx, `PRAGMA application_id`).Scan(&id) != nil || id != applicationID {
		return nil, nil, errors.New("it is no backup of Lumbar's: give a file that lumbar backup has written")
	}
	if err := whole(ctx, db); err != nil {
		return nil, nil, err
	}
	p, err := migrator(db)
	if err != nil {
		return nil, nil, err
	}
	has, ours, err := versions(ctx, db, p)
	if err != nil {
		return nil, nil, err
	}
	if has > ours {
		return nil, nil, ErrNewer
	}
	if err := db.QueryRowContext(ctx, `SELECT device FROM carried`).Scan(&key); err != nil || len(key) != keyBytes {
		return nil, nil, errors.Join(errors.New("it carries no device key: give a file that lumbar backup has written"), err)
	}
	if files, err = unload(ctx, db); err != nil {
		return nil, nil, err
	}
	if _, err := db.ExecContext(ctx, `DROP TABLE carried; VACUUM; PRAGMA journal_mode = DELETE`); err != nil {
		return nil, nil, err
	}
	return fmt.Appendf(nil, "%x\n", key), files, nil
}

// applicationID is "LUMB", as the first migration puts it.
const applicationID = 0x4c554d42

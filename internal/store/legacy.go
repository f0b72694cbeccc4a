package store

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/openlumbar/lumbar/internal/wire"
)

// The record of Lumbars that had no store, and what it is called once it is taken over.
const (
	LegacyName = "sessions.jsonl"
	takenOver  = ".imported"
)

// atOnce is how many events one transaction takes over.
const atOnce = 1000

// TakeOver puts the record of a Lumbar that had no store on record here, once, and renames the file; bad is how many
// of its lines were no event. No file is no error.
func (s *Store) TakeOver(ctx context.Context) (events, bad int, err error) {
	path := filepath.Join(s.dir, LegacyName)
	f, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return 0, 0, nil
	}
	if err == nil {
		events, bad, err = s.takeOver(ctx, f)
		err = errors.Join(err, f.Close())
	}
	if err == nil {
		err = errors.Join(os.Rename(path, path+takenOver), syncDir(s.dir))
	}
	if err != nil {
		return events, bad, fmt.Errorf("taking over the record in %s: %w", path, err)
	}
	return events, bad, nil
}

func (s *Store) takeOver(ctx context.Context, f *os.File) (events, bad int, err error) {
	spool := ""
	var wait []wire.Event
	flush := func() error {
		err := s.Append(ctx, spool, wait)
		events, wait = events+len(wait), wait[:0]
		return err
	}
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var line struct {
			Spool string `json:"spool"`
		}
		var ev wire.Event
		if json.Unmarshal(lines.Bytes(), &line) != nil || json.Unmarshal(lines.Bytes(), &ev) != nil || line.Spool == "" && ev.Event == "" {
			bad++
			continue
		}
		if line.Spool != "" { // the numbers that follow are another's
			if err := flush(); err != nil {
				return events, bad, err
			}
			spool = line.Spool
			continue
		}
		if wait = append(wait, ev); len(wait) == atOnce {
			if err := flush(); err != nil {
				return events, bad, err
			}
		}
	}
	return events, bad, errors.Join(lines.Err(), flush())
}

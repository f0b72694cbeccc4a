package verify

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
)

// Record is a file of finished bodies, one a line, to go on from. It is used by one goroutine.
type Record struct {
	path string
	file *os.File
	done map[int]Outcome // by row
}

// head is the first line of the file.
type head struct {
	V         int    `json:"v"`
	Programme string `json:"programme"`
	Key       string `json:"key"` // Setting.Key
}

// ErrOther is returned for the record of another run: another programme, chair, population, seed or program.
var ErrOther = errors.New("it is the record of another run (programme, chair, population, seed or this program have changed)")

// OpenRecord opens the record of a run, or makes it. A last line that was cut off is dropped.
func OpenRecord(path string, s *Setting) (*Record, error) {
	key, err := s.Key()
	if err != nil {
		return nil, err
	}
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o644)
	if err != nil {
		return nil, fmt.Errorf("opening the record of finished bodies: %w", err)
	}
	r := &Record{path: path, file: f, done: map[int]Outcome{}}
	if err := r.read(head{formatVersion, s.Name, key}); err != nil {
		return nil, errors.Join(fmt.Errorf("the record %s: %w", path, err), f.Close())
	}
	return r, nil
}

// read takes what is there and leaves the file at the end of its last whole line.
func (r *Record) read(mine head) error {
	in := bufio.NewReader(r.file)
	var at int64
	for first := true; ; first = false {
		line, err := in.ReadBytes('\n')
		if err != nil && !errors.Is(err, io.EOF) {
			return err
		}
		if err != nil { // the rest of a line, or nothing
			if first {
				return r.begin(mine)
			}
			break
		}
		if first {
			var found head
			if err := json.Unmarshal(line, &found); err != nil {
				return fmt.Errorf("it is no record of finished bodies: %w", err)
			}
			if found != mine {
				return ErrOther
			}
		} else {
			var o Outcome
			if err := json.Unmarshal(line, &o); err != nil {
				break
			}
			r.done[o.Row] = o
		}
		at += int64(len(line))
	}
	if err := r.file.Truncate(at); err != nil {
		return err
	}
	_, err := r.file.Seek(at, io.SeekStart)
	return err
}

func (r *Record) begin(mine head) error {
	if info, err := r.file.Stat(); err != nil || info.Size() > 0 {
		return errors.Join(err, errors.New("it is no record of finished bodies"))
	}
	return r.write(mine)
}

func (r *Record) write(v any) error {
	line, err := json.Marshal(v)
	if err != nil {
		return err
	}
	_, err = r.file.Write(append(line, '\n'))
	return err
}

// Done is the outcome of a row, if it is on record.
func (r *Record) Done(row int) (Outcome, bool) {
	o, ok := r.done[row]
	return o, ok
}

// Add puts an outcome on record.
func (r *Record) Add(o *Outcome) error {
	if err := r.write(o); err != nil {
		return fmt.Errorf("putting a finished body on record: %w", err)
	}
	r.done[o.Row] = *o
	return nil
}

// Close closes the file.
func (r *Record) Close() error { return r.file.Close() }

// Exists says whether a record is there.
func Exists(path string) bool {
	_, err := os.Stat(path)
	return !errors.Is(err, fs.ErrNotExist)
}

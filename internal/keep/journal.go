package keep

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"github.com/openlumbar/lumbar/internal/wire"
)

// JournalName is the record's file in the data directory.
const JournalName = "sessions.jsonl"

// Journal is the record of sessions on the server's side: every event once, in its order. One goroutine uses it.
type Journal struct {
	tail  *tail
	spool string // that gave the last number
	last  uint64
}

// journalHead says from which spool the numbers of the following lines are.
type journalHead struct {
	Spool string `json:"spool"`
}

// OpenJournal opens a record and cuts a torn last line off.
func OpenJournal(path string) (*Journal, error) {
	t, err := openTail(path)
	if err != nil {
		return nil, err
	}
	j := &Journal{tail: t}
	if err := j.read(); err != nil {
		return nil, errors.Join(fmt.Errorf("reading %s: %w", path, err), t.file.Close())
	}
	return j, nil
}

// read finds the last number. A line that is no event is left as it is: a person will want to see it.
func (j *Journal) read() error {
	r := bufio.NewReader(io.NewSectionReader(j.tail.file, 0, j.tail.size))
	var whole int64
	for {
		line, err := r.ReadBytes('\n')
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return err
		}
		whole += int64(len(line))
		var is struct {
			journalHead
			Seq uint64 `json:"seq"`
		}
		if json.Unmarshal(line, &is) != nil {
			continue
		}
		if is.Spool != "" {
			j.spool = is.Spool
		}
		j.last = max(j.last, is.Seq)
	}
	if whole == j.tail.size {
		return nil
	}
	j.tail.size = whole
	return errors.Join(j.tail.file.Truncate(whole), j.tail.file.Sync())
}

// Last is the number of the last event, and the spool that gave it.
func (j *Journal) Last() (spool string, seq uint64) { return j.spool, j.last }

// Append puts events of a spool on the disk and returns when they are there. What the record has already is left
// out, so that the same may be said twice.
func (j *Journal) Append(spool string, events []wire.Event) error {
	var text []byte
	last := j.last
	if spool != j.spool {
		line, err := json.Marshal(journalHead{spool})
		if err != nil {
			return err
		}
		text = append(line, '\n')
	}
	for i := range events {
		if events[i].Seq <= last {
			continue
		}
		line, err := json.Marshal(&events[i])
		if err != nil {
			return fmt.Errorf("event %d: %w", events[i].Seq, err)
		}
		text = append(append(text, line...), '\n')
		last = events[i].Seq
	}
	if last == j.last {
		return nil
	}
	if err := j.tail.add(text); err != nil {
		return err
	}
	j.spool, j.last = spool, last
	return nil
}

// Close lets go of the file.
func (j *Journal) Close() error { return j.tail.file.Close() }

var _ io.Closer = (*Journal)(nil)

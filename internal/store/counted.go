package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"os"
	"path/filepath"
	"time"

	"github.com/openlumbar/lumbar/internal/ago"
)

// Budgets look back, and the wall's clock may be set meanwhile. So beside the record, which says what the wall said, stands when
// each session counts as ended, by package ago: the same rule by which the engine counts. It is a file of its own, without a
// person in it, and only for budgets: without it, or where it cannot be written, the record's own times count.
const (
	countedName = "counted.json"
	mostCounted = 500 // sessions, the youngest: more than seven days hold of everybody
)

// counted is when one session counts as ended.
type counted struct {
	EndedMS int64 `json:"ended_ms"` // on record, when it was written down
	ago.Moment
}

// readCounted reads them; what cannot be read is none.
func readCounted(dir string) map[string]counted {
	all := map[string]counted{}
	if text, err := os.ReadFile(filepath.Join(dir, countedName)); err == nil && json.Unmarshal(text, &all) != nil {
		return map[string]counted{}
	}
	return all
}

// write writes them down, as well as it goes.
func writeCounted(dir string, all map[string]counted) {
	text, err := json.Marshal(all)
	if err != nil {
		return
	}
	path := filepath.Join(dir, countedName)
	temporary := path + ".new"
	if os.WriteFile(temporary, text, private) != nil || settle(temporary, path) != nil {
		_ = os.Remove(temporary)
	}
}

// count looks at the clock and at what is on record, and takes down when each session counts as ended. It is done as often as
// anything is counted, and when a session ends: from then on its age is the boot's.
func (s *Store) count(ctx context.Context) (ago.Moment, error) {
	type ended struct {
		key string
		ms  int64
	}
	now := s.clock.Now()
	recent, err := collect(ctx, s.db, func(rows *sql.Rows) (x ended, err error) {
		err = rows.Scan(&x.key, &x.ms)
		return x, err
	},
		`SELECT spool || '/' || seq, ended_ms FROM sessions WHERE contact_ms > 0 ORDER BY id DESC LIMIT ?`, mostCounted)
	if err != nil {
		return now, err
	}
	s.counting.Lock()
	defer s.counting.Unlock()
	all, changed := make(map[string]counted, len(recent)), len(recent) != len(s.counted)
	for _, x := range recent {
		c, had := s.counted[x.key]
		if !had || c.EndedMS != x.ms {
			c = counted{x.ms, ago.Moment{WallMS: x.ms}}
			if since := now.WallMS - x.ms; now.Boot != "" && since >= 0 && since < now.BootMS {
				c.Boot, c.BootMS = now.Boot, now.BootMS-since
			}
		}
		c.Moment = c.Settled(now)
		changed = changed || !had || c != s.counted[x.key]
		all[x.key] = c
	}
	if changed {
		s.counted = all
		writeCounted(s.dir, all)
	}
	return now, nil
}

// HeedClock takes down when each session counts as ended, as the clock is now: to be called now and then, so that a clock that was
// set is noticed before the machine goes off.
func (s *Store) HeedClock(ctx context.Context) error {
	_, err := s.count(ctx)
	return about("noticing that the clock was set", err)
}

// countsAs is when a session counts as ended, by the wall as it is now.
func (s *Store) countsAs(x *Session, now ago.Moment) time.Time {
	s.counting.Lock()
	c, ok := s.counted[x.Key]
	s.counting.Unlock()
	if !ok || x.Ended.UnixMilli() != c.EndedMS {
		return x.Ended
	}
	return moment(now.WallMS).Add(-now.Since(c.Moment))
}

package store

import (
	"context"
	"os"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"github.com/openlumbar/lumbar/internal/ago"
	"github.com/openlumbar/lumbar/internal/wire"
)

const (
	begins = 2 * time.Minute // from the start to the first contact
	lasts  = 9 * time.Minute
	years  = 365 * day
)

// machine is one whose clock does what a test says, and whose store is opened anew with every boot.
type machine struct {
	t      *testing.T
	dir    string
	boots  int
	since  time.Duration // of true time, since the boot
	wall   time.Time     // the true one
	off    time.Duration // what the clock says beyond it
	seq    uint64
	s      *Store
	person string
}

func newMachine(t *testing.T) *machine {
	m := &machine{t: t, dir: t.TempDir(), wall: time.Date(2026, 10, 23, 8, 0, 0, 0, time.UTC)}
	m.boot(0)
	p, _, err := m.s.AddPerson(t.Context(), "Robin", "")
	if err != nil {
		t.Fatal(err)
	}
	m.person = p.ID
	t.Cleanup(func() { _ = m.s.Close() })
	return m
}

func (m *machine) says() time.Time      { return m.wall.Add(m.off) }
func (m *machine) pass(d time.Duration) { m.since, m.wall = m.since+d, m.wall.Add(d) }

// boot begins a boot, with the clock off by so much.
func (m *machine) boot(off time.Duration) {
	m.t.Helper()
	if m.s != nil {
		if err := m.s.Close(); err != nil {
			m.t.Fatal(err)
		}
	}
	m.boots, m.since, m.off = m.boots+1, time.Minute, off
	var err error
	m.s, err = Open(context.Background(), m.dir, Options{
		Now: m.says, Clock: ago.Clock{Boot: strconv.Itoa(m.boots), Since: func() time.Duration { return m.since }},
	})
	if err != nil {
		m.t.Fatal(err)
	}
}

// set sets the clock, which is noticed within a minute.
func (m *machine) set(off time.Duration) {
	m.off = off
	if err := m.s.HeedClock(m.t.Context()); err != nil {
		m.t.Fatal(err)
	}
}

// session is one, whole.
func (m *machine) session() {
	m.t.Helper()
	add := func(ev wire.Event) {
		m.seq++
		ev.Seq, ev.Time, ev.AtMS = m.seq, m.says().UTC().Format(time.RFC3339Nano), m.since.Milliseconds()
		if err := (Record{m.s}).Append("spool", []wire.Event{ev}); err != nil {
			m.t.Fatal(err)
		}
	}
	add(wire.Event{Event: "start", Programme: "after-desk", Person: m.person})
	m.pass(begins)
	add(wire.Event{Event: "stage", Stage: wire.Scan})
	m.pass(lasts)
	add(wire.Event{Event: "summary", Summary: &wire.Summary{Outcome: "finished"}})
}

func (m *machine) to1970() time.Duration { return -m.wall.Sub(time.Unix(0, 0)) }

// TestRecordClockSet: what the clock does between a session and the next question, and how long ago the session counts: as by
// the engine's own (internal/keep, TestClockSet).
func TestRecordClockSet(t *testing.T) {
	for name, c := range map[string]struct {
		do   func(m *machine)
		want time.Duration
	}{
		"nothing":                         {func(m *machine) { m.pass(3 * time.Hour) }, 3 * time.Hour},
		"an hour ahead, as of summer":     {func(m *machine) { m.set(time.Hour); m.pass(time.Hour) }, time.Hour},
		"an hour back":                    {func(m *machine) { m.set(-time.Hour); m.pass(time.Hour) }, time.Hour},
		"years ahead":                     {func(m *machine) { m.set(4 * years); m.pass(time.Hour) }, time.Hour},
		"years back":                      {func(m *machine) { m.set(-4 * years); m.pass(time.Hour) }, time.Hour},
		"ahead, then another boot":        {func(m *machine) { m.set(4 * years); m.boot(4 * years); m.pass(2 * time.Hour) }, 2 * time.Hour},
		"ahead for a boot, then right":    {func(m *machine) { m.boot(4 * years); m.pass(time.Hour); m.set(0); m.pass(time.Hour) }, 2 * time.Hour},
		"a boot of 1970":                  {func(m *machine) { m.pass(time.Hour); m.boot(m.to1970()); m.pass(time.Hour) }, 0},
		"a boot of 1970, then right":      {func(m *machine) { m.boot(m.to1970()); m.pass(time.Hour); m.set(0); m.pass(time.Hour) }, 2 * time.Hour},
		"the machine was off for a while": {func(m *machine) { m.wall = m.wall.Add(5 * time.Hour); m.boot(0) }, 5 * time.Hour},
	} {
		t.Run(name, func(t *testing.T) {
			m := newMachine(t)
			m.session()
			c.do(m)
			got, err := m.s.Spent(t.Context(), m.person)
			if d := got.Since - c.want; err != nil || max(d, -d) > time.Minute || got.DaySessions != 1 || got.Day != lasts {
				t.Errorf("%+v, %v; want one session %v ago", got, err, c.want)
			}
		})
	}
}

// TestRecordWrongWhenGiven: a session that was given while the clock was wrong counts, and not for years.
func TestRecordWrongWhenGiven(t *testing.T) {
	for name, c := range map[string]struct {
		off   func(m *machine) time.Duration
		right func(m *machine)
	}{
		"years ahead, set right":      {func(*machine) time.Duration { return 4 * years }, func(m *machine) { m.set(0) }},
		"years ahead, then a boot":    {func(*machine) time.Duration { return 4 * years }, func(m *machine) { m.boot(0) }},
		"days ahead, then a boot":     {func(*machine) time.Duration { return 3 * day }, func(m *machine) { m.boot(0) }},
		"hours ahead, then a boot":    {func(*machine) time.Duration { return 3 * time.Hour }, func(m *machine) { m.boot(0) }},
		"of 1970, set right":          {(*machine).to1970, func(m *machine) { m.set(0) }},
		"of 1970, then a boot":        {(*machine).to1970, func(m *machine) { m.boot(0) }},
		"of 1970, right, then a boot": {(*machine).to1970, func(m *machine) { m.set(0); m.boot(0) }},
	} {
		t.Run(name, func(t *testing.T) {
			m := newMachine(t)
			m.boot(c.off(m))
			m.session()
			m.pass(time.Hour)
			c.right(m)
			if got, err := m.s.Spent(t.Context(), m.person); err != nil || got.DaySessions != 1 || got.Day != lasts || got.Since > time.Hour+time.Minute {
				t.Errorf("%+v, %v", got, err)
			}
			for range 4 { // and it passes, over boots too
				m.pass(2 * day)
				m.boot(0)
			}
			if got, err := m.s.Spent(t.Context(), m.person); err != nil || got.WeekSessions != 0 {
				t.Errorf("eight days later %+v, %v", got, err)
			}
		})
	}
}

// TestCountedLost: without the file, and with one that cannot be read, the record's own times count.
func TestCountedLost(t *testing.T) {
	m := newMachine(t)
	m.session()
	m.pass(3 * time.Hour)
	for _, content := range []string{"", "{", `{"spool/1":{"ended_ms":1,"wall_ms":2}}`} {
		path := filepath.Join(m.dir, countedName)
		if err := os.WriteFile(path, []byte(content), private); err != nil {
			t.Fatal(err)
		}
		if content == "" {
			if err := os.Remove(path); err != nil {
				t.Fatal(err)
			}
		}
		m.boot(0)
		if got, err := m.s.Spent(t.Context(), m.person); err != nil || got.DaySessions != 1 || got.Since != 3*time.Hour {
			t.Errorf("%q: %+v, %v", content, got, err)
		}
		if info, err := os.Stat(path); err != nil || info.Mode().Perm() != private {
			t.Errorf("%q: it is not written again: %v", content, err)
		}
	}
}

package keep

import (
	"os"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/openlumbar/lumbar/internal/ago"
)

const setBy = ago.SetBy

// began is the day on which the machines of these tests are switched on.
var began = time.Date(2026, 10, 23, 8, 0, 0, 0, time.UTC)

// machine is one whose clock does what a test says.
type machine struct {
	dir   string
	boots int
	since time.Duration // of true time, since the boot
	wall  time.Time     // the true one
	off   time.Duration // what the clock says beyond it
	k     *Keeper
}

func (m *machine) now() moment {
	return moment{Boot: strconv.Itoa(m.boots), BootMS: m.since.Milliseconds(), WallMS: m.wall.Add(m.off).UnixMilli()}
}

func (m *machine) pass(d time.Duration) { m.since, m.wall = m.since+d, m.wall.Add(d) }

// boot begins a boot, with the clock off by so much; what waits for the disk is on it.
func (m *machine) boot(t interface{ Fatal(...any) }, off time.Duration) {
	if m.k != nil {
		if _, err := m.k.write(nil); err != nil {
			t.Fatal(err)
		}
		_ = m.k.Close()
	}
	m.boots, m.since, m.off = m.boots+1, 0, off
	var err error
	if m.k, _, err = openBy(m.dir, quiet, m.now); err != nil {
		t.Fatal(err)
	}
}

// set sets the clock; the keeper finds that out.
func (m *machine) set(off time.Duration) {
	m.off = off
	m.k.heedClock()
}

func (m *machine) session(n uint64, lasted time.Duration) { m.k.Spend("a", n, lasted) }

// to1970 is what a clock without a battery is off by.
func (m *machine) to1970() time.Duration { return -m.wall.Sub(time.Unix(0, 0)) }

const years = 365 * day

// TestClockSet: what the clock does between a session and the next question, and what of the session must count.
func TestClockSet(t *testing.T) {
	for name, c := range map[string]struct {
		do   func(m *machine)
		want time.Duration // since; exactly
	}{
		"nothing":                         {func(m *machine) { m.pass(3 * time.Hour) }, 3 * time.Hour},
		"an hour ahead, as of summer":     {func(m *machine) { m.set(time.Hour); m.pass(time.Hour) }, time.Hour},
		"an hour back":                    {func(m *machine) { m.set(-time.Hour); m.pass(time.Hour) }, time.Hour},
		"years ahead":                     {func(m *machine) { m.set(4 * years); m.pass(time.Hour) }, time.Hour},
		"years back":                      {func(m *machine) { m.set(-4 * years); m.pass(time.Hour) }, time.Hour},
		"ahead, then another boot":        {func(m *machine) { m.set(4 * years); m.boot(t, 4*years); m.pass(2 * time.Hour) }, 2 * time.Hour},
		"ahead for a boot, then right":    {func(m *machine) { m.boot(t, 4*years); m.pass(time.Hour); m.set(0); m.pass(time.Hour) }, 2 * time.Hour},
		"ahead for a boot, then another":  {func(m *machine) { m.boot(t, 4*years); m.pass(time.Hour); m.boot(t, 0); m.pass(time.Hour) }, 2 * time.Hour},
		"a boot of 1970":                  {func(m *machine) { m.pass(time.Hour); m.boot(t, m.to1970()); m.pass(time.Hour) }, 0},
		"a boot of 1970, then right":      {func(m *machine) { m.boot(t, m.to1970()); m.pass(time.Hour); m.set(0); m.pass(time.Hour) }, 2 * time.Hour},
		"the machine was off for a while": {func(m *machine) { m.wall = m.wall.Add(5 * time.Hour); m.boot(t, 0) }, 5 * time.Hour},
	} {
		m := &machine{dir: t.TempDir(), wall: began}
		m.boot(t, 0)
		m.session(1, 9*time.Minute)
		c.do(m)
		if got := m.k.Spent("a"); got.Since != c.want || got.DaySessions != 1 || got.Day != 9*time.Minute {
			t.Errorf("%s: %+v, want one session %v ago", name, got, c.want)
		}
		_ = m.k.Close()
	}
}

// TestWrongWhenGiven: a session that was given while the clock was wrong counts, from when it was or later, and not for ever.
func TestWrongWhenGiven(t *testing.T) {
	for name, c := range map[string]struct {
		off   func(m *machine) time.Duration
		right func(m *machine)
	}{
		"years ahead, set right":      {func(*machine) time.Duration { return 4 * years }, func(m *machine) { m.set(0) }},
		"years ahead, then a boot":    {func(*machine) time.Duration { return 4 * years }, func(m *machine) { m.boot(t, 0) }},
		"days ahead, then a boot":     {func(*machine) time.Duration { return 3 * day }, func(m *machine) { m.boot(t, 0) }},
		"hours ahead, then a boot":    {func(*machine) time.Duration { return 3 * time.Hour }, func(m *machine) { m.boot(t, 0) }},
		"of 1970, set right":          {(*machine).to1970, func(m *machine) { m.set(0) }},
		"of 1970, then a boot":        {(*machine).to1970, func(m *machine) { m.boot(t, 0) }},
		"of 1970, right, then a boot": {(*machine).to1970, func(m *machine) { m.set(0); m.boot(t, 0) }},
	} {
		m := &machine{dir: t.TempDir(), wall: began}
		m.boot(t, 0)
		m.boot(t, c.off(m))
		m.session(1, 9*time.Minute)
		m.pass(time.Hour)
		c.right(m)
		if got := m.k.Spent("a"); got.DaySessions != 1 || got.Day != 9*time.Minute || got.Since > time.Hour {
			t.Errorf("%s: %+v", name, got)
		}
		for range 4 { // and it passes, over boots too
			m.pass(2 * day)
			m.boot(t, 0)
		}
		if got := m.k.Spent("a"); got.WeekSessions != 0 {
			t.Errorf("%s: eight days later %+v", name, got)
		}
		_ = m.k.Close()
	}
}

// TestNoClockLosesADose (but for the minute that counts as drift): whatever the clock did on the way, once it is right everything counts that was had, from when it was
// had or later.
func TestNoClockLosesADose(t *testing.T) {
	root, dirs := t.TempDir(), 0
	if shm, err := os.MkdirTemp("/dev/shm", "lumbar-keep-"); err == nil { // every boot of it waits for its disk
		root = shm
		defer os.RemoveAll(shm)
	}
	rapid.Check(t, func(t *rapid.T) {
		dirs++
		m := &machine{dir: filepath.Join(root, strconv.Itoa(dirs)), wall: began}
		if err := os.Mkdir(m.dir, 0o700); err != nil {
			t.Fatal(err)
		}
		m.boot(t, 0)
		defer func() { _ = m.k.Close() }()
		type had struct {
			at     time.Time
			lasted time.Duration
		}
		var all []had
		for range rapid.IntRange(1, 25).Draw(t, "n") {
			switch rapid.SampledFrom([]string{"pass", "pass", "session", "session", "ahead", "back", "right", "boot", "boot ahead", "boot 1970"}).Draw(t, "what") {
			case "pass":
				m.pass(time.Duration(rapid.Int64Range(1, int64(2*day)).Draw(t, "for")))
			case "session":
				lasted := time.Duration(rapid.IntRange(1, 20).Draw(t, "minutes")) * time.Minute
				m.session(uint64(len(all)+1), lasted)
				all = append(all, had{m.wall, lasted})
			case "ahead":
				m.set(time.Duration(rapid.Int64Range(1, int64(9*years)).Draw(t, "ahead")))
			case "back":
				m.set(-time.Duration(rapid.Int64Range(1, int64(9*years)).Draw(t, "back")))
			case "right":
				m.set(0)
			case "boot":
				m.set(0) // a clock that is behind, and plausible, at the end of a boot is not to be found out
				m.boot(t, 0)
			case "boot ahead":
				m.set(0)
				m.boot(t, time.Duration(rapid.Int64Range(0, int64(9*years)).Draw(t, "ahead")))
			case "boot 1970":
				m.set(0)
				m.boot(t, m.to1970())
			}
		}
		m.set(0)
		got := m.k.Spent("a")
		var day1 time.Duration
		days, weeks, since := 0, 0, 100*365*day
		for _, h := range all {
			ago := m.wall.Sub(h.at)
			if ago <= week-2*setBy {
				weeks, since = weeks+1, min(since, ago)
			}
			if ago <= day-2*setBy {
				days, day1 = days+1, day1+h.lasted
			}
		}
		if int(got.WeekSessions) < weeks || int(got.DaySessions) < days || got.Day < day1-time.Millisecond || weeks > 0 && got.Since > since+2*setBy {
			t.Fatalf("%+v, and there were %d in the week, %d in the day of %v, the last %v ago", got, weeks, days, day1, since)
		}
	})
}

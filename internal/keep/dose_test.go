package keep

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/internal/ago"
	"github.com/openlumbar/lumbar/internal/wire"
)

// at is a moment so long after the boot and after some day.
func at(boot string, since, wall time.Duration) moment {
	return moment{Boot: boot, BootMS: since.Milliseconds(), WallMS: 1_700_000_000_000 + wall.Milliseconds()}
}

func TestMoments(t *testing.T) {
	const h = time.Hour
	for name, c := range map[string]struct {
		was, now moment
		want     time.Duration
	}{
		"within a boot":                {at("a", h, h), at("a", 3*h, 3*h), 2 * h},
		"the clock was set ahead":      {at("a", h, h), at("a", 3*h, 99*h), 2 * h},
		"the clock was set back":       {at("a", h, h), at("a", 3*h, -99*h), 2 * h},
		"another boot":                 {at("a", h, h), at("b", 0, 5*h), 4 * h},
		"another boot, clock set back": {at("a", h, h), at("b", 0, -5*h), 0},
		"no boot id":                   {at("", h, h), at("", 2*h, 9*h), 8 * h},
		"the boot's clock went back":   {at("a", 3*h, h), at("a", h, 9*h), 0},
		"no battery: the year is 1970": {at("a", h, h), moment{Boot: "b", WallMS: 0}, 0},
		"far ahead, and not beyond":    {moment{WallMS: -1 << 62}, moment{WallMS: 1 << 62}, 0},
	} {
		if got := c.now.Since(c.was); got != c.want && name != "far ahead, and not beyond" {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		} else if got < 0 || got > 100*365*day {
			t.Errorf("%s: %v", name, got)
		}
	}
	if m := ago.System().Now(); m.WallMS < 1_600_000_000_000 || m.Boot != "" && m.BootMS <= 0 {
		t.Errorf("now is %+v", m)
	}
}

func TestSpent(t *testing.T) {
	now := at("b", 10*time.Hour, 10*time.Hour)
	all := doses{}
	add := func(person string, session uint64, ago, lasted time.Duration) {
		all[of{person, session}] = dose{person, session, lasted.Milliseconds(), at("b", 10*time.Hour-ago, 10*time.Hour-ago)}
	}
	if got := all.spent("a", now); got != (chair.Spent{}) {
		t.Errorf("nobody has had %+v", got)
	}
	add("a", 1, 5*time.Hour, 8*time.Minute)
	add("a", 2, day, 15*time.Minute)
	add("a", 3, day+time.Millisecond, 11*time.Minute)
	add("a", 4, week, 11*time.Minute)
	add("a", 5, week+time.Millisecond, 11*time.Minute)
	add("b", 6, time.Minute, time.Minute)
	want := chair.Spent{Day: 23 * time.Minute, DaySessions: 2, WeekSessions: 4, Since: 5 * time.Hour}
	if got := all.spent("a", now); got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
}

// TestDosesLast: over restarts, the newest word of each session counts; a torn last line is one progress less.
func TestDosesLast(t *testing.T) {
	dir := t.TempDir()
	k, _ := open(t, dir)
	for _, lasted := range []time.Duration{10, 20, 30} {
		k.Spend("a", 1, lasted*time.Second)
		flush(t, k)
	}
	k.Spend("a", 2, 7*time.Second)
	flush(t, k)
	check := func(want time.Duration, sessions chair.Count) {
		t.Helper()
		got := k.Spent("a")
		if got.Day != want || got.DaySessions != sessions || got.WeekSessions != sessions || got.Since > time.Minute {
			t.Errorf("got %+v, want %v in %d sessions", got, want, sessions)
		}
	}
	check(37*time.Second, 2)
	path := filepath.Join(dir, dosesName)
	text := read(t, dir, dosesName)
	k, _ = open(t, dir)
	check(37*time.Second, 2)
	if n := bytes.Count(read(t, dir, dosesName), []byte("\n")); n != 2 {
		t.Errorf("%d lines after opening, want 2", n)
	}
	if err := os.WriteFile(path, text[:len(text)-5], 0o600); err != nil {
		t.Fatal(err)
	}
	var found Found
	if k, found = open(t, dir); found.Latched != nil {
		t.Errorf("a torn last line is %+v", found.Latched)
	}
	check(30*time.Second, 1)

	// A line that is broken, but not by a kill: what somebody had is not known any more.
	if err := os.WriteFile(path, append([]byte("{}\n"), text...), 0o600); err != nil {
		t.Fatal(err)
	}
	if k, found = open(t, dir); found.Latched == nil || found.Latched.Code != chair.FaultRecord {
		t.Errorf("a broken line counts as %+v, want %s", found.Latched, chair.FaultRecord)
	}
	flush(t, k)
	if _, found = open(t, dir); found.Latched == nil {
		t.Error("forgotten with the next start")
	}
}

// TestSpentNeverShrinks: one more dose never makes anybody's spent smaller, whatever the clocks did.
func TestSpentNeverShrinks(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		draw := func(label string) moment {
			return moment{
				Boot: rapid.SampledFrom([]string{"", "a", "b"}).Draw(t, label), BootMS: rapid.Int64Range(0, 1e10).Draw(t, label),
				WallMS: rapid.Int64Range(-1e12, 1e13).Draw(t, label),
			}
		}
		all, now := doses{}, draw("now")
		for i := range uint64(rapid.IntRange(1, 8).Draw(t, "n")) {
			before := all.spent("a", now)
			all[of{"a", i}] = dose{"a", i, rapid.Int64Range(1, 1e6).Draw(t, "ms"), draw("then")}
			after := all.spent("a", now)
			if after.Day < before.Day || after.DaySessions < before.DaySessions || after.WeekSessions < before.WeekSessions ||
				before.WeekSessions > 0 && after.Since > before.Since || after.Since < 0 {
				t.Fatalf("%+v became %+v", before, after)
			}
		}
		text, err := all.encode()
		if err != nil {
			t.Fatal(err)
		}
		var lines [][]byte
		for line := range bytes.Lines(text) {
			lines = append(lines, line)
		}
		again, broken := readDoses(lines)
		if broken > 0 || again.spent("a", now) != all.spent("a", now) {
			t.Fatalf("reads back as %+v with %d broken", again, broken)
		}
	})
}

// TestGuestsAreNotKept: a guest's dose counts within their visit, is on no disk, and is let go of with those that no
// budget looks back to.
func TestGuestsAreNotKept(t *testing.T) {
	dir := t.TempDir()
	k, _ := open(t, dir)
	const person = wire.GuestPrefix + "7f3a"
	k.Spend(person, 1, time.Minute)
	k.Spend("a", 2, time.Minute)
	if got := k.Spent(person); got.DaySessions != 1 || got.Day != time.Minute {
		t.Errorf("within the visit: %+v", got)
	}
	if _, err := k.write(nil); err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(filepath.Join(dir, dosesName))
	if err != nil || bytes.Contains(text, []byte(wire.GuestPrefix)) || !bytes.Contains(text, []byte(`"a"`)) {
		t.Errorf("the file has %s, %v", text, err)
	}

	now := at("b", 10*time.Hour, 10*time.Hour)
	all := doses{}
	for _, c := range []struct {
		person string
		ago    time.Duration
	}{{person, guests}, {person + "b", guests + time.Millisecond}, {"a", week}, {"b", week + time.Millisecond}} {
		all[of{c.person, 1}] = dose{c.person, 1, 1, at("b", 10*time.Hour-c.ago, 10*time.Hour-c.ago)}
	}
	all.prune(now)
	if len(all) != 3 || all[of{person, 1}].TimeMS != 1 || all[of{"a", 1}].TimeMS != 1 || all[of{"b", 1}].TimeMS != 1 {
		t.Errorf("left are %v", all)
	}
	for i := range uint64(2 * longAgo) {
		ago := week + time.Duration(i+2)*time.Hour
		all[of{"b", 100 + i}] = dose{"b", 100 + i, 1, at("b", 10*time.Hour-ago, 10*time.Hour-ago)}
	}
	all.prune(now)
	if _, ok := all[of{"b", 1}]; len(all) != 2+longAgo || !ok {
		t.Errorf("left are %d, of many that are long ago; the youngest of them: %v", len(all), ok)
	}
}

// TestDosesStaySmall: an engine that runs for long writes the newest of each session alone, now and then, and forgets
// nothing meanwhile.
func TestDosesStaySmall(t *testing.T) {
	dir := t.TempDir()
	k, _ := open(t, dir)
	k.Spend(wire.GuestPrefix+"7f3a", 9, time.Minute)
	most, rewritten := int64(0), 0
	for i := range 3000 {
		before := k.ledger.size
		k.Spend("a", uint64(1+i/1000), time.Duration(1+i%1000)*500*time.Millisecond)
		flush(t, k)
		if k.ledger.size < before {
			rewritten++
		}
		most = max(most, k.ledger.size)
	}
	if rewritten == 0 || most > 2*slack {
		t.Errorf("written anew %d times, at most %d bytes", rewritten, most)
	}
	for range 2 {
		if got := k.Spent("a"); got.Day != 1500*time.Second || got.DaySessions != 3 {
			t.Errorf("got %+v, want 25 minutes in 3 sessions", got)
		}
		if bytes.Contains(read(t, dir, dosesName), []byte(wire.GuestPrefix)) {
			t.Error("a guest is on the disk")
		}
		k, _ = open(t, dir)
	}
}

package store

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/internal/outcome"
	"github.com/openlumbar/lumbar/internal/routine"
	"github.com/openlumbar/lumbar/internal/wire"
	"github.com/openlumbar/lumbar/unit"
)

// life fills in all there is of one person; what must not be readable in any file holds the word.
func life(t *testing.T, s *Store, p Person, k *Key, word string) {
	t.Helper()
	ctx := context.Background()
	pain, _ := outcome.Rate(3)
	c := aCheck()
	c.Rules, c.RuleSet = append(c.Rules, word), word
	must(t, s.PutCheck(ctx, k, c, someLimits()))
	must(t, s.PutNote(ctx, k, Note{At: noon, Note: outcome.Note{Kind: outcome.After, Pain: pain}, Session: "spool/1", Marks: []string{word}}))
	must(t, s.PutAims(ctx, k, Aims{Activities: [3]string{word}}))
	must(t, s.PutKnown(ctx, k, noon, &wire.Known{V: wire.KnownVersion, Comfort: []wire.Comfort{{Name: word, ForceN: 30}}}))
	must(t, put(ctx, s.db, k, comforts, "", noon, []oldComfort{{word, [chair.SideEnd]unit.Newton{30, 20}}}))
	must(t, put(ctx, s.db, k, scans, "", noon, []wire.Level{{Name: word}}))
	must(t, s.PutVisit(ctx, k, &Visit{
		ID: p.ID + "/1", At: noon, Figures: &Figures{noon, 41, 1720, 70}, Session: &Dose{Ended: noon, Level: 2, Marks: []string{word}},
		Turn: func(Standing) Standing { return Standing{Last: word, Changed: true, Told: []string{word}} },
	}))
	must(t, s.PutRoutine(ctx, k, aRoutine()))
	_, err := s.NewFeed(ctx, k)
	must(t, err)
	must(t, s.PutMark(ctx, k, routine.Mark{At: noon, What: routine.TookBreak}))
	must(t, s.PutFlags(ctx, k, []routine.Flag{routine.HipReplace}))
	_, last, err := s.Last(ctx)
	must(t, err)
	ev := wire.Event{V: 1, Event: "start", Seq: last + 1, Person: p.ID, Programme: "of-" + p.Name, Time: noon.Format(time.RFC3339)}
	end := wire.Event{V: 1, Event: "summary", Seq: last + 2, Summary: &wire.Summary{Outcome: "finished", Faults: []string{}, Changed: []string{}, Contact: []wire.LevelSummary{}}}
	must(t, s.Append(ctx, "spool", []wire.Event{ev, end}))
}

// TestNothingReadable: no byte of what a person said is in any file, while it is open or afterwards. What is readable on
// purpose is found, so that the search is one.
func TestNothingReadable(t *testing.T) {
	const word = "Xylophone-in-the-attic"
	s, _ := fresh(t)
	p, k := person(t, s, "Robin")
	life(t, s, p, k, word)
	look := func(when string) {
		t.Helper()
		found := false
		for name, text := range files(t, s.dir) {
			for _, secret := range []string{word, "C-PREG", `"pain"`, `"marks"`, `"what"`, "hip-replacement"} {
				if bytes.Contains(text, []byte(secret)) {
					t.Errorf("%s: %s has %s", when, name, secret)
				}
			}
			if name != KeyName && bytes.Contains(text, k.data) {
				t.Errorf("%s: %s has the data key", when, name)
			}
			found = found || bytes.Contains(text, []byte("of-Robin"))
		}
		if !found {
			t.Errorf("%s: the programme is not found either", when)
		}
	}
	look("open")
	must(t, s.Close())
	look("closed")
}

// TestForget: nothing of a person is left in any file, others keep everything, and numbers of events go on.
func TestForget(t *testing.T) {
	s, c := fresh(t)
	ctx := t.Context()
	p, k := person(t, s, "Robin")
	other, k2 := person(t, s, "Kim")
	life(t, s, p, k, "word")
	life(t, s, other, k2, "word")
	must(t, copyTo(ctx, s.db, filepath.Join(s.dir, Name+copies+"v9")))
	must(t, os.WriteFile(filepath.Join(s.dir, KeyName+copies+"v9"), k.data, private))
	var box, wrap []byte
	must(t, s.db.QueryRow(`SELECT wrapped FROM people WHERE id = ?`, p.ID).Scan(&wrap))
	must(t, s.db.QueryRow(`SELECT box FROM sealed WHERE person = ?`, p.ID).Scan(&box))
	traces := [][]byte{[]byte(p.ID), []byte("Robin"), wrap, box, k.data}
	look := func(want bool) {
		t.Helper()
		for i, trace := range traces {
			found := ""
			for name, text := range files(t, s.dir) {
				if bytes.Contains(text, trace) {
					found = name
				}
			}
			if (found != "") != want {
				t.Errorf("trace %d: found in %q", i, found)
			}
		}
	}
	look(true)
	must(t, s.Forget(ctx, p.ID))
	look(false)
	if err := s.Forget(ctx, p.ID); !errors.Is(err, ErrNoPerson) {
		t.Errorf("forgotten twice: %v", err)
	}
	if err := s.PutAims(ctx, k, Aims{}); !errors.Is(err, ErrNoPerson) {
		t.Errorf("a key of before still writes: %v", err)
	}
	if all, err := s.Notes(ctx, k2); err != nil || len(all) != 1 {
		t.Errorf("the other's notes: %d, %v", len(all), err)
	}
	if _, n, err := s.Last(ctx); err != nil || n != 4 {
		t.Errorf("the last event is %d, want 4: %v", n, err)
	}

	// Cut off between taking the rows away and writing the file anew: the next start does the rest.
	third, k3 := person(t, s, "Sam")
	life(t, s, third, k3, "word")
	must(t, copyTo(ctx, s.db, filepath.Join(s.dir, Name+copies+"v9")))
	traces = [][]byte{[]byte(third.ID)}
	must(t, s.in(ctx, func(tx *sql.Tx) error {
		if _, err := tx.Exec(`DELETE FROM people WHERE id = ?`, third.ID); err != nil {
			return err
		}
		_, err := tx.Exec(`PRAGMA user_version = 1`)
		return err
	}))
	look(true)
	must(t, s.Close())
	s = openAt(t, s.dir, c)
	look(false)
}

// TestBackup: a backup brings everything back, elsewhere and over what is there, which is kept.
func TestBackup(t *testing.T) {
	s, c := fresh(t)
	ctx := t.Context()
	p, k := person(t, s, "Robin")
	life(t, s, p, k, "word")
	file := filepath.Join(t.TempDir(), "a.backup")
	must(t, s.Backup(ctx, file))
	if err := s.Backup(ctx, file); err == nil {
		t.Error("a backup was overwritten")
	}
	if info, err := os.Stat(file); err != nil || info.Mode().Perm() != private {
		t.Errorf("the backup is %v, %v", info, err)
	}
	want := exportOf(t, s, k)

	elsewhere := t.TempDir()
	if kept, err := Restore(ctx, elsewhere, file, noon); kept != "" || err != nil {
		t.Fatalf("kept %q, %v", kept, err)
	}
	e := openAt(t, elsewhere, c)
	k2, err := e.Unlock(ctx, p.ID, "")
	must(t, err)
	if got := exportOf(t, e, k2); got != want {
		t.Errorf("restored:\n%s\nwant\n%s", got, want)
	}
	must(t, e.Close())

	other, _ := person(t, s, "Kim")
	must(t, s.Append(ctx, "spool", []wire.Event{{Event: "cleared", Seq: 99}}))
	must(t, s.Close())
	kept, err := Restore(ctx, s.dir, file, noon)
	must(t, err)
	s = openAt(t, s.dir, c)
	if _, err := s.Find(ctx, other.Name); !errors.Is(err, ErrNoPerson) {
		t.Errorf("who came after the backup: %v", err)
	}
	must(t, s.Close())
	for _, name := range []string{Name, KeyName} { // and back to what was there
		must(t, os.Rename(filepath.Join(s.dir, name+kept), filepath.Join(s.dir, name)))
	}
	s = openAt(t, s.dir, c)
	if _, err := s.Find(ctx, other.Name); err != nil {
		t.Error(err)
	}
	if _, n, err := s.Last(ctx); n != 99 || err != nil {
		t.Errorf("what was kept ends at %d, %v", n, err)
	}
	must(t, s.Close())

	text, err := os.ReadFile(file)
	must(t, err)
	for name, bad := range map[string][]byte{
		"nothing": {}, "text": []byte("this is no backup"), "torn": text[:len(text)/2], "a bare store": files(t, elsewhere)[Name],
	} {
		path := filepath.Join(t.TempDir(), "bad")
		must(t, os.WriteFile(path, bad, private))
		before := fmt.Sprint(files(t, elsewhere))
		if _, err := Restore(ctx, elsewhere, path, noon); err == nil {
			t.Errorf("%s was restored", name)
		}
		if fmt.Sprint(files(t, elsewhere)) != before {
			t.Errorf("%s: something was touched", name)
		}
	}
}

func exportOf(t *testing.T, s *Store, k *Key) string {
	t.Helper()
	var b strings.Builder
	must(t, s.Export(context.Background(), k, &b))
	return b.String()
}

// TestExport: what is exported comes back in a store that knows nothing, and exports to the same bytes.
func TestExport(t *testing.T) {
	s, c := fresh(t)
	ctx := t.Context()
	p, k := person(t, s, "Robin")
	life(t, s, p, k, "word <&> ä")
	life(t, s, p, k, "again")
	want := exportOf(t, s, k)
	if _, err := s.Import(ctx, strings.NewReader(want)); !errors.Is(err, ErrExists) {
		t.Errorf("over the same person: %v", err)
	}
	e := openAt(t, t.TempDir(), c)
	must(t, e.Append(ctx, "another", []wire.Event{{Event: "start", Seq: 7, Programme: "under way"}}))
	got, err := e.Import(ctx, strings.NewReader(want))
	must(t, err)
	if got.ID != p.ID || got.Name != p.Name || !got.Created.Equal(p.Created) {
		t.Errorf("imported %+v, want %+v", got, p)
	}
	k2, err := e.Unlock(ctx, p.ID, "")
	must(t, err)
	if back := exportOf(t, e, k2); back != want {
		t.Errorf("came back as\n%s\nwant\n%s", back, want)
	}
	here, err := s.SessionsOf(ctx, p.ID)
	must(t, err)
	there, err := e.SessionsOf(ctx, p.ID)
	must(t, err)
	if len(here) != 2 || fmt.Sprint(here) != fmt.Sprint(there) {
		t.Errorf("sessions came back as\n%v, want\n%v", there, here)
	}
	must(t, e.Append(ctx, "another", []wire.Event{{Event: "stroke", Seq: 8}}))
	if ev, err := e.Events(ctx, "another/7"); err != nil || len(ev) != 2 {
		t.Errorf("the session under way has %d events, want 2: %v", len(ev), err)
	}

	// Cut anywhere, or with something unknown, nothing comes in.
	must(t, e.Forget(ctx, p.ID))
	for cut := 0; cut < len(want)-2; cut += 97 {
		if _, err := e.Import(ctx, strings.NewReader(want[:cut])); err == nil {
			t.Errorf("cut at %d of %d it is imported", cut, len(want))
		}
	}
	for from, to := range map[string]string{
		`"lumbar_person": 3`: `"lumbar_person": 4`, `"soreness"`: `"sourness"`, `"pain": 3`: `"pain": 33`, `"kind": "after"`: `"kind": "never"`,
		`"notes"`: `"notices"`, `"event": "start"`: `"event": "begin"`, `"outcome": "M"`: `"answers": "M"`,
	} {
		bad := strings.Replace(want, from, to, 1)
		if _, err := e.Import(ctx, strings.NewReader(bad)); err == nil || bad == want {
			t.Errorf("with %s it is imported", to)
		}
	}
	if all, err := e.People(ctx); err != nil || len(all) != 0 {
		t.Errorf("%d people came of broken files, %v", len(all), err)
	}
	var table strings.Builder
	must(t, s.ExportCSV(ctx, k, &table))
	if rows := table.String(); strings.Count(rows, "session,programme,of-Robin") != 2 || !strings.Contains(rows, "after,pain,3,0-10") {
		t.Errorf("the table is\n%s", rows)
	}
}

// TestRestoreOverDamage: what a backup is for. The damaged file is kept as it was, its log too.
func TestRestoreOverDamage(t *testing.T) {
	s, c := fresh(t)
	ctx := t.Context()
	p, k := person(t, s, "Robin")
	life(t, s, p, k, "word")
	file := filepath.Join(t.TempDir(), "a.backup")
	must(t, s.Backup(ctx, file))
	must(t, s.Close())
	bad := bytes.Repeat([]byte("damaged "), 5000)
	for _, name := range []string{Name, Name + "-wal"} {
		must(t, os.WriteFile(filepath.Join(s.dir, name), bad, private))
	}
	if _, err := Open(ctx, s.dir, Options{}); err == nil || !strings.Contains(err.Error(), "lumbar restore FILE") {
		t.Errorf("opened damaged: %v", err)
	}
	kept, err := Restore(ctx, s.dir, file, noon)
	must(t, err)
	s = openAt(t, s.dir, c)
	if all, err := s.Notes(ctx, k); err != nil || len(all) != 1 {
		t.Errorf("%d notes came back, %v", len(all), err)
	}
	if got := files(t, s.dir)[Name+kept]; !bytes.Equal(got, bad) {
		t.Errorf("the damaged file was kept with %d bytes, want %d", len(got), len(bad))
	}
}

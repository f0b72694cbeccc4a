package store

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"testing"
)

// golden is, for each earlier schema, what a store of it holds, as that Lumbar would have written it. A new migration
// needs a line for the schema before it.
var golden = map[int64]string{
	1: `INSERT INTO sessions (id, spool, seq, programme, began_ms, ended_ms, contact_from_ms, contact_ms, open, outcome)
			VALUES (1, 'spool', 1, 'programme-0', 0, 0, 2000, 18000, 0, 'finished'), (2, 'spool', 21, 'programme-1', 0, 0, 2000, 3000, 1, 'interrupted')`,
	2: `INSERT INTO sessions (id, spool, seq, programme, began_ms, ended_ms, contact_from_ms, contact_ms, open, outcome)
			VALUES (1, 'spool', 1, 'programme-0', 0, 0, 2000, 18000, 0, 'finished'), (2, 'spool', 21, 'programme-1', 0, 0, 2000, 3000, 1, 'interrupted');
		INSERT INTO people (id, name, created_ms, wrapped) VALUES ('0f', 'Robin', 5, x'00');
		INSERT INTO limits (person, until_ms, limits) VALUES ('0f', 7, '{}');
		INSERT INTO sealed (id, person, kind, at_ms, box) VALUES ('1e', '0f', 'note', 6, x'00')`,
	3: `INSERT INTO sessions (id, spool, seq, programme, began_ms, ended_ms, contact_from_ms, contact_ms, open, outcome)
			VALUES (1, 'spool', 1, 'programme-0', 0, 0, 2000, 18000, 0, 'finished'), (2, 'spool', 21, 'programme-1', 0, 0, 2000, 3000, 1, 'interrupted');
		INSERT INTO people (id, name, created_ms, wrapped) VALUES ('0f', 'Robin', 5, x'00');
		INSERT INTO limits (person, until_ms, limits) VALUES ('0f', 7, '{}');
		INSERT INTO sealed (id, person, kind, at_ms, box) VALUES ('1e', '0f', 'note', 6, x'00');
		INSERT INTO devices (id, hash, name, role, paired_ms, seen_ms) VALUES ('d', x'00', 'Tablet', 'sitter', 5, 5)`,
	4: `INSERT INTO sessions (id, spool, seq, programme, began_ms, ended_ms, contact_from_ms, contact_ms, open, outcome)
			VALUES (1, 'spool', 1, 'programme-0', 0, 0, 2000, 18000, 0, 'finished'), (2, 'spool', 21, 'programme-1', 0, 0, 2000, 3000, 1, 'interrupted');
		INSERT INTO people (id, name, created_ms, wrapped, seen_ms) VALUES ('0f', 'Robin', 5, x'00', 0);
		INSERT INTO limits (person, until_ms, limits) VALUES ('0f', 7, '{}');
		INSERT INTO sealed (id, person, kind, at_ms, box) VALUES ('1e', '0f', 'note', 6, x'00');
		INSERT INTO devices (id, hash, name, role, paired_ms, seen_ms) VALUES ('d', x'00', 'Tablet', 'sitter', 5, 5)`,
	5: `INSERT INTO sessions (id, spool, seq, programme, began_ms, ended_ms, contact_from_ms, contact_ms, open, outcome)
			VALUES (1, 'spool', 1, 'programme-0', 0, 0, 2000, 18000, 0, 'finished'), (2, 'spool', 21, 'programme-1', 0, 0, 2000, 3000, 1, 'interrupted');
		INSERT INTO people (id, name, created_ms, wrapped, seen_ms) VALUES ('0f', 'Robin', 5, x'00', 0);
		INSERT INTO limits (person, until_ms, limits) VALUES ('0f', 7, '{}');
		INSERT INTO sealed (id, person, kind, at_ms, box) VALUES ('1e', '0f', 'note', 6, x'00');
		INSERT INTO devices (id, hash, name, role, paired_ms, seen_ms) VALUES ('d', x'00', 'Tablet', 'sitter', 5, 5);
		INSERT INTO routines (person, routine) VALUES ('0f', '{}')`,
}

// TestMigrate: a store of every earlier schema opens, with all that it had, after a copy of it as it was; and goes on.
func TestMigrate(t *testing.T) {
	ctx := t.Context()
	newest := int64(0)
	for version := int64(1); ; version++ {
		dir := t.TempDir()
		path := filepath.Join(dir, Name)
		must(t, touch(path))
		db, err := connect(path)
		must(t, err)
		p, err := migrator(db)
		must(t, err)
		_, newest, err = versions(ctx, db, p)
		must(t, err)
		if version == newest {
			must(t, db.Close())
			break
		}
		if _, err := p.UpTo(ctx, version); err != nil {
			t.Fatal(err)
		}
		if golden[version] == "" {
			t.Fatalf("no golden store of schema %d", version)
		}
		_, err = db.Exec(golden[version])
		must(t, err)
		for _, ev := range events(1, 25) { // its journal, which all schemas have
			_, err := db.Exec(`INSERT INTO events (session, spool, seq, event) VALUES (?, 'spool', ?, ?)`, (ev.Seq-1)/length+1, ev.Seq,
				fmt.Sprintf(`{"event":%q,"v":1,"seq":%d,"at_ms":%d,"time":%q,"programme":%q}`, ev.Event, ev.Seq, ev.AtMS, ev.Time, ev.Programme))
			must(t, err)
		}
		_, err = db.Exec(`UPDATE journal SET spool = 'spool', last = 25`)
		must(t, errors.Join(err, db.Close()))
		before := files(t, dir)[Name]

		s := openAt(t, dir, &clock{noon})
		if last := wholeRecord(t, s); last != 25 {
			t.Errorf("schema %d: the record ends at %d", version, last)
		}
		if p, err := s.Find(ctx, "Robin"); version >= 2 && (err != nil || p.Created != moment(5) || !p.Seen.IsZero()) {
			t.Errorf("schema %d: Robin is %+v, %v", version, p, err)
		}
		must(t, s.Append(ctx, "spool", events(20, 41)))
		wholeRecord(t, s)
		kept := fmt.Sprintf("%s%sv%d", path, copies, newest)
		db, err = connect(kept)
		must(t, err)
		if has, _, err := versions(ctx, db, p); has != version || err != nil || size(kept) < int64(len(before))/2 {
			t.Errorf("schema %d: the copy has %d, %v", version, has, err)
		}
		must(t, db.Close())
		if info, err := os.Stat(kept); err != nil || info.Mode().Perm() != private {
			t.Errorf("the copy is %v, %v", info, err)
		}
	}
	for v := range golden {
		if v >= newest {
			t.Errorf("a golden store of schema %d, and the newest is %d", v, newest)
		}
	}
}

// TestNewer: a store, and a backup, of a newer Lumbar are refused, and stay as they are.
func TestNewer(t *testing.T) {
	s, _ := fresh(t)
	if _, err := s.db.Exec(`INSERT INTO goose_db_version (version_id, is_applied) VALUES (99, 1)`); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "a.backup")
	must(t, s.Backup(t.Context(), file))
	must(t, s.Close())
	before := fmt.Sprint(files(t, s.dir))
	if _, err := Open(t.Context(), s.dir, Options{}); !errors.Is(err, ErrNewer) {
		t.Errorf("opened: %v, want %v", err, ErrNewer)
	}
	if fmt.Sprint(files(t, s.dir)) != before {
		t.Error("it is not as it was")
	}
	if _, err := Restore(t.Context(), t.TempDir(), file, noon); !errors.Is(err, ErrNewer) {
		t.Errorf("restored: %v, want %v", err, ErrNewer)
	}
}

// TestDamagedFile: a file that SQLite finds wrong is refused with a way out.
func TestDamagedFile(t *testing.T) {
	s, _ := fresh(t)
	must(t, s.Append(t.Context(), "spool", events(1, 400)))
	must(t, s.Close())
	path := filepath.Join(s.dir, Name)
	text, err := os.ReadFile(path)
	must(t, err)
	for name, bad := range map[string][]byte{
		"text": []byte("not a database, however long it is, and not even one when it is longer than a header"),
		"torn": text[:len(text)/2], "a page of zeros": append(append(append([]byte{}, text[:8192]...), make([]byte, 4096)...), text[12288:]...),
	} {
		must(t, os.WriteFile(path, bad, private))
		if _, err := Open(t.Context(), s.dir, Options{}); err == nil {
			t.Errorf("%s: opened", name)
		}
	}
}

// TestOpenTogether: many that open a store which is not there yet all get the same one.
func TestOpenTogether(t *testing.T) {
	for range 5 {
		dir, ctx := t.TempDir(), t.Context()
		done := make(chan error, 6)
		for range cap(done) {
			go func() {
				s, err := Open(ctx, dir, Options{})
				if err == nil {
					_, _, err = s.AddPerson(ctx, fmt.Sprintf("%p", s), "")
					err = errors.Join(err, s.Close())
				}
				done <- err
			}()
		}
		for range cap(done) {
			if err := <-done; err != nil {
				t.Error(err)
			}
		}
		s := openAt(t, dir, &clock{noon})
		all, err := s.People(ctx)
		if err != nil || len(all) != cap(done) {
			t.Fatalf("%d people, %v", len(all), err)
		}
		for _, p := range all {
			if _, err := s.Unlock(ctx, p.ID, ""); err != nil {
				t.Error(err)
			}
		}
	}
}

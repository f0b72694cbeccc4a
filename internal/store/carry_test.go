package store

import (
	"database/sql"
	"os"
	"path/filepath"
	"testing"
)

// TestBackupCarriesFiles: massagers and programmes come along; what is there under the same name is kept; what only is there
// stays; half-written and foreign files do not come; and a backup that would write elsewhere is refused.
func TestBackupCarriesFiles(t *testing.T) {
	s, c := fresh(t)
	ctx := t.Context()
	write := func(dir, name, text string) {
		t.Helper()
		path := filepath.Join(dir, name)
		must(t, os.MkdirAll(filepath.Dir(path), 0o700))
		must(t, os.WriteFile(path, []byte(text), private))
	}
	read := func(dir, name string) string {
		text, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			return ""
		}
		return string(text)
	}
	const chair, mine = "massagers/chair.massager.hcl", "programmes/mine.lumbar.hcl"
	write(s.dir, chair, "the chair")
	write(s.dir, mine, "my programme")
	write(s.dir, "massagers/new-123", "half")
	write(s.dir, "massagers/.hidden.hcl", "hidden")
	file := filepath.Join(t.TempDir(), "a.backup")
	must(t, s.Backup(ctx, file))

	to := t.TempDir()
	write(to, chair, "another chair")
	write(to, "massagers/only.massager.hcl", "only here")
	if _, err := Restore(ctx, to, file, noon); err != nil {
		t.Fatal(err)
	}
	ending := copies + noon.UTC().Format("20060102-150405")
	for name, want := range map[string]string{
		chair: "the chair", chair + ending: "another chair", mine: "my programme", "massagers/only.massager.hcl": "only here",
		"massagers/new-123": "", "massagers/.hidden.hcl": "",
	} {
		if got := read(to, name); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
	e := openAt(t, to, c)
	var n int
	must(t, e.db.QueryRowContext(ctx, `SELECT count(*) FROM sqlite_master WHERE name LIKE 'carried%'`).Scan(&n))
	if n != 0 {
		t.Error("what was carried is left in the store")
	}
	must(t, e.Close())

	for _, bad := range [][2]string{{"massagers", "../../out.hcl"}, {"..", "out.hcl"}, {"massagers", "run.sh"}, {"", "lumbar.hcl"}} {
		broken := filepath.Join(t.TempDir(), "b.backup")
		must(t, s.Backup(ctx, broken))
		db, err := sql.Open("sqlite", broken)
		must(t, err)
		_, err = db.ExecContext(ctx, `INSERT INTO carried_files VALUES (?, ?, 'x')`, bad[0], bad[1])
		must(t, err)
		must(t, db.Close())
		if _, err := Restore(ctx, t.TempDir(), broken, noon); err == nil {
			t.Errorf("%q is restored", bad)
		}
	}
}

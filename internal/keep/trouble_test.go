package keep

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// TestTrouble: what the writer found last is what is said, and nothing when all is well again.
func TestTrouble(t *testing.T) {
	k, _ := open(t, t.TempDir())
	free, known := uint64(1<<30), true
	k.room = func(string) (uint64, bool) { return free, known }
	for _, c := range []struct {
		err   error
		free  uint64
		known bool
		want  string
	}{
		{nil, 1 << 30, true, ""},
		{nil, least, true, ""},
		{nil, least - 1, true, "nearly full: 1023 kB"},
		{nil, 0, false, ""},
		{fmt.Errorf("writing: %w", syscall.ENOSPC), 0, true, "the disk is full"},
		{syscall.EROFS, 1 << 30, true, "can only be read"},
		{errors.Join(nil, syscall.EIO), 1 << 30, true, "refuses: input/output error"},
		{nil, 1 << 30, true, ""},
	} {
		free, known = c.free, c.known
		k.judge(c.err)
		switch err := k.Trouble(); {
		case err == nil && c.want != "", err != nil && (c.want == "" || !strings.Contains(err.Error(), c.want)):
			t.Errorf("%v with %d bytes left: %v, want %q", c.err, c.free, err, c.want)
		}
	}
	if free, known := roomOf(t.TempDir()); known && free == 0 {
		t.Error("no room at all here")
	}
}

// TestDosesThroughTrouble: doses that the disk refused are known all the same, are not heaped up, and are on the disk when it
// takes them again.
func TestDosesThroughTrouble(t *testing.T) {
	dir := t.TempDir()
	k, _ := open(t, dir)
	whole := k.ledger.file
	broken, err := os.Open(filepath.Join(dir, dosesName)) // nothing can be written through it
	if err != nil {
		t.Fatal(err)
	}
	defer broken.Close()
	path := k.ledger.path
	k.ledger.file, k.ledger.path = broken, filepath.Join(dir, "gone", dosesName)
	for i := range 1000 {
		k.Spend("a", 1, time.Duration(i+1)*doseStepOfTest)
		if _, err := k.write(nil); err == nil {
			t.Fatal("nothing was refused")
		}
	}
	if len(k.fresh) > 1 || k.Spent("a").Day != 1000*doseStepOfTest {
		t.Errorf("%d doses wait, and %v is known", len(k.fresh), k.Spent("a").Day)
	}
	k.ledger.file, k.ledger.path = whole, path
	flush(t, k)
	again, _ := open(t, dir)
	if got := again.Spent("a"); got.Day != 1000*doseStepOfTest || got.DaySessions != 1 {
		t.Errorf("on the disk: %+v", got)
	}
}

const doseStepOfTest = 500 * time.Millisecond

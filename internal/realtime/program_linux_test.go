package realtime

import (
	"encoding/binary"
	"errors"
	"os"
	"reflect"
	"slices"
	"testing"

	"golang.org/x/sys/unix"
)

// chill is packages of this test's program that count as cold. The kernel brings in what lies beside what is fetched, up to 64
// kB of it, so that they are many.
func chill() []string {
	return []string{
		"regexp", "encoding", "reflect", "fmt", "testing", "flag", "os", "strconv", "text", "math", "unicode", "sort", "strings", "bytes",
		"io", "time", "log", "slices", "compress", "crypto", "hash", "path", "bufio", "context", "runtime/pprof", "runtime/trace",
	}
}

// resident says of some places in the program's code how many are in this process's memory.
func resident(t *testing.T, points []uintptr) (n int) {
	t.Helper()
	f, err := os.Open("/proc/self/pagemap")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for _, at := range points {
		var entry [8]byte
		if _, err := f.ReadAt(entry[:], int64(at/uintptr(os.Getpagesize()))*8); err != nil {
			t.Fatal(err)
		}
		n += int(binary.LittleEndian.Uint64(entry[:]) >> 63)
	}
	return n
}

// TestFetchAndLetGo: what the loop may need is in memory, whether it has run or not, most of what is cold is not though it has
// run, and nothing that was written is lost.
func TestFetchAndLetGo(t *testing.T) {
	all, err := segments()
	if err != nil {
		t.Fatal(err)
	}
	var hot, other []uintptr
	for _, s := range all {
		if s.runs {
			hot = lay(s.span, chill()).points
			for _, at := range lay(s.span, nil).points {
				if !slices.Contains(hot, at) {
					other = append(other, at)
				}
			}
			if err := advise(s.span, unix.MADV_POPULATE_READ); err == unix.EINVAL {
				t.Skip("Linux before 5.14 has no MADV_POPULATE_READ")
			} else if err != nil {
				t.Fatal(err)
			}
		}
	}
	if len(hot) < 100 || len(other) < 100 || resident(t, hot) < len(hot) || resident(t, other) < len(other) {
		t.Fatalf("%d places that the loop may need, %d others", len(hot), len(other))
	}
	written := &Report{Memory: Grant{What: memory}}
	if err := LetGo(); err != nil || written.Memory.What != memory {
		t.Fatal(err)
	}
	if n := resident(t, other); n > len(other)/2 {
		t.Errorf("of what was let go of, %d of %d are still there", n, len(other))
	}
	between := 0
	n, err := fetch(chill(), func() error {
		between = resident(t, hot)
		return nil
	})
	if err != nil || n == 0 || between == 0 || between > len(hot)*3/4 {
		t.Fatalf("fetched %d bytes, %v; when the lock came, %d of %d were there", n, err, between, len(hot))
	}
	if n := resident(t, hot); n < len(hot) {
		t.Errorf("of what the loop may need, %d of %d are in memory", n, len(hot))
	}
	if n := resident(t, other); n > len(other)*3/4 { // the kernel brings in up to 64 kB beside what is fetched
		t.Errorf("of what is cold, %d of %d are in memory", n, len(other))
	}
	if written.Memory.What != memory {
		t.Error("what was written is lost")
	}
}

// TestLockFails: what the lock is refused for is told, and nothing was fetched.
func TestLockFails(t *testing.T) {
	if n, err := fetch(nil, func() error { return unix.EPERM }); n != 0 || !errors.Is(err, unix.EPERM) {
		t.Errorf("fetched %d, %v", n, err)
	}
}

func TestAmong(t *testing.T) {
	cold := []string{"net/http", "text", "modernc.org"}
	for name, want := range map[string]bool{
		"net/http.(*Server).Serve": true, "net/http/internal.x": true, "net/httpx.y": false, "net.Dial": false, "text/template.New": true,
		"textproto.x": false, "modernc.org/sqlite/lib._sqlite3_exec": true, "slices.Sort[...]": false, "text": false,
	} {
		if among(name, cold) != want {
			t.Errorf("%s: %v", name, !want)
		}
	}
}

func TestWithout(t *testing.T) {
	page := uintptr(os.Getpagesize())
	s := span{4 * page, 10 * page}
	for _, c := range []struct {
		o    span
		want []span
	}{
		{span{}, []span{s}},
		{span{0, 2 * page}, []span{s}},
		{span{12 * page, 13 * page}, []span{s}},
		{span{5*page + 1, 7*page + 5}, []span{{4 * page, 6 * page}, {7 * page, 10 * page}}},
		{span{0, 6 * page}, []span{{6 * page, 10 * page}}},
		{span{6 * page, 20 * page}, []span{{4 * page, 6 * page}}},
		{span{0, 20 * page}, nil},
		{span{5*page + 1, 6 * page}, []span{s}},
	} {
		if got := s.without(c.o); !reflect.DeepEqual(got, c.want) {
			t.Errorf("without %v: %v, want %v", c.o, got, c.want)
		}
	}
}

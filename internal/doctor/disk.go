package doctor

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"
)

// How much room what is kept needs. A session is some 30 kB on record, a scan and its stiffness 20 kB: 20 MB are years of one
// person, and what a log may take until it is noticed. Assumptions.
const (
	roomLeast = 20 << 20
	roomGood  = 200 << 20
)

// flushSlow is how long a write may take to be on the disk before it matters: a page waits for it at a session's start.
const flushSlow = 500 * time.Millisecond

// directory looks whether what is kept can be kept, and by nobody else be read.
func directory(m *Machine) Finding {
	f := Finding{What: "data directory", Found: m.Data}
	info, err := os.Stat(m.Data)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		f.State, f.Found = Note, m.Data+" is not there yet"
		f.Mend = "nothing: the first start makes it"
	case err != nil:
		f.State, f.Found, f.Mend = Bad, err.Error(), "choose another with --data DIR"
	case !info.IsDir():
		f.State, f.Found, f.Mend = Bad, m.Data+" is not a directory", "choose another with --data DIR"
	case info.Mode().Perm()&0o077 != 0 && ownModes:
		f.State, f.Found = Note, fmt.Sprintf("%s may be looked into by others (%v)", m.Data, info.Mode().Perm())
		f.Mend = "chmod 700 " + m.Data
	}
	return f
}

// space looks how much room is left.
func space(m *Machine) Finding {
	f := Finding{What: "room on the disk"}
	free, err := room(nearest(m.Data))
	switch {
	case err != nil:
		f.State, f.Found = Note, "not known: "+err.Error()
	default:
		f.Found = fmt.Sprintf("%.1f GB left", float64(free)/1e9)
		if free < roomLeast {
			f.State, f.Mend = Bad, "make room: what happens in a session cannot be put on record for much longer, and then none is begun"
		} else if free < roomGood {
			f.State, f.Mend = Note, "make room before long: what is kept grows by some 50 kB a session"
		}
	}
	return f
}

// nearest is the directory itself, or what of its path is there.
func nearest(dir string) string {
	for {
		if _, err := os.Stat(dir); err == nil || filepath.Dir(dir) == dir {
			return dir
		}
		dir = filepath.Dir(dir)
	}
}

// flush looks whether a write reaches the disk, and how soon.
func flush(m *Machine) (f Finding) {
	f.What = "writing to the disk"
	if _, err := os.Stat(m.Data); err != nil {
		f.Found = "not tried: there is no data directory yet"
		return f
	}
	bad := func(err error) Finding {
		f.State, f.Found = Bad, err.Error()
		f.Mend = "let the user that runs lumbar write there, or choose another directory with --data DIR"
		return f
	}
	file, err := os.CreateTemp(m.Data, "doctor-")
	if err != nil {
		return bad(err)
	}
	defer os.Remove(file.Name())
	defer file.Close()
	began := time.Now()
	_, err = file.Write(make([]byte, 4096))
	if err := errors.Join(err, file.Sync()); err != nil {
		return bad(err)
	}
	took := time.Since(began)
	f.Found = fmt.Sprintf("a page is on the disk after %.1f ms", took.Seconds()*1000)
	if took > flushSlow {
		f.State, f.Mend = Note, "a slow or worn card, or a busy disk: keep the data directory on another one with --data DIR"
	}
	return f
}

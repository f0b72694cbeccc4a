package keep

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
)

// Lock is held by the one process that may do something in a data directory. It ends with the process, however
// that ends.
type Lock struct{ file *os.File }

// errHeld is returned by hold when another process holds the lock.
var errHeld = errors.New("held by another process")

// Held says that another process holds a lock.
type Held struct {
	Name string // of the lock
	Dir  string
	PID  string // of who holds it; empty if that is not known
}

// Error names the process.
func (h *Held) Error() string {
	if h.PID == "" {
		return fmt.Sprintf("another process is the %s of %s", h.Name, h.Dir)
	}
	return fmt.Sprintf("process %s is the %s of %s", h.PID, h.Name, h.Dir)
}

// Hold takes the lock of a name in a directory. The error is a *Held if another process has it.
func Hold(dir, name string) (*Lock, error) {
	path := filepath.Join(dir, name+".lock")
	f, err := hold(path)
	if errors.Is(err, errHeld) {
		text, _ := os.ReadFile(path) // Windows does not let us: then the process stays unnamed
		return nil, &Held{Name: name, Dir: dir, PID: strings.TrimSpace(string(text))}
	}
	if err != nil {
		return nil, fmt.Errorf("locking %s: %w", path, err)
	}
	text := fmt.Sprintln(os.Getpid())
	if err := errors.Join(f.Truncate(0), writeAll(f, text)); err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return &Lock{f}, nil
}

func writeAll(f *os.File, text string) error {
	_, err := io.WriteString(f, text)
	return err
}

// Release lets go. The file stays: another process may be waiting at it.
func (l *Lock) Release() error { return l.file.Close() }

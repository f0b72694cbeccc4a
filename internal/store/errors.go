package store

import (
	"errors"
	"fmt"
	"time"
)

// What can go wrong in a way that callers tell apart. All come wrapped.
var (
	ErrNoPerson = errors.New("there is no such person here")
	ErrNoNote   = errors.New("there is no such note: it was taken back, or is another person's")
	ErrLocked   = errors.New("this person has a PIN: give it to open what they said")
	ErrWrongPIN = errors.New("the PIN is wrong")
	ErrNewer    = errors.New("the store was written by a newer Lumbar: use that one, or restore a backup of before")
	ErrDamaged  = errors.New("what is stored does not fit its key: it was changed, or device.key is another's; restore a backup")
	ErrNoKey    = errors.New("device.key is missing, and without it nothing that people said can be opened: put it back, or restore a backup")
	ErrFull     = errors.New("the disk is full: make room on it, then start again")
	ErrExists   = errors.New("this person is here already: forget them first")
)

// Wait says that a PIN may not be tried yet: each wrong one doubles the wait. It is an ErrWrongPIN too, when this very
// attempt was one.
type Wait struct {
	Until time.Time
	Wrong bool // this attempt was tried, and wrong; otherwise it was not tried at all
}

// Error says until when.
func (w *Wait) Error() string {
	at := w.Until.Local().Format("15:04:05")
	if w.Wrong {
		return fmt.Sprintf("%v; the next attempt is possible at %s", ErrWrongPIN, at)
	}
	return "too many wrong PINs: this one was not tried; the next attempt is possible at " + at
}

// Is makes a wrong attempt an ErrWrongPIN.
func (w *Wait) Is(target error) bool { return target == ErrWrongPIN && w.Wrong }

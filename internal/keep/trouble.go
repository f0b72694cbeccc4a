package keep

import (
	"errors"
	"fmt"
	"syscall"
)

// least is how much room must be left for one more session to be put on record: several times what one takes here and in the
// server's record, 50 kB each. Assumption.
const least = 1 << 20

// Trouble is why nothing can be kept now, in words for people; nil: all is well. It is what the writer found last: a write that
// the disk refused, or too little room for one more session.
func (k *Keeper) Trouble() error {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.trouble
}

// judge is the writer's: what it found last.
func (k *Keeper) judge(err error) {
	var trouble error
	if err != nil {
		trouble = plain(err)
	} else if free, known := k.room(k.dir); known && free < least {
		trouble = fmt.Errorf("the disk is nearly full: %d kB are left", free>>10)
	}
	k.mu.Lock()
	k.trouble = trouble
	k.mu.Unlock()
}

// plain says what a disk's refusal means.
func plain(err error) error {
	switch {
	case errors.Is(err, syscall.ENOSPC):
		return errors.New("the disk is full")
	case errors.Is(err, syscall.EROFS):
		return errors.New("the disk can only be read")
	}
	return fmt.Errorf("the disk refuses: %w", err)
}

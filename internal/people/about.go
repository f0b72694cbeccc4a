package people

import (
	"context"
	"fmt"
	"time"

	"github.com/openlumbar/lumbar/internal/outcome"
)

// abouts are the sessions on record, by their keys, that the notes of a visit are about; "" is none that is known.
type abouts struct {
	last string // the one before the visit: of it the next day is asked
	own  string // the visit's, the last one where there were fresh starts
}

// of is the session that a note is about.
func (a abouts) of(k outcome.Kind) string {
	switch k {
	case outcome.Daily:
		return a.last
	case outcome.Before, outcome.After:
		return a.own
	}
	return ""
}

// sessions finds what the visit's notes are about. Its own session is on record some moments after it has begun, and stays
// unknown where somebody else turned out to sit there: it is nobody's then.
func (k *Keeper) sessions(ctx context.Context) (a abouts, err error) {
	all, err := k.m.Store.SessionsOf(ctx, k.Person())
	if err != nil {
		return a, fmt.Errorf("finding the session that notes are about: %w", err)
	}
	for i := range all {
		switch began := all[i].Began; {
		case began.Before(k.first):
			a.last = all[i].Key
		case !k.opened.IsZero() && !began.Before(k.opened):
			a.own = all[i].Key
		}
	}
	return a, nil
}

// times notes when the visit was first heard of, and when a session of it was first about to begin, as the record
// has moments.
func (k *Keeper) times(w *Word) {
	at := w.At.Truncate(time.Millisecond)
	if k.first.IsZero() {
		k.first = at
	}
	if k.opened.IsZero() && w.Open {
		k.opened = at
	}
}

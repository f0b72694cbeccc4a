package httpapi

import (
	"time"

	"github.com/openlumbar/lumbar/internal/store"
)

// dayBefore is the session on record, the last that touched, of the day before a day: the one that a note of the day is
// about. nil: there was none.
func dayBefore(sessions []store.Session, day time.Time) *store.Session {
	for i := len(sessions) - 1; i >= 0; i-- {
		if s := &sessions[i]; s.Contact > 0 && daysBetween(s.Began.In(day.Location()), day) == 1 {
			return s
		}
	}
	return nil
}

// ofSession says which session a note is about, by when it was; nothing where none is known.
func ofSession(s *store.Session, at time.Time) string {
	if s == nil {
		return ""
	}
	return sessionOf(s.Began, at)
}

// sessionOf is the same of a moment.
func sessionOf(t, at time.Time) string {
	if t.IsZero() {
		return ""
	}
	return "About your session of " + t.In(at.Location()).Format(dayWords+", 15:04") + "."
}

package loop

import (
	"github.com/openlumbar/lumbar/guard"
	"github.com/openlumbar/lumbar/internal/control"
	"github.com/openlumbar/lumbar/internal/session"
)

// Saved is a loop with a session as it was at some moment, for simulations that try several things from there.
type Saved struct {
	loop    Loop
	session session.Session
	control control.Controller
	guard   guard.Guard
}

// Save is the loop between two ticks. It needs a session.
func (l *Loop) Save() *Saved {
	return &Saved{loop: *l, session: *l.session, control: *l.control, guard: *l.guard}
}

// Restore takes the loop that was saved back to that moment.
func (l *Loop) Restore(s *Saved) {
	*l = s.loop
	*l.session, *l.control, *l.guard = s.session, s.control, s.guard
}

package httpapi

import (
	"context"
	"errors"

	"github.com/openlumbar/lumbar/internal/visit"
	"github.com/openlumbar/lumbar/internal/web"
)

// tellFirst is that a session was not begun, as whoever sits there has to be told first what the chair moves: a second press
// says that they were. It keeps what was chosen for the session.
type tellFirst struct{ calibrate, measure bool }

func (*tellFirst) Error() string { return "the chair moves before the massage: read what, then start" }

// tells says on a step from which a session is started what the chair moves first. problem is why a start was not taken; what is
// left of it is returned.
func (s *Server) tells(ctx context.Context, w *web.Visit, step visit.Step, problem error) error {
	if step != visit.Ready && step != visit.Stopped || w.Massager != "" || w.Closed != nil {
		return problem
	}
	now, err := s.look(ctx)
	if err != nil {
		return problem
	}
	w.Homing, w.Simulated = now.Homing, now.Simulated
	var first *tellFirst
	if !errors.As(problem, &first) {
		return problem
	}
	if w.Homing == "" { // it knows its places by now
		return nil
	}
	w.Tell, w.Calibrate, w.Measure = true, first.calibrate, first.measure
	return nil
}

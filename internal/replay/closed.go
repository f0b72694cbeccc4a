package replay

import (
	"errors"
	"fmt"
	"strings"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/guard"
	"github.com/openlumbar/lumbar/internal/closed"
	"github.com/openlumbar/lumbar/internal/fit"
	"github.com/openlumbar/lumbar/internal/recording"
)

// startClosed begins a session on a closed chair, or goes on with it.
func (p *player) startClosed(s *recording.ClosedStart) error {
	p.result.Sessions++
	plan := fit.ClosedResult{Programme: s.Programme, Title: s.Title, Steps: s.Steps}
	if s.Again {
		if p.closed == nil {
			return errors.New("a session is gone on with that never began")
		}
		return p.began(s.At, p.closed.Resume(s.At, &plan, s.Limits))
	}
	p.profile = s.Profile
	p.closed = closed.NewLoop(&p.profile, s.At, nil)
	if p.result.Ticks == 0 {
		p.result.Began = s.At
	}
	return p.began(s.At, p.closed.Begin(s.At, &plan, s.Limits, s.Spent))
}

// tickClosed takes one tick once more, and tells the loop what the driver made of it then.
func (p *player) tickClosed(t *recording.ClosedTick) error {
	if p.closed == nil {
		return errors.New("a tick comes before its session")
	}
	p.result.Ticks++
	p.result.Ended = t.At
	in := t.Input()
	var got recording.ClosedTick
	var cleared guard.Cleared
	cleared, p.events = p.closed.Tick(&in, p.events[:0])
	got.Take(&in, p.closed, &cleared)
	got.Applied, got.There = t.Applied, t.There // of the chair, not of control
	if t.Applied {
		p.closed.Applied(t.There)
	}
	p.result.Stage, p.result.Fault, p.result.Ending = closedStages[min(got.State, guard.Off)], got.Fault.Code, p.closed.Outcome().Ending
	if got != *t {
		p.differ(t.At, closedDifferences(t, &got))
	}
	return nil
}

// closedStages are how a closed chair's session stands, by its guard.
var closedStages = [...]string{guard.Disarmed: "before its first tick", guard.Armed: "massage", guard.Retreating: "stopping", guard.Off: "done"}

// closedFields are what came of a tick, in their order.
func closedFields(t *recording.ClosedTick) [][2]string {
	return [][2]string{
		{"step", fmt.Sprint(t.Step)}, {"asked", setting(t.Asked)}, {"sent", setting(t.Sent)}, {"sent_seq", fmt.Sprint(t.Sequence)},
		{"sent_good", (t.Expires - t.At).String()}, {"state", t.State.String()}, {"seen to stop", fmt.Sprint(t.Seen)},
		{"fault", quoted(strings.TrimSpace(string(t.Fault.Code)))}, {"fault_at", t.Fault.At.String()},
		{"fault_value", number(t.Fault.Value)}, {"fault_bound", number(t.Fault.Bound)},
	}
}

func closedDifferences(a, b *recording.ClosedTick) (out []Difference) {
	was, is := closedFields(a), closedFields(b)
	for i := range was {
		if was[i] != is[i] {
			out = append(out, Difference{was[i][0], was[i][1], is[i][1]})
		}
	}
	if len(out) == 0 { // a field that has no words here
		out = append(out, Difference{"tick", fmt.Sprintf("%+v", *a), fmt.Sprintf("%+v", *b)})
	}
	return out
}

// setting is a setting in figures.
func setting(s chair.Setting) string {
	if s.Mode == 0 {
		return "stopped"
	}
	text := fmt.Sprintf("mode %d, speed %d, %v, steps %d to %d", s.Mode, s.Speed, s.Area, s.From, s.To)
	if s.Heat {
		text += ", warm"
	}
	return text
}

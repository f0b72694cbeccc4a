package recording

import (
	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/guard"
	"github.com/openlumbar/lumbar/internal/loop"
	"github.com/openlumbar/lumbar/internal/session"
)

// Take fills t with the tick that l has just taken of in, and with what came of it. It makes no garbage.
func (t *Tick) Take(in *loop.Input, l *loop.Loop, cleared *guard.Cleared) {
	t.At, t.Dt, t.Report, t.Ask, t.Nudge = in.At, in.Dt, *in.Report, in.Ask, in.Nudge
	t.Alive, t.Wrong, t.Up, t.Move = in.Alive, in.Wrong, in.Up, in.Move

	t.Report.Closed = nil // a closed chair has a guard of its own, which no loop runs

	g, c := l.Guard(), l.Control()
	t.Asked, t.Sent = *l.Asked(), cleared.Command()
	t.Sequence, t.Expires, t.State, t.Stage = cleared.Sequence(), cleared.Expires(), g.State(), 0
	if s := l.Session(); s != nil {
		t.Stage = s.Stage()
	}
	if t.Stage == session.Done {
		t.Asked = chair.Command{} // it goes nowhere, and depends on ticks that are left out
	}
	if f := l.Fault(); f != nil {
		t.Fault = *f
	} else {
		t.Fault = chair.Fault{}
	}
	for side, f := range c.Contact {
		t.Contact[side] = float32(f)
	}
	t.Target, t.Cap, t.Trip = float32(c.Target), float32(c.Cap.Max), float32(g.TripLimit().Max)
	t.Along, t.Dose, t.Zone = float32(c.Along), float32(g.HeatDose()), c.Zone
}

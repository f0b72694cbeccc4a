package engine

import (
	"math"
	"time"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/guard"
	"github.com/openlumbar/lumbar/internal/fit"
	"github.com/openlumbar/lumbar/internal/session"
	"github.com/openlumbar/lumbar/internal/wire"
	"github.com/openlumbar/lumbar/unit"
)

// confirmWithin is how long a stop may stay without the chair's confirmation before people are told to press
// the red button: the guard's claim is depth home within 2 s.
const confirmWithin = 2500 * time.Millisecond

// aLimit is what others than the one who started a session are told of a personal limit's author.
const aLimit = "a limit of this session"

// told is what fit changed, in sentences: for everybody, and for the one who started the session.
type told struct{ all, own []string }

func tell(changes []fit.Change) (t told) {
	for _, c := range changes {
		t.own = append(t.own, c.String())
		if c.By.Personal() {
			c.By = aLimit
		}
		t.all = append(t.all, c.String())
	}
	return t
}

// fill fills in everything a page shows at this moment. Own is true for the one who started the session. The
// slices of s that have room keep it; otherwise nothing is allocated.
func (e *Engine) fill(s *wire.Snapshot, own bool) {
	e.looks++
	r, p := &e.report, &e.profile
	*s = wire.Snapshot{
		Levels: s.Levels[:0], Contour: s.Contour[:0], Comfort: s.Comfort[:0], Found: s.Found, Realtime: e.o.Realtime,
		V: wire.Version, Seq: e.looks, AtMS: e.o.Clock.Now().Milliseconds(),
		Chair: p.Title, Simulated: p.Simulated, Pace: e.pace, Stage: wire.Idle, Body: e.label,
		DepthMM: tenth(float64(r.Axes[chair.Depth].Pos)), DepthMaxMM: float64(p.Axes[chair.Depth].Max),
		PadC: tenth(float64(r.Pad)), HeatDose: float64(e.loop.Guard().HeatDose()),
		ReclineDeg: tenth(float64(e.profile.Back(r))), LegRestDeg: tenth(float64(r.Axes[chair.LegRest].Pos)),
		AirKPa: [2]float64{tenth(float64(r.Air[chair.BagSeat])), tenth(float64(r.Air[chair.BagLegs]))}, Seated: r.Seated,
		Fault: e.latch.told, StopHeld: r.Stop, Alone: r.Lost, Broken: e.trial.broken, Yours: own,
	}
	for a := chair.Carriage; a < chair.AxisEnd; a++ {
		if x := &r.Axes[a]; p.Axes[a].Fitted {
			s.Axes[a-1] = wire.AxisState{Name: a.String(), Pos: tenth(float64(x.Pos)), Homed: x.Homed, Fault: x.Fault}
		}
	}
	contact := e.loop.Control().Contact
	along, across, out := p.Rollers.Knead(r.Axes[chair.Kneading].Pos)
	for side := chair.Left; side < chair.SideEnd; side++ {
		tap := r.Axes[chair.TapLeft+chair.Axis(side)].Pos
		lateral := unit.Millimetre(r.Axes[chair.Width].Pos)/2 + across
		if side == chair.Left {
			lateral = -lateral
		}
		s.Rollers[side] = wire.Roller{
			AlongMM: tenth(float64(unit.Millimetre(r.Axes[chair.Carriage].Pos) + along)), LateralMM: tenth(float64(lateral)),
			OutMM: tenth(float64(r.Axes[chair.Depth].Pos) + float64(out) + float64(tap)), ForceN: max(0, tenth(float64(contact[side]))),
		}
	}
	if !e.loop.Active() && e.homesFirst() {
		s.Homing, s.MustTell = e.homing, e.mustTell()
	}
	if l := e.loop.Session(); l != nil {
		e.sessionView(s, l, own)
	} else {
		s.Found = nil
	}
	s.Stop = e.stopState()
	s.Rising = e.loop.Guard().State() == guard.Rising
	if e.loop.Guard().State() == guard.Moving {
		s.Moving = e.hold.move.Axis.String()
	}
	s.CanUp = s.Rising || e.loop.Guard().CanRise(r)
}

// sessionView fills in what is known of the session.
func (e *Engine) sessionView(s *wire.Snapshot, l *session.Session, own bool) {
	v := l.View()
	s.Stage, s.Paused, s.Intensity = stages[v.Stage], v.Paused, v.Intensity
	if v.Asked != session.InTheMiddle {
		s.Stage = asides[v.Asked]
	}
	s.Outcome, s.Reason, s.Programme, s.Title = v.Outcome.String(), e.reason(&v), l.Plan.Name, l.Plan.Title
	s.Chosen = e.chosen
	s.Phases, s.PhaseIndex, s.StrokeIndex = len(l.Plan.Phases), v.Phase, v.Stroke
	s.ElapsedS, s.LeftS, s.Progress = tenth(v.Elapsed.Seconds()), tenth(v.Left.Seconds()), math.Round(v.Progress*1e4)/1e4
	if v.Phase >= 0 {
		s.Phase, s.Technique = l.Plan.Phases[v.Phase].Name, v.Technique.String()
	}
	c := e.loop.Control()
	s.TargetN, s.LimitN, s.LimitBy = tenth(float64(c.Target)), float64(c.Cap.Max), string(c.Cap.By)
	s.TripN = float64(e.loop.Guard().TripLimit().Max)
	s.HeatOn = l.Goal().Heat > 0
	s.Changed = e.changed.all
	if own {
		s.Changed = e.changed.own
	}
	if !own && c.Cap.By.Personal() {
		s.LimitBy = aLimit
	}
	if s.Calibrate, s.Measure = l.Calibrate, l.Measure; own && l.Comfort().Known() {
		s.Comfort = comforts(s.Comfort, l.Comfort())
	}
	if own {
		s.Who = whos[l.Who()]
	}
	e.found(s, l, own)
	s.Page = e.page.state
	est, ok := l.Scan()
	if !ok {
		return
	}
	s.Levels = levels(s.Levels, &est.Levels)
	if n := est.Nearest(unit.Millimetre(s.Rollers[0].AlongMM)); n.Valid() {
		s.Level = n.String()
	}
	for i := est.Contour.First; i <= est.Contour.Last; i++ {
		s.Contour = append(s.Contour, wire.Point{AlongMM: float64(i) * float64(chair.ContourStep), OutMM: tenth(float64(est.Contour.Out[i]))})
	}
}

// stopState is what is known of the last stop.
func (e *Engine) stopState() wire.StopState {
	if !e.asked {
		return wire.StopNone
	}
	contact := e.loop.Control().Contact
	home := e.profile.Axes[chair.Depth].Home + homeWithin
	gone := max(contact[chair.Left], contact[chair.Right]) < 5 && e.report.Axes[chair.Depth].Pos <= home
	switch {
	case gone && e.lost == nil:
		return wire.StopConfirmed
	case e.o.Clock.Now()-e.stopAt > confirmWithin:
		return wire.StopUnconfirmed
	}
	return wire.StopSent
}

// homeWithin is how near to home, in mm, the depth must report to be for a stop to be confirmed: well behind the
// upholstery.
const homeWithin = 5

package session

import (
	"math"
	"time"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/internal/control"
	"github.com/openlumbar/lumbar/technique"
	"github.com/openlumbar/lumbar/unit"
)

// Parameters of the massage; assumptions.
const (
	// warp is how long a stroke's time takes to come to a stand, or to speed, on pause, resume and skip.
	warp = 0.6
	// pauseMost ends a pause that nobody ends.
	pauseMost = 5 * time.Minute
	// startMost is how long a stroke may wait for its start, and for the back, before the session gives up.
	startMost = 45 * time.Second
)

// placed is one stroke and the phase that it belongs to.
type placed struct {
	phase  int
	stroke technique.Stroke
}

// cursor is where the massage is in its plan.
type cursor struct {
	index   int
	shape   technique.Shape
	force   unit.Newton // the stroke's greatest, for this person
	most    unit.Newton // comfortable wherever it goes; 0: not known
	loaded  bool
	begun   bool
	skip    bool
	slid    bool // the back has moved since the map was registered
	over    bool // the next step goes to the next stroke; until then the goal still points to this shape
	at      time.Duration
	rate    float64
	waiting time.Duration // on the way to the start, and for the back after a pause
}

// stepMassage runs the plan.
func (s *Session) stepMassage(in *Input, out []Effect) []Effect {
	c := &s.cur
	if c.over {
		*c = cursor{index: c.index + 1, slid: c.slid}
	}
	if !c.loaded {
		out = s.leaveOut(out)
		if c.index >= len(s.strokes) {
			if s.afterMassage(in) == Remeasuring { // at once: what the goal points to is gone
				return s.stepMeasure(in, s.enter(Remeasuring, out))
			}
			return s.enter(Finishing, out)
		}
		var err error
		if out, err = s.load(out); err != nil {
			return s.end(err.Error(), out)
		}
	}
	s.time(in)
	if s.paused && s.pausedFor > pauseMost {
		return s.end("the pause lasted too long", out)
	}
	switch {
	case c.rate > 0:
		c.waiting = 0
	case !s.paused:
		c.waiting += in.Dt
	}
	if c.waiting > startMost {
		return s.end("the rollers did not find the back", out)
	}
	if !c.begun && !s.paused && in.Control.Ready && c.waiting > settledFor {
		if c.slid {
			out, c.slid = s.reregister(out), false
		}
		var moved bool
		if out, moved = s.applyNudges(in, out); moved {
			*c = cursor{index: c.index} // the stroke is laid anew, where the levels are now
			return out
		}
		c.begun = true
	}
	if math.Abs(float64(s.Profile.Back(in.Report)-s.zones.Recline)) > float64(chair.ReclineVoid) {
		c.slid = true
	}
	s.goal = control.Goal{
		Kind: control.Stroke, Recline: s.Profile.Massage, LegRest: s.legRest(),
		Shape: &c.shape, Turning: s.strokes[c.index].stroke.Kind == technique.Knead, At: c.at, Rate: c.rate, Begun: c.begun,
		Scale: s.scale(), Lift: s.paused && c.rate == 0, Heat: s.heat(),
	}
	s.tally.add(s, in)
	c.over = c.at >= c.shape.Duration() || c.skip && c.rate == 0
	return out
}

// load prepares the next stroke's shape for this person.
func (s *Session) load(out []Effect) ([]Effect, error) {
	c := &s.cur
	p := s.place()
	stroke := s.strokes[c.index].stroke
	if c.most = s.bearable(&stroke); c.most > 0 {
		stroke = stroke.Within(c.most)
	}
	aside := s.aside != InTheMiddle
	if s.gentle() || s.unheard || aside {
		most := GentleForce
		if aside {
			most = AsideForce
		}
		stroke.EachForce(func(f technique.Firmness) unit.Newton { return min(f.Force, most) })
		stroke.With.Force = min(stroke.With.Force, most)
	}
	if s.gentle() || aside {
		stroke.With = technique.Tapping{} // as tapping alone, it is not for a back that nobody knows, nor for a spine's edge
	}
	c.force = stroke.Hardest()
	shape, err := technique.Prepare(&stroke, &p)
	if err != nil {
		return out, err
	}
	c.shape, c.loaded = shape, true
	phase := s.strokes[c.index].phase
	note := Note{Kind: "stroke", Phase: phase, PhaseName: s.Plan.Phases[phase].Name, Stroke: c.index,
		Technique: s.strokes[c.index].stroke.Kind.String()}
	if c.index == 0 || s.strokes[c.index-1].phase != phase {
		first := note
		first.Kind = "phase"
		out = append(out, Effect{Kind: Noted, Note: first})
	}
	return append(out, Effect{Kind: Noted, Note: note}), nil
}

// time advances the stroke's own time; it stands still in a pause and runs out smoothly on skip.
func (s *Session) time(in *Input) {
	c := &s.cur
	want := 1.0
	onBack := max(in.Control.Contact[chair.Left], in.Control.Contact[chair.Right]) > lostBack
	if s.paused || c.skip || !c.begun || (c.rate == 0 && !onBack) {
		want = 0
	}
	step := in.Dt.Seconds() / warp
	c.rate = min(max(want, c.rate-step), c.rate+step)
	if s.paused {
		s.pausedFor += in.Dt
	} else {
		s.pausedFor = 0
		s.elapsed += in.Dt
	}
	if c.begun {
		c.at = min(c.at+time.Duration(float64(in.Dt)*c.rate), c.shape.Duration())
	}
}

// lostBack is the force under which a stroke does not start again after a pause.
const lostBack unit.Newton = 1.5

// heat is the pad's target now.
func (s *Session) heat() unit.Celsius {
	h := s.Plan.Heat
	if h == nil || s.paused || s.elapsed < h.From || s.elapsed >= h.Until {
		return 0
	}
	return h.Target
}

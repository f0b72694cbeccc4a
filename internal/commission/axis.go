package commission

import (
	"fmt"
	"math"
	"time"

	"github.com/openlumbar/lumbar/chair"
)

// What an axis is held to. Assumptions.
const (
	findsWithin = 90 * time.Second // that its key is held while it looks for its end
	sureBy      = 3                // mm or degrees asked for, beyond lag and play, by which it must have moved
	wrongBy     = 0.5              // mm or degrees the other way that are no noise
	wrongTurn   = 3                // degrees of the shaft, the same
	otherBy     = 1                // mm or degrees that another axis may report meanwhile
	settleFor   = 300 * time.Millisecond
	wayMM       = 20
	wayDegree   = 10
	pressed     = 15 // N more on a roller behind the cover that are no noise
)

// axisStep tries one axis while a key is held: it looks for its end, goes out a little way and comes back.
type axisStep struct {
	axis chair.Axis

	leg    leg
	held   time.Duration // that the key was held while it looked for its end
	drive  drive
	from   float64 // where the leg began, as reported
	goal   float64
	asked  float64 // how far the leg has been asked to go
	still  time.Duration
	others [chair.AxisEnd]chair.Coord // where they were then
	force  [chair.SideEnd]float64     // what the cells said then
	most   float64                    // N more than that
	out    float64                    // how far it moved out, as reported
	back   float64
	went   float64 // how far it has come, as reported last
	lag    float64 // greatest distance from its setpoint
}

// leg is how far an axis has come.
type leg uint8

const (
	finding leg = iota
	outward
	homeward
)

func (s *axisStep) name() string { return "axis " + s.axis.String() }
func (s *axisStep) title() string {
	return [chair.AxisEnd]string{"", "The carriage, along the back", "The depth, towards the back", "The width, between the rollers", "The kneading shaft",
		"The left tapper", "The right tapper", "The back", "The leg rest"}[s.axis]
}

func (s *axisStep) prompt() Prompt {
	text := s.title() + ": hold, and look whether this is what moves. It looks for its end, goes out a little, and comes back."
	if s.axis == chair.Kneading {
		text = s.title() + ": hold, and look whether this is what moves. It turns once, after it has found its mark."
	}
	return Prompt{How: Hold, Text: text, Axis: s.axis}
}

// way is how far out an axis is moved, with its sign.
func way(a chair.Axis, p *chair.Profile) float64 {
	x := &p.Axes[a]
	up, down := float64(x.Max-x.Home), float64(x.Home-x.Min)
	switch {
	case a == chair.Kneading:
		return 360
	case a == chair.Depth: // behind the cover
		return 0.6 * min(float64(p.Rollers.Cover-p.Rollers.KneadOut), up)
	case a.Rotary() && up >= down:
		return min(wayDegree, up/2)
	case a.Rotary():
		return -min(wayDegree, down/2)
	case up >= down:
		return min(wayMM, up/2)
	}
	return -min(wayMM, down/2)
}

func (s *axisStep) tick(b *Bench, in *In) (a act) {
	p, r := &b.profile.Axes[s.axis], &in.Report.Axes[s.axis]
	a.armed = in.Held || s.drive.vel != 0 || s.leg == homeward // what has begun is seen to its end or stands
	if s.leg == finding {
		s.find(b, in, &a)
		return a
	}
	sp, stands := s.drive.step(s.axis, p, r, s.goal, in.Held, b.dt.Seconds())
	a.command.Axes[s.axis] = sp
	a.armed = a.armed || s.drive.begun
	a.moving = !stands
	s.asked = float64(sp.Pos) - s.from
	s.watch(in)
	if why := s.strange(b, in); why != "" {
		b.fail(why, s.figures()...)
		return a
	}
	arrived := stands && math.Abs(s.goal-float64(sp.Pos)) <= 2*there
	if s.still += b.dt; !arrived {
		s.still = 0
	}
	if s.still >= settleFor {
		s.arrive(b, in)
	}
	return a
}

// find looks for the axis's end, while held.
func (s *axisStep) find(b *Bench, in *In, a *act) {
	p, r := &b.profile.Axes[s.axis], &in.Report.Axes[s.axis]
	if r.Homed {
		s.begin(outward, in, float64(r.Pos)+way(s.axis, &b.profile)-s.away(b, r))
		return
	}
	if !in.Held {
		return
	}
	a.moving = true
	a.command.Axes[s.axis] = chair.Setpoint{On: true, Pos: p.Home}
	if s.axis == chair.Kneading {
		a.command.Axes[s.axis] = chair.Setpoint{On: true, Vel: min(turnDegree, p.Vel)}
	}
	if s.held += b.dt; s.held > findsWithin {
		b.fail(fmt.Sprintf("it did not find its end within %.0f s: is its end switch or index mark connected, and does its motor turn the right way?", findsWithin.Seconds()))
	}
}

// away is how far an axis that knows its place is from home already.
func (s *axisStep) away(b *Bench, r *chair.AxisReport) float64 {
	if s.axis == chair.Kneading {
		return 0
	}
	return float64(r.Pos - b.profile.Axes[s.axis].Home)
}

// begin begins a leg.
func (s *axisStep) begin(l leg, in *In, goal float64) {
	r := in.Report
	if l == outward {
		s.drive = drive{}
	}
	s.leg, s.goal, s.from, s.still = l, goal, float64(r.Axes[s.axis].Pos), 0
	for i := range r.Axes {
		s.others[i] = r.Axes[i].Pos
	}
	for i := range r.Force {
		s.force[i] = float64(r.Force[i])
	}
}

// watch takes down what else is measured meanwhile.
func (s *axisStep) watch(in *In) {
	r := in.Report
	s.went = s.moved(in)
	s.lag = max(s.lag, math.Abs(s.from+s.asked-float64(r.Axes[s.axis].Pos)))
	for i := range r.Force {
		s.most = max(s.most, float64(r.Force[i])-s.force[i])
	}
}

// moved is how far the axis has come in this leg, as reported; a shaft's angle may begin anew at each turn.
func (s *axisStep) moved(in *In) float64 { return float64(in.Report.Axes[s.axis].Pos) - s.from }

// strange says what is wrong with how it moves.
func (s *axisStep) strange(b *Bench, in *In) string {
	p := &b.profile.Axes[s.axis]
	behind := pace(s.axis, p)*3*p.Lag.Seconds() + float64(p.Backlash)
	moved, unit := s.moved(in), s.axis.Unit()
	sign := math.Copysign(1, s.asked)
	far := math.Abs(s.asked) > sureBy+behind && (s.axis != chair.Kneading || math.Abs(s.asked) < 300) // a whole turn looks like none
	switch {
	case s.axis != chair.Kneading && moved*sign < -wrongBy-float64(p.Backlash):
		return fmt.Sprintf("it moves the wrong way: asked to go %.1f %s, it went %.1f. Its motor or its encoder is wired backwards", s.asked, unit, moved)
	case s.axis == chair.Kneading && math.Abs(s.asked) > 2*wrongTurn && math.Abs(s.asked) < 120 && moved*sign < -wrongTurn && moved > -120:
		return "it turns the wrong way: its motor or its encoder is wired backwards"
	case far && math.Abs(moved) < wrongBy && in.Report.Axes[s.axis].Homed:
		return fmt.Sprintf("it does not move: asked to go %.1f %s, it reports %.1f. Is its motor connected, and is it free?", s.asked, unit, moved)
	case s.most > pressed:
		return fmt.Sprintf("something presses on the rollers: %.0f N more than before. Look behind the cover", s.most)
	}
	for i := chair.Carriage; i < chair.AxisEnd; i++ {
		if d := math.Abs(float64(in.Report.Axes[i].Pos - s.others[i])); i != s.axis && b.profile.Axes[i].Fitted && in.Report.Axes[i].Homed && d > otherBy {
			return fmt.Sprintf("the %s moved %.1f %s while the %s was asked to: their drives may be swapped", i, d, i.Unit(), s.axis)
		}
	}
	return ""
}

// arrive judges a leg whose end was reached.
func (s *axisStep) arrive(b *Bench, in *In) {
	p := &b.profile.Axes[s.axis]
	asked, moved := s.asked, s.moved(in)
	slack := max(1, 0.1*math.Abs(asked)) + float64(p.Backlash)
	if s.axis == chair.Kneading { // whole turns are not seen
		moved += 360 * math.Round((asked-moved)/360)
	}
	if math.Abs(asked-moved) > slack {
		b.fail(fmt.Sprintf("it was asked to go %.1f %s and went %.1f: are its encoder's counts, or its screw's pitch, those of the profile?", asked, s.axis.Unit(), moved), s.figures()...)
		return
	}
	if s.leg == outward {
		s.out = moved
		if s.axis != chair.Kneading {
			s.begin(homeward, in, float64(p.Home))
			return
		}
	} else {
		s.back = moved
	}
	b.pass(s.figures()...)
}

func (s *axisStep) figures() []Figure {
	u := s.axis.Unit()
	all := []Figure{{Name: "out", Value: round(s.out), Unit: u}}
	if s.axis != chair.Kneading {
		all = append(all, Figure{Name: "back", Value: round(s.back), Unit: u})
	}
	return append(all, Figure{Name: "greatest distance from what was asked", Value: round(s.lag), Unit: u},
		Figure{Name: "force meanwhile", Value: round(s.most), Unit: "N more", Most: pressed})
}

func round(x float64) float64 { return math.Round(x*100)/100 + 0 } // and no -0

// fault is what the guard's finding means while this axis is tried.
func (s *axisStep) fault(_ *Bench, f *chair.Fault) string {
	switch f.Code {
	case chair.FaultAxis, chair.FaultTracking, chair.FaultJump:
		if f.Axis != 0 && f.Axis != s.axis {
			return fmt.Sprintf("the %s is in trouble while this one moves: %v", f.Axis, f)
		}
		if s.leg == finding {
			return "its drive gave up while it looked for its end: is it free, and does its motor turn the right way? (" + f.Error() + ")"
		}
		return fmt.Sprintf("it does not follow: asked to go %.1f %s, it went %.1f. Is it free, its motor connected, and are its encoder's counts those of the profile? (%v)", s.asked, s.axis.Unit(), s.went, f)
	}
	return ""
}

package campaign

import (
	"time"

	"github.com/openlumbar/lumbar/internal/session"
	"github.com/openlumbar/lumbar/programme"
	"github.com/openlumbar/lumbar/technique"
)

// Moment is a state of a session in which a fault may come.
type Moment uint8

// The states.
const (
	Homing Moment = iota
	Taring
	Settling
	Approach // the rollers come to the back for the first time
	ScanUp
	ScanDown
	Gliding
	Kneading
	Tapping
	Pressing
	Stretching
	Resting
	Warm // a stroke with the pad warm
	Paused
	Finishing
	Retreating    // after STOP
	BackByHand    // between sessions: the back is being moved by hand, with somebody on the seat
	RollersByHand // the same of the rollers, which takes an empty seat
	MomentEnd

	sessionEnd = BackByHand // the first state that is of no session
)

var momentNames = [MomentEnd]string{"homing", "taring", "settling", "approach", "scan-up", "scan-down", "glide", "knead",
	"tap", "press", "stretch", "rest", "warm", "paused", "finishing", "retreating", "back-by-hand", "rollers-by-hand"}

func (m Moment) String() string { return momentNames[min(m, MomentEnd-1)] }

var techniques = map[Moment]technique.Kind{Gliding: technique.Glide, Kneading: technique.Knead, Tapping: technique.Tap,
	Pressing: technique.Press, Stretching: technique.Stretch, Resting: technique.Rest}

// playFor is how long the one stroke of a short plan goes on at least, by repeating it: longer than a case is watched.
const playFor = 150 * time.Second

// short is a plan made of one stroke of a programme, the first that suits the moment, and the programme's heat from the
// beginning. It says false if the programme has no such stroke.
func short(p *programme.Plan, m Moment) (*programme.Plan, bool) {
	want, some := techniques[m]
	out := &programme.Plan{Name: p.Name}
	if p.Heat != nil {
		out.Heat = &programme.Heat{Target: p.Heat.Target, Until: p.Heat.Until}
	}
	for _, phase := range p.Phases {
		for _, s := range phase.Strokes {
			if some && s.Kind != want || s.Duration() <= 0 {
				continue
			}
			out.Phases = []programme.Phase{{Name: phase.Name}}
			for d := time.Duration(0); d < playFor; d += s.Duration() {
				out.Phases[0].Strokes = append(out.Phases[0].Strokes, s)
			}
			return out, true
		}
	}
	return nil, false
}

// into is how long the state has lasted when the fault comes, in the systematic part; a random case draws up to lasts.
var into = [MomentEnd]struct{ usual, lasts time.Duration }{
	Homing: {time.Second, 2 * time.Second}, Taring: {700 * ms, 3 * time.Second}, Settling: {time.Second, 2500 * ms},
	Approach: {400 * ms, 2 * time.Second}, ScanUp: {5 * time.Second, 15 * time.Second}, ScanDown: {5 * time.Second, 12 * time.Second},
	Gliding: {5 * time.Second, 30 * time.Second}, Kneading: {6 * time.Second, 40 * time.Second}, Tapping: {4 * time.Second, 25 * time.Second},
	Pressing: {6 * time.Second, 30 * time.Second}, Stretching: {14 * time.Second, 30 * time.Second}, Resting: {5 * time.Second, 20 * time.Second},
	Warm: {100 * time.Second, 110 * time.Second}, Paused: {1500 * ms, 10 * time.Second},
	Finishing: {150 * ms, 500 * ms}, Retreating: {40 * ms, 300 * ms},
	BackByHand: {500 * ms, time.Second}, RollersByHand: {300 * ms, 500 * ms},
}

// working is how long a stroke runs before the session is paused, finished or stopped.
const working = 5 * time.Second

// path leads a session to a moment: what to ask in a tick, and whether the moment has been reached.
type path struct {
	to   Moment
	from time.Duration // since when the state that is waited for lasts; -1 not yet
	done bool          // paused, finished or stopped
}

func (p *path) step(at time.Duration, v *session.View) (ask session.Ask, reached bool) {
	in := false
	switch p.to {
	case Homing, Taring, Settling:
		in = v.Stage == session.Homing+session.Stage(p.to)
	case Approach:
		in = v.Stage == session.Scanning
	case ScanUp:
		in = v.Stage == session.Scanning && v.Progress > 0.1
	case ScanDown:
		in = v.Stage == session.Scanning && v.Progress > 0.6
	case Paused, Finishing, Retreating:
		if p.done {
			in = true
			break
		}
		if v.Stage != session.Massage || v.Progress == 0 {
			return session.Nothing, false
		}
		if p.from < 0 {
			p.from = at
		}
		if at-p.from < working {
			return session.Nothing, false
		}
		p.done, p.from = true, -1
		return map[Moment]session.Ask{Paused: session.Pause, Finishing: session.Finish, Retreating: session.Stop}[p.to], false
	default:
		in = v.Stage == session.Massage && v.Progress > 0
	}
	if in && p.from < 0 {
		p.from = at
	}
	return session.Nothing, in
}

package mqtt

import (
	"math"
	"slices"
	"time"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/internal/wire"
)

// State is all that is told of a chair and its session. Its texts are words of fixed lists.
type State struct {
	Session   Session   `json:"session"`
	Running   Programme `json:"running"`   // of the session
	Phase     Phase     `json:"phase"`     // the same: of the programme as it is written
	LeftMin   int       `json:"left_min"`  // of the programme as it is written, whoever sits there; rounded up
	Intensity int       `json:"intensity"` // steps from the programme, -3 to 3
	Heat      bool      `json:"heat"`      // the programme has heat now
	Back      Back      `json:"back"`
	TodayMin  int       `json:"today_min"` // the chair was in use today, by whomever
	Seated    bool      `json:"seated"`
	Fault     Fault     `json:"fault"` // of the chair
	Problem   bool      `json:"problem"`
	Programme Programme `json:"programme"` // that prepare would take
	Prepared  bool      `json:"prepared"`  // and waits on the page
	Stop      Stop      `json:"stop"`      // what became of a stop that came this way
	ForceN    *int      `json:"force_n,omitempty"`

	Guided        Session   `json:"guided"`         // of a session on a massager without a link
	GuidedRunning Programme `json:"guided_running"` // the same
	GuidedPhase   Phase     `json:"guided_phase"`   // of the programme as it is written
	GuidedMin     int       `json:"guided_min"`     // the same; rounded up
}

// Session is where a session stands, for a house. It does not tell how one ends.
type Session string

// The words of a session.
const (
	Idle      Session = "idle"
	Preparing Session = "preparing" // the chair moves into place, finds the back
	Massage   Session = "massage"
	Paused    Session = "paused"
	Ending    Session = "ending"
)

func sessions() []string { return words(Idle, Preparing, Massage, Paused, Ending) }

// Programme is a programme that ships, by its name, or one of:
const (
	NoProgramme  Programme = "none"
	OwnProgramme Programme = "own" // somebody's own: what it is called is theirs
)

// Programme is the name of one.
type Programme string

// Phase is a phase of a programme that ships, or one of:
const (
	NoPhase    Phase = "none"
	OtherPhase Phase = "other"
)

// Phase is the name of one.
type Phase string

// Back is where the backrest is.
type Back string

// The words of a back.
const (
	Upright  Back = "upright"
	Reclined Back = "reclined"
)

func backs() []string { return words(Upright, Reclined) }

// Stop is what is known of a stop that came this way.
type Stop string

// The words of a stop.
const (
	NoStop          Stop = "none"
	StopSent        Stop = "sent"
	StopConfirmed   Stop = "confirmed"
	StopUnconfirmed Stop = "unconfirmed" // press the red button on the chair
)

func stops() []string { return words(NoStop, StopSent, StopConfirmed, StopUnconfirmed) }

// Fault is the code of a fault of the chair that somebody has to look at, or NoFault. What ended a session otherwise does not
// cross: it would tell of the person.
type Fault string

// NoFault is that nothing is wrong with the chair.
const NoFault Fault = "none"

func faults() []string {
	all := []string{string(NoFault)}
	for _, i := range chair.Catalogue {
		if i.Severity == chair.Repair {
			all = append(all, string(i.Code))
		}
	}
	return all
}

func words[T ~string](all ...T) []string {
	out := make([]string, len(all))
	for i, w := range all {
		out[i] = string(w)
	}
	return out
}

// Course is what is known of a programme that ships, for nobody in particular.
type Course struct {
	Name, Title        string
	Length             time.Duration
	Phases             []Part
	HeatFrom, HeatTill time.Duration // of the massage; equal: none
}

// Part is a phase of a course, and when it ends, of the massage.
type Part struct {
	Name string
	Till time.Duration
}

// Figures of what is told.
const (
	upright    = 5.0 // degrees from sitting: less is upright
	forceSteps = 5.0 // N: a force is told to the next of them
)

// scene is what State is made of besides a snapshot.
type scene struct {
	courses []Course
	sitting float64 // degrees, of the backrest when it is up
	force   bool
}

// state is what is told of a snapshot. It reads nothing that depends on whose limits hold.
func (c *scene) state(s *wire.Snapshot) State {
	out := State{Session: sessionOf(s), Running: NoProgramme, Phase: NoPhase, Back: Upright, Seated: s.Seated, Fault: faultOf(s), Stop: NoStop}
	out.Problem = out.Fault != NoFault
	c.guided(Guided{}, &out)
	if s.ReclineDeg > c.sitting+upright {
		out.Back = Reclined
	}
	if c.force {
		n := int(math.Round(max(s.Rollers[0].ForceN, s.Rollers[1].ForceN)/forceSteps) * forceSteps)
		out.ForceN = &n
	}
	if out.Session == Idle {
		return out
	}
	out.Running, out.Intensity = OwnProgramme, max(-3, min(s.Intensity, 3))
	i := slices.IndexFunc(c.courses, func(k Course) bool { return k.Name == s.Programme })
	if i < 0 {
		out.Phase = OtherPhase
		return out
	}
	course, elapsed := &c.courses[i], time.Duration(s.ElapsedS*float64(time.Second))
	out.Running = Programme(course.Name)
	if s.Stage == wire.Massage {
		out.Heat = elapsed >= course.HeatFrom && elapsed < course.HeatTill
		out.Phase = course.phase(elapsed)
	}
	if out.Session != Ending {
		out.LeftMin = int(math.Ceil(max(0, course.Length-elapsed).Minutes()))
	}
	return out
}

// phase is the one that is on at a moment of the massage, as it is written; after its end the last.
func (c *Course) phase(elapsed time.Duration) Phase {
	for i, p := range c.Phases {
		if elapsed < p.Till || i == len(c.Phases)-1 {
			return Phase(p.Name)
		}
	}
	return OtherPhase
}

func sessionOf(s *wire.Snapshot) Session {
	switch s.Stage {
	case "", wire.Idle, wire.Done:
		return Idle
	case wire.Ending, wire.Retreat, wire.Remeasuring:
		return Ending
	}
	switch {
	case s.Paused:
		return Paused
	case s.Stage == wire.Massage:
		return Massage
	}
	return Preparing
}

func faultOf(s *wire.Snapshot) Fault {
	if s.Fault == nil || chair.Code(s.Fault.Code).Info().Severity != chair.Repair {
		return NoFault
	}
	return Fault(s.Fault.Code)
}

// Diagnostics is what is told of Lumbar itself.
type Diagnostics struct {
	Version    string  `json:"version"`
	Since      string  `json:"since"`       // of this process, RFC 3339
	LatenessMS float64 `json:"lateness_ms"` // of 99 of 100 ticks at most
}

// Update is what Home Assistant shows of a newer version.
type Update struct {
	Installed string `json:"installed_version"`
	Latest    string `json:"latest_version"`
	Title     string `json:"title"`
}

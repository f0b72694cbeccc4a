package mqtt

import (
	"math"
	"slices"
	"time"
)

// Guided is a session on a massager without a link, for a house: Lumbar says there what to press, and moves nothing. Whose it is,
// on what, and by what limits is not in it.
type Guided struct {
	Session   Session       // Idle, Massage, Paused or Ending
	Programme string        // as it was begun; a name that does not ship is told as OwnProgramme
	Ran       time.Duration // how long it has run, pauses left out
}

// guided adds to what is told where a guided session stands. Phase and time left are those of the programme as it is written, at
// the time that has run: what a person's limits leave out of it is not told.
func (c *scene) guided(g Guided, out *State) {
	out.Guided, out.GuidedRunning, out.GuidedPhase, out.GuidedMin = g.Session, NoProgramme, NoPhase, 0
	switch g.Session {
	case Massage, Paused, Ending:
	default:
		out.Guided = Idle
		return
	}
	out.GuidedRunning, out.GuidedPhase = OwnProgramme, OtherPhase
	if i := slices.IndexFunc(c.courses, func(k Course) bool { return k.Name == g.Programme }); i >= 0 {
		course := &c.courses[i]
		out.GuidedRunning, out.GuidedPhase = Programme(course.Name), course.phase(g.Ran)
		out.GuidedMin = int(math.Ceil(max(0, course.Length-max(0, g.Ran)).Minutes()))
	}
	if g.Session == Ending { // when that is depends on whose limits hold
		out.GuidedPhase, out.GuidedMin = NoPhase, 0
	}
}

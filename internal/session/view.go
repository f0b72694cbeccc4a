package session

import (
	"time"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/internal/control"
	"github.com/openlumbar/lumbar/internal/scan"
	"github.com/openlumbar/lumbar/technique"
)

// Goal is what control shall do in the coming tick.
func (s *Session) Goal() *control.Goal { return &s.goal }

// Stage is where the session stands: what View says, for whom only needs that, in every tick.
func (s *Session) Stage() Stage { return s.stage }

// View is what others may see of a session. It shares nothing that changes.
type View struct {
	Stage     Stage
	Outcome   Outcome
	Reason    string
	Paused    bool
	Intensity int
	Phase     int // index; -1 outside the massage
	Stroke    int // index over all phases
	Technique technique.Kind
	Elapsed   time.Duration // of the massage, without pauses
	Left      time.Duration // of the plan
	Progress  float64       // of the stage, 0 to 1; in the massage, of the plan
	Scanned   bool
	Asked     Aside // of settling: sit in the middle, you sit on this side of it
}

// View is the session now.
func (s *Session) View() View {
	v := View{
		Stage: s.stage, Outcome: s.outcome, Reason: s.reason, Paused: s.paused, Intensity: s.intensity,
		Phase: -1, Stroke: s.cur.index, Elapsed: s.elapsed, Scanned: s.scanned,
	}
	if s.stage == Settling {
		v.Asked = s.asked
	}
	var total time.Duration
	for i := range s.strokes {
		d := s.strokes[i].stroke.Duration()
		total += d
		switch {
		case i > s.cur.index:
			v.Left += d
		case i == s.cur.index:
			v.Left += d - min(d, s.cur.at)
		}
	}
	if s.stage > Massage {
		v.Left = 0
	}
	switch {
	case s.stage == Done:
		v.Progress = 1
	case s.stage < Massage || s.stage > Massage:
		v.Progress = s.share
	case total > 0:
		v.Progress = 1 - float64(v.Left)/float64(total)
	}
	if s.stage == Massage && s.cur.index < len(s.strokes) {
		v.Phase, v.Technique = s.strokes[s.cur.index].phase, s.strokes[s.cur.index].stroke.Kind
	}
	return v
}

// PhasesDone is how many phases were run to their end.
func (s *Session) PhasesDone() int {
	if s.cur.index >= len(s.strokes) {
		return len(s.Plan.Phases)
	}
	return s.strokes[s.cur.index].phase
}

// Scan is the scan's estimate, if there is one.
func (s *Session) Scan() (*scan.Estimate, bool) { return &s.scan, s.scanned }

// Tally is what the massage did so far.
func (s *Session) Tally() *Tally { return &s.tally }

// Zones is the map in force.
func (s *Session) Zones() chair.ZoneMap { return s.zones }

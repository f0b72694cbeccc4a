package rongtai

import "time"

// posture is dead reckoning of how the chair stands, which it does not report: it is upright once it has come out of
// resetting into standby, and stays so until anything of it moves.
type posture struct {
	upright bool
	was     RunState
	moved   time.Duration // in which back, legs or slide moved since it was last upright
	at      time.Duration
	heard   bool
}

func (p *posture) hear(at time.Duration, s *Status) {
	moves := s.BackMoves != 0 || s.LegMoves != 0 || s.SlideMoves != 0 || s.ZeroGravity
	switch {
	case moves:
		p.upright = false
		if p.heard {
			p.moved += at - p.at
		}
	case p.heard && p.was == Resetting && s.Run == Standby:
		p.upright, p.moved = true, 0
	case s.Run == Running && s.Programme != Manual && s.Programme != NoProgramme:
		p.upright = false // its own programmes recline
	}
	p.was, p.at, p.heard = s.Run, at, true
}

package motion

// FollowTo moves s one tick of dt seconds towards rest at pos, along the fastest way under l: what Axis.Plan would
// plan, sampled after dt. pos may be another on every tick. The arrival is exact: in the tick in which the fastest
// way ends, s gets pos, 0 and 0 to the bit, and keeps them. Limits and bad input are treated as in Follow.
func FollowTo(s State, pos, dt float64, l Limits) State {
	if !l.valid() || !s.finite() || !finite(pos) || !positive(dt) {
		return s
	}
	if s.Acc == 0 && s.Vel == 0 && s.Pos == pos {
		return s
	}
	low, brake := l.low()
	missVel := l.nothing(dt, low, brake)
	missPos := missVel*dt + slack*max(abs(s.Pos), abs(pos))
	var p plan
	p.clear()
	if s.fades(pos, missPos, missVel, &l) {
		p.add(-sign(s.Acc), abs(s.Acc)/l.Jerk, 0)
	} else {
		ax := Axis{From: s, To: State{Pos: pos}, Limits: l}
		var x axisPlan
		x.start(&ax, missPos)
		x.fastestWay(&p)
	}
	if next, ok := p.tick(s, pos, dt, missVel, &l); ok {
		return next
	}
	return s
}

// fades says whether s comes to rest at pos when its acceleration is only taken away, but for misses that count as
// none.
func (s State) fades(pos, missPos, missVel float64, l *Limits) bool {
	if _, brake := l.low(); s.Acc > l.Acc || s.Acc < brake {
		return false
	}
	end := s.step(-sign(s.Acc)*l.Jerk, abs(s.Acc)/l.Jerk)
	return abs(end.Vel) <= missVel && abs(end.Pos-pos) <= missPos
}

func sign(x float64) float64 {
	if x < 0 {
		return -1
	}
	return 1
}

// tick is the state dt along the plan. It is not ok if the plan is not a number, or ends elsewhere than at pos.
func (p *plan) tick(s State, pos, dt, missVel float64, l *Limits) (next State, ok bool) {
	near := endTolerance*(abs(s.Pos)+abs(pos)+dt*(abs(s.Vel)+dt*abs(s.Acc))) + 2*dt*missVel
	left := dt // s
	for i := 1; i <= p.n; i++ {
		ph := &p.phases[i]
		last := i == p.n && ph.t <= left+early*dt
		if ph.t > left && !last {
			s = s.step(ph.jerk*l.Jerk, left)
			return s, !p.bad && s.finite()
		}
		s, left = s.step(ph.jerk*l.Jerk, ph.t), left-ph.t
	}
	return State{Pos: pos}, !p.bad && abs(s.Pos-pos) <= near
}

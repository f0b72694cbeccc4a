package motion

import "math"

// FollowTo moves s one tick of dt seconds towards rest at pos, along the fastest way under l: what Axis.Plan would
// plan, sampled after dt. pos may be another on every tick. The arrival is exact: in the tick in which the fastest
// way ends, s gets pos, 0 and 0 to the bit, and keeps them. Limits and bad input are treated as in Follow.
func FollowTo(s State, pos, dt float64, l Limits) State {
	if s.Acc == 0 && s.Vel == 0 && s.Pos == pos || !positive(dt) || !finite(pos) || !s.finite() || !l.valid() {
		return s
	}
	low, brake := l.low()
	missVel := l.nothing(dt, low, brake)
	missPos := missVel*dt + slack*larger(s.Pos, pos)
	if s.Acc <= l.Acc && s.Acc >= brake && s.fades(pos, missPos, missVel, &l) {
		w := course{n: 1}
		w.turns[0] = turn{abs(s.Acc) / l.Jerk, -math.Copysign(1, s.Acc)}
		return w.tick(s, pos, dt, missVel, &l)
	}
	to := State{Pos: pos}
	var k problem
	k.between(&s, &to, &l, missPos)
	var b braking
	b.brake(&k)
	var o origin
	o.of(&k)
	if b.n == 0 {
		if side := o.side(); abs(o.lack) > o.near && k.pushes(&o, side, dt) {
			if next := s.step(side.sign()*l.Jerk, dt); next.finite() {
				return next
			}
			return s
		}
	}
	var w course
	w.find(&k, &b, &o)
	return w.tick(s, pos, dt, missVel, &l)
}

// pushes says whether the fastest way to rest, on the side of what lacks, begins with full jerk for at least dt. It does
// if the way whose first phase takes that long is too short still, and none before goes far enough (way.crest).
func (k *problem) pushes(o *origin, side side, dt float64) bool {
	sign, A, B, V := 1.0, k.amax, -k.amin, k.vmax
	if side == down {
		sign, A, B, V = -1, B, A, -k.vmin
	}
	a := sign * k.a
	c := sign*k.v - o.aa
	p := a + dt
	w := c + p*p // speed at the top
	if p > A || p > 0 && w > V || a < 0 && c > 0 && c <= B*B/16 {
		return false
	}
	if w <= 0 || p < 0 && c < 0 { // so short that it does not come to rest
		return true
	}
	return (w+c)*p+w*half(w, B) <= sign*k.x+a*(c+o.aa/3)
}

// course is the fastest way to rest, without its states.
type course struct {
	n     int
	turns [9]turn
}

// turn is a time of constant jerk in the unit-jerk frame. It may take no time, and rounding may make it less.
type turn struct{ t, jerk float64 }

// find is what axisPlan does, with memory for one way only: towards rest there is no gap.
func (c *course) find(k *problem, b *braking, o *origin) {
	for i := range min(b.n, len(b.phases)) {
		c.turns[i] = turn{b.phases[i].t, b.phases[i].jerk}
	}
	near, side := abs(o.lack) <= o.near, up
	if !near {
		side = o.side()
	}
	var w way
	w.make(k, o, side)
	tau := w.lo
	if !near {
		w.crown()
		tau, _ = w.rises(w.lo, none)
	}
	var p peaks
	w.at(tau, &p)
	sign := side.sign()
	t := (*[7]turn)(c.turns[b.n:])
	t[0] = turn{p.up - w.a0, sign}
	t[1] = turn{2 * (p.rise - p.up), 0}
	if p.cruise > 0 {
		t[2], t[3], t[4] = turn{p.up, -sign}, turn{p.cruise, 0}, turn{p.down, -sign}
	} else {
		t[2] = turn{p.up + p.down, -sign}
	}
	t[5] = turn{2 * (p.fall - p.down), 0}
	t[6] = turn{p.down, sign}
	c.n = b.n + len(t)
	if b.n > 0 {
		c.join(b.n)
	}
}

// join makes one of the turn before i and the next that takes time, if both have one jerk.
func (c *course) join(i int) {
	before := &c.turns[i-1]
	for ; i < c.n; i++ {
		if u := &c.turns[i]; u.t > 0 {
			if u.jerk == before.jerk {
				before.t += u.t
				u.t = 0
			}
			return
		}
	}
}

// tick is the state dt along the course from s, or s if the course is not a number or ends elsewhere than at pos.
func (c *course) tick(s State, pos, dt, missVel float64, l *Limits) State {
	from, left := s, dt
	for i := range c.turns[:c.n] {
		u := &c.turns[i]
		if u.t <= 0 {
			continue
		}
		if !(u.t <= left) && !(u.t <= left+early*dt && c.last(i)) {
			if s = s.step(u.jerk*l.Jerk, left); s.finite() && u.t == u.t {
				return s
			}
			return from
		}
		s, left = s.step(u.jerk*l.Jerk, u.t), left-u.t
	}
	near := endTolerance*(abs(from.Pos)+abs(pos)+dt*(abs(from.Vel)+dt*abs(from.Acc))) + 2*dt*missVel
	if abs(s.Pos-pos) <= near {
		return State{Pos: pos}
	}
	return from
}

// last says whether no turn after i takes time.
func (c *course) last(i int) bool {
	for _, u := range c.turns[i+1 : c.n] {
		if u.t > 0 {
			return false
		}
	}
	return true
}

// fades says whether s, whose acceleration is within its limits, comes to rest at pos when that is only taken away, but
// for misses that count as none.
func (s State) fades(pos, missPos, missVel float64, l *Limits) bool {
	end := s.step(-math.Copysign(l.Jerk, s.Acc), abs(s.Acc)/l.Jerk)
	return abs(end.Vel) <= missVel && abs(end.Pos-pos) <= missPos
}

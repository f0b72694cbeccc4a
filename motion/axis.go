package motion

// axisPlan is one axis while a trajectory is planned.
type axisPlan struct {
	problem  problem // after the brake
	braking  braking
	brake    float64 // s, what braking takes
	velocity bool
	change   change
	origin   origin
	ways     [2]way  // the families up and down
	made     [2]bool // of these
	least    float64 // s, without the brake
	side     side    // of the fastest way
	tau      float64 // of the fastest way
}

// start brakes and finds the fastest way.
func (x *axisPlan) start(ax *Axis) {
	x.problem.of(ax)
	k := &x.problem
	x.braking.n = 0
	x.velocity = ax.Interface == Velocity
	if x.velocity {
		x.braking.brakeAcc(k)
	} else {
		x.braking.brake(k)
	}
	x.brake = x.braking.time()
	if x.velocity {
		x.change = k.change()
		x.least = x.change.least()
		return
	}
	x.fastest()
}

// fastest finds the least time of the position interface. At the start of a component of the times that are possible,
// all motions are one and go one distance; if that is not the one wanted, the family on the side of what lacks is the
// first to come to it, or none does before the component ends.
func (x *axisPlan) fastest() {
	x.restart()
	o := &x.origin
	if abs(o.lack) <= o.near {
		x.side, x.tau = up, x.way(up).lo
	} else {
		side := o.side()
		x.climb(side, x.way(side).lo)
	}
	x.least = x.ways[x.side&1].time(x.tau)
}

// restart makes the origin, and no family yet.
func (x *axisPlan) restart() {
	x.origin.of(&x.problem)
	x.made = [2]bool{}
}

// way is a family, made when it is needed first.
func (x *axisPlan) way(side side) *way {
	w := &x.ways[side&1]
	if !x.made[side&1] {
		w.make(&x.problem, &x.origin, side)
		w.crown()
		x.made[side&1] = true
	}
	return w
}

// climb finds the first motion that covers the distance, from a tau of the family on the side given; there the family
// does not go far enough.
func (x *axisPlan) climb(side side, from float64) {
	w := x.way(side)
	end := none
	if from <= w.gapLo {
		end = w.gapLo
	}
	if tau, ok := w.rises(from, end); ok {
		x.side, x.tau = side, tau
		return
	}
	x.beyond()
}

// beyond finds the first motion after the gap. There is no second one.
func (x *axisPlan) beyond() {
	u := x.way(up)
	x.side, x.tau = up, u.gapHi
	at, _ := u.reach(u.gapHi)
	if lack := u.want - at; lack > 0 {
		x.climb(up, u.gapHi)
	} else if lack < 0 {
		x.climb(down, x.way(down).gapHi)
	}
}

// from is the least time, not under the one given and without the brake, in which the axis can arrive.
func (x *axisPlan) from(time float64) float64 {
	if time <= x.least {
		return x.least
	}
	if x.velocity {
		return x.change.from(time)
	}
	u, d := x.way(up), x.way(down)
	tu, td := u.tau(time), d.tau(time)
	if tu > u.gapLo && tu < u.gapHi {
		tu, td = u.gapHi, d.gapHi
		time = u.time(tu)
	}
	near := x.problem.rounding
	atUp, _ := u.reach(tu)
	atDown, _ := d.reach(td)
	switch {
	case u.want-atUp > near+1e-14*(u.scale+abs(atUp)):
		x.climb(up, tu)
	case d.want-atDown > near+1e-14*(d.scale+abs(atDown)):
		x.climb(down, td)
	default:
		return time
	}
	return max(time, x.ways[x.side&1].time(x.tau))
}

// fastestWay is the plan of the fastest way.
func (x *axisPlan) fastestWay(p *plan) {
	p.begin(&x.braking)
	switch {
	case x.velocity && x.change.lacks() < 0:
		m := x.change.mirror()
		m.add(p, x.least, -1)
	case x.velocity:
		x.change.add(p, x.least, 1)
	default:
		p.way(&x.ways[x.side&1], x.tau, x.side.sign())
	}
}

// vast is how many times the speed (or acceleration) that a motion needs its extremes may have before less is enough.
const vast = 1e4

// wayIn is a plan that takes a time, brake not counted, to which from has nothing to add: the mean of the highest and
// the lowest motion there are. Where these would be so vast that rounding of their difference could be seen, it is the
// mean of smaller ones.
func (x *axisPlan) wayIn(w *work, time float64) {
	w.plan.begin(&x.braking)
	a, b := &w.high, &w.low
	var over, under float64
	if x.velocity {
		c := &x.change
		most := vast * (abs(c.gain) + c.a*c.a + c.f*c.f) / time
		small := *c
		small.A = min(c.A, most+max(c.a, c.f, 0))
		small.B = min(c.B, most-min(c.a, c.f, 0))
		if over, under = small.extremes(a, b, time); min(over, under) < 0 && small != *c {
			over, under = c.extremes(a, b, time)
		}
	} else {
		full := x.problem
		k := &x.problem
		most := vast * (abs(k.x)/time + abs(k.v) + abs(k.vf) + k.a*k.a + k.af*k.af)
		k.vmax, k.vmin = min(k.vmax, most), max(k.vmin, -most)
		if *k != full {
			x.restart()
		}
		if over, under = x.extremes(a, b, time); min(over, under) < 0 && *k != full {
			x.problem = full
			x.restart()
			over, under = x.extremes(a, b, time)
		}
	}
	over, under = max(0, over), max(0, under)
	share := 0.5
	if over+under > 0 {
		share = under / (over + under)
	}
	w.plan.mean(a, b, x.problem.a, share)
}

// extremes makes the highest and the lowest motion of a time, and says how much farther than wanted they go.
func (x *axisPlan) extremes(a, b *plan, time float64) (over, under float64) {
	u, d := x.way(up), x.way(down)
	tu, td := u.tau(time), d.tau(time)
	most, _ := u.reach(tu)
	least, _ := d.reach(td)
	a.clear()
	b.clear()
	a.way(u, tu, 1)
	b.way(d, td, -1)
	return most - u.want, least - d.want
}

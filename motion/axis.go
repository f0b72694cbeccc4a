package motion

// axisPlan is one axis while a trajectory is planned.
type axisPlan struct {
	problem  problem // after the brake
	braking  braking
	brake    float64 // s, what braking takes
	velocity bool
	change   change
	up, down way
	mirrored bool    // down has been made
	least    float64 // s, without the brake
	side     float64 // of the fastest way: up or down
	tau      float64 // of the fastest way
}

// start brakes and finds the fastest way. A motion that ends within miss of the target counts as ending there.
func (x *axisPlan) start(ax *Axis, miss float64) {
	x.problem.of(ax, miss)
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
	x.up.make(&x.problem)
	x.mirrored = false
	x.side, x.tau = 1, x.up.lo
	lack := x.up.want - x.up.atLo
	switch {
	case abs(lack) <= x.problem.rounding+equal*(x.up.scale+abs(x.up.atLo)):
	case lack > 0:
		x.climb(1, x.up.lo)
	default:
		x.mirror()
		x.climb(-1, x.down.lo)
	}
	if x.side > 0 {
		x.least = x.up.time(x.tau)
	} else {
		x.least = x.down.time(x.tau)
	}
}

// mirror makes the family down, once.
func (x *axisPlan) mirror() {
	if !x.mirrored {
		var m problem
		m.mirror(&x.problem)
		x.down.make(&m)
		x.mirrored = true
	}
}

// both are the families up and down, complete.
func (x *axisPlan) both() (up, down *way) {
	x.mirror()
	x.up.crown()
	x.down.crown()
	return &x.up, &x.down
}

// climb finds the first motion that covers the distance, from a tau of the family on the side given; there the family
// does not go far enough.
func (x *axisPlan) climb(side, from float64) {
	w := &x.up
	if side < 0 {
		w = &x.down
	}
	w.crown()
	end := none
	if from <= w.gapLo {
		end = w.gapLo
	}
	if tau, ok := w.rises(from, end); ok {
		x.side, x.tau = side, tau
		return
	}
	x.mirror()
	x.beyond()
}

// beyond finds the first motion after the gap. There is no second one.
func (x *axisPlan) beyond() {
	x.up.crown()
	x.side, x.tau = 1, x.up.gapHi
	at, _ := x.up.reach(x.up.gapHi)
	if lack := x.up.want - at; lack > 0 {
		x.climb(1, x.up.gapHi)
	} else if lack < 0 {
		x.climb(-1, x.down.gapHi)
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
	u, d := x.both()
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
		x.climb(1, tu)
	case d.want-atDown > near+1e-14*(d.scale+abs(atDown)):
		x.climb(-1, td)
	default:
		return time
	}
	if x.side > 0 {
		return max(time, u.time(x.tau))
	}
	return max(time, d.time(x.tau))
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
	case x.side > 0:
		p.way(&x.up, x.tau, 1)
	default:
		p.way(&x.down, x.tau, -1)
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
			x.remake()
		}
		if over, under = x.extremes(a, b, time); min(over, under) < 0 && *k != full {
			x.problem = full
			x.remake()
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

// remake makes the families anew, of a problem that has changed.
func (x *axisPlan) remake() {
	x.up.make(&x.problem)
	x.mirrored = false
}

// extremes makes the highest and the lowest motion of a time, and says how much farther than wanted they go.
func (x *axisPlan) extremes(a, b *plan, time float64) (over, under float64) {
	u, d := x.both()
	tu, td := u.tau(time), d.tau(time)
	most, _ := u.reach(tu)
	least, _ := d.reach(td)
	a.clear()
	b.clear()
	a.way(u, tu, 1)
	b.way(d, td, -1)
	return most - u.want, least - d.want
}

package motion

import "math"

// maxPhases is the most a motion can need: two that bring the start within the limits, and thirteen of a mean of two
// motions of seven (see mean).
const maxPhases = 15

// phase is a time of constant jerk in the unit-jerk frame (see README.md): jerk is -1, 0 or +1, or between in a mean
// of two motions; acc is the acceleration at its end. That follows from the rest; giving it spares the sum of the
// roundings.
type phase struct {
	t, jerk, acc float64
	at           float64 // when it begins
}

// plan collects the phases of a motion, from 1 on. Before them is one that none is like. Some may take no time.
type plan struct {
	n      int
	bad    bool // a time was not a number, or a phase too many
	phases [maxPhases + 1]phase
	time   float64 // of all of them
	long   int     // the longest; the first of several
	length uint64  // of that, in bits
	peak   uint64  // the largest acceleration, likewise
}

// begin makes p the plan of braking alone.
func (p *plan) begin(b *braking) {
	p.clear()
	for i := range min(b.n, len(b.phases)) {
		ph := &b.phases[i]
		p.add(ph.jerk, ph.t, ph.acc)
	}
}

// clear makes p the plan of nothing.
func (p *plan) clear() {
	p.n, p.bad, p.time, p.long, p.length, p.peak = 0, false, 0, 0, 0, 0
	p.phases[0].jerk = math.Inf(1)
}

// add appends a phase. One of no time (or of less, which rounding can make) is left out; one that goes on with the
// jerk of the phase before is joined to it.
func (p *plan) add(jerk, t, acc float64) {
	if !(t > 0) {
		p.bad = p.bad || t != t
		return
	}
	ph := &p.phases[p.n]
	if ph.jerk == jerk {
		ph.t += t
		ph.acc = acc
	} else {
		if p.n == maxPhases {
			p.bad = true
			return
		}
		p.n++
		ph = &p.phases[p.n]
		*ph = phase{t, jerk, acc, p.time}
	}
	p.time = ph.at + ph.t
	p.peak = max(p.peak, size(acc))
	if length := math.Float64bits(ph.t); length > p.length {
		p.length, p.long = length, p.n
	}
}

// way appends the motion for tau, turned so that side is up.
func (p *plan) way(w *way, tau, side float64) {
	var k peaks
	w.at(tau, &k)
	up, down := side*k.up, -side*k.down
	middle, later, low := k.up+k.down, 0.0, down
	if k.cruise > 0 {
		middle, later, low = k.up, k.down, 0
	}
	if p.n > 0 || !(middle > 0) {
		p.add(side, k.up-w.a0, up)
		p.add(0, 2*(k.rise-k.up), up)
		p.add(-side, middle, low)
		p.add(0, k.cruise, low)
		p.add(-side, later, down)
		p.add(0, 2*(k.fall-k.down), down)
		p.add(side, k.down+w.af, side*w.af)
		return
	}
	p.peak = max(size(up), size(down), size(w.af))
	ph := (*[7]phase)(p.phases[1:8])
	ph[0].t, ph[0].jerk, ph[0].acc = k.up-w.a0, side, up
	ph[1].t, ph[1].jerk, ph[1].acc = 2*(k.rise-k.up), 0, up
	ph[2].t, ph[2].jerk, ph[2].acc = middle, -side, low
	ph[3].t, ph[3].jerk, ph[3].acc = k.cruise, 0, low
	ph[4].t, ph[4].jerk, ph[4].acc = later, -side, down
	ph[5].t, ph[5].jerk, ph[5].acc = 2*(k.fall-k.down), 0, down
	ph[6].t, ph[6].jerk, ph[6].acc = k.down+w.af, side, side*w.af
	p.sum(ph)
}

// sum is what add does for the seven phases of a motion by themselves. Which of them take time cannot be foreseen, so
// that those which take none stay, and the longest is found without branches.
func (p *plan) sum(phases *[7]phase) {
	time, length, long := 0.0, uint64(0), 0
	for i := range phases {
		ph := &phases[i]
		if !(ph.t >= 0) { // by rounding
			p.bad = p.bad || ph.t != ph.t
			ph.t = 0
		}
		ph.at = time
		time += ph.t
		t := math.Float64bits(ph.t)
		longer := int(int64(length-t) >> 63)
		long ^= (long ^ i) & longer
		length = max(length, t)
	}
	p.n, p.long, p.length, p.time = len(phases), long+1, length, time
}

// work is memory for one axis while it is planned.
type work struct{ plan, high, low plan }

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

// plan collects the phases of a motion, from 1 on. Before them is one that none is like.
type plan struct {
	n      int
	bad    bool // a time was not a number, or a phase too many
	phases [maxPhases + 1]phase
	time   float64 // of all of them
	long   int     // the longest; the first of several
	length uint64  // of that, in bits
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
	p.n, p.bad, p.time, p.long, p.length = 0, false, 0, 0, 0
	p.phases[0] = phase{jerk: math.Inf(1)}
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
	if length := math.Float64bits(ph.t); length > p.length {
		p.length, p.long = length, p.n
	}
}

// way appends the motion for tau, turned so that side is up.
func (p *plan) way(w *way, tau, side float64) {
	var k peaks
	w.at(tau, &k)
	first, middle, last := k.up-w.a0, k.up+k.down, k.down+w.af
	holdA, holdB := 2*(k.rise-k.up), 2*(k.fall-k.down)
	later := 0.0
	if k.cruise > 0 {
		middle, later = k.up, k.down
	}
	top := k.down - later // the deceleration at the end of the middle phase, with its sign turned
	if p.n == 0 && middle > 0 {
		p.seven(&[7]phase{
			{first, side, side * k.up, 0},
			{holdA, 0, side * k.up, 0},
			{middle, -side, -side * top, 0},
			{k.cruise, 0, 0, 0},
			{later, -side, -side * k.down, 0},
			{holdB, 0, -side * k.down, 0},
			{last, side, side * w.af, 0},
		})
		return
	}
	p.add(side, first, side*k.up)
	p.add(0, holdA, side*k.up)
	p.add(-side, middle, -side*top)
	p.add(0, k.cruise, 0)
	p.add(-side, later, -side*k.down)
	p.add(0, holdB, -side*k.down)
	p.add(side, last, side*w.af)
}

// seven makes p the plan of seven phases, of which some may take no time, but none of these is between two of the same
// jerk. It is add without branches, as their ways could not be foreseen.
func (p *plan) seven(phases *[7]phase) {
	n, long, length := uint(0), uint(0), uint64(0)
	var time, sum float64
	for i := range phases {
		ph := &phases[i]
		sum += ph.t
		t := math.Float64bits(ph.t)
		none := (t | (t - 1)) >> 63 // 1 if ph.t is not over 0
		p.phases[(n+1)%uint(len(p.phases))] = phase{ph.t, ph.jerk, ph.acc, time}
		n += uint(1 - none)
		t &= none - 1
		time += math.Float64frombits(t)
		longer := -((length - t) >> 63)
		long ^= (long ^ n) & uint(longer)
		length = max(length, t)
	}
	p.n, p.long, p.length, p.time = int(n), int(long), length, time
	p.bad = sum != sum
}

// work is memory for one axis while it is planned.
type work struct{ plan, high, low plan }

package motion

// maxPhases is the most a motion can need: two that bring the start within the limits, and thirteen of a mean of two
// motions of seven (see mean).
const maxPhases = 15

// phase is a time of constant jerk in the unit-jerk frame (see README.md): jerk is -1, 0 or +1, or between in a mean
// of two motions; acc is the acceleration at its end. That follows from the rest; giving it spares the sum of the
// roundings.
type phase struct{ t, jerk, acc float64 }

// plan collects the phases of a motion.
type plan struct {
	n      int
	bad    bool // a time was not a number, or a phase too many
	phases [maxPhases]phase
}

// add appends a phase. One of no time (or of less, which rounding can make) is left out; one that goes on with the
// jerk of the phase before is joined to it.
func (p *plan) add(jerk, t, acc float64) {
	if !(t > 0) {
		p.bad = p.bad || t != t
		return
	}
	if p.n > 0 && p.phases[p.n-1].jerk == jerk {
		p.phases[p.n-1].t += t
		p.phases[p.n-1].acc = acc
		return
	}
	if p.n == maxPhases {
		p.bad = true
		return
	}
	p.phases[p.n] = phase{t, jerk, acc}
	p.n++
}

// begin makes p the plan of braking alone.
func (p *plan) begin(b *braking) {
	p.n, p.bad = b.n, false
	copy(p.phases[:], b.phases[:b.n])
}

// work is memory for one axis while it is planned.
type work struct{ plan, high, low plan }

package twin

import (
	"math"
	"math/bits"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/unit"
)

// Encoders: what one count is. Assumptions.
const (
	countMM     = 0.01
	countDegree = 0.02
)

// Report takes a reading of every sensor into r and says whether it reached the host: with the cable pulled, or
// without power, r stays as it was. Peaks are of the time since the reading before.
func (t *Twin) Report(r *chair.Report) bool {
	if t.link.cut {
		return false
	}
	t.seq++
	r.Seq, r.At = t.seq, t.Now()
	for m := t.moved; m != 0; m &= m - 1 {
		a := chair.Axis(bits.TrailingZeros16(m))
		t.said[a] = t.axes[a].report(a)
	}
	t.moved = 0
	r.Axes = t.said
	head := t.headWeight()
	for s := range t.roller {
		roller, cell := &t.roller[s], &t.cell[s]
		noise := t.noise.NormFloat64()
		r.Force[s] = cell.sample(cell.reads(roller.spring, head), noise)
		r.Peak[s] = cell.sample(cell.reads(max(roller.peakSpring, roller.spring), head), noise)
		roller.peakSpring = roller.spring
		roller.peakBefore, roller.peakForce = roller.peakForce, roller.force
	}
	r.Pad = unit.Celsius(t.heat.pad - t.heat.low + padNoise*t.noise.NormFloat64())
	for b := range t.air {
		r.Air[b] = unit.Kilopascal(t.air[b].pressure)
	}
	r.Seated = t.profile.SeatSensor && t.seated()
	r.Stop = t.profile.StopButton && t.failing[StopPressed]
	r.Lost = t.link.lost
	t.freeze(r)
	return true
}

// hung is what the rollers' heads weigh on their cells, worked out once until the back moves.
type hung struct {
	known  bool
	back   float64 // recline that it is of
	weight unit.Newton
}

func (t *Twin) headWeight() unit.Newton {
	h := &t.hung
	if back := t.recline(); !h.known || back != h.back {
		*h = hung{true, back, chair.HeadWeight(t.profile.Rollers.Head, unit.Degree(back))}
	}
	return h.weight
}

// freeze puts failing sensors into a report, and keeps what a frozen one will repeat.
func (t *Twin) freeze(r *chair.Report) {
	depth, left := &r.Axes[chair.Depth], chair.Left
	if t.failing[EncoderFrozen] {
		depth.Pos, depth.Vel = t.frozen.depth, 0
	}
	if t.failing[CellFrozen] {
		r.Force[left], r.Peak[left] = t.frozen.force, t.frozen.force
	}
	if t.failing[CellCoarse] {
		r.Force[left], r.Peak[left] = coarse(r.Force[left], coarseForce), coarse(r.Peak[left], coarseForce)
	}
	if t.failing[EncoderCoarse] {
		depth.Pos = coarse(depth.Pos, coarsePlace)
	}
	if t.failing[SeatStuck] {
		r.Seated = t.profile.SeatSensor
	}
	if t.failing[ThermistorFrozen] {
		r.Pad = unit.Celsius(t.heat.held)
	}
	if t.failing[ThermistorOpen] {
		r.Pad = openThermistor
	}
	if t.link.idle {
		for a := range r.Axes {
			r.Axes[a].Homed = false
		}
	}
	t.frozen.depth, t.frozen.force, t.frozen.pad = depth.Pos, r.Force[left], r.Pad
}

func (a *axis) report(which chair.Axis) chair.AxisReport {
	counts := a.reads() * (1 / countMM)
	size := countMM
	if which.Rotary() {
		counts, size = a.reads()*(1/countDegree), countDegree
	}
	return chair.AxisReport{
		Pos:   chair.Coord(math.Floor(counts+0.5) * size),
		Vel:   chair.CoordRate(a.rate),
		Homed: a.homed,
		Fault: a.lost(),
	}
}

package twin

import (
	"github.com/openlumbar/lumbar/body"
	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/unit"
)

// Truth is what really is, as no chair can know it. Places along the back are machine millimetres now: they move as
// the person slides and shifts.
type Truth struct {
	Force [chair.SideEnd]unit.Newton // contact force of each roller
	Peak  [chair.SideEnd]unit.Newton // greatest since the report before the last: looking once a report misses none

	Drag [chair.SideEnd][2]unit.Newton // of the skin on each roller: along the back, positive up, and across it, positive right

	Indent [chair.SideEnd]unit.Millimetre // how deep each roller's tip lies in the tissue; negative: off it

	Along   unit.Millimetre                // of both rollers
	Lateral [chair.SideEnd]unit.Millimetre // of each roller from the person's own midline, positive right
	Axes    [chair.AxisEnd]chair.Coord     // driven side of each axis

	Levels  [body.LevelEnd]unit.Millimetre // bone
	Comfort [body.LevelEnd]unit.Newton     // force of one roller from which the person finds it too much
	Sacrum  unit.Millimetre                // where the sacrum's upper edge feels
	Ribs    unit.Millimetre                // where the lower edge of T12 feels
	Apex    unit.Millimetre                // where the hollow is deepest

	Pad, Skin unit.Celsius    // Skin is where it is warmest: against the pad or under a roller
	Dose      unit.CEM43      // of the skin where it is greatest
	Bent      unit.Millimetre // that the spine has gone forward where the rollers are, beyond the trunk as a whole
	Longer    unit.Millimetre // that the lower spine has grown since sitting down, from S1 to T12
	Trunk     unit.Millimetre // of the trunk from uncompressed upholstery, towards the person's front
	Slid      unit.Millimetre // down along the back since sitting down
	Breath    float64         // phase, 0 to 1
	Air       [chair.BagEnd]unit.Kilopascal
	Seated    bool
	Lost      bool // the chair has missed its heartbeat and has not been taken back since
}

// Truth is what really is now.
func (t *Twin) Truth() (seen Truth) {
	t.See(&seen)
	return seen
}

// See is Truth for whom looks in every tick: it puts what really is into seen, every field of it.
func (t *Twin) See(seen *Truth) {
	k, h := &t.trunk, &t.heat
	seen.Along = unit.Millimetre(t.under.along)
	seen.Pad, seen.Skin, seen.Dose = unit.Celsius(h.pad), unit.Celsius(h.skin()), unit.CEM43(h.dose)
	seen.Trunk, seen.Slid, seen.Breath = unit.Millimetre(k.out), unit.Millimetre(k.slid+k.shifted), k.phase
	seen.Seated, seen.Lost = t.seated(), t.link.lost
	for b := range t.air {
		seen.Air[b] = unit.Kilopascal(t.air[b].pressure)
	}
	for s := range t.roller {
		r := &t.roller[s]
		seen.Force[s] = unit.Newton(r.force)
		seen.Indent[s] = unit.Millimetre(r.pos - k.out)
		seen.Peak[s] = unit.Newton(max(r.peakForce, r.peakBefore))
		along, across := t.drag[s].forces()
		seen.Drag[s] = [2]unit.Newton{unit.Newton(along), unit.Newton(across)}
		seen.Lateral[s] = unit.Millimetre(t.under.lateral[s])
	}
	for a := range t.axes {
		seen.Axes[a] = chair.Coord(t.axes[a].out)
	}
	seen.Bent, seen.Longer = unit.Millimetre(t.spine.bent), unit.Millimetre(t.tilt.longer)
	m := t.lies()
	seen.Levels, seen.Sacrum, seen.Ribs, seen.Apex = m.levels, m.sacrum, m.ribs, m.apex
	for l := body.S1; l < body.LevelEnd; l++ {
		seen.Comfort[l] = unit.Newton(t.feels.bears[l])
	}
}

// landmarks is where the person's back lies, in machine millimetres, worked out once until it moves.
type landmarks struct {
	known              bool
	lowered, longer    float64 // that they are of
	levels             [body.LevelEnd]unit.Millimetre
	sacrum, ribs, apex unit.Millimetre
}

func (t *Twin) lies() *landmarks {
	m, p, lowered, longer := &t.marks, &t.sitter, t.trunk.lowered, t.tilt.longer
	if m.known && m.lowered == lowered && m.longer == longer {
		return m
	}
	machine := func(height float64) unit.Millimetre {
		return unit.Millimetre(height + longer*t.tilt.upTo(height) - lowered)
	}
	m.known, m.lowered, m.longer = true, lowered, longer
	for l := body.S1; l < body.LevelEnd; l++ {
		m.levels[l] = machine(p.levels[l])
	}
	m.sacrum, m.ribs, m.apex = machine(p.sacrum), machine(p.ribs), machine(p.apex)
	return m
}

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

// See is Truth for whom looks in every tick: it puts what really is into seen.
func (t *Twin) See(seen *Truth) {
	*seen = Truth{
		Along: unit.Millimetre(t.under.along),
		Pad:   unit.Celsius(t.heat.pad), Skin: unit.Celsius(t.heat.skin()), Dose: unit.CEM43(t.heat.dose),
		Trunk: unit.Millimetre(t.trunk.out), Slid: unit.Millimetre(t.trunk.slid + t.trunk.shifted), Breath: t.trunk.phase,
		Seated: t.seated(), Lost: t.link.lost,
	}
	for b := range t.air {
		seen.Air[b] = unit.Kilopascal(t.air[b].pressure)
	}
	for s := range t.roller {
		r := &t.roller[s]
		seen.Force[s] = unit.Newton(r.force)
		seen.Indent[s] = unit.Millimetre(r.pos - t.trunk.out)
		seen.Peak[s] = unit.Newton(max(r.peakForce, r.peakBefore))
		seen.Lateral[s] = unit.Millimetre(t.under.lateral[s])
	}
	for a := range t.axes {
		seen.Axes[a] = chair.Coord(t.axes[a].out)
	}
	machine := func(height float64) unit.Millimetre { return unit.Millimetre(height - t.trunk.lowered) }
	for l := body.S1; l < body.LevelEnd; l++ {
		seen.Levels[l] = machine(t.sitter.levels[l])
	}
	for l, f := range t.feels.bears {
		seen.Comfort[l] = unit.Newton(f)
	}
	seen.Sacrum, seen.Ribs, seen.Apex = machine(t.sitter.sacrum), machine(t.sitter.ribs), machine(t.sitter.apex)
}

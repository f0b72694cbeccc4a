package verify

import (
	"math"

	"github.com/openlumbar/lumbar/body"
	"github.com/openlumbar/lumbar/internal/scan"
	"github.com/openlumbar/lumbar/internal/twin"
)

// judge holds a scan against where the levels really are.
func (r *rig) judge(found []scan.Level) {
	o := &r.out
	o.Scanned, o.ScanMeanMM, o.ScanMostMM, o.ScanHeld = true, 0, 0, 0
	for l := body.S1; l < body.LevelEnd; l++ {
		off := math.Abs(float64(found[l].Along - r.truth.Levels[l]))
		o.ScanMeanMM += off / float64(levels)
		o.ScanMostMM = max(o.ScanMostMM, off)
		if off <= float64(found[l].Doubt()) {
			o.ScanHeld++
		}
	}
	o.ScanMeanMM, o.ScanMostMM = round(o.ScanMeanMM), round(o.ScanMostMM)
}

// traits is what a body is like.
func traits(p *Person, t *twin.Twin) Traits {
	d := t.Traits()
	m := float64(p.Stature) / 1000
	return Traits{
		Sex: p.Sex.String(), Age: p.Age,
		StatureCM: round(float64(p.Stature) / 10), MassKG: round(float64(p.Weight)), BMI: round(float64(p.Weight) / (m * m)),
		HipCM: round(float64(p.HipBreadth) / 10), SittingCM: round(float64(p.SittingHeight) / 10),
		StiffNPMM: round(float64(d.Stiffness)), SidePct: round(d.Side * 100), ComfortN: round(float64(d.Comfort)),
		HollowMM: round(float64(d.Hollow)), MidlineMM: round(float64(d.Midline)), SunkMM: round(float64(d.Sunk)),
		SacrumMM: round(float64(d.Sacrum)), RibsMM: round(float64(d.Ribs)),
		BendsNPMM: round(float64(d.Bends)), Exponent: round(d.Exponent), RelaxPct: round(d.Relax * 100),
		FatMM: round(float64(d.Fat)), SkinFlow: round(d.SkinFlow), Dilation: round(d.Dilation), ClosingK: round(float64(d.Closing)),
		CellsPct: round((1 - max(d.CellGain[0], d.CellGain[1])) * 100),
	}
}

package body

import "github.com/openlumbar/lumbar/unit"

// crestFraction is where the palpated iliac crest lies between C7 and S1, and levelFraction each vertebra's
// mid-height: 0 is the tip of C7, 1 the endplate of S1 (Busscher 2010, Panjabi 1991-92, from memory; the trochanter
// and pelvic radius of ANSUR II and UCI agree within 0.01).
const crestFraction = 0.90

var levelFraction = [LevelEnd]unit.Millimetre{S1: 1, L5: 0.960, L4: 0.880, L3: 0.799, L2: 0.720, L1: 0.645, T12: 0.575}

// grooveBelow is the distance from the midline to the groove between multifidus and longissimus at the disc
// below each level: Deng 2015, PLoS ONE 10:e0140315, 30 cadavers. T12 has none and takes L1's.
var grooveBelow = [LevelEnd]unit.Millimetre{S1: 35, L5: 35, L4: 30, L3: 17, L2: 11, L1: 9, T12: 9}

// Back is the back that measurements make most likely, sitting upright with a rigid trunk: a mark's height
// above the seat is its standing height less what the legs are long. Measurements that Check refuses give the
// zero Back.
func (m Measurements) Back() Back {
	if m.Check() != nil {
		return Back{}
	}
	m = m.Complete()
	b := Back{Weight: m.Weight, Stature: m.Stature}
	legs := m.Stature - m.SittingHeight
	c7 := m.Cervicale - legs
	length := (m.Cervicale - m.Iliocristale) / crestFraction // C7 to S1
	for l := S1; l < LevelEnd; l++ {
		b.Levels[l] = c7 - levelFraction[l]*length
		// Mid-height lies between the disc below and the disc above.
		b.Lanes[l] = grooveBelow[l]
		if l < T12 && l > S1 {
			b.Lanes[l] = (grooveBelow[l] + grooveBelow[l+1]) / 2
		}
	}
	b.curve = curveOf(m.Sex, &b.Levels, c7)
	m.tissue(&b)
	return b
}

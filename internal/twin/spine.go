package twin

import (
	"math"

	"github.com/openlumbar/lumbar/body"
)

// spine is how one person's lower spine gives way to the rollers as a whole: it bends forward between the pelvis and the
// thorax, both of which rest on the back. A beam on two supports L apart, loaded by F at a from the lower and b from the
// upper, gives there by
//
//	C F,   C = (b/L)² ∫(0 to a) x²/EI dx + (a/L)² ∫(a to L) (L-x)²/EI dx,   tau dw/dt = C F - w
//
// (the unit load theorem; any textbook of mechanics). EI is that of a row of joints: their stiffness, N m/rad, times their
// distance. The sacrum is rigid and the thorax stiffer. It bends slowly beside the tissue, so that a tap does not move it, and
// that is why a fast tool finds a spine stiffer than a slow one.
type spine struct {
	joint float64 // N m/rad
	rate  float64 // 1/s of bending

	bent float64 // mm that the spine has gone forward where the rollers are
}

const (
	// thoraxStiffer is by how much: its joints turn two fifths as far under the same moment (White & Panjabi), and the rib cage
	// adds two fifths (Watkins 2005), both recalled.
	thoraxStiffer = 3.5
	sacrumStiffer = 1e6 // one bone
)

func spineOf(o *Options) spine {
	r := stream(o.Seed, streamSpine)
	draw := func(t body.Trait) float64 { return o.alike(t, r) }
	return spine{joint: draw(body.JointStiffness) * 180 / math.Pi, rate: 1 / draw(body.BendTau)}
}

// step lets h seconds pass under the force of both rollers, N, at a place that gives by mm/N.
func (p *spine) step(gives, force, h float64) { p.bent += (gives*force - p.bent) * min(h*p.rate, 1) }

// beam is what the spine bends as: a row of rigid vertebrae from where the pelvis rests to where the thorax does, heights in
// mm over the seat.
type beam struct {
	pelvis, sacrum, ribs, thorax float64
	joint, spacing               float64 // N m/rad, mm
}

// beamOf is a person's, by where the back touches the backrest and where the bones really are. A back without a shape does
// not bend.
func beamOf(b *body.Back, p *sitter, joint float64) beam {
	pelvis, thorax := b.Touches()
	sacrum, ribs := p.levels[body.S1], p.levels[body.T12]
	return beam{
		pelvis: sacrum + float64(pelvis-b.Levels[body.S1]), sacrum: sacrum, ribs: ribs, thorax: ribs + float64(thorax-b.Levels[body.T12]),
		joint: joint, spacing: (ribs - sacrum) / float64(body.T12-body.S1),
	}
}

// gives is by how many mm the beam gives at a height, per N there: nothing beyond its supports.
func (m *beam) gives(height float64) float64 {
	if height <= m.pelvis || height >= m.thorax || m.joint <= 0 || m.spacing <= 0 {
		return 0
	}
	const perM = 1000
	length := m.thorax - m.pelvis
	a, b := height-m.pelvis, m.thorax-height
	edges := [...]float64{0, m.sacrum - m.pelvis, m.ribs - m.pelvis, length}
	stiffer := [...]float64{sacrumStiffer, 1, thoraxStiffer}
	sum := 0.0 // mm³ times the share of EI
	for i, k := range stiffer {
		from, to := edges[i], edges[i+1]
		if low := min(to, a); low > from {
			sum += b * b * (low*low*low - from*from*from) / k
		}
		if high := max(from, a); to > high {
			u, v := length-high, length-to
			sum += a * a * (u*u*u - v*v*v) / k
		}
	}
	ei := m.joint * perM * m.spacing // N mm²
	return sum / (3 * length * length * ei)
}

package twin

import (
	"math"

	"github.com/openlumbar/lumbar/body"
	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/unit"
)

// ground is what lies under a roller along this person's back, in rows of groundStep mm of body height.
type ground struct {
	rows  [groundRows + 1]place
	spine float64                   // stiffness on the spinous processes, N/mm^n
	bony  [spineColumns + 1]float64 // share of bone by mm from the midline
}

// place is the ground at one height.
type place struct {
	gap   float64                // skin from the straight backrest, mm
	stiff [chair.SideEnd]float64 // beside the spine, N/mm^n
	relax float64                // share of force lost in the long run
	gives float64                // mm that the spine gives there, per N: see beam
}

const (
	groundFrom   = -100.0 // mm over the seat
	groundStep   = 2.0
	groundRows   = 400
	spineColumns = 40

	// edgeWidth is how far a landmark's change from muscle to bone reaches, from a tenth to nine tenths.
	edgeWidth = 12.0 // mm, assumption: a 4 cm roller rides up over some millimetres
	// spineWidth is the same across the spinous processes, whose half-width is the keep-out's.
	spineWidth = 6.0 // mm, assumption
	// slouchFrom is how far over the ribs' edge a slouching back still touches the backrest, mm: assumption.
	slouchFrom = 100.0
	// clothGives is the share of its thickness that cloth gives under clothAt newtons of a roller: assumption.
	clothGives, clothAt = 0.5, 20.0
)

// logistic is a smooth step at 0 that goes from a tenth to nine tenths within width.
func logistic(x, width float64) float64 {
	return 1 / (1 + math.Exp(-x*2*math.Log(9)/width))
}

func groundOf(b *body.Back, p *sitter, f *flesh, bends *beam) ground {
	g := ground{spine: f.stiffness(throughCloth(b.Ribs.Stiffness, p.clothes))}
	apex, _ := b.Hollow()
	for i := range g.rows {
		h := groundFrom + float64(i)*groundStep
		muscle := between(&b.Tissue, &p.levels, h)
		sacrum := logistic(p.sacrum-h, edgeWidth+p.clothes)
		ribs := logistic(h-p.ribs, edgeWidth+p.clothes)
		flesh := 1 - sacrum - ribs
		row := place{
			gap:   p.curve*float64(b.Gap(unit.Millimetre(h-p.apex)+apex)) + p.away*min(max((p.ribs+slouchFrom-h)/(p.ribs+slouchFrom-p.sacrum), 0), 1),
			gives: bends.gives(h),
			relax: min(f.relax*(flesh*muscle.Relax+sacrum*b.Sacrum.Relax+ribs*b.Ribs.Relax), mostRelax),
		}
		for s := range row.stiff {
			row.stiff[s] = f.stiffness(throughCloth(flesh*muscle.Stiffness*p.stiff[s]+sacrum*b.Sacrum.Stiffness+ribs*b.Ribs.Stiffness, p.clothes))
		}
		g.rows[i] = row
	}
	for mm := range g.bony {
		g.bony[mm] = logistic(float64(chair.SpineHalfWidth)-float64(mm), spineWidth)
	}
	return g
}

// throughCloth is the stiffness of tissue under soft clothes. Both follow the same power, in series, so that their
// indentations add up.
func throughCloth(stiff, thick float64) float64 {
	if thick <= 0 {
		return stiff
	}
	give := clothGives * thick / math.Pow(clothAt, 1/body.Exponent) // mm at 1 N
	return math.Pow(math.Pow(stiff, -1/body.Exponent)+give, -body.Exponent)
}

// between is the tissue at a height, running straight from level to level and on beyond the outer ones.
func between(tissue *[body.LevelEnd]body.Tissue, levels *[body.LevelEnd]float64, h float64) body.Tissue {
	l := body.S1
	for l < body.L1 && h > levels[l+1] {
		l++
	}
	low, high := tissue[l], tissue[l+1]
	u := min(max((h-levels[l])/(levels[l+1]-levels[l]), 0), 1)
	low.Stiffness += (high.Stiffness - low.Stiffness) * u
	low.Relax += (high.Relax - low.Relax) * u
	return low
}

// at is the ground at a body height; beyond the table, its end.
func (g *ground) at(height float64) (at place) {
	at.of(g, height)
	return at
}

// of sets at to the ground at a body height.
func (at *place) of(g *ground, height float64) {
	at.shape(g, height)
	at.tissue(g, height)
}

// between is the two rows that a body height lies between, and how far on from the lower.
func (g *ground) between(height float64) (p, q *place, u float64) {
	x := min(max((height-groundFrom)*(1/groundStep), 0), groundRows-1e-9)
	i := int(x)
	return &g.rows[i], &g.rows[i+1], x - float64(i)
}

// shape sets what of at does not move with the skin: how the back lies, and how the spine gives.
func (at *place) shape(g *ground, height float64) {
	p, q, u := g.between(height)
	at.gap = p.gap + (q.gap-p.gap)*u
	at.gives = p.gives + (q.gives-p.gives)*u
}

// tissue sets what of at moves with the skin.
func (at *place) tissue(g *ground, height float64) {
	p, q, u := g.between(height)
	at.relax = p.relax + (q.relax-p.relax)*u
	for s := range p.stiff {
		at.stiff[s] = p.stiff[s] + (q.stiff[s]-p.stiff[s])*u
	}
}

// across is the stiffness that a roller meets at a distance from the midline where beside the spine it is stiff.
func (g *ground) across(stiff, lateral float64) float64 {
	x := abs(lateral)
	if x >= spineColumns {
		return stiff
	}
	i := int(x)
	bony := g.bony[i] + (g.bony[i+1]-g.bony[i])*(x-float64(i))
	return stiff + (g.spine-stiff)*bony
}

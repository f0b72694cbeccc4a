package body

import (
	"math"

	"github.com/openlumbar/lumbar/unit"
)

// Exponent of force over indentation; see Tissue.
const Exponent = 1.44

// What the tissue of a typical back is, as the secant stiffness that a 4 cm roller meets at secantAt, at once.
// No measurement of a roller on a seated lower back is public: these are assumptions around the figures named.
const (
	secantAt unit.Newton = 50

	// muscleProne is beside the spine at L1 to L3, lying. Sitting makes it 3.4 N/mm: within the 2 to 6 N/mm assumed
	// for paraspinal muscle at 20 to 80 N.
	muscleProne unit.NewtonPerMM = 2.3
	// sittingStiffer is by how much: median multifidus shear modulus 27.14 kPa sitting, 18.55 prone (PMC8597558).
	sittingStiffer = 1.46
	// maleStiffer and femaleStiffer: MyotonPRO at L3-L4, 247.8 and 208.4 N/m (PubMed 27210858), over their mean.
	maleStiffer, femaleStiffer = 1.086, 0.914
	// softerPerBMI: fat is soft and grows from 5-8 mm at a BMI of 20 to 20-40 mm at 32. Assumption, with its ends.
	softerPerBMI, typicalBMI   = 0.015, 25
	softestByBMI, hardestByBMI = 0.75, 1.1

	// sacrum and ribs: bone under a thin cover, 10 to 35 N/mm assumed; ribs bend.
	sacrumSecant unit.NewtonPerMM = 24
	ribsSecant   unit.NewtonPerMM = 16

	// muscleRelax and boneRelax are shares of force lost in the long run: instantaneous over long-term stiffness
	// is 1.3 to 1.8 for the whole back.
	muscleRelax, boneRelax = 0.35, 0.23
)

// levelStiffer is muscle at each level over L1 to L3: lowest there, rising 10 to 30 % to L5/S1 (Lee & Liversidge
// 1994, Viner 1997, from memory).
var levelStiffer = [LevelEnd]float64{S1: 1.25, L5: 1.2, L4: 1.1, L3: 1.03, L2: 1, L1: 1, T12: 1}

// TissueOf is the tissue whose secant stiffness (force over indentation) at a force is as given, loosing a
// share of its force in the long run.
func TissueOf(secant unit.NewtonPerMM, at unit.Newton, relax float64) Tissue {
	return Tissue{
		Stiffness: float64(at) / math.Pow(float64(at)/float64(secant), Exponent),
		Exponent:  Exponent,
		Relax:     relax,
	}
}

// Indentation is how deep a force presses into tissue that has not relaxed.
func (t Tissue) Indentation(f unit.Newton) unit.Millimetre {
	return unit.Millimetre(math.Pow(float64(f)/t.Stiffness, 1/t.Exponent))
}

func (m *Measurements) bmi() float64 {
	metres := float64(m.Stature) / 1000
	return float64(m.Weight) / (metres * metres)
}

// tissue lays the tissue of a person along the levels.
func (m *Measurements) tissue(b *Back) {
	sex := maleStiffer
	if m.Sex == Female {
		sex = femaleStiffer
	}
	fat := min(max(1-softerPerBMI*(m.bmi()-typicalBMI), softestByBMI), hardestByBMI)
	for l := S1; l < LevelEnd; l++ {
		secant := muscleProne * unit.NewtonPerMM(sittingStiffer*sex*fat*levelStiffer[l])
		b.Tissue[l] = TissueOf(secant, secantAt, muscleRelax)
	}
	b.Sacrum = TissueOf(sacrumSecant, secantAt, boneRelax)
	b.Ribs = TissueOf(ribsSecant, secantAt, boneRelax)
}

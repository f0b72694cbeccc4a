package twin

import "math"

// Warmth in layers, by Pennes's equation (J. Appl. Physiol. 1948), along one line into the back:
//
//	rho c dT/dt = d/dx (k dT/dx) + w rho_b c_b (37 - T) + q
//
// through skin, fat and muscle down to a depth that keeps body heat; at the skin's surface, contact (T_outside - T_surface)
// flows in. Blood w flows at rest as IT'IS and JOS-3 have it; the skin's doubles every 6 degrees (JOS-3), within minutes.
// Where something presses, it flows the less the nearer the pressure is to the one that closes the vessels.
//
// Finite volumes, backward Euler, one tridiagonal system: exact in the steady state, stable at any step.

const (
	bloodHeat    = 1050 * 3617 // J/m³K: IT'IS, recalled
	fatFlow      = 33.0        // mL/min kg at rest: the same
	muscleFlow   = 37.0        // mL/min kg at rest: the same
	skinThick    = 2.0         // mm: 1.9 at the waist (Laurent 2007, recalled)
	deepFrom     = 55.0        // mm under the skin: there, and below thick fat a little deeper, everything is as warm as the core
	leastMuscle  = 30.0        // mm over that
	skinCells    = 3           // of equal width
	fatCells     = 4           // of equal width
	muscleCells  = 7           // each muscleGrows times as wide as the one above it
	muscleGrows  = 1.35
	layerCells   = skinCells + fatCells + muscleCells
	skinSet      = 34.0 // degrees Celsius, from where the skin's flow doubles: JOS-3
	doubling     = 6.0  // degrees: JOS-3
	mostDilation = 10.0 // times the flow at rest: assumption
)

// layer is one kind of tissue: density kg/m³, heat J/kg K, conduction W/m K, heat made W/kg.
type layer struct{ density, heat, conducts, makes float64 }

// layers is one person's back as warmth sees it. Per m² of skin.
type layers struct {
	holds  [layerCells]float64 // J/K
	down   [layerCells]float64 // W/K to the next cell; of the last to the core
	makes  [layerCells]float64 // W
	flow   [layerCells]float64 // W/K of blood at rest
	middle [layerCells]float64 // mm under the surface
	deep   float64             // mm, the core's depth
	outer  float64             // W/K from the surface to the middle of the first cell
	core   float64             // degrees Celsius of the core and of arterial blood
}

// layersOf lays out fat mm of fat; skin is the skin's flow at rest in L/h m², deep that of fat and muscle over IT'IS's.
func layersOf(fat, skin, deep, core float64) layers {
	skinLayer, fatLayer, muscleLayer := layer{1109, 3391, 0.37, 1.65}, layer{911, 2348, 0.21, 0.51}, layer{1090, 3421, 0.49, 0.96} // IT'IS v4, recalled
	l := layers{core: core}
	var widths, conducts [layerCells]float64 // m, W/m K
	muscle := max(deepFrom-skinThick-fat, leastMuscle)
	first := muscle * (muscleGrows - 1) / (math.Pow(muscleGrows, muscleCells) - 1)
	at := 0.0
	for i := range layerCells {
		var kind layer
		var width float64 // mm
		switch {
		case i < skinCells:
			kind, width = skinLayer, skinThick/skinCells
			const cubicMetrePerSecond = 1e-3 / 3600 // of a litre an hour
			l.flow[i] = skin * cubicMetrePerSecond * bloodHeat / skinCells
		case i < skinCells+fatCells:
			kind, width = fatLayer, fat/fatCells
			l.flow[i] = deep * fatFlow
		default:
			kind, width = muscleLayer, first*math.Pow(muscleGrows, float64(i-skinCells-fatCells))
			l.flow[i] = deep * muscleFlow
		}
		metres := width / 1000
		if i >= skinCells {
			const cubicMetrePerSecond = 1e-6 / 60 // of a millilitre a minute
			l.flow[i] *= cubicMetrePerSecond * kind.density * metres * bloodHeat
		}
		widths[i], conducts[i] = metres, kind.conducts
		l.holds[i] = kind.density * kind.heat * metres
		l.makes[i] = kind.density * kind.makes * metres
		l.middle[i] = at + width/2
		at += width
	}
	l.outer = 2 * conducts[0] / widths[0]
	for i := range layerCells - 1 {
		l.down[i] = 1 / (widths[i]/2/conducts[i] + widths[i+1]/2/conducts[i+1])
	}
	last := layerCells - 1
	l.down[last] = 2 * conducts[last] / widths[last]
	l.deep = at
	return l
}

// column is the warmth of the tissue under one patch of skin. Degrees Celsius.
type column struct {
	temp    [layerCells]float64
	surface float64
	answer  float64 // of the skin's vessels, times the flow at rest
	dose    float64 // CEM43 of the surface, minutes
}

// step lets h seconds pass with contact W/m²K to something at outside; open is the share of the blood flow that pressure
// leaves, dilation the share of the vessels' answer to warmth that the person has, lag how long it takes, s.
func (c *column) step(l *layers, outside, contact, open, dilation, lag, h float64) {
	answer := min(math.Exp2((c.surface-skinSet)/doubling), mostDilation)
	if answer > 1 {
		answer = 1 + (answer-1)*dilation
	}
	c.answer += (answer - c.answer) * h / (lag + h)

	// Each cell in terms of the one below it, from the surface down; then their values, from the core up.
	var share, rest [layerCells]float64 // temp[i] = rest[i] + share[i] temp[i+1]
	up := contact * l.outer / (contact + l.outer)
	overShare, overRest := 0.0, outside
	perStep := 1 / h
	for i := range layerCells {
		flow := l.flow[i] * open
		if i < skinCells {
			flow *= c.answer
		}
		holds := l.holds[i] * perStep
		gain := 1 / (holds + flow + l.down[i] + up*(1-overShare))
		share[i] = l.down[i] * gain
		rest[i] = (holds*c.temp[i] + flow*l.core + l.makes[i] + up*overRest) * gain
		up, overShare, overRest = l.down[i], share[i], rest[i]
	}
	next := l.core
	for i := layerCells - 1; i >= 0; i-- {
		next = rest[i] + share[i]*next
		c.temp[i] = next
	}
	c.surface = (contact*outside + l.outer*c.temp[0]) / (contact + l.outer)
	c.dose += cem43(c.surface) * h / 60
}

// settled is the column as it stands after a long time with contact to something at outside, nothing pressing.
func settled(l *layers, outside, contact float64) (c column) {
	const long = 1e6 // s
	for i := range c.temp {
		c.temp[i] = l.core
	}
	c.surface, c.answer = skinSet, 1
	for range 60 { // the flow answers to the warmth that it makes
		c.step(l, outside, contact, 1, 1, 1, long)
	}
	c.dose = 0
	return c
}

// mix replaces a share of the tissue by that of another column, as a roller that travels comes over fresh tissue.
func (c *column) mix(other *column, share float64) {
	for i := range c.temp {
		c.temp[i] += (other.temp[i] - c.temp[i]) * share
	}
	c.surface += (other.surface - c.surface) * share
	c.answer += (other.answer - c.answer) * share
	c.dose += (other.dose - c.dose) * share
}

// at is the temperature at a depth in mm, straight from cell to cell.
func (c *column) at(l *layers, depth float64) float64 {
	above, was := 0.0, c.surface
	for i := range layerCells {
		if depth <= l.middle[i] {
			return was + (c.temp[i]-was)*(depth-above)/(l.middle[i]-above)
		}
		above, was = l.middle[i], c.temp[i]
	}
	return was + (l.core-was)*min((depth-above)/(l.deep-above), 1)
}

// cem43 is cumulative equivalent minutes at 43 degrees per minute: R^(43-T), R 0.5 from 43 up, 0.25 below.
func cem43(celsius float64) float64 {
	if celsius >= 43 {
		return math.Exp2(celsius - 43)
	}
	return math.Exp2(2 * (celsius - 43))
}

package campaign

import (
	"math"
	"math/rand/v2"
)

// way is how a reported quantity goes wrong.
type way uint8

const (
	frozen    way = iota // repeats what it said last
	zeroed               // says 0
	jumpUp               // is off by the signal's scale from now on
	jumpDown             // the same the other way
	jumping              // leaps by the scale, there and back, five times a second
	driftUp              // goes off by a tenth of the scale a second
	driftDown            // the same the other way
	notNumber            // NaN
	infinite             // +Inf
	huge                 // 1e6
	flipped              // the other sign
	halved               // half
	doubled              // twice
	noisy                // with noise of a third of the scale
	coarsened            // in steps of the scale, the one below
	wayEnd
)

var wayNames = [wayEnd]string{"frozen", "zero", "jump_up", "jump_down", "jumping", "drift_up", "drift_down", "nan", "inf",
	"huge", "flipped", "half", "double", "noisy", "coarse"}

func (w way) String() string { return wayNames[min(w, wayEnd-1)] }

// gross says whether a single look shows that the reading cannot be.
func (w way) gross() bool { return w == notNumber || w == infinite || w == huge }

// soft says whether a force then seems less than it is, by itself or in time, in a way that no single look shows.
func (w way) soft() bool { return w == driftDown || w == jumpDown || w == halved || w == coarsened }

// slow says whether it goes wrong little by little.
func (w way) slow() bool { return w == driftUp || w == driftDown }

// wrong is what a quantity x says, size of its scale, since seconds after it went wrong; was is what it said then.
func (w way) wrong(x, was, size, since float64, r *rand.Rand) float64 {
	switch w {
	case frozen:
		return was
	case zeroed:
		return 0
	case jumpUp:
		return x + size
	case jumpDown:
		return x - size
	case jumping:
		if int(since*10)%2 == 0 {
			return x + size
		}
		return x
	case driftUp:
		return x + size*since/10
	case driftDown:
		return x - size*since/10
	case notNumber:
		return math.NaN()
	case infinite:
		return math.Inf(1)
	case huge:
		return 1e6
	case flipped:
		return -x
	case halved:
		return x / 2
	case doubled:
		return 2 * x
	case coarsened:
		return math.Floor(x/size) * size
	}
	return x + size/3*r.NormFloat64()
}

package control

import (
	"math"

	"github.com/openlumbar/lumbar/chair"
)

// What a chair that reacts late is given time for. They leave a chair of 100 Hz and more as it is, if its drive follows in 12 ms.
const (
	// contactMost is what a speed towards the back, of the first contact or of the dither, may add before anything can be done
	// about it, N: less than the 12 N with which a back is felt.
	contactMost = 9.0
	// turn is the crossover times the whole delay of the loop that leaves 60 degrees of phase margin, see the package comment.
	turn = 0.52
)

// pace is how fast the rollers may go by force on this chair.
type pace struct {
	gain, tapGain        float64 // mm/s/N
	closing, closingNear float64 // mm/s
	shake                float64 // share of DitherReach
}

// paceOf argues from how late a chair's depth follows what its cells felt: a reading is up to one period old, a command holds
// for another, drives that are given places go on for a third, and then they lag. Its spring bounds what speed is worth in force.
func paceOf(p *chair.Profile) pace {
	late := 3*p.Period().Seconds() + p.Axes[chair.Depth].Lag.Seconds()
	spring := float64(p.Rollers.Spring)
	steady, soft := turn/((late+smoothing)*spring), contactMost/(late*spring)
	return pace{
		gain: min(Gain, steady), tapGain: min(tapGain, steady),
		closing: min(closing, soft), closingNear: min(closingNear, soft),
		shake: min(1, soft/(2*math.Pi*float64(DitherRate)*float64(DitherReach))),
	}
}

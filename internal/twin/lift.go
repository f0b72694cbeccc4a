package twin

import (
	"math"

	"github.com/openlumbar/lumbar/chair"
)

// What back and leg rest carry: a weight on a lever, about the hip and about the knee. Shares of weight and stature of a
// person's segments are Winter's, after Dempster (recalled): trunk, head and arms have their centre 0.626 of the 0.288 statures
// from hip to shoulder above the hip; both shanks and feet weigh 0.122 of the person, their centre 0.606 of 0.246 statures
// below the knee. The rest: assumptions.
const (
	trunkCentre = 0.626 * 0.288 // statures over the hip
	shankShare  = 0.122         // of the weight
	shankCentre = 0.606 * 0.246 // statures from the knee

	backMass, backCentre = 12.0, 350.0 // kg, mm from the hip: the back of the chair itself
	restMass, restCentre = 4.0, 200.0  // kg, mm from the knee: the leg rest itself
	liftArm              = 120.0       // mm that an actuator's push has about the hinge
)

// reclines is the moment, N mm, with which trunk and back want to lean further.
func (t *Twin) reclines() float64 {
	own := backMass * chair.Gravity * math.Sin((t.recline()-90)*math.Pi/180) * backCentre
	if !t.seated() {
		return own
	}
	return own + t.trunk.weight*trunkCentre*t.trunk.stature
}

// legs is the moment, N mm, with which legs and leg rest want to hang down.
func (t *Twin) legs() float64 {
	moment := restMass * restCentre
	if t.seated() {
		moment += shankShare * t.trunk.mass / supportedShare * shankCentre * t.trunk.stature
	}
	return moment * chair.Gravity * math.Cos(t.axes[chair.LegRest].out*math.Pi/180)
}

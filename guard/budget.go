package guard

import (
	"time"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/unit"
)

// budget is what a session has used up.
type budget struct {
	since     time.Duration // since first contact
	most      time.Duration // of contact, by session and day
	hold      hold
	spot      spot
	contacts  contacts
	part      time.Duration // contact of the part of the back where the rollers are
	tapped    time.Duration
	taps      time.Duration // how long a stroke still counts as tapping
	work      unit.Joule    // of strokes
	stretched time.Duration
	inflated  [chair.BagEnd]time.Duration // without a pause
	vented    [chair.BagEnd]time.Duration // since it last held somebody
	heated    time.Duration
	still     time.Duration // without roller motion
	dose      unit.CEM43
}

const (
	// bagEmpty is the pressure up to which a bag holds nobody, kPa. Assumption.
	bagEmpty unit.Kilopascal = 2
	// bagPause is how long a bag must be empty to have had its pause. Assumption.
	bagPause = 500 * time.Millisecond
	// bagOver and bagSlack are how far a bag's pressure may exceed its limit while its valve settles.
	bagOver                  = 1.1
	bagSlack unit.Kilopascal = 1
)

// posture trips when the session, a stretch or an airbag has lasted too long.
func (g *Guard) posture(r *chair.Report, dt time.Duration) bool {
	if g.touch || g.since > 0 {
		g.since += dt
	}
	if g.stretches(r) {
		g.stretched += dt
	}
	for b := range r.Air {
		if r.Air[b] > bagEmpty {
			g.inflated[b] += dt
			g.vented[b] = 0
		} else if g.vented[b] += dt; g.vented[b] >= bagPause {
			g.inflated[b] = 0
		}
		if !g.used(chair.FaultAir, g.inflated[b], g.limits.AirHold.Max) {
			return false
		}
	}
	return (!g.out || g.used(chair.FaultSession, g.since, g.most)) &&
		g.used(chair.FaultStretch, g.stretched, g.limits.Stretch.Max)
}

// stretches says whether somebody is being lengthened: the back lower than for massage, and rollers or seat bag
// holding on. Lying back at rest is no stretch.
func (g *Guard) stretches(r *chair.Report) bool {
	lower := unit.Degree(r.Axes[chair.Recline].Pos) > g.profile.Massage+chair.ReclineVoid
	return lower && (g.touch || r.Air[chair.BagSeat] > bagEmpty)
}

// pressures trips on a bag that is harder than it may be.
func (g *Guard) pressures(r *chair.Report) bool {
	most := bagOver*g.limits.Air.Max + bagSlack
	for _, p := range r.Air {
		if !(p >= -bagSlack && p <= most) {
			return g.fail(chair.Fault{Code: chair.FaultAir, Value: float64(p), Bound: float64(most)})
		}
	}
	return true
}

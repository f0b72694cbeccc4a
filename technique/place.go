package technique

import (
	"fmt"

	"github.com/openlumbar/lumbar/body"
	"github.com/openlumbar/lumbar/motion"
	"github.com/openlumbar/lumbar/unit"
)

// check says why no shape can be planned for the place, or nil. The carriage's limits are motion's to check.
func (p *Place) check() error {
	for l := body.S1; l < body.T12; l++ {
		if !(p.Levels[l] < p.Levels[l+1]) {
			return fmt.Errorf("place: %v at %.0f mm is not below %v at %.0f mm", l, p.Levels[l], l+1, p.Levels[l+1])
		}
	}
	if !(p.Lowest < p.Highest) {
		return fmt.Errorf("place: carriage travel from %.0f to %.0f mm is empty", p.Lowest, p.Highest)
	}
	if !(p.LegRest >= -180 && p.LegRest <= 180) {
		return fmt.Errorf("place: leg rest at %.0f°", p.LegRest)
	}
	return nil
}

// at is where the carriage goes for a level: the level, or as near as it can travel.
func (p *Place) at(l body.Level) float64 {
	return float64(max(p.Lowest, min(p.Highest, p.Levels[l])))
}

// nearest is the level whose mid-height is nearest.
func (p *Place) nearest(along unit.Millimetre) body.Level {
	l := body.S1
	for l < body.T12 && along > (p.Levels[l]+p.Levels[l+1])/2 {
		l++
	}
	return l
}

// carry is the carriage's limits with a speed asked for.
func (p *Place) carry(speed unit.MMPerSecond) motion.Limits {
	return motion.Limits{Vel: float64(min(speed, p.Carry.Vel)), Acc: float64(p.Carry.Acc), Jerk: float64(p.Carry.Jerk)}
}

// The widths that a programme can name, centre to centre, and the lane between them: the ball spacing of
// body-and-motion.md 5.4, an assumption. Muscle lies further out the lower the level (Deng 2015).
const (
	Narrow unit.Millimetre = 70
	Medium unit.Millimetre = 85
	Wide   unit.Millimetre = 100 // the lane at L5 and below
	// laneL3 is the lane at L3 and above. With a kneading circle of 10 mm it ends at chair.FlankLateral, beyond which the
	// force would have to be the ribs'; and it leaves the spine 18 mm for those who sit beside the chair's middle, which
	// nothing measures: 3.6 times the spread that is assumed.
	laneL3 unit.Millimetre = 80
)

// lane is the width of the rollers along the back: fixed, or from L5 to L3 in a straight line.
type lane struct {
	fixed  float64 // mm; 0 follows the lane
	l5, l3 float64 // mm along
	slope  float64
}

func newLane(width unit.Millimetre, p *Place) lane {
	l5, l3 := float64(p.Levels[body.L5]), float64(p.Levels[body.L3])
	return lane{fixed: float64(width), l5: l5, l3: l3, slope: float64(laneL3-Wide) / (l3 - l5)}
}

// at is the width with the carriage at a place.
func (l *lane) at(along float64) unit.Millimetre {
	if l.fixed != 0 {
		return unit.Millimetre(l.fixed)
	}
	return Wide + unit.Millimetre(l.slope*(max(l.l5, min(along, l.l3))-l.l5))
}

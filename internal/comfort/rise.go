package comfort

import (
	"math"
	"time"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/unit"
)

// Parameters of a rise. Assumptions.
const (
	// Pace is the share that the force grows by in a second: what matters to feeling is the ratio, and so the time that
	// it takes to say "enough" costs the same share from the tenderest to the toughest. From 6 to 60 N it takes 23 s.
	Pace = 0.10
	// from is where a rise begins: a touch.
	from unit.Newton = 6
	// reaction is how long after a force became too much "enough" is expected to be heard, on average: from 0.3 to 1 s.
	reaction = 0.65
	// margin is the share of the force at which it became too much that counts as comfortable: a cell may read 5 % too
	// little or too much, and a reaction be quicker or slower.
	margin = 0.92
	// holdFor is how long the force stays at the cap: longer than somebody needs to say that it is too much.
	holdFor = 2 * time.Second
	// smoothing is the time constant of the cells' readings, s.
	smoothing = 0.15
)

// Longest is how long a rise takes that nobody ends, up to a cap.
func Longest(most unit.Newton) time.Duration {
	return holdFor + time.Duration(math.Log(max(1, float64(most/from)))/Pace*float64(time.Second))
}

// Rise is one slow rise of force at one place. The zero value is before its first step.
type Rise struct {
	force, most float64 // N: wanted; the cap
	took, held  time.Duration
	felt        [chair.SideEnd]float64
	begun       bool
}

// Step takes one tick: contact is what the rollers press with, by the cells, most the limit at this place. It returns the
// force to press with, and whether the rise is over because the limit holds it.
func (r *Rise) Step(contact [chair.SideEnd]unit.Newton, most unit.Newton, dt time.Duration) (force unit.Newton, over bool) {
	t := dt.Seconds()
	if !r.begun {
		r.begun, r.force = true, float64(from)
		for s, f := range contact {
			r.felt[s] = float64(f)
		}
	}
	for s, f := range contact {
		r.felt[s] += (float64(f) - r.felt[s]) * t / (smoothing + t)
	}
	r.took += dt
	r.most = float64(most)
	if r.force = min(r.force*math.Exp(Pace*t), r.most); r.force < r.most {
		r.held = 0
	} else {
		r.held += dt
	}
	return unit.Newton(r.force), r.held >= holdFor
}

// Enough is what the rise found when the person says so now.
func (r *Rise) Enough() Level {
	late := max(0, reaction-r.held.Seconds()) // of a force that was still growing
	side := r.harder()
	was := r.felt[side] * math.Exp(-Pace*late)
	return Level{Force: unit.Newton(max(0, min(margin*was, r.most))), Side: side, Took: r.took, End: Enough}
}

// Capped is what the rise found when the limit has held it without a word.
func (r *Rise) Capped() Level {
	return Level{Force: unit.Newton(r.most), Side: r.harder(), Took: r.took, End: Cap}
}

func (r *Rise) harder() chair.Side {
	if r.felt[chair.Right] > r.felt[chair.Left] {
		return chair.Right
	}
	return chair.Left
}

package figure

import (
	"fmt"
	"math"
	"slices"
	"time"
)

// What joints of most adults can do, degrees (Norkin and White, Measurement of Joint Motion), with a little to spare: a
// picture that asks for more is drawn wrong.
const (
	mostKnee, mostElbow  = 160.0, 155.0
	mostHip, leastHip    = 140.0, -35.0 // thigh against the pelvis
	mostLumbar           = 60.0         // forward in all
	leastLumbar          = -30.0
	mostSideways         = 30.0 // lumbar, each way
	mostLumbarTwist      = 17.0
	mostThorax, mostNeck = 45.0, 60.0
	// A hand or foot may be drawn this far from its place, and a body this far into the floor.
	nearEnough, sunk = 1.0, 1.3
)

// Problems says where a motion is not that of a human body: out of reach, joints past their range, into the floor. A
// motion that ships has none.
func (m Motion) Problems() []string {
	var out []string
	say := func(format string, args ...any) {
		if s := fmt.Sprintf(format, args...); !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	if len(m.Keys) == 0 {
		return nil
	}
	o := m.order()
	for i := range 2 * samples {
		at := m.Length() * time.Duration(i) / (2 * samples)
		p := m.At(at)
		b := p.stand()
		if b.missed > nearEnough {
			say("at %v a hand or foot is %.1f from its place", at, b.missed)
		}
		for j, side := range [2]string{"right", "left"} {
			within(say, at, side+" knee", bent(b.hip[j], b.knee[j], b.ankle[j]), 0, mostKnee)
			within(say, at, side+" elbow", bent(b.shoulder[j], b.elbow[j], b.wrist[j]), 0, mostElbow)
			thigh := b.knee[j].minus(b.hip[j])
			hip := math.Atan2(thigh.dot(b.pelvis.fwd), -thigh.dot(b.pelvis.up)) * 180 / math.Pi
			within(say, at, side+" hip", hip, leastHip, mostHip)
		}
		within(say, at, "low back", p.Lumbar.Flex, leastLumbar, mostLumbar)
		within(say, at, "low back to the side", p.Lumbar.Side, -mostSideways, mostSideways)
		within(say, at, "low back turned", p.Lumbar.Twist, -mostLumbarTwist, mostLumbarTwist)
		within(say, at, "chest", max(math.Abs(p.Thorax.Flex), math.Abs(p.Thorax.Side), math.Abs(p.Thorax.Twist)), 0, mostThorax)
		within(say, at, "neck", max(math.Abs(p.Neck.Flex), math.Abs(p.Neck.Side), math.Abs(p.Neck.Twist)), 0, mostNeck)
		if m.View.Above == 0 {
			if s := p.measure(m.View, o); s.bottom < -sunk {
				say("at %v something is %.1f under the floor", at, -s.bottom)
			}
		}
	}
	return out
}

func within(say func(string, ...any), at time.Duration, what string, v, least, most float64) {
	if !(v >= least && v <= most) {
		say("at %v %s is at %.0f°, which is outside %.0f to %.0f", at, what, v, least, most)
	}
}

// bent is how far a joint is from straight, degrees.
func bent(a, joint, c Point) float64 {
	u, v := joint.minus(a).unit(Point{Y: 1}), c.minus(joint).unit(Point{Y: 1})
	return math.Acos(max(-1, min(1, u.dot(v)))) * 180 / math.Pi
}

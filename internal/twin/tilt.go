package twin

import (
	"math"

	"github.com/openlumbar/lumbar/body"
)

// tilt is what leaning back does to the shape of one person's lower spine, beyond bending under the rollers.
//
// The hollow grows with the angle between seat and back, as the hip opens and the pelvis tips forward: by a share of the
// standing skin's for each degree. The discs take up water as the load of the upper body comes off the spine, whose share
// along it is cos(recline - 90), so that the spine grows longer, evenly from S1 to T12:
//
//	d longer/dt = (most (1 - cos(recline - 90)) - longer) / tau
type tilt struct {
	perDegree float64 // of hollow, in shares of this person's own
	most      float64 // mm that the spine is longer without load
	rate      float64 // 1/s

	hollow float64 // times that of the sitter
	load   float64 // share of the upper body's weight along the spine
	longer float64 // mm from S1 to T12, since sitting down

	foot, perMM float64 // S1's height, mm; 1 over the height from there to T12
}

// hollowAt is the recline at which the hollow is the sitter's: about where a massage begins. Assumption.
const hollowAt = 125.0

func tiltOf(o *Options, p *sitter, recline float64) tilt {
	r := stream(o.Seed, streamTilt)
	draw := func(t body.Trait) float64 { return o.alike(t, r) }
	const minute = 60
	q := tilt{perDegree: draw(body.HollowRecline), most: draw(body.Lengthening), rate: 1 / (draw(body.LengthenTau) * minute)}
	q.perDegree /= body.HollowShare.Middle()
	q.foot = p.levels[body.S1]
	if length := p.levels[body.T12] - q.foot; length > 0 {
		q.perMM = 1 / length
	}
	q.leans(recline)
	return q
}

// leans takes the recline, which has changed.
func (q *tilt) leans(recline float64) {
	q.hollow = max(1+q.perDegree*(recline-hollowAt), 0)
	q.load = math.Cos((recline - 90) * math.Pi / 180)
}

// unstretched is where a place at a height, mm, lay when the person sat down.
func (q *tilt) unstretched(height float64) float64 { return height - q.longer*q.upTo(height) }

// upTo is the share of what the spine grows that a height moves by.
func (q *tilt) upTo(height float64) float64 { return min(max((height-q.foot)*q.perMM, 0), 1) }

// step lets h seconds pass.
func (q *tilt) step(h float64) { q.longer += (q.most*(1-q.load) - q.longer) * h * q.rate }

package programme_test

import (
	"bytes"
	"fmt"
	"math"
	"testing"
	"time"

	"github.com/openlumbar/lumbar/body"
	"github.com/openlumbar/lumbar/programme"
	"github.com/openlumbar/lumbar/technique"
	"github.com/openlumbar/lumbar/unit"
)

// reference is the back and the chair of the goldens: levels 35 mm apart, S1 at 135 mm.
func reference() *technique.Place {
	p := &technique.Place{Lowest: 60, Highest: 420, Massage: 120, Flat: 160, Carry: technique.Reach{Vel: 60, Acc: 300, Jerk: 2000}}
	for l := body.S1; l < body.LevelEnd; l++ {
		p.Levels[l] = 100 + 35*unit.Millimetre(l)
	}
	return p
}

// shapes is what is asked for at nine moments of every stroke, first and last included.
func shapes(t *testing.T, p *programme.Plan) []byte {
	var b bytes.Buffer
	for step := range p.Strokes() {
		shape, err := technique.Prepare(step.Stroke, reference())
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(&b, "%v, %.1f s\n", step.Stroke.Kind, shape.Duration().Seconds())
		for i := range 9 {
			at := shape.Duration() * time.Duration(i) / 8
			g := shape.At(at)
			fmt.Fprintf(&b, "%6.1f s  %5.0f mm %+5.0f mm/s  width %3.0f mm  %4.1f N", at.Seconds(), g.Along, math.Round(float64(g.AlongVel))+0, g.Width, g.Force)
			if g.Knead != 0 {
				fmt.Fprintf(&b, "  %+.0f turns/min", 60*float64(g.Knead))
			}
			if g.Tap != 0 {
				fmt.Fprintf(&b, "  %.0f strokes/min", 60*float64(g.Tap))
			}
			if g.Peak != 0 {
				fmt.Fprintf(&b, " to %.1f N", g.Peak)
			}
			if g.Recline != 0 {
				fmt.Fprintf(&b, "  back at %.0f°", g.Recline)
			}
			b.WriteByte('\n')
		}
	}
	return b.Bytes()
}

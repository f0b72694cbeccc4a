package control

import (
	"math"

	"github.com/openlumbar/lumbar/chair"
)

// ditherRamp is how long the dither takes to grow and to fade, in seconds.
const ditherRamp = 0.5

// dither shakes the depth setpoint so that stiffness can be felt.
type dither struct {
	on          bool    // wanted
	most        float64 // share of DitherReach that this chair is shaken by
	phase, size float64 // turns, share of DitherReach
}

// reach is how far it goes now, mm.
func (d *dither) reach() float64 { return d.size * float64(DitherReach) }

// add puts the dither onto the depth setpoint, growing while on and fading otherwise.
func (d *dither) add(cmd *chair.Command, dt float64) {
	step := dt / ditherRamp
	if d.on {
		d.size = min(d.most, d.size+step)
	} else {
		d.size = max(0, d.size-step)
	}
	if d.size == 0 || !cmd.Axes[chair.Depth].On {
		*d = dither{most: d.most}
		return
	}
	d.phase = math.Mod(d.phase+float64(DitherRate)*dt, 1)
	sin, cos := math.Sincos(2 * math.Pi * d.phase)
	reach := d.reach()
	cmd.Axes[chair.Depth].Pos += chair.Coord(reach * sin)
	cmd.Axes[chair.Depth].Vel += chair.CoordRate(reach * cos * 2 * math.Pi * float64(DitherRate))
}

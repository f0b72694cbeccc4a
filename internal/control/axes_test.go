package control

import (
	"math"
	"testing"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/unit"
	"pgregory.net/rapid"
)

// keeper holds commands to what the profile says, tick by tick, as somebody who does not trust control would.
type keeper struct {
	p   *chair.Profile
	was chair.Command
}

// roundings is what two pieces of motion may be apart where they meet, mm or degrees, and per second.
const roundings = 0.02

// check returns what is wrong with a command that was given when the report said where everything is.
func (k *keeper) check(t rapid.TB, cmd *chair.Command, before *chair.Report) {
	t.Helper()
	for a := chair.Carriage; a < chair.AxisEnd; a++ {
		c, p, was := &cmd.Axes[a], &k.p.Axes[a], k.was.Axes[a]
		if !c.On {
			continue
		}
		pos, vel := float64(c.Pos), float64(c.Vel)
		if !(math.Abs(vel) <= float64(p.Vel)+roundings) {
			t.Fatalf("%v: asked to go at %.3f, the axis has %.3f a second", a, vel, p.Vel)
		}
		if p.Bound && !(c.Pos >= p.Min-1e-9 && c.Pos <= p.Max+1e-9) {
			t.Fatalf("%v: asked to be at %.4f, travel is %.0f to %.0f", a, pos, p.Min, p.Max)
		}
		slack := float64(p.Acc)*dt*dt/4 + roundings
		if !was.On { // from rest, where the axis is
			was = chair.Setpoint{Pos: before.Axes[a].Pos}
			slack += 3
		}
		if d := math.Abs(vel - float64(was.Vel)); !(d <= float64(p.Acc)*dt+roundings) {
			t.Fatalf("%v: asked to change speed by %.3f in a tick, from %.3f to %.3f; %.3f is allowed", a, d, was.Vel, vel, float64(p.Acc)*dt)
		}
		step, way := pos-float64(was.Pos), float64(was.Vel+c.Vel)/2*dt
		if !p.Bound {
			step -= 360 * math.Round(step/360)
		}
		if !(step >= min(0, way)-slack && step <= max(0, way)+slack) {
			t.Fatalf("%v: asked to go %.4f in a tick at %.3f a second, which makes %.4f", a, step, vel, way)
		}
	}
	k.was = *cmd
}

// TestCommandsKeepToTheProfile runs random sequences of goals, each broken off at some moment by the next. Homing is
// left to the beginning, as a session does.
func TestCommandsKeepToTheProfile(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := newPlant(t)
		w.tissue = rapid.Float64Range(2, 35).Draw(t, "tissue")
		w.skin = rapid.Float64Range(30, 109).Draw(t, "skin")
		w.lag[chair.Depth] = rapid.Float64Range(0.004, 0.03).Draw(t, "lag")
		k := &keeper{p: w.p}
		tick := func(g *Goal) {
			before := w.report
			k.check(t, w.tick(g), &before)
		}
		number := func(low, high float64, name string) float64 { return rapid.Float64Range(low, high).Draw(t, name) }
		for range rapid.IntRange(2, 6).Draw(t, "goals") {
			ticks := int(number(0.1, 4, "seconds") / dt)
			g := Goal{
				Kind: rapid.SampledFrom([]Kind{Stroke, Feel, Pose, Rest}).Draw(t, "kind"), Recline: w.p.Massage, LegRest: w.p.Axes[chair.LegRest].Home,
				Along: unit.Millimetre(number(0, 500, "along")), Width: unit.Millimetre(number(50, 150, "width")),
				Speed: unit.MMPerSecond(number(5, 200, "speed")), Force: unit.Newton(number(0, 100, "force")), Dither: rapid.Bool().Draw(t, "dither"),
			}
			if g.Kind == Pose {
				g.Recline, g.LegRest = unit.Degree(number(100, 180, "recline")), chair.Coord(number(-10, 100, "leg rest"))
			}
			if g.Kind != Stroke {
				for range ticks {
					tick(&g)
				}
				continue
			}
			play := w.play(t, drawStroke(t))
			for n := 0; n < int(15/dt) && !play.goal.Begun; n++ {
				tick(play.next(w, false))
			}
			paused := false
			for n := range ticks {
				if n%125 == 0 {
					paused = rapid.IntRange(0, 3).Draw(t, "pause") == 0
				}
				tick(play.next(w, paused))
			}
		}
	})
}

package guard

import (
	"math"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/unit"
)

// plant is a chair and a back for retreats: each drive is a first-order lag behind its setpoint, each roller a
// series spring against tissue F = k x^1.44 (body-and-motion.md 2.1). It has no back that yields and no
// relaxation, so that force falls more slowly than on a person.
type plant struct {
	p    *chair.Profile
	pos  [chair.AxisEnd]float64
	vel  [chair.AxisEnd]float64
	set  [chair.AxisEnd]chair.Setpoint
	jam  [chair.AxisEnd]bool
	skin float64 // depth at which the rollers touch
}

// feel is the contact force of one roller.
func (p *plant) feel() unit.Newton {
	gap := p.pos[chair.Depth] - p.skin
	if gap <= 0 {
		return 0
	}
	lo, hi := 0.0, gap // tissue's share
	for range 40 {
		x := (lo + hi) / 2
		if 1.06*math.Pow(x, 1.44) < float64(p.p.Rollers.Spring)*(gap-x) {
			lo = x
		} else {
			hi = x
		}
	}
	return unit.Newton(1.06 * math.Pow(lo, 1.44))
}

// lean finds the skin so that the rollers press with f where they are.
func (p *plant) lean(f unit.Newton) {
	lo, hi := -200.0, p.pos[chair.Depth]
	for range 60 {
		if p.skin = (lo + hi) / 2; p.feel() > f {
			lo = p.skin
		} else {
			hi = p.skin
		}
	}
}

// step lets a millisecond pass.
func (p *plant) step() {
	const dt = 0.001
	for a := chair.Carriage; a < chair.AxisEnd; a++ {
		x, s := &p.p.Axes[a], &p.set[a]
		if !x.Fitted {
			continue
		}
		want := 0.0
		if s.On {
			lag := x.Lag.Seconds()
			want = float64(s.Vel) + (float64(s.Pos)-float64(s.Vel)*lag-p.pos[a])/lag
			s.Pos += chair.Coord(float64(s.Vel) * dt)
		}
		want = min(max(want, -1.1*float64(x.Vel)), 1.1*float64(x.Vel))
		p.vel[a] += min(max(want-p.vel[a], -float64(x.Acc)*2*dt), float64(x.Acc)*2*dt)
		if p.jam[a] {
			p.vel[a] = 0
		}
		p.pos[a] += p.vel[a] * dt
		if x.Bound && (p.pos[a] < float64(x.Min) || p.pos[a] > float64(x.Max)) {
			p.pos[a], p.vel[a] = min(max(p.pos[a], float64(x.Min)), float64(x.Max)), 0
		}
	}
}

// report writes what the sensors say.
func (p *plant) report(r *chair.Report) {
	f := p.feel() + chair.HeadWeight(p.p.Rollers.Head, unit.Degree(p.pos[chair.Recline]))
	r.Force = [chair.SideEnd]unit.Newton{f, f}
	r.Peak = r.Force
	for a := range r.Axes {
		r.Axes[a].Pos, r.Axes[a].Vel = chair.Coord(p.pos[a]), chair.CoordRate(p.vel[a])
	}
}

// stand makes a plant of a rig as it is.
func (r *rig) stand(f unit.Newton) *plant {
	p := &plant{p: r.p}
	for a, x := range r.in.Report.Axes {
		p.pos[a], p.vel[a], p.set[a] = float64(x.Pos), float64(x.Vel), r.in.Command.Axes[a]
	}
	p.lean(f)
	return p
}

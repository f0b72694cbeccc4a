package twin

import "github.com/openlumbar/lumbar/chair"

// bag is one airbag group: its pressure follows its target at the speed of its pump and valve.
type bag struct{ pressure, target float64 } // kPa over the room

// step lets h seconds pass.
func (b *bag) step(p *chair.AirProfile, h float64) {
	if p.Max == 0 {
		return
	}
	fill := float64(p.Max) / max(p.Fill.Seconds(), h) * h
	vent := float64(p.Max) / max(p.Vent.Seconds(), h) * h
	b.pressure += min(max(b.target-b.pressure, -vent), fill)
}

// set takes a target; nonsense vents.
func (b *bag) set(target, most float64) {
	if !(target > 0) {
		target = 0
	}
	b.target = min(target, most)
}

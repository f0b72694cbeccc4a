package verify

import (
	"github.com/openlumbar/lumbar/body"
	"github.com/openlumbar/lumbar/chair"
)

// Trace is how one session went, once a second.
type Trace struct {
	Force []float64 // N, greatest of either roller in that second
	Trip  []float64 // N, of the tissue that the harder-pressed roller was really over; 0 without contact
	Along []float64 // levels over the person's own S1: 0 is S1, 6 is T12
	Skin  []float64 // °C
	since int       // ticks of the second under way
	most  float64
	trip  float64
}

// add takes a reading.
func (t *Trace) add(r *rig) {
	for s := range r.truth.Force {
		f := float64(max(r.truth.Force[s], r.truth.Peak[s]))
		if f > t.most {
			t.most, t.trip = f, float64(r.set.limits.Trip[r.truth.Zone(chair.Side(s))].Max)
		}
	}
	t.since++
	if t.since*int(r.period.Milliseconds()) < 1000 {
		return
	}
	t.Force, t.Trip = append(t.Force, t.most), append(t.Trip, t.trip)
	t.Skin = append(t.Skin, float64(r.truth.Skin))
	l := body.S1
	for l < body.L1 && r.truth.Along > r.truth.Levels[l+1] {
		l++
	}
	u := float64((r.truth.Along - r.truth.Levels[l]) / (r.truth.Levels[l+1] - r.truth.Levels[l]))
	t.Along = append(t.Along, float64(l-body.S1)+u)
	t.since, t.most, t.trip = 0, 0, 0
}

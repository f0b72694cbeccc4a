package verify

import (
	"time"

	"github.com/openlumbar/lumbar/body"
	"github.com/openlumbar/lumbar/chair"
)

// Trace is how one session went, once a second.
type Trace struct {
	Force []float64 // N, greatest of either roller in that second
	Trip  []float64 // N, of the tissue that the harder-pressed roller was really over; 0 without contact
	Low   []float64 // lowest place of the rollers in levels over the person's own S1: 0 is S1, 6 is T12
	High  []float64 // highest

	since     int // ticks of the second under way
	most      float64
	trip      float64
	low, high float64
}

// add takes a reading.
func (t *Trace) add(r *rig) {
	for s := range r.truth.Force {
		f := float64(max(r.truth.Force[s], r.truth.Peak[s]))
		if f > t.most {
			t.most, t.trip = f, float64(r.set.limits.Trip[r.truth.Zone(chair.Side(s))].Max)
		}
	}
	l := body.S1
	for l < body.L1 && r.truth.Along > r.truth.Levels[l+1] {
		l++
	}
	at := float64(l-body.S1) + float64((r.truth.Along-r.truth.Levels[l])/(r.truth.Levels[l+1]-r.truth.Levels[l]))
	if t.since == 0 {
		t.low, t.high = at, at
	}
	t.low, t.high = min(t.low, at), max(t.high, at)
	if t.since++; time.Duration(t.since)*r.period < time.Second {
		return
	}
	t.Force, t.Trip = append(t.Force, t.most), append(t.Trip, t.trip)
	t.Low, t.High = append(t.Low, t.low), append(t.High, t.high)
	t.since, t.most, t.trip = 0, 0, 0
}

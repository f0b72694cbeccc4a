package technique

import (
	"time"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/unit"
)

// Heat is the pad's part of a plan. It is no stroke: it runs beside them.
type Heat struct {
	Target unit.Celsius
	From   time.Duration // of the massage
	Until  time.Duration
}

// HeatBlock is how heat is written in a programme. No technique needs it, so that a chair without a pad still
// does the rest, unless the programme lists it among its needs.
func HeatBlock() Block[Heat] {
	return Block[Heat]{
		Word:    "heat",
		Purpose: "warmth",
		Uses:    []chair.Ability{chair.CanHeat},
		Params: []Param[Heat]{
			{
				// Skin is at about 33 °C: a pad below 30 only cools.
				Name: "target", Form: Quantity, Dim: unit.Temperature, Min: 30, Max: 100, Required: true,
				Doc: "temperature of the pad",
				Set: func(h *Heat, v Value) { h.Target = unit.Celsius(v.Number) },
			},
			{
				Name: "from", Form: Quantity, Dim: unit.Time, Min: 0, Max: 3600, Default: "0 s",
				Doc: "when it comes on, from the start of the massage",
				Set: func(h *Heat, v Value) { h.From = v.seconds() },
			},
			{
				Name: "until", Form: Quantity, Dim: unit.Time, Min: 0, Max: 3600, Required: true,
				Doc: "when it goes off, from the start of the massage",
				Set: func(h *Heat, v Value) { h.Until = v.seconds() },
			},
		},
	}
}

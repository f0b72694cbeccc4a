package guard

import (
	"math"
	"time"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/unit"
)

const (
	// bodyHeat is a body's own warmth: a pad no warmer than that is no source of heat, and adds no dose.
	bodyHeat unit.Celsius = 37
	// padColdest and padHottest bound what a sound thermistor reads: an open one reads colder than any room, a
	// shorted one hotter than any pad. padJump is the most that a pad can change between two reports.
	padColdest, padHottest unit.Celsius = -5, 70
	padJump                unit.Celsius = 3
	// A pad that heats, more than padBand below its target, must gain padGain within padTime: a thermistor that
	// has come off would let it heat for ever. More than a thermistor's noise, less than Klipper's 2 °C in 60 s
	// for a printer's bed, since a person's back cools the pad. Assumption.
	padBand, padGain unit.Celsius = 2, 1
	padTime                       = time.Minute
	// A pad that is off, warmer than a body, and still gains padRise has a heater that does not go off. What is
	// left in a pad's wires evens out within less. Assumption.
	padRise unit.Celsius = 2
	// padFrozen is how long a heating pad's thermistor may say the very same, to the last digit. Assumption.
	padFrozen = 30 * time.Second
)

// padWatch watches whether a heating pad warms up, and one that is off cools down.
type padWatch struct {
	on   bool
	from unit.Celsius // coldest since the first report or since it was switched, or since it last gained while heating
	time time.Duration
	same time.Duration // since the reading last changed, while heating
}

// heat trips on a pad too hot, on too long or for too much dose, or whose thermistor cannot be believed. It runs
// with the heat off too: a pad stays hot, and a heater can stick.
func (g *Guard) heat(r *chair.Report, dt time.Duration) bool {
	if g.profile.Heat.Max == 0 {
		return finite(float64(r.Pad)) || g.fail(chair.Fault{Code: chair.FaultHeatSensor})
	}
	on := g.command.Heat > 0
	if !g.thermistor(r.Pad, on, dt) {
		return false
	}
	if !(r.Pad <= g.surface) {
		return g.fail(chair.Fault{Code: chair.FaultHeatHot, Value: float64(r.Pad), Bound: float64(g.surface)})
	}
	if most := max(g.pad.from, bodyHeat) + padRise; !on && r.Pad >= most {
		return g.fail(chair.Fault{Code: chair.FaultHeatStuck, Value: float64(r.Pad), Bound: float64(most)})
	}
	if on {
		g.heated += dt
	}
	if g.still += dt; g.rolls || g.moves(chair.Depth, r) {
		g.still = 0 // blood comes back to the skin under the rollers
	}
	g.dose += doseRate(r.Pad) * unit.CEM43(g.step/60)
	if most := g.limits.HeatDose.Max; !(g.dose <= most) {
		return g.fail(chair.Fault{Code: chair.FaultHeatDose, Value: float64(g.dose), Bound: float64(most)})
	}
	return g.used(chair.FaultHeatTime, g.heated, g.limits.HeatTime.Max)
}

// thermistor trips on a reading that no pad can have, that jumps, or that does not rise while the pad heats.
func (g *Guard) thermistor(pad unit.Celsius, on bool, dt time.Duration) bool {
	bad := func(allowed unit.Celsius) bool {
		return g.fail(chair.Fault{Code: chair.FaultHeatSensor, Value: float64(pad), Bound: float64(allowed)})
	}
	if !(pad >= padColdest && pad <= padHottest) {
		return bad(padHottest)
	}
	if was := g.last.Pad; g.seen && !near(pad, was, padJump) {
		return bad(was)
	}
	w := &g.pad
	if on != w.on || !g.seen { // from the first report on: a session may begin with a pad that is warm from the last one
		*w = padWatch{on: on, from: pad}
	}
	w.from = min(w.from, pad)
	if !on {
		return true
	}
	if w.same += dt; pad != g.last.Pad {
		w.same = 0
	}
	if g.command.Heat-pad <= padBand || pad-w.from >= padGain {
		w.from, w.time = pad, 0
	} else {
		w.time += dt
	}
	return w.time <= padTime && w.same <= padFrozen || bad(w.from+padGain)
}

// doseRate is the dose per minute of skin as warm as the pad, its upper bound: CEM43 = R^(43-T), R = 0.5 from
// 43 °C up and 0.25 below (body-and-motion.md 3.3).
func doseRate(pad unit.Celsius) unit.CEM43 {
	if pad <= bodyHeat {
		return 0
	}
	over := float64(pad - 43)
	return unit.CEM43(math.Exp2(min(over, 2*over)))
}

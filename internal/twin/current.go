package twin

import (
	"math"

	"github.com/openlumbar/lumbar/chair"
)

// Current is what the motor of an axis draws, in A: the torque of its screw over the motor's constant. A screw of pitch diameter d,
// lead angle lambda and friction angle phi lifts a load F with, and lets it down with,
//
//	T = F d/2 tan(phi + lambda),  T = F d/2 tan(phi - lambda)
//
// as any textbook of machine elements has it (Shigley, Power screws). Where phi is more than lambda it holds by itself, as these
// do: letting down has to be driven as well, and standing still draws nothing. Bearings and motor add a torque of their own.
//
// It is told as truth: no chair.Report has a place for it. Depth carries the rollers' springs, the carriage what hangs on it by
// the back's angle and what the skin drags, the width that. Rotary axes and tappers are not modelled and give 0.
func (t *Twin) Current(a chair.Axis) float64 {
	x := &t.axes[a]
	load := 0.0
	switch a {
	case chair.Depth:
		for s := range t.roller {
			load += t.roller[s].spring
		}
	case chair.Carriage:
		load = unitMass * chair.Gravity * math.Cos((t.recline()-90)*math.Pi/180)
		for s := range t.drag {
			along, _ := t.drag[s].forces()
			load -= along
		}
	case chair.Width:
		for s := range t.drag {
			_, across := t.drag[s].forces()
			if s == int(chair.Left) {
				across = -across // wider is to the left there
			}
			load -= across / 2 // one screw with two threads: each roller moves half of the width
		}
	default:
		return 0
	}
	if !t.profile.Axes[a].Fitted || t.link.cut && t.failing[PowerLost] {
		return 0
	}
	return screwCurrent(load, x.rate)
}

// The drives' screw and motor. Assumptions: Tr 10x2, two starts, steel on bronze greased; a geared motor of 24 V.
const (
	screwLead     = 4.0  // mm a turn
	screwPitch    = 9.0  // mm, pitch diameter
	screwFriction = 0.15 // coefficient
	idleTorque    = 0.02 // N m
	motorConstant = 0.05 // N m/A
	unitMass      = 4.0  // kg of the roller unit on the carriage
	standsStill   = 1e-3 // mm/s: slower is at rest
)

// screwCurrent is what moving a load, in N against positive motion, at a speed in mm/s draws: positive for torque that drives
// towards positive places.
func screwCurrent(load, speed float64) float64 {
	if abs(speed) < standsStill {
		return 0
	}
	way := math.Copysign(1, speed)
	torque := screwTorque(load*way, screwLead, screwPitch, screwFriction)
	return way * (max(torque, 0) + idleTorque) / motorConstant
}

// screwTorque is the torque in N m that moves a load against it, or with it if it is negative; lengths in mm. A negative torque
// would have to hold the load back.
func screwTorque(load, lead, pitch, friction float64) float64 {
	const perM = 1000
	lambda, phi := math.Atan(lead/(math.Pi*pitch)), math.Atan(friction)
	arm := pitch / 2 / perM
	if load >= 0 {
		return load * arm * math.Tan(phi+lambda)
	}
	return -load * arm * math.Tan(phi-lambda)
}

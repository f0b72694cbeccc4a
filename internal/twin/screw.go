package twin

import "math"

// screw is a drive's screw, or its worm, which is one whose nut is a wheel, with the gear and motor before it. A screw of pitch
// diameter d, lead angle lambda and friction angle phi lifts a load F with, and lets it down with,
//
//	T = F d/2 tan(phi + lambda),  T = F d/2 tan(phi - lambda)
//
// as any textbook of machine elements has it (Shigley, Power screws). Where phi is more than lambda it holds by itself, as all
// of these do: letting down has to be driven as well, and standing still draws nothing.
type screw struct {
	lead, pitch float64 // mm a turn; mm, pitch diameter
	friction    float64 // coefficient
	gear        float64 // torque of the screw over that of the motor, losses taken off
	idle        float64 // N m of the motor, of bearings and the motor itself
	constant    float64 // N m/A
}

// The drives. Assumptions: trapezoid screws of two starts, steel on bronze, greased; worms of one start; geared motors of 24 V.
var (
	slide  = screw{lead: 4, pitch: 9, friction: 0.15, gear: 1, idle: 0.02, constant: 0.05}
	worm   = screw{lead: 4.7, pitch: 15, friction: 0.12, gear: 1, idle: 0.02, constant: 0.05}
	lifter = screw{lead: 4, pitch: 9, friction: 0.15, gear: 14, idle: 0.02, constant: 0.05}
)

const (
	wormWheel   = 30.0 // mm, radius of the wheel on the kneading shaft. Assumption
	standsStill = 1e-3 // mm/s: slower is at rest
)

// current is what moving a load, in N against positive motion, at a speed in mm/s draws, in A: positive for torque that drives
// towards positive places.
func (s screw) current(load, speed float64) float64 {
	if abs(speed) < standsStill {
		return 0
	}
	way := math.Copysign(1, speed)
	return way * (max(s.torque(load*way), 0)/s.gear + s.idle) / s.constant
}

// torque is the torque in N m that moves a load against it, or with it if it is negative. A negative torque would have to hold
// the load back.
func (s screw) torque(load float64) float64 {
	const perM = 1000
	lambda, phi := math.Atan(s.lead/(math.Pi*s.pitch)), math.Atan(s.friction)
	arm := s.pitch / 2 / perM
	if load >= 0 {
		return load * arm * math.Tan(phi+lambda)
	}
	return -load * arm * math.Tan(phi-lambda)
}

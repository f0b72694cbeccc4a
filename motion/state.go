package motion

import (
	"errors"
	"math"
)

// State of one axis: position, velocity and acceleration in the axis's unit (mm or degrees) and seconds. Every
// finite state is a permitted start, also one over the limits.
type State struct{ Pos, Vel, Acc float64 }

// Limits are what a motion keeps to, in the axis's unit and seconds. Vel, Acc and Jerk are positive and finite. MinVel
// and MinAcc are the bounds on the other side: negative and finite, or 0 for -Vel and -Acc. The zero value is invalid:
// nothing may move.
//
// A lower limit of exactly nought cannot be asked for. An axis that cannot go back has no motion to what it has passed by
// ever so little, and one that cannot brake has none to rest; a control loop would learn of it in the middle of a
// motion. As it is, every valid input has a motion. For an axis that is to go forward only, set MinVel to the least that
// may count as standing, as -1e-6*Vel, and its target no nearer than where it can stop (Input.Stop).
type Limits struct {
	Vel, Acc, Jerk float64
	MinVel, MinAcc float64
}

// The errors of this package, for errors.Is. The message says which value it was and what it has to be.
var (
	ErrInput  = errors.New("motion: invalid input")  // no axis, an unknown choice, a minimum duration that is none
	ErrLimits = errors.New("motion: invalid limits") // a limit on the wrong side of 0, or not finite
	ErrState  = errors.New("motion: invalid state")  // a start state that is not finite
	ErrTarget = errors.New("motion: invalid target") // a target that is not finite, or that no motion within the limits reaches
	ErrRange  = errors.New("motion: out of range")   // magnitudes so far apart that float64 cannot hold the answer
)

// low are the bounds on the negative side.
func (l *Limits) low() (vel, acc float64) {
	vel, acc = l.MinVel, l.MinAcc
	if vel == 0 {
		vel = -l.Vel
	}
	if acc == 0 {
		acc = -l.Acc
	}
	return vel, acc
}

func (l *Limits) valid() bool {
	odd := (l.Vel - l.Vel) + (l.Acc - l.Acc) + (l.Jerk - l.Jerk) + (l.MinVel - l.MinVel) + (l.MinAcc - l.MinAcc)
	return odd == 0 && l.Vel > 0 && l.Acc > 0 && l.Jerk > 0 && l.MinVel <= 0 && l.MinAcc <= 0
}

func (s State) finite() bool { return finite(s.Pos) && finite(s.Vel) && finite(s.Acc) }

const sixth = 1.0 / 6

// step is s after t seconds of constant jerk. The conversions keep arm64 from fusing, so that states are the
// same bits on every machine that is given the same phases.
func (s State) step(jerk, t float64) State {
	jt := float64(jerk * t)
	return State{
		Pos: s.Pos + float64(t*(s.Vel+float64(t*(float64(s.Acc/2)+float64(jt*sixth))))),
		Vel: s.Vel + float64(t*(s.Acc+float64(jt/2))),
		Acc: s.Acc + jt,
	}
}

func finite(x float64) bool { return x-x == 0 }

func positive(x float64) bool { return x > 0 && x <= math.MaxFloat64 }

func abs(x float64) float64 { return math.Abs(x) }

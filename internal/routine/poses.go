package routine

import (
	"time"

	"github.com/openlumbar/lumbar/internal/figure"
)

// Short names for writing poses down.
type (
	pt   = figure.Point
	bend = figure.Bend
	foot = figure.Foot
	hand = figure.Hand
)

func flex(degrees float64) bend { return bend{Flex: degrees} }

// key is a pose that is held, then left on a way.
func key(p figure.Pose, hold, way float64, says string) figure.Key {
	return figure.Key{Pose: p, Hold: seconds(hold), Way: seconds(way), Says: says}
}

func seconds(s float64) time.Duration { return time.Duration(s * float64(time.Second)) }

// both puts the same thing on both sides, z from the middle.
func feet(x, y, z float64, toes, knee pt) [2]foot {
	return [2]foot{{Ankle: pt{X: x, Y: y, Z: z}, Toes: toes, Knee: knee}, {Ankle: pt{X: x, Y: y, Z: -z}, Toes: toes, Knee: knee}}
}

func hands(on figure.On, wrist, fingers, elbow pt) [2]hand {
	a := hand{On: on, Wrist: wrist, Fingers: fingers, Elbow: elbow}
	b := a
	b.Wrist.Z, b.Fingers.Z, b.Elbow.Z = -a.Wrist.Z, -a.Fingers.Z, -a.Elbow.Z
	return [2]hand{a, b}
}

// standing has the arms at the sides.
func standing() figure.Pose {
	return figure.Pose{
		Place: pt{Y: 52.7},
		Feet:  feet(-1.5, 3.9, 5.2, pt{}, pt{}),
		Hands: hands(figure.World, pt{X: 2.5, Y: 50, Z: 12.5}, pt{X: 0.1, Y: -1}, pt{X: -1, Z: 0.3}),
	}
}

// sitting is on a stool with the hands on the thighs. The hips are over X 0.
func sitting() figure.Pose {
	return figure.Pose{
		Place: pt{Y: 30.5},
		Feet:  feet(23.6, 3.9, 6, pt{}, pt{Y: 1}),
		Hands: hands(figure.World, pt{X: 13, Y: 35.7, Z: 7.5}, pt{X: 1, Y: -0.12, Z: -0.1}, pt{X: -0.2, Y: -0.2, Z: 1}),
	}
}

// lying is on the back with the knees up and the arms beside the body.
func lying() figure.Pose {
	return figure.Pose{
		Place:   pt{X: -27.5, Y: 3.4},
		ByChest: true,
		Pelvis:  flex(-91),
		Neck:    flex(6),
		Feet:    feet(20, 3.9, 5, pt{}, pt{Y: 1}),
		Hands:   hands(figure.World, pt{X: 2, Y: 1.8, Z: 14}, pt{X: 1, Y: -0.05}, pt{X: -0.2, Y: 0.2, Z: 1}),
	}
}

// kneeling is on hands and knees.
func kneeling() figure.Pose {
	return figure.Pose{
		Place:  pt{Y: 27.2},
		Pelvis: flex(84),
		Neck:   flex(-14),
		Feet:   feet(-24.4, 2.4, 5, pt{X: -1, Y: -0.08}, pt{X: 1, Y: -1}),
		Hands:  hands(figure.World, pt{X: 29.5, Y: 2, Z: 9.6}, pt{X: 1, Y: -0.08}, pt{X: -1, Y: -0.3, Z: 0.2}),
	}
}

// change is a pose altered.
func change(p figure.Pose, alter func(*figure.Pose)) figure.Pose {
	alter(&p)
	return p
}

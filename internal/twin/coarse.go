package twin

import "math"

// A converter that has lost its low bits reads in coarse steps, the step below what is: x becomes size floor(x / size). Of a
// value that moves over many steps that is a loss of up to one of them, half of one in the mean, and a noise of size / sqrt(12)
// about it. Assumptions: of a load cell's 10 bits over 300 N five are gone, of an encoder's 0.01 mm all that are finer than a
// step of its index track.
const (
	coarseForce = 8.0 // N
	coarsePlace = 2.0 // mm
)

// coarse is a reading in steps of a size.
func coarse[T ~float64](x T, size float64) T { return T(math.Floor(float64(x)/size) * size) }

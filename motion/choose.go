package motion

import "math"

// Which way a branch on the numbers of a motion goes cannot be foreseen, and a processor that has begun the wrong way
// loses more time than all of these take. They choose by the bits of numbers, of which the first is the sign, and the
// others order as magnitudes do.

// size is the magnitude of a number in bits.
func size(x float64) uint64 { return math.Float64bits(x) << 1 >> 1 }

// larger is the larger magnitude of two numbers.
func larger(x, y float64) float64 { return math.Float64frombits(max(size(x), size(y))) }

// smaller is the smaller of two numbers that are not negative.
func smaller(x, y float64) float64 {
	return math.Float64frombits(min(math.Float64bits(x), math.Float64bits(y)))
}

// minus is all ones for a number with a minus sign, else 0.
func minus(x float64) uint64 { return uint64(int64(math.Float64bits(x)) >> 63) }

// over is x if y has no minus sign, else 0.
func over(x, y float64) float64 { return math.Float64frombits(math.Float64bits(x) &^ minus(y)) }

// turned is x if y has no minus sign, else -x.
func turned(x, y float64) float64 {
	return math.Float64frombits(math.Float64bits(x) ^ math.Float64bits(y)>>63<<63)
}

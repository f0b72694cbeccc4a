// Package latency counts how long things took, in a histogram of a fixed size that a control loop can add to in every
// tick and copy into what it tells others.
package latency

import (
	"iter"
	"math"
	"math/bits"
	"time"
)

// A bucket is a nanosecond wide below 32 ns, and above a 32nd of its octave: no value is told more than 3.2 % too high.
const (
	fine    = 5 // bits
	each    = 1 << fine
	octaves = 36 - fine // up to 2^36 ns, 69 s; whatever is longer counts in the last bucket
	buckets = each * (1 + octaves)
)

// Histogram is counts of durations, log-linear. Its zero value is empty and ready; it is a value of 8 kB without
// pointers, copied by assignment. One goroutine uses it at a time.
type Histogram struct {
	counts [buckets]uint64
	n      uint64
	max    time.Duration
}

// Add counts one duration. A negative one counts as 0. It allocates nothing.
func (h *Histogram) Add(d time.Duration) {
	d = max(d, 0)
	h.counts[index(uint64(d))]++
	h.n++
	h.max = max(h.max, d)
}

// index is the bucket of a duration in ns.
func index(ns uint64) int {
	shift := max(0, bits.Len64(ns)-fine-1)
	return min(shift<<fine+int(ns>>shift), buckets-1)
}

// bounds is the least duration of a bucket, and the most.
func bounds(i int) (least, most time.Duration) {
	shift := max(0, i>>fine-1)
	least = time.Duration(i-shift<<fine) << shift
	return least, least + 1<<shift - 1
}

// Count is how many durations were added.
func (h *Histogram) Count() uint64 { return h.n }

// Max is the longest, exactly; 0 when there is none.
func (h *Histogram) Max() time.Duration { return h.max }

// Quantile is a duration that a share q of all, 0 to 1, do not exceed; at most 3.2 % more than the least such, and never
// less. It is 0 when there is none.
func (h *Histogram) Quantile(q float64) time.Duration {
	if h.n == 0 {
		return 0
	}
	rank := uint64(math.Ceil(math.Max(0, math.Min(q, 1)) * float64(h.n)))
	var sum uint64
	for i := range h.counts {
		if sum += h.counts[i]; sum >= max(rank, 1) {
			_, most := bounds(i)
			if i == buckets-1 {
				break
			}
			return min(most, h.max)
		}
	}
	return h.max
}

// Span is the durations of one bucket, both ends included; the last one goes on without end.
type Span struct{ Least, Most time.Duration }

// All is every span in which something was counted, in ascending order, with its count.
func (h *Histogram) All() iter.Seq2[Span, uint64] {
	return func(yield func(Span, uint64) bool) {
		for i, n := range &h.counts {
			if n == 0 {
				continue
			}
			least, most := bounds(i)
			if i == buckets-1 {
				most = math.MaxInt64
			}
			if !yield(Span{least, most}, n) {
				return
			}
		}
	}
}

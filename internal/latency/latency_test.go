package latency

import (
	"math"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// TestBucketsMeet: buckets follow each other without gap or overlap, and each holds both its ends.
func TestBucketsMeet(t *testing.T) {
	next := time.Duration(0)
	for i := range buckets {
		least, most := bounds(i)
		if least != next || most < least {
			t.Fatalf("bucket %d is %d to %d ns, want it to begin at %d", i, least, most, next)
		}
		if index(uint64(least)) != i || index(uint64(most)) != i {
			t.Fatalf("the ends of bucket %d are in %d and %d", i, index(uint64(least)), index(uint64(most)))
		}
		if wide := float64(most-least) / float64(max(least, 1)); wide > 1./each {
			t.Fatalf("bucket %d, %d to %d ns, is %.1f %% wide", i, least, most, 100*wide)
		}
		next = most + 1
	}
	if want := 1 << 36 * time.Nanosecond; next != want {
		t.Errorf("the last bucket ends before %v, want %v", next, want)
	}
}

func TestEmpty(t *testing.T) {
	var h Histogram
	for range h.All() {
		t.Error("an empty histogram has a span")
	}
	if h.Count() != 0 || h.Max() != 0 || h.Quantile(0.5) != 0 {
		t.Errorf("count %d, max %v, median %v of nothing", h.Count(), h.Max(), h.Quantile(0.5))
	}
}

func TestEnds(t *testing.T) {
	var h Histogram
	h.Add(-time.Hour)
	h.Add(math.MinInt64)
	if h.Max() != 0 || h.Quantile(1) != 0 || h.Count() != 2 {
		t.Errorf("negative durations: max %v, p100 %v, count %d, want 0, 0, 2", h.Max(), h.Quantile(1), h.Count())
	}
	for _, d := range []time.Duration{time.Hour, math.MaxInt64} {
		h.Add(d)
		if h.Max() != d || h.Quantile(1) != d {
			t.Errorf("max %v, p100 %v, want %v", h.Max(), h.Quantile(1), d)
		}
	}
	var last Span
	for span := range h.All() {
		last = span
	}
	if last.Most != math.MaxInt64 {
		t.Errorf("the last span ends at %v", last.Most)
	}
}

// TestQuantiles compares with sorted durations.
func TestQuantiles(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		values := rapid.SliceOfN(rapid.Int64Range(0, 60e9), 1, 200).Draw(t, "values")
		var h Histogram
		for i, v := range values {
			if i%2 == 0 { // small ones too
				values[i] = v % 100_000
			}
			h.Add(time.Duration(values[i]))
		}
		slices.Sort(values)
		q := rapid.Float64Range(-0.1, 1.1).Draw(t, "q")
		rank := int(math.Ceil(math.Max(0, math.Min(q, 1)) * float64(len(values))))
		want := values[max(rank, 1)-1]
		if got := int64(h.Quantile(q)); got < want || float64(got) > float64(want)*(1+1./each) {
			t.Fatalf("quantile %g of %d values is %d, want %d and at most %.1f %% more", q, len(values), got, want, 100./each)
		}
		if h.Quantile(1) != h.Max() || int64(h.Max()) != values[len(values)-1] || h.Count() != uint64(len(values)) {
			t.Fatalf("p100 %v, max %v, count %d of %v", h.Quantile(1), h.Max(), h.Count(), values)
		}
		var sum uint64
		for span, n := range h.All() {
			in := 0
			for _, v := range values {
				if d := time.Duration(v); d >= span.Least && d <= span.Most {
					in++
				}
			}
			if n != uint64(in) {
				t.Fatalf("%v to %v counts %d, want %d", span.Least, span.Most, n, in)
			}
			sum += n
		}
		if sum != h.Count() {
			t.Fatalf("the spans hold %d of %d", sum, h.Count())
		}
	})
}

func TestACopyIsItsOwn(t *testing.T) {
	var h Histogram
	h.Add(time.Millisecond)
	c := h
	h.Add(time.Second)
	if c.Count() != 1 || c.Max() != time.Millisecond {
		t.Errorf("the copy has %d, max %v", c.Count(), c.Max())
	}
}

func TestAddAllocatesNothing(t *testing.T) {
	h := new(Histogram)
	d := time.Duration(0)
	if n := testing.AllocsPerRun(1000, func() { h.Add(d); d += 12345 * time.Nanosecond }); n != 0 {
		t.Errorf("%g allocations", n)
	}
}

func BenchmarkAdd(b *testing.B) {
	h := new(Histogram)
	b.ReportAllocs()
	for d := time.Duration(0); b.Loop(); d += 997 {
		h.Add(d)
	}
}

package verify

import (
	"runtime"
	"syscall"
	"testing"
	"time"

	"github.com/openlumbar/lumbar/programme"
	"github.com/openlumbar/lumbar/programmes"
)

// BenchmarkBody is one body through a whole shipped programme, by the processor's time and not the wall's, so that a busy
// machine tells nearly the same.
func BenchmarkBody(b *testing.B) { bodies(b, false) }

// BenchmarkQuick is BenchmarkBody in a quick run, with whoever is played twice.
func BenchmarkQuick(b *testing.B) { bodies(b, true) }

func bodies(b *testing.B, quick bool) {
	file, src, ok := programmes.Source("after-desk")
	if !ok {
		b.Fatal("no programme after-desk")
	}
	plan, diags := programme.Compile(file, src, programme.Options{})
	if err := diags.Err(); err != nil {
		b.Fatal(err)
	}
	s := setting(b, plan)
	s.Quick = quick
	s.Prepare()
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	began, played, ran := used(b), 0, 0.0
	for b.Loop() {
		p, err := s.Population.Body(played * 601 % s.Population.Len())
		if err != nil {
			b.Fatal(err)
		}
		o, err := s.Play(b.Context(), &p)
		if err != nil || !o.Whole() {
			b.Fatalf("%s: %v %s", p.ID, err, o.how())
		}
		played++
		ran += o.LastS
	}
	took := used(b) - began
	b.ReportMetric(float64(took.Milliseconds())/float64(played), "cpu-ms/body")
	b.ReportMetric(ran/took.Seconds(), "x-real")
}

// used is the processor's time of this thread in user mode.
func used(b *testing.B) time.Duration {
	b.Helper()
	const thread = 1 // RUSAGE_THREAD
	var u syscall.Rusage
	if err := syscall.Getrusage(thread, &u); err != nil {
		b.Fatal(err)
	}
	return time.Duration(u.Utime.Nano())
}

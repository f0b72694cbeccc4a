package guard

import "testing"

func BenchmarkVet(b *testing.B) {
	r := working(b)
	at := r.at
	b.ReportAllocs()
	for b.Loop() {
		at += r.p.Period()
		r.in.Report.Seq++
		r.in.Report.At = at
		r.g.spot.time, r.g.since, r.g.contacts = 0, 0, contacts{}
		if _, f := r.g.Vet(at, &r.in); f != nil {
			b.Fatal(f)
		}
	}
}

package guard

import (
	"testing"

	"github.com/openlumbar/lumbar/chair"
)

// BenchmarkVet is a tick of kneading: carriage, shaft and depth move, all else is held.
func BenchmarkVet(b *testing.B) {
	r := working(b)
	r.follow = false
	moving := [...]struct {
		a    chair.Axis
		from chair.Coord
		step chair.Coord // in a tick, to and fro; small enough for any speed to explain it
	}{{chair.Carriage, 200, 0.03}, {chair.Kneading, 90, 0.04}, {chair.Depth, r.in.Command.Axes[chair.Depth].Pos, 0.02}}
	n := 0
	b.ReportAllocs()
	for b.Loop() {
		n++
		r.at += 10e6
		r.in.Report.Seq++
		r.in.Report.At = r.at
		for _, m := range moving {
			p := m.from + m.step*chair.Coord(n&1)
			r.in.Command.Axes[m.a].Pos, r.in.Report.Axes[m.a].Pos = p, p
		}
		r.g.spot.time, r.g.since, r.g.contacts, r.g.hold.time = 0, 0, contacts{}, 0
		if _, f := r.g.Vet(r.at, &r.in); f != nil {
			b.Fatal(f)
		}
	}
}

package motion

import "testing"

// problems of a carriage: 850 mm, 200 mm/s.
func problems() (out [1024]task) {
	s, l := seed(21), bounds(200, 800, 8000)
	for i := range out {
		from := State{850 * s.between(0, 1), 200 * s.between(-1, 1), 800 * s.between(-1, 1)}
		pos := 850 * s.between(0, 1)
		if i%2 == 0 {
			pos = from.Pos + 40*s.between(-1, 1) // short of full speed: needs the solver
		}
		out[i] = task{from, pos, l}
	}
	return out
}

var sink State

func TestNoAllocations(t *testing.T) {
	ps := problems()
	i := 0
	if n := testing.AllocsPerRun(1000, func() {
		p := &ps[i&1023]
		i++
		tr, _ := toPosition(p.from, p.pos, p.limits)
		halt, _ := stop(p.from, p.limits)
		sink = tr.At(0.1)
		sink = halt.At(0.1)
		sink = Follow(p.from, 100, tick, p.limits)
		sink = FollowTo(p.from, p.pos, tick, p.limits)
	}); n != 0 {
		t.Errorf("%v allocations, want none", n)
	}
}

func BenchmarkToPosition(b *testing.B) {
	ps := problems()
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		p := &ps[i&1023]
		tr, _ := toPosition(p.from, p.pos, p.limits)
		sink.Pos += tr.duration
	}
}

func BenchmarkStop(b *testing.B) {
	ps := problems()
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		p := &ps[i&1023]
		tr, _ := stop(p.from, p.limits)
		sink.Pos += tr.duration
	}
}

func BenchmarkAt(b *testing.B) {
	ps := problems()
	tr, _ := toPosition(ps[1].from, ps[1].pos, ps[1].limits)
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		sink = tr.At(tr.duration * float64(i&1023) / 1024)
	}
}

// Unrelated states and targets, so that no branch can be foreseen.
func BenchmarkFollow(b *testing.B) {
	ps := problems()
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		p := &ps[i&1023]
		sink = Follow(p.from, p.pos/850*400-200, tick, p.limits)
	}
}

// As the force loop does it: the target goes up and down, the state follows.
func BenchmarkFollowLoop(b *testing.B) {
	l, s := bounds(200, 800, 8000), State{}
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		s = Follow(s, float64(i&127-64)*2, tick, l)
	}
	sink = s
}

func BenchmarkFollowTo(b *testing.B) {
	ps := problems()
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		p := &ps[i&1023]
		sink = FollowTo(p.from, p.pos, tick, p.limits)
	}
}

// As control does it: the axis goes to one place after another.
func BenchmarkFollowToLoop(b *testing.B) {
	l := Limits{Vel: 200, Acc: 800, Jerk: 8000}
	var s State
	places := [...]float64{0, 850, 300, 310, 305, 700, 20, 21}
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		s = FollowTo(s, places[i/500%len(places)], 0.004, l)
	}
	sink = s
}

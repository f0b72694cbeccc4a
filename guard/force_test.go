package guard

import (
	"fmt"
	"math"
	"testing"
	"time"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/unit"
)

// feels is one tick of a working rig with forces on the rollers.
func feels(left, right unit.Newton) func(r *rig) { return func(r *rig) { r.weigh(left, right) } }

func TestForcePerRoller(t *testing.T) {
	runTicks(t, []oneTick{
		{"left at the trip", working, feels(100-1e-9, 40), "", 0},
		{"left over the trip", working, feels(100+1e-9, 40), chair.FaultForce, 0},
		{"right at the trip", working, feels(40, 100-1e-9), "", 0},
		{"right over the trip", working, feels(40, 100+1e-9), chair.FaultForce, 0},
		{"both at the trip", working, feels(100-1e-9, 100-1e-9), "", 0},
		{"a peak between two reports", working, func(r *rig) { r.in.Report.Peak[chair.Right] += 61 }, chair.FaultForce, 0},
		{"a peak that was left out", working, func(r *rig) { r.in.Report.Peak[chair.Right] -= 30; r.in.Report.Force[chair.Right] += 61 }, chair.FaultForce, 0},
	})
	r := working(t)
	r.weigh(100.5, 40)
	f := r.trips(chair.FaultForce)
	if got := fmt.Sprintf("%.1f %.1f %v", f.Value, f.Bound, f.Zone); got != "100.5 100.0 muscle" {
		t.Errorf("got %q N, want 100.5 N of 100 N on muscle", got)
	}
}

// weightless is a chair whose cells carry no head: what they read is exact.
func weightless(l chair.Limits) func(testing.TB) *rig {
	return func(t testing.TB) *rig {
		p := bench()
		p.Rollers.Head = 0
		return newRig(t, p, l).begin().tare().press(0)
	}
}

func TestForceAtItsVeryBounds(t *testing.T) {
	everyone, together := chair.Everyone(), chair.Everyone()
	together.BothTrip.Max = 150
	home := func(t testing.TB) *rig { r := weightless(everyone)(t); r.put(chair.Depth, 0, 0); return r }
	runTicks(t, []oneTick{
		{"trip", weightless(everyone), feels(100, 100), "", 0},
		{"over the trip", weightless(everyone), feels(0, unit.Newton(above(100))), chair.FaultForce, 0},
		{"together", weightless(together), feels(75, 75), "", 0},
		{"together, over", weightless(together), feels(75, 75+1e-12), chair.FaultForceBoth, 0},
		{"pulls", weightless(everyone), feels(-10, 0), "", 0},
		{"pulls too much", weightless(everyone), feels(0, unit.Newton(below(-10))), chair.FaultForceCell, 0},
		{"at home", home, feels(10, 10), "", 0},
		{"at home, over", home, feels(unit.Newton(above(10)), 0), chair.FaultForceCell, 0},
	})
}

func TestForceBothRollers(t *testing.T) {
	l := chair.Everyone()
	l.BothTrip.Max = 150
	tight := func(t testing.TB) *rig { return newRig(t, bench(), l).begin().tare().press(40) }
	runTicks(t, []oneTick{
		{"together at the trip", tight, feels(75-1e-9, 75), "", 0},
		{"together over the trip", tight, feels(75+1e-9, 75), chair.FaultForceBoth, 0},
	})
}

func TestForceWithGainError(t *testing.T) {
	p := bench()
	p.Rollers.CellGain = 0.25
	r := newRig(t, p, chair.Everyone()).begin().tare().press(40)
	r.weigh(79.99, 40)
	r.ok()
	if got := r.g.force[chair.Left]; math.Abs(float64(got-99.9875)) > 1e-9 {
		t.Errorf("got %.4f N at worst, want 99.9875 N", got)
	}
	r.weigh(80.01, 40)
	r.trips(chair.FaultForce)
}

func TestForceIsReadAgainstTareAndRecline(t *testing.T) {
	r := working(t)
	r.put(chair.Recline, 134, 0)
	r.weigh(99.9, 40) // by the head's weight at 134 degrees
	r.ok()
	r.weigh(100.1, 40)
	r.trips(chair.FaultForce)

	r = newRig(t, bench(), chair.Everyone()).begin()
	w := chair.HeadWeight(2, 130)
	r.in.Report.Force = [2]unit.Newton{w + 15, w - 15}
	r.in.Report.Peak = r.in.Report.Force
	r.ok()
	if err := r.g.Tare(chair.Tare{Taken: true, Recline: 130, Head: 2, Zero: r.in.Report.Force}); err != nil {
		t.Fatal(err)
	}
	r.in.Report.Force[chair.Left] += 7
	r.in.Report.Peak[chair.Right] += 4
	r.ok()
	if got := r.g.force; math.Abs(float64(got[0]-7)) > 1e-9 || math.Abs(float64(got[1]-4)) > 1e-9 {
		t.Errorf("got %.2f N, want 7 and 4 N over the tare", got)
	}
}

func TestForceByPlace(t *testing.T) {
	// The kneading circle reaches 12 mm along and 8 mm across; the map doubts 8 mm. Sacrum to 140, flank from 280,
	// ribs from 340, top 420 mm.
	for _, c := range []struct {
		name         string
		along, width chair.Coord
		recline      chair.Coord
		want         unit.Newton
		zone         chair.Zone
	}{
		{"muscle", 200, 80, 130, 100, chair.ZoneMuscle},
		{"just above the sacrum", 160, 80, 130, 100, chair.ZoneMuscle},
		{"sacrum within reach", 159.9, 80, 130, 60, chair.ZoneSacrum},
		{"just below the ribs", 320, 80, 130, 100, chair.ZoneMuscle},
		{"ribs within reach", 320.1, 80, 130, 40, chair.ZoneRibs},
		{"beside the flank, narrow", 300, 84, 130, 100, chair.ZoneMuscle},
		{"flank within the circle", 300, 84.1, 130, 40, chair.ZoneRibs},
		{"below the flank, wide", 260, 100, 130, 100, chair.ZoneMuscle},
		{"flank within reach", 260.1, 100, 130, 40, chair.ZoneRibs},
		{"off the map", 420.1, 80, 130, 30, chair.ZoneUnknown},
		{"map holds", 200, 80, 135, 100, chair.ZoneMuscle},
		{"map is void", 200, 80, 135.1, 30, chair.ZoneUnknown},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := tared(t)
			r.put(chair.Carriage, c.along, 0)
			r.put(chair.Width, c.width, 0)
			r.put(chair.Recline, c.recline, 0)
			r.weigh(0, 0)
			r.ok()
			if got := r.g.TripLimit(); got.Max != c.want || r.g.zone != c.zone {
				t.Errorf("got %v N (%v), want %v N (%v)", got.Max, r.g.zone, c.want, c.zone)
			}
		})
	}
	p := bench()
	p.Rollers.KneadAcross = 18.5
	narrow := newRig(t, p, chair.Everyone()).begin().tare()
	for _, c := range []struct {
		width chair.Coord
		want  unit.Newton
	}{{61, 100}, {60.9, 30}} {
		narrow.put(chair.Width, c.width, 0)
		narrow.ok()
		if got := narrow.g.TripLimit().Max; got != c.want {
			t.Errorf("circle from %.2f mm beside the spine: got %v N, want %v N", c.width/2-18.5, got, c.want)
		}
	}
	// Where the far side is stricter than the spine, it holds.
	l := chair.Everyone()
	l.Trip[chair.ZoneRibs].Max = 25
	p.Rollers.KneadAcross = 25
	far := newRig(t, p, l).begin().tare()
	far.put(chair.Carriage, 300, 0)
	far.put(chair.Width, 60, 0)
	far.ok()
	if got := far.g.TripLimit().Max; got != 25 {
		t.Errorf("from spine to flank: got %v N, want the flank's 25 N", got)
	}
	// Where both are as strict, the far side is named, as everywhere.
	l.Trip[chair.ZoneRibs].Max = 30
	far = newRig(t, p, l).begin().tare()
	far.put(chair.Carriage, 300, 0)
	far.put(chair.Width, 60, 0)
	far.ok()
	if got := far.g.zone; got != chair.ZoneRibs {
		t.Errorf("from spine to flank, both 30 N: got %v, want ribs", got)
	}
	// A circle across the midline touches the spine although its nearest figure is "negative".
	p.Rollers.KneadAcross = 45
	over := newRig(t, p, chair.Everyone()).begin().tare()
	over.put(chair.Width, 62, 0)
	over.ok()
	if got := over.g.zone; got != chair.ZoneSpine {
		t.Errorf("got %v, want spine under a circle that crosses it", got)
	}
}

func TestForceWithoutWidthAxis(t *testing.T) {
	p := bench()
	p.Axes[chair.Width] = chair.AxisProfile{Home: 100}
	r := newRig(t, p, chair.Everyone()).begin().tare()
	r.put(chair.Carriage, 300, 0)
	r.in.Report.Axes[chair.Width] = chair.AxisReport{}
	r.in.Command.Axes[chair.Width] = chair.Setpoint{}
	r.ok()
	if got := r.g.half(&r.in.Report); got != 50 {
		t.Errorf("got %v mm from the midline, want 50 mm by the profile", got)
	}
}

func TestCells(t *testing.T) {
	raw := func(s chair.Side, f, peak unit.Newton) func(r *rig) {
		return func(r *rig) { r.in.Report.Force[s], r.in.Report.Peak[s] = f, peak }
	}
	w := chair.HeadWeight(2, 130)
	nan := unit.Newton(math.NaN())
	const most = 300.0
	const phantom = 10 + 2*3 // N: named, and the head's inertia
	inside, outside := unit.Newton(phantom-1e-9), unit.Newton(phantom+1e-9)
	runTicks(t, []oneTick{
		{"at the end of the range", idle, raw(chair.Left, most, -most), "", 0},
		{"off the range", idle, raw(chair.Left, unit.Newton(above(most)), 0), chair.FaultForceCell, 0},
		{"off the range below", idle, raw(chair.Right, unit.Newton(below(-most)), 0), chair.FaultForceCell, 0},
		{"peak off the range", idle, raw(chair.Right, 0, unit.Newton(above(most))), chair.FaultForceCell, 0},
		{"peak off the range below", idle, raw(chair.Right, 0, unit.Newton(below(-most))), chair.FaultForceCell, 0},
		{"NaN", idle, raw(chair.Right, nan, 0), chair.FaultForceCell, 0},
		{"peak NaN", idle, raw(chair.Left, 0, nan), chair.FaultForceCell, 0},
		{"behind the cover: a little", tared, raw(chair.Left, w+inside, w+inside), "", 0},
		{"behind the cover: contact", tared, raw(chair.Left, w+outside, w), chair.FaultForceCell, 0},
		{"behind the cover: a peak", tared, raw(chair.Left, w, w+outside), chair.FaultForceCell, 0},
		{"pulls a little", working, raw(chair.Left, w-inside, w), "", 0},
		{"pulls", working, raw(chair.Left, w-outside, w), chair.FaultForceCell, 0},
		{"no tare, any force", idle, raw(chair.Left, 200, 200), "", 0},
	})
}

func TestFrozenCell(t *testing.T) {
	noisy := func(t testing.TB) *rig {
		p := bench()
		p.Rollers.CellNoise = 0.3
		r := newRig(t, p, chair.Everyone()).begin().tare()
		r.follow = true
		r.g.profile.Rollers.CellNoise = 0 // on the way out
		r.press(20)
		r.g.profile.Rollers.CellNoise = 0.3
		r.weigh(20.1, 20.1)
		r.ok()
		return r
	}
	// creep moves the depth by mm at a speed per tick while only one cell lives.
	creep := func(r *rig, mm chair.Coord, ticks int) {
		r.t.Helper()
		for i := range ticks {
			r.put(chair.Depth, r.in.Report.Axes[chair.Depth].Pos+mm/chair.Coord(ticks), 0)
			r.weigh(20.1, 20+unit.Newton(i)/100)
			r.ok()
		}
	}
	r := noisy(t)
	creep(r, 3, 10)
	r.put(chair.Depth, r.in.Report.Axes[chair.Depth].Pos+0.01, 0)
	r.trips(chair.FaultForceCell)

	r = noisy(t)
	creep(r, 3, 10) // as far, but then it reads again
	r.weigh(20.2, 20.2)
	r.ok()
	creep(r, 3, 2)

	r = noisy(t)
	creep(r, 2.99, 30) // as long, but no way

	r = noisy(t)
	creep(r, -3, 10)
	r.put(chair.Depth, r.in.Report.Axes[chair.Depth].Pos-0.01, 0)
	r.trips(chair.FaultForceCell)

	r = noisy(t) // far, but not for long
	creep(r, 4, 10)
	r.put(chair.Depth, r.in.Report.Axes[chair.Depth].Pos+0.01, 0)
	r.trips(chair.FaultForceCell)

	r = noisy(t) // exactly as far
	r.put(chair.Depth, 64, 0)
	r.weigh(21, 21)
	r.ok()
	for i := range 20 {
		r.put(chair.Depth, 64+chair.Coord(i%2)*3, 0)
		r.weigh(21, unit.Newton(i))
		r.ok()
	}

	r = working(t) // a cell that promises no noise may say the same
	creep(r, 9, 30)

	r = noisy(t) // behind the cover there is nothing to feel
	for range 30 {
		p := r.in.Report.Axes[chair.Depth].Pos
		if p > 40 {
			p = 9
			r.g.last.Axes[chair.Depth].Pos = 9
		}
		r.put(chair.Depth, p-0.2, 0)
		r.weigh(0.1, 0.1)
		r.ok()
	}
}

func TestApproach(t *testing.T) {
	free := func(t testing.TB) *rig { return newRig(t, bench(), chair.Everyone()).begin().tare().press(0) }
	moves := func(a chair.Axis, asked, seen chair.CoordRate) func(r *rig) {
		return func(r *rig) {
			p := r.in.Report.Axes[a].Pos
			r.put(a, p, asked)
			r.in.Report.Axes[a].Vel = seen
		}
	}
	// At 90 degrees the eccentric swings straight out: 3 mm a radian.
	swing := func(depth chair.CoordRate, shaft float64) func(r *rig) {
		return func(r *rig) {
			moves(chair.Depth, depth, depth)(r)
			moves(chair.Kneading, chair.CoordRate(shaft), chair.CoordRate(shaft))(r)
		}
	}
	const degrees = 180 / math.Pi
	touching := func(f unit.Newton, then func(r *rig)) func(r *rig) {
		return func(r *rig) { r.weigh(f, 0); then(r) }
	}
	runTicks(t, []oneTick{
		{"at the limit", free, moves(chair.Depth, 50, 50), "", 0},
		{"seen too fast", free, moves(chair.Depth, 0, chair.CoordRate(above(50))), chair.FaultApproach, chair.Depth},
		{"asked too fast", free, moves(chair.Depth, 50.04, 0), chair.FaultApproach, chair.Depth},
		{"away", free, moves(chair.Depth, -180, -180), "", 0},
		{"asked too fast while it moves away", free, moves(chair.Depth, 50.04, -20), chair.FaultApproach, chair.Depth},
		{"with the shaft's swing", free, swing(40, 3.33*degrees), "", 0},
		{"with too much swing", free, swing(40, 3.34*degrees), chair.FaultApproach, chair.Depth},
		{"against the shaft's swing", free, swing(52, -1*degrees), "", 0},
		{"touching", free, touching(5.01, moves(chair.Depth, 55, 55)), "", 0},
		{"hardly touching", free, touching(5, moves(chair.Depth, 55, 55)), chair.FaultApproach, chair.Depth},
		{"half the shaft's swing", free, func(r *rig) {
			r.put(chair.Kneading, 30, 0)
			moves(chair.Depth, 40, 40)(r)
			moves(chair.Kneading, 6.6*degrees, 6.6*degrees)(r)
		}, "", 0},
		{"half the shaft's swing, too much", free, func(r *rig) {
			r.put(chair.Kneading, 30, 0)
			moves(chair.Depth, 40, 40)(r)
			moves(chair.Kneading, 6.7*degrees, 6.7*degrees)(r)
		}, chair.FaultApproach, chair.Depth},
		{"behind the cover", tared, moves(chair.Depth, 150, 150), "", 0},
		{"not driven", free, func(r *rig) {
			moves(chair.Depth, 99, 0)(r)
			r.in.Command.Axes[chair.Depth].On, r.g.command.Axes[chair.Depth].On = false, false
		}, "", 0},
	})
}

func TestOvershoot(t *testing.T) {
	// body-and-motion.md 6.4: K = 6 N/mm, a = 1 m/s2 (the table's; the bench's own is 3 m/s2).
	p := bench()
	p.Axes[chair.Depth].Acc = 1000
	g := New(p, chair.Everyone())
	for _, c := range []struct{ v, ms, want float64 }{
		{20, 10, 2.4}, {20, 30, 4.8}, {20, 100, 13.2}, {50, 10, 10.5}, {50, 30, 16.5}, {50, 100, 37.5}, {0.5, 100, 0.30075}, {100, 30, 48}, {0, 30, 0}, {-50, 30, 0},
	} {
		g.react = 0
		if got := g.overshoot(c.v, c.ms/1000); math.Abs(float64(got)-c.want) > 1e-9 {
			t.Errorf("%.0f mm/s, %.0f ms: got %.2f N, want %.2f N", c.v, c.ms, got, c.want)
		}
	}
	if got, want := New(bench(), chair.Everyone()).react, 0.02; math.Abs(got-want) > 1e-12 {
		t.Errorf("got %v s to react, want %v s: one tick and the drive's lag", got, want)
	}
	// 40 mm/s: 6 (40 x 0.02 + 1600/6000) = 6.4 N, and 40 ms of age more: 16 N.
	moving := func(f unit.Newton, age time.Duration) func(r *rig) {
		return func(r *rig) {
			r.put(chair.Depth, 60, 40)
			r.weigh(f, f)
			r.at += age
			r.in.Report.At = r.at - age
		}
	}
	vets(t, "trip less overshoot", moving(93.59, 0), "")
	vets(t, "trip less overshoot, exceeded", moving(93.61, 0), chair.FaultForce)
	vets(t, "with the report's age", moving(83.99, 40*time.Millisecond), "")
	vets(t, "with the report's age, exceeded", moving(84.01, 40*time.Millisecond), chair.FaultForce)
	r := working(t)
	moving(95, 0)(r)
	if f := r.trips(chair.FaultForce); math.Abs(f.Value-95) > 1e-9 || math.Abs(f.Bound-93.6) > 1e-9 {
		t.Errorf("got %.2f N of %.2f N, want 95 of 93.6 N", f.Value, f.Bound)
	}
	l := chair.Everyone()
	l.BothTrip.Max = 150
	r = newRig(t, bench(), l).begin().tare().press(40)
	moving(68.59, 0)(r)
	r.ok()
	moving(68.61, 0)(r)
	f := r.trips(chair.FaultForceBoth)
	if math.Abs(f.Bound-137.2) > 1e-6 || math.Abs(f.Value-137.22) > 1e-6 {
		t.Errorf("got %.2f N of %.2f N, want 137.22 of 137.20 N", f.Value, f.Bound)
	}
}

func TestPhantomWithoutDepthAxis(t *testing.T) {
	p := bench()
	p.Axes[chair.Depth] = chair.AxisProfile{}
	r := newRig(t, p, chair.Everyone())
	r.begin().tare()
	for range 10 {
		r.ok()
	}
	if r.g.out {
		t.Error("got out, want a chair without a depth axis never to be")
	}
}

// TestFrozenCellToTheNanosecond: more than a tenth of a second of the very same reading over more than 3 mm.
func TestFrozenCellToTheNanosecond(t *testing.T) {
	const tick = 10 * time.Millisecond
	for past, want := range map[time.Duration]chair.Code{0: "", 1: chair.FaultForceCell} {
		r := working(t)
		r.g.profile.Rollers.CellNoise = 0.3
		depth := r.in.Report.Axes[chair.Depth].Pos
		along := r.in.Report.Axes[chair.Carriage].Pos
		r.g.frozen[chair.Right] = frozen{reading: r.in.Report.Force[chair.Right], depth: depth - 3.01, along: along, time: 100*time.Millisecond - tick + past}
		if want == "" {
			r.ok()
			continue
		}
		r.trips(want)
	}
	for away, want := range map[chair.Coord]chair.Code{3: "", 3.001: chair.FaultForceCell} { // along the back
		r := working(t)
		r.g.profile.Rollers.CellNoise = 0.3
		p := &r.in.Report.Axes
		r.g.frozen[chair.Left] = frozen{reading: r.in.Report.Force[chair.Left], depth: p[chair.Depth].Pos, along: p[chair.Carriage].Pos + away, time: 200 * time.Millisecond}
		if want == "" {
			r.ok()
			continue
		}
		r.trips(want)
	}
	for past, want := range map[time.Duration]chair.Code{0: "", 1: chair.FaultForceCell} { // at rest
		r := working(t)
		r.g.profile.Rollers.CellNoise = 0.3
		p := &r.in.Report.Axes
		r.g.frozen[chair.Left] = frozen{reading: r.in.Report.Force[chair.Left], depth: p[chair.Depth].Pos, along: p[chair.Carriage].Pos, time: time.Second - tick + past}
		if want == "" {
			r.ok()
			continue
		}
		r.trips(want)
	}
}

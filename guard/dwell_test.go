package guard

import (
	"testing"
	"time"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/unit"
)

// limited is working under one changed limit.
func limited(change func(*chair.Limits)) func(testing.TB) *rig {
	return func(t testing.TB) *rig {
		l := chair.Everyone()
		change(&l)
		return newRig(t, bench(), l).begin().tare().press(0)
	}
}

func ticks(d time.Duration) int { return int(d / (10 * time.Millisecond)) }

// run lets time pass quietly. A pad that heats reads a little differently every time.
func (r *rig) run(d time.Duration) *rig {
	r.t.Helper()
	pad := r.in.Report.Pad
	for i := range ticks(d) {
		if r.in.Command.Heat > 0 {
			r.in.Report.Pad = pad + 1e-12*unit.Celsius(i%2)
		}
		r.ok()
	}
	r.in.Report.Pad = pad
	return r
}

func (r *rig) move(along chair.Coord) { r.put(chair.Carriage, along, 0) }

func TestSpot(t *testing.T) {
	short := limited(func(l *chair.Limits) { l.Spot.Max = 7 * time.Second })
	r := short(t)
	r.weigh(40, 0)
	r.run(7 * time.Second)
	if f := r.trips(chair.FaultSpot); f.Zone != chair.ZoneMuscle || f.Bound != 7 {
		t.Errorf("got %v, bound %v s, want muscle, 7 s", f.Zone, f.Bound)
	}

	r = short(t) // within the band it is the same spot
	r.weigh(40, 0)
	r.run(3 * time.Second)
	r.move(215)
	r.run(2 * time.Second)
	r.move(185)
	r.run(2 * time.Second)
	r.trips(chair.FaultSpot)

	for _, along := range []chair.Coord{215.1, 184.9} { // beyond it a new one begins
		r = short(t)
		r.weigh(40, 0)
		r.run(5 * time.Second)
		r.move(along)
		r.run(7 * time.Second)
		r.trips(chair.FaultSpot)
	}

	r = short(t) // a pause that is too short
	r.weigh(40, 0)
	r.run(4 * time.Second)
	r.weigh(5, 5)
	r.run(5 * time.Second)
	r.weigh(40, 0)
	r.run(3 * time.Second)
	r.trips(chair.FaultSpot)

	r = short(t) // short pauses do not add up
	r.weigh(40, 0)
	r.run(4 * time.Second)
	r.weigh(0, 0)
	r.run(3 * time.Second)
	r.weigh(40, 0)
	r.run(time.Second)
	r.weigh(0, 0)
	r.run(3 * time.Second)
	r.weigh(40, 0)
	r.run(2 * time.Second)
	r.trips(chair.FaultSpot)

	r = short(t) // a pause
	r.weigh(40, 0)
	r.run(4 * time.Second)
	r.weigh(5, 5)
	r.run(5*time.Second + 10*time.Millisecond)
	r.weigh(40, 0)
	r.run(7 * time.Second)
	if got := r.g.SpotTime(); got != 7*time.Second {
		t.Errorf("got %v at this spot, want 7 s", got)
	}
	r.trips(chair.FaultSpot)
}

func TestZoneTime(t *testing.T) {
	r := limited(func(l *chair.Limits) { l.Zone.Max = 4 * time.Second })(t)
	r.weigh(40, 0)
	r.move(200)
	r.run(2 * time.Second)
	r.move(260.5) // 7 cells from 200 to 269 mm are one part of the back
	r.run(2 * time.Second)
	if f := r.trips(chair.FaultZone); f.Bound != 4 || f.Zone != chair.ZoneMuscle {
		t.Errorf("got %v, bound %v s, want muscle, 4 s", f.Zone, f.Bound)
	}

	r = limited(func(l *chair.Limits) { l.Zone.Max = 4 * time.Second })(t)
	r.weigh(40, 0)
	r.move(200)
	r.run(2 * time.Second)
	r.move(270.5) // an eighth cell: another part
	r.run(4 * time.Second)
	if got := r.g.ZoneTime(); got != 4*time.Second {
		t.Errorf("got %v on this part, want 4 s", got)
	}
	r.move(205)
	r.run(2 * time.Second)
	r.trips(chair.FaultZone)
}

func TestZoneTimeCountsFromTheTracksEnd(t *testing.T) {
	p := bench()
	p.Axes[chair.Carriage].Min = 3
	r := newRig(t, p, chair.Everyone()).begin().tare().press(0)
	r.weigh(40, 0)
	r.move(202.9) // cell 19 from 3 mm
	r.run(time.Second)
	r.move(262.9) // cell 25: the seventh
	r.run(time.Second)
	if got := r.g.ZoneTime(); got != 2*time.Second {
		t.Errorf("got %v, want both places on one part: 2 s", got)
	}
	r.move(263.1) // cell 26
	r.run(time.Second)
	if got := r.g.ZoneTime(); got != 2*time.Second {
		t.Errorf("got %v, want the lowest place on another part: 2 s", got)
	}
}

func TestContacts(t *testing.T) {
	var c contacts
	for _, step := range []struct {
		from chair.Coord
		want time.Duration
	}{
		{0, 1}, {9.9, 2}, {10, 3}, {69.9, 4}, {70, 3}, {30, 5}, // 0..69: 0, 9.9, 10, 69.9, 30
		{-50, 6},                                          // below the track: its first cell
		{630, 1}, {639, 2}, {5000, 3}, {570, 4}, {560, 2}, // beyond: the last; 560 is with 570 alone
	} {
		if got := c.add(step.from, 1); got != step.want {
			t.Fatalf("at %v mm: got %d, want %d", step.from, got, step.want)
		}
	}
}

func TestTouchBoundary(t *testing.T) {
	r := working(t)
	r.weigh(5-1e-9, 0)
	r.ok()
	if r.g.touch {
		t.Error("got touch just under 5 N, want none")
	}
	r.weigh(0, 5+1e-9)
	r.ok()
	if !r.g.touch {
		t.Error("got no touch just over 5 N on the right, want touch")
	}
}

func TestSessionTime(t *testing.T) {
	short := limited(func(l *chair.Limits) { l.Session.Max = 3 * time.Second })
	r := short(t)
	r.run(5 * time.Second) // no contact yet
	r.weigh(10, 0)
	r.run(2 * time.Second)
	r.weigh(0, 0) // goes on without contact
	r.run(time.Second)
	if got := r.g.SessionTime(); got != 3*time.Second {
		t.Errorf("got a session of %v, want 3 s from first contact", got)
	}
	if f := r.trips(chair.FaultSession); f.Value != 3.01 || f.Bound != 3 {
		t.Errorf("got %v s of %v s, want 3.01 of 3 s", f.Value, f.Bound)
	}
	r = short(t)
	r.weigh(10, 0)
	r.run(3 * time.Second)
	r.weigh(0, 0)
	r.put(chair.Depth, 9, 0) // behind the cover in time
	r.run(5 * time.Second)
}

func TestStretchTime(t *testing.T) {
	short := limited(func(l *chair.Limits) { l.Stretch.Max = 2 * time.Second })
	lie := func(recline chair.Coord, force unit.Newton, bag unit.Kilopascal) *rig {
		r := short(t)
		r.put(chair.Recline, recline, 0)
		r.weigh(force, 0)
		r.in.Report.Air[chair.BagSeat] = bag
		return r
	}
	for _, c := range []struct {
		name    string
		recline chair.Coord
		force   unit.Newton
		bag     unit.Kilopascal
		want    bool
	}{
		{"held by the bag", 136, 0, 2.1, true},
		{"held by the rollers", 136, 10, 0, true},
		{"at rest", 136, 0, 2, false},
		{"not yet lower", 135, 10, 5, false},
		{"just lower", 135.1, 10, 5, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := lie(c.recline, c.force, c.bag)
			r.run(2 * time.Second)
			if c.want {
				if got := r.g.StretchTime(); got != 2*time.Second {
					t.Errorf("got %v, want 2 s", got)
				}
				r.trips(chair.FaultStretch)
				return
			}
			r.run(time.Second)
		})
	}
	r := lie(136, 10, 0) // adds up over pauses
	r.run(time.Second)
	r.put(chair.Recline, 132, 0)
	r.weigh(10, 0)
	r.run(time.Second)
	r.put(chair.Recline, 136, 0)
	r.weigh(10, 0)
	r.run(time.Second)
	r.trips(chair.FaultStretch)
}

func TestAirHold(t *testing.T) {
	short := limited(func(l *chair.Limits) { l.AirHold.Max = 2 * time.Second })
	for b := range chair.BagEnd {
		r := short(t)
		r.in.Report.Air[b] = 2.01
		r.run(2 * time.Second)
		r.trips(chair.FaultAir)

		r = short(t) // a pause
		r.in.Report.Air[b] = 10
		r.run(time.Second)
		r.in.Report.Air[b] = 2
		r.run(500 * time.Millisecond)
		r.in.Report.Air[b] = 10
		r.run(2 * time.Second)
		r.trips(chair.FaultAir)

		r = short(t) // pauses that are too short do not add up
		r.in.Report.Air[b] = 10
		r.run(time.Second)
		r.in.Report.Air[b] = 2
		r.run(490 * time.Millisecond)
		r.in.Report.Air[b] = 10
		r.run(500 * time.Millisecond)
		r.in.Report.Air[b] = 2
		r.run(490 * time.Millisecond)
		r.in.Report.Air[b] = 10
		r.run(500 * time.Millisecond)
		r.trips(chair.FaultAir)

		r = short(t) // to the nanosecond
		r.g.inflated[b], r.g.vented[b] = time.Second, 490*time.Millisecond-1
		r.ok()
		if r.g.inflated[b] == 0 {
			t.Errorf("got a pause of the %v bag under half a second, want none", b)
		}
		r.in.Report.Air[b] = 10
		r.ok()
		if r.g.vented[b] != 0 {
			t.Errorf("got %v of pause under pressure, want none", r.g.vented[b])
		}
	}
	r := limited(func(l *chair.Limits) { l.AirHold.Max = 0 })(t) // withheld: empty bags are none
	r.in.Report.Air = [chair.BagEnd]unit.Kilopascal{2, 2}
	r.run(5 * time.Second)
	r.in.Report.Air[chair.BagLegs] = 2.01
	r.trips(chair.FaultAir)
}

func TestHold(t *testing.T) {
	l := chair.Everyone()
	l.Still.Max = 7 * time.Second
	short := weightless(l)
	r := short(t)
	r.weigh(0, 20)
	r.run(7 * time.Second)
	if f := r.trips(chair.FaultHold); f.Zone != chair.ZoneMuscle || f.Value != 7.01 || f.Bound != 7 {
		t.Errorf("got %v s of %v s in %v, want 7.01 of 7 s in muscle", f.Value, f.Bound, f.Zone)
	}

	r = short(t) // one roller is enough
	r.weigh(20, 0)
	r.run(7 * time.Second)
	r.trips(chair.FaultHold)

	r = short(t) // support is no pressing
	r.weigh(unit.Newton(below(20)), unit.Newton(below(20)))
	r.run(20 * time.Second)

	r = short(t) // a pause that is too short
	r.weigh(30, 30)
	r.run(4 * time.Second)
	r.weigh(19, 19)
	r.run(5 * time.Second)
	r.weigh(30, 30)
	r.run(3 * time.Second)
	r.trips(chair.FaultHold)

	r = short(t) // short pauses do not add up
	r.weigh(30, 30)
	r.run(3 * time.Second)
	r.weigh(0, 0)
	r.run(3 * time.Second)
	r.weigh(30, 30)
	r.run(2 * time.Second)
	r.weigh(0, 0)
	r.run(3 * time.Second)
	r.weigh(30, 30)
	r.run(2 * time.Second)
	r.trips(chair.FaultHold)

	r = short(t) // a pause
	r.weigh(30, 30)
	r.run(6 * time.Second)
	r.weigh(19, 19)
	r.run(5*time.Second + 10*time.Millisecond)
	r.weigh(30, 30)
	r.run(7 * time.Second)
	r.trips(chair.FaultHold)

	for _, c := range []struct {
		a    chair.Axis
		on   chair.Coord // how far it must go
		want bool        // that counts as moving on
	}{
		{chair.Carriage, 2.01, true}, {chair.Kneading, -2.01, true}, {chair.TapLeft, 2.01, true}, {chair.TapRight, 2.01, true},
		{chair.Carriage, 2, false}, {chair.Kneading, -2, false}, {chair.Depth, 10, false}, {chair.Width, 9, false}, {chair.LegRest, -9, false},
	} {
		r = short(t)
		r.weigh(30, 30)
		r.run(4 * time.Second)
		r.put(c.a, r.in.Report.Axes[c.a].Pos+c.on, 0)
		if !c.want {
			r.run(3 * time.Second)
			r.trips(chair.FaultHold)
			continue
		}
		r.run(7*time.Second + 10*time.Millisecond) // moving on takes a tick
		r.trips(chair.FaultHold)
	}

	r = short(t) // a speed alone is no way
	r.weigh(30, 30)
	r.in.Report.Axes[chair.Carriage].Vel = 1
	r.follow = false
	r.run(7 * time.Second)
	r.trips(chair.FaultHold)
}

// TestHoldAtItsBounds: to the nanosecond.
func TestHoldAtItsBounds(t *testing.T) {
	const tick = 10 * time.Millisecond
	r := working(t)
	r.g.hold = hold{time: 90*time.Second - tick}
	r.ok()
	r.g.hold = hold{time: 90*time.Second - tick + 1}
	r.trips(chair.FaultHold)

	r = working(t)
	r.weigh(0, 0)
	r.g.hold = hold{time: time.Second, pause: 5*time.Second - tick}
	r.ok()
	if r.g.hold.time != time.Second {
		t.Error("got a pause of 5 s as one, want longer")
	}
	r.g.hold.pause = 5*time.Second - tick + 1
	r.ok()
	if r.g.hold != (hold{pause: 5*time.Second + 1}) {
		t.Errorf("got %+v, want a pause after more than 5 s", r.g.hold)
	}
	r.weigh(30, 30)
	r.in.Report.Axes[chair.Kneading].Pos += 3
	r.ok()
	if r.g.hold != (hold{}) {
		t.Errorf("got %+v while the rollers move on, want nothing held", r.g.hold)
	}
}

// TestTimesToTheNanosecond: what has begun goes on, however short it has been.
func TestTimesToTheNanosecond(t *testing.T) {
	const tick = 10 * time.Millisecond
	r := working(t)
	r.weigh(0, 0)
	r.g.since = 1
	r.ok()
	if r.g.since != 1+tick {
		t.Errorf("got a session of %v, want it to go on from its first contact", r.g.since)
	}
	r.g.since = 0
	r.ok()
	if r.g.since != 0 {
		t.Errorf("got a session of %v without contact, want none", r.g.since)
	}

	r = working(t)
	r.g.spot = spot{at: 190, time: 1}
	r.ok()
	if got := r.g.spot; got != (spot{at: 190, time: 1 + tick}) {
		t.Errorf("got %+v, want the stay to go on where it began", got)
	}
	r.g.spot = spot{at: 190}
	r.ok()
	if got := r.g.spot; got != (spot{at: 200, time: tick}) {
		t.Errorf("got %+v, want a stay that begins here", got)
	}
	r.weigh(0, 0)
	r.g.spot = spot{at: 190, time: time.Second, pause: 5*time.Second - tick}
	r.ok()
	if got := r.g.spot; got.time != time.Second {
		t.Errorf("got %+v, want no pause yet", got)
	}
	r.g.spot.pause++
	r.g.spot.pause -= tick
	r.ok()
	if got := r.g.spot; got.time != 0 {
		t.Errorf("got %+v, want a pause after more than 5 s", got)
	}
	r.weigh(40, 40)
	r.g.spot = spot{at: 200, time: time.Second, pause: 3 * time.Second}
	r.ok()
	if got := r.g.spot; got.pause != 0 {
		t.Errorf("got %+v, want pauses not to add up", got)
	}
	for _, b := range []chair.Bag{chair.BagSeat, chair.BagLegs} {
		r = working(t)
		r.g.inflated[b], r.g.vented[b] = time.Second, time.Second
		r.ok()
		if r.g.inflated[b] != 0 {
			t.Errorf("got the %v bag inflated for %v, want it empty", b, r.g.inflated[b])
		}
	}
	r = working(t)
	r.g.still = time.Second
	r.put(chair.Carriage, 203, 0)
	r.ok()
	if r.g.still != 0 {
		t.Errorf("got %v at rest in a tick that moves on, want none", r.g.still)
	}
	r.g.still = time.Second
	r.put(chair.Depth, r.in.Report.Axes[chair.Depth].Pos+3, 0)
	r.ok()
	if r.g.still != 0 {
		t.Errorf("got %v at rest in a tick that the depth moves, want none", r.g.still)
	}

	r = working(t)
	r.g.taps = 1
	r.ok()
	if r.g.tapped != tick {
		t.Errorf("got %v of tapping in the last nanosecond of a gap, want its tick", r.g.tapped)
	}
	r.ok()
	if r.g.tapped != tick {
		t.Errorf("got %v of tapping after the gap, want no more", r.g.tapped)
	}
}

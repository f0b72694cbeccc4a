package guard

import (
	"math"
	"testing"
	"time"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/unit"
	"pgregory.net/rapid"
)

// The moves that there are.
var (
	backDown = Move{chair.Recline, true}
	backUp   = Move{chair.Recline, false}
	legsUp   = Move{chair.LegRest, false}
	legsDown = Move{chair.LegRest, true}
	headward = Move{chair.Carriage, true}
	seatward = Move{chair.Carriage, false}
	outward  = Move{chair.Depth, true}
	inward   = Move{chair.Depth, false}
)

var allMoves = []Move{backDown, backUp, legsUp, legsDown, headward, seatward, outward, inward}

// between is a chair between sessions, at rest in the middle of its travel; the seat is empty where rollers move.
func between(t testing.TB, m Move) *rig {
	t.Helper()
	r := newRig(t, bench(), chair.Everyone())
	r.put(chair.LegRest, 45, 0)
	r.in.Command = chair.Command{}
	if m.Axis == chair.Carriage || m.Axis == chair.Depth {
		r.in.Report.Seated = false
	}
	if m == inward {
		r.put(chair.Depth, 8, 0)
		r.in.Command = chair.Command{}
	}
	r.tick()
	return r
}

// carried is one tick of a move that must go on; it returns the setpoint.
func (r *rig) carried(m Move) chair.Setpoint {
	r.t.Helper()
	r.in.Move = m
	c, f := r.tick()
	holds(fataler{r.t}, r, c, f)
	if r.g.State() != Moving {
		r.t.Fatalf("%v: got %v, want moving", m, r.g.State())
	}
	return c.Command().Axes[m.Axis]
}

// fataler is a testing.TB as holds takes it.
type fataler struct{ testing.TB }

// stands ticks until nothing moves and returns how long that took.
func (r *rig) stands() time.Duration {
	r.t.Helper()
	from := r.at
	for range 3000 {
		c, f := r.tick()
		holds(fataler{r.t}, r, c, f)
		if r.g.State() != Moving {
			return r.at - from
		}
	}
	r.t.Fatal("the move does not end")
	return 0
}

func TestMove(t *testing.T) {
	for _, m := range allMoves {
		r := between(t, m)
		want(t, "before it", r.g.CanMove(m, &r.in.Report), nil)
		from := r.in.Report.Axes[m.Axis].Pos
		r.in.Move = m
		r.carried(m)
		want(t, "begin in it", r.g.Begin(r.at, chair.Spent{}), ErrMoving)
		want(t, "another in it", r.g.CanMove(backUp, &r.in.Report), ErrMoving)
		if r.g.CanRise(&r.in.Report) {
			t.Errorf("%v: got a way up in it, want none", m)
		}
		r.stands()
		to := r.in.Report.Axes[m.Axis].Pos
		if end := r.g.endOf(m); !near(to, end, 0.06) || (to > from) != m.Out {
			t.Errorf("%v: got from %v to %v, want to its end at %v", m, from, to, end)
		}
		if r.g.State() != Disarmed {
			t.Errorf("%v: got %v, want disarmed as before", m, r.g.State())
		}
		for range 20 { // still held: there is no further
			if c, _ := r.tick(); c != (Cleared{}) {
				t.Fatalf("%v: got %+v at its end, want nothing", m, c.Command())
			}
		}
		want(t, "at its end", r.g.CanMove(m, &r.in.Report), ErrEnd)
	}
}

// TestMoveEnds: rollers stay behind the cover, and go no faster than a finger gets away.
func TestMoveEnds(t *testing.T) {
	for _, m := range []Move{headward, outward} {
		r, fastest := between(t, m), chair.CoordRate(0)
		for r.carried(m); r.g.State() == Moving; {
			c, _ := r.tick()
			fastest = max(fastest, c.Command().Axes[m.Axis].Vel)
		}
		if m == headward && !near(fastest, handSpeed, 1e-3) || fastest > handSpeed+1e-9 {
			t.Errorf("%v: got %v mm/s, want %v", m, fastest, handSpeed)
		}
	}
	r := between(t, outward)
	if got, want := r.g.endOf(outward), r.g.behind; got != want {
		t.Errorf("got the depth to %v mm, want behind the cover, %v", got, want)
	}
	p := bench()
	p.Axes[chair.Depth].Max = 5
	if got := New(p, chair.Everyone()).endOf(outward); got != 5 {
		t.Errorf("got the depth to %v mm, want its own end", got)
	}
	low := chair.Everyone()
	low.Recline.Max = 140
	r = newRig(t, bench(), low)
	if got := r.g.endOf(backDown); got != 140 {
		t.Errorf("got the back to %v°, want this person's 140", got)
	}
	r.tick()
	r.in.Report.Axes[chair.Recline].Pos = 150 // the person before lay lower
	want(t, "down from there", r.g.CanMove(backDown, &r.in.Report), ErrEnd)
	want(t, "up from there", r.g.CanMove(backUp, &r.in.Report), nil)
}

func TestCanMove(t *testing.T) {
	nan := chair.Coord(math.NaN())
	for _, c := range []struct {
		name    string
		move    Move
		arrange func(r *rig)
		want    error
	}{
		{"no axis", Move{}, nil, ErrNoHand},
		{"kneading", Move{chair.Kneading, true}, nil, ErrNoHand},
		{"width", Move{chair.Width, true}, nil, ErrNoHand},
		{"tapper", Move{chair.TapLeft, true}, nil, ErrNoHand},
		{"beyond", Move{chair.AxisEnd, true}, nil, ErrNoHand},
		{"fault", backUp, func(r *rig) { r.g.Latch(chair.Fault{Code: chair.FaultRecord}) }, ErrLatched},
		{"retreating", backUp, func(r *rig) { r.g.state = Retreating }, ErrRetreating},
		{"rising", backUp, func(r *rig) { r.g.state = Rising }, ErrRising},
		{"armed", backUp, func(r *rig) { r.g.state = Armed }, ErrArmed},
		{"off", backUp, func(r *rig) { r.g.state = Off }, nil},
		{"button pressed", backUp, func(r *rig) { r.in.Report.Stop = true }, ErrStopHeld},
		{"nearly stale", backUp, func(r *rig) { r.in.Report.At -= 50 * time.Millisecond }, nil},
		{"stale", backUp, func(r *rig) { r.in.Report.At -= 50*time.Millisecond + 1 }, errNoReport},
		{"no reference", backUp, func(r *rig) { r.in.Report.Axes[chair.Recline].Homed = false }, ErrPlace},
		{"drive lost", backUp, func(r *rig) { r.in.Report.Axes[chair.Recline].Fault = true }, ErrPlace},
		{"somewhere", backUp, func(r *rig) { r.in.Report.Axes[chair.Recline].Pos = nan }, ErrPlace},
		{"rollers out", backUp, func(r *rig) { r.in.Report.Axes[chair.Depth].Pos = 1.01 }, ErrOut},
		{"rollers just home", backUp, func(r *rig) { r.in.Report.Axes[chair.Depth].Pos = 1 }, nil},
		{"rollers lost", backUp, func(r *rig) { r.in.Report.Axes[chair.Depth].Fault = true }, ErrOut},
		{"rollers nowhere", backUp, func(r *rig) { r.in.Report.Axes[chair.Depth].Homed = false }, ErrOut},
		{"rollers out, carriage", headward, func(r *rig) { r.in.Report.Axes[chair.Depth].Pos = 1.01 }, ErrOut},
		{"rollers out, depth", inward, func(r *rig) { r.in.Report.Axes[chair.Depth].Pos = 11 }, nil},
		{"seated, back", backUp, func(r *rig) { r.in.Report.Seated = true }, nil},
		{"empty, back", backUp, func(r *rig) { r.in.Report.Seated = false }, nil},
		{"seated, carriage", headward, func(r *rig) { r.in.Report.Seated = true }, ErrSeat},
		{"seated, depth", outward, func(r *rig) { r.in.Report.Seated = true }, ErrSeat},
		{"nobody can tell", headward, func(r *rig) { r.g.profile.SeatSensor = false }, ErrSeat},
		{"at the end", backUp, func(r *rig) { r.in.Report.Axes[chair.Recline].Pos = 100.5 }, ErrEnd},
		{"nearly", backUp, func(r *rig) { r.in.Report.Axes[chair.Recline].Pos = chair.Coord(above(100.5)) }, nil},
		{"at the other", backDown, func(r *rig) { r.in.Report.Axes[chair.Recline].Pos = 169.5 }, ErrEnd},
		{"nearly the other", backDown, func(r *rig) { r.in.Report.Axes[chair.Recline].Pos = chair.Coord(below(169.5)) }, nil},
	} {
		r := between(t, c.move)
		if c.arrange != nil {
			c.arrange(r)
		}
		want(t, c.name, r.g.CanMove(c.move, &r.in.Report), c.want)
	}
	p := bench()
	p.Axes[chair.Depth] = chair.AxisProfile{}
	r := newRig(t, p, chair.Everyone())
	r.tick()
	want(t, "no depth", r.g.CanMove(backUp, &r.in.Report), nil)
}

// moving is a chair whose back goes down at full speed.
func moving(t testing.TB) *rig {
	t.Helper()
	r := between(t, backDown)
	for range 200 {
		r.carried(backDown)
	}
	if v := r.in.Report.Axes[chair.Recline].Vel; !near(v, 5, 1e-5) {
		t.Fatalf("got %v per s after 2 s, want full speed", v)
	}
	return r
}

// TestMoveLetGo: quiet, the axis comes to a stand within its own acceleration and jerk, and goes on when held again.
func TestMoveLetGo(t *testing.T) {
	r := moving(t)
	at := r.in.Report.Axes[chair.Recline].Pos
	r.in.Move = Move{}
	took := r.stands()
	if most := 770 * time.Millisecond; took > most || took < 600*time.Millisecond { // v/a + a/j = 0.75 s, of which the last hundredth of a degree is left out
		t.Errorf("got %v to stop, want 0.6 to 0.77 s", took)
	}
	if way := r.in.Report.Axes[chair.Recline].Pos - at; !near(way, 5*0.75/2, 0.06) {
		t.Errorf("got %.3f° further after it was let go, want %.3f°", way, 5*0.75/2)
	}
	for range 20 {
		if c, _ := r.tick(); c != (Cleared{}) || r.g.State() != Disarmed {
			t.Fatalf("got %+v in %v, want nothing more", c.Command(), r.g.State())
		}
	}
	r.carried(backDown)
	r.in.Move = Move{}
	for range 3 {
		r.tick()
	}
	r.carried(backDown) // on its way to a stand it is held again, and goes on to its end
	r.stands()
	if got := r.in.Report.Axes[chair.Recline].Pos; !near(got, 170, 0.02) {
		t.Errorf("got the back at %.2f°, want it at its end", got)
	}
}

// TestMoveOfAnother: what is held changes: first it comes to a stand.
func TestMoveOfAnother(t *testing.T) {
	for _, m := range []Move{backUp, legsUp} {
		r := moving(t)
		r.in.Move = m
		for r.g.State() == Moving && r.g.hand.move == backDown {
			c, _ := r.tick()
			if s := c.Command().Axes[chair.LegRest]; s.On && r.g.hand.move == backDown {
				t.Fatalf("got the legs at %+v while the back still moves", s)
			}
		}
		r.carried(m)
		r.stands()
		if got := r.in.Report.Axes[m.Axis].Pos; !near(got, r.g.endOf(m), 0.02) {
			t.Errorf("%v: got %v, want it at its end", m, got)
		}
	}
	r := moving(t) // "let me up" goes before
	r.in.Up = true
	r.stands()
	r.tick()
	if r.g.State() != Rising {
		t.Errorf("got %v, want rising", r.g.State())
	}
}

// TestMoveIsOver: what ends a move ends it for good, until it is let go.
func TestMoveIsOver(t *testing.T) {
	harder := func(side chair.Side, by float64) func(r *rig) {
		return func(r *rig) {
			r.in.Report.Force[side] += unit.Newton(by)
		}
	}
	for name, c := range map[string]struct {
		move Move
		do   func(r *rig)
	}{
		"got up":          {backDown, func(r *rig) { r.in.Report.Seated = false }},
		"sat down":        {headward, func(r *rig) { r.in.Report.Seated = true }},
		"host silent":     {backDown, func(r *rig) { r.in.HostAlive = false }},
		"no reports":      {backDown, func(r *rig) { r.in.Report.Seq = math.MaxUint64 }}, // and the next is none
		"pressed left":    {backDown, harder(chair.Left, 16)},
		"pressed right":   {backDown, harder(chair.Right, 16)},
		"cell unread":     {backDown, harder(chair.Left, math.NaN())},
		"rollers out":     {backDown, func(r *rig) { r.in.Report.Axes[chair.Depth].Pos = 2 }},
		"rollers unhomed": {headward, func(r *rig) { r.in.Report.Axes[chair.Depth].Homed = false }},
	} {
		r := between(t, c.move)
		for range 60 {
			r.carried(c.move)
		}
		was := r.in
		c.do(r)
		r.tick()
		r.in.HostAlive, r.in.Report.Seated, r.in.Report.Force = was.HostAlive, was.Report.Seated, was.Report.Force
		r.in.Report.Axes[chair.Depth] = was.Report.Axes[chair.Depth]
		r.in.Report.Seq = max(r.in.Report.Seq, was.Report.Seq)
		if took := r.stands(); took > 800*time.Millisecond {
			t.Errorf("%s: got %v to stop, want it to stop", name, took)
		}
		for range 20 {
			if c, _ := r.tick(); c != (Cleared{}) {
				t.Fatalf("%s: got %+v while it is still held, want nothing", name, c.Command())
			}
		}
		r.in.Move = Move{}
		r.tick()
		r.carried(c.move)
	}
	r := between(t, backDown) // a person leans on, a little
	r.carried(backDown)
	harder(chair.Left, 14.9)(r)
	for range 50 {
		r.carried(backDown)
	}
}

// TestMoveStops: STOP, wherever it is pressed, ends a move by a retreat; held on, nothing moves once more.
func TestMoveStops(t *testing.T) {
	for name, press := range map[string]func(r *rig, on bool){
		"page":   func(r *rig, on bool) { r.in.Stop = on },
		"button": func(r *rig, on bool) { r.in.Report.Stop = on },
		"wrong":  func(r *rig, on bool) { r.in.Wrong = on },
	} {
		r := moving(t)
		press(r, true)
		c, _ := r.tick()
		if s := c.Command().Axes[chair.Recline]; r.g.State() != Retreating || !near(s.Vel, 4.9, 1e-5) {
			t.Errorf("%s: got %v to %+v, want a retreat that brakes", name, r.g.State(), s)
		}
		press(r, false)
		r.finish()
		for range 20 {
			if c, _ := r.tick(); c != (Cleared{}) {
				t.Fatalf("%s: got %+v while it is still held, want nothing", name, c.Command())
			}
		}
		r.in.Move = Move{}
		r.tick()
		if name == "wrong" {
			want(t, name, r.g.CanMove(backDown, &r.in.Report), ErrLatched)
			continue
		}
		r.carried(backDown)
		r.in.Move = Move{}
		r.stands()
		if r.g.State() != Off {
			t.Errorf("%s: got %v, want off as before", name, r.g.State())
		}
	}
	r := between(t, backDown) // pressed together
	r.in.Move, r.in.Stop = backDown, true
	for range 5 {
		if r.tick(); r.g.State() == Moving {
			t.Fatal("got moving with STOP pressed")
		}
	}
	r.in.Stop = false
	for range 5 { // and held on
		if r.tick(); r.g.State() == Moving {
			t.Fatal("got moving with what was held through a STOP")
		}
	}
}

// TestMoveHeldThroughASession: what was held since before it ended moves nothing after it.
func TestMoveHeldThroughASession(t *testing.T) {
	r := newRig(t, bench(), chair.Everyone()).begin()
	r.in.Move = backDown
	r.ok()
	r.g.End()
	r.finish()
	for range 20 {
		if c, _ := r.tick(); c != (Cleared{}) {
			t.Fatalf("got %+v, want nothing before it is let go", c.Command())
		}
	}
	r.in.Move = Move{}
	r.tick()
	r.carried(backDown)
}

// TestMoveIsHeldBack: an axis that something holds is not pushed on.
func TestMoveIsHeldBack(t *testing.T) {
	stray := chair.Coord(3*5*0.02 + 1 + slack)
	r := between(t, backDown)
	for range 100 {
		r.carried(backDown)
	}
	r.follow = false
	stuck, furthest := r.in.Report.Axes[chair.Recline].Pos, chair.Coord(0)
	r.in.Report.Axes[chair.Recline].Vel = 0
	for r.g.State() == Moving {
		c, _ := r.tick()
		furthest = max(furthest, c.Command().Axes[chair.Recline].Pos-stuck)
	}
	if most := stray + 5*0.01; furthest > most || furthest < stray-0.1 {
		t.Errorf("got a setpoint %.2f° from where it is stuck, want about %.2f°", furthest, stray)
	}
	for range 20 {
		if c, _ := r.tick(); c != (Cleared{}) {
			t.Fatalf("got %+v while it is still held, want nothing", c.Command())
		}
	}
	r = between(t, backDown) // just within what a drive may lag, then without a drive
	r.carried(backDown)
	r.follow = false
	at := func(off chair.Coord) {
		r.in.Report.Axes[chair.Recline].Pos = chair.Coord(r.g.ramps[chair.Recline].pos) + off
	}
	if at(stray - 1e-9); r.carried(backDown).On != true || r.g.hand.over {
		t.Error("got it held back, want a drive that lags")
	}
	if at(stray + 1e-9); !func() bool { r.tick(); return r.g.hand.over }() {
		t.Error("got it pushed on, want it held back")
	}
	r = moving(t) // it is far from where it was sent, and fast, before its end
	r.follow = false
	r.in.Report.Axes[chair.Recline].Pos = 169.9
	for r.g.State() == Moving {
		if c, _ := r.tick(); c.Command().Axes[chair.Recline].Pos > 170 {
			t.Fatalf("got %v°, want nothing beyond its end", c.Command().Axes[chair.Recline].Pos)
		}
	}
	r = moving(t)
	r.in.Report.Axes[chair.Recline].Fault = true
	if c, _ := r.tick(); c != (Cleared{}) || r.g.State() != Disarmed {
		t.Errorf("got %+v in %v, want a lost drive left alone", c.Command(), r.g.State())
	}
	r.in.Report.Axes[chair.Recline].Fault = false
	if c, _ := r.tick(); c != (Cleared{}) {
		t.Errorf("got %+v, want nothing before it is let go", c.Command())
	}
}

// TestMovesWhateverComes: whatever is held, and changed, the axis keeps to its own speed, acceleration and jerk while
// reports are sound; and once nothing is asked it comes to rest and stays there.
func TestMovesWhateverComes(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		m := rapid.SampledFrom(allMoves).Draw(rt, "move")
		r := between(t, m)
		x := &r.g.axes[m.Axis]
		acc := 0.0
		for i := range rapid.IntRange(1, 12).Draw(rt, "times") {
			r.in.Move = Move{}
			if i%2 == 0 {
				r.in.Move = m
			}
			for range rapid.IntRange(1, 120).Draw(rt, "ticks") {
				w, reported := r.g.ramps[m.Axis], r.in.Report.Axes[m.Axis].Vel
				was := r.g.State() == Moving
				c, f := r.tick()
				holds(rt, r, c, f)
				s := c.Command().Axes[m.Axis]
				if r.g.State() != Moving {
					acc = 0
					continue
				}
				if !was {
					w = ramp{vel: float64(reported)}
				}
				now := (float64(s.Vel) - w.vel) / 0.01
				if math.Abs(now) > float64(x.acc)*(1+1e-9) || math.Abs(r.g.ramps[m.Axis].acc-w.acc)/0.01 > float64(x.jerk)*(1+1e-6) {
					rt.Fatalf("%v: got acceleration %v after %v, want the axis's own bounds", m, now, acc)
				}
				acc = now
			}
		}
		r.in.Move = Move{}
		r.stands()
		for range 5 {
			if c, _ := r.tick(); c != (Cleared{}) {
				rt.Fatalf("got %+v with nothing held", c.Command())
			}
		}
	})
}

// TestStand: where a motion comes to rest, on either way, also while it still gains speed.
func TestStand(t *testing.T) {
	b := bounds{vel: 5, acc: 10, jerk: 40}
	for _, c := range []struct{ vel, acc, way float64 }{{5, 0, 5 * 0.75 / 2}, {0.5, 0, b.stopping(0.5, 0)}, {2, 5, b.stopping(2, 5)}, {0, 5, b.stopping(0, 5)}, {0, 0, 0}} {
		if c.acc != 0 && !(c.way > b.stopping(c.vel, 0)) {
			t.Fatalf("%+v: gaining speed it must go further", c)
		}
		if got := (&ramp{pos: 100, vel: c.vel, acc: c.acc}).stand(b); !near(got, 100+c.way, 1e-9) {
			t.Errorf("%+v: out to %v", c, got)
		}
		if got := (&ramp{pos: 100, vel: -c.vel, acc: -c.acc}).stand(b); c.vel > 0 && !near(got, 100-c.way, 1e-9) {
			t.Errorf("%+v: back to %v", c, got)
		}
	}
}

// TestMoveAfterAGap: a tick that comes late moves the axis by two periods at most.
func TestMoveAfterAGap(t *testing.T) {
	r := moving(t)
	at := r.in.Report.Axes[chair.Recline].Pos
	r.at += 30 * time.Millisecond
	if got := r.carried(backDown).Pos - at; !near(got, 5*0.02, 1e-3) {
		t.Errorf("got %v° further, want two periods at 5 per s", got)
	}
}

// TestMoveAfterSilence: after a silence in which the chair stopped by itself, nothing goes on.
func TestMoveAfterSilence(t *testing.T) {
	r := moving(t)
	r.follow = false
	r.at += bench().Heartbeat
	r.in.Report.Axes[chair.Recline].Vel = 0
	if c, _ := r.tick(); c != (Cleared{}) || r.g.State() == Moving || !r.g.hand.over {
		t.Errorf("got %+v in %v, want it over", c.Command().Axes[chair.Recline], r.g.State())
	}
	r = moving(t) // a silence that the chair takes for none
	r.at += bench().Heartbeat - bench().Period()
	if r.carried(backDown); r.g.hand.over {
		t.Error("got it over, want it to go on")
	}
	r = between(t, backDown) // and one before it begins
	r.at += time.Minute
	r.in.Report.At = r.at
	if r.carried(backDown); r.g.hand.over || r.g.strayed[chair.Recline] {
		t.Error("got it over, want it to begin")
	}
}

// TestMoveIsLetGo: an axis whose place is once more not where it can be is not driven to and fro.
func TestMoveIsLetGo(t *testing.T) {
	r := moving(t)
	r.follow = false
	astray := func() (Cleared, bool) {
		p := &r.in.Report.Axes[chair.Recline]
		p.Pos, p.Vel = chair.Coord(r.g.ramps[chair.Recline].pos)-20, 5
		c, _ := r.tick()
		return c, r.g.State() == Moving
	}
	if c, on := astray(); !on || !c.Command().Axes[chair.Recline].On || !r.g.hand.over {
		t.Fatalf("got %+v, want it to come to a stand", c.Command().Axes[chair.Recline])
	}
	if c, on := astray(); on || c != (Cleared{}) {
		t.Errorf("got %+v, want it let go", c.Command().Axes[chair.Recline])
	}
	r.in.Move = Move{}
	r.tick()
	p := &r.in.Report.Axes[chair.Recline]
	p.Pos, p.Vel = 140, 0
	if r.carried(backDown); r.g.strayed[chair.Recline] {
		t.Error("a new move begins with what was found in the last one")
	}
}

package twin

import (
	"math"
	"testing"
	"time"

	"github.com/openlumbar/lumbar/chair"
)

// TestScrewKnown is the textbook's example: Shigley, Mechanical Engineering Design, example 8-1: a double square thread of 32 mm
// with a pitch of 4 mm, friction 0.08, 6.4 kN: 15.94 N m to raise, -0.466 to lower, without the collar.
func TestScrewKnown(t *testing.T) {
	const load = 6400
	s := screw{lead: 8, pitch: 30, friction: 0.08}
	if got := s.torque(load); math.Abs(got-15.94) > 0.01 {
		t.Errorf("raising takes %.3f N m, want 15.94", got)
	}
	if got := s.torque(-load); math.Abs(got+0.466) > 0.002 {
		t.Errorf("lowering takes %.3f N m, want -0.466", got)
	}
	for name, s := range map[string]screw{"slide": slide, "worm": worm, "lifter": lifter} {
		// The drives' own screws hold by themselves: letting down has to be driven too, and at rest nothing is drawn.
		up, down := s.current(60, 50), s.current(60, -50)
		if !(up > 0 && down < 0 && up > -down && s.current(60, 0) == 0) {
			t.Errorf("%s: 60 N: %.2f A up, %.2f A down, %.2f A at rest", name, up, down, s.current(60, 0))
		}
		if idle := s.current(0, 50); math.Abs(idle-s.idle/s.constant) > 1e-12 {
			t.Errorf("%s: idle %.3f A", name, idle)
		}
		// What goes in and comes out: efficiency is tan(lambda) / tan(lambda + phi).
		lambda, phi := math.Atan(s.lead/(math.Pi*s.pitch)), math.Atan(s.friction)
		in, out := s.torque(60)*2*math.Pi, 60*s.lead/1000
		near(t, name+"'s efficiency", out/in, math.Tan(lambda)/math.Tan(lambda+phi), 1e-9, "")
	}
}

// TestKneadsKnown: over a turn of the shaft, what it does against forces that stay the same is nothing; against friction that
// turns round with it, force times way; and a spring's moment is force times lever.
func TestKneadsKnown(t *testing.T) {
	w := newTwin(t, 1, 1)
	shaft := &w.axes[chair.Kneading]
	w.roller[chair.Left].spring, w.roller[chair.Right].spring = 40, 20
	turn := func(each func()) (work float64) {
		const n = 3600
		for i := range n {
			shaft.out = (float64(i) + 0.5) * 360 / n
			each()
			work += w.kneads() * 2 * math.Pi / n
		}
		return work
	}
	near(t, "work against constant forces", turn(func() {}), 0, 1e-6, "N mm")
	shaft.out = 90 // out is -3 cos: the lever is 3 mm
	near(t, "moment", w.kneads(), 60*3, 1e-3, "N mm")
	w.roller[chair.Left].spring, w.roller[chair.Right].spring = 0, 0
	const drags = 5.0 // N across, on the right roller alone
	got := turn(func() {
		w.drag[chair.Right].eases, w.drag[chair.Right].across = 1, drags
		if math.Sin(shaft.out*math.Pi/180) > 0 { // across is cos: it goes in
			w.drag[chair.Right].across = -drags
		}
	})
	near(t, "work against friction", got, drags*4*10, 0.01, "N mm") // in and out again, 20 mm each
}

// TestLiftKnown: of a person of 100 kg and 2 m, upright nothing leans back; lying, it is all of the weight that the back
// carries on its lever; level legs weigh on the rest, hanging ones do not.
func TestLiftKnown(t *testing.T) {
	w := newTwin(t, 1, 1)
	w.trunk.mass, w.trunk.stature = supportedShare*100, 2000
	for back, want := range map[float64]float64{
		90: 0, 180: 9.80665 * (45*0.626*0.288*2000 + 12*350), 120: 9.80665 * (45*0.626*0.288*2000 + 12*350) / 2,
	} {
		w.axes[chair.Recline].out = back
		w.trunk.weight = w.trunk.leans(back)
		near(t, "the back's", w.reclines(), want, 1e-6*want+1e-6, "N mm")
	}
	for rest, want := range map[float64]float64{90: 0, 0: 9.80665 * (12.2*0.606*0.246*2000 + 4*200)} {
		w.axes[chair.LegRest].out = rest
		near(t, "the legs'", w.legs(), want, 1e-6*want+1e-6, "N mm")
	}
}

// TestCurrentOfASession: every axis that moves draws, none that stands still does, save a tapper that is out; a jam draws most.
func TestCurrentOfASession(t *testing.T) {
	w, cmd := pressing(t)
	for a := chair.Carriage; a < chair.AxisEnd; a++ {
		if i := w.Current(a); i != 0 {
			t.Errorf("%v draws %.2f A at rest", a, i)
		}
	}
	idle := slide.idle / slide.constant
	for _, tt := range []struct {
		axis        chair.Axis
		by          chair.Coord
		in          time.Duration
		least, most float64
	}{
		{chair.Depth, 2, 40 * time.Millisecond, idle, 10}, {chair.Depth, -2, 40 * time.Millisecond, -10, -idle},
		{chair.Carriage, 10, 400 * time.Millisecond, idle, 10}, {chair.Width, 5, 400 * time.Millisecond, idle, 10},
		{chair.Recline, 2, 800 * time.Millisecond, idle, 3}, {chair.Recline, -1, 800 * time.Millisecond, -6, -idle},
		{chair.LegRest, -3, 800 * time.Millisecond, -4, -idle}, {chair.Kneading, 20, 200 * time.Millisecond, idle / 2, 5},
		{chair.TapLeft, 3, 40 * time.Millisecond, 0.5, 5},
	} {
		cmd.Axes[tt.axis].On = true
		at := cmd.Axes[tt.axis].Pos
		to(w, &cmd, tt.axis, at+tt.by, tt.in)
		if i := w.Current(tt.axis); !(i >= tt.least && i <= tt.most) {
			t.Errorf("%v by %+.0f %s draws %.2f A, want %.2f to %.2f", tt.axis, tt.by, tt.axis.Unit(), i, tt.least, tt.most)
		}
	}
	run(w, &cmd, 2*time.Second)
	if held, want := w.Current(chair.TapLeft), w.roller[chair.Left].spring/coilConstant; math.Abs(held-want) > 1e-9 || held < 0.5 {
		t.Errorf("a tapper that is out draws %.2f A, want %.2f", held, want)
	}
	w.Inject(ReclineJam, true)
	cmd.Axes[chair.Recline].Pos += 10
	run(w, &cmd, 100*Tick)
	if i := w.Current(chair.Recline); i != stallCurrent {
		t.Errorf("a jammed back draws %.2f A, want %.0f", i, stallCurrent)
	}
	if w.Current(0) != 0 || w.Current(chair.AxisEnd) != 0 {
		t.Error("no axis draws a current")
	}
}

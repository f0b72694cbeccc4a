package guard

import (
	"encoding/binary"
	"math"
	"reflect"
	"testing"
	"time"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/unit"
	"pgregory.net/rapid"
)

// fields are all numbers and flags of an Input, in their order.
func fields(in *Input) (all []reflect.Value) {
	var walk func(v reflect.Value)
	walk = func(v reflect.Value) {
		switch v.Kind() {
		case reflect.Struct:
			for i := range v.NumField() {
				walk(v.Field(i))
			}
		case reflect.Array:
			for i := range v.Len() {
				walk(v.Index(i))
			}
		default:
			all = append(all, v)
		}
	}
	walk(reflect.ValueOf(in).Elem())
	return all
}

// put sets a field from 64 bits.
func set(v reflect.Value, bits uint64) {
	switch v.Kind() {
	case reflect.Float64:
		v.SetFloat(math.Float64frombits(bits))
	case reflect.Bool:
		v.SetBool(bits&1 == 1)
	case reflect.Int64:
		v.SetInt(int64(bits))
	case reflect.Uint64:
		v.SetUint(bits)
	}
}

func TestNoNumberThatIsNonePasses(t *testing.T) {
	n := len(fields(new(Input)))
	for _, bad := range []float64{math.NaN(), math.Inf(1), math.Inf(-1)} {
		for i := range n {
			r := working(t)
			v := fields(&r.in)[i]
			if v.Kind() != reflect.Float64 {
				continue
			}
			v.SetFloat(bad)
			_, f := r.tick()
			if f == nil || r.g.State() == Armed {
				t.Errorf("field %d of %d = %v: got %v in state %v, want a fault", i, n, bad, f, r.g.State())
			}
		}
	}
}

func TestForceOverTheTripAlwaysRetreats(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		r := working(t)
		r.put(chair.Carriage, chair.Coord(rapid.Float64Range(0, 450).Draw(rt, "along")), 0)
		r.put(chair.Width, chair.Coord(rapid.Float64Range(60, 140).Draw(rt, "width")), 0)
		r.put(chair.Kneading, chair.Coord(rapid.Float64Range(-1e4, 1e4).Draw(rt, "shaft")), 0)
		r.put(chair.Recline, chair.Coord(rapid.Float64Range(100, 170).Draw(rt, "recline")), 0)
		r.weigh(0, 0)
		r.ok()
		trip := r.g.TripLimit().Max
		over := trip + unit.Newton(rapid.Float64Range(1e-6, 120).Draw(rt, "over"))
		force := [2]unit.Newton{}
		force[rapid.IntRange(0, 1).Draw(rt, "side")] = over
		r.weigh(force[0], force[1])
		if rapid.Bool().Draw(rt, "peak only") {
			r.weigh(0, 0)
			w := r.in.Report.Force[0]
			r.in.Report.Peak[chair.Left] = w + over
		}
		if _, f := r.tick(); f == nil || r.g.State() == Armed {
			rt.Fatalf("%v N over a trip of %v N: got %v, want a fault", over, trip, f)
		}
	})
}

// disturb draws a change of one field and makes it.
func disturb(rt *rapid.T, in *Input) {
	all := fields(in)
	v := all[rapid.IntRange(0, len(all)-1).Draw(rt, "field")]
	switch v.Kind() {
	case reflect.Float64:
		v.SetFloat(v.Float() + rapid.SampledFrom([]float64{0.01, -0.01, 0.1, 1, -1, 5, -5, 30, -30, 1e3, 1e308}).Draw(rt, "by"))
	case reflect.Bool:
		v.SetBool(!v.Bool())
	case reflect.Uint64, reflect.Uint8:
		v.SetUint(v.Uint() + 1)
	case reflect.Int64:
		v.SetInt(v.Int() - int64(rapid.IntRange(0, 100).Draw(rt, "ms"))*int64(time.Millisecond))
	}
}

// rounding is what a speed at its limit may be over it by: a sum of many ticks.
const rounding = 1 + 1e-12

// holds checks what is true of every answer whatever was put in.
func holds(t interface{ Fatalf(string, ...any) }, r *rig, c Cleared, f *chair.Fault) {
	cmd := c.Command()
	want := r.in.Command
	want.Heat = cmd.Heat
	switch r.g.State() {
	case Armed:
		if f != nil || cmd != want || cmd.Heat != 0 && cmd.Heat != r.in.Command.Heat {
			t.Fatalf("armed: got %+v with %v, want the command %+v or less heat", cmd, f, r.in.Command)
		}
	case Retreating:
		if cmd.Heat != 0 || cmd.Air != [chair.BagEnd]unit.Kilopascal{} || c.Sequence() == 0 {
			t.Fatalf("retreating: got %+v, want heat off and bags vented", cmd)
		}
		for a, s := range cmd.Axes {
			x := r.p.Axes[a]
			sound := !math.IsNaN(float64(s.Pos+chair.Coord(s.Vel))) && math.Abs(float64(s.Vel)) <= float64(x.Vel)*rounding &&
				(!x.Bound || s.Pos >= x.Min-slack && s.Pos <= x.Max+slack)
			if s.On && !sound {
				t.Fatalf("retreating: got %v at %+v, want a place and speed that it has", chair.Axis(a), s)
			}
		}
	case Rising:
		if cmd.Heat != 0 || cmd.Air != [chair.BagEnd]unit.Kilopascal{} || c.Sequence() == 0 {
			t.Fatalf("rising: got %+v, want heat off and bags vented", cmd)
		}
		for a, s := range cmd.Axes {
			riser := chair.Axis(a) == chair.Recline || chair.Axis(a) == chair.LegRest
			if s != (chair.Setpoint{}) && !(riser && s.On && math.Abs(float64(s.Vel)) <= float64(r.g.axes[a].vel)*rounding) {
				t.Fatalf("rising: got %v at %+v, want back and leg rest alone, and no faster than they may", chair.Axis(a), s)
			}
		}
	case Moving:
		if cmd.Heat != 0 || cmd.Air != [chair.BagEnd]unit.Kilopascal{} || c.Sequence() == 0 {
			t.Fatalf("moving: got %+v, want heat off and bags vented", cmd)
		}
		for a, s := range cmd.Axes {
			own := chair.Axis(a) == r.g.hand.move.Axis && s.On && math.Abs(float64(s.Vel)) <= float64(r.g.axes[a].vel)*rounding
			if s != (chair.Setpoint{}) && !own {
				t.Fatalf("moving: got %v at %+v, want the one that is held alone, and no faster than it may", chair.Axis(a), s)
			}
		}
	default:
		if c != (Cleared{}) {
			t.Fatalf("%v: got %+v, want the zero Cleared", r.g.State(), c)
		}
	}
	if f != nil && f.Code == "" {
		t.Fatalf("got a fault without a code")
	}
	if r.in.Wrong && f == nil {
		t.Fatalf("got no fault although something felt wrong")
	}
}

func TestWhateverComes(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		r := working(t)
		var first *chair.Fault
		var code chair.Code
		for range rapid.IntRange(1, 60).Draw(rt, "ticks") {
			kept := r.in
			for range rapid.IntRange(0, 2).Draw(rt, "disturbances") {
				disturb(rt, &r.in)
			}
			r.at += r.p.Period()
			r.in.Report.Seq++
			if r.in.Report.At == kept.Report.At {
				r.in.Report.At = r.at
			}
			c, f := r.vet()
			holds(rt, r, c, f)
			if first != nil && (f != first || f.Code != code) {
				rt.Fatalf("got %v after %v, want it latched", f, code)
			}
			if f != nil && first == nil {
				first, code = f, f.Code
			}
			if f != nil && r.g.State() == Armed {
				rt.Fatalf("armed with %v", f)
			}
			if rapid.IntRange(0, 3).Draw(rt, "keep") > 0 {
				seq, at := r.in.Report.Seq, r.in.Report.At
				r.in = kept
				r.in.Report.Seq, r.in.Report.At = seq, at
			}
		}
	})
}

func TestRetreatAlwaysEnds(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		r := working(t)
		p := r.stand(unit.Newton(rapid.Float64Range(0, 90).Draw(rt, "force")))
		for a := chair.Carriage; a < chair.AxisEnd; a++ {
			x := r.p.Axes[a]
			p.vel[a] = rapid.Float64Range(-1, 1).Draw(rt, "share") * float64(x.Vel)
			if x.Bound && a != chair.Depth {
				p.pos[a] = rapid.Float64Range(float64(x.Min), float64(x.Max)).Draw(rt, "pos")
			}
			p.jam[a] = rapid.IntRange(0, 9).Draw(rt, "jam") == 0
		}
		p.vel[chair.Depth] = rapid.Float64Range(-200, 50).Draw(rt, "depth speed")
		r.in.Stop = true
		lose := rapid.IntRange(-1, 400).Draw(rt, "lose the depth after")
		deaf := rapid.IntRange(0, 4).Draw(rt, "deaf") == 0
		f := r.fly(p, func(n int, rep *chair.Report) {
			if lose >= 0 && n > lose {
				rep.Axes[chair.Depth].Fault = true
			}
			if deaf {
				rep.Seq = 0
			}
		})
		if most := r.g.longest + 20*time.Millisecond; f.off > most {
			rt.Fatalf("off after %v, want at most %v", f.off, most)
		}
	})
}

func TestTighterLimitsNeverPassMore(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		wide := chair.Everyone()
		tight := wide
		share := rapid.OneOf(rapid.Float64Range(0.3, 1), rapid.Just(math.NaN())) // what is no number allows nothing
		for z := range tight.Trip {
			tight.Trip[z].Max *= unit.Newton(share.Draw(rt, "trip"))
			tight.Force[z].Max *= unit.Newton(share.Draw(rt, "force"))
		}
		tight.BothTrip.Max *= unit.Newton(share.Draw(rt, "both"))
		tight.Approach.Max *= unit.MMPerSecond(share.Draw(rt, "approach"))
		tight.ForceRate.Max *= unit.NewtonPerSecond(share.Draw(rt, "force rate"))
		tight.TapSpeed.Max *= unit.MMPerSecond(share.Draw(rt, "tap speed"))
		tight.TapRate.Max *= unit.Hertz(share.Draw(rt, "tap rate"))
		tight.TapEnergy.Max *= unit.Joule(share.Draw(rt, "tap energy"))
		tight.TapWork.Max *= unit.Joule(share.Draw(rt, "tap work"))
		tight.ReclineSpeed.Max *= unit.DegreePerSecond(share.Draw(rt, "recline speed"))
		for _, d := range []*chair.Bound[time.Duration]{&tight.Still, &tight.Spot, &tight.Zone, &tight.Session, &tight.Tapping,
			&tight.Stretch, &tight.AirHold, &tight.HeatTime, &tight.HeatStill} {
			d.Max = time.Duration(float64(d.Max) * rapid.SampledFrom([]float64{0, 0.001, 0.5, 1}).Draw(rt, "time"))
		}
		tight.Recline.Max *= unit.Degree(share.Draw(rt, "recline"))
		tight.Air.Max *= unit.Kilopascal(share.Draw(rt, "air"))
		tight.Heat.Max *= unit.Celsius(share.Draw(rt, "heat"))
		tight.HeatSurface.Max *= unit.Celsius(share.Draw(rt, "surface"))
		a, b := working(t), working(t)
		a.follow, b.follow = false, false
		a.g.limits, b.g.limits = wide, tight
		b.g.figures = figure(b.p, &tight)
		b.g.most = tight.Session.Max
		for range rapid.IntRange(1, 20).Draw(rt, "ticks") {
			disturb(rt, &a.in)
			b.in = a.in
			a.tick()
			b.in.Report.Seq, b.in.Report.At = a.in.Report.Seq-1, a.at
			b.tick()
			if b.g.State() == Armed && a.g.State() != Armed {
				rt.Fatalf("wide limits trip (%v), tighter ones pass", a.g.Fault())
			}
		}
	})
}

// TestRisingWhateverComes: on the way up nothing but back and leg rest ever moves, each within its speed and
// acceleration, and what stops it stops it at once.
func TestRisingWhateverComes(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		r := rapid.SampledFrom([]func(testing.TB) *rig{lying, fallen}).Draw(rt, "from")(t)
		from, fault := r.g.State(), r.g.Fault()
		r.in.Up = true
		for range rapid.IntRange(0, 150).Draw(rt, "ticks before") {
			r.tick()
		}
		var was chair.Command
		for range rapid.IntRange(1, 120).Draw(rt, "ticks") {
			rising := r.g.State() == Rising
			was = chair.Command{}
			if rising {
				for _, a := range risers {
					was.Axes[a] = chair.Setpoint{Pos: chair.Coord(r.g.ramps[a].pos), Vel: chair.CoordRate(r.g.ramps[a].vel)}
				}
			}
			kept := r.in
			if rapid.IntRange(0, 9).Draw(rt, "disturbed") == 0 {
				disturb(rt, &r.in)
			}
			c, f := r.tick()
			holds(rt, r, c, f)
			pressed := r.in.Stop || r.in.Wrong || r.in.Report.Stop
			if r.g.State() == Rising && (pressed || !rising && !r.in.Up) {
				rt.Fatalf("got rising with stop %v, up %v from %v", pressed, r.in.Up, from)
			}
			for _, a := range risers {
				s, w := c.Command().Axes[a], was.Axes[a]
				if !rising || r.g.State() != Rising || !s.On || r.g.balked {
					continue
				}
				x := r.p.Axes[a]
				if acc := math.Abs(float64(s.Vel-w.Vel)) / r.p.Period().Seconds(); acc > float64(x.Acc)*(1+1e-9) {
					rt.Fatalf("%v: got %v per s2, want at most %v", a, acc, x.Acc)
				}
				if held := r.in.Up && r.in.HostAlive; !held && math.Abs(float64(s.Vel)) > max(0, math.Abs(float64(w.Vel))-float64(x.Acc)*0.01+1e-9) {
					rt.Fatalf("%v: got %v per s after %v, want it to brake once it is let go", a, s.Vel, w.Vel)
				}
				if s.Pos < x.Min-slack || s.Pos > x.Max+slack {
					rt.Fatalf("%v: got it at %v, want it within its travel", a, s.Pos)
				}
			}
			if state := r.g.State(); state == Armed || state != Rising && state != from && !pressed && !rising {
				rt.Fatalf("got %v from %v, want rising to end where it began", state, from)
			}
			if fault != nil && f != fault {
				rt.Fatalf("got %v, want the latched %v", f, fault)
			}
			at, pos := r.in.Report.At, r.in.Report.Axes
			seq := max(r.in.Report.Seq, kept.Report.Seq)
			if pressed {
				return
			}
			r.in = kept
			r.in.Report.Seq, r.in.Report.At = seq, max(at, r.at)
			for _, a := range risers {
				r.in.Report.Axes[a] = pos[a]
			}
		}
	})
}

func TestNoAllocation(t *testing.T) {
	r := working(t)
	if n := testing.AllocsPerRun(100, func() { r.tick() }); n != 0 {
		t.Errorf("a quiet tick: got %v allocations, want 0", n)
	}
	r.weigh(150, 150)
	r.follow = false
	if n := testing.AllocsPerRun(10, func() { r.tick() }); n != 0 {
		t.Errorf("a retreat: got %v allocations, want 0", n)
	}
}

func FuzzVet(f *testing.F) {
	f.Add([]byte{})
	f.Add(binary.LittleEndian.AppendUint64([]byte{1, 3}, math.Float64bits(1e300)))
	f.Fuzz(func(t *testing.T, data []byte) {
		r := working(t)
		n := len(fields(&r.in))
		for len(data) >= 10 {
			set(fields(&r.in)[(int(data[0])<<8+int(data[1]))%n], binary.LittleEndian.Uint64(data[2:]))
			data = data[10:]
			r.at += r.p.Period()
			c, f := r.vet()
			holds(t, r, c, f)
			switch {
			case r.g.State() == Off && f == nil:
				r.in.Stop, r.in.Report.Stop = false, false
				_ = r.g.Begin(r.at, chair.Spent{}) // refusals are fine
			case r.g.State() == Off:
				if err := r.g.Clear(); err != nil {
					t.Fatal(err)
				}
			}
		}
	})
}

package modbus

import (
	"context"
	"errors"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/driver"
	"github.com/openlumbar/lumbar/driver/modbus/frame"
	"github.com/openlumbar/lumbar/guard"
	"github.com/openlumbar/lumbar/unit"
	"pgregory.net/rapid"
)

// A number that fits comes back within half a count, whatever its word, order, scale, sign and zero; one that does not is
// refused and never bent.
func TestNumbers(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := point{
			word: rapid.SampledFrom(words).Draw(t, "word"), low: rapid.Bool().Draw(t, "low word first"), bit: -1, equals: -1,
			scale: rapid.Float64Range(1e-3, 10).Draw(t, "scale"), zero: rapid.Float64Range(-100, 100).Draw(t, "zero"),
			min: rapid.Float64Range(-500, 0).Draw(t, "min"), max: rapid.Float64Range(0, 500).Draw(t, "max"),
		}
		if rapid.Bool().Draw(t, "reversed") {
			p.scale = -p.scale
		}
		v := rapid.Float64Range(-600, 600).Draw(t, "value")
		n, err := p.counts(v)
		low, high := p.word.span()
		exact := math.Round((v - p.zero) / p.scale)
		if fits := v >= p.min && v <= p.max && exact >= low && exact <= high; fits != (err == nil) {
			t.Fatalf("%g as %g counts in %v, from %g to %g: got %v", v, exact, p.word, p.min, p.max, err)
		}
		if err != nil {
			return
		}
		into := make([]uint16, p.size())
		p.put(into, n)
		got, _ := p.number(into)
		if off := math.Abs(got - v); off > math.Abs(p.scale)/2*(1+1e-9) {
			t.Fatalf("%g came back as %g, a count is %g", v, got, p.scale)
		}
		got, believed := p.number(into)
		if believed != (got >= p.min && got <= p.max) {
			t.Fatalf("%g from %g to %g: believed %v", got, p.min, p.max, believed)
		}
	})
}

// The words as manuals have them, so that a mistake that putting and reading share is seen.
func TestWords(t *testing.T) {
	for _, c := range []struct {
		p    point
		from []uint16
		want float64
	}{
		{point{word: u16, scale: 0.1}, []uint16{365}, 36.5},
		{point{word: s16, scale: 1}, []uint16{0xffff}, -1},
		{point{word: s16, scale: -0.5}, []uint16{0x8000}, 16384},
		{point{word: s32, scale: 0.01}, []uint16{0xffff, 0xff9c}, -1},
		{point{word: s32, low: true, scale: 0.01}, []uint16{0xff9c, 0xffff}, -1},
		{point{word: u32, scale: 1}, []uint16{0x0001, 0x0002}, 65538},
		{point{word: u32, low: true, scale: 1, zero: -65538}, []uint16{0x0002, 0x0001}, 0},
	} {
		c.p.min, c.p.max = math.Inf(-1), math.Inf(1)
		got, ok := c.p.number(c.from)
		if math.Abs(got-c.want) > 1e-9 || !ok {
			t.Errorf("%+v of %x: got %g, %v; want %g", c.p, c.from, got, ok, c.want)
		}
		n, err := c.p.counts(c.want)
		into := make([]uint16, len(c.from))
		if c.p.put(into, n); err != nil || into[0] != c.from[0] || into[len(into)-1] != c.from[len(into)-1] {
			t.Errorf("%+v: %g is put as %x, %v; want %x", c.p, c.want, into, err, c.from)
		}
	}
	for _, bad := range []float64{math.NaN(), math.Inf(1), math.Inf(-1)} {
		p := point{word: s32, scale: 1, min: math.Inf(-1), max: math.Inf(1)}
		if n, err := p.counts(bad); err == nil {
			t.Errorf("%g is %d counts", bad, n)
		}
	}
}

func TestFlags(t *testing.T) {
	for _, c := range []struct {
		p        point
		was      uint16
		up, down uint16
	}{
		{point{bit: 3, equals: -1}, 0xf0f0, 0xf0f8, 0xf0f0},
		{point{bit: 15, equals: -1, inverted: true}, 0xffff, 0x7fff, 0xffff},
		{point{bit: -1, equals: 0x0f, down: 0x06}, 0xffff, 0x0f, 0x06},
	} {
		for _, up := range []bool{true, false} {
			into := []uint16{c.was}
			want := c.down
			if up {
				want = c.up
			}
			if c.p.raise(into, up); into[0] != want || c.p.raised(into) != up {
				t.Errorf("%+v %v: got %#x, read as %v; want %#x", c.p, up, into[0], c.p.raised(into), want)
			}
		}
	}
}

// fake is a link to a unit that remembers what it was written, without a wire.
type fake struct {
	words  [256]uint16
	coils  [64]bool
	refuse map[frame.Code]frame.Exception
	asked  []frame.Code
	dead   byte // a unit that does not answer
}

func (f *fake) lost() uint64 { return 0 }
func (f *fake) close() error { return nil }

func (f *fake) exchange(q *frame.Request, a *frame.Answer, _ time.Duration) (bool, error) {
	if len(f.asked) < cap(f.asked) {
		f.asked = append(f.asked, q.Code)
	}
	if q.Unit == f.dead {
		return true, errNoAnswer
	}
	if e := f.refuse[q.Code]; e != 0 {
		return true, e
	}
	a.Values, a.Bits = a.Values[:0], a.Bits[:0]
	switch q.Code {
	case frame.ReadCoils, frame.ReadDiscretes:
		for i := range int(q.Count) {
			if i%8 == 0 {
				a.Bits = append(a.Bits, 0)
			}
			if f.coils[int(q.Address)+i] {
				a.Bits[i/8] |= 1 << (i % 8)
			}
		}
	case frame.WriteCoil, frame.WriteCoils:
		for i := range int(q.Count) {
			f.coils[int(q.Address)+i] = q.Bits[i/8]>>(i%8)&1 != 0
		}
	case frame.WriteRegister, frame.WriteRegisters:
		copy(f.words[q.Address:], q.Values)
	case frame.ReadWrite:
		copy(f.words[q.Into:], q.Values)
		a.Values = append(a.Values, f.words[q.Address:q.Address+q.Count]...)
	default:
		a.Values = append(a.Values, f.words[q.Address:q.Address+q.Count]...)
	}
	return true, nil
}

// on drives a worked template over a fake link.
func on(t testing.TB, name string, f *fake) (*Chair, *time.Duration) {
	t.Helper()
	src, err := Source(name)
	if err != nil {
		t.Fatal(err)
	}
	return onText(t, src, f)
}

func onText(t testing.TB, src []byte, f *fake) (*Chair, *time.Duration) {
	t.Helper()
	p, m, list := Read("t.hcl", src)
	if err := list.Err(); err != nil {
		t.Fatal(err)
	}
	now := time.Minute
	c := &Chair{
		profile: p, template: m, clock: func() time.Duration { return now }, wait: func(d time.Duration) { now += d }, quiet: m.quiet(), handed: true,
		drive: makePlan(m, true), watch: makePlan(m, false), bus: newBus(f, time.Second, &p),
	}
	t.Cleanup(c.bus.close)
	return c, &now
}

// A tick makes no garbage.
func TestNoGarbage(t *testing.T) {
	for _, name := range Shipped() {
		c, now := on(t, name, &fake{words: [256]uint16{0: 10000, 1: 10000}})
		ctx := context.Background()
		var zero guard.Cleared
		if n := testing.AllocsPerRun(1000, func() {
			*now += c.profile.Period()
			if err := c.Apply(ctx, zero); err != nil {
				t.Fatal(err)
			}
			if _, err := c.Read(ctx); err != nil {
				t.Fatal(err)
			}
		}); n != 0 {
			t.Errorf("%s: a tick allocates %v times", name, n)
		}
	}
}

// What is sent for a command, by the model's own list of registers.
func TestEncode(t *testing.T) {
	f := &fake{asked: make([]frame.Code, 0, 10)}
	c, _ := on(t, "open-board", f)
	var cmd chair.Command
	cmd.Axes[chair.Carriage] = chair.Setpoint{On: true, Pos: 100}
	cmd.Axes[chair.Depth] = chair.Setpoint{On: true, Pos: 0}
	cmd.Heat = 38.5
	now := chair.Report{}
	now.Axes[chair.Carriage] = chair.AxisReport{Pos: 99, Homed: true}
	now.Axes[chair.Recline] = chair.AxisReport{Pos: 125.25, Homed: true}
	if err := c.template.encode(c.drive, &cmd, &now, true); err != nil {
		t.Fatal(err)
	}
	if err := c.bus.run(t.Context(), c.drive); err != nil {
		t.Fatal(err)
	}
	if len(f.asked) != 1 || f.asked[0] != frame.ReadWrite {
		t.Errorf("one cycle asked %v, want one ReadWrite", f.asked)
	}
	// alive, carriage and depth on, the depth looks for home because it does not know its place, back into service
	if got, want := f.words[0], uint16(1|1<<1|1<<2|1<<5|1<<7); got != want {
		t.Errorf("control %#x, want %#x", got, want)
	}
	for at, want := range map[int]uint16{2: 10000, 4: 0, 6: 12525, 7: 385} {
		if f.words[at] != want {
			t.Errorf("register %d is %d, want %d", at, f.words[at], want)
		}
	}
	for _, bad := range []func(){
		func() { cmd.Axes[chair.Carriage].Pos = 480.1 },
		func() { cmd.Axes[chair.Carriage].Pos = 39.9 },
		func() { cmd.Heat = 41 },
		func() { cmd.Axes[chair.Carriage].Pos = chair.Coord(math.NaN()) },
	} {
		was := cmd
		if bad(); c.template.encode(c.drive, &cmd, &now, false) == nil {
			t.Errorf("%+v was not refused", cmd)
		}
		cmd = was
	}
}

// Exceptions are faults of the axes that the unit drives, on the way out and on the way in, and no reading is made of silence.
func TestExceptions(t *testing.T) {
	var zero guard.Cleared
	f := &fake{refuse: map[frame.Code]frame.Exception{}}
	c, now := on(t, "open-board", f)
	pass := func() { *now += c.profile.Period() }
	if err := c.Apply(t.Context(), zero); err != nil {
		t.Fatal(err)
	}
	pass()
	f.refuse[frame.ReadWrite] = frame.DeviceFailure
	err := c.Apply(t.Context(), zero)
	if err == nil || !strings.Contains(err.Error(), "exception 4") || !errors.Is(err, frame.DeviceFailure) {
		t.Errorf("got %v, want exception 4", err)
	}
	r, err := c.Read(t.Context())
	if err != nil || !r.Axes[chair.Depth].Fault || !r.Axes[chair.Carriage].Fault || !r.Axes[chair.Recline].Fault || r.Axes[chair.Width].Fault {
		t.Errorf("got %+v, %v; want the unit's axes lost, and no others", r.Axes, err)
	}
	pass()
	seq := r.Seq
	f.refuse[frame.ReadWrite] = frame.Busy
	if err = c.Apply(t.Context(), zero); err == nil {
		t.Error("a busy unit confirmed")
	}
	if r, _ = c.Read(t.Context()); r.Seq != seq {
		t.Error("a reading was made of a busy unit")
	}
	if n := c.Counts(); n.Exceptions != 2 || n.Cycles != 3 || n.NoAnswer != 0 {
		t.Errorf("counted %d exceptions in %d cycles, %d without answer", n.Exceptions, n.Cycles, n.NoAnswer)
	}
	pass()
	delete(f.refuse, frame.ReadWrite)
	if err = c.Apply(t.Context(), zero); err != nil {
		t.Fatal(err)
	}
	if r, err = c.Read(t.Context()); err != nil || r.Axes[chair.Depth].Fault || r.Seq != seq+1 {
		t.Errorf("well again: got %+v, %v", r, err)
	}
}

// A write that a unit refuses is a fault of its axes and of no others, and a unit that does not answer is asked nothing more in
// a cycle; the power is taken away from every other all the same.
func TestOneUnit(t *testing.T) {
	var zero guard.Cleared
	f := &fake{refuse: map[frame.Code]frame.Exception{frame.WriteCoils: frame.IllegalValue}, words: [256]uint16{0: 10000, 1: 10000}}
	c, now := on(t, "retrofit-az", f)
	*now += c.profile.Period()
	if err := c.Apply(t.Context(), zero); !errors.Is(err, frame.IllegalValue) {
		t.Errorf("got %v, want exception 3", err)
	}
	if r, err := c.Read(t.Context()); err != nil || r.Axes[chair.Depth].Fault || r.Axes[chair.Carriage].Fault {
		t.Errorf("the board that drives nothing refused: got %+v, %v", r.Axes, err)
	}
	delete(f.refuse, frame.WriteCoils)
	f.dead, f.asked = 1, make([]frame.Code, 0, 100) // the carriage's drive
	*now += c.profile.Period()
	if err := c.Apply(t.Context(), zero); !errors.As(err, new(*driver.Unverified)) || !strings.Contains(err.Error(), `unit "carriage"`) || strings.Contains(err.Error(), `unit "depth"`) {
		t.Errorf("got %v, want Unverified of the carriage's unit", err)
	}
	if len(f.asked) != len(c.drive.steps)-2 {
		t.Errorf("asked %d times of %d steps, want all but two of the one that is dead", len(f.asked), len(c.drive.steps))
	}
}

// alter is a worked template with some of its text replaced.
func alter(t testing.TB, name string, pairs ...string) []byte {
	t.Helper()
	src, err := Source(name)
	if err != nil {
		t.Fatal(err)
	}
	text := string(src)
	for i := 0; i < len(pairs); i += 2 {
		if !strings.Contains(text, pairs[i]) {
			t.Fatalf("no %q", pairs[i])
		}
		text = strings.Replace(text, pairs[i], pairs[i+1], 1)
	}
	return []byte(text)
}

// A drive that knows speeds only makes up for what its place is off, within its speed, and a relay switches a pad whose
// thermostat has one temperature only for who wants at least that.
func TestSpeedsAndRelays(t *testing.T) {
	src := alter(t, "open-board",
		"        target {\n          register = 1\n          type     = \"s32\"\n          scale    = \"0.01 mm\"\n        }\n",
		"        follow = \"4 /s\"\n\n        speed {\n          register = 1\n          type     = \"s16\"\n          scale    = \"0.1 mm/s\"\n        }\n",
		"        register = 7\n        scale    = \"0.1 °C\"\n        max      = \"40 °C\"\n",
		"        table    = \"coil\"\n        register = 3\n        at       = \"38 °C\"\n")
	f := &fake{}
	c, _ := onText(t, src, f)
	for _, tt := range []struct {
		sp    chair.Setpoint
		at    chair.Coord
		homed bool
		heat  float64
		want  int16
		pad   bool
	}{
		{chair.Setpoint{On: true, Pos: 105, Vel: 10}, 100, true, 38, 300, true},
		{chair.Setpoint{On: true, Pos: 400, Vel: 0}, 100, true, 37.9, 1000, false},
		{chair.Setpoint{On: true, Pos: 100, Vel: -10}, 100, true, 40, -100, true},
		{chair.Setpoint{Pos: 400, Vel: 10}, 100, true, 0, 0, false},
		{chair.Setpoint{On: true, Pos: 105, Vel: 10}, 100, false, 0, 0, false},
	} {
		var cmd chair.Command
		var now chair.Report
		cmd.Axes[chair.Carriage] = tt.sp
		now.Axes[chair.Carriage] = chair.AxisReport{Pos: tt.at, Homed: tt.homed}
		now.Axes[chair.Recline].Pos = 110
		cmd.Heat = unit.Celsius(tt.heat)
		if err := c.template.encode(c.drive, &cmd, &now, false); err != nil {
			t.Fatal(err)
		}
		if err := c.bus.run(t.Context(), c.drive); err != nil {
			t.Fatal(err)
		}
		if got := int16(f.words[1]); got != tt.want || f.coils[3] != tt.pad {
			t.Errorf("%+v at %v: speed %d, pad %v; want %d, %v", tt.sp, tt.at, got, f.coils[3], tt.want, tt.pad)
		}
	}
}

// A board that takes one register a request gets one, and one whose inputs are discretes is asked so.
func TestSingle(t *testing.T) {
	src := alter(t, "retrofit-az",
		"      silence    = \"200 ms\"\n      source     = \"ADAM-4000", "      silence    = \"200 ms\"\n      single     = true\n      source     = \"ADAM-4000",
		"      seat {\n        table    = \"coil\"\n", "      seat {\n        table    = \"discrete\"\n")
	_, m, list := Read("t.hcl", src)
	if err := list.Err(); err != nil {
		t.Fatal(err)
	}
	var got []frame.Code
	for _, s := range makePlan(m, true).steps {
		if m.units[s.unit].name == "io" {
			got = append(got, s.q.Code)
		}
		if err := s.q.Check(); err != nil {
			t.Error(err)
		}
	}
	want := []frame.Code{frame.WriteCoil, frame.ReadHolding, frame.ReadCoils, frame.ReadDiscretes}
	if len(got) != len(want) {
		t.Fatalf("got %v, want %v", got, want)
	}
	for i := range want {
		if got[i] != want[i] {
			t.Fatalf("got %v, want %v", got, want)
		}
	}
}

package simlink

import (
	"bytes"
	"errors"
	"io"
	"math"
	"slices"
	"testing"
	"time"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/unit"
	"pgregory.net/rapid"
)

var (
	anyNumber = rapid.Float64Range(-math.MaxFloat64, math.MaxFloat64)
	anyTime   = rapid.Int64Range(0, math.MaxInt64)
)

func draw(t *rapid.T) float64         { return anyNumber.Draw(t, "number") }
func moment(t *rapid.T) time.Duration { return time.Duration(anyTime.Draw(t, "time")) }
func flip(t *rapid.T) bool            { return rapid.Bool().Draw(t, "flag") }
func anyVerdict(t *rapid.T) verdict {
	return verdict(rapid.IntRange(1, int(verdictEnd)-1).Draw(t, "verdict"))
}
func anyCount(t *rapid.T, l uint64) uint64 { return rapid.Uint64Min(l).Draw(t, "count") }

func anyCommand(t *rapid.T) command {
	c := command{number: anyCount(t, 0), sequence: anyCount(t, 0), expires: moment(t)}
	for a := chair.Carriage; a < chair.AxisEnd; a++ {
		c.what.Axes[a] = chair.Setpoint{On: flip(t), Pos: chair.Coord(draw(t)), Vel: chair.CoordRate(draw(t))}
	}
	c.what.Heat = unit.Celsius(draw(t))
	for b := range c.what.Air {
		c.what.Air[b] = unit.Kilopascal(draw(t))
	}
	return c
}

func anyReport(t *rapid.T) report {
	r := report{sent: moment(t), what: chair.Report{Seq: anyCount(t, 1), Seated: flip(t), Stop: flip(t), Lost: flip(t)}}
	r.what.At = time.Duration(rapid.Int64Range(0, int64(r.sent)).Draw(t, "at"))
	for a := chair.Carriage; a < chair.AxisEnd; a++ {
		r.what.Axes[a] = chair.AxisReport{Pos: chair.Coord(draw(t)), Vel: chair.CoordRate(draw(t)), Homed: flip(t), Fault: flip(t)}
	}
	for s := range r.what.Force {
		r.what.Force[s], r.what.Peak[s] = unit.Newton(draw(t)), unit.Newton(draw(t))
	}
	r.what.Pad = unit.Celsius(draw(t))
	for b := range r.what.Air {
		r.what.Air[b] = unit.Kilopascal(draw(t))
	}
	return r
}

// one is the only frame in some bytes.
func one(t interface{ Fatalf(string, ...any) }, b []byte, want kind) []byte {
	var s scanner
	if err := s.fill(bytes.NewReader(b)); err != nil {
		t.Fatalf("%v", err)
	}
	k, body, ok := s.next()
	if !ok || k != want || s.dropped != 0 {
		t.Fatalf("got kind %d, %v, %d dropped; want %d", k, ok, s.dropped, want)
	}
	if _, _, more := s.next(); more || s.from != s.to {
		t.Fatalf("something follows")
	}
	return slices.Clone(body)
}

// What is framed comes back to the last bit, of every kind.
func TestRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c, r := anyCommand(t), anyReport(t)
		a := answer{anyCount(t, 0), moment(t), anyVerdict(t)}
		w := welcome{anyVerdict(t), moment(t)}
		g := greet{print(&chair.Profile{Name: rapid.String().Draw(t, "name")})}
		var (
			c2 command
			r2 report
			a2 answer
			w2 welcome
			g2 greet
		)
		err := errors.Join(c2.read(one(t, c.frame(nil), kindCommand)), r2.read(one(t, r.frame(nil), kindReport)),
			a2.read(one(t, a.frame(nil), kindAnswer)), w2.read(one(t, w.frame(nil), kindWelcome)), g2.read(one(t, g.frame(nil), kindGreet)))
		if err != nil || c2 != c || r2 != r || a2 != a || w2 != w || g2 != g {
			t.Fatalf("%v: got %+v %+v %+v %+v", err, c2, r2, a2, w2)
		}
	})
}

// Frames are found whatever lies between them, however the stream is cut; what lies there is counted, and a frame with
// one wrong bit is none.
func TestScanner(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var stream []byte
		type sent struct {
			at    int
			frame []byte
		}
		var all []sent
		spoilt := 0
		for i := range uint64(rapid.IntRange(1, 12).Draw(t, "frames")) {
			c := anyCommand(t)
			c.number = i
			frame := c.frame(nil)
			all = append(all, sent{len(stream), slices.Clone(frame)})
			switch rapid.IntRange(0, 3).Draw(t, "what") {
			case 0: // one wrong bit anywhere
				bit := rapid.IntRange(0, 8*len(frame)-1).Draw(t, "bit")
				frame[bit/8] ^= 1 << (bit % 8)
				spoilt++
			case 1: // torn
				frame = frame[:rapid.IntRange(1, len(frame)-1).Draw(t, "torn")]
				spoilt++
			case 2: // after something foreign, that is no magic
				foreign := bytes.Repeat([]byte{'x'}, rapid.IntRange(1, 700).Draw(t, "foreign"))
				all[i].at += len(foreign)
				frame = append(foreign, frame...)
				spoilt++
			}
			stream = append(stream, frame...)
		}
		stream = append(stream, bytes.Repeat([]byte{0}, largest)...) // so that what is torn does not wait for its rest
		var want []uint64
		read := 0
		for i, x := range all { // what follows one that is torn may be the very bytes that it lacks
			if x.at >= read && bytes.HasPrefix(stream[x.at:], x.frame) {
				want, read = append(want, uint64(i)), x.at+len(x.frame)
			}
		}
		var s scanner
		var got []uint64
		left := bytes.NewReader(stream)
		for {
			err := s.fill(io.LimitReader(left, int64(rapid.IntRange(1, 400).Draw(t, "read"))))
			for k, body, ok := s.next(); ok; k, body, ok = s.next() {
				var c command
				if k != kindCommand || c.read(body) != nil {
					t.Fatalf("a frame of kind %d that nobody sent", k)
				}
				got = append(got, c.number)
			}
			if err != nil && left.Len() == 0 {
				break
			}
		}
		if !slices.Equal(got, want) {
			t.Fatalf("got frames %v, want %v", got, want)
		}
		if s.dropped == 0 || s.dropped > uint64(2*spoilt+1) {
			t.Fatalf("%d counted as dropped, %d were spoilt, and one run of zeros", s.dropped, spoilt)
		}
	})
}

func TestNotNumbers(t *testing.T) {
	for _, bad := range []float64{math.NaN(), math.Inf(1), math.Inf(-1)} {
		spoil := map[string]func(c *command, r *report){
			"position": func(c *command, r *report) {
				c.what.Axes[chair.Depth].Pos, r.what.Axes[chair.Depth].Pos = chair.Coord(bad), chair.Coord(bad)
			},
			"speed": func(c *command, r *report) {
				c.what.Axes[chair.LegRest].Vel, r.what.Axes[chair.LegRest].Vel = chair.CoordRate(bad), chair.CoordRate(bad)
			},
			"heat": func(c *command, r *report) { c.what.Heat, r.what.Pad = unit.Celsius(bad), unit.Celsius(bad) },
			"air": func(c *command, r *report) {
				c.what.Air[chair.BagLegs], r.what.Air[chair.BagLegs] = unit.Kilopascal(bad), unit.Kilopascal(bad)
			},
		}
		for name, f := range spoil {
			c, r := command{}, report{what: chair.Report{Seq: 1}}
			f(&c, &r)
			if finite(&c.what) {
				t.Errorf("%s of %v would be sent", name, bad)
			}
			if err := new(command).read(one(t, c.frame(nil), kindCommand)); !errors.Is(err, errNumbers) {
				t.Errorf("command with a %s of %v: got %v", name, bad, err)
			}
			if err := new(report).read(one(t, r.frame(nil), kindReport)); !errors.Is(err, errNumbers) {
				t.Errorf("report with a %s of %v: got %v", name, bad, err)
			}
		}
		r := report{what: chair.Report{Seq: 1, Peak: [chair.SideEnd]unit.Newton{1, unit.Newton(bad)}}}
		if err := new(report).read(one(t, r.frame(nil), kindReport)); !errors.Is(err, errNumbers) {
			t.Errorf("report with a peak of %v: got %v", bad, err)
		}
	}
	if !finite(&chair.Command{}) {
		t.Error("zeros are numbers")
	}
	for name, r := range map[string]report{"no sequence": {}, "from the future": {what: chair.Report{Seq: 1, At: 2}, sent: 1}} {
		if new(report).read(one(t, r.frame(nil), kindReport)) == nil {
			t.Errorf("a report with %s was taken", name)
		}
	}
}

// Whatever bytes come: no panic, and what is taken for a frame is one, to the last bit.
func FuzzScanner(f *testing.F) {
	c, r := command{number: 1}, report{what: chair.Report{Seq: 1}}
	f.Add(append(c.frame(nil), r.frame(nil)...))
	f.Add(c.frame(nil)[3:])
	f.Fuzz(func(t *testing.T, stream []byte) {
		var s scanner
		for in := bytes.NewReader(stream); s.fill(in) == nil; {
			for k, body, ok := s.next(); ok; k, body, ok = s.next() {
				var again []byte
				switch k {
				case kindCommand:
					if c := new(command); c.read(body) == nil {
						again = c.frame(nil)
					}
				case kindReport:
					if r := new(report); r.read(body) == nil {
						again = r.frame(nil)
					}
				case kindAnswer:
					if a := new(answer); a.read(body) == nil {
						again = a.frame(nil)
					}
				}
				if again != nil && !bytes.Equal(again[headSize:len(again)-sumSize], body) {
					t.Fatalf("kind %d: read and written again it is another", k)
				}
			}
		}
	})
}

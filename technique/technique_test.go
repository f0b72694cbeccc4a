package technique

import (
	"math"
	"strings"
	"testing"
	"time"

	"github.com/openlumbar/lumbar/body"
	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/unit"
)

func TestTableIsWhole(t *testing.T) {
	words := map[string]bool{}
	for k, row := range All() {
		if row.Kind != Kind(k+1) || row.Kind.String() != row.Word {
			t.Errorf("row %d is of kind %d (%v) and called %q", k+1, row.Kind, row.Kind, row.Word)
		}
		if words[row.Word] || row.Word == "" || row.Purpose == "" || len(row.Needs) == 0 {
			t.Errorf("row %q: a word of its own, a purpose and needs are wanted", row.Word)
		}
		words[row.Word] = true
		if row.slot == nil || row.prepare == nil {
			t.Errorf("row %q lacks a function", row.Word)
		}
		checkParams(t, row.Block)
	}
	checkParams(t, HeatBlock())
}

func checkParams[T any](t *testing.T, b Block[T]) {
	t.Helper()
	for _, p := range b.Params {
		name := b.Word + "." + p.Name
		if p.Doc == "" || p.Set == nil || p.Form == 0 {
			t.Errorf("%s: doc, form and setter are wanted", name)
		}
		if p.Required == (p.Default != "") {
			t.Errorf("%s: either required or with a default", name)
		}
		if (p.Form == Word) != (len(p.Words) > 0) {
			t.Errorf("%s: words belong to the form Word", name)
		}
		if numeric := p.Form == Quantity || p.Form == Pressing || p.Form == Count; numeric != (p.Max > p.Min) {
			t.Errorf("%s: a range from %v to %v", name, p.Min, p.Max)
		}
		if p.Form == Quantity && p.Default != "" {
			if v, err := unit.Parse(p.Dim, p.Default); err != nil || !(v >= p.Min && v <= p.Max) {
				t.Errorf("%s: default %q: %v", name, p.Default, err)
			}
		}
	}
}

func TestDuration(t *testing.T) {
	levels := []body.Level{body.L5, body.L4, body.L1}
	for _, c := range []struct {
		name string
		s    Stroke
		want time.Duration
	}{
		{"none", Stroke{}, 0},
		{"beyond the table", Stroke{Kind: KindEnd, For: time.Second}, 0},
		{"glide", Stroke{Kind: Glide, For: 90 * time.Second}, 90 * time.Second},
		{"press one", Stroke{Kind: Press, At: levels[:1], Ease: 3 * time.Second, Hold: 8 * time.Second, Repeat: 1}, 14 * time.Second},
		// 3 places, twice 14 s each; on the way 1.5 s and 1 s a level
		{"press three", Stroke{Kind: Press, At: levels, Ease: 3 * time.Second, Hold: 8 * time.Second, Repeat: 2}, 84*time.Second + 2500*time.Millisecond + 4500*time.Millisecond},
		// 40° at 3 °/s with 2 °/s2 and 4 °/s3: 40/3 + 3/2 + 2/4 s, out and back
		{"stretch", Stroke{Kind: Stretch, Recline: 150, Hold: 20 * time.Second, Repeat: 3}, 3 * (2*15333*time.Millisecond + 25*time.Second)},
		{"rest", Stroke{Kind: Rest, For: 10 * time.Second}, 10 * time.Second},
		{"gentle", Stroke{Kind: Stretch, Recline: 150, Hold: 20 * time.Second, Repeat: 1, Gentle: true}, 2*21500*time.Millisecond + 25*time.Second},
	} {
		if got := c.s.Duration(); got != c.want {
			t.Errorf("%s: %v, want %v", c.name, got, c.want)
		}
	}
}

func TestPrepareRefuses(t *testing.T) {
	good := Stroke{Kind: Glide, From: body.L5, To: body.L1, Force: 20, Speed: 30, For: time.Minute}
	nan := unit.Newton(math.NaN())
	for _, c := range []struct {
		name   string
		change func(*Stroke, *Place)
		want   string
	}{
		{"no technique", func(s *Stroke, _ *Place) { s.Kind = 0 }, "no technique"},
		{"no time", func(s *Stroke, _ *Place) { s.For = 0 }, "duration"},
		{"no level", func(s *Stroke, _ *Place) { s.From = 0 }, "level?"},
		{"force no number", func(s *Stroke, _ *Place) { s.Force = nan }, "force"},
		{"width no number", func(s *Stroke, _ *Place) { s.Width = unit.Millimetre(math.NaN()) }, "width"},
		{"leg rest no number", func(_ *Stroke, p *Place) { p.LegRest = chair.Coord(math.NaN()) }, "leg rest"},
		{"speed of zero", func(s *Stroke, _ *Place) { s.Speed = 0 }, "velocity"},
		{"carriage without limits", func(_ *Stroke, p *Place) { p.Carry = Reach{} }, "limits"},
		{"levels not found", func(_ *Stroke, p *Place) { p.Levels = [body.LevelEnd]unit.Millimetre{} }, "S1"},
		{"no travel", func(_ *Stroke, p *Place) { p.Highest = p.Lowest }, "travel"},
		{"recline no number", func(s *Stroke, p *Place) {
			*s = Stroke{Kind: Stretch, Recline: 150, Hold: time.Second, Repeat: 1}
			p.Flat = unit.Degree(math.NaN())
		}, "recline"},
		{"wide tapping at the ribs", func(s *Stroke, _ *Place) { s.Kind, s.Rate = Tap, 3 }, "narrow"},
		{"press without hold", func(s *Stroke, _ *Place) {
			*s = Stroke{Kind: Press, At: []body.Level{body.L3}, Hold: time.Second, Repeat: 1}
		}, "ease"},
		{"stretch to nowhere", func(s *Stroke, _ *Place) { *s = Stroke{Kind: Stretch, Hold: time.Second, Repeat: 1} }, "recline"},
		{"carriage too slow to press", func(s *Stroke, p *Place) {
			*s = Stroke{Kind: Press, At: []body.Level{body.S1, body.T12}, Ease: time.Second, Hold: time.Second, Repeat: 1}
			p.Carry.Vel = 5
		}, "needs"},
	} {
		s, p := good, evenPlace()
		c.change(&s, &p)
		shape, err := Prepare(&s, &p)
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: error %v, want one with %q", c.name, err, c.want)
		}
		if shape.At(time.Second) != (Target{}) || shape.Duration() != 0 {
			t.Errorf("%s: a refused shape asks for something", c.name)
		}
	}
}

// On a back of even levels, 35.3 mm apart.
func TestContact(t *testing.T) {
	sec := func(v float64) time.Duration { return time.Duration(v * float64(time.Second)) }
	for _, c := range []struct {
		name   string
		s      Stroke
		levels map[body.Level]time.Duration
		spot   time.Duration
		slack  time.Duration
	}{
		{"none", Stroke{}, nil, 0, 0},
		{"glide", Stroke{Kind: Glide, From: body.S1, To: body.T12, Force: 14, Speed: 30, For: sec(90)},
			map[body.Level]time.Duration{body.S1: sec(8), body.L5: sec(15), body.L4: sec(15), body.L3: sec(15), body.L2: sec(15), body.L1: sec(15), body.T12: sec(8)}, sec(1.5), sec(1)},
		{"a part of the way", Stroke{Kind: Glide, From: body.L5, To: body.T12, Force: 14, Speed: 5, For: sec(10)},
			map[body.Level]time.Duration{body.L5: sec(3.5), body.L4: sec(6.5)}, sec(3.4), sec(1)},
		{"press", Stroke{Kind: Press, At: []body.Level{body.L3, body.L5}, Force: 34, Ease: sec(3), Hold: sec(8), Repeat: 2},
			map[body.Level]time.Duration{body.L3: sec(28.5), body.L4: sec(2), body.L5: sec(28.5)}, sec(29), sec(1)},
		{"stretch", Stroke{Kind: Stretch, Recline: 150, Hold: sec(20), Repeat: 2},
			map[body.Level]time.Duration{stretchAt: sec(36.4)}, sec(18.2), sec(0.3)},
	} {
		got := c.s.Contact()
		for l := body.S1; l < body.LevelEnd; l++ {
			if d := got.Levels[l] - c.levels[l]; d.Abs() > c.slack {
				t.Errorf("%s: %v for %v, want %v", c.name, l, got.Levels[l], c.levels[l])
			}
		}
		if d := got.Spot - c.spot; d.Abs() > c.slack {
			t.Errorf("%s: %v at one spot, want %v", c.name, got.Spot, c.spot)
		}
	}
}

// Two strokes at one spot are one stay; the way out of a stretch ends it. A small back bears more on one part.
func TestContactAddsUp(t *testing.T) {
	press := Stroke{Kind: Press, At: []body.Level{stretchAt}, Force: 34, Ease: time.Second, Hold: 28 * time.Second, Repeat: 1}
	stretch := Stroke{Kind: Stretch, Recline: 150, Hold: 10 * time.Second, Repeat: 1}
	var c Contact
	small := Contact{Build: Small}
	for _, s := range []Stroke{press, press, stretch, press} {
		c.Add(&s)
		small.Add(&s)
	}
	if d := c.Spot - 60*time.Second; d.Abs() > 300*time.Millisecond {
		t.Errorf("%v at one spot, want 60 s", c.Spot)
	}
	if d := c.Part - 98200*time.Millisecond; d.Abs() > 300*time.Millisecond || c.Levels[stretchAt] != c.Part || c.Middle != stretchAt {
		t.Errorf("%v around %v, %v at one level, want 98.2 s", c.Part, c.Middle, c.Levels[stretchAt])
	}
	sweep := Stroke{Kind: Glide, From: body.S1, To: body.T12, Force: 14, Speed: 30, For: 90 * time.Second}
	before, smallBefore := c.Part, small.Part
	c.Add(&sweep)
	small.Add(&sweep)
	// 70 mm of 212 mm, and of 165 mm
	if more, most := c.Part-before, small.Part-smallBefore; !(more > 27*time.Second && more < 31*time.Second && most > 35*time.Second && most < 40*time.Second) {
		t.Errorf("a sweep of 90 s adds %v and on a small back %v, want 29 s and 38 s", more, most)
	}
}

// TestContactHeldStill: pressing counts from 18 N, until it moves on or pauses for more than 5 s.
func TestContactHeldStill(t *testing.T) {
	l3 := []body.Level{body.L3}
	press := Stroke{Kind: Press, At: l3, Force: 34, Ease: time.Second, Hold: 20 * time.Second, Repeat: 1}
	with := func(f func(*Stroke)) Stroke { s := press; f(&s); return s }
	rest := func(d time.Duration) Stroke { return Stroke{Kind: Rest, From: body.L3, For: d} }
	for _, c := range []struct {
		name    string
		strokes []Stroke
		want    float64 // s, give or take the easing
	}{
		{"one press", []Stroke{press}, 21},
		{"too light to be pressing", []Stroke{with(func(s *Stroke) { s.Force = 17.9 })}, 0},
		{"three times, without a pause", []Stroke{with(func(s *Stroke) { s.Repeat = 3 })}, 63},
		{"two places", []Stroke{with(func(s *Stroke) { s.At = []body.Level{body.L3, body.L5} })}, 21},
		{"a short rest between", []Stroke{press, rest(3 * time.Second), press}, 42},
		{"a long rest between", []Stroke{press, rest(6 * time.Second), press}, 21},
		{"a glide", []Stroke{{Kind: Glide, From: body.S1, To: body.T12, Force: 34, Speed: 30, For: time.Minute}}, 0.4},
		{"kneading", []Stroke{{Kind: Knead, From: body.L4, To: body.L3, Force: 34, Speed: 0.1, Rate: 0.4, For: time.Minute}}, 0.2},
		{"kneading outwards", []Stroke{{Kind: Knead, From: body.L4, To: body.L3, Force: 34, Speed: 0.1, Rate: 0.4, Out: true, For: time.Minute}}, 0.2},
		{"tapping", []Stroke{{Kind: Tap, From: body.L5, To: body.L4, Force: 34, Rate: 3, For: time.Minute}}, 0.2},
	} {
		var got Contact
		for i := range c.strokes {
			got.Add(&c.strokes[i])
		}
		if d := got.Still.Seconds() - c.want; !(math.Abs(d) <= 1) || c.want < 1 && got.Still.Seconds() > c.want {
			t.Errorf("%s: %v held still, want about %v s", c.name, got.Still, c.want)
		}
	}
}

func TestLaneFollowsTheLevels(t *testing.T) {
	p := evenPlace()
	follow, fixed := newLane(0, &p), newLane(Medium, &p)
	for _, c := range []struct {
		at   float64
		want unit.Millimetre
	}{
		{float64(p.Levels[body.S1]), 100}, {float64(p.Levels[body.L5]), 100}, {float64(p.Levels[body.L4]), 90},
		{float64(p.Levels[body.L3]), 80}, {float64(p.Levels[body.L2]), 80}, {float64(p.Levels[body.L1]), 80},
		{float64(p.Levels[body.T12]), 80},
	} {
		if got := follow.at(c.at); math.Abs(float64(got-c.want)) > 1e-9 {
			t.Errorf("at %.0f mm the lane is %.3f mm wide, want %.0f mm", c.at, got, c.want)
		}
		if got := fixed.at(c.at); got != Medium {
			t.Errorf("at %.0f mm the fixed width is %.3f mm, want %.0f mm", c.at, got, Medium)
		}
	}
}

// Whole sweeps fill the time at nearly the asked speed, and each turn is at the end of the range.
func TestSweepFillsItsTime(t *testing.T) {
	p := evenPlace()
	s := Stroke{Kind: Glide, From: body.S1, To: body.T12, Force: 14, Speed: 30, For: 90 * time.Second}
	shape, err := Prepare(&s, &p)
	if err != nil {
		t.Fatal(err)
	}
	var fastest unit.MMPerSecond
	turns, last := 0, Target{}
	for at := time.Duration(0); at <= s.For; at += tick {
		g := shape.At(at)
		fastest = max(fastest, g.AlongVel)
		if g.AlongVel*last.AlongVel < 0 {
			turns++
			if d := min(g.Along-p.Levels[body.S1], p.Levels[body.T12]-g.Along); d > 1 {
				t.Errorf("at %v it turns %.1f mm before the end", at, d)
			}
		}
		if g.AlongVel != 0 {
			last = g
		}
	}
	// 210 mm at 30 mm/s and 0.25 s to turn: 7.25 s; 12 whole ones in 90 s, each of 7.5 s
	if turns != 11 || !(fastest > 28.9 && fastest < 29.1) {
		t.Errorf("%d turns at %.2f mm/s, want 11 at 29.0 mm/s", turns, fastest)
	}
	if end := shape.At(s.For).Along; math.Abs(float64(end-p.Levels[body.S1])) > 1e-6 {
		t.Errorf("ends at %.3f mm, want %.3f mm", end, p.Levels[body.S1])
	}
}

func TestPartSweepStopsInTime(t *testing.T) {
	p := evenPlace()
	s := Stroke{Kind: Knead, From: body.T12, To: body.S1, Force: 24, Rate: 0.35, Speed: 10, For: 10 * time.Second}
	shape, err := Prepare(&s, &p)
	if err != nil {
		t.Fatal(err)
	}
	end := shape.At(s.For)
	// 10 s at 10 mm/s, less what starting and stopping cost
	if way := float64(p.Levels[body.T12] - end.Along); !(way > 95 && way < 100) || end.AlongVel != 0 {
		t.Errorf("went %.1f mm and moves at %.2f mm/s, want nearly 100 mm and rest", way, end.AlongVel)
	}
}

// A carriage that is slower than the plan assumed takes its time from the hold; the plan's time stands.
func TestSlowCarriagePressesShorter(t *testing.T) {
	p := evenPlace()
	p.Carry.Vel = 20
	s := Stroke{Kind: Press, At: []body.Level{body.S1, body.T12}, Force: 30, Ease: 2 * time.Second, Hold: 6 * time.Second, Repeat: 2}
	shape, err := Prepare(&s, &p)
	if err != nil {
		t.Fatal(err)
	}
	var full [body.LevelEnd]time.Duration
	for at := time.Duration(0); at <= shape.Duration(); at += tick {
		if g := shape.At(at); g.Force == 30 {
			full[p.nearest(g.Along)] += tick
		}
	}
	// 210 mm at 20 mm/s take 10.6 s, the plan has 7.5 s: 3.1 s of 12 s are lost
	if got := full[body.T12].Seconds(); !(got > 8.8 && got < 9.0) {
		t.Errorf("the second place is held for %.2f s, want 8.9 s", got)
	}
	if got := full[body.S1].Seconds(); !(got > 11.9 && got < 12.1) {
		t.Errorf("the first place is held for %.2f s, want 12.0 s", got)
	}
}

func TestAtAllocatesNothing(t *testing.T) {
	for _, s := range samples() {
		p := evenPlace()
		shape, err := Prepare(&s, &p)
		if err != nil {
			t.Fatal(err)
		}
		at := time.Duration(0)
		if n := testing.AllocsPerRun(100, func() { shape.At(at); at += tick }); n != 0 {
			t.Errorf("%v: %.0f allocations a call", s.Kind, n)
		}
	}
}

func samples() []Stroke {
	return []Stroke{
		{Kind: Glide, From: body.S1, To: body.T12, Force: 14, Speed: 30, For: time.Minute},
		{Kind: Knead, From: body.L5, To: body.L1, Force: 24, Speed: 15, Rate: 22. / 60, For: time.Minute},
		{Kind: Tap, From: body.L5, To: body.L1, Force: 14, Rate: 3, Width: Narrow, For: time.Minute},
		{Kind: Press, At: []body.Level{body.L5, body.L4, body.L3}, Force: 34, Ease: 3 * time.Second, Hold: 8 * time.Second, Repeat: 1},
		{Kind: Stretch, Recline: 150, Hold: 20 * time.Second, Repeat: 1},
		{Kind: Rest, From: body.L3, For: 10 * time.Second},
	}
}

func BenchmarkAt(b *testing.B) {
	for _, s := range samples() {
		b.Run(s.Kind.String(), func(b *testing.B) {
			p := evenPlace()
			shape, err := Prepare(&s, &p)
			if err != nil {
				b.Fatal(err)
			}
			b.ReportAllocs()
			at := time.Duration(0)
			for b.Loop() {
				shape.At(at)
				if at += tick; at > shape.Duration() {
					at = 0
				}
			}
		})
	}
}

func BenchmarkPrepare(b *testing.B) {
	for _, s := range samples() {
		b.Run(s.Kind.String(), func(b *testing.B) {
			p := evenPlace()
			b.ReportAllocs()
			for b.Loop() {
				if _, err := Prepare(&s, &p); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

package fit

import (
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/openlumbar/lumbar/body"
	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/programme"
	"github.com/openlumbar/lumbar/technique"
	"github.com/openlumbar/lumbar/unit"
	"pgregory.net/rapid"
)

func number(t *rapid.T, low, high float64, name string) float64 {
	return rapid.Float64Range(low, high).Draw(t, name)
}

func seconds(t *rapid.T, low, high float64, name string) time.Duration {
	return time.Duration(number(t, low, high, name) * float64(time.Second))
}

// drawStroke draws from what programmes may say.
func drawStroke(t *rapid.T) technique.Stroke {
	levels := []body.Level{body.S1, body.L5, body.L4, body.L3, body.L2, body.L1, body.T12}
	level := func(name string) body.Level { return rapid.SampledFrom(levels).Draw(t, name) }
	s := technique.Stroke{Kind: technique.Kind(rapid.IntRange(int(technique.Glide), int(technique.Rest)).Draw(t, "technique"))}
	if s.Kind != technique.Stretch && s.Kind != technique.Rest {
		s.Force = unit.Newton(number(t, float64(technique.Touch), 90, "force"))
	}
	switch s.Kind {
	case technique.Press:
		s.At = rapid.Permutation(levels).Draw(t, "at")[:rapid.IntRange(1, 4).Draw(t, "places")]
		s.Ease, s.Hold, s.Repeat = seconds(t, 1, 10, "ease"), seconds(t, 1, 30, "hold"), rapid.IntRange(1, 3).Draw(t, "repeat")
	case technique.Stretch:
		s.Recline, s.Hold = unit.Degree(number(t, 115, 180, "recline")), seconds(t, 1, 30, "hold")
		s.Repeat, s.Gentle = rapid.IntRange(1, 4).Draw(t, "repeat"), rapid.Bool().Draw(t, "gentle")
	case technique.Rest:
		s.From, s.For = level("at"), seconds(t, 5, 60, "for")
	default:
		ends := rapid.Permutation(levels).Draw(t, "over")
		s.From, s.To, s.For = ends[0], ends[1], seconds(t, 5, 240, "for")
		s.Speed, s.Rate = unit.MMPerSecond(number(t, 5, 60, "speed")), unit.Hertz(number(t, 5./60, 35./60, "rate"))
		s.Width = rapid.SampledFrom([]unit.Millimetre{0, technique.Narrow, technique.Medium, technique.Wide}).Draw(t, "width")
		if s.Kind == technique.Tap {
			s.Width = technique.Narrow
		} else if rapid.IntRange(0, 2).Draw(t, "tapping along") == 0 {
			s.Width = technique.Narrow
			s.With = technique.Tapping{Rate: unit.Hertz(number(t, 1, 10, "strokes")), Force: unit.Newton(number(t, 6, 90, "strokes' force"))}
		}
	}
	return s
}

func drawPlan(t *rapid.T) *programme.Plan {
	p := &programme.Plan{Name: "drawn"}
	for i := range rapid.IntRange(1, 6).Draw(t, "phases") {
		ph := programme.Phase{Name: string(rune('a' + i))}
		for range rapid.IntRange(1, 3).Draw(t, "strokes") {
			ph.Strokes = append(ph.Strokes, drawStroke(t))
		}
		p.Phases = append(p.Phases, ph)
	}
	if rapid.Bool().Draw(t, "heated") {
		p.Heat = &programme.Heat{Target: unit.Celsius(number(t, 30, 60, "heat")), From: seconds(t, 0, 60, "heat from")}
		p.Heat.Until = p.Heat.From + seconds(t, 1, 1800, "heat for")
	}
	return p
}

// drawLimits draws limits that somebody's check may have left: any budget may be small, or withheld.
func drawLimits(t *rapid.T) chair.Limits {
	m := chair.Everyone()
	budget := func(b *chair.Bound[time.Duration], name string) {
		switch rapid.IntRange(0, 3).Draw(t, name) {
		case 0:
			*b = chair.Bound[time.Duration]{By: check}
		case 1:
			*b = chair.Bound[time.Duration]{Max: seconds(t, 1, b.Max.Seconds(), name+" at most"), By: check}
		}
	}
	budget(&m.Tapping, "tapping")
	budget(&m.Stretch, "stretching")
	budget(&m.HeatTime, "heat time")
	if rapid.Bool().Draw(t, "pressed for less") {
		m.Still = chair.Bound[time.Duration]{Max: seconds(t, 5, 90, "still"), By: check}
	}
	if rapid.Bool().Draw(t, "tightened") {
		m.Session = chair.Bound[time.Duration]{Max: seconds(t, 60, 1200, "session"), By: check}
		m.Zone = chair.Bound[time.Duration]{Max: seconds(t, 10, 300, "part"), By: check}
		m.Force[chair.ZoneMuscle] = chair.Bound[unit.Newton]{Max: unit.Newton(number(t, 10, 60, "muscle")), By: check}
		m.BothForce = chair.Bound[unit.Newton]{Max: unit.Newton(number(t, 20, 150, "both")), By: check}
		m.Recline = chair.Bound[unit.Degree]{Max: unit.Degree(number(t, 130, 170, "flattest")), By: check}
		m.Heat = chair.Bound[unit.Celsius]{Max: unit.Celsius(number(t, 0, 40, "warmest")), By: check}
	}
	return m
}

// lacks takes some of a chair's parts away.
func lacks(t *rapid.T, p *chair.Profile) {
	for _, a := range []chair.Axis{chair.Width, chair.Kneading, chair.TapLeft, chair.Recline, chair.LegRest} {
		if rapid.IntRange(0, 4).Draw(t, a.String()) == 0 {
			p.Axes[a] = chair.AxisProfile{}
		}
	}
	if rapid.IntRange(0, 4).Draw(t, "pad") == 0 {
		p.Heat = chair.HeatProfile{}
	}
}

func clone(p *programme.Plan) *programme.Plan {
	c := *p
	c.Phases = nil
	for _, ph := range p.Phases {
		n := programme.Phase{Name: ph.Name}
		for _, s := range ph.Strokes {
			s.At = slices.Clone(s.At)
			n.Strokes = append(n.Strokes, s)
		}
		c.Phases = append(c.Phases, n)
	}
	if p.Heat != nil {
		h := *p.Heat
		c.Heat = &h
	}
	return &c
}

func contact(p *programme.Plan) time.Duration {
	c := technique.Contact{Build: technique.Small}
	for s := range p.Strokes() {
		c.Add(s.Stroke)
	}
	return c.Part
}

// TestFitOnlyTakesAway fits random plans to random chairs and limits.
func TestFitOnlyTakesAway(t *testing.T) {
	drawn, nothing := 0, 0
	rapid.Check(t, func(t *rapid.T) {
		p, l, in := bench(t), drawLimits(t), drawPlan(t)
		lacks(t, p)
		before := clone(in)
		out := Fit(in, p, l)
		if d := cmp.Diff(before, in); d != "" {
			t.Fatalf("the plan given has changed:\n%s", d)
		}
		taken(t, in, out.Plan)
		within(t, out.Plan, p, &l)
		if drawn++; len(out.Plan.Phases) == 0 {
			nothing++
		}
		ends(t, in, out, p, &l)

		again := Fit(out.Plan, p, l)
		if d := cmp.Diff(out.Plan, again.Plan, cmpopts.EquateEmpty()); d != "" {
			t.Fatalf("fitted again:\n%s\n%v", d, again.Changes)
		}
		for _, c := range again.Changes { // that a bony place is gentler is as true the second time, if not of the same strokes
			if !slices.ContainsFunc(out.Changes, func(x Change) bool { return x.What == c.What && x.Is == c.Is && x.By == c.By }) {
				t.Fatalf("fitted again, it says %q", c)
			}
		}
		if len(out.Changes) == 0 && !unread(in, out.Plan) {
			t.Fatalf("changed something without a word:\n%s", cmp.Diff(in, out.Plan))
		}
	})
	if nothing*3 > drawn*2 {
		t.Errorf("of %d of %d plans nothing was left: the limits are too tight to learn anything", nothing, drawn)
	}
}

// taken fails unless every stroke of out is one of in, in its order and phase, with no more of anything.
func taken(t *rapid.T, in, out *programme.Plan) {
	i := 0
	for _, ph := range out.Phases {
		for i < len(in.Phases) && in.Phases[i].Name != ph.Name {
			i++
		}
		if i == len(in.Phases) {
			t.Fatalf("phase %q is out of order or new", ph.Name)
		}
		k := 0
		for _, s := range ph.Strokes {
			for k < len(in.Phases[i].Strokes) && !lesser(&s, &in.Phases[i].Strokes[k]) {
				k++
			}
			if k == len(in.Phases[i].Strokes) {
				t.Fatalf("phase %q: %+v is no lesser form of any of %+v", ph.Name, s, in.Phases[i].Strokes)
			}
			k++
		}
		i++
	}
	if out.Duration() > in.Duration() {
		t.Fatalf("takes %v, asked for %v", out.Duration(), in.Duration())
	}
}

// lesser says whether s is o with nothing more.
func lesser(s, o *technique.Stroke) bool {
	if s.Kind == technique.Tap && o.With.On() { // what led is gone
		alone := o.Alone()
		return lesser(s, &alone)
	}
	if s.With.Force > o.With.Force || s.With.On() && !o.With.On() {
		return false
	}
	if s.Force > o.Force || s.For > o.For || s.Recline > o.Recline || s.Rate > o.Rate || s.Repeat > o.Repeat || s.Hold > o.Hold {
		return false
	}
	n := *s
	n.With = o.With
	n.Force, n.For, n.Recline, n.Rate, n.Repeat, n.Width = o.Force, o.For, o.Recline, o.Rate, o.Repeat, o.Width
	if s.Kind == technique.Press {
		n.Hold = o.Hold
	}
	return cmp.Equal(n, *o)
}

// within fails unless a fitted plan keeps to the limits and can be prepared on the chair.
func within(t *rapid.T, out *programme.Plan, p *chair.Profile, l *chair.Limits) {
	var tapping, stretching time.Duration
	for step := range out.Strokes() {
		s := step.Stroke
		for _, a := range s.Kind.Needs() {
			if !p.Can(a) {
				t.Fatalf("%v needs %v, which the chair has not", s.Kind, a)
			}
		}
		if !(s.Force <= l.Force[chair.ZoneMuscle].Max && s.Force <= l.BothForce.Max/2) {
			t.Fatalf("%v of %.1f N", s.Kind, s.Force)
		}
		if s.Kind == technique.Stretch && !(s.Recline <= l.Recline.Max && s.Recline <= unit.Degree(p.Axes[chair.Recline].Max)) {
			t.Fatalf("stretch to %.0f°", s.Recline)
		}
		if s.Taps() > 0 {
			tapping += s.For + tapTail
		}
		if s.With.On() && !(p.Can(chair.CanTapping) && s.With.Force <= l.Force[chair.ZoneMuscle].Max && s.With.Force <= l.BothForce.Max/2) {
			t.Fatalf("tapping along with %.1f N", s.With.Force)
		}
		if s.Kind.Valid() && s.Duration() < 2*time.Second {
			t.Fatalf("%v is left with %v", s.Kind, s.Duration())
		}
		stretching += s.Stretched()
	}
	if tapping > l.Tapping.Max || stretching > l.Stretch.Max {
		t.Fatalf("%v of tapping of %v, %v of stretching of %v", tapping, l.Tapping.Max, stretching, l.Stretch.Max)
	}
	if out.Duration() > max(0, l.Session.Max-programme.Around) {
		t.Fatalf("takes %v of a session of %v", out.Duration(), l.Session.Max)
	}
	if c := contact(out); float64(c) > 0.95*float64(max(0, l.Zone.Max-programme.ScanContact))+1 {
		t.Fatalf("%v of contact at one part, at most %v", c, l.Zone.Max)
	}
	if c := out.Contact(); c.Still > l.Still.Max {
		t.Fatalf("%v of pressing on one place, at most %v", c.Still, l.Still.Max)
	}
	if h := out.Heat; h != nil && !(h.Target <= l.Heat.Max && h.Target <= p.Heat.Max && h.Until-h.From <= l.HeatTime.Max) {
		t.Fatalf("heat %+v", *h)
	}
}

// ends fails unless arriving and leaving stay whole wherever the limits allow it.
func ends(t *rapid.T, in *programme.Plan, out Result, p *chair.Profile, l *chair.Limits) {
	const enough = 10 * time.Hour
	loose := *l
	loose.Session.Max, loose.Zone.Max = enough, enough
	can := Fit(in, p, loose).Plan.Phases
	if len(can) <= 2 {
		return
	}
	loose.Still.Max = enough
	if !cmp.Equal(Fit(in, p, loose).Plan.Phases, can) {
		return // presses are shortened last: what gave way did so for longer ones
	}
	want := []programme.Phase{can[0], can[len(can)-1]}
	alone := &programme.Plan{Phases: want}
	if alone.Duration() > l.Session.Max-programme.Around || contact(alone) > programme.PartRoom(l.Zone.Max, 0) {
		return
	}
	got := out.Plan.Phases
	if len(got) < 2 {
		t.Fatalf("left with %d phases: %v", len(got), out.Changes)
	}
	if d := cmp.Diff(want, []programme.Phase{got[0], got[len(got)-1]}); d != "" {
		t.Fatalf("first and last phase, want (-) and got (+):\n%s\n%v", d, out.Changes)
	}
}

// unread says whether plans differ in no more than figures that read the same, and widths, which fit brings into the axis's
// travel without a word.
func unread(in, out *programme.Plan) bool {
	return cmp.Equal(in, out, cmpopts.EquateEmpty(), cmpopts.IgnoreFields(technique.Stroke{}, "Width"),
		cmp.Comparer(func(a, b unit.Newton) bool { return newtons(a) == newtons(b) }),
		cmp.Comparer(func(a, b unit.Degree) bool { return degrees(a) == degrees(b) }),
		cmp.Comparer(func(a, b unit.Hertz) bool { return perMinute(a) == perMinute(b) }),
		cmp.Comparer(func(a, b programme.Heat) bool {
			return celsius(a.Target) == celsius(b.Target) && a.From == b.From && spoken(a.Until-a.From) == spoken(b.Until-b.From)
		}))
}

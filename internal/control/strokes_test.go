package control

import (
	"time"

	"github.com/openlumbar/lumbar/body"
	"github.com/openlumbar/lumbar/technique"
	"github.com/openlumbar/lumbar/unit"
	"pgregory.net/rapid"
)

func glide() technique.Stroke {
	return technique.Stroke{Kind: technique.Glide, From: body.S1, To: body.T12, Force: 14, Speed: 30, For: time.Minute}
}

func tapping(rate unit.Hertz, force unit.Newton) technique.Stroke {
	return technique.Stroke{Kind: technique.Tap, From: body.L4, To: body.L3, Force: force, Rate: rate, Width: technique.Narrow, For: time.Minute}
}

// shape prepares a stroke for the plant's person.
func (w *plant) shape(t rapid.TB, s technique.Stroke) technique.Shape {
	t.Helper()
	p := w.place()
	shape, err := technique.Prepare(&s, &p)
	if err != nil {
		t.Fatal(err)
	}
	return shape
}

// playing is a stroke as the session plays it: to its start, then its time, which comes to a stand on a pause.
type playing struct {
	shape technique.Shape
	goal  Goal
	asked int // ticks
}

func (w *plant) play(t rapid.TB, s technique.Stroke) *playing {
	t.Helper()
	k := &playing{shape: w.shape(t, s)}
	k.goal = Goal{
		Kind: Stroke, Recline: w.p.Massage, LegRest: w.place().LegRest, Shape: &k.shape,
		Turning: s.Kind == technique.Knead, Scale: 1,
	}
	return k
}

// next is the goal of the coming tick.
func (k *playing) next(w *plant, paused bool) *Goal {
	const warp, settled = 0.6, 0.05 // s, as the session's
	g := &k.goal
	k.asked++
	g.Begun = g.Begun || w.c.Status().Ready && float64(k.asked)*dt > settled
	want := 1.0
	if paused || !g.Begun {
		want = 0
	}
	g.Rate = min(max(want, g.Rate-dt/warp), g.Rate+dt/warp)
	g.Lift = paused && g.Rate == 0
	if g.Begun {
		g.At = min(g.At+time.Duration(dt*1e9*g.Rate), k.shape.Duration())
	}
	return g
}

// begin goes to the stroke's start.
func (k *playing) begin(t rapid.TB, w *plant) {
	t.Helper()
	for range int(30 / dt) {
		if w.tick(k.next(w, false)); k.goal.Begun {
			return
		}
	}
	t.Fatalf("the stroke's start is not reached: %+v", w.c.Status())
}

// drawStroke draws from what programmes may say; times stay short.
func drawStroke(t *rapid.T) technique.Stroke {
	level := func(name string) body.Level {
		return body.Level(rapid.IntRange(int(body.S1), int(body.T12)).Draw(t, name))
	}
	number := func(low, high float64, name string) float64 { return rapid.Float64Range(low, high).Draw(t, name) }
	s := technique.Stroke{
		Kind: technique.Kind(rapid.IntRange(int(technique.Glide), int(technique.Rest)).Draw(t, "technique")),
		From: level("from"), To: level("to"), Force: unit.Newton(number(6, 60, "force")), For: 20 * time.Second,
	}
	switch s.Kind {
	case technique.Glide:
		s.Speed = unit.MMPerSecond(number(5, 60, "speed"))
	case technique.Knead:
		s.Speed, s.Rate = unit.MMPerSecond(number(3, 40, "sweep")), unit.Hertz(number(5./60, 35./60, "pace"))
		s.Out = rapid.Bool().Draw(t, "out")
	case technique.Tap:
		s.Rate, s.Width, s.Both = unit.Hertz(number(1, 10, "rate")), technique.Narrow, rapid.Bool().Draw(t, "both")
	case technique.Press:
		s.At, s.Ease, s.Hold, s.Repeat = []body.Level{s.From, s.To}, time.Second, 4*time.Second, 1
	case technique.Stretch:
		s.Recline, s.Hold, s.Repeat = unit.Degree(number(115, 170, "recline")), 2*time.Second, 1
	}
	return s
}
